package view

// The verbs that stand on unasked messages about mentoring programs. The value of
// each is the id of what it is about.
const (
	VerbSessionNew = "session.new"          // log a session: a program, or a pair
	VerbPauseMe    = "mentoring.pause.me"   // rest in a program
	VerbPausePair  = "mentoring.pause.pair" // let a pair rest
	VerbReportCSV  = "mentoring.csv"        // an organiser's CSV once more; no value
	VerbShoutYes   = "shout.yes"            // agree to a shout-out
	VerbShoutNo    = "shout.no"             // decline one
	VerbMatch      = "mentoring.match"      // propose pairs in a program
	VerbStatus     = "mentoring.status"     // where a program's pairs stand
	VerbLetIn      = "mentoring.letin"      // "program member": let in who asked
	VerbDecline    = "mentoring.decline"    // "program member": don't
	VerbTakeOver   = "mentoring.takeover"   // become organiser of a program that has none
)

// The verbs of what members do in a program. Where nothing else is said, the value
// of their buttons is a program's id.
const (
	VerbMentoring       = "mentoring"        // the command
	VerbMentoringHere   = "mentoring.here"   // what can be done in a program
	VerbMentoringHelp   = "mentoring.help"   // how it is typed
	VerbMentoringStart  = "mentoring.start"  // opens the form that starts a program; the value is a channel's id
	VerbMentoringBegun  = "mentoring.begun"  // and its submission
	VerbMentoringEdit   = "mentoring.edit"   // opens the form that changes it
	VerbMentoringEdited = "mentoring.edited" // and its submission

	VerbMentoringJoin   = "mentoring.join"   // opens the form, with who sees what
	VerbMentoringJoined = "mentoring.joined" // and its submission
	VerbMentoringYes    = "mentoring.yes"    // joins as it was typed; the value is [JoinValue]

	VerbMentoringLeave  = "mentoring.leave"  // says what leaving means
	VerbMentoringLeft   = "mentoring.left"   // leaves
	VerbMentoringRest   = "mentoring.rest"   // the form of VerbPauseMe and VerbPausePair, submitted
	VerbMentoringResume = "mentoring.resume" // a member's pause is over

	VerbMentoringPage    = "mentoring.page" // another page of where the pairs stand; the value is the program and the page
	VerbMentoringSummary = "mentoring.summary"
	VerbMentoringAnother = "mentoring.another" // would like another partner
	VerbMentoringContent = "mentoring.content" // no longer does

	VerbMentoringEnd   = "mentoring.end"   // opens the form that says what becomes of the data
	VerbMentoringEnded = "mentoring.ended" // and its submission
	VerbMentoringKeep  = "mentoring.keep"  // ends it, and keeps the data
	VerbMentoringPurge = "mentoring.purge" // ends it, and has the data deleted
)

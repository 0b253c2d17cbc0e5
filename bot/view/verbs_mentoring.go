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

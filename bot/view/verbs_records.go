package view

import (
	"strings"

	"rapport/domain"
)

// The verbs of promises, needs, values, asks, goals and introductions. Where
// nothing else is said the value of their buttons is [RecordValue]: the contact and
// the record. They work alike on a digest item, on a list, on a card and on Home.
const (
	VerbPromise       = "promise"        // the command
	VerbPromiseNew    = "promise.new"    // opens the form; the value is a contact's id or ""
	VerbPromiseMade   = "promise.made"   // and its submission
	VerbPromiseKept   = "promise.kept"   // theirs or mine
	VerbPromiseMove   = "promise.move"   // opens the form that reschedules
	VerbPromiseMoved  = "promise.moved"  // and its submission
	VerbPromiseDrop   = "promise.drop"   // taken back
	VerbPromiseBroken = "promise.broken" // theirs was not kept
	VerbPromisePage   = "promise.page"   // another page of the list
	VerbPromiseMore   = "promise.more"   // a ⋯ menu; its value is one of the above, a space, and RecordValue

	VerbGoal        = "goal"         // the command
	VerbGoalNew     = "goal.new"     // opens the form
	VerbGoalMade    = "goal.made"    // and its submission
	VerbGoalReached = "goal.reached" // the value is the goal's id
	VerbGoalDrop    = "goal.drop"
	VerbGoalEdit    = "goal.edit"   // opens the form
	VerbGoalEdited  = "goal.edited" // and its submission
	VerbGoalLink    = "goal.link"   // opens the form that says who serves a goal
	VerbGoalLinked  = "goal.linked" // and its submission
	VerbGoalPage    = "goal.page"   // another page of the list
	VerbGoalMore    = "goal.more"   // a ⋯ menu; its value is a verb, a space, and the goal's id

	VerbAsk         = "ask"      // the command
	VerbAskNew      = "ask.new"  // opens the form; the value is RecordValue of contact and goal, either may be ""
	VerbAskMade     = "ask.made" // and its submission
	VerbAskAgreed   = "ask.agreed"
	VerbAskDeclined = "ask.declined"
	VerbAskThanked  = "ask.thanked"
	VerbAskClose    = "ask.close"
	VerbAskTime     = "ask.time"  // opens the form that gives them more time
	VerbAskTimed    = "ask.timed" // and its submission
	VerbAskMore     = "ask.more"  // a ⋯ menu; its value is a verb, a space, and RecordValue
	VerbAskUndo     = "ask.undo"  // of the list; the value is a command's id
	VerbAskDraft    = "ask.draft" // under which a draft waits as a question; not a button
	VerbAskDo       = "ask.do"    // makes the ask that was drafted; the value of these three is the question's id
	VerbAskImprove  = "ask.improve"
	VerbAskNot      = "ask.not"

	VerbNeedNew    = "need.new"    // opens the form; the value is a contact's id
	VerbNeedNoted  = "need.noted"  // and its submission
	VerbNeedOffer  = "need.offer"  // opens the form: what can I offer and do well?
	VerbNeedOffers = "need.offers" // and its submission
	VerbNeedMet    = "need.met"    // opens the form that says what was delivered
	VerbNeedServed = "need.served" // and its submission
	VerbNeedDrop   = "need.drop"
	VerbNeedMore   = "need.more" // a ⋯ menu; its value is a verb, a space, and RecordValue

	VerbValueSeen = "value.seen" // they noticed what was delivered
	VerbValueNot  = "value.not"  // not yet; not asked again for a month
	VerbValueHad  = "value.had"  // and its submission

	VerbWeaveYes  = "weave.yes"  // I'll ask both; the value is the two contacts
	VerbWeaveDone = "weave.done" // they are introduced
	VerbWeaveNo   = "weave.no"   // not these two
	VerbWeaveMore = "weave.more" // a ⋯ menu; its value is a verb, a space, and the two contacts

	VerbHeed   = "heed"   // answers an item without doing anything; the value is [TellingValue]
	VerbMute   = "mute"   // stops a rule for somebody; the value is TellingValue
	VerbUnmute = "unmute" // lets it speak again
)

// RecordValue is the value of a button about a record of somebody's.
func RecordValue(c domain.ContactID, r domain.RecordID) string { return string(c) + " " + string(r) }

// ParseRecord reads what [RecordValue] wrote.
func ParseRecord(s string) (domain.ContactID, domain.RecordID) {
	c, r, _ := strings.Cut(s, " ")
	return domain.ContactID(c), domain.RecordID(r)
}

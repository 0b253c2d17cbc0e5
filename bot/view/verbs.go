package view

import (
	"strconv"
	"strings"
)

// The verbs that buttons, menus and modals of this room carry as action and
// callback ids, and that bot registers its handlers under.
const (
	VerbMet          = "met"
	VerbMetModal     = "met.modal"    // the modal of a bare /met, submitted
	VerbMetShortcut  = "met.shortcut" // the global shortcut
	VerbMetMessage   = "met.message"  // the shortcut on a message
	VerbMetYesterday = "met.yesterday"
	VerbMetSaw       = "met.saw"  // the menu of what was noticed; its value is a signal, a space, and [Refs]
	VerbMetNote      = "met.note" // opens the modal that adds a note
	VerbMetDate      = "met.date" // opens the modal that changes the date
	VerbMetDetails   = "met.details"
	VerbMetEdit      = "met.edit"      // any of the three, submitted
	VerbMetNoticed   = "met.noticed"   // opens the modal that asks what was delivered
	VerbMetDelivered = "met.delivered" // and its submission

	VerbUndo    = "undo"
	VerbHelp    = "help"
	VerbTyped   = "typed" // a direct message to the bot
	VerbAnswer  = "question.answer"
	VerbDropAsk = "question.drop"

	VerbDigestLog    = "digest.log"
	VerbDigestWeek   = "digest.week"
	VerbDigestMore   = "digest.more" // the ⋯ menu; its value says what
	VerbDigestRhythm = "digest.rhythm"
	VerbDigestBack   = "digest.back" // back to an earlier phase; the value is MoveValue
	VerbDigestSlow   = "digest.slow" // half as often; the value is the contact and the days so far

	VerbIdentify      = "identify"       // the command
	VerbIdentifyName  = "identify.name"  // opens the modal that names people
	VerbIdentifyNamed = "identify.named" // and its submission
	VerbIdentifyLater = "identify.later"
	VerbIdentifyRest  = "identify.rest"   // opens the modal that lets somebody rest
	VerbIdentifyRests = "identify.rested" // and its submission
	VerbIdentifySkip  = "identify.skip"
	VerbIdentifyPlace = "identify.place" // opens the form that says where somebody belongs; the value is a contact's id
	VerbIdentifySet   = "identify.set"   // and its submission
	VerbIdentifyThree = "identify.three" // opens the form with the three questions; the value is a contact's id
	VerbIdentifyTold  = "identify.told"  // and its submission
	VerbIdentifyOut   = "identify.out"   // not for me: archives a candidate; the value is a contact's id

	VerbIdentifyLink = "identify.link" // links somebody to a goal; the value is the contact and the goal

	VerbCheckIn       = "checkin"      // what /rapport checkin shows
	VerbCheckInSave   = "checkin.save" // logs all who were chosen
	VerbCheckInNobody = "checkin.nobody"
	VerbCheckInMore   = "checkin.more" // the ⋯ menu; its value says what
)

// Nth is the action id of a verb that stands several times in one row, where
// Slack wants each id once: "question.answer:2".
func Nth(verb string, n int) string { return verb + ":" + strconv.Itoa(n) }

// Verb returns the verb of an action id: what [Nth] added is taken off.
func Verb(actionID string) string {
	verb, _, _ := strings.Cut(actionID, ":")
	return verb
}

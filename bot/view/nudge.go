package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// family is how nudges of one sort read and what can be done about them: the
// evidence behind the name, what is remembered of the matter ("" for nothing),
// the next step, and the row of buttons.
type family struct {
	evidence func(n domain.Nudge, today domain.Date) string
	memory   func(n domain.Nudge, today domain.Date) string
	steps    func(n domain.Nudge, today domain.Date) []string
	buttons  func(n domain.Nudge) []slack.BlockElement
}

// families tells each rule's. Rules that are not named here are about contact.
var families = map[domain.RuleName]family{
	domain.PromiseDue:     {promiseEvidence, noMemory, promiseSteps, promiseButtons},
	domain.PromiseOverdue: {promiseEvidence, noMemory, promiseSteps, promiseButtons},
	domain.OwedOverdue:    {owedEvidence, noMemory, owedSteps, owedButtons},
	domain.TheyAsked:      {needEvidence, needMemory, needSteps, needButtons},
	domain.AskUnanswered:  {askEvidence, noMemory, askSteps, askButtons},
	domain.ThankThem:      {thankEvidence, noMemory, thankSteps, thankButtons},
	domain.ReadyToAsk:     {readyEvidence, lastNote, readySteps, readyButtons},
	domain.Unrecognised:   {valueEvidence, noMemory, valueSteps, valueButtons},
	domain.Weave:          {weaveEvidence, weaveMemory, weaveSteps, weaveButtons},
	domain.OccasionComing: {occasionEvidence, lastNote, occasionSteps, occasionButtons},
	domain.HowDidItGo:     {plannedEvidence, lastNote, plannedSteps, plannedButtons},
	domain.Drifting:       {contactEvidence, lastNote, driftingSteps, driftingButtons},
	domain.KeepSlowRest:   {contactEvidence, lastNote, keepSteps, keepButtons},
	domain.FollowUp:       {followEvidence, lastNote, followSteps, contactButtons},
	domain.HowWasIt:       {howEvidence, noMemory, howSteps, howButtons},
	domain.SessionDue:     {sessionEvidence, lastNote, sessionSteps, sessionButtons},
	domain.RevealMore:     {revealEvidence, noMemory, revealSteps, contactButtons},
}

var aboutContact = family{contactEvidence, lastNote, contactSteps, contactButtons}

// familyOf is the family of a nudge. One that lacks what its rule speaks of is
// about contact: there is always a person.
func familyOf(n domain.Nudge) family {
	f, ok := families[n.Rule]
	switch n.Rule {
	case domain.PromiseDue, domain.PromiseOverdue, domain.OwedOverdue:
		ok = n.Promise != nil
	case domain.TheyAsked:
		ok = n.Need != nil
	case domain.AskUnanswered, domain.ThankThem:
		ok = n.Ask != nil
	case domain.ReadyToAsk:
		ok = n.Goal != nil
	case domain.Unrecognised:
		ok = n.Value != nil
	case domain.OccasionComing:
		ok = n.Occasion != nil
	case domain.HowWasIt, domain.SessionDue:
		ok = n.Partnership != nil
	}
	if !ok {
		return aboutContact
	}
	return f
}

// Nudge renders one numbered nudge: who and why, what is remembered, the next
// step, and the buttons that do it.
func Nudge(number int, n domain.Nudge, today domain.Date) []slack.Block {
	place, f := Place{number, n.Telling()}, familyOf(n)
	lines := []string{fmt.Sprintf("%d. %s · %s", number, Person(n.Contact.Name), f.evidence(n, today))}
	if memory := f.memory(n, today); memory != "" {
		lines = append(lines, memory)
	}
	lines = append(lines, Step(number, n, today))
	return []slack.Block{
		section(place.block("say"), strings.Join(lines, "\n")),
		actions(place.block("do"), f.buttons(n)...),
	}
}

// Evidence says why a nudge is there: "Sustaining · last coffee 34 days ago ·
// your rhythm is 30".
func Evidence(n domain.Nudge, today domain.Date) string { return familyOf(n).evidence(n, today) }

// Step is one concrete thing to do next, fit for the phase and made from the
// evidence. It depends on the item's number and the day alone: neighbours in a
// digest are told different things, and an item that comes back after an undo
// the same.
func Step(number int, n domain.Nudge, today domain.Date) string {
	row := familyOf(n).steps(n, today)
	if len(row) == 0 {
		return "Say hello. One line is enough."
	}
	return row[(number+today.Day)%len(row)]
}

// lastNote quotes the newest note.
func lastNote(n domain.Nudge, _ domain.Date) string {
	if n.Contact.Touched.Note == "" {
		return ""
	}
	return "You noted: " + quoted(n.Contact.Touched.Note)
}

func noMemory(domain.Nudge, domain.Date) string { return "" }

// The choices of an item's ⋯ menu that have no verb of their own, each followed by
// a space and the contact's id. Any other choice is a verb, a space, and its value.
const (
	MoreMonth  = "month"
	MoreWeek   = "week"
	MoreRhythm = "rhythm"
	// MoreRest lets somebody rest. Messages of before rules could be muted call it so.
	MoreRest = "stop"
	MoreOff  = "off" // what was planned did not happen
)

// The choices that several families share.
func snoozeWeek(c *domain.Contact) Choice {
	return Choice{"Snooze 1 week", MoreWeek + " " + string(c.ID)}
}

func snoozeMonth(c *domain.Contact) Choice {
	return Choice{"Snooze 1 month", MoreMonth + " " + string(c.ID)}
}

func changeRhythm(c *domain.Contact) Choice {
	return Choice{"Change rhythm", MoreRhythm + " " + string(c.ID)}
}

func justRemember(c *domain.Contact) Choice {
	return Choice{"Just remember", MoreRest + " " + string(c.ID)}
}

func stopRule(n domain.Nudge) Choice {
	return Choice{"Stop", VerbMute + " " + TellingValue(n.Telling())}
}

// logIt and snoozeIt are the two buttons of a nudge about contact.
func logIt(c *domain.Contact) slack.BlockElement {
	return spokenAs(button(VerbDigestLog, string(c.ID), "Log it"), "Log contact with "+c.Name)
}

func snoozeIt(c *domain.Contact) slack.BlockElement {
	return spokenAs(button(VerbDigestWeek, string(c.ID), "Snooze 1 week"), "Snooze 1 week: "+c.Name)
}

// aboutWhom is a button of an item that names the person to a screen reader.
func aboutWhom(c *domain.Contact, verb, value, label string) *slack.ButtonBlockElement {
	return spokenAs(button(verb, value, label), label+": "+c.Name)
}

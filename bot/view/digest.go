package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// maxItems is how many nudges one message holds: two blocks each, of 50.
const maxItems = 20

// DigestPage is the daily digest for one member.
type DigestPage struct {
	Name   string // of the member
	Hour   int    // on their clock
	Today  domain.Date
	Digest domain.Digest
}

// Digest renders the day's nudges. It shows the first twenty; Shown says whom.
func Digest(p DigestPage) Message {
	shown := p.Digest.Shown[:min(len(p.Digest.Shown), maxItems)]
	blocks := []slack.Block{
		section(helloBlock, Greeting(p.Hour, p.Name)+" "+headcount(len(shown))),
	}
	for i, n := range shown {
		blocks = append(blocks, Nudge(i+1, n, p.Today)...)
	}
	waiting := len(p.Digest.Waiting) + len(p.Digest.Shown) - len(shown)
	foot := fine(waiting, p.Digest.FineTill, p.Today) + " The buttons answer, and typing here works as well: `1 logged`, `1 later`."
	return Compose(append(blocks, context(footBlock, foot))...)
}

// Shown is what [Digest] tells, in the order of its numbers.
func Shown(d domain.Digest) []domain.Telling {
	told := make([]domain.Telling, min(len(d.Shown), maxItems))
	for i := range told {
		told[i] = d.Shown[i].Telling()
	}
	return told
}

// headcount says how many people the message speaks of.
func headcount(n int) string {
	words := [...]string{"Nobody needs you", "One person", "Two people", "Three people", "Four people", "Five people", "Six people", "Seven people", "Eight people", "Nine people"}
	if n < len(words) {
		return words[n] + " today."
	}
	return fmt.Sprintf("%d people today.", n)
}

// fine says how it is with everybody else.
func fine(waiting int, till, today domain.Date) string {
	switch {
	case waiting == 1:
		return "One more can wait: `/people due`."
	case waiting > 1:
		return fmt.Sprintf("%d more can wait: `/people due`.", waiting)
	case till.IsZero() || !till.After(today):
		return "Everyone else is fine."
	}
	return "Everyone else is fine until " + Until(till, today) + "."
}

// Nudge renders one numbered nudge: who and why, the last note, the next step,
// and the buttons that do it.
func Nudge(number int, n domain.Nudge, today domain.Date) []slack.Block {
	c := n.Contact
	place := Place{number, n.Telling()}
	lines := []string{fmt.Sprintf("%d. %s · %s", number, Person(c.Name), Evidence(n, today))}
	if c.Touched.Note != "" {
		lines = append(lines, "You noted: "+quoted(c.Touched.Note))
	}
	lines = append(lines, Step(number, n, today))

	value := string(c.ID)
	more := []Choice{
		{"Snooze 1 month", MoreMonth + " " + string(c.ID)},
		{"Change rhythm", MoreRhythm + " " + string(c.ID)},
		{"Stop", MoreStop + " " + string(c.ID)},
	}
	if n.Rule == domain.HowDidItGo {
		value += " " + c.Planned.String()
		more = append(more, Choice{"It didn't happen", MoreOff + " " + string(c.ID)})
	}
	return []slack.Block{
		section(place.block("say"), strings.Join(lines, "\n")),
		actions(place.block("do"),
			spokenAs(button(VerbDigestLog, value, "Log it"), "Log contact with "+c.Name),
			spokenAs(button(VerbDigestWeek, string(c.ID), "Snooze 1 week"), "Snooze 1 week: "+c.Name),
			overflow(VerbDigestMore, more...)),
	}
}

// The choices of the ⋯ menu, each followed by a space and the contact's id.
const (
	MoreMonth  = "month"
	MoreRhythm = "rhythm"
	MoreStop   = "stop"
	MoreOff    = "off" // what was planned did not happen
)

// Evidence says why a nudge is there: "Sustaining · last coffee 34 days ago ·
// your rhythm is 30".
func Evidence(n domain.Nudge, today domain.Date) string {
	c := n.Contact
	if n.Rule == domain.HowDidItGo {
		return kindWord(c.PlannedKind) + " was planned for " + When(c.Planned, today)
	}
	parts := []string{c.Phase.String()}
	switch {
	case n.Never && n.Gap == 0:
		parts = append(parts, "added today, not met yet")
	case n.Never:
		parts = append(parts, "added "+Ago(n.Gap)+", not met yet")
	default:
		parts = append(parts, "last "+kindWord(c.Touched.Kind)+" "+Ago(n.Gap))
	}
	limit := fmt.Sprintf("your rhythm is %d", n.Cadence.Ideal)
	if n.Rule == domain.ContactOverdue {
		limit = fmt.Sprintf("%d is your longest gap", n.Cadence.Maximum)
	}
	return strings.Join(append(parts, limit), " · ")
}

// When is a date in a sentence: "today", "yesterday", "Fri 20 Nov".
func When(d, today domain.Date) string {
	switch today.Sub(d) {
	case 0:
		return "today"
	case 1:
		return "yesterday"
	}
	return Weekday(d, today)
}

// Logged says that one tap logged a touch.
func Logged(l domain.Logged, today domain.Date) string {
	text := Person(l.Contact.Name) + ": logged " + kindWord(l.Interaction.Kind) + ", " + On(l.Interaction.On, today) + "."
	if l.From != l.Contact.Phase && !l.New {
		text += " You have been introduced: " + l.Contact.Phase.String() + " from now on."
	}
	if l.Older {
		text += " Your last contact stays " + Weekday(l.Contact.Touched.Last, today) + "."
	}
	return text
}

// Snoozed says until when somebody stays out of digests.
func Snoozed(name string, until, today domain.Date) string {
	return Person(name) + ": snoozed until " + Weekday(until, today) + "."
}

// Stopped says that somebody rests.
func Stopped(name string) string {
	return Person(name) + " rests now: kept and remembered, and I won't bring them up by myself."
}

// CalledOff says that what was planned did not happen.
func CalledOff(name string) string {
	return Person(name) + ": it didn't happen, nothing logged. The rhythm goes on as before."
}

// Absent says that an item's person is no longer there.
func Absent() string { return "I don't have that person any more, so there is nothing to do." }

// NoSuchItem answers a typed number that the newest digest doesn't have.
func NoSuchItem(number, shown int) Message {
	switch shown {
	case 0:
		return Say("There is no digest yet that a number could answer. Nothing was changed.")
	case 1:
		return Say("The last digest has one item, so there is no " + strconv.Itoa(number) + ". Nothing was changed.")
	}
	return Say(fmt.Sprintf("The last digest has %d items, so there is no %d. Nothing was changed.", shown, number))
}

package view

import (
	"fmt"
	"strconv"
	"time"

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
	// Days are those on which digests come now: one alone when they slowed down.
	Days domain.Weekdays
}

// Digest renders the day's nudges. It shows the first twenty; Shown says whom.
func Digest(p DigestPage) Message {
	shown := p.Digest.Shown[:min(len(p.Digest.Shown), maxItems)]
	blocks := []slack.Block{
		section(helloBlock, Greeting(p.Hour, p.Name)+" "+headcount(people(shown))),
	}
	for i, n := range shown {
		blocks = append(blocks, Nudge(i+1, n, p.Today)...)
	}
	waiting := len(p.Digest.Waiting) + len(p.Digest.Shown) - len(shown)
	foot := fine(waiting, p.Digest.FineTill, p.Today) + " The buttons answer, and typing works as well: " + hints(shown) + "."
	if p.Digest.Slowed {
		foot += " " + slowed(p.Days)
	}
	return Compose(append(blocks, context(footBlock, foot))...)
}

// slowed says, once, that digests come less often from now on.
func slowed(on domain.Weekdays) string {
	when := ""
	for d := time.Sunday; d <= time.Saturday; d++ {
		if on.First().Has(d) {
			when = ", on " + d.String() + "s,"
		}
	}
	return "These mornings went unanswered, so I'll come once a week" + when + " until you answer one. Any button brings the daily ones back."
}

// people counts those that nudges are about: somebody may come twice.
func people(nudges []domain.Nudge) int {
	who := make(map[domain.ContactID]bool, len(nudges))
	for _, n := range nudges {
		who[n.Contact.ID] = true
	}
	return len(who)
}

// hints are two answers that can be typed about the items shown: "`1 kept`,
// `2 later`".
func hints(shown []domain.Nudge) string {
	if len(shown) == 0 {
		return ""
	}
	first, second := shown[0], 2
	other := first
	if len(shown) > 1 {
		other = shown[1]
	} else {
		second = 1
	}
	words := Words(other.Rule)
	last := words[min(1, len(words)-1)].Word
	if _, ok := Meaning(other.Rule, Later); ok {
		last = Later
	}
	return fmt.Sprintf("`1 %s`, `%d %s`", Words(first.Rule)[0].Word, second, last)
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

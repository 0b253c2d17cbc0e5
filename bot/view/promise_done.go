package view

import (
	"fmt"
	"slices"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// Gain is what a promise that was kept, dropped or rescheduled changed in what the
// next phase takes.
type Gain struct {
	// Counts says that it is the promise that was still missing there.
	Counts bool
	// Clear says that no promise of the member's is late with them any more.
	Clear bool
	// Opened is the phase whose evidence became complete with it, zero if none did.
	Opened domain.Phase
}

// gained says what came of it.
func gained(c *domain.Contact, g Gain) string {
	text := ""
	if g.Counts {
		text += " It is on the card as a word kept."
	}
	if g.Clear {
		text += " Nothing is late with " + Person(c.Name) + " any more, so the way is open again."
	}
	if g.Opened != 0 {
		text += " All that " + g.Opened.String() + " takes is there now; whether and when is yours, the card has the button."
	}
	return text
}

// PromiseKept says that a promise was kept.
func PromiseKept(c *domain.Contact, p domain.Promise, g Gain) string {
	if p.Theirs {
		return Person(c.Name) + " kept their word: " + quoted(p.What) + ". A word of thanks is never too much." + gained(c, g)
	}
	text := Person(c.Name) + ": " + quoted(p.What) + " is done. You kept your word."
	if p.Closed.After(p.Due) {
		text = Person(c.Name) + ": " + quoted(p.What) + " is done. Late, and kept all the same."
	}
	return text + gained(c, g)
}

// PromiseDropped says that a promise was taken back.
func PromiseDropped(c *domain.Contact, p domain.Promise, g Gain) string {
	if p.Theirs {
		return Person(c.Name) + ": " + quoted(p.What) + " is off the list. You don't wait for it any more." + gained(c, g)
	}
	return Person(c.Name) + ": " + quoted(p.What) + " is off the list. A line to them that it won't come is part of it." + gained(c, g)
}

// PromiseBroken says that a promise was not kept.
func PromiseBroken(c *domain.Contact, p domain.Promise, g Gain) string {
	if p.Theirs {
		return Person(c.Name) + ": " + quoted(p.What) + " didn't come. It happens; I won't bring it up again." + gained(c, g)
	}
	return Person(c.Name) + ": " + quoted(p.What) + " was not kept. Saying so to them mends more than silence." + gained(c, g)
}

// PromiseMoved says until when a promise has time now. Was is the day before.
func PromiseMoved(c *domain.Contact, p domain.Promise, was, today domain.Date, g Gain) string {
	text := Person(c.Name) + ": " + quoted(p.What) + " has time until " + On(p.Due, today) + " now."
	switch {
	case p.Due == was:
		return Person(c.Name) + ": " + quoted(p.What) + " stays as it is, " + On(p.Due, today) + "."
	case p.Made == today: // the date is corrected, nobody counted on the other one
	case !p.Theirs:
		text += " If they count on the old day, a line to them makes it easy."
	}
	return text + gained(c, g)
}

// PromiseOver says what became of a promise that a button still speaks of.
func PromiseOver(c *domain.Contact, p domain.Promise, today domain.Date) string {
	became := "was dropped"
	switch {
	case p.Undone:
		return Person(c.Name) + ": that promise was taken back, so there is nothing to do."
	case p.State == domain.PromiseKept:
		became = "was kept"
	case p.State == domain.PromiseBroken && p.Theirs:
		became = "didn't come"
	case p.State == domain.PromiseBroken:
		became = "was not kept"
	}
	return Person(c.Name) + ": " + quoted(p.What) + " " + became + ", noted " + When(p.Closed, today) + ". Nothing more to do."
}

// NoSuchPromise says that a button speaks of a promise that is not there any more.
func NoSuchPromise() string {
	return "I don't have that promise any more, so there is nothing to do."
}

// lacks reports whether a piece of evidence is missing for a move.
func lacks(v domain.Verdict, n domain.EvidenceName) bool {
	return slices.ContainsFunc(v.Missing, func(k domain.Check) bool { return k.Name == n })
}

// mostLate is how many late promises a refused move names.
const mostLate = 3

// lateBlocks name the member's late promises to somebody, the oldest first, which
// keep the next phase closed, each with the buttons that open the way again.
func lateBlocks(c *domain.Contact, today domain.Date) []slack.Block {
	late := slices.DeleteFunc(slices.Clone(c.Promises), func(p domain.Promise) bool { return p.Theirs || !p.Overdue(today) })
	slices.SortStableFunc(late, func(a, b domain.Promise) int { return a.Due.Compare(b.Due) })
	var blocks []slack.Block
	for i, p := range late[:min(len(late), mostLate)] {
		value := RecordValue(c.ID, p.ID)
		blocks = append(blocks,
			section(fmt.Sprintf("late%d", i), latePromise(c, p, today)),
			actions(fmt.Sprintf("late%d.do", i),
				spokenAs(button(VerbPromiseKept, value, "Kept"), "Kept: "+c.Name),
				spokenAs(button(VerbPromiseMove, value, "Reschedule"), "Reschedule: "+c.Name)))
	}
	return blocks
}

// latePromise says that a late promise of the member's closes the way, and what
// opens it again.
func latePromise(c *domain.Contact, p domain.Promise, today domain.Date) string {
	return "You promised " + Person(c.Name) + " " + quoted(p.What) + ", and it was due " + When(p.Due, today) +
		". Keeping it, or telling them a new day, opens the way again."
}

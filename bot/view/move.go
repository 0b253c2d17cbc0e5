package view

import (
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// Moved says that somebody stands in another phase now, and what it is for.
func Moved(c *domain.Contact, from domain.Phase) string {
	text := Person(c.Name) + ": " + from.String() + " → " + c.Phase.String() + ". " + Purpose(c.Phase)
	switch {
	case from == c.Phase:
		return Person(c.Name) + " stands in " + c.Phase.String() + " already. Nothing was changed."
	case c.Phase < from:
		text += " Going back is free: nothing is lost, and " + c.Furthest.String() + " stays open."
	}
	return text
}

// MoveOn is the button that moves somebody to the phase that has just opened.
func MoveOn(c *domain.Contact, to domain.Phase) slack.BlockElement {
	return spokenAs(button(VerbCardMove, MoveValue(to, c.ID), "Move to "+to.String()), "Move "+c.Name+" to "+to.String())
}

// NotYet says which evidence a move still lacks, offers to record what happened,
// and names the moves that are open.
func NotYet(p CardPage, v domain.Verdict) Message {
	c := p.Contact
	lines := []string{Person(c.Name) + " stays in " + c.Phase.String() + " for now. Nothing was changed."}
	if v.TooFar {
		lines = append(lines, v.To.String()+" is two steps beyond "+c.Furthest.String()+", and one at a time is the way. What "+p.Next.To.String()+" takes:")
		v = p.Next
	} else {
		lines = append(lines, "Before "+v.To.String()+" this is still missing:")
	}
	lines = append(lines, checkLines(c, v.Missing, p.Today)...)
	if len(v.Missing) == 0 {
		lines = append(lines, "Nothing: "+v.To.String()+" is open.")
	}
	blocks := []slack.Block{section("", strings.Join(lines, "\n"))}
	if lacks(v, domain.NothingOverdue) {
		blocks = append(blocks, lateBlocks(c, p.Today)...)
	}
	if row := happenedButtons(p, v); len(row) > 0 {
		blocks = append(blocks, section("", "Did it happen? Then say so and when, and I'll remember it."), actions("", row...))
	}
	var row []slack.BlockElement
	for n, ph := range p.Legal {
		if ph != c.Phase {
			row = append(row, button(Nth(VerbCardMove, n), MoveValue(ph, c.ID), "Move to "+ph.String()))
		}
	}
	row = append(row, button(VerbCardLog, string(c.ID), "Log it"), button(VerbPeopleOpen, string(c.ID), "Open card"))
	return Compose(append(blocks, actions("", row...))...)
}

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
	lines = append(lines, checkLines(v.Missing, p.Today)...)
	if len(v.Missing) == 0 {
		lines = append(lines, "Nothing: "+v.To.String()+" is open.")
	}
	blocks := []slack.Block{section("", strings.Join(lines, "\n"))}
	if row := supplies(c, v, p.Today); len(row) > 0 {
		blocks = append(blocks, section("", "Did it happen? Then one click remembers it, with today's date."), actions("happened", row...))
	}
	var row []slack.BlockElement
	for n, ph := range p.Legal {
		if ph != c.Phase {
			row = append(row, button(Nth(VerbCardMove, n), MoveValue(ph, c.ID), "Move to "+ph.String()))
		}
	}
	row = append(row, button(VerbCardLog, string(c.ID), "Log it"), button(VerbPeopleOpen, string(c.ID), "Open card"))
	return Compose(append(blocks, actions("do", row...))...)
}

// Happened says that a sign was recorded.
func Happened(c *domain.Contact, k domain.SignalKind, next domain.Verdict) string {
	text := "Noted for today: " + Person(c.Name) + " " + SignalDid(k) + "."
	if next.Legal && len(next.Checks) > 0 {
		text += " All that " + next.To.String() + " takes is there now; the menu below has it."
	}
	return text
}

// SeenAlready says that a sign of today is on the card.
func SeenAlready(name string, k domain.SignalKind) string {
	return "It is on the card already: " + Person(name) + " " + SignalDid(k) + " today."
}

// HelpedModal asks what the member did for somebody, and whether it was seen.
func HelpedModal(private, name string, today domain.Date) *slack.ModalViewRequest {
	return modal(VerbCardValue, "What did you do?", "Save", private,
		context("", "What did you do for "+Person(name)+" that was of use to them?"),
		input(WhatBlock, "What you did", textInput("Intro to Omar", "", 300)),
		input(OnBlock, "When did you do it?", dateInput(today)),
		optional(input(SeenBlock, "Did they notice?", checkboxes([]Choice{{"They showed that it was worth something to them", "seen"}}))),
	)
}

// SeenBlock is the input of [HelpedModal] that says whether it was noticed.
const SeenBlock = "seen"

// Helped says what was done for somebody.
func Helped(c *domain.Contact, v domain.Value, today domain.Date) string {
	text := "Noted: you did " + quoted(v.What) + " for " + Person(c.Name) + " on " + Weekday(v.Delivered, today)
	if v.Recognised.IsZero() {
		return text + ". Whether they noticed can be told later, on this card."
	}
	return text + ", and they noticed."
}

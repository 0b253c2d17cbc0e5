package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// pairGoalSaid is a pair's goal in a sentence.
func pairGoalSaid(g domain.PairGoal, today domain.Date) string {
	if g.By.IsZero() {
		return briefly(g.What)
	}
	return briefly(g.What) + ", by " + Weekday(g.By, today)
}

// mostPairGoals is how many goals a list shows, two blocks each.
const mostPairGoals = 20

// PairGoals lists what two want to reach, with what becomes of each. Done, when not
// "", says what was just changed.
func PairGoals(p domain.Partnership, done string, today domain.Date) Message {
	var blocks []slack.Block
	if done != "" {
		blocks = append(blocks, section("", done))
	}
	var open []domain.PairGoal
	reached := 0
	for _, g := range p.Goals {
		switch g.State {
		case domain.GoalOpen:
			open = append(open, g)
		case domain.GoalReached:
			reached++
		}
	}
	heading := "*Goals with* " + Person(p.Name)
	switch {
	case len(open) == 0:
		heading += "\nNone is open. What do you two want to reach? `/mentoring goal Give a talk by june`"
	case len(open) > mostPairGoals:
		heading += fmt.Sprintf(" · the first %d of %d", mostPairGoals, len(open))
	}
	if reached > 0 {
		heading += fmt.Sprintf("\nReached so far: %d.", reached)
	}
	blocks = append(blocks, section("", heading))
	for i, g := range open[:min(len(open), mostPairGoals)] {
		value := PairGoalValue(p.ID, g.ID)
		blocks = append(blocks, section("", fmt.Sprintf("%d. %s", i+1, pairGoalSaid(g, today))), actions("",
			spokenAs(button(VerbPairGoalReached, value, "Reached"), "Reached. Goal: "+g.What),
			spokenAs(button(VerbPairGoalDrop, value, "Drop"), "Drop. Goal: "+g.What)))
	}
	return Compose(append(blocks,
		actions("", button(VerbPairGoalNew, string(p.ID), "New goal")),
		context("", "You two see these words. The organisers see how many there are, and nothing else."))...)
}

// PairGoalNoted says that a goal was noted.
func PairGoalNoted(p domain.Partnership, g domain.PairGoal, today domain.Date) string {
	return "Noted: " + pairGoalSaid(g, today) + ". " + Person(p.Name) + " sees it too; the organisers see only that there is one more."
}

// PairGoalClosed says what became of a goal.
func PairGoalClosed(p domain.Partnership, g domain.PairGoal) string {
	if g.State == domain.GoalReached {
		return briefly(g.What) + " is reached. Well done, you two. " + Person(p.Name) + " will be glad to hear it from you."
	}
	return briefly(g.What) + " is off the list. Wanting something else is fine."
}

// PairGoalKnown says that a goal is there already.
func PairGoalKnown(g domain.PairGoal, today domain.Date) string {
	return "You two have that goal already: " + pairGoalSaid(g, today) + "."
}

// PairGoalMoved says that a goal is there already, and that the day it came with now is
// its day.
func PairGoalMoved(p domain.Partnership, was, is domain.PairGoal, today domain.Date) string {
	return "You two have that goal already. Changed: " + pairGoalSaid(is, today) + dayBefore(was.By, today) + " " + Person(p.Name) + " sees it too."
}

// TooManyPairGoals refuses one goal more.
func TooManyPairGoals() string {
	return "Nothing was noted: twenty-five open goals are as many as I keep for a pair. Reach one or drop one first."
}

// NoSuchPairGoal says that no open goal has that number or those words.
func NoSuchPairGoal() string {
	return "I can't tell which goal you mean, so nothing was changed. Here they are; `/mentoring goal 1 reached` works too."
}

// PairGoalOver says that a goal is closed already.
func PairGoalOver() string { return "That goal is closed already. Nothing was changed." }

// PairGoalModal takes a goal of a pair.
func PairGoalModal(private string, p domain.Partnership) *slack.ModalViewRequest {
	return modal(VerbPairGoalMade, "A goal for two", "Note it", private,
		section("", "With "+Person(p.Name)+", who will read it as you write it. The organisers see only how many goals there are."),
		input(WhatBlock, "What do you two want to reach?", textInput("Give a talk", "", 300)),
		hinted(optional(input(ByBlock, "By when?", dateInput(domain.Date{}))), "Leave it empty when there is no date."))
}

// WhichPartner asks with which partner something is meant. Verb is that of the
// buttons, whose value is the pair.
func WhichPartner(verb string, ps []domain.Partnership) Message {
	row := make([]slack.BlockElement, 0, len(ps))
	for i, p := range ps[:min(len(ps), 20)] {
		row = append(row, button(Nth(verb, i), string(p.ID), clip(line(p.Name), 40)+", "+clip(line(p.ProgramName), 30)))
	}
	return Compose(section("", "With whom? You have more than one partner, and nothing was noted yet."), actions("", row...))
}

// NamePartner says that a word needs the partner's name, as there are several.
func NamePartner(ps []domain.Partnership) Message {
	words := make([]string, 0, len(ps))
	for _, p := range ps[:min(len(ps), 20)] {
		words = append(words, Person(p.Name)+" in "+programName(p.ProgramName))
	}
	return Say("Nothing was noted: you have more than one partner, " + list(words) + ". Say with whom, in the channel of the program: `/mentoring goal @partner Give a talk by june`.")
}

// NoPair says that a button or a word speaks of a pair that is none any more.
func NoPair() Message {
	return Say("You are in no pair that this could be about, so nothing was changed. `/mentoring status` shows where you stand.")
}

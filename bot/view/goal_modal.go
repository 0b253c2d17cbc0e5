package view

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// The field errors of the forms about goals.
const (
	GoalTooLong = "A goal has at most 300 characters."
	TooManyGoal = "Twenty-five goals are as many as I keep. Reach one or drop one first: /goal lists them."
)

// GoalModal takes a goal, or changes one.
func GoalModal(callback, private, what string, by domain.Date) *slack.ModalViewRequest {
	title, submit := "A goal", "Note it"
	if callback == VerbGoalEdited {
		title, submit = "Change the goal", "Save"
	}
	return modal(callback, title, submit, private,
		input(WhatBlock, "What do you want to reach?", textInput("Speak at GopherCon", what, 300)),
		hinted(optional(input(ByBlock, "By when?", dateInput(by))), "Leave it empty when there is no date."))
}

// LinkModal asks who stands behind a goal; who does already is chosen.
func LinkModal(private string, g domain.Goal, offered []*domain.Contact, today domain.Date) *slack.ModalViewRequest {
	var behind []string
	for _, c := range offered {
		if slices.Contains(c.Goals, g.ID) {
			behind = append(behind, string(c.ID))
		}
	}
	return modal(VerbGoalLinked, "Who could help?", "Save", private,
		section("", goalSaid(g, today)+"."),
		hinted(optional(input(WhoBlock, "Who stands behind it?", multiInput("People you know", behind, peopleChoices(offered)))),
			"Whoever could help you reach it, or knows somebody who could. Taking a name out unlinks it."))
}

// NobodyToLink says that there is nobody yet who could stand behind a goal.
func NobodyToLink() Message {
	return Compose(section("", "There is nobody in your circle yet who could help. Whom would you like to have there?"),
		actions("", button(VerbIdentifyName, "", "Name someone")))
}

// TooManyGoals refuses one goal more.
func TooManyGoals() Message {
	return Say("Nothing was noted: twenty-five goals are as many as I keep. `/goal` lists them; reach one or drop one, and there is room again.")
}

// GoalHelp explains /goal with examples.
func GoalHelp() Message {
	return Compose(
		section("", strings.Join([]string{
			"*/goal* remembers what you want to reach, and who could help:",
			"• `/goal Speak at GopherCon by june` a goal; the date may be left out",
			"• `/goal Speak at GopherCon by july` the same one again has that day from now on",
			"• `/goal Jane for GopherCon` Jane could help there",
			"• `/goal 1 reached`, `/goal 1 drop` what became of the first on the list",
			"• `/goal` lists them all, with a button for each of these",
		}, "\n")),
		context("", "In a direct message to me the same words work without the slash. Goals are yours alone; nobody else sees them."),
	)
}

package view

import (
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// goalAlone speaks of a goal that nobody serves yet, and of somebody who might
// know whom to ask.
func goalAlone(i domain.PromptItem, today domain.Date) (string, []slack.BlockElement) {
	if i.Goal == nil {
		return "", nil
	}
	text := goalWords(*i.Goal, today) + " has nobody behind it."
	name := button(VerbIdentifyName, string(i.Goal.ID), "Name someone")
	if len(i.Contacts) == 0 {
		return text + " Who has been there already, or knows somebody who has?",
			[]slack.BlockElement{name, button(VerbGoalLink, string(i.Goal.ID), "Link people")}
	}
	return text + "\n" + opener(i), []slack.BlockElement{name, linkTo(i)}
}

// opener asks whom somebody close would name.
func opener(i domain.PromptItem) string {
	return Person(i.Contacts[0].Name) + " " + knows(i.Shared) + ": whom would they say you should meet?"
}

// linkTo is the button that links the first contact of an item to its goal.
func linkTo(i domain.PromptItem) slack.BlockElement {
	c := i.Contacts[0]
	return aboutWhom(c, VerbIdentifyLink, PairValue(c.ID, domain.ContactID(i.Goal.ID)), "Link "+forename(c.Name))
}

// goalWords is a goal in a sentence, with its date.
func goalWords(g domain.Goal, today domain.Date) string {
	text := quoted(g.What)
	if !g.By.IsZero() {
		text += " by " + Day(g.By, today)
	}
	return text
}

// couldOpen names somebody who could know whom to meet for a goal.
func couldOpen(i domain.PromptItem, today domain.Date) (string, []slack.BlockElement) {
	if i.Goal == nil || len(i.Contacts) == 0 {
		return "", nil
	}
	return goalWords(*i.Goal, today) + " could use one more.\n" + opener(i),
		[]slack.BlockElement{button(VerbIdentifyName, string(i.Goal.ID), "Name someone"), linkTo(i)}
}

// knows says why somebody might know whom to meet.
func knows(s domain.Shared) string {
	what := Escape(clip(line(s.What), 60))
	switch s.By {
	case domain.SharedTag:
		return "is tagged #" + strings.TrimPrefix(what, "#")
	case domain.SharedWork:
		return "works in " + what
	case domain.SharedPlace:
		return "is in " + what
	}
	return "may know the right people"
}

// Linked says that somebody serves a goal now.
func Linked(c *domain.Contact, g domain.Goal) string {
	return Person(c.Name) + " stands behind " + quoted(g.What) + " now."
}

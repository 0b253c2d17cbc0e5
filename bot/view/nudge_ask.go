package view

import (
	"github.com/slack-go/slack"

	"rapport/domain"
)

// askEvidence says what was asked, and until when an answer was hoped for.
func askEvidence(n domain.Nudge, today domain.Date) string {
	return "you asked them" + requested(n.Ask.What) + ", an answer was hoped for by " + When(n.Ask.By, today)
}

func askSteps(n domain.Nudge, today domain.Date) []string {
	made := "Asked " + onDay(n.Ask.Made, today) + ". "
	return []string{
		made + "One gentle line, once: what would make it easier?",
		made + "Ask once more, kindly, and make a no as easy as a yes.",
	}
}

func askButtons(n domain.Nudge) []slack.BlockElement {
	c, value := n.Contact, RecordValue(n.Contact.ID, n.Ask.ID)
	return []slack.BlockElement{
		aboutWhom(c, VerbAskAgreed, value, "They agreed"),
		aboutWhom(c, VerbAskDeclined, value, "They declined"),
		overflow(VerbAskMore,
			Choice{"More time", VerbAskTime + " " + value},
			Choice{"Close", VerbAskClose + " " + value}),
	}
}

func thankEvidence(n domain.Nudge, today domain.Date) string {
	return "agreed" + agreedTo(n.Ask.What) + " " + onDay(n.Ask.Changed, today)
}

func thankSteps(domain.Nudge, domain.Date) []string {
	return []string{
		"Thank them, and tell them what came of it.",
		"A line of thanks today: say what it made possible.",
	}
}

func thankButtons(n domain.Nudge) []slack.BlockElement {
	c, value := n.Contact, RecordValue(n.Contact.ID, n.Ask.ID)
	return []slack.BlockElement{
		aboutWhom(c, VerbAskThanked, value, "Thanked"),
		overflow(VerbAskMore, Choice{"Close", VerbAskClose + " " + value}),
	}
}

// readyEvidence names the goal that an ask could serve.
func readyEvidence(n domain.Nudge, today domain.Date) string {
	text := "could help with your goal " + quoted(n.Goal.What)
	if !n.Goal.By.IsZero() {
		text += ", by " + Day(n.Goal.By, today)
	}
	return text
}

func readySteps(domain.Nudge, domain.Date) []string {
	return []string{
		"You know each other well enough to ask. One clear thing, with a date; I help with the words.",
		"Ask for one thing that is easy to follow through, and easy to turn down. I help with the words.",
	}
}

func readyButtons(n domain.Nudge) []slack.BlockElement {
	c := n.Contact
	return []slack.BlockElement{
		aboutWhom(c, VerbAskNew, RecordValue(c.ID, n.Goal.ID), "Frame the ask"),
		aboutWhom(c, VerbHeed, TellingValue(n.Telling()), "Not now"),
		overflow(VerbDigestMore, snoozeMonth(c), stopRule(n)),
	}
}

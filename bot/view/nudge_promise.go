package view

import (
	"github.com/slack-go/slack"

	"rapport/domain"
)

// promiseEvidence says what was promised, and how it stands with the date.
func promiseEvidence(n domain.Nudge, today domain.Date) string {
	return "your promise " + quoted(n.Promise.What) + " " + dueWords(n.Promise.Due, today)
}

// dueWords says how it stands with a date: "is due today", "was for Fri 20 Nov".
func dueWords(due, today domain.Date) string {
	switch days := due.Sub(today); {
	case days == 0:
		return "is due today"
	case days > 0:
		return "is due " + Until(due, today)
	}
	return "was for " + When(due, today)
}

// onDay is a date behind a verb: "today", "yesterday", "on 3 Nov".
func onDay(d, today domain.Date) string {
	switch today.Sub(d) {
	case 0:
		return "today"
	case 1:
		return "yesterday"
	}
	return "on " + Day(d, today)
}

func promiseSteps(n domain.Nudge, today domain.Date) []string {
	made := "Promised " + onDay(n.Promise.Made, today) + ". "
	if n.Promise.Overdue(today) {
		return []string{
			made + "One honest line with a new date keeps the trust.",
			made + "Do it today, or say when it will come.",
		}
	}
	return []string{
		made + "Keeping it is the whole job.",
		made + "If the date no longer fits, a new one said in time is as good.",
	}
}

func promiseButtons(n domain.Nudge) []slack.BlockElement {
	c, value := n.Contact, RecordValue(n.Contact.ID, n.Promise.ID)
	return []slack.BlockElement{
		aboutWhom(c, VerbPromiseKept, value, "Kept"),
		aboutWhom(c, VerbPromiseMove, value, "Reschedule"),
		overflow(VerbPromiseMore, Choice{"Drop", VerbPromiseDrop + " " + value}),
	}
}

// owedEvidence speaks of what somebody promised the member: gently, things slip.
func owedEvidence(n domain.Nudge, today domain.Date) string {
	return "said " + quoted(n.Promise.What) + " by " + When(n.Promise.Due, today)
}

func owedSteps(domain.Nudge, domain.Date) []string {
	return []string{
		"A friendly line is enough: things slip for everybody. I bring this up once.",
		"Ask how it goes, and whether you can make it easier. I bring this up once.",
	}
}

func owedButtons(n domain.Nudge) []slack.BlockElement {
	c, value := n.Contact, RecordValue(n.Contact.ID, n.Promise.ID)
	return []slack.BlockElement{
		aboutWhom(c, VerbPromiseKept, value, "They kept it"),
		aboutWhom(c, VerbPromiseMove, value, "Ask again later"),
		overflow(VerbPromiseMore,
			Choice{"No longer needed", VerbPromiseDrop + " " + value},
			Choice{"It didn't come", VerbPromiseBroken + " " + value}),
	}
}

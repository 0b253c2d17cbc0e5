package view

import (
	"github.com/slack-go/slack"

	"rapport/domain"
)

// needEvidence says what somebody needs or asked for, and since when.
func needEvidence(n domain.Nudge, today domain.Date) string {
	text := "needs " + quoted(n.Need.What) + ", noted " + onDay(n.Need.Noted, today)
	if n.Need.Asked {
		text = "asked you for " + quoted(n.Need.What) + " " + onDay(n.Need.Noted, today)
	}
	if n.Need.Urgency == domain.Urgent {
		text += " · urgent"
	}
	return text
}

func needMemory(n domain.Nudge, _ domain.Date) string {
	if n.Need.Offer == "" {
		return ""
	}
	return "You could offer: " + quoted(n.Need.Offer)
}

func needSteps(n domain.Nudge, _ domain.Date) []string {
	if n.Need.Offer != "" {
		return []string{
			"Do the first small part of it today.",
			"Tell them in a line what you could do, and when.",
		}
	}
	return []string{
		"What can you offer, and do well? Knowing somebody who can counts.",
		"A small part of it done well is worth more than a plan.",
	}
}

func needButtons(n domain.Nudge) []slack.BlockElement {
	c, value := n.Contact, RecordValue(n.Contact.ID, n.Need.ID)
	return []slack.BlockElement{
		aboutWhom(c, VerbNeedMet, value, "I did it"),
		aboutWhom(c, VerbNeedOffer, value, "I can offer…"),
		overflow(VerbDigestMore, Choice{"No longer needed", VerbNeedDrop + " " + value}, snoozeWeek(c), snoozeMonth(c)),
	}
}

// valueEvidence says what the member did.
func valueEvidence(n domain.Nudge, today domain.Date) string {
	return "you did " + quoted(n.Value.What) + " for them " + onDay(n.Value.Delivered, today)
}

func valueSteps(domain.Nudge, domain.Date) []string {
	return []string{
		"Did they notice? If you can't tell, ask whether it helped.",
		"Did they notice? How it worked for them is worth asking.",
	}
}

func valueButtons(n domain.Nudge) []slack.BlockElement {
	c, value := n.Contact, RecordValue(n.Contact.ID, n.Value.ID)
	return []slack.BlockElement{
		aboutWhom(c, VerbValueSeen, value, "They noticed"),
		aboutWhom(c, VerbValueNot, value, "Not yet"),
		overflow(VerbDigestMore, stopRule(n)),
	}
}

package view

import (
	"fmt"
	"slices"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// mostOfASort is how many promises, needs or asks a card shows, each in a block
// of its own: with the rest of the card they stay far below a message's fifty.
const mostOfASort = 5

// mostUnseen is how many of the newest values a card asks about.
const mostUnseen = 2

// records are what is open between the two: promises, needs, what was done and
// not seen to be noticed, and asks; each with what can be done about it.
func records(c *domain.Contact, today domain.Date) []slack.Block {
	var blocks []slack.Block
	add := func(sort string, lines []slack.Block, more string) {
		for i, b := range lines[:min(len(lines), mostOfASort)] {
			if s, ok := b.(*slack.SectionBlock); ok {
				s.BlockID = fmt.Sprintf("card.%s%d", sort, i)
			}
			blocks = append(blocks, b)
		}
		if n := len(lines) - mostOfASort; n > 0 {
			blocks = append(blocks, context("card."+sort, fmt.Sprintf("And %d more%s", n, more)))
		}
	}
	add("promise", promiseRows(c, today), ": `/promise` shows all.")
	add("need", needRows(c, today), " that they need.")
	add("value", valueRows(c, today), "")
	add("ask", askRows(c, today), ": `/ask` shows all.")
	return blocks
}

// withMenu puts a ⋯ menu beside a line.
func withMenu(text string, menu *slack.OverflowBlockElement) *slack.SectionBlock {
	s := section("", text)
	s.Accessory = slack.NewAccessory(menu)
	return s
}

// promiseRows are the open promises of both, the next to fall due first.
func promiseRows(c *domain.Contact, today domain.Date) []slack.Block {
	open := slices.DeleteFunc(slices.Clone(c.Promises), func(p domain.Promise) bool { return !p.Open() })
	slices.SortStableFunc(open, func(a, b domain.Promise) int { return a.Due.Compare(b.Due) })
	blocks := make([]slack.Block, len(open))
	for i, p := range open {
		value := RecordValue(c.ID, p.ID)
		who, last := "You promised ", Choice{"Take it back", VerbPromiseDrop + " " + value}
		if p.Theirs {
			who, last = "They promised ", Choice{"It won't happen", VerbPromiseBroken + " " + value}
		}
		due := " by " + Weekday(p.Due, today)
		if p.Overdue(today) {
			due = ", which was due on " + Weekday(p.Due, today)
		}
		blocks[i] = withMenu(who+briefly(p.What)+due, overflow(VerbPromiseMore,
			Choice{"Kept", VerbPromiseKept + " " + value}, Choice{"Reschedule", VerbPromiseMove + " " + value}, last))
	}
	return blocks
}

// needRows are the needs that stand open, the most urgent first.
func needRows(c *domain.Contact, today domain.Date) []slack.Block {
	open := slices.DeleteFunc(slices.Clone(c.Needs), func(n domain.Need) bool { return !n.Open() })
	slices.SortStableFunc(open, func(a, b domain.Need) int {
		return slices.Index(domain.Urgencies, a.Urgency) - slices.Index(domain.Urgencies, b.Urgency)
	})
	blocks := make([]slack.Block, len(open))
	for i, n := range open {
		value := RecordValue(c.ID, n.ID)
		blocks[i] = withMenu(needLine(n, today), overflow(VerbNeedMore,
			Choice{"I can offer…", VerbNeedOffer + " " + value}, Choice{"I did it", VerbNeedMet + " " + value},
			Choice{"Not needed any more", VerbNeedDrop + " " + value}))
	}
	return blocks
}

// needLine is a need as a card tells it, with what the member can offer.
func needLine(n domain.Need, today domain.Date) string {
	text := "They need " + briefly(n.What)
	if n.Asked {
		text = "They asked you for " + briefly(n.What)
	}
	switch n.Urgency {
	case domain.Urgent:
		text += ", and it is urgent"
	case domain.Someday:
		text += ", without haste"
	}
	text += " (told " + Weekday(n.Noted, today) + ")"
	if n.Offer != "" {
		text += "\nYou can offer " + briefly(n.Offer)
	}
	return text
}

// valueRows ask about the newest values that were not seen to be noticed.
func valueRows(c *domain.Contact, today domain.Date) []slack.Block {
	unseen := Unseen(c)
	blocks := make([]slack.Block, min(len(unseen), mostUnseen))
	for i := range blocks {
		v := unseen[i]
		s := section("", "You did "+briefly(v.What)+" for them on "+Weekday(v.Delivered, today)+". Did they notice?")
		s.Accessory = slack.NewAccessory(spokenAs(button(VerbValueSeen, RecordValue(c.ID, v.ID), "They noticed"), c.Name+" noticed it"))
		blocks[i] = s
	}
	return blocks
}

// Unseen are the values that the member delivered and that were not seen to be
// noticed, the newest first.
func Unseen(c *domain.Contact) []domain.Value {
	unseen := slices.DeleteFunc(slices.Clone(c.Values), func(v domain.Value) bool {
		return v.Undone || v.Theirs || !v.Recognised.IsZero()
	})
	slices.Reverse(unseen) // of two on one day, the one noted later comes first
	slices.SortStableFunc(unseen, func(a, b domain.Value) int { return b.Delivered.Compare(a.Delivered) })
	return unseen
}

// askRows are the asks that wait for an answer, or for thanks.
func askRows(c *domain.Contact, today domain.Date) []slack.Block {
	open := slices.DeleteFunc(slices.Clone(c.Asks), func(a domain.Ask) bool { return !a.Open() })
	blocks := make([]slack.Block, len(open))
	for i, a := range open {
		blocks[i] = withMenu(sentence(askLine(a, today)), overflow(VerbAskMore, askChoices(c.ID, a)...))
	}
	return blocks
}

// askChoices are what can be said about an open ask.
func askChoices(c domain.ContactID, a domain.Ask) []Choice {
	value := RecordValue(c, a.ID)
	if a.State == domain.AskAgreed {
		return []Choice{{"Thanked", VerbAskThanked + " " + value}, {"Close", VerbAskClose + " " + value}}
	}
	return []Choice{
		{"They agreed", VerbAskAgreed + " " + value},
		{"They declined", VerbAskDeclined + " " + value},
		{"More time", VerbAskTime + " " + value},
		{"Close", VerbAskClose + " " + value},
	}
}

// askLine says how an open ask stands: "you asked them for …, an answer is hoped
// for by Fri 4 Dec".
func askLine(a domain.Ask, today domain.Date) string {
	switch {
	case a.State == domain.AskAgreed:
		return "they agreed" + agreedTo(a.What) + " on " + Weekday(a.Changed, today) + ". A thank-you is next."
	case a.By.IsZero():
		return "you asked them" + requested(a.What) + " on " + Weekday(a.Made, today) + ", no answer yet"
	case a.By.Before(today):
		return "you asked them" + requested(a.What) + "; an answer was hoped for by " + Weekday(a.By, today)
	}
	return "you asked them" + requested(a.What) + ", an answer is hoped for by " + Weekday(a.By, today)
}

package view

import (
	"github.com/slack-go/slack"

	"rapport/domain"
)

// The input blocks of the modals about needs.
const (
	UrgencyBlock = "urgency"
	AskedBlock   = "asked"
	OfferBlock   = "offer"
)

// urgencies are the urgencies in the member's words.
var urgencies = []Choice{
	{"In the next days", string(domain.Urgent)},
	{"In the next weeks", string(domain.Normal)},
	{"Some day", string(domain.Someday)},
}

// NeedModal asks what somebody needs, and how urgently.
func NeedModal(private, name string, today domain.Date) *slack.ModalViewRequest {
	return modal(VerbNeedNoted, "What do they need?", "Note it", private,
		context("", "What does "+Person(name)+" need, as far as they have told you?"),
		input(WhatBlock, "What they need", textInput("A reviewer for her talk", "", 300)),
		input(UrgencyBlock, "How soon?", selectInput(string(domain.Normal), urgencies)),
		optional(input(AskedBlock, "Did they ask you for it?", checkboxes([]Choice{{"They asked me for it", "asked"}}))),
		input(OnBlock, "When did they say so?", dateInput(today)),
	)
}

// NeedNoted says what is known of somebody's need.
func NeedNoted(name string, n domain.Need) string {
	text := "Noted: " + Person(name) + " needs " + quoted(n.What)
	if n.Asked {
		text = "Noted: " + Person(name) + " asked you for " + quoted(n.What)
	}
	switch n.Urgency {
	case domain.Urgent:
		text += ", in the next days"
	case domain.Someday:
		text += ", some day"
	}
	return text + ". What could you offer, and do well?"
}

// NeedButtons go on from a need that was noted: an offer, or that it is met.
func NeedButtons(c domain.ContactID, n domain.Need) []slack.BlockElement {
	value := RecordValue(c, n.ID)
	return []slack.BlockElement{
		button(VerbNeedOffer, value, "I can offer…"),
		button(VerbNeedMet, value, "I did it"),
	}
}

// OfferModal asks what the member can offer for a need.
func OfferModal(private, name string, n domain.Need) *slack.ModalViewRequest {
	return modal(VerbNeedOffers, "What can you offer?", "Keep in mind", private,
		context("", Person(name)+" needs "+quoted(n.What)+"."),
		hinted(input(OfferBlock, "What can you offer and do well?", textInput("An hour on Thursday, with notes", n.Offer, 300)),
			"Small and good beats big and late. If somebody else would do it better, an introduction is an offer too."),
	)
}

// Offered says what the member means to do about a need.
func Offered(name string, n domain.Need) string {
	return "Noted: for " + quoted(n.What) + " you can offer " + Person(name) + " " + quoted(n.Offer) + ". Tell them, and say here when it is done."
}

// OfferedButtons go on from an offer.
func OfferedButtons(c domain.ContactID, n domain.Need) []slack.BlockElement {
	return NeedButtons(c, n)[1:]
}

// ServedModal asks what was delivered for a need.
func ServedModal(private, name string, n domain.Need, today domain.Date) *slack.ModalViewRequest {
	did := n.Offer
	if did == "" {
		did = n.What
	}
	return modal(VerbNeedServed, "What did you do?", "Save", private,
		context("", Person(name)+" needs "+quoted(n.What)+"."),
		input(WhatBlock, "What you did", textInput("An hour on Thursday, with notes", did, 300)),
		input(OnBlock, "When did you do it?", dateInput(today)),
		noticedBox(false),
	)
}

// BeforeNeed is the field error of help that came before it was needed.
const BeforeNeed = "That is before they told you. Choose that day or a later one."

// NeedDropped says that a need is over.
func NeedDropped(name string, n domain.Need) string {
	return Person(name) + " doesn't need " + quoted(n.What) + " any more. What they told you stays remembered."
}

// NeedOver answers a button about a need that is met or dropped already.
func NeedOver(name string, n domain.Need, today domain.Date) string {
	if n.State == domain.NeedMet {
		return "That is done already: you met " + briefly(n.What) + " for " + Person(name) + " on " + Weekday(n.Closed, today) + "."
	}
	return "That is over already: " + Person(name) + " doesn't need " + briefly(n.What) + " any more."
}

// NoSuchNeed says that what a button spoke of is not on the card any more.
func NoSuchNeed() string { return "That need is not on the card any more, so there is nothing to do." }

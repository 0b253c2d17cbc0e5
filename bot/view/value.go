package view

import (
	"github.com/slack-go/slack"

	"rapport/domain"
)

// SeenBlock is the input that says whether what was done was noticed.
const SeenBlock = "seen"

// noticedBox ticks that what was done was noticed.
func noticedBox(noticed bool) *slack.InputBlock {
	box := checkboxes([]Choice{{"They showed that it was worth something to them", "seen"}})
	if noticed {
		box.InitialOptions = box.Options
	}
	return optional(input(SeenBlock, "Did they notice?", box))
}

// HelpedModal asks what the member did for somebody, and whether it was seen.
func HelpedModal(private, name string, noticed bool, today domain.Date) *slack.ModalViewRequest {
	return modal(VerbCardValue, "What did you do?", "Save", private,
		context("", "What did you do for "+Person(name)+" that was of use to them?"),
		input(WhatBlock, "What you did", textInput("Intro to Omar", "", 300)),
		input(OnBlock, "When did you do it?", dateInput(today)),
		noticedBox(noticed),
	)
}

// Helped says what was done for somebody.
func Helped(c *domain.Contact, v domain.Value, next domain.Verdict, today domain.Date) string {
	text := "Noted: you did " + quoted(v.What) + " for " + Person(c.Name) + " on " + Weekday(v.Delivered, today)
	if v.Recognised.IsZero() {
		return text + ". Whether they noticed can be told later, on their card." + opens(next)
	}
	return text + ", and they noticed." + opens(next)
}

// GotModal asks what somebody did for the member.
func GotModal(private, name string, today domain.Date) *slack.ModalViewRequest {
	return modal(VerbValueHad, "What did they do?", "Save", private,
		context("", "What did "+Person(name)+" do for you?"),
		input(WhatBlock, "What they did", textInput("Read my draft on a Sunday", "", 300)),
		input(OnBlock, "When?", dateInput(today)),
	)
}

// Received says what somebody did for the member.
func Received(name string, v domain.Value, today domain.Date) string {
	return "Noted: " + Person(name) + " did " + quoted(v.What) + " for you on " + Weekday(v.Delivered, today) + ". Worth remembering."
}

// Noticed says that somebody saw what the member did.
func Noticed(c *domain.Contact, v domain.Value, next domain.Verdict) string {
	return "Noted: " + Person(c.Name) + " saw the value of " + quoted(v.What) + "." + opens(next)
}

// NoticedAlready answers a second press.
func NoticedAlready(name string, v domain.Value, today domain.Date) string {
	return "It is noted already: " + Person(name) + " saw the value of " + quoted(v.What) + " on " + Weekday(v.Recognised, today) + "."
}

// NotNoticed says that the bot will ask again, and how somebody might notice.
func NotNoticed(name string) string {
	return "Fine, I'll ask again in a month. Asking " + Person(name) + " how it worked out is a good way to find out."
}

// NoSuchValue says that what a button spoke of is not on the card any more.
func NoSuchValue() string { return "That is not on the card any more, so there is nothing to do." }

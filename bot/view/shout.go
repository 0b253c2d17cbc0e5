package view

import (
	"github.com/slack-go/slack"

	"rapport/domain"
)

// LongestShout is how many characters a word of thanks may have.
const LongestShout = 300

// ShoutModal takes a word of thanks, and says beforehand what becomes of it.
func ShoutModal(private string, p domain.Partnership) *slack.ModalViewRequest {
	return modal(VerbShoutMade, "Say thanks out loud", "Ask them", private,
		section("", "Once "+Person(p.Name)+" agrees, it stands in the next summary in the channel of "+programName(p.ProgramName)+", with both your names, for everybody there. Until then only the two of you see it."),
		input(WhatBlock, "What do you thank them for?", paragraph(textInput("You read my talk at 11 pm. It worked.", "", LongestShout))))
}

// ShoutDraft shows a word of thanks before anybody else sees it. It waits as a
// question.
func ShoutDraft(q domain.QuestionID, p domain.Partnership, text string) Message {
	return Compose(
		section("", "To "+Person(p.Name)+", out loud: "+quoted(text)),
		section("", "I ask "+Person(p.Name)+" first. Once they agree, it stands in the next summary in the channel of "+programName(p.ProgramName)+", with both your names. You can take it back until then."),
		actions("", primary(button(VerbShoutDo, string(q), "Ask them")), button(VerbDropAsk, string(q), "Rather not")))
}

// ShoutAsked says that whom it thanks is asked.
func ShoutAsked(s domain.Shoutout, name string) Message {
	return Compose(
		section("", "I ask "+Person(name)+" whether it may be said: "+quoted(s.Text)+" Nobody else sees it before they agree."),
		actions("", button(VerbShoutBack, string(s.ID), "Take it back")))
}

// ShoutStands says what became of a word of thanks, to whoever answered or took it
// back.
func ShoutStands(s domain.Shoutout) Message {
	id := string(s.ID)
	switch s.State {
	case domain.ShoutWithdrawn:
		return Say("Taken back: " + quoted(s.Text) + " won't be said in the channel.")
	case domain.ShoutAgreed:
		return Compose(
			section("", quoted(s.Text)+"\nIt stands in the next summary in the channel, with both your names. Until then you can change your mind."),
			actions("", button(VerbShoutNo, id, "Rather not after all")))
	}
	return Compose(
		section("", "It won't be said in the channel, and nobody is told that you said no. The words are yours to keep: "+quoted(s.Text)),
		actions("", button(VerbShoutYes, id, "It may be said after all")))
}

// ShoutSaid says that it is too late to change a word of thanks.
func ShoutSaid() Message {
	return Say("That has its place in a summary already, so nothing was changed.")
}

// ShoutGone says that a word of thanks is not to be answered any more.
func ShoutGone() Message {
	return Say("That word of thanks was taken back meanwhile, or is not yours to answer. Nothing was changed, and it isn't said anywhere.")
}

// ShoutUsage says how to thank a partner.
func ShoutUsage(p domain.PairID) Message {
	return Compose(
		section("", "Nothing was said to anybody. `/mentoring thanks @partner You read my talk at 11 pm. It worked.` asks them whether it may be said in the channel."),
		actions("", button(VerbShoutNew, string(p), "Write it in a form")))
}

// ShoutLimit is the field error for a word of thanks that is too long.
const ShoutLimit = "A word of thanks has at most 300 characters. Say it shorter."

// ShoutTooLong refuses a word of thanks that is too long.
func ShoutTooLong() Message {
	return Say("Nothing was said to anybody: a word of thanks has at most 300 characters. Say it shorter.")
}

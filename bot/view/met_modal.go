package view

import (
	"cmp"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// The input blocks of the modals about touches.
const (
	WhoBlock     = "who"
	NewBlock     = "new"
	KindBlock    = "kind"
	OnBlock      = "on"
	NoteBlock    = "note"
	SignalsBlock = "signals"
	WhatBlock    = "what"
)

// MetForm is the modal of a bare /met.
type MetForm struct {
	Private string
	Today   domain.Date
	// Known are the people offered, the most relevant first.
	Known []*domain.Contact
	// Chosen are preset; New is the text preset for somebody unknown.
	Chosen []domain.ContactID
	New    string
	// Kind is preset; "" for a meeting.
	Kind string
}

// MetModal asks for everything that /met takes in words.
func MetModal(f MetForm) *slack.ModalViewRequest {
	var blocks []slack.Block
	label := "Who?"
	if len(f.Known) > 0 {
		known := make([]Choice, len(f.Known))
		for i, c := range f.Known {
			known[i] = Choice{c.Name, string(c.ID)}
		}
		ids := make([]string, len(f.Chosen))
		for i, id := range f.Chosen {
			ids[i] = string(id)
		}
		blocks = append(blocks, optional(input(WhoBlock, label, multiInput("People you know", ids, known))))
		label = "Someone new?"
	}
	blocks = append(blocks,
		hinted(optional(input(NewBlock, label, textInput("Jane Doe, Omar Haddad", f.New, 1000))), "Several are parted by commas."),
		input(KindBlock, "What was it?", selectInput(cmp.Or(f.Kind, Kinds[0].Value), Kinds)),
		input(OnBlock, "When?", dateInput(f.Today)),
		optional(input(NoteBlock, "What do you want to remember?", paragraph(textInput("Ada starts school", "", maxInput)))),
		optional(input(SignalsBlock, "Did you notice any of this?", checkboxes(signalChoices))),
	)
	return modal(VerbMetModal, "Who did you meet?", "Log it", f.Private, blocks...)
}

var signalChoices = []Choice{
	{"They took the initiative", string(domain.Initiated)},
	{"They replied promptly", string(domain.RepliedPromptly)},
	{"They accepted an invitation of mine", string(domain.Accepted)},
	{"They were candid with me", string(domain.Candid)},
	{"They saw the value in something I did", string(domain.Recognised)},
	{"They shared a need", string(domain.SharedNeed)},
	{"They sought me out without needing anything", string(domain.SeeksMeOut)},
	{"They introduced someone", string(domain.Introduced)},
}

// The field errors of the modals.
const (
	NobodyChosen = "Choose somebody, or write a name."
	NotHappened  = "That day is still to come. Choose today or earlier."
	NoDate       = "Choose a day."
	NothingSaid  = "Write a few words."
	NameTooLong  = "A name has at most 200 characters."
	TooManyNames = "Twenty people at once are the most I take."
	TooManyAdded = "Fifty people at once are the most I take."
)

// KnownAlready is the field error for the name of somebody who is there.
func KnownAlready(name string) string {
	return "You already have " + clip(line(name), 80) + "."
}

// Part says which inputs an edit modal shows.
type Part uint8

// The parts of a touch that can be changed.
const (
	NotePart Part = iota + 1
	DatePart
	AllParts
)

// EditForm is the modal that corrects a touch.
type EditForm struct {
	Private string
	Part    Part
	Who     []string
	Touch   domain.Interaction
}

// EditModal corrects the note, the date, or all of a touch.
func EditModal(f EditForm) *slack.ModalViewRequest {
	title := map[Part]string{NotePart: "Add a note", DatePart: "Change the date", AllParts: "Details"}[f.Part]
	blocks := []slack.Block{context("", sentence(kindWord(f.Touch.Kind))+" with "+persons(f.Who))}
	if f.Part == AllParts {
		kinds := kindChoices(f.Touch.Kind)
		blocks = append(blocks, input(KindBlock, "What was it?", selectInput(f.Touch.Kind, kinds)))
	}
	if f.Part != NotePart {
		blocks = append(blocks, input(OnBlock, "When?", dateInput(f.Touch.On)))
	}
	if f.Part != DatePart {
		blocks = append(blocks, optional(input(NoteBlock, "What do you want to remember?", paragraph(textInput("Ada starts school", f.Touch.Note, maxInput)))))
	}
	return modal(VerbMetEdit, title, "Save", f.Private, blocks...)
}

// NoticedModal asks what was delivered that a contact saw the value of.
func NoticedModal(private, name string, on domain.Date) *slack.ModalViewRequest {
	return modal(VerbMetDelivered, "What did they notice?", "Save", private,
		context("", "What did you do for "+Person(name)+" that was worth something to them?"),
		input(WhatBlock, "What you did", textInput("Intro to Omar", "", 300)),
		input(OnBlock, "When did you do it?", dateInput(on)),
	)
}

// Delivered confirms what [NoticedModal] was told.
func Delivered(command domain.CommandID, name string, v domain.Value, today domain.Date) Message {
	return Compose(
		section("", "Noted: you did "+quoted(v.What)+" for "+Person(name)+" on "+Weekday(v.Delivered, today)+", and it was seen."),
		actions("", button(VerbUndo, string(command), "Undo")),
	)
}

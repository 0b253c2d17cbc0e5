package view

import (
	"github.com/slack-go/slack"

	"rapport/domain"
)

// The input blocks of the modal of a request.
const (
	LinkBlock  = "link"
	GoalBlock  = "goal"
	ChoseBlock = "chose"
)

// AskForm is the modal that frames a request.
type AskForm struct {
	Private string
	Today   domain.Date
	Known   []*domain.Contact // those offered, whom it is about first
	Goals   []domain.Goal     // open ones
	Contact domain.ContactID  // chosen; "" for nobody yet
	Request domain.Request    // as far as it is known
}

// AskModal asks for everything that /ask takes in words, and for the goal.
func AskModal(f AskForm) *slack.ModalViewRequest {
	r := f.Request
	known := peopleChoices(f.Known)
	blocks := []slack.Block{input(WhoBlock, "Whom?", selectInput(string(f.Contact), known))}
	if len(known) > MostOffered {
		blocks[0] = optional(input(WhoBlock, "Whom?", selectInput(string(f.Contact), known)))
		blocks = append(blocks, optional(input(NewBlock, "Somebody else you keep", textInput("Their name", "", 200))))
	}
	blocks = append(blocks,
		hinted(input(WhatBlock, "For what exactly?", paragraph(textInput("introduce me to Lena Okafor at Acme", r.What, maxInput))),
			"One thing, so clear that yes or no is enough."),
		hinted(input(ByBlock, "By when do you hope for an answer?", dateInput(r.By)), "Three working days at least, unless they named the day."),
		hinted(optional(input(LinkBlock, "What makes it easy?", textInput("https://…, or cv.pdf", r.Link, maxInput))),
			"A draft they only have to pass on, a page that says it all."))
	if len(f.Goals) > 0 {
		goals := selectInput(string(r.Goal), goalChoices(f.Goals))
		blocks = append(blocks, optional(input(GoalBlock, "Which goal does it serve?", goals)))
	}
	box := checkboxes([]Choice{{"They offered, or named the day themselves", "chose"}})
	if r.TheyChose {
		box.InitialOptions = box.Options
	}
	blocks = append(blocks, optional(input(ChoseBlock, "Was it their idea?", box)))
	return modal(VerbAskMade, "Ask for something", "Look at it", f.Private, blocks...)
}

// NobodyPicked is the field error of a form without a person.
const NobodyPicked = "Choose somebody."

// NobodyCalled is the field error for a name that nobody has.
const NobodyCalled = "I know nobody of that name. Choose somebody above, or write it as on their card."

// NobodyToAsk says that there is nobody yet who could be asked.
func NobodyToAsk() Message {
	return Say("There is nobody in your circle yet whom you could ask. `/met Jane coffee` is how it begins.")
}

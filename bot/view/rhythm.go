package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// The input blocks of the rhythm modal.
const (
	RhythmBlock = "rhythm"
	CustomBlock = "custom"
)

// RhythmChoices are the rhythms offered; the values are what a member could
// type. Empty is the way back to the rhythm of the phase.
var RhythmChoices = []Choice{
	{"Every week", "every week"},
	{"Every 2 weeks", "every 2 weeks"},
	{"Every month", "every month"},
	{"Every 6 weeks", "every 6 weeks"},
	{"Every 3 months", "every 3 months"},
	{"As the phase has it", "default"},
}

// RhythmModal changes how often somebody comes up.
func RhythmModal(private, name string, now domain.Cadence) *slack.ModalViewRequest {
	said := fmt.Sprintf("So far: %s, %d days at the longest.", Every(now.Ideal), now.Maximum)
	return modal(VerbDigestRhythm, "Change the rhythm", "Save", private,
		section("", "How often would you like to be in touch with "+Person(name)+"? "+said),
		optional(input(RhythmBlock, "Rhythm", selectInput("", RhythmChoices))),
		hinted(optional(input(CustomBlock, "Or in your own words", textInput("every 10 days", "", 100))), "Your own words win over the menu."),
	)
}

// RhythmChanged confirms a new rhythm.
func RhythmChanged(command domain.CommandID, name string, now domain.Cadence, from domain.CadenceSource) Message {
	text := Person(name) + ": " + Every(now.Ideal) + " from now on, " + Days(now.Maximum) + " at the longest."
	if from != domain.FromContact {
		text = Person(name) + " follows the common rhythm again: " + Every(now.Ideal) + ", " + Days(now.Maximum) + " at the longest."
	}
	return Compose(section("", text), actions("", button(VerbUndo, string(command), "Undo")))
}

// LongestRhythm is the longest gap that one tap chooses, in days.
const LongestRhythm = 365

// NoRhythm is the field error of a rhythm that can't be read.
const NoRhythm = "Write it like: every 6 weeks, monthly, every 10 days."

// NothingPicked is the field error of a menu left alone.
const NothingPicked = "Pick one, or write your own below."

package view

import (
	"github.com/slack-go/slack"

	"rapport/domain"
)

// PromptPage is the weekly question whom to identify next.
type PromptPage struct {
	Name   string
	Hour   int
	Today  domain.Date
	Prompt domain.Prompt
}

// mostReasons is how many reasons a prompt holds.
const mostReasons = 3

// Identify renders the weekly prompt.
func Identify(p PromptPage) Message {
	blocks := []slack.Block{
		section(helloBlock, Greeting(p.Hour, p.Name)+" Who isn't in your circle yet, and should be? A minute is enough for this."),
	}
	for i, item := range p.Prompt.Items[:min(len(p.Prompt.Items), mostReasons)] {
		blocks = append(blocks, Reason(i+1, item, p.Today)...)
	}
	return Compose(append(blocks,
		context(footBlock, "No idea this week? That is an answer too."),
		actions(skipBlock, button(VerbIdentifySkip, "skip", "Skip")))...)
}

// Prompted is what [Identify] tells, in its order.
func Prompted(p domain.Prompt) []domain.Telling {
	var told []domain.Telling
	for _, item := range p.Items[:min(len(p.Items), mostReasons)] {
		if item.Rule != domain.NeverMet || len(item.Contacts) == 0 {
			told = append(told, item.Telling())
			continue
		}
		for _, c := range item.Contacts[:min(len(item.Contacts), maxCandidates)] {
			told = append(told, domain.Telling{Rule: item.Rule, Contact: c.ID})
		}
	}
	return told
}

const skipBlock = "skip"

// Skipped puts an answer in the place of the Skip button, or says it alone where
// Slack does not tell what stood around that.
func Skipped(old []slack.Block) Message {
	const said = "No idea this week: that is an answer too. Have a good one."
	if len(old) == 0 {
		return Say(said)
	}
	out := make([]slack.Block, 0, len(old))
	for _, b := range old {
		switch b.ID() {
		case skipBlock:
		case footBlock:
			out = append(out, context(footBlock, said))
		default:
			out = append(out, b)
		}
	}
	return Compose(out...)
}

// The input blocks of the modals of the prompt.
const (
	NamesBlock = "names"
	WhyBlock   = "why"
	RestBlock  = "rest"
)

// NameModal takes people to be identified, one a line, and why.
func NameModal(private string) *slack.ModalViewRequest {
	return modal(VerbIdentifyNamed, "Who should be there?", "Keep in mind", private,
		hinted(input(NamesBlock, "Name", paragraph(textInput("Lena Okafor", "", maxInput))), "Several? One a line."),
		hinted(optional(input(WhyBlock, "Why?", paragraph(textInput("Runs the meetup I'd like to speak at", "", maxInput)))),
			"What they add, what you could offer, how you could meet: one of the three is plenty."),
	)
}

// Named confirms the people that were added.
func Named(command domain.CommandID, names []string) Message {
	verb := " is"
	if len(names) > 1 {
		verb = " are"
	}
	return Compose(
		section("", persons(names)+verb+" on your list now. Once you have met, `/met` remembers it."),
		actions("", button(VerbUndo, string(command), "Undo")))
}

// RestModal picks somebody to let rest.
func RestModal(private string, cs []*domain.Contact) *slack.ModalViewRequest {
	return modal(VerbIdentifyRests, "Let someone rest", "Let them rest", private,
		section("", "You can't invest in everybody equally. Whoever rests is kept and remembered; I just won't bring them up by myself."),
		input(RestBlock, "Who?", selectInput("", peopleChoices(cs))))
}

// Rests confirms that somebody rests.
func Rests(command domain.CommandID, name string) Message {
	return Compose(section("", Stopped(name)), actions("", button(VerbUndo, string(command), "Undo")))
}

// NobodyToRest says that there is no one left who could rest.
func NobodyToRest() Message { return Say("Nobody is left who could rest.") }

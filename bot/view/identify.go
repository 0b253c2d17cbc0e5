package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// maxCandidates is how many people one item of the prompt names.
const maxCandidates = 3

// PromptPage is the weekly question whom to identify next.
type PromptPage struct {
	Name   string
	Hour   int
	Today  domain.Date
	Prompt domain.Prompt
}

// Identify renders the weekly prompt.
func Identify(p PromptPage) Message {
	blocks := []slack.Block{
		section(helloBlock, Greeting(p.Hour, p.Name)+" Who isn't in your circle yet, and should be? A minute is enough for this."),
	}
	for i, item := range p.Prompt.Items[:min(len(p.Prompt.Items), 3)] {
		blocks = append(blocks, promptItem(i+1, item)...)
	}
	return Compose(append(blocks,
		context(footBlock, "No idea this week? That is an answer too."),
		actions(skipBlock, button(VerbIdentifySkip, "skip", "Skip")))...)
}

const skipBlock = "skip"

// promptItem is one numbered reason with its buttons.
func promptItem(number int, item domain.PromptItem) []slack.Block {
	id := fmt.Sprintf("item%d", number)
	say := func(text string) slack.Block {
		return section(id, fmt.Sprintf("%d. %s", number, text))
	}
	do := func(b *slack.ButtonBlockElement) slack.Block { return actions(id+"do", b) }
	switch item.Rule {
	case domain.EmptyCircle:
		return []slack.Block{
			say("Your circle is empty so far. Think of three people you'd be glad to hear from."),
			do(button(VerbIdentifyName, "", "Add people")),
		}
	case domain.RunDry:
		return []slack.Block{
			say("Nobody new is on the way: there is no one you are about to meet, or are just getting to know. Who could you learn from, and who from you?"),
			do(button(VerbIdentifyName, "", "Name someone")),
		}
	case domain.TooMany:
		return []slack.Block{
			say(fmt.Sprintf("Your rhythms ask for %s touches a week; you make %s. That is arithmetic, not a fault.", count(item.Asks), count(item.Makes))),
			do(button(VerbIdentifyRest, restValue(item.Contacts), "Let someone rest")),
		}
	case domain.NeverMet:
		return candidates(number, say, item.Contacts)
	}
	return nil
}

// candidates lists people that were added and not met yet, each with their own
// buttons and at their own place.
func candidates(number int, say func(string) slack.Block, cs []*domain.Contact) []slack.Block {
	blocks := []slack.Block{say("You put these people on your list, and haven't met yet. Is one of them for this week?")}
	for _, c := range cs[:min(len(cs), maxCandidates)] {
		p := Place{number, domain.Telling{Contact: c.ID, Rule: domain.NeverMet}}
		text := Person(c.Name)
		if c.Touched.Note != "" {
			text += ": " + quoted(c.Touched.Note)
		}
		blocks = append(blocks,
			section(p.block("say"), text),
			actions(p.block("do"),
				spokenAs(button(VerbDigestLog, string(c.ID), "Log first contact"), "Log first contact with "+c.Name),
				spokenAs(button(VerbIdentifyLater, string(c.ID), "Not now"), "Not now: "+c.Name)))
	}
	return blocks
}

// count writes touches a week: whole when they are, else with one decimal.
func count(f float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", f), ".0")
}

// restValue names whom the prompt would let rest, as far as a button can carry.
func restValue(cs []*domain.Contact) string {
	ids := make([]string, 0, len(cs))
	for _, c := range cs[:min(len(cs), 100)] {
		ids = append(ids, string(c.ID))
	}
	return strings.Join(ids, " ")
}

// Skipped puts an answer in the place of the Skip button.
func Skipped(old []slack.Block) Message {
	out := make([]slack.Block, 0, len(old))
	for _, b := range old {
		switch b.ID() {
		case skipBlock:
		case footBlock:
			out = append(out, context(footBlock, "No idea this week: that is an answer too. Have a good one."))
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
	known := make([]Choice, len(cs))
	for i, c := range cs {
		known[i] = Choice{c.Name, string(c.ID)}
	}
	return modal(VerbIdentifyRests, "Let someone rest", "Let them rest", private,
		section("", "You can't invest in everybody equally. Whoever rests is kept and remembered; I just won't bring them up by myself."),
		input(RestBlock, "Who?", selectInput("", known)))
}

// Rests confirms that somebody rests.
func Rests(command domain.CommandID, name string) Message {
	return Compose(section("", Stopped(name)), actions("", button(VerbUndo, string(command), "Undo")))
}

// NobodyToRest says that there is no one left who could rest.
func NobodyToRest() Message { return Say("Nobody is left who could rest.") }

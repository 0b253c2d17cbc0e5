package view

import (
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// AskEarly says that it is early for a request: what is missing, what to do
// meanwhile for each piece, and that what happened can be told. what is the request.
func AskEarly(p CardPage, what string) Message {
	c, v := p.Contact, p.Next
	who := Person(c.Name)
	text := "It is a little early to ask " + who + requested(what) + ". Nothing was recorded, and nothing moved."
	switch {
	case v.To == domain.Capitalizing:
		text += "\nBefore a request is easy to say yes to, this is missing:"
	case v.Legal:
		text += "\nThe next step on the way is " + v.To.String() + ", and it is open: all it takes is there."
	default:
		text += "\nThe next step on the way is " + v.To.String() + ". It takes:"
	}
	lines := []string{text}
	group := ""
	for _, k := range v.Missing {
		if k.AnyOf != group {
			if group = k.AnyOf; group != "" {
				lines = append(lines, "One of these is enough:")
			}
		}
		lines = append(lines, checkLine(c, k, p.Today), "  → "+meanwhile(k.Name))
	}
	blocks := []slack.Block{section("", strings.Join(lines, "\n"))}
	row := happenedButtons(p, v)
	if len(row) > 0 {
		blocks = append(blocks, context("", "Did some of it happen? Then say so and when."))
	}
	if v.Legal {
		row = append(row, button(Nth(VerbCardMove, 0), MoveValue(v.To, c.ID), "Move to "+v.To.String()))
	}
	row = append(row, button(VerbCardLog, string(c.ID), "Log it"), button(VerbPeopleOpen, string(c.ID), "Open card"))
	return Compose(append(blocks, actions("", row...),
		context("", "Asked already? I remember that without further ado: add `asked today` or `asked yesterday`."))...)
}

// meanwhile is one thing to do while a piece of evidence is missing.
func meanwhile(name domain.EvidenceName) string {
	switch name {
	case domain.Met:
		return "Propose a coffee, or ask somebody you both know to introduce you."
	case domain.TwoDays:
		return "Be in touch once more: a short call, about something they care for."
	case domain.NothingOverdue:
		return "Keep what is late, or name a new day honestly: `/promise` lists it."
	case domain.PromiseWasKept:
		return "Promise one small thing, and keep it."
	case domain.TheyInitiated:
		return "Share something they can use, and leave the next word to them."
	case domain.TheySharedNeed:
		return "Ask what is on their desk this month, and listen."
	case domain.ValueDelivered:
		return "Do one thing for them that you do well: a line of feedback, a name, an hour."
	case domain.ValueRecognised:
		return "Ask how it worked out; what helped will come up by itself."
	case domain.TwoSignals:
		return "Propose a coffee, or ask an honest question. How they answer tells."
	case domain.InTouch:
		return "Say hello first, with nothing attached."
	}
	return "Stay in touch; it comes with time."
}

// AskStranger says that nobody can be asked whom the member doesn't keep.
func AskStranger(name string) Message {
	return Say("I don't know anybody called " + quoted(name) + " yet. Nothing was recorded. `/met` with the name remembers that you met, `/identify` that you would like to. Asked already? Add `asked today`, and I remember that.")
}

// Package view is every sentence that rapport says, and how it looks in Slack:
// messages, modals and App Home, as pure functions of domain values. Nothing
// here reads a clock, a database or the network.
//
// Whatever a member typed is put into plain_text, or escaped into mrkdwn with
// verbatim set, so that a contact named <!channel> is harmless. Screen readers
// read Text instead of the blocks: Text says all that they say.
package view

import (
	"strings"

	"github.com/slack-go/slack"
)

// Message is one message: the text for notifications and screen readers, and
// the blocks that say the same.
type Message struct {
	Text   string
	Blocks []slack.Block
}

// Block ids that [Compose] knows: the hello of an unasked message comes first
// in its text, and the foot right behind it, so that a locked phone shows
// nothing but harmless lines.
const (
	helloBlock = "hello"
	footBlock  = "foot"
)

// Compose puts blocks together with the text that says the same. It is also
// how the text follows when a block of an older message was replaced.
func Compose(blocks ...slack.Block) Message {
	var hello, foot, rest []string
	for _, b := range blocks {
		said := spoken(b)
		if said == "" {
			continue
		}
		switch b.ID() {
		case helloBlock:
			hello = append(hello, said)
		case footBlock:
			foot = append(foot, said)
		default:
			rest = append(rest, said)
		}
	}
	opening := strings.Join(append(hello, foot...), " ")
	lines := rest
	if opening != "" {
		lines = append([]string{opening}, rest...)
	}
	return Message{Text: clip(strings.Join(lines, "\n"), maxText), Blocks: blocks}
}

// Say is a message of one paragraph. The text is mrkdwn: escape what a member
// typed.
func Say(text string) Message { return Compose(section("", text)) }

// spoken returns what a block says, in mrkdwn, a picture what its description
// does; buttons and menus say nothing beside their own labels.
func spoken(b slack.Block) string {
	switch b := b.(type) {
	case *slack.SectionBlock:
		parts := make([]string, 0, 1+len(b.Fields))
		if b.Text != nil {
			parts = append(parts, markup(b.Text))
		}
		for _, f := range b.Fields {
			parts = append(parts, markup(f))
		}
		return strings.Join(parts, "\n")
	case *slack.HeaderBlock:
		return markup(b.Text)
	case *slack.ContextBlock:
		var parts []string
		for _, e := range b.ContextElements.Elements {
			if t, ok := e.(*slack.TextBlockObject); ok {
				parts = append(parts, markup(t))
			}
		}
		return strings.Join(parts, " · ")
	case *slack.ImageBlock:
		return Escape(sentence(b.AltText)) + "."
	default:
		return ""
	}
}

// markup returns a text object's text as mrkdwn.
func markup(t *slack.TextBlockObject) string {
	if t.Type == slack.PlainTextType {
		return Escape(t.Text)
	}
	return t.Text
}

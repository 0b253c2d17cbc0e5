// Package view is every sentence that rapport says, and how it looks in Slack:
// messages, modals and App Home, as pure functions of domain values. Nothing
// here reads a clock, a database or the network.
//
// Whatever a member typed is put into plain_text, or escaped into mrkdwn with
// verbatim set, so that a contact named <!channel> is harmless. Screen readers
// read Text instead of the blocks: Text says all that they say.
package view

import "github.com/slack-go/slack"

// Message is one message: the text for notifications and screen readers, and
// the blocks that say the same.
type Message struct {
	Text   string
	Blocks []slack.Block
}

package bot

import (
	"encoding/json"

	"github.com/slack-go/slack"

	"rapport/bot/view"
)

// ride splits an answer into what rides on the acknowledgment and what is left
// to be sent after it. More than limit bytes never ride: Slack drops such an
// acknowledgment without a word. A limit of 0 is none.
func ride(c Command, a Answer, limit int) (any, Answer) {
	var payload any
	left := a
	switch c.Reply.Door {
	case SlashDoor:
		if a.Message != nil {
			payload, left.Message = ephemeral(*a.Message), nil
		}
	case ModalDoor:
		switch {
		case len(a.Errors) > 0:
			return slack.NewErrorsViewSubmissionResponse(a.Errors), Answer{HomeDirty: a.HomeDirty}
		case a.Modal != nil:
			v := placed(c, *a.Modal)
			payload, left.Modal = slack.NewUpdateViewSubmissionResponse(&v), nil
		}
	}
	if payload == nil || limit == 0 {
		return payload, left
	}
	// Whatever cannot be encoded cannot be sent either way.
	encoded, err := json.Marshal(payload)
	if err != nil || len(encoded) >= limit {
		return nil, a
	}
	return json.RawMessage(encoded), left
}

// reply is a message as an acknowledgment carries it, for the member's eyes only. It
// reads as a [slack.WebhookMessage] does, whose blocks are encoded by themselves and
// then copied.
type reply struct {
	Text            string `json:"text,omitempty"`
	Blocks          []any  `json:"blocks,omitempty"`
	ResponseType    string `json:"response_type"`
	ReplaceOriginal bool   `json:"replace_original"`
	DeleteOriginal  bool   `json:"delete_original"`
	UnfurlLinks     bool   `json:"unfurl_links"`
	UnfurlMedia     bool   `json:"unfurl_media"`
}

// actions is a row of buttons and menus that reads as slack-go's does. Its elements
// encode themselves there, and what does so is parsed and copied once more.
type actions struct {
	*slack.ActionBlock
	Elements []slack.BlockElement `json:"elements"`
}

// ephemeral is a message that only the member sees. Nothing in it is unfurled.
func ephemeral(m view.Message) reply {
	blocks := make([]any, len(m.Blocks))
	for i, b := range m.Blocks {
		blocks[i] = b
		if row, ok := b.(*slack.ActionBlock); ok && row.Elements != nil {
			blocks[i] = &actions{row, row.Elements.ElementSet}
		}
	}
	return reply{Text: m.Text, Blocks: blocks, ResponseType: slack.ResponseTypeEphemeral}
}

// never is false by reference: no link of ours is ever unfurled.
var never = new(false)

// webhook is a message as a response_url takes it.
func webhook(m view.Message) *slack.WebhookMessage {
	w := &slack.WebhookMessage{Text: m.Text, UnfurlLinks: never, UnfurlMedia: never}
	if len(m.Blocks) > 0 {
		w.Blocks = &slack.Blocks{BlockSet: m.Blocks}
	}
	return w
}

// posted is a message as chat.postMessage and its siblings take it.
func posted(m view.Message) []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
}

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
	if b, err := json.Marshal(payload); err != nil || len(b) >= limit {
		return nil, a
	}
	return payload, left
}

// never is false by reference: no link of ours is ever unfurled.
var never = new(false)

// ephemeral is a message that only the member sees.
func ephemeral(m view.Message) *slack.WebhookMessage {
	w := webhook(m)
	w.ResponseType = slack.ResponseTypeEphemeral
	return w
}

// webhook is a message as an acknowledgment or a response_url takes it.
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

package slacksim

import (
	"encoding/json"
	"net/http"
	"time"
)

// A response_url takes five messages within thirty minutes of the box's time.
const (
	responseUses = 5
	responseLife = 30 * time.Minute
)

// responseURL is where an app may answer what somebody did.
type responseURL struct {
	ID            string
	Channel, User string
	// TS is the message that was acted upon; for a command, its first answer.
	TS      string
	Uses    int
	Expires time.Time
}

// response is what an app sends to a response_url, or as the payload of an
// acknowledgment.
type response struct {
	ResponseType    string          `json:"response_type"`
	ReplaceOriginal bool            `json:"replace_original"`
	DeleteOriginal  bool            `json:"delete_original"`
	Text            string          `json:"text"`
	Blocks          json.RawMessage `json:"blocks"`
	Attachments     json.RawMessage `json:"attachments"`
	Metadata        json.RawMessage `json:"metadata"`
}

// newResponseURL hands out a response_url, without its host.
func (w *world) newResponseURL(channel, user, ts string) string {
	for id, u := range w.urls { // none is told from unknown after a day
		if w.now.Sub(u.Expires) > 24*time.Hour {
			delete(w.urls, id)
			w.drop("url/" + id)
		}
	}
	u := &responseURL{
		ID: w.meta.Team.ID + "-" + secret(24), Channel: channel, User: user, TS: ts, Expires: w.now.Add(responseLife),
	}
	w.urls[u.ID] = u
	w.touch("url/"+u.ID, u)
	return "/actions/" + u.ID
}

// respond takes one message at a response_url.
func (w *world) respond(id string, r response) (int, string) {
	u := w.urls[id]
	switch {
	case u == nil:
		return http.StatusNotFound, "invalid_url"
	case w.now.After(u.Expires):
		return http.StatusNotFound, "expired_url"
	case u.Uses >= responseUses:
		return http.StatusNotFound, "used_url"
	case w.channels[u.Channel] == nil || w.channels[u.Channel].Archived:
		return http.StatusNotFound, "channel_is_archived"
	}
	if !r.DeleteOriginal {
		if err := w.checkMessage(r.Text, r.Blocks, r.Attachments); err != nil {
			return http.StatusBadRequest, err.Error()
		}
	}
	u.Uses++
	w.touch("url/"+id, u)
	original := w.message(u.Channel, u.TS)
	switch {
	case r.DeleteOriginal:
		if original == nil {
			return http.StatusNotFound, "message_not_found"
		}
		w.unpost(original)
	case r.ReplaceOriginal && original != nil:
		w.edit(original, r.Text, r.Blocks)
	default:
		posted := w.answer(u.Channel, u.User, r)
		if u.TS == "" { // a command: its first answer is what can be replaced
			u.TS = posted.TS
		}
	}
	return http.StatusOK, "ok"
}

// answer posts what an app answers: to everybody in the conversation, or, unless
// it says so, to the one who asked.
func (w *world) answer(channel, user string, r response) *message {
	m := &message{Channel: channel, User: w.meta.App.BotUser, Text: r.Text, Blocks: r.Blocks, Bot: true, Metadata: r.Metadata}
	if r.ResponseType != "in_channel" {
		m.Audience = user
	}
	return w.post(m)
}

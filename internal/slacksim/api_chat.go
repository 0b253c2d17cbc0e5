package slacksim

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rapport/internal/blockkit"
)

// postable finds a conversation that the bot may post to: by id, by a user's id
// (their direct message) or by name.
func (r *request) postable(id string) (*channel, error) {
	if m := r.w.members[id]; m != nil {
		id = m.DM
	}
	if name, ok := strings.CutPrefix(id, "#"); ok {
		id = cmp.Or(r.w.named("#", name), id)
	}
	c, err := r.channel(id, "")
	switch {
	case err != nil:
		return nil, err
	case c.Archived:
		return nil, apiError{code: "is_archived"}
	case !c.Bot && !slices.Contains(r.w.scopes, "chat:write.public"):
		return nil, apiError{code: "not_in_channel"}
	}
	return c, nil
}

// checkMessage refuses what Slack refuses of a message.
func (w *world) checkMessage(text string, blocks, attachments json.RawMessage) error {
	var list []object
	if len(blocks) > 0 && decode(blocks, &list) != nil {
		return apiError{code: "invalid_blocks_format"}
	}
	if strings.TrimSpace(text) == "" && len(list) == 0 && (len(attachments) == 0 || string(attachments) == "[]") {
		return apiError{code: "no_text"}
	}
	if len(list) == 0 {
		blocks = nil
	}
	var messages []string
	for _, p := range blockkit.Message(text, blocks) {
		if p.Path == "text" {
			if text != "" {
				return apiError{code: "msg_too_long"}
			}
			continue // attachments stand for it
		}
		messages = append(messages, complaintOf(p, ""))
	}
	for i, b := range list {
		if id := b.child("slack_file").text("id"); id != "" && !w.pictured(id) {
			messages = append(messages, "[ERROR] invalid slack file [json-pointer:/blocks/"+strconv.Itoa(i)+"/slack_file]")
		}
	}
	if len(messages) > 0 {
		return apiError{code: "invalid_blocks", messages: messages}
	}
	return nil
}

// index is one [n] of a path.
var index = regexp.MustCompile(`\[(\d+)\]`)

// complaintOf writes a problem the way Slack does.
func complaintOf(p blockkit.Problem, root string) string {
	pointer := strings.ReplaceAll(index.ReplaceAllString(p.Path, ".$1"), ".", "/")
	return "[ERROR] " + p.Says + " [json-pointer:" + root + "/" + strings.TrimPrefix(pointer, "/") + "]"
}

// metadata checks message metadata.
func (r *request) metadata() (json.RawMessage, error) {
	raw := r.args["metadata"]
	if raw == "" || raw == "{}" {
		return nil, nil
	}
	var m struct {
		EventType    string          `json:"event_type"`
		EventPayload json.RawMessage `json:"event_payload"`
	}
	if json.Unmarshal([]byte(raw), &m) != nil {
		return nil, apiError{code: "invalid_metadata_format"}
	}
	if m.EventType == "" || len(m.EventPayload) == 0 || m.EventPayload[0] != '{' {
		return nil, apiError{code: "invalid_metadata_schema"}
	}
	return json.RawMessage(raw), nil
}

func chatPostMessage(r *request) (object, error) {
	c, err := r.postable(r.args["channel"])
	if err != nil {
		return nil, err
	}
	blocks := json.RawMessage(r.args["blocks"])
	if err := r.w.checkMessage(r.args["text"], blocks, json.RawMessage(r.args["attachments"])); err != nil {
		return nil, err
	}
	meta, err := r.metadata()
	if err != nil {
		return nil, err
	}
	thread := r.args["thread_ts"]
	if thread != "" && r.w.message(c.ID, thread) == nil {
		return nil, apiError{code: "thread_not_found"}
	}
	m := r.w.post(&message{
		Channel: c.ID, User: r.w.meta.App.BotUser, Text: r.args["text"], Blocks: blocks, Metadata: meta, Bot: true, ThreadTS: thread,
	})
	r.w.raiseMessage(c, m)
	return object{"channel": c.ID, "ts": m.TS, "message": r.w.messageObject(m, true)}, nil
}

func chatPostEphemeral(r *request) (object, error) {
	c, err := r.postable(r.args["channel"])
	if err != nil {
		return nil, err
	}
	if !slices.Contains(c.Members, r.args["user"]) {
		return nil, apiError{code: "user_not_in_channel"}
	}
	blocks := json.RawMessage(r.args["blocks"])
	if err := r.w.checkMessage(r.args["text"], blocks, json.RawMessage(r.args["attachments"])); err != nil {
		return nil, err
	}
	m := r.w.post(&message{
		Channel: c.ID, User: r.w.meta.App.BotUser, Text: r.args["text"], Blocks: blocks, Bot: true, Audience: r.args["user"],
	})
	return object{"message_ts": m.TS}, nil
}

// own finds a message of the bot's; others answer with the code given.
func (r *request) own(refused string) (*channel, *message, error) {
	c, err := r.channel(r.args["channel"], "")
	if err != nil {
		return nil, nil, err
	}
	m := r.w.message(c.ID, r.args["ts"])
	switch {
	case m == nil || m.Audience != "": // an ephemeral one can't be reached any more
		return nil, nil, apiError{code: "message_not_found"}
	case !m.Bot:
		return nil, nil, apiError{code: refused}
	}
	return c, m, nil
}

func chatUpdate(r *request) (object, error) {
	c, m, err := r.own("cant_update_message")
	if err != nil {
		return nil, err
	}
	if c.Archived {
		return nil, apiError{code: "is_inactive"}
	}
	blocks := m.Blocks // they stay where none are given; an empty array takes them away
	if raw, given := r.args["blocks"]; given && raw != "" {
		blocks = json.RawMessage(raw)
	}
	if _, given := r.args["text"]; !given && r.args["blocks"] == "" {
		return nil, apiError{code: "no_text"}
	}
	if err := r.w.checkMessage(r.args["text"], blocks, json.RawMessage(r.args["attachments"])); err != nil {
		return nil, err
	}
	if r.args["metadata"] != "" {
		if m.Metadata, err = r.metadata(); err != nil {
			return nil, err
		}
	}
	before := r.w.messageObject(m, false)
	r.w.edit(m, r.args["text"], blocks)
	r.w.raiseChanged(c, m, before)
	return object{"channel": c.ID, "ts": m.TS, "text": m.Text, "message": r.w.messageObject(m, true)}, nil
}

func chatDelete(r *request) (object, error) {
	c, m, err := r.own("cant_delete_message")
	if err != nil {
		return nil, err
	}
	r.w.unpost(m)
	r.w.raiseDeleted(c, m)
	return object{"channel": c.ID, "ts": m.TS}, nil
}

func chatGetPermalink(r *request) (object, error) {
	c, err := r.channel(r.args["channel"], "")
	if err != nil {
		return nil, err
	}
	ts := r.args["message_ts"]
	if r.w.message(c.ID, ts) == nil {
		return nil, apiError{code: "message_not_found"}
	}
	return object{
		"channel":   c.ID,
		"permalink": "https://" + r.w.meta.Team.Domain + ".slack.com/archives/" + c.ID + "/p" + strings.ReplaceAll(ts, ".", ""),
	}, nil
}

// serveResponse answers POST /actions/ID, a response_url.
func (s *Sim) serveResponse(rw http.ResponseWriter, r *http.Request) {
	done := s.began()
	defer done()
	raw, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
	if err != nil {
		http.Error(rw, "invalid_payload", http.StatusBadRequest)
		return
	}
	const name = "response_url"
	f := s.strike(name)
	if f.instead() {
		s.record(name, arguments(raw), f.says)
		f.happen(r.Context(), s.ctx, rw)
		return
	}
	var answer response
	status, says := http.StatusBadRequest, "invalid_payload"
	if json.Unmarshal(raw, &answer) == nil {
		err = s.change(func(w *world) error {
			status, says = w.respond(r.PathValue("id"), answer)
			return nil
		})
	}
	if err != nil { // the store
		status, says = http.StatusInternalServerError, "internal_error"
	}
	problem := says
	if status == http.StatusOK {
		problem = ""
	}
	s.record(name, arguments(raw), problem)
	if f.lost() {
		panic(http.ErrAbortHandler) // done, but the answer is lost
	}
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	rw.WriteHeader(status)
	_, _ = rw.Write([]byte(says)) // the caller is gone if it fails
}

// problemsOf returns the detail of an apiError for people who read the record.
func problemsOf(err error) string {
	var e apiError
	if errors.As(err, &e) && len(e.messages) > 0 {
		return e.code + ": " + strings.Join(e.messages, "; ")
	}
	return err.Error()
}

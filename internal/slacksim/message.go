package slacksim

import (
	"encoding/json"
	"slices"
	"sort"
	"strings"
	"time"
)

// message is a message as kept.
type message struct {
	Channel  string
	TS       string
	User     string
	Text     string
	Blocks   json.RawMessage `json:",omitempty"`
	Metadata json.RawMessage `json:",omitempty"`
	// Audience is the only member who sees an ephemeral message.
	Audience string `json:",omitempty"`
	At       time.Time
	EditedTS string `json:",omitempty"`
	ThreadTS string `json:",omitempty"`
	Bot      bool   `json:",omitempty"`
	Slackbot bool   `json:",omitempty"`
	// Files are the ids of those that hang on it.
	Files []string `json:",omitempty"`
	// State is what each member has put into the message's inputs.
	State map[string]typed `json:",omitempty"`
	// Rev is the version of the box at which it last changed.
	Rev uint64
}

// slackbot is the user that Slack itself speaks as.
const slackbot = "USLACKBOT"

// insert puts a message where its ts belongs.
func (w *world) insert(m *message) {
	list := w.messages[m.Channel]
	i := sort.Search(len(list), func(i int) bool { return list[i].TS >= m.TS })
	w.messages[m.Channel] = slices.Insert(list, i, m)
}

// post stamps a message and stores it.
func (w *world) post(m *message) *message {
	m.TS, m.At = w.stamp(), w.now
	m.Blocks = withIDs(m.Blocks)
	w.insert(m)
	w.changed(m)
	return m
}

// changed marks a message as changed.
func (w *world) changed(m *message) {
	m.Rev = w.rev + 1
	w.touch("message/"+m.Channel+"/"+m.TS, m)
}

// edit replaces what a message says; what was put into inputs that are still
// there stays.
func (w *world) edit(m *message, text string, blocks json.RawMessage) {
	m.Text, m.Blocks, m.EditedTS = text, withIDs(blocks), w.stamp()
	w.changed(m)
}

// unpost takes a message away.
func (w *world) unpost(m *message) {
	w.messages[m.Channel] = slices.DeleteFunc(slices.Clone(w.messages[m.Channel]), func(x *message) bool { return x == m })
	w.drop("message/" + m.Channel + "/" + m.TS)
}

// message finds a message, nil if there is none.
func (w *world) message(channel, ts string) *message {
	list := w.messages[channel]
	i := sort.Search(len(list), func(i int) bool { return list[i].TS >= ts })
	if i == len(list) || list[i].TS != ts {
		return nil
	}
	return list[i]
}

// seenBy tells whether a member, who is in the conversation, sees a message.
func (m *message) seenBy(user string) bool { return m.Audience == "" || m.Audience == user }

// view of a message by one member.
func (w *world) shown(m *message, to *member) Message {
	shown := Message{
		In: m.Channel, TS: m.TS, User: m.User, Name: w.nameOf(m), Text: m.Text,
		Blocks: m.Blocks, Ephemeral: m.Audience != "", At: m.At, Edited: m.EditedTS != "",
		IsBot: m.Bot, Own: m.User == to.ID, Slackbot: m.Slackbot, Thread: m.ThreadTS, Files: w.attached(m),
	}
	if t := m.State[to.ID]; len(t) > 0 {
		shown.State = cloneTyped(t)
	}
	return shown
}

func cloneTyped(t typed) typed {
	c := typed{}
	for block, actions := range t {
		c[block] = map[string]Value{}
		for action, v := range actions {
			c[block][action] = slices.Clone(v)
		}
	}
	return c
}

func (w *world) nameOf(m *message) string {
	switch {
	case m.Slackbot:
		return "Slackbot"
	case m.Bot:
		return w.meta.App.Name
	case w.members[m.User] != nil:
		return w.members[m.User].Name
	}
	return m.User
}

// visible lists what a member sees in a conversation after a ts.
func (w *world) visible(to *member, channel, since string) []Message {
	all := []Message{}
	for _, m := range w.messages[channel] {
		if m.TS > since && m.seenBy(to.ID) {
			all = append(all, w.shown(m, to))
		}
	}
	return all
}

// news lists what changed for a member after a version, in one conversation or,
// with "", in all of theirs.
func (w *world) news(to *member, channel string, after uint64) []Message {
	all := []Message{}
	for id, list := range w.messages {
		c := w.channels[id]
		if channel != "" && id != channel || c == nil || !slices.Contains(c.Members, to.ID) {
			continue
		}
		for _, m := range list {
			if m.Rev > after && m.seenBy(to.ID) {
				all = append(all, w.shown(m, to))
			}
		}
	}
	slices.SortFunc(all, func(a, b Message) int { return strings.Compare(a.TS, b.TS) })
	return all
}

// Messages returns what a member sees in a conversation, after the ts since.
func (s *Sim) Messages(as, in, since string) ([]Message, error) {
	var all []Message
	err := s.look(func(w *world) error {
		m, err := w.person(as)
		if err != nil {
			return err
		}
		c, err := w.room(m, in)
		if err != nil {
			return err
		}
		all = w.visible(m, c.ID, since)
		return nil
	})
	return all, err
}

// PostAs puts a message of a member (or of the bot, by its user id) into a
// conversation, without telling the bot: it is how a workspace gets a past.
func (s *Sim) PostAs(user, in, text string) (Message, error) {
	var posted Message
	err := s.change(func(w *world) error {
		c := w.channels[in]
		if c == nil {
			return missing("There is no conversation %s.", in)
		}
		if !w.isPerson(user) {
			return missing("There is no member %s.", user)
		}
		bot := user == w.meta.App.BotUser
		m := w.post(&message{Channel: in, User: user, Text: w.escape(text, true), Bot: bot})
		posted = w.shown(m, &member{Member: Member{ID: user}})
		return nil
	})
	return posted, err
}

// messageObject is a message as the Web API and the payloads tell of it.
func (w *world) messageObject(m *message, metadata bool) object {
	o := object{"type": "message", "user": m.User, "ts": m.TS, "text": m.Text, "team": w.meta.Team.ID}
	if m.Bot {
		o["bot_id"], o["app_id"] = w.meta.App.BotID, w.meta.App.ID
		o["bot_profile"] = w.botProfile()
	}
	switch {
	case len(m.Blocks) > 0:
		o["blocks"] = m.Blocks
	case !m.Bot:
		o["blocks"] = richText(m.Text)
	}
	if m.EditedTS != "" {
		o["edited"] = object{"user": m.User, "ts": m.EditedTS}
	}
	if m.ThreadTS != "" {
		o["thread_ts"] = m.ThreadTS
	}
	if len(m.Files) > 0 {
		files := []object{}
		for _, a := range w.attached(m) {
			files = append(files, object{"id": a.ID, "name": a.Name, "title": a.Title, "mimetype": a.Mime, "size": a.Size})
		}
		o["files"], o["subtype"] = files, "file_share"
	}
	if metadata && len(m.Metadata) > 0 {
		o["metadata"] = m.Metadata
	}
	return o
}

func (w *world) botProfile() object {
	a := w.meta.App
	return object{
		"id": a.BotID, "app_id": a.ID, "user_id": a.BotUser, "name": a.Name, "deleted": w.meta.Uninstalled,
		"updated": 0, "team_id": w.meta.Team.ID, "icons": object{"image_36": "", "image_48": "", "image_72": ""},
	}
}

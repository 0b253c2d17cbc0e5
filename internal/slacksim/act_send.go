package slacksim

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// Send is a member writing in a conversation. Text that starts with / is a slash
// command, else a message. It returns once the bot has settled.
func (s *Sim) Send(ctx context.Context, as, in, text string) (Outcome, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Outcome{}, refuse("There is nothing to send.")
	}
	if strings.HasPrefix(text, "/") {
		return s.command(ctx, as, in, text)
	}
	var since uint64
	var raised []string
	err := s.change(func(w *world) error {
		m, c, err := w.writes(as, in)
		if err != nil {
			return err
		}
		since = w.rev
		posted := w.post(&message{Channel: c.ID, User: m.ID, Text: w.escape(text, true)})
		m.Read[c.ID] = posted.TS
		w.touch("member/"+m.ID, m)
		w.raiseMessage(c, posted)
		if c.Bot && !c.DirectMessage && strings.Contains(posted.Text, "<@"+w.meta.App.BotUser+">") {
			w.raise("app_mention", object{
				"user": m.ID, "text": posted.Text, "ts": posted.TS, "channel": c.ID, "team": w.meta.Team.ID, "event_ts": posted.TS,
			})
		}
		raised = slices.Clone(w.fresh)
		return nil
	})
	if err != nil {
		return Outcome{}, err
	}
	begun := s.opts.Now()
	s.sendEvents()
	out := Outcome{AckMS: -1}
	if len(raised) > 0 && s.acknowledged(ctx, raised) {
		out.AckMS = s.opts.Now().Sub(begun).Milliseconds()
	}
	return s.outcome(ctx, as, in, since, out)
}

// acknowledged waits until events are no longer on their way, and tells whether
// all of them arrived.
func (s *Sim) acknowledged(ctx context.Context, ids []string) bool {
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	arrived := true
	await(s, wait.Done(), func() bool {
		arrived = true
		for _, id := range ids {
			e := s.w.events[id]
			arrived = arrived && e == nil
			if e != nil && e.Next.IsZero() {
				return false
			}
		}
		return true
	})
	return arrived
}

// writes finds who writes, and where they may.
func (w *world) writes(as, in string) (*member, *channel, error) {
	m, err := w.person(as)
	if err != nil {
		return nil, nil, err
	}
	c, err := w.room(m, in)
	if err != nil {
		return nil, nil, err
	}
	if c.Archived {
		return nil, nil, refuse("#%s is archived.", c.Name)
	}
	return m, c, nil
}

// command is a member typing a slash command.
func (s *Sim) command(ctx context.Context, as, in, text string) (Outcome, error) {
	name, rest := text, ""
	if i := strings.IndexAny(text, " \t\n"); i >= 0 {
		name, rest = text[:i], strings.TrimSpace(text[i:])
	}
	name = strings.ToLower(name)
	if do, own := ownCommands[name]; own && !slices.ContainsFunc(s.opts.Commands, func(c Command) bool { return c.Name == name }) {
		return s.ownCommand(ctx, as, in, rest, do)
	}
	var since uint64
	var payload object
	err := s.change(func(w *world) error {
		m, c, err := w.writes(as, in)
		if err != nil {
			return err
		}
		since = w.rev
		known := slices.IndexFunc(s.opts.Commands, func(c Command) bool { return c.Name == name })
		if s.opts.Commands != nil && known < 0 {
			w.slackbotSays(c.ID, as, "`"+name+"` is not a valid command. In Slack, all messages that start with the \"/\" command are interpreted as slash commands.\n\nIf you are trying to send a message and not run a command, try preceding the \"/\" with an empty space.")
			return nil
		}
		rest = w.escape(rest, true)
		if known < 0 || s.opts.Commands[known].ShouldEscape {
			rest = w.withNames(rest)
		} else {
			rest = w.plainNames(rest)
		}
		payload = s.slashPayload(w, m, c, name, rest)
		return nil
	})
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{AckMS: -1}
	if payload != nil {
		a := s.deliver("slash_commands", payload)
		out.AckMS = a.millis()
		if err := s.commandAnswered(as, in, payload, a); err != nil {
			return Outcome{}, err
		}
	}
	return s.outcome(ctx, as, in, since, out)
}

// slackbotSays is Slack itself speaking to one member.
func (w *world) slackbotSays(channel, user, text string) {
	w.post(&message{Channel: channel, User: slackbot, Text: text, Audience: user, Slackbot: true})
}

// commandAnswered shows what an acknowledgment carries, or what Slack says when
// there is none.
func (s *Sim) commandAnswered(as, in string, payload object, a ack) error {
	var problem string
	name := payload.text("command")
	err := s.change(func(w *world) error {
		switch {
		case a.err == nil:
		case errors.Is(a.err, errTimeout):
			w.slackbotSays(in, as, name+" failed because the app did not respond (operation_timeout). If this keeps happening, reach out to the app developer for help.")
			return nil
		default:
			w.slackbotSays(in, as, name+" failed with the error \""+a.err.Error()+"\"")
			return nil
		}
		if len(a.payload) == 0 || string(a.payload) == "null" || string(a.payload) == "{}" {
			return nil
		}
		var r response
		if err := json.Unmarshal(a.payload, &r); err != nil && json.Unmarshal(a.payload, &r.Text) != nil {
			problem = "invalid_payload"
		} else if r.Text == "" && len(r.Blocks) == 0 && len(r.Attachments) == 0 {
			return nil
		} else if err := w.checkMessage(r.Text, r.Blocks, r.Attachments); err != nil {
			problem = problemsOf(err)
		}
		if problem != "" {
			w.slackbotSays(in, as, name+" failed with the error \"invalid_command_response\"")
			return nil
		}
		posted := w.answer(in, as, r)
		_, id, _ := strings.Cut(payload.text("response_url"), "/actions/")
		if u := w.urls[id]; u != nil && u.TS == "" { // replace_original means this one
			u.TS = posted.TS
			w.touch("url/"+id, u)
		}
		return nil
	})
	if problem != "" {
		s.record("ack", arguments(a.payload), problem)
	}
	return err
}

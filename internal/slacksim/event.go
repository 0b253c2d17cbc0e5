package slacksim

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"time"
)

// event is an event that the bot has not acknowledged yet, as kept.
type event struct {
	ID      string
	Order   uint64
	Payload json.RawMessage
	// Failed counts the deliveries that went wrong, Reason says how the last did.
	Failed int
	Reason string
	// Next is when it is sent again; zero while it is on its way.
	Next time.Time
	// sending guards against two deliveries at once.
	sending bool
}

// retryAfter is the pause before each retry: at once, a minute, five minutes.
var retryAfter = []time.Duration{0, time.Minute, 5 * time.Minute}

// eventScopes are the scopes of which events need one; those that are not here
// need none.
var eventScopes = map[string][]string{
	"message.im": {"im:history"}, "message.channels": {"channels:history"}, "message.groups": {"groups:history"},
	"user_change": {"users:read"}, "team_join": {"users:read"}, "app_mention": {"app_mentions:read"},
	"channel_archive": {"channels:read"}, "channel_unarchive": {"channels:read"}, "channel_rename": {"channels:read"},
	"channel_left": {"channels:read"}, "channel_deleted": {"channels:read"},
	"group_archive": {"groups:read"}, "group_unarchive": {"groups:read"}, "group_rename": {"groups:read"},
	"group_left": {"groups:read"}, "group_deleted": {"groups:read"},
	"member_joined_channel": {"channels:read", "groups:read"}, "member_left_channel": {"channels:read", "groups:read"},
}

// hears tells whether the bot is told of an event: it asked for it, and was granted
// one of the scopes that it needs.
func (w *world) hears(kind string) bool {
	needs := eventScopes[kind]
	return w.subscribed[kind] && (needs == nil || slices.ContainsFunc(needs, func(s string) bool { return slices.Contains(w.scopes, s) }))
}

// raise tells the bot of an event, if it hears of it. The caller sends it with
// sendEvents once the change is stored.
func (w *world) raise(kind string, body object) {
	if body["type"] == nil {
		body["type"] = kind
	}
	if !w.hears(kind) {
		return
	}
	w.meta.Seq++
	if body["event_ts"] == nil {
		body["event_ts"] = formatTS(w.now.UnixMicro())
	}
	t, a := w.meta.Team, w.meta.App
	e := &event{ID: w.newID("Ev"), Order: w.meta.Seq}
	e.Payload = encode(object{
		"token": "verification", "team_id": t.ID, "context_team_id": t.ID, "context_enterprise_id": nil,
		"api_app_id": a.ID, "event": body, "type": "event_callback", "event_id": e.ID, "event_time": w.now.Unix(),
		"authorizations": []object{{
			"enterprise_id": nil, "team_id": t.ID, "user_id": a.BotUser, "is_bot": true, "is_enterprise_install": false,
		}},
		"is_ext_shared_channel": false, "event_context": "4-" + e.ID,
	})
	w.events[e.ID] = e
	w.fresh = append(w.fresh, e.ID)
	w.touch("event/"+e.ID, e)
}

// messageKind is the event that messages of a conversation come as, and their
// channel_type.
func messageKind(c *channel) (kind, channelType string) {
	switch {
	case c.DirectMessage:
		return "message.im", "im"
	case c.Private:
		return "message.groups", "group"
	}
	return "message.channels", "channel"
}

// raiseMessage tells the bot of a new message, its own too, as Slack does.
func (w *world) raiseMessage(c *channel, m *message) {
	if !c.Bot {
		return
	}
	kind, channelType := messageKind(c)
	body := w.messageObject(m, true)
	body["channel"], body["channel_type"], body["event_ts"] = c.ID, channelType, m.TS
	if !m.Bot {
		body["client_msg_id"] = secret(8) + "-" + secret(4) + "-" + secret(4) + "-" + secret(12)
	}
	w.raise(kind, body)
}

// raiseChanged tells the bot that a message was edited.
func (w *world) raiseChanged(c *channel, m *message, before object) {
	kind, channelType := messageKind(c)
	w.raise(kind, object{
		"type": "message", "subtype": "message_changed", "hidden": true, "channel": c.ID, "channel_type": channelType,
		"ts": m.EditedTS, "event_ts": m.EditedTS, "message": w.messageObject(m, true), "previous_message": before,
	})
}

// raiseDeleted tells the bot that a message was deleted.
func (w *world) raiseDeleted(c *channel, m *message) {
	kind, channelType := messageKind(c)
	ts := w.stamp()
	w.raise(kind, object{
		"type": "message", "subtype": "message_deleted", "hidden": true, "channel": c.ID, "channel_type": channelType,
		"ts": ts, "event_ts": ts, "deleted_ts": m.TS, "previous_message": w.messageObject(m, false),
	})
}

// sendEvents sends what was raised.
func (s *Sim) sendEvents() {
	s.mu.Lock()
	fresh := s.w.fresh
	s.w.fresh = nil
	s.mu.Unlock()
	for _, id := range fresh {
		s.sendEvent(id)
	}
}

// sendEvent delivers one event, and again at once when that fails; later retries
// wait for their time.
func (s *Sim) sendEvent(id string) {
	s.mu.Lock()
	e := s.w.events[id]
	if e == nil || e.sending {
		s.mu.Unlock()
		return
	}
	e.Next, e.sending = time.Time{}, true
	d := delivery{kind: "events_api", payload: e.Payload, retry: e.Failed, reason: e.Reason}
	s.mu.Unlock()
	done := s.began()
	wait := s.start(d)
	s.goDo(func() {
		defer done()
		a := wait()
		if s.ctx.Err() != nil {
			return // kept, and sent again by the next process
		}
		if s.settleEvent(id, a.err) {
			s.sendEvent(id)
		}
	})
}

// settleEvent takes note of how a delivery went, and tells whether the event is
// to be sent again at once.
func (s *Sim) settleEvent(id string, problem error) (again bool) {
	_ = s.change(func(w *world) error { // a store that fails is told at the next request
		e := w.events[id]
		if e == nil {
			return nil
		}
		e.sending = false
		if problem == nil || errors.Is(problem, errNoRetry) || e.Failed >= len(retryAfter) {
			delete(w.events, id)
			w.drop("event/" + id)
			return nil
		}
		e.Reason = reasonOf(problem)
		pause := retryAfter[e.Failed]
		e.Failed++
		e.Next = w.now.Add(pause)
		w.touch("event/"+id, e)
		again = pause == 0
		return nil
	})
	return again
}

// due lists the events whose time to be sent again has come.
func (w *world) due() []string {
	var all []*event
	for _, e := range w.events {
		if !e.Next.IsZero() && !e.Next.After(w.now) {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b *event) int { return cmp.Compare(a.Order, b.Order) })
	ids := make([]string, len(all))
	for i, e := range all {
		ids[i] = e.ID
	}
	return ids
}

// sendDue sends again what is due: when its time comes, and when a bot that was
// away is back.
func (s *Sim) sendDue() {
	s.mu.Lock()
	s.w.now = s.w.clock.at(s.opts.Now())
	due := s.w.due()
	s.mu.Unlock()
	for _, id := range due {
		s.sendEvent(id)
	}
}

// nextRetry is when the next event is to be sent again, the zero time for never.
func (w *world) nextRetry() time.Time {
	var next time.Time
	for _, e := range w.events {
		if !e.Next.IsZero() && (next.IsZero() || e.Next.Before(next)) {
			next = e.Next
		}
	}
	return next
}

package slacksim

import (
	"context"
	"slices"
)

// Shortcut is a member picking a shortcut: a global one, or one in the menu of
// the message ts in a conversation.
func (s *Sim) Shortcut(ctx context.Context, as, callbackID, in, ts string) (Outcome, error) {
	var since uint64
	var payload object
	err := s.change(func(w *world) error {
		m, err := w.person(as)
		if err != nil {
			return err
		}
		since = w.rev
		payload, err = s.shortcutPayload(w, m, callbackID, in, ts)
		return err
	})
	if err != nil {
		return Outcome{}, err
	}
	a := s.deliver("interactive", payload)
	return s.outcome(ctx, as, "", since, Outcome{AckMS: a.millis(), Notice: notice(a.err)})
}

func (s *Sim) shortcutPayload(w *world, m *member, callbackID, in, ts string) (object, error) {
	kind := "global"
	if ts != "" {
		kind = "message"
	}
	known := slices.ContainsFunc(s.opts.Shortcuts, func(x Shortcut) bool { return x.CallbackID == callbackID && x.Type == kind })
	if !known {
		return nil, missing("The app has no %s shortcut %q.", kind, callbackID)
	}
	at := formatTS(w.now.UnixMicro())
	if kind == "global" {
		p := w.interaction("shortcut", m)
		p["callback_id"], p["action_ts"] = callbackID, at
		p["trigger_id"] = w.newTrigger(m.ID, s.opts.Now())
		return p, nil
	}
	c, err := w.room(m, in)
	if err != nil {
		return nil, err
	}
	on := w.message(c.ID, ts)
	if on == nil || on.Audience != "" {
		return nil, missing("%s sees no message %s there that has shortcuts.", m.Name, ts)
	}
	p := w.interaction("message_action", m)
	p["callback_id"], p["action_ts"] = callbackID, at
	p["trigger_id"] = w.newTrigger(m.ID, s.opts.Now())
	p["channel"] = channelBrief(c)
	p["message_ts"] = on.TS
	p["message"] = w.messageObject(on, true)
	p["response_url"] = s.base + w.newResponseURL(c.ID, m.ID, on.TS)
	return p, nil
}

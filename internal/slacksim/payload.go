package slacksim

import (
	"encoding/json"
	"time"
)

// interaction starts an interactive payload of a type.
func (w *world) interaction(kind string, m *member) object {
	return object{
		"type": kind, "token": "verification", "api_app_id": w.meta.App.ID,
		"team": object{"id": w.meta.Team.ID, "domain": w.meta.Team.Domain},
		"user": object{
			"id": m.ID, "username": handle(m.Name), "name": handle(m.Name), "team_id": w.meta.Team.ID,
		},
		"enterprise": nil, "is_enterprise_install": false,
	}
}

// channelBrief is a conversation in a payload.
func channelBrief(c *channel) object {
	return object{"id": c.ID, "name": payloadName(c)}
}

// payloadName is the channel_name of a conversation.
func payloadName(c *channel) string {
	switch {
	case c.DirectMessage:
		return "directmessage"
	case c.Private:
		return "privategroup"
	}
	return c.Name
}

// slashPayload is a slash command; every field is text.
func (s *Sim) slashPayload(w *world, m *member, c *channel, command, text string) object {
	return object{
		"token": "verification", "team_id": w.meta.Team.ID, "team_domain": w.meta.Team.Domain,
		"channel_id": c.ID, "channel_name": payloadName(c), "user_id": m.ID, "user_name": handle(m.Name),
		"command": command, "text": text, "api_app_id": w.meta.App.ID, "is_enterprise_install": "false",
		"response_url": s.base + w.newResponseURL(c.ID, m.ID, ""),
		"trigger_id":   w.newTrigger(m.ID, s.opts.Now()),
	}
}

// messageActions is a press on an element of a message. An ephemeral message is
// not in it: Slack does not keep those.
func (s *Sim) messageActions(w *world, m *member, c *channel, on *message, action object) object {
	p := w.interaction("block_actions", m)
	p["container"] = object{
		"type": "message", "message_ts": on.TS, "channel_id": c.ID, "is_ephemeral": on.Audience != "",
	}
	p["trigger_id"] = w.newTrigger(m.ID, s.opts.Now())
	p["channel"] = channelBrief(c)
	if on.Audience == "" {
		p["message"] = w.messageObject(on, true)
	}
	p["state"] = object{"values": w.values(on.Blocks, on.State[m.ID])}
	p["response_url"] = s.base + w.newResponseURL(c.ID, m.ID, on.TS)
	p["actions"] = []object{action}
	return p
}

// viewActions is a press on an element of a modal or of App Home.
func (s *Sim) viewActions(w *world, m *member, v *view, action object) object {
	p := w.interaction("block_actions", m)
	p["container"] = object{"type": "view", "view_id": v.ID}
	p["trigger_id"] = w.newTrigger(m.ID, s.opts.Now())
	p["view"] = w.viewObject(v)
	p["actions"] = []object{action}
	return p
}

// submission is a modal that was sent.
func (s *Sim) submission(w *world, m *member, v *view) object {
	p := w.interaction("view_submission", m)
	p["trigger_id"] = w.newTrigger(m.ID, s.opts.Now())
	p["view"] = w.viewObject(v)
	p["response_urls"] = []object{}
	return p
}

// closing is a modal that was closed, for those that want to know.
func (w *world) closing(m *member, v *view, cleared bool) object {
	p := w.interaction("view_closed", m)
	p["view"] = w.viewObject(v)
	p["is_cleared"] = cleared
	return p
}

// action is what an actions array says of a press.
func action(e element, picked object, at time.Time) object {
	a := object{
		"type": e.kind, "action_id": e.action, "block_id": e.block, "action_ts": formatTS(at.UnixMicro()),
	}
	for k, v := range picked {
		if v != nil || k != "value" {
			a[k] = v
		}
	}
	for _, k := range []string{"style", "placeholder", "initial_option", "initial_options", "initial_date", "initial_user"} {
		if v, ok := e.object[k]; ok {
			a[k] = v
		}
	}
	return a
}

// viewAnswer is the payload of an acknowledged submission.
type viewAnswer struct {
	ResponseAction string            `json:"response_action"`
	View           json.RawMessage   `json:"view"`
	Errors         map[string]string `json:"errors"`
}

package slacksim

import (
	"slices"
	"strings"
)

// ChannelChange is what may change about a channel; nil leaves as it is.
type ChannelChange struct {
	Join     []string `json:"join"`
	Leave    []string `json:"leave"`
	Archived *bool    `json:"archived"`
	Name     *string  `json:"name"`
	// Private makes a public channel private, or a private one public.
	Private *bool `json:"private"`
	// Deleted takes the channel away, with all that was written in it.
	Deleted bool `json:"deleted"`
	// By is who does it, an id; "" is the workspace itself.
	By string `json:"by"`
}

// ChangeChannel lets people (or the bot, by its user id) join and leave, archives,
// renames, makes private and deletes.
func (s *Sim) ChangeChannel(id string, c ChannelChange) (Channel, error) {
	var after Channel
	err := s.change(func(w *world) error {
		ch := w.channels[id]
		if ch == nil || ch.DirectMessage {
			return missing("There is no channel %s.", id)
		}
		joinBot, leaveBot := false, false
		join, err := w.findPeople(c.Join, &joinBot)
		if err != nil {
			return err
		}
		leave, err := w.findPeople(c.Leave, &leaveBot)
		if err != nil {
			return err
		}
		for _, m := range join {
			w.join(ch, m, c.By)
		}
		if joinBot {
			w.join(ch, w.meta.App.BotUser, c.By)
		}
		for _, m := range leave {
			w.leave(ch, m, c.By)
		}
		if leaveBot {
			w.leave(ch, w.meta.App.BotUser, c.By)
		}
		if err := w.alter(ch, c); err != nil {
			return err
		}
		after = ch.Channel
		return nil
	})
	s.sendEvents()
	return after, err
}

// alter archives, renames, makes private and deletes.
func (w *world) alter(c *channel, by ChannelChange) error {
	if by.Archived != nil && *by.Archived != c.Archived {
		w.archive(c, *by.Archived, by.By)
	}
	if by.Name != nil && *by.Name != c.Name {
		name, err := w.freeName(*by.Name)
		if err != nil {
			return err
		}
		w.rename(c, name)
	}
	if by.Private != nil && *by.Private != c.Private {
		w.convert(c, *by.Private, by.By)
	}
	if by.Deleted {
		w.remove(c)
	}
	return nil
}

// join puts somebody into a channel and tells the bot, when it is there to see.
func (w *world) join(c *channel, user, inviter string) {
	if user == w.meta.App.BotUser {
		if c.Bot {
			return
		}
		c.Bot = true
	} else {
		if slices.Contains(c.Members, user) {
			return
		}
		c.Members = append(c.Members, user)
	}
	w.touch("channel/"+c.ID, c)
	if c.Bot {
		w.raise("member_joined_channel", w.joined(c, user, inviter))
	}
}

// leave takes somebody out of a channel and tells the bot; of itself it hears
// twice, under two names.
func (w *world) leave(c *channel, user, actor string) {
	wasBot, isBot := c.Bot, user == w.meta.App.BotUser
	if !isBot && !slices.Contains(c.Members, user) || isBot && !wasBot {
		return
	}
	if isBot {
		c.Bot = false
	} else {
		c.Members = slices.DeleteFunc(slices.Clone(c.Members), func(m string) bool { return m == user })
	}
	w.touch("channel/"+c.ID, c)
	if !wasBot {
		return
	}
	w.raise("member_left_channel", w.joined(c, user, ""))
	if isBot {
		if actor == "" {
			actor = user
		}
		w.raise(c.event("left"), object{"channel": c.ID, "actor_id": actor})
	}
}

// event is what an event about a channel is called: private ones have their own
// names, and need another scope.
func (c *channel) event(what string) string {
	if c.Private {
		return "group_" + what
	}
	return "channel_" + what
}

// archive closes a channel, or opens it again.
func (w *world) archive(c *channel, archived bool, by string) {
	c.Archived = archived
	w.touch("channel/"+c.ID, c)
	what := "archive"
	if !archived {
		what = "unarchive"
	}
	w.raiseAbout(c, what, object{"channel": c.ID, "user": by, "is_moved": 0})
}

// rename gives a channel another name; its id stays.
func (w *world) rename(c *channel, name string) {
	c.Name = name
	w.touch("channel/"+c.ID, c)
	w.raiseAbout(c, "rename", object{"channel": object{
		"id": c.ID, "name": name, "name_normalized": name, "created": c.Created.Unix(), "is_channel": !c.Private,
	}})
}

// convert makes a channel private or public; its id stays. Slack tells of it with a
// message in the channel, and with no event that needs no history scope.
func (w *world) convert(c *channel, private bool, by string) {
	subtype, says := "channel_convert_to_public", "made this channel *public*."
	if private {
		subtype, says = "channel_convert_to_private", "made this channel *private*."
	}
	c.Private = private
	w.touch("channel/"+c.ID, c)
	kind, channelType := messageKind(c)
	ts := w.stamp()
	w.raiseAt(c, kind, object{
		"type": "message", "subtype": subtype, "user": by, "text": says, "channel": c.ID, "channel_type": channelType, "ts": ts, "event_ts": ts,
	})
}

// remove takes a channel away for good.
func (w *world) remove(c *channel) {
	w.raiseAbout(c, "deleted", object{"channel": c.ID})
	for _, m := range slices.Clone(w.messages[c.ID]) {
		w.unpost(m)
	}
	delete(w.messages, c.ID)
	delete(w.channels, c.ID)
	w.drop("channel/" + c.ID)
}

// raiseAbout tells the bot what happened to a channel that it is in, or, as it is
// with public ones, could be.
func (w *world) raiseAbout(c *channel, what string, body object) {
	if c.Bot || !c.Private {
		w.raise(c.event(what), body)
	}
}

// raiseAt tells the bot of something in a channel that it is in.
func (w *world) raiseAt(c *channel, kind string, body object) {
	if c.Bot {
		w.raise(kind, body)
	}
}

// joined is the body of member_joined_channel and member_left_channel.
func (w *world) joined(c *channel, user, inviter string) object {
	kind := "C"
	if strings.HasPrefix(c.ID, "G") { // as private ones made before 2021 are called
		kind = "G"
	}
	body := object{"user": user, "channel": c.ID, "channel_type": kind, "team": w.meta.Team.ID}
	if inviter != "" {
		body["inviter"] = inviter
	}
	return body
}

package slacksim

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// channel is a conversation, as kept.
type channel struct {
	Channel
	Created time.Time
	// Creator is who made it, "" for the workspace itself.
	Creator string
}

// channelName is what Slack takes as a channel's name, if it is not too long. The
// length is no part of it: eighty times these classes are 5 MB. They are built when
// they are wanted, for every bot has them in its binary.
var channelName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{N}_-]+$`)
})

// longestChannelName is Slack's limit, in characters.
const longestChannelName = 80

// AddChannel adds a channel with people in it, named by id or by name. The bot is
// in it when Bot is set.
func (s *Sim) AddChannel(c Channel) (Channel, error) {
	err := s.change(func(w *world) error {
		var err error
		if c.Name, err = w.freeName(c.Name); err != nil {
			return err
		}
		if c.Members, err = w.findPeople(c.Members, &c.Bot); err != nil {
			return err
		}
		if c.ID == "" {
			c.ID = w.newID("C")
		}
		if w.channels[c.ID] != nil {
			return refuse("The id %s is taken.", c.ID)
		}
		c.DirectMessage, c.Archived, c.Unread = false, false, 0
		made := &channel{Channel: c, Created: w.now}
		w.channels[c.ID] = made
		w.touch("channel/"+c.ID, made)
		if c.Bot && s.reachable() {
			w.raise("member_joined_channel", w.joined(made, w.meta.App.BotUser, ""))
		}
		return nil
	})
	s.sendEvents()
	return c, err
}

// freeName is a name as a channel may have it.
func (w *world) freeName(name string) (string, error) {
	name = strings.TrimPrefix(strings.TrimSpace(name), "#")
	if !channelName().MatchString(name) || utf8.RuneCountInString(name) > longestChannelName {
		return "", refuse("A channel's name has at most 80 lower-case letters, digits, - and _.")
	}
	for _, other := range w.channels {
		if other.Name == name && !other.DirectMessage {
			return "", refuse("There is a channel #%s already.", name)
		}
	}
	return name, nil
}

// findPeople turns ids and names into ids; the bot among them sets bot.
func (w *world) findPeople(who []string, bot *bool) ([]string, error) {
	found := []string{}
	for _, x := range who {
		id := x
		if w.members[id] == nil {
			for _, m := range w.members {
				if handle(m.Name) == handle(x) {
					id = m.ID
				}
			}
		}
		switch {
		case id == w.meta.App.BotUser:
			*bot = true
		case w.members[id] == nil:
			return nil, missing("There is no member %s.", x)
		case !slices.Contains(found, id):
			found = append(found, id)
		}
	}
	return found, nil
}

// Channels returns the channels by name, direct messages left out.
func (s *Sim) Channels() []Channel {
	var all []Channel
	_ = s.look(func(w *world) error { // has nothing to refuse
		all = w.rooms()
		return nil
	})
	return all
}

func (w *world) rooms() []Channel {
	all := []Channel{}
	for _, c := range w.channels {
		if !c.DirectMessage {
			copied := c.Channel
			copied.Members = slices.Clone(c.Members)
			all = append(all, copied)
		}
	}
	slices.SortFunc(all, func(a, b Channel) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// room returns a conversation that a member is in.
func (w *world) room(m *member, id string) (*channel, error) {
	c := w.channels[id]
	switch {
	case id == "":
		return nil, refuse(`Say where: "in" is the id of a channel or of a direct message.`)
	case c == nil:
		return nil, missing("There is no conversation %s.", id)
	case !slices.Contains(c.Members, m.ID) && c.DirectMessage:
		return nil, refuse("That is somebody else's direct message.")
	case !slices.Contains(c.Members, m.ID):
		return nil, refuse("%s is not in #%s.", m.Name, c.Name)
	}
	return c, nil
}

// channelObject is a conversation as the Web API tells of it.
func (w *world) channelObject(c *channel) object {
	if c.DirectMessage {
		user := w.members[c.Members[0]]
		return object{
			"id": c.ID, "created": c.Created.Unix(), "is_im": true, "is_archived": false, "is_org_shared": false,
			"user": user.ID, "is_user_deleted": user.Deleted, "is_open": true, "priority": 0,
			"context_team_id": w.meta.Team.ID,
		}
	}
	people := len(c.Members)
	if c.Bot {
		people++
	}
	return object{
		"id": c.ID, "name": c.Name, "name_normalized": c.Name, "created": c.Created.Unix(), "creator": c.Creator,
		"is_channel": !c.Private, "is_group": c.Private, "is_private": c.Private, "is_im": false, "is_mpim": false,
		"is_archived": c.Archived, "is_member": c.Bot, "is_general": c.Name == "general", "is_shared": false,
		"is_ext_shared": false, "is_org_shared": false, "num_members": people,
		"context_team_id": w.meta.Team.ID,
		"topic":           object{"value": "", "creator": "", "last_set": 0},
		"purpose":         object{"value": "", "creator": "", "last_set": 0},
	}
}

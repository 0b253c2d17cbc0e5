package bot

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// occurrence is the outside of an event, as Slack's Events API sends it.
type occurrence struct {
	Type       string          `json:"type"`
	TeamID     string          `json:"team_id"`
	Enterprise string          `json:"enterprise_id"`
	App        string          `json:"api_app_id"`
	EventID    string          `json:"event_id"`
	Challenge  string          `json:"challenge"`
	Event      json.RawMessage `json:"event"`
}

// inside is what the events that we know carry. Only those fields are read.
type inside struct {
	Type        string          `json:"type"`
	SubType     string          `json:"subtype"`
	ChannelType string          `json:"channel_type"`
	Channel     string          `json:"channel"`
	User        json.RawMessage `json:"user"` // an id, or a user object
	BotID       string          `json:"bot_id"`
	Text        string          `json:"text"`
	TS          string          `json:"ts"`
	ThreadTS    string          `json:"thread_ts"`
	EventTS     string          `json:"event_ts"` // when it happened
	Tab         string          `json:"tab"`
	// View is App Home as it was published last, with app_home_opened.
	View struct {
		Hash            string `json:"hash"`
		PrivateMetadata string `json:"private_metadata"`
	} `json:"view"`
	Tokens struct {
		Bot []string `json:"bot"`
	} `json:"tokens"`
}

// event decodes an event. Those that we don't know, or that are not for us,
// are skipped.
func (d decoder) event(raw []byte, now time.Time) (parcel, error) {
	var o occurrence
	if err := json.Unmarshal(raw, &o); err != nil {
		return parcel{What: "event"}, fmt.Errorf("event payload: %T", err)
	}
	p := parcel{What: "other event", App: o.App, Enterprise: o.Enterprise}
	switch o.Type {
	case "url_verification":
		p.What, p.Challenge = o.Type, o.Challenge
		return p, nil
	case "event_callback":
	default:
		p.Skip = true
		return p, nil
	}
	var in inside
	if err := json.Unmarshal(o.Event, &in); err != nil {
		// Another event's field of the same name in another form is no fault.
		p.Skip = true
		return p, nil
	}
	p.Command = Command{ID: named("event", o.EventID), Workspace: domain.WorkspaceID(o.TeamID), At: now}
	switch in.Type {
	case "message":
		p.What, p.Skip = "event message", !said(&p.Command, in)
	case "app_home_opened":
		p.What, p.Skip = "event app_home_opened", in.Tab != "home"
		p.Command.Member = domain.MemberID(id(in.User))
		p.Command.Verb, p.Command.Args = "home.opened", in.Tab
		_, where := parsePlace(in.View.PrivateMetadata)
		p.Command.Reply = Reply{Door: HomeDoor, Home: true, ViewHash: in.View.Hash, Private: where}
	case "user_change":
		p.What, p.Skip = "event user_change", !changed(&p.Command, in)
	case "tokens_revoked":
		p.What, p.Skip = "event tokens_revoked", len(in.Tokens.Bot) == 0
		p.Command.Verb, p.Command.Args = verbAppGone, in.Type
	case "app_uninstalled":
		p.What = "event app_uninstalled"
		p.Command.Verb, p.Command.Args = verbAppGone, in.Type
	default:
		p.What, p.Skip = whereabouts(&p, in)
	}
	return p, nil
}

// channelEvents are the events by which a channel is closed to us or opened
// again. What happens to a private channel has a name of its own.
var channelEvents = map[string]string{
	"channel_archive": verbChannelShut, "group_archive": verbChannelShut,
	"channel_deleted": verbChannelShut, "group_deleted": verbChannelShut,
	"channel_left": verbChannelShut, "group_left": verbChannelShut,
	"member_left_channel": verbChannelShut,
	"channel_unarchive":   verbChannelOpen, "group_unarchive": verbChannelOpen,
	"member_joined_channel": verbChannelOpen,
}

// whereabouts decodes an event about a channel, and reports its sort and whether
// it is to be skipped. Its time stands in Args: a channel may have been opened
// again before we hear that it was closed.
func whereabouts(p *parcel, in inside) (what string, skip bool) {
	verb, ok := channelEvents[in.Type]
	if !ok || in.Channel == "" {
		return "other event", true
	}
	if in.Type == "member_left_channel" || in.Type == "member_joined_channel" {
		p.About = id(in.User)
		if p.About == "" {
			return "other event", true
		}
	}
	p.Command.Verb, p.Command.Channel, p.Command.Args = verb, in.Channel, in.EventTS
	return "event " + in.Type, false
}

// said decodes a direct message that a person typed, and reports whether it is
// one. Slack Connect delivers the same message under two event ids, so its own
// place in the conversation is its id.
func said(c *Command, in inside) bool {
	member := id(in.User)
	if in.ChannelType != "im" || in.SubType != "" || in.BotID != "" || member == "" || member == "USLACKBOT" {
		return false
	}
	c.ID = "" // without its place it can't be told from another
	if in.Channel != "" && in.TS != "" {
		c.ID = named("typed", in.Channel+":"+in.TS)
	}
	c.Member = domain.MemberID(member)
	c.Channel = in.Channel
	c.Verb, c.Args = "typed", typed(in.Text)
	c.Reply = Reply{Door: TypedDoor, Thread: in.ThreadTS}
	return true
}

// changed decodes what Slack says of a user, and reports whether it is a person.
func changed(c *Command, in inside) bool {
	var u slack.User
	if err := json.Unmarshal(in.User, &u); err != nil || u.ID == "" || u.IsBot {
		return false
	}
	p := profileOf(u)
	gone := ""
	if p.Gone {
		gone = "gone"
	}
	c.Member = domain.MemberID(u.ID)
	c.Verb = verbUserChanged
	c.Values = Values{changeBlock: {changeName: {One: p.Name}, changeZone: {One: p.Zone}, changeGone: {One: gone}}}
	return true
}

// id reads a user id where Slack puts an object elsewhere.
func id(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

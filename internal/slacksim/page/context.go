package page

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"rapport/internal/slacksim"
)

// Context is what a renderer knows of the member who looks, and of the place
// where what it renders will stand.
type Context struct {
	// As is the id of the member who looks; Zone is theirs, Now the box's time.
	As   string
	Zone *time.Location
	Now  time.Time
	// Members and Channels are whom and what mentions and menus name; App is the
	// bot.
	Members  []slacksim.Member
	Channels []slacksim.Channel
	App      slacksim.App

	// Prefix begins every id in the rendered HTML, so that ids stay unique on a
	// page.
	Prefix string
	// Modal is set inside a modal, whose form submits the modal unless a control
	// says that it was pressed.
	Modal bool
	// State is what the member has put into the elements so far, and Errors what
	// was refused, by block id.
	State  map[string]map[string]slacksim.Value
	Errors map[string]string
}

// NewContext returns the context of a snapshot's member.
func NewContext(shot slacksim.Snapshot) Context {
	return Context{
		As: shot.Me.ID, Zone: zone(shot.Me), Now: shot.Clock.Now,
		Members: shot.Members, Channels: shot.Channels, App: shot.App,
	}
}

// of returns the context for one message or view.
func (c Context) of(prefix string, state map[string]map[string]slacksim.Value) Context {
	c.Prefix, c.State, c.Errors = prefix, state, nil
	return c
}

// zone returns a member's zone, UTC where it is not known.
func zone(m slacksim.Member) *time.Location {
	if loc, err := time.LoadLocation(m.TZ); err == nil && m.TZ != "" {
		return loc
	}
	return time.UTC
}

// person returns the display name behind a user id.
func (c Context) person(id string) (string, bool) {
	if id != "" && id == c.App.BotUser {
		return c.App.Name, true
	}
	i := slices.IndexFunc(c.Members, func(m slacksim.Member) bool { return m.ID == id })
	if i < 0 {
		return "", false
	}
	return c.Members[i].Name, true
}

// room returns the name behind a channel id.
func (c Context) room(id string) (string, bool) {
	i := slices.IndexFunc(c.Channels, func(ch slacksim.Channel) bool { return ch.ID == id })
	if i < 0 {
		return "", false
	}
	return c.Channels[i].Name, true
}

// roomHref is the address of a conversation, or of App Home, for the member who
// looks. Ids only: no text is ever put into an address.
func roomHref(in, as string) string {
	path := "/c/" + url.PathEscape(in)
	if in == home {
		path = "/home"
	}
	return path + "?as=" + url.QueryEscape(as)
}

// initials are the one or two letters of an avatar.
func initials(name string) string {
	var letters []rune
	for word := range strings.FieldsSeq(name) {
		if letters = append(letters, []rune(strings.ToUpper(word))[0]); len(letters) == 2 {
			break
		}
	}
	return string(letters)
}

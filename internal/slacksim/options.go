package slacksim

import (
	"errors"
	"net/http"
	"slices"
	"time"
)

// Options say what kind of workspace to make. Only Now is required.
type Options struct {
	// Now is the wall clock. Signatures, trigger_ids, time limits and pings go by
	// it; everything that is seen in Slack goes by the box's own clock.
	Now func() time.Time
	// Start is where the box's clock begins, the wall's time when zero. A store
	// that has been used before goes on from where it stood.
	Start time.Time
	// Running lets the clock go on with the wall; otherwise it stands until it
	// is moved.
	Running bool

	// TeamName and AppName are shown; "Acme" and "rapport" by default.
	TeamName string
	AppName  string
	// TeamID and AppID are the workspace's id and the app's, "T…" and "A…"; made up
	// when empty. With another app's id the bot is another one too.
	TeamID string
	AppID  string
	// BotToken, AppToken and SigningSecret are the app's; Credentials tells the
	// ones that were made up for those left empty.
	BotToken      string
	AppToken      string
	SigningSecret string
	// Scopes the bot token was granted, DefaultScopes when nil.
	Scopes []string
	// Events the app is subscribed to, DefaultEvents when nil.
	Events []string
	// Commands and Shortcuts are those registered for the app. With nil
	// Commands any slash command is passed on.
	Commands  []Command
	Shortcuts []Shortcut

	// BotURL sends commands, interactions and events as signed requests to
	// BotURL/slack/commands and its siblings, instead of over Socket Mode.
	BotURL string
	// Transport carries those requests; nil is the network.
	Transport http.RoundTripper
	// Driver moves the bot's own schedule with the clock; nil for none.
	Driver Driver
	// Store is the path of a SQLite file that keeps the box, "" for memory only.
	Store string
	// Page is mounted on / of Handler.
	Page func(*Sim) http.Handler

	// PingEvery is the pause between WebSocket PINGs, 5 s by default.
	PingEvery time.Duration
	// AckTimeout is how long the bot has to acknowledge, 3 s by default.
	AckTimeout time.Duration
	// RefreshEvery is the life of a socket, an hour by default; it is told so
	// RefreshWarning (10 s by default) before.
	RefreshEvery   time.Duration
	RefreshWarning time.Duration
	// PostBurst is how many posts a channel takes at once before it is limited
	// to one a second, 10 by default.
	PostBurst int
	// PostsPerMinute is how many posts the workspace takes a minute, all channels
	// together, 600 by default: Slack says "several hundred".
	PostsPerMinute int
}

// DefaultScopes are the bot scopes of an app that sends direct messages and
// knows the channels it is in.
var DefaultScopes = []string{
	"commands", "chat:write", "im:write", "im:history", "im:read", "users:read",
	"channels:read", "groups:read", "files:write", "files:read", "team:read",
}

// DefaultEvents are the events that need no more than DefaultScopes.
var DefaultEvents = []string{
	"message.im", "app_home_opened", "user_change", "member_joined_channel", "member_left_channel",
	"channel_archive", "channel_unarchive", "tokens_revoked", "app_uninstalled",
}

// withDefaults fills in what was left empty.
func (o Options) withDefaults() (Options, error) {
	if o.Now == nil {
		return o, errors.New("slacksim: Options.Now is required")
	}
	if o.Start.IsZero() {
		o.Start = o.Now()
	}
	o.Start = o.Start.UTC().Truncate(time.Microsecond)
	setDefault(&o.TeamName, "Acme")
	setDefault(&o.AppName, "rapport")
	setDefault(&o.BotToken, "xoxb-"+secret(24))
	setDefault(&o.SigningSecret, secret(32))
	setDefault(&o.PingEvery, 5*time.Second)
	setDefault(&o.AckTimeout, 3*time.Second)
	setDefault(&o.RefreshEvery, time.Hour)
	setDefault(&o.RefreshWarning, 10*time.Second)
	setDefault(&o.PostBurst, 10)
	setDefault(&o.PostsPerMinute, special)
	if o.Scopes == nil {
		o.Scopes = DefaultScopes
	}
	if o.Events == nil {
		o.Events = DefaultEvents
	}
	o.Scopes, o.Events = slices.Clone(o.Scopes), slices.Clone(o.Events)
	return o, nil
}

// transport is what carries requests to the bot.
func (o Options) transport() http.RoundTripper {
	if o.Transport != nil {
		return o.Transport
	}
	return &http.Transport{MaxIdleConnsPerHost: 8}
}

// setDefault gives an empty option its default.
func setDefault[T comparable](option *T, value T) {
	var zero T
	if *option == zero {
		*option = value
	}
}

package bot

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"rapport/bot/view"
)

// slashCommand is a command as Slack's completion shows it.
type slashCommand struct {
	Verb, Description, Usage string
}

// slashCommands are the commands there are, in the order of the manifest.
var slashCommands = []slashCommand{
	{view.VerbMet, "Remember whom you met, in one line", "Jane coffee yesterday -- what you talked about"},
	{view.VerbPeople, "The people you keep in touch with", "[name | due | phase | #tag]"},
	{view.VerbPromise, "What you promised, and what you were promised", "Jane the pricing sheet by friday"},
	{view.VerbAsk, "Ask somebody a favour, well and at the right time", "Jane an introduction to Omar by 4 dec"},
	{view.VerbGoal, "What you want to reach, and who could help", "Speak at GopherCon by june"},
	{view.VerbIdentify, "Whom you would like to get to know, and why", "Lena -- runs the meetup"},
	{view.VerbMentoring, "Mentoring programs: join, pair, log, summary", "[join mentor go, testing | pair @a @b | status | summary | help]"},
	{view.VerbRapport, "Help, today's digest, settings, pause and undo", "[help | today | settings | pause until 1 dec | undo]"},
}

// commandNames returns verb → "/met". A verb that chosen does not mention keeps
// its own name; one that is chosen empty is left out.
func commandNames(chosen map[string]string) map[string]string {
	names := make(map[string]string, len(slashCommands))
	for _, c := range slashCommands {
		names[c.Verb] = "/" + c.Verb
	}
	for verb, name := range chosen {
		if _, known := names[verb]; known && name != "" {
			name = "/" + strings.TrimPrefix(name, "/")
		}
		names[verb] = name
	}
	maps.DeleteFunc(names, func(_, name string) bool { return name == "" })
	return names
}

// Scopes are what the bot asks of a workspace, and nothing more: no reading of
// what is said in channels, of presence or of calendars. The last three are for
// mentoring programs: whether a channel is there, private or closed, and the chart
// and the organisers' CSV.
var Scopes = []string{
	"commands", "chat:write", "im:write", "im:history", "users:read",
	"channels:read", "groups:read", scopeFiles,
}

// scopeFiles lets the bot upload a file.
const scopeFiles = "files:write"

// Events are what the bot listens to: those of [channelEvents] among them, by
// which it learns that a program's channel takes no messages any more.
var Events = append([]string{"message.im", "app_home_opened", "user_change", "tokens_revoked", "app_uninstalled"},
	slices.Sorted(maps.Keys(channelEvents))...)

// ManifestOptions is what of the config an app manifest depends on.
type ManifestOptions struct {
	Name string // "rapport" when empty
	// SocketMode needs no URL; otherwise PublicURL is where Slack reaches us.
	SocketMode bool
	PublicURL  string
	Commands   map[string]string // verb → slash command, as in [Options]
}

// AppManifest is what Slack makes an app from.
type AppManifest struct {
	Metadata struct {
		Major int `json:"major_version"`
		Minor int `json:"minor_version"`
	} `json:"_metadata"`
	Display  manifestDisplay  `json:"display_information"`
	Features manifestFeatures `json:"features"`
	OAuth    manifestOAuth    `json:"oauth_config"`
	Settings manifestSettings `json:"settings"`
}

type manifestDisplay struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Long        string `json:"long_description"`
	Color       string `json:"background_color"`
}

type manifestFeatures struct {
	AppHome struct {
		Home     bool `json:"home_tab_enabled"`
		Messages bool `json:"messages_tab_enabled"`
		ReadOnly bool `json:"messages_tab_read_only_enabled"`
	} `json:"app_home"`
	BotUser struct {
		Name   string `json:"display_name"`
		Online bool   `json:"always_online"`
	} `json:"bot_user"`
	Shortcuts []manifestShortcut `json:"shortcuts"`
	Commands  []manifestCommand  `json:"slash_commands,omitempty"`
}

type manifestShortcut struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Callback    string `json:"callback_id"`
	Description string `json:"description"`
}

type manifestCommand struct {
	Command     string `json:"command"`
	URL         string `json:"url,omitempty"`
	Description string `json:"description"`
	Usage       string `json:"usage_hint"`
	Escape      bool   `json:"should_escape"`
}

type manifestOAuth struct {
	Scopes struct {
		Bot []string `json:"bot"`
	} `json:"scopes"`
}

type manifestSettings struct {
	Events struct {
		URL string   `json:"request_url,omitempty"`
		Bot []string `json:"bot_events"`
	} `json:"event_subscriptions"`
	Interactivity struct {
		Enabled bool   `json:"is_enabled"`
		URL     string `json:"request_url,omitempty"`
	} `json:"interactivity"`
	OrgDeploy     bool `json:"org_deploy_enabled"`
	SocketMode    bool `json:"socket_mode_enabled"`
	TokenRotation bool `json:"token_rotation_enabled"`
}

const (
	described = "Keeps the relationships that matter to you alive."
	explained = "Type /met Jane coffee, and rapport remembers. When a relationship goes quiet, a direct message says so, " +
		"with the reason and one next step; once a week it asks whom you should get to know. It knows only what you tell it, " +
		"never contacts anybody but you, and keeps no score of anyone."
)

// Manifest returns the app manifest for a config.
func Manifest(o ManifestOptions) AppManifest {
	if o.Name == "" {
		o.Name = "rapport"
	}
	base := strings.TrimSuffix(o.PublicURL, "/")
	at := func(path string) string {
		if o.SocketMode {
			return ""
		}
		return base + path
	}
	names := commandNames(o.Commands)
	var m AppManifest
	m.Metadata.Major, m.Metadata.Minor = 1, 1
	m.Display = manifestDisplay{Name: o.Name, Description: described, Long: explanation(names[view.VerbMet]), Color: "#2f5d50"}
	m.Features.AppHome.Home, m.Features.AppHome.Messages = true, true
	m.Features.BotUser.Name, m.Features.BotUser.Online = o.Name, true
	m.Features.Shortcuts = []manifestShortcut{
		{"Log interaction", "global", view.VerbMetShortcut, "Remember whom you met"},
		{"Log interaction", "message", view.VerbMetMessage, "Remember a touch with whoever wrote this"},
	}
	for _, c := range slashCommands {
		if name := names[c.Verb]; name != "" {
			m.Features.Commands = append(m.Features.Commands, manifestCommand{
				Command: name, URL: at("/slack/commands"), Description: c.Description, Usage: c.Usage, Escape: true,
			})
		}
	}
	m.OAuth.Scopes.Bot = slices.Clone(Scopes)
	m.Settings.Events.URL, m.Settings.Events.Bot = at("/slack/events"), slices.Clone(Events)
	m.Settings.Interactivity.Enabled, m.Settings.Interactivity.URL = true, at("/slack/interactivity")
	m.Settings.SocketMode = o.SocketMode
	return m
}

// explanation is the long description, with the command as it is called here.
func explanation(met string) string {
	if met == "" {
		met = "/rapport met"
	}
	return strings.Replace(explained, "/met", met, 1)
}

// JSON returns the manifest as JSON.
func (m AppManifest) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	return append(b, '\n'), nil
}

// YAML returns the manifest as YAML, as Slack's page takes it too.
func (m AppManifest) YAML() ([]byte, error) {
	b, err := m.JSON()
	if err != nil {
		return nil, err
	}
	y, err := yaml.JSONToYAML(b)
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	return y, nil
}

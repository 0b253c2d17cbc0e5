package slacksim

import (
	"encoding/json"
	"time"
)

// Snapshot is all that one member sees at one moment: what a page needs to draw
// the client. Sim.Snapshot makes one; it shares nothing with the box.
type Snapshot struct {
	// Version grows with every change in the box; Subscribe tells of it.
	Version uint64 `json:"version"`
	Team    Team   `json:"team"`
	App     App    `json:"app"`
	Me      Member `json:"me"`
	// Members are the people, the bot not among them, in the order they came.
	Members []Member `json:"members"`
	// Channels are those the member is in, by name; DM is the direct message
	// with the bot.
	Channels []Channel `json:"channels"`
	DM       Channel   `json:"dm"`
	// In is the conversation that Messages are of; "" on App Home.
	In       string    `json:"in"`
	Messages []Message `json:"messages"`
	// View is the open modal, the top of the stack; nil when none is open.
	View *View `json:"view"`
	// Home is App Home, nil until the bot has published one.
	Home      *View      `json:"home"`
	Clock     Clock      `json:"clock"`
	Commands  []Command  `json:"commands"`
	Shortcuts []Shortcut `json:"shortcuts"`
}

// Team is the workspace.
type Team struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Domain string `json:"domain"`
}

// App is the one app that is installed.
type App struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	BotID   string `json:"bot_id"`
	BotUser string `json:"bot_user"`
	// Connected tells whether the bot can be reached: a socket is open, or
	// there is an address to send requests to.
	Connected bool `json:"connected"`
}

// Member is a person in the workspace.
type Member struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	RealName string `json:"real_name"`
	TZ       string `json:"tz"`
	// DM is their conversation with the bot.
	DM      string `json:"dm"`
	Deleted bool   `json:"deleted,omitempty"`
}

// Channel is a channel or a direct message with the bot.
type Channel struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Members are people; Bot tells whether the bot is in it as well.
	Members  []string `json:"members"`
	Bot      bool     `json:"bot"`
	Private  bool     `json:"private,omitempty"`
	Archived bool     `json:"archived,omitempty"`
	// DirectMessage is set for a conversation with the bot.
	DirectMessage bool `json:"direct_message,omitempty"`
	// Unread counts what the member has not seen, in snapshots only.
	Unread int `json:"unread,omitempty"`
}

// Message is one message as one member sees it.
type Message struct {
	// In is the conversation, TS the id within it.
	In   string `json:"in"`
	TS   string `json:"ts"`
	User string `json:"user"`
	// Name is the display name of User: "Mia", or the app's name.
	Name string `json:"name"`
	// Text is mrkdwn, with &, < and > escaped.
	Text string `json:"text"`
	// Blocks is a JSON array, null when there are none.
	Blocks json.RawMessage `json:"blocks"`
	// Ephemeral messages are seen by this member only.
	Ephemeral bool `json:"ephemeral"`
	// At is the simulated time at which it was posted, in UTC.
	At     time.Time `json:"at"`
	Edited bool      `json:"edited,omitempty"`
	IsBot  bool      `json:"is_bot"`
	// Own is set for what this member wrote.
	Own bool `json:"own,omitempty"`
	// Thread is the message that it answers in a thread, "" for none.
	Thread string `json:"thread_ts,omitempty"`
	// Files hang on it.
	Files []Attachment `json:"files,omitempty"`
	// Slackbot is set for what Slack itself says: "/x is not a valid command".
	Slackbot bool `json:"slackbot,omitempty"`
	// State is what this member has put into the message's own inputs so far,
	// by block id and action id.
	State map[string]map[string]Value `json:"state,omitempty"`
}

// View is a modal or App Home as its member sees it.
type View struct {
	ID         string `json:"id"`
	Type       string `json:"type"` // "modal" or "home"
	CallbackID string `json:"callback_id"`
	Hash       string `json:"hash"`
	// Title, Submit and Close are plain text; "" where the view has none.
	Title  string `json:"-"`
	Submit string `json:"-"`
	Close  string `json:"-"`
	// Depth is the place in the stack: 1 for the root.
	Depth  int             `json:"-"`
	Blocks json.RawMessage `json:"blocks"`
	// State is what the member has put in so far, by block id and action id.
	State map[string]map[string]Value `json:"-"`
	// Errors are what the bot refused at the last submit, by block id.
	Errors map[string]string `json:"-"`
	// Raw is the whole view as Slack's API gives it; the control interface
	// answers with it.
	Raw json.RawMessage `json:"-"`
}

// Clock is the box's clock.
type Clock struct {
	Now time.Time `json:"now"`
	// Running clocks go with the wall; frozen ones stand until they are moved.
	Running bool `json:"running"`
}

// Command is a registered slash command, for autocompletion.
type Command struct {
	Name        string `json:"name"` // "/met"
	Description string `json:"description"`
	UsageHint   string `json:"usage_hint"`
	// ShouldEscape turns @name into <@U…|name> before the bot sees it.
	ShouldEscape bool `json:"should_escape,omitempty"`
}

// OwnCommands are those that the client brings along. An app's of the same name
// goes before.
var OwnCommands = []Command{
	{Name: "/invite", Description: "Add somebody to this channel, or the app", UsageHint: "@name"},
	{Name: "/remove", Description: "Take somebody out of this channel, or the app", UsageHint: "@name"},
	{Name: "/leave", Description: "Leave this channel"},
	{Name: "/rename", Description: "Rename this channel", UsageHint: "new-name"},
	{Name: "/archive", Description: "Archive this channel"},
}

// Shortcut is a registered shortcut.
type Shortcut struct {
	Name        string `json:"name"`
	CallbackID  string `json:"callback_id"`
	Description string `json:"description"`
	// Type is "global", or "message" for those in a message's menu.
	Type string `json:"type"`
}

// Value is what a member put into one element: text, a date, an option's value
// or a user id; several for the elements that take several. In JSON it is read
// from a string, an array of strings or null, and written as an array.
type Value []string

// Act is what a member does to one element: presses a button, picks an option,
// fills in a field.
type Act struct {
	As string `json:"as"`
	// In is a conversation, "home", or "view" (the open modal).
	In string `json:"in"`
	// TS is the message, empty for home and view.
	TS string `json:"ts"`
	// ViewID may name the open modal instead of In.
	ViewID   string `json:"view_id"`
	ActionID string `json:"action_id"`
	// BlockID may be left out where the action id is unique.
	BlockID string `json:"block_id"`
	Value   Value  `json:"value"`
	// Values are what stands in the other inputs of the same message or view.
	Values map[string]map[string]Value `json:"values"`
}

// Outcome is what came of something a member did, once the bot had settled.
type Outcome struct {
	// AckMS is how long the bot took to acknowledge, in milliseconds of the
	// wall; -1 when nothing was sent to it, or no acknowledgment came.
	AckMS int64 `json:"ack_ms"`
	// Messages are those new or changed that the member can see.
	Messages []Message `json:"messages"`
	// View is the open modal as Slack's API gives it, null when there is none.
	View json.RawMessage `json:"view"`
	// Errors are a modal's refusals by block id: it stays open.
	Errors map[string]string `json:"errors,omitempty"`
	// Notice is what the Slack client itself would show: "We had some trouble
	// connecting. Try again?".
	Notice string `json:"notice,omitempty"`
}

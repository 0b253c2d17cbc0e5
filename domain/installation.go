package domain

import "time"

// Installation is the app's grant in one workspace: who the bot is there and
// what it may do. Its tokens are not part of it: they come from the config and
// never pass through here.
type Installation struct {
	Workspace WorkspaceID
	// Enterprise is the organisation's id, "E…", when Slack sends one.
	Enterprise string
	TeamName   string
	BotUser    MemberID // "U…", as whom the bot posts
	BotID      string   // "B…", the app's bot
	// APIURL is where its Web API is reached; "" is Slack itself.
	APIURL    string
	Scopes    []string
	App       string // "A…", "" while unknown
	Installed time.Time
	// Gone is since when Slack no longer takes our token, zero while it does.
	Gone time.Time
}

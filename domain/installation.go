package domain

import (
	"slices"
	"time"
)

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

// GrantLostCodes are the answers of Slack's, and the events, which say that the
// app has no grant in a workspace any more: whatever else is asked there gets the
// same answer, until somebody installs the app again. What waits for that is held
// under such a code, and under no other.
var GrantLostCodes = []string{
	"account_inactive", "app_uninstalled", "invalid_auth", "not_authed", "not_installed", "org_login_required",
	"team_access_not_granted", "token_expired", "token_revoked", "tokens_revoked",
}

// GrantLost reports whether code is one of [GrantLostCodes].
func GrantLost(code string) bool { return slices.Contains(GrantLostCodes, code) }

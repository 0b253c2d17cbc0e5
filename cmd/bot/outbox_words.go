package main

import (
	"strings"

	"rapport/domain"
	"rapport/store"
)

// codes are the codes of outcomes in plain words: Slack's, and our own.
var codes = map[string]string{
	"account_inactive":        "the app was taken out of the workspace",
	"app_uninstalled":         "the app was taken out of the workspace",
	"cannot_dm_bot":           "it was meant for a bot",
	"cancelled":               "it was cut off at a shutdown",
	"channel_not_found":       "there is no such conversation, or the bot is not in it",
	"cut":                     "the connection broke before Slack answered",
	"day_over":                "its day was over",
	"dead":                    "the process ended",
	"forgotten":               "the member is no longer known",
	"gone":                    "the member is deactivated",
	"invalid_auth":            "Slack does not know the token",
	"is_archived":             "the channel is archived",
	"messages_tab_disabled":   "the app's messages tab is off: turn it on under App Home, or use bot manifest",
	"missing_scope":           "the token lacks a scope: bot check says which",
	"no_answer":               "Slack did not answer",
	"no_such":                 "this version does not send such deliveries",
	"not_authed":              "no token arrived at Slack",
	"not_in_channel":          "the bot is not in the channel: invite it",
	"not_installed":           "the app is not installed in the workspace",
	"not_posted":              "it was looked for and is not there",
	"nothing":                 "there was nothing left to say",
	"org_login_required":      "the workspace is being moved to an organisation",
	"panic":                   "a fault of rapport's: the log has it",
	"paused":                  "the member asked for quiet",
	"ratelimited":             "Slack asked for patience",
	"restricted_action":       "the workspace's rules forbid the post",
	"store":                   "the database did not answer",
	"team_access_not_granted": "the organisation has not let the app into the workspace",
	"timeout":                 "Slack did not answer in time",
	"token_expired":           "the token has expired: turn token rotation off for the app",
	"token_revoked":           "the token was revoked",
	"tokens_revoked":          "the token was revoked",
	"unreachable":             "Slack could not be reached",
	"user_disabled":           "the member is deactivated",
	"user_not_found":          "Slack knows no such member",
	"users_not_found":         "Slack knows no such member",
	store.ByOperator:          "an operator cancelled it",
}

// reason says in plain words what became of the last attempt, "" when none was made.
func reason(l domain.Letter) string {
	if words, ok := codes[l.Code]; ok {
		return words
	}
	if status, ok := strings.CutPrefix(l.Code, "http_"); ok {
		return "Slack answered with status " + status
	}
	if l.Code != "" {
		return "Slack says " + l.Code
	}
	return ""
}

// why is all there is to say about where a letter stands.
func why(l domain.Letter) string {
	var all []string
	if r := reason(l); r != "" {
		all = append(all, r)
	}
	if l.Arrived && l.State != domain.StateSent {
		all = append(all, "it may have arrived")
	}
	if l.Over && !l.State.Final() || l.Over && l.State == domain.StateFailed {
		if l.Dead() {
			all = append(all, "its day is over: a retry will be cancelled")
		} else {
			all = append(all, "its day is over: it will be cancelled")
		}
	}
	if len(all) == 0 {
		return "–"
	}
	return strings.Join(all, "; ")
}

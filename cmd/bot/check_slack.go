package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"rapport/bot"
	"rapport/config"
)

// clockTolerance is by how much our clock may differ from Slack's: signatures
// older than five minutes are refused, and digests come at a minute.
const clockTolerance = time.Minute

// refusals are Slack's codes for a token it won't take, in words and with the
// way out.
var refusals = map[string]string{
	"invalid_auth":            "it knows no such token: copy it anew from the app's page",
	"not_authed":              "no token arrived: copy it anew from the app's page",
	"account_inactive":        "the app was taken out of the workspace: install it again",
	"token_revoked":           "the token was revoked: install the app again and copy the new one",
	"token_expired":           "the token has expired: turn token rotation off for this app, and copy the new one",
	"not_allowed_token_type":  "it is the wrong sort of token: the bot's begins with xoxb-, the app's with xapp-",
	"missing_scope":           "the token lacks a scope: an app-level token needs connections:write",
	"access_denied":           "the workspace does not let this app in: ask its owners",
	"org_login_required":      "the workspace is being moved to an organisation: try again later",
	"team_access_not_granted": "the organisation has not let this app into the workspace: ask its owners",
}

// refusal returns in words why Slack refused a token, "" when the error is
// another one.
func refusal(err error) string {
	for code, says := range refusals {
		if err.Error() == code || strings.HasSuffix(err.Error(), ": "+code) {
			return says
		}
	}
	return ""
}

// slack asks Slack itself: is the token good, may it do what is needed, do the
// clocks agree, and is the way in open.
func (r *report) slack(ctx context.Context, c config.Config, now func() time.Time) {
	if c.Slack.BotToken == "" {
		return // said already
	}
	client := bot.NewClient(credentials(c.Slack))
	asked, cancel := context.WithTimeout(ctx, checking)
	defer cancel()
	who, err := client.AuthTestContext(asked)
	if err != nil {
		r.bad("token", unreached("auth.test", err), refusal(err))
		return
	}
	r.good("token", fmt.Sprintf("Slack knows it: bot %s in workspace %s", who.UserID, who.TeamID))
	r.scopes(who.Header)
	r.clock(who.Header, now())
	if c.Slack.AppToken == "" {
		return
	}
	asked, cancel = context.WithTimeout(ctx, checking)
	defer cancel()
	// The address that comes back is a ticket, and a secret.
	if _, _, err := client.StartSocketModeContext(asked); err != nil {
		way := refusal(err)
		if way == "" {
			way = "turn Socket Mode on for the app, and give its app-level token connections:write"
		}
		r.bad("app token", unreached("apps.connections.open", err), way)
		return
	}
	r.good("app token", "Slack opens a connection for it")
}

// unreached says how a call went wrong, without the address that was called.
func unreached(method string, err error) string {
	if why := refusal(err); why != "" {
		return "Slack refuses it"
	}
	text := err.Error()
	if i := strings.LastIndex(text, `": `); i >= 0 {
		text = text[i+3:] // Post "https://…": what happened
	}
	return fmt.Sprintf("%s got no good answer: %s", method, text)
}

func (r *report) scopes(h http.Header) {
	granted := strings.FieldsFunc(h.Get("X-OAuth-Scopes"), func(c rune) bool { return c == ',' || c == ' ' })
	if len(granted) == 0 {
		r.bad("scopes", "Slack does not say what the token may do", "make the app from `bot manifest`, and install it")
		return
	}
	var missing, more []string
	for _, s := range bot.Scopes {
		if !slices.Contains(granted, s) {
			missing = append(missing, s)
		}
	}
	for _, s := range granted {
		if !slices.Contains(bot.Scopes, s) {
			more = append(more, s)
		}
	}
	switch {
	case len(missing) > 0:
		r.bad("scopes", "the token may not: "+strings.Join(missing, ", "),
			"paste `bot manifest` into the app's page App Manifest, and install the app again")
	case len(more) > 0:
		r.good("scopes", "all that is needed, and more than that: "+strings.Join(more, ", "))
	default:
		r.good("scopes", "all that is needed, and nothing more")
	}
}

func (r *report) clock(h http.Header, now time.Time) {
	theirs, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		r.bad("clock", "Slack did not say what time it is", "try again; a proxy in between may have taken the Date header out")
		return
	}
	off := now.Sub(theirs).Round(time.Second)
	if off.Abs() > clockTolerance {
		r.bad("clock", fmt.Sprintf("this machine's clock is %s off Slack's", off.Abs()), "let NTP set it: timedatectl set-ntp true")
		return
	}
	r.good("clock", "agrees with Slack's")
}

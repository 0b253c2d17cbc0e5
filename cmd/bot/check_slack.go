package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rapport/bot"
	"rapport/config"
	"rapport/store"
)

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
	asked, cancel := context.WithTimeout(ctx, checking)
	defer cancel()
	in, err := bot.Connect(asked, credentials(c.Slack))
	if err != nil {
		r.bad("token", unreached("auth.test", err), refusal(err))
		return
	}
	if wrong := strange(ctx, c, in); wrong != nil {
		r.bad("token", wrong.says, wrong.wayOut)
	} else {
		r.good("token", fmt.Sprintf("Slack knows it: bot %s in workspace %s", in.BotUser, in.Workspace))
	}
	r.scopes(in.Scopes)
	r.clock(in.Date, now())
	if c.Slack.AppToken == "" {
		return
	}
	if wrong := twoApps(c.Slack, in); wrong != nil {
		r.bad("app token", wrong.says, wrong.wayOut)
		return
	}
	asked, cancel = context.WithTimeout(ctx, checking)
	defer cancel()
	// The address that comes back is a ticket, and a secret.
	if _, _, err := in.Client.StartSocketModeContext(asked); err != nil {
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

// strange holds the token's workspace and app against those that the database was
// used with. What is wrong with the database is said in its own line.
func strange(ctx context.Context, c config.Config, in *bot.Installation) *misfit {
	ctx, cancel := context.WithTimeout(ctx, checking)
	defer cancel()
	s, err := store.Beside(ctx, store.Options{DSN: c.Database.Reveal(), Policy: c.Policy})
	if err != nil {
		return nil
	}
	known, err := s.Installations().List(ctx)
	if errors.Join(err, s.Close()) != nil {
		return nil
	}
	return stranger(in, known)
}

func (r *report) scopes(granted []string) {
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

func (r *report) clock(theirs, now time.Time) {
	if theirs.IsZero() {
		r.bad("clock", "Slack did not say what time it is", "try again; a proxy in between may have taken the Date header out")
		return
	}
	off := now.Sub(theirs).Round(time.Second)
	if off.Abs() > clockTolerance {
		r.bad("clock", "this machine's clock is "+skewed(off, slackClock), settingClock)
		return
	}
	r.good("clock", "agrees with Slack's")
}

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"

	"rapport/bot"
	"rapport/config"
	"rapport/domain"
)

// misfit is a way in which a token doesn't fit what it is used with: what is
// wrong, and what to do about it.
type misfit struct{ says, wayOut string }

// appLevel is the form of an app-level token, which holds the app's id.
var appLevel = regexp.MustCompile(`^xapp-\d+-(A[A-Z0-9]{5,})-`)

// twoApps says that the bot's token and the app-level token are of two apps: what
// is asked of one would be heard by the other.
func twoApps(c config.Slack, in *bot.Installation) *misfit {
	m := appLevel.FindStringSubmatch(c.AppToken.Reveal())
	if m == nil || in.App == "" || m[1] == in.App {
		return nil
	}
	return &misfit{
		fmt.Sprintf("the bot's token belongs to app %s and the app-level token to app %s", in.App, m[1]),
		"copy both from one app's page: the bot's from OAuth & Permissions, the app-level one from Basic Information",
	}
}

// stranger says that a database was used with another workspace or by another
// app. known are the installations that the database knows.
func stranger(in *bot.Installation, known []domain.Installation) *misfit {
	for _, k := range known {
		if k.Workspace != in.Workspace {
			continue
		}
		if k.App != "" && in.App != "" && k.App == in.App || k.BotUser == "" || k.BotUser == domain.MemberID(in.BotUser) {
			return nil
		}
		return &misfit{
			fmt.Sprintf("the database was used by %s in workspace %s, and the token is that of %s: direct messages, buttons and what is on its way belong to the other one",
				named(k.App, string(k.BotUser)), k.Workspace, named(in.App, in.BotUser)),
			"use that app's token, or another database (DATABASE_URL); if this app replaces the other for good, start once with bot serve --adopt",
		}
	}
	if len(known) == 0 {
		return nil
	}
	k := known[0]
	return &misfit{
		fmt.Sprintf("the database belongs to workspace %s, and the token is for workspace %s", titled(k.Workspace, k.TeamName), titled(in.Workspace, in.TeamName)),
		"use a token of that workspace, or another database (DATABASE_URL): one for each workspace",
	}
}

// named is an app by its id and its bot's.
func named(app, user string) string {
	if app == "" {
		return "bot " + user
	}
	return "app " + app + " (bot " + user + ")"
}

// titled is a workspace by its id and, where it is known, its name.
func titled(w domain.WorkspaceID, name string) string {
	if name == "" {
		return string(w)
	}
	return string(w) + " (" + name + ")"
}

// inherit forgets the direct conversations of members with another bot: ours are
// opened at the next message. Done again, it does no harm.
func (s *server) inherit(ctx context.Context, in *bot.Installation) error {
	users, err := in.Client.GetUsersContext(ctx)
	if err != nil {
		return errors.New(unreached("users.list", err))
	}
	for _, u := range users {
		owner := domain.Owner{Workspace: in.Workspace, Member: domain.MemberID(u.ID)}
		m, err := s.store.Members().Member(ctx, owner)
		if domain.KindOf(err) == domain.KindNotFound || err == nil && m.Channel == "" {
			continue
		}
		if err == nil {
			err = s.store.Members().Opened(ctx, owner, "")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// recognise refuses tokens that don't fit each other or the database, before
// anything is stored, and records who serves from now on. What another app left
// is adopted when the operator says so, and when it is the same app with a new
// bot.
func (s *server) recognise(ctx context.Context, in *bot.Installation) error {
	known, err := s.store.Installations().List(ctx)
	if err != nil {
		return fmt.Errorf("known installations: %w", err)
	}
	wrong := twoApps(s.config.Slack, in)
	var was domain.Installation
	for _, k := range known {
		if k.Workspace == in.Workspace {
			was = k
		}
	}
	if wrong == nil && (!s.adopt || was.Workspace == "") {
		wrong = stranger(in, known)
	}
	if wrong != nil {
		return errors.New(wrong.says + ". Nothing was stored or sent. The way out: " + wrong.wayOut)
	}
	in.App = cmp.Or(in.App, was.App) // Slack may not have said this time
	if was.BotUser != "" && was.BotUser != domain.MemberID(in.BotUser) {
		s.log.Warn("another bot serves this workspace from now on", "workspace", in.Workspace, "was", was.BotUser, "is", in.BotUser)
		if err := s.inherit(ctx, in); err != nil {
			return fmt.Errorf("adopt the other bot's members: %w", err)
		}
	}
	if err := s.store.Installations().Save(ctx, installation(in, s.now())); err != nil {
		return fmt.Errorf("record the installation: %w", err)
	}
	return nil
}

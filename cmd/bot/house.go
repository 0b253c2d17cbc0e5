package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/bot"
	"rapport/bot/chart"
	"rapport/bot/phrase"
	"rapport/config"
	"rapport/domain"
	"rapport/reminders"
	"rapport/store"
)

// What a room asks for, store has. The rooms don't know each other; these lines do.
var (
	_ bot.Book               = (*store.Book)(nil)
	_ bot.Members            = (*store.Members)(nil)
	_ bot.Shows              = (*store.Shows)(nil)
	_ bot.Seen               = (*store.Inbound)(nil)
	_ bot.Grants             = (*store.Installations)(nil)
	_ bot.Outgoing           = (*store.Outbox)(nil)
	_ reminders.Appointments = (*store.Appointments)(nil)
	_ bot.Programs           = (*store.Programs)(nil)
	_ bot.ProgramChannels    = (*store.Programs)(nil)
	_ reminders.Programs     = (*store.Summaries)(nil)
	_ reminders.Outbox       = (*store.Outbox)(nil)
	_ reminders.Troubles     = (*store.Members)(nil)
	_ reminders.Sender       = (*bot.Sender)(nil)
)

// house is every room, put together and not yet running.
type house struct {
	bot       *bot.Bot
	doors     http.Handler // for signed requests
	reminders *reminders.Reminders
}

// openStore opens the database that the config names.
func openStore(ctx context.Context, c config.Config, log *slog.Logger) (*store.Store, error) {
	return store.Open(ctx, storeOptions(c, log))
}

func storeOptions(c config.Config, log *slog.Logger) store.Options {
	return store.Options{DSN: c.Database.Reveal(), Policy: c.Policy, Keys: phrase.Keys, Logger: log}
}

// furnish puts the rooms together over a database and the app's grant in a
// workspace. now is the only clock they have.
func furnish(s *store.Store, c config.Config, in *bot.Installation, now func() time.Time, log *slog.Logger, metrics prometheus.Registerer) (*house, error) {
	b, err := bot.New(bot.Options{
		Book: s.Book(), Members: s.Members(), Shows: s.Shows(), Seen: s.Inbound(),
		Installations: bot.NewOnly(in), Grants: s.Installations(), Outgoing: s.Outbox(),
		Programs: s.Programs(), ProgramChannels: s.Programs(), Chart: chart.Sessions, Policy: c.Policy, Commands: c.Commands, SocketMode: c.Slack.AppToken != "",
		SigningSecret: c.Slack.SigningSecret.Reveal(), Now: now, Log: log, Metrics: metrics,
	})
	if err != nil {
		return nil, err
	}
	r := reminders.New(s.Appointments(), s.Summaries(), s.Outbox(), s.Members(), b.Sender(), log, reminders.NewMeter(metrics))
	return &house{bot: b, doors: b.HTTPHandler(), reminders: r}, nil
}

// credentials are what the config says about reaching Slack.
func credentials(c config.Slack) bot.Credentials {
	return bot.Credentials{BotToken: c.BotToken.Reveal(), AppToken: c.AppToken.Reveal(), APIURL: c.APIURL}
}

// installation is what is recorded of the app's grant: no token.
func installation(in *bot.Installation, now time.Time) domain.Installation {
	return domain.Installation{
		Workspace: in.Workspace, Enterprise: in.Enterprise, BotUser: domain.MemberID(in.BotUser),
		BotID: in.BotID, App: in.App, APIURL: in.APIURL, Scopes: in.Scopes, Installed: now,
	}
}

// closing joins the error of closing a store to err, if there is one.
func closing(err *error, s *store.Store) {
	if closed := s.Close(); closed != nil {
		*err = errors.Join(*err, fmt.Errorf("close the database: %w", closed))
	}
}

// wayOut adds to an error of the database what its kind alone tells.
func wayOut(err error) error {
	if domain.KindOf(err) == domain.KindUnknown {
		return fmt.Errorf("the database: %w", err)
	}
	return err
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"rapport/bot"
	"rapport/config"
	"rapport/internal/slacksim"
	"rapport/internal/slacksim/page"
	"rapport/store"
)

// connectLimit is how long the bot may take to connect to its own box.
const connectLimit = 20 * time.Second

// tryCommand is `bot try`.
type tryCommand struct {
	Addr string    `default:"127.0.0.1:8844" help:"Where to listen, on loopback; port 0 picks one and prints it."`
	DB   string    `name:"db" placeholder:"FILE" help:"Keep everything: the bot's data in FILE, the workspace's beside it in FILE.box. Without it all is gone at the end."`
	Now  time.Time `placeholder:"RFC3339" help:"Where the clock of a new workspace begins."`
	Seed string    `enum:"demo,empty" default:"demo" help:"What a new workspace holds: demo or empty."`
	HTTP bool      `name:"http" help:"Talk to the bot over signed HTTP and not over Socket Mode."`
}

// Run runs the bot and a workspace for it until ctx ends.
func (f tryCommand) Run(ctx context.Context, w *world) (err error) {
	log := w.logger(config.Log{Level: slog.LevelWarn})
	data, box, discard, err := f.files()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, discard()) }()
	sim, err := slacksim.New(slacksim.Options{
		Now: w.now, Start: f.Now, Running: true, Store: box, AppName: "rapport", Scopes: bot.Scopes, Events: bot.Events,
		// The same each time, so that a kept workspace knows its bot again.
		BotToken: "xoxb-in-a-box", AppToken: "xapp-in-a-box", SigningSecret: "signed-in-a-box",
		Commands: boxCommands(), Shortcuts: boxShortcuts(), Page: page.New,
	})
	if err != nil {
		return fmt.Errorf("the workspace in a box: %w", err)
	}
	defer func() { err = errors.Join(err, sim.Close()) }()
	base, err := sim.Listen(f.Addr)
	if err != nil {
		return err
	}
	t := &trial{sim: sim, base: base, seed: f.Seed, http: f.HTTP, log: log, out: w.stdout}
	return t.run(ctx, data)
}

// files says where the bot's data and the box's own are kept, and how to
// discard them at the end. A DSN keeps the bot's data where it says, and the
// box's nowhere.
func (f tryCommand) files() (data, box string, discard func() error, err error) {
	nothing := func() error { return nil }
	if strings.Contains(f.DB, "://") {
		return f.DB, "", nothing, nil
	}
	if f.DB != "" {
		path, err := filepath.Abs(f.DB)
		return path, path + ".box", nothing, err
	}
	dir, err := os.MkdirTemp("", "rapport-try-")
	if err != nil {
		return "", "", nothing, fmt.Errorf("temporary files: %w", err)
	}
	return filepath.Join(dir, "bot.db"), "", func() error { return os.RemoveAll(dir) }, nil
}

// trial is the real bot in a workspace in a box.
type trial struct {
	sim  *slacksim.Sim
	base string
	seed string
	http bool
	log  *slog.Logger
	out  io.Writer
}

// run puts the bot together as serve does, its clock apart: that is the box's.
func (t *trial) run(ctx context.Context, data string) (err error) {
	c := t.config(data)
	o := storeOptions(c, t.log)
	o.ProcessClock = true // the box's, which is moved
	s, err := store.Open(ctx, o)
	if err != nil {
		return wayOut(err)
	}
	defer closing(&err, s)
	in, err := bot.Connect(ctx, credentials(c.Slack))
	if err != nil {
		return fmt.Errorf("connect to the box: %w", err)
	}
	h, err := furnish(s, c, in, func() time.Time { return t.sim.Clock().Now }, t.log, newMetrics())
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	if err := t.connect(ctx, group, h, in); err != nil {
		return errors.Join(err, group.Wait())
	}
	group.Go(func() error { return t.open(ctx, h, s) })
	return group.Wait()
}

// config is an empty config, pointed at the box.
func (t *trial) config(data string) config.Config {
	c := config.Default()
	k := t.sim.Credentials()
	c.Database = config.Secret(data)
	c.Slack = config.Slack{APIURL: t.base + "/api/", BotToken: config.Secret(k.BotToken)}
	if t.http {
		c.Slack.SigningSecret = config.Secret(k.SigningSecret)
	} else {
		c.Slack.AppToken = config.Secret(k.AppToken)
	}
	return c
}

// connect opens one of the bot's doors.
func (t *trial) connect(ctx context.Context, group *errgroup.Group, h *house, in *bot.Installation) error {
	if !t.http {
		group.Go(func() error { return h.bot.RunSocket(ctx, in.Client) })
		return nil
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen for the box: %w", err)
	}
	srv := bot.NewServer(h.bot.HTTPHandler(), t.log, fewConnections)
	group.Go(func() error {
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve the box: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
		defer cancel()
		return errors.Join(srv.Shutdown(late), h.bot.Close(late))
	})
	t.sim.SetBotURL("http://" + l.Addr().String())
	return nil
}

// open furnishes a new workspace, hands the bot the clock and says where it is.
func (t *trial) open(ctx context.Context, h *house, s *store.Store) error {
	ready, cancel := context.WithTimeout(ctx, connectLimit)
	defer cancel()
	for h.bot.Ready() != nil {
		select {
		case <-ready.Done():
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("connect to the box: %w", h.bot.Ready())
		case <-time.After(5 * time.Millisecond):
		}
	}
	if len(t.sim.Channels()) == 0 { // made last: a workspace with none is new
		if err := t.furnish(ctx, h.bot, s); err != nil {
			return fmt.Errorf("furnish the workspace: %w", err)
		}
	}
	t.sim.SetDriver(driver{h})
	fmt.Fprintf(t.out, "rapport is open at %s\nThere are four people to be; type /met Jane coffee, then move the clock. Ctrl+C ends it.\n", t.base)
	return nil
}

// driver is the bot's side of the box's clock.
type driver struct{ *house }

func (d driver) Next(ctx context.Context) (time.Time, error) { return d.reminders.Next(ctx) }

func (d driver) Tick(ctx context.Context, now time.Time) error { return d.reminders.Tick(ctx, now) }

func (d driver) Settle(ctx context.Context) error { return d.bot.Settle(ctx) }

// boxCommands are the slash commands of the app's manifest.
func boxCommands() []slacksim.Command {
	var all []slacksim.Command
	for _, c := range bot.Manifest(bot.ManifestOptions{SocketMode: true}).Features.Commands {
		all = append(all, slacksim.Command{Name: c.Command, Description: c.Description, UsageHint: c.Usage, ShouldEscape: c.Escape})
	}
	return all
}

// boxShortcuts are the shortcuts of the app's manifest.
func boxShortcuts() []slacksim.Shortcut {
	var all []slacksim.Shortcut
	for _, s := range bot.Manifest(bot.ManifestOptions{SocketMode: true}).Features.Shortcuts {
		all = append(all, slacksim.Shortcut{Name: s.Name, CallbackID: s.Callback, Description: s.Description, Type: s.Type})
	}
	return all
}

package main

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"rapport/bot"
	"rapport/config"
	"rapport/internal/slacksim"
	"rapport/store"
)

// monday is one, at nine in the morning: digests are due.
var monday = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// lodging is a bot that runs in this process, its rooms within reach, in a
// workspace that has the same clock.
type lodging struct {
	serving
	*server
	sim *slacksim.Sim
	mia slacksim.Member
}

// lodge starts what `bot serve` starts. What is logged is logged at every level.
func lodge(t *testing.T, dsn string, at time.Time, level slog.Level) *lodging {
	t.Helper()
	l := &lodging{}
	var err error
	if l.sim, err = slacksim.New(slacksim.Options{Now: time.Now, Start: at, Running: true, Scopes: bot.Scopes, Events: bot.Events}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.sim.Close(); err != nil {
			t.Error(err)
		}
	})
	base, err := l.sim.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if l.mia, err = l.sim.AddMember(slacksim.Member{Name: "Mia Canary-7f3a", TZ: "UTC"}); err != nil {
		t.Fatal(err)
	}
	l.open(t, dsn, base, level)
	return l
}

// open starts the bot itself.
func (l *lodging) open(t *testing.T, dsn, base string, level slog.Level) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	l.serving = serving{t: t, stderr: &screen{}, stop: stop, exit: make(chan int, 1)}
	log := slog.New(slog.NewTextHandler(l.stderr, &slog.HandlerOptions{Level: level}))
	c, k := config.Default(), l.sim.Credentials()
	c.Database, c.HTTP.Addr = config.Secret(dsn), "127.0.0.1:0"
	c.Slack = config.Slack{APIURL: base + "/api/", BotToken: config.Secret(k.BotToken), AppToken: config.Secret(k.AppToken)}
	metrics := newMetrics()
	o := storeOptions(c, log)
	o.Watch = watch(metrics, l.clock)
	s, err := store.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	newClockwork(metrics) // shown, and not asked: this clock is the box's
	l.server = &server{config: c, store: s, log: log, now: l.clock, metrics: metrics}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := l.serve(ctx); err != nil {
			l.exit <- exitFailed
			return
		}
		l.exit <- 0
	}()
	t.Cleanup(func() {
		stop()
		<-ended
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	l.listening()
}

// clock is the workspace's, and so the bot's: it goes on by itself.
func (l *lodging) clock() time.Time { return l.sim.Clock().Now }

// to moves the clock on.
func (l *lodging) to(at time.Time) {
	l.t.Helper()
	if err := l.sim.Advance(l.t.Context(), at); err != nil {
		l.t.Fatal(err)
	}
}

// becomes waits until /readyz begins with a word.
func (l *lodging) becomes(word string) {
	l.t.Helper()
	var code int
	var body string
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		code, body = l.get("/readyz")
		if strings.HasPrefix(body, word) && (code == http.StatusOK) == (word == "ready") {
			return
		}
	}
	l.t.Fatalf("/readyz stays %d %q, want %s; the log:\n%s", code, body, word, l.stderr)
}

// says types a line as a member does; what is answered is returned.
func (l *lodging) says(who slacksim.Member, line string) slacksim.Outcome {
	l.t.Helper()
	got, err := l.sim.Send(l.t.Context(), who.ID, who.DM, line)
	if err != nil {
		l.t.Fatalf("%s: %v", line, err)
	}
	return got
}

// ticks lets what is due be done, now.
func (l *lodging) ticks() {
	l.t.Helper()
	if err := l.house.Load().reminders.Tick(l.t.Context(), l.clock()); err != nil {
		l.t.Fatalf("tick: %v", err)
	}
}

package main

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/domain"
	"rapport/internal/pgtest"
	"rapport/internal/slacksim"
	"rapport/reminders"
)

// /readyz turns red when ticks stop, and green when they come again.
func TestReadyKnowsWhetherTicksStop(t *testing.T) {
	leakFree(t)
	l := lodge(t, filepath.Join(t.TempDir(), "rapport.db"), monday, slog.LevelInfo)
	l.becomes("ready")
	l.to(l.clock().Add(3*time.Minute + 2*time.Second)) // no tick came: the wall's minute is not over
	l.becomes("ticks: no tick for 3m")
	l.ticks()
	l.becomes("ready")
}

func TestReadyKnowsWhetherASocketIsOpen(t *testing.T) {
	leakFree(t)
	l := lodge(t, filepath.Join(t.TempDir(), "rapport.db"), monday, slog.LevelInfo)
	l.becomes("ready")
	fault := func(count int) {
		if err := l.sim.Fault(slacksim.Fault{Method: "apps.connections.open", Mode: "500", Count: &count}); err != nil {
			t.Fatal(err)
		}
	}
	fault(1000)
	if _, err := l.sim.Refresh("drop"); err != nil {
		t.Fatal(err)
	}
	l.becomes("socket: no connection is open")
	const counted = `rapport_slack_calls_total{code="http_5xx",method="apps.connections.open"}`
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, body := l.get("/metrics"); strings.Contains(body, counted) {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("what Slack answers to Socket Mode is not counted")
		}
	}
	fault(0)
	l.becomes("ready")
}

// The app is taken out and put back while the bot runs: the operator is told once,
// members' data stays, and nobody has to start the bot anew.
func TestReadyKnowsWhetherTheAppIsThere(t *testing.T) {
	leakFree(t)
	l := lodge(t, filepath.Join(t.TempDir(), "rapport.db"), monday, slog.LevelInfo)
	l.becomes("ready")
	l.says(l.mia, "/met Jane coffee")
	if err := l.sim.Uninstall(); err != nil {
		t.Fatal(err)
	}
	l.becomes("grant: the app was taken out of the workspace")
	l.ticks()
	if err := l.sim.Install(); err != nil {
		t.Fatal(err)
	}
	l.to(l.clock().Add(4 * time.Minute))
	l.ticks()
	l.becomes("ready")
	if got := l.says(l.mia, "/people"); len(got.Messages) == 0 || !strings.Contains(got.Messages[0].Text, "Jane") {
		t.Errorf("once it is back, /people is answered with %+v", got.Messages)
	}
	if _, body := l.get("/metrics"); !strings.Contains(body, "rapport_uninstalled_total 1\n") {
		t.Error("the loss is not counted once")
	}
	if n := strings.Count(l.stderr.String(), "level=ERROR"); n != 1 {
		t.Errorf("the operator is told %d times:\n%s", n, l.stderr)
	}
}

func TestReadyKnowsWhetherTheDatabaseAnswers(t *testing.T) {
	dsn := pgtest.Database(t) // first: its server stays
	leakFree(t)
	l := lodge(t, dsn, monday, slog.LevelInfo)
	l.becomes("ready")
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.TrimPrefix(u.Path, "/")
	u.Path = "/postgres"
	admin, err := sql.Open("pgx", u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	must := func(statement string) {
		t.Helper()
		if _, err := admin.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	must("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false")
	must("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'")
	l.becomes("database: no answer")
	must("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true")
	l.becomes("ready")
}

// standing is an outbox with a delivery in it that nobody can have.
type standing struct {
	reminders.Outbox
	waiting time.Duration
}

func (o *standing) Tally(ctx context.Context, now time.Time) (domain.Tally, error) {
	t, err := o.Outbox.Tally(ctx, now)
	t.Waiting = o.waiting
	return t, err
}

func TestReadyKnowsWhetherTheOutboxGrowsOld(t *testing.T) {
	leakFree(t)
	l := lodge(t, filepath.Join(t.TempDir(), "rapport.db"), monday, slog.LevelInfo)
	l.becomes("ready")
	o := &standing{Outbox: l.store.Outbox(), waiting: time.Hour}
	was := l.house.Load()
	h := *was
	h.reminders = reminders.New(l.store.Appointments(), l.store.Summaries(), o, l.store.Members(), h.bot.Sender(), l.log, reminders.NewMeter(prometheus.NewRegistry()))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- h.reminders.Run(ctx, l.clock) }()
	l.house.Store(&h)
	l.becomes("ready")
	for range 6 { // a tick every three minutes
		l.to(l.clock().Add(170 * time.Second))
		l.ticks()
	}
	l.becomes("outbox: a delivery has been due for 1h0m0s, and none gets through")
	if _, body := l.get("/metrics"); !strings.Contains(body, `rapport_ready{check="outbox"} 0`) || !strings.Contains(body, `rapport_ready{check="ticks"} 1`) {
		t.Error("rapport_ready does not tell the checks apart")
	}
	o.waiting = 0
	l.ticks()
	l.becomes("ready")
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	l.house.Store(was)
}

// What each check is called stands in one place, and in the documents.
func TestChecksAreNamed(t *testing.T) {
	page := string(read(t, "../../docs/operating.md"))
	for _, c := range checks {
		if !strings.Contains(page, fmt.Sprintf("| `%s` |", c.name)) {
			t.Errorf("docs/operating.md does not tell what to do when the check %q fails", c.name)
		}
	}
}

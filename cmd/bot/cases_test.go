package main

import (
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/bot"
	"rapport/config"
	"rapport/domain"
	"rapport/internal/failpoint"
	"rapport/internal/slacksim"
	"rapport/store"
)

// kitchen is the real rooms over a workspace in a box, without doors: a test
// moves the clock and calls the ticks.
type kitchen struct {
	t     *testing.T
	sim   *slacksim.Sim
	conf  config.Config
	mia   domain.Owner
	store *store.Store
	house *house
	// now is set by the test alone; clock lets others read it meanwhile.
	now   time.Time
	clock sync.Mutex
}

// set moves our clock.
func (k *kitchen) set(to time.Time) {
	k.clock.Lock()
	defer k.clock.Unlock()
	k.now = to
}

// time reads our clock, on any goroutine.
func (k *kitchen) time() time.Time {
	k.clock.Lock()
	defer k.clock.Unlock()
	return k.now
}

// cook makes a workspace in which Mia is due to hear of Jane on Monday at nine.
func cook(t *testing.T) *kitchen {
	t.Helper()
	return cookOn(t, filepath.Join(t.TempDir(), "rapport.db"))
}

// cookOn does so with the bot's data in a database.
func cookOn(t *testing.T, dsn string) *kitchen {
	t.Helper()
	k := &kitchen{t: t, now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), conf: config.Default()}
	sim, err := slacksim.New(slacksim.Options{Now: time.Now, Start: k.now, Scopes: bot.Scopes, Events: []string{"app_uninstalled"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sim.Close(); err != nil {
			t.Error(err)
		}
	})
	base, err := sim.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	mia, err := sim.AddMember(slacksim.Member{Name: "Mia", TZ: "Europe/Berlin"})
	if err != nil {
		t.Fatal(err)
	}
	k.sim = sim
	k.conf.Database = config.Secret(dsn)
	k.conf.Slack = config.Slack{APIURL: base + "/api/", BotToken: config.Secret(sim.Credentials().BotToken)}
	workspace := k.open()
	k.mia = domain.Owner{Workspace: workspace, Member: domain.MemberID(mia.ID)}
	command := bot.Command{Workspace: workspace, Member: k.mia.Member, Channel: mia.DM, Verb: "met", Reply: bot.Reply{Door: bot.SlashDoor}}
	command.ID, command.Args, command.At = "1", "Jane coffee 2026-09-01", k.now
	if _, err := k.house.bot.Do(t.Context(), command); err != nil {
		t.Fatal(err)
	}
	return k
}

// open starts a process: what it knows is in the database and in Slack.
func (k *kitchen) open() domain.WorkspaceID {
	k.t.Helper()
	log := slog.New(slog.DiscardHandler)
	s, err := openStore(k.t.Context(), k.conf, log)
	if err != nil {
		k.t.Fatal(err)
	}
	in, err := bot.Connect(k.t.Context(), credentials(k.conf.Slack))
	if err != nil {
		k.t.Fatal(err)
	}
	h, err := furnish(s, k.conf, in, k.time, log, newMetrics())
	if err != nil {
		k.t.Fatal(err)
	}
	k.store, k.house = s, h
	k.t.Cleanup(func() { _ = s.Close() }) // closed already when all went well
	return in.Workspace
}

// close ends the process, as far as others can see.
func (k *kitchen) close() {
	k.t.Helper()
	if err := k.store.Close(); err != nil {
		k.t.Fatal(err)
	}
}

// tick moves Slack's clock and ours, and does what is due then.
func (k *kitchen) tick(to time.Time) error {
	k.t.Helper()
	if err := k.sim.Advance(k.t.Context(), to); err != nil {
		k.t.Fatal(err)
	}
	k.set(to)
	return k.house.reminders.Tick(k.t.Context(), to)
}

// digests are those that Mia sees in Slack.
func (k *kitchen) digests() (all []slacksim.Message) {
	k.t.Helper()
	for _, m := range k.sim.Members() {
		if m.ID != string(k.mia.Member) {
			continue
		}
		seen, err := k.sim.Messages(m.ID, m.DM, "")
		if err != nil {
			k.t.Fatal(err)
		}
		for _, s := range seen {
			if strings.Contains(s.Text, "*Jane*") {
				all = append(all, s)
			}
		}
	}
	return all
}

var errDead = errors.New("the process is dead")

// R3: crash after Slack accepted, before it was recorded → found again, not sent
// twice. The process dies at the first of the named moments that the digest comes
// to, and has no effect from then on; another one takes over when the lease is
// over.
func TestR3WhatSlackAcceptedIsFoundAndNotSentTwice(t *testing.T) {
	nine := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC) // in Berlin
	for _, c := range []struct {
		at    failpoint.Name
		there int // digests in Slack when the process is dead
	}{
		{failpoint.AfterClaim, 0}, {failpoint.BeforePost, 0}, {failpoint.AfterPost, 1}, {failpoint.BeforeRecord, 1},
	} {
		t.Run(string(c.at), func(t *testing.T) {
			k := cook(t)
			if err := k.tick(k.now); err != nil {
				t.Fatal(err) // the welcome
			}
			dead := false
			failpoint.Arm(func(n failpoint.Name) error {
				if dead = dead || n == c.at; dead {
					return errDead
				}
				return nil
			})
			t.Cleanup(failpoint.Disarm)
			if err := k.tick(nine); err == nil {
				t.Fatalf("it lived through %s", c.at)
			}
			if got := len(k.digests()); got != c.there {
				t.Fatalf("%d digests in Slack after the death, want %d", got, c.there)
			}
			k.close()
			failpoint.Disarm()

			k.open()
			for range 20 { // minutes
				if err := k.tick(k.now.Add(time.Minute)); err != nil {
					t.Fatal(err)
				}
			}
			if got := k.digests(); len(got) != 1 {
				t.Errorf("Mia has %d digests", len(got))
			}
			tally, err := k.store.Outbox().Tally(t.Context(), k.now)
			if err != nil {
				t.Fatal(err)
			}
			if tally.ByState[domain.StateSending]+tally.ByState[domain.StateUnknown]+tally.ByState[domain.StatePending] > 0 {
				t.Errorf("the outbox is left with %v", tally.ByState)
			}
			k.close()
		})
	}
}

package main

import (
	"flag"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"rapport/bot"
	"rapport/config"
	"rapport/domain"
	"rapport/internal/slacksim"
)

var atNine = flag.Int("at-nine", 120, "to how many members something is due at once in TestManyAtNine")

// TestManyAtNine has everybody's message fall due at once in a workspace that takes
// sixty posts a minute, half of them in conversations that must be opened first, of
// which it opens fifty: all arrive, once, in not much more time than that takes,
// and few calls meet a 429.
func TestManyAtNine(t *testing.T) {
	nine := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	sim, err := slacksim.New(slacksim.Options{
		Now: time.Now, Start: nine, Scopes: bot.Scopes, Events: []string{"app_uninstalled"}, PostsPerMinute: 60,
	})
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
	conf := config.Default()
	conf.Database = config.Secret(filepath.Join(t.TempDir(), "rapport.db"))
	conf.Slack = config.Slack{APIURL: base + "/api/", BotToken: config.Secret(sim.Credentials().BotToken)}
	log := slog.New(slog.DiscardHandler)
	s, err := openStore(t.Context(), conf, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	in, err := bot.Connect(t.Context(), credentials(conf.Slack))
	if err != nil {
		t.Fatal(err)
	}
	now := nine
	h, err := furnish(s, conf, in, func() time.Time { return now }, log, newMetrics())
	if err != nil {
		t.Fatal(err)
	}
	var members []slacksim.Member
	for i := range *atNine {
		m, err := sim.AddMember(slacksim.Member{Name: fmt.Sprint("Member ", i), TZ: "UTC"})
		if err != nil {
			t.Fatal(err)
		}
		members = append(members, m)
		who := domain.Owner{Workspace: in.Workspace, Member: domain.MemberID(m.ID)}
		if err := s.Members().Meet(t.Context(), domain.Newcomer(who, m.Name, m.TZ, conf.Policy, now), now); err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			if err := s.Members().Opened(t.Context(), who, m.DM); err != nil {
				t.Fatal(err)
			}
		}
	}
	ideal := time.Duration(*atNine-60) * time.Second // a minute's worth goes at once
	for end := nine.Add(4 * ideal); ; {
		next, err := s.Appointments().NextDelivery(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if next.IsZero() || next.After(end) {
			break
		}
		if next.After(now) {
			now = next
		}
		if err := sim.Advance(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		if err := h.reminders.Tick(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range members {
		seen, err := sim.Messages(m.ID, m.DM, "")
		if err != nil || len(seen) != 1 {
			t.Fatalf("%s has %d messages, error %v", m.Name, len(seen), err)
		}
	}
	met := make(map[string]int)
	for _, c := range sim.Calls(0) {
		if c.Error == "ratelimited" {
			met[c.Method]++
		}
	}
	took := now.Sub(nine)
	t.Logf("%d arrived in %v, at best %v; met a 429: %v", len(members), took, ideal, met)
	if took > 2*ideal+time.Minute || met["chat.postMessage"] > 5+*atNine/20 || met["conversations.open"] > 5+*atNine/20 {
		t.Errorf("took %v, at best %v; met a 429: %v", took, ideal, met)
	}
}

package main

import (
	"context"
	"crypto/rand"
	"flag"
	"log/slog"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/bot"
	"rapport/bot/phrase"
	"rapport/domain"
	"rapport/internal/slacksim"
	"rapport/store"
)

var (
	refreshes = flag.Int("refreshes", 100, "how many times connections are replaced under load, one after the other")
	cuts      = flag.Int("cuts", 5, "how many times all connections are ended at once under load")
)

// patiently is how long commands may take where a busy machine is no reason to
// fail.
const patiently = 30 * time.Second

// office is a bot that many people type to at once, over sockets that are ended
// all the time.
type office struct {
	t       *testing.T
	sim     *slacksim.Sim
	bot     *bot.Bot
	store   *store.Store
	in      *bot.Installation
	typists []*typist
}

// openOffice connects a bot to a workspace in which n people are.
func openOffice(t *testing.T, n int, o slacksim.Options) *office {
	t.Helper()
	leakFree(t)
	o.PostBurst = 1 << 20 // how fast people are answered is not what is measured
	sim, environ := workspace(t, o)
	s, err := store.Open(t.Context(), store.Options{DSN: t.TempDir() + "/rapport.db", Policy: domain.DefaultPolicy(), Keys: phrase.Keys})
	if err != nil {
		t.Fatal(err)
	}
	k := sim.Credentials()
	api := strings.TrimPrefix(environ[0], "SLACK_API_URL=")
	in, err := bot.Connect(t.Context(), bot.Credentials{BotToken: k.BotToken, AppToken: k.AppToken, APIURL: api})
	if err != nil {
		t.Fatal(err)
	}
	b, err := bot.New(bot.Options{
		Book: s.Book(), Members: s.Members(), Shows: s.Shows(), Seen: s.Inbound(), Grants: s.Installations(), Installations: bot.NewOnly(in),
		Policy: domain.DefaultPolicy(), SocketMode: true, Stagger: 150 * time.Millisecond, Patience: 20 * time.Second, Now: time.Now,
		Log: slog.New(slog.DiscardHandler), Metrics: prometheus.NewRegistry(),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.RunSocket(ctx, in.Client) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := sim.Connected(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	f := &office{t: t, sim: sim, bot: b, store: s, in: in}
	for i := range n {
		m, err := sim.AddMember(slacksim.Member{Name: "Member " + strconv.Itoa(i), TZ: "Europe/Berlin"})
		if err != nil {
			t.Fatal(err)
		}
		f.typists = append(f.typists, &typist{Member: m})
	}
	return f
}

// typist is a member who types one command after the other.
type typist struct {
	slacksim.Member
	done    []string // the people of whom there must be one touch and one answer
	refused []string // those of whom Slack said that the bot did not answer
}

// types a command about somebody new: a slash command, for whose acknowledgment
// it waits, and now and then a message, which Slack sends until it has one.
func (m *typist) types(sim *slacksim.Sim, n int) error {
	over, cancel := context.WithCancel(context.Background())
	cancel() // what came of it is looked at in the end
	name := "X" + strings.ToLower(rand.Text()[:14])
	if n%16 == 15 {
		m.done = append(m.done, name)
		_, err := sim.Send(over, m.ID, m.DM, "met "+name+" coffee")
		return err
	}
	got, err := sim.Send(over, m.ID, m.DM, "/met "+name+" coffee")
	if err == nil && got.AckMS < 0 {
		m.refused = append(m.refused, name)
		return nil
	}
	m.done = append(m.done, name)
	return err
}

// busy has everybody type while f goes on.
func (f *office) busy(during func()) {
	f.t.Helper()
	var over atomic.Bool
	var wg sync.WaitGroup
	for _, m := range f.typists {
		wg.Go(func() {
			for n := 0; !over.Load(); n++ {
				if err := m.types(f.sim, n); err != nil {
					f.t.Error(err)
					return
				}
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
	during()
	over.Store(true)
	wg.Wait()
}

// opened is how many connections were opened so far.
func (f *office) opened() (n int) {
	for _, c := range f.sim.Calls(0) {
		if c.Method == "apps.connections.open" && c.OK {
			n++
		}
	}
	return n
}

// telling finds the name that an answer is about.
var telling = regexp.MustCompile(`X[a-z2-7]{14}`)

// said are the messages that a typist sees.
func (f *office) said(m *typist) []slacksim.Message {
	f.t.Helper()
	all, err := f.sim.Messages(m.ID, m.DM, "")
	if err != nil {
		f.t.Fatal(err)
	}
	return all
}

// came counts, for one typist, the touches and the answers about each name.
func (f *office) came(m *typist) (touches, answers map[string]int) {
	f.t.Helper()
	p, err := f.store.Shows().Portfolio(f.t.Context(), domain.Owner{Workspace: f.in.Workspace, Member: domain.MemberID(m.ID)}, time.Now())
	if err != nil {
		f.t.Fatal(err)
	}
	touches, answers = map[string]int{}, map[string]int{}
	for _, c := range p.Contacts {
		touches[c.Name] += c.Touched.Count
	}
	for _, msg := range f.said(m) {
		if name := telling.FindString(msg.Text); msg.IsBot && name != "" {
			answers[name]++
		}
	}
	return touches, answers
}

// allOnce checks that each command was stored once and answered once. It waits
// for the messages that are still being delivered again.
func (f *office) allOnce() (commands, refused int) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), 10*time.Second)
	defer cancel()
	if err := f.bot.Settle(ctx); err != nil {
		f.t.Error(err)
	}
	for _, m := range f.typists {
		touches, answers := f.came(m)
		for _, name := range m.done {
			if touches[name] != 1 || answers[name] != 1 {
				f.t.Errorf("%s: %d touches and %d answers, want one of each", name, touches[name], answers[name])
			}
		}
		for _, msg := range f.said(m) {
			if strings.Contains(msg.Text, "failed") {
				f.t.Log(msg.Text)
			}
		}
		for _, name := range m.refused {
			if touches[name] > 1 || answers[name] > 1 {
				f.t.Errorf("%s, which was not acknowledged: %d touches and %d answers", name, touches[name], answers[name])
			}
		}
		commands += len(m.done)
		refused += len(m.refused)
	}
	return commands, refused
}

// Connections that Slack replaces one after the other lose nothing, whatever is
// typed meanwhile.
func TestRefreshesUnderLoadLoseNothing(t *testing.T) {
	f := openOffice(t, 24, slacksim.Options{RefreshEvery: 1400 * time.Millisecond, RefreshWarning: 1050 * time.Millisecond, AckTimeout: patiently})
	begun := time.Now()
	f.busy(func() {
		for f.opened() < 2+*refreshes && time.Since(begun) < 5*time.Minute {
			time.Sleep(200 * time.Millisecond)
		}
	})
	took, n := time.Since(begun), f.opened()-2
	commands, refused := f.allOnce()
	t.Logf("%d refreshes in %v: %d commands stored and answered once, %d refused", n, took.Round(time.Millisecond), commands, refused)
	if n < *refreshes || refused > 0 {
		t.Errorf("%d refreshes and %d commands that were not acknowledged, want at least %d and none", n, refused, *refreshes)
	}
}

// When Slack announces the end of all connections at once nothing is lost
// either. When it ends them without a word, what it cannot deliver it says so to
// whoever typed it; nothing has two effects, and what was acknowledged is stored.
func TestAllConnectionsEndedAtOnceUnderLoad(t *testing.T) {
	for _, how := range []struct {
		reason  string
		refuses bool
		within  time.Duration // what is cut off is given up after it
	}{{"warning", false, patiently}, {"refresh_requested", true, patiently}, {"drop", true, 3 * time.Second}} {
		t.Run(how.reason, func(t *testing.T) {
			f := openOffice(t, 12, slacksim.Options{RefreshWarning: time.Second, RefreshEvery: time.Minute, AckTimeout: how.within})
			f.busy(func() {
				for range *cuts {
					time.Sleep(300 * time.Millisecond)
					if _, err := f.sim.Refresh(how.reason); err != nil {
						t.Error(err)
					}
				}
			})
			commands, refused := f.allOnce()
			t.Logf("%d times %s: %d commands stored and answered once, %d refused", *cuts, how.reason, commands, refused)
			if commands == 0 || refused > 0 && !how.refuses {
				t.Errorf("%d commands stored and %d refused", commands, refused)
			}
		})
	}
}

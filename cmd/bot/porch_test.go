package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/bot"
	"rapport/config"
	"rapport/domain"
	"rapport/internal/pgtest"
	"rapport/internal/slacksim"
	"rapport/store"
)

// porch is the real rooms behind their signed door, in a workspace in a box. What
// comes through the door is kept, so that it can come again.
type porch struct {
	t     testing.TB
	sim   *slacksim.Sim
	conf  config.Config
	in    *bot.Installation
	store *store.Store
	house *house
	log   *screen
	mia   slacksim.Member

	metrics *prometheus.Registry

	mu     sync.Mutex
	parcel []parcel
	signed int
}

// parcel is one request of Slack's.
type parcel struct {
	path, kind string
	body       []byte
}

// onEither runs a test on a porch over each database.
func onEither(t *testing.T, events []string, test func(t *testing.T, p *porch)) {
	t.Helper()
	for name, dsn := range map[string]func(testing.TB) string{
		"sqlite":   func(t testing.TB) string { return filepath.Join(t.TempDir(), "rapport.db") },
		"postgres": pgtest.Database,
	} {
		t.Run(name, func(t *testing.T) { test(t, newPorch(t, dsn(t), events)) })
	}
}

// newPorch opens a bot that Mia has used before.
func newPorch(t testing.TB, dsn string, events []string) *porch {
	t.Helper()
	p := porchOf(t, dsn, slacksim.Options{Start: monday.Add(time.Hour), Running: true, Events: events})
	p.mia = p.meet("Mia")
	return p
}

// porchOf opens one in a workspace that is as o says, with nobody in it.
func porchOf(t testing.TB, dsn string, o slacksim.Options) *porch {
	t.Helper()
	p := &porch{t: t, log: &screen{}, conf: config.Default()}
	o.Now, o.Scopes, o.BotURL, o.Transport, o.PostBurst, o.PostsPerMinute = time.Now, bot.Scopes, "http://bot", p, 1<<20, 1<<20
	sim, err := slacksim.New(o)
	if err != nil {
		t.Fatal(err)
	}
	p.sim = sim
	t.Cleanup(func() {
		if err := sim.Close(); err != nil {
			t.Error(err)
		}
	})
	base, err := sim.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	k := sim.Credentials()
	p.conf.Database = config.Secret(dsn)
	p.conf.Slack = config.Slack{APIURL: base + "/api/", BotToken: config.Secret(k.BotToken), SigningSecret: config.Secret(k.SigningSecret)}
	if p.store, err = openStore(t.Context(), p.conf, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.settle()
		if err := p.store.Close(); err != nil {
			t.Error(err)
		}
	})
	p.open()
	return p
}

// open starts a process anew: what it knows is in the database and in Slack.
func (p *porch) open() {
	p.t.Helper()
	log := slog.New(slog.NewTextHandler(p.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	in, err := bot.Connect(p.t.Context(), credentials(p.conf.Slack))
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.store.Installations().Save(p.t.Context(), installation(in, p.now())); err != nil {
		p.t.Fatal(err)
	}
	p.metrics = newMetrics()
	h, err := furnish(p.store, p.conf, in, p.now, log, p.metrics)
	if err != nil {
		p.t.Fatal(err)
	}
	p.in, p.house = in, h
	p.sim.SetDriver(driver{h})
}

func (p *porch) now() time.Time { return p.sim.Clock().Now }

// meet adds a member and has them use the bot once.
func (p *porch) meet(name string) slacksim.Member {
	p.t.Helper()
	m, err := p.sim.AddMember(slacksim.Member{Name: name, TZ: "UTC"})
	if err != nil {
		p.t.Fatal(err)
	}
	if got, err := p.sim.Send(p.t.Context(), m.ID, m.DM, "/rapport help"); err != nil || got.AckMS < 0 {
		p.t.Fatalf("first command: %+v, %v", got, err)
	}
	return m
}

// RoundTrip carries Slack's requests to the door.
func (p *porch) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if p.house == nil {
		return nil, errors.New("nobody is at home")
	}
	p.mu.Lock()
	p.parcel = append(p.parcel, parcel{r.URL.Path, r.Header.Get("Content-Type"), body})
	p.mu.Unlock()
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	rw := httptest.NewRecorder()
	p.house.doors.ServeHTTP(rw, r)
	return rw.Result(), nil
}

// came takes out what has come so far.
func (p *porch) came() []parcel {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.parcel
	p.parcel = nil
	return all
}

// bring brings a request as Slack would, for the how-manieth time.
func (p *porch) bring(x parcel, retry int) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, x.path, bytes.NewReader(x.body))
	r.Header.Set("Content-Type", x.kind)
	p.mu.Lock()
	p.signed++
	at := time.Now().Add(-time.Duration(p.signed%200) * time.Second) // each is signed at a time of its own
	p.mu.Unlock()
	slacksim.Sign(r.Header, p.conf.Slack.SigningSecret.Reveal(), at, x.body)
	if retry > 0 {
		r.Header.Set("X-Slack-Retry-Num", strconv.Itoa(retry))
		r.Header.Set("X-Slack-Retry-Reason", "http_timeout")
	}
	rw := httptest.NewRecorder()
	p.house.doors.ServeHTTP(rw, r)
	return rw
}

// event is an event under an id.
func (p *porch) event(id string, inner map[string]any) parcel {
	p.t.Helper()
	raw, err := json.Marshal(map[string]any{
		"type": "event_callback", "team_id": p.in.Workspace, "api_app_id": p.in.App, "event_id": id, "event_time": p.now().Unix(), "event": inner,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return parcel{"/slack/events", "application/json", raw}
}

// message is a direct message as its event tells of it.
func (p *porch) message(m slacksim.Member, ago time.Duration, text string) map[string]any {
	p.mu.Lock()
	p.signed++
	n := p.signed
	p.mu.Unlock()
	return map[string]any{
		"type": "message", "channel": m.DM, "channel_type": "im", "user": m.ID, "text": text,
		"ts": fmt.Sprintf("%d.%06d", p.now().Add(-ago).Unix(), n),
	}
}

// settle waits until the bot has nothing left to do.
func (p *porch) settle() {
	p.t.Helper()
	if p.house == nil {
		return
	}
	if err := p.house.bot.Settle(p.t.Context()); err != nil && p.t.Context().Err() == nil {
		p.t.Error(err)
	}
}

func (p *porch) owner(m slacksim.Member) domain.Owner {
	return domain.Owner{Workspace: p.in.Workspace, Member: domain.MemberID(m.ID)}
}

// stored is all that is kept of a member, as text.
func (p *porch) stored(m slacksim.Member) string {
	p.t.Helper()
	all, err := p.store.Shows().Portfolio(p.t.Context(), p.owner(m), p.now())
	if err != nil {
		p.t.Fatal(err)
	}
	raw, err := json.MarshalIndent(map[string]any{"member": all.Member, "contacts": all.Contacts, "goals": all.Goals}, "", " ")
	if err != nil {
		p.t.Fatal(err)
	}
	return string(raw)
}

// heard are the bot's messages in a member's direct conversation.
func (p *porch) heard(m slacksim.Member, about string) (all []slacksim.Message) {
	p.t.Helper()
	seen, err := p.sim.Messages(m.ID, m.DM, "")
	if err != nil {
		p.t.Fatal(err)
	}
	return slices.DeleteFunc(seen, func(x slacksim.Message) bool { return !x.IsBot || !strings.Contains(x.Text, about) })
}

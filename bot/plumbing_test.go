package bot

import (
	"cmp"
	"context"
	"flag"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"rapport/domain"
)

var update = flag.Bool("update", false, "write golden files anew")

// monday is when everything in these tests happens, unless they say otherwise.
var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

const team = domain.WorkspaceID("T1")

var mia = domain.Owner{Workspace: team, Member: "U1"}

// ledger is a store that keeps nothing but who there is and which commands had
// their effect.
type ledger struct {
	mu       sync.Mutex
	members  map[domain.Owner]domain.Member
	done     map[domain.CommandID]bool
	order    []domain.CommandID
	profiles []profile
	shown    []domain.Telling
	contacts []*domain.Contact
	err      error // what every call returns, when set
}

func newLedger() *ledger {
	return &ledger{members: map[domain.Owner]domain.Member{}, done: map[domain.CommandID]bool{}}
}

// commit gives a command its effect, once.
func (l *ledger) commit(c Command) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return l.err
	}
	if l.done[c.ID] {
		return domain.Fault(domain.KindDuplicate, "command", nil)
	}
	l.done[c.ID] = true
	l.order = append(l.order, c.ID)
	return nil
}

func (l *ledger) committed() []domain.CommandID {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.order)
}

func (l *ledger) Write(context.Context, domain.Ref, func(*domain.Book) error) error { return l.err }
func (l *ledger) Read(context.Context, domain.Ref, func(*domain.Book) error) error  { return l.err }

func (l *ledger) Member(_ context.Context, o domain.Owner) (domain.Member, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	m, ok := l.members[o]
	if l.err != nil {
		return m, l.err
	}
	if !ok {
		return m, domain.Fault(domain.KindNotFound, "member", nil)
	}
	return m, nil
}

func (l *ledger) Meet(_ context.Context, m domain.Member, _ time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, known := l.members[m.Owner]; !known {
		l.members[m.Owner] = m
	}
	return l.err
}

func (l *ledger) Profile(_ context.Context, o domain.Owner, name, zone string, gone bool, _ time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.profiles = append(l.profiles, profile{name, zone, gone})
	if m, ok := l.members[o]; ok {
		m.Name, m.Zone, m.Gone = name, cmp.Or(zone, m.Zone), gone
		l.members[o] = m
	}
	return l.err
}

func (l *ledger) Opened(_ context.Context, o domain.Owner, channel string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	m := l.members[o]
	m.Channel = channel
	l.members[o] = m
	return l.err
}

func (l *ledger) Portfolio(ctx context.Context, o domain.Owner, _ time.Time) (domain.Portfolio, error) {
	m, err := l.Member(ctx, o)
	l.mu.Lock()
	defer l.mu.Unlock()
	return domain.Portfolio{Member: m, Policy: domain.DefaultPolicy(), Contacts: slices.Clone(l.contacts)}, err
}

func (l *ledger) Shown(_ context.Context, _ domain.Delivery, told []domain.Telling) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shown = append(l.shown, told...)
	return nil
}

func (l *ledger) Newest(context.Context, domain.Owner) (domain.Date, []domain.Telling, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return domain.Date{}, slices.Clone(l.shown), l.err
}

// call is one request that the bot made: to the Web API or to a response_url.
type call struct {
	Method string
	Args   url.Values // of a form; a JSON body stands under "json"
}

// fakeSlack is the other end of the Web API. What a test doesn't answer itself
// is answered with ok.
type fakeSlack struct {
	*httptest.Server
	mu      sync.Mutex
	calls   []call
	answers map[string]http.HandlerFunc
}

func newFakeSlack(t *testing.T) *fakeSlack {
	t.Helper()
	f := &fakeSlack{answers: map[string]http.HandlerFunc{}}
	f.Server = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.Close)
	f.says("conversations.open", `{"ok":true,"channel":{"id":"D1"}}`)
	f.says("chat.postMessage", `{"ok":true,"channel":"D1","ts":"1764000000.000100"}`)
	f.says("users.info", `{"ok":true,"user":{"id":"U1","tz":"Europe/Oslo","profile":{"display_name":"Mia"}}}`)
	return f
}

func (f *fakeSlack) serve(rw http.ResponseWriter, r *http.Request) {
	c := call{Method: strings.TrimPrefix(r.URL.Path, "/api/")}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(err)
		}
		c.Args = url.Values{"json": {string(body)}}
		r.Body = io.NopCloser(strings.NewReader(string(body)))
	} else {
		if err := r.ParseForm(); err != nil {
			panic(err)
		}
		c.Args = r.PostForm
	}
	f.mu.Lock()
	f.calls = append(f.calls, c)
	answer := f.answers[c.Method]
	f.mu.Unlock()
	if answer == nil {
		answer = says(`{"ok":true}`)
	}
	answer(rw, r)
}

// says makes a method answer with a body.
func (f *fakeSlack) says(method, body string) { f.does(method, says(body)) }

func (f *fakeSlack) does(method string, h http.HandlerFunc) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers[method] = h
}

func says(body string) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(rw, body)
	}
}

func status(code int) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(code) }
}

// made returns the calls of a method, all of them when it is "".
func (f *fakeSlack) made(method string) []call {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []call
	for _, c := range f.calls {
		if method == "" || c.Method == method {
			out = append(out, c)
		}
	}
	return out
}

// methods returns the names of the calls made, in order.
func (f *fakeSlack) methods() []string {
	var out []string
	for _, c := range f.made("") {
		out = append(out, c.Method)
	}
	return out
}

// rig is a bot between a fake store and a fake Slack.
type rig struct {
	*Bot
	ledger *ledger
	slack  *fakeSlack
	log    *lockedLog
}

// lockedLog is a log that can be read while it is written.
type lockedLog struct {
	mu  sync.Mutex
	buf strings.Builder
}

func (l *lockedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lockedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

const signingSecret = "8f742231b10e8888abcd99yyyzzz85a5"

// newRig builds a bot whose verbs are those of the test alone.
func newRig(t *testing.T, verbs map[string]Handler, change ...func(*Options)) *rig {
	t.Helper()
	r := &rig{ledger: newLedger(), slack: newFakeSlack(t), log: &lockedLog{}}
	api := r.slack.URL + "/api/"
	in := &Installation{
		Workspace: team, App: "A1", BotUser: "UBOT", BotID: "B1", APIURL: api,
		Client: NewClient(Credentials{BotToken: "xoxb-secret", AppToken: "xapp-secret", APIURL: api}),
	}
	o := Options{
		Book: r.ledger, Members: r.ledger, Shows: r.ledger, Installations: NewOnly(in), Policy: domain.DefaultPolicy(),
		SigningSecret: signingSecret, Now: func() time.Time { return monday },
		Log: slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, f := range change {
		f(&o)
	}
	b, err := New(o)
	if err != nil {
		t.Fatalf("new bot: %v", err)
	}
	maps.Copy(b.handlers, verbs)
	r.Bot = b
	r.ledger.members[mia] = domain.Member{Owner: mia, Name: "Mia", Zone: "UTC", Channel: "D1"}
	t.Cleanup(func() { r.settle(t) })
	return r
}

func (r *rig) settle(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 10*time.Second)
	defer cancel()
	if err := r.Settle(ctx); err != nil {
		t.Fatal(err)
	}
}

// take puts a command through the door that has no limit, and returns how it
// was acknowledged once all is done.
func (r *rig) take(t *testing.T, c Command) ack {
	t.Helper()
	got := make(chan ack, 1)
	r.accept(t.Context(), c, 0, func(a ack) { got <- a })
	r.settle(t)
	select {
	case a := <-got:
		return a
	default:
		t.Fatal("the command was never acknowledged")
		return ack{}
	}
}

// slashed is "/met" with words, as a slash command.
func slashed(id, args string) Command {
	return Command{
		ID: domain.CommandID(id), Workspace: team, Member: mia.Member, Channel: "C1", Verb: "met", Args: args,
		Trigger: "trigger-" + id, Reply: Reply{Door: SlashDoor}, At: monday,
	}
}

// textOf returns the text of an acknowledgment that carries a message.
func textOf(t *testing.T, a ack) string {
	t.Helper()
	m, ok := a.Payload.(reply)
	if !ok {
		t.Fatalf("payload is %T, want a message", a.Payload)
	}
	return m.Text
}

// quiet fails the test when goroutines outlive it. Call it first: cleanups run
// in the reverse order.
func quiet(t *testing.T) {
	t.Helper()
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, before) })
}

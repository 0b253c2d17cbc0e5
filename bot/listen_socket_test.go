package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"

	"rapport/bot/view"
)

// wire is the far end of Socket Mode: it hands out tickets, says hello, pings,
// sends envelopes and keeps what is acknowledged.
type wire struct {
	t     *testing.T
	rig   *rig
	conns chan *websocket.Conn
	acks  chan acked
	wg    sync.WaitGroup
}

// acked is one acknowledgment as it came over the wire.
type acked struct {
	EnvelopeID string          `json:"envelope_id"`
	Payload    json.RawMessage `json:"payload"`
	size       int
}

func newWire(t *testing.T, r *rig) *wire {
	t.Helper()
	w := &wire{t: t, rig: r, conns: make(chan *websocket.Conn, 10), acks: make(chan acked, 600)}
	r.slack.does("apps.connections.open", func(rw http.ResponseWriter, q *http.Request) {
		says(fmt.Sprintf(`{"ok":true,"url":"ws%s/link?ticket=secret-ticket"}`, strings.TrimPrefix(r.slack.URL, "http")))(rw, q)
	})
	r.slack.does("/link", w.serve)
	return w
}

func (w *wire) serve(rw http.ResponseWriter, q *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(rw, q, nil)
	if err != nil {
		return
	}
	w.wg.Add(1)
	defer w.wg.Done()
	defer conn.Close()
	if err := conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"hello","num_connections":1,"connection_info":{"app_id":"A1"}}`)); err != nil {
		return
	}
	w.conns <- conn
	for {
		_, raw, err := conn.ReadMessage()
		if err != nil {
			return
		}
		var a acked
		if err := json.Unmarshal(raw, &a); err != nil {
			w.t.Errorf("acknowledgment: %v", err)
			return
		}
		a.size = len(raw)
		w.acks <- a
	}
}

// run listens until the test ends or stop is called, and returns the first connection.
func (w *wire) run() (conn *websocket.Conn, stop func() error) {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.t.Context())
	ended := make(chan error, 1)
	client := NewClient(Credentials{BotToken: "xoxb-secret", AppToken: "xapp-secret", APIURL: w.rig.slack.URL + "/api/"})
	go func() { ended <- w.rig.RunSocket(ctx, client) }()
	stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-ended:
			w.wg.Wait()
			return err
		case <-time.After(15 * time.Second):
			w.t.Error("the socket did not stop")
			return nil
		}
	})
	w.t.Cleanup(func() {
		if err := stop(); err != nil {
			w.t.Errorf("socket: %v", err)
		}
	})
	return w.connection(), stop
}

func (w *wire) connection() *websocket.Conn {
	w.t.Helper()
	select {
	case c := <-w.conns:
		return c
	case <-time.After(10 * time.Second):
		w.t.Fatalf("no connection: %s", w.rig.log)
		return nil
	}
}

// envelope sends a payload.
func (w *wire) envelope(conn *websocket.Conn, id, kind string, payload []byte) {
	w.t.Helper()
	err := conn.WriteJSON(map[string]any{
		"type": kind, "envelope_id": id, "payload": json.RawMessage(payload), "accepts_response_payload": kind != "events_api",
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// acknowledged waits for the next acknowledgment.
func (w *wire) acknowledged() acked {
	w.t.Helper()
	select {
	case a := <-w.acks:
		return a
	case <-time.After(5 * time.Second):
		w.t.Fatalf("nothing was acknowledged: %s", w.rig.log)
		return acked{}
	}
}

func socketPayload(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "payloads", name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// slashPayload is a slash command with its own trigger.
func slashPayload(trigger, text string) []byte {
	return fmt.Appendf(nil, `{"team_id":"T1","channel_id":"C1","user_id":"U1","command":"/met","text":%q,"trigger_id":%q,"api_app_id":"A1","response_url":""}`, text, trigger)
}

func TestSocketAnswersOnTheAcknowledgment(t *testing.T) {
	quiet(t)
	r := newRig(t, map[string]Handler{"met": answers("remembered"), "typed": answers("typed")}, func(o *Options) { o.SocketMode = true })
	w := newWire(t, r)
	conn, stop := w.run()
	for r.Ready() != nil {
		time.Sleep(time.Millisecond)
	}
	w.envelope(conn, "e1", "slash_commands", socketPayload(t, "slash.json"))
	if a := w.acknowledged(); a.EnvelopeID != "e1" || !strings.Contains(string(a.Payload), "remembered") {
		t.Errorf("acknowledged %s %s", a.EnvelopeID, a.Payload)
	}
	w.envelope(conn, "e2", "events_api", socketPayload(t, "event_message.json"))
	if a := w.acknowledged(); a.EnvelopeID != "e2" || len(a.Payload) > 0 {
		t.Errorf("acknowledged %s %s", a.EnvelopeID, a.Payload)
	}
	r.settle(t)
	if n := len(r.slack.made("chat.postMessage")); n != 1 {
		t.Errorf("the typed message was answered %d times", n)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(r.log.String(), "secret") {
		t.Errorf("a secret is in the log: %s", r.log)
	}
}

func TestSocketAcknowledgesWhatItDoesNotKnow(t *testing.T) {
	quiet(t)
	r := newRig(t, nil)
	w := newWire(t, r)
	conn, _ := w.run()
	for id, send := range map[string]func(id string){
		"unknown inner event": func(id string) { w.envelope(conn, id, "events_api", socketPayload(t, "event_unknown.json")) },
		"unknown interaction": func(id string) { w.envelope(conn, id, "interactive", socketPayload(t, "interaction_unknown.json")) },
		"wrong type":          func(id string) { w.envelope(conn, id, "events_api", []byte(`"not an object"`)) },
		"no enterprise flag": func(id string) {
			w.envelope(conn, id, "slash_commands", []byte(`{"is_enterprise_install":{},"text":"Jane's secret"}`))
		},
		"unknown envelope": func(id string) { w.envelope(conn, id, "holograms", []byte(`{}`)) },
		"closed view":      func(id string) { w.envelope(conn, id, "interactive", socketPayload(t, "closed.json")) },
		"another team": func(id string) {
			w.envelope(conn, id, "events_api", []byte(`{"type":"event_callback","team_id":"T9","event_id":"E","event":{"type":"app_uninstalled"}}`))
		},
	} {
		send(id)
		if a := w.acknowledged(); a.EnvelopeID != id || len(a.Payload) > 0 {
			t.Errorf("%s: acknowledged %s %s", id, a.EnvelopeID, a.Payload)
		}
	}
	if log := r.log.String(); strings.Contains(log, "Jane") || strings.Contains(log, "not an object") {
		t.Errorf("content in the log: %s", log)
	}
}

func TestSocketSendsALargeAnswerTheOtherWay(t *testing.T) {
	quiet(t)
	long := view.Message{Text: strings.Repeat("y", maxAck)}
	r := newRig(t, map[string]Handler{"met": func(context.Context, Command) (Answer, error) { return Answer{Message: &long}, nil }})
	w := newWire(t, r)
	conn, _ := w.run()
	payload := strings.Replace(string(slashPayload("t1", "")), `"response_url":""`, fmt.Sprintf(`"response_url":%q`, r.slack.URL+"/reply"), 1)
	w.envelope(conn, "e1", "slash_commands", []byte(payload))
	if a := w.acknowledged(); a.size >= 20_480 || len(a.Payload) > 0 {
		t.Errorf("acknowledged with %d bytes", a.size)
	}
	r.settle(t)
	if n := len(r.slack.made("/reply")); n != 1 {
		t.Errorf("%d answers by response_url", n)
	}
}

func TestSocketKeepsAMembersOrder(t *testing.T) {
	quiet(t)
	r := newRig(t, nil)
	r.handlers["met"] = func(_ context.Context, c Command) (Answer, error) { return Answer{}, r.ledger.commit(c) }
	w := newWire(t, r)
	conn, _ := w.run()
	const n = 500
	for i := range n {
		w.envelope(conn, fmt.Sprintf("e%03d", i), "slash_commands", slashPayload(fmt.Sprintf("%03d", i), ""))
	}
	for range n {
		w.acknowledged()
	}
	for i, id := range r.ledger.committed() {
		if want := fmt.Sprintf("slash:%03d", i); string(id) != want {
			t.Fatalf("effect %d is %s, want %s", i, id, want)
		}
	}
}

func TestSocketReconnectsWhenSlackAsksFor(t *testing.T) {
	quiet(t)
	r := newRig(t, map[string]Handler{"met": answers("remembered")})
	w := newWire(t, r)
	conn, _ := w.run()
	if err := conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"disconnect","reason":"refresh_requested"}`)); err != nil {
		t.Fatal(err)
	}
	conn = w.connection()
	w.envelope(conn, "e1", "slash_commands", slashPayload("t1", ""))
	if a := w.acknowledged(); a.EnvelopeID != "e1" {
		t.Errorf("acknowledged %s", a.EnvelopeID)
	}
}

// Slack closes a connection some seconds after it has said that it will. What it
// sends over it until then is taken; the next one is open before that.
func TestSocketIsReadUntilItIsClosed(t *testing.T) {
	quiet(t)
	r := newRig(t, map[string]Handler{"met": answers("remembered")})
	w := newWire(t, r)
	old, _ := w.run()
	if err := old.WriteMessage(websocket.TextMessage, []byte(`{"type":"disconnect","reason":"warning"}`)); err != nil {
		t.Fatal(err)
	}
	w.connection()
	w.envelope(old, "late", "slash_commands", slashPayload("t1", ""))
	if a := w.acknowledged(); a.EnvelopeID != "late" || !strings.Contains(string(a.Payload), "remembered") {
		t.Errorf("acknowledged %s %s", a.EnvelopeID, a.Payload)
	}
}

func TestAnAcknowledgmentFindsAnotherConnectionWhenItsOwnIsGone(t *testing.T) {
	quiet(t)
	r := newRig(t, nil)
	started, release := make(chan struct{}), make(chan struct{})
	r.handlers["met"] = func(_ context.Context, c Command) (Answer, error) {
		close(started)
		<-release
		return Answer{Message: new(view.Say("remembered"))}, r.ledger.commit(c)
	}
	w := newWire(t, r)
	conn, _ := w.run()
	w.envelope(conn, "begun", "slash_commands", slashPayload("t1", ""))
	<-started
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	w.connection()
	close(release)
	if a := w.acknowledged(); a.EnvelopeID != "begun" || !strings.Contains(string(a.Payload), "remembered") {
		t.Errorf("acknowledged %s %s", a.EnvelopeID, a.Payload)
	}
}

// An app that was taken in once may be taken in again: nobody has to start us anew.
func TestSocketWaitsForTheAppsReturn(t *testing.T) {
	quiet(t)
	r := newRig(t, map[string]Handler{"met": answers("remembered")})
	w := newWire(t, r)
	conn, _ := w.run()
	open := r.slack.answers["apps.connections.open"]
	r.slack.says("apps.connections.open", `{"ok":false,"error":"account_inactive"}`)
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	for len(r.slack.made("apps.connections.open")) < 3 {
		time.Sleep(time.Millisecond)
	}
	r.slack.does("apps.connections.open", open)
	w.envelope(w.connection(), "e1", "slash_commands", slashPayload("t1", ""))
	if a := w.acknowledged(); a.EnvelopeID != "e1" {
		t.Errorf("acknowledged %s", a.EnvelopeID)
	}
}

func TestThePauseBetweenTriesGrowsAndIsBounded(t *testing.T) {
	for tries := range 80 {
		most := min(100*time.Millisecond<<min(tries, 16), patient)
		if wait := between(tries, nil); wait < most/2 || wait > most {
			t.Errorf("after %d tries %v, want at most %v and half of that at least", tries, wait, most)
		}
	}
	if wait := between(0, &slack.RateLimitedError{RetryAfter: time.Minute}); wait != time.Minute {
		t.Errorf("asked for a minute, waits %v", wait)
	}
}

func TestSocketDrainsBeforeItHangsUp(t *testing.T) {
	quiet(t)
	r := newRig(t, nil)
	started, release := make(chan struct{}), make(chan struct{})
	r.handlers["met"] = func(_ context.Context, c Command) (Answer, error) {
		close(started)
		<-release
		return Answer{Message: new(view.Say("remembered"))}, r.ledger.commit(c)
	}
	w := newWire(t, r)
	conn, stop := w.run()
	w.envelope(conn, "begun", "slash_commands", slashPayload("t1", ""))
	<-started
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	for !r.closing.Load() {
		time.Sleep(time.Millisecond)
	}
	w.envelope(conn, "too late", "slash_commands", slashPayload("t2", ""))
	time.Sleep(20 * time.Millisecond)
	close(release)
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	if a := w.acknowledged(); a.EnvelopeID != "begun" || !strings.Contains(string(a.Payload), "remembered") {
		t.Errorf("acknowledged %s %s", a.EnvelopeID, a.Payload)
	}
	select {
	case a := <-w.acks:
		t.Errorf("%s was acknowledged though nothing was done", a.EnvelopeID)
	default:
	}
	if n := len(r.ledger.committed()); n != 1 {
		t.Errorf("%d effects", n)
	}
}

func TestSocketSaysInPlainWordsWhySlackWillNotHaveUs(t *testing.T) {
	tests := map[string]string{
		`{"ok":false,"error":"invalid_auth"}`:     "not valid",
		`{"ok":false,"error":"account_inactive"}`: "removed from the workspace",
		`{"ok":false,"error":"token_revoked"}`:    "revoked",
		`{"ok":false,"error":"not_authed"}`:       "no app-level token",
	}
	for body, want := range tests {
		r := newRig(t, nil)
		r.slack.says("apps.connections.open", body)
		err := r.RunSocket(t.Context(), NewClient(Credentials{BotToken: "xoxb-secret", AppToken: "xapp-secret", APIURL: r.slack.URL + "/api/"}))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", body, err)
		}
	}
	r := newRig(t, nil)
	r.slack.does("apps.connections.open", status(http.StatusNotFound))
	err := r.RunSocket(t.Context(), NewClient(Credentials{AppToken: "xapp-secret", APIURL: r.slack.URL + "/api/"}))
	if err == nil || !strings.Contains(err.Error(), "check api_url") {
		t.Errorf("404: %v", err)
	}
}

func TestNotReadyUntilAConnectionIsOpen(t *testing.T) {
	if err := newRig(t, nil).Ready(); err != nil {
		t.Errorf("without Socket Mode: %v", err)
	}
	r := newRig(t, nil, func(o *Options) { o.SocketMode = true })
	if r.Ready() == nil {
		t.Error("ready before the first hello")
	}
	r.sockets.add(&socket{})
	if err := r.Ready(); err != nil {
		t.Errorf("with the second connection open: %v", err)
	}
	r.sockets.drop(r.sockets.open[0])
	if r.Ready() == nil {
		t.Error("ready with none open")
	}
}

// An app may have ten connections. Whoever is let in and sent away without a word
// does not knock again at once, and the operator reads why.
func TestTooManyConnections(t *testing.T) {
	r := newRig(t, nil)
	var opened atomic.Int32
	r.slack.does("apps.connections.open", func(rw http.ResponseWriter, q *http.Request) {
		opened.Add(1)
		says(fmt.Sprintf(`{"ok":true,"url":"ws%s/link?ticket=t"}`, strings.TrimPrefix(r.slack.URL, "http")))(rw, q)
	})
	r.slack.does("/link", func(rw http.ResponseWriter, q *http.Request) {
		up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
		conn, err := up.Upgrade(rw, q, nil)
		if err != nil {
			return
		}
		defer conn.Close()
		_ = conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"disconnect","reason":"too_many_websockets"}`))
		_, _, _ = conn.ReadMessage() // until it hangs up
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- r.RunSocket(ctx, NewClient(Credentials{BotToken: "xoxb-secret", AppToken: "xapp-secret", APIURL: r.slack.URL + "/api/"}))
	}()
	for deadline := time.Now().Add(10 * time.Second); !strings.Contains(r.log.String(), "run five at most"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("nothing is said:\n%s", r.log)
		}
	}
	before := opened.Load()
	time.Sleep(300 * time.Millisecond)
	if after := opened.Load(); after != before || before > 1 {
		t.Errorf("it knocked %d times, and %d times more behind that", before, after-before)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

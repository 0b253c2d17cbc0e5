package ordeal

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strconv"
	"strings"
	"syscall"
	"time"

	"rapport/internal/slacksim"
)

// trouble is one way in which a call of Slack's API can go wrong.
type trouble string

// The ways. What is done and not answered is what makes delivery hard.
const (
	limited    trouble = "429"       // not done, Slack says when to try again
	refusing   trouble = "500"       // not done
	half       trouble = "500, done" // done all the same
	silent     trouble = "timeout"   // not done, and nobody says so
	lost       trouble = "lost"      // done, and nobody says so
	cut        trouble = "cut"       // done, and the connection ends
	dropped    trouble = "dropped"   // the connection ends before it is done
	unreached  trouble = "refused"   // nobody listens
	notAllowed trouble = "not allowed"
)

// arrives reports whether the call is done although it looks as if it was not.
func (t trouble) arrives() bool { return t == half || t == lost || t == cut }

// weather is trouble that waits for the next calls of a method.
type weather struct {
	trouble trouble
	left    int // calls
	wait    int // seconds, of limited
}

var (
	errGone = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	errDead = errors.New("the process is dead")
)

// out carries the calls of one process to Slack.
type out struct {
	w *world
	p *process
}

// RoundTrip lets a call through, or has it go wrong.
func (o out) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := drain(r)
	if err != nil {
		return nil, err
	}
	method := path.Base(r.URL.Path)
	if strings.HasPrefix(r.URL.Path, "/actions/") {
		method = "response_url"
	}
	if o.p.reached(method) {
		return nil, errDead
	}
	if nonceIn(body) != "" && o.p.stops(method, false) && r.Context().Err() != nil {
		return nil, r.Context().Err()
	}
	t, wait := o.w.sky.strike(method)
	if t == "" {
		return o.pass(r, method, body)
	}
	switch t {
	case limited:
		res := answer(http.StatusTooManyRequests, `{"ok":false,"error":"ratelimited"}`)
		res.Header.Set("Retry-After", strconv.Itoa(wait))
		return res, nil
	case refusing:
		return answer(http.StatusBadGateway, "<html>"), nil
	case notAllowed:
		return answer(http.StatusOK, `{"ok":false,"error":"missing_scope"}`), nil
	case unreached:
		return nil, errGone
	case dropped:
		return nil, io.ErrUnexpectedEOF
	}
	if t.arrives() {
		if _, err := o.pass(r, method, body); err != nil {
			return nil, err
		}
		o.w.unheard(method, body)
	}
	switch t {
	case half:
		return answer(http.StatusServiceUnavailable, "<html>"), nil
	case cut:
		return nil, io.ErrUnexpectedEOF
	}
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// pass does the call in Slack, and notes what people will see of it. A process
// that was to die at this call dies before or after it.
func (o out) pass(r *http.Request, method string, body []byte) (*http.Response, error) {
	in := httptest.NewRequestWithContext(r.Context(), r.Method, r.URL.String(), bytes.NewReader(body))
	in.Header = r.Header
	in.Host = r.URL.Host
	rec := httptest.NewRecorder()
	o.w.slack.ServeHTTP(rec, in)
	if method == "chat.postMessage" {
		o.w.posted(body, rec.Body.Bytes())
	}
	if nonceIn(body) != "" && o.p.stops(method, true) {
		o.w.unheard(method, body)
		return nil, r.Context().Err()
	}
	if o.p.returns(method) {
		o.w.unheard(method, body)
		return nil, errDead
	}
	return rec.Result(), nil
}

// unheard notes that nobody heard what became of a delivery.
func (w *world) unheard(method string, body []byte) {
	if method != "chat.postMessage" {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lost[nonceIn(body)]++
}

// nonceIn is the nonce of a delivery that is to be posted, "" of an answer.
func nonceIn(body []byte) string {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return ""
	}
	var meta struct {
		Payload struct {
			Nonce string `json:"nonce"`
		} `json:"event_payload"`
	}
	_ = json.Unmarshal([]byte(form.Get("metadata")), &meta) // answers bear none
	return meta.Payload.Nonce
}

// posted notes a delivery that Slack has taken, by the nonce it bears.
func (w *world) posted(body, answered []byte) {
	var said struct {
		OK      bool   `json:"ok"`
		Channel string `json:"channel"`
		TS      string `json:"ts"`
	}
	if json.Unmarshal(answered, &said) != nil || !said.OK {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.byDM[said.Channel]
	if s == nil {
		return
	}
	s.unread = true
	if n := nonceIn(body); n != "" {
		w.nonces[said.TS] = n
		w.fresh = append(w.fresh, n)
		if s.known.gone {
			w.late = append(w.late, "a delivery was posted to "+s.name()+", who is deactivated")
		}
	}
}

// in carries Slack's requests to the process that is there.
type in struct{ w *world }

// RoundTrip hands a signed request to the bot. What a dead process answered was
// never heard, unless it said so before it died.
func (i in) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := drain(r)
	if err != nil {
		return nil, err
	}
	e := envelope{path: r.URL.Path, header: r.Header.Clone(), body: body}
	// What the bot itself said comes back to it from several threads at once, and
	// has no effect: it would only make two plays of one seed differ.
	if e.own = bytes.Contains(body, []byte(`"bot_id"`)) && e.path == "/slack/events"; !e.own {
		i.w.keep(e)
	}
	return i.w.hand(e)
}

// envelope is a request of Slack's that may come again.
type envelope struct {
	path   string
	header http.Header
	body   []byte
	own    bool // the bot's own message
	at     time.Time
}

// hand gives an envelope to the bot, signed anew.
func (w *world) hand(e envelope) (*http.Response, error) {
	if !e.own {
		w.hands.Add(1)
	}
	p := w.proc.Load()
	if p == nil || p.dead() || w.sky.deaf() {
		return nil, errGone
	}
	r := httptest.NewRequest(http.MethodPost, "http://bot.internal"+e.path, bytes.NewReader(e.body))
	r.Header = e.header.Clone()
	slacksim.Sign(r.Header, w.sim.Credentials().SigningSecret, wall(), e.body)
	rec := httptest.NewRecorder()
	p.doors.ServeHTTP(rec, r)
	if rec.Code != http.StatusOK && p.dead() {
		return nil, io.ErrUnexpectedEOF
	}
	w.heard(e, rec.Code)
	if !e.own && w.sky.loses() {
		return nil, io.ErrUnexpectedEOF // done, and Slack doesn't know
	}
	return rec.Result(), nil
}

func drain(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	defer r.Body.Close()
	return io.ReadAll(r.Body)
}

func answer(status int, body string) *http.Response {
	rec := httptest.NewRecorder()
	rec.Header().Set("Content-Type", "application/json")
	rec.WriteHeader(status)
	_, _ = rec.WriteString(body)
	return rec.Result()
}

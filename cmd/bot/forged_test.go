package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"rapport/bot"
	"rapport/config"
	"rapport/internal/slacksim"
)

var (
	forgeries    = flag.Int("forgeries", 0, "how many requests are forged; 0 is as many as a few seconds hold")
	forgeriesOf  = flag.Uint64("forgeries.seed", 0, "the seed of the forgeries; 0 takes another one each time")
	anySignature = regexp.MustCompile(`[0-9a-fA-F]{32}`)
)

// gate is the real bot behind its HTTP door, over a real database, and all that it
// says.
type gate struct {
	t       *testing.T
	doors   http.Handler
	log     *screen
	metrics http.Handler
	secret  string
	team    string
	app     string
	member  string
	file    *sql.DB // the same database, for looking on
	house   func() http.Handler
}

func newGate(t *testing.T) *gate {
	t.Helper()
	sim, environ := workspace(t, slacksim.Options{})
	mia, err := sim.AddMember(slacksim.Member{Name: "Mia Keller"})
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Load("", append(environ, "SLACK_APP_TOKEN=", "SLACK_SIGNING_SECRET="+sim.Credentials().SigningSecret))
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{t: t, log: &screen{}, secret: c.Slack.SigningSecret.Reveal(), member: mia.ID}
	log := slog.New(slog.NewTextHandler(g.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s, err := openStore(t.Context(), c, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	in, err := bot.Connect(t.Context(), credentials(c.Slack))
	if err != nil {
		t.Fatal(err)
	}
	g.team, g.app = string(in.Workspace), in.App
	g.house = func() http.Handler {
		metrics := newMetrics()
		h, err := furnish(s, c, in, time.Now, log, metrics)
		if err != nil {
			t.Fatal(err)
		}
		g.metrics = promhttp.HandlerFor(metrics, promhttp.HandlerOpts{})
		t.Cleanup(func() {
			if err := h.bot.Close(t.Context()); err != nil && t.Context().Err() == nil {
				t.Error(err)
			}
		})
		return h.doors
	}
	g.doors = g.house()
	path := strings.TrimPrefix(environ[len(environ)-1], "DATABASE_URL=")
	if g.file, err = sql.Open("sqlite3", "file:"+filepath.ToSlash(path)+"?mode=ro"); err != nil {
		t.Fatal(err)
	}
	g.file.SetMaxOpenConns(1) // what it sees of others' commits is a connection's own
	t.Cleanup(func() {
		if err := g.file.Close(); err != nil {
			t.Error(err)
		}
	})
	return g
}

// commits changes with every commit.
func (g *gate) commits() (n int64) {
	g.t.Helper()
	if err := g.file.QueryRow("PRAGMA data_version").Scan(&n); err != nil {
		g.t.Fatal(err)
	}
	return n
}

// touches is how many touches are stored.
func (g *gate) touches() (n int) {
	g.t.Helper()
	if err := g.file.QueryRow("SELECT count(*) FROM interactions").Scan(&n); err != nil {
		g.t.Fatal(err)
	}
	return n
}

// knock sends a letter, and returns the answer and what was logged of it.
func (g *gate) knock(l letter) (*httptest.ResponseRecorder, string) {
	g.log.Reset()
	rw := httptest.NewRecorder()
	q := httptest.NewRequest(http.MethodPost, l.path, bytes.NewReader(l.body))
	q.Header = l.header
	g.doors.ServeHTTP(rw, q)
	return rw, g.log.String()
}

// letter is a request, honest or not.
type letter struct {
	path   string
	home   string // the path that it was written for
	body   []byte
	header http.Header
}

const (
	sealHeader = "X-Slack-Signature"
	timeHeader = "X-Slack-Request-Timestamp"
)

// seal is the right signature of a body at a time, without its version.
func seal(secret, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	return hex.EncodeToString(mac.Sum(nil))
}

// sealed signs a letter as of an instant.
func (l letter) sealed(secret, stamp string) letter {
	l.header.Set(timeHeader, stamp)
	l.header.Set(sealHeader, "v0="+seal(secret, stamp, l.body))
	return l
}

// write writes the n-th letter of a workspace and app: a command, a button or a
// message, each of which would have an effect.
func (g *gate) write(n int, team, app string) letter {
	id := strconv.Itoa(n) + ".forged"
	form, path := "application/x-www-form-urlencoded", "/slack/commands"
	var body string
	switch n % 3 {
	case 0:
		body = url.Values{
			"team_id": {team}, "api_app_id": {app}, "user_id": {g.member}, "channel_id": {"C1"}, "command": {"/met"},
			"text": {"Jane coffee"}, "trigger_id": {id}, "is_enterprise_install": {"false"},
		}.Encode()
	case 1:
		path = "/slack/interactivity"
		body = url.Values{"payload": {fmt.Sprintf(
			`{"type":"view_submission","team":{"id":%q},"user":{"id":%q},"api_app_id":%q,"trigger_id":%q,"view":{"id":"V%s","callback_id":"met.modal","hash":"1","state":{"values":{}}}}`,
			team, g.member, app, id, id)}}.Encode()
	default:
		path, form = "/slack/events", "application/json"
		body = fmt.Sprintf(`{"type":"event_callback","team_id":%q,"api_app_id":%q,"event_id":"Ev%s","event":{"type":"message","channel_type":"im","user":%q,"text":"met Jane coffee","ts":"%s","channel":"D1"}}`,
			team, app, id, g.member, id)
	}
	return letter{path: path, home: path, body: []byte(body), header: http.Header{"Content-Type": {form}}}
}

// honest reports whether a letter is Slack's after all: two wrongs may make a right.
func (g *gate) honest(l letter, now time.Time) bool {
	seals, stamps := l.header[sealHeader], l.header[timeHeader]
	if l.path != l.home || len(seals) != 1 || len(stamps) != 1 || seals[0] != "v0="+seal(g.secret, stamps[0], l.body) {
		return false
	}
	at, err := strconv.ParseInt(stamps[0], 10, 64)
	if err != nil || now.Sub(time.Unix(at, 0)).Abs() > 5*time.Minute+2*time.Second {
		return false
	}
	kind, _, err := mime.ParseMediaType(l.header.Get("Content-Type"))
	return err == nil && (kind == "application/json") == (l.path == "/slack/events") &&
		bytes.Contains(l.body, []byte(g.team)) && bytes.Contains(l.body, []byte(g.app))
}

// forger makes what is not Slack's of what could be.
type forger struct {
	*rand.Rand
	g   *gate
	now time.Time
}

// forge makes the n-th forgery.
func (f forger) forge(n int) letter {
	stamp := strconv.FormatInt(f.now.Unix()-f.Int64N(200), 10)
	if f.IntN(8) == 0 { // rightly signed, for another app or workspace
		team, app := f.g.team, f.g.app
		if f.IntN(2) == 0 {
			team = "T0OTHER"
		} else {
			app = "A0OTHER"
		}
		return f.g.write(n, team, app).sealed(f.g.secret, stamp)
	}
	l := f.g.write(n, f.g.team, f.g.app).sealed(f.g.secret, stamp)
	for range 1 + f.IntN(2) {
		tricks[f.IntN(len(tricks))](f, &l)
	}
	return l
}

// flip changes one bit.
func (f forger) flip(s string) string {
	if s == "" {
		return "x"
	}
	b := []byte(s)
	b[f.IntN(len(b))] ^= 1 << f.IntN(8)
	return string(b)
}

func (f forger) pick(all ...string) string { return all[f.IntN(len(all))] }

// tricks are all the ways in which a letter is made another.
var tricks = []func(f forger, l *letter){
	func(f forger, l *letter) { l.body = []byte(f.flip(string(l.body))) },
	func(f forger, l *letter) { l.header.Set(sealHeader, f.flip(l.header.Get(sealHeader))) },
	func(f forger, l *letter) { l.header.Set(timeHeader, f.flip(l.header.Get(timeHeader))) },
	func(f forger, l *letter) { l.header.Del(f.pick(sealHeader, timeHeader, "Content-Type")) },
	func(f forger, l *letter) { // twice, the right one before or behind
		h := f.pick(sealHeader, timeHeader)
		both := []string{l.header.Get(h), f.flip(l.header.Get(h))}
		f.Shuffle(2, func(i, j int) { both[i], both[j] = both[j], both[i] })
		l.header[h] = both
	},
	func(f forger, l *letter) { h := f.pick(sealHeader, timeHeader); l.header.Add(h, l.header.Get(h)) },
	func(f forger, l *letter) {
		l.header.Set(sealHeader, f.pick("v1=", "V0=", "v0", "", "v0==", "v0=v0=", "v00=", "v0=0x")+strings.TrimPrefix(l.header.Get(sealHeader), "v0="))
	},
	func(_ forger, l *letter) { l.header.Set(sealHeader, strings.ToUpper(l.header.Get(sealHeader))) },
	func(_ forger, l *letter) { // upper case, where the version is right
		l.header.Set(sealHeader, "v0="+strings.ToUpper(strings.TrimPrefix(l.header.Get(sealHeader), "v0=")))
	},
	func(f forger, l *letter) { // rightly signed, at the wrong time
		far := 303 + f.Int64N(1<<f.IntN(40))
		if f.IntN(2) == 0 {
			far = -far
		}
		*l = l.sealed(f.g.secret, strconv.FormatInt(f.now.Unix()+far, 10))
	},
	func(f forger, l *letter) { // rightly signed, at what is no time
		unix := strconv.FormatInt(f.now.Unix(), 10)
		*l = l.sealed(f.g.secret, f.pick("", "-1", "-"+unix, "+"+unix, "0"+unix, unix+".0", unix+" ", " "+unix, "\t"+unix, "0x"+strconv.FormatInt(f.now.Unix(), 16),
			"now", "1e9", "99999999999999999999", "9223372036854775807", "-9223372036854775808", "٣", unix+"\x00", unix+":", "NaN"))
	},
	func(f forger, l *letter) { // of another body
		l.header.Set(sealHeader, "v0="+seal(f.g.secret, l.header.Get(timeHeader), append(bytes.Clone(l.body), '&')))
	},
	func(f forger, l *letter) { // of another time
		l.header.Set(sealHeader, "v0="+seal(f.g.secret, l.header.Get(timeHeader)+"0", l.body))
	},
	func(f forger, l *letter) { // by another secret
		*l = l.sealed(f.pick("", "secret", f.flip(f.g.secret), f.g.secret+"0", strings.ToUpper(f.g.secret)), l.header.Get(timeHeader))
	},
	func(f forger, l *letter) { // cut, or longer
		s := l.header.Get(sealHeader)
		l.header.Set(sealHeader, f.pick(s[:min(len(s), f.IntN(67))], s+"0", s+s, "v0="))
	},
	func(f forger, l *letter) {
		h, s := f.pick(sealHeader, timeHeader), f.pick(" ", "\t", "\n", "\u00a0", "\x00", ",", ";", "\u200b")
		if v := l.header.Get(h); f.IntN(2) == 0 {
			l.header.Set(h, s+v)
		} else {
			l.header.Set(h, v+s)
		}
	},
	func(f forger, l *letter) { // rightly signed, and called something else
		l.header.Set("Content-Type", f.pick("", "text/plain", "multipart/form-data; boundary=x", "application/xml", "application/json/x", "application/x-www-form-urlencoded2", "*/*"))
	},
	func(_ forger, l *letter) { // rightly signed, to another door
		l.path = map[string]string{"/slack/commands": "/slack/interactivity", "/slack/interactivity": "/slack/events", "/slack/events": "/slack/commands"}[l.path]
	},
}

// TestNothingForgedIsTaken forges requests of every sort. None is taken, none has
// an effect, and nothing that is said anywhere holds the signature that would
// have been right.
func TestNothingForgedIsTaken(t *testing.T) {
	g := newGate(t)
	seed := *forgeriesOf
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	f := forger{Rand: rand.New(rand.NewPCG(seed, 0)), g: g}
	if rw, _ := g.knock(g.write(-3, g.team, g.app).sealed(g.secret, strconv.FormatInt(time.Now().Unix(), 10))); rw.Code != http.StatusOK || g.touches() != 1 {
		t.Fatalf("the door is shut: %d %s", rw.Code, rw.Body)
	}
	before, tried, forged, begun := g.commits(), 0, 0, time.Now()
	enough := func() bool {
		if *forgeries > 0 {
			return tried >= *forgeries
		}
		return tried >= 1000 && time.Since(begun) > 8*time.Second
	}
	for ; !enough(); tried++ {
		n := tried
		f.now = time.Now()
		l := f.forge(n)
		if g.honest(l, f.now) {
			continue
		}
		forged++
		rw, log := g.knock(l)
		why := g.refused(rw, log, l)
		if n%1000 == 0 && g.commits() != before {
			why = "something was stored"
		}
		if why != "" {
			t.Fatalf("forgery %d of -forgeries.seed=%d: %s: %d %s\n%s\n%v %s", n, seed, why, rw.Code, rw.Body, log, l.header, l.body)
		}
	}
	if g.commits() != before || g.touches() != 1 {
		t.Errorf("after forgeries of -forgeries.seed=%d something was stored", seed)
	}
	all := httptest.NewRecorder()
	g.metrics.ServeHTTP(all, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	if s := anySignature.FindString(all.Body.String()); s != "" {
		t.Errorf("the metrics hold %s", s)
	}
	if forged < tried*9/10 {
		t.Errorf("only %d of %d were forged", forged, tried)
	}
	t.Logf("%d forgeries in %v, none taken", forged, time.Since(begun).Round(time.Millisecond))
}

// refused says what is wrong with how a forgery was refused, "" if nothing is.
func (g *gate) refused(rw *httptest.ResponseRecorder, log string, l letter) string {
	switch rw.Code {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusUnsupportedMediaType:
	default:
		return "it was taken"
	}
	if rw.Body.String() != http.StatusText(rw.Code)+"\n" {
		return "the answer says more than it must"
	}
	said := log + rw.Body.String() + fmt.Sprint(rw.Header())
	for _, stamp := range append(l.header[timeHeader], "") {
		if right := seal(g.secret, stamp, l.body); strings.Contains(strings.ToLower(said), right[:16]) {
			return "the right signature is given away"
		}
	}
	if s := anySignature.FindString(said); s != "" || strings.Contains(said, g.secret) {
		return "something like a signature is said: " + s
	}
	return ""
}

// TestAReplayHasOneEffect sends what Slack has signed again and again, to the same
// process and to another one.
func TestAReplayHasOneEffect(t *testing.T) {
	g := newGate(t)
	now := strconv.FormatInt(time.Now().Unix(), 10)
	command := func() letter { return g.write(0, g.team, g.app).sealed(g.secret, now) }
	if rw, _ := g.knock(command()); rw.Code != http.StatusOK || !strings.Contains(rw.Body.String(), "Jane") {
		t.Fatalf("the first time: %d %s", rw.Code, rw.Body)
	}
	again := func(where string) {
		t.Helper()
		if rw, _ := g.knock(command()); rw.Code != http.StatusOK || rw.Body.Len() != 0 {
			t.Errorf("again, %s: %d %s", where, rw.Code, rw.Body)
		}
		if n := g.touches(); n != 1 {
			t.Errorf("again, %s: %d touches are stored", where, n)
		}
	}
	again("at the same door")
	// Reading has no effect, but an answer: it is given once.
	list := letter{path: "/slack/commands", header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}}
	list.body = bytes.Replace(bytes.Replace(command().body, []byte("command=%2Fmet"), []byte("command=%2Fpeople"), 1), []byte("text=Jane+coffee"), []byte("text="), 1)
	list.body = bytes.Replace(list.body, []byte("trigger_id="), []byte("trigger_id=another."), 1)
	list = list.sealed(g.secret, now)
	for i, want := range []bool{true, false, false} {
		if rw, _ := g.knock(list); rw.Code != http.StatusOK || strings.Contains(rw.Body.String(), "Jane") != want {
			t.Errorf("/people, for the %d. time: %d %s", i+1, rw.Code, rw.Body)
		}
	}
	// Another process remembers no signature, and the store knows the command.
	g.doors = g.house()
	again("after a restart")
	again("after a restart")
}

package slacksim_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"rapport/internal/slacksim"
)

// webBot is a bot behind HTTP that checks every signature with slack-go.
type webBot struct {
	mu     sync.Mutex
	seen   []*http.Request // with their bodies as forms
	bodies []string
	answer func(path string) (status int, contentType, body string)
}

// take checks and keeps one request, and answers it.
func (w *webBot) take(t *testing.T, rw http.ResponseWriter, r *http.Request, signingSecret string) {
	t.Helper()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	v, err := slack.NewSecretsVerifier(r.Header, signingSecret)
	if err != nil {
		t.Error(err)
	} else if _, err = v.Write(raw); err != nil || v.Ensure() != nil {
		t.Errorf("%s is not signed", r.URL.Path)
	}
	r.Body = io.NopCloser(strings.NewReader(string(raw)))
	if err := r.ParseForm(); err != nil {
		t.Error(err)
	}
	w.mu.Lock()
	w.seen, w.bodies = append(w.seen, r), append(w.bodies, string(raw))
	w.mu.Unlock()
	status, kind, body := w.answer(r.URL.Path)
	rw.Header().Set("Content-Type", kind)
	rw.WriteHeader(status)
	_, _ = io.WriteString(rw, body)
}

// serve starts a bot behind HTTP and points the box at it.
func (b *box) serve(answer func(path string) (int, string, string)) *webBot {
	w := &webBot{answer: answer}
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.take(b.t, rw, r, b.Credentials().SigningSecret)
	}))
	b.t.Cleanup(srv.Close)
	b.SetBotURL(srv.URL)
	return w
}

func TestHTTPCommandInteractionAndEvent(t *testing.T) {
	b := newBox(t, slacksim.Options{Shortcuts: []slacksim.Shortcut{{CallbackID: "log", Type: "global"}}})
	w := b.serve(func(path string) (int, string, string) {
		if path == "/slack/commands" {
			return 200, "application/json; charset=utf-8", `{"response_type":"in_channel","text":"Logged."}`
		}
		return 200, "text/plain", ""
	})
	out := b.send(b.mia, b.general.ID, "/met Jane")
	if len(out.Messages) != 1 || out.Messages[0].Text != "Logged." || out.Messages[0].Ephemeral {
		t.Errorf("outcome %+v", out)
	}
	if out := b.send(b.mia, b.mia.DM, "met Jane"); out.AckMS < 0 {
		t.Errorf("outcome %+v", out)
	}
	if _, err := b.Shortcut(t.Context(), b.mia.ID, "log", "", ""); err != nil {
		t.Fatal(err)
	}
	cmd, err := slack.SlashCommandParse(w.seen[0])
	if err != nil || cmd.Command != "/met" || cmd.Text != "Jane" || cmd.UserID != b.mia.ID {
		t.Errorf("command %+v, %v", cmd, err)
	}
	ev, err := slackevents.ParseEvent(json.RawMessage(w.bodies[1]), slackevents.OptionNoVerifyToken())
	if err != nil || ev.InnerEvent.Data.(*slackevents.MessageEvent).Text != "met Jane" {
		t.Errorf("event %+v, %v", ev, err)
	}
	ic, err := slack.InteractionCallbackParse(w.seen[2])
	if err != nil || ic.CallbackID != "log" || ic.User.ID != b.mia.ID {
		t.Errorf("interaction %+v, %v", ic, err)
	}
}

func TestHTTPCommandMayAnswerInPlainText(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	b.serve(func(string) (int, string, string) { return 200, "text/plain", "Logged." })
	if out := b.send(b.mia, b.mia.DM, "/met Jane"); len(out.Messages) != 1 || out.Messages[0].Text != "Logged." || !out.Messages[0].Ephemeral {
		t.Errorf("outcome %+v", out)
	}
	b.serve(func(string) (int, string, string) { return 500, "text/plain", "" })
	if out := b.send(b.mia, b.mia.DM, "/met Jane"); len(out.Messages) != 1 || !strings.Contains(out.Messages[0].Text, "http_service_error") {
		t.Errorf("outcome %+v", out)
	}
}

func TestHTTPEventsAreRetriedWithHeaders(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	w := b.serve(func(string) (int, string, string) { return 503, "text/plain", "" })
	b.send(b.mia, b.mia.DM, "hello")
	if err := b.Advance(t.Context(), start.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if len(w.seen) != 4 {
		t.Fatalf("%d deliveries, want 4", len(w.seen))
	}
	for i, r := range w.seen {
		num, reason := r.Header.Get("X-Slack-Retry-Num"), r.Header.Get("X-Slack-Retry-Reason")
		if i == 0 && (num != "" || reason != "") || i > 0 && (num != string(rune('0'+i)) || reason != "http_error") {
			t.Errorf("delivery %d says %q, %q", i, num, reason)
		}
	}
}

func TestVerifyURL(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	var w *webBot
	w = b.serve(func(string) (int, string, string) {
		var said struct{ Challenge string }
		if err := json.Unmarshal([]byte(w.bodies[len(w.bodies)-1]), &said); err != nil {
			t.Error(err)
		}
		return 200, "text/plain", said.Challenge
	})
	if err := b.VerifyURL(); err != nil {
		t.Error(err)
	}
	b.serve(func(string) (int, string, string) { return 200, "text/plain", "?" })
	if b.VerifyURL() == nil {
		t.Error("a wrong answer was taken")
	}
}

func TestForgedRequestsAreTold(t *testing.T) {
	h := http.Header{}
	slacksim.Sign(h, "8f742231b10e8888abcd99yyyzzz85a5", time.Unix(1531420618, 0),
		[]byte("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"))
	if got, want := h.Get("X-Slack-Signature"), "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"; got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
}

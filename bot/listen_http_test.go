package bot

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"rapport/bot/view"
)

// signature is Slack's signature of a body.
func signature(secret, timestamp, body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", timestamp, body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// sign makes a request Slack's.
func sign(r *http.Request, body string, at time.Time) *http.Request {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	r.Header.Set("X-Slack-Request-Timestamp", timestamp)
	r.Header.Set("X-Slack-Signature", signature(signingSecret, timestamp, body))
	return r
}

const form, jsonType = "application/x-www-form-urlencoded", "application/json"

func request(method, path, kind, body string) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	return r
}

// knock sends a request to the HTTP door and returns what it answers.
func (r *rig) knock(q *http.Request) *httptest.ResponseRecorder {
	rw := httptest.NewRecorder()
	r.HTTPHandler().ServeHTTP(rw, q)
	return rw
}

// payload reads a file of testdata/payloads, as a form where the door wants one.
func payloadBody(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "payloads", name))
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(name, "event") || strings.HasSuffix(name, ".form") {
		return string(raw)
	}
	return url.Values{"payload": {string(raw)}}.Encode()
}

// The vector of Slack's page on verifying requests.
const (
	vectorTime = 1531420618
	vectorSign = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	vectorBody = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)

func TestSlacksOwnVectorIsAuthentic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := http.Header{}
		h.Set("X-Slack-Request-Timestamp", strconv.Itoa(vectorTime))
		h.Set("X-Slack-Signature", vectorSign)
		signed := time.Unix(vectorTime, 0)
		for _, tt := range []struct {
			at   time.Duration // from when it was signed
			want bool
		}{
			{-6 * time.Minute, false},
			{-4 * time.Minute, true},
			{0, true},
			{4 * time.Minute, true},
			{6 * time.Minute, false},
		} {
			time.Sleep(time.Until(signed.Add(tt.at)))
			if got := authentic(h, []byte(vectorBody), signingSecret); got != tt.want {
				t.Errorf("%s after it was signed: authentic = %v", tt.at, got)
			}
		}
	})
	if got := signature(signingSecret, strconv.Itoa(vectorTime), vectorBody); got != vectorSign {
		t.Errorf("this test signs differently: %s", got)
	}
}

func TestForgedRequestsHaveNoEffectAndLearnNothing(t *testing.T) {
	body := payloadBody(t, "slash.form")
	now := time.Now()
	right := func() *http.Request { return sign(request("POST", "/slack/commands", form, body), body, now) }
	tests := map[string]func() *http.Request{
		"unsigned":     func() *http.Request { return request("POST", "/slack/commands", form, body) },
		"another body": func() *http.Request { return sign(request("POST", "/slack/commands", form, body+"x"), body, now) },
		"another secret": func() *http.Request {
			q := right()
			q.Header.Set("X-Slack-Signature", signature("other", q.Header.Get("X-Slack-Request-Timestamp"), body))
			return q
		},
		"another version": func() *http.Request {
			q := right()
			q.Header.Set("X-Slack-Signature", "v1"+q.Header.Get("X-Slack-Signature")[2:])
			return q
		},
		"cut signature": func() *http.Request {
			q := right()
			q.Header.Set("X-Slack-Signature", q.Header.Get("X-Slack-Signature")[:20])
			return q
		},
		"no hex":        func() *http.Request { q := right(); q.Header.Set("X-Slack-Signature", "v0=zz"); return q },
		"odd timestamp": func() *http.Request { q := right(); q.Header.Set("X-Slack-Request-Timestamp", "now"); return q },
		"replayed": func() *http.Request {
			return sign(request("POST", "/slack/commands", form, body), body, now.Add(-6*time.Minute))
		},
		"from the future": func() *http.Request {
			return sign(request("POST", "/slack/commands", form, body), body, now.Add(6*time.Minute))
		},
	}
	for name, forge := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, map[string]Handler{"met": func(context.Context, Command) (Answer, error) {
				t.Error("the command was handled")
				return Answer{}, nil
			}})
			q := forge()
			expected := signature(signingSecret, q.Header.Get("X-Slack-Request-Timestamp"), body)[3:]
			rw := r.knock(q)
			if rw.Code != http.StatusUnauthorized || strings.TrimSpace(rw.Body.String()) != "Unauthorized" {
				t.Errorf("answer %d %q", rw.Code, rw.Body)
			}
			for what, text := range map[string]string{"log": r.log.String(), "answer": rw.Body.String() + fmt.Sprint(rw.Header())} {
				if strings.Contains(text, expected[:8]) || strings.Contains(text, signingSecret) {
					t.Errorf("the %s gives the right signature away: %s", what, text)
				}
			}
			if n := testutil.ToFloat64(r.meter.payloads.WithLabelValues("/slack/commands", "refused")); n != 1 {
				t.Errorf("counted %v times", n)
			}
		})
	}
}

func TestWithoutASecretNothingIsAuthentic(t *testing.T) {
	body := payloadBody(t, "slash.form")
	r := newRig(t, nil, func(o *Options) { o.SigningSecret = "" })
	q := request("POST", "/slack/commands", form, body)
	timestamp := strconv.FormatInt(time.Now().Unix(), 10)
	q.Header.Set("X-Slack-Request-Timestamp", timestamp)
	q.Header.Set("X-Slack-Signature", signature("", timestamp, body))
	if rw := r.knock(q); rw.Code != http.StatusUnauthorized {
		t.Errorf("answer %d", rw.Code)
	}
}

func TestRequestsOfTheWrongForm(t *testing.T) {
	large := "text=" + strings.Repeat("x", maxBody)
	tests := []struct {
		name, method, path, kind, body string
		want                           int
	}{
		{"get", "GET", "/slack/commands", form, "", http.StatusMethodNotAllowed},
		{"put", "PUT", "/slack/events", jsonType, "{}", http.StatusMethodNotAllowed},
		{"elsewhere", "POST", "/slack/other", form, "", http.StatusNotFound},
		{"json to commands", "POST", "/slack/commands", jsonType, "{}", http.StatusUnsupportedMediaType},
		{"form to events", "POST", "/slack/events", form, "a=b", http.StatusUnsupportedMediaType},
		{"no type", "POST", "/slack/events", "", "{}", http.StatusUnsupportedMediaType},
		{"too large", "POST", "/slack/commands", form, large, http.StatusRequestEntityTooLarge},
		{"too large an event", "POST", "/slack/events", jsonType, large, http.StatusRequestEntityTooLarge},
		{"bad json", "POST", "/slack/events", jsonType, `{"type":`, http.StatusBadRequest},
		{"bad payload", "POST", "/slack/interactivity", form, "payload=%7B", http.StatusBadRequest},
		{"no payload", "POST", "/slack/interactivity", form, "a=b", http.StatusBadRequest},
		{"bad form", "POST", "/slack/commands", form, "%zz", http.StatusBadRequest},
		{"empty command", "POST", "/slack/commands", form, "a=b", http.StatusBadRequest},
		{"another team", "POST", "/slack/commands", form, strings.Replace(payloadBody(t, "slash.form"), "team_id=T1", "team_id=T2", 1), http.StatusUnauthorized},
		{"another app", "POST", "/slack/commands", form, strings.Replace(payloadBody(t, "slash.form"), "api_app_id=A1", "api_app_id=A2", 1), http.StatusUnauthorized},
		{"another app's event", "POST", "/slack/events", jsonType, strings.Replace(payloadBody(t, "event_message.json"), `"A1"`, `"A2"`, 1), http.StatusUnauthorized},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			never := func(context.Context, Command) (Answer, error) {
				t.Error("handled")
				return Answer{}, nil
			}
			r := newRig(t, map[string]Handler{"met": never, "typed": never})
			rw := r.knock(sign(request(tt.method, tt.path, tt.kind, tt.body), tt.body, time.Now()))
			if rw.Code != tt.want {
				t.Errorf("answer %d %s, want %d", rw.Code, rw.Body, tt.want)
			}
			if rw.Body.Len() > 100 {
				t.Errorf("the answer says too much: %s", rw.Body)
			}
		})
	}
}

func TestSSLCheckNeedsNoSignature(t *testing.T) {
	r := newRig(t, nil)
	rw := r.knock(request("POST", "/slack/commands", form, "ssl_check=1&token=x"))
	if rw.Code != http.StatusOK || rw.Body.Len() != 0 {
		t.Errorf("answer %d %q", rw.Code, rw.Body)
	}
}

func TestURLVerificationEchoesTheChallenge(t *testing.T) {
	r := newRig(t, nil)
	body := payloadBody(t, "event_url_verification.json")
	rw := r.knock(sign(request("POST", "/slack/events", jsonType, body), body, time.Now()))
	if rw.Code != http.StatusOK || rw.Body.String() != "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P" {
		t.Errorf("answer %d %q", rw.Code, rw.Body)
	}
	if rw := r.knock(request("POST", "/slack/events", jsonType, body)); rw.Code != http.StatusUnauthorized {
		t.Errorf("unsigned: %d", rw.Code)
	}
}

func TestACommandOverHTTPIsAnsweredInItsResponse(t *testing.T) {
	var got Command
	r := newRig(t, map[string]Handler{"met": func(_ context.Context, c Command) (Answer, error) {
		got = c
		return Answer{Message: new(view.Say("remembered"))}, nil
	}})
	body := payloadBody(t, "slash.form")
	rw := r.knock(sign(request("POST", "/slack/commands", form, body), body, time.Now()))
	if rw.Code != http.StatusOK || !strings.HasPrefix(rw.Header().Get("Content-Type"), jsonType) {
		t.Fatalf("answer %d %v", rw.Code, rw.Header())
	}
	for _, part := range []string{`"response_type":"ephemeral"`, `"text":"remembered"`, `"unfurl_links":false`} {
		if !strings.Contains(rw.Body.String(), part) {
			t.Errorf("%s is not in %s", part, rw.Body)
		}
	}
	if got.Args != "<@U2|omar> R&D lunch" {
		t.Errorf("args %q", got.Args)
	}
}

func TestEventsOverHTTP(t *testing.T) {
	tests := []struct {
		file string
		err  error
		want int
	}{
		{"event_message.json", nil, http.StatusOK},
		{"event_unknown.json", nil, http.StatusOK},
		{"event_message_from_bot.json", nil, http.StatusOK},
		{"event_home_opened.json", nil, http.StatusOK},
		{"event_home_opened.json", io.ErrShortWrite, http.StatusServiceUnavailable},
	}
	for _, tt := range tests {
		r := newRig(t, map[string]Handler{"typed": answers("ok"), "home.opened": fails(tt.err)})
		body := payloadBody(t, tt.file)
		rw := r.knock(sign(request("POST", "/slack/events", jsonType, body), body, time.Now()))
		if rw.Code != tt.want {
			t.Errorf("%s: answer %d, want %d", tt.file, rw.Code, tt.want)
		}
		r.settle(t)
	}
}

func TestAModalOverHTTPShowsItsErrors(t *testing.T) {
	r := newRig(t, map[string]Handler{"met.modal": func(context.Context, Command) (Answer, error) {
		return Answer{Errors: map[string]string{"who": "Whom?"}}, nil
	}})
	body := payloadBody(t, "submission.json")
	rw := r.knock(sign(request("POST", "/slack/interactivity", form, body), body, time.Now()))
	if rw.Body.String() != `{"response_action":"errors","errors":{"who":"Whom?"}}` {
		t.Errorf("answer %d %s", rw.Code, rw.Body)
	}
}

func TestOurOwnMessagesAreNotHeard(t *testing.T) {
	r := newRig(t, map[string]Handler{"typed": func(context.Context, Command) (Answer, error) {
		t.Error("the bot talked to itself")
		return Answer{}, nil
	}})
	body := strings.Replace(payloadBody(t, "event_message.json"), `"user":"U1"`, `"user":"UBOT"`, 1)
	if rw := r.knock(sign(request("POST", "/slack/events", jsonType, body), body, time.Now())); rw.Code != http.StatusOK {
		t.Errorf("answer %d", rw.Code)
	}
}

func TestTheServerBoundsHeadersAndTime(t *testing.T) {
	r := newRig(t, nil)
	srv := NewServer(r.HTTPHandler(), r.Bot.log, 100)
	if srv.ReadHeaderTimeout == 0 || srv.ReadTimeout == 0 || srv.WriteTimeout == 0 || srv.IdleTimeout == 0 {
		t.Errorf("a timeout is missing: %+v", srv)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	t.Cleanup(func() {
		if err := srv.Close(); err != nil {
			t.Error(err)
		}
		<-served
	})
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+l.Addr().String()+"/slack/events", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("X-Large", strings.Repeat("x", 2*maxHeader))
	resp, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("answer %d", resp.StatusCode)
	}
	http.DefaultClient.CloseIdleConnections()
}

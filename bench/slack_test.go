package bench

import (
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
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The workspace and the secret of these measurements.
const (
	team   = "T100"
	secret = "a-signing-secret-of-nobody"
)

// slackStub is a Slack that answers every call at once and remembers who was
// written to, how often.
type slackStub struct {
	*httptest.Server
	mu    sync.Mutex
	posts map[string]int // by conversation
}

func newSlackStub(tb testing.TB) *slackStub {
	tb.Helper()
	s := &slackStub{posts: make(map[string]int)}
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	tb.Cleanup(s.Close)
	return s
}

func (s *slackStub) answer(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	switch strings.TrimPrefix(r.URL.Path, "/api/") {
	case "auth.test":
		fmt.Fprintf(w, `{"ok":true,"team":"Acme","team_id":%q,"user_id":"UBOT","bot_id":"BBOT","url":"https://acme.slack.com/"}`, team)
	case "bots.info":
		fmt.Fprint(w, `{"ok":true,"bot":{"id":"BBOT","app_id":"A1","name":"rapport"}}`)
	case "chat.postMessage":
		channel := r.FormValue("channel")
		s.mu.Lock()
		s.posts[channel]++
		n := len(s.posts)
		s.mu.Unlock()
		fmt.Fprintf(w, `{"ok":true,"channel":%q,"ts":"%d.%06d"}`, channel, time.Now().Unix(), n)
	default:
		fmt.Fprint(w, `{"ok":true,"members":[],"channels":[]}`)
	}
}

// written returns how many conversations were written to, and the most that any was.
func (s *slackStub) written() (conversations, most int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range s.posts {
		most = max(most, n)
	}
	return len(s.posts), most
}

// build makes the bot as it is shipped: no race detector.
func build(tb testing.TB) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "bot")
	if out, err := exec.Command("make", "-C", "..", "build", "BOT="+path).CombinedOutput(); err != nil {
		tb.Fatalf("build the bot: %v: %s", err, out)
	}
	return path
}

// served is a running `bot serve`.
type served struct {
	url string
	cmd *exec.Cmd
	end func()
}

// serve starts the binary over HTTP, and waits until it is ready.
func serve(tb testing.TB, binary, dsn string, s *slackStub) *served {
	tb.Helper()
	l, err := (&net.ListenConfig{}).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	cmd := exec.Command(binary, "serve")
	cmd.Env = append(os.Environ(), "SLACK_BOT_TOKEN=xoxb-1", "SLACK_SIGNING_SECRET="+secret, "SLACK_API_URL="+s.URL+"/api/",
		"RAPPORT_ADDR="+addr, "LOG_LEVEL=error", "DATABASE_URL="+dsn)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	end := sync.OnceFunc(func() {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			tb.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			tb.Errorf("the bot ended with %v", err)
		}
	})
	tb.Cleanup(end)
	v := &served{url: "http://" + addr, cmd: cmd, end: end}
	for begun := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		if res, err := http.Get(v.url + "/readyz"); err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return v
			}
		}
		if time.Since(begun) > 30*time.Second {
			tb.Fatal("not ready in 30 s")
		}
	}
}

// memory returns what is resident of the bot now, and was at most, in MB.
func (v *served) memory(tb testing.TB) (now, most float64) {
	tb.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", v.cmd.Process.Pid))
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		f := strings.Fields(line)
		if len(f) != 3 || f[0] != "VmRSS:" && f[0] != "VmHWM:" {
			continue
		}
		kb, err := strconv.Atoi(f[1])
		if err != nil {
			tb.Fatal(err)
		}
		if f[0] == "VmRSS:" {
			now = float64(kb) / 1024
		} else {
			most = float64(kb) / 1024
		}
	}
	return now, most
}

// met sends a signed /met and returns its answer.
func (v *served) met(client *http.Client, member, text string, serial int) (string, error) {
	body := url.Values{
		"command": {"/met"}, "text": {text}, "team_id": {team}, "user_id": {member}, "user_name": {"somebody"}, "channel_id": {"C1"},
		"api_app_id": {"A1"}, "trigger_id": {fmt.Sprintf("%d.1.recovery", serial)}, "response_url": {"http://127.0.0.1:1/none"},
	}.Encode()
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	req, err := http.NewRequest(http.MethodPost, v.url+"/slack/commands", strings.NewReader(body))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Slack-Request-Timestamp", stamp)
	req.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	res, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	return res.Status + " " + string(answer), err
}

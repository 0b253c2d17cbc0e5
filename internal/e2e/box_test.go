package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rapport/internal/pgtest"
)

// built is the bot, built once for all stories.
var built struct {
	sync.Once
	path string
	err  error
}

// counts returns the directory for what the bot reaches, "" when it is not to be
// counted. It is where this test leaves its own: go test points GOCOVERDIR at a
// directory that it throws away.
func counts() string { return flag.Lookup("test.gocoverdir").Value.String() }

// binary returns the path of the real bot, race detector on and, where coverage
// is asked for, counting what the stories reach.
func binary(t *testing.T) string {
	t.Helper()
	built.Do(func() {
		dir, err := os.MkdirTemp("", "rapport-e2e-")
		if err != nil {
			built.err = err
			return
		}
		built.path = filepath.Join(dir, "bot")
		args := []string{"build", "-race", "-o", built.path}
		if counts() != "" {
			args = append(args, "-cover", "-coverpkg=rapport/...")
		}
		out, err := exec.Command("go", append(args, "rapport/cmd/bot")...).CombinedOutput()
		if err != nil {
			built.err = fmt.Errorf("%w: %s", err, out)
		}
	})
	if built.err != nil {
		t.Fatalf("build the bot: %v", built.err)
	}
	return built.path
}

func TestMain(m *testing.M) {
	code := pgtest.Run(m)
	if built.path != "" {
		if err := os.RemoveAll(filepath.Dir(built.path)); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.Exit(code)
}

// box is a running `bot try`.
type box struct {
	t    *testing.T
	base string
	cmd  *exec.Cmd
	log  *tail
}

// tail keeps what the bot wrote to its log.
type tail struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *tail) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *tail) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// open starts `bot try` on a free port with args and waits until it is ready.
// It is stopped, and must exit with 0, when the test ends.
func open(t *testing.T, args ...string) *box {
	t.Helper()
	b := &box{t: t, log: &tail{}}
	b.cmd = exec.Command(binary(t), append([]string{"try", "--addr", "127.0.0.1:0"}, args...)...)
	b.cmd.Env = append(os.Environ(), "GOCOVERDIR="+counts())
	b.cmd.Stderr = b.log
	out, err := b.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.cmd.Start(); err != nil {
		t.Fatalf("start the bot: %v", err)
	}
	t.Cleanup(b.stop)
	ready := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			for word := range strings.FieldsSeq(lines.Text()) {
				if strings.HasPrefix(word, "http://127.0.0.1:") {
					select {
					case ready <- strings.TrimSuffix(word, "/"):
					default:
					}
				}
			}
		}
	}()
	select {
	case b.base = <-ready:
	case <-time.After(30 * time.Second):
		t.Fatalf("the bot was not ready in 30 s; it said:\n%s", b.log)
	}
	return b
}

// stop ends the bot as an operator would.
func (b *box) stop() {
	if b.cmd.ProcessState != nil {
		return
	}
	if err := b.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		b.t.Errorf("stop the bot: %v", err)
	}
	if err := b.cmd.Wait(); err != nil {
		b.t.Errorf("the bot ended with %v; it said:\n%s", err, b.log)
	}
}

// kill ends the bot without a word.
func (b *box) kill() {
	b.t.Helper()
	if err := b.cmd.Process.Kill(); err != nil {
		b.t.Fatalf("kill the bot: %v", err)
	}
	var exit *exec.ExitError
	if err := b.cmd.Wait(); !errors.As(err, &exit) {
		b.t.Fatalf("the killed bot ended with %v", err)
	}
}

// refusal is what /sim answers when it can't do something.
type refusal struct {
	Status int
	Says   string `json:"error"`
}

func (r *refusal) Error() string { return fmt.Sprintf("%d: %s", r.Status, r.Says) }

// call asks the control interface; a nil in is a GET.
func (b *box) call(path string, in, out any) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	method, body := http.MethodGet, io.Reader(nil)
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return err
		}
		method, body = http.MethodPost, bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, b.base+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode >= 400 {
		r := &refusal{Status: res.StatusCode}
		if err := json.Unmarshal(raw, r); err != nil {
			r.Says = string(raw)
		}
		return r
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(raw, out)
}

// must is call where a refusal fails the test.
func (b *box) must(path string, in, out any) {
	b.t.Helper()
	if err := b.call(path, in, out); err != nil {
		b.t.Fatalf("%s %v: %v\nthe bot said:\n%s", path, in, err, b.log)
	}
}

type person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	TZ   string `json:"tz"`
	DM   string `json:"dm"`
}

type message struct {
	TS        string          `json:"ts"`
	User      string          `json:"user"`
	Text      string          `json:"text"`
	Blocks    json.RawMessage `json:"blocks"`
	Ephemeral bool            `json:"ephemeral"`
	At        time.Time       `json:"at"`
}

type outcome struct {
	AckMS    int               `json:"ack_ms"`
	Messages []message         `json:"messages"`
	View     json.RawMessage   `json:"view"`
	Errors   map[string]string `json:"errors"`
}

// people returns the members by first name.
func (b *box) people() map[string]person {
	b.t.Helper()
	var all []person
	b.must("/sim/members", nil, &all)
	byName := make(map[string]person)
	for _, p := range all {
		byName[strings.Fields(p.Name)[0]] = p
	}
	return byName
}

// say makes p type text in a conversation.
func (b *box) say(p person, in, text string) outcome {
	b.t.Helper()
	var o outcome
	b.must("/sim/send", map[string]any{"as": p.ID, "in": in, "text": text}, &o)
	return o
}

// messages returns what p sees in a conversation after a timestamp.
func (b *box) messages(p person, in, since string) []message {
	b.t.Helper()
	var all []message
	q := url.Values{"as": {p.ID}, "in": {in}, "since": {since}}
	b.must("/sim/messages?"+q.Encode(), nil, &all)
	return all
}

// to moves the clock to an instant.
func (b *box) to(t time.Time) {
	b.t.Helper()
	b.must("/sim/clock", map[string]any{"to": t.Format(time.RFC3339)}, nil)
}

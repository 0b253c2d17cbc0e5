package replicas

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rapport/internal/pgtest"
)

func TestMain(m *testing.M) {
	flag.Parse()
	// These tests wait far more than they work: on two cores they still run side by
	// side.
	if err := flag.Set("test.parallel", "5"); err != nil {
		panic(err)
	}
	code := pgtest.Run(m)
	for _, v := range []*version{&current, &following} {
		if v.path != "" {
			if err := os.RemoveAll(filepath.Dir(v.path)); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
	}
	os.Exit(code)
}

// version is the bot, built once for all tests, race detector on.
type version struct {
	tags string
	once sync.Once
	path string
	err  error
}

// The versions: the one that is here, which obeys a clock that is moved and can
// be made to stop at a moment; and one that is a migration ahead of it.
var (
	current   = version{tags: "failpoint"}
	following = version{tags: "failpoint,nextmigration"}
)

// counts returns the directory for what the bot reaches, "" when it is not to be
// counted.
func counts() string { return flag.Lookup("test.gocoverdir").Value.String() }

// binary returns the version's path.
func (v *version) binary(t testing.TB) string {
	t.Helper()
	v.once.Do(func() {
		dir, err := os.MkdirTemp("", "rapport-replicas-")
		if err != nil {
			v.err = err
			return
		}
		v.path = filepath.Join(dir, "bot")
		args := []string{"build", "-race", "-tags", v.tags, "-o", v.path}
		if counts() != "" {
			args = append(args, "-cover", "-coverpkg=rapport/...")
		}
		if out, err := exec.Command("go", append(args, "rapport/cmd/bot")...).CombinedOutput(); err != nil {
			v.err = fmt.Errorf("%w: %s", err, out)
		}
	})
	if v.err != nil {
		t.Fatalf("build the bot: %v", v.err)
	}
	return v.path
}

// replica is one process of `bot serve`.
type replica struct {
	t    testing.TB
	name string
	skew time.Duration // of its own clock
	cmd  *exec.Cmd
	log  *words
	gone chan struct{} // closed when it has ended
	end  error
	url  string
	// asleep says that it stands still, or is dead, and that it should be.
	asleep bool
}

// words are what a process wrote to its log.
type words struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.Write(p)
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.String()
}

// launch starts a process. It is killed when the test ends, if it is still there.
func launch(t testing.TB, name, binary string, environ []string, args ...string) *replica {
	t.Helper()
	r := &replica{t: t, name: name, cmd: exec.Command(binary, append([]string{"serve"}, args...)...), log: &words{}, gone: make(chan struct{})}
	r.cmd.Env = append(append(os.Environ(), "GOCOVERDIR="+counts()), environ...)
	r.cmd.Stderr = r.log
	if err := r.cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", name, err)
	}
	go func() {
		r.end = r.cmd.Wait()
		close(r.gone)
	}()
	t.Cleanup(func() { r.signal(syscall.SIGKILL); <-r.gone })
	return r
}

// ended tells whether the process is no more.
func (r *replica) ended() bool {
	select {
	case <-r.gone:
		return true
	default:
		return false
	}
}

// signal sends a signal to a process that may have ended.
func (r *replica) signal(s syscall.Signal) {
	r.t.Helper()
	if err := r.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		r.t.Errorf("%v for %s: %v", s, r.name, err)
	}
}

// kill ends it without a word.
func (r *replica) kill() {
	r.t.Helper()
	r.signal(syscall.SIGKILL)
	<-r.gone
}

// sleeps has it stand still.
func (r *replica) sleeps() {
	r.t.Helper()
	r.signal(syscall.SIGSTOP)
	r.asleep = true
}

// wakes has it go on.
func (r *replica) wakes() {
	r.t.Helper()
	r.asleep = false
	r.signal(syscall.SIGCONT)
}

// stops ends it as an operator does; it must leave in time, with 0.
func (r *replica) stops() {
	r.t.Helper()
	r.signal(syscall.SIGTERM)
	select {
	case <-r.gone:
		if r.end != nil {
			r.t.Errorf("%s ended with %v; it said:\n%s", r.name, r.end, r.log)
		}
	case <-time.After(20 * time.Second):
		r.t.Fatalf("%s did not end in 20 s; it said:\n%s", r.name, r.log)
	}
}

// says waits until words stand in its log.
func (r *replica) says(text string) {
	r.t.Helper()
	r.awaits(text, func() bool { return strings.Contains(r.log.String(), text) })
}

// awaits waits until something holds of a process that must live so long.
func (r *replica) awaits(what string, holds func() bool) {
	r.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
		if r.ended() {
			break
		}
	}
	if !holds() {
		r.t.Fatalf("%s: %q did not come; it said:\n%s", r.name, what, r.log)
	}
}

var listening = regexp.MustCompile(`msg=listening setting=http.addr addr=(\S+)`)

// ready waits until Slack can reach it.
func (r *replica) ready() {
	r.t.Helper()
	r.awaits("an address", func() bool {
		if m := listening.FindStringSubmatch(r.log.String()); m != nil {
			r.url = "http://" + m[1]
		}
		return r.url != ""
	})
	r.awaits("readiness", func() bool { code, _ := r.get("/readyz"); return code == http.StatusOK })
}

// get asks it for a path; 0 when it does not answer.
func (r *replica) get(path string) (int, string) {
	client := &http.Client{Timeout: 5 * time.Second}
	res, err := client.Get(r.url + path)
	if err != nil {
		return 0, ""
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, ""
	}
	return res.StatusCode, string(body)
}

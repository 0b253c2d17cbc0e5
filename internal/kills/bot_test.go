package kills

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rapport/internal/failpoint"
)

// build makes the bot that can be told when to die. The few deaths of every day
// have the race detector on, as it takes a while to start; the many have the bot
// as it is shipped.
func build(t testing.TB, flags ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bot")
	args := append([]string{"build", "-tags", "failpoint", "-o", path}, flags...)
	if *kills == 0 && !*mutants {
		args = append(args, "-race")
	}
	if out, err := exec.Command("go", append(args, "rapport/cmd/bot")...).CombinedOutput(); err != nil {
		t.Fatalf("build the bot: %v: %s", err, out)
	}
	return path
}

// moment is where a process is to die: at a hit of a failpoint, or, with no
// name, whenever it is killed.
type moment struct {
	name failpoint.Name
	hit  int
	stop bool // stand still there, and do not die
}

// String is what the binary is told.
func (m moment) String() string {
	switch {
	case m.name == "":
		return ""
	case m.stop:
		return fmt.Sprintf("%s:%d:stop", m.name, m.hit)
	}
	return fmt.Sprintf("%s:%d", m.name, m.hit)
}

// process is one life of `bot serve`.
type process struct {
	cmd   *exec.Cmd
	at    moment
	began time.Time // by the town's clock
	log   *words
	gone  chan struct{} // closed when it is dead
	end   error
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

// start starts a process.
func start(t testing.TB, binary string, at moment, began time.Time, environ []string, args ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(binary, append([]string{"serve"}, args...)...), at: at, began: began, log: &words{}, gone: make(chan struct{})}
	p.cmd.Env = append(append(os.Environ(), environ...), "RAPPORT_FAILPOINT="+at.String())
	p.cmd.Stderr = p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatalf("start the bot: %v", err)
	}
	go func() {
		p.end = p.cmd.Wait()
		close(p.gone)
	}()
	return p
}

// dead tells whether it is dead already.
func (p *process) dead() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

// hit tells whether it came to its moment.
func (p *process) hit() bool {
	return p.at.name != "" && strings.Contains(p.log.String(), "failpoint "+p.at.String()+"\n")
}

// signal sends a signal to a process that may be dead already.
func (p *process) signal(t testing.TB, s syscall.Signal) {
	t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatalf("%v for the bot: %v", s, err)
	}
}

// kill ends it without a word, and returns when it is dead.
func (p *process) kill(t testing.TB) {
	t.Helper()
	p.signal(t, syscall.SIGKILL)
	<-p.gone
}

// killed tells whether SIGKILL was its end, and not a fault of its own.
func (p *process) killed() bool {
	var exit *exec.ExitError
	if !errors.As(p.end, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

var listening = regexp.MustCompile(`msg=listening setting=http.addr addr=(\S+)`)

// address waits until it listens, and returns the URL; "" when it died before.
func (p *process) address() string {
	for !p.dead() {
		if m := listening.FindStringSubmatch(p.log.String()); m != nil {
			return "http://" + m[1]
		}
		time.Sleep(2 * time.Millisecond)
	}
	return ""
}

// await waits until something holds, as long as the process lives and within
// the limit, and tells whether it does.
func (p *process) await(limit time.Duration, holds func() bool) bool {
	for deadline := time.Now().Add(limit); !p.dead() && time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return true
		}
	}
	return false
}

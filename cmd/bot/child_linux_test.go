package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"rapport/internal/slacksim"
)

// child is the bot in a process of its own: what is done to its disk and its
// limits is done to nobody else.
type child struct {
	t      *testing.T
	cmd    *exec.Cmd
	url    string
	stderr *screen
	ended  chan error
}

// start starts `bot serve`, or another of the commands of TestMain, and waits for
// its address.
func start(t *testing.T, command string, environ ...string) *child {
	t.Helper()
	c := launch(t, command, environ...)
	listening := regexp.MustCompile(`msg=listening setting=http.addr addr=(\S+)`)
	c.await("an address", func() bool {
		m := listening.FindStringSubmatch(c.stderr.String())
		if m == nil {
			return false
		}
		c.url = "http://" + m[1]
		return true
	})
	return c
}

// launch starts a command of TestMain, which goes by its name: this test binary is
// the bot as well.
func launch(t *testing.T, command string, environ ...string) *child {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := &child{t: t, stderr: &screen{}, ended: make(chan error, 1)}
	c.cmd = &exec.Cmd{Path: self, Args: []string{command, "serve"}, Stderr: c.stderr, Dir: t.TempDir()}
	c.cmd.Env = slices.Concat(environ, []string{"GOCOVERDIR=" + os.Getenv("GOCOVERDIR")})
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { c.ended <- c.cmd.Wait() }()
	t.Cleanup(c.kill)
	return c
}

// await waits until done, for half a minute at most.
func (c *child) await(what string, done func() bool) {
	c.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if done() {
			return
		}
		select {
		case err := <-c.ended:
			c.ended <- err
			c.t.Fatalf("the bot ended with %v while %s was awaited:\n%s", err, what, c.stderr)
		default:
		}
	}
	c.t.Fatalf("%s did not come:\n%s", what, c.stderr)
}

// kill ends the bot without a word.
func (c *child) kill() {
	_ = c.cmd.Process.Kill() // it may have ended by itself
	err := <-c.ended
	c.ended <- err
}

// exits waits until the bot ends by itself, and returns its exit code.
func (c *child) exits() int {
	c.t.Helper()
	select {
	case err := <-c.ended:
		c.ended <- err
		return c.cmd.ProcessState.ExitCode()
	case <-time.After(20 * time.Second):
		c.t.Fatalf("the bot did not end:\n%s", c.stderr)
		return 0
	}
}

// stops stops the bot as an operator would.
func (c *child) stops() {
	c.t.Helper()
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		c.t.Fatal(err)
	}
	if code := c.exits(); code != 0 {
		c.t.Errorf("the bot ended with %d:\n%s", code, c.stderr)
	}
}

// get returns the status and body of a path.
func (c *child) get(path string) (int, string) {
	c.t.Helper()
	return (&serving{t: c.t, url: c.url}).get(path)
}

// ready waits until commands can be taken.
func (c *child) ready() *child {
	c.t.Helper()
	c.await("readiness", func() bool { code, _ := c.get("/readyz"); return code == http.StatusOK })
	return c
}

// limits sets the soft limit of the process on a resource: "fsize", "nofile".
func (c *child) limits(resource, to string) {
	c.t.Helper()
	flag := fmt.Sprintf("--%s=%s:", resource, to)
	out, err := exec.CommandContext(c.t.Context(), "prlimit", "--pid", strconv.Itoa(c.cmd.Process.Pid), flag).CombinedOutput()
	if err != nil {
		c.t.Fatalf("prlimit: %v: %s", err, out)
	}
}

// says is how often the log says something.
func (c *child) says(what string) int { return strings.Count(c.stderr.String(), what) }

// said returns all that a member is told when they send text.
func said(t *testing.T, sim *slacksim.Sim, m slacksim.Member, text string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	out, err := sim.Send(ctx, m.ID, m.DM, text)
	if err != nil {
		return "refused by Slack: " + err.Error()
	}
	all := make([]string, 0, len(out.Messages))
	for _, msg := range out.Messages {
		if msg.Text != text {
			all = append(all, msg.Text)
		}
	}
	return strings.Join(all, "\n")
}

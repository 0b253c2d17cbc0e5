package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapport/internal/slacksim"
)

// stream is Litestream over a bot's file, as ops/litestream.yml sets it up.
type stream struct {
	t       *testing.T
	program string
	environ []string
	db      string
}

func litestream(t *testing.T, db string) *stream {
	t.Helper()
	program, err := filepath.Abs("../../bin/litestream")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(program); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no Litestream: run scripts/tools: %v", err)
		}
		t.Skip("not run: Litestream is not in bin (scripts/tools)")
	}
	return &stream{t, program, append(os.Environ(), "RAPPORT_DB="+db, "RAPPORT_REPLICA=file://"+filepath.Join(t.TempDir(), "replica")), db}
}

func (s *stream) command(verb string, args ...string) *exec.Cmd {
	s.t.Helper()
	config, err := filepath.Abs("../../ops/litestream.yml")
	if err != nil {
		s.t.Fatal(err)
	}
	cmd := exec.CommandContext(s.t.Context(), s.program, append([]string{verb, "-config", config}, args...)...)
	cmd.Env = s.environ
	return cmd
}

// replicates copies what is written, until the function it returns is called.
func (s *stream) replicates() (stop func()) {
	s.t.Helper()
	cmd, log := s.command("replicate"), &screen{}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // killed
	}()
	stop = func() {
		_ = cmd.Process.Kill() // it may have been
		<-ended
	}
	s.t.Cleanup(func() {
		stop()
		if s.t.Failed() {
			s.t.Logf("litestream said:\n%s", log)
		}
	})
	return stop
}

// restore brings the newest copy to a path.
func (s *stream) restore(to string) error {
	out, err := s.command("restore", "-o", to, s.db).CombinedOutput()
	if err != nil {
		return fmt.Errorf("restore: %w: %s", err, out)
	}
	return os.Chmod(to, 0o600)
}

// holds waits until the copy elsewhere holds so many contacts.
func (s *stream) holds(contacts int) {
	s.t.Helper()
	var err error
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		trial := filepath.Join(s.t.TempDir(), "trial.db")
		if err = s.restore(trial); err == nil && len(ids(s.t, trial)) >= contacts {
			return
		}
	}
	s.t.Fatalf("the copy does not come to hold %d contacts; the last error is %v", contacts, err)
}

// The bot is killed and its file is gone. What Litestream brings back holds all
// that was acknowledged before the last of its rounds, the bot starts on it, people
// go on, nobody is written to twice, and it is replicated anew.
func TestLitestreamBringsItBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rapport.db")
	ls := litestream(t, path)
	sim, environ := workspace(t, slacksim.Options{})
	environ = at(environ, path)
	mia, err := sim.AddMember(slacksim.Member{Name: "Mia Keller"})
	if err != nil {
		t.Fatal(err)
	}
	first := start(t, "bot", environ...).ready()
	stop := ls.replicates()
	met := func(n int) {
		t.Helper()
		if reply := said(t, sim, mia, "/met "+strings.Repeat(string(rune('A'+n)), 6)+" coffee"); !strings.Contains(reply, "Logged: coffee") {
			t.Fatalf("the command %d is answered with %q", n, reply)
		}
	}
	for n := range 20 {
		met(n)
	}
	for n := range 60 { // until the journal is laid out ahead of what it holds
		if reply := said(t, sim, mia, fmt.Sprintf("/met AAAAAA coffee no %d", n)); !strings.Contains(reply, "Logged: coffee") {
			t.Fatalf("coffee %d is answered with %q", n, reply)
		}
	}
	first.await("a journal that is laid out", func() bool { return zeros(t, path+"-wal") })
	ls.holds(20)
	for n := 20; n < 25; n++ { // in the middle of a round
		met(n)
	}
	early := len(welcomes(t, sim, mia)) > 0
	stop()
	first.kill()
	// If the welcome waits still, another process sends it, unknown to the copy.
	second := start(t, "bot", environ...)
	second.await("the welcome", func() bool { return len(welcomes(t, sim, mia)) == 1 })
	second.kill()
	lost(t, path)
	if err := os.RemoveAll(filepath.Join(filepath.Dir(path), ".rapport.db-litestream")); err != nil {
		t.Fatal(err)
	}

	if err := ls.restore(path); err != nil {
		t.Fatal(err)
	}
	kept := len(ids(t, path))
	if kept < 20 || kept > 25 {
		t.Errorf("of 25 contacts %d came back, want those 20 that had been copied at least", kept)
	}
	code, out, complaint := call(t.Context(), environ, "restored")
	if code != 0 || !strings.Contains(out, "Start the bot now") {
		t.Fatalf("bot restored ends with %d: %s%s", code, out, complaint)
	}
	defer ls.replicates()()
	again := start(t, "bot", environ...).ready()
	if list := said(t, sim, mia, "/people AAAAAA"); !strings.Contains(list, "coffee") {
		t.Errorf("after the restore /people AAAAAA says %q", list)
	}
	met(25)
	ls.holds(kept + 1)
	if !early {
		again.await("the welcome to be found", func() bool {
			_, all := again.get("/metrics")
			return strings.Contains(all, `rapport_reconciliations_total{result="found"} 1`)
		})
	}
	if n := len(welcomes(t, sim, mia)); n != 1 {
		t.Errorf("Mia was welcomed %d times", n)
	}
	again.stops()
}

// zeros reports whether a file ends with a page of nothing.
func zeros(t *testing.T, path string) bool {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return len(raw) > 4096 && bytes.Equal(raw[len(raw)-4096:], make([]byte, 4096))
}

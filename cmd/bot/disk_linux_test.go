package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"rapport/internal/slacksim"
)

// room is a disk that can be filled, and emptied again.
type room struct {
	path string // of the database
	fill func(*child)
	free func(*child)
}

// limited is a disk on which no file grows beyond what it is: RLIMIT_FSIZE.
func limited(t *testing.T) room {
	path := filepath.Join(t.TempDir(), "rapport.db")
	return room{
		path: path,
		fill: func(c *child) {
			wal, err := os.Stat(path + "-wal")
			if err != nil {
				t.Fatal(err)
			}
			c.limits("fsize", fmt.Sprint(wal.Size()))
		},
		free: func(c *child) { c.limits("fsize", "unlimited") },
	}
}

// small is a disk of its own with little room. Where nothing may be mounted, ok is
// false and RLIMIT_FSIZE has to do.
func small(t *testing.T) (r room, ok bool) {
	dir, ballast := t.TempDir(), ""
	err := syscall.Mount("rapport-test", dir, "tmpfs", 0, "size=4m")
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		return room{}, false
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	ballast = filepath.Join(dir, "ballast")
	return room{
		path: filepath.Join(dir, "rapport.db"),
		fill: func(*child) {
			f, err := os.Create(ballast)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			for err == nil {
				_, err = f.Write(make([]byte, 4096))
			}
			if !errors.Is(err, syscall.ENOSPC) {
				t.Fatal(err)
			}
		},
		free: func(*child) {
			if err := os.Remove(ballast); err != nil {
				t.Fatal(err)
			}
		},
	}, true
}

// at makes an environment keep its database elsewhere.
func at(environ []string, path string) []string {
	return append(environ, "DATABASE_URL="+path)
}

const takesNothing = "the disk I write to takes nothing more. Nothing of this was kept."

func TestAFullDisk(t *testing.T) {
	t.Run("limit", func(t *testing.T) { fullDisk(t, limited(t)) })
	r, ok := small(t)
	if !ok {
		t.Log("nothing may be mounted here: a full disk is tested by RLIMIT_FSIZE alone")
		return
	}
	t.Run("tmpfs", func(t *testing.T) { fullDisk(t, r) })
}

// fullDisk fills the disk under a bot that is at work, makes room again, and kills
// it: what was acknowledged is there, what was refused is not.
func fullDisk(t *testing.T, disk room) {
	sim, environ := workspace(t, slacksim.Options{})
	environ = at(environ, disk.path)
	mia, err := sim.AddMember(slacksim.Member{Name: "Mia Keller"})
	if err != nil {
		t.Fatal(err)
	}
	bot := start(t, "bot", environ...).ready()
	met := make(map[string]bool) // whom → whether that was acknowledged
	meet := func(how string) {
		name := []string{"Ada", "Bea", "Cleo", "Dora", "Edda", "Fay", "Gwen", "Hope", "Iris", "Jane"}[len(met)%10] + strings.Repeat("x", len(met)/10)
		reply := said(t, sim, mia, how+"met "+name+" coffee")
		met[name] = strings.Contains(reply, "Logged: coffee")
		if !met[name] && !strings.Contains(reply, takesNothing) {
			t.Errorf("%smet %s is answered with %q", how, name, reply)
		}
	}
	meet("/")
	disk.fill(bot)
	for range 6 { // what is left of the last block may hold one more
		meet("/")
		meet("") // typed
	}
	refused := 0
	for _, kept := range met {
		if !kept {
			refused++
		}
	}
	if refused < 10 {
		t.Errorf("on a full disk %d of %d commands were refused", refused, len(met)-1)
	}
	if reply := said(t, sim, mia, "/people"); !strings.Contains(reply, "Ada") {
		t.Errorf("on a full disk /people says %q", reply)
	}
	if code, why := bot.get("/readyz"); code != http.StatusServiceUnavailable || why != "database: the disk is full\n" {
		t.Errorf("on a full disk /readyz is %d %q", code, why)
	}
	if _, all := bot.get("/metrics"); !strings.Contains(all, "\nrapport_database_writable 0\n") {
		t.Error("no metric tells that the disk is full")
	}
	if n := bot.says("nothing can be stored: the disk is full"); n != 1 || bot.says("level=ERROR") != n {
		t.Errorf("the log says %d times that the disk is full:\n%s", n, bot.stderr)
	}
	disk.free(bot)
	bot.ready()
	meet("/")
	if _, all := bot.get("/metrics"); !strings.Contains(all, "\nrapport_database_writable 1\n") {
		t.Error("no metric tells that there is room again")
	}
	if n := bot.says(`msg="the database can be written again"`); n != 1 {
		t.Errorf("the log says %d times that there is room again:\n%s", n, bot.stderr)
	}
	bot.kill()
	start(t, "bot", environ...).ready()
	list := said(t, sim, mia, "/people")
	for name, kept := range met {
		if strings.Contains(list, "*"+name+"*") != kept {
			t.Errorf("%s was acknowledged: %v. After a kill /people says %q", name, kept, list)
		}
	}
}

// A message that Slack has, and that could not be recorded because the disk was
// full, is found again by its nonce and not sent twice.
func TestAFullDiskDoublesNoMessage(t *testing.T) {
	disk := limited(t)
	var bot atomic.Pointer[child]
	var once sync.Once
	sim, environ := workspaceBehind(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/api/chat.postMessage" {
				once.Do(func() { disk.fill(bot.Load()) })
			}
			next.ServeHTTP(rw, r)
		})
	})
	environ = at(environ, disk.path)
	mia, err := sim.AddMember(slacksim.Member{Name: "Mia Keller"})
	if err != nil {
		t.Fatal(err)
	}
	first := start(t, "bot", environ...)
	bot.Store(first)
	first.ready()
	said(t, sim, mia, "/met Jane coffee") // and she is to be welcomed at the next tick
	if len(welcomes(t, sim, mia)) == 0 {
		first.kill()
		first = start(t, "bot", environ...) // which begins with a tick
		bot.Store(first)
	}
	first.await("a full disk", func() bool { return first.says("nothing can be stored: the disk is full") == 1 })
	first.kill()
	if n := len(welcomes(t, sim, mia)); n != 1 {
		t.Fatalf("%d messages were posted before the disk was full", n)
	}
	again := start(t, "later", environ...) // when the lease is over
	again.await("the message to be found", func() bool {
		_, all := again.get("/metrics")
		return strings.Contains(all, `rapport_deliveries_total{kind="welcome",state="sent"} 1`)
	})
	if n := len(welcomes(t, sim, mia)); n != 1 {
		t.Errorf("the message was posted %d times", n)
	}
	again.kill()
}

// welcomes are the messages that a member was sent unasked.
func welcomes(t *testing.T, sim *slacksim.Sim, m slacksim.Member) []slacksim.Message {
	t.Helper()
	all, err := sim.Messages(m.ID, m.DM, "")
	if err != nil {
		t.Fatal(err)
	}
	var unasked []slacksim.Message
	for _, msg := range all {
		if !msg.Ephemeral && msg.User != m.ID {
			unasked = append(unasked, msg)
		}
	}
	return unasked
}

// workspaceBehind is a workspace that is reached through what stands before it.
func workspaceBehind(t *testing.T, before func(http.Handler) http.Handler) (*slacksim.Sim, []string) {
	t.Helper()
	sim, environ := workspace(t, slacksim.Options{})
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: before(sim.Handler()), ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	t.Cleanup(func() {
		if err := srv.Close(); err != nil {
			t.Error(err)
		}
		<-served
	})
	return sim, append(environ, "SLACK_API_URL=http://"+l.Addr().String()+"/api/")
}

// shim builds what makes syncing fail, and returns the environment that puts it
// before a process, and the two files by which it is told to.
func shim(t *testing.T) (environ []string, once, always string) {
	t.Helper()
	dir := t.TempDir()
	lib := filepath.Join(dir, "sync.so")
	build := exec.CommandContext(t.Context(), "gcc", "-shared", "-fPIC", "-O1", "-o", lib, "testdata/disk/sync.c", "-ldl")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", build, err, out)
	}
	once, always = filepath.Join(dir, "once"), filepath.Join(dir, "always")
	return []string{"LD_PRELOAD=" + lib, "SYNC_FAILS_ONCE=" + once, "SYNC_FAILS=" + always}, once, always
}

// One failed sync is answered by another commit in its place: nothing was kept,
// not even for whoever reads the journal after a kill.
func TestACommitThatWasNotSyncedIsNotThere(t *testing.T) {
	before, once, _ := shim(t)
	sim, environ := workspace(t, slacksim.Options{})
	environ = append(environ, before...)
	mia, err := sim.AddMember(slacksim.Member{Name: "Mia Keller"})
	if err != nil {
		t.Fatal(err)
	}
	bot := start(t, "bot", environ...).ready()
	said(t, sim, mia, "/met Jane coffee")
	writeFile(t, once, "")
	if reply := said(t, sim, mia, "/met Omar lunch"); !strings.Contains(reply, takesNothing) {
		t.Errorf("a commit that was not synced is answered with %q", reply)
	}
	if n := bot.says("nothing can be stored: the disk reports an error"); n != 1 {
		t.Errorf("the log says it %d times:\n%s", n, bot.stderr)
	}
	bot.kill()
	bot = start(t, "bot", environ...).ready()
	if list := said(t, sim, mia, "/people"); !strings.Contains(list, "Jane") || strings.Contains(list, "Omar") {
		t.Errorf("after a kill /people says %q", list)
	}
	bot.stops()
}

// A disk that keeps nothing ends the bot, which does not start on it either.
func TestADiskThatFailsEndsTheBot(t *testing.T) {
	before, _, always := shim(t)
	sim, environ := workspace(t, slacksim.Options{})
	environ = append(environ, before...)
	mia, err := sim.AddMember(slacksim.Member{Name: "Mia Keller"})
	if err != nil {
		t.Fatal(err)
	}
	bot := start(t, "bot", environ...).ready()
	said(t, sim, mia, "/met Jane coffee")
	writeFile(t, always, "")
	if reply := said(t, sim, mia, "/met Omar lunch"); !strings.Contains(reply, "I can't tell whether it is noted") {
		t.Errorf("a commit that may be there is answered with %q", reply)
	}
	if code := bot.exits(); code != exitFailed || bot.says("stopping: the disk reports an error") != 1 {
		t.Errorf("the bot ends with %d and says:\n%s", code, bot.stderr)
	}
	again := launch(t, "bot", environ...)
	if code := again.exits(); code != exitFailed || again.says("the disk reports an error") == 0 {
		t.Errorf("on a disk that fails it starts, ends with %d and says:\n%s", code, again.stderr)
	}
	if err := os.Remove(always); err != nil {
		t.Fatal(err)
	}
	bot = start(t, "bot", environ...).ready()
	said(t, sim, mia, "/met Lena call")
	if list := said(t, sim, mia, "/people"); !strings.Contains(list, "Jane") || !strings.Contains(list, "Lena") {
		t.Errorf("on a mended disk /people says %q", list)
	}
	bot.stops()
}

// later is `bot serve` three minutes from now, when every lease of now is over.
func later() {
	w := &world{environ: os.Environ(), stdout: os.Stdout, stderr: os.Stderr, now: func() time.Time { return time.Now().Add(3 * time.Minute) }}
	if err := (serveCommand{}).Run(context.Background(), w); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitFailed)
	}
}

package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"rapport/internal/slacksim"
)

// underSiege is for how long sockets do nothing but hold a place.
const underSiege = 5 * time.Second

// TestSlowSocketsKeepNobodyWaiting sends sockets at the real bot, which say
// nothing, say it slowly, or begin bodies that never end, and come back when they
// are hung up on: two thousand, and more than it can have files. Whoever signs is
// acknowledged in time all the same.
func TestSlowSocketsKeepNobodyWaiting(t *testing.T) {
	t.Run("two thousand", func(t *testing.T) { besieged(t, "bot", 2000) })
	t.Run("more than files", func(t *testing.T) { besieged(t, "crowded", 3*fewFiles) })
}

func besieged(t *testing.T, command string, slow int) {
	enoughFiles(t, slow)
	// Each command comes over a connection of its own, which is a stranger's at first.
	sim, environ := workspace(t, slacksim.Options{Transport: &http.Transport{DisableKeepAlives: true}})
	environ = append(environ, "SLACK_APP_TOKEN=", "SLACK_SIGNING_SECRET="+sim.Credentials().SigningSecret)
	mia, err := sim.AddMember(slacksim.Member{Name: "Mia Keller"})
	if err != nil {
		t.Fatal(err)
	}
	bot := start(t, command, environ...).ready()
	sim.SetBotURL(bot.url)
	addr := strings.TrimPrefix(bot.url, "http://")

	ctx, stop := context.WithCancel(t.Context())
	var besiegers sync.WaitGroup
	var open, most, ended atomic.Int64
	for n := range slow {
		besiegers.Go(func() {
			_ = sleep(ctx, time.Duration(n)*time.Second/time.Duration(slow)) // this machine has to make them, too
			for ctx.Err() == nil {
				linger(ctx, addr, n, &open, &most)
				ended.Add(1)
				_ = sleep(ctx, 250*time.Millisecond)
			}
		})
	}
	defer besiegers.Wait()
	defer stop()

	worst, commands := time.Duration(0), 0
	for begun := time.Now(); time.Since(begun) < underSiege; time.Sleep(20 * time.Millisecond) {
		out, err := sim.Send(t.Context(), mia.ID, mia.DM, fmt.Sprintf("/met Jane call -- %d", commands))
		if err != nil || out.AckMS < 0 {
			t.Fatalf("command %d after %v was not acknowledged: %v, %+v\n%s", commands, time.Since(begun), err, out, bot.stderr)
		}
		worst = max(worst, time.Duration(out.AckMS)*time.Millisecond)
		commands++
	}
	if worst >= 3*time.Second {
		t.Errorf("the slowest of %d acknowledgments took %v", commands, worst)
	}
	if most.Load() < int64(slow*3/4) {
		t.Errorf("there were never more than %d sockets at once", most.Load())
	}
	t.Logf("%d commands, the slowest acknowledged after %v; up to %d sockets at once, %d ended; %s",
		commands, worst, most.Load(), ended.Load(), memory(t, bot))
	if n := bot.says("too many open files"); n > 0 {
		t.Errorf("the bot ran out of files %d times", n)
	}
}

// fewFiles is what a crowded process may open.
const fewFiles = 256

// crowded is `bot serve` where the system allows few open files.
func crowded() {
	files := syscall.Rlimit{Cur: fewFiles, Max: fewFiles}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		panic(err)
	}
	main()
}

// enoughFiles makes sure that this process and the bot can hold that many sockets.
func enoughFiles(t *testing.T, sockets int) {
	t.Helper()
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		t.Fatal(err)
	}
	if files.Cur < uint64(sockets)+200 {
		t.Fatalf("the system allows %d files, and this test opens %d sockets: ulimit -n", files.Cur, sockets)
	}
}

// linger holds a connection for as long as it is let: the n-th says nothing at
// all, a head without an end, or the body of a request that is as good as signed.
func linger(ctx context.Context, addr string, n int, open, most *atomic.Int64) {
	conn, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return
	}
	defer conn.Close()
	now := open.Add(1)
	defer open.Add(-1)
	for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
	}
	end := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer end()
	switch n % 3 {
	case 0:
		_, _ = io.Copy(io.Discard, conn) // until it is hung up on
	case 1:
		drip(ctx, conn, "POST /slack/commands HTTP/1.1\r\nHost: x\r\nX-Slow: ", 1, 500*time.Millisecond)
	case 2:
		head := fmt.Sprintf("POST /slack/commands HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"+
			"X-Slack-Request-Timestamp: %d\r\nX-Slack-Signature: v0=%s\r\nContent-Length: 1000000\r\n\r\n", time.Now().Unix(), strings.Repeat("0", 64))
		drip(ctx, conn, head, 100, 500*time.Millisecond)
	}
}

// drip sends a beginning, and then so many bytes at a time until the other side
// has had enough.
func drip(ctx context.Context, conn net.Conn, begin string, n int, every time.Duration) {
	_, err := io.WriteString(conn, begin)
	for more := make([]byte, n); err == nil; {
		if err = sleep(ctx, every); err == nil {
			_, err = conn.Write(more)
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// memory is the most that a process has held in memory.
func memory(t *testing.T, c *child) string {
	t.Helper()
	status, err := os.ReadFile("/proc/" + strconv.Itoa(c.cmd.Process.Pid) + "/status")
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`VmHWM:\s+\S+ kB`).FindString(string(status))
}

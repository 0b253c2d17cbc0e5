package bench

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"rapport/internal/slacksim"
)

// build makes the bot as it is shipped: no race detector.
func build(tb testing.TB) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "bot")
	if out, err := exec.Command("go", "build", "-o", path, "rapport/cmd/bot").CombinedOutput(); err != nil {
		tb.Fatalf("build the bot: %v: %s", err, out)
	}
	return path
}

// served is a running `bot serve` on SQLite, with a simulated Slack behind it.
type served struct {
	tb     testing.TB
	url    string
	secret string
	people []string
	team   string
	app    string
	cmd    *exec.Cmd
	ready  time.Duration // from exec to the first 200 of /readyz
}

// serve starts the binary over HTTP with n members in its workspace.
func serve(tb testing.TB, binary string, n int) *served {
	tb.Helper()
	sim, err := slacksim.New(slacksim.Options{Now: time.Now, Running: true})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := sim.Close(); err != nil {
			tb.Error(err)
		}
	})
	base, err := sim.Listen("127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s := &served{tb: tb, secret: sim.Credentials().SigningSecret}
	for i := range n {
		m, err := sim.AddMember(slacksim.Member{Name: fmt.Sprintf("member%d", i), TZ: "Europe/Berlin"})
		if err != nil {
			tb.Fatal(err)
		}
		s.people = append(s.people, m.ID)
		if i == 0 {
			snap, err := sim.Snapshot(m.ID, "home")
			if err != nil {
				tb.Fatal(err)
			}
			s.team, s.app = snap.Team.ID, snap.App.ID
		}
	}
	if !strings.HasPrefix(base, "http") {
		base = "http://" + base
	}
	s.start(binary, base, sim.Credentials())
	return s
}

func (s *served) start(binary, base string, c slacksim.Credentials) {
	s.tb.Helper()
	addr := freeAddr(s.tb)
	s.url = "http://" + addr
	s.cmd = exec.Command(binary, "serve")
	s.cmd.Env = append(os.Environ(),
		"SLACK_BOT_TOKEN="+c.BotToken, "SLACK_SIGNING_SECRET="+c.SigningSecret,
		"SLACK_API_URL="+base+"/api/", "RAPPORT_ADDR="+addr, "LOG_LEVEL=error",
		"DATABASE_URL="+filepath.Join(s.tb.TempDir(), "bench.db"))
	s.cmd.Stderr = os.Stderr
	begun := time.Now()
	if err := s.cmd.Start(); err != nil {
		s.tb.Fatal(err)
	}
	s.tb.Cleanup(func() {
		if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			s.tb.Error(err)
		}
		if err := s.cmd.Wait(); err != nil {
			s.tb.Errorf("the bot ended with %v", err)
		}
	})
	for {
		res, err := http.Get(s.url + "/readyz")
		if err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				break
			}
		}
		if time.Since(begun) > 20*time.Second {
			s.tb.Fatal("not ready in 20 s")
		}
		time.Sleep(2 * time.Millisecond)
	}
	s.ready = time.Since(begun)
}

func freeAddr(tb testing.TB) string {
	tb.Helper()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// memory returns the resident memory of the bot in MB.
func (s *served) memory() float64 {
	s.tb.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		s.tb.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmRSS:" {
			kb, err := strconv.Atoi(f[1])
			if err != nil {
				s.tb.Fatal(err)
			}
			return float64(kb) / 1024
		}
	}
	s.tb.Fatal("no VmRSS")
	return 0
}

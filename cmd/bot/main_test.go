package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"go.uber.org/goleak"

	"rapport/internal/pgtest"
)

// tests are those of this binary, with a PostgreSQL that ends after them.
type tests struct{ *testing.M }

func (m tests) Run() int { return pgtest.Run(m.M) }

func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){"bot": main, "later": later, "crowded": crowded})
}

// TestScripts plays the command line's scripts in testdata, in a process of its
// own and with an empty environment.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata"})
}

// leakFree fails the test when it leaves a goroutine behind.
func leakFree(t *testing.T) {
	t.Helper()
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, before) })
}

// screen is what a command writes to, while others read it.
type screen struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}

// Reset forgets what was written.
func (s *screen) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buf.Reset()
}

// call runs a command line and returns its exit code and what it said.
func call(ctx context.Context, environ []string, args ...string) (code int, stdout, stderr string) {
	var out, err screen
	code = run(ctx, args, environ, &out, &err)
	return code, out.String(), err.String()
}

func TestManifestFileIsUpToDate(t *testing.T) {
	code, now, said := call(t.Context(), nil, "manifest", "--config", "../../config.example.yaml")
	if code != 0 {
		t.Fatalf("bot manifest: %s", said)
	}
	file, err := os.ReadFile("../../manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if string(file) != now {
		t.Error("manifest.yaml is out of date: run make generate")
	}
}

// What would be printed about every flag and command is a sentence.
func TestHelpIsWhole(t *testing.T) {
	for _, c := range []string{"serve", "try", "check", "manifest", "migrate", "backup", "restored", "healthcheck", "version", "outbox", "outbox list", "outbox retry", "outbox cancel"} {
		code, out, _ := call(t.Context(), nil, append(strings.Fields(c), "--help")...)
		if code != 0 || !strings.Contains(out, "Usage: bot "+c) {
			t.Errorf("bot %s --help exits %d and says %q", c, code, out)
		}
	}
}

func database(t *testing.T) string {
	t.Helper()
	return "DATABASE_URL=" + filepath.Join(t.TempDir(), "rapport.db")
}

package main

import (
	"bytes"
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestStaticBuild makes the binary that the image holds, by the same command,
// and starts it where nothing else is there to help.
func TestStaticBuild(t *testing.T) {
	dockerfile, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^RUN (make build BOT=)\S+$`).FindSubmatch(dockerfile)
	if m == nil {
		t.Fatal("the Dockerfile does not build with make build")
	}
	bot := filepath.Join(t.TempDir(), "bot")
	build := exec.CommandContext(t.Context(), "sh", "-c", string(m[1])+bot)
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", build, err, out)
	}
	isStatic(t, bot)
	isUnrigged(t, bot)

	// No environment, no zone files in sight: what it needs is inside it.
	alone := func(args ...string) *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), bot, args...)
		cmd.Dir, cmd.Env = t.TempDir(), []string{"ZONEINFO=/nowhere"}
		return cmd
	}
	for _, c := range []struct{ args, want string }{
		{"version", "rapport "}, {"manifest", "display_information"}, {"migrate", "The schema went from version 0"},
	} {
		out, err := alone(c.args).CombinedOutput()
		if err != nil || !strings.Contains(string(out), c.want) {
			t.Errorf("bot %s: %v: %s", c.args, err, out)
		}
	}

	serve := alone("serve")
	said := &screen{}
	serve.Stderr = said
	serve.Env = append(serve.Env, "SLACK_API_URL=http://"+closedAddr(t)+"/api/", "SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN=xapp-1", "RAPPORT_ADDR=127.0.0.1:0")
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(said.String(), "msg=listening"); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Errorf("it does not listen: %s", said)
			break
		}
	}
	if err := serve.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := serve.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v: %s", err, said)
	}
}

// isStatic fails when a binary asks for a loader or a library.
func isStatic(t *testing.T, path string) {
	t.Helper()
	f, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("the binary asks for a dynamic loader")
		}
	}
	if libs, err := f.ImportedLibraries(); err == nil && len(libs) > 0 {
		t.Errorf("the binary asks for %v", libs)
	}
}

// isUnrigged checks that a binary can't be told when to die or what time it is:
// it holds nothing of rigged.go, neither its functions nor what they read. That
// these names would be found is shown by internal/kills, on the other binary.
func isUnrigged(t *testing.T, path string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"main.armed", "main.ahead", "RAPPORT_FAILPOINT"} {
		if bytes.Contains(raw, []byte(name)) {
			t.Errorf("the binary that is shipped holds %s", name)
		}
	}
}

package main

import (
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapport/internal/pgtest"
)

// TestEverybodyRaces has each contender there is go through a short race: what is
// acknowledged has the right words in it and is stored, after a SIGKILL too. The
// times of it are nobody's business.
func TestEverybodyRaces(t *testing.T) {
	dir := t.TempDir()
	p := programs{bot: filepath.Join(dir, "rapport"), bare: filepath.Join(dir, "bare"), bolt: bolt(t)}
	for path, pkg := range map[string]string{p.bot: "rapport/cmd/bot", p.bare: "rapport/bench/bare"} {
		if out, err := exec.CommandContext(t.Context(), "../../scripts/shipped", "go", "build", "-o", path, pkg).CombinedOutput(); err != nil {
			t.Fatalf("build %s: %v: %s", pkg, err, out)
		}
	}
	var said strings.Builder
	o := options{rounds: 1, each: 200 * time.Millisecond, settle: time.Millisecond, rate: 100, rows: 4000, members: connections, circle: 3}
	text, err := hold(t.Context(), o, p, dir, postgres(t), &said)
	if err != nil {
		t.Fatalf("%v\n%s", err, &said)
	}
	for _, want := range []string{"### SQLite", "### PostgreSQL", "rapport ÷ Bolt", "rapport ÷ bare Go", "rapport ÷ bare pgx", "on the large database"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report has no %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, dir) {
		t.Errorf("the report tells where it was made:\n%s", text)
	}
}

// bolt is where the app on Bolt is installed.
func bolt(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", "bolt"))
	if err != nil {
		t.Fatal(err)
	}
	if err := installed(t.Context(), dir); err != nil {
		lack(t, "the race is not run without Bolt: %v", err)
	}
	return dir
}

// postgres is a server of the test's own.
func postgres(t *testing.T) func(database string) string {
	t.Helper()
	s, err := pgtest.Start()
	if err != nil {
		lack(t, "the race is not run without PostgreSQL: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s.Address
}

// lack ends a test that misses something; under CI nothing may be missing.
func lack(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// What was acknowledged and is not stored, stored and never sent, or stored twice,
// ends the race.
func TestVerify(t *testing.T) {
	for name, c := range map[string]struct {
		notes []string
		acked []int
		sent  int
		ok    bool
	}{
		"all there":                 {[]string{order{serial: 1}.note(), order{serial: 2}.note(), "met before the race."}, []int{1, 2}, 2, true},
		"one sent and not answered": {[]string{order{serial: 1}.note(), order{serial: 2}.note()}, []int{1}, 2, true},
		"one lost":                  {[]string{order{serial: 1}.note()}, []int{1, 2}, 2, false},
		"one lost, another there":   {[]string{order{serial: 1}.note(), order{serial: 3}.note()}, []int{1, 2}, 3, false},
		"more than were sent":       {[]string{order{serial: 1}.note(), order{serial: 2}.note()}, []int{1}, 1, false},
		"one twice":                 {[]string{order{serial: 1}.note(), order{serial: 1}.note()}, []int{1}, 2, false},
		"one changed":               {[]string{mark + "one."}, nil, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := files{t.TempDir()}
			db, err := sql.Open("sqlite3", s.path("x"))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec("CREATE TABLE interactions (note TEXT)"); err != nil {
				t.Fatal(err)
			}
			for _, note := range c.notes {
				if _, err := db.Exec("INSERT INTO interactions VALUES (?)", note); err != nil {
					t.Fatal(err)
				}
			}
			if err := verify(t.Context(), s, s.path("x"), c.acked, c.sent); (err == nil) != c.ok {
				t.Error(err)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	var out strings.Builder
	o, err := parse(nil, &out)
	if err != nil || o.rounds != 5 || o.each != 5*time.Second || o.members < connections || o.circle != len(people) {
		t.Errorf("%+v, %v", o, err)
	}
	if got := o.command(); got != "make bench ROUNDS=5 SECONDS=5" {
		t.Errorf("to be typed again: %q", got)
	}
	for _, wrong := range [][]string{{"-rounds", "0"}, {"-seconds", "0"}, {"-rate", "0"}, {"-members", "1"}, {"-circle", "0"}, {"-no"}} {
		if o, err := parse(wrong, &out); err == nil {
			t.Errorf("%v: %+v", wrong, o)
		}
	}
}

func copyOf(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), filepath.Base(path))
	if err := os.WriteFile(to, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

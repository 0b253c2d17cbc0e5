package e2e

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapport/internal/pgtest"
)

// TestRestartResumesAfterAKill ends a kept workspace without a word and opens it
// again: everybody, every message and the clock stand where they stood, what was
// acknowledged is known, and buttons of before still work.
func TestRestartResumesAfterAKill(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kept.db")
	begin := time.Date(2026, 11, 2, 9, 30, 0, 0, time.UTC)
	b := open(t, "--db", file, "--seed", "empty", "--now", begin.Format(time.RFC3339))
	mia := b.people()["Mia"]
	b.say(mia, mia.DM, "/met Jane coffee")
	b.to(begin.AddDate(0, 0, 21))
	before := b.messages(mia, mia.DM, "")
	if len(before) < 2 || !strings.HasPrefix(before[len(before)-1].Text, "Good morning, Mia.") {
		t.Fatalf("no digest in three weeks: %+v", before)
	}
	b.kill()

	again := open(t, "--db", file, "--seed", "demo", "--now", "2030-01-01T00:00:00Z") // both count for a new file only
	if p := again.people()["Mia"]; p != mia {
		t.Errorf("Mia was %+v and is %+v", mia, p)
	}
	var clock struct{ Now time.Time }
	again.must("/sim/clock", nil, &clock)
	if late := clock.Now.Sub(begin.AddDate(0, 0, 21)); late < 0 || late > time.Minute {
		t.Errorf("the clock stands at %v", clock.Now)
	}
	after := again.messages(mia, mia.DM, "")
	if len(after) != len(before) || after[len(after)-1].TS != before[len(before)-1].TS || after[len(after)-1].Text != before[len(before)-1].Text {
		t.Errorf("%d messages before the kill, %d after it", len(before), len(after))
	}
	if said := again.say(mia, mia.DM, "/people Jane"); len(said.Messages) == 0 || !strings.Contains(said.Messages[len(said.Messages)-1].Text, "coffee") {
		t.Errorf("Jane's card after the restart: %+v", said.Messages)
	}
	s := &story{box: again, people: again.people(), who: mia, in: mia.DM, seen: map[string]string{}, shown: map[string]string{}}
	s.act(t, "Mia", "Log it", "Jane")
	if !strings.Contains(s.out.String(), "✓") {
		t.Errorf("the digest's button after the restart said:\n%s", s.out.String())
	}
	again.to(clock.Now.Add(time.Hour))
	if n := len(again.messages(mia, mia.DM, before[len(before)-1].TS)); n > 1 {
		t.Errorf("%d new messages an hour later, want at most the card", n)
	}
}

// TestStoriesOnPostgres tells the main story once more with the bot's data on
// PostgreSQL: what people see is the same.
func TestStoriesOnPostgres(t *testing.T) {
	tell(t, "testdata/met.txtar", "socket", "--db", pgtest.Database(t))
}

package ordeal

import (
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"testing/cryptotest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/internal/pgtest"
)

var (
	members  = flag.Int("ordeal.members", 6, "how many people are in the workspace")
	days     = flag.Int("ordeal.days", 45, "how many days a play has")
	seeds    = flag.Int("ordeal.seeds", 0, "play so many seeds, however long it takes")
	first    = flag.Uint64("ordeal.from", 1, "the first seed")
	seed     = flag.Uint64("ordeal.seed", 0, "play this seed and no other, and tell all of it")
	howLong  = flag.Duration("ordeal.for", 10*time.Second, "begin no seed after this time")
	postgres = flag.Bool("ordeal.postgres", false, "keep the bot's data on PostgreSQL")
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(800) // a play lives in little memory, and makes much waste
	os.Exit(pgtest.Run(m))
}

// TestOrdeal plays one seed after the other.
func TestOrdeal(t *testing.T) {
	if *seed != 0 {
		w, _ := perform(t, script{seed: *seed, members: *members, days: *days})
		t.Logf("the whole of it:\n%s", strings.Join(w.trace, "\n"))
		return
	}
	began, enough := time.Now(), new(atomic.Bool)
	if *seeds == 0 { // a large play that began in time may go on half as long again
		defer time.AfterFunc(*howLong*3/2, func() { enough.Store(true) }).Stop()
	}
	var sum tally
	n := 0
	for s := *first; *seeds > 0 && n < *seeds || *seeds == 0 && (n == 0 || time.Since(began) < *howLong); s++ {
		n++
		t.Run(fmt.Sprint("seed ", s), func(t *testing.T) {
			start := time.Now()
			w, _ := perform(t, script{seed: s, members: *members, days: *days, enough: enough})
			t.Logf("%.1f s, until %s, %+v", time.Since(start).Seconds(), w.ended.Format(time.DateOnly), w.sum)
			sum.add(w.sum)
		})
	}
	t.Logf("%d seeds of %d members and %d days in %.0f s: %+v", n, *members, *days, time.Since(began).Seconds(), sum)
}

// TestOneSeedIsOneYear plays a seed twice: what is told of it is the same, word
// for word.
func TestOneSeedIsOneYear(t *testing.T) {
	s := script{seed: 3, members: 5, days: 20}
	one, _ := perform(t, s)
	two, _ := perform(t, s)
	if diff := cmp.Diff(one.trace, two.trace); diff != "" {
		t.Errorf("two plays of one seed differ:\n%s", diff)
	}
	if one.sum.Kills == 0 || one.sum.Seen == 0 || one.sum.Acked == 0 {
		t.Errorf("too little happened: %+v", one.sum)
	}
}

// TestWhatIsWrongIsNoticed breaks each promise from outside, behind the bot's back,
// and expects the play to end for that reason.
func TestWhatIsWrongIsNoticed(t *testing.T) {
	tests := []struct {
		name, want string
		sabotage   func(*testing.T, *world)
	}{
		{"a digest is posted twice", "twice", func(t *testing.T, w *world) { w.repost(t) }},
		{"a touch is lost", "touches", func(t *testing.T, w *world) {
			w.spoil(t, "UPDATE contacts SET touches = 0 WHERE touches > 0")
		}},
		{"a contact is lost", "is not stored", func(t *testing.T, w *world) { w.spoil(t, "UPDATE contacts SET archived = 1") }},
		{"a promise is lost", "the promise of", func(t *testing.T, w *world) { w.spoil(t, "UPDATE promises SET undone = 1") }},
		{"the outbox leaves the law", "no step does", func(t *testing.T, w *world) {
			w.spoil(t, "UPDATE outbox SET state = 'pending', due = 1 WHERE state = 'sent'")
		}},
		{"digests are never planned", "heard nothing", func(t *testing.T, w *world) {
			w.spoil(t, "DELETE FROM appointments WHERE kind = 'digest'")
		}},
		{"another's note is shown", "another member's", func(t *testing.T, w *world) { w.confuse(t) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := script{seed: 5, members: 5, days: 50, calm: true}
			s.sabotage = func(w *world) {
				if w.books != nil && w.proc.Load() != nil && w.now().After(begin.AddDate(0, 0, 6)) {
					tt.sabotage(t, w)
				}
			}
			if w, broken := stage(t, s); !strings.Contains(broken, tt.want) {
				t.Errorf("the play ended at step %d with %q, want something of %q", w.step, broken, tt.want)
			}
		})
	}
	if w, broken := stage(t, script{seed: 5, members: 5, days: 50, calm: true}); broken != "" {
		t.Errorf("unspoilt it ended at step %d with %q", w.step, broken)
	}
}

// spoil changes the bot's database behind its back.
func (w *world) spoil(t *testing.T, statement string) {
	t.Helper()
	if _, err := w.books.db.Exec(statement); err != nil {
		t.Fatalf("spoil: %v", err)
	}
}

// repost posts the newest digest that somebody saw once more, as it is, under the
// same nonce and under the bot's name.
func (w *world) repost(t *testing.T) {
	t.Helper()
	for _, s := range w.souls {
		if s.last == nil || !strings.HasPrefix(s.last.Text, "Good") {
			continue
		}
		form := url.Values{"channel": {s.dm}, "text": {s.last.Text}, "metadata": {fmt.Sprintf(
			`{"event_type":"rapport_delivery","event_payload":{"nonce":%q}}`, w.nonces[s.last.TS])}}
		w.call(t, "chat.postMessage", form)
		return
	}
}

// confuse says to one member what belongs to another.
func (w *world) confuse(t *testing.T) {
	t.Helper()
	w.call(t, "chat.postMessage", url.Values{"channel": {w.souls[0].dm}, "text": {"Coffee with " + w.souls[1].mark}})
}

// call makes a call of Slack's as the bot would.
func (w *world) call(t *testing.T, method string, form url.Values) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, "http://slack.internal/api/"+method, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "Bearer "+w.sim.Credentials().BotToken)
	if _, err := (out{w, w.proc.Load()}).RoundTrip(r); err != nil {
		t.Fatal(err)
	}
}

func (t *tally) add(o tally) {
	t.Steps += o.Steps
	t.Acts += o.Acts
	t.Acked += o.Acked
	t.Kills += o.Kills
	t.Seen += o.Seen
	t.Resent += o.Resent
	t.Checked += o.Checked
	t.Days += o.Days
}

// perform plays a script and fails when a promise was broken.
func perform(t *testing.T, s script) (*world, string) {
	t.Helper()
	w, broken := stage(t, s)
	if broken != "" {
		tail := w.trace[max(0, len(w.trace)-40):]
		t.Errorf("seed %d, step %d: %s\n\nThe last of what happened:\n%s\n\nThe bot's log:\n%s\n\nAgain: go test ./internal/ordeal -run TestOrdeal -ordeal.seed=%d -ordeal.members=%d -ordeal.days=%d",
			s.seed, w.step, broken, strings.Join(tail, "\n"), strings.Join(w.logged[max(0, len(w.logged)-10):], "\n"), s.seed, s.members, s.days)
	}
	return w, broken
}

// stage plays a script in a bubble, where sleeping takes no time and every secret
// comes from the seed.
func stage(t *testing.T, s script) (w *world, broken string) {
	t.Helper()
	s.dsn = database(t)
	cryptotest.SetGlobalRandom(t, s.seed)
	synctest.Test(t, func(*testing.T) { w, broken = play(s) })
	return w, broken
}

// database is a place for the bot's data: in memory where there is one, because
// a process that is killed loses nothing that the system has.
func database(t *testing.T) string {
	t.Helper()
	if *postgres {
		return pgtest.Database(t)
	}
	if dir, err := os.MkdirTemp("/dev/shm", "ordeal-"); err == nil { //nolint:usetesting // t.TempDir may be on a disk
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
		return filepath.Join(dir, "bot.db")
	}
	return filepath.Join(t.TempDir(), "bot.db")
}

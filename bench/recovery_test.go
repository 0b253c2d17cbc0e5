package bench

import (
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/bot/phrase"
	"rapport/domain"
	"rapport/store"
)

var (
	recoverMembers = flag.Int("recover.members", 200, "how many members of TestRecovery have been due for a week, each with forty people")
	recoverRate    = flag.Int("recover.rate", 40, "how many /met a second are sent meanwhile")
)

// busyMembers is of how many members the commands are.
const busyMembers = 100

// A week was everybody's digest due, and nothing ran. When the bot is back, each
// member gets today's and no other, while commands go on being acknowledged, and what
// was acknowledged is stored. It runs the real binary on a SQLite file, beside a Slack
// that answers at once, and tells how long it took; with -recover.members=25000
// -recover.rate=200 a million people are overdue.
func TestRecovery(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a process")
	}
	dsn, stub, binary := t.TempDir()+"/rapport.db", newSlackStub(t), build(t)
	today, zone := noon(time.Now())
	o := store.Options{DSN: dsn, Policy: domain.DefaultPolicy(), Keys: phrase.Keys}
	if _, _, err := store.Migrate(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	loc, err := domain.Location(zone)
	if err != nil {
		t.Fatal(err)
	}
	week := domain.Instant(today.AddDays(-7), 9*60, loc)
	found(t, "sqlite3", dsn, town{members: *recoverMembers, circle: circle, workspaces: 1, due: *recoverMembers, at: week, zone: zone})

	file := opened(t, dsn)
	file.exec(t, fmt.Sprintf("UPDATE appointments SET at = %d WHERE kind = 'digest'", never))
	idle := serve(t, binary, dsn, stub)
	time.Sleep(2 * time.Second)
	resting, _ := idle.memory(t)
	idle.end()
	file.exec(t, fmt.Sprintf("UPDATE appointments SET at = %d WHERE kind = 'digest'", week.UnixMicro()))

	v := serve(t, binary, dsn, stub)
	begun := time.Now()
	g := generate(v, *recoverRate)
	for file.count(t, fmt.Sprintf("appointments WHERE at <= %d", time.Now().UnixMicro())) > 0 {
		time.Sleep(200 * time.Millisecond)
		if time.Since(begun) > time.Hour {
			t.Fatal("not planned within an hour")
		}
	}
	planned := time.Since(begun)
	if left := 3*time.Second - planned; left > 0 {
		time.Sleep(left) // for the first messages, and for some commands
	}
	g.stop()
	_, most := v.memory(t)
	conversations, messages := stub.written()
	v.end()

	stored := file.notes(t)
	lost := 0
	for _, note := range g.acked {
		if !stored[note] {
			lost++
		}
	}
	t.Logf("%d members with %d people planned in %v beside %d commands of which %d were acknowledged, the slowest after %v and %d after more than 3 s; "+
		"acknowledged and not stored: %d; memory %.0f MB idle, %.0f MB at most: %.2f×; %d were written to meanwhile",
		*recoverMembers, circle, planned.Round(time.Millisecond), g.sent, len(g.acked), g.slowest.Round(time.Millisecond), g.late, lost, resting, most, most/resting, conversations)
	if len(g.acked) < g.sent*9/10 || lost > 0 {
		t.Errorf("%d of %d acknowledged, and %d of them not stored; the first trouble: %v", len(g.acked), g.sent, lost, g.trouble)
	}
	if messages != 1 {
		t.Errorf("somebody was written to %d times, want once", messages)
	}
	if n := file.count(t, "outbox WHERE state <> 'sent' OR created > 1"); n != *recoverMembers {
		t.Errorf("%d messages planned for %d members", n, *recoverMembers)
	}
	if n := file.count(t, fmt.Sprintf("outbox WHERE created > 1 AND local_date = '%s' AND kind = 'digest'", today)); n != *recoverMembers {
		t.Errorf("%d digests of today for %d members", n, *recoverMembers)
	}
}

// noon returns a zone in which it is some time after noon now, and the date there.
func noon(now time.Time) (domain.Date, string) {
	ahead := 12 - now.UTC().Hour()
	zone := fmt.Sprintf("Etc/GMT%+d", -ahead) // its signs are the other way round
	return domain.DateIn(now.UTC().Add(time.Duration(ahead)*time.Hour), time.UTC), zone
}

// generator sends /met at a rate, each when it is due and not when the last one was
// answered.
type generator struct {
	mu      sync.Mutex
	sent    int
	acked   []string // notes
	late    int
	slowest time.Duration
	trouble error
	quit    chan struct{}
	all     sync.WaitGroup
}

func generate(v *served, perSecond int) *generator {
	g := &generator{quit: make(chan struct{})}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}, Timeout: 30 * time.Second}
	g.all.Go(func() {
		tick := time.NewTicker(time.Second / time.Duration(perSecond))
		defer tick.Stop()
		for serial := 0; ; serial++ {
			select {
			case <-g.quit:
				return
			case due := <-tick.C:
				g.all.Go(func() { g.send(v, client, serial, due) })
			}
		}
	})
	return g
}

func (g *generator) stop() {
	close(g.quit)
	g.all.Wait()
}

func (g *generator) send(v *served, client *http.Client, serial int, due time.Time) {
	member := fmt.Sprint("U", 100_000_001+serial%min(busyMembers, *recoverMembers))
	note := fmt.Sprintf("number %d", serial)
	answer, err := v.met(client, member, fmt.Sprintf("Person %d coffee -- %s", 101+serial/busyMembers%circle, note), serial)
	took := time.Since(due)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sent++
	g.slowest = max(g.slowest, took)
	if took > 3*time.Second {
		g.late++
	}
	switch {
	case err == nil && strings.Contains(answer, note):
		g.acked = append(g.acked, note)
	case g.trouble == nil:
		g.trouble = errors.Join(fmt.Errorf("answered %.200q", answer), err)
	}
}

// file is the bot's database, looked at from outside.
type file struct{ *sql.DB }

func opened(tb testing.TB, dsn string) file {
	tb.Helper()
	db, err := sql.Open("sqlite3", dsn+"?_busy_timeout=10000")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() }) // nothing is written by then
	return file{db}
}

func (f file) exec(tb testing.TB, statement string) {
	tb.Helper()
	if _, err := f.Exec(statement); err != nil {
		tb.Fatal(err)
	}
}

// count counts rows: from is a table and, perhaps, a condition.
func (f file) count(tb testing.TB, from string) (n int) {
	tb.Helper()
	if err := f.QueryRow("SELECT count(*) FROM " + from).Scan(&n); err != nil {
		tb.Fatal(err)
	}
	return n
}

// notes returns those of all interactions.
func (f file) notes(tb testing.TB) map[string]bool {
	tb.Helper()
	rows, err := f.Query("SELECT note FROM interactions WHERE note <> ''")
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	all := make(map[string]bool)
	for rows.Next() {
		var note string
		if err := rows.Scan(&note); err != nil {
			tb.Fatal(err)
		}
		all[note] = true
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return all
}

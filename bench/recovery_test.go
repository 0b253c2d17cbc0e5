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
// was acknowledged is stored. It runs the real binary, beside a Slack that answers at
// once, and tells how long it took; with -recover.members=25000 -recover.rate=200 a
// million people are overdue.
func TestRecovery(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a process")
	}
	binary := build(t)
	for _, d := range databases {
		t.Run(d.name, func(t *testing.T) { recovers(t, binary, d.driver, d.new(t)) })
	}
}

func recovers(t *testing.T, binary, driver, dsn string) {
	stub := newSlackStub(t)
	at, today, zone := aWeekAgo(t)
	if _, _, err := store.Migrate(t.Context(), store.Options{DSN: dsn, Policy: domain.DefaultPolicy(), Keys: phrase.Keys}); err != nil {
		t.Fatal(err)
	}
	found(t, driver, dsn, town{members: *recoverMembers, circle: circle, workspaces: 1, due: *recoverMembers, at: at, zone: zone})
	kept := opened(t, driver, dsn)
	kept.exec(t, fmt.Sprintf("UPDATE appointments SET at = %d WHERE kind = 'digest'", never))
	idle := serve(t, binary, dsn, stub)
	time.Sleep(2 * time.Second)
	resting, _ := idle.memory(t)
	idle.end()
	kept.exec(t, fmt.Sprintf("UPDATE appointments SET at = %d WHERE kind = 'digest'", at.UnixMicro()))

	v := serve(t, binary, dsn, stub)
	begun := time.Now()
	g := generate(v, *recoverRate)
	planned := kept.planned(t, begun)
	if left := 3*time.Second - planned; left > 0 {
		time.Sleep(left) // for the first messages, and for some commands
	}
	g.stop()
	_, most := v.memory(t)
	conversations, messages := stub.written()
	v.end()

	lost := kept.lacks(t, g.acked)
	t.Logf("%d members with %d people planned in %v beside %d commands of which %d were acknowledged, the slowest after %v and %d after more than 3 s; "+
		"acknowledged and not stored: %d; memory %.0f MB idle, %.0f MB at most: %.2f×; %d were written to meanwhile",
		*recoverMembers, circle, planned.Round(time.Millisecond), g.sent, len(g.acked), g.slowest.Round(time.Millisecond), g.late, lost, resting, most, most/resting, conversations)
	if len(g.acked) < g.sent*9/10 || lost > 0 {
		t.Errorf("%d of %d acknowledged, and %d of them not stored; the first trouble: %v", len(g.acked), g.sent, lost, g.trouble)
	}
	if messages != 1 {
		t.Errorf("somebody was written to %d times, want once", messages)
	}
	kept.digests(t, today)
}

// aWeekAgo is nine o'clock of the day a week before today, in a zone in which it is
// some time after noon now.
func aWeekAgo(t *testing.T) (at time.Time, today domain.Date, zone string) {
	t.Helper()
	today, zone = noon(time.Now())
	loc, err := domain.Location(zone)
	if err != nil {
		t.Fatal(err)
	}
	return domain.Instant(today.AddDays(-7), 9*60, loc), today, zone
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

// kept is the bot's database, looked at from outside.
type kept struct{ *sql.DB }

func opened(tb testing.TB, driver, dsn string) kept {
	tb.Helper()
	if driver == "sqlite3" {
		dsn += "?_busy_timeout=10000"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() }) // nothing is written by then
	return kept{db}
}

func (k kept) exec(tb testing.TB, statement string) {
	tb.Helper()
	if _, err := k.Exec(statement); err != nil {
		tb.Fatal(err)
	}
}

// count counts rows: from is a table and, perhaps, a condition.
func (k kept) count(tb testing.TB, from string) (n int) {
	tb.Helper()
	if err := k.QueryRow("SELECT count(*) FROM " + from).Scan(&n); err != nil {
		tb.Fatal(err)
	}
	return n
}

// planned waits until nothing is due any more, and returns how long that took.
func (k kept) planned(tb testing.TB, begun time.Time) time.Duration {
	tb.Helper()
	for k.count(tb, fmt.Sprintf("appointments WHERE at <= %d", time.Now().UnixMicro())) > 0 {
		time.Sleep(200 * time.Millisecond)
		if time.Since(begun) > time.Hour {
			tb.Fatal("not planned within an hour")
		}
	}
	return time.Since(begun)
}

// digests checks that each member was planned one message, and that it is today's
// digest.
func (k kept) digests(tb testing.TB, today domain.Date) {
	tb.Helper()
	if n := k.count(tb, "outbox WHERE state <> 'sent' OR created > 1"); n != *recoverMembers {
		tb.Errorf("%d messages planned for %d members", n, *recoverMembers)
	}
	if n := k.count(tb, fmt.Sprintf("outbox WHERE created > 1 AND local_date = '%s' AND kind = 'digest'", today)); n != *recoverMembers {
		tb.Errorf("%d digests of today for %d members", n, *recoverMembers)
	}
}

// lacks returns how many of the notes no interaction has.
func (k kept) lacks(tb testing.TB, notes []string) (lost int) {
	tb.Helper()
	rows, err := k.Query("SELECT note FROM interactions WHERE note <> ''")
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
	for _, note := range notes {
		if !all[note] {
			lost++
		}
	}
	return lost
}

package kills

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"

	"rapport/bot"
	"rapport/domain"
	"rapport/internal/failpoint"
	"rapport/internal/slacksim"
)

// zones are where those live whose digests are awaited: every few hours of a
// day it is nine in the morning for some of them.
var zones = []string{"Australia/Sydney", "Asia/Kolkata", "Europe/Berlin", "America/Sao_Paulo", "America/Denver", "Pacific/Honolulu"}

// figures are what a run comes to.
type figures struct {
	deaths, peaceful          int
	outlivings                int // processes that went on after their leases had ended
	hits                      map[failpoint.Name]int
	sent, acked, unacked      int // commands
	stored, storedUnacked     int
	refused                   int // acknowledged with a sentence that nothing was stored
	deliveries, digests       int
	lost, torn, twice, missed int
}

func (f *figures) add(g figures) {
	f.deaths, f.peaceful, f.outlivings = f.deaths+g.deaths, f.peaceful+g.peaceful, f.outlivings+g.outlivings
	for name, n := range g.hits {
		f.hits[name] += n
	}
	f.sent, f.acked, f.unacked = f.sent+g.sent, f.acked+g.acked, f.unacked+g.unacked
	f.stored, f.storedUnacked, f.refused = f.stored+g.stored, f.storedUnacked+g.storedUnacked, f.refused+g.refused
	f.deliveries, f.digests = f.deliveries+g.deliveries, f.digests+g.digests
	f.lost, f.torn, f.twice, f.missed = f.lost+g.lost, f.torn+g.torn, f.twice+g.twice, f.missed+g.missed
}

// String is the figures for people.
func (f figures) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%d kills, %d processes left in peace, %d that outlived their leases\n", f.deaths, f.peaceful, f.outlivings)
	fmt.Fprintf(&s, "commands: %d sent, %d acknowledged, %d of them refused; %d stored, %d of them unacknowledged\n",
		f.sent, f.acked, f.refused, f.stored, f.storedUnacked)
	fmt.Fprintf(&s, "deliveries: %d, of them digests: %d\n", f.deliveries, f.digests)
	fmt.Fprintf(&s, "acknowledged and lost: %d, stored in part: %d, duplicates: %d, missed: %d\n", f.lost, f.torn, f.twice, f.missed)
	for _, name := range append([]failpoint.Name{failpoint.Shared}, failpoint.Names...) {
		fmt.Fprintf(&s, "  killed at %-13s %d\n", name, f.hits[name])
	}
	return s.String()
}

// person is a member of the workspace.
type person struct {
	slacksim.Member
	// since is the first local date on which a digest is owed to them, zero for
	// somebody to whom none is.
	since domain.Date
}

// deed is a command that somebody sent, known again by its note.
type deed struct {
	by      string
	note    string
	at      time.Time
	acked   bool
	refused bool // and told so
}

// town is a workspace and a database in which one process after the other lives.
type town struct {
	t      testing.TB
	rand   *rand.Rand
	binary string
	sim    *slacksim.Sim
	base   string // of the simulated Slack
	dsn    string
	dir    string
	people []person
	lives  int // processes so far
	faults []fault
	figures

	mu    sync.Mutex // guards deeds
	deeds []deed
}

// begin is an hour before the first digest of a week. A town's first day is one of
// its working days: prompts come on Monday, check-ins on Friday.
var begin = time.Date(2026, 11, 1, 21, 0, 0, 0, time.UTC)

// found makes a workspace with those to whom digests are owed, who have met
// somebody long ago and never will again.
func found(t testing.TB, binary, dsn string, r *rand.Rand) *town {
	t.Helper()
	w := &town{t: t, rand: r, binary: binary, dsn: dsn, dir: t.TempDir(), figures: figures{hits: map[failpoint.Name]int{}}}
	var err error
	w.sim, err = slacksim.New(slacksim.Options{
		Now: time.Now, Start: begin.AddDate(0, 0, r.IntN(5)), Running: true, Scopes: bot.Scopes, Events: bot.Events,
		AckTimeout: time.Second, // whoever dies with a command in hand keeps its member waiting
		Driver:     undriven{},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.sim.Close(); err != nil {
			t.Error(err)
		}
	})
	if w.base, err = w.sim.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	// Daily, come what may: nobody answers these digests.
	w.write("config.yaml", "nudges: {ignored_digests: 0}\n")
	w.tellTime()
	for _, zone := range zones {
		for range 2 {
			w.people = append(w.people, person{Member: w.join(zone)})
		}
	}
	p := w.start(moment{}, false)
	w.reachable(p)
	for i := range w.people {
		m := &w.people[i]
		for n := 0; !w.say(m.Member, fmt.Sprintf("/met Ever and Always lunch 2026-08-03 -- %s", w.note(i, n))); n++ {
			if n == 5 {
				t.Fatalf("no first command is acknowledged; the bot said:\n%s", p.log)
			}
		}
		m.since = domain.DateIn(w.now(), w.zone(m.TZ))
		if w.now().After(domain.Instant(m.since, nine, w.zone(m.TZ))) {
			m.since = m.since.AddDays(1) // no message of this morning comes to who joins at noon
		}
	}
	w.end(p)
	return w
}

// nine is when digests come.
const nine domain.TimeOfDay = 9 * 60

// undriven is a clock's other side for a bot that is a process of its own. It
// spares the simulator its waiting for silence, which never comes here.
type undriven struct{}

func (undriven) Next(context.Context) (time.Time, error) { return time.Time{}, nil }

func (undriven) Tick(context.Context, time.Time) error { return nil }

func (undriven) Settle(context.Context) error { return nil }

// write puts a file into the town's directory, at once and as a whole.
func (w *town) write(name, text string) string {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.WriteFile(path+"~", []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Rename(path+"~", path); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// tellTime lets the bot's clock show what Slack's does.
func (w *town) tellTime() { w.write("ahead", time.Until(w.sim.Clock().Now).String()) }

// now is the time in town.
func (w *town) now() time.Time { return w.sim.Clock().Now }

// advance moves all clocks to an instant.
func (w *town) advance(to time.Time) {
	w.t.Helper()
	if err := w.sim.Advance(w.t.Context(), to); err != nil {
		w.t.Fatal(err)
	}
	w.tellTime()
}

func (w *town) zone(name string) *time.Location {
	w.t.Helper()
	loc, err := domain.Location(name)
	if err != nil {
		w.t.Fatal(err)
	}
	return loc
}

// join adds a member.
func (w *town) join(zone string) slacksim.Member {
	w.t.Helper()
	m, err := w.sim.AddMember(slacksim.Member{Name: fmt.Sprintf("Member %d", len(w.sim.Members())), TZ: zone})
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// start starts a process; over HTTP it is sent signed requests, else it has
// sockets.
func (w *town) start(at moment, http bool) *process {
	w.t.Helper()
	if !http {
		w.sim.SetBotURL("")
	}
	c := w.sim.Credentials()
	environ := []string{
		"SLACK_API_URL=" + w.base + "/api/", "SLACK_BOT_TOKEN=" + c.BotToken, "DATABASE_URL=" + w.dsn,
		"RAPPORT_ADDR=127.0.0.1:0", "RAPPORT_CLOCK=" + filepath.Join(w.dir, "ahead"),
	}
	if http {
		environ = append(environ, "SLACK_SIGNING_SECRET="+c.SigningSecret)
	} else {
		environ = append(environ, "SLACK_APP_TOKEN="+c.AppToken)
	}
	w.lives++
	p := start(w.t, w.binary, at, w.now(), environ, "--config", filepath.Join(w.dir, "config.yaml"))
	w.t.Cleanup(func() { p.kill(w.t) })
	if http {
		if url := p.address(); url != "" {
			w.sim.SetBotURL(url)
		}
	}
	return p
}

// nobody is where Slack finds no bot: a request there fails at once, where for a
// socket it would wait a while.
const nobody = "http://127.0.0.1:1"

// end kills a process, unless it is dead already. It must have had no end of its
// own, nor have raced.
func (w *town) end(p *process) {
	w.t.Helper()
	p.kill(w.t)
	w.sim.SetBotURL(nobody)
	if !p.killed() || strings.Contains(p.log.String(), "DATA RACE") {
		w.fault(ended, "with %v, having said:\n%s", p.end, p.log)
	}
}

// reachable waits until the process can be sent something, or is dead.
func (w *town) reachable(p *process) {
	ctx, cancel := context.WithTimeout(w.t.Context(), 20*time.Second)
	defer cancel()
	go func() {
		select {
		case <-p.gone:
			cancel()
		case <-ctx.Done():
		}
	}()
	err := w.sim.Connected(ctx, 1)
	if err != nil && !p.dead() && w.t.Context().Err() == nil {
		w.t.Errorf("the bot is not reached in 20 s: %v; it said:\n%s", err, p.log)
	}
}

// note is the name of a deed.
func (w *town) note(turn, n int) string { return fmt.Sprintf("d%d.%d.%d", w.lives, turn, n) }

// say has a member type something that ends in a note, and tells whether it was
// acknowledged.
func (w *town) say(m slacksim.Member, text string) bool {
	out, err := w.sim.Send(w.t.Context(), m.ID, m.DM, text)
	if err != nil {
		w.t.Errorf("%s: %v", text, err)
		return false
	}
	d := deed{by: m.ID, at: w.now(), note: text[strings.LastIndex(text, " ")+1:], acked: out.AckMS >= 0}
	for _, said := range out.Messages {
		d.refused = d.refused || d.acked && strings.Contains(said.Text, "nothing was changed")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.deeds = append(w.deeds, d)
	return d.acked
}

// traffic has some members send commands, each one after the other and all side
// by side, until they are through or the process is dead. One of them is new. Where
// it is to die with several commands in one commit, all who are there send some.
func (w *town) traffic(p *process) (through <-chan struct{}) {
	w.t.Helper()
	members := []slacksim.Member{w.join(zones[w.rand.IntN(len(zones))])}
	w.people = append(w.people, person{Member: members[0]})
	for range 4 {
		members = append(members, w.people[w.rand.IntN(len(w.people)-1)].Member)
	}
	if p.at.name == failpoint.Shared {
		members = members[:1]
		for _, m := range w.people[:len(w.people)-1] {
			members = append(members, m.Member)
		}
	}
	seeds := make([]uint64, len(members))
	for i := range seeds {
		seeds[i] = w.rand.Uint64()
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.reachable(p)
		var all sync.WaitGroup
		for turn, m := range members {
			all.Go(func() {
				r := rand.New(rand.NewPCG(seeds[turn], 0))
				for n, acked := 0, 0; acked < 4 && !p.dead(); n++ {
					form := []string{"/met Ann and Bob coffee -- %s", "met Ann and Cem for lunch -- %s", "/rapport met Bob and Cem call -- %s"}[r.IntN(3)]
					if w.say(m, fmt.Sprintf(form, w.note(turn, n))) {
						acked++
					} else {
						time.Sleep(20 * time.Millisecond) // they look at what Slack says of it
					}
				}
			})
		}
		all.Wait()
	}()
	return done
}

// look hands f the database to read.
func (w *town) look(f func(db *sql.DB)) {
	w.t.Helper()
	w.with("ro", f)
}

// with opens the database. It is closed again before the next process starts:
// what that one finds must not be eased by a connection that survived.
func (w *town) with(mode string, f func(db *sql.DB)) {
	w.t.Helper()
	driver, dsn := "sqlite3", (&url.URL{Scheme: "file", Path: w.dsn}).String()+"?_busy_timeout=5000&mode="+mode
	if strings.Contains(w.dsn, "://") {
		driver, dsn = "pgx", w.dsn
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			w.t.Error(err)
		}
	}()
	f(db)
}

// count runs a query for one number.
func (w *town) count(db *sql.DB, query string, args ...any) int {
	w.t.Helper()
	var n int
	if err := db.QueryRowContext(w.t.Context(), query, args...).Scan(&n); err != nil && !errors.Is(err, context.Canceled) {
		w.t.Fatalf("%s: %v", query, err)
	}
	return n
}

package replicas

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"rapport/bot"
	"rapport/domain"
	"rapport/internal/slacksim"
)

const (
	// patience is how long anything may take that must happen.
	patience = 40 * time.Second
	// given is after how long on the wall a process has given up on a send, which
	// takes ten seconds at most.
	given = 11 * time.Second
	// leased is by how much the clock is moved for a lease to be over.
	leased = 3 * time.Minute
	// nine is when digests come.
	nine domain.TimeOfDay = 9 * 60
)

// begin is a Monday in Sydney, an hour before its first digests.
var begin = time.Date(2026, 11, 1, 21, 0, 0, 0, time.UTC)

// zones are where people live: every few hours it is nine for some of them.
var zones = []string{"Australia/Sydney", "Asia/Kolkata", "Europe/Berlin", "America/Sao_Paulo", "America/Denver", "Pacific/Honolulu"}

// person is a member of the workspace.
type person struct {
	slacksim.Member
	// since is the first local date on which a digest is owed to them.
	since domain.Date
}

// deed is a command that somebody sent, known again by its note.
type deed struct {
	by, note string
	acked    bool
}

// post is a delivery that Slack has.
type post struct {
	at          time.Time // by Slack's clock
	to          string    // the conversation
	nonce, text string
}

// town is a workspace and a database for many processes, with one clock for
// Slack and the database, from which those of the processes may be off.
type town struct {
	t    testing.TB
	sim  *slacksim.Sim
	base string // of the simulated Slack
	dsn  string
	db   *sql.DB
	dir  string

	people   []*person
	replicas []*replica
	// forgiven are the sends of which it is known that their process is dead, or
	// will stand still for longer than it is patient.
	forgiven map[string]bool

	// talking is held by whoever says something, and by nobody while clocks move:
	// the simulator waits for what is on its way.
	talking sync.RWMutex

	mu    sync.Mutex // guards all that follows
	deeds []deed
	notes int
	posts []post
	calls uint64 // up to which they were looked at
}

// wallSQL puts a clock before PostgreSQL's own that can be moved.
const wallSQL = `CREATE SCHEMA wall;
	CREATE TABLE wall.wall (ahead interval NOT NULL);
	INSERT INTO wall.wall VALUES ('0');
	CREATE FUNCTION wall.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
		AS 'SELECT pg_catalog.clock_timestamp() + (SELECT ahead FROM wall.wall)'`

const setWallSQL = "UPDATE wall.wall SET ahead = $1 * interval '1 microsecond'"

// undriven is a clock's other side for processes of their own. It spares the
// simulator its waiting for silence, which never comes here.
type undriven struct{}

func (undriven) Next(context.Context) (time.Time, error) { return time.Time{}, nil }

func (undriven) Tick(context.Context, time.Time) error { return nil }

func (undriven) Settle(context.Context) error { return nil }

// found makes a town with nobody in it, and nobody at work, on a database.
func found(t testing.TB, dsn string) *town {
	t.Helper()
	w := &town{t: t, forgiven: map[string]bool{}, dir: t.TempDir(), dsn: dsn + "&search_path=wall,pg_catalog"}
	var err error
	if w.db, err = sql.Open("pgx", w.dsn+"&application_name=town"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.db.Close(); err != nil {
			t.Error(err)
		}
	})
	w.exec(wallSQL)
	w.sim, err = slacksim.New(slacksim.Options{
		Now: time.Now, Start: begin, Running: true, Scopes: bot.Scopes, Events: bot.Events, Driver: undriven{},
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
	w.file("config.yaml", "nudges: {ignored_digests: 0}\n")
	w.exec(setWallSQL, w.ahead().Microseconds())
	return w
}

// join adds n people who live in a zone.
func (w *town) join(n int, zone string) {
	w.t.Helper()
	for range n {
		m, err := w.sim.AddMember(slacksim.Member{Name: fmt.Sprintf("Member %d", len(w.people)+1), TZ: zone})
		if err != nil {
			w.t.Fatal(err)
		}
		w.people = append(w.people, &person{Member: m})
	}
}

// exec runs a statement, once more when the connection turns out to be gone.
func (w *town) exec(statement string, args ...any) {
	w.t.Helper()
	if _, err := w.db.Exec(statement, args...); err != nil {
		if _, err = w.db.Exec(statement, args...); err != nil {
			w.t.Fatalf("%s: %v", statement, err)
		}
	}
}

// count runs a query for one number.
func (w *town) count(query string, args ...any) int {
	w.t.Helper()
	var n int
	if err := w.db.QueryRow(query, args...).Scan(&n); err != nil {
		if err = w.db.QueryRow(query, args...).Scan(&n); err != nil {
			w.t.Fatalf("%s: %v", query, err)
		}
	}
	return n
}

// file puts a file into the town's directory, as a whole.
func (w *town) file(name, text string) string {
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

// now is the time in town; ahead is by how much that is ahead of the wall's.
func (w *town) now() time.Time       { return w.sim.Clock().Now }
func (w *town) ahead() time.Duration { return time.Until(w.now()).Round(time.Microsecond) }

// tell has a process's clock show the time in town, as far as it is right.
func (w *town) tell(name string, skew time.Duration) string {
	return w.file(name, (w.ahead() + skew).String())
}

// how says in what way a process is special.
type how struct {
	version *version // this one when nil
	skew    time.Duration
	dies    string // a failpoint, as the binary reads it
	http    bool   // signed requests instead of sockets
}

// start starts one more process, and returns before it is ready.
func (w *town) start(h how) *replica {
	w.t.Helper()
	name := fmt.Sprintf("replica%d", len(w.replicas)+1)
	c := w.sim.Credentials()
	environ := []string{
		"SLACK_API_URL=" + w.base + "/api/", "SLACK_BOT_TOKEN=" + c.BotToken,
		"DATABASE_URL=" + w.dsn + "&application_name=" + name, "RAPPORT_ADDR=127.0.0.1:0",
		"RAPPORT_CLOCK=" + w.tell(name, h.skew), "RAPPORT_TICK=1s", "RAPPORT_LEASES=database", "RAPPORT_FAILPOINT=" + h.dies,
		"SLACK_SIGNING_SECRET=" + c.SigningSecret,
	}
	if !h.http {
		environ = append(environ, "SLACK_APP_TOKEN="+c.AppToken)
	}
	v := h.version
	if v == nil {
		v = &current
	}
	r := launch(w.t, name, v.binary(w.t), environ, "--config", filepath.Join(w.dir, "config.yaml"))
	r.skew = h.skew
	w.replicas = append(w.replicas, r)
	return r
}

// starts starts n processes and waits until Slack can reach them.
func (w *town) starts(n int, h how) []*replica {
	w.t.Helper()
	var all []*replica
	for range n {
		all = append(all, w.start(h))
	}
	for _, r := range all {
		r.ready()
	}
	return all
}

// settle has everybody meet somebody whom they will neglect, so that a digest is
// owed to them each working day from then on.
func (w *town) settle() {
	w.t.Helper()
	var all sync.WaitGroup
	few := make(chan struct{}, 12) // at once: the three seconds are for those who wait
	for _, p := range w.people {
		few <- struct{}{}
		all.Go(func() {
			defer func() { <-few }()
			if !w.say(p, "/met Ever and Always lunch 2026-08-03") {
				w.t.Errorf("%s's first command is not acknowledged", p.Name)
			}
		})
	}
	all.Wait()
	for _, p := range w.people {
		loc := w.zone(p.TZ)
		p.since = domain.DateIn(w.now(), loc)
		if w.now().After(domain.Instant(p.since, nine, loc)) {
			p.since = p.since.AddDays(1) // no message of this morning comes to who joins at noon
		}
	}
}

func (w *town) zone(name string) *time.Location {
	w.t.Helper()
	loc, err := domain.Location(name)
	if err != nil {
		w.t.Fatal(err)
	}
	return loc
}

// note makes a note that is like no other.
func (w *town) note() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.notes++
	return fmt.Sprintf("deed%d.", w.notes)
}

// say has somebody type something, to which a note is put, and tells whether it
// was acknowledged.
func (w *town) say(p *person, text string) bool {
	w.talking.RLock()
	defer w.talking.RUnlock()
	d := deed{by: p.ID, note: w.note()}
	out, err := w.sim.Send(w.t.Context(), p.ID, p.DM, text+" -- "+d.note)
	if err != nil {
		if w.t.Context().Err() == nil {
			w.t.Errorf("%s: %v", text, err)
		}
		return false
	}
	d.acked = out.AckMS >= 0
	w.did(d)
	return d.acked
}

func (w *town) did(d deed) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.deeds = append(w.deeds, d)
}

// traffic has somebody of each zone send commands, one after the other, until
// the function that it returns is called.
func (w *town) traffic() (stop func()) {
	over := make(chan struct{})
	var all sync.WaitGroup
	for i, p := range w.people {
		if i%max(1, len(w.people)/6) != 0 {
			continue
		}
		all.Go(func() {
			for n := 0; ; n++ {
				w.say(p, []string{"/met Ann and Bob coffee", "met Ann and Cem for lunch", "/rapport met Bob and Cem call"}[n%3])
				select {
				case <-over:
					return
				case <-time.After(100 * time.Millisecond):
				}
			}
		})
	}
	return func() { close(over); all.Wait() }
}

// advance moves every clock to an instant. Nobody may be in the middle of a send
// then, whose lease would be over before its own patience is, as no real clock
// has it: that is waited for. Whoever is stopped or dead is given up on.
func (w *town) advance(to time.Time) {
	w.t.Helper()
	w.talking.Lock()
	defer w.talking.Unlock()
	since := map[string]time.Time{}
	var err error
	for deadline := time.Now().Add(2 * patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if err = w.jump(to, since); err == nil {
			return
		}
	}
	w.t.Fatalf("the clocks could not be moved: %v", err)
}

// jump moves the clocks, unless something is being sent; since is when each send
// was first seen. Nothing is claimed meanwhile.
func (w *town) jump(to time.Time, since map[string]time.Time) error {
	w.t.Helper()
	tx, err := w.db.BeginTx(w.t.Context(), nil)
	if err != nil {
		return err // the connection is gone: once more
	}
	defer func() { _ = tx.Rollback() }() // after a commit there is nothing to undo
	if _, err := tx.Exec("LOCK TABLE outbox IN EXCLUSIVE MODE"); err != nil {
		return err
	}
	sends, err := sending(tx)
	if err != nil {
		return err
	}
	for _, one := range sends {
		if since[one].IsZero() {
			since[one] = time.Now()
		}
		if !w.forgiven[one] && time.Since(since[one]) < given {
			return fmt.Errorf("attempt %s is being made, since %v", one, time.Since(since[one]))
		}
	}
	if err := w.sim.Advance(w.t.Context(), to); err != nil {
		w.t.Fatal(err)
	}
	for _, r := range w.replicas {
		w.tell(r.name, r.skew)
	}
	if _, err := tx.Exec(setWallSQL, w.ahead().Microseconds()); err != nil {
		return err
	}
	return tx.Commit()
}

// sending lists the attempts that are in somebody's hands.
func sending(db interface {
	Query(query string, args ...any) (*sql.Rows, error)
},
) ([]string, error) {
	rows, err := db.Query("SELECT id || '.' || attempt FROM outbox WHERE state = 'sending'")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// struck has a process that is to die, or to stand still, at some moment of a
// send come to it: at nine in a zone all others are asleep. What it has in hand
// then is left to the others.
func (w *town) struck(r *replica, zone string, day domain.Date) {
	w.t.Helper()
	w.calm(true)
	others := func(s syscall.Signal) {
		for _, other := range w.replicas {
			if other != r && !other.asleep {
				other.signal(s)
			}
		}
	}
	// None of them sleeps with a lock in its hands, which are waited for.
	const locked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'replica%' AND state <> 'idle'"
	for others(syscall.SIGSTOP); w.count(locked) > 0; others(syscall.SIGSTOP) {
		others(syscall.SIGCONT)
		time.Sleep(10 * time.Millisecond)
	}
	r.wakes()
	w.morning(zone, day)
	r.says("failpoint ")
	sends, err := sending(w.db)
	if err != nil || len(sends) == 0 {
		w.t.Fatalf("%s was struck with %d sends in hand, error %v", r.name, len(sends), err)
	}
	for _, one := range sends {
		w.forgiven[one] = true
	}
	r.asleep = true
	others(syscall.SIGCONT)
}

// calm waits until everything that is due by now, or in a moment, is planned and
// sent, but for what is left to others already when forgiving. Where the connection
// was lost under the commit of a claim, nobody knows that the claim is theirs: it is
// left until its lease is over.
func (w *town) calm(forgiving ...bool) {
	w.t.Helper()
	began := time.Now()
	defer func() { w.t.Logf("calm after %v", time.Since(began).Round(time.Millisecond)) }()
	open, due := 0, 0
	since := map[string]time.Time{}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		w.collect()
		now := w.now().Add(8 * time.Second).UnixMicro()
		due = w.count("SELECT count(*) FROM appointments WHERE at <= $1", now)
		open = w.count(`SELECT count(*) FROM outbox o WHERE due > 0 AND state <> 'sending' AND due <= $1
			AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.recipient = o.recipient AND e.state = 'sending')`, now)
		sends, err := sending(w.db)
		if err != nil {
			continue // the connection is gone: once more
		}
		for _, one := range sends {
			if w.forgiven[one] && len(forgiving) > 0 {
				continue
			}
			open++
			if since[one].IsZero() {
				since[one] = time.Now()
			}
			if time.Since(since[one]) > given && !w.forgiven[one] {
				w.t.Logf("send %s is in nobody's hands", one)
				w.forgiven[one] = true
				w.advance(w.now().Add(leased))
			}
		}
		if due == 0 && open == 0 {
			return
		}
	}
	for _, r := range w.replicas {
		w.t.Logf("%s said:\n%s", r.name, r.log)
	}
	for id, row := range w.rows("SELECT id::text, concat_ws(' ', kind, recipient, local_date, state, attempt, due, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint) FROM outbox WHERE due > 0") {
		w.t.Logf("delivery %s: %s", id, row)
	}
	w.t.Fatalf("%d appointments are not planned and %d deliveries not made", due, open)
}

// collect takes in what was posted since the last time.
func (w *town) collect() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.sim.Calls(w.calls) {
		w.calls = c.N
		if c.Method != "chat.postMessage" || !c.OK {
			continue
		}
		meta, _ := c.Args["metadata"].(map[string]any)
		payload, _ := meta["event_payload"].(map[string]any)
		if nonce, _ := payload["nonce"].(string); nonce != "" {
			to, _ := c.Args["channel"].(string)
			text, _ := c.Args["text"].(string)
			w.posts = append(w.posts, post{at: c.At, to: to, nonce: nonce, text: text})
		}
	}
}

// morning moves the clocks to nine of a day in a zone.
func (w *town) morning(zone string, day domain.Date) {
	w.t.Helper()
	w.advance(domain.Instant(day, nine, w.zone(zone)))
}

// cut ends the connections of a process to the database, of all for "".
func (w *town) cut(r *replica) {
	w.t.Helper()
	name := "replica%"
	if r != nil {
		name = r.name
	}
	w.exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE $1", name)
}

// trouble returns the lines in the logs that speak of errors.
func (w *town) trouble() string {
	var all strings.Builder
	for _, r := range w.replicas {
		for line := range strings.Lines(r.log.String()) {
			if strings.Contains(line, "level=ERROR") || strings.Contains(line, "DATA RACE") {
				all.WriteString(r.name + ": " + line)
			}
		}
	}
	return all.String()
}

package kills

import (
	"database/sql"
	"strings"
	"syscall"
	"time"

	"rapport/domain"
	"rapport/internal/failpoint"
	"rapport/internal/slacksim"
)

// postgres tells whether several processes may share the database.
func (w *town) postgres() bool { return strings.Contains(w.dsn, "://") }

// heldUp is longer than PostgreSQL lets a process that stands still in the midst
// of a transaction hold up another.
const heldUp = 15 * time.Second

// outlived lets a process stand still at a moment, with deliveries in its hands,
// until its leases are over by the clock and a while has passed on the wall as
// well; another one takes them on meanwhile, up to a moment of its own or to the
// end; then the first goes on as if nothing had happened.
func (w *town) outlived(first, second moment, still time.Duration) {
	w.t.Helper()
	w.advance(w.due().Add(time.Minute))
	if first.name == failpoint.BeforeRecord { // what it is about to record is that nothing was sent
		if err := w.sim.Fault(slacksim.Fault{Method: "chat.postMessage", Mode: "429"}); err != nil {
			w.t.Fatal(err)
		}
	}
	holder := w.start(first, false)
	if !holder.await(heldUp, holder.hit) {
		w.t.Fatalf("the bot did not come to %s; it said:\n%s", first, holder.log)
	}
	w.advance(w.now().Add(3 * time.Minute))
	heir := w.start(second, false)
	if second.name == "" {
		w.idles(heir, heldUp)
	} else if !heir.await(heldUp, heir.hit) {
		w.fault(restive, "the bot does not take on what was left, up to %s; it said:\n%s", second, heir.log)
	}
	time.Sleep(still)
	holder.signal(w.t, syscall.SIGCONT)
	holder.await(300*time.Millisecond, func() bool { return false }) // whatever it does now
	heir.signal(w.t, syscall.SIGCONT)
	w.idles(heir, heldUp)
	w.end(holder)
	w.end(heir)
	w.outlivings++
	w.peace()
}

// forgotten has a digest planned anew by somebody who doesn't know that it was
// planned before: the diary and the member's mark are put back to what they were
// this morning, as from a backup, and the outbox is not.
func (w *town) forgotten() {
	w.t.Helper()
	for _, m := range w.people {
		today := domain.DateIn(w.now(), w.zone(m.TZ))
		at := domain.Instant(today, nine, w.zone(m.TZ))
		if m.since.IsZero() || today.Before(m.since) || !domain.WorkingDays.Has(today.Weekday()) || at.After(w.now()) {
			continue
		}
		w.change("UPDATE members SET last_digest = $1 WHERE member = $2", today.AddDays(-1).String(), m.ID)
		w.change("UPDATE appointments SET at = $1, on_date = $2 WHERE member = $3 AND kind = 'digest'", at.UnixMicro(), today.String(), m.ID)
		break
	}
	w.peace()
}

// change changes one row of the database, while nobody lives.
func (w *town) change(statement string, args ...any) {
	w.t.Helper()
	w.with("rw", func(db *sql.DB) {
		done, err := db.ExecContext(w.t.Context(), statement, args...)
		if err != nil {
			w.t.Fatalf("%s: %v", statement, err)
		}
		if n, err := done.RowsAffected(); err != nil || n != 1 {
			w.t.Fatalf("%s changed %d rows: %v", statement, n, err)
		}
	})
}

// sending is longer than a post may take. A process that stood still for so long
// between its last look at the database and the post itself must find out alone.
const sending = 11 * time.Second

// drills are what a life alone does not come to.
func (w *town) drills() {
	w.t.Helper()
	w.forgotten()
	if !w.postgres() { // there a second process is refused
		return
	}
	stop := func(name failpoint.Name) moment { return moment{name: name, hit: 1, stop: true} }
	// While one of its lanes stands before the record another may stand before a post.
	w.outlived(stop(failpoint.BeforeRecord), stop(failpoint.AfterPost), sending)
	w.outlived(stop(failpoint.AfterClaim), moment{}, 0)
	if *kills > 0 {
		w.outlived(stop(failpoint.BeforePost), moment{}, sending)
	}
}

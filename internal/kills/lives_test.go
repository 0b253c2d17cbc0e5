package kills

import (
	"database/sql"
	"slices"
	"time"

	"rapport/domain"
	"rapport/internal/failpoint"
	"rapport/internal/slacksim"
)

// draw is where the n-th process of a run dies: at every moment in turn, and
// every other time just whenever it happens to be. latest is up to which hit it
// may live.
func (w *town) draw(n int) moment {
	if n%2 == 1 {
		return moment{}
	}
	names := w.moments()
	return w.at(names[n/2%len(names)])
}

// latest is up to which of its hits a process may live. Everything is committed,
// and much acknowledged; of the rest there are only a few in a life.
var latest = map[failpoint.Name]int{
	failpoint.BeforeCommit: 12, failpoint.AfterCommit: 12, failpoint.BeforeAck: 6, failpoint.AfterAck: 6,
	failpoint.Shared: 2,
}

// moments are those at which a process can die.
func (w *town) moments() []failpoint.Name {
	if w.postgres() {
		return failpoint.Names
	}
	return append(slices.Clip(failpoint.Names), failpoint.Shared)
}

// at is a hit of a moment, drawn by lot.
func (w *town) at(name failpoint.Name) moment {
	return moment{name: name, hit: 1 + w.rand.IntN(max(latest[name], 2))}
}

// day lets a few processes die around an hour at which digests fall due, and
// then one live until nothing is open any more.
func (w *town) day(deaths []moment) {
	w.t.Helper()
	w.advance(w.due().Add(time.Duration(w.rand.IntN(20)) * time.Minute))
	for _, at := range deaths {
		w.death(at)
		w.advance(w.now().Add(time.Duration(3+w.rand.IntN(9)) * time.Minute))
	}
	w.peace()
}

// due is the next instant at which somebody's digest falls due.
func (w *town) due() time.Time {
	w.t.Helper()
	var next time.Time
	for _, zone := range zones {
		loc := w.zone(zone)
		on := domain.DateIn(w.now(), loc)
		for !domain.WorkingDays.Has(on.Weekday()) || !domain.Instant(on, nine, loc).After(w.now()) {
			on = on.AddDays(1)
		}
		if at := domain.Instant(on, nine, loc); next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next
}

// death is one life with people at work: it ends at its moment or, when that
// doesn't come, once everybody is through; without one, at any instant of its
// first second.
func (w *town) death(at moment) {
	w.t.Helper()
	if w.rand.IntN(3) == 0 {
		w.trouble()
	}
	p := w.start(at, w.rand.IntN(2) == 0)
	through := w.traffic(p)
	if at.name == "" {
		p.await(time.Duration(w.rand.IntN(1000))*time.Millisecond, func() bool { return false })
	} else {
		select {
		case <-p.gone:
		case <-through:
			w.idles(p, 2*time.Second)
		}
	}
	w.end(p)
	<-through
	w.deaths++
	if p.hit() {
		w.hits[at.name]++
	}
}

// trouble has Slack fail at a post or two.
func (w *town) trouble() {
	w.t.Helper()
	modes := []string{"429", "500", "lost", "drop"}
	count := 1 + w.rand.IntN(2)
	if err := w.sim.Fault(slacksim.Fault{Method: "chat.postMessage", Mode: modes[w.rand.IntN(len(modes))], Count: &count}); err != nil {
		w.t.Fatal(err)
	}
}

// calm takes all trouble back.
func (w *town) calm() {
	w.t.Helper()
	if err := w.sim.Fault(slacksim.Fault{Method: "chat.postMessage", Count: new(int)}); err != nil {
		w.t.Fatal(err)
	}
}

// What is left to do, in the database's words.
const (
	openSQL      = "SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending', 'unknown')"
	dueSQL       = "SELECT count(*) FROM outbox WHERE due > 0 AND due <= $1"
	unplannedSQL = "SELECT count(*) FROM appointments WHERE at <= $1"
	inHandSQL    = "SELECT count(*) FROM outbox WHERE state = 'sending' AND updated >= $1"
)

// idles waits until a process that has just begun has nothing to do any more at
// the present time, within a limit, and tells whether it came to that.
func (w *town) idles(p *process, limit time.Duration) (idle bool) {
	w.t.Helper()
	w.look(func(db *sql.DB) {
		idle = p.await(limit, func() bool {
			now := w.now().UnixMicro()
			return w.count(db, unplannedSQL, now) == 0 && w.count(db, dueSQL, now) == 0 && w.count(db, inHandSQL, p.began.UnixMicro()) == 0
		})
	})
	return idle
}

// peace lets processes live until nothing is open any more. What waits for its
// time, or for the end of a dead process's lease, gets it from the clock.
func (w *town) peace() {
	w.t.Helper()
	w.calm()
	left := 0
	for range 12 {
		p := w.start(moment{}, w.rand.IntN(2) == 0)
		w.reachable(p)
		w.idles(p, 3*time.Second)
		w.end(p)
		w.peaceful++
		w.look(func(db *sql.DB) { left = w.count(db, openSQL) })
		if left == 0 {
			return
		}
		w.advance(w.now().Add(3 * time.Minute))
	}
	w.fault(restive, "%d deliveries stay open after 12 processes and half an hour", left)
}

package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"rapport/internal/failpoint"
)

const (
	// seats is how many writes share a commit at most: beyond that many it is no
	// longer what costs.
	seats = 64
	// boarding is for how long works are begun in one commit. The first of a crew
	// waits for the work of all: ten milliseconds where each of them is quick, and no
	// more than this and the last work begun where some are not.
	boarding = 20 * time.Millisecond
	// passedOver is how many commits may leave without a write that can wait while
	// there are others.
	passedOver = 8
	// moored is for how long the goroutine that makes commits waits for more to do. One
	// made anew would have to grow its stack anew, which costs as much as a statement.
	moored = 50 * time.Millisecond
)

// ferry has the writes that wait for SQLite's one connection share a commit, which
// is where the time goes. There is no timetable: a write that finds nobody under way
// goes at once, by itself, and whoever comes meanwhile takes the next commit,
// together with all who wait by then.
//
// One goroutine does the works of all, one after another in the order in which they
// came, each behind a savepoint of its own: one that fails, or panics, takes nothing
// from the others. None is told of its end before the commit. When works take long
// the commit doesn't wait for all: those whose turn has not come stay where they are
// in line. What can wait, for nobody sits there, lets the others go first.
type ferry struct {
	db *gorm.DB
	// landed, when not nil, is told of each commit how many shared it.
	landed   func(passengers int)
	boarding time.Duration

	mu    sync.Mutex
	quay  []*passenger // who waits: those who can wait longer are behind the others
	under bool         // a commit is under way

	// call hands those who share the next commit to the goroutine that lies moored.
	call chan []*passenger
}

func newFerry(db *gorm.DB) *ferry {
	return &ferry{db: db, boarding: boarding, call: make(chan []*passenger)}
}

// passenger is one write on its way.
type passenger struct {
	ctx     context.Context
	patient bool // can wait while there are others
	passed  int  // commits that left without it
	dry     bool // it wants no transaction, and nobody else under way
	work    func(tx *gorm.DB) error
	// ashore is closed when err, or else panicked, is how it all ended.
	ashore   chan struct{}
	err      error
	panicked *panicked
}

var (
	// errEmpty rolls back a commit in which nobody's work has succeeded.
	errEmpty = errors.New("nothing to commit")
	// errPanicked stands for a work that did not return. Whoever wanted it done hears
	// more.
	errPanicked = errors.New("panic in a transaction")
)

// panicked is what a work panicked with that somebody else's goroutine did. Whoever
// wanted it done panics with it.
type panicked struct {
	value   any
	callers []uintptr
}

// Panicked returns the value, and where it was: program counters, innermost first.
func (p *panicked) Panicked() (value any, callers []uintptr) { return p.value, p.callers }

// String is for the runtime, which prints it when nobody recovers.
func (p *panicked) String() string {
	var text strings.Builder
	fmt.Fprint(&text, p.value, ", in a commit with others:")
	for frames, more := runtime.CallersFrames(p.callers), true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		fmt.Fprintf(&text, "\n\t%s\n\t\t%s:%d", f.Function, f.File, f.Line)
	}
	return text.String()
}

// cross does work in a transaction that may be committed together with that of others.
// The error is that of the work, or else of the commit, as the driver says it.
func (f *ferry) cross(ctx context.Context, patient bool, work func(tx *gorm.DB) error) error {
	return f.carry(&passenger{ctx: ctx, patient: patient, work: work})
}

// still does work while no commit is under way and none begins: in its turn, without
// a transaction.
func (f *ferry) still(ctx context.Context, work func() error) error {
	return f.carry(&passenger{ctx: ctx, dry: true, work: func(*gorm.DB) error { return work() }})
}

// carry has p come, and its work done when it is its turn.
func (f *ferry) carry(p *passenger) error {
	if f.come(p) {
		defer f.land(1)
		return f.alone(p, p.work)
	}
	select {
	case <-p.ashore:
	case <-p.ctx.Done():
		if f.leave(p) {
			return p.ctx.Err()
		}
		<-p.ashore // it is aboard: only the commit tells how it ended
	}
	if p.panicked != nil {
		panic(p.panicked)
	}
	return p.err
}

// come puts p in line, or reports that it can go at once.
func (f *ferry) come(p *passenger) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.under {
		f.under = true
		return true
	}
	p.ashore = make(chan struct{})
	at := len(f.quay)
	if !p.patient {
		if i := slices.IndexFunc(f.quay, func(q *passenger) bool { return q.patient && q.passed < passedOver }); i >= 0 {
			at = i
		}
	}
	f.quay = slices.Insert(f.quay, at, p)
	return false
}

// leave takes p off the quay; false when it is aboard already.
func (f *ferry) leave(p *passenger) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.Index(f.quay, p)
	if i >= 0 {
		f.quay = slices.Delete(f.quay, i, i+1)
	}
	return i >= 0
}

// alone does work in a commit of its own, whose time limit is that of p.
func (f *ferry) alone(p *passenger, work func(tx *gorm.DB) error) error {
	if p.dry {
		return work(nil)
	}
	return f.db.WithContext(p.ctx).Transaction(work)
}

// land ends what somebody did alone, panic or not, and sees to those who came
// meanwhile.
func (f *ferry) land(passengers int) {
	if f.landed != nil {
		f.landed(passengers)
	}
	crew := f.board()
	if crew == nil {
		return
	}
	select {
	case f.call <- crew:
	default:
		go f.sail(crew)
	}
}

// board takes from the quay those who share the next commit, nobody when it is
// empty. What can wait goes by itself, for its work is long, and so does what wants
// nobody else under way.
func (f *ferry) board() []*passenger {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.quay) == 0 {
		f.under = false
		return nil
	}
	n := slices.IndexFunc(f.quay, func(q *passenger) bool { return q.patient || q.dry })
	switch {
	case n < 0:
		n = min(len(f.quay), seats)
	case n == 0:
		n = 1
	default:
		n = min(n, seats)
	}
	crew := slices.Clone(f.quay[:n])
	f.quay = slices.Delete(f.quay, 0, n)
	for _, q := range f.quay {
		q.passed++
	}
	return crew
}

// stay puts back those who were to share a commit and whose turn did not come.
func (f *ferry) stay(crew []*passenger) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.quay = slices.Insert(f.quay, 0, crew...)
}

// sail makes commits for as long as somebody waits, or comes soon.
func (f *ferry) sail(crew []*passenger) {
	rest := time.NewTimer(moored)
	defer rest.Stop()
	for {
		for ; crew != nil; crew = f.board() {
			f.voyage(crew)
			// Whoever can go on does so first: those who are on their way here take the
			// next commit, and not the one after it. With nobody there this returns at
			// once.
			runtime.Gosched()
		}
		rest.Reset(moored)
		select {
		case crew = <-f.call:
		case <-rest.C:
			return
		}
	}
}

// voyage makes one commit, and tells those whose end it was.
func (f *ferry) voyage(crew []*passenger) {
	if len(crew) == 1 {
		p := crew[0]
		p.err = f.alone(p, p.do)
	} else {
		crew = f.together(crew)
	}
	for _, p := range crew {
		close(p.ashore)
	}
	if f.landed != nil {
		f.landed(len(crew))
	}
}

// together makes one commit for several, and returns those of them whose end it was.
func (f *ferry) together(crew []*passenger) []*passenger {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	aboard, done := len(crew), 0
	err := f.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		late := time.NewTimer(f.boarding)
		defer late.Stop()
		for i, p := range crew {
			if i > 0 && fired(late) {
				f.stay(crew[i:])
				aboard = i
				break
			}
			if p.err = p.ctx.Err(); p.err != nil {
				continue
			}
			if broken := f.apart(p, tx); broken != nil {
				return broken // SQLite has rolled all of it back
			}
			if p.err == nil {
				done++
			}
		}
		switch done {
		case 0:
			return errEmpty
		case 1:
			return nil
		}
		return failpoint.Hit(failpoint.Shared)
	})
	for _, p := range crew[:aboard] {
		if p.err == nil {
			p.err = err
		}
	}
	return crew[:aboard]
}

// fired reports whether a timer's time has come.
func fired(t *time.Timer) bool {
	select {
	case <-t.C:
		return true
	default:
		return false
	}
}

// apart has p do its work behind a savepoint, and takes back what it did if it
// fails. An error says that the transaction is no more: of a full disk, say, SQLite
// rolls back all of it. Then there is no savepoint to release either.
func (f *ferry) apart(p *passenger, tx *gorm.DB) error {
	if err := savepoint(tx, "SAVEPOINT passenger"); err != nil {
		return err
	}
	p.err = p.do(tx)
	if p.err != nil {
		if err := savepoint(tx, "ROLLBACK TO SAVEPOINT passenger"); err != nil {
			if _, ok := errors.AsType[sqlite3.Error](p.err); ok {
				return p.err
			}
			return err
		}
	}
	return savepoint(tx, "RELEASE SAVEPOINT passenger")
}

// savepoint runs a statement about one, whosever time is over.
func savepoint(tx *gorm.DB, statement string) error {
	_, err := tx.Statement.ConnPool.ExecContext(context.Background(), statement)
	return err
}

// do does p's work in tx. What it panics with is kept for whoever wanted it done.
func (p *passenger) do(tx *gorm.DB) (err error) {
	defer func() {
		if v := recover(); v != nil {
			pcs := make([]uintptr, 64)
			p.panicked = &panicked{value: v, callers: pcs[:runtime.Callers(3, pcs)]}
			err = errPanicked
		}
	}()
	return p.work(tx)
}

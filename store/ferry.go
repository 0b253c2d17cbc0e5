package store

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"
)

const (
	// seats is how many writes share a commit at most: the first of them waits for
	// the work of all, and beyond this many the commit is no longer what costs.
	seats = 64
	// passedOver is how many commits may leave without a write that can wait while
	// there are others.
	passedOver = 8
)

// ferry has the writes that wait for SQLite's one connection share a commit, which
// is where the time goes: whoever comes while one is under way takes the next. A
// write that finds nobody goes at once, and waits for nobody.
//
// Each does its work on its own goroutine, one after another in the order in which
// they came, behind a savepoint of its own: one that fails, or panics, takes
// nothing from the others. None is told of its end before the commit.
type ferry struct {
	db *gorm.DB
	// landed, when not nil, is told of each commit how many shared it.
	landed func(passengers int)

	mu    sync.Mutex
	quay  []*passenger // who waits: those who can wait longer are behind the others
	under bool         // a commit is under way
}

// passenger is one write on its way.
type passenger struct {
	ctx     context.Context
	patient bool // can wait while there are others
	passed  int  // commits that left without it
	dry     bool // it wants no transaction, and nobody else under way
	// turn hands over the transaction when it is this one's turn, worked gives it
	// back, and arrived is closed when err is how it all ended.
	turn    chan *gorm.DB
	worked  chan error
	arrived chan struct{}
	err     error
}

var (
	// errEmpty rolls back a commit in which nobody's work has succeeded.
	errEmpty = errors.New("nothing to commit")
	// errPanicked stands for a work that did not return. Whoever did it knows more.
	errPanicked = errors.New("panic in a transaction")
)

// cross does work in a transaction that is committed together with that of others.
// The error is that of the work, or else of the commit, as the driver says it.
func (f *ferry) cross(ctx context.Context, patient bool, work func(tx *gorm.DB) error) error {
	return f.carry(&passenger{ctx: ctx, patient: patient}, work)
}

// still does work while no commit is under way and none begins: in its turn, without
// a transaction.
func (f *ferry) still(ctx context.Context, work func() error) error {
	return f.carry(&passenger{ctx: ctx, dry: true}, func(*gorm.DB) error { return work() })
}

// carry has p come, and do its work when it is its turn.
func (f *ferry) carry(p *passenger, work func(tx *gorm.DB) error) error {
	p.turn, p.worked, p.arrived = make(chan *gorm.DB), make(chan error, 1), make(chan struct{})
	f.come(p)
	left := p.ctx.Done()
	for {
		select {
		case tx := <-p.turn:
			p.do(tx, work)
		case <-p.arrived:
			return p.err
		case <-left:
			if f.leave(p) {
				return p.ctx.Err()
			}
			left = nil // it is aboard: only the commit tells how it ended
		}
	}
}

// do does the work of p in tx. It gives the transaction back even if it panics.
func (p *passenger) do(tx *gorm.DB, work func(tx *gorm.DB) error) {
	err := errPanicked
	defer func() { p.worked <- err }()
	err = work(tx)
}

// come puts p on the quay, and sees to it that somebody fetches it.
func (f *ferry) come(p *passenger) {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := len(f.quay)
	if !p.patient {
		if i := slices.IndexFunc(f.quay, func(q *passenger) bool { return q.patient && q.passed < passedOver }); i >= 0 {
			at = i
		}
	}
	f.quay = slices.Insert(f.quay, at, p)
	if !f.under {
		f.under = true
		go f.sail()
	}
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

// sail makes commits for as long as somebody waits.
func (f *ferry) sail() {
	for crew := f.board(); len(crew) > 0; crew = f.board() {
		if len(crew) == 1 {
			f.alone(crew[0])
		} else {
			f.together(crew)
		}
		for _, p := range crew {
			close(p.arrived)
		}
		if f.landed != nil {
			f.landed(len(crew))
		}
	}
}

// alone makes a commit for one: its time limit is the commit's.
func (f *ferry) alone(p *passenger) {
	if p.dry {
		p.err = p.aboard(nil)
		return
	}
	p.err = f.db.WithContext(p.ctx).Transaction(p.aboard)
}

// aboard has p do its work.
func (p *passenger) aboard(tx *gorm.DB) error {
	p.turn <- tx
	return <-p.worked
}

// together makes one commit for several.
func (f *ferry) together(crew []*passenger) {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	some := false
	err := f.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		for _, p := range crew {
			if p.err = p.ctx.Err(); p.err != nil {
				continue
			}
			if broken := p.apart(tx); broken != nil {
				return broken // SQLite has rolled all of it back
			}
			some = some || p.err == nil
		}
		if !some {
			return errEmpty
		}
		return nil
	})
	for _, p := range crew {
		if p.err == nil {
			p.err = err
		}
	}
}

// apart has p do its work behind a savepoint, and takes back what it did if it
// fails. An error says that the transaction is no more: of a full disk, say, SQLite
// rolls back all of it.
func (p *passenger) apart(tx *gorm.DB) error {
	if err := tx.Exec("SAVEPOINT passenger").Error; err != nil {
		return err
	}
	p.err = p.aboard(tx)
	if p.err != nil {
		if err := tx.Exec("ROLLBACK TO SAVEPOINT passenger").Error; err != nil {
			if _, ok := errors.AsType[sqlite3.Error](p.err); ok {
				return p.err
			}
			return err
		}
	}
	return tx.Exec("RELEASE SAVEPOINT passenger").Error
}

package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"

	"rapport/domain"
	"rapport/internal/failpoint"
)

// A command that says whom it may name is done in two trips to PostgreSQL, where the
// way there and back is what costs. The first reads what it may want, at once and
// without a lock. The second writes what was decided, at once and in one transaction,
// in which each line that finds its row not as it was read fails the whole: then the
// command is decided anew. Every commit of a command gives its member's row another
// version, and so nothing that was read of them can have changed unnoticed.
//
// What wants to read or write what is not the member's alone goes the long way, with the
// member's row locked.

// short does a command in two trips. fits is false when it has to go the long way, and
// nothing of it was done.
func (b *Book) short(ctx context.Context, r domain.Ref, f func(*domain.Book) error) (fits bool, err error) {
	if b.store.dialect != postgresDialect || r.Names == nil || b.store.condition.ill() != nil {
		return false, nil
	}
	names := r.Names()
	if len(names.Keys)+len(names.Users) == 0 || len(names.Keys) > manyKeys {
		return false, nil
	}
	for range tries {
		decided, beyond := false, false
		err = b.store.insist(ctx, "book", func(ctx context.Context, committing func()) error {
			err := b.store.onConn(ctx, func(conn *pgx.Conn) error {
				lines, err := b.decide(ctx, conn, r, names, f)
				if err != nil {
					return err
				}
				if err := failpoint.Hit(failpoint.BeforeCommit); err != nil {
					return err
				}
				committing()
				again := decided
				decided = true
				err = b.store.send(ctx, conn, r.Owner, lines)
				if again && domain.KindOf(err) == domain.KindDuplicate {
					return nil // the connection was lost at our own commit, which had arrived
				}
				return err
			})
			beyond = errors.Is(err, errBeyond)
			return err
		})
		if beyond {
			return false, nil
		}
		if domain.KindOf(err) != domain.KindConflict || ctx.Err() != nil {
			return true, err
		}
	}
	return false, nil // it meets others over and over: with a lock it will not
}

// decide reads ahead and lets f decide. errBeyond when that is not enough.
func (b *Book) decide(ctx context.Context, conn *pgx.Conn, r domain.Ref, names domain.Named, f func(*domain.Book) error) ([]line, error) {
	o := scoped(b.store.writer.Session(&gorm.Session{Context: ctx}), r.Owner)
	t := trip{ctx, conn, &b.store.prepared}
	a, err := o.readAhead(t, names, b.store.foresight.of(r.Owner, names))
	if err != nil {
		return nil, err
	}
	b.store.foresight.learn(r.Owner, a)
	o.tx.Statement.ConnPool = a
	m, err := a.member.member()
	if err != nil {
		return nil, err
	}
	s := b.store.writing(o)
	s.ahead = a
	book := domain.OpenBook(m, r.ID, r.At, b.store.policy, s)
	var ch domain.Changes
	if err = f(book); err == nil {
		ch, err = book.Changes(r.Verb)
	}
	if a.failed != nil || err != nil || len(ch.Carried) > 0 || !none(ch.Mentoring) {
		// What was read is of several moments, and nothing is written that would notice:
		// what f refuses it is to refuse with the lock.
		return nil, cmp.Or(a.failed, errBeyond)
	}
	w, err := b.store.written(o, m, ch)
	return slices.Concat([]line{claimLine(r)}, w.first, w.then), err
}

// send is the second trip: all lines are one transaction, which PostgreSQL commits at
// their end, and mostly one statement, see [joints]. The error is that of the first line
// that failed.
func (s *Store) send(ctx context.Context, conn *pgx.Conn, by domain.Owner, lines []line) error {
	o := scoped(s.writer, by)
	for _, l := range lines {
		o.seen(l)
	}
	if all, ok := s.joints.join(lines); ok && s.prepared.takes(all.text) {
		err := s.prepared.keep(ctx, conn, all.text)
		if err == nil {
			_, err = conn.Exec(ctx, all.text, o.with(all)...)
		}
		return missedJoined(err)
	}
	var batch pgx.Batch
	for _, l := range lines {
		text := missing(l)
		if err := s.prepared.keep(ctx, conn, text); err != nil {
			return named(l.subject, err)
		}
		batch.Queue(text, o.with(l)...)
	}
	back := conn.SendBatch(ctx, &batch)
	for _, l := range lines {
		if _, err := back.Exec(); err != nil {
			_ = back.Close() // it has nothing to add
			if pg, ok := errors.AsType[*pgconn.PgError](err); ok && l.missed != domain.KindUnknown && missed[pg.Code] {
				return domain.Fault(l.missed, l.subject, nil)
			}
			return named(l.subject, err)
		}
	}
	return back.Close()
}

// ifNew ends a line that adds a row unless it is there.
const ifNew = " ON CONFLICT DO NOTHING"

// missing is the text of a line that ends the transaction when it misses its row: of
// one that adds it the server says itself that it is there, another one divides by zero.
func missing(l line) string {
	if l.missed == domain.KindUnknown {
		return l.text
	}
	if plain, ok := strings.CutSuffix(l.text, ifNew); ok {
		return plain
	}
	return "WITH done AS (" + l.text + " RETURNING 1) SELECT 1 / count(*) FROM done"
}

// missed are the codes by which the server says so: a division by zero, a unique row
// that is there already.
var missed = map[string]bool{dividedByZero: true, notUnique: true}

const (
	dividedByZero = "22012"
	notUnique     = "23505"
)

// onConn runs f on a connection to PostgreSQL.
func (s *Store) onConn(ctx context.Context, f func(*pgx.Conn) error) (err error) {
	done := s.watch(WriteDoor, "book")
	defer func() {
		done(ending(err))
		err = translateShort(err)
	}()
	conn, err := s.db.writer.Conn(ctx)
	if err != nil {
		return err
	}
	err = conn.Raw(func(theirs any) error { return s.prepared.stands(f(theirs.(*stdlib.Conn).Conn())) })
	if closed := conn.Close(); closed != nil && !errors.Is(closed, sql.ErrConnDone) {
		return errors.Join(err, closed)
	}
	return err
}

// translateShort is translate for what may be beyond.
func translateShort(err error) error {
	if errors.Is(err, errBeyond) {
		return err
	}
	return translate("book", err)
}

// prepared is what the server keeps prepared of the texts of short commands, on each
// connection for itself: making a plan takes it longer than following one. There is
// nothing to be kept behind a pooler that gives every transaction another connection;
// that is noticed, and then nothing more is.
type prepared struct {
	off   atomic.Bool
	texts sync.Map // text → struct{}
	count atomic.Int64
}

// mostPrepared is how many texts are kept: a few dozen are usual, and which columns
// an update names could make many more.
const mostPrepared = 200

// takes reports whether a text is among those that are kept.
func (p *prepared) takes(text string) bool {
	if p.off.Load() {
		return false
	}
	if _, known := p.texts.Load(text); !known {
		if p.count.Load() >= mostPrepared {
			return false
		}
		p.texts.Store(text, struct{}{})
		p.count.Add(1)
	}
	return true
}

// keep has the server keep a text on a connection.
func (p *prepared) keep(ctx context.Context, conn *pgx.Conn, text string) error {
	if !p.takes(text) {
		return nil
	}
	_, err := conn.Prepare(ctx, text, text)
	return err
}

// stands tells an error of what was prepared from others: it is not there, is there
// already, or would return other columns since a migration. The connection is given
// up, and the command goes the long way.
func (p *prepared) stands(err error) error {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch pg.Code {
		case "26000", "42P05", "0A000":
			p.off.Store(true)
			return errors.Join(errBeyond, driver.ErrBadConn)
		}
	}
	return err
}

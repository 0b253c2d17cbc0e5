package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
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
// What wants to read or write more goes the long way, with the member's row locked.

// ahead is what was read of a member in the first trip.
type ahead struct {
	member   memberRow
	keys     []string
	known    []knownRow
	contacts []contactRow
	touches  []interactionRow
	// beyond is set when more was asked for.
	beyond bool
}

// readAhead is how many people bear the names of a command at most, for their
// contacts to be read ahead.
const readAhead = 8

// errBeyond ends what two trips are not enough for.
var errBeyond = errors.New("beyond what was read ahead")

// short does a command in two trips. fits is false when it has to go the long way, and
// nothing of it was done.
func (b *Book) short(ctx context.Context, r domain.Ref, f func(*domain.Book) error) (fits bool, err error) {
	if b.store.dialect != postgresDialect || len(r.Names) == 0 || len(r.Names) > manyKeys || b.store.condition.ill() != nil {
		return false, nil
	}
	for range tries {
		decided, beyond := false, false
		err = b.store.insist(ctx, "book", func(ctx context.Context, committing func()) error {
			err := b.store.onConn(ctx, func(conn *pgx.Conn) error {
				lines, err := b.decide(ctx, conn, r, f)
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
func (b *Book) decide(ctx context.Context, conn *pgx.Conn, r domain.Ref, f func(*domain.Book) error) ([]line, error) {
	o := scoped(b.store.writer.Session(&gorm.Session{Context: ctx}), r.Owner)
	a, err := o.readAhead(ctx, conn, &b.store.prepared, r.Names)
	if err != nil {
		return nil, err
	}
	o.tx.Statement.ConnPool = a
	m, err := a.member.member()
	if err != nil {
		return nil, err
	}
	s := b.store.writing(o)
	s.ahead = a
	book := domain.OpenBook(m, r.ID, r.At, b.store.policy, s)
	err = f(book)
	if a.beyond {
		return nil, errBeyond
	}
	if err != nil {
		return nil, foreignError{err}
	}
	ch, err := book.Changes(r.Verb)
	switch {
	case a.beyond || len(ch.Carried) > 0 || !none(ch.Mentoring):
		return nil, errBeyond
	case err != nil:
		return nil, foreignError{err}
	}
	w, err := b.store.written(o, m, ch)
	return slices.Concat([]line{claimLine(r)}, w.first, w.then), err
}

// bearers is the condition for rows of those who bear one of the names of a command. A
// name of many people is not read ahead for all of them. An array is looked up once,
// where PostgreSQL might run the same as IN (SELECT …) for each row.
func bearers(keys int) string {
	return " = ANY (ARRAY(SELECT contact FROM names WHERE " + ofOwner + " AND folded IN (" + places(3, keys) +
		fmt.Sprintf(") LIMIT %d))", readAhead)
}

var manyTextsAhead sync.Map // number of keys → []string

// textsAhead are what the first trip asks for so many keys: the member, the names, the
// contacts and their touches.
func textsAhead(keys int) []string {
	if texts, ok := manyTextsAhead.Load(keys); ok {
		return texts.([]string)
	}
	texts := []string{
		readMember.text,
		namesAmong(keys),
		ask[contactRow](" AND id" + bearers(keys)).text,
		ask[interactionRow](" AND contact" + bearers(keys) + " ORDER BY seq").text,
	}
	manyTextsAhead.Store(keys, texts)
	return texts
}

// readAhead is the first trip. The member comes first: what changes after that is
// noticed by their version.
func (o owned) readAhead(ctx context.Context, conn *pgx.Conn, p *prepared, keys []string) (*ahead, error) {
	a := &ahead{keys: keys}
	given := padded(keys)
	named := append(o.who[:], given...)
	var batch pgx.Batch
	for i, text := range textsAhead(len(given)) {
		args := named
		if i == 0 {
			args = named[:2]
		}
		o.seen(line{text: text, args: args[2:]})
		if err := p.keep(ctx, conn, text); err != nil {
			return nil, err
		}
		batch.Queue(text, args...)
	}
	back := conn.SendBatch(ctx, &batch)
	members, err1 := take[memberRow](o, back)
	known, err2 := take[knownRow](o, back)
	contacts, err3 := take[contactRow](o, back)
	touches, err4 := take[interactionRow](o, back)
	if err := errors.Join(err1, err2, err3, err4, back.Close()); err != nil {
		return nil, err
	}
	if len(members) == 0 {
		return nil, domain.Fault(domain.KindNotFound, "member", nil)
	}
	a.member, a.known, a.contacts, a.touches = members[0], known, contacts, touches
	return a, nil
}

// take reads the next answer of a trip.
func take[R any](o owned, back pgx.BatchResults) ([]R, error) {
	rows, err := back.Query()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return scan[R](o, rows)
}

// send is the second trip: all lines are one transaction, which PostgreSQL commits at
// their end. The error is that of the first line that failed.
func (s *Store) send(ctx context.Context, conn *pgx.Conn, by domain.Owner, lines []line) error {
	o := scoped(s.writer, by)
	var batch pgx.Batch
	for _, l := range lines {
		o.seen(l)
		text := l.text
		if l.missed != domain.KindUnknown {
			// One that finds no row divides by zero, and so ends the transaction.
			text = "WITH done AS (" + text + " RETURNING 1) SELECT 1 / count(*) FROM done"
		}
		if err := s.prepared.keep(ctx, conn, text); err != nil {
			return named(l.subject, err)
		}
		batch.Queue(text, o.with(l)...)
	}
	back := conn.SendBatch(ctx, &batch)
	for _, l := range lines {
		if _, err := back.Exec(); err != nil {
			_ = back.Close() // it has nothing to add
			if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == divisionByZero {
				return domain.Fault(l.missed, l.subject, nil)
			}
			return named(l.subject, err)
		}
	}
	return back.Close()
}

// divisionByZero is what the server says of a line that has missed its row.
const divisionByZero = "22012"

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

// Exact answers from what was read ahead, if it was.
func (a *ahead) exact(keys []string) ([]knownRow, bool) {
	for _, k := range keys {
		if !slices.Contains(a.keys, k) {
			return nil, false
		}
	}
	var rows []knownRow
	for _, row := range a.known {
		if slices.Contains(keys, row.Folded) {
			rows = append(rows, row)
		}
	}
	return rows, true
}

// contact answers from what was read ahead, if it was, and if that is all there is of
// them.
func (a *ahead) contact(id domain.ContactID) (*domain.Contact, bool, error) {
	i := slices.IndexFunc(a.contacts, func(r contactRow) bool { return r.ID == string(id) })
	if i < 0 || a.contacts[i].Holds != 0 {
		return nil, false, nil
	}
	c, err := a.contacts[i].contact()
	if err != nil {
		return nil, true, err
	}
	read := reading{table: "history"}
	for _, row := range a.touches {
		if row.Contact == string(id) {
			c.Interactions = append(c.Interactions, row.domain(&read))
		}
	}
	return c, true, read.err
}

// A statement of a command that is done in two trips asks beyond them.

// PrepareContext implements [gorm.ConnPool].
func (a *ahead) PrepareContext(context.Context, string) (*sql.Stmt, error) {
	a.beyond = true
	return nil, errBeyond
}

// ExecContext implements [gorm.ConnPool].
func (a *ahead) ExecContext(context.Context, string, ...any) (sql.Result, error) {
	a.beyond = true
	return nil, errBeyond
}

// QueryContext implements [gorm.ConnPool].
func (a *ahead) QueryContext(context.Context, string, ...any) (*sql.Rows, error) {
	a.beyond = true
	return nil, errBeyond
}

// QueryRowContext implements [gorm.ConnPool]. Nothing of ours calls it.
func (a *ahead) QueryRowContext(context.Context, string, ...any) *sql.Row {
	a.beyond = true
	return &sql.Row{}
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

// keep has the server keep a text on a connection.
func (p *prepared) keep(ctx context.Context, conn *pgx.Conn, text string) error {
	if p.off.Load() {
		return nil
	}
	if _, known := p.texts.Load(text); !known {
		if p.count.Load() >= mostPrepared {
			return nil
		}
		p.texts.Store(text, struct{}{})
		p.count.Add(1)
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

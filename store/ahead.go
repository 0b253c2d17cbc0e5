package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"rapport/domain"
)

// ahead is what was read of a member in the first trip of a short command, see trips.go.
// What else of theirs is asked for is read when it is, without a lock like the rest, in
// a trip more; and what lies in other books than theirs is beyond it.
type ahead struct {
	trip
	member memberRow
	// pairs are those of which they are, or were, one. Who makes a pair opens the books of
	// both, and so it is noticed; the rest of a pair is not the member's, and whoever logs
	// a session in one that lasts asks for more than there is here. One that has ended
	// stays so.
	pairs []domain.Pair
	names domain.Named
	// known are the names that were read: everybody's, or those of the bearers, which is
	// who bears one of the keys or is one of the users.
	known     []knownRow
	everybody bool
	// contacts are the bearers, and histories of whose which sorts of records were read.
	contacts  []contactRow
	histories map[string]*readHistory
	// foreseen is what was known before of what there is of the bearers, and holds of which
	// sorts of records there are any in the member's book, if that was not known.
	foreseen foreseen
	holds    int64
	// failed is why something else could not be read: it lies beyond, say.
	failed error
}

// readHistory is as much of a contact's history as was read.
type readHistory struct {
	domain.History
	sorts int64
}

// readAhead is how many names of people are a key of a command's at most, for those
// people's contacts and histories to be read ahead.
const readAhead = 24

// errBeyond ends what two trips are not enough for.
var errBeyond = errors.New("beyond what was read ahead")

// beside is a [rowSet] of which the last columns go to also, and each is told of a row.
type beside struct {
	rowSet
	also []any
	each func()
	into []any // with also, once for all rows
}

// Scan puts a row into fields, which are the same for all of them.
func (b *beside) Scan(into ...any) error {
	if b.into == nil {
		b.into = slices.Concat(into, b.also)
	}
	err := b.rowSet.Scan(b.into...)
	if err == nil {
		b.each()
	}
	return err
}

// readAhead is the first trip. The member comes first: what changes after that is
// noticed by their version.
func (o owned) readAhead(t trip, names domain.Named, f foreseen) (*ahead, error) {
	a := &ahead{trip: t, names: names, foreseen: f, histories: make(map[string]*readHistory)}
	texts, of, each := textsFor(names)
	var (
		members []memberRow
		mode    string
		pairs   string
	)
	questions := []question{
		{line{text: readMemberAhead}, func(rows rowSet) error {
			return into(o, &members, &beside{rowSet: rows, also: []any{&pairs, &mode}, each: func() {}})
		}},
		{line{text: texts.people, args: slices.Concat(of, each)}, func(rows rowSet) error { return a.people(o, rows) }},
		{line{text: texts.touches, args: of}, a.page(o, pages[0])},
	}
	if f.all {
		questions = append(questions, question{line{text: texts.rest, args: of}, func(rows rowSet) error { return a.rest(o, rows) }})
	}
	if f.first {
		questions = append(questions, question{line{text: readHolds}, func(rows rowSet) error {
			rows.Next() // it is one
			return cmp.Or(rows.Scan(&a.holds), rows.Err())
		}})
	}
	if err := a.put(o, questions); err != nil {
		return nil, err
	}
	if len(members) == 0 {
		return nil, domain.Fault(domain.KindNotFound, "member", nil)
	}
	a.member = members[0]
	if len(a.contacts) > readAhead { // not all of it has come
		a.contacts, a.histories = nil, make(map[string]*readHistory)
	}
	for _, c := range a.contacts {
		if a.history(c.ID).sorts = 0; f.all {
			a.history(c.ID).sorts = allSorts
		}
	}
	var err error
	a.pairs, err = pairsOf(pairs)
	return a, err
}

// people puts the answer of who bears the names in its place.
func (a *ahead) people(o owned, rows rowSet) error {
	var (
		all    []contactRow
		key    knownRow
		bears  bool
		others []bool
	)
	err := into(o, &all, &beside{rowSet: rows, also: []any{&key.Folded, &key.Whole, &bears}, each: func() {
		a.known, others = append(a.known, key), append(others, !bears)
	}})
	for i, c := range all {
		a.known[i].Contact, a.known[i].Name, a.known[i].SlackUser = c.ID, c.Name, c.SlackUser
		if !others[i] {
			a.contacts = append(a.contacts, c)
		}
	}
	a.everybody = len(a.names.Users) > 0 || slices.ContainsFunc(people(a.names), func(keys []string) bool {
		return !slices.ContainsFunc(a.known, func(r knownRow) bool { return slices.Contains(keys, r.Folded) })
	})
	return err
}

// people are the keys of each who is named by a name.
func people(n domain.Named) [][]string {
	switch {
	case len(n.Each) > 0:
		return n.Each
	case len(n.Users) > 0:
		return nil
	}
	return [][]string{n.Keys}
}

// rest puts the answer of all sorts of records but the touches into the histories.
func (a *ahead) rest(o owned, rows rowSet) error {
	var sort int64
	var cells []string
	by := make(map[int64][][]string)
	for rows.Next() {
		if err := rows.Scan(&sort, &cells); err != nil {
			return err
		}
		by[sort] = append(by[sort], slices.Clone(cells))
	}
	for _, p := range pages[1:] {
		if err := a.page(o, p)(&cellRows{rows: by[p.sort]}); err != nil {
			return err
		}
	}
	return rows.Err()
}

// cellRows is a [rowSet] of rows whose cells are texts.
type cellRows struct {
	rows [][]string
	at   int
}

// Next implements [rowSet].
func (c *cellRows) Next() bool {
	c.at++
	return c.at <= len(c.rows)
}

// Scan implements [rowSet].
func (c *cellRows) Scan(into ...any) (err error) {
	for i, cell := range c.rows[c.at-1] {
		switch at := into[i].(type) {
		case *string:
			*at = cell
		case *bool:
			*at = cell == "true"
		case *int:
			*at, err = strconv.Atoi(cell)
		case *int64:
			*at, err = strconv.ParseInt(cell, 10, 64)
		default:
			err = fmt.Errorf("a cell for a %T", at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Err implements [rowSet].
func (c *cellRows) Err() error { return nil }

// into reads an answer to its end.
func into[R any](o owned, all *[]R, rows rowSet) (err error) {
	*all, err = scan[R](o, rows)
	return err
}

// page puts the answer of a page into the histories.
func (a *ahead) page(o owned, p page) func(rowSet) error {
	return func(rows rowSet) error {
		return p.add(o, rows, func(contact string) *domain.History { return &a.history(contact).History })
	}
}

// history is what was read of a contact's.
func (a *ahead) history(contact string) *readHistory {
	h, ok := a.histories[contact]
	if !ok {
		h = &readHistory{sorts: -1}
		a.histories[contact] = h
	}
	return h
}

// exact answers from what was read ahead, if it was.
func (a *ahead) exact(keys []string) ([]knownRow, bool) {
	for _, k := range keys {
		if !a.everybody && !slices.Contains(a.names.Keys, k) {
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

// all answers from what was read ahead, if it was.
func (a *ahead) all() ([]knownRow, bool) { return a.known, a.everybody }

// contact returns a contact with their history, and reads what of it was not read
// ahead.
func (a *ahead) contact(o owned, id domain.ContactID) (*domain.Contact, error) {
	i := slices.IndexFunc(a.contacts, func(r contactRow) bool { return r.ID == string(id) })
	if i < 0 {
		row, err := contactBy.one(o, "contact", string(id))
		if err != nil {
			return nil, err
		}
		i = len(a.contacts)
		a.contacts = append(a.contacts, row)
		a.histories[row.ID] = &readHistory{sorts: -1}
	}
	row, h := a.contacts[i], a.histories[string(id)]
	var missing []question
	for _, p := range pages {
		if row.Holds&p.sort == p.sort && (h.sorts < 0 || h.sorts&p.sort != p.sort) {
			missing = append(missing, question{line{text: p.one, args: []any{row.ID}}, a.page(o, p)})
		}
	}
	if len(missing) > 0 {
		if err := a.more(o, missing); err != nil {
			return nil, translate("history", err)
		}
	}
	h.sorts = row.Holds
	c, err := row.contact()
	if err != nil {
		return nil, err
	}
	c.History = h.History
	return c, nil
}

// ask reads what of the member's own was not read ahead, if every commit that changes
// it is noticed at the second trip.
func (a *ahead) ask(o owned, l line, take func(rowSet) error) error {
	if l.text != contactBy.text && !strings.HasPrefix(l.text, namesText) {
		return a.refuse()
	}
	return a.more(o, []question{{l, take}})
}

// more asks questions that were not asked at first.
func (a *ahead) more(o owned, questions []question) error {
	err := a.put(o, questions)
	a.failed = cmp.Or(a.failed, err)
	return err
}

// refuse is what there is for what lies beyond.
func (a *ahead) refuse() error {
	a.failed = cmp.Or(a.failed, errBeyond)
	return errBeyond
}

// alter is beyond it: everything is written in the second trip.
func (a *ahead) alter(owned, line) (int64, error) {
	return 0, a.refuse()
}

// A statement that GORM makes asks for more than may be read ahead.

// PrepareContext implements [gorm.ConnPool].
func (a *ahead) PrepareContext(context.Context, string) (*sql.Stmt, error) {
	return nil, a.refuse()
}

// ExecContext implements [gorm.ConnPool].
func (a *ahead) ExecContext(context.Context, string, ...any) (sql.Result, error) {
	return nil, a.refuse()
}

// QueryContext implements [gorm.ConnPool].
func (a *ahead) QueryContext(context.Context, string, ...any) (*sql.Rows, error) {
	return nil, a.refuse()
}

// QueryRowContext implements [gorm.ConnPool]. Nothing of ours calls it.
func (a *ahead) QueryRowContext(context.Context, string, ...any) *sql.Row {
	_ = a.refuse()
	return &sql.Row{}
}

// question is what a trip asks, and what becomes of the answer.
type question struct {
	line
	take func(rowSet) error
}

// trip is a way to the server and back on one connection.
type trip struct {
	ctx      context.Context
	conn     *pgx.Conn
	prepared *prepared
}

// put asks all of questions at once.
func (t trip) put(o owned, questions []question) error {
	var batch pgx.Batch
	for _, q := range questions {
		o.seen(q.line)
		if err := t.prepared.keep(t.ctx, t.conn, q.text); err != nil {
			return err
		}
		batch.Queue(q.text, o.with(q.line)...)
	}
	back := t.conn.SendBatch(t.ctx, &batch)
	for _, q := range questions {
		rows, err := back.Query()
		if err == nil {
			err = q.take(rows)
			rows.Close()
		}
		if err != nil {
			_ = back.Close() // it has nothing to add
			return err
		}
	}
	return back.Close()
}

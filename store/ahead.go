package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"

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
	pairs    []domain.Pair
	keys     []string
	known    []knownRow
	contacts []contactRow
	// histories are of whose which sorts of records were read.
	histories map[string]*readHistory
	// sorts are those that were read of everybody who bears one of the keys.
	sorts int64
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

// bearers is the condition for rows of those who bear one of the names of a command. An
// array is looked up once, where PostgreSQL might run the same as IN (SELECT …) for
// each row; and whether a name is whole is asked so that it goes by the keys: it might
// walk over all names there are in an index that holds all that is wanted.
func bearers(keys int) string {
	return " = ANY (ARRAY(SELECT contact FROM names WHERE " + ofOwner + " AND folded IN (" + places(3, keys) +
		fmt.Sprintf(") AND whole IN (TRUE, FALSE) LIMIT %d))", readAhead+1)
}

// textsAhead are what the first trip asks for so many keys.
type textsAhead struct{ people, inBearers string }

var manyTextsAhead sync.Map // number of keys → textsAhead

func textsFor(keys int) textsAhead {
	if texts, ok := manyTextsAhead.Load(keys); ok {
		return texts.(textsAhead)
	}
	texts := textsAhead{people: peopleAhead(keys), inBearers: " AND contact" + bearers(keys) + " ORDER BY seq"}
	manyTextsAhead.Store(keys, texts)
	return texts
}

// peopleAhead is the text that reads the contacts of so many keys, each with the key.
// Where there are none it is somebody new, and asked for is who is called nearly so: then
// it reads everybody's names, and of their contacts no more than goes with a name.
func peopleAhead(keys int) string {
	var whole, hollow []string
	for f, column := range fieldsOf[contactRow]() {
		whole = append(whole, "contacts."+column)
		switch {
		case column == "id" || column == "name" || column == "slack_user":
			hollow = append(hollow, "contacts."+column)
		case f.Type.Kind() == reflect.String:
			hollow = append(hollow, "''")
		case f.Type.Kind() == reflect.Bool:
			hollow = append(hollow, "FALSE")
		default:
			hollow = append(hollow, "0")
		}
	}
	const key = ", names.folded, names.whole" + namesFrom
	return "WITH known AS MATERIALIZED (SELECT " + strings.Join(whole, ", ") + key + " AND names.folded IN (" + places(3, keys) + "))" +
		" SELECT * FROM known UNION ALL SELECT " + strings.Join(hollow, ", ") + key + " AND NOT EXISTS (SELECT 1 FROM known)"
}

// fieldsOf walks over the fields of R with their columns, but for the owner's two.
func fieldsOf[R schemaRow]() iter.Seq2[reflect.StructField, string] {
	return func(yield func(reflect.StructField, string) bool) {
		for i, column := range tableOf[R]().columns {
			if i > 1 && !yield(reflect.TypeFor[R]().Field(i), column) {
				return
			}
		}
	}
}

// readMemberAhead reads the owner with all pairs of theirs, each as its cells: most have
// none, and one statement costs the server less than two. First of its trip it has the
// server follow the plans that it keeps for what comes behind it: it would plan the
// people anew each time, since each time's plan looks a little cheaper, and that took it
// as long as all the rest of a command.
var readMemberAhead = "SELECT " + strings.Join(tableOf[memberRow]().columns[2:], ", ") +
	", ARRAY(SELECT ARRAY[" + strings.Join(tableOf[pairRow]().columns, ", ") + "] FROM (" +
	"SELECT * FROM pairs WHERE workspace = $1 AND mentor = $2 UNION ALL SELECT * FROM pairs WHERE workspace = $1 AND mentee = $2" +
	") AS theirs ORDER BY seq)" +
	", set_config('plan_cache_mode', 'force_generic_plan', TRUE) FROM members WHERE " + ofOwner

// pairsOf are the pairs that have those cells.
func pairsOf(cells [][]string) ([]domain.Pair, error) {
	f := takeForm[pairRow]()
	defer f.putBack()
	read := reading{table: "pair"}
	var all []domain.Pair
	for _, row := range cells {
		for i, cell := range row {
			*f.at[i].(*string) = cell
		}
		all = append(all, f.row.pair(&read))
	}
	return all, read.err
}

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
func (o owned) readAhead(t trip, keys []string, sorts int64) (*ahead, error) {
	a := &ahead{trip: t, keys: keys, sorts: sorts, histories: make(map[string]*readHistory)}
	given := padded(keys)
	texts := textsFor(len(given))
	var (
		members []memberRow
		mode    string
		pairs   [][]string
		key     knownRow
	)
	questions := []question{
		{line{text: readMemberAhead}, func(rows rowSet) error {
			return into(o, &members, &beside{rowSet: rows, also: []any{&pairs, &mode}, each: func() {}})
		}},
		{line{text: texts.people, args: given}, func(rows rowSet) error {
			return into(o, &a.contacts, &beside{
				rowSet: rows, also: []any{&key.Folded, &key.Whole}, each: func() { a.known = append(a.known, key) },
			})
		}},
	}
	for _, p := range pages {
		if sorts&p.sort == p.sort {
			questions = append(questions, question{line{text: p.of + texts.inBearers, args: given}, a.page(o, p)})
		}
	}
	if err := a.put(o, questions); err != nil {
		return nil, err
	}
	if len(members) == 0 {
		return nil, domain.Fault(domain.KindNotFound, "member", nil)
	}
	a.member = members[0]
	var err error
	if a.pairs, err = pairsOf(pairs); err != nil {
		return nil, err
	}
	for i, c := range a.contacts {
		a.known[i].Contact, a.known[i].Name, a.known[i].SlackUser = c.ID, c.Name, c.SlackUser
	}
	if len(a.known) > readAhead || a.strangers() { // not all of it has come
		a.contacts, a.histories = nil, make(map[string]*readHistory)
	}
	for _, c := range a.contacts {
		a.history(c.ID).sorts = sorts
	}
	return a, nil
}

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

// strangers reports whether nobody is known by any of the keys, and so all names there
// are have been read.
func (a *ahead) strangers() bool {
	return !slices.ContainsFunc(a.known, func(r knownRow) bool { return slices.Contains(a.keys, r.Folded) })
}

// exact answers from what was read ahead, if it was.
func (a *ahead) exact(keys []string) ([]knownRow, bool) {
	everybody := a.strangers()
	for _, k := range keys {
		if !everybody && !slices.Contains(a.keys, k) {
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
func (a *ahead) all() ([]knownRow, bool) { return a.known, a.strangers() }

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

// foresight remembers which sorts of records there were of those who bear a name, so
// that they are read ahead the next time: to ask for all of them each time would take
// the server longer than anything else that a command asks for. What it says may be
// wrong. It knows names by their hashes alone.
type foresight struct {
	mu    sync.Mutex
	seed  maphash.Seed
	sorts map[uint64]int64
}

// mostForeseen is how many names are remembered; then it begins anew.
const mostForeseen = 1 << 16

// hash is what is kept of a name.
func (f *foresight) hash(o domain.Owner, key string) uint64 {
	return maphash.Comparable(f.seed, struct {
		domain.Owner
		string
	}{o, key})
}

// of returns the sorts that there may be of whoever bears one of the keys.
func (f *foresight) of(o domain.Owner, keys []string) (sorts int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.sorts) == 0 {
		return 0
	}
	for _, key := range keys {
		sorts |= f.sorts[f.hash(o, key)]
	}
	return sorts
}

// learn remembers what there is of those who were read.
func (f *foresight) learn(o domain.Owner, a *ahead) {
	for _, row := range a.known {
		i := slices.IndexFunc(a.contacts, func(c contactRow) bool { return c.ID == row.Contact })
		if i < 0 || a.contacts[i].Holds&^a.sorts == 0 || !slices.Contains(a.keys, row.Folded) {
			continue
		}
		f.mu.Lock()
		if f.sorts == nil || len(f.sorts) >= mostForeseen {
			f.seed, f.sorts = maphash.MakeSeed(), make(map[uint64]int64)
		}
		f.sorts[f.hash(o, row.Folded)] |= a.contacts[i].Holds
		f.mu.Unlock()
	}
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

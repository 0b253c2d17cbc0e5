package store

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gorm.io/gorm/schema"

	"rapport/domain"
)

// The statements on the way of every command are texts that stay the same, so that
// SQLite prepares each once for a connection; GORM would build each anew, which
// costs more than running it. Both dialects read $1, $2 and so on, as long as they
// first appear in that order. Only [owned.ask] and [owned.alter] run them, and it is
// they who put the owner into the places that each text has for them.

// table is what is known of the rows of one type: their columns, in the order of the
// type's fields, the owner's two first.
type table struct {
	name    string
	columns []string

	mu    sync.Mutex
	texts map[shape]string
}

// shape is what tells a text that writes from others on its table: how many rows it
// adds, or which columns it sets, a bit for each, and how it ends.
type shape struct {
	rows    int
	columns uint64
	end     string
}

// mostTexts is how many texts are kept of a table: a few are usual, and which columns
// an update names could make many more.
const mostTexts = 200

var tables sync.Map // reflect.Type → *table

// tableOf returns the table of R.
func tableOf[R schemaRow]() *table {
	of := reflect.TypeFor[R]()
	if t, ok := tables.Load(of); ok {
		return t.(*table)
	}
	var row R
	t := &table{name: row.TableName(), texts: make(map[shape]string)}
	for f := range of.Fields() {
		t.columns = append(t.columns, schema.NamingStrategy{}.ColumnName(t.name, f.Name))
	}
	known, _ := tables.LoadOrStore(of, t)
	return known.(*table)
}

// text returns the text of a shape, which compose puts together at first.
func (t *table) text(s shape, compose func(s shape) string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	text, ok := t.texts[s]
	if !ok {
		text = compose(s)
		if len(t.texts) < mostTexts {
			t.texts[s] = text
		}
	}
	return text
}

// lookup is a text that reads rows of one type.
type lookup[R schemaRow] struct{ text string }

// ofOwner narrows a text to its owner's rows. What is compared is cast, or SQLite
// prepares the text anew for each value: an index that leaves a condition over makes
// it wonder whether the value is 0 or 1 (sqlite3ExprIsInteger).
const ofOwner = "workspace = CAST($1 AS TEXT) AND member = CAST($2 AS TEXT)"

// ask makes the lookup of the owner's rows for which condition holds; its own
// arguments begin with $3. What follows it may order or lock. Who the owner is it does
// not ask for.
func ask[R schemaRow](condition string) lookup[R] {
	t := tableOf[R]()
	return lookup[R]{"SELECT " + strings.Join(t.columns[2:], ", ") + " FROM " + t.name + " WHERE " + ofOwner + condition}
}

// in returns the rows in o's scope.
func (l lookup[R]) in(o owned, args ...any) ([]R, error) {
	return query[R](o, l.text, args...)
}

// one returns the one row in o's scope. KindNotFound, of subject, when there is none.
func (l lookup[R]) one(o owned, subject string, args ...any) (R, error) {
	all, err := l.in(o, args...)
	switch {
	case err != nil:
		return *new(R), translate(subject, err)
	case len(all) == 0:
		return *new(R), domain.Fault(domain.KindNotFound, subject, nil)
	}
	return all[0], nil
}

// query runs a text that reads, with the owner in its first two places.
func query[R any](o owned, text string, args ...any) (all []R, err error) {
	err = o.ask(line{text: text, args: args}, func(rows rowSet) (err error) {
		all, err = scan[R](o, rows)
		return err
	})
	return all, err
}

// rowSet is the rows of an answer.
type rowSet interface {
	Next() bool
	Scan(into ...any) error
	Err() error
}

// scan reads rows to the end.
func scan[R any](o owned, rows rowSet) (all []R, err error) {
	err = each(o, rows, func(f *form[R]) { all = append(all, f.row) })
	return all, err
}

// each reads rows to the end, and has take read each of them from the form, which holds
// the next one after that.
func each[R any](o owned, rows rowSet, take func(*form[R])) error {
	f := takeForm[R]()
	defer f.putBack()
	into := f.at
	if _, ok := any((*R)(nil)).(schemaRow); ok { // its owner is known
		*into[0].(*string), *into[1].(*string) = string(o.owner.Workspace), string(o.owner.Member)
		into = into[2:]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		take(f)
	}
	return rows.Err()
}

// padded are keys for a condition `IN (…)` that has so many places as to be one of a
// few texts; what is left over repeats the last. A single place would be an equation,
// see ofOwner.
func padded(keys []string) []any {
	n := 2
	for n < len(keys) {
		n *= 2
	}
	args := make([]any, n)
	for i := range args {
		args[i] = keys[min(i, len(keys)-1)]
	}
	return args
}

// places are n placeholders, the first of them $first.
func places(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(first + i))
	}
	return b.String()
}

// line is one statement of a commit. What a command changes is decided before any of
// it is written, as lines.
type line struct {
	subject string
	text    string
	args    []any // but for the owner's two
	before  int   // how many of them stand before the owner's
	// missed is what it means when the line does not change exactly one row; zero
	// when it may change any number.
	missed domain.Kind
}

// insert makes the line that adds rows of one type. Below it may say what is to be
// done with those that are there already.
func insert[R schemaRow](subject string, rows []R, onConflict string) []line {
	t, f := tableOf[R](), takeForm[R]()
	defer f.putBack()
	var lines []line
	for some := range slices.Chunk(rows, insertBatch) {
		args := make([]any, 0, len(some)*(len(t.columns)-2))
		for _, f.row = range some {
			for _, at := range f.at[2:] {
				args = append(args, cell(at))
			}
		}
		lines = append(lines, line{subject: subject, text: t.text(shape{rows: len(some), end: onConflict}, t.inserting), args: args})
	}
	return lines
}

// inserting is the text that adds rows.
func (t *table) inserting(s shape) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + t.name + " (" + strings.Join(t.columns, ", ") + ") VALUES ")
	theirs := len(t.columns) - 2
	for i := range s.rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("($1, $2, " + places(3+i*theirs, theirs) + ")")
	}
	b.WriteString(s.end)
	return b.String()
}

// update makes the line that writes what differs between two states of a row, of
// those columns that may, where condition holds: "id = ?", with its arguments. There
// is none when nothing differs.
func update[R schemaRow](subject string, was, is R, may []string, missed domain.Kind, condition string, args ...any) []line {
	t, before, after := tableOf[R](), takeForm[R](), takeForm[R]()
	defer before.putBack()
	defer after.putBack()
	before.row, after.row = was, is
	var (
		set   uint64
		given []any
	)
	for i, column := range t.columns {
		if same(before.at[i], after.at[i]) || may != nil && !slices.Contains(may, column) {
			continue
		}
		set |= 1 << i
		given = append(given, cell(after.at[i]))
	}
	if len(given) == 0 {
		return nil
	}
	text := t.text(shape{columns: set, end: condition}, t.updating)
	return []line{{subject: subject, text: text, args: append(given, args...), before: len(given), missed: missed}}
}

// updating is the text that sets columns.
func (t *table) updating(s shape) string {
	var set []string
	for i, column := range t.columns {
		if s.columns&(1<<i) != 0 {
			set = append(set, column+" = $"+strconv.Itoa(len(set)+1))
		}
	}
	return "UPDATE " + t.name + " SET " + strings.Join(set, ", ") + where(len(set), s.end)
}

// change makes a line of a text that ends before its condition.
func change(subject, text string, given []any, missed domain.Kind, condition string, args ...any) line {
	return line{
		subject: subject, missed: missed, before: len(given), args: append(given, args...),
		text: text + where(len(given), condition),
	}
}

// where narrows a text, that has been given so many arguments, to its owner's rows
// for which condition holds.
func where(given int, condition string) string {
	if condition != "" {
		condition = " AND " + numbered(condition, given+3)
	}
	return " WHERE workspace = $" + strconv.Itoa(given+1) + " AND member = $" + strconv.Itoa(given+2) + condition
}

// numbered puts numbers in the place of a condition's question marks.
func numbered(condition string, first int) string {
	var b strings.Builder
	for part := range strings.SplitAfterSeq(condition, "?") {
		if text, ok := strings.CutSuffix(part, "?"); ok {
			b.WriteString(text + "$" + strconv.Itoa(first))
			first++
			continue
		}
		b.WriteString(part)
	}
	return b.String()
}

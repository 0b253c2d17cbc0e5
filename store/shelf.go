package store

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"rapport/domain"
)

// manyKeys is how many keys are looked up in one statement: a long text has
// more words than SQLite takes parameters.
const manyKeys = 512

// shelf is a domain.Shelf that reads inside one transaction, in the scope of
// one owner.
type shelf struct {
	owned
	policy domain.Policy
	// writes says that what is decided on what was read will be stored: programs
	// that are read are taken, and taken are those that were.
	writes bool
	taken  map[domain.ProgramID]bool
	// ahead is what was read before anything was asked for; nil for nothing.
	ahead *ahead
}

func (s *Store) shelf(o owned) *shelf { return &shelf{owned: o, policy: s.policy} }

// writing is the shelf of a command that writes.
func (s *Store) writing(o owned) *shelf { return &shelf{owned: o, policy: s.policy, writes: true} }

// Contact returns the contact with its whole history. KindNotFound.
func (s *shelf) Contact(id domain.ContactID) (*domain.Contact, error) {
	if s.ahead != nil {
		if c, ok, err := s.ahead.contact(id); ok {
			return c, err
		}
	}
	row, err := contactBy.one(s.owned, "contact", string(id))
	if err != nil {
		return nil, err
	}
	c, err := row.contact()
	if err != nil {
		return nil, err
	}
	c.History, err = s.history(id, row.Holds)
	return c, err
}

var contactBy = ask[contactRow](" AND id = CAST($3 AS TEXT)")

// Face returns the contact without its history. KindNotFound.
func (s *shelf) Face(id domain.ContactID) (*domain.Contact, error) {
	row, err := contactBy.one(s.owned, "contact", string(id))
	if err != nil {
		return nil, err
	}
	return row.contact()
}

// The rows of a history in the order of their commits.
var (
	interactionsOf  = ofContact[interactionRow]()
	signalsOf       = ofContact[signalRow]()
	valuesOf        = ofContact[valueRow]()
	movesOf         = ofContact[moveRow]()
	notesOf         = ofContact[noteRow]()
	promisesOf      = ofContact[promiseRow]()
	needsOf         = ofContact[needRow]()
	asksOf          = ofContact[askRow]()
	introductionsOf = ofContact[introductionRow]()
)

func ofContact[R schemaRow]() lookup[R] {
	return ask[R](" AND contact = CAST($3 AS TEXT) ORDER BY seq")
}

// The bits of contacts.holds: of which sorts, interactions left out, there may be
// records of somebody. Triggers of the database set them.
const (
	holdsSignals = 1 << iota
	holdsValues
	holdsMoves
	holdsNotes
	holdsPromises
	holdsNeeds
	holdsAsks
	holdsIntroductions
)

// history reads what there is of a contact.
func (s *shelf) history(id domain.ContactID, holds int64) (domain.History, error) {
	r := recollection{owned: s.owned, read: reading{table: "history"}, id: id, holds: holds}
	h := domain.History{
		Interactions: rowsOf(&r, 0, interactionsOf, interactionRow.domain),
		Signals:      rowsOf(&r, holdsSignals, signalsOf, signalRow.domain),
		Values:       rowsOf(&r, holdsValues, valuesOf, valueRow.domain),
		Moves:        rowsOf(&r, holdsMoves, movesOf, moveRow.domain),
		Notes:        rowsOf(&r, holdsNotes, notesOf, noteRow.domain),
		Promises:     rowsOf(&r, holdsPromises, promisesOf, promiseRow.domain),
		Needs:        rowsOf(&r, holdsNeeds, needsOf, needRow.domain),
		Asks:         rowsOf(&r, holdsAsks, asksOf, askRow.domain),

		Introductions: rowsOf(&r, holdsIntroductions, introductionsOf, introductionRow.domain),
	}
	return h, r.read.err
}

// recollection reads one contact's history.
type recollection struct {
	owned
	read  reading
	id    domain.ContactID
	holds int64
}

// rowsOf reads one sort of it, if there may be any.
func rowsOf[R schemaRow, T any](r *recollection, sort int64, l lookup[R], decode func(R, *reading) T) []T {
	if r.read.err != nil || r.holds&sort != sort {
		return nil
	}
	rows, err := l.in(r.owned, string(r.id))
	if err != nil {
		r.read.err = translate(tableOf[R]().name, err)
		return nil
	}
	var all []T
	for _, row := range rows {
		all = append(all, decode(row, &r.read))
	}
	return all
}

// knownRow is a name together with the contact that bears it.
type knownRow struct {
	Contact   string
	Name      string
	Folded    string
	Whole     bool
	SlackUser string
}

// namesText starts a text that reads names, each with the contact's own name.
const namesText = "SELECT names.contact, contacts.name, names.folded, names.whole, contacts.slack_user FROM names" +
	" JOIN contacts ON contacts.workspace = names.workspace AND contacts.member = names.member AND contacts.id = names.contact" +
	" WHERE names.workspace = CAST($1 AS TEXT) AND names.member = CAST($2 AS TEXT)"

var manyNames sync.Map // number of keys → text

// namesAmong is the text that reads the names under one of so many keys.
func namesAmong(keys int) string {
	text, ok := manyNames.Load(keys)
	if !ok {
		text, _ = manyNames.LoadOrStore(keys, namesText+" AND names.folded IN ("+places(3, keys)+")")
	}
	return text.(string)
}

// Exact returns the names whose folded key is one of keys.
func (s *shelf) Exact(keys []string) ([]domain.Known, error) {
	if s.ahead != nil {
		if rows, ok := s.ahead.exact(keys); ok {
			return known(rows), nil
		}
	}
	var rows []knownRow
	for some := range slices.Chunk(keys, manyKeys) {
		args := padded(some)
		found, err := s.names(namesAmong(len(args)), args...)
		if err != nil {
			return nil, err
		}
		rows = append(rows, found...)
	}
	return known(rows), nil
}

// AllNames returns every name, for near misses.
func (s *shelf) AllNames() ([]domain.Known, error) {
	rows, err := s.names(namesText)
	return known(rows), err
}

func (s *shelf) names(text string, args ...any) ([]knownRow, error) {
	all, err := query[knownRow](s.owned, text, args...)
	return all, translate("names", err)
}

// known orders by name here, since the dialects collate differently.
func known(rows []knownRow) []domain.Known {
	all := make([]domain.Known, 0, len(rows))
	for _, r := range rows {
		all = append(all, domain.Known{
			Contact: domain.ContactID(r.Contact), Name: r.Name, Key: r.Folded, Whole: r.Whole, Slack: r.SlackUser,
		})
	}
	slices.SortFunc(all, func(a, b domain.Known) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Contact, b.Contact), cmp.Compare(a.Key, b.Key))
	})
	return slices.CompactFunc(all, func(a, b domain.Known) bool { return a.Contact == b.Contact && a.Key == b.Key })
}

// Logged counts the interactions since a date, undone ones left out.
func (s *shelf) Logged(since domain.Date) (int, error) {
	var n int64
	err := s.of(interactionRow{}).Where("on_date >= ? AND undone = ?", since.String(), false).Count(&n).Error
	return int(n), translate("interactions", err)
}

// Undo returns the record of a command, or of the newest one that can still be
// undone when the id is "". KindNotFound.
func (s *shelf) Undo(id domain.CommandID) (*domain.UndoRecord, error) {
	q := s.of(undoRow{})
	if id == "" {
		q = q.Where("used = ?", false).Order("seq DESC").Limit(1)
	} else {
		q = q.Where("command = ?", string(id))
	}
	var row undoRow
	if err := q.Take(&row).Error; err != nil {
		return nil, translate("undo record", err)
	}
	return row.record()
}

// Question returns a question asked earlier. KindNotFound.
func (s *shelf) Question(id domain.QuestionID) (*domain.Question, error) {
	var row questionRow
	if err := s.of(questionRow{}).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return nil, translate("question", err)
	}
	return row.question()
}

// Questions returns the questions asked since an instant and not answered, the
// oldest first.
func (s *shelf) Questions(since time.Time) ([]domain.Question, error) {
	var rows []questionRow
	err := s.of(questionRow{}).Where("asked >= ? AND answered = 0", micros(since)).Order("asked, id").Find(&rows).Error
	if err != nil {
		return nil, translate("questions", err)
	}
	var all []domain.Question
	for _, r := range rows {
		q, err := r.question()
		if err != nil {
			return nil, err
		}
		all = append(all, *q)
	}
	return all, nil
}

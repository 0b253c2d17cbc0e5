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
		return s.ahead.contact(s.owned, id)
	}
	row, err := contactBy.one(s.owned, "contact", string(id))
	if err != nil {
		return nil, err
	}
	c, err := row.contact()
	if err != nil {
		return nil, err
	}
	c.History, err = s.history(row)
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
	allSorts = 1<<iota - 1
)

// pages are the sorts of records that a history is made of.
var pages = []page{
	pageOf(0, interactionRow.domain, func(h *domain.History) *[]domain.Interaction { return &h.Interactions }),
	pageOf(holdsSignals, signalRow.domain, func(h *domain.History) *[]domain.Signal { return &h.Signals }),
	pageOf(holdsValues, valueRow.domain, func(h *domain.History) *[]domain.Value { return &h.Values }),
	pageOf(holdsMoves, moveRow.domain, func(h *domain.History) *[]domain.Move { return &h.Moves }),
	pageOf(holdsNotes, noteRow.domain, func(h *domain.History) *[]domain.Note { return &h.Notes }),
	pageOf(holdsPromises, promiseRow.domain, func(h *domain.History) *[]domain.Promise { return &h.Promises }),
	pageOf(holdsNeeds, needRow.domain, func(h *domain.History) *[]domain.Need { return &h.Needs }),
	pageOf(holdsAsks, askRow.domain, func(h *domain.History) *[]domain.Ask { return &h.Asks }),
	pageOf(holdsIntroductions, introductionRow.domain, func(h *domain.History) *[]domain.Introduction { return &h.Introductions }),
}

// page is how one sort of records is read.
type page struct {
	sort int64 // its bit of contacts.holds
	// one reads the records of a contact, in the order of their commits; of starts a
	// text that reads those of several.
	one, of string
	// add puts rows into the histories of their contacts.
	add func(o owned, rows rowSet, history func(contact string) *domain.History) error
}

func pageOf[R schemaRow, T any](sort int64, decode func(R, *reading) T, at func(*domain.History) *[]T) page {
	const contact = 2 // its place in every such row
	of := ask[R]("").text
	return page{
		sort: sort, of: of, one: of + " AND contact = CAST($3 AS TEXT) ORDER BY seq",
		add: func(o owned, rows rowSet, history func(string) *domain.History) error {
			read := reading{table: "history"}
			err := each(o, rows, func(f *form[R]) {
				into := at(history(*f.at[contact].(*string)))
				*into = append(*into, decode(f.row, &read))
			})
			if err != nil {
				return translate(tableOf[R]().name, err)
			}
			return read.err
		},
	}
}

// mostAtOnce is for how many touches of a contact there is room before they are read, if
// there are so many. More of them find their own.
const mostAtOnce = 256

// history reads what there is of a contact.
func (s *shelf) history(c contactRow) (domain.History, error) {
	var h domain.History
	h.Interactions = slices.Grow(h.Interactions, max(0, min(c.Touches, mostAtOnce)))
	for _, p := range pages {
		if c.Holds&p.sort != p.sort {
			continue
		}
		err := s.ask(line{text: p.one, args: []any{c.ID}}, func(rows rowSet) error {
			return p.add(s.owned, rows, func(string) *domain.History { return &h })
		})
		if err != nil {
			return domain.History{}, translate("history", err)
		}
	}
	return h, nil
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
const (
	namesText = "SELECT names.contact, contacts.name, names.folded, names.whole, contacts.slack_user" + namesFrom
	namesFrom = " FROM names" +
		" JOIN contacts ON contacts.workspace = names.workspace AND contacts.member = names.member AND contacts.id = names.contact" +
		" WHERE names.workspace = CAST($1 AS TEXT) AND names.member = CAST($2 AS TEXT)"
)

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
	if s.ahead != nil {
		if rows, ok := s.ahead.all(); ok {
			return known(rows), nil
		}
	}
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

// loggedText counts the owner's interactions since a date, undone ones left out: those
// of contacts who were met since then.
const loggedText = "SELECT count(*) FROM interactions WHERE " + ofOwner +
	" AND contact IN (SELECT id FROM contacts WHERE " + ofOwner + " AND last_touch >= $3) AND on_date >= $3 AND NOT undone"

// Logged counts the interactions since a date, undone ones left out.
func (s *shelf) Logged(since domain.Date) (int, error) {
	n, err := query[struct{ N int64 }](s.owned, loggedText, since.String())
	if err != nil {
		return 0, translate("interactions", err)
	}
	return int(n[0].N), nil
}

// Undo returns the record of a command, or of the newest one that can still be
// undone when the id is "". KindNotFound. It looks at the member's records from the
// newest on, behind those that were undone already: most of what is taken back was
// done just now.
func (s *shelf) Undo(id domain.CommandID) (*domain.UndoRecord, error) {
	q := s.of(undoRow{})
	if id == "" {
		q = q.Where("used = ?", false).Order("seq DESC").Limit(1)
	} else {
		q = q.Where("command = ?", string(id)).Order("used DESC, seq DESC").Limit(1)
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

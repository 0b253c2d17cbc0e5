package store

import (
	"cmp"
	"slices"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// manyKeys is how many keys are looked up in one statement: a long text has
// more words than SQLite takes parameters.
const manyKeys = 500

// shelf is a domain.Shelf that reads inside one transaction, in the scope of
// one owner.
type shelf struct {
	owned
	policy domain.Policy
	// writes says that what is decided on what was read will be stored: programs
	// that are read are taken, and taken are those that were.
	writes bool
	taken  map[domain.ProgramID]bool
}

func (s *Store) shelf(o owned) *shelf { return &shelf{owned: o, policy: s.policy} }

// writing is the shelf of a command that writes.
func (s *Store) writing(o owned) *shelf { return &shelf{owned: o, policy: s.policy, writes: true} }

// Contact returns the contact with its whole history. KindNotFound.
func (s *shelf) Contact(id domain.ContactID) (*domain.Contact, error) {
	c, err := s.Face(id)
	if err != nil {
		return nil, err
	}
	if c.History, err = s.history(id); err != nil {
		return nil, err
	}
	return c, nil
}

// Face returns the contact without its history. KindNotFound.
func (s *shelf) Face(id domain.ContactID) (*domain.Contact, error) {
	var row contactRow
	if err := s.of(contactRow{}).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return nil, translate("contact", err)
	}
	return row.contact()
}

func (s *shelf) history(id domain.ContactID) (domain.History, error) {
	read := reading{table: "history"}
	h := domain.History{
		Interactions: rowsOf(s.owned, &read, id, interactionRow.domain),
		Signals:      rowsOf(s.owned, &read, id, signalRow.domain),
		Values:       rowsOf(s.owned, &read, id, valueRow.domain),
		Moves:        rowsOf(s.owned, &read, id, moveRow.domain),
		Notes:        rowsOf(s.owned, &read, id, noteRow.domain),
		Promises:     rowsOf(s.owned, &read, id, promiseRow.domain),
		Needs:        rowsOf(s.owned, &read, id, needRow.domain),
		Asks:         rowsOf(s.owned, &read, id, askRow.domain),

		Introductions: rowsOf(s.owned, &read, id, introductionRow.domain),
	}
	return h, read.err
}

// rowsOf reads one sort of a contact's history in the order of its commits.
func rowsOf[R schemaRow, T any](o owned, read *reading, id domain.ContactID, decode func(R, *reading) T) []T {
	if read.err != nil {
		return nil
	}
	var (
		zero R
		rows []R
		all  []T
	)
	if err := o.of(zero).Where("contact = ?", string(id)).Order("seq").Find(&rows).Error; err != nil {
		read.err = translate(zero.TableName(), err)
		return nil
	}
	for _, r := range rows {
		all = append(all, decode(r, read))
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

// names starts a reading of names, each with the contact's own name.
func (s *shelf) names() *gorm.DB {
	return s.of(nameRow{}).
		Select("names.contact, contacts.name, names.folded, names.whole, contacts.slack_user").
		Joins("JOIN contacts ON contacts.workspace = names.workspace AND contacts.member = names.member AND contacts.id = names.contact")
}

// Exact returns the names whose folded key is one of keys.
func (s *shelf) Exact(keys []string) ([]domain.Known, error) {
	var rows []knownRow
	for some := range slices.Chunk(keys, manyKeys) {
		var found []knownRow
		if err := s.names().Where("names.folded IN ?", some).Scan(&found).Error; err != nil {
			return nil, translate("names", err)
		}
		rows = append(rows, found...)
	}
	return known(rows), nil
}

// AllNames returns every name, for near misses.
func (s *shelf) AllNames() ([]domain.Known, error) {
	var rows []knownRow
	if err := s.names().Scan(&rows).Error; err != nil {
		return nil, translate("names", err)
	}
	return known(rows), nil
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

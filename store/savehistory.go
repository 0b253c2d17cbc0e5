package store

import (
	"slices"

	"rapport/domain"
)

// diff is one contact's history after a command, and what it is compared with:
// its own before, and those that rows have come from.
type diff struct {
	owned
	id    domain.ContactID
	was   []domain.History
	is    domain.History
	lines []line
}

// historyLines store the difference between two states of a contact's history:
// rows that are new, and those that were changed. Of a row that is there already
// only the columns named here are ever written. from are the histories that gave
// rows to this one.
func (o owned) historyLines(ch domain.Change, from []domain.History) []line {
	d := diff{owned: o, id: ch.After.ID, was: append(from, ch.Was), is: ch.Is}
	compare(&d, func(h domain.History) []domain.Interaction { return h.Interactions },
		func(x domain.Interaction) string { return string(x.ID) }, o.interactionRow, "undone")
	compare(&d, func(h domain.History) []domain.Signal { return h.Signals },
		func(x domain.Signal) string { return string(x.ID) }, o.signalRow, "undone")
	compare(&d, func(h domain.History) []domain.Value { return h.Values },
		func(x domain.Value) string { return string(x.ID) }, o.valueRow, "recognised", "need", "undone")
	compare(&d, func(h domain.History) []domain.Move { return h.Moves },
		func(x domain.Move) string { return string(x.ID) }, o.moveRow, "undone")
	compare(&d, func(h domain.History) []domain.Note { return h.Notes },
		func(x domain.Note) string { return string(x.ID) }, o.noteRow, "undone")
	compare(&d, func(h domain.History) []domain.Promise { return h.Promises },
		func(x domain.Promise) string { return string(x.ID) }, o.promiseRow, "due", "state", "closed", "moved", "undone")
	compare(&d, func(h domain.History) []domain.Need { return h.Needs },
		func(x domain.Need) string { return string(x.ID) }, o.needRow, "offer", "state", "closed", "undone")
	compare(&d, func(h domain.History) []domain.Ask { return h.Asks },
		func(x domain.Ask) string { return string(x.ID) }, o.askRow, "by_date", "state", "changed", "undone")
	compare(&d, func(h domain.History) []domain.Introduction { return h.Introductions },
		func(x domain.Introduction) string { return string(x.ID) }, o.introductionRow, "how", "state", "reason", "on_date", "undone")
	return d.lines
}

// compare compares one sort of history. Of a row that is there already only the
// columns in changeable are written.
func compare[T comparable, R schemaRow](
	d *diff, at func(domain.History) []T, id func(T) string, row func(domain.ContactID, T) R, changeable ...string,
) {
	is := at(d.is)
	if len(is) == 0 {
		return
	}
	before := make(map[string]T)
	for _, h := range d.was {
		for _, x := range at(h) {
			before[id(x)] = x
		}
	}
	var added []R
	for _, x := range is {
		old, known := before[id(x)]
		switch {
		case !known:
			added = append(added, row(d.id, x))
		case old != x:
			r := row(d.id, x)
			d.lines = append(d.lines, update(r.TableName(), row(d.id, old), r, changeable, domain.KindConflict, "contact = ? AND id = ?", string(d.id), id(x))...)
		}
	}
	if len(added) > 0 {
		d.lines = append(d.lines, insert(added[0].TableName(), added, "")...)
	}
}

// histories are the tables that hold rows of a history.
var histories = []schemaRow{
	interactionRow{}, signalRow{}, valueRow{}, moveRow{}, noteRow{}, promiseRow{}, needRow{}, askRow{}, introductionRow{},
}

// carry takes rows over from one contact to another, whichever tables they are
// in. KindConflict when one is not where it was.
func (o owned) carry(rows []domain.Carried) error {
	type way struct{ from, to domain.ContactID }
	var ways []way
	ids := make(map[way][]string)
	for _, r := range rows {
		w := way{r.From, r.To}
		if ids[w] == nil {
			ways = append(ways, w)
		}
		ids[w] = append(ids[w], r.Row)
	}
	carried := int64(0)
	for _, w := range ways {
		for some := range slices.Chunk(ids[w], manyKeys) {
			for _, table := range histories {
				done := o.of(table).Where("contact = ? AND id IN ?", string(w.from), some).Update("contact", string(w.to))
				if done.Error != nil {
					return named("carried rows", done.Error)
				}
				carried += done.RowsAffected
			}
		}
	}
	if carried != int64(len(rows)) {
		return domain.Fault(domain.KindConflict, "carried rows", nil)
	}
	return nil
}

// received returns the histories, as they were, of those who gave rows to the
// contact of a change.
func received(to domain.Change, ch domain.Changes) []domain.History {
	givers := make(map[domain.ContactID]bool)
	for _, r := range ch.Carried {
		if r.To == to.After.ID {
			givers[r.From] = true
		}
	}
	if len(givers) == 0 {
		return nil
	}
	var from []domain.History
	for _, c := range ch.Contacts {
		if c.Before != nil && givers[c.Before.ID] {
			from = append(from, c.Before.History)
		}
	}
	return from
}

// sameNames reports whether a contact is found under the same keys as before.
func sameNames(was, is *domain.Contact) bool {
	return was.Name == is.Name && was.Removed == is.Removed && slices.Equal(was.Aliases, is.Aliases)
}

package store

import (
	"errors"
	"slices"

	"rapport/domain"
)

// saveHistory stores the difference between two states of a contact's history:
// rows that are new, and those that were marked undone or recognised.
func (o owned) saveHistory(ch domain.Change) error {
	var was domain.History
	if ch.Before != nil {
		was = ch.Before.History
	}
	id, is := ch.After.ID, ch.After.History
	return errors.Join(
		saveRows(o, was.Interactions, is.Interactions,
			func(x domain.Interaction) string { return string(x.ID) },
			func(x domain.Interaction) interactionRow { return o.interactionRow(id, x) }, "undone"),
		saveRows(o, was.Signals, is.Signals,
			func(x domain.Signal) string { return string(x.ID) },
			func(x domain.Signal) signalRow { return o.signalRow(id, x) }, "undone"),
		saveRows(o, was.Values, is.Values,
			func(x domain.Value) string { return string(x.ID) },
			func(x domain.Value) valueRow { return o.valueRow(id, x) }, "undone", "recognised"),
		saveRows(o, was.Moves, is.Moves,
			func(x domain.Move) string { return string(x.ID) },
			func(x domain.Move) moveRow { return o.moveRow(id, x) }, "undone"),
		saveRows(o, was.Notes, is.Notes,
			func(x domain.Note) string { return string(x.ID) },
			func(x domain.Note) noteRow { return o.noteRow(id, x) }, "undone"),
	)
}

// saveRows stores one sort of history. Of a row that is there already only the
// columns in marks are written.
func saveRows[T comparable, R schemaRow](o owned, was, is []T, id func(T) string, row func(T) R, marks ...string) error {
	before := make(map[string]T, len(was))
	for _, x := range was {
		before[id(x)] = x
	}
	var added []R
	for _, x := range is {
		old, known := before[id(x)]
		switch {
		case !known:
			added = append(added, row(x))
		case old != x:
			r := row(x)
			done := o.of(r).Where("id = ?", id(x)).Select(marks).Updates(&r)
			if err := changedOne(r.TableName(), done.RowsAffected, done.Error); err != nil {
				return err
			}
		}
	}
	if len(added) == 0 {
		return nil
	}
	return o.insert(added)
}

// sameNames reports whether a contact is found under the same keys as before.
func sameNames(was, is *domain.Contact) bool {
	return was.Name == is.Name && was.Removed == is.Removed && slices.Equal(was.Aliases, is.Aliases)
}

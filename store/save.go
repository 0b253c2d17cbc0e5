package store

import (
	"errors"
	"fmt"

	"rapport/domain"
)

// save stores what a command decided. was is the member as it was read.
func (s *Store) save(o owned, was domain.Member, ch domain.Changes) error {
	w, err := s.written(o, was, ch)
	if err != nil {
		return err
	}
	// Rows go over from one contact to another between the two: whoever receives
	// them must be there by then, and histories are compared with what they were.
	if err := o.run(w.first); err != nil {
		return err
	}
	if err := o.carry(ch.Carried); err != nil {
		return err
	}
	return o.run(w.then)
}

// written is what a command's changes are as lines, before rows are carried over
// from one contact to another and after it.
type written struct{ first, then []line }

// written puts a command's changes into lines.
func (s *Store) written(o owned, was domain.Member, ch domain.Changes) (w written, err error) {
	m := was
	if ch.Member != nil {
		m = *ch.Member
	}
	// Unchanged they get another version too: see trips.go.
	if w.first, err = o.memberLines(was, m); err != nil {
		return w, err
	}
	if ch.Appointments != nil {
		w.first = append(w.first, o.appointmentLines(m, ch.Appointments)...)
	}
	for _, c := range ch.Contacts {
		if err := lawful(c, ch.Undone != ""); err != nil {
			return w, err
		}
		lines, err := s.contactLines(o, c)
		if err != nil {
			return w, err
		}
		w.first = append(w.first, lines...)
		w.then = append(w.then, o.historyLines(c, received(c, ch))...)
	}
	if s.dialect == postgresDialect {
		s.foresight.expect(o, ch.Contacts, s.keys)
	}
	w.then = append(w.then, o.goalLines(ch.Goals)...)
	w.then = append(w.then, o.toldLines(ch.Told)...)
	for _, q := range ch.Questions {
		row, err := o.questionRow(q)
		if err != nil {
			return w, err
		}
		w.then = append(w.then, insert("question", []questionRow{row},
			" ON CONFLICT (workspace, member, id) DO UPDATE SET answers = excluded.answers, answered = excluded.answered")...)
	}
	if ch.Undo != nil {
		row, err := o.undoRow(*ch.Undo)
		if err != nil {
			return w, err
		}
		w.then = append(w.then, insert("undo record", []undoRow{row}, "")...)
	}
	if ch.Undone != "" {
		w.then = append(w.then, useUp(ch.Undone))
	}
	return w, nil
}

// lawful enforces the law of the phases once more before anything is stored.
// Each further phase must be borne out by a move of this very change, one for
// each step; a new contact may have begun as far as Relating, where the first
// /met puts people. Going back, and an undo, is free.
func lawful(ch domain.Change, undo bool) error {
	c := ch.After
	if c.Phase < domain.Identifying || c.Furthest > domain.Capitalizing || c.Phase > c.Furthest {
		return domain.Fault(domain.KindLaw, "contact", errors.New("phase outside of what was reached"))
	}
	began, known := domain.Relating, make(map[domain.RecordID]bool)
	if ch.Before != nil {
		began = ch.Before.Furthest
		for _, m := range ch.Before.Moves {
			known[m.ID] = true
		}
	}
	steps := domain.Phase(0)
	for _, m := range c.Moves {
		if known[m.ID] {
			continue
		}
		if m.To > m.FurthestTo || m.FurthestTo > m.FurthestFrom+1 {
			return domain.Fault(domain.KindLaw, "move", errors.New("more than one phase beyond the furthest"))
		}
		steps++
	}
	if !undo && c.Furthest > began+steps {
		return domain.Fault(domain.KindLaw, "contact", errors.New("furthest phase raised without a move"))
	}
	return nil
}

// memberLines store m if its row is still of the version that was read, and give it
// the next one.
func (o owned) memberLines(was, m domain.Member) ([]line, error) {
	m.Version = was.Version + 1
	before, err1 := newMemberRow(was)
	after, err2 := newMemberRow(m)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	return update("member", before, after, nil, domain.KindConflict, "version = ?", was.Version), nil
}

// changedOne tells an update that found its row from one whose row had moved on.
func changedOne(subject string, rows int64, err error) error {
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", subject, err)
	case rows != 1:
		return domain.Fault(domain.KindConflict, subject, nil)
	}
	return nil
}

// appointmentLines store the one set of appointments that a member has (R13).
// Somebody who is gone has none; they come back with them.
func (o owned) appointmentLines(m domain.Member, as []domain.Appointment) []line {
	lines := []line{change("appointments", "DELETE FROM appointments", nil, domain.KindUnknown, "")}
	if m.Gone {
		return lines
	}
	rows := make([]appointmentRow, 0, len(as))
	for _, a := range as {
		rows = append(rows, o.appointmentRow(a))
	}
	return append(lines, insert("appointments", rows, "")...)
}

func (s *Store) contactLines(o owned, ch domain.Change) ([]line, error) {
	c := *ch.After
	if ch.Before != nil {
		c.Version = ch.Before.Version
	}
	c.Version++
	row, err := o.contactRow(&c)
	if err != nil {
		return nil, err
	}
	if ch.Before == nil {
		return append(insert("contact", []contactRow{row}, ""), o.nameLines(ch, s.keys)...), nil
	}
	was, err := o.contactRow(ch.Before)
	if err != nil {
		return nil, err
	}
	lines := update("contact", was, row, nil, domain.KindConflict, "id = ? AND version = ?", row.ID, was.Version)
	return append(lines, o.nameLines(ch, s.keys)...), nil
}

// nameLines keep the keys under which a contact is found; one that was removed is
// found no more.
func (o owned) nameLines(ch domain.Change, keys func(string) []domain.Key) []line {
	var lines []line
	if ch.Before != nil {
		if sameNames(ch.Before, ch.After) {
			return nil
		}
		lines = append(lines, change("names", "DELETE FROM names", nil, domain.KindUnknown, "contact = ?", string(ch.After.ID)))
	}
	if ch.After.Removed {
		return lines
	}
	return append(lines, insert("names", o.nameRows(ch.After, keys), "")...)
}

// useUp marks a command as undone; KindStale when it has been. It is looked for from
// the newest on: see [shelf.Undo].
func useUp(id domain.CommandID) line {
	return change("undo", "UPDATE undos SET used = $1", []any{true}, domain.KindStale,
		"seq = (SELECT seq FROM undos WHERE workspace = $2 AND member = $3 AND command = ? AND used = ? ORDER BY seq DESC LIMIT 1)",
		string(id), false)
}

package store

import (
	"errors"
	"fmt"

	"gorm.io/gorm/clause"

	"rapport/domain"
)

// save stores what a command decided. was is the member as it was read.
func (s *Store) save(o owned, was domain.Member, ch domain.Changes) error {
	m := was
	if ch.Member != nil {
		m = *ch.Member
		if err := o.updateMember(m, was.Version); err != nil {
			return err
		}
	}
	if ch.Appointments != nil {
		if err := o.replaceAppointments(m, ch.Appointments); err != nil {
			return err
		}
	}
	if err := s.saveContacts(o, ch); err != nil {
		return err
	}
	if err := errors.Join(named("goals", o.saveGoals(ch.Goals)), named("what was told", o.saveTold(ch.Told))); err != nil {
		return err
	}
	for _, q := range ch.Questions {
		if err := o.saveQuestion(q); err != nil {
			return err
		}
	}
	if ch.Undo != nil {
		row, err := o.undoRow(*ch.Undo)
		if err != nil {
			return err
		}
		if err := o.insert([]undoRow{row}); err != nil {
			return fmt.Errorf("undo record: %w", err)
		}
	}
	if ch.Undone != "" {
		return o.useUp(ch.Undone)
	}
	return nil
}

// saveContacts stores contacts and what hangs on them. Rows go over from one to
// another between the two: whoever receives them must be there by then, and the
// histories are compared with what they were.
func (s *Store) saveContacts(o owned, ch domain.Changes) error {
	for _, c := range ch.Contacts {
		if err := lawful(c, ch.Undone != ""); err != nil {
			return err
		}
		if err := s.saveContact(o, c); err != nil {
			return err
		}
	}
	if err := o.carry(ch.Carried); err != nil {
		return err
	}
	for _, c := range ch.Contacts {
		if err := o.saveHistory(c, received(c, ch)); err != nil {
			return named("history", err)
		}
	}
	return nil
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

// updateMember stores m if its row is still of the version that was read, and
// gives it the next one.
func (o owned) updateMember(m domain.Member, version int64) error {
	m.Version = version + 1
	row, err := newMemberRow(m)
	if err != nil {
		return err
	}
	done := o.of(memberRow{}).Where("version = ?", version).Select("*").Updates(&row)
	return changedOne("member", done.RowsAffected, done.Error)
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

// replaceAppointments stores the one set of appointments that a member has
// (R13). Somebody who is gone has none; they come back with them.
func (o owned) replaceAppointments(m domain.Member, as []domain.Appointment) error {
	if err := o.of(appointmentRow{}).Delete(&appointmentRow{}).Error; err != nil {
		return fmt.Errorf("appointments: %w", err)
	}
	if m.Gone || len(as) == 0 {
		return nil
	}
	rows := make([]appointmentRow, 0, len(as))
	for _, a := range as {
		rows = append(rows, o.appointmentRow(a))
	}
	if err := o.insert(rows); err != nil {
		return fmt.Errorf("appointments: %w", err)
	}
	return nil
}

func (s *Store) saveContact(o owned, ch domain.Change) error {
	c := *ch.After
	if ch.Before != nil {
		c.Version = ch.Before.Version
	}
	c.Version++
	row, err := o.contactRow(&c)
	if err != nil {
		return err
	}
	if ch.Before == nil {
		err = o.insert([]contactRow{row})
	} else {
		done := o.of(contactRow{}).Where("id = ? AND version = ?", row.ID, ch.Before.Version).Select("*").Updates(&row)
		err = changedOne("contact", done.RowsAffected, done.Error)
	}
	if err != nil {
		return named("contact", err)
	}
	return named("names", o.saveNames(ch, s.keys))
}

// saveNames keeps the keys under which a contact is found; one that was removed
// is found no more.
func (o owned) saveNames(ch domain.Change, keys func(string) []domain.Key) error {
	if ch.Before != nil {
		if sameNames(ch.Before, ch.After) {
			return nil
		}
		if err := o.of(nameRow{}).Where("contact = ?", string(ch.After.ID)).Delete(&nameRow{}).Error; err != nil {
			return err
		}
	}
	if ch.After.Removed {
		return nil
	}
	rows := o.nameRows(ch.After, keys)
	if len(rows) == 0 {
		return nil
	}
	return o.insert(rows)
}

func (o owned) saveQuestion(q domain.Question) error {
	row, err := o.questionRow(q)
	if err != nil {
		return err
	}
	err = o.insert([]questionRow{row}, clause.OnConflict{
		Columns:   []clause.Column{{Name: "workspace"}, {Name: "member"}, {Name: "id"}},
		DoUpdates: clause.AssignmentColumns([]string{"answers", "answered"}),
	})
	return named("question", err)
}

// useUp marks a command as undone; KindStale when it has been.
func (o owned) useUp(id domain.CommandID) error {
	done := o.of(undoRow{}).Where("command = ? AND used = ?", string(id), false).Update("used", true)
	if done.Error != nil {
		return fmt.Errorf("undo record: %w", done.Error)
	}
	if done.RowsAffected == 0 {
		return domain.Fault(domain.KindStale, "undo", nil)
	}
	return nil
}

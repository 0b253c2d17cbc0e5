package store

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm/clause"

	"rapport/domain"
)

// keyed is what is done with rows of which some may be there already: they are
// known by key, and only the columns of changeable are written again.
func keyed(key []string, changeable ...string) clause.OnConflict {
	on := clause.OnConflict{DoUpdates: clause.AssignmentColumns(changeable)}
	for _, name := range append([]string{"workspace"}, key...) {
		on.Columns = append(on.Columns, clause.Column{Name: name})
	}
	return on
}

// saveShared stores what a command decided about what is its member's and others'.
// It comes last, since the books of others are locked for it.
func (s *Store) saveShared(o owned, r domain.Ref, ch domain.MentoringChanges) error {
	if none(ch) {
		return nil
	}
	if err := o.common().saveMentoring(o.owner.Member, ch); err != nil {
		return err
	}
	if err := enqueue(o.tx, ch.Deliveries, r.At); err != nil {
		return err
	}
	return s.acquaint(o, r, ch.Acquainted)
}

// none reports whether nothing was decided about programs, as by most commands.
func none(ch domain.MentoringChanges) bool { return reflect.ValueOf(ch).IsZero() }

// company are the members whose books a command turned out to need beside its own. It
// is decided anew with all of them locked first: whoever locks a member while holding
// a program stands in the way of that member, who wants the program.
type company []domain.MemberID

func (c company) Error() string { return "books of others" }

// needs returns a company if a command would open books that are not locked.
func (c company) needs(ch domain.MentoringChanges) error {
	more := slices.Clone(c)
	for _, a := range ch.Acquainted {
		if !slices.Contains(more, a.Member) {
			more = append(more, a.Member)
		}
	}
	if len(more) == len(c) {
		return nil
	}
	return foreignError{more}
}

// saveMentoring stores what was decided about programs, but for the acquaintances
// and the deliveries. In whose name it is matters for Avoid alone: that is written
// by its member and nobody else.
func (c common) saveMentoring(by domain.MemberID, ch domain.MentoringChanges) error {
	for _, p := range ch.Programs {
		if err := c.saveProgram(p); err != nil {
			return err
		}
	}
	if err := c.saveParticipants(by, ch.Participants); err != nil {
		return err
	}
	return errors.Join(
		named("pairs", colliding("pair", upsert(c, ch.Pairs, c.pairRow,
			func(p domain.Pair) any { return p.ID }, keyed([]string{"id"}, "ended", "why", "paused_until")))),
		named("session logs", upsert(c, ch.SessionLogs, c.sessionLogRow,
			func(l domain.SessionLog) any {
				return [3]string{string(l.Pair), string(l.Member), string(l.Interaction)}
			},
			keyed([]string{"pair", "member", "interaction"}, "on_date", "state"))),
		named("pair goals", upsert(c, ch.Goals, c.pairGoalRow,
			func(g domain.PairGoal) any { return [2]string{string(g.Pair), string(g.ID)} },
			keyed([]string{"pair", "id"}, "what", "by_date", "state", "closed"))),
		named("feedback", upsert(c, ch.Feedback, c.feedbackRow,
			func(f domain.Feedback) any { return [3]string{string(f.Pair), string(f.Author), f.About} },
			keyed([]string{"pair", "author", "about"}, "rating", "comment"))),
		c.saveShouts(ch.Shoutouts),
	)
}

func (c common) saveShouts(all []domain.Shoutout) error {
	return named("shout-outs", upsert(c, all, c.shoutoutRow,
		func(x domain.Shoutout) any { return x.ID }, keyed([]string{"id"}, "state", "on_date")))
}

// upsert stores rows as they are to be. Of one that comes twice the later counts:
// a statement must not meet a row twice.
func upsert[T any, R schemaRow](c common, all []T, row func(T) R, key func(T) any, on clause.OnConflict) error {
	if len(all) == 0 {
		return nil
	}
	at := make(map[any]int, len(all))
	rows := make([]R, 0, len(all))
	for _, x := range all {
		if i, twice := at[key(x)]; twice {
			rows[i] = row(x)
			continue
		}
		at[key(x)] = len(rows)
		rows = append(rows, row(x))
	}
	return c.insert(rows, on)
}

// saveProgram stores a program if its row is still of the version that was read.
// KindConflict when it is not, and when another runs in its channel meanwhile.
func (c common) saveProgram(ch domain.ProgramChange) error {
	p := *ch.After
	p.Version = 1
	if ch.Before != nil {
		p.Version = ch.Before.Version + 1
	}
	row, err := c.programRow(&p)
	if err != nil {
		return err
	}
	row.NextSummary = micros(ch.Next)
	if ch.Before == nil {
		done := c.tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		err = changedOne("program", done.RowsAffected, done.Error)
	} else {
		q := c.of(programRow{}).Where("id = ? AND version = ?", row.ID, ch.Before.Version).Select("*")
		if !ch.Rescheduled {
			q = q.Omit("next_summary")
		}
		done := q.Updates(&row)
		err = colliding("program", changedOne("program", done.RowsAffected, done.Error))
	}
	if err != nil || ch.Before != nil && slices.Equal(ch.Before.Organisers, p.Organisers) {
		return err
	}
	return named("organisers", c.saveOrganisers(p.ID, p.Organisers))
}

func (c common) saveOrganisers(id domain.ProgramID, all []domain.MemberID) error {
	if err := c.in(organiserRow{}, id).Delete(&organiserRow{}).Error; err != nil {
		return err
	}
	rows := make([]organiserRow, 0, len(all))
	for i, m := range all {
		rows = append(rows, organiserRow{Workspace: string(c.workspace), Program: string(id), Member: string(m), Place: i + 1})
	}
	if len(rows) == 0 {
		return nil
	}
	return c.insert(rows)
}

// saveParticipants stores participants as they are to be. With whom somebody would
// not be paired is written in their own name alone: others have not read it.
func (c common) saveParticipants(by domain.MemberID, all []domain.Participant) error {
	changeable := []string{"role", "topics", "capacity", "another", "asked", "joined", "left_on", "paused_until"}
	for _, p := range all {
		row, err := c.participantRow(p)
		if err != nil {
			return err
		}
		columns := changeable
		if p.Member == by {
			columns = append(slices.Clone(changeable), "avoid")
		}
		if err := c.insert([]participantRow{row}, keyed([]string{"program", "member"}, columns...)); err != nil {
			return fmt.Errorf("participant: %w", err)
		}
	}
	return nil
}

// colliding turns the word of a database that a unique row is there already into
// KindConflict: somebody else was faster, and the command is to be decided anew.
func colliding(subject string, err error) error {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == "23505" {
		return domain.Fault(domain.KindConflict, subject, nil)
	}
	if lite, ok := errors.AsType[sqlite3.Error](err); ok && lite.ExtendedCode == sqlite3.ErrConstraintUnique {
		return domain.Fault(domain.KindConflict, subject, nil)
	}
	return err
}

// acquaint puts people among each other's, in books of their own: it is nothing
// that their members could undo as theirs.
func (s *Store) acquaint(o owned, r domain.Ref, all []domain.Acquaintance) error {
	if len(all) == 0 {
		return nil
	}
	others := make([]domain.MemberID, 0, len(all))
	by := make(map[domain.MemberID][]domain.Acquaintance)
	for _, a := range all {
		others = append(others, a.Other)
		by[a.Member] = append(by[a.Member], a)
	}
	names, _, err := s.shelf(o).Known(others)
	if err != nil {
		return err
	}
	for _, m := range slices.Sorted(maps.Keys(by)) {
		if err := s.acquaintOne(scoped(o.tx, domain.Owner{Workspace: o.owner.Workspace, Member: m}), r, by[m], names); err != nil {
			return err
		}
	}
	return nil
}

// acquaintOne opens one member's book for that. Who has not been met has none, and
// nobody is put into it whom the bot does not know.
func (s *Store) acquaintOne(o owned, r domain.Ref, all []domain.Acquaintance, names map[domain.MemberID]string) error {
	m, err := o.lockMember()
	if domain.KindOf(err) == domain.KindNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	// The ids that it makes must not be those of the command's own book.
	book := domain.OpenBook(m, r.ID+" acquaints", r.At, s.policy, s.shelf(o))
	for _, a := range all {
		name, known := names[a.Other]
		if !known {
			continue
		}
		if err := book.Acquaint(a.Other, name, a.Tag); err != nil {
			return foreignError{err}
		}
	}
	ch, err := book.Changes(r.Verb)
	if err != nil {
		return foreignError{err}
	}
	ch.Undo = nil
	return s.save(o, m, ch)
}

package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// Summaries is the diary of programs: when the summary of which is due.
type Summaries struct{ store *Store }

// Due returns at most n appointments of programs with At ≤ now, the earliest first.
func (su *Summaries) Due(ctx context.Context, now time.Time, n int) ([]domain.ProgramAppointment, error) {
	var due []domain.ProgramAppointment
	err := su.store.read(ctx, "summaries", func(tx *gorm.DB) error {
		var rows []programRow
		err := spanning(tx).Select("workspace, id, zone, summary_at, summary_days, next_summary").Where("next_summary > 0 AND next_summary <= ?", micros(now)).
			Order("next_summary, workspace, id").Limit(n).Find(&rows).Error
		if err != nil {
			return err
		}
		due = nil
		for _, r := range rows {
			due = append(due, r.appointment())
		}
		return nil
	})
	return due, err
}

// appointment is when the program's summary is due.
func (r programRow) appointment() domain.ProgramAppointment {
	p := domain.Program{Zone: r.Zone, Summary: r.weekly()}
	at := instant(r.NextSummary)
	return domain.ProgramAppointment{
		Workspace: domain.WorkspaceID(r.Workspace), Program: domain.ProgramID(r.ID), At: at, On: p.SummaryOf(at),
	}
}

// Plan reads a program with everybody in it, asks decide, and stores the plan in the
// same transaction. An appointment that has moved meanwhile, or was planned by
// another process, is left alone; one of a workspace that is gone is set aside.
func (su *Summaries) Plan(ctx context.Context, a domain.ProgramAppointment, now time.Time, decide func(*domain.Register) domain.ProgramPlan) error {
	return su.store.write(ctx, "summary", func(tx *gorm.DB) error {
		c := shared(tx, a.Workspace)
		var row programRow
		err := c.of(programRow{}).Clauses(deciding).Where("id = ?", string(a.Program)).Take(&row).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return nil
		}
		if err != nil || row.NextSummary != micros(a.At) {
			return err
		}
		if gone, err := gone(tx, a.Workspace); err != nil {
			return err
		} else if gone {
			return c.of(programRow{}).Where("id = ?", row.ID).Update("next_summary", micros(a.At)+aside).Error
		}
		these, err := c.manned([]programRow{row})
		if err != nil {
			return err
		}
		p := these[0]
		r, err := c.register(p, a.On)
		if err != nil {
			return err
		}
		return c.carryOut(p, decide(r), now)
	})
}

// carryOut stores the plan that a program's appointment has led to. One that the
// plan does not renew is over.
func (c common) carryOut(was *domain.Program, plan domain.ProgramPlan, now time.Time) error {
	before := *was
	err := c.saveProgram(domain.ProgramChange{Before: &before, After: &plan.Program, Rescheduled: true, Next: plan.Next})
	if err != nil {
		return err
	}
	if err := c.saveShouts(plan.Shouts); err != nil {
		return err
	}
	return enqueue(c.tx, plan.Deliveries, now)
}

// nextSummary is the earliest instant at which a summary is due, the zero time when
// there is none.
func nextSummary(tx *gorm.DB) (time.Time, error) {
	var us []int64
	err := spanning(tx).Model(programRow{}).Where("next_summary > 0 AND next_summary < ?", aside).
		Select("next_summary").Order("next_summary").Limit(1).Scan(&us).Error
	if err != nil || len(us) == 0 {
		return time.Time{}, err
	}
	return instant(us[0]), nil
}

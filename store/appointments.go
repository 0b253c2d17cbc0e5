package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// Appointments is the diary: who must be looked at when. A member who is gone
// has no appointments, so what is due is one walk along an index.
type Appointments struct{ store *Store }

// Due returns at most n appointments with At ≤ now, the earliest first.
func (as *Appointments) Due(ctx context.Context, now time.Time, n int) ([]domain.Appointment, error) {
	var due []domain.Appointment
	err := as.store.read(ctx, "appointments", func(tx *gorm.DB) error {
		var rows []appointmentRow
		err := spanning(tx).Where("at <= ?", micros(now)).Order("at, workspace, member, kind").Limit(n).Find(&rows).Error
		if err != nil {
			return err
		}
		for _, r := range rows {
			a, err := r.appointment()
			if err != nil {
				return err
			}
			due = append(due, a)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return due, nil
}

// Plan reads the member's portfolio, asks decide, and stores the plan in the
// same transaction. An appointment that has moved meanwhile, or was planned by
// another process, is left alone; one of a workspace that is gone is set aside.
func (as *Appointments) Plan(ctx context.Context, a domain.Appointment, now time.Time, decide func(domain.Portfolio) domain.Plan) error {
	return as.store.write(ctx, "plan", func(tx *gorm.DB) error {
		o := scoped(tx, a.Owner)
		m, err := o.lockMember()
		if err != nil {
			return err
		}
		stands, err := query[appointed](o, appointedSQL, string(a.Kind))
		if err != nil {
			return err
		}
		if len(stands) == 0 || stands[0].At != micros(a.At) {
			return nil
		}
		if stands[0].Gone {
			if gone, err := gone(tx, a.Workspace); err != nil {
				return err
			} else if gone {
				return o.setAside(a)
			}
		}
		p, err := as.store.shelf(o).portfolio(m, now)
		if err != nil {
			return err
		}
		return o.carryOut(a, m, decide(p), now)
	})
}

// appointed is when the appointment of a kind is now, and whether the app has no grant
// in its workspace.
type appointed struct {
	At   int64
	Gone bool
}

const appointedSQL = `SELECT at, EXISTS (SELECT 1 FROM installations WHERE installations.workspace = $1 AND gone > 0)
	FROM appointments WHERE ` + ofOwner + ` AND kind = CAST($3 AS TEXT)`

// carryOut stores the plan that a has led to. An appointment that the plan does
// not renew is over.
func (o owned) carryOut(a domain.Appointment, was domain.Member, plan domain.Plan, now time.Time) error {
	if err := enqueue(o.tx, plan.Deliveries, now); err != nil {
		return err
	}
	if err := o.run(o.renewal(a, plan.Next)); err != nil {
		return err
	}
	m := was
	if !plan.LastDigest.IsZero() {
		m.LastDigest = plan.LastDigest
	}
	if !plan.LastPrompt.IsZero() {
		m.LastPrompt = plan.LastPrompt
	}
	if !plan.LastCheckIn.IsZero() {
		m.LastCheckIn = plan.LastCheckIn
	}
	return o.changeMember(was, m)
}

// renewal is the lines that put the next appointments in the place of one.
func (o owned) renewal(a domain.Appointment, next []domain.Appointment) []line {
	if len(next) == 1 && next[0].Kind == a.Kind {
		return update("appointment", o.appointmentRow(a), o.appointmentRow(next[0]), nil, domain.KindConflict, "kind = ?", string(a.Kind))
	}
	rows := make([]appointmentRow, 0, len(next))
	for _, x := range next {
		rows = append(rows, o.appointmentRow(x))
	}
	return append([]line{change("appointment", "DELETE FROM appointments", nil, domain.KindUnknown, "kind = ?", string(a.Kind))},
		insert("appointment", rows, " ON CONFLICT (workspace, member, kind) DO UPDATE SET at = excluded.at, on_date = excluded.on_date")...)
}

// Next returns the earliest instant at which there is something to do, be it an
// appointment, a program's summary or a delivery; the zero time when there is nothing.
func (as *Appointments) Next(ctx context.Context) (time.Time, error) {
	var next time.Time
	err := as.store.read(ctx, "appointments", func(tx *gorm.DB) error {
		var us []int64
		err := spanning(tx).Model(appointmentRow{}).Where("at < ?", aside).Select("at").Order("at").Limit(1).Scan(&us).Error
		if err != nil {
			return err
		}
		if next, err = nextDelivery(tx); err != nil {
			return err
		}
		summary, err := nextSummary(tx)
		if err != nil {
			return err
		}
		if len(us) > 0 {
			next = sooner(next, instant(us[0]))
		}
		next = sooner(next, summary)
		return nil
	})
	return next, err
}

// sooner returns the earlier of two instants, of which zero is none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// NextDelivery returns the earliest instant at which a delivery can be claimed:
// when it is due or its lease is over, its workspace is not paused and its pace
// allows it; workspaces that are busy are left out. The zero time when there is none.
func (as *Appointments) NextDelivery(ctx context.Context, busy ...domain.WorkspaceID) (next time.Time, err error) {
	err = as.store.read(ctx, "outbox", func(tx *gorm.DB) error {
		next, err = nextDelivery(tx, busy...)
		return err
	})
	return next, err
}

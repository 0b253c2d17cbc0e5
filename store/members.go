package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rapport/domain"
)

// Members knows who uses the bot, and whom we could not reach.
type Members struct{ store *Store }

// Member returns a member. KindNotFound for somebody not met yet.
func (ms *Members) Member(ctx context.Context, o domain.Owner) (m domain.Member, err error) {
	err = ms.store.read(ctx, "member", func(tx *gorm.DB) error {
		m, err = scoped(tx, o).member()
		return err
	})
	return m, err
}

// Meet stores a new member and their first appointments, and puts a welcome into
// the outbox; a known one is left as they are.
func (ms *Members) Meet(ctx context.Context, m domain.Member, now time.Time) error {
	return ms.store.write(ctx, "member", func(tx *gorm.DB) error {
		o := scoped(tx, m.Owner)
		if m.Joined.IsZero() {
			m.Joined = now
		}
		m.Version = 1
		row, err := newMemberRow(m)
		if err != nil {
			return err
		}
		done := o.gorm().Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		policy := ms.store.policy
		welcome := domain.Delivery{Owner: m.Owner, Kind: domain.WelcomeDelivery, On: m.Today(policy, m.Joined)}
		if err := enqueue(o.tx, []domain.Delivery{welcome}, now); err != nil {
			return err
		}
		return o.run(o.appointmentLines(m, m.Appointments(policy, now)))
	})
}

// Profile stores what Slack says of a member: name, zone (unless they chose
// one) and whether they are gone. Their appointments move with the zone (R21),
// go with them (R20) and come back with them; the programs they were in learn of
// their leaving in the same commit. An empty name or zone is Slack
// not knowing and changes nothing; nor does news of somebody not met yet.
func (ms *Members) Profile(ctx context.Context, owner domain.Owner, name, zone string, gone bool, now time.Time) error {
	return ms.change(ctx, owner, func(o owned, was domain.Member) (domain.Member, error) {
		m := was
		if name != "" {
			m.Name = name
		}
		if zone != "" && !m.ZoneChosen {
			m.Zone = zone
		}
		m.Gone = gone
		if m.Gone && !was.Gone {
			if err := o.depart(now); err != nil {
				return m, err
			}
		}
		if m.Zone == was.Zone && m.Gone == was.Gone {
			return m, nil
		}
		m, as := domain.Reschedule(was, m, ms.store.policy, now)
		return m, o.run(o.appointmentLines(m, as))
	})
}

// Opened keeps the id of the direct message with a member.
func (ms *Members) Opened(ctx context.Context, owner domain.Owner, channel string) error {
	return ms.change(ctx, owner, func(_ owned, m domain.Member) (domain.Member, error) {
		m.Channel = channel
		return m, nil
	})
}

// Trouble marks that deliveries to a member fail for good since at; an earlier
// mark stays.
func (ms *Members) Trouble(ctx context.Context, owner domain.Owner, at time.Time) error {
	return ms.change(ctx, owner, func(_ owned, m domain.Member) (domain.Member, error) {
		if m.Troubled.IsZero() {
			m.Troubled = at
		}
		return m, nil
	})
}

// Recovered takes the mark of trouble away and, in the same commit, puts told
// into the outbox. It reports whether there was a mark.
func (ms *Members) Recovered(ctx context.Context, owner domain.Owner, told domain.Delivery, now time.Time) (bool, error) {
	m, err := ms.Member(ctx, owner)
	if domain.KindOf(err) == domain.KindNotFound {
		return false, nil
	}
	if err != nil || m.Troubled.IsZero() {
		return false, err // the usual case, which costs no write
	}
	was := false
	err = ms.change(ctx, owner, func(o owned, m domain.Member) (domain.Member, error) {
		if was = !m.Troubled.IsZero(); !was {
			return m, nil
		}
		m.Troubled = time.Time{}
		return m, enqueue(o.tx, []domain.Delivery{told}, now)
	})
	return was && err == nil, err
}

// change stores what f makes of a member; an unknown one is left out.
func (ms *Members) change(ctx context.Context, owner domain.Owner, f func(owned, domain.Member) (domain.Member, error)) error {
	return ms.store.rewrite(ctx, "member", func(tx *gorm.DB) error {
		o := scoped(tx, owner)
		was, err := o.lockMember()
		if domain.KindOf(err) == domain.KindNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		m, err := f(o, was)
		if err != nil {
			return err
		}
		return o.changeMember(was, m)
	})
}

// changeMember stores m if it differs from what was read.
func (o owned) changeMember(was, m domain.Member) error {
	before, err := newMemberRow(was)
	if err != nil {
		return err
	}
	if after, err := newMemberRow(m); err != nil || after == before {
		return err
	}
	lines, err := o.memberLines(was, m)
	if err != nil {
		return err
	}
	return o.run(lines)
}

package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// Programs reads what is told of mentoring programs unasked, and keeps whether their
// channels take messages.
type Programs struct{ store *Store }

// Ledger returns what a program's channel is told from on a date, an ended
// program's too. KindNotFound when there is none.
func (ps *Programs) Ledger(ctx context.Context, w domain.WorkspaceID, id domain.ProgramID, on domain.Date) (l domain.Ledger, err error) {
	err = ps.store.read(ctx, "ledger", func(tx *gorm.DB) error {
		c := shared(tx, w)
		p, err := c.program(c.of(programRow{}).Where("id = ?", string(id)))
		if err != nil {
			return err
		}
		r, err := c.register(p, on)
		if err != nil {
			return err
		}
		l = r.Ledger(on)
		return nil
	})
	return l, err
}

// Reports returns what an organiser may know of each program that runs and that
// they organise, by name, each on its own local date at now.
func (ps *Programs) Reports(ctx context.Context, o domain.Owner, now time.Time) ([]domain.Report, error) {
	var all []domain.Report
	err := ps.store.read(ctx, "reports", func(tx *gorm.DB) error {
		c := shared(tx, o.Workspace)
		programs, err := c.organisedBy(o.Member)
		if err != nil {
			return err
		}
		for _, p := range programs {
			on := domain.DateIn(now, p.Location())
			r, err := c.register(p, on)
			if err != nil {
				return err
			}
			all = append(all, r.Report(on))
		}
		return nil
	})
	return all, err
}

// organisedBy returns the programs that run and that a member sees to, by name.
func (c common) organisedBy(m domain.MemberID) ([]*domain.Program, error) {
	all, err := c.programs(c.of(programRow{}).Where("ended = '' AND id IN (?)",
		c.of(organiserRow{}).Where("member = ?", string(m)).Select("program")))
	slices.SortFunc(all, byProgramName)
	return all, err
}

// Shut notes that a channel takes no messages of ours since at; the organisers of
// the program that runs there are told, once until it is opened again.
func (ps *Programs) Shut(ctx context.Context, w domain.WorkspaceID, channel string, at, now time.Time) error {
	return ps.channel(ctx, w, channel, now, func(p *domain.Program) domain.MentoringChanges { return p.ChannelShut(at, now) })
}

// Open notes that a channel takes messages again. It leaves alone one that did.
func (ps *Programs) Open(ctx context.Context, w domain.WorkspaceID, channel string, now time.Time) error {
	return ps.channel(ctx, w, channel, now, func(p *domain.Program) domain.MentoringChanges { return p.ChannelOpen(now) })
}

// channel stores what f makes of the program that runs in a channel, if one does.
func (ps *Programs) channel(ctx context.Context, w domain.WorkspaceID, channel string, now time.Time, f func(*domain.Program) domain.MentoringChanges) error {
	return ps.store.rewrite(ctx, "program", func(tx *gorm.DB) error {
		c := shared(tx, w)
		p, err := c.program(c.of(programRow{}).Clauses(deciding).Where("channel = ? AND ended = ''", channel))
		if domain.KindOf(err) == domain.KindNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		return c.settle(f(p), now)
	})
}

// settle stores what was decided about programs in nobody's name.
func (c common) settle(ch domain.MentoringChanges, now time.Time) error {
	if err := c.saveMentoring("", ch); err != nil {
		return err
	}
	return enqueue(c.tx, ch.Deliveries, now)
}

// depart takes a member who has left the workspace out of its programs. They are
// taken in the order of their ids, so that two of these wait for each other and do
// not stand in each other's way.
func (o owned) depart(now time.Time) error {
	c, me := o.common(), string(o.owner.Member)
	programs, err := c.programs(c.of(programRow{}).Clauses(deciding).Where("ended = '' AND (id IN (?) OR id IN (?))",
		c.of(organiserRow{}).Where("member = ?", me).Select("program"),
		c.of(participantRow{}).Where("member = ? AND left_on = ''", me).Select("program")).Order("id"))
	if err != nil {
		return err
	}
	for _, p := range programs {
		r, err := c.register(p, p.LastSummary)
		if err != nil {
			return err
		}
		if err := c.settle(r.Departed(o.owner.Member, domain.DateIn(now, p.Location()), now), now); err != nil {
			return named("departure", err)
		}
	}
	return nil
}

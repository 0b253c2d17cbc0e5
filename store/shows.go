package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// Shows reads what a delivery needs and keeps whom it showed.
type Shows struct{ store *Store }

// showRow is a row of shows: who stood where in a digest, and why.
type showRow struct {
	Workspace string
	Member    string
	OnDate    string
	Position  int
	Contact   string
	Rule      string
	Subject   string
}

func (showRow) TableName() string { return "shows" }

// Portfolio returns what planning looks at, as it is now. KindNotFound for a
// member who has not been met.
func (sh *Shows) Portfolio(ctx context.Context, owner domain.Owner, now time.Time) (p domain.Portfolio, err error) {
	err = sh.store.read(ctx, "portfolio", func(tx *gorm.DB) error {
		o := scoped(tx, owner)
		m, err := o.member()
		if err != nil {
			return err
		}
		p, err = sh.store.shelf(o).portfolio(m, now)
		return err
	})
	return p, err
}

// Shown records what a delivery told. Of a digest it keeps who stood where, and
// counts it once for each of them and once for the member, who hears from us
// less often when they leave too many unanswered. The same delivery told again
// on its date changes the order and counts nothing twice.
func (sh *Shows) Shown(ctx context.Context, d domain.Delivery, shown []domain.Telling) error {
	return sh.store.write(ctx, "what was shown", func(tx *gorm.DB) error {
		o := scoped(tx, d.Owner)
		m, err := o.lockMember()
		if err != nil {
			return err
		}
		if d.Kind == domain.DigestDelivery {
			answered, err := o.answered(d.On, shown)
			if err != nil {
				return err
			}
			again, err := o.showDigest(d.On, shown, answered)
			if err != nil {
				return err
			}
			if !again && len(shown) > 0 && len(answered) == 0 {
				if err := o.unanswered(m, d.On, sh.store.policy); err != nil {
					return err
				}
			}
		}
		return o.tell(d.On, shown)
	})
}

// answered returns those of a digest of a date who have been answered about since:
// its buttons can be pressed before it is recorded that it was sent.
func (o owned) answered(on domain.Date, shown []domain.Telling) (map[domain.Telling]bool, error) {
	var rows []toldRow
	if err := o.of(toldRow{}).Where("answered >= ?", on.String()).Find(&rows).Error; err != nil {
		return nil, err
	}
	read := reading{table: "what was told"}
	answered := make(map[domain.Telling]bool)
	for _, r := range rows {
		if t := r.told(&read).Telling; slices.Contains(shown, t) {
			answered[t] = true
		}
	}
	return answered, read.err
}

// showDigest keeps who stood where in the digest of a date, and counts it for
// each of them; not for a promise or a date, which come whatever else there is, nor
// for those who were answered about. It reports whether that digest was shown before.
func (o owned) showDigest(on domain.Date, shown []domain.Telling, answered map[domain.Telling]bool) (again bool, err error) {
	old := o.of(showRow{}).Where("on_date = ?", on.String()).Delete(&showRow{})
	if old.Error != nil || len(shown) == 0 {
		return old.RowsAffected > 0, old.Error
	}
	rows := make([]showRow, 0, len(shown))
	ids := make([]string, 0, len(shown))
	for i, t := range shown {
		rows = append(rows, showRow{
			Workspace: string(o.owner.Workspace), Member: string(o.owner.Member), OnDate: on.String(), Position: i + 1,
			Contact: string(t.Contact), Rule: string(t.Rule), Subject: t.Subject,
		})
		if !domain.Uncapped(t.Rule) && !answered[t] {
			ids = append(ids, string(t.Contact))
		}
	}
	if err := o.insert(rows); err != nil || len(ids) == 0 {
		return old.RowsAffected > 0, err
	}
	return old.RowsAffected > 0, o.of(contactRow{}).Where("id IN ? AND shown_on < ?", ids, on.String()).Updates(map[string]any{
		"shown":    gorm.Expr("shown + 1"),
		"shown_on": on.String(),
		"version":  gorm.Expr("version + 1"),
	}).Error
}

// unanswered counts one more digest that was sent to a member. When they come
// less often from now on, their appointments move, as seen from the digest's hour.
func (o owned) unanswered(was domain.Member, on domain.Date, p domain.Policy) error {
	m := was
	m.Unanswered++
	before, after := was.Settings(p), m.Settings(p)
	if before.Slowed == after.Slowed {
		return o.changeMember(was, m)
	}
	m, as := domain.Reschedule(was, m, p, domain.Instant(on, before.Digest.At, before.Location))
	if err := o.run(o.appointmentLines(m, as)); err != nil {
		return err
	}
	return o.changeMember(was, m)
}

// Newest returns the newest digest's date and what it told, in its order;
// the zero date when there was none.
func (sh *Shows) Newest(ctx context.Context, owner domain.Owner) (on domain.Date, shown []domain.Telling, err error) {
	err = sh.store.read(ctx, "digest shown", func(tx *gorm.DB) error {
		o := scoped(tx, owner)
		var rows []showRow
		newest := o.of(showRow{}).Select("max(on_date)")
		if err := o.of(showRow{}).Where("on_date = (?)", newest).Order("position").Find(&rows).Error; err != nil {
			return err
		}
		read := reading{table: "digest shown"}
		for _, r := range rows {
			on = read.date(r.OnDate)
			shown = append(shown, domain.Telling{
				Rule: domain.RuleName(r.Rule), Contact: domain.ContactID(r.Contact), Subject: r.Subject,
			})
		}
		return read.err
	})
	return on, shown, err
}

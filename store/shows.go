package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// Shows reads what a delivery needs and keeps whom it showed.
type Shows struct{ store *Store }

// showRow is a row of shows: who stood where in a digest.
type showRow struct {
	Workspace string
	Member    string
	OnDate    string
	Position  int
	Contact   string
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
		policy := sh.store.policy
		p, err = sh.store.shelf(o).portfolio(m, policy, m.Today(policy, now))
		return err
	})
	return p, err
}

// Shown records whom the digest of on showed, in their order, and counts it for
// each of them. The same digest told again changes the order and counts once.
func (sh *Shows) Shown(ctx context.Context, d domain.Delivery, shown []domain.Telling) error {
	owner, on := d.Owner, d.On
	return sh.store.write(ctx, "digest shown", func(tx *gorm.DB) error {
		o := scoped(tx, owner)
		if _, err := o.lockMember(); err != nil {
			return err
		}
		if err := o.of(showRow{}).Where("on_date = ?", on.String()).Delete(&showRow{}).Error; err != nil {
			return err
		}
		if len(shown) == 0 {
			return nil
		}
		rows := make([]showRow, 0, len(shown))
		ids := make([]string, 0, len(shown))
		for i, t := range shown {
			id := t.Contact
			rows = append(rows, showRow{
				Workspace: string(owner.Workspace), Member: string(owner.Member),
				OnDate: on.String(), Position: i + 1, Contact: string(id),
			})
			ids = append(ids, string(id))
		}
		if err := o.insert(rows); err != nil {
			return err
		}
		return o.of(contactRow{}).Where("id IN ? AND shown_on < ?", ids, on.String()).Updates(map[string]any{
			"shown":    gorm.Expr("shown + 1"),
			"shown_on": on.String(),
			"version":  gorm.Expr("version + 1"),
		}).Error
	})
}

// Newest returns the newest digest's date and whom it showed, in their order;
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
			shown = append(shown, domain.Telling{Contact: domain.ContactID(r.Contact)})
		}
		return read.err
	})
	return on, shown, err
}

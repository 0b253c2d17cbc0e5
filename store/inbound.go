package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rapport/domain"
)

// Inbound remembers what has arrived from Slack and was answered without
// writing anything else. What writes has its id in its own commit: see
// [Book.Write], with which it shares the memory.
type Inbound struct{ store *Store }

// Seen reports whether id has had its effect.
func (in *Inbound) Seen(ctx context.Context, owner domain.Owner, id domain.CommandID) (bool, error) {
	var n int64
	err := in.store.read(ctx, "command", func(tx *gorm.DB) error {
		return spanning(tx).Model(commandRow{}).
			Where("workspace = ? AND id = ?", string(owner.Workspace), string(id)).Count(&n).Error
	})
	return n > 0, err
}

// Mark remembers id as of at, until the sweep forgets it a week later. One that
// is known stays as it is.
func (in *Inbound) Mark(ctx context.Context, owner domain.Owner, id domain.CommandID, at time.Time) error {
	row := commandRow{
		Workspace: string(owner.Workspace), ID: string(id), Member: string(owner.Member),
		Verb: "event", At: micros(at),
	}
	return in.store.write(ctx, "command", func(tx *gorm.DB) error {
		return spanning(tx).Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
	})
}

package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// lookback is how far back it is looked for a message that may have been sent
// after a backup was made: further than any local date that is not over.
const lookback = 48 * time.Hour

// Restored is told that the database was brought back from a backup, and so may
// know less than Slack: whatever has not been sent, as far as is known here, may
// have been, and is looked for before it is sent. It returns how many deliveries
// will be.
func (ob *Outbox) Restored(ctx context.Context, now time.Time) (int, error) {
	var n int64
	err := ob.store.write(ctx, "outbox", func(tx *gorm.DB) error {
		may := spanning(tx).Model(outboxRow{}).Where("state IN ? AND NOT unknown",
			[]domain.State{domain.StatePending, domain.StateHeld, domain.StateFailed})
		err := may.Updates(map[string]any{
			"unknown": true, "updated": micros(now),
			"first_attempt": gorm.Expr("CASE WHEN first_attempt = 0 THEN ? ELSE first_attempt END", micros(now.Add(-lookback))),
			"state":         gorm.Expr("CASE WHEN state = ? THEN ? ELSE state END", string(domain.StatePending), string(domain.StateUnknown)),
		}).Error
		if err != nil {
			return err
		}
		return spanning(tx).Model(outboxRow{}).Where(open).Count(&n).Error
	})
	return int(n), err
}

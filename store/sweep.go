package store

import (
	"context"
	"time"

	"gorm.io/gorm"
)

const (
	day = 24 * time.Hour
	// sweepBatch is how many rows go in one transaction: few enough that a
	// command behind it does not notice.
	sweepBatch = 100
)

// swept says how long each sort of record is kept. Contacts and all that hangs
// on them are kept until the member says otherwise, and the outbox's keys for
// good.
var swept = []struct {
	table, at string
	keys      string
	kept      time.Duration
}{
	{"commands", "at", "workspace, id", 7 * day},
	{"undos", "at", "seq", 30 * day},
	{"questions", "asked", "workspace, member, id", 30 * day},
}

// Sweep forgets command ids after 7 days, and undo records and questions after
// 30, deletes the programs that ended and were to be deleted then, and returns how
// many rows went. It works in small commits, between which
// commands have their turn.
func (s *Store) Sweep(ctx context.Context, now time.Time) (int, error) {
	total := 0
	for _, w := range swept {
		for {
			var gone int64
			err := s.write(ctx, w.table, func(tx *gorm.DB) error {
				done := spanning(tx).Exec(
					"DELETE FROM "+w.table+" WHERE ("+w.keys+") IN (SELECT "+w.keys+" FROM "+w.table+
						" WHERE "+w.at+" < ? ORDER BY "+w.at+" LIMIT ?)",
					micros(now.Add(-w.kept)), sweepBatch)
				gone = done.RowsAffected
				return done.Error
			})
			if err != nil {
				return total, err
			}
			total += int(gone)
			if gone < sweepBatch {
				break
			}
		}
	}
	purged, err := s.purge(ctx)
	return total + purged, err
}

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

// swept says how long each sort of record is kept, and along what the old ones are
// found: an index of their age, or the order in which they were added where nothing
// but the sweep would ask for that index. Contacts and all that hangs on them are kept
// until the member says otherwise, and the outbox's keys for good.
var swept = []struct {
	table, at, keys string
	kept            time.Duration
	order           map[dialect]string
}{
	{"commands", "at", "workspace, id", 7 * day, map[dialect]string{sqliteDialect: "rowid"}},
	{"undos", "at", "seq", 30 * day, map[dialect]string{sqliteDialect: "seq", postgresDialect: "seq"}},
	{"questions", "asked", "workspace, member, id", 30 * day, nil},
}

// Sweep forgets command ids after 7 days, and undo records and questions after
// 30, deletes the programs that ended and were to be deleted then, and returns how
// many rows went. It works in small commits, between which
// commands have their turn.
func (s *Store) Sweep(ctx context.Context, now time.Time) (int, error) {
	total := 0
	for _, w := range swept {
		sweep := aged(w.table, w.at, w.keys)
		if order := w.order[s.dialect]; order != "" {
			sweep = added(w.table, w.at, order)
		}
		for done := (piece{more: true}); done.more; {
			from := done.last
			err := s.write(ctx, w.table, func(tx *gorm.DB) (err error) {
				done, err = sweep(spanning(tx), from, micros(now.Add(-w.kept)))
				return err
			})
			if err != nil {
				return total, err
			}
			total += done.gone
		}
	}
	purged, err := s.purge(ctx)
	return total + purged, err
}

// piece is what one commit of the sweep has done: how many rows went, which it looked
// at last, and whether there may be more.
type piece struct {
	gone int
	last int64
	more bool
}

// clearing deletes rows of before an instant, those behind the place from if there are
// places.
type clearing func(tx *gorm.DB, from, before int64) (piece, error)

// aged goes along an index of the rows' age.
func aged(table, at, keys string) clearing {
	text := "DELETE FROM " + table + " WHERE (" + keys + ") IN (SELECT " + keys + " FROM " + table +
		" WHERE " + at + " < ? ORDER BY " + at + " LIMIT ?)"
	return func(tx *gorm.DB, _, before int64) (piece, error) {
		done := tx.Exec(text, before, sweepBatch)
		return piece{gone: int(done.RowsAffected), more: done.RowsAffected == sweepBatch}, done.Error
	}
}

// added goes along the order in which rows were added. That is the order of their age,
// but for those that came at once and for clocks that were set: rows that are to stay
// are passed over, and a batch of nothing else is the end. So where a clock was ahead
// for long, what came behind that stays until it has come true.
func added(table, at, order string) clearing {
	look := "SELECT " + order + " AS place, " + at + " AS at FROM " + table + " WHERE " + order + " > ? ORDER BY " + order + " LIMIT ?"
	text := "DELETE FROM " + table + " WHERE " + order + " IN ?"
	return func(tx *gorm.DB, from, before int64) (piece, error) {
		var rows []struct{ Place, At int64 }
		if err := tx.Raw(look, from, sweepBatch).Scan(&rows).Error; err != nil {
			return piece{}, err
		}
		var old []int64
		for _, r := range rows {
			if r.At < before {
				old = append(old, r.Place)
			}
		}
		if len(old) == 0 {
			return piece{}, nil
		}
		done := tx.Exec(text, old)
		return piece{gone: int(done.RowsAffected), last: rows[len(rows)-1].Place, more: len(rows) == sweepBatch}, done.Error
	}
}

package store

import (
	"context"
	"time"
)

// Clock returns what the database's own clock shows. own is false for SQLite,
// which has none: its clock is ours.
func (s *Store) Clock(ctx context.Context) (now time.Time, own bool, err error) {
	if s.dialect != postgresDialect {
		return time.Time{}, false, nil
	}
	var micros int64
	err = s.db.reader.QueryRowContext(ctx, "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)").Scan(&micros)
	if err != nil {
		return time.Time{}, true, translate("database clock", err)
	}
	return instant(micros), true, nil
}

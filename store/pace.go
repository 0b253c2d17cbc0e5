package store

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// paceRow is a row of paces.
type paceRow struct {
	Workspace    string
	PerMinute    int
	Good         int
	Free         int64
	Paused       int64
	Limited      string
	LimitedUntil int64
	Changed      int64
}

func (paceRow) TableName() string { return "paces" }

func newPaceRow(w domain.WorkspaceID, p domain.Pace) paceRow {
	return paceRow{
		Workspace: string(w), PerMinute: p.PerMinute, Good: p.Good, Free: micros(p.Free), Paused: micros(p.Paused),
		Limited: p.Limited, LimitedUntil: micros(p.LimitedUntil), Changed: micros(p.Changed),
	}
}

func (r paceRow) pace() domain.Pace {
	return domain.Pace{
		PerMinute: r.PerMinute, Good: r.Good, Free: instant(r.Free), Paused: instant(r.Paused),
		Limited: r.Limited, LimitedUntil: instant(r.LimitedUntil), Changed: instant(r.Changed),
	}
}

// lockPaceSQL makes or takes a workspace's pace, holds every other process off
// it until the end of the transaction, and tells the time by which it goes: that
// of the moment in which the lock was ours.
const lockPaceSQL = `INSERT INTO paces (workspace, per_minute, good, free, paused, limited, limited_until, changed)
	VALUES (@workspace, @pace, @pace, 0, 0, '', 0, 0)
	ON CONFLICT (workspace) DO UPDATE SET workspace = excluded.workspace
	RETURNING *, %s AS clock`

// lockPace reads the pace of a workspace for changing it, and the clock that its
// instants belong to.
func (s *Store) lockPace(tx *gorm.DB, w domain.WorkspaceID, now time.Time) (domain.Pace, time.Time, error) {
	var row struct {
		Pace  paceRow `gorm:"embedded"`
		Clock int64
	}
	err := spanning(tx).Raw(fmt.Sprintf(lockPaceSQL, s.clock()), map[string]any{
		"workspace": string(w), "pace": domain.NewPace().PerMinute, "now": micros(now),
	}).Scan(&row).Error
	if err != nil {
		return domain.Pace{}, time.Time{}, fmt.Errorf("pace: %w", err)
	}
	return row.Pace.pace(), instant(row.Clock), nil
}

func savePace(tx *gorm.DB, w domain.WorkspaceID, p domain.Pace) error {
	err := spanning(tx).Model(paceRow{}).Where("workspace = ?", string(w)).Select("*").Updates(newPaceRow(w, p)).Error
	return named("pace", err)
}

// clock is the SQL of the time by which leases and paces go: on PostgreSQL the
// database's own, which all processes share, else the caller's.
func (s *Store) clock() string {
	if s.dialect == postgresDialect && !s.processClock {
		return "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)"
	}
	return "CAST(@now AS bigint)"
}

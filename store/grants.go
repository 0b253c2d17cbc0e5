package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rapport/domain"
)

// grantBatch is how many rows are held, let go or set aside in one commit: few
// enough that a command behind it does not notice.
const grantBatch = 100

// aside is added to the instant of an appointment that comes due while its
// workspace is gone. So it is looked at once, and not at every tick, however
// many there are; and what it was is not forgotten. It is 36,000 years.
const aside = int64(1) << 60

// Lost notes that the app has no grant in a workspace since at, code being
// Slack's word for it, and holds what is on its way there. It reports whether
// that is news: of those who notice, on however many replicas, one is told so.
func (is *Installations) Lost(ctx context.Context, w domain.WorkspaceID, code string, at time.Time) (bool, error) {
	news := false
	err := is.store.write(ctx, "installation", func(tx *gorm.DB) error {
		row := installationRow{Workspace: string(w), Scopes: "[]", Installed: micros(at), Gone: micros(at)}
		done := spanning(tx).Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "workspace"}},
			Where:     clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "installations.gone = 0"}}},
			DoUpdates: clause.AssignmentColumns([]string{"gone"}),
		}).Create(&row)
		news = done.RowsAffected == 1
		return done.Error
	})
	if err != nil {
		return false, err
	}
	return news, is.store.inBatches(ctx, "outbox", hold, map[string]any{
		"workspace": string(w), "code": code, "now": micros(at), "n": grantBatch,
	})
}

// Back notes that the app has its grant in a workspace again, and lets go what
// was held or set aside for want of it. It reports whether it had been lost.
func (is *Installations) Back(ctx context.Context, w domain.WorkspaceID, at time.Time) (bool, error) {
	// What was held goes first, and once more behind the mark: whoever dies in
	// between leaves the mark, by which another finds the rest.
	if err := is.release(ctx, w, at); err != nil {
		return false, err
	}
	was := false
	err := is.store.write(ctx, "installation", func(tx *gorm.DB) error {
		done := spanning(tx).Model(installationRow{}).Where("workspace = ? AND gone > 0", string(w)).Update("gone", 0)
		was = done.RowsAffected == 1
		return done.Error
	})
	if err != nil {
		return false, err
	}
	return was, is.release(ctx, w, at)
}

// Gone lists the workspaces where the app has no grant, or had none a moment
// ago and something is held still.
func (is *Installations) Gone(ctx context.Context) ([]domain.WorkspaceID, error) {
	var all []domain.WorkspaceID
	err := is.store.read(ctx, "installations", func(tx *gorm.DB) error {
		return spanning(tx).Raw(`SELECT workspace FROM installations WHERE gone > 0
			UNION SELECT workspace FROM outbox WHERE state = 'held' AND code IN @codes ORDER BY 1`,
			map[string]any{"codes": domain.GrantLostCodes}).Scan(&all).Error
	})
	return all, err
}

// release lets go what is held or set aside for want of a grant. Whatever may
// have arrived is looked for before it is sent again.
func (is *Installations) release(ctx context.Context, w domain.WorkspaceID, at time.Time) error {
	args := map[string]any{"workspace": string(w), "codes": domain.GrantLostCodes, "now": micros(at), "aside": aside, "n": grantBatch}
	if err := is.store.inBatches(ctx, "outbox", letGo, args); err != nil {
		return err
	}
	if err := is.store.inBatches(ctx, "appointments", setBack, args); err != nil {
		return err
	}
	return is.store.inBatches(ctx, "summaries", setSummariesBack, args)
}

// batched is a statement that changes rows a batch at a time: set, with %s for
// the condition that names the rows of pick.
type batched struct{ set, pick string }

var (
	hold = batched{
		`UPDATE outbox SET state = 'held', unknown = (state = 'unknown'), due = 0, code = @code, updated = @now WHERE id %s`,
		"SELECT id FROM outbox WHERE " + open + " AND workspace = @workspace AND state IN ('pending', 'unknown') LIMIT @n",
	}
	letGo = batched{
		`UPDATE outbox SET state = CASE WHEN unknown THEN 'unknown' ELSE 'pending' END, due = @now, code = '', updated = @now WHERE id %s`,
		"SELECT id FROM outbox WHERE state = 'held' AND workspace = @workspace AND code IN @codes LIMIT @n",
	}
	setBack = batched{set: `UPDATE appointments SET at = at - @aside WHERE (workspace, member, kind) IN
		(SELECT workspace, member, kind FROM appointments WHERE at >= @aside AND workspace = @workspace LIMIT @n)`}
	setSummariesBack = batched{set: `UPDATE programs SET next_summary = next_summary - @aside WHERE (workspace, id) IN
		(SELECT workspace, id FROM programs WHERE next_summary >= @aside AND workspace = @workspace LIMIT @n)`}
)

// inBatches runs b until no rows are left for it.
func (s *Store) inBatches(ctx context.Context, subject string, b batched, args map[string]any) error {
	statement := b.set
	if b.pick != "" {
		statement = fmt.Sprintf(statement, s.dialect.among(b.pick))
	}
	for {
		var n int64
		err := s.write(ctx, subject, func(tx *gorm.DB) error {
			done := spanning(tx).Exec(statement, args)
			n = done.RowsAffected
			return done.Error
		})
		if err != nil || n < grantBatch {
			return err
		}
	}
}

// among is the condition of the rows whose ids a query returns. PostgreSQL plans
// "IN (SELECT …)" as a join that can scan the table; the array is read first.
func (d dialect) among(rows string) string {
	if d == postgresDialect {
		return "= ANY(ARRAY(" + rows + " FOR UPDATE SKIP LOCKED))"
	}
	return "IN (" + rows + ")"
}

// gone reports whether the app has no grant in a workspace. If so, the mark stands
// until the transaction ends.
func gone(tx *gorm.DB, w domain.WorkspaceID) (bool, error) {
	marked := func(q *gorm.DB) (bool, error) {
		var at []int64
		err := q.Model(installationRow{}).Select("gone").
			Where("workspace = ? AND gone > 0", string(w)).Scan(&at).Error
		return len(at) > 0, err
	}
	if gone, err := marked(spanning(tx)); err != nil || !gone {
		return false, err
	}
	return marked(spanning(tx).Clauses(clause.Locking{Strength: "SHARE"}))
}

// setAside puts an appointment off until the workspace is back.
func (o owned) setAside(a domain.Appointment) error {
	return o.of(appointmentRow{}).Where("kind = ?", string(a.Kind)).Update("at", micros(a.At)+aside).Error
}

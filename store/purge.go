package store

import (
	"context"

	"gorm.io/gorm"

	"rapport/domain"
)

// purgeableSQL finds a program that has ended and is to leave nothing behind, once
// nothing about it is on its way any more: its last summary was posted or given up,
// and so was every word to those who were in it.
const purgeableSQL = `SELECT p.workspace, p.id FROM programs p WHERE p.purge AND p.ended <> '' AND NOT EXISTS (
		SELECT 1 FROM outbox o WHERE o.workspace = p.workspace AND o.state IN @open
		AND (o.subject = p.id OR o.subject LIKE '% ' || p.id || ' %'
			OR o.subject IN (SELECT id FROM pairs WHERE workspace = p.workspace AND program = p.id)))
	ORDER BY p.workspace, p.id LIMIT 1`

// purges are the tables from which a program is deleted, a batch at a time, and by
// what a row of each is known.
var purges = []struct{ table, keys, where string }{
	{"outbox", "id", `kind IN @kinds AND (subject = @program OR subject LIKE '% ' || @program || ' %'
		OR subject IN (SELECT id FROM pairs WHERE ` + purged + `) OR subject IN (SELECT id FROM shoutouts WHERE ` + purged + `))`},
	{"session_logs", "pair, member, interaction", purged},
	{"feedback", "seq", purged},
	{"pair_goals", "seq", purged},
	{"shoutouts", "seq", purged},
	{"pairs", "seq", purged},
	{"participants", "seq", purged},
	{"organisers", "program, member", purged},
	{"programs", "id", "id = @program"},
}

const purged = "workspace = @workspace AND program = @program"

// purge deletes the programs that are to leave nothing behind, and returns how many
// rows went.
func (s *Store) purge(ctx context.Context) (int, error) {
	total := 0
	for {
		var found []struct{ Workspace, ID string }
		err := s.read(ctx, "programs", func(tx *gorm.DB) error {
			found = nil
			return spanning(tx).Raw(purgeableSQL, map[string]any{"open": openStates}).Scan(&found).Error
		})
		if err != nil || len(found) == 0 {
			return total, err
		}
		n, err := s.purgeOne(ctx, domain.WorkspaceID(found[0].Workspace), domain.ProgramID(found[0].ID))
		total += n
		if err != nil {
			return total, err
		}
	}
}

// purgeOne deletes a program with all that hangs on it, the program itself last: a
// process that dies in between leaves it to be found again.
func (s *Store) purgeOne(ctx context.Context, w domain.WorkspaceID, id domain.ProgramID) (int, error) {
	total, err := s.purgeTold(ctx, w, id)
	if err != nil {
		return total, err
	}
	for _, p := range purges {
		args := map[string]any{"workspace": string(w), "program": string(id), "kinds": programKinds, "n": sweepBatch}
		statement := "DELETE FROM " + p.table + " WHERE workspace = @workspace AND (" + p.keys + ") IN (SELECT " + p.keys +
			" FROM " + p.table + " WHERE workspace = @workspace AND " + p.where + " LIMIT @n)"
		for gone := int64(sweepBatch); gone == sweepBatch; {
			err := s.write(ctx, p.table, func(tx *gorm.DB) error {
				done := shared(tx, w).tx.Exec(statement, args)
				gone = done.RowsAffected
				return done.Error
			})
			if err != nil {
				return total, err
			}
			total += int(gone)
		}
	}
	return total, nil
}

// purgeTold deletes what the two of each pair of a program were told about it: that
// is kept with them, under the pair's id or with it for the first word.
func (s *Store) purgeTold(ctx context.Context, w domain.WorkspaceID, id domain.ProgramID) (int, error) {
	var pairs []domain.Pair
	err := s.read(ctx, "pairs", func(tx *gorm.DB) (err error) {
		c := shared(tx, w)
		pairs, err = c.pairs(c.in(pairRow{}, id))
		return err
	})
	total := 0
	for _, p := range pairs {
		if err != nil {
			break
		}
		gone := int64(0)
		err = s.write(ctx, "what was told", func(tx *gorm.DB) error {
			gone = 0
			for _, m := range []domain.MemberID{p.Mentor, p.Mentee} {
				o := scoped(tx, domain.Owner{Workspace: w, Member: m})
				for _, table := range []schemaRow{toldRow{}, showRow{}} {
					done := o.of(table).Where("subject = ? OR subject LIKE ?", string(p.ID), string(p.ID)+" %").Delete(table)
					if done.Error != nil {
						return done.Error
					}
					gone += done.RowsAffected
				}
			}
			return nil
		})
		total += int(gone)
	}
	return total, err
}

// programKinds are the deliveries whose subject is a program or something of one.
var programKinds = []domain.DeliveryKind{
	domain.SummaryDelivery, domain.ClosingDelivery, domain.PairedDelivery, domain.NoticeDelivery, domain.ShoutDelivery,
}

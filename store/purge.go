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

// purges are the statements that delete a program, each a batch at a time. What its
// members were told about a pair, and that something was sent, goes with it.
var purges = []struct{ table, keys, where string }{
	{"told", "workspace, member, rule, contact, subject", purgedTelling},
	{"shows", "workspace, member, on_date, position", purgedTelling},
	{"outbox", "id", `workspace = @workspace AND kind IN @kinds AND (subject = @program OR subject LIKE '% ' || @program || ' %'
		OR subject IN (` + purgedPairs + `) OR subject IN (SELECT id FROM shoutouts WHERE workspace = @workspace AND program = @program))`},
	{"session_logs", "workspace, pair, member, interaction", purgedProgram},
	{"feedback", "seq", purgedProgram},
	{"pair_goals", "seq", purgedProgram},
	{"shoutouts", "seq", purgedProgram},
	{"pairs", "seq", purgedProgram},
	{"participants", "seq", purgedProgram},
	{"organisers", "workspace, program, member", purgedProgram},
	{"programs", "workspace, id", "workspace = @workspace AND id = @program"},
}

const (
	purgedProgram = "workspace = @workspace AND program = @program"
	purgedPairs   = "SELECT id FROM pairs WHERE " + purgedProgram
	// What was told about a pair has its id for the subject, or for the first word of it.
	purgedTelling = "workspace = @workspace AND member IN (SELECT member FROM participants WHERE " + purgedProgram + `)
		AND EXISTS (SELECT 1 FROM pairs p WHERE p.workspace = @workspace AND p.program = @program
			AND (subject = p.id OR subject LIKE p.id || ' %'))`
)

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
	total := 0
	for _, p := range purges {
		args := map[string]any{"workspace": string(w), "program": string(id), "kinds": programKinds, "n": sweepBatch}
		statement := "DELETE FROM " + p.table + " WHERE (" + p.keys + ") IN (SELECT " + p.keys + " FROM " + p.table + " WHERE " + p.where + " LIMIT @n)"
		for {
			var gone int64
			err := s.write(ctx, p.table, func(tx *gorm.DB) error {
				done := shared(tx, w).tx.Exec(statement, args)
				gone = done.RowsAffected
				return done.Error
			})
			total += int(gone)
			if err != nil {
				return total, err
			}
			if gone < sweepBatch {
				break
			}
		}
	}
	return total, nil
}

// programKinds are the deliveries whose subject is a program or something of one.
var programKinds = []domain.DeliveryKind{
	domain.SummaryDelivery, domain.ClosingDelivery, domain.PairedDelivery, domain.NoticeDelivery, domain.ShoutDelivery,
}

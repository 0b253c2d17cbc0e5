package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rapport/domain"
)

// LetterQuery says which letters to list. Zero fields ask for everything.
type LetterQuery struct {
	States     []domain.State
	Workspaces []domain.WorkspaceID
	// Recent leaves out failed letters that were given up before it.
	Recent time.Time
	// ByID lists them by id, those with After or a lower one left out, so that all
	// of them can be gone through a batch at a time.
	ByID  bool
	After int64
	// Limit is how many are returned at most, 0 for all.
	Limit int
}

// of narrows a statement to the letters that are asked for.
func (q LetterQuery) of(tx *gorm.DB) *gorm.DB {
	tx = tx.Model(outboxRow{}).Where("id > ?", q.After)
	if len(q.States) > 0 {
		tx = tx.Where("state IN ?", q.States)
	}
	if len(q.Workspaces) > 0 {
		tx = tx.Where("workspace IN ?", q.Workspaces)
	}
	if !q.Recent.IsZero() {
		tx = tx.Where("(state <> ? OR updated >= ?)", string(domain.StateFailed), micros(q.Recent))
	}
	return tx
}

// deadFirst orders letters as an operator wants to see them: held and failed
// before those that help themselves, then the oldest first.
const deadFirst = "CASE state WHEN 'held' THEN 1 WHEN 'failed' THEN 2 WHEN 'unknown' THEN 3 WHEN 'sending' THEN 4 WHEN 'pending' THEN 5 ELSE 6 END, updated, id"

// Letters lists deliveries for an operator, the dead ones first, and says how many
// there are in all. now decides whose day is over.
func (ob *Outbox) Letters(ctx context.Context, q LetterQuery, now time.Time) (all []domain.Letter, total int, err error) {
	order := deadFirst
	if q.ByID {
		order = "id"
	}
	err = ob.store.read(ctx, "outbox", func(tx *gorm.DB) error {
		var n int64
		if err := q.of(spanning(tx)).Count(&n).Error; err != nil {
			return err
		}
		total = int(n)
		var rows []outboxRow
		rest := q.of(spanning(tx)).Order(order)
		if q.Limit > 0 {
			rest = rest.Limit(q.Limit)
		}
		if err := rest.Find(&rows).Error; err != nil {
			return err
		}
		all, err = ob.letters(tx, rows, now)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	return all, total, nil
}

// Order carries out an operator's order, OnRetry or OnCancel, on the deliveries
// with these ids, all of them or none. refused are those that the law does not let
// go that way, as they stand, and missing the ids that nothing bears; where there
// are any, nothing was changed. looked says that the operator has looked in Slack:
// what may have arrived did not, and is sent without looking for it.
//
// It may be called beside a running bot: what the bot has in hand is not touched,
// and what it takes in hand while we decide waits for us or makes us wait.
func (ob *Outbox) Order(ctx context.Context, e domain.Event, ids []int64, looked bool, now time.Time) (refused []domain.Letter, missing []int64, err error) {
	err = ob.store.write(ctx, "outbox", func(tx *gorm.DB) error {
		refused, missing = nil, nil
		var rows []outboxRow
		if err := spanning(tx).Clauses(clause.Locking{Strength: "UPDATE"}).Where("id IN ?", ids).Order("id").Find(&rows).Error; err != nil {
			return err
		}
		letters, err := ob.letters(tx, rows, now)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if !slices.ContainsFunc(letters, func(l domain.Letter) bool { return l.ID == id }) {
				missing = append(missing, id)
			}
		}
		for _, l := range letters {
			if _, may := l.Ordered(e, looked); !may || e == domain.OnRetry && l.Ungranted {
				refused = append(refused, l)
			}
		}
		if len(refused)+len(missing) > 0 {
			return nil
		}
		for _, l := range letters {
			if err := ordered(tx, l, e, looked, now); err != nil {
				return err
			}
		}
		return nil
	})
	return refused, missing, err
}

// ordered takes one letter to where an order takes it.
func ordered(tx *gorm.DB, l domain.Letter, e domain.Event, looked bool, now time.Time) error {
	to, _ := l.Ordered(e, looked)
	changes := map[string]any{"state": string(to), "due": int64(0), "updated": micros(now), "code": ByOperator}
	if e == domain.OnRetry {
		changes["due"], changes["code"], changes["unknown"] = micros(now), "", to == domain.StateUnknown
		changes["spared"] = gorm.Expr("attempt") // as if for the first time
	}
	done := spanning(tx).Model(outboxRow{}).Where("id = ? AND state = ?", l.ID, string(l.State)).Updates(changes)
	return changedOne("delivery", done.RowsAffected, done.Error)
}

// ByOperator is the code of a delivery that an operator cancelled.
const ByOperator = "operator"

// letters adds to rows what else decides about them.
func (ob *Outbox) letters(tx *gorm.DB, rows []outboxRow, now time.Time) ([]domain.Letter, error) {
	members := make(map[domain.Owner]domain.Member)
	ungranted, err := ungranted(tx)
	if err != nil {
		return nil, err
	}
	all := make([]domain.Letter, 0, len(rows))
	for _, r := range rows {
		l, err := r.letter()
		if err != nil {
			return nil, err
		}
		l.Ungranted = slices.Contains(ungranted, l.Delivery.Workspace)
		owner := l.Delivery.Owner
		if _, known := members[owner]; !known && owner.Member != "" {
			m, err := scoped(tx, owner).member()
			if err != nil && domain.KindOf(err) != domain.KindNotFound {
				return nil, fmt.Errorf("recipient: %w", err)
			}
			members[owner] = m
		}
		if m := members[owner]; m.Member != "" {
			l.Over = !m.Current(ob.store.policy, l.Delivery, now)
		}
		all = append(all, l)
	}
	return all, nil
}

// ungranted lists the workspaces in which the app has no grant.
func ungranted(tx *gorm.DB) ([]domain.WorkspaceID, error) {
	var all []domain.WorkspaceID
	err := spanning(tx).Model(installationRow{}).Select("workspace").Where("gone > 0").Scan(&all).Error
	return all, err
}

func (r outboxRow) letter() (domain.Letter, error) {
	read := reading{table: "outbox"}
	l := domain.Letter{
		ID: r.ID,
		Delivery: domain.Delivery{
			Owner: domain.Owner{Workspace: domain.WorkspaceID(r.Workspace), Member: domain.MemberID(r.Recipient)},
			Kind:  domain.DeliveryKind(r.Kind), On: read.date(r.LocalDate),
		},
		State: domain.State(r.State), Arrived: r.Unknown || r.State == string(domain.StateUnknown), Attempts: r.Attempt, Code: r.Code,
		Since: instant(r.Updated), Next: instant(r.Due),
	}
	if r.Recipient == "" { // else it is the direct conversation that was posted to
		l.Delivery.Channel = r.Channel
	}
	return l, read.err
}

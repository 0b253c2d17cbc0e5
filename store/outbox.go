package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rapport/domain"
)

// Outbox holds deliveries and their states. Its rows hold no text, and finished
// ones keep their key for good: the same delivery is never made twice.
type Outbox struct{ store *Store }

// outboxRow is a row of outbox.
type outboxRow struct {
	ID           int64
	DedupeKey    string
	Workspace    string
	Recipient    string
	Kind         string
	Subject      string
	LocalDate    string
	State        string
	Unknown      bool
	Attempt      int
	Due          int64
	Nonce        string
	Channel      string
	TS           string `gorm:"column:ts"`
	Code         string
	Created      int64
	FirstAttempt int64
	Updated      int64
}

func (outboxRow) TableName() string { return "outbox" }

// open is the condition of the rows that still want attention, and of the index
// outbox_due, word for word.
const open = "due > 0"

// enqueue puts deliveries into the outbox, to be made at once. One whose key is
// there already is dropped.
func enqueue(tx *gorm.DB, ds []domain.Delivery, now time.Time) error {
	for _, d := range ds {
		row := outboxRow{
			DedupeKey: d.Key(), Workspace: string(d.Workspace), Recipient: string(d.Member),
			Kind: string(d.Kind), Subject: d.Subject, LocalDate: d.On.String(),
			State: string(domain.StatePending), Due: micros(now), Nonce: rand.Text(),
			Created: micros(now), Updated: micros(now),
		}
		once := clause.OnConflict{Columns: []clause.Column{{Name: "dedupe_key"}}, DoNothing: true}
		if err := tx.Clauses(once).Create(&row).Error; err != nil {
			return fmt.Errorf("outbox: %w", err)
		}
	}
	return nil
}

// claimSQL takes rows that want attention and were not taken meanwhile. What
// stands in a row's state before decides whether an attempt may have arrived:
// a lease that ran out belongs to a process that died between posting and
// recording.
const claimSQL = `UPDATE outbox SET
	unknown = (state <> 'pending'), state = 'sending', attempt = attempt + 1, due = @lease,
	first_attempt = CASE WHEN first_attempt = 0 THEN @now ELSE first_attempt END, updated = @now
	WHERE id %s RETURNING *`

// dueSQL picks the most urgent rows by the index outbox_due.
const dueSQL = "SELECT id FROM outbox WHERE " + open + " AND due <= @now ORDER BY due, id LIMIT @n"

// which is how each dialect names the rows to be claimed. PostgreSQL plans
// "IN (SELECT …)" as a join that can scan the table; the array is read first.
var which = map[dialect]string{
	sqliteDialect:   "IN (" + dueSQL + ")",
	postgresDialect: "= ANY(ARRAY(" + dueSQL + " FOR UPDATE SKIP LOCKED))",
}

// Claim takes at most n deliveries that are due, most urgent first, each until
// now+lease. One whose lease ran out may have arrived, and so may one whose
// fate was unknown before. Attempts are counted in the row, so that only the
// newest claim of it can be recorded.
func (ob *Outbox) Claim(ctx context.Context, now time.Time, lease time.Duration, n int) ([]domain.Claim, error) {
	var claims []domain.Claim
	err := ob.store.write(ctx, "outbox", func(tx *gorm.DB) error {
		var rows []outboxRow
		err := spanning(tx).Raw(fmt.Sprintf(claimSQL, which[ob.store.dialect]), map[string]any{
			"now": micros(now), "lease": micros(now.Add(lease)), "n": n,
		}).Scan(&rows).Error
		if err != nil {
			return err
		}
		// RETURNING has no order; ids follow the order of planning.
		slices.SortFunc(rows, func(a, b outboxRow) int { return cmp.Compare(a.ID, b.ID) })
		claims = nil // of a commit that did not arrive
		for _, r := range rows {
			c, err := r.claim()
			if err != nil {
				return err
			}
			claims = append(claims, c)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return claims, nil
}

func (r outboxRow) claim() (domain.Claim, error) {
	read := reading{table: "outbox"}
	c := domain.Claim{
		ID: r.ID,
		Delivery: domain.Delivery{
			Owner: domain.Owner{Workspace: domain.WorkspaceID(r.Workspace), Member: domain.MemberID(r.Recipient)},
			Kind:  domain.DeliveryKind(r.Kind), Subject: r.Subject, On: read.date(r.LocalDate),
		},
		Attempt: r.Attempt, Nonce: r.Nonce, Unknown: r.Unknown,
	}
	if r.Attempt > 1 {
		c.Since = instant(r.FirstAttempt)
	}
	return c, read.err
}

// Record stores what became of a claim: the state it is in now, and for one
// that is to be tried or looked for again the instant of that. KindConflict
// when the claim is no longer ours, or was recorded before.
func (ob *Outbox) Record(ctx context.Context, c domain.Claim, s domain.State, o domain.Outcome, next, now time.Time) error {
	if s == domain.StateSending || !slices.Contains(domain.States, s) {
		return domain.Fault(domain.KindInvalid, "delivery state", nil)
	}
	changes := map[string]any{"state": string(s), "due": int64(0), "code": o.Code, "updated": micros(now)}
	if s == domain.StatePending || s == domain.StateUnknown {
		if next.Before(now) {
			next = now
		}
		changes["due"] = micros(next)
	}
	if o.Channel != "" {
		changes["channel"] = o.Channel
	}
	if o.TS != "" {
		changes["ts"] = o.TS
	}
	return ob.store.write(ctx, "delivery", func(tx *gorm.DB) error {
		done := spanning(tx).Model(outboxRow{}).
			Where("id = ? AND attempt = ? AND state = ?", c.ID, c.Attempt, string(domain.StateSending)).
			Updates(changes)
		return changedOne("delivery", done.RowsAffected, done.Error)
	})
}

// Tally counts the outbox by state and says how old its oldest open row is.
func (ob *Outbox) Tally(ctx context.Context, now time.Time) (domain.Tally, error) {
	t := domain.Tally{ByState: make(map[domain.State]int, len(domain.States))}
	for _, s := range domain.States {
		t.ByState[s] = 0
	}
	err := ob.store.read(ctx, "outbox", func(tx *gorm.DB) error {
		var rows []struct {
			State  string
			Count  int
			Oldest int64
		}
		err := spanning(tx).Model(outboxRow{}).
			Select("state, count(*) AS count, min(created) AS oldest").Group("state").Scan(&rows).Error
		if err != nil {
			return err
		}
		for _, r := range rows {
			s := domain.State(r.State)
			t.ByState[s] = r.Count
			if s != domain.StateSent && s != domain.StateCancelled && s != domain.StateFailed {
				t.Oldest = max(t.Oldest, now.Sub(instant(r.Oldest)))
			}
		}
		return nil
	})
	return t, err
}

// Shut cancels what is on its way to a channel that was archived, deleted or
// left at an instant, and returns how much it was. What was planned later, and
// what is in somebody's hands, is left to Slack's own answer.
func (ob *Outbox) Shut(ctx context.Context, w domain.WorkspaceID, channel string, at time.Time) (int, error) {
	var n int64
	err := ob.store.write(ctx, "outbox", func(tx *gorm.DB) error {
		done := spanning(tx).Model(outboxRow{}).
			Where("workspace = ? AND channel = ? AND recipient = '' AND created <= ?", string(w), channel, micros(at)).
			Where("state IN ?", []domain.State{domain.StatePending, domain.StateUnknown, domain.StateHeld}).
			Updates(map[string]any{"state": string(domain.StateCancelled), "due": int64(0), "code": "channel_shut", "updated": micros(at)})
		n = done.RowsAffected
		return done.Error
	})
	return int(n), err
}

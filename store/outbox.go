package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
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
	Rank         int
	Spared       int
}

func (outboxRow) TableName() string { return "outbox" }

// open is the condition of the rows that still want attention, and of the index
// outbox_due, word for word.
const open = "due > 0"

// enqueue puts deliveries into the outbox, to be made at once. One whose key is
// there already is dropped.
func enqueue(tx *gorm.DB, ds []domain.Delivery, now time.Time) error {
	if len(ds) == 0 {
		return nil
	}
	rows := make([]outboxRow, 0, len(ds))
	for _, d := range ds {
		rows = append(rows, outboxRow{
			DedupeKey: d.Key(), Workspace: string(d.Workspace), Recipient: string(d.Member),
			Kind: string(d.Kind), Subject: d.Subject, LocalDate: d.On.String(),
			State: string(domain.StatePending), Due: micros(now), Nonce: d.Nonce(), Channel: d.Channel,
			Created: micros(now), Updated: micros(now), Rank: int(cmp.Or(d.Rank, domain.RankUsual)),
		})
	}
	once := clause.OnConflict{Columns: []clause.Column{{Name: "dedupe_key"}}, DoNothing: true}
	return named("outbox", tx.Clauses(once).CreateInBatches(&rows, insertBatch).Error)
}

// ripeSQL is the condition of the rows that may be claimed: what is due by the
// caller's time, and what somebody had in hand whose lease is over by the clock
// that all share.
const ripeSQL = "({row}.due > 0 AND ({row}.state <> 'sending' AND {row}.due <= @now OR {row}.state = 'sending' AND {row}.due <= {clock}))"

// busySQL lists the workspaces in which deliveries are open and the app is still
// installed: one step of the index outbox_claim for each, however much is due
// there.
const busySQL = `WITH RECURSIVE busy (workspace) AS (
	SELECT min(workspace) FROM outbox WHERE due > 0
	UNION ALL
	SELECT (SELECT min(o.workspace) FROM outbox o WHERE o.due > 0 AND o.workspace > busy.workspace)
	FROM busy WHERE busy.workspace IS NOT NULL)
	SELECT busy.workspace FROM busy WHERE busy.workspace IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM installations i WHERE i.workspace = busy.workspace AND i.gone > 0)`

// writableSQL leaves of those the ones in which something may be claimed.
const writableSQL = busySQL + `
	AND (SELECT o.id FROM outbox o WHERE o.workspace = busy.workspace AND {ripe o} ORDER BY o.rank, o.due, o.id LIMIT 1) IS NOT NULL
	ORDER BY busy.workspace`

// nextSQL picks what may be claimed in a workspace by the index outbox_claim, the
// most urgent first. Of one conversation it is one delivery, and none while
// another of it is in somebody's hands.
const nextSQL = `SELECT o.id FROM outbox o
	WHERE o.workspace = @workspace AND {ripe o} AND NOT EXISTS (
		SELECT 1 FROM outbox e
		WHERE e.workspace = o.workspace AND e.recipient = o.recipient AND (o.recipient <> '' OR e.channel = o.channel)
		AND e.due > 0 AND e.id <> o.id
		AND (e.state = 'sending' AND e.due > {clock} OR {ripe e} AND (e.rank, e.due, e.id) < (o.rank, o.due, o.id)))
	ORDER BY o.rank, o.due, o.id LIMIT @n`

// claimSQL takes rows that want attention and were not taken meanwhile. What
// stands in a row's state before decides whether an attempt may have arrived:
// a lease that ran out belongs to a process that died between posting and
// recording.
const claimSQL = `UPDATE outbox SET
	unknown = (state <> 'pending'), state = 'sending', attempt = attempt + 1, due = {clock} + @lease,
	first_attempt = CASE WHEN first_attempt = 0 THEN {clock} ELSE first_attempt END, updated = @now
	WHERE id {which} RETURNING *`

// which is how each dialect names the rows to be claimed. PostgreSQL plans
// "IN (SELECT …)" as a join that can scan the table; the array is read first.
var which = map[dialect]string{
	sqliteDialect:   "IN (" + nextSQL + ")",
	postgresDialect: "= ANY(ARRAY(" + nextSQL + " FOR UPDATE OF o SKIP LOCKED))",
}

// spoken puts a statement above into the words of the dialect.
func (s *Store) spoken(statement string) string {
	statement = strings.ReplaceAll(statement, "{which}", which[s.dialect])
	for _, row := range []string{"o", "e"} {
		statement = strings.ReplaceAll(statement, "{ripe "+row+"}", strings.ReplaceAll(ripeSQL, "{row}", row))
	}
	return strings.ReplaceAll(statement, "{clock}", s.clock())
}

// Claim takes at most n deliveries that are due, in each workspace the most
// urgent first and no more than its pace allows now, each for as long as lease, and
// nothing in workspaces that are busy. One whose lease ran out may have arrived, and so may one whose fate was unknown
// before. Attempts are counted in the row, so that only the newest claim of it
// can be recorded.
func (ob *Outbox) Claim(ctx context.Context, now time.Time, lease time.Duration, n int, busy ...domain.WorkspaceID) ([]domain.Claim, error) {
	var claims []domain.Claim
	err := ob.store.write(ctx, "outbox", func(tx *gorm.DB) error {
		var writable []domain.WorkspaceID
		err := spanning(tx).Raw(ob.store.spoken(writableSQL), map[string]any{"now": micros(now)}).Scan(&writable).Error
		if err != nil {
			return fmt.Errorf("writable workspaces: %w", err)
		}
		claims = nil // of a commit that did not arrive
		for _, w := range writable {
			if slices.Contains(busy, w) {
				continue
			}
			mine, err := ob.claimIn(tx, w, now, lease, n-len(claims))
			if err != nil {
				return err
			}
			claims = append(claims, mine...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return claims, nil
}

// claimIn takes at most n deliveries in one workspace. Its pace is locked, so that
// all processes share one.
func (ob *Outbox) claimIn(tx *gorm.DB, w domain.WorkspaceID, now time.Time, lease time.Duration, n int) ([]domain.Claim, error) {
	if n <= 0 {
		return nil, nil
	}
	pace, clock, err := ob.store.lockPace(tx, w, now)
	if err != nil {
		return nil, err
	}
	_, may := pace.Take(clock, n)
	if may == 0 {
		return nil, nil
	}
	var rows []outboxRow
	err = spanning(tx).Raw(ob.store.spoken(claimSQL), map[string]any{
		"workspace": string(w), "now": micros(now), "lease": lease.Microseconds(), "n": may,
	}).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	// RETURNING has no order; ids follow the order of planning.
	slices.SortFunc(rows, func(a, b outboxRow) int { return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.ID, b.ID)) })
	claims := make([]domain.Claim, 0, len(rows))
	for _, r := range rows {
		c, err := r.claim()
		if err != nil {
			return nil, err
		}
		claims = append(claims, c)
	}
	pace, _ = pace.Take(clock, len(rows))
	return claims, savePace(tx, w, pace)
}

func (r outboxRow) claim() (domain.Claim, error) {
	read := reading{table: "outbox"}
	c := domain.Claim{
		ID: r.ID,
		Delivery: domain.Delivery{
			Owner: domain.Owner{Workspace: domain.WorkspaceID(r.Workspace), Member: domain.MemberID(r.Recipient)},
			Kind:  domain.DeliveryKind(r.Kind), Subject: r.Subject, On: read.date(r.LocalDate), Rank: domain.Rank(r.Rank),
		},
		Attempt: r.Attempt, Spared: r.Spared, Nonce: r.Nonce, Unknown: r.Unknown,
	}
	if r.Recipient == "" { // else it is the direct conversation that was posted to
		c.Delivery.Channel = r.Channel
	}
	if r.Attempt > 1 || r.Unknown {
		c.Since = instant(r.FirstAttempt)
	}
	return c, read.err
}

// heldSQL counts a claim that nobody took up after us and whose lease lasts a
// while yet.
const heldSQL = "SELECT count(*) FROM outbox WHERE id = @id AND attempt = @attempt AND state = 'sending' AND due > {clock} + @long"

// Held reports whether a claim is ours and will be for that long. A process that
// was slow, or stood still, asks before it goes on as if no time had passed.
func (ob *Outbox) Held(ctx context.Context, c domain.Claim, now time.Time, long time.Duration) (held bool, err error) {
	err = ob.store.read(ctx, "delivery", func(tx *gorm.DB) error {
		var n int
		err := spanning(tx).Raw(ob.store.spoken(heldSQL), map[string]any{
			"id": c.ID, "attempt": c.Attempt, "now": micros(now), "long": long.Microseconds(),
		}).Scan(&n).Error
		held = n == 1
		return err
	})
	return held, err
}

// Record stores what became of a claim: the step that it takes, and for a delivery
// that is to be tried or looked for again the instant of that. KindInvalid for a
// step that is not an attempt's by [domain.Steps]; KindConflict when the claim is
// no longer ours, or was recorded before.
func (ob *Outbox) Record(ctx context.Context, c domain.Claim, step domain.Step, o domain.Outcome, next, now time.Time) error {
	if step.From != domain.StateSending || step.To == domain.StateSending || !domain.May(step.From, step.On, step.To) {
		return domain.Fault(domain.KindInvalid, "delivery step", nil)
	}
	changes := map[string]any{"state": string(step.To), "due": int64(0), "code": o.Code, "updated": micros(now)}
	if step.To == domain.StatePending || step.To == domain.StateUnknown {
		changes["due"], changes["unknown"] = micros(later(next, now)), step.To == domain.StateUnknown
	}
	if step.On == domain.OnRateLimited {
		changes["spared"] = gorm.Expr("spared + 1")
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
		if err := changedOne("delivery", done.RowsAffected, done.Error); err != nil {
			return err
		}
		return ob.heed(tx, c.Delivery, o, now)
	})
}

// rest is for how long a conversation is left alone after a post: Slack takes one
// a second.
const rest = time.Second

// heed moves what else is to be said in a conversation out of the way of what was
// just tried there, and has the workspace's pace learn from it.
func (ob *Outbox) heed(tx *gorm.DB, d domain.Delivery, o domain.Outcome, now time.Time) error {
	refused := o.Result == domain.Limited && o.Channel != ""
	switch o.Result {
	case domain.Sent, domain.Unknown:
		return stepAside(tx, d, now.Add(rest))
	case domain.Limited:
		if !refused {
			break // another method was, and nothing was posted
		}
		if err := stepAside(tx, d, now.Add(max(o.RetryAfter, rest))); err != nil {
			return err
		}
	case domain.Cancelled:
	default:
		return nil
	}
	pace, clock, err := ob.store.lockPace(tx, d.Workspace, now)
	if err != nil {
		return err
	}
	if refused {
		pace = pace.Limit(o.Channel, max(o.RetryAfter, rest), clock)
	} else {
		pace = pace.Unused()
	}
	return savePace(tx, d.Workspace, pace)
}

// stepAside has what else waits for d's conversation wait until an instant.
func stepAside(tx *gorm.DB, d domain.Delivery, until time.Time) error {
	others := spanning(tx).Model(outboxRow{}).
		Where("workspace = ? AND recipient = ? AND "+open+" AND due < ?", string(d.Workspace), string(d.Member), micros(until)).
		Where("state IN ?", []string{string(domain.StatePending), string(domain.StateUnknown)})
	if d.Member == "" {
		others = others.Where("channel = ?", d.Channel)
	}
	return others.Update("due", micros(until)).Error
}

// waitingSQL is, for each busy workspace, its pace and when the first delivery of
// each rank is due. One whose conversation is in somebody's hands is not: whoever
// has it comes first.
var waitingSQL = func() string {
	first := func(rank domain.Rank) string {
		return fmt.Sprintf(`(SELECT o.due FROM outbox o WHERE o.workspace = b.workspace AND o.rank = %d AND o.due > 0
		AND (o.state = 'sending' OR NOT EXISTS (SELECT 1 FROM outbox e
			WHERE e.workspace = o.workspace AND e.recipient = o.recipient AND (o.recipient <> '' OR e.channel = o.channel)
			AND e.due > 0 AND e.state = 'sending'))
		ORDER BY o.due LIMIT 1)`, rank)
	}
	return `SELECT ` + first(domain.RankUrgent) + ` AS urgent, ` + first(domain.RankUsual) + ` AS usual, ` +
		first(domain.RankPatient) + ` AS patient, b.workspace AS busy, p.*
	FROM (` + busySQL + `) b LEFT JOIN paces p ON p.workspace = b.workspace`
}()

func nextDelivery(tx *gorm.DB, but ...domain.WorkspaceID) (next time.Time, err error) {
	var rows []struct {
		Busy                   domain.WorkspaceID
		Urgent, Usual, Patient *int64

		Pace paceRow `gorm:"embedded"`
	}
	if err := spanning(tx).Raw(waitingSQL).Scan(&rows).Error; err != nil {
		return next, err
	}
	for _, r := range rows {
		for _, due := range []*int64{r.Urgent, r.Usual, r.Patient} {
			if due == nil || slices.Contains(but, r.Busy) {
				continue
			}
			if at := r.Pace.pace().Next(instant(*due)); next.IsZero() || at.Before(next) {
				next = at
			}
		}
	}
	return next, nil
}

// later returns the later of two instants.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Tally counts what is open in the outbox. It costs what is open, not what is
// stored: sent deliveries keep their rows for good.
func (ob *Outbox) Tally(ctx context.Context, now time.Time) (domain.Tally, error) {
	t := domain.Tally{ByState: make(map[domain.State]int)}
	for _, s := range openStates {
		t.ByState[s] = 0
	}
	err := ob.store.read(ctx, "outbox", func(tx *gorm.DB) error {
		var rows []struct {
			State  string
			Count  int
			Oldest int64
		}
		err := spanning(tx).Raw(tallySQL, map[string]any{"open": openStates}).Scan(&rows).Error
		if err != nil {
			return err
		}
		for _, r := range rows {
			s := domain.State(r.State)
			t.ByState[s] = r.Count
			if s != domain.StateHeld {
				t.Oldest = max(t.Oldest, now.Sub(instant(r.Oldest)))
			}
		}
		var waiting []int64
		if err := spanning(tx).Raw(overdueSQL, map[string]any{"now": micros(now)}).Scan(&waiting).Error; err != nil {
			return err
		}
		if len(waiting) > 0 {
			t.Waiting = max(0, now.Sub(instant(waiting[0])))
		}
		var pace struct{ Paused, PerMinute int }
		err = spanning(tx).Raw(paceSQL, map[string]any{"now": micros(now)}).Scan(&pace).Error
		t.Paused, t.PerMinute = pace.Paused, pace.PerMinute
		return err
	})
	return t, err
}

// Totals counts all that was ever in the outbox, by state. It reads all of it, and
// is for an operator who asks.
func (ob *Outbox) Totals(ctx context.Context) (map[domain.State]int, error) {
	all := make(map[domain.State]int, len(domain.States))
	err := ob.store.read(ctx, "outbox", func(tx *gorm.DB) error {
		var rows []struct {
			State string
			Count int
		}
		err := spanning(tx).Model(outboxRow{}).Select("state, count(*) AS count").Group("state").Scan(&rows).Error
		for _, r := range rows {
			all[domain.State(r.State)] = r.Count
		}
		return err
	})
	return all, err
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

// openStates are those that are not final.
var openStates = slices.DeleteFunc(slices.Clone(domain.States), domain.State.Final)

// tallySQL counts what is open by the index outbox_state.
const tallySQL = `SELECT state, count(*) AS count, min(created) AS oldest FROM outbox WHERE state IN @open GROUP BY state`

// overdueSQL finds what has been due for longest where Slack takes messages: an
// attempt that failed moves on, and a workspace that Slack has paused waits for
// good reason. It walks the index outbox_due from its beginning.
const overdueSQL = "SELECT due FROM outbox WHERE " + open + ` AND due <= @now
	AND NOT EXISTS (SELECT 1 FROM paces p WHERE p.workspace = outbox.workspace AND p.paused > @now)
	ORDER BY due LIMIT 1`

// paceSQL sums up how fast may be sent; paces has one row for each workspace.
const paceSQL = `SELECT count(CASE WHEN paused > @now THEN 1 END) AS paused,
	coalesce(sum(per_minute), 0) AS per_minute FROM paces`

package reminders

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"rapport/domain"
	"rapport/internal/failpoint"
)

const (
	// claims bounds one pass. How much of it is for one workspace is said by its
	// pace: seconds' worth, so that what another replica could send meanwhile is
	// not kept from it.
	claims = 1000
	// hands is in how many workspaces is posted at once: one where Slack is slow
	// holds up no other.
	hands = 16
	// lanes is how many conversations of a workspace are posted to at once: one
	// after another they would come at the pace of Slack's answers, and not at the
	// one that it allows.
	lanes = 4
)

// parcel is what was claimed in one workspace, the most urgent first.
type parcel struct {
	workspace domain.WorkspaceID
	claims    []domain.Claim
}

// collect claims what is due and what each workspace's pace allows, but not in
// those that are busy.
func (r *Reminders) collect(ctx context.Context, now time.Time, busy ...domain.WorkspaceID) ([]parcel, error) {
	mine, err := r.outbox.Claim(ctx, now, lease, claims, busy...)
	if err != nil {
		return nil, fmt.Errorf("outbox claim: %w", err)
	}
	if len(mine) > 0 {
		if err := failpoint.Hit(failpoint.AfterClaim); err != nil {
			return nil, err
		}
	}
	var all []parcel
	for _, c := range mine {
		w := c.Delivery.Workspace
		i := slices.IndexFunc(all, func(p parcel) bool { return p.workspace == w })
		if i < 0 {
			i, all = len(all), append(all, parcel{workspace: w})
		}
		all[i].claims = append(all[i].claims, c)
	}
	return all, nil
}

// deliver makes one pass over the outbox, and returns when what it claimed was
// sent: in each workspace one after another.
func (r *Reminders) deliver(ctx context.Context, now time.Time) error {
	parcels, err := r.collect(ctx, now)
	if err != nil {
		return err
	}
	errs := make([]error, len(parcels))
	var all sync.WaitGroup
	free := make(chan struct{}, hands)
	for i, p := range parcels {
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			errs[i] = r.deliverIn(ctx, p.claims, 1, now)
		})
	}
	all.Wait()
	return errors.Join(errors.Join(errs...), ctx.Err())
}

// deliverIn sends the claims of one workspace, so many at once. When two
// conversations of them have met a 429 it is the workspace that is limited, and the
// rest need not meet it too.
func (r *Reminders) deliverIn(ctx context.Context, mine []domain.Claim, atOnce int, now time.Time) error {
	t := tray{claims: mine}
	if atOnce = min(atOnce, len(mine)); atOnce <= 1 {
		r.empty(ctx, &t, now)
		return t.verdict()
	}
	var all sync.WaitGroup
	for range atOnce {
		all.Go(func() { r.empty(ctx, &t, now) })
	}
	all.Wait()
	return t.verdict()
}

// empty delivers what is in a tray until nothing is left in it.
func (r *Reminders) empty(ctx context.Context, t *tray, now time.Time) {
	for ctx.Err() == nil { // what is left comes back when its lease is over, and is looked for
		c, limit, ok := t.next()
		if !ok {
			return
		}
		o, err := r.deliverOne(ctx, c, limit, now)
		if err != nil && domain.KindOf(err) != domain.KindUnwritable {
			r.log.ErrorContext(ctx, "delivery not recorded", "delivery", c.ID, "kind", c.Delivery.Kind, "err", err)
		}
		t.done(o, err)
	}
}

// tray holds the claims of one workspace that are still to be delivered, and what
// the others have met.
type tray struct {
	mu      sync.Mutex
	claims  []domain.Claim
	first   string         // the conversation that met a 429
	limited domain.Outcome // of the workspace, once a second one has
	failed  int
	stopped error // a further message could not be recorded either
}

// next takes the most urgent claim, with its outcome if that is known already.
func (t *tray) next() (c domain.Claim, known domain.Outcome, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.claims) == 0 || t.stopped != nil {
		return c, known, false
	}
	c, t.claims = t.claims[0], t.claims[1:]
	return c, t.limited, true
}

// done learns from what became of a claim.
func (t *tray) done(o domain.Outcome, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case domain.KindOf(err) == domain.KindUnwritable:
		t.stopped = fmt.Errorf("deliveries: %w", err)
	case err != nil:
		t.failed++
	}
	switch {
	case o.Result != domain.Limited || o.Channel == "":
	case t.first == "":
		t.first = o.Channel
	case t.first != o.Channel:
		t.limited = domain.Outcome{Result: o.Result, RetryAfter: o.RetryAfter, Code: o.Code}
	}
}

// verdict says how many deliveries could not be recorded.
func (t *tray) verdict() error {
	if t.stopped == nil && t.failed > 0 {
		return fmt.Errorf("%d deliveries not recorded", t.failed)
	}
	return t.stopped
}

// deliverOne makes one attempt, unless its outcome is known already, and records
// what became of it. A panic in the store's part is that delivery's error.
func (r *Reminders) deliverOne(ctx context.Context, c domain.Claim, known domain.Outcome, now time.Time) (o domain.Outcome, err error) {
	defer caught(&err, "delivering")
	attempting, done := lingering(ctx, parting)
	defer done()
	// The time for it runs from before we ask whose it is: whoever stands still behind
	// the answer finds it over.
	attempting, cancel := context.WithTimeout(attempting, timeFor(c))
	defer cancel()
	ctx = context.WithoutCancel(ctx)
	switch held, err := r.outbox.Held(ctx, c, now, 2*patience); {
	case err != nil:
		return o, fmt.Errorf("claim of attempt %d: %w", c.Attempt, err)
	case !held: // we were slow, or stood still; whoever has it now sends it
		r.log.WarnContext(ctx, "delivery left to another process", "delivery", c.ID, "kind", c.Delivery.Kind, "attempt", c.Attempt)
		return o, nil
	}
	looked := false
	if o = known; o.Result == 0 {
		o, looked = r.attempt(attempting, c, now)
	}
	v := judge(c, o, looked)
	r.meter.attempted(c, v.State)
	r.pulse.step()
	if err := failpoint.Hit(failpoint.BeforeRecord); err != nil {
		return o, err
	}
	if err := r.outbox.Record(ctx, c, v.step(), o, now.Add(v.Wait), now); err != nil {
		return o, fmt.Errorf("outcome of attempt %d: %w", c.Attempt, err)
	}
	if v.State.Final() {
		r.pulse.delivered()
	}
	return o, r.tell(ctx, c, o, v, now)
}

package reminders

import (
	"context"
	"slices"
	"sync"
	"time"

	"rapport/domain"
)

// rounds are the passes over the outbox while a process runs. A pass does not wait
// for Slack: a workspace in which something is in hand is left out of the next ones
// until that is done, so that one where Slack is slow holds up no other.
type rounds struct {
	*Reminders
	now  func() time.Time
	last time.Time // the beginning of the last pass
	free chan struct{}
	all  sync.WaitGroup

	mu   sync.Mutex
	busy []domain.WorkspaceID
}

func newRounds(r *Reminders, now func() time.Time) *rounds {
	return &rounds{Reminders: r, now: now, free: make(chan struct{}, hands)}
}

// run makes passes when something can be delivered, and only then, until ctx ends.
// It returns when what is in hand was delivered.
func (r *rounds) run(ctx context.Context) {
	defer r.all.Wait()
	var due <-chan time.Time // never, to begin with
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.woken:
		case <-due:
			if err := r.pass(ctx); err != nil {
				r.incomplete(ctx, err)
				due = nil // what stopped it is looked into by the tick
				continue
			}
		}
		due = r.untilDue(ctx)
	}
}

// pass is one pass over the outbox. A panic in it ends nothing else.
func (r *rounds) pass(ctx context.Context) (err error) {
	defer caught(&err, "delivering")
	now := r.now()
	r.last = now
	parcels, err := r.collect(ctx, now, r.engaged()...)
	if err != nil {
		return err
	}
	for _, p := range parcels {
		r.engage(p.workspace)
		r.all.Go(func() {
			r.free <- struct{}{}
			defer func() { <-r.free }()
			if err := r.deliverIn(ctx, p.claims, lanes, now); err != nil {
				r.incomplete(ctx, err)
			}
			r.release(p.workspace)
		})
	}
	return nil
}

// engaged returns the workspaces in which something is in hand.
func (r *rounds) engaged() []domain.WorkspaceID {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.busy)
}

func (r *rounds) engage(w domain.WorkspaceID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.busy = append(r.busy, w)
}

// release has a workspace take part in the next pass.
func (r *rounds) release(w domain.WorkspaceID) {
	r.mu.Lock()
	r.busy = slices.DeleteFunc(r.busy, func(b domain.WorkspaceID) bool { return b == w })
	r.mu.Unlock()
	r.wake()
}

// untilDue tells when the next pass is, nil when the next tick comes before it.
func (r *rounds) untilDue(ctx context.Context) <-chan time.Time {
	next, err := r.diary.NextDelivery(ctx, r.engaged()...)
	if err != nil {
		if ctx.Err() == nil {
			r.log.ErrorContext(ctx, "next delivery not known", "err", err)
		}
		return nil
	}
	if next.IsZero() {
		return nil
	}
	now := r.now()
	rest := min(max(breath-now.Sub(r.last), 0), breath) // of a clock that went back too
	wait := max(next.Sub(now), rest)
	if wait >= time.Minute {
		return nil
	}
	return time.After(wait)
}

// incomplete says what stopped a pass, unless the store has said it.
func (r *rounds) incomplete(ctx context.Context, err error) {
	if ctx.Err() == nil && domain.KindOf(err) != domain.KindUnwritable {
		r.log.ErrorContext(ctx, "pass incomplete", "err", err)
	}
}

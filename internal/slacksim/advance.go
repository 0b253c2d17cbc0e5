package slacksim

import (
	"context"
	"fmt"
	"time"
)

const (
	// watch is how often a running clock looks whether something is due.
	watch = time.Second
	// stuck is how often the bot may stay due at one instant before the clock
	// goes a minute on without it: something that fails must not stop time.
	stuck = 50
	// stepLimit is how long one step of the clock waits for the bot, on the wall.
	stepLimit = time.Minute
)

// Advance moves the clock to an instant. Everything that would have happened in
// between happens, in order, each at its own time; it returns when all has
// settled.
func (s *Sim) Advance(ctx context.Context, to time.Time) error {
	s.moving.Lock()
	defer s.moving.Unlock()
	if now := s.Clock().Now; to.Before(now) {
		return refuse("The clock only moves forward: it is %s.", now.Format(time.RFC3339))
	}
	s.settleWithin(ctx, stepLimit)
	// A running clock is held meanwhile, so that each thing has its exact time.
	s.hold(true)
	defer s.hold(false)
	last, times := time.Time{}, 0
	for {
		next, err := s.next(ctx)
		if err != nil {
			return err
		}
		if now := s.Clock().Now; next.Before(now) && !next.IsZero() {
			next = now
		}
		if next.Equal(last) {
			times++
		} else {
			times = 0
		}
		if times > stuck {
			next = next.Add(time.Minute)
		}
		if next.IsZero() || next.After(to) {
			break
		}
		if err := s.reach(ctx, next); err != nil {
			return err
		}
		last = next
	}
	return s.setClock(to)
}

// next is the earliest instant at which something is to happen, the zero time
// for never.
func (s *Sim) next(ctx context.Context) (time.Time, error) {
	s.mu.Lock()
	driver, next := s.driver, s.w.nextRetry()
	s.mu.Unlock()
	if driver == nil {
		return next, nil
	}
	due, err := driver.Next(ctx)
	if err != nil {
		return next, fmt.Errorf("ask the bot what is next: %w", err)
	}
	if next.IsZero() || !due.IsZero() && due.Before(next) {
		next = due
	}
	return next, nil
}

// reach sets the clock to an instant and lets happen what is due then.
func (s *Sim) reach(ctx context.Context, at time.Time) error {
	if err := s.setClock(at); err != nil {
		return err
	}
	return s.doDue(ctx)
}

// doDue lets happen what is due now.
func (s *Sim) doDue(ctx context.Context) error {
	s.mu.Lock()
	now, driver := s.w.clock.at(s.opts.Now()), s.driver
	s.mu.Unlock()
	s.sendDue()
	if driver != nil {
		if err := driver.Tick(ctx, now); err != nil {
			return fmt.Errorf("let the bot do what is due: %w", err)
		}
	}
	s.settleWithin(ctx, stepLimit)
	return ctx.Err()
}

// setClock moves the clock, never back, and keeps it.
func (s *Sim) setClock(to time.Time) error {
	return s.change(func(w *world) error {
		wall := s.opts.Now()
		if now := w.clock.at(wall); to.Before(now) {
			to = now
		}
		w.clock.set(to, wall)
		w.now = w.clock.base
		w.touch("clock", clockState{Now: w.now})
		return nil
	})
}

// hold stops a running clock, or lets it go on from where it stands.
func (s *Sim) hold(held bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	wall := s.opts.Now()
	s.w.clock.set(s.w.clock.at(wall), wall)
	s.w.clock.running = s.opts.Running && !held
}

// keepTime lets happen what comes due while the clock runs with the wall.
func (s *Sim) keepTime() {
	if !s.opts.Running {
		return
	}
	beat := time.NewTicker(watch)
	defer beat.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-beat.C:
		}
		if !s.moving.TryLock() {
			continue // somebody moves the clock, and does what is due
		}
		next, err := s.next(s.ctx)
		if err == nil && !next.IsZero() && !next.After(s.Clock().Now) {
			// What went wrong is the bot's to tell; the next beat tries again.
			_ = s.setClock(s.Clock().Now)
			_ = s.doDue(s.ctx)
		}
		s.moving.Unlock()
	}
}

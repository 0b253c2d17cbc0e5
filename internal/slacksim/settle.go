package slacksim

import (
	"context"
	"time"
)

const (
	// patience is how long an action waits for the bot to settle.
	patience = 5 * time.Second
	// quiet is how long nothing may happen before a bot without a Driver counts
	// as settled.
	quiet = 60 * time.Millisecond
)

// settle waits until the bot has nothing left in its hands: no payload without
// acknowledgment, no call in flight, and its Driver says so too. It gives up,
// without an error, when ctx ends.
func (s *Sim) settle(ctx context.Context) {
	for {
		s.mu.Lock()
		busy, before, stirred, driver := s.busy > 0, s.moves, s.stirred, s.driver
		s.mu.Unlock()
		if busy {
			select {
			case <-stirred:
				continue
			case <-ctx.Done():
				return
			case <-s.ctx.Done():
				return
			}
		}
		if !s.rest(ctx, driver, before) {
			return
		}
		s.mu.Lock()
		still := s.busy == 0 && s.moves == before
		s.mu.Unlock()
		if still {
			return
		}
	}
}

// settleWithin is settle with a limit on the wall.
func (s *Sim) settleWithin(ctx context.Context, limit time.Duration) {
	wait, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	s.settle(wait)
}

// rest waits for the bot itself, and tells whether there is time left.
func (s *Sim) rest(ctx context.Context, driver Driver, before uint64) bool {
	if driver != nil {
		return driver.Settle(ctx) == nil && ctx.Err() == nil
	}
	pause := time.NewTimer(quiet)
	defer pause.Stop()
	for {
		s.mu.Lock()
		moved, stirred := s.moves != before, s.stirred
		s.mu.Unlock()
		if moved {
			return true
		}
		select {
		case <-stirred:
		case <-pause.C:
			return true
		case <-ctx.Done():
			return false
		case <-s.ctx.Done():
			return false
		}
	}
}

// catchUp lets happen what has come due meanwhile, perhaps by what a member just
// did: whatever is due now happens at once, and not a beat of the clock later.
func (s *Sim) catchUp(ctx context.Context) {
	s.moving.Lock()
	defer s.moving.Unlock()
	next, err := s.next(ctx)
	if err != nil || next.IsZero() || next.After(s.Clock().Now) {
		return
	}
	// What went wrong is the bot's to tell; the next beat tries again.
	_ = s.setClock(s.Clock().Now)
	_ = s.doDue(ctx)
}

// outcome settles and tells a member what came of it since a version, in one
// conversation or, with "", in all of theirs.
func (s *Sim) outcome(ctx context.Context, as, channel string, since uint64, out Outcome) (Outcome, error) {
	s.settleWithin(ctx, patience)
	s.catchUp(ctx)
	err := s.look(func(w *world) error {
		m := w.members[as]
		out.Messages = w.news(m, channel, since)
		if v := w.top(as); v != nil {
			out.View = encode(w.viewObject(v))
		}
		return nil
	})
	return out, err
}

// millis is how long an acknowledgment took, -1 for none.
func (a ack) millis() int64 {
	if a.err != nil {
		return -1
	}
	return a.took.Milliseconds()
}

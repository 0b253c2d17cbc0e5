package slacksim

import "time"

// clock is the box's clock: base was the time when the wall read wall.
type clock struct {
	base    time.Time
	wall    time.Time
	running bool
}

// at returns the box's time when the wall reads wall.
func (c clock) at(wall time.Time) time.Time {
	if !c.running || wall.Before(c.wall) {
		return c.base
	}
	return c.base.Add(wall.Sub(c.wall)).Truncate(time.Microsecond)
}

// set moves the clock.
func (c *clock) set(now, wall time.Time) {
	c.base, c.wall = now.UTC().Truncate(time.Microsecond), wall
}

// state is what is kept of a clock.
func (c clock) state(wall time.Time) clockState { return clockState{Now: c.at(wall)} }

type clockState struct {
	Now time.Time
}

// Clock returns the box's clock.
func (s *Sim) Clock() Clock {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Clock{Now: s.w.clock.at(s.opts.Now()), Running: s.opts.Running}
}

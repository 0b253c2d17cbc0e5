package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/bot"
)

const (
	// clockTolerance is by how much our clock may differ from Slack's or the
	// database's before somebody is told: digests come at a minute.
	clockTolerance = time.Minute
	// clockLimit is when it is no clock any more: what Slack signs is refused
	// after five minutes, and hours are not the members'.
	clockLimit = 5 * time.Minute
	// clockEvery is how often it is looked at again.
	clockEvery = 10 * time.Minute
	// settingClock is the way out.
	settingClock = "let NTP set it: timedatectl set-ntp true"
)

// clockwork holds our clock against others'.
type clockwork struct {
	offset *prometheus.GaugeVec
	off    map[clockOwner]bool // whose clock ours was off when last looked at
}

func newClockwork(reg prometheus.Registerer) *clockwork {
	c := &clockwork{off: make(map[clockOwner]bool), offset: prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "rapport_clock_offset_seconds",
		Help: "By how much this machine's clock is ahead of another one, by whose that is: slack or database.",
	}, []string{"of"})}
	reg.MustRegister(c.offset)
	c.offset.WithLabelValues(string(slackClock)) // 0 until it was asked
	return c
}

// compare notes what another clock showed at now, and refuses a difference that
// nothing can be done with.
func (s *server) compare(whose clockOwner, theirs, now time.Time) error {
	off := now.Sub(theirs).Round(time.Second)
	s.clocks.offset.WithLabelValues(string(whose)).Set(off.Seconds())
	was := s.clocks.off[whose]
	s.clocks.off[whose] = off.Abs() > clockTolerance
	switch {
	case off.Abs() > clockLimit:
		return fmt.Errorf("this machine's clock is %s: what Slack signs would be refused, and digests would come at wrong hours. The way out: %s",
			skewed(off, whose), settingClock)
	case s.clocks.off[whose]:
		s.log.Warn("this machine's clock is " + skewed(off, whose) + "; " + settingClock)
	case was:
		s.log.Info("this machine's clock agrees again", "of", whose)
	}
	return nil
}

// skewed says by how much a clock differs from another one.
func skewed(off time.Duration, whose clockOwner) string {
	of := map[clockOwner]string{slackClock: "Slack's", databaseClock: "the database server's"}[whose]
	if off < 0 {
		return fmt.Sprintf("%s behind %s", off.Abs(), of)
	}
	return fmt.Sprintf("%s ahead of %s", off, of)
}

// clockOwner is whose clock ours is held against.
type clockOwner string

// The owners of clocks.
const (
	slackClock    clockOwner = "slack"
	databaseClock clockOwner = "database"
)

// sameTime refuses to serve with a clock that is not the database's or Slack's.
// No in is before Slack was reached. A server without clockwork has a clock
// that is moved, and agrees with nobody's.
func (s *server) sameTime(ctx context.Context, in *bot.Installation) error {
	if s.clocks == nil {
		return nil
	}
	if in != nil {
		if in.Date.IsZero() {
			return nil // a proxy may have taken it out; bot check says so
		}
		return s.compare(slackClock, in.Date, s.now())
	}
	theirs, own, err := s.store.Clock(ctx)
	if err != nil || !own {
		return err
	}
	return s.compare(databaseClock, theirs, s.now())
}

// watchClock looks at the clocks again and again until ctx ends, since they drift.
// It ends nothing: what is right for most members goes on.
func (s *server) watchClock(ctx context.Context, in *bot.Installation) {
	t := time.NewTicker(clockEvery)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			s.lookAtClocks(ctx, in)
		case <-ctx.Done():
			return
		}
	}
}

// lookAtClocks compares ours with Slack's and the database's once.
func (s *server) lookAtClocks(ctx context.Context, in *bot.Installation) {
	ctx, cancel := context.WithTimeout(ctx, checking)
	defer cancel()
	later := *in
	later.Date = time.Time{}
	if who, err := in.Client.AuthTestContext(ctx); err == nil {
		later.Date = dateOf(who.Header)
	}
	for _, of := range []*bot.Installation{nil, &later} {
		if err := s.sameTime(ctx, of); err != nil && ctx.Err() == nil {
			s.log.Error("the clocks differ", "err", err)
		}
	}
}

// dateOf is when an answer was given by the clock of who gave it, zero if it
// doesn't say.
func dateOf(h http.Header) time.Time {
	at, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return at
}

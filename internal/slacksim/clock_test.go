package slacksim_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/internal/slacksim"
)

// idle is a bot's schedule with nothing on it.
type idle struct{}

func (idle) Next(context.Context) (time.Time, error) { return time.Time{}, nil }
func (idle) Tick(context.Context, time.Time) error   { return nil }
func (idle) Settle(context.Context) error            { return nil }

// schedule is a bot that posts something at each of its instants.
type schedule struct {
	mu   sync.Mutex
	at   []time.Time
	post func(time.Time) error
}

func (s *schedule) Next(context.Context) (time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.at) == 0 {
		return time.Time{}, nil
	}
	return s.at[0], nil
}

func (s *schedule) Tick(_ context.Context, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.at) > 0 && !s.at[0].After(now) {
		if err := s.post(s.at[0]); err != nil {
			return err
		}
		s.at = s.at[1:]
	}
	return nil
}

func (s *schedule) Settle(context.Context) error { return nil }

func TestAdvanceDoesEverythingAtItsOwnTime(t *testing.T) {
	b := newBox(t, slacksim.Options{Events: []string{}})
	api := b.client("")
	s := &schedule{post: func(at time.Time) error {
		_, _, err := api.PostMessage(b.mia.DM, slack.MsgOptionText(at.Format(time.RFC3339), false))
		return err
	}}
	var want []time.Time
	for day := range 35 {
		for _, hour := range []int{9, 15} {
			want = append(want, start.AddDate(0, 0, day).Add(time.Duration(hour)*time.Hour))
		}
	}
	s.at = slices.Clone(want)
	b.SetDriver(s)
	begun := time.Now()
	if err := b.Advance(t.Context(), start.AddDate(0, 0, 35)); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("five weeks took %v", took)
	}
	seen, err := b.Messages(b.mia.ID, b.mia.DM, "")
	if err != nil || len(seen) != len(want) {
		t.Fatalf("%d messages, want %d (%v)", len(seen), len(want), err)
	}
	for i, m := range seen {
		if !m.At.Equal(want[i]) || m.Text != want[i].Format(time.RFC3339) {
			t.Errorf("message %d is stamped %v and says %s, want %v", i, m.At, m.Text, want[i])
		}
	}
	if now := b.Clock().Now; !now.Equal(start.AddDate(0, 0, 35)) {
		t.Errorf("the clock stands at %v", now)
	}
	wantRefusal(t, b.Advance(t.Context(), start))
}

func TestABotThatStaysDueDoesNotStopTime(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	s := &stuckBot{}
	b.SetDriver(s)
	if err := b.Advance(t.Context(), start.Add(10*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if now := b.Clock().Now; !now.Equal(start.Add(10 * time.Minute)) {
		t.Errorf("the clock stands at %v", now)
	}
	if s.ticks < 10 || s.ticks > 1000 {
		t.Errorf("%d ticks", s.ticks)
	}
}

// stuckBot is always due and never done.
type stuckBot struct {
	idle
	ticks int
}

func (*stuckBot) Next(context.Context) (time.Time, error) { return start, nil }

func (s *stuckBot) Tick(context.Context, time.Time) error {
	s.ticks++
	return nil
}

func TestARunningClockTicksByItself(t *testing.T) {
	b := newBox(t, slacksim.Options{Running: true, Events: []string{}})
	posted := make(chan time.Time, 1)
	now := b.Clock().Now
	if now.Before(start) {
		t.Errorf("the clock stands at %v", now)
	}
	b.SetDriver(&schedule{at: []time.Time{now.Add(300 * time.Millisecond)}, post: func(at time.Time) error {
		posted <- at
		return nil
	}})
	select {
	case <-posted:
	case <-time.After(5 * time.Second):
		t.Error("what came due was not done")
	}
	if err := b.Advance(t.Context(), b.Clock().Now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	after := b.Clock().Now
	eventually(t, "the clock goes on", func() bool { return b.Clock().Now.After(after) })
	if b.Clock().Now.Sub(now) < time.Hour {
		t.Errorf("it was moved to %v only", after)
	}
}

func TestAdvanceTellsWhatTheBotCouldNotDo(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	b.SetDriver(&schedule{at: []time.Time{start.Add(time.Minute)}, post: func(time.Time) error { return fmt.Errorf("disk full") }})
	if err := b.Advance(t.Context(), start.Add(time.Hour)); err == nil {
		t.Error("no error")
	}
}

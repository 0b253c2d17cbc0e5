package bench

import (
	"context"
	"flag"
	"log/slog"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/domain"
	"rapport/reminders"
	"rapport/store"
)

var (
	fewPeople  = flag.Int("ticks.few", 10_000, "how many people the small database of BenchmarkTick holds")
	manyPeople = flag.Int("ticks.many", 100_000, "how many the large one holds; 10000000 takes minutes and gigabytes")
)

const (
	// circle is how many people a member of these benchmarks keeps.
	circle = 40
	// dueAtOnce is how many members of BenchmarkTick are due at one instant.
	dueAtOnce = 100
)

// BenchmarkTick ticks a store with few people in it and one with many in turns, with
// nobody and with a hundred members due, and tells by how much the large one takes
// longer: the middle of all rounds. A tick is all that it is in earnest, Slack left
// out: the diaries, the planning and its commits, the claim and the pace, and for each
// message what is read to render it and what is kept of it.
func BenchmarkTick(b *testing.B) {
	for _, d := range databases {
		b.Run(d.name, func(b *testing.B) {
			few, many := newTicking(b, d.driver, d.new(b), *fewPeople), newTicking(b, d.driver, d.new(b), *manyPeople)
			b.Run("0 due", func(b *testing.B) { inTurns(b, few, many, 0) })
			b.Run("100 due", func(b *testing.B) { inTurns(b, few, many, dueAtOnce) })
		})
	}
}

// inTurns ticks two stores in turns.
func inTurns(b *testing.B, few, many *ticking, due int) {
	few.tick(b, due) // what is read first comes from the disk
	many.tick(b, due)
	var small, large, ratio []float64
	for b.Loop() {
		// Whoever goes second has the other's leavings in its caches.
		var s, l float64
		if len(ratio)%2 == 0 {
			s, l = few.tick(b, due), many.tick(b, due)
		} else {
			l = many.tick(b, due)
			s = few.tick(b, due)
		}
		small, large, ratio = append(small, s), append(large, l), append(ratio, l/s)
	}
	b.ReportMetric(middle(small)/1e3, "small-µs")
	b.ReportMetric(middle(large)/1e3, "large-µs")
	b.ReportMetric(middle(ratio), "large÷small")
	b.ReportMetric(0, "ns/op")
}

func middle(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

// ticking is reminders over a town.
type ticking struct {
	store     *store.Store
	reminders *reminders.Reminders
	sender    *instantly
	now       time.Time
}

// newTicking builds a town in which a hundred are due each day. They live in as many
// workspaces as it takes for the pace to let them all go at once.
func newTicking(b *testing.B, driver, dsn string, people int) *ticking {
	b.Helper()
	at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	s := built(b, driver, dsn, town{members: people / circle, circle: circle, workspaces: 20, due: dueAtOnce, at: at})
	sender := &instantly{store: s}
	r := reminders.New(s.Appointments(), s.Summaries(), s.Outbox(), s.Members(), sender, slog.New(slog.DiscardHandler),
		reminders.NewMeter(prometheus.NewRegistry()))
	return &ticking{store: s, reminders: r, sender: sender, now: at}
}

// tick makes one tick, at an hour at which so many are due, and asks when the next
// delivery is. It returns how long that took, in nanoseconds.
func (t *ticking) tick(b *testing.B, due int) float64 {
	b.Helper()
	now, before := t.now, t.sender.sent.Load()
	if due == 0 {
		now = now.Add(-time.Hour)
	}
	begun := time.Now()
	err := t.reminders.Tick(b.Context(), now)
	next, err2 := t.store.Appointments().NextDelivery(b.Context())
	took := time.Since(begun)
	if sent := int(t.sender.sent.Load() - before); err != nil || err2 != nil || sent != due || !next.IsZero() {
		b.Fatalf("%d sent, the next at %v, errors %v and %v; want %d and no more", sent, next, err, err2, due)
	}
	if t.now, err = t.reminders.Next(b.Context()); err != nil {
		b.Fatal(err)
	}
	return float64(took)
}

// instantly is a Slack that takes everything at once. For each message it reads and
// keeps what the bot does.
type instantly struct {
	store *store.Store
	sent  atomic.Int64
}

func (s *instantly) Tend(context.Context, time.Time) error { return nil }

func (s *instantly) Send(ctx context.Context, d domain.Delivery, _ string, now time.Time) domain.Outcome {
	p, err := s.store.Shows().Portfolio(ctx, d.Owner, now)
	if err != nil {
		return domain.Outcome{Result: domain.Failed, Code: "store"}
	}
	var shown []domain.Telling
	for _, n := range domain.PlanDigest(p, d.On).Shown {
		shown = append(shown, n.Telling())
	}
	if err := s.store.Shows().Shown(ctx, d, shown); err != nil {
		return domain.Outcome{Result: domain.Failed, Code: "store"}
	}
	s.sent.Add(1)
	return domain.Outcome{Result: domain.Sent, Channel: p.Member.Channel, TS: "1.1"}
}

func (s *instantly) Find(context.Context, domain.Delivery, string, time.Time, time.Time) domain.Outcome {
	return domain.Outcome{Result: domain.Cancelled}
}

package reminders_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/domain"
	"rapport/reminders"
	"rapport/store"
)

// board stands for the channels of Slack: it keeps what was posted there, and says
// what it is told to say about it.
type board struct {
	mu     sync.Mutex
	posted []domain.Delivery
	// silent says that Slack takes a post to a channel and does not answer, unreadable
	// what it says to whoever looks for it, "" when it lets them.
	silent     bool
	unreadable string
	looked     int
}

func (b *board) Tend(context.Context, time.Time) error { return nil }

func (b *board) Send(_ context.Context, d domain.Delivery, nonce string, _ time.Time) domain.Outcome {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.posted = append(b.posted, d)
	if b.silent && d.Channel != "" {
		return domain.Outcome{Result: domain.Unknown, Code: "timeout"}
	}
	return domain.Outcome{Result: domain.Sent, TS: nonce}
}

func (b *board) Find(_ context.Context, d domain.Delivery, nonce string, _, _ time.Time) domain.Outcome {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.looked++
	switch {
	case b.unreadable != "":
		return domain.Outcome{Result: domain.Failed, Code: b.unreadable}
	case slices.ContainsFunc(b.posted, func(p domain.Delivery) bool { return p.Key() == d.Key() }):
		return domain.Outcome{Result: domain.Sent, TS: nonce}
	}
	return domain.Outcome{Result: domain.Cancelled, Code: "not_posted"}
}

// dates are the dates of the summaries that a channel was posted.
func (b *board) dates(channel string) []domain.Date {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []domain.Date
	for _, d := range b.posted {
		if d.Kind == domain.SummaryDelivery && d.Channel == channel {
			all = append(all, d.On)
		}
	}
	return all
}

// posting has the world's reminders post to a board.
func (w *world) posting(b *board) *reminders.Reminders {
	return remind(w.store, b)
}

func remind(s *store.Store, b *board) *reminders.Reminders {
	return reminders.New(s.Appointments(), s.Summaries(), s.Outbox(), s.Members(), b,
		slog.New(slog.DiscardHandler), reminders.NewMeter(prometheus.NewRegistry()))
}

// program starts a program of Mia's whose summary comes on Mondays at nine.
func (w *world) program(channel, zone string) {
	w.t.Helper()
	w.do(mia, func(b *domain.Book) error {
		_, err := b.Mentoring().Start(domain.Draft{
			Channel: channel, Name: "Mentors", Cadence: domain.Cadence{Ideal: 14, Maximum: 28}, Zone: zone,
			Summary: domain.Weekly{At: nine, Days: domain.Monday},
		})
		return err
	})
}

// every ticks at a pace until an instant.
func (w *world) every(pace time.Duration, r *reminders.Reminders, until time.Time) {
	w.t.Helper()
	for ; w.now.Before(until); w.now = w.now.Add(pace) {
		if err := r.Tick(w.t.Context(), w.now); err != nil {
			w.t.Errorf("tick at %v: %v", w.now, err)
		}
	}
}

// One summary a week for each program, at its own hour. What weeks without us would
// have brought is not made up for; only a day late it still comes.
func TestSummariesComeOnceAWeekAndAreNotMadeUpFor(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.program("C1", "Europe/Berlin")
		w.program("C2", "Pacific/Auckland")
		b := &board{}
		r := w.posting(b)
		first := monday.AddDays(7)
		w.every(time.Hour, r, domain.Instant(first, 8*60, time.UTC))
		if c1, c2 := b.dates("C1"), b.dates("C2"); len(c1) != 0 || !slices.Equal(c2, []domain.Date{first}) {
			t.Errorf("at eight UTC %v and %v were posted, want Auckland's alone", c1, c2)
		}
		w.every(time.Hour, r, domain.Instant(first, 9*60, time.UTC))
		if c1 := b.dates("C1"); !slices.Equal(c1, []domain.Date{first}) {
			t.Errorf("%v were posted to Berlin, want %v", c1, first)
		}
		w.clock(first.AddDays(15), 12*60, "UTC") // a Tuesday: two Mondays have gone by
		w.every(8*time.Hour, r, domain.Instant(first.AddDays(27), 0, time.UTC))
		w.clock(first.AddDays(29), nine, "UTC") // a Tuesday again, in Auckland too: yesterday's hour was missed
		w.every(8*time.Hour, r, domain.Instant(first.AddDays(36), 0, time.UTC))
		want := []domain.Date{first, first.AddDays(21), first.AddDays(28), first.AddDays(35)}
		for _, c := range []string{"C1", "C2"} {
			if got := b.dates(c); !slices.Equal(got, want) {
				t.Errorf("%s got %v, want %v", c, got, want)
			}
		}
	})
}

// Slack took the post and did not answer: it is looked for, and where nobody can look
// it is held; at once where nobody may. The channel has it once, and the next week's
// comes all the same.
func TestSummaryWithoutAnAnswerIsHeldAndNotDoubled(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.program("C1", "Europe/Berlin")
		b := &board{silent: true}
		r := w.posting(b)
		first, looked := monday.AddDays(7), 0
		for week, c := range []struct {
			unreadable string
			looks      int
			held       int // by then
		}{{"internal_error", 5, 1}, {"missing_scope", 1, 2}, {"", 1, 2}} {
			b.unreadable = c.unreadable
			w.every(time.Hour, r, domain.Instant(first.AddDays(7*week+2), 0, time.UTC))
			tally, err := w.store.Outbox().Tally(t.Context(), w.now)
			if err != nil || tally.ByState[domain.StateHeld] != c.held || b.looked-looked != c.looks || len(b.dates("C1")) != week+1 {
				t.Errorf("%q: %v, looked %d times, posted for %v, error %v; want %d held, %d looks, and each once",
					c.unreadable, tally.ByState, b.looked-looked, b.dates("C1"), err, c.held, c.looks)
			}
			looked = b.looked
			w.clock(first.AddDays(7*week+6), 0, "UTC")
		}
	})
}

// Two processes tick at once over one database.
func TestTwoProcessesPostOneSummary(t *testing.T) {
	w := newWorld(t, postgres(t))
	w.now = domain.Instant(monday, 7*60, time.UTC)
	w.meet(mia, "Europe/Berlin")
	channels := []string{"C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"}
	for _, c := range channels {
		w.program(c, "Europe/Berlin")
	}
	b := &board{}
	all := []*reminders.Reminders{w.posting(b), w.posting(b), w.posting(b)}
	first := monday.AddDays(7)
	at := domain.Instant(first, 8*60, time.UTC)
	for i := range 10 {
		var group sync.WaitGroup
		for _, r := range all {
			group.Go(func() {
				if err := r.Tick(t.Context(), at.Add(time.Duration(i)*time.Minute)); err != nil {
					t.Errorf("tick: %v", err)
				}
			})
		}
		group.Wait()
	}
	for _, c := range channels {
		if got := b.dates(c); !slices.Equal(got, []domain.Date{first}) {
			t.Errorf("%s got %v, want %v", c, got, first)
		}
	}
	reports := 0
	for _, d := range b.posted {
		if d.Kind == domain.ReportDelivery {
			reports++
		}
	}
	if reports != 1 {
		t.Errorf("%d reports to Mia, want one for all her programs", reports)
	}
}

// A process dies between the post and its record: the one after it finds the post.
func TestSummaryOfADeadProcessIsFound(t *testing.T) {
	w := newWorld(t, file(t))
	w.now = domain.Instant(monday, 7*60, time.UTC)
	w.meet(mia, "Europe/Berlin")
	w.program("C1", "Europe/Berlin")
	b := &board{}
	r := w.posting(b)
	first := monday.AddDays(7)
	at := domain.Instant(first, 8*60, time.UTC)
	if err := r.Plan(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	claims, err := w.store.Outbox().Claim(t.Context(), at, time.Minute, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range claims {
		b.Send(t.Context(), c.Delivery, c.Nonce, at) // and nobody records it
	}
	w.now = at.Add(2 * time.Minute)
	w.every(time.Hour, r, at.Add(24*time.Hour))
	if got := b.dates("C1"); !slices.Equal(got, []domain.Date{first}) || b.looked == 0 {
		t.Errorf("posted for %v, looked %d times; want once, and found", got, b.looked)
	}
}

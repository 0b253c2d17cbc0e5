package store

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"rapport/domain"
)

const lease = 2 * time.Minute

// put puts n deliveries into the outbox.
func put(t testing.TB, s *Store, n int, now time.Time) []domain.Delivery {
	t.Helper()
	var ds []domain.Delivery
	for i := range n {
		ds = append(ds, domain.Delivery{Owner: mia, Kind: domain.DigestDelivery, Subject: fmt.Sprint(i), On: domain.On(2026, 11, 2)})
	}
	if err := s.write(t.Context(), "outbox", func(tx *gorm.DB) error { return enqueue(tx, ds, now) }); err != nil {
		t.Fatal(err)
	}
	return ds
}

func claim(t testing.TB, s *Store, now time.Time, n int) []domain.Claim {
	t.Helper()
	cs, err := s.Outbox().Claim(t.Context(), now, lease, n)
	if err != nil {
		t.Fatal(err)
	}
	return cs
}

func TestClaimTellsEveryAttemptApart(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		d := put(t, s, 1, nine)[0]
		record := func(c domain.Claim, st domain.State, next, now time.Time) error {
			return s.Outbox().Record(t.Context(), c, st, domain.Outcome{Channel: "D1", TS: "1.2", Code: "x"}, next, now)
		}
		first := claim(t, s, nine, 5)
		if len(first) != 1 || first[0].Delivery != d || first[0].Attempt != 1 || first[0].Unknown || !first[0].Since.IsZero() || len(first[0].Nonce) < 20 {
			t.Fatalf("claimed %+v, want the first attempt at %v", first, d)
		}
		if again := claim(t, s, nine.Add(lease-time.Second), 5); len(again) != 0 {
			t.Errorf("claimed %+v within the lease", again)
		}
		// The lease ran out: the process that had it may have posted.
		second := claim(t, s, nine.Add(lease), 5)
		wanted := domain.Claim{ID: first[0].ID, Delivery: d, Attempt: 2, Nonce: first[0].Nonce, Unknown: true, Since: nine}
		if diff := cmp.Diff([]domain.Claim{wanted}, second); diff != "" {
			t.Fatalf("second claim differs:\n%s", diff)
		}
		want(t, record(first[0], domain.StateSent, time.Time{}, nine), domain.KindConflict)
		// Its fate is unknown; it stays so over a refusal, and while we look again.
		later := nine.Add(10 * time.Minute)
		if err := record(second[0], domain.StateUnknown, later, nine); err != nil {
			t.Fatal(err)
		}
		if next, err := s.Appointments().Next(t.Context()); err != nil || !next.Equal(later) {
			t.Errorf("next %v, error %v; want %v", next, err, later)
		}
		if early := claim(t, s, later.Add(-time.Second), 5); len(early) != 0 {
			t.Errorf("claimed %+v before its time", early)
		}
		third := claim(t, s, later, 5)
		if len(third) != 1 || !third[0].Unknown || third[0].Attempt != 3 || !third[0].Since.Equal(nine) {
			t.Fatalf("third claim %+v, want it unknown", third)
		}
		if err := record(third[0], domain.StatePending, later, later); err != nil {
			t.Fatal(err)
		}
		fourth := claim(t, s, later, 5)
		if len(fourth) != 1 || fourth[0].Unknown || fourth[0].Attempt != 4 {
			t.Fatalf("fourth claim %+v, want it known not to have arrived", fourth)
		}
		if err := record(fourth[0], domain.StateSent, time.Time{}, later); err != nil {
			t.Fatal(err)
		}
		want(t, record(fourth[0], domain.StateSent, time.Time{}, later), domain.KindConflict)
		want(t, record(fourth[0], "lost", time.Time{}, later), domain.KindInvalid)
		if over := claim(t, s, later.AddDate(1, 0, 0), 5); len(over) != 0 {
			t.Errorf("claimed %+v, which was sent", over)
		}
		if next, err := s.Appointments().Next(t.Context()); err != nil || !next.IsZero() {
			t.Errorf("next %v, error %v; want none", next, err)
		}
	})
}

// R1, where it is stored: a key is delivered once, for good.
func TestR1KeyIsForGood(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		put(t, s, 1, nine)
		c := claim(t, s, nine, 1)[0]
		if err := s.Outbox().Record(t.Context(), c, domain.StateSent, domain.Outcome{}, time.Time{}, nine); err != nil {
			t.Fatal(err)
		}
		for minute := range 5 {
			put(t, s, 1, nine.Add(time.Duration(minute)*time.Minute))
		}
		if _, err := s.Sweep(t.Context(), nine.AddDate(5, 0, 0)); err != nil {
			t.Fatal(err)
		}
		put(t, s, 1, nine.AddDate(5, 0, 0))
		if cs := claim(t, s, nine.AddDate(5, 0, 0), 5); len(cs) != 0 {
			t.Errorf("claimed %+v again", cs)
		}
	})
}

func TestManyClaimersShareTheOutbox(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		const all = 200
		put(t, s, all, nine)
		var mu sync.Mutex
		taken := make(map[int64]int)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for {
					cs, err := s.Outbox().Claim(t.Context(), nine, lease, 7)
					if err != nil {
						t.Error(err)
					}
					if len(cs) == 0 {
						return
					}
					mu.Lock()
					for _, c := range cs {
						taken[c.ID]++
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if len(taken) != all {
			t.Errorf("%d taken, want %d", len(taken), all)
		}
		for id, n := range taken {
			if n != 1 {
				t.Errorf("delivery %d taken %d times", id, n)
			}
		}
	})
}

func TestClaimTakesTheMostUrgentFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		put(t, s, 3, nine)
		for _, c := range claim(t, s, nine, 1) { // the first one waits for an hour
			if err := s.Outbox().Record(t.Context(), c, domain.StatePending, domain.Outcome{}, nine.Add(time.Hour), nine); err != nil {
				t.Fatal(err)
			}
		}
		var subjects []string
		for range 3 {
			for _, c := range claim(t, s, nine.Add(time.Hour), 1) {
				subjects = append(subjects, c.Delivery.Subject)
			}
		}
		if got := strings.Join(subjects, " "); got != "1 2 0" {
			t.Errorf("claimed in the order %s, want 1 2 0", got)
		}
	})
}

func TestTally(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		empty, err := s.Outbox().Tally(t.Context(), nine)
		if err != nil || len(empty.ByState) != len(domain.States) || empty.Oldest != 0 {
			t.Errorf("tally of nothing %+v, error %v; want every state at 0", empty, err)
		}
		put(t, s, 3, nine)
		c := claim(t, s, nine, 2)[0]
		if err := s.Outbox().Record(t.Context(), c, domain.StateFailed, domain.Outcome{}, time.Time{}, nine); err != nil {
			t.Fatal(err)
		}
		got, err := s.Outbox().Tally(t.Context(), nine.Add(time.Minute))
		if err != nil || got.ByState[domain.StatePending] != 1 || got.ByState[domain.StateSending] != 1 ||
			got.ByState[domain.StateFailed] != 1 || got.Oldest != time.Minute {
			t.Errorf("tally %+v, error %v; want one pending, one sending, one failed, a minute old", got, err)
		}
	})
}

// The claim and the diary walk along their indexes, however much is stored.
func TestDueIsReadByIndex(t *testing.T) {
	s := opened(t, options(dsns[sqliteDialect](t)))
	for statement, index := range map[string]string{
		dueSQL: "INDEX outbox_due",
		"SELECT * FROM appointments WHERE at <= @now ORDER BY at LIMIT @n": "INDEX appointments_at",
	} {
		if got := plan(t, s, statement, 1, 2); !strings.Contains(got, index) {
			t.Errorf("plan %q, want %s", got, index)
		}
	}
}

// plan returns how SQLite means to carry out a statement.
func plan(t *testing.T, s *Store, statement string, args ...any) string {
	t.Helper()
	rows, err := s.db.reader.Query("EXPLAIN QUERY PLAN "+statement, args...)
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, detail)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(steps, "; ")
}

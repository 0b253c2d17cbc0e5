package store

import (
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"rapport/domain"
)

const lease = 2 * time.Minute

// put puts n deliveries into the outbox: the first to Mia, the others to others.
func put(t testing.TB, s *Store, n int, now time.Time) []domain.Delivery {
	t.Helper()
	var ds []domain.Delivery
	for i := range n {
		ds = append(ds, domain.Delivery{Owner: mia, Kind: domain.DigestDelivery, Subject: fmt.Sprint(i), On: domain.On(2026, 11, 2), Rank: domain.RankUsual})
		if i > 0 {
			ds[i].Member = domain.MemberID(fmt.Sprint("U1-", i))
		}
	}
	putAll(t, s, now, ds...)
	return ds
}

func putAll(t testing.TB, s *Store, now time.Time, ds ...domain.Delivery) {
	t.Helper()
	if err := s.write(t.Context(), "outbox", func(tx *gorm.DB) error { return enqueue(tx, ds, now) }); err != nil {
		t.Fatal(err)
	}
}

// crowd is a digest for each of n members of a workspace.
func crowd(w domain.WorkspaceID, n int) []domain.Delivery {
	var ds []domain.Delivery
	for i := range n {
		ds = append(ds, domain.Delivery{
			Owner: domain.Owner{Workspace: w, Member: domain.MemberID(fmt.Sprint("U", i))},
			Kind:  domain.DigestDelivery, On: domain.On(2026, 11, 2), Rank: domain.RankUsual,
		})
	}
	return ds
}

// record stores what became of a claim, which must succeed.
func record(t testing.TB, s *Store, c domain.Claim, on domain.Event, to domain.State, o domain.Outcome, next, now time.Time) {
	t.Helper()
	if err := s.Outbox().Record(t.Context(), c, took(on, to), o, next, now); err != nil {
		t.Fatal(err)
	}
}

// took is the step of an attempt.
func took(on domain.Event, to domain.State) domain.Step {
	return domain.Step{From: domain.StateSending, On: on, To: to}
}

// accepted records that a claim was sent.
func accepted(t testing.TB, s *Store, c domain.Claim, now time.Time) {
	t.Helper()
	record(t, s, c, domain.OnAccepted, domain.StateSent, domain.Outcome{Result: domain.Sent, Channel: "D" + string(c.Delivery.Member), TS: "1.2"}, time.Time{}, now)
}

func claim(t testing.TB, s *Store, now time.Time, n int) []domain.Claim {
	t.Helper()
	cs, err := s.Outbox().Claim(t.Context(), now, lease, n)
	if err != nil {
		t.Fatal(err)
	}
	return cs
}

func TestHeldUntilTheLeaseOrTheAttemptIsOver(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		put(t, s, 1, nine)
		first := claim(t, s, nine, 1)[0]
		held := func(c domain.Claim, now time.Time) bool {
			t.Helper()
			ours, err := s.Outbox().Held(t.Context(), c, now, 10*time.Second)
			if err != nil {
				t.Fatal(err)
			}
			return ours
		}
		if !held(first, nine) || !held(first, nine.Add(lease-11*time.Second)) {
			t.Error("a claim is not held within its lease")
		}
		if held(first, nine.Add(lease-10*time.Second)) {
			t.Error("a claim is held though its lease ends before its work")
		}
		second := claim(t, s, nine.Add(lease), 1)[0]
		if held(first, nine) || !held(second, nine.Add(lease)) {
			t.Error("a claim is held by who had it before, and not by who has it")
		}
		if err := s.Outbox().Record(t.Context(), second, took(domain.OnAccepted, domain.StateSent), domain.Outcome{}, time.Time{}, nine.Add(lease)); err != nil {
			t.Fatal(err)
		}
		if held(second, nine.Add(lease)) {
			t.Error("a claim is held after it was recorded")
		}
	})
}

func TestClaimTellsEveryAttemptApart(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		d := put(t, s, 1, nine)[0]
		record := func(c domain.Claim, on domain.Event, to domain.State, next, now time.Time) error {
			return s.Outbox().Record(t.Context(), c, took(on, to), domain.Outcome{Channel: "D1", TS: "1.2", Code: "x"}, next, now)
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
		want(t, record(first[0], domain.OnAccepted, domain.StateSent, time.Time{}, nine), domain.KindConflict)
		// Its fate is unknown; it stays so over a refusal, and while we look again.
		later := nine.Add(10 * time.Minute)
		if err := record(second[0], domain.OnNoAnswer, domain.StateUnknown, later, nine); err != nil {
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
		if err := record(third[0], domain.OnRefused, domain.StatePending, later, later); err != nil {
			t.Fatal(err)
		}
		fourth := claim(t, s, later, 5)
		if len(fourth) != 1 || fourth[0].Unknown || fourth[0].Attempt != 4 {
			t.Fatalf("fourth claim %+v, want it known not to have arrived", fourth)
		}
		if err := record(fourth[0], domain.OnAccepted, domain.StateSent, time.Time{}, later); err != nil {
			t.Fatal(err)
		}
		want(t, record(fourth[0], domain.OnAccepted, domain.StateSent, time.Time{}, later), domain.KindConflict)
		want(t, record(fourth[0], domain.OnAccepted, "lost", time.Time{}, later), domain.KindInvalid)
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
		accepted(t, s, claim(t, s, nine, 1)[0], nine)
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

// Many processes claim at once: no delivery is taken twice, and together they take
// what one pace allows.
func TestManyClaimersShareTheOutbox(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		const all = 200
		putAll(t, s, nine, crowd("T1", all)...)
		atOnce := len(claim(t, s, nine, all))
		var mu sync.Mutex
		taken := make(map[int64]int)
		now := nine
		for len(taken) < all-atOnce {
			if now = now.Add(time.Second); now.After(nine.Add(time.Minute)) {
				t.Fatalf("%d taken in a minute, want %d", len(taken)+atOnce, all)
			}
			before := len(taken)
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					cs, err := s.Outbox().Claim(t.Context(), now, lease, 7)
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					defer mu.Unlock()
					for _, c := range cs {
						taken[c.ID]++
					}
				})
			}
			wg.Wait()
			if n, most := len(taken)-before, paceOf(t, s, "T1").PerMinute/60+1; n > most {
				t.Errorf("%d taken together in a second, want the %d that one pace allows", n, most)
			}
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
		ds := crowd("T1", 6)
		for i, r := range []domain.Rank{domain.RankPatient, domain.RankUsual, domain.RankUrgent, 0, domain.RankPatient, domain.RankUrgent} {
			ds[i].Rank = r
		}
		putAll(t, s, nine, ds...)
		var order []string
		for i := range 4 {
			for _, c := range claim(t, s, nine.Add(time.Duration(i)*time.Second), 2) {
				order = append(order, string(c.Delivery.Member))
				if c.Delivery.Member == "U2" { // it has to come again, behind what is less urgent meanwhile
					record(t, s, c, domain.OnRefused, domain.StatePending, domain.Outcome{Result: domain.Failed}, nine.Add(3*time.Second), nine)
					continue
				}
				accepted(t, s, c, nine)
			}
		}
		if got := strings.Join(order, " "); got != "U2 U5 U1 U3 U0 U4 U2" {
			t.Errorf("claimed in the order %s, want U2 U5 U1 U3 U0 U4 U2", got)
		}
	})
}

func TestTally(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		nothing := map[domain.State]int{domain.StatePending: 0, domain.StateSending: 0, domain.StateUnknown: 0, domain.StateHeld: 0}
		tally := func(want domain.Tally, now time.Time) {
			t.Helper()
			got, err := s.Outbox().Tally(t.Context(), now)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("tally at %v:\n%s", now, diff)
			}
		}
		tally(domain.Tally{ByState: nothing}, nine)
		putAll(t, s, nine, crowd("T1", 4)...)
		cs := claim(t, s, nine, 3)
		if len(cs) != 3 {
			t.Fatalf("claimed %d, want 3", len(cs))
		}
		later := func(minutes int) time.Time { return nine.Add(time.Duration(minutes) * time.Minute) }
		record(t, s, cs[0], domain.OnGivenUp, domain.StateFailed, domain.Outcome{}, time.Time{}, nine)
		record(t, s, cs[1], domain.OnNoAnswer, domain.StateUnknown, domain.Outcome{}, later(30), nine)
		// One is in hand for two minutes, one may be had, one waits for its time.
		now := maps.Clone(nothing)
		now[domain.StatePending], now[domain.StateSending], now[domain.StateUnknown] = 1, 1, 1
		tally(domain.Tally{ByState: now, Oldest: time.Minute, Waiting: time.Minute, PerMinute: 240}, later(1))
		record(t, s, cs[2], domain.OnAccepted, domain.StateSent, domain.Outcome{}, time.Time{}, nine)
		record(t, s, claim(t, s, later(1), 1)[0], domain.OnRefused, domain.StatePending, domain.Outcome{}, later(40), later(1))
		now[domain.StateSending] = 0
		var pace int
		if err := s.db.reader.QueryRow("SELECT per_minute FROM paces").Scan(&pace); err != nil {
			t.Fatal(err)
		}
		// What was tried and is to be tried again waits for nobody, however old it is.
		tally(domain.Tally{ByState: now, Oldest: 20 * time.Minute, PerMinute: pace}, later(20))
		tally(domain.Tally{ByState: now, Oldest: 35 * time.Minute, Waiting: 5 * time.Minute, PerMinute: pace}, later(35))
		// Nor does what Slack has asked us to keep.
		if _, err := s.db.writer.Exec(fmt.Sprint("UPDATE paces SET paused = ", micros(later(60)))); err != nil {
			t.Fatal(err)
		}
		tally(domain.Tally{ByState: now, Oldest: 35 * time.Minute, Paused: 1, PerMinute: pace}, later(35))
		tally(domain.Tally{ByState: now, Oldest: 2 * time.Hour, Waiting: 90 * time.Minute, PerMinute: pace}, later(120))
	})
}

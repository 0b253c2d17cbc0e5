package store

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rapport/domain"
)

// digests are the digests among the deliveries, for count.
const digests = "outbox WHERE kind = 'digest'"

// digestOf is a plan that sends today's digest and comes again tomorrow.
func digestOf(a domain.Appointment) domain.Plan {
	return domain.Plan{
		Deliveries: []domain.Delivery{{Owner: a.Owner, Kind: a.Kind, On: a.On}},
		Next:       []domain.Appointment{{Owner: a.Owner, Kind: a.Kind, At: a.At.AddDate(0, 0, 1), On: a.On.AddDays(1)}},
		LastDigest: a.On,
	}
}

func TestPlanIsOneCommit(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		add(t, s, mia, "Jane")
		as := s.Appointments()
		a := appointments(t, s, mia)[domain.DigestDelivery]
		err := as.Plan(t.Context(), a, a.At, func(p domain.Portfolio) domain.Plan {
			if p.Member.Owner != mia || len(p.Contacts) != 1 || p.Policy.Cap != 3 {
				t.Errorf("portfolio %+v, want Mia's", p)
			}
			return digestOf(a)
		})
		if err != nil {
			t.Fatal(err)
		}
		next := appointments(t, s, mia)[domain.DigestDelivery]
		m, err := s.Members().Member(t.Context(), mia)
		if n := count(t, s, digests); err != nil || n != 1 || m.LastDigest != a.On || !next.At.Equal(a.At.AddDate(0, 0, 1)) {
			t.Errorf("%d deliveries, last digest %v, next %v, error %v", n, m.LastDigest, next.At, err)
		}
		// The same appointment again, as another process might have it in its hands.
		err = as.Plan(t.Context(), a, a.At, func(domain.Portfolio) domain.Plan {
			t.Error("planned twice")
			return domain.Plan{}
		})
		if err != nil {
			t.Fatal(err)
		}
		// A plan that renews nothing ends the appointment.
		if err := as.Plan(t.Context(), next, next.At, func(domain.Portfolio) domain.Plan { return domain.Plan{} }); err != nil {
			t.Fatal(err)
		}
		if got := appointments(t, s, mia); len(got) != 2 || got[domain.DigestDelivery].Kind != "" {
			t.Errorf("appointments %v, want the prompt and the check-in alone", got)
		}
	})
}

func TestPlanThatPanicsLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		a := appointments(t, s, mia)[domain.DigestDelivery]
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			err := s.Appointments().Plan(t.Context(), a, a.At, func(domain.Portfolio) domain.Plan { panic("no") })
			t.Errorf("returned %v", err)
		}()
		if got := appointments(t, s, mia)[domain.DigestDelivery]; got != a {
			t.Errorf("appointment %v, want %v", got, a)
		}
	})
}

// R2, where it is stored: many planners, one delivery.
func TestR2ManyPlannersOneDelivery(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		a := appointments(t, s, mia)[domain.DigestDelivery]
		var decided atomic.Int32
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				errs[i] = s.Appointments().Plan(t.Context(), a, a.At, func(domain.Portfolio) domain.Plan {
					decided.Add(1)
					return digestOf(a)
				})
			})
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if n := count(t, s, digests); n != 1 || decided.Load() != 1 {
			t.Errorf("%d deliveries, decided %d times; want one of each", n, decided.Load())
		}
		// Nor does a member's own mark matter: the key alone keeps a second one out.
		again := domain.Appointment{Owner: mia, Kind: a.Kind, At: a.At.AddDate(0, 0, 1), On: a.On}
		err := s.Appointments().Plan(t.Context(), again, again.At, func(domain.Portfolio) domain.Plan { return digestOf(a) })
		if n := count(t, s, digests); err != nil || n != 1 {
			t.Errorf("%d deliveries, error %v; want one", n, err)
		}
	})
}

func TestDueIsInOrderAndBounded(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		as := s.Appointments()
		if next, err := as.Next(t.Context()); err != nil || !next.IsZero() {
			t.Errorf("next %v, error %v; want none", next, err)
		}
		meet(t, s, mia, omar, alien)
		for _, c := range claim(t, s, nine, 3) { // their welcomes
			accepted(t, s, c, nine)
		}
		all, err := as.Due(t.Context(), nine.AddDate(1, 0, 0), 100)
		if err != nil || len(all) != 9 {
			t.Fatalf("%d due, error %v; want 9", len(all), err)
		}
		if !slices.IsSortedFunc(all, func(a, b domain.Appointment) int { return a.At.Compare(b.At) }) {
			t.Errorf("due %v, want them by time", all)
		}
		some, err := as.Due(t.Context(), nine.AddDate(1, 0, 0), 2)
		if err != nil || !slices.Equal(some, all[:2]) {
			t.Errorf("two due: %v, error %v; want %v", some, err, all[:2])
		}
		if none, err := as.Due(t.Context(), all[0].At.Add(-time.Microsecond), 100); err != nil || len(none) != 0 {
			t.Errorf("due %v before the first, error %v; want none", none, err)
		}
		if next, err := as.Next(t.Context()); err != nil || !next.Equal(all[0].At) {
			t.Errorf("next %v, error %v; want %v", next, err, all[0].At)
		}
	})
}

package store

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

// R20: who is archived or was removed is not planned for.
func TestR20ArchivedAreNotPlannedFor(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane := add(t, s, mia, "Jane")
		add(t, s, mia, "Omar")
		add(t, s, mia, "Tom")
		do(t, s, ref(mia, "undo", nine), func(b *domain.Book) error {
			_, err := b.Undo("") // Tom
			return err
		})
		archive := func(id string, archived bool) {
			do(t, s, ref(mia, id, nine), func(b *domain.Book) error {
				c, err := b.Contact(jane)
				if err != nil {
					return err
				}
				return b.Archive(c, archived)
			})
		}
		planned := func() (names []string) {
			a := appointments(t, s, mia)[domain.DigestDelivery]
			err := s.Appointments().Plan(t.Context(), a, a.At, func(p domain.Portfolio) domain.Plan {
				for _, c := range p.Contacts {
					names = append(names, c.Name)
				}
				return domain.Plan{Next: []domain.Appointment{a}}
			})
			if err != nil {
				t.Fatal(err)
			}
			return names
		}
		archive("a1", true)
		if got := planned(); !slices.Equal(got, []string{"Omar"}) {
			t.Errorf("planned for %v, want Omar", got)
		}
		archive("a2", false)
		if got := planned(); !slices.Equal(got, []string{"Jane", "Omar"}) {
			t.Errorf("planned for %v, want Jane and Omar", got)
		}
	})
}

// shown records a delivery to Mia that must be taken.
func shown(t testing.TB, s *Store, k domain.DeliveryKind, on domain.Date, told ...domain.Telling) {
	t.Helper()
	if err := s.Shows().Shown(t.Context(), domain.Delivery{Owner: mia, Kind: k, On: on}, told); err != nil {
		t.Fatal(err)
	}
}

// due is what a digest tells of somebody whose time has come.
func due(id domain.ContactID) domain.Telling {
	return domain.Telling{Rule: domain.ContactDue, Contact: id}
}

func TestShownCountsEachDigestOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane, tom := add(t, s, mia, "Jane"), add(t, s, mia, "Omar")
		sh, monday := s.Shows(), domain.On(2026, 11, 2)
		show := func(on domain.Date, told ...domain.Telling) {
			t.Helper()
			shown(t, s, domain.DigestDelivery, on, told...)
		}
		promise := domain.Telling{Rule: domain.PromiseDue, Contact: jane, Subject: "p1"}
		if on, told, err := sh.Newest(t.Context(), mia); err != nil || !on.IsZero() || told != nil {
			t.Errorf("newest %v %v, error %v; want none", on, told, err)
		}
		show(monday, due(tom), due(jane))
		show(monday, due(jane), due(tom)) // sent again, since the first was lost
		show(monday.AddDays(1), promise, due(jane))
		if c := contact(t, s, mia, jane); c.Shown != 2 || c.ShownOn != monday.AddDays(1) {
			t.Errorf("Jane shown %d times, on %v last; want 2", c.Shown, c.ShownOn)
		}
		if c := contact(t, s, mia, tom); c.Shown != 1 || c.ShownOn != monday {
			t.Errorf("Omar shown %d times, on %v last; want 1", c.Shown, c.ShownOn)
		}
		on, told, err := sh.Newest(t.Context(), mia)
		if err != nil || on != monday.AddDays(1) || !slices.Equal(told, []domain.Telling{promise, due(jane)}) {
			t.Errorf("newest %v %v, error %v", on, told, err)
		}
		show(monday.AddDays(2))
		err = sh.Shown(t.Context(), domain.Delivery{Owner: omar, Kind: domain.DigestDelivery, On: monday}, nil)
		want(t, err, domain.KindNotFound)
	})
}

// What was told is remembered: how often, when, and whether it was answered.
func TestToldCountsEachDateOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane, monday := add(t, s, mia, "Jane"), domain.On(2026, 11, 2)
		goal := domain.Telling{Rule: domain.GoalAlone, Subject: "g1"} // about nobody in particular
		shown(t, s, domain.DigestDelivery, monday, due(jane), due(jane))
		shown(t, s, domain.DigestDelivery, monday, due(jane))
		shown(t, s, domain.IdentifyDelivery, monday, goal)
		shown(t, s, domain.IdentifyDelivery, monday.AddDays(7), goal)
		shown(t, s, domain.DigestDelivery, monday.AddDays(-1), due(jane)) // late news is no news
		with(t, s, "press", jane, func(b *domain.Book, _ *domain.Contact) error { return b.Heed(due(jane)) })
		want := map[domain.Telling]domain.Told{
			due(jane): {Telling: due(jane), On: monday, Times: 1, Answered: monday},
			goal:      {Telling: goal, On: monday.AddDays(7), Times: 2},
		}
		p, err := s.Shows().Portfolio(t.Context(), mia, nine)
		if d := cmp.Diff(want, p.Told); d != "" || err != nil {
			t.Errorf("error %v, told differs (-want +got):\n%s", err, d)
		}
		if n := count(t, s, "shows"); n != 2 {
			t.Errorf("%d rows of shows, want those of the digests alone", n)
		}
	})
}

// Digests that nobody answers come weekly, and daily again after an answer.
func TestUnansweredDigestsComeWeekly(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane, monday := add(t, s, mia, "Jane"), domain.On(2026, 11, 2)
		next := func() domain.Date { return appointments(t, s, mia)[domain.DigestDelivery].On }
		for i, c := range []struct {
			kind  domain.DeliveryKind
			day   int // of this digest, from Monday
			count int // of those not answered
			next  int
		}{
			{domain.DigestDelivery, 1, 1, 1}, // planning, which moves the appointment, is left out here
			{domain.DigestDelivery, 1, 1, 1}, // sent again
			{domain.IdentifyDelivery, 2, 1, 1},
			{domain.DigestDelivery, 2, 2, 1},
			{domain.DigestDelivery, 3, 3, 7},
			{domain.DigestDelivery, 3, 3, 7},
			{domain.DigestDelivery, 7, 4, 7},
		} {
			shown(t, s, c.kind, monday.AddDays(c.day), due(jane))
			m, err := s.Members().Member(t.Context(), mia)
			if err != nil || m.Unanswered != c.count || next() != monday.AddDays(c.next) {
				t.Errorf("row %d: %d not answered, next on %v, error %v; want %d and %v",
					i, m.Unanswered, next(), err, c.count, monday.AddDays(c.next))
			}
		}
		with(t, s, "press", jane, func(b *domain.Book, _ *domain.Contact) error { return b.Heed(due(jane)) })
		if m, err := s.Members().Member(t.Context(), mia); err != nil || m.Unanswered != 0 || next() != monday.AddDays(1) {
			t.Errorf("%d not answered, next on %v, error %v; want them daily again", m.Unanswered, next(), err)
		}
		if n := len(appointments(t, s, mia)); n != 3 {
			t.Errorf("%d appointments, want one of each kind", n)
		}
	})
}

// A promise or a date comes whatever else there is: nobody was shown in vain by it.
func TestPromisesAreNotShownInVain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane, monday := add(t, s, mia, "Jane"), domain.On(2026, 11, 2)
		owed := domain.Telling{Rule: domain.PromiseDue, Contact: jane, Subject: "p1"}
		for i, c := range []struct {
			told  []domain.Telling
			shown int
		}{
			{[]domain.Telling{owed}, 0},
			{[]domain.Telling{owed, due(jane)}, 1},
		} {
			shown(t, s, domain.DigestDelivery, monday.AddDays(i), c.told...)
			if got := contact(t, s, mia, jane).Shown; got != c.shown {
				t.Errorf("digest %d: shown %d times, want %d", i, got, c.shown)
			}
		}
	})
}

// A button of a digest can be pressed before it is recorded that the digest was
// sent: what was answered then was not shown in vain.
func TestShownBehindTheAnswerCountsNothingAgainstIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane, tom := add(t, s, mia, "Jane"), add(t, s, mia, "Omar")
		do(t, s, ref(mia, "pressed", nine), func(b *domain.Book) error { return b.Heed(due(jane)) })
		shown(t, s, domain.DigestDelivery, domain.On(2026, 11, 2), due(jane), due(tom))
		p, err := s.Shows().Portfolio(t.Context(), mia, nine)
		if err != nil {
			t.Fatal(err)
		}
		if p.Member.Unanswered != 0 {
			t.Errorf("%d digests count as unanswered", p.Member.Unanswered)
		}
		for _, c := range p.Contacts {
			if want := map[domain.ContactID]int{jane: 0, tom: 1}[c.ID]; c.Shown != want {
				t.Errorf("%s counts as shown %d times, want %d", c.Name, c.Shown, want)
			}
		}
		if _, told, err := s.Shows().Newest(t.Context(), mia); err != nil || !slices.Equal(told, []domain.Telling{due(jane), due(tom)}) {
			t.Errorf("the digest told %v, %v", told, err)
		}
	})
}

package store

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"gorm.io/gorm"

	"rapport/domain"
)

// queries counts the statements that a store runs from now on.
func queries(t *testing.T, s *Store) *atomic.Int64 {
	t.Helper()
	var n atomic.Int64
	for _, g := range []*gorm.DB{s.writer, s.reader} {
		count := func(*gorm.DB) { n.Add(1) }
		if err := g.Callback().Query().After("gorm:query").Register("count", count); err != nil {
			t.Fatal(err)
		}
		if err := g.Callback().Row().After("gorm:row").Register("count", count); err != nil {
			t.Fatal(err)
		}
	}
	return &n
}

func TestPortfolioIsReadInAFewQueries(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		do(t, s, ref(mia, "import", nine), func(b *domain.Book) error {
			for i := range 500 {
				c, err := b.Add(fmt.Sprintf("Person %03d", 499-i), "", domain.Relating)
				if err != nil {
					return err
				}
				if _, err := b.Log(c, domain.Touch{On: b.Today}); err != nil {
					return err
				}
			}
			return nil
		})
		n := queries(t, s)
		p, err := s.Shows().Portfolio(t.Context(), mia, nine)
		if err != nil || len(p.Contacts) != 500 || p.Logged != 500 || p.Member.Owner != mia {
			t.Fatalf("%d contacts, %d logged, error %v; want 500 each", len(p.Contacts), p.Logged, err)
		}
		if !slices.IsSortedFunc(p.Contacts, func(a, b *domain.Contact) int { return slices.Compare([]byte(a.Name), []byte(b.Name)) }) {
			t.Error("contacts are not by name")
		}
		// The member, their contacts, six sorts of history, what was logged, goals,
		// what was told, and questions.
		if n.Load() != 12 {
			t.Errorf("%d queries, want twelve however many the contacts are", n.Load())
		}
		// A long text has more words than a statement takes parameters.
		many := make([]string, 40_000)
		for i := range many {
			many[i] = fmt.Sprint("word", i)
		}
		many = append(many, "person 007")
		err = s.Book().Read(t.Context(), ref(mia, "read", nine), func(b *domain.Book) error {
			known, err := b.Exact(many)
			if err != nil || len(known) != 1 {
				t.Errorf("found %d, error %v; want one", len(known), err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

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

func TestShownCountsEachDigestOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane, tom := add(t, s, mia, "Jane"), add(t, s, mia, "Omar")
		sh, monday := s.Shows(), domain.On(2026, 11, 2)
		show := func(on domain.Date, shown ...domain.ContactID) {
			t.Helper()
			told := make([]domain.Telling, len(shown))
			for i, id := range shown {
				told[i] = domain.Telling{Rule: domain.ContactDue, Contact: id}
			}
			if err := sh.Shown(t.Context(), domain.Delivery{Owner: mia, Kind: domain.DigestDelivery, On: on}, told); err != nil {
				t.Fatal(err)
			}
		}
		if on, shown, err := sh.Newest(t.Context(), mia); err != nil || !on.IsZero() || shown != nil {
			t.Errorf("newest %v %v, error %v; want none", on, shown, err)
		}
		show(monday, tom, jane)
		show(monday, jane, tom) // sent again, since the first was lost
		show(monday.AddDays(1), jane)
		if c := contact(t, s, mia, jane); c.Shown != 2 || c.ShownOn != monday.AddDays(1) {
			t.Errorf("Jane shown %d times, on %v last; want 2", c.Shown, c.ShownOn)
		}
		if c := contact(t, s, mia, tom); c.Shown != 1 || c.ShownOn != monday {
			t.Errorf("Omar shown %d times, on %v last; want 1", c.Shown, c.ShownOn)
		}
		on, shown, err := sh.Newest(t.Context(), mia)
		if err != nil || on != monday.AddDays(1) || len(shown) != 1 || shown[0].Contact != jane {
			t.Errorf("newest %v %v, error %v", on, shown, err)
		}
		show(monday.AddDays(2))
		err = sh.Shown(t.Context(), domain.Delivery{Owner: omar, Kind: domain.DigestDelivery, On: monday}, nil)
		want(t, err, domain.KindNotFound)
	})
}

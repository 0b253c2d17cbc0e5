package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"rapport/domain"
)

// met is what /met does with somebody known by a key, in a command that says so.
func met(t testing.TB, s *Store, o domain.Owner, id, key string) error {
	t.Helper()
	r := ref(o, id, nine)
	r.Names = []string{key, key + " coffee", "coffee"}
	return s.Book().Write(t.Context(), r, func(b *domain.Book) error {
		known, err := b.Exact(r.Names)
		if err != nil {
			return err
		}
		if len(known) != 1 {
			return fmt.Errorf("known are %d", len(known))
		}
		c, err := b.Contact(known[0].Contact)
		if err != nil {
			return err
		}
		_, err = b.Log(c, domain.Touch{On: b.Today, Kind: "coffee", Note: "of " + id})
		return err
	})
}

// A /met takes two trips to PostgreSQL: one to read, one to write.
func TestMetTakesTwoTrips(t *testing.T) {
	t.Parallel()
	s, w := wired(t)
	meet(t, s, mia)
	jane := add(t, s, mia, "Jane Doe")
	for i := range 5 {
		before := w.turns.Load()
		if err := met(t, s, mia, fmt.Sprint("met ", i), "jane"); err != nil {
			t.Fatal(err)
		}
		if n := w.turns.Load() - before; i > 1 && n != 2 { // the first ones have their texts prepared
			t.Errorf("%d trips for the command %d, want two", n, i)
		}
	}
	if c := look(t, s, mia, jane); len(c.Interactions) != 5 || c.Touched.Count != 5 || c.Touched.Note != "of met 4" {
		t.Errorf("%d touches are kept, summed up as %+v", len(c.Interactions), c.Touched)
	}
	want(t, met(t, s, mia, "met 1", "jane"), domain.KindDuplicate)
	if n := count(t, s, "interactions"); n != 5 {
		t.Errorf("%d touches, want five as before", n)
	}
}

// What was prepared may be gone, as behind a pooler, or fit no more since a migration:
// nobody notices but by the time it takes.
func TestWhatWasPreparedIsGone(t *testing.T) {
	for name, statements := range map[string][]string{
		"another server": {"DEALLOCATE ALL"},
		"a migration":    {"ALTER TABLE interactions ALTER COLUMN kind TYPE VARCHAR(200)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := onPostgres(t)
			s.db.writer.SetMaxOpenConns(1) // the one that has them
			meet(t, s, mia)
			add(t, s, mia, "Jane Doe")
			for i := range 6 {
				if i == 3 {
					for _, statement := range statements {
						if _, err := s.db.writer.Exec(statement); err != nil {
							t.Fatal(err)
						}
					}
				}
				if err := met(t, s, mia, fmt.Sprint("met ", i), "jane"); err != nil {
					t.Errorf("the command %d: %v", i, err)
				}
			}
			if n := count(t, s, "interactions"); n != 6 || !s.prepared.off.Load() {
				t.Errorf("%d touches, want six; given up: %t", n, s.prepared.off.Load())
			}
		})
	}
}

// look returns a contact as it is stored.
func look(t testing.TB, s *Store, o domain.Owner, id domain.ContactID) *domain.Contact {
	t.Helper()
	var c *domain.Contact
	if err := s.Book().Read(t.Context(), ref(o, "look", nine), func(b *domain.Book) (err error) {
		c, err = b.Contact(id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return c
}

// What two trips are not enough for is done all the same, once, and with the same end:
// each row asks for more than was read ahead, or writes more than a command alone may.
func TestBeyondTwoTrips(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane := add(t, s, mia, "Jane Doe")
		with(t, s, "fill", jane, fill)
		before := look(t, s, mia, jane)
		boom := errors.New("no")
		for name, c := range map[string]struct {
			f    func(b *domain.Book) error
			want error
		}{
			"a full history": {func(b *domain.Book) error {
				c, err := b.Contact(jane)
				if err != nil {
					return err
				}
				if len(c.Promises) != len(before.Promises) || len(c.Signals) != len(before.Signals) {
					return fmt.Errorf("%d promises and %d signals", len(c.Promises), len(c.Signals))
				}
				return b.Remember(c, "a note")
			}, nil},
			"other names":  {func(b *domain.Book) error { _, err := b.Exact([]string{"doe"}); return err }, nil},
			"all names":    {func(b *domain.Book) error { _, err := b.AllNames(); return err }, nil},
			"somebody new": {func(b *domain.Book) error { _, err := b.Add("Omar", "", domain.Relating); return err }, nil},
			"a goal":       {func(b *domain.Book) error { _, err := b.AddGoal("find a mentor", domain.Date{}); return err }, nil},
			"an error":     {func(*domain.Book) error { return boom }, boom},
			"after which it asks": {func(b *domain.Book) error {
				if _, err := b.Goals(); err != nil {
					return err
				}
				return boom
			}, boom},
		} {
			r := ref(mia, name, nine)
			r.Names = []string{"jane"}
			if err := s.Book().Write(t.Context(), r, c.f); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		if n := count(t, s, "contacts"); n != 2 {
			t.Errorf("%d people, want Jane and Omar", n)
		}
		after := look(t, s, mia, jane)
		if len(after.Notes) != len(before.Notes)+1 {
			t.Errorf("%d notes, want one more than %d", len(after.Notes), len(before.Notes))
		}
		r := ref(alien, "nobody", nine)
		r.Names = []string{"jane"}
		want(t, s.Book().Write(t.Context(), r, func(*domain.Book) error { return nil }), domain.KindNotFound)
	})
}

// Two replicas log for the same member at once, by short commands and by long ones:
// each is done once, and what they add up to is right.
func TestTripsOfTwoReplicas(t *testing.T) {
	t.Parallel()
	dsn := dsns[postgresDialect](t)
	stores := []*Store{opened(t, options(dsn)), opened(t, options(dsn))}
	meet(t, stores[0], mia)
	jane := add(t, stores[0], mia, "Jane Doe")
	const each = 15
	var all sync.WaitGroup
	for i, s := range stores {
		all.Go(func() {
			for n := range each {
				if err := met(t, s, mia, fmt.Sprintf("short %d %d", i, n), "jane"); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for n := range each {
				err := s.Book().Write(context.Background(), ref(mia, fmt.Sprintf("long %d %d", i, n), nine), func(b *domain.Book) error {
					c, err := b.Contact(jane)
					if err != nil {
						return err
					}
					if n < 10 { // there may be so many
						if _, err := b.AddGoal(fmt.Sprintf("goal %d %d", i, n), domain.Date{}); err != nil {
							return err
						}
					}
					_, err = b.Log(c, domain.Touch{On: b.Today, Kind: "call"})
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	c := look(t, stores[0], mia, jane)
	if len(c.Interactions) != 4*each || c.Touched.Count != 4*each {
		t.Errorf("%d touches, summed up as %d, want %d", len(c.Interactions), c.Touched.Count, 4*each)
	}
}

// A connection that is cut at the second trip, before it arrives or after: the command
// is done once, and its caller is told so.
func TestTripsAreCut(t *testing.T) {
	t.Parallel()
	for name, arrives := range map[string]bool{"it had arrived": true, "it had not": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := wired(t)
			meet(t, s, mia)
			add(t, s, mia, "Jane Doe")
			w.arrive <- arrives
			if err := met(t, s, mia, "cut", "jane"); err != nil {
				t.Error(err)
			}
			if n := count(t, s, "interactions"); n != 1 {
				t.Errorf("%d touches, want one", n)
			}
		})
	}
}

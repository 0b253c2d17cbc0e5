package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"rapport/domain"
)

// met is what /met does with people, each known by a key or new by that name, or somebody
// in Slack, "<@U7", in a command that says so.
func met(t testing.TB, s *Store, o domain.Owner, id string, keys ...string) error {
	t.Helper()
	var names domain.Named
	for _, key := range keys {
		if user, ok := strings.CutPrefix(key, "<@"); ok {
			names.Users = append(names.Users, user)
			continue
		}
		names.Keys = append(names.Keys, key, key+" coffee")
		if len(keys) > 1 {
			names.Each = append(names.Each, []string{key, key + " coffee"})
		}
	}
	names.Keys = append(names.Keys, "coffee")
	r := ref(o, id, nine)
	r.Names = func() domain.Named { return names }
	return s.Book().Write(t.Context(), r, func(b *domain.Book) error {
		known, err := b.Exact(names.Keys)
		if err != nil {
			return err
		}
		for _, key := range keys {
			c, err := bearer(b, known, key)
			if err != nil {
				return err
			}
			if _, err := b.Log(c, domain.Touch{On: b.Today, Kind: "coffee", Note: "of " + id}); err != nil {
				return err
			}
		}
		_, err = b.Mentoring().Sessions()
		return err
	})
}

// naming says that a command may name people known by those keys.
func naming(keys ...string) func() domain.Named {
	return func() domain.Named { return domain.Named{Keys: keys} }
}

// bearer is who bears a name, somebody new if nobody does, not even nearly.
func bearer(b *domain.Book, known []domain.Known, key string) (*domain.Contact, error) {
	user, mentioned := strings.CutPrefix(key, "<@")
	is := func(k domain.Known) bool { return k.Key == key || mentioned && k.Slack == user }
	if i := slices.IndexFunc(known, is); i >= 0 {
		return b.Contact(known[i].Contact)
	}
	all, err := b.AllNames()
	if i := slices.IndexFunc(all, is); mentioned && i >= 0 {
		return b.Contact(all[i].Contact)
	}
	if err == nil && slices.ContainsFunc(all, is) {
		err = fmt.Errorf("%q was not among those of its name", key)
	}
	if err != nil {
		return nil, err
	}
	return b.Add(strings.TrimPrefix(key, "<@"), user, domain.Relating)
}

// inSlack says who jane is in Slack.
func inSlack(_ *domain.Book, jane *domain.Contact) error {
	jane.SlackUser = "U7"
	return nil
}

// A /met takes two trips to PostgreSQL: one to read, one to write; whoever it is with.
func TestMetTakesTwoTrips(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before func(b *domain.Book, jane *domain.Contact) error
		keys   func(i int) []string
	}{
		"touches alone": {keys: func(int) []string { return []string{"jane"} }},
		"somebody new":  {keys: func(i int) []string { return []string{fmt.Sprintf("new%d", i)} }},
		"several":       {keys: func(int) []string { return []string{"jane", "omar"} }},
		"two who are new": {keys: func(i int) []string {
			return []string{fmt.Sprintf("new%d", i), fmt.Sprintf("old%d", i)}
		}},
		"known beside new":       {keys: func(i int) []string { return []string{"jane", fmt.Sprintf("new%d", i)} }},
		"new beside known":       {keys: func(i int) []string { return []string{fmt.Sprintf("new%d", i), "omar", "jane"} }},
		"somebody new in Slack":  {keys: func(i int) []string { return []string{fmt.Sprintf("<@U10%d", i)} }},
		"mentioned":              {before: inSlack, keys: func(int) []string { return []string{"<@U7"} }},
		"mentioned beside known": {before: inSlack, keys: func(int) []string { return []string{"<@U7", "omar"} }},
		"mentioned beside new":   {before: inSlack, keys: func(i int) []string { return []string{"<@U7", fmt.Sprintf("new%d", i)} }},
		"mentioned, of all sorts": {before: func(b *domain.Book, jane *domain.Contact) error {
			return errors.Join(fill(b, jane), inSlack(b, jane))
		}, keys: func(int) []string { return []string{"<@U7"} }},
		"all sorts of records": {
			before: func(b *domain.Book, jane *domain.Contact) error {
				return errors.Join(fill(b, jane), records["introduction"].make(b, jane))
			},
			keys: func(int) []string { return []string{"jane"} },
		},
		"a colleague": {
			before: inSlack,
			keys:   func(int) []string { return []string{"jane"} },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := wired(t)
			meet(t, s, mia)
			jane := add(t, s, mia, "Jane Doe")
			add(t, s, mia, "Omar Diaz")
			if c.before != nil {
				with(t, s, "before", jane, c.before)
			}
			held, was := rows(t, s), look(t, s, mia, jane).Touched.Count
			for i := range 5 {
				before := w.turns.Load()
				if err := met(t, s, mia, fmt.Sprint("met ", i), c.keys(i)...); err != nil {
					t.Fatal(err)
				}
				if n := w.turns.Load() - before; i > 1 && n != 2 { // the first ones have their texts prepared
					t.Errorf("%d trips for the command %d, want two", n, i)
				}
			}
			if slices.Contains(c.keys(0), "jane") || slices.Contains(c.keys(0), "<@U7") {
				was += 5
			}
			if c := look(t, s, mia, jane); len(c.Interactions) != was || c.Touched.Count != was || was >= 5 && c.Interactions[was-1].Note != "of met 4" {
				t.Errorf("%d touches are kept, summed up as %+v, want %d", len(c.Interactions), c.Touched, was)
			}
			want(t, met(t, s, mia, "met 1", c.keys(1)...), domain.KindDuplicate)
			if n := rows(t, s); n != held+5*len(c.keys(0)) {
				t.Errorf("%d records, want a touch more than %d for each of five commands", n, held)
			}
		})
	}
}

// It takes no more the first time after a start, be it with somebody of whom there is
// all sorts of things, or one of whom there was none the last time: what is known
// beforehand of whom there is what is learnt from what is read and written.
func TestFirstMetTakesTwoTrips(t *testing.T) {
	t.Parallel()
	s, w := wired(t)
	meet(t, s, mia, omar, lena)
	for _, o := range []domain.Owner{mia, omar} {
		for _, name := range []string{"Jane Doe", "Zoe Diaz", "Paul Kent"} {
			id := add(t, s, o, name)
			do(t, s, ref(o, fmt.Sprint(o.Member, " fills ", name), nine), func(b *domain.Book) error {
				c, err := b.Contact(id)
				if err != nil || name == "Paul Kent" {
					return err
				}
				return fill(b, c)
			})
		}
	}
	add(t, s, lena, "Jane Doe")
	s.foresight = foresight{}
	s.db.writer.SetMaxOpenConns(1) // the one that has the texts prepared
	for i, c := range []struct {
		o     domain.Owner
		key   string
		after func()
	}{
		{o: omar, key: "jane"},
		{o: omar, key: "jane"},
		{o: omar, key: "paul"},
		{o: omar, key: "paul"}, // has them prepared
		{o: mia, key: "jane"},
		{o: mia, key: "zoe"},
		{o: mia, key: "paul", after: func() {
			with(t, s, "a note", knownAs(t, s, mia, "paul"), func(b *domain.Book, c *domain.Contact) error { return b.Remember(c, "likes tea") })
		}},
		{o: mia, key: "paul"},
		{o: lena, key: "jane"},
	} {
		before := w.turns.Load()
		if err := met(t, s, c.o, fmt.Sprint("met ", i), c.key); err != nil {
			t.Fatal(err)
		}
		if n := w.turns.Load() - before; i > 3 && n != 2 {
			t.Errorf("%d trips for the command %d, of %s with %s, want two", n, i, c.o.Member, c.key)
		}
		if c.after != nil {
			c.after()
		}
	}
}

// knownAs returns who bears a name.
func knownAs(t testing.TB, s *Store, o domain.Owner, key string) (id domain.ContactID) {
	t.Helper()
	if err := s.Book().Read(t.Context(), ref(o, "look", nine), func(b *domain.Book) error {
		known, err := b.Exact([]string{key})
		if err == nil {
			id = known[0].Contact
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return id
}

// The server makes no plan for a command's people, even where it would make one each time,
// and whatever comes behind the command is planned as it was.
func TestPlansAreKept(t *testing.T) {
	t.Parallel()
	s, _ := onPostgres(t)
	s.db.writer.SetMaxOpenConns(1) // the one that has them
	if _, err := s.db.writer.Exec("SET plan_cache_mode = force_custom_plan"); err != nil {
		t.Fatal(err)
	}
	meet(t, s, mia)
	add(t, s, mia, "Jane Doe")
	for i := range 8 {
		if err := met(t, s, mia, fmt.Sprint("met ", i), "jane"); err != nil {
			t.Fatal(err)
		}
	}
	var texts, made int
	err := s.db.writer.QueryRow("SELECT count(*), sum(custom_plans) FROM pg_prepared_statements WHERE statement LIKE '%folded IN%'").Scan(&texts, &made)
	if err != nil || texts != 3 || made > 0 {
		t.Errorf("%d plans made of %d texts, error %v", made, texts, err)
	}
	var mode string
	if err := s.db.writer.QueryRow("SHOW plan_cache_mode").Scan(&mode); err != nil || mode != "force_custom_plan" {
		t.Errorf("plans are made by %q afterwards, error %v", mode, err)
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
			r.Names = naming("jane")
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
		r.Names = naming("jane")
		want(t, s.Book().Write(t.Context(), r, func(*domain.Book) error { return nil }), domain.KindNotFound)
	})
}

// Two replicas log for the same member at once, by short commands and by long ones, with
// somebody of whom there is all sorts of things and with people who are new to both: each
// is done once, everybody is there once, and what they add up to is right.
func TestTripsOfTwoReplicas(t *testing.T) {
	t.Parallel()
	dsn := dsns[postgresDialect](t)
	stores := []*Store{opened(t, options(dsn)), opened(t, options(dsn))}
	meet(t, stores[0], mia)
	jane := add(t, stores[0], mia, "Jane Doe")
	with(t, stores[0], "fill", jane, fill)
	before := look(t, stores[0], mia, jane)
	const each = 15
	var all sync.WaitGroup
	for i, s := range stores {
		all.Go(func() {
			for n := range each {
				if err := met(t, s, mia, fmt.Sprintf("short %d %d", i, n), "jane", fmt.Sprint("new", n)); err != nil {
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
					if n%5 == 0 {
						if err := b.Remember(c, fmt.Sprintf("note %d %d", i, n)); err != nil {
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
	if n := len(before.Interactions) + 4*each; len(c.Interactions) != n || c.Touched.Count != n {
		t.Errorf("%d touches, summed up as %d, want %d", len(c.Interactions), c.Touched.Count, n)
	}
	if n := len(before.Notes) + 6; len(c.Notes) != n || len(c.Promises) != len(before.Promises) {
		t.Errorf("%d notes and %d promises, want %d and %d", len(c.Notes), len(c.Promises), n, len(before.Promises))
	}
	if n := count(t, stores[0], "contacts"); n != 1+each {
		t.Errorf("%d people, want Jane and %d more", n, each)
	}
	for n := range each {
		var known []domain.Known
		err := stores[0].Book().Read(t.Context(), ref(mia, "look", nine), func(b *domain.Book) (err error) {
			known, err = b.Exact([]string{fmt.Sprint("new", n)})
			return err
		})
		if err != nil || len(known) != 1 {
			t.Fatalf("new%d is known as %v, error %v", n, known, err)
		}
		if c := look(t, stores[0], mia, known[0].Contact); len(c.Interactions) != 2 || c.Touched.Count != 2 {
			t.Errorf("%d touches of new%d, summed up as %d, want two", len(c.Interactions), n, c.Touched.Count)
		}
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
			if err := met(t, s, mia, secondTrip, "jane"); err != nil {
				t.Error(err)
			}
			if len(w.arrive) > 0 {
				t.Error("it was not cut")
			}
			if n := count(t, s, "interactions"); n != 1 {
				t.Errorf("%d touches, want one", n)
			}
		})
	}
}

package store

import (
	"errors"
	"fmt"
	"testing"

	"rapport/domain"
)

// colleagues has omar know lena, ravi and nina of his workspace, be paired with lena, and
// have been with ravi.
func colleagues(t testing.TB, s *Store) domain.ProgramID {
	t.Helper()
	p := mentors(t, s, "C1")
	do(t, s, ref(omar, "knows", nine), func(b *domain.Book) (err error) {
		for name, slack := range map[string]string{"Lena": "U3", "Ravi": "U4", "Nina": "U9"} {
			_, failed := b.Add(name, slack, domain.Relating)
			err = errors.Join(err, failed)
		}
		return err
	})
	paired(t, s, p)
	unpair(t, s, pairUp(t, s, p, ravi.Member).ID)
	return p
}

// pairUp pairs omar with somebody.
func pairUp(t testing.TB, s *Store, p domain.ProgramID, mentee domain.MemberID) domain.Pair {
	t.Helper()
	var made []domain.Pair
	do(t, s, ref(mia, fmt.Sprint("pairs ", count(t, s, "commands")), nine), func(b *domain.Book) (err error) {
		made, _, err = b.Mentoring().PairUp(p, []domain.Couple{{Mentor: omar.Member, Mentee: mentee}})
		return err
	})
	if len(made) != 1 {
		t.Fatalf("pairs %v, want one", made)
	}
	return made[0]
}

func unpair(t testing.TB, s *Store, id domain.PairID) {
	t.Helper()
	do(t, s, ref(mia, fmt.Sprint("unpairs ", count(t, s, "commands")), nine), func(b *domain.Book) error {
		_, err := b.Mentoring().Unpair(id)
		return err
	})
}

// Of the colleagues of somebody who is paired it is the partner alone with whom a /met
// takes more than two trips: it is a session of theirs, and written down as one.
func TestTripsOfThePaired(t *testing.T) {
	t.Parallel()
	s, w := wired(t)
	colleagues(t, s)
	for key, c := range map[string]struct {
		short    bool
		sessions int
	}{
		"nina": {true, 0},
		"ravi": {true, 0},
		"lena": {false, 4},
	} {
		for i := range 4 {
			before := w.turns.Load()
			if err := met(t, s, omar, fmt.Sprint(key, i), key); err != nil {
				t.Fatal(err)
			}
			if n := w.turns.Load() - before; i > 1 && (n == 2) != c.short { // the first ones have their texts prepared
				t.Errorf("%d trips for the command %d with %s", n, i, key)
			}
		}
		if n := count(t, s, "session_logs"); n != c.sessions {
			t.Errorf("%d sessions after those with %s, want %d", n, key, c.sessions)
		}
		if _, err := s.db.writer.Exec("DELETE FROM session_logs"); err != nil {
			t.Fatal(err)
		}
	}
}

// What becomes of a pair on another replica between the two trips of a command is heeded:
// a session is one of a pair that there is by then.
func TestPairsChangeBetweenTrips(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		key      string
		meantime func(t *testing.T, s *Store, p domain.ProgramID)
		sessions int
	}{
		"it is made":       {"ravi", func(t *testing.T, s *Store, p domain.ProgramID) { pairUp(t, s, p, ravi.Member) }, 1},
		"another is made":  {"nina", func(t *testing.T, s *Store, p domain.ProgramID) { pairUp(t, s, p, ravi.Member) }, 0},
		"it ends":          {"lena", func(t *testing.T, s *Store, _ domain.ProgramID) { unpair(t, s, lasting(t, s)) }, 0},
		"another one ends": {"nina", func(t *testing.T, s *Store, _ domain.ProgramID) { unpair(t, s, lasting(t, s)) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := dsns[postgresDialect](t)
			s, other := opened(t, options(dsn)), opened(t, options(dsn))
			p := colleagues(t, s)
			r, runs := ref(omar, "met", nine), 0
			r.Names = naming(c.key)
			do(t, s, r, func(b *domain.Book) error {
				known, err := b.Exact([]string{c.key})
				if err != nil || len(known) != 1 {
					return fmt.Errorf("known %v, %w", known, err)
				}
				with, err := b.Contact(known[0].Contact)
				if err != nil {
					return err
				}
				if _, err := b.Log(with, domain.Touch{On: b.Today, Kind: "coffee"}); err != nil {
					return err
				}
				if runs++; runs == 1 {
					c.meantime(t, other, p)
				}
				_, err = b.Mentoring().Sessions()
				return err
			})
			if n := count(t, s, "interactions"); n != 1 {
				t.Errorf("%d touches, want one", n)
			}
			if n := count(t, s, "session_logs"); n != c.sessions {
				t.Errorf("%d sessions, want %d", n, c.sessions)
			}
		})
	}
}

// lasting is the one pair that has not ended.
func lasting(t testing.TB, s *Store) (id domain.PairID) {
	t.Helper()
	if err := s.db.writer.QueryRow("SELECT id FROM pairs WHERE ended = ''").Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

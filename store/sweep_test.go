package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

func TestSweepForgetsWhatHasHadItsTime(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane := add(t, s, mia, "Jane")
		for i := range 250 {
			do(t, s, ref(mia, fmt.Sprint("c", i), nine), func(b *domain.Book) error {
				c, err := b.Contact(jane)
				if err != nil {
					return err
				}
				b.AskFirst("met", "jane", nil)
				return b.Remember(c, fmt.Sprint("note ", i))
			})
		}
		before := contact(t, s, mia, jane)
		for _, c := range []struct {
			after                      time.Duration
			commands, undos, questions int
		}{
			{7 * day, 251, 251, 250},
			{7*day + time.Second, 0, 251, 250},
			{30 * day, 0, 251, 250},
			{30*day + time.Second, 0, 0, 0},
		} {
			if _, err := s.Sweep(t.Context(), nine.Add(c.after)); err != nil {
				t.Fatal(err)
			}
			for table, want := range map[string]int{"commands": c.commands, "undos": c.undos, "questions": c.questions} {
				if n := count(t, s, table); n != want {
					t.Errorf("after %v: %d rows in %s, want %d", c.after, n, table, want)
				}
			}
		}
		if d := cmp.Diff(before, contact(t, s, mia, jane)); d != "" {
			t.Errorf("the sweep touched a contact:\n%s", d)
		}
	})
}

// Rows that are to stay do not keep the sweep from those behind them, unless there are
// so many that a clock must have been ahead.
func TestSweepPassesOverWhatIsToStay(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		for _, c := range []struct {
			name        string
			ahead, kept int
		}{{"a few", sweepBatch - 1, sweepBatch - 1}, {"a clock that was ahead", sweepBatch, sweepBatch + 120}} {
			if _, err := s.db.writer.Exec("DELETE FROM undos"); err != nil {
				t.Fatal(err)
			}
			for i := range c.ahead + 120 {
				at := nine
				if i < c.ahead {
					at = nine.Add(day)
				}
				_, err := s.db.writer.Exec("INSERT INTO undos (workspace, member, command, verb, at, steps, used) VALUES ('T1', 'U1', $1, '', $2, 'null', false)",
					fmt.Sprint("c", i), micros(at))
				if err != nil {
					t.Fatal(err)
				}
			}
			if _, err := s.Sweep(t.Context(), nine.Add(30*day+time.Second)); err != nil {
				t.Fatal(err)
			}
			if n := count(t, s, "undos"); n != c.kept {
				t.Errorf("%s: %d stay, want %d", c.name, n, c.kept)
			}
		}
	})
}

func TestInbound(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		in := s.Inbound()
		seen := func(o domain.Owner, id domain.CommandID) bool {
			t.Helper()
			is, err := in.Seen(t.Context(), o, id)
			if err != nil {
				t.Fatal(err)
			}
			return is
		}
		if seen(mia, "Ev1") {
			t.Error("seen before it came")
		}
		for range 2 {
			if err := in.Mark(t.Context(), mia, "Ev1", nine); err != nil {
				t.Fatal(err)
			}
		}
		if !seen(mia, "Ev1") || seen(mia, "Ev2") || seen(alien, "Ev1") {
			t.Error("seen: want Ev1 of T1 and nothing else")
		}
		meet(t, s, mia)
		err := s.Book().Write(t.Context(), ref(mia, "Ev1", nine), func(*domain.Book) error { return nil })
		want(t, err, domain.KindDuplicate)
		do(t, s, ref(mia, "Ev3", nine), func(*domain.Book) error { return nil })
		if !seen(mia, "Ev3") {
			t.Error("a command that was written is not seen")
		}
	})
}

func TestInstallations(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		is := s.Installations()
		_, err := is.Get(t.Context(), "T1")
		want(t, err, domain.KindNotFound)
		one := domain.Installation{
			Workspace: "T1", Enterprise: "E1", TeamName: "Acme", BotUser: "U0", BotID: "B0",
			APIURL: "http://127.0.0.1/api/", Scopes: []string{"chat:write", "commands"}, Installed: nine,
		}
		two := domain.Installation{Workspace: "T2", TeamName: "Other", Installed: nine}
		for _, in := range []domain.Installation{two, {Workspace: "T1", TeamName: "Before"}, one} {
			if err := is.Save(t.Context(), in); err != nil {
				t.Fatal(err)
			}
		}
		got, err := is.Get(t.Context(), "T1")
		if d := cmp.Diff(one, got); d != "" || err != nil {
			t.Errorf("error %v, difference:\n%s", err, d)
		}
		all, err := is.List(t.Context())
		if d := cmp.Diff([]domain.Installation{one, two}, all); d != "" || err != nil {
			t.Errorf("error %v, difference:\n%s", err, d)
		}
	})
}

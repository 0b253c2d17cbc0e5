package store

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rapport/domain"
)

// brimful gives a contact a row of every sort there is, and all that a card holds.
// Other is somebody else whom both are tied to.
func brimful(b *domain.Book, c, other *domain.Contact, goal domain.RecordID) error {
	_, err := b.Move(c, domain.Identifying) // back is free
	return errors.Join(err,
		fill(b, c),
		b.Record(c, domain.Candid, b.Today),
		b.Through(c, other, b.Today),
		b.Describe(c, domain.About{
			Organisation: c.Name + " Ltd", Role: "CTO", Place: "Oslo", Work: "search", HowMet: "at a fair, " + c.Name,
			Adds: "knows " + c.Name, Offers: "Go", Connects: "climbing",
		}),
		b.Tag(c, "oslo", c.Name[:1]),
		b.Link(c, goal),
		b.Mark(c, domain.Occasion{Name: "birthday", Month: time.May, Day: len(c.Name)}),
		b.Mark(c, domain.Occasion{Name: c.Name, Month: time.June, Day: 1}),
		b.Mute(c, domain.Weave, true),
		b.SetCadence(c, domain.Every(len(c.Name))),
		b.Call(c, c.Name+" of old"),
		b.Snooze(c, b.Today.AddDays(len(c.Name))),
		b.Expect(c, b.Today.AddDays(len(c.Name)), "lunch"),
	)
}

// full is a store with two brimful contacts who were introduced to each other,
// somebody whom both know, and a goal that both serve.
func full(t *testing.T, s *Store) (jane, janet, tom domain.ContactID) {
	t.Helper()
	meet(t, s, mia)
	jane, janet, tom = add(t, s, mia, "Jane"), add(t, s, mia, "Janet D."), add(t, s, mia, "Tom")
	for _, id := range []domain.ContactID{jane, janet} {
		with(t, s, "brimful "+string(id), id, func(b *domain.Book, c *domain.Contact) error {
			other, err := b.Contact(tom)
			goal, err2 := b.AddGoal("find a mentor", domain.Date{})
			return errors.Join(err, err2, brimful(b, c, other, goal.ID))
		})
	}
	with(t, s, "introduced", jane, func(b *domain.Book, c *domain.Contact) error {
		other, err := b.Contact(janet)
		if err != nil {
			return err
		}
		return b.Weave(c, other, domain.IntroDone, "namesakes")
	})
	for _, table := range histories {
		if count(t, s, table.TableName()) < 2 {
			t.Errorf("%s: not everybody has a row", table.TableName())
		}
	}
	return jane, janet, tom
}

// everything is what is stored about some contacts and stands.
func everything(t *testing.T, s *Store, ids ...domain.ContactID) map[domain.ContactID]*domain.Contact {
	t.Helper()
	all := make(map[domain.ContactID]*domain.Contact, len(ids))
	for _, id := range ids {
		all[id] = standing(contact(t, s, mia, id))
	}
	return all
}

// asBefore compares contacts but for the order of rows and their versions.
var asBefore = cmp.Options{
	alike, anyOrder,
	cmpopts.SortSlices(func(a, b domain.Introduction) bool { return a.ID < b.ID }),
}

// Two who hold all that can be held become one, and are two again after an undo.
func TestFullCardsMergeAndPart(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		jane, janet, tom := full(t, s)
		before, were := everything(t, s, jane, janet, tom), rows(t, s)
		var one *domain.Contact
		with(t, s, "merge", jane, func(b *domain.Book, c *domain.Contact) error {
			other, err := b.Contact(janet)
			if err != nil {
				return err
			}
			one, err = b.Merge(c, other)
			return err
		})
		for _, id := range []domain.ContactID{jane, janet} { // either way leads to the one
			if d := cmp.Diff(standing(one), standing(contact(t, s, mia, id)), asBefore); d != "" {
				t.Errorf("%s (-decided +stored):\n%s", id, d)
			}
		}
		if n := rows(t, s); n != were {
			t.Errorf("%d rows, were %d", n, were)
		}
		a, b := before[jane], before[janet]
		for sort, sum := range map[string][2]int{
			"interactions": {len(one.Interactions), len(a.Interactions) + len(b.Interactions)},
			"signals":      {len(one.Signals), len(a.Signals) + len(b.Signals)},
			"values":       {len(one.Values), len(a.Values) + len(b.Values)},
			"notes":        {len(one.Notes), len(a.Notes) + len(b.Notes)},
			"promises":     {len(one.Promises), len(a.Promises) + len(b.Promises)},
			"needs":        {len(one.Needs), len(a.Needs) + len(b.Needs)},
			"asks":         {len(one.Asks), len(a.Asks) + len(b.Asks)},
			"goals":        {len(one.Goals), len(a.Goals) + len(b.Goals)},
			"occasions":    {len(one.Occasions), 3},
			"tied to Tom":  {len(standing(one).Introductions), 2},
		} {
			if sum[0] != sum[1] {
				t.Errorf("%d %s, want %d", sum[0], sort, sum[1])
			}
		}
		undo(t, s, "undo")
		if d := cmp.Diff(before, everything(t, s, jane, janet, tom), asBefore); d != "" {
			t.Errorf("undo did not part them (-before +after):\n%s", d)
		}
		if n := rows(t, s); n != were {
			t.Errorf("%d rows after undo, were %d", n, were)
		}
	})
}

// All that can go over to somebody new goes over, and is back after an undo.
func TestFullCardSplitsAndIsWholeAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		jane, janet, tom := full(t, s)
		before, were := everything(t, s, jane, janet, tom), rows(t, s)
		var split *domain.Contact
		left := with(t, s, "split", jane, func(b *domain.Book, c *domain.Contact) (err error) {
			split, err = b.Split(c, "Jane Roe", []string{
				string(c.Interactions[0].ID), string(c.Notes[0].ID), string(c.Promises[0].ID), string(c.Needs[0].ID),
				string(c.Asks[0].ID), string(c.Values[0].ID), string(c.Signals[len(c.Signals)-1].ID),
			})
			return err
		})
		for what, decided := range map[string]*domain.Contact{"left": left, "split off": split} {
			if d := cmp.Diff(decided, contact(t, s, mia, decided.ID), asBefore); d != "" {
				t.Errorf("%s (-decided +stored):\n%s", what, d)
			}
		}
		if n := rows(t, s); n != were {
			t.Errorf("%d rows, were %d", n, were)
		}
		h := split.History
		if n := min(len(h.Interactions), len(h.Notes), len(h.Promises), len(h.Needs), len(h.Asks), len(h.Values), len(h.Signals)); n != 1 {
			t.Errorf("split off %+v, want a row of each sort", h)
		}
		undo(t, s, "undo")
		if d := cmp.Diff(before, everything(t, s, jane, janet, tom), asBefore); d != "" {
			t.Errorf("undo did not put it back (-before +after):\n%s", d)
		}
		gone := s.Book().Read(t.Context(), ref(mia, "read", nine), func(b *domain.Book) error {
			_, err := b.Contact(split.ID)
			return err
		})
		want(t, gone, domain.KindNotFound)
		if n := rows(t, s); n != were {
			t.Errorf("%d rows after undo, were %d", n, were)
		}
	})
}

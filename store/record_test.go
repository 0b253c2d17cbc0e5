package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gorm.io/gorm"

	"rapport/domain"
)

// alike compares contacts but for their versions.
var alike = cmp.Options{cmpopts.EquateEmpty(), cmpopts.IgnoreFields(domain.Contact{}, "Version")}

// standing returns a contact without the rows that were undone.
func standing(c *domain.Contact) *domain.Contact {
	s := *c
	s.History = domain.History{
		Interactions:  without(c.Interactions, func(x domain.Interaction) bool { return x.Undone }),
		Signals:       without(c.Signals, func(x domain.Signal) bool { return x.Undone }),
		Values:        without(c.Values, func(x domain.Value) bool { return x.Undone }),
		Moves:         without(c.Moves, func(x domain.Move) bool { return x.Undone }),
		Notes:         without(c.Notes, func(x domain.Note) bool { return x.Undone }),
		Promises:      without(c.Promises, func(x domain.Promise) bool { return x.Undone }),
		Needs:         without(c.Needs, func(x domain.Need) bool { return x.Undone }),
		Asks:          without(c.Asks, func(x domain.Ask) bool { return x.Undone }),
		Introductions: without(c.Introductions, func(x domain.Introduction) bool { return x.Undone }),
	}
	return &s
}

func without[T any](all []T, gone func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), gone)
}

// with does a command about a contact and returns the contact as it was decided.
func with(t testing.TB, s *Store, id string, c domain.ContactID, f func(*domain.Book, *domain.Contact) error) *domain.Contact {
	t.Helper()
	var decided *domain.Contact
	do(t, s, ref(mia, id, nine), func(b *domain.Book) (err error) {
		if decided, err = b.Contact(c); err != nil {
			return err
		}
		return f(b, decided)
	})
	return decided
}

// undo undoes the newest command.
func undo(t testing.TB, s *Store, id string) {
	t.Helper()
	do(t, s, ref(mia, id, nine), func(b *domain.Book) error {
		_, err := b.Undo("")
		return err
	})
}

// records are the sorts of record on a contact: how each is made, and what may
// become of it.
var records = map[string]struct {
	make    func(*domain.Book, *domain.Contact) error
	changes map[string]func(*domain.Book, *domain.Contact) error
}{
	"promise": {
		make: func(b *domain.Book, c *domain.Contact) error {
			_, err := b.Promise(c, "the slides", b.Today.AddDays(3), false)
			_, err2 := b.Promise(c, "two names", b.Today.AddDays(9), true)
			return errors.Join(err, err2)
		},
		changes: map[string]func(*domain.Book, *domain.Contact) error{
			"kept": func(b *domain.Book, c *domain.Contact) error {
				_, err := b.Keep(c, c.Promises[0].ID, b.Today)
				return err
			},
			"put off": func(b *domain.Book, c *domain.Contact) error {
				_, err := b.Reschedule(c, c.Promises[0].ID, b.Today.AddDays(20))
				return err
			},
			"dropped": func(b *domain.Book, c *domain.Contact) error {
				_, err := b.DropPromise(c, c.Promises[0].ID)
				return err
			},
			"theirs broken": func(b *domain.Book, c *domain.Contact) error {
				_, err := b.Break(c, c.Promises[1].ID)
				return err
			},
		},
	},
	"need": {
		make: func(b *domain.Book, c *domain.Contact) error {
			_, err := b.NoteNeed(c, "a dentist", domain.Urgent, true, b.Today)
			return err
		},
		changes: map[string]func(*domain.Book, *domain.Contact) error{
			"offered": func(b *domain.Book, c *domain.Contact) error {
				_, err := b.Offer(c, c.Needs[0].ID, "mine")
				return err
			},
			"met": func(b *domain.Book, c *domain.Contact) error {
				_, err := b.Serve(c, c.Needs[0].ID, "an address", b.Today, domain.Date{})
				return err
			},
			"dropped": func(b *domain.Book, c *domain.Contact) error {
				_, err := b.DropNeed(c, c.Needs[0].ID)
				return err
			},
		},
	},
	"value": {
		make: func(b *domain.Book, c *domain.Contact) error {
			_, err := b.Deliver(c, "a reference", b.Today, domain.Date{})
			_, err2 := b.Receive(c, "a lift", b.Today)
			return errors.Join(err, err2)
		},
		changes: map[string]func(*domain.Book, *domain.Contact) error{
			"recognised": func(b *domain.Book, c *domain.Contact) error {
				_, err := b.Recognise(c, c.Values[0].ID, b.Today)
				return err
			},
		},
	},
	"ask": {
		make: func(b *domain.Book, c *domain.Contact) error {
			_, err := b.RecordAsk(c, domain.Request{What: "a word with Tom", By: b.Today.AddDays(5), Link: "https://x.org"}, b.Today)
			return err
		},
		changes: map[string]func(*domain.Book, *domain.Contact) error{
			"more time": func(b *domain.Book, c *domain.Contact) error {
				_, err := b.GiveTime(c, c.Asks[0].ID, b.Today.AddDays(9))
				return err
			},
			"agreed": func(b *domain.Book, c *domain.Contact) error {
				_, err := b.AnswerAsk(c, c.Asks[0].ID, domain.AskAgreed)
				return err
			},
			"declined": func(b *domain.Book, c *domain.Contact) error {
				_, err := b.AnswerAsk(c, c.Asks[0].ID, domain.AskDeclined)
				return err
			},
		},
	},
	"introduction": {
		make: func(b *domain.Book, c *domain.Contact) error {
			other, err := b.Add("Tom", "", domain.Relating)
			if err != nil {
				return err
			}
			return errors.Join(b.Weave(c, other, domain.IntroAccepted, "both climb"), b.Through(c, other, b.Today))
		},
		changes: map[string]func(*domain.Book, *domain.Contact) error{
			"done": func(b *domain.Book, c *domain.Contact) error {
				other, err := b.Contact(c.Introductions[0].Other)
				if err != nil {
					return err
				}
				return b.Weave(c, other, domain.IntroDone, "both climb, and live in Oslo")
			},
			"the other way round": func(b *domain.Book, c *domain.Contact) error {
				other, err := b.Contact(c.Introductions[1].Other)
				if err != nil {
					return err
				}
				return b.Through(other, c, b.Today)
			},
		},
	},
	"card": {
		make: func(b *domain.Book, c *domain.Contact) error {
			return b.Describe(c, domain.About{Organisation: "Fjord Labs", Adds: "knows search", Offers: "Go", Connects: "climbing"})
		},
		changes: map[string]func(*domain.Book, *domain.Contact) error{
			"placed, muted and linked": func(b *domain.Book, c *domain.Contact) error {
				g, err := b.AddGoal("find a mentor", domain.Date{})
				if err != nil {
					return err
				}
				return errors.Join(b.Place(c), b.Mute(c, domain.Weave, true), b.Link(c, g.ID))
			},
		},
	},
}

// Every record is read as it was decided: when it is made, after each change of
// it, and after each change was undone.
func TestRecordsRoundTrip(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		n := 0
		id := func() string { n++; return fmt.Sprint("c", n) }
		for name, record := range records {
			for change, f := range record.changes {
				jane := add(t, s, mia, name+" "+change)
				same := func(when string, decided *domain.Contact) {
					t.Helper()
					if d := cmp.Diff(standing(decided), standing(contact(t, s, mia, jane)), alike); d != "" {
						t.Errorf("%s, %s, %s (-decided +stored):\n%s", name, change, when, d)
					}
				}
				same("made", with(t, s, id(), jane, record.make))
				before := contact(t, s, mia, jane)
				same("changed", with(t, s, id(), jane, f))
				if cmp.Equal(before, contact(t, s, mia, jane), alike) {
					t.Errorf("%s, %s: nothing has changed", name, change)
				}
				undo(t, s, id())
				same("undone", before)
				undo(t, s, id())
				if c := standing(contact(t, s, mia, jane)); !cmp.Equal(c.History, domain.History{}, alike) || c.Balance != (domain.Balance{}) {
					t.Errorf("%s: history %+v, balance %+v after its making was undone", name, c.History, c.Balance)
				}
			}
		}
	})
}

func TestGoalsRoundTrip(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane := add(t, s, mia, "Jane")
		goals := func() (all, open []domain.Goal) {
			t.Helper()
			p, err := s.Shows().Portfolio(t.Context(), mia, nine)
			err2 := s.Book().Read(t.Context(), ref(mia, "read", nine), func(b *domain.Book) (err error) {
				all, err = b.Goals()
				return err
			})
			if err := errors.Join(err, err2); err != nil {
				t.Fatal(err)
			}
			return all, p.Goals
		}
		var made []domain.Goal
		do(t, s, ref(mia, "add", nine), func(b *domain.Book) error {
			for _, what := range []string{"find a mentor", "speak at a conference"} {
				g, err := b.AddGoal(what, domain.On(2027, 5, 1))
				if err != nil {
					return err
				}
				made = append(made, g)
			}
			return nil
		})
		with(t, s, "link", jane, func(b *domain.Book, c *domain.Contact) error { return b.Link(c, made[1].ID) })
		if all, open := goals(); !slices.Equal(all, made) || !slices.Equal(open, made) {
			t.Errorf("goals %+v, open %+v; want %+v", all, open, made)
		}
		var changed domain.Goal
		do(t, s, ref(mia, "change", nine), func(b *domain.Book) (err error) {
			_, err = b.CloseGoal(made[0].ID, domain.GoalReached)
			if err != nil {
				return err
			}
			changed, err = b.ChangeGoal(made[1].ID, "speak at GopherCon", domain.Date{})
			return err
		})
		all, open := goals()
		if !slices.Equal(open, []domain.Goal{changed}) || len(all) != 2 || all[0].State != domain.GoalReached || all[0].Closed != domain.On(2026, 11, 2) {
			t.Errorf("goals %+v, open %+v; want the first reached and the second changed", all, open)
		}
		undo(t, s, "undo change")
		if all, open := goals(); !slices.Equal(all, made) || !slices.Equal(open, made) {
			t.Errorf("goals %+v, open %+v after undo; want %+v", all, open, made)
		}
		undo(t, s, "undo link")
		if c := contact(t, s, mia, jane); c.Goals != nil || c.Placed {
			t.Errorf("goals %v, placed %v after undo; want none", c.Goals, c.Placed)
		}
		undo(t, s, "undo add")
		if all, open := goals(); len(all)+len(open) > 0 {
			t.Errorf("goals %+v, open %+v after undo; want none", all, open)
		}
	})
}

// fill gives a contact a row of each sort that can go over to another.
func fill(b *domain.Book, c *domain.Contact) error {
	_, err := b.Log(c, domain.Touch{On: b.Today, Kind: "coffee", Note: "tea", Signals: []domain.SignalKind{domain.Initiated}})
	err = errors.Join(err, b.Remember(c, "likes tea"))
	for name, r := range records {
		if name != "introduction" && name != "card" {
			err = errors.Join(err, r.make(b, c))
		}
	}
	return err
}

// rows counts the rows of all histories.
func rows(t testing.TB, s *Store) (n int) {
	t.Helper()
	for _, table := range histories {
		n += count(t, s, table.TableName())
	}
	return n
}

// What went over to another contact is there once, as it is, and comes back.
func TestMergedRowsGoOverAndComeBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane, shiv, tom := add(t, s, mia, "Jane Doe"), add(t, s, mia, "Jane D"), add(t, s, mia, "Tom")
		with(t, s, "fill Jane", jane, fill)
		with(t, s, "fill her again", shiv, fill)
		with(t, s, "weave", shiv, func(b *domain.Book, c *domain.Contact) error {
			other, err := b.Contact(tom)
			if err != nil {
				return err
			}
			return b.Weave(c, other, domain.IntroDone, "both climb")
		})
		before := map[domain.ContactID]*domain.Contact{jane: contact(t, s, mia, jane), shiv: contact(t, s, mia, shiv)}
		were := rows(t, s)
		merge := func(id string, then func(*domain.Book, *domain.Contact) error) *domain.Contact {
			t.Helper()
			var one *domain.Contact
			with(t, s, id, jane, func(b *domain.Book, c *domain.Contact) error {
				other, err := b.Contact(shiv)
				if err != nil {
					return err
				}
				if one, err = b.Merge(c, other); err != nil {
					return err
				}
				return then(b, one)
			})
			if d := cmp.Diff(one, contact(t, s, mia, one.ID), alike, anyOrder); d != "" {
				t.Errorf("%s (-decided +stored):\n%s", id, d)
			}
			if n := rows(t, s); n != were {
				t.Errorf("%s: %d rows, were %d", id, n, were)
			}
			return one
		}
		one := merge("merge", func(*domain.Book, *domain.Contact) error { return nil })
		if len(one.Promises) != 4 || len(one.Introductions) != 1 {
			t.Errorf("%d promises and %d introductions, want those of both", len(one.Promises), len(one.Introductions))
		}
		err := s.Book().Read(t.Context(), ref(mia, "read", nine), func(b *domain.Book) error {
			if known, err := b.Exact([]string{"jane d", "jane doe"}); err != nil || len(known) != 2 || known[0].Contact != known[1].Contact {
				t.Errorf("names lead to %+v, error %v; want one contact", known, err)
			}
			p, err := b.Portfolio()
			if err != nil || len(p.Contacts) != 2 {
				t.Errorf("%d in the portfolio, error %v; want two", len(p.Contacts), err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		undo(t, s, "undo")
		for id, c := range before {
			if d := cmp.Diff(standing(c), standing(contact(t, s, mia, id)), alike, anyOrder); d != "" {
				t.Errorf("undo did not part them (-before +after):\n%s", d)
			}
		}
		// A command may change what it has carried.
		merge("merge and keep", func(b *domain.Book, c *domain.Contact) error {
			for _, p := range c.Promises {
				if _, err := b.Keep(c, p.ID, b.Today); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func TestSplitRowsGoToSomebodyNewAndComeBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane := add(t, s, mia, "Jane")
		before := with(t, s, "fill", jane, fill)
		were := rows(t, s)
		var janet domain.ContactID
		left := with(t, s, "split", jane, func(b *domain.Book, c *domain.Contact) error {
			n, err := b.Split(c, "Janet", []string{string(c.Interactions[0].ID), string(c.Promises[0].ID)})
			if err == nil {
				janet = n.ID
			}
			return err
		})
		if d := cmp.Diff(left, contact(t, s, mia, jane), alike); d != "" {
			t.Errorf("left (-decided +stored):\n%s", d)
		}
		if c := contact(t, s, mia, janet); rows(t, s) != were || len(c.Interactions) != 1 || len(c.Promises) != 1 || c.Touched.Count != 1 {
			t.Errorf("%d rows, were %d; split off %+v", rows(t, s), were, c)
		}
		undo(t, s, "undo")
		if d := cmp.Diff(standing(before), standing(contact(t, s, mia, jane)), alike, anyOrder); d != "" {
			t.Errorf("undo did not put it back (-before +after):\n%s", d)
		}
	})
}

// anyOrder compares histories as sets: rows that went over stand where they were
// written down, among those of the other contact.
var anyOrder = cmp.Options{
	sorted(func(x domain.Interaction) string { return string(x.ID) }),
	sorted(func(x domain.Signal) string { return string(x.ID) }),
	sorted(func(x domain.Value) string { return string(x.ID) }),
	sorted(func(x domain.Note) string { return string(x.ID) }),
	sorted(func(x domain.Promise) string { return string(x.ID) }),
	sorted(func(x domain.Need) string { return string(x.ID) }),
	sorted(func(x domain.Ask) string { return string(x.ID) }),
}

func sorted[T any](id func(T) string) cmp.Option {
	return cmpopts.SortSlices(func(a, b T) bool { return id(a) < id(b) })
}

// A row that is not where the command thinks is somebody else's doing meanwhile.
func TestCarriedRowsThatMovedAreAConflict(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane, tom := add(t, s, mia, "Jane"), add(t, s, mia, "Tom")
		c := with(t, s, "note", jane, func(b *domain.Book, c *domain.Contact) error { return b.Remember(c, "likes tea") })
		for name, row := range map[string]domain.Carried{
			"no such row":    {Row: "none", From: jane, To: tom},
			"somewhere else": {Row: string(c.Notes[0].ID), From: tom, To: jane},
		} {
			err := s.write(t.Context(), "test", func(tx *gorm.DB) error { return scoped(tx, mia).carry([]domain.Carried{row}) })
			if domain.KindOf(err) != domain.KindConflict {
				t.Errorf("%s: error %v, want a conflict", name, err)
			}
		}
	})
}

package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gorm.io/gorm"

	"rapport/domain"
)

func TestWriteKeepsAllThatABookDecides(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		var decided *domain.Contact
		do(t, s, ref(mia, "c1", nine), func(b *domain.Book) error {
			c, err := b.Add("Siobhán O’Neil", "U77", domain.Relating)
			if err != nil {
				return err
			}
			_, err = b.Log(c, domain.Touch{On: b.Today, Kind: "coffee", Note: "moving to Oslo", Signals: []domain.SignalKind{domain.Initiated}})
			_, err2 := b.Deliver(c, "a reference", b.Today, domain.Date{})
			err = errors.Join(err, err2,
				b.Remember(c, "likes tea"),
				b.Tag(c, "#gophercon", "oslo"),
				b.Mark(c, domain.Occasion{Name: "birthday", Month: 5, Day: 3}),
				b.SetCadence(c, domain.Cadence{Ideal: 10, Maximum: 30}),
				b.Expect(c, b.Today.AddDays(3), "drinks"))
			c.Aliases = []string{"Shiv"}
			decided = c
			return err
		})
		decided.Version = 1
		if d := cmp.Diff(decided, contact(t, s, mia, decided.ID), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("stored contact differs (-decided +stored):\n%s", d)
		}
		err := s.Book().Read(t.Context(), ref(mia, "read", nine), func(b *domain.Book) error {
			for key, whole := range map[string]bool{"siobhán o’neil": true, "siobhán": false, "shiv": true} {
				known, err := b.Exact([]string{key, "nobody"})
				want := []domain.Known{{Contact: decided.ID, Name: "Siobhán O’Neil", Key: key, Whole: whole, Slack: "U77"}}
				if d := cmp.Diff(want, known); d != "" || err != nil {
					t.Errorf("%q: error %v, difference:\n%s", key, err, d)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestDuplicateHasOneEffect(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane := add(t, s, mia, "Jane")
		touch := func(b *domain.Book) error {
			c, err := b.Contact(jane)
			if err != nil {
				return err
			}
			_, err = b.Log(c, domain.Touch{On: b.Today})
			return err
		}
		errs := make([]error, 10)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { errs[i] = s.Book().Write(t.Context(), ref(mia, "same", nine), touch) })
		}
		wg.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
				continue
			}
			want(t, err, domain.KindDuplicate)
		}
		if n := len(contact(t, s, mia, jane).Interactions); done != 1 || n != 1 {
			t.Errorf("%d commands succeeded and %d touches are stored, want one of each", done, n)
		}
	})
}

func TestFailingCommandLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		ours := errors.New("something of ours")
		attempt := func(b *domain.Book) error {
			if _, err := b.Add("Jane", "", domain.Relating); err != nil {
				return err
			}
			b.AskFirst("met", "jane", nil)
			b.NoteMet("digest")
			return ours
		}
		for range 2 { // the id was not kept either
			if err := s.Book().Write(t.Context(), ref(mia, "c1", nine), attempt); !errors.Is(err, ours) {
				t.Fatalf("error %v, want the function's own", err)
			}
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			do(t, s, ref(mia, "c1", nine), func(b *domain.Book) error {
				if _, err := b.Add("Jane", "", domain.Relating); err != nil {
					return err
				}
				panic("in the middle")
			})
		}()
		for _, table := range []string{"commands", "contacts", "names", "questions", "undos"} {
			if n := count(t, s, table); n != 0 {
				t.Errorf("%d rows in %s, want none", n, table)
			}
		}
		if m, err := s.Members().Member(t.Context(), mia); err != nil || m.LastMet != "" {
			t.Errorf("member %+v, error %v: want them untouched", m, err)
		}
		add(t, s, mia, "Jane") // the door is not left locked
	})
}

func TestUnknownMember(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		nothing := func(*domain.Book) error { t.Error("the function ran"); return nil }
		want(t, s.Book().Write(t.Context(), ref(mia, "c1", nine), nothing), domain.KindNotFound)
		want(t, s.Book().Read(t.Context(), ref(mia, "c1", nine), nothing), domain.KindNotFound)
		want(t, s.Book().Write(t.Context(), ref(mia, "", nine), nothing), domain.KindInvalid)
		_, err := s.Shows().Portfolio(t.Context(), mia, nine)
		want(t, err, domain.KindNotFound)
		if n := count(t, s, "commands"); n != 0 {
			t.Errorf("%d command ids kept, want none", n)
		}
	})
}

func TestManyWritersLoseNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		var owners []domain.Owner
		for i := range 5 {
			owners = append(owners, domain.Owner{Workspace: "T1", Member: domain.MemberID(fmt.Sprint("U", i))})
		}
		meet(t, s, owners...)
		jane := make(map[domain.Owner]domain.ContactID)
		for _, o := range owners {
			jane[o] = add(t, s, o, "Jane")
		}
		errs := make([]error, 100)
		var wg sync.WaitGroup
		for i := range errs {
			o := owners[i%len(owners)]
			wg.Go(func() {
				errs[i] = s.Book().Write(t.Context(), ref(o, fmt.Sprint("c", i), nine), func(b *domain.Book) error {
					c, err := b.Contact(jane[o])
					if err != nil {
						return err
					}
					_, err = b.Log(c, domain.Touch{On: b.Today})
					return err
				})
			})
			wg.Go(func() {
				if _, err := s.Shows().Portfolio(t.Context(), o, nine); err != nil {
					t.Errorf("reading meanwhile: %v", err)
				}
			})
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		for _, o := range owners {
			c := contact(t, s, o, jane[o])
			if len(c.Interactions) != 20 || c.Touched.Count != 20 || c.Version != 21 {
				t.Errorf("%v: %d touches, %d counted, version %d; want 20, 20 and 21", o, len(c.Interactions), c.Touched.Count, c.Version)
			}
		}
	})
}

// What a command read and what it stores may be parted by somebody who does not
// take the member's lock; the versions tell, and the command is decided anew.
func TestConflictIsDecidedAnew(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane := add(t, s, mia, "Jane")
		runs := 0
		err := s.write(t.Context(), "test", func(tx *gorm.DB) error {
			o := scoped(tx, mia)
			m, err := o.lockMember()
			if err != nil {
				return err
			}
			b := domain.OpenBook(m, "c1", nine, s.policy, s.shelf(o))
			c, err := b.Contact(jane)
			if err != nil {
				return err
			}
			if err := b.Rest(c, true); err != nil {
				return err
			}
			ch, err := b.Changes("test")
			if err != nil {
				return err
			}
			ch.Contacts[0].Before.Version--
			return s.save(o, m, ch)
		})
		want(t, err, domain.KindConflict)
		do(t, s, ref(mia, "c2", nine), func(*domain.Book) error {
			if runs++; runs < tries {
				return domain.Fault(domain.KindConflict, "test", nil)
			}
			return nil
		})
		if runs != tries {
			t.Errorf("decided %d times, want %d", runs, tries)
		}
	})
}

func TestUndoRecordRoundTrip(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane := add(t, s, mia, "Jane")
		before := contact(t, s, mia, jane)
		for i, kind := range []string{"coffee", "lunch"} { // both at the same instant
			do(t, s, ref(mia, kind, nine), func(b *domain.Book) error {
				c, err := b.Contact(jane)
				if err != nil {
					return err
				}
				_, err = b.Log(c, domain.Touch{On: b.Today.AddDays(-i), Kind: kind, Note: kind})
				return errors.Join(err, b.Tag(c, kind))
			})
		}
		undo := func(id string, which domain.CommandID) error {
			return s.Book().Write(t.Context(), ref(mia, id, nine), func(b *domain.Book) error {
				_, err := b.Undo(which)
				return err
			})
		}
		if err := undo("u1", ""); err != nil {
			t.Fatal(err)
		}
		c := contact(t, s, mia, jane)
		if c.Touched.Kind != "coffee" || !slices.Equal(c.Tags, []string{"coffee"}) {
			t.Errorf("after one undo: last kind %q, tags %v; want those of the coffee", c.Touched.Kind, c.Tags)
		}
		want(t, undo("u2", "lunch"), domain.KindStale)
		if err := undo("u3", ""); err != nil {
			t.Fatal(err)
		}
		ignore := cmpopts.IgnoreFields(domain.Contact{}, "Version", "History")
		if d := cmp.Diff(before, contact(t, s, mia, jane), ignore, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("undo did not restore (-before +after):\n%s", d)
		}
		if err := undo("u4", ""); err != nil {
			t.Fatal(err)
		}
		err := s.Book().Read(t.Context(), ref(mia, "r", nine), func(b *domain.Book) error {
			if known, err := b.AllNames(); err != nil || len(known) != 0 {
				t.Errorf("someone whose making was undone is still found: %v, error %v", known, err)
			}
			_, err := b.Contact(jane)
			want(t, err, domain.KindNotFound)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want(t, undo("u5", ""), domain.KindNotFound)
	})
}

func TestQuestionRoundTrip(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		var id domain.QuestionID
		do(t, s, ref(mia, "ask", nine), func(b *domain.Book) error {
			id = b.AskFirst("met", "Jane coffee", map[string]string{"kind": "coffee"}).ID
			return nil
		})
		do(t, s, ref(mia, "answer", nine), func(b *domain.Book) error {
			q, err := b.Answer(id, "who", "Jane")
			if err != nil {
				return err
			}
			want := domain.Question{
				ID: id, Verb: "met", Text: "Jane coffee", Asked: nine,
				Answers: map[string]string{"kind": "coffee", "who": "Jane"},
			}
			if d := cmp.Diff(want, *q); d != "" {
				t.Errorf("question differs:\n%s", d)
			}
			b.Settle(q)
			return nil
		})
		err := s.Book().Write(t.Context(), ref(mia, "late", nine), func(b *domain.Book) error {
			_, err := b.Answer(id, "who", "John")
			return err
		})
		want(t, err, domain.KindStale)
	})
}

func TestLawIsEnforcedWhereItIsStored(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane := add(t, s, mia, canary)
		for name, break_ := range map[string]func(*domain.Contact){
			"two beyond":       func(c *domain.Contact) { c.Phase, c.Furthest = domain.Sustaining, domain.Sustaining },
			"without a move":   func(c *domain.Contact) { c.Furthest = domain.Nurturing },
			"phase > furthest": func(c *domain.Contact) { c.Phase = domain.Nurturing },
			"no phase":         func(c *domain.Contact) { c.Phase = 0 },
			"a sixth phase":    func(c *domain.Contact) { c.Phase, c.Furthest = 6, 6 },
			"a leap": func(c *domain.Contact) {
				c.Moves = append(c.Moves, domain.Move{ID: "m", From: 2, To: 4, FurthestFrom: 2, FurthestTo: 4})
				c.Phase, c.Furthest = 4, 4
			},
		} {
			err := s.Book().Write(t.Context(), ref(mia, name, nine), func(b *domain.Book) error {
				c, err := b.Contact(jane)
				if err == nil {
					break_(c)
				}
				return err
			})
			if domain.KindOf(err) != domain.KindLaw {
				t.Errorf("%s: error %v, want the law's", name, err)
			}
		}
		for _, set := range []string{"phase = 3", "furthest = 1", "phase = 0", "furthest = 6"} {
			_, err := s.db.writer.Exec("UPDATE contacts SET " + set)
			if err == nil || strings.Contains(translate("contact", err).Error(), canary) {
				t.Errorf("%s: error %v, want the database to refuse it without a word on the row", set, err)
			}
		}
		if c := contact(t, s, mia, jane); c.Phase != domain.Relating || c.Furthest != domain.Relating {
			t.Errorf("phase %v, furthest %v: want them unchanged", c.Phase, c.Furthest)
		}
	})
}

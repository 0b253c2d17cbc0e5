package store

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"rapport/domain"
)

// deeds are what a random command may do to a contact. A refusal is fine: what
// counts is that whatever the book holds in the end is what is stored.
var deeds = []func(*rapid.T, *domain.Book, *domain.Contact) error{
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		_, err := b.Log(c, domain.Touch{
			On:      b.Today.AddDays(-rapid.IntRange(0, 40).Draw(t, "days ago")),
			Kind:    rapid.SampledFrom([]string{"", "coffee", "bouldering"}).Draw(t, "kind"),
			Note:    rapid.SampledFrom([]string{"", "Ada starts school", "שלום 👋 <!channel>", "'); DROP TABLE notes; --"}).Draw(t, "note"),
			Signals: rapid.SliceOfN(rapid.SampledFrom(domain.SignalKinds), 0, 3).Draw(t, "signals"),
		})
		return err
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		if len(c.Interactions) == 0 {
			return nil
		}
		i := rapid.SampledFrom(c.Interactions).Draw(t, "interaction")
		_, err := b.Amend(c, i.ID, domain.Touch{On: i.On.AddDays(-1), Kind: "call", Note: i.Note})
		return err
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		_, err := b.Move(c, rapid.SampledFrom(domain.Phases).Draw(t, "phase"))
		return err
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		_, err := b.Deliver(c, "a reference", b.Today.AddDays(-rapid.IntRange(0, 9).Draw(t, "delivered")), domain.Date{})
		return err
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		return b.Record(c, rapid.SampledFrom(domain.SignalKinds).Draw(t, "signal"), b.Today)
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		return b.Tag(c, rapid.SampledFrom([]string{"oslo", "#GopherCon", "family"}).Draw(t, "tag"))
	},
	func(_ *rapid.T, b *domain.Book, c *domain.Contact) error { return b.Untag(c, "oslo") },
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		return b.SetCadence(c, domain.Cadence{Ideal: rapid.IntRange(0, 60).Draw(t, "ideal")})
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		return b.Rest(c, rapid.Bool().Draw(t, "resting"))
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		return b.Archive(c, rapid.Bool().Draw(t, "archived"))
	},
	func(_ *rapid.T, b *domain.Book, c *domain.Contact) error { return b.Remember(c, "likes tea") },
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		return b.Mark(c, domain.Occasion{Name: "birthday", Year: 1990, Month: time.May, Day: rapid.IntRange(1, 28).Draw(t, "day")})
	},
	func(_ *rapid.T, b *domain.Book, c *domain.Contact) error { return b.Snooze(c, b.Today.AddDays(7)) },
	func(_ *rapid.T, b *domain.Book, c *domain.Contact) error {
		return b.Expect(c, b.Today.AddDays(2), "drinks")
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		_, err := b.Promise(c, "the slides", b.Today.AddDays(rapid.IntRange(0, 9).Draw(t, "due")), rapid.Bool().Draw(t, "theirs"))
		return err
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		if len(c.Promises) == 0 {
			return nil
		}
		id := rapid.SampledFrom(c.Promises).Draw(t, "promise").ID
		_, err := rapid.SampledFrom([]func() (domain.Promise, error){
			func() (domain.Promise, error) { return b.Keep(c, id, b.Today) },
			func() (domain.Promise, error) { return b.DropPromise(c, id) },
			func() (domain.Promise, error) { return b.Break(c, id) },
			func() (domain.Promise, error) { return b.Reschedule(c, id, b.Today.AddDays(30)) },
		}).Draw(t, "what became of it")()
		return err
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		_, err := b.NoteNeed(c, "a dentist", rapid.SampledFrom(domain.Urgencies).Draw(t, "urgency"), rapid.Bool().Draw(t, "asked"), b.Today)
		return err
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		if len(c.Needs) == 0 {
			return nil
		}
		id := rapid.SampledFrom(c.Needs).Draw(t, "need").ID
		var err error
		switch rapid.IntRange(0, 2).Draw(t, "what became of it") {
		case 0:
			_, err = b.Offer(c, id, "mine")
		case 1:
			_, err = b.Serve(c, id, "an address", b.Today, domain.Date{})
		case 2:
			_, err = b.DropNeed(c, id)
		}
		return err
	},
	func(_ *rapid.T, b *domain.Book, c *domain.Contact) error {
		_, err := b.Receive(c, "a lift", b.Today)
		return err
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		_, err := b.RecordAsk(c, domain.Request{What: "a word with Tom", By: b.Today}, b.Today.AddDays(-rapid.IntRange(0, 9).Draw(t, "made")))
		return err
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		if len(c.Asks) == 0 {
			return nil
		}
		states := []domain.AskState{domain.AskAgreed, domain.AskDeclined, domain.AskThanked, domain.AskClosed}
		_, err := b.AnswerAsk(c, rapid.SampledFrom(c.Asks).Draw(t, "ask").ID, rapid.SampledFrom(states).Draw(t, "answer"))
		return err
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		p, err := b.Portfolio()
		if err != nil || len(p.Contacts) == 0 {
			return err
		}
		other := rapid.SampledFrom(p.Contacts).Draw(t, "other")
		states := []domain.IntroductionState{domain.IntroAccepted, domain.IntroDone, domain.IntroDeclined}
		if rapid.Bool().Draw(t, "through") {
			return b.Through(c, other, b.Today)
		}
		return b.Weave(c, other, rapid.SampledFrom(states).Draw(t, "state"), "both climb")
	},
	func(t *rapid.T, b *domain.Book, c *domain.Contact) error {
		g, err := b.AddGoal("find a mentor", domain.Date{})
		return errors.Join(err, b.Link(c, g.ID), b.Mute(c, rapid.SampledFrom(domain.NudgeRules).Draw(t, "rule"), rapid.Bool().Draw(t, "muted")))
	},
}

// Whatever a member does, what is read again is what was decided.
func TestRandomHistoriesSurvive(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		var drawn atomic.Int64
		rapid.Check(t, func(rt *rapid.T) {
			o := domain.Owner{Workspace: "T1", Member: domain.MemberID(fmt.Sprint("U", drawn.Add(1)))}
			meet(t, s, o)
			var ids []domain.ContactID
			for _, name := range []string{"Jane Doe", "Omar"} {
				ids = append(ids, add(t, s, o, name))
			}
			at := nine
			for n := range rapid.IntRange(1, 8).Draw(rt, "commands") {
				at = at.Add(time.Duration(rapid.IntRange(0, 200).Draw(rt, "hours")) * time.Hour)
				decided := random(rt, s, ref(o, fmt.Sprint(o.Member, "-", n), at), ids)
				for id, c := range decided {
					if d := cmp.Diff(c, stored(rt, s, o, id), cmpopts.EquateEmpty(), cmpopts.IgnoreFields(domain.Contact{}, "Version")); d != "" {
						rt.Fatalf("command %d: contact differs (-decided +stored):\n%s", n, d)
					}
				}
			}
		})
	})
}

// random does one random command, perhaps an undo, and returns the contacts as
// it left them in the book.
func random(t *rapid.T, s *Store, r domain.Ref, ids []domain.ContactID) map[domain.ContactID]*domain.Contact {
	decided := make(map[domain.ContactID]*domain.Contact)
	undo := rapid.IntRange(0, 5).Draw(t, "undo") == 0
	err := s.Book().Write(t.Context(), r, func(b *domain.Book) error {
		if undo {
			if _, err := b.Undo(""); err != nil && domain.KindOf(err) != domain.KindNotFound {
				return err
			}
		}
		for range rapid.IntRange(0, 4).Draw(t, "deeds") {
			c, err := b.Contact(rapid.SampledFrom(ids).Draw(t, "contact"))
			if domain.KindOf(err) == domain.KindNotFound {
				continue // its making was undone
			}
			if err != nil {
				return err
			}
			if !undo {
				_ = rapid.SampledFrom(deeds).Draw(t, "deed")(t, b, c)
			}
			decided[c.ID] = c
		}
		return nil
	})
	if err != nil {
		t.Fatalf("command: %v", err)
	}
	return decided
}

func stored(t *rapid.T, s *Store, o domain.Owner, id domain.ContactID) *domain.Contact {
	var c *domain.Contact
	err := s.read(t.Context(), "test", func(tx *gorm.DB) (err error) {
		c, err = s.shelf(scoped(tx, o)).Contact(id)
		return err
	})
	if err != nil {
		t.Fatalf("stored contact: %v", err)
	}
	return c
}

package reminders_test

import (
	"fmt"
	"slices"
	"testing"

	"rapport/domain"
)

// R16: a back-dated older touch never moves the last contact back, and never
// closes a newer nudge.
func TestR16ABackDatedOlderTouchMovesNothingBack(t *testing.T) {
	last := monday.AddDays(-3)
	onBoth(t, func(t *testing.T, w *world) {
		jane := w.add(mia, "Jane", weekly, 60)
		w.met(mia, jane, last)
		w.met(mia, jane, last.AddDays(-20))
		if c := w.contact(mia, jane); c.Touched.Last != last || c.Touched.Count != 2 {
			t.Errorf("after an older touch the contact is %+v", c.Touched)
		}
		w.untilDate(friday.AddDays(1), berlin)
		w.dates(mia, last.AddDays(7))
		w.met(mia, jane, last.AddDays(-10))
		if c := w.contact(mia, jane); c.Shown != 1 || c.ShownOn != friday || c.Touched.Last != last {
			t.Errorf("the older touch answered the newer nudge: %+v", c)
		}
		w.untilDate(monday.AddDays(8), berlin)
		w.dates(mia, friday, monday.AddDays(7))
	})
}

// R17: only the clock moves → the person becomes due.
func TestR17OnlyTheClockMovesAndThePersonBecomesDue(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		jane := w.add(mia, "Jane", domain.Cadence{Ideal: 9, Maximum: 20}, 0)
		w.met(mia, jane, monday)
		before := w.contact(mia, jane)
		due := monday.AddDays(9) // a Wednesday
		w.untilDate(due, berlin)
		w.dates(mia)
		if after := w.contact(mia, jane); after.Version != before.Version {
			t.Errorf("the contact was written: version %d, then %d", before.Version, after.Version)
		}
		w.untilDate(due.AddDays(1), berlin)
		w.dates(mia, due)
	})
}

// R18: never contacted → still nudged.
func TestR18NeverContactedIsStillNudged(t *testing.T) {
	for _, phase := range []domain.Phase{domain.Identifying, domain.Relating} {
		t.Run(phase.String(), func(t *testing.T) {
			onBoth(t, func(t *testing.T, w *world) {
				w.do(mia, func(b *domain.Book) error {
					_, err := b.Add("Jane", "", phase)
					return err
				})
				rhythm := domain.DefaultPolicy().Cadences[phase]
				w.untilDate(monday.AddDays(rhythm.Maximum+5), berlin)
				got := w.digests(mia)
				if len(got) == 0 {
					t.Fatal("no digest came")
				}
				first := got[0].Digest.Shown[0]
				if late := got[0].On.Sub(monday.AddDays(rhythm.Ideal)); late < 0 || late > 3 || !first.Never {
					t.Errorf("first nudged on %s: %+v", got[0].On, first)
				}
				if last := got[len(got)-1].Digest.Shown[0]; last.Rule != domain.ContactOverdue {
					t.Errorf("in the end the reason is %q, want %q", last.Rule, domain.ContactOverdue)
				}
			})
		})
	}
}

// R22: twenty people met on one day → capped and spread.
func TestR22TwentyPeopleMetOnOneDayAreCappedAndSpread(t *testing.T) {
	rhythm := domain.Cadence{Ideal: 60, Maximum: 90}
	onBoth(t, func(t *testing.T, w *world) {
		for i := range 20 {
			w.met(mia, w.add(mia, fmt.Sprintf("Person %02d", i), rhythm, 0), monday)
		}
		w.clock(monday.AddDays(59), 12*60, berlin)
		w.untilDate(monday.AddDays(rhythm.Maximum+1), berlin)
		first := make(map[string]domain.Date) // when each came up
		due := make(map[domain.Date]int)      // how many fell due on a date
		for _, l := range w.digests(mia) {
			if n := len(l.Digest.Shown); n > domain.DefaultPolicy().Cap {
				t.Errorf("on %s %d people came up", l.On, n)
			}
			for _, n := range l.Digest.Shown {
				if _, seen := first[n.Contact.Name]; !seen {
					first[n.Contact.Name] = l.On
					due[n.Due]++
				}
				if n.Gap < rhythm.Ideal || n.Gap > rhythm.Maximum {
					t.Errorf("%s came up after %d days", n.Contact.Name, n.Gap)
				}
			}
		}
		if len(first) != 20 {
			t.Errorf("%d people came up within their maximum, want all 20", len(first))
		}
		if len(due) < 4 {
			t.Errorf("all fell due within %d days", len(due))
		}
	})
}

// R24: any logged touch, of any kind and by any door, resets the cadence.
func TestR24AnyTouchByAnyDoorResetsTheRhythm(t *testing.T) {
	log := func(touch domain.Touch) func(*domain.Book, *domain.Contact) error {
		return func(b *domain.Book, c *domain.Contact) error {
			touch.On = b.Today
			_, err := b.Log(c, touch)
			return err
		}
	}
	doors := map[string]func(*domain.Book, *domain.Contact) error{
		"a coffee":         log(domain.Touch{Kind: "coffee"}),
		"no kind at all":   log(domain.Touch{}),
		"a word of mine":   log(domain.Touch{Kind: "carrier pigeon"}),
		"with a note":      log(domain.Touch{Kind: "call", Note: "moving to Oslo"}),
		"with a signal":    log(domain.Touch{Kind: "message", Signals: []domain.SignalKind{domain.Initiated}}),
		"from a list":      logListed,
		"a date corrected": amended,
		"after an undo":    loggedTwice,
	}
	onBoth(t, func(t *testing.T, w *world) {
		w.do(mia, func(b *domain.Book) error { return b.SetCap(10) })
		people := make(map[string]domain.ContactID)
		var all []string
		for name := range doors {
			people[name] = w.due(mia, name)
			all = append(all, name)
		}
		slices.Sort(all)
		w.untilDate(tuesday, berlin)
		for name, door := range doors {
			w.clock(monday, 18*60, berlin)
			w.with(mia, people[name], door)
		}
		w.untilDate(monday.AddDays(8), berlin)
		w.dates(mia, monday, monday.AddDays(7))
		for _, l := range w.digests(mia) {
			names := l.names()
			if slices.Sort(names); !slices.Equal(names, all) {
				t.Errorf("on %s came %q, want %q", l.On, names, all)
			}
		}
	})
}

// logListed logs a touch with somebody as lists hold them, without history.
func logListed(b *domain.Book, c *domain.Contact) error {
	p, err := b.Portfolio()
	if err != nil {
		return err
	}
	for _, listed := range p.Contacts {
		if listed.ID == c.ID {
			_, err = b.Log(listed, domain.Touch{On: b.Today})
		}
	}
	return err
}

// amended logs a touch of a month ago, and then corrects its date.
func amended(b *domain.Book, c *domain.Contact) error {
	l, err := b.Log(c, domain.Touch{On: b.Today.AddDays(-30), Kind: "call"})
	if err != nil {
		return err
	}
	_, err = b.Amend(c, l.Interaction.ID, domain.Touch{On: b.Today, Kind: "call"})
	return err
}

// loggedTwice logs an older touch first, and then the one of today.
func loggedTwice(b *domain.Book, c *domain.Contact) error {
	for _, ago := range []int{20, 0} {
		if _, err := b.Log(c, domain.Touch{On: b.Today.AddDays(-ago), Kind: "mail"}); err != nil {
			return err
		}
	}
	return nil
}

// R25: counted from when it happened, not from when it was logged.
func TestR25CountedFromWhenItHappened(t *testing.T) {
	happened := monday.AddDays(-5) // a Wednesday, logged on Monday
	onBoth(t, func(_ *testing.T, w *world) {
		jane := w.add(mia, "Jane", weekly, 60)
		w.met(mia, jane, happened)
		w.untilDate(happened.AddDays(8), berlin)
		w.dates(mia, happened.AddDays(7))
	})
}

// R26: snoozed stays listed as snoozed, and comes back.
func TestR26SnoozedStaysListedAndComesBack(t *testing.T) {
	back := tuesday.AddDays(7)
	onBoth(t, func(t *testing.T, w *world) {
		jane := w.due(mia, "Jane")
		w.untilDate(tuesday, berlin)
		w.with(mia, jane, func(b *domain.Book, c *domain.Contact) error { return b.Snooze(c, back) })
		w.untilDate(back, berlin)
		w.dates(mia, monday)
		p, err := w.store.Shows().Portfolio(t.Context(), mia, w.now)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Contacts) != 1 || p.Contacts[0].SnoozedUntil != back {
			t.Errorf("listed are %+v, want Jane, snoozed until %s", p.Contacts, back)
		}
		w.untilDate(back.AddDays(1), berlin)
		w.dates(mia, monday, back)
	})
}

package reminders_test

import (
	"testing"
	"time"

	"rapport/domain"
)

// endings are what may end a reason to write to a member about a contact.
var endings = map[string]func(*world, domain.Owner, domain.ContactID){
	"archived": about(func(b *domain.Book, c *domain.Contact) error { return b.Archive(c, true) }),
	"resting":  about(func(b *domain.Book, c *domain.Contact) error { return b.Rest(c, true) }),
	"snoozed":  about(func(b *domain.Book, c *domain.Contact) error { return b.Snooze(c, friday) }),
	"a longer rhythm": about(func(b *domain.Book, c *domain.Contact) error {
		return b.SetCadence(c, domain.Cadence{Ideal: 300, Maximum: 400})
	}),
	"met meanwhile": func(w *world, o domain.Owner, id domain.ContactID) { w.met(o, id, tuesday) },
	"added and undone": func(w *world, o domain.Owner, _ domain.ContactID) {
		w.do(o, func(b *domain.Book) error { _, err := b.Undo(""); return err })
	},
	"paused": func(w *world, o domain.Owner, _ domain.ContactID) {
		w.do(o, func(b *domain.Book) error { return b.Pause(friday) })
	},
	"member gone": func(w *world, o domain.Owner, _ domain.ContactID) { w.profile(o, "", true) },
}

func about(f func(*domain.Book, *domain.Contact) error) func(*world, domain.Owner, domain.ContactID) {
	return func(w *world, o domain.Owner, id domain.ContactID) { w.with(o, id, f) }
}

// expectants are one member for each ending, with somebody who is due.
func expectants(w *world) map[string]domain.ContactID {
	all := make(map[string]domain.ContactID)
	for name := range endings {
		w.meet(named(name), berlin)
		all[name] = w.due(named(name), "Jane")
	}
	return all
}

// named is the member to whom one row of a table happens.
func named(row string) domain.Owner {
	return domain.Owner{Workspace: "T1", Member: domain.MemberID("of " + row)}
}

// silent fails the test if any ending was followed by a digest.
func (w *world) silent() {
	w.t.Helper()
	for name := range endings {
		if got := w.digests(named(name)); len(got) != 0 {
			w.t.Errorf("%s, and yet digests of %v came", name, datesOf(got))
		}
	}
}

// R20: contact archived, member deactivated or left, after scheduling → nothing
// is sent: here while there is an appointment.
func TestR20WhatEndsBeforeTheHourIsNotSent(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		contacts := expectants(w)
		w.clock(tuesday, 8*60, berlin)
		w.tick()
		for name, end := range endings {
			end(w, named(name), contacts[name])
		}
		w.untilDate(wednesday, berlin)
		w.silent()
		if n := w.ended(domain.StateCancelled) + w.inState(domain.StatePending); n != 0 {
			t.Errorf("%d deliveries were made, want none", n)
		}
	})
}

// R20, while the digest is in the outbox and Slack asks for patience.
func TestR20WhatEndsWhileItWaitsIsNotSent(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		contacts := expectants(w)
		w.box.refuse = later(time.Minute)
		w.clock(tuesday, nine, berlin)
		w.minutes(2)
		if n := w.inState(domain.StatePending); n != len(endings) {
			t.Fatalf("%d deliveries wait, want %d", n, len(endings))
		}
		for name, end := range endings {
			end(w, named(name), contacts[name])
		}
		w.box.refuse = nil
		w.untilDate(wednesday, berlin)
		w.silent()
		if n := w.ended(domain.StateCancelled); n != len(endings) {
			t.Errorf("%d deliveries cancelled, want %d", n, len(endings))
		}
	})
}

// R20: who comes back is written to again, and nothing that was missed comes late.
func TestR20WhoComesBackIsWrittenToAgain(t *testing.T) {
	onBoth(t, func(_ *testing.T, w *world) {
		w.due(mia, "Jane")
		w.untilDate(tuesday, berlin)
		w.profile(mia, "", true)
		w.clock(tuesday.AddDays(30), 12*60, berlin) // a Thursday
		w.tick()
		w.profile(mia, "", false)
		w.untilDate(tuesday.AddDays(32), berlin)
		w.dates(mia, monday, tuesday.AddDays(31))
	})
}

package reminders_test

import (
	"testing"
	"time"

	"rapport/domain"
)

// R20: contact archived, member deactivated or left, after scheduling → nothing
// is sent. Each is played twice: before the hour, when there is an appointment,
// and after it, when the digest is in the outbox and Slack asks for patience.
func TestR20WhatEndsAfterSchedulingIsNotSent(t *testing.T) {
	about := func(f func(*domain.Book, *domain.Contact) error) func(*world, domain.ContactID) {
		return func(w *world, id domain.ContactID) { w.with(mia, id, f) }
	}
	endings := map[string]func(*world, domain.ContactID){
		"archived": about(func(b *domain.Book, c *domain.Contact) error { return b.Archive(c, true) }),
		"resting":  about(func(b *domain.Book, c *domain.Contact) error { return b.Rest(c, true) }),
		"snoozed":  about(func(b *domain.Book, c *domain.Contact) error { return b.Snooze(c, friday) }),
		"a longer rhythm": about(func(b *domain.Book, c *domain.Contact) error {
			return b.SetCadence(c, domain.Cadence{Ideal: 300, Maximum: 400})
		}),
		"met meanwhile": func(w *world, id domain.ContactID) { w.met(mia, id, tuesday) },
		"added and undone": func(w *world, id domain.ContactID) {
			w.do(mia, func(b *domain.Book) error { _, err := b.Undo(""); return err })
		},
		"paused":      func(w *world, _ domain.ContactID) { w.do(mia, func(b *domain.Book) error { return b.Pause(friday) }) },
		"member gone": func(w *world, _ domain.ContactID) { w.profile(mia, "", true) },
		"moved to another date": func(w *world, _ domain.ContactID) {
			w.clock(tuesday, 23*60, berlin)
			w.profile(mia, "Pacific/Kiritimati", false)
			w.profile(mia, "", true)
		},
	}
	for name, end := range endings {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, w *world) {
				jane := w.due(mia, "Jane")
				w.clock(tuesday, 8*60, berlin)
				w.tick()
				end(w, jane)
				w.untilDate(wednesday, berlin)
				w.dates(mia)
				if n := w.inState(domain.StateCancelled) + w.inState(domain.StatePending); n != 0 {
					t.Errorf("%d deliveries were made, want none", n)
				}
			})
		})
		t.Run(name+" while it waits", func(t *testing.T) {
			onBoth(t, func(t *testing.T, w *world) {
				jane := w.due(mia, "Jane")
				w.box.refuse = later(time.Minute)
				w.clock(tuesday, nine, berlin)
				w.minutes(3)
				if n := w.inState(domain.StatePending); n != 1 {
					t.Fatalf("%d deliveries wait, want one", n)
				}
				end(w, jane)
				w.box.refuse = nil
				w.minutes(3)
				w.untilDate(wednesday, berlin)
				w.dates(mia)
				if n := w.inState(domain.StateCancelled); n != 1 {
					t.Errorf("%d deliveries cancelled, want the one that waited", n)
				}
			})
		})
	}
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

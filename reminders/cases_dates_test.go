package reminders_test

import (
	"testing"

	"rapport/domain"
)

// R9: 1 → 8 Oct 2026 in Sydney → 7 days, though clocks change between.
func TestR9OneToEightOctoberInSydneyIsSevenDays(t *testing.T) {
	const zone = "Australia/Sydney"
	first := domain.On(2026, 10, 1)
	onBoth(t, func(t *testing.T, w *world) {
		w.clock(first, 8*60, zone)
		w.meet(omar, zone)
		ada := w.add(omar, "Ada", weekly, 0)
		w.met(omar, ada, first)
		w.untilDate(first.AddDays(8), zone)
		w.dates(omar, first.AddDays(7))
		if n := w.digests(omar)[0].Digest.Shown[0]; n.Gap != 7 || n.Due != first.AddDays(7) {
			t.Errorf("a gap of %d days, due on %s; want 7 days and %s", n.Gap, n.Due, first.AddDays(7))
		}
	})
}

// R11: a date-only value never shifts by zone: it is the same before and after
// a move around the world, and falls due on the date of wherever the member is.
func TestR11ADateNeverShiftsByZone(t *testing.T) {
	const east, west = "Pacific/Kiritimati", "Pacific/Honolulu" // 24 hours apart
	onBoth(t, func(t *testing.T, w *world) {
		w.clock(monday, 30, east) // Saturday, still, in Honolulu
		w.meet(omar, east)
		ada := w.add(omar, "Ada", weekly, 0)
		w.met(omar, ada, monday)
		w.with(omar, ada, func(b *domain.Book, c *domain.Contact) error {
			return b.Mark(c, domain.Occasion{Name: "birthday", Month: 2, Day: 29})
		})
		before := w.contact(omar, ada)
		w.profile(omar, west, false)
		after := w.contact(omar, ada)
		if after.Touched.Last != monday || after.Added != before.Added || after.Interactions[0].On != monday ||
			after.Occasions[0] != before.Occasions[0] {
			t.Errorf("dates were %+v and are %+v", before, after)
		}
		w.untilDate(monday.AddDays(8), west)
		w.dates(omar, monday.AddDays(7))
		if gap := w.digests(omar)[0].Digest.Shown[0].Gap; gap != 7 {
			t.Errorf("a gap of %d days, want 7", gap)
		}
	})
}

// moves are what members do on Tuesday at eight in Berlin, and when Tuesday's
// digest comes then.
var moves = []struct {
	name string
	move func(*world, domain.Owner)
	zone string
	at   domain.TimeOfDay
}{
	{"a later hour", hour(15 * 60), berlin, 15 * 60},
	{"an hour that is over is due at once", hour(7 * 60), berlin, 8 * 60},
	{"west by Slack", slackSays("America/New_York"), "America/New_York", nine},
	{"west by choice", chosen("America/New_York"), "America/New_York", nine},
	{"east past the hour is due at once", slackSays("Asia/Tokyo"), "Asia/Tokyo", 16 * 60},
	{"zone and hour", func(w *world, o domain.Owner) {
		slackSays("America/Lima")(w, o)
		hour(18*60)(w, o)
	}, "America/Lima", 18 * 60},
	{"there and back", func(w *world, o domain.Owner) {
		slackSays("America/Lima")(w, o)
		slackSays(berlin)(w, o)
	}, berlin, nine},
}

func chosen(zone string) func(*world, domain.Owner) {
	return func(w *world, o domain.Owner) { w.do(o, func(b *domain.Book) error { return b.SetZone(zone) }) }
}

func slackSays(zone string) func(*world, domain.Owner) {
	return func(w *world, o domain.Owner) { w.profile(o, zone, false) }
}

func hour(at domain.TimeOfDay) func(*world, domain.Owner) {
	return func(w *world, o domain.Owner) {
		w.do(o, func(b *domain.Book) error {
			return b.SetDigest(domain.Weekly{At: at, Days: domain.WorkingDays})
		})
	}
}

// R21: zone or hour changed → pending ones move.
func TestR21PendingOnesMoveWithZoneAndHour(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.clock(monday, 12*60, berlin) // Monday's is over
		for _, c := range moves {
			w.meet(named(c.name), berlin)
			w.due(named(c.name), "Jane")
		}
		w.clock(tuesday, 8*60, berlin)
		w.tick()
		for _, c := range moves {
			c.move(w, named(c.name))
		}
		w.untilDate(friday, "America/Lima")
		for _, c := range moves {
			got := w.digests(named(c.name))
			if len(got) < 3 || got[0].On != tuesday || got[1].On != wednesday || got[2].On != wednesday.AddDays(1) {
				t.Errorf("%s: digests of %v, want three from %s on", c.name, datesOf(got), tuesday)
				continue
			}
			if want := domain.Instant(tuesday, c.at, w.zone(c.zone)); !got[0].At.Equal(want) {
				t.Errorf("%s: Tuesday's digest came at %v, want %v", c.name, got[0].At, want)
			}
		}
	})
}

// R21: what moves after today's digest does not come again today, neither later
// by the clock nor where the same date has only begun.
func TestR21WhatWasSentDoesNotMove(t *testing.T) {
	const west = "America/New_York"
	onBoth(t, func(t *testing.T, w *world) {
		w.due(mia, "Jane")
		w.clock(tuesday, nine, berlin)
		w.tick()
		w.do(mia, func(b *domain.Book) error {
			return b.SetDigest(domain.Weekly{At: 10 * 60, Days: domain.EveryDay})
		})
		w.profile(mia, west, false)
		w.untilDate(wednesday, west)
		w.dates(mia, tuesday)
		if last := w.member(mia).LastDigest; last != tuesday {
			t.Errorf("planned until %s, want %s", last, tuesday)
		}
		w.untilDate(friday, west)
		w.dates(mia, tuesday, wednesday, wednesday.AddDays(1))
	})
}

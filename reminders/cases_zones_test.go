package reminders_test

import (
	"slices"
	"testing"
	"time"

	"rapport/domain"
)

// R6: 09:00 for a member in Sydney → 09:00 in Sydney.
func TestR6NineForAMemberInSydneyIsNineInSydney(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.meet(omar, "Australia/Sydney") // 18:00 there: what would have come today does not
		w.due(omar, "Ada")
		w.due(mia, "Jane")
		w.untilDate(monday.AddDays(8), "Australia/Sydney")
		for owner, zone := range map[domain.Owner]string{mia: berlin, omar: "Australia/Sydney"} {
			for _, l := range w.digests(owner) {
				local := l.At.In(w.zone(zone))
				if local.Hour() != 9 || local.Minute() != 0 || domain.DateIn(local, local.Location()) != l.On {
					t.Errorf("the digest of %s came at %v", l.On, local)
				}
			}
		}
		w.dates(mia, monday, tuesday, wednesday, friday.AddDays(-1), friday, monday.AddDays(7))
		w.dates(omar, tuesday, wednesday, friday.AddDays(-1), friday, monday.AddDays(7))
	})
}

// R7: UTC+2 and hour 00:00 → the next date really advances.
func TestR7MidnightAtUTCPlusTwoReallyAdvances(t *testing.T) {
	const zone = "Africa/Johannesburg"
	onBoth(t, func(t *testing.T, w *world) {
		w.meet(omar, zone)
		w.due(omar, "Ada")
		w.do(omar, func(b *domain.Book) error { return b.SetDigest(domain.Weekly{At: 0, Days: domain.EveryDay}) })
		w.untilDate(tuesday, zone)
		w.minutes(120)
		w.untilDate(monday.AddDays(7), zone)
		var want []domain.Date
		for i := range 7 {
			want = append(want, tuesday.AddDays(i))
		}
		w.dates(omar, want...)
		for _, l := range w.digests(omar) {
			if want := domain.Instant(l.On, 0, w.zone(zone)); !l.At.Equal(want) {
				t.Errorf("the digest of %s came at %v, want %v", l.On, l.At, want)
			}
		}
	})
}

// change is a change of the clocks in a zone, and a wall time that does not
// exist that day, or exists twice.
type change struct {
	zone string
	on   domain.Date
	odd  domain.TimeOfDay
}

// changes are both changes of 2026 in zones that each have a trick: half an
// hour, midnight, 45 minutes, winter time as the exception.
var changes = []change{
	{"America/New_York", domain.On(2026, 3, 8), 2*60 + 30},
	{"America/New_York", domain.On(2026, 11, 1), 60 + 30},
	{"Europe/Berlin", domain.On(2026, 3, 29), 2*60 + 30},
	{"Europe/Berlin", domain.On(2026, 10, 25), 2*60 + 30},
	{"Europe/Dublin", domain.On(2026, 3, 29), 60 + 30},
	{"Europe/Dublin", domain.On(2026, 10, 25), 60 + 30},
	{"Australia/Sydney", domain.On(2026, 4, 5), 2*60 + 30},
	{"Australia/Sydney", domain.On(2026, 10, 4), 2*60 + 30},
	{"Australia/Lord_Howe", domain.On(2026, 4, 5), 60 + 45},
	{"Australia/Lord_Howe", domain.On(2026, 10, 4), 2*60 + 15},
	{"Pacific/Chatham", domain.On(2026, 4, 5), 3 * 60},
	{"Pacific/Chatham", domain.On(2026, 9, 27), 3 * 60},
	{"America/Santiago", domain.On(2026, 4, 4), 23*60 + 30},
	{"America/Santiago", domain.On(2026, 9, 6), 30},
	{"Africa/Cairo", domain.On(2026, 4, 24), 30},
	{"Africa/Cairo", domain.On(2026, 10, 29), 23*60 + 30},
}

// R8: across both DST changes, any zone → same wall time, exactly one per local
// date; a time that does not exist that day moves to the next that does; one
// that exists twice fires once. Each change has two members for a week: one is
// written to at nine on working days, one at the odd time every day.
func TestR8SameWallTimeOncePerLocalDateAcrossBothChanges(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		for _, c := range changes {
			w.clock(c.on.AddDays(-4), 23*60+50, c.zone) // the last digest of that day is over
			_, before := w.now.In(w.zone(c.zone)).Zone()
			wants := map[domain.Owner]domain.Weekly{
				{Workspace: "T1", Member: domain.MemberID(c.zone + c.on.String() + "nine")}: {At: nine, Days: domain.WorkingDays},
				{Workspace: "T1", Member: domain.MemberID(c.zone + c.on.String() + "odd")}:  {At: c.odd, Days: domain.EveryDay},
			}
			for o, weekly := range wants {
				w.meet(o, c.zone)
				w.due(o, "Jane")
				w.do(o, func(b *domain.Book) error { return b.SetDigest(weekly) })
			}
			w.untilDate(c.on.AddDays(5), c.zone)
			if _, after := w.now.In(w.zone(c.zone)).Zone(); before == after {
				t.Errorf("%s: no clock changed around %s", c.zone, c.on)
			}
			for o, weekly := range wants {
				w.onTime(o, weekly, c)
				w.profile(o, "", true) // they leave
			}
		}
	})
}

// onTime fails the test unless o got one digest on each date around a change,
// at the first minute at which clocks there showed the time or a later one.
func (w *world) onTime(o domain.Owner, weekly domain.Weekly, c change) {
	w.t.Helper()
	var want, got []time.Time
	for d := c.on.AddDays(-3); d.Before(c.on.AddDays(5)); d = d.AddDays(1) {
		if weekly.Days.Has(d.Weekday()) {
			want = append(want, w.first(d, weekly.At, c.zone))
		}
	}
	for _, l := range w.digests(o) {
		got = append(got, l.At.UTC())
		if l.On != domain.DateIn(l.At, w.zone(c.zone)) {
			w.t.Errorf("%s, %s: the digest of %s came at %v", c.zone, weekly.At, l.On, l.At.In(w.zone(c.zone)))
		}
	}
	if len(want) < 5 || !slices.EqualFunc(got, want, time.Time.Equal) {
		w.t.Errorf("%s, %s around %s: digests at %v, want %v", c.zone, weekly.At, c.on, got, want)
	}
}

// first walks over a date by the minute until clocks there show at or later.
func (w *world) first(d domain.Date, at domain.TimeOfDay, zone string) time.Time {
	loc := w.zone(zone)
	noon := time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, loc)
	for t := noon.Add(-15 * time.Hour); ; t = t.Add(time.Minute) {
		local := t.In(loc)
		if domain.DateIn(t, loc) == d && domain.TimeOfDay(local.Hour()*60+local.Minute()) >= at {
			return t.UTC()
		}
	}
}

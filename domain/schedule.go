package domain

import (
	"sync"
	"time"
)

// Weekly is a wall time on some days of the week, in no zone: "09:00 on
// working days". It is what a cron expression with one hour and days of the
// week says, and all that a member is asked to choose.
type Weekly struct {
	At   TimeOfDay `json:"at"`
	Days Weekdays  `json:"days"`
}

// Valid reports whether w names a time and at least one day.
func (w Weekly) Valid() bool { return w.At.Valid() && w.Days.Valid() }

// Next returns the first date after d, d excluded, that is one of w's days;
// the zero date when w has no days.
func (w Weekly) Next(d Date) Date {
	if w.Days&EveryDay == 0 {
		return Date{}
	}
	for d = d.AddDays(1); !w.Days.Has(d.Weekday()); {
		d = d.AddDays(1)
	}
	return d
}

// Instant places the wall time at on date d in loc, as R8 asks: a time that
// does not exist that day moves to the next that does; one that exists twice is
// the first. Put differently, it is the earliest instant at which clocks in loc
// show at on d, or later. The result is in UTC.
func Instant(d Date, at TimeOfDay, loc *time.Location) time.Time {
	wall := time.Date(d.Year, d.Month, d.Day, 0, int(at), 0, 0, time.UTC)
	// No offset reaches 16 hours, so clocks everywhere still show less than wall.
	t := wall.Add(-16 * time.Hour)
	for {
		local := t.In(loc)
		_, offset := local.Zone()
		_, end := local.ZoneBounds()
		hit := wall.Add(-time.Duration(offset) * time.Second)
		switch {
		case hit.Before(t): // the clocks jumped over it at t
			return t.UTC()
		case end.IsZero() || hit.Before(end):
			return hit
		}
		t = end
	}
}

// exists reports whether there was such a day in loc at all: Samoa had no
// 30 December 2011.
func exists(d Date, loc *time.Location) bool { return DateIn(Instant(d, 0, loc), loc) == d }

// locations remembers zones that were loaded: reading one takes a file, and a
// tick asks for the same few over and over.
var locations sync.Map

// Location returns the IANA zone of that name. KindInvalid for names that are
// none, "" and "Local" among them: what they mean depends on the machine.
func Location(zone string) (*time.Location, error) {
	if loc, ok := locations.Load(zone); ok {
		return loc.(*time.Location), nil
	}
	if zone == "" || zone == "Local" {
		return nil, Fault(KindInvalid, "zone", nil)
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		// The cause quotes the name, which a member may have typed.
		return nil, Fault(KindInvalid, "zone", nil)
	}
	locations.Store(zone, loc)
	return loc, nil
}

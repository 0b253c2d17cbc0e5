package domain

import (
	_ "embed"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine
)

// zones are the names in Go's copy of the IANA zone database (lib/time of the
// toolchain), links included.
//
//go:embed testdata/zones.txt
var zones string

func load(tb testing.TB, zone string) *time.Location {
	tb.Helper()
	loc, err := Location(zone)
	if err != nil {
		tb.Fatalf("%s: %v", zone, err)
	}
	return loc
}

func TestInstant(t *testing.T) {
	cases := []struct {
		name, zone string
		on         Date
		at         TimeOfDay
		want       string // in the zone, RFC 3339
	}{
		{"an ordinary day", "Europe/Berlin", On(2026, 11, 2), 9 * 60, "2026-11-02T09:00:00+01:00"},
		{"in the gap", "Europe/Berlin", On(2026, 3, 29), 2*60 + 30, "2026-03-29T03:00:00+02:00"},
		{"before the gap", "Europe/Berlin", On(2026, 3, 29), 1*60 + 59, "2026-03-29T01:59:00+01:00"},
		{"in the overlap, the first", "Europe/Berlin", On(2026, 10, 25), 2*60 + 30, "2026-10-25T02:30:00+02:00"},
		{"after the overlap", "Europe/Berlin", On(2026, 10, 25), 3 * 60, "2026-10-25T03:00:00+01:00"},
		{"a gap of half an hour", "Australia/Lord_Howe", On(2026, 10, 4), 2*60 + 15, "2026-10-04T02:30:00+11:00"},
		{"an overlap of half an hour", "Australia/Lord_Howe", On(2026, 4, 5), 1*60 + 45, "2026-04-05T01:45:00+11:00"},
		{"midnight does not exist", "Asia/Beirut", On(2026, 3, 29), 0, "2026-03-29T01:00:00+03:00"},
		{"midnight comes twice", "America/Havana", On(2026, 11, 1), 0, "2026-11-01T00:00:00-04:00"},
		{"the gap runs up to midnight", "America/Nuuk", On(2026, 3, 28), 23*60 + 30, "2026-03-29T00:00:00-01:00"},
		{"the day does not exist", "Pacific/Apia", On(2011, 12, 30), 9 * 60, "2011-12-31T00:00:00+14:00"},
		{"two hours' gap", "Antarctica/Troll", On(2026, 3, 29), 2 * 60, "2026-03-29T03:00:00+02:00"},
		{"far east", "Pacific/Kiritimati", On(2026, 1, 1), 0, "2026-01-01T00:00:00+14:00"},
		{"far west", "Etc/GMT+12", On(2026, 1, 1), 23*60 + 59, "2026-01-01T23:59:00-12:00"},
		{"after the table's end", "Europe/Berlin", On(2090, 7, 1), 9 * 60, "2090-07-01T09:00:00+02:00"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			got := Instant(tc.on, tc.at, load(t, tc.zone))
			if s := got.In(load(t, tc.zone)).Format(time.RFC3339); s != tc.want {
				t.Errorf("got %s, want %s", s, tc.want)
			}
			if got.Location() != time.UTC {
				t.Error("the instant is not in UTC")
			}
		})
	}
}

// reading is what clocks in loc show at t, as if it were UTC.
func reading(t time.Time, loc *time.Location) time.Time {
	_, offset := t.In(loc).Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// TestR8 goes through every change of the clocks in every zone from 2024 to
// 2037, with hours that lie inside and around the changes.
func TestR8SameWallTimeOncePerLocalDate(t *testing.T) {
	hours := []TimeOfDay{0, 30, 60, 90, 2 * 60, 150, 3 * 60, 9 * 60, 23 * 60, 23*60 + 30}
	changes := 0
	for zone := range strings.FieldsSeq(zones) {
		loc := load(t, zone)
		end := time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC)
		for at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC); ; {
			if _, at = at.In(loc).ZoneBounds(); at.IsZero() || at.After(end) {
				break
			}
			changes++
			for _, hour := range hours {
				around(t, zone, loc, at, hour)
			}
		}
	}
	if changes < 1000 {
		t.Errorf("only %d changes of clocks were seen", changes)
	}
}

// around checks the appointments of the days around one change of the clocks.
func around(t *testing.T, zone string, loc *time.Location, change time.Time, at TimeOfDay) {
	t.Helper()
	w := Weekly{At: at, Days: EveryDay}
	day := DateIn(change, loc).AddDays(-2)
	var before time.Time
	for range 5 {
		m := Member{LastDigest: day.AddDays(-1)}
		a, ok := m.next(DigestDelivery, w, m.LastDigest, loc, change.AddDate(0, 0, -3))
		if !ok || a.On != day || !a.At.After(before) {
			t.Fatalf("%s, %s: after %s comes %s at %s", zone, at, m.LastDigest, a.On, a.At)
		}
		wall := time.Date(day.Year, day.Month, day.Day, 0, int(at), 0, 0, time.UTC)
		switch got := reading(a.At, loc); {
		case got.Equal(wall):
			for _, ago := range []time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour, 24 * time.Hour} {
				if reading(a.At.Add(-ago), loc).Equal(wall) {
					t.Fatalf("%s: %s on %s is the second one", zone, at, day)
				}
			}
		case !got.After(wall) || !reading(a.At.Add(-1), loc).Before(wall):
			t.Fatalf("%s: %s on %s became %s", zone, at, day, a.At.In(loc))
		}
		before = a.At
		day = day.AddDays(1)
	}
}

func TestADayThatDidNotExistHasNoAppointment(t *testing.T) {
	loc := load(t, "Pacific/Apia")
	m := Member{LastDigest: On(2011, 12, 29)}
	a, ok := m.next(DigestDelivery, Weekly{At: 540, Days: EveryDay}, m.LastDigest, loc, time.Date(2011, 12, 29, 20, 0, 0, 0, time.UTC))
	if !ok || a.On != On(2011, 12, 31) {
		t.Errorf("after 29 December comes %s", a.On)
	}
}

func TestWeeklyNext(t *testing.T) {
	monday := On(2026, 11, 2)
	cases := []struct {
		days Weekdays
		from Date
		want Date
	}{
		{WorkingDays, monday, On(2026, 11, 3)},
		{WorkingDays, On(2026, 11, 6), On(2026, 11, 9)},
		{Monday, monday, On(2026, 11, 9)},
		{EveryDay, On(2026, 12, 31), On(2027, 1, 1)},
		{0, monday, Date{}},
	}
	for _, tc := range cases {
		if got := (Weekly{Days: tc.days}).Next(tc.from); got != tc.want {
			t.Errorf("%s after %s: %s, want %s", tc.days, tc.from, got, tc.want)
		}
	}
}

func TestLocation(t *testing.T) {
	for _, zone := range []string{"", "Local", "Europe/Nowhere", "../etc/passwd", "CEST"} {
		if _, err := Location(zone); KindOf(err) != KindInvalid {
			t.Errorf("%q: %v", zone, err)
		}
	}
	if _, err := Location("Europe/Berlin"); err != nil {
		t.Error(err)
	}
}

package domain

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

func TestR9DatesAreSubtractedAsDates(t *testing.T) {
	// Sydney put its clocks forward on 4 October 2026: 167 hours, seven days.
	sydney := load(t, "Australia/Sydney")
	from := Instant(On(2026, 10, 1), 0, sydney)
	to := Instant(On(2026, 10, 8), 0, sydney)
	if got := DateIn(to, sydney).Sub(DateIn(from, sydney)); got != 7 {
		t.Errorf("%d days in %s", got, to.Sub(from))
	}
	if got := On(2028, 3, 1).Sub(On(2028, 2, 28)); got != 2 {
		t.Errorf("over a leap day: %d", got)
	}
	if got := On(2026, 1, 1).Sub(On(2026, 1, 31)); got != -30 {
		t.Errorf("backwards: %d", got)
	}
}

func TestR11ADateNeverShiftsByZone(t *testing.T) {
	d := On(1990, time.May, 3)
	text, err := json.Marshal(d)
	if err != nil || string(text) != `"1990-05-03"` {
		t.Fatalf("%s, %v", text, err)
	}
	var back Date
	if err := json.Unmarshal(text, &back); err != nil || back != d {
		t.Errorf("%s, %v", back, err)
	}
	for _, zone := range []string{"Pacific/Kiritimati", "Etc/GMT+12", "America/Sao_Paulo", "Asia/Kathmandu"} {
		loc := load(t, zone)
		if got := DateIn(Instant(d, 12*60, loc), loc); got != d {
			t.Errorf("%s: %s", zone, got)
		}
	}
}

func TestDateOrder(t *testing.T) {
	early, late := On(2026, 2, 28), On(2026, 3, 1)
	if !early.Before(late) || late.Before(early) || early.After(late) || early.Compare(On(2026, 2, 28)) != 0 {
		t.Error("28 February is not before 1 March")
	}
	if !(Date{}).Before(On(1, 1, 1)) || !(Date{}).IsZero() || (Date{}).String() != "" {
		t.Error("no date is not before all others")
	}
	if got := latest(Date{}, early); got != early {
		t.Errorf("the later of none and %s is %s", early, got)
	}
	if got := latest(late, early); got != late {
		t.Errorf("the later is %s", got)
	}
}

func TestDatesAreReadAndWrittenAsTheLibraryDoes(t *testing.T) {
	for _, d := range []Date{On(2026, 11, 2), On(1, 1, 1), On(9999, 12, 31), On(10000, 1, 1), On(-5, 3, 9), {Year: 7}, {Month: 100, Day: -3}} {
		if want := fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day); d.String() != want {
			t.Errorf("%q, want %q", d.String(), want)
		}
	}
	for _, s := range []string{
		"2026-11-02", "2026-11-28", "2026-11-29", "2026-11-31", "2028-02-29", "2026-02-29", "0000-01-01", "2026-00-02", "2026-13-02",
		"2026-11-00", "2026-11-0", "2026-11-0x", "2026-1-02", "2026/11/02", "+026-11-02", "2026-11-02 ", "９026-11-02",
	} {
		at, err1 := time.Parse(time.DateOnly, s)
		d, err2 := ParseDate(s)
		if (err1 == nil) != (err2 == nil) || err1 == nil && d != dateOf(at) {
			t.Errorf("%s: %v and %v, want %v and %v", s, d, err2, at, err1)
		}
	}
	if n := testing.AllocsPerRun(100, func() { _, _ = ParseDate("2026-11-02") }); n > 0 {
		t.Errorf("%v allocations for reading a date", n)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-11-02", "", "2028-02-29", "0001-01-01", "2026-02-30"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err == nil && d.String() != s {
			t.Fatalf("%q was read as %s", s, d)
		}
	})
}

package domain

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// TimeOfDay is a wall time, in minutes since midnight: 540 is 09:00.
type TimeOfDay int

// day is the number of minutes in one.
const day = 24 * 60

var errNoTime = errors.New("not a time of day")

// ParseTimeOfDay reads "9", "09:00", "0900", "9am", "9.30 pm", "21:15", "9h30",
// "noon". 24:00 is no time of day: midnight is 00:00.
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	switch s {
	case "noon", "midday":
		return 12 * 60, nil
	case "midnight":
		return 0, nil
	}
	s, half := halfDay(s)
	hours, minutes := splitTime(s)
	h, m := number(hours), 0
	if minutes != "" {
		if m = number(minutes); len(minutes) != 2 {
			m = -1
		}
	}
	if half != 0 {
		if h < 1 || h > 12 {
			return 0, Fault(KindInvalid, "time of day", errNoTime)
		}
		h %= 12
		if half == 'p' {
			h += 12
		}
	}
	if h < 0 || h > 23 || m < 0 || m > 59 {
		return 0, Fault(KindInvalid, "time of day", errNoTime)
	}
	return TimeOfDay(h*60 + m), nil
}

// halfDay takes "am", "p.m." or an hour word off the end of s and returns 'a',
// 'p' or 0.
func halfDay(s string) (rest string, half byte) {
	for _, end := range []string{"am", "a.m.", "pm", "p.m.", "o'clock", "o’clock", "uhr"} {
		if rest, ok := strings.CutSuffix(s, end); ok {
			if half = end[0]; half != 'a' && half != 'p' {
				half = 0
			}
			return strings.TrimSpace(rest), half
		}
	}
	return s, 0
}

// splitTime parts hours from minutes: "9:30", "9.30", "9h30", "9h", "0930".
func splitTime(s string) (hours, minutes string) {
	for _, sep := range []string{":", ".", "h"} {
		if h, m, ok := strings.Cut(s, sep); ok {
			if m == "" && sep != "h" {
				m = "?" // "9:" is unfinished, not 9 o'clock
			}
			return h, m
		}
	}
	if len(s) == 3 || len(s) == 4 {
		return s[:len(s)-2], s[len(s)-2:]
	}
	return s, ""
}

// number reads one or two ASCII digits, -1 for anything else.
func number(s string) int {
	if len(s) < 1 || len(s) > 2 {
		return -1
	}
	for _, r := range s {
		if r < '0' || r > '9' {
			return -1
		}
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// Valid reports whether t lies within a day.
func (t TimeOfDay) Valid() bool { return t >= 0 && t < day }

// String returns "09:00".
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", int(t)/60, int(t)%60) }

// MarshalText writes what String returns.
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads what [ParseTimeOfDay] reads.
func (t *TimeOfDay) UnmarshalText(b []byte) (err error) {
	*t, err = ParseTimeOfDay(string(b))
	return err
}

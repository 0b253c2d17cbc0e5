package domain

import (
	"errors"
	"strings"
	"time"
)

// Weekdays is a set of days of the week, bit n for [time.Weekday] n.
type Weekdays uint8

var errNoDays = errors.New("not days of the week")

// dayWords are words that mean several days at once.
var dayWords = map[string]Weekdays{
	"weekday": WorkingDays, "weekdays": WorkingDays,
	"workday": WorkingDays, "workdays": WorkingDays, "working": WorkingDays,
	"weekend": Saturday | Sunday, "weekends": Saturday | Sunday,
	"every": EveryDay, "everyday": EveryDay, "daily": EveryDay, "all": EveryDay,
}

// fillers join days without meaning any.
var fillers = map[string]bool{"and": true, "on": true, "day": true, "days": true}

// ParseWeekdays reads "mon-fri", "Mon, Wed", "tuesdays and thursdays",
// "weekdays", "every day". A range may run over the weekend: "fri-mon".
func ParseWeekdays(s string) (Weekdays, error) {
	s = strings.NewReplacer("–", "-", "—", "-", ",", " ", "&", " ", "+", " ", "/", " ", ";", " ", " to ", "-", " through ", "-").
		Replace(strings.ToLower(s))
	for strings.Contains(s, " -") || strings.Contains(s, "- ") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, " -", "-"), "- ", "-")
	}
	words := strings.Fields(s)
	if len(words) > 1 && words[0] == "every" && !fillers[words[1]] {
		words = words[1:] // "every monday" is Monday
	}
	var set Weekdays
	for _, word := range words {
		days, err := parseDays(word)
		if err != nil {
			return 0, err
		}
		set |= days
	}
	if set == 0 {
		return 0, Fault(KindInvalid, "days of the week", errNoDays)
	}
	return set, nil
}

func parseDays(word string) (Weekdays, error) {
	if fillers[word] {
		return 0, nil
	}
	if set, ok := dayWords[word]; ok {
		return set, nil
	}
	first, last, ranged := strings.Cut(word, "-")
	from, ok := weekday(first)
	if !ok {
		return 0, Fault(KindInvalid, "days of the week", errNoDays)
	}
	to := from
	if ranged {
		if to, ok = weekday(last); !ok {
			return 0, Fault(KindInvalid, "days of the week", errNoDays)
		}
	}
	set := Weekdays(1) << to
	for d := from; d != to; d = (d + 1) % 7 {
		set |= 1 << d
	}
	return set, nil
}

// weekday reads a day's name or at least two letters of it: "mo", "tues",
// "fridays".
func weekday(s string) (time.Weekday, bool) {
	s = strings.TrimSuffix(s, ".")
	if len(s) < 2 {
		return 0, false
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.HasPrefix(strings.ToLower(d.String())+"s", s) {
			return d, true
		}
	}
	return 0, false
}

// Has reports whether the set holds d.
func (w Weekdays) Has(d time.Weekday) bool { return w&(1<<d) != 0 }

// Valid reports whether w is a set of days that holds at least one.
func (w Weekdays) Valid() bool { return w != 0 && w&^EveryDay == 0 }

// week lists the days as calendars of most members do, Monday first.
var week = []time.Weekday{
	time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday,
}

// String returns "Mon–Fri", "Mon, Wed, Fri", "every day".
func (w Weekdays) String() string {
	if w&EveryDay == EveryDay {
		return "every day"
	}
	return w.words("–", ", ")
}

// words joins the days: a single run of three or more with dash, others with comma.
func (w Weekdays) words(dash, comma string) string {
	var names []string
	runs, last := 0, -2
	for i, d := range week {
		if !w.Has(d) {
			continue
		}
		if i != last+1 {
			runs++
		}
		last = i
		names = append(names, d.String()[:3])
	}
	if runs == 1 && len(names) > 2 {
		return names[0] + dash + names[len(names)-1]
	}
	return strings.Join(names, comma)
}

// MarshalText writes the set in ASCII: "mon-fri", "mon,wed", "" when empty.
func (w Weekdays) MarshalText() ([]byte, error) {
	return []byte(strings.ToLower(w.words("-", ","))), nil
}

// UnmarshalText reads what [ParseWeekdays] reads; an empty text is the empty set.
func (w *Weekdays) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*w = 0
		return nil
	}
	*w, err = ParseWeekdays(string(b))
	return err
}

// First returns the first day of the set in a week that begins on Monday; the
// empty set for the empty set.
func (w Weekdays) First() Weekdays {
	for _, d := range []Weekdays{Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday} {
		if w&d != 0 {
			return d
		}
	}
	return 0
}

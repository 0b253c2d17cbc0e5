package phrase

import (
	"strings"

	"rapport/domain"
)

// leads go before a day by which something is due.
var leads = map[string]bool{"by": true, "before": true, "until": true, "till": true, "due": true, "within": true, "for": true}

// beginnings are the leads that speak of where a month begins: "until June".
var beginnings = map[string]bool{"before": true, "until": true, "till": true}

// deadlineAt reads a day to come at the beginning of ts, with the words that
// lead to it and with a time of day, which is passed over: "by 5pm on Friday",
// "before the end of next month", "June". n is 0 when there is none.
func deadlineAt(ts []token, today domain.Date, answers map[string]string) moment {
	i, begins := 0, false
	for leads[at(ts, i)] {
		begins = begins || beginnings[at(ts, i)]
		i++
	}
	led := i > 0
	clock := clockAt(ts[i:])
	i += clock
	if at(ts, i) == "the" && at(ts, i+1) == "end" {
		i++
	}
	rest := ts[i:]
	m := weekdayOfNextWeek(rest, today)
	if m.n == 0 {
		m = whenAt(rest, today, future, answers)
	}
	if m.n == 0 {
		m = periodEnd(rest, today, begins, led)
	}
	if m.n == 0 && led && clock > 0 {
		return moment{on: today, n: i} // "by 5pm"
	}
	if m.n == 0 {
		return m
	}
	if _, day := weekdays[at(rest, m.n-1)]; day && at(rest, m.n) == "week" { // "Monday week"
		m.on, m.n = m.on.AddDays(7), m.n+1
	}
	m.n += fromNow(rest, m.n)
	m.n += clockAt(rest[m.n:])
	m.n += i
	return m
}

// fromNow counts the words that end "two weeks from now", "in two weeks time".
func fromNow(ts []token, i int) int {
	switch {
	case at(ts, i) == "from" && (at(ts, i+1) == "now" || at(ts, i+1) == "today"):
		return 2
	case at(ts, i) == "time" && at(ts, 0) == "in":
		return 1
	}
	return 0
}

// clockWords are times of day without a figure.
var clockWords = map[string]bool{"noon": true, "midday": true, "midnight": true, "eod": true, "cob": true, "lunchtime": true}

// clockAt counts the words of a time of day: "5pm", "at 17:00", "at noon", "5
// pm". A figure alone is none.
func clockAt(ts []token) int {
	i := 0
	if w := at(ts, 0); w == "at" || w == "around" || w == "@" {
		i = 1
	}
	w := at(ts, i)
	if clockWords[w] {
		return i + 1
	}
	if half := at(ts, i+1); digits(w) && (half == "am" || half == "pm" || half == "o'clock" || w == "12" && clockWords[half]) {
		return i + 2
	}
	if w == "" || !digits(w[:1]) || digits(strings.TrimSuffix(w, ".")) || !strings.ContainsAny(w, ":mh") {
		return 0
	}
	if _, err := domain.ParseTimeOfDay(w); err != nil {
		return 0
	}
	return i + 1
}

// weekdayOfNextWeek reads "next week friday" and "friday next week": the one of
// the week after this one, Monday first.
func weekdayOfNextWeek(ts []token, today domain.Date) moment {
	i := 0
	if at(ts, i) == "on" {
		i++
	}
	day, ok := weekdays[at(ts, i)]
	if ok {
		i++
	}
	if at(ts, i) == "of" && ok {
		i++
	}
	if at(ts, i) != "next" || at(ts, i+1) != "week" {
		return moment{}
	}
	i += 2
	if !ok {
		if at(ts, i) == "on" {
			i++
		}
		if day, ok = weekdays[at(ts, i)]; !ok {
			return moment{}
		}
		i++
	}
	return moment{on: mondayBefore(today).AddDays(14 + (int(day)+6)%7), n: i}
}

// ParseBy reads a date to come at the beginning of text, "by" before it or not,
// and returns what follows it. A date without a year is the earliest not before
// today; a month, a quarter or a year alone means its last day, or its first
// after "until" and "before". The zero date means that there is none.
func ParseBy(text string, today domain.Date, answers map[string]string) (on domain.Date, rest string, ask *Question, err error) {
	text = Clean(text)
	ts := scan(text)
	m := deadlineAt(ts, today, answers)
	switch {
	case m.n == 0:
		return domain.Date{}, text, nil, nil
	case m.bad:
		return domain.Date{}, "", nil, &Error{Kind: BadDate, Said: saidOf(text, ts[:m.n])}
	}
	return m.on, strings.TrimSpace(text[ts[m.n-1].end:]), m.ask, nil
}

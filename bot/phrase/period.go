package phrase

import (
	"strconv"
	"time"

	"rapport/domain"
)

// period is a stretch of days that was read, and the tokens it took.
type period struct {
	first, last domain.Date
	next        bool // "next week": it begins there
	n           int
}

// ends are the words for the end of a period in one.
var ends = map[string]string{"eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year"}

// periodEnd reads a period to come at the beginning of ts and returns the day
// meant by it: "June", "in June 2027", "Q2", "end of next week", "this month",
// "month end". A month alone is its last day, or its first where it begins what
// follows. led says that a word such as "by" stood before it.
func periodEnd(ts []token, today domain.Date, begins, led bool) moment {
	if unit, ok := ends[at(ts, 0)]; ok {
		return moment{on: current(unit, today).last, n: 1}
	}
	if p := current(at(ts, 0), today); p.n > 0 && at(ts, 1) == "end" {
		return moment{on: p.last, n: 2}
	}
	if led && at(ts, 0) == "the" && at(ts, 1) == "weekend" {
		return moment{on: today.AddDays((int(time.Friday-today.Weekday()) + 7) % 7), n: 2}
	}
	if pick := parts[at(ts, 0)]; pick != nil && at(ts, 1) == "of" {
		return ofPeriod(ts, today, pick)
	}
	if pick := parts[at(ts, 0)]; pick != nil && len(ts) > 1 { // "late next week"
		if p := periodAt(ts[1:], today, true, false); p.n > 0 {
			return moment{on: pick(p), n: p.n + 1}
		}
	}
	lead := 0
	if at(ts, 0) == "in" || at(ts, 0) == "on" {
		lead, led = 1, true
	}
	p := periodAt(ts[lead:], today, led, begins)
	if p.n == 0 {
		return moment{}
	}
	on := p.last
	if begins || p.next {
		on = p.first
	}
	return moment{on: on, n: p.n + lead}
}

// parts are the words for a day within a period.
var parts = map[string]func(period) domain.Date{
	"end": period.ends, "late": period.ends, "start": period.begins, "beginning": period.begins, "early": period.begins,
	"middle": period.middle, "mid": period.middle,
}

func (p period) begins() domain.Date { return p.first }
func (p period) middle() domain.Date { return p.first.AddDays(p.last.Sub(p.first) / 2) }
func (p period) ends() domain.Date   { return p.last }

// ofPeriod reads what follows "end of".
func ofPeriod(ts []token, today domain.Date, pick func(period) domain.Date) moment {
	i := 2
	if at(ts, i) == "the" {
		i++
	}
	if i >= len(ts) {
		return moment{}
	}
	p := periodAt(ts[i:], today, true, false)
	if p.n == 0 {
		p = current(at(ts, i), today)
	}
	switch at(ts, i) {
	case "day", "today", "business":
		return moment{on: today, n: i + 1}
	}
	if p.n == 0 {
		return moment{}
	}
	return moment{on: pick(p), n: i + p.n}
}

// periodAt reads "this month", "next quarter", "June", "June 2027", "Q2" and,
// after a word that leads to it, "2027". Its last day is not before today; nor
// is its first where it begins what follows.
func periodAt(ts []token, today domain.Date, led, begins bool) period {
	i := 0
	which := at(ts, 0)
	if which == "this" || which == "next" || which == "current" || which == "coming" {
		i = 1
		if p := current(at(ts, 1), today); p.n > 0 {
			if which == "next" || which == "coming" {
				p = following(at(ts, 1), p)
			}
			p.n = 2
			return p
		}
	}
	year := 0
	if y, ok := yearOf(at(ts, i+1)); ok {
		year = y
	}
	w := at(ts, i)
	p := period{n: i + 1}
	switch m, ok := months[w]; {
	case ok && (led || i > 0 || year > 0 || len(ts) == 1) && !beginsName(ts, i+1):
		p = p.within(year, today, begins, func(y int) (domain.Date, domain.Date) {
			return domain.On(y, m, 1), domain.On(y, m+1, 0)
		})
	case len(w) == 2 && w[0] == 'q' && w[1] >= '1' && w[1] <= '4':
		m := time.Month(3 * (w[1] - '1'))
		p = p.within(year, today, begins, func(y int) (domain.Date, domain.Date) {
			return domain.On(y, m+1, 1), domain.On(y, m+4, 0)
		})
	default:
		y, ok := yearOf(w)
		if !ok || !led || i > 0 {
			return period{}
		}
		return period{first: domain.On(y, time.January, 1), last: domain.On(y, time.December, 31), n: 1}
	}
	if year > 0 {
		p.n++
	}
	return p
}

// within places a period in the year that was said, or in the earliest that
// puts it not before today.
func (p period) within(year int, today domain.Date, begins bool, days func(year int) (first, last domain.Date)) period {
	if year != 0 {
		p.first, p.last = days(year)
		return p
	}
	p.first, p.last = days(today.Year)
	if p.last.Before(today) || begins && p.first.Before(today) {
		p.first, p.last = days(today.Year + 1)
	}
	return p
}

// yearOf reads a year of four figures.
func yearOf(w string) (int, bool) {
	y, err := strconv.Atoi(w)
	return y, err == nil && len(w) == 4 && y >= 1900 && y < 2200
}

// beginsName reports whether the word at i goes on a name: "by May Sarton".
func beginsName(ts []token, i int) bool {
	if i >= len(ts) || ts[i].kind != word || !ts[i].capital() {
		return false
	}
	tail := ts[i-1].text[len(ts[i-1].text)-1]
	return tail != ':' && tail != '.' && tail != '!' && tail != '?' && tail != ')'
}

// current is the week, month, quarter or year of today.
func current(unit string, today domain.Date) period {
	y, m := today.Year, today.Month
	switch unit {
	case "week":
		monday := mondayBefore(today).AddDays(7)
		p := period{first: monday, last: monday.AddDays(4), n: 1}
		if p.last.Before(today) {
			p.last = monday.AddDays(6)
		}
		return p
	case "month":
		return period{first: domain.On(y, m, 1), last: domain.On(y, m+1, 0), n: 1}
	case "quarter":
		m -= (m - 1) % 3
		return period{first: domain.On(y, m, 1), last: domain.On(y, m+3, 0), n: 1}
	case "year":
		return period{first: domain.On(y, time.January, 1), last: domain.On(y, time.December, 31), n: 1}
	}
	return period{}
}

// following is the period after p.
func following(unit string, p period) period {
	if unit == "week" {
		return period{first: p.first.AddDays(7), last: p.first.AddDays(11), next: true}
	}
	q := current(unit, p.last.AddDays(1))
	q.next = true
	return q
}

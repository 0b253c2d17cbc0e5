package phrase

import (
	"strconv"
	"strings"
	"time"

	"rapport/domain"
)

// tense says which way a date without a year is read.
type tense uint8

const (
	past   tense = iota // the latest not after today
	future              // the earliest not before today
)

// moment is a date that was read: the tokens it took, or the question it raises.
type moment struct {
	on  domain.Date
	n   int
	ask *Question
	bad bool // the words are a date that does not exist
}

var weekdays = table(map[time.Weekday]string{
	time.Monday: "mon monday", time.Tuesday: "tue tues tuesday", time.Wednesday: "wed weds wednesday",
	time.Thursday: "thu thur thurs thursday", time.Friday: "fri friday", time.Saturday: "sat saturday", time.Sunday: "sun sunday",
})

var months = table(map[time.Month]string{
	time.January: "jan january", time.February: "feb february", time.March: "mar march", time.April: "apr april",
	time.May: "may", time.June: "jun june", time.July: "jul july", time.August: "aug august",
	time.September: "sep sept september", time.October: "oct october", time.November: "nov november", time.December: "dec december",
})

// units leads from a word to days, or to months as a negative number.
var units = table(map[int]string{1: "day days", 7: "week weeks wk wks", 14: "fortnight fortnights", -1: "month months", -12: "year years"})

var counts = table(map[int]string{
	1: "a an one", 2: "two couple", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten",
})

func table[T comparable](words map[T]string) map[string]T {
	m := make(map[string]T)
	for k, ws := range words {
		for w := range strings.FieldsSeq(ws) {
			m[w] = k
		}
	}
	return m
}

// partsOfDay may follow a date and change nothing about it.
var partsOfDay = map[string]bool{"morning": true, "afternoon": true, "evening": true, "night": true}

// whenAt reads a date at the beginning of ts. n is 0 when there is none.
func whenAt(ts []token, today domain.Date, t tense, answers map[string]string) moment {
	m := dateAt(ts, today, t, answers)
	if m.n > 0 && !m.bad && partsOfDay[at(ts, m.n)] {
		m.n++ // "yesterday evening"
	}
	return m
}

func dateAt(ts []token, today domain.Date, t tense, answers map[string]string) moment {
	if len(ts) == 0 || ts[0].kind != word {
		return moment{}
	}
	if m := relative(ts, today, t); m.n > 0 {
		return m
	}
	if m := roughly(ts, today, t, answers); m.n > 0 {
		return m
	}
	lead := 0
	if ts[0].fold == "on" || ts[0].fold == "this" || ts[0].fold == "by" {
		lead = 1
	}
	if m := weekdayOfLastWeek(ts[lead:], today, t); m.n > 0 {
		m.n += lead
		return m
	}
	if m := calendar(ts, lead, today, t, answers); m.n > 0 {
		return m // "tue 10 nov" is the tenth
	}
	for _, read := range []func([]token, domain.Date, tense) moment{relative, weekday, counted} {
		if m := read(ts[lead:], today, t); m.n > 0 {
			m.n += lead
			return m
		}
	}
	return lastWeek(ts, today, answers)
}

// calendar reads a day of the calendar after lead small words: "2 nov", "the
// 2nd", "02/11". A weekday before it, "tue 10 nov", says nothing more, even
// where the two disagree.
func calendar(ts []token, lead int, today domain.Date, t tense, answers map[string]string) moment {
	i := lead
	if j := afterWeekday(ts, lead); j > 0 {
		i = j
	}
	the := at(ts, i) == "the"
	if the {
		i++
	}
	m := named(ts[min(i, len(ts)):], today, t)
	if m.n == 0 && (the || lead > 0 && ts[0].fold == "on" || i > lead) {
		m = dayOfMonth(ts[min(i, len(ts)):], today, t)
	}
	if m.n == 0 && !the && at(ts, i) != "" {
		m = numeric(ts[i], today, t, answers)
	}
	if m.n > 0 {
		m.n += i
	}
	return m
}

// at returns the folded word at i, "" beyond either end or where it is no word.
func at(ts []token, i int) string {
	if i >= 0 && i < len(ts) && ts[i].kind == word {
		return ts[i].fold
	}
	return ""
}

// relative reads today, yesterday, tomorrow and their like.
func relative(ts []token, today domain.Date, _ tense) moment {
	switch at(ts, 0) {
	case "today", "tonight", "now":
		return moment{on: today, n: 1}
	case "yesterday", "yday":
		return moment{on: today.AddDays(-1), n: 1}
	case "tomorrow", "tmrw", "tomorow":
		return moment{on: today.AddDays(1), n: 1}
	case "day":
		switch {
		case at(ts, 1) == "before" && at(ts, 2) == "yesterday":
			return moment{on: today.AddDays(-2), n: 3}
		case at(ts, 1) == "after" && at(ts, 2) == "tomorrow":
			return moment{on: today.AddDays(2), n: 3}
		}
	case "last":
		if at(ts, 1) == "night" {
			return moment{on: today.AddDays(-1), n: 2}
		}
	case "this":
		switch at(ts, 1) {
		case "morning", "afternoon", "evening":
			return moment{on: today, n: 2}
		}
	case "next":
		switch at(ts, 1) {
		case "week":
			return moment{on: today.AddDays(7 - (int(today.Weekday())+6)%7), n: 2}
		case "month":
			return moment{on: domain.On(today.Year, today.Month+1, 1), n: 2}
		}
	case "end":
		if at(ts, 1) == "of" {
			return endOf(ts, today)
		}
	}
	return moment{}
}

func endOf(ts []token, today domain.Date) moment {
	i := 2
	if at(ts, i) == "the" || at(ts, i) == "this" {
		i++
	}
	switch at(ts, i) {
	case "week":
		return moment{on: today.AddDays((int(time.Friday-today.Weekday()) + 7) % 7), n: i + 1}
	case "month":
		return moment{on: domain.On(today.Year, today.Month+1, 0), n: i + 1}
	case "year":
		return moment{on: domain.On(today.Year, time.December, 31), n: i + 1}
	}
	return moment{}
}

// counted reads "3 days ago", "a week ago", "in two weeks", "2 weeks" when what
// is to come is meant.
func counted(ts []token, today domain.Date, t tense) moment {
	i := 0
	if at(ts, 0) == "in" {
		i = 1
	}
	n, ok := number(at(ts, i))
	if !ok || n > 1000 {
		return moment{}
	}
	j := i + 1
	if at(ts, i) == "a" && at(ts, j) == "couple" {
		n, j = 2, j+1
	}
	if at(ts, j) == "of" {
		j++
	}
	unit, ok := units[strings.TrimSuffix(at(ts, j), "'")] // "in two weeks’ time"
	if !ok {
		return moment{}
	}
	switch ago := at(ts, j+1) == "ago" || at(ts, j+1) == "back"; {
	case ago && i == 0:
		return moment{on: shift(today, -n, unit), n: j + 2}
	case i == 1, t == future:
		return moment{on: shift(today, n, unit), n: j + 1}
	}
	return moment{}
}

// shift moves a date by n units; a month's end stays in its month.
func shift(d domain.Date, n, unit int) domain.Date {
	if unit > 0 {
		return d.AddDays(n * unit)
	}
	first := domain.On(d.Year, d.Month+time.Month(-n*unit), 1)
	last := domain.On(first.Year, first.Month+1, 0)
	return domain.On(first.Year, first.Month, min(d.Day, last.Day))
}

func number(w string) (int, bool) {
	if n, ok := counts[w]; ok {
		return n, true
	}
	n, err := strconv.Atoi(w)
	return n, err == nil && n > 0
}

// named reads "2 nov", "2nd of november 2025", "nov 2", "november 2, 2025".
func named(ts []token, today domain.Date, t tense) moment {
	day, month, n := 0, time.Month(0), 0
	if d, ok := ordinal(at(ts, 0)); ok {
		i := 1
		if at(ts, i) == "of" {
			i++
		}
		if m, ok := months[at(ts, i)]; ok {
			day, month, n = d, m, i+1
		}
	} else if m, ok := months[at(ts, 0)]; ok {
		i := 1
		if at(ts, i) == "the" {
			i++
		}
		d, ok := ordinal(at(ts, i))
		if _, counts := units[at(ts, i+1)]; ok && !counts { // "April 3 days ago" is about April
			day, month, n = d, m, i+1
		}
	}
	if n == 0 {
		return moment{}
	}
	year, i := 0, n
	if i < len(ts) && ts[i].kind == comma {
		i++
	}
	if y, err := strconv.Atoi(at(ts, i)); err == nil && y >= 1900 && y < 2200 {
		year, n = y, i+1
	}
	return place(day, month, year, n, today, t)
}

// ordinal reads a day of the month: "2", "2nd", "02".
func ordinal(w string) (int, bool) {
	for _, tail := range []string{"st", "nd", "rd", "th"} {
		if cut, ok := strings.CutSuffix(w, tail); ok {
			w = cut
			break
		}
	}
	n, err := strconv.Atoi(w)
	return n, err == nil && n >= 1 && n <= 31 && len(w) <= 2
}

// counted2nd are the words that make "the 2nd" count something other than days.
var counted2nd = map[string]bool{
	"time": true, "times": true, "one": true, "round": true, "half": true, "try": true, "attempt": true, "floor": true, "year": true, "month": true,
	"week": true, "day": true, "person": true, "child": true, "baby": true,
}

// dayOfMonth reads "2nd": of this month, or of the nearest one that has such a
// day and lies on the right side of today. A number alone is no date.
func dayOfMonth(ts []token, today domain.Date, t tense) moment {
	w := at(ts, 0)
	day, ok := ordinal(w)
	if !ok || digits(w) || counted2nd[at(ts, 1)] {
		return moment{}
	}
	step := time.Month(-1)
	if t == future {
		step = 1
	}
	for i := range time.Month(4) { // no two months in a row are short of the same day
		on := domain.On(today.Year, today.Month+step*i, 1)
		on = domain.On(on.Year, on.Month, day)
		if on.Day == day && (t == past && !on.After(today) || t == future && !on.Before(today)) {
			return moment{on: on, n: 1}
		}
	}
	return moment{n: 1, bad: true}
}

// place finds the year of a day, and whether there is such a day at all.
func place(day int, month time.Month, year, n int, today domain.Date, t tense) moment {
	if year != 0 {
		on := domain.On(year, month, day)
		return moment{on: on, n: n, bad: on.Day != day || on.Month != month}
	}
	step := -1
	if t == future {
		step = 1
	}
	for i := range 9 { // 29 Feb comes within eight years
		on := domain.On(today.Year+step*i, month, day)
		if on.Day != day || on.Month != month {
			continue
		}
		if t == past && !on.After(today) || t == future && !on.Before(today) {
			return moment{on: on, n: n}
		}
	}
	return moment{n: n, bad: true}
}

// numeric reads 2026-11-02, 2.11., 02.11.2026 and, where only one reading is
// possible, 13/11 or 11/13/2026. 02/11 is not guessed.
func numeric(w token, today domain.Date, t tense, answers map[string]string) moment {
	text := strings.TrimRight(w.text, ",;!?)")
	if d, err := domain.ParseDate(text); err == nil && !d.IsZero() {
		return moment{on: d, n: 1}
	}
	if len(text) == 10 && text[4] == '-' && text[7] == '-' && digits(strings.ReplaceAll(text, "-", "")) {
		return moment{n: 1, bad: true}
	}
	for _, sep := range []string{"/", "."} {
		parts := strings.Split(strings.TrimSuffix(text, sep), sep)
		if len(parts) < 2 || len(parts) > 3 || !strings.HasSuffix(text, sep) && sep == "." && len(parts) == 2 {
			continue
		}
		a, b, year, ok := numbers(parts)
		if !ok {
			continue
		}
		return between(w.fold, sep, a, b, year, today, t, answers)
	}
	return moment{}
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func numbers(parts []string) (a, b, year int, ok bool) {
	for i, p := range parts {
		if !digits(p) || i < 2 && len(p) > 2 || i == 2 && len(p) != 2 && len(p) != 4 {
			return 0, 0, 0, false
		}
	}
	a, _ = strconv.Atoi(parts[0])
	b, _ = strconv.Atoi(parts[1])
	if len(parts) == 3 {
		year, _ = strconv.Atoi(parts[2])
		if year < 100 {
			year += 2000
		}
	}
	return a, b, year, true
}

// between decides between day/month and month/day, or asks.
func between(said, sep string, a, b, year int, today domain.Date, t tense, answers map[string]string) moment {
	dayFirst := place(a, time.Month(b), year, 1, today, t)
	if sep == "." || a > 12 || a == b {
		if b < 1 || b > 12 || a < 1 {
			return moment{n: 1, bad: true}
		}
		return dayFirst
	}
	monthFirst := place(b, time.Month(a), year, 1, today, t)
	if b > 12 || a < 1 || b < 1 {
		if a < 1 || b < 1 {
			return moment{n: 1, bad: true}
		}
		return monthFirst
	}
	key := "date:" + said
	if d, err := domain.ParseDate(answers[key]); err == nil && !d.IsZero() {
		return moment{on: d, n: 1}
	}
	ask := &Question{Kind: WhichDate, Key: key, Said: said}
	for _, m := range []moment{dayFirst, monthFirst} {
		if !m.bad {
			ask.Options = append(ask.Options, Option{Means: ThatDay, On: m.on, Value: m.on.String()})
		}
	}
	return moment{n: 1, ask: ask}
}

// saidOf is the text that tokens were cut from.
func saidOf(text string, ts []token) string {
	if len(ts) == 0 {
		return ""
	}
	return text[ts[0].start:ts[len(ts)-1].end]
}

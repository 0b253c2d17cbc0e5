package phrase

import (
	"time"

	"rapport/domain"
)

// roughly reads words that say only about when, and asks which day was meant:
// "last weekend", "a few days ago". "last month" has too many days to ask about.
func roughly(ts []token, today domain.Date, t tense, answers map[string]string) moment {
	if t == future {
		return moment{}
	}
	for _, m := range []moment{weekend(ts, today, answers), fewAgo(ts, today, answers)} {
		if m.n > 0 {
			return m
		}
	}
	if (at(ts, 0) == "last" || at(ts, 0) == "past") && (at(ts, 1) == "month" || at(ts, 1) == "year") {
		return moment{n: 2, bad: true}
	}
	return moment{}
}

// weekend reads "last weekend", the one before the current week's own, and
// "over the weekend", the latest that has begun.
func weekend(ts []token, today domain.Date, answers map[string]string) moment {
	i := 0
	switch at(ts, 0) {
	case "over", "on", "at", "during":
		i = 1
	}
	which := at(ts, i)
	switch {
	case which != "last" && which != "past" && which != "the" && which != "this", at(ts, i+1) != "weekend":
		return moment{}
	}
	said := "last weekend"
	saturday := today.AddDays(-daysSince(time.Saturday, today))
	if begun := daysSince(time.Saturday, today) < 2; begun && (which == "last" || which == "past") {
		saturday = saturday.AddDays(-7)
	} else if begun {
		said = "this weekend"
	}
	if saturday == today {
		return moment{on: today, n: i + 2}
	}
	return whichDay(said, i+2, answers, saturday, saturday.AddDays(1))
}

// fewAgo reads "a few days ago" and "the other day".
func fewAgo(ts []token, today domain.Date, answers map[string]string) moment {
	if day := at(ts, 2); at(ts, 0) == "the" && at(ts, 1) == "other" && (day == "day" || partsOfDay[day]) {
		return whichDay("the other "+day, 3, answers, some(today, 1)...)
	}
	i := 0
	if at(ts, 0) == "a" {
		i = 1
	}
	switch at(ts, i) {
	case "few", "several", "some":
	default:
		return moment{}
	}
	unit, ok := units[at(ts, i+1)]
	if ago := at(ts, i+2); !ok || ago != "ago" && ago != "back" {
		return moment{}
	}
	return whichDay("a few "+at(ts, i+1)+" ago", i+3, answers, some(today, unit)...)
}

// some returns the days two to five units ago.
func some(today domain.Date, unit int) []domain.Date {
	var days []domain.Date
	for n := 2; n <= 5; n++ {
		days = append(days, shift(today, -n, unit))
	}
	return days
}

// lastWeek asks which day of it, Monday first.
func lastWeek(ts []token, today domain.Date, answers map[string]string) moment {
	if !isLastWeek(ts, 0) {
		return moment{}
	}
	var days []domain.Date
	for i := range 7 {
		days = append(days, mondayBefore(today).AddDays(i))
	}
	return whichDay("last week", 2, answers, days...)
}

// whichDay is the day that was answered, or the question which of days it was.
func whichDay(said string, n int, answers map[string]string, days ...domain.Date) moment {
	key := "day:" + said
	if d, err := domain.ParseDate(answers[key]); err == nil && !d.IsZero() {
		return moment{on: d, n: n}
	}
	ask := &Question{Kind: WhichDay, Key: key, Said: said}
	for _, d := range days {
		ask.Options = append(ask.Options, Option{Means: ThatDay, On: d, Value: d.String()})
	}
	return moment{n: n, ask: ask}
}

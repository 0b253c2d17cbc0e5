package phrase

import (
	"time"

	"rapport/domain"
)

// weekday reads "tue", "last tue" (strictly before today) and "next tue"
// (strictly after).
func weekday(ts []token, today domain.Date, t tense) moment {
	i, which := 0, at(ts, 0)
	if which == "last" || which == "next" || which == "past" || which == "coming" {
		i = 1
	}
	day, ok := weekdays[at(ts, i)]
	if !ok {
		return moment{}
	}
	back := daysSince(day, today)
	switch {
	case which == "last" || which == "past":
		if back == 0 {
			back = 7
		}
		return moment{on: today.AddDays(-back), n: 2}
	case which == "next" || which == "coming":
		return moment{on: today.AddDays(7 - back), n: 2}
	case t == past:
		return moment{on: today.AddDays(-back), n: 1}
	default:
		return moment{on: today.AddDays((7 - back) % 7), n: 1}
	}
}

// afterWeekday returns where a date may stand that follows a weekday at i: "tue
// 10 nov", "last tue, 10 nov". It is 0 when there is no weekday.
func afterWeekday(ts []token, i int) int {
	switch at(ts, i) {
	case "last", "next", "past", "coming":
		i++
	}
	if _, ok := weekdays[at(ts, i)]; !ok {
		return 0
	}
	i++
	if i < len(ts) && ts[i].kind == comma {
		i++
	}
	return i
}

// weekdayOfLastWeek reads "last week tuesday", "last week on tuesday" and
// "tuesday last week": the one of the week before this one, Monday first.
func weekdayOfLastWeek(ts []token, today domain.Date, t tense) moment {
	if t == future {
		return moment{}
	}
	i := 0
	day, ok := weekdays[at(ts, 0)]
	if ok {
		i = 1
		if at(ts, i) == "of" {
			i++
		}
	}
	if !isLastWeek(ts, i) {
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
	return moment{on: mondayBefore(today).AddDays((int(day) + 6) % 7), n: i}
}

func isLastWeek(ts []token, i int) bool {
	return (at(ts, i) == "last" || at(ts, i) == "past") && at(ts, i+1) == "week"
}

// mondayBefore is the Monday of the week before this one.
func mondayBefore(today domain.Date) domain.Date {
	return today.AddDays(-7 - daysSince(time.Monday, today))
}

// daysSince counts the days since the last such weekday; 0 when it is today.
func daysSince(day time.Weekday, today domain.Date) int {
	return (int(today.Weekday()-day) + 7) % 7
}

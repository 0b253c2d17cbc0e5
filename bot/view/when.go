package view

import (
	"fmt"
	"strconv"

	"rapport/domain"
)

// Weekday is a date with its day of the week, "Tue 24 Nov"; the year is said
// when it isn't today's.
func Weekday(d, today domain.Date) string {
	return d.Weekday().String()[:3] + " " + Day(d, today)
}

// Day is a date, "24 Nov"; the year is said when it isn't today's.
func Day(d, today domain.Date) string {
	s := strconv.Itoa(d.Day) + " " + d.Month.String()[:3]
	if d.Year != today.Year {
		s += " " + strconv.Itoa(d.Year)
	}
	return s
}

// On is a date as an echo says it, so that a misunderstanding shows: "today
// (Tue 24 Nov)", "yesterday (Mon 23 Nov)", "Fri 20 Nov".
func On(d, today domain.Date) string {
	switch today.Sub(d) {
	case 0:
		return "today (" + Weekday(d, today) + ")"
	case 1:
		return "yesterday (" + Weekday(d, today) + ")"
	case -1:
		return "tomorrow (" + Weekday(d, today) + ")"
	}
	return Weekday(d, today)
}

// Days is a number of days, "1 day", "34 days".
func Days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

// Ago says how many days ago something was: "today", "yesterday", "34 days ago".
func Ago(n int) string {
	switch n {
	case 0:
		return "today"
	case 1:
		return "yesterday"
	}
	return Days(n) + " ago"
}

// Until is a date to come, "tomorrow", "Thursday" within the week, else
// "Thu 3 Dec".
func Until(d, today domain.Date) string {
	switch n := d.Sub(today); {
	case n == 1:
		return "tomorrow"
	case n > 1 && n < 7:
		return d.Weekday().String()
	}
	return Weekday(d, today)
}

// Every is a rhythm in words: "every week", "every 6 weeks", "every month",
// "every 10 days".
func Every(days int) string {
	switch {
	case days == 1:
		return "every day"
	case days == 7:
		return "every week"
	case days == 30:
		return "every month"
	case days%30 == 0:
		return fmt.Sprintf("every %d months", days/30)
	case days%7 == 0:
		return fmt.Sprintf("every %d weeks", days/7)
	}
	return fmt.Sprintf("every %d days", days)
}

// Greeting greets by the hour on the member's own clock.
func Greeting(hour int, name string) string {
	part := "morning"
	switch {
	case hour >= 18:
		part = "evening"
	case hour >= 12:
		part = "afternoon"
	}
	if name = line(name); name == "" {
		return "Good " + part + "."
	}
	return "Good " + part + ", " + Escape(clip(name, 40)) + "."
}

package page

import (
	"fmt"
	"strings"
	"time"
)

// ordinal is a day of the month as Slack writes it: 1st, 2nd, 3rd, 4th.
func ordinal(day int) string {
	suffix := "th"
	if day < 11 || day > 13 {
		switch day % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprint(day, suffix)
}

// clockTime is a time of day as Slack's English client writes it.
func clockTime(t time.Time) string { return t.Format("3:04 PM") }

// daysApart counts the midnights between two instants of one zone.
func daysApart(t, now time.Time) int {
	date := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	return int(date(t).Sub(date(now)) / (24 * time.Hour))
}

// pretty is today, yesterday, tomorrow or what is given.
func pretty(t, now time.Time, otherwise string) string {
	switch daysApart(t, now) {
	case 0:
		return "today"
	case -1:
		return "yesterday"
	case 1:
		return "tomorrow"
	}
	return otherwise
}

// dayLabel heads a day's messages: Today, Yesterday, or Monday, November 2nd,
// with the year when it is another.
func dayLabel(t, now time.Time) string {
	label := t.Format("Monday, January ") + ordinal(t.Day())
	if t.Year() != now.Year() {
		label += t.Format(", 2006")
	}
	switch daysApart(t, now) {
	case 0:
		return "Today"
	case -1:
		return "Yesterday"
	}
	return label
}

// ago says how long something is past, or away.
func ago(t, now time.Time) string {
	d, form := now.Sub(t), "%s ago"
	if d < 0 {
		d, form = -d, "in %s"
	}
	count := func(n int64, unit string) string {
		if n != 1 {
			unit += "s"
		}
		return fmt.Sprintf(form, fmt.Sprint(n, " ", unit))
	}
	switch {
	case d < time.Minute:
		return count(int64(d/time.Second), "second")
	case d < time.Hour:
		return count(int64(d/time.Minute), "minute")
	case d < 24*time.Hour:
		return count(int64(d/time.Hour), "hour")
	case d < 60*24*time.Hour:
		return count(int64(d/(24*time.Hour)), "day")
	}
	return count(int64(d/(30*24*time.Hour)), "month")
}

// formatDate fills in the tokens of <!date^…>, in the zone of t and now. A token
// that Slack does not know is left as it stands.
func formatDate(format string, t, now time.Time) string {
	full := t.Format("January ") + ordinal(t.Day()) + t.Format(", 2006")
	short, long := t.Format("Jan 2, 2006"), t.Format("Monday, ")+full
	return strings.NewReplacer(
		"{date_num}", t.Format(time.DateOnly),
		"{date_slash}", t.Format("01/02/2006"),
		"{date}", full, "{date_short}", short, "{date_long}", long,
		"{date_pretty}", pretty(t, now, full), "{date_short_pretty}", pretty(t, now, short),
		"{date_long_pretty}", pretty(t, now, long), "{day_divider_pretty}", pretty(t, now, long),
		"{date_long_full}", long,
		"{time}", clockTime(t), "{time_secs}", t.Format("3:04:05 PM"),
		"{ago}", ago(t, now),
	).Replace(format)
}

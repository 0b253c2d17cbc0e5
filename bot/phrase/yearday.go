package phrase

import (
	"strings"

	"rapport/domain"
)

// leapYear is the end of a year in which 29 February is a date.
var leapYear = domain.On(2024, 12, 31)

// ParseYearDay reads a day that comes back each year, "3 may" or "3 may 1980", as
// an occasion without a name. It may be a question, when "3/5" can be two days; ok
// is false for what is no day.
func ParseYearDay(text string, answers map[string]string) (o domain.Occasion, ask *Question, ok bool) {
	ts := scan(Clean(text))
	i := 0
	if at(ts, 0) == "on" {
		i = 1
	}
	m := named(ts[i:], leapYear, past)
	if m.n == 0 && i < len(ts) {
		m = numeric(ts[i], leapYear, past, answers)
	}
	if m.ask != nil {
		return domain.Occasion{}, m.ask, true
	}
	if m.n == 0 || m.bad || i+m.n != len(ts) {
		return domain.Occasion{}, nil, false
	}
	o = domain.Occasion{Month: m.on.Month, Day: m.on.Day}
	if m.on.Year != leapYear.Year || strings.Contains(text, "2024") {
		o.Year = m.on.Year
	}
	return o, nil, true
}

package phrase

import (
	"strconv"
	"strings"

	"rapport/domain"
)

// longestGap is the longest rhythm that is taken: two years.
const longestGap = 730

var rhythms = map[string]int{
	"daily": 1, "weekly": 7, "fortnightly": 14, "biweekly": 14, "monthly": 30, "bimonthly": 60, "quarterly": 90, "yearly": 365, "annually": 365,
	"day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 90, "year": 365,
}

var gaps = table(map[int]string{1: "d day days", 7: "w wk wks week weeks", 30: "m month months", 90: "quarter quarters", 365: "y year years"})

// ParseCadence reads a rhythm: "every 6 weeks", "weekly", "every other month",
// "30/60", "every 30 to 60 days". A maximum that was not said is twice the
// ideal gap. "default" is the zero Cadence: follow tag and phase.
func ParseCadence(text string) (domain.Cadence, error) {
	said := strings.TrimSpace(text)
	ws := strings.Fields(strings.NewReplacer("/", " / ", "–", " to ", "—", " to ").Replace(Fold(said)))
	if len(ws) > 0 && ws[0] == "every" || len(ws) > 0 && ws[0] == "each" {
		ws = ws[1:]
	}
	fault := &Error{Kind: BadCadence, Said: said}
	if len(ws) == 0 || len(ws) > 6 {
		return domain.Cadence{}, fault
	}
	if len(ws) == 1 && (ws[0] == "default" || ws[0] == "usual") {
		return domain.Cadence{}, nil
	}
	ideal, maximum, ok := gapsOf(ws)
	if !ok {
		if len(ws) == 1 {
			fault.Nearest = nearest(ws[0], []string{"weekly", "monthly", "quarterly", "yearly", "default"})
		}
		return domain.Cadence{}, fault
	}
	if maximum == 0 {
		maximum = min(2*ideal, longestGap)
	}
	if ideal < 1 || maximum < ideal || maximum > longestGap {
		return domain.Cadence{}, fault
	}
	return domain.Cadence{Ideal: ideal, Maximum: maximum}, nil
}

// gapsOf reads one gap or two, in days; a missing second is 0.
func gapsOf(ws []string) (ideal, maximum int, ok bool) {
	times := 1
	if ws[0] == "other" || ws[0] == "second" {
		times, ws = 2, ws[1:]
	}
	if len(ws) == 1 {
		if d, ok := rhythms[ws[0]]; ok {
			return d * times, 0, true
		}
	}
	first, rest, unit, ok := gap(ws)
	if !ok || times != 1 {
		return 0, 0, false
	}
	if len(rest) == 0 {
		return first * max(unit, 1), 0, true
	}
	if rest[0] != "/" && rest[0] != "to" && rest[0] != "-" {
		return 0, 0, false
	}
	second, rest, unit2, ok := gap(rest[1:])
	if !ok || len(rest) > 0 {
		return 0, 0, false
	}
	if unit == 0 {
		unit = unit2
	}
	return first * max(unit, 1), second * max(unit2, 1), true
}

// gap reads a number and, where there is one, its unit in days.
func gap(ws []string) (n int, rest []string, unit int, ok bool) {
	if len(ws) == 0 {
		return 0, nil, 0, false
	}
	digits := strings.TrimRight(ws[0], "abcdefghijklmnopqrstuvwxyz")
	if digits != "" && digits != ws[0] { // "6w"
		ws = append([]string{digits, ws[0][len(digits):]}, ws[1:]...)
	}
	n, ok = number(ws[0])
	if v, err := strconv.Atoi(ws[0]); err == nil && v > longestGap || !ok {
		return 0, nil, 0, false
	}
	ws = ws[1:]
	if len(ws) > 0 {
		if d, ok := gaps[ws[0]]; ok {
			return n, ws[1:], d, true
		}
	}
	return n, ws, 0, true
}

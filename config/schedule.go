package config

import (
	"errors"
	"fmt"
	"math/bits"
	"strings"

	"github.com/robfig/cron/v3"

	"rapport/domain"
)

// scheduleHint shows the form that is understood.
const scheduleHint = `write one time and the days of the week: "0 9 * * MON-FRI" is 09:00 from Monday to Friday`

// ParseSchedule reads a standard cron expression that names one wall time on
// days of the week, "30 9 * * MON-FRI". The zone is each member's own, so none
// is taken here. The error says what is wrong with the expression, and is fit
// to be shown as it is.
func ParseSchedule(expr string) (domain.Weekly, error) {
	expr = strings.TrimSpace(expr)
	// Looked for before the parser sees it: cron panics on "TZ=UTC".
	if strings.Contains(expr, "TZ=") {
		return domain.Weekly{}, errors.New("it names a time zone, and every member has their own")
	}
	if len(expr) > 100 {
		return domain.Weekly{}, errors.New("it is too long for a schedule")
	}
	parsed, err := cron.ParseStandard(expr)
	if err != nil {
		return domain.Weekly{}, fmt.Errorf("it is no cron expression of five fields: %s", firstClause(err))
	}
	spec, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return domain.Weekly{}, errors.New("it counts intervals, and a schedule is a time of day")
	}
	switch minute, hour := only(spec.Minute), only(spec.Hour); {
	case minute < 0 || hour < 0:
		return domain.Weekly{}, errors.New("it names no time or several, and there is one a day")
	case !every(spec.Dom, 1, 31) || !every(spec.Month, 1, 12):
		return domain.Weekly{}, errors.New("it names days of the month or months, and only days of the week are chosen")
	case weekdays(spec.Dow) == 0:
		return domain.Weekly{}, errors.New("it names no day of the week")
	default:
		return domain.Weekly{At: domain.TimeOfDay(hour*60 + minute), Days: weekdays(spec.Dow)}, nil
	}
}

// star is the bit that cron's parser sets for a field written as "*" or "?".
const star = 1 << 63

// only returns the one value that a field holds, -1 when it holds none or several.
func only(field uint64) int {
	field &^= star
	if bits.OnesCount64(field) != 1 {
		return -1
	}
	return bits.TrailingZeros64(field)
}

// every reports whether a field was written as "*": with "1-31" cron reads the
// days of the week as alternatives and not as a condition.
func every(field uint64, low, high int) bool {
	all := (uint64(1)<<(high-low+1) - 1) << low
	return field&star != 0 && field&all == all
}

func weekdays(field uint64) domain.Weekdays { return domain.Weekdays(field & 0x7f) }

// firstClause returns cron's complaint without the expression it repeats.
func firstClause(err error) string {
	clause, _, _ := strings.Cut(err.Error(), ":")
	return clause
}

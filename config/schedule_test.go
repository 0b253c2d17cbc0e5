package config

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
	"pgregory.net/rapid"

	"rapport/domain"
)

func TestParseSchedule(t *testing.T) {
	for expr, want := range map[string]domain.Weekly{
		"0 9 * * MON-FRI":     {At: 9 * 60, Days: domain.WorkingDays},
		"30 7 * * 1,3":        {At: 7*60 + 30, Days: domain.Monday | domain.Wednesday},
		"0 0 * * *":           {At: 0, Days: domain.EveryDay},
		"@daily":              {At: 0, Days: domain.EveryDay},
		" 59 23 ? * sun ":     {At: 23*60 + 59, Days: domain.Sunday},
		"15 12 */1 * mon-sat": {At: 12*60 + 15, Days: domain.EveryDay &^ domain.Sunday},
	} {
		got, err := ParseSchedule(expr)
		if err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", expr, got, err, want)
		}
	}
}

func TestParseScheduleRefuses(t *testing.T) {
	for expr, want := range map[string]string{
		"":                             "no cron expression",
		"daily":                        "no cron expression",
		"0 9 * *":                      "no cron expression",
		"0 25 * * *":                   "no cron expression",
		"0 9 * * 7":                    "no cron expression",
		"0 9,17 * * *":                 "one a day",
		"*/5 9 * * *":                  "one a day",
		"* * * * *":                    "one a day",
		"0 * * * MON":                  "one a day",
		", 9 * * *":                    "one a day",
		"0 9 1 * *":                    "only days of the week",
		"0 9 1-31 * MON":               "only days of the week",
		"0 9 */2 * *":                  "only days of the week",
		"0 9 * 6 *":                    "only days of the week",
		"@monthly":                     "only days of the week",
		"0 9 * * ,":                    "no day of the week",
		"@every 1h":                    "counts intervals",
		"TZ=UTC":                       "time zone",
		"CRON_TZ=Europe/Berlin":        "time zone",
		"TZ=UTC 0 9 * * *":             "time zone",
		strings.Repeat("9", 101):       "too long",
		"0 9 * * MON-FRI-SUN":          "no cron expression",
		"0 9 * * MON 2026":             "no cron expression",
		"0 99999999999999999999 * * *": "no cron expression",
	} {
		got, err := ParseSchedule(expr)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is %v, %v; want an error about %q", expr, got, err, want)
		}
	}
}

// A Weekly says what the cron expression says: over naive local time the two
// name the same instants.
func TestWeeklyAgreesWithCron(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}), 1, 7, rapid.ID).Draw(t, "days")
		at := rapid.IntRange(0, 24*60-1).Draw(t, "at")
		expr := strings.Join([]string{strconv.Itoa(at % 60), strconv.Itoa(at / 60), "*", "*", strings.Join(days, ",")}, " ")
		weekly, err := ParseSchedule(expr)
		if err != nil {
			t.Fatalf("%q: %v", expr, err)
		}
		schedule, err := cron.ParseStandard("TZ=UTC " + expr)
		if err != nil {
			t.Fatal(err)
		}
		day := domain.On(2020, time.January, rapid.IntRange(1, 366*12).Draw(t, "day"))
		// From the end of the day: Next(d) is after d, whatever the time.
		instant := domain.Instant(day.AddDays(1), 0, time.UTC).Add(-time.Second)
		for range 10 {
			day, instant = weekly.Next(day), schedule.Next(instant)
			if got := domain.Instant(day, weekly.At, time.UTC); !got.Equal(instant) {
				t.Fatalf("%q: domain says %v, cron %v", expr, got, instant)
			}
		}
	})
}

package domain

import (
	"slices"
	"testing"
	"time"
)

// TestR8EverySummaryInEveryZone goes through every change of the clocks in every zone
// from 2024 to 2037, with every quarter of an hour as the summary's on the day of the
// change, and some on the one before and the one after: one summary a week, at the first moment
// at which clocks there show the time or a later one, and still one of its day when it
// is sent.
func TestR8EverySummaryInEveryZone(t *testing.T) {
	_, groups := alike(t)
	for zone, all := range groups {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			w := sweeper{t: t, zone: zone, loc: load(t, zone)}
			for _, s := range all[1:] {
				on := DateIn(s.from, w.loc)
				for at := TimeOfDay(0); at < day; at += 15 {
					w.weeks(at, on)
				}
				w.weeks(day-30, on.AddDays(-1)) // clocks jump over midnight too
				for at := TimeOfDay(0); at < day; at += 6 * 60 {
					w.weeks(at, on.AddDays(-1))
					w.weeks(at+5*60, on.AddDays(1))
				}
			}
		})
	}
}

// weeks plays two weeks of a program's summaries, the second one of a date.
func (w sweeper) weeks(at TimeOfDay, second Date) {
	w.t.Helper()
	on := second.AddDays(-7)
	r := &Register{Program: program()}
	r.Program.Zone, r.Program.Started = w.zone, on.AddDays(-3)
	r.Program.Summary = Weekly{At: at, Days: 1 << second.Weekday()}
	a, ok := r.Program.NextSummary(Instant(r.Program.Started, at, w.loc))
	for range 2 {
		if !ok || a.On != on {
			w.t.Fatalf("%s, %s: %v %+v, want %s", w.zone, at, ok, a, on)
		}
		w.onTime(Appointment{At: a.At, On: a.On}, at)
		if of := r.Program.SummaryOf(a.At); of != on {
			w.t.Fatalf("%s, %s: %s is kept as %s", w.zone, at, on, of)
		}
		if early := PlanSummary(r, a, a.At.Add(-1)); len(early.Deliveries) > 0 || early.Next != a.At || early.Program.LastSummary == on {
			w.t.Fatalf("%s, %s: %s came early", w.zone, at, on)
		}
		plan := PlanSummary(r, a, a.At)
		if len(plan.Deliveries) != 2 || plan.Program.LastSummary != on || plan.Deliveries[0].On != on {
			w.t.Fatalf("%s, %s: %s became %+v", w.zone, at, on, plan)
		}
		if !SummaryCurrent(on, w.loc, a.At) {
			w.t.Fatalf("%s, %s: %s is over when it is sent", w.zone, at, on)
		}
		r.Program = plan.Program
		if a, ok = r.Program.NextSummary(a.At); a.At != plan.Next {
			w.t.Fatalf("%s, %s: %s is followed by %s, not %s", w.zone, at, on, a.At, plan.Next)
		}
		on = on.AddDays(7)
	}
}

// Down for any time, and with a clock that jumps either way, a date is planned once
// at most, in order, and each that could be posted when its tick came is.
func TestSummariesAcrossOutages(t *testing.T) {
	r := &Register{Program: program()}
	now := berlin(started, 9*60)
	a, _ := r.Program.NextSummary(now)
	var posted []Date
	for _, step := range []time.Duration{
		7 * 24 * time.Hour, time.Hour, -10 * 24 * time.Hour, 18 * 24 * time.Hour, 24 * time.Hour, 40 * 24 * time.Hour, time.Minute, 400 * 24 * time.Hour,
	} {
		now = now.Add(step)
		for range 3 { // as long as something is due; a tick looks again
			if now.Before(a.At) {
				break
			}
			plan := PlanSummary(r, a, now)
			for _, d := range plan.Deliveries {
				if d.Kind == SummaryDelivery {
					posted = append(posted, d.On)
				}
			}
			r.Program = plan.Program
			var ok bool
			if a, ok = r.Program.NextSummary(now); !ok || a.At != plan.Next {
				t.Fatalf("after %s: %v %+v, planned %s", step, ok, a, plan.Next)
			}
		}
		if !a.At.After(now) {
			t.Errorf("after %s something is due for ever: %+v", step, a)
		}
	}
	// The second came a day late, and the third on the Monday on which the bot was back.
	want := []Date{started.AddDays(7), started.AddDays(14), started.AddDays(56)}
	if !slices.Equal(posted, want) {
		t.Errorf("posted %v, not %v", posted, want)
	}
}

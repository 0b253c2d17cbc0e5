package domain

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// The years that the sweep goes through, and a margin: no appointment of a week
// inside them is decided by what clocks do outside it.
var (
	sweepFrom  = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	sweepTo    = time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC)
	sweepAside = 30 * 24 * time.Hour
)

// stretch is a time during which clocks in a zone do not change: what
// [time.Time.ZoneBounds] and the offset say of it.
type stretch struct {
	from, to time.Time // zero where it has no end
	offset   int
}

// stretches are those of a zone over the years of the sweep. Schedules ask a
// location for nothing but its offset and its bounds, so that zones whose
// stretches are the same have the same appointments.
func stretches(loc *time.Location) []stretch {
	var all []stretch
	for at := sweepFrom.Add(-sweepAside); !at.IsZero() && at.Before(sweepTo.Add(sweepAside)); {
		local := at.In(loc)
		from, to := local.ZoneBounds()
		_, offset := local.Zone()
		all = append(all, stretch{from.UTC(), to.UTC(), offset})
		at = to.UTC()
	}
	// How long the first and the last go on outside is nobody's business here.
	all[0].from, all[len(all)-1].to = time.Time{}, time.Time{}
	return all
}

// alike puts together the zones in which clocks do the same from 2024 to 2037,
// and returns the first name of each group with its stretches.
func alike(t *testing.T) (names map[string]string, groups map[string][]stretch) {
	t.Helper()
	names, groups = make(map[string]string), make(map[string][]stretch)
	seen := make(map[string]string)
	for zone := range strings.FieldsSeq(zones) {
		all := stretches(load(t, zone))
		key := fmt.Sprint(all)
		if _, ok := seen[key]; !ok {
			seen[key] = zone
			groups[zone] = all
		}
		names[zone] = seen[key]
	}
	return names, groups
}

// TestR8EveryZoneEveryChangeEveryQuarterOfAnHour goes through every change of the
// clocks in every zone from 2024 to 2037, with every quarter of an hour as the
// digest's, on working days and on every day: exactly one digest for each such
// date, at the first moment at which clocks there show the time or a later one.
// What a member goes through is gone through: the appointment that a member has,
// what is planned when it is due, the appointment that follows, and whether the
// sender still takes the delivery for one of today. Zones with the same changes
// are played once.
func TestR8EveryZoneEveryChangeEveryQuarterOfAnHour(t *testing.T) {
	names, groups := alike(t)
	changes := 0
	for _, all := range groups {
		changes += len(all) - 1
	}
	if len(names) < 598 || len(groups) < 80 || changes < 900 {
		t.Errorf("%d zones in %d groups with %d changes of clocks: some are missing", len(names), len(groups), changes)
	}
	t.Logf("%d zones, of which %d differ; %d changes of clocks", len(names), len(groups), changes)
	for zone, all := range groups {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			w := sweeper{t: t, zone: zone, loc: load(t, zone), due: []*Contact{{
				ID: "C1", Name: "Jane", Phase: Relating, Furthest: Relating, Added: On(2020, 1, 1), Cadence: Cadence{7, 14},
			}}}
			w.around(sweepFrom) // a week like any other
			for _, s := range all[1:] {
				w.around(s.from)
			}
		})
	}
}

// sweeper plays the days around changes of the clocks in one zone.
type sweeper struct {
	t    *testing.T
	zone string
	loc  *time.Location
	due  []*Contact // somebody who is due on every date
}

// around plays the days around a change of the clocks, for every hour.
func (w sweeper) around(change time.Time) {
	for at := TimeOfDay(0); at < day; at += 15 {
		w.days(Weekly{At: at, Days: EveryDay}, change, 2)
		w.days(Weekly{At: at, Days: WorkingDays}, change, 3)
	}
}

// days plays one member's digests from some days before a change to as many
// after it. What there is to say depends on dates alone and takes most of the
// time to find out, so somebody is due only within half a day of the change.
func (w sweeper) days(weekly Weekly, change time.Time, around int) {
	w.t.Helper()
	on := DateIn(change, w.loc)
	from, to := on.AddDays(-around), on.AddDays(around)
	p := Portfolio{Policy: Policy{Digest: weekly, Cap: 3}}
	p.Member = Member{
		Owner: Owner{"T1", "U1"}, Zone: w.zone, LastDigest: from.AddDays(-1),
		Chosen: Settings{PromptOff: true, CheckInOff: true},
	}
	before := Instant(from.AddDays(-1), weekly.At, w.loc)
	diary := p.Member.Appointments(p.Policy, before)
	for on := weekly.Next(from.AddDays(-1)); !on.After(to); on = weekly.Next(on) {
		if len(diary) != 1 || diary[0].On != on || !diary[0].At.After(before) {
			w.t.Fatalf("%s, %s: after %s comes %+v, want %s", w.zone, weekly.At, p.Member.LastDigest, diary, on)
		}
		a, says := diary[0], 0
		if p.Contacts = nil; a.At.Sub(change).Abs() <= 12*time.Hour {
			p.Contacts, says = w.due, 1
		}
		w.onTime(a, weekly.At)
		plan := PlanAppointment(p, a, a.At)
		if len(plan.Deliveries) != says || plan.LastDigest != on {
			w.t.Fatalf("%s, %s on %s: planned %+v", w.zone, weekly.At, on, plan)
		}
		if !p.Member.Current(p.Policy, Delivery{Owner: a.Owner, Kind: a.Kind, On: on}, a.At) {
			w.t.Fatalf("%s, %s: what was planned for %s is over when it is sent", w.zone, weekly.At, on)
		}
		p.Member.LastDigest, before, diary = plan.LastDigest, a.At, plan.Next
	}
}

// onTime fails the test unless a is at the first instant at which clocks show at
// on its date, or a later time.
func (w sweeper) onTime(a Appointment, at TimeOfDay) {
	w.t.Helper()
	wall := time.Date(a.On.Year, a.On.Month, a.On.Day, 0, int(at), 0, 0, time.UTC)
	switch got := reading(a.At, w.loc); {
	case got.Equal(wall):
		// No clock goes back by another step than these.
		for _, ago := range []time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour, 3 * time.Hour, 24 * time.Hour} {
			if reading(a.At.Add(-ago), w.loc).Equal(wall) {
				w.t.Fatalf("%s: %s on %s is the second one", w.zone, at, a.On)
			}
		}
	case !got.After(wall) || !reading(a.At.Add(-1), w.loc).Before(wall):
		w.t.Fatalf("%s: %s on %s became %s", w.zone, at, a.On, a.At.In(w.loc))
	}
}

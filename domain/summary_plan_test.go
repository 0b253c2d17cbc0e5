package domain

import (
	"slices"
	"testing"
	"time"
)

// at is an instant at which clocks in Berlin show a time.
func berlin(d Date, at TimeOfDay) time.Time {
	loc, _ := Location("Europe/Berlin")
	return Instant(d, at, loc)
}

func TestNextSummary(t *testing.T) {
	nine := TimeOfDay(9 * 60)
	for name, c := range map[string]struct {
		change func(*Program)
		now    time.Time
		want   Date // zero for none
	}{
		"not on the day it started":          {now: berlin(started, 8*60), want: started.AddDays(7)},
		"to come today":                      {now: berlin(started.AddDays(7), 8*60), want: started.AddDays(7)},
		"late today":                         {now: berlin(started.AddDays(7), 23*60), want: started.AddDays(7)},
		"planned today":                      {change: func(p *Program) { p.LastSummary = started.AddDays(7) }, now: berlin(started.AddDays(7), 8*60), want: started.AddDays(14)},
		"not one that is over":               {now: berlin(started.AddDays(15), 8*60), want: started.AddDays(21)},
		"the clock went back a month":        {change: func(p *Program) { p.LastSummary = started.AddDays(28) }, now: berlin(started.AddDays(2), 0), want: started.AddDays(35)},
		"ended":                              {change: func(p *Program) { p.Ended = started }, now: berlin(started, 0)},
		"shut":                               {change: func(p *Program) { p.Shut = berlin(started, 0) }, now: berlin(started, 0)},
		"no day":                             {change: func(p *Program) { p.Summary.Days = 0 }, now: berlin(started, 0)},
		"where that Friday never was, Samoa": {change: samoa, now: time.Date(2011, 12, 29, 0, 0, 0, 0, time.UTC), want: On(2012, 1, 6)},
	} {
		p := program()
		if c.change != nil {
			c.change(&p)
		}
		a, ok := p.NextSummary(c.now)
		if ok == c.want.IsZero() || a.On != c.want {
			t.Errorf("%s: %v %+v", name, ok, a)
		}
		if ok && (a.At != Instant(c.want, nine, p.Location()) || a.Program != "P1" || a.Workspace != "T1") {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

// samoa went from Thursday 29 to Saturday 31 December 2011.
func samoa(p *Program) {
	p.Zone, p.Started, p.Summary.Days = "Pacific/Apia", On(2011, 11, 1), 1<<time.Friday
}

func TestRescheduled(t *testing.T) {
	monday := started.AddDays(7)
	now := berlin(monday, 10*60)
	was := program()
	was.LastSummary = monday
	for name, c := range map[string]struct {
		at   TimeOfDay
		days Weekdays
		want Date
	}{
		"the day's was said":             {at: 12 * 60, days: 1 << time.Monday, want: monday.AddDays(7)},
		"another day":                    {at: 9 * 60, days: 1 << time.Tuesday, want: monday.AddDays(1)},
		"every day, an hour that's gone": {at: 9 * 60, days: EveryDay, want: monday.AddDays(1)},
	} {
		p := was
		p.Summary = Weekly{c.at, c.days}
		p = p.Rescheduled(&was, now)
		if a, ok := p.NextSummary(now); !ok || a.On != c.want {
			t.Errorf("%s: %+v", name, a)
		}
	}
	// On a Monday at ten a program of Tuesdays becomes one of Mondays at nine: that hour nobody waited for.
	was = program()
	was.Summary.Days = 1 << time.Tuesday
	p := program().Rescheduled(&was, now)
	if a, _ := p.NextSummary(now); a.On != monday.AddDays(7) {
		t.Errorf("it came at once: %+v", a)
	}
	// Whoever waited for nine, at half past eight, and puts it to eight has it at once.
	q := program()
	q.Summary.At = 8 * 60
	q = q.Rescheduled(&was, berlin(monday, 7*60))
	if a, _ := q.NextSummary(now); a.On != monday {
		t.Errorf("it was lost: %+v", a)
	}
}

func TestPlanSummary(t *testing.T) {
	on := started.AddDays(35)
	five := [][]int{{1}, {2}, {3}, {4}, {5}}
	for name, c := range map[string]struct {
		change func(*Register)
		now    time.Time
		posts  bool
		last   Date
		next   Date // zero for none
	}{
		"on time":                {now: berlin(on, 9*60), posts: true, last: on, next: on.AddDays(7)},
		"a day late":             {now: berlin(on.AddDays(1), 23*60), posts: true, last: on, next: on.AddDays(7)},
		"over":                   {now: berlin(on.AddDays(2), 0), last: on, next: on.AddDays(7)},
		"over, and one is today": {now: berlin(on.AddDays(21), 10*60), last: on, next: on.AddDays(21)},
		"the clock went back":    {now: berlin(on, 9*60).Add(-time.Second), next: on},
		"planned already":        {change: func(r *Register) { r.Program.LastSummary = on }, now: berlin(on, 9*60), last: on, next: on.AddDays(7)},
		"ended":                  {change: func(r *Register) { r.Program.Ended = on.AddDays(-1) }, now: berlin(on, 9*60)},
		"the channel is shut":    {change: func(r *Register) { r.Program.Shut = berlin(on, 0) }, now: berlin(on, 9*60)},
	} {
		r := register(five...)
		r.Program.Organisers = []MemberID{"U1", "U2"}
		for i := range 5 {
			r.Ratings = append(r.Ratings, Rating{i + 1, 4})
			r.Shouts = append(r.Shouts, Shoutout{ID: RecordID(rune('a' + i)), State: ShoutAgreed, Made: on.AddDays(-i)})
		}
		r.Shouts[3].State = ShoutAsked
		if c.change != nil {
			c.change(r)
		}
		before := r.Program
		plan := PlanSummary(r, ProgramAppointment{"T1", "P1", berlin(on, 9*60), on}, c.now)
		want := before
		if want.LastSummary = c.last; c.posts {
			want.Figures = []Figure{{N: 5, Tenths: 40, Halves: 40}}
			if len(plan.Shouts) != 3 || plan.Shouts[0].ID != "e" || plan.Shouts[1].ID != "c" || plan.Shouts[2].ID != "b" || plan.Shouts[1].On != on {
				t.Errorf("%s: the oldest three are said: %+v", name, plan.Shouts)
			}
			keys := make([]string, 0, 3)
			for _, d := range plan.Deliveries {
				keys = append(keys, d.Key())
				if d.Rank != RankPatient {
					t.Errorf("%s: %+v", name, d)
				}
			}
			if !slices.Equal(keys, []string{"T1/C1/summary/P1/2026-11-09", "T1/U1/report//2026-11-09", "T1/U2/report//2026-11-09"}) {
				t.Errorf("%s: %q", name, keys)
			}
		} else if len(plan.Deliveries)+len(plan.Shouts) > 0 {
			t.Errorf("%s: %+v", name, plan)
		}
		if got := plan.Program; got.LastSummary != want.LastSummary || !slices.Equal(got.Figures, want.Figures) {
			t.Errorf("%s: %+v", name, got)
		}
		next := time.Time{}
		if !c.next.IsZero() {
			next = berlin(c.next, 9*60)
		}
		if plan.Next != next {
			t.Errorf("%s: next is %s", name, plan.Next)
		}
	}
}

// What was planned into a summary is what it says however often it is rendered, and
// what was not planned waits for the next one.
func TestShoutsAreSaidOnce(t *testing.T) {
	on := started.AddDays(7)
	r := register()
	for i := range 5 {
		r.Shouts = append(r.Shouts, Shoutout{ID: RecordID(rune('a' + i)), Text: string(rune('a' + i)), State: ShoutAgreed, Made: started})
	}
	said := func(on Date) (all string) {
		for _, s := range Summarise(r.Ledger(on), on, !r.Program.Runs()).Shouts {
			all += s.Text
		}
		return all
	}
	if said(on) != "abc" {
		t.Errorf("the preview says %q", said(on))
	}
	plan := PlanSummary(r, ProgramAppointment{"T1", "P1", berlin(on, 9*60), on}, berlin(on, 9*60))
	r.Program = plan.Program
	copy(r.Shouts, plan.Shouts)
	r.Shouts = append(r.Shouts, Shoutout{Text: "f", State: ShoutAgreed, Made: started.AddDays(-1)})
	if said(on) != "abc" || said(on.AddDays(7)) != "fde" {
		t.Errorf("the summary says %q, the next one %q", said(on), said(on.AddDays(7)))
	}
	r.Program.Ended = on.AddDays(1)
	if said(on.AddDays(1)) != "fde" {
		t.Errorf("the last one says %q", said(on.AddDays(1)))
	}
}

func TestUnderFivePairsNothingIsFrozen(t *testing.T) {
	on := started.AddDays(7)
	r := register([]int{1}, []int{1}, []int{1}, []int{1})
	for i := range 8 {
		r.Ratings = append(r.Ratings, Rating{i + 1, 4})
	}
	plan := PlanSummary(r, ProgramAppointment{"T1", "P1", berlin(on, 9*60), on}, berlin(on, 9*60))
	if len(plan.Deliveries) != 2 || len(plan.Program.Figures) != 0 {
		t.Errorf("%+v", plan)
	}
}

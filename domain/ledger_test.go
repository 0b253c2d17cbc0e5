package domain

import (
	"fmt"
	"reflect"
	"testing"
	"time"
)

// started is a Monday, and so is the date of the summaries below.
var started = On(2026, 10, 5)

// program is one that meets every two weeks, with a summary on Mondays at nine.
func program() Program {
	return Program{
		Workspace: "T1", ID: "P1", Channel: "C1", Name: "Engineering Mentors", Cadence: Every(14), Zone: "Europe/Berlin",
		Summary: Weekly{At: 9 * 60, Days: 1 << time.Monday}, Organisers: []MemberID{"U1"}, Started: started,
	}
}

// register is that program with pairs that began when it did, each of which met on
// days counted from then.
func register(met ...[]int) *Register {
	r := &Register{Program: program(), Sessions: map[PairID][]Date{}, Nudged: map[PairID]Date{}}
	for i, days := range met {
		p := Pair{
			Program: "P1", ID: PairID(fmt.Sprintf("pair%d", i)), Since: started,
			Mentor: MemberID(fmt.Sprintf("mentor%d", i)), Mentee: MemberID(fmt.Sprintf("mentee%d", i)),
		}
		r.Pairs = append(r.Pairs, p)
		for _, d := range days {
			r.Sessions[p.ID] = append(r.Sessions[p.ID], started.AddDays(d))
		}
		r.Participants = append(r.Participants,
			Participant{Program: "P1", Member: p.Mentor, Role: Mentor, Capacity: 1, Joined: started},
			Participant{Program: "P1", Member: p.Mentee, Role: Mentee, Capacity: 1, Joined: started})
	}
	return r
}

func TestStanding(t *testing.T) {
	for name, c := range map[string]struct {
		sessions []int
		paused   int // days from started on, 0 for none
		on       int
		want     Standing
		due      int
	}{
		"new":                         {on: 13, want: TooEarly, due: 14},
		"first due":                   {on: 14, want: PairDue, due: 14},
		"first due to the maximum":    {on: 28, want: PairDue, due: 14},
		"never met for too long":      {on: 29, want: PairOverdue, due: 14},
		"met":                         {sessions: []int{2}, on: 15, want: OnTrack, due: 16},
		"met, and due":                {sessions: []int{2, 5}, on: 19, want: PairDue, due: 19},
		"overdue":                     {sessions: []int{2, 5}, on: 34, want: PairOverdue, due: 19},
		"what is to come is not seen": {sessions: []int{2, 40}, on: 31, want: PairOverdue, due: 16},
		"rests":                       {sessions: []int{2}, paused: 32, on: 31, want: PairPaused, due: 32},
		"back from a rest":            {sessions: []int{2}, paused: 32, on: 32, want: PairDue, due: 32},
		"long back from a rest":       {sessions: []int{2}, paused: 32, on: 47, want: PairOverdue, due: 32},
		"rested before it was due":    {sessions: []int{2}, paused: 6, on: 7, want: OnTrack, due: 16},
	} {
		p := Pair{Since: started}
		if c.paused > 0 {
			p.PausedUntil = started.AddDays(c.paused)
		}
		var met []Date
		for _, d := range c.sessions {
			met = append(met, started.AddDays(d))
		}
		if s := p.Standing(Every(14), met, started.AddDays(c.on)); s.Standing != c.want || s.Due != started.AddDays(c.due) {
			t.Errorf("%s: %s, due %s", name, s.Standing, s.Due)
		}
	}
}

func TestSummaryOfAWeek(t *testing.T) {
	// The fifth week of a program: day 28 is its Monday, day 34 its Sunday, 35 the day of the summary.
	r := register(
		[]int{1, 8, 15, 22, 30},       // on track
		[]int{3, 34},                  // on track
		[]int{20},                     // due
		[]int{5},                      // overdue
		nil,                           // overdue, never met
		[]int{27, 35},                 // on track; the session of the summary's own day is next week's
		[]int{2, 10},                  // rests
		nil,                           // began late: too early to tell
		[]int{0, 1, 29}, []int{6, 33}, // ended in this week, and on the summary's day
	)
	r.Pairs[6].PausedUntil = started.AddDays(40)
	r.Pairs[7].Since = started.AddDays(25)
	r.Pairs[8].Ended = started.AddDays(32)
	r.Pairs[9].Ended = started.AddDays(35)
	r.Participants = append(r.Participants,
		Participant{Member: "alone", Joined: started},
		Participant{Member: "asked", Joined: started, Asked: true},
		Participant{Member: "gone", Joined: started, Left: started.AddDays(34)},
		Participant{Member: "new", Joined: started.AddDays(35)})
	r.Participants[17].Left = started.AddDays(32) // the mentee of the pair that ended; its mentor is unmatched
	r.Goals = []GoalDates{
		{Pair: "pair0", Made: started, Reached: started.AddDays(34)},
		{Pair: "pair1", Made: started.AddDays(34)},
		{Pair: "pair2", Made: started, Reached: started.AddDays(35)},
		{Pair: "pair2", Made: started.AddDays(35)},
	}
	r.Program.Figures = []Figure{{N: 5, Tenths: 40}, {N: 17, Tenths: 46}}
	on := started.AddDays(35)
	got := Summarise(r.Ledger(on), on, false)
	want := Summary{
		Name: "Engineering Mentors", Zone: "Europe/Berlin", On: on, From: on.AddDays(-7), To: on.AddDays(-1), Started: started,
		Sessions: 4, Before: 2, Total: 17,
		Median: 1, Pairs: 9, Active: 6, ActiveBefore: 8, Paused: 1,
		OnTrack: 4, Due: 1, Overdue: 2, Early: 1, NeverMet: 1, Unmatched: 2, GoalsMade: 3, GoalsReached: 1,
		Figure: Figure{N: 17, Tenths: 46},
		Weeks:  []WeekCount{{on.AddDays(-29), 7}, {on.AddDays(-22), 2}, {on.AddDays(-15), 2}, {on.AddDays(-8), 2}, {on.AddDays(-1), 4}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n%+v\nnot\n%+v", got, want)
	}
}

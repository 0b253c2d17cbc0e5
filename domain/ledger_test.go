package domain

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
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
		{Pair: "pair3", Made: started.AddDays(35), Reached: started.AddDays(34)}, // by somebody who flew west
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

func TestClosingSummaryIsOfAllOfIt(t *testing.T) {
	r := register([]int{1, 8}, []int{2}, []int{3, 4, 5}, nil, []int{20}, []int{6}, nil)
	on := started.AddDays(20)
	r.Program.Ended = on
	for i := range r.Pairs {
		r.Pairs[i].Ended = on
	}
	r.Pairs[5].Ended = started.AddDays(9)
	r.Pairs[6].Ended = started // a mistake, parted at once
	r.Goals = []GoalDates{{Made: started, Reached: on}, {Made: on}}
	got := Summarise(r.Ledger(on), on, true)
	want := Summary{
		Name: "Engineering Mentors", Zone: "Europe/Berlin", On: on, From: started, To: on, Started: started, Closing: true,
		Sessions: 8, Total: 8, Median: 1, Pairs: 6, NeverMet: 1, GoalsMade: 2, GoalsReached: 1,
		Weeks: []WeekCount{{started.AddDays(6), 6}, {started.AddDays(13), 1}, {on, 1}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n%+v\nnot\n%+v", got, want)
	}
}

func TestUnderFivePairsThereAreSessionsAlone(t *testing.T) {
	on := started.AddDays(28)
	r := register([]int{1, 22}, []int{2}, []int{16}, nil, []int{4})
	r.Goals = []GoalDates{{Made: started, Reached: started}}
	r.Program.Figures = []Figure{{N: 9, Tenths: 41}}
	r.Shouts, r.Names = []Shoutout{{From: "U1", To: "U2", Text: "thanks", State: ShoutAgreed}}, map[MemberID]string{"U1": "Lena", "U3": "Omar"}
	r.Pairs[4].Ended = started.AddDays(26)
	got := Summarise(r.Ledger(on), on, false)
	want := Summary{
		Name: "Engineering Mentors", Zone: "Europe/Berlin", On: on, From: on.AddDays(-7), To: on.AddDays(-1), Started: started,
		Sessions: 1, Before: 1, Total: 5, Few: true, Shouts: []Shout{{From: "Lena", Text: "thanks"}},
		Weeks: []WeekCount{{started.AddDays(6), 3}, {started.AddDays(13), 0}, {started.AddDays(20), 1}, {on.AddDays(-1), 1}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n%+v\nnot\n%+v", got, want)
	}
	// A week later there are five again: what there were of four is not said.
	r.Pairs = append(r.Pairs, Pair{Since: on, Mentor: "m", Mentee: "n"})
	if s := Summarise(r.Ledger(on.AddDays(7)), on.AddDays(7), false); s.Few || s.Pairs != 5 || s.ActiveBefore != -1 {
		t.Errorf("%+v", s)
	}
}

// drawRegister is any program on any day.
func drawRegister(t *rapid.T) *Register {
	day := rapid.IntRange(0, 120)
	r := register()
	r.Program.Cadence = Every(rapid.IntRange(1, 30).Draw(t, "cadence"))
	n := rapid.IntRange(0, 12).Draw(t, "pairs")
	for i := range n {
		since := day.Draw(t, "since")
		p := Pair{
			ID: PairID(fmt.Sprint(i)), Since: started.AddDays(since),
			Mentor: MemberID(fmt.Sprint("m", rapid.IntRange(0, 5).Draw(t, "mentor"))), Mentee: MemberID(fmt.Sprint("n", i)),
		}
		if rapid.IntRange(0, 3).Draw(t, "ends") == 0 {
			p.Ended = p.Since.AddDays(day.Draw(t, "lasted"))
		}
		if rapid.IntRange(0, 3).Draw(t, "rests") == 0 {
			p.PausedUntil = started.AddDays(day.Draw(t, "until"))
		}
		days := rapid.SliceOfNDistinct(rapid.IntRange(since, 150), 0, 12, rapid.ID).Draw(t, "sessions")
		slices.Sort(days)
		for _, d := range days {
			if on := started.AddDays(d); p.Ended.IsZero() || on.Before(p.Ended) {
				r.Sessions[p.ID] = append(r.Sessions[p.ID], on)
			}
		}
		r.Pairs = append(r.Pairs, p)
		for _, who := range []MemberID{p.Mentor, p.Mentee} {
			if !slices.ContainsFunc(r.Participants, func(q Participant) bool { return q.Member == who }) {
				r.Participants = append(r.Participants, Participant{Member: who, Joined: started})
			}
		}
		r.Goals = append(r.Goals, GoalDates{Made: started.AddDays(day.Draw(t, "made")), Reached: p.Ended})
	}
	return r
}

// Whatever happened: each pair that lasts stands in one place, no count exceeds what
// it is part of, and what is counted from the start never sinks.
func TestSummariesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRegister(t)
		before := Summary{}
		for d := 1; d < 160; d += rapid.IntRange(1, 20).Draw(t, "days") {
			on := started.AddDays(d)
			s := Summarise(r.Ledger(on), on, false)
			if s.OnTrack+s.Due+s.Overdue+s.Early+s.Paused != s.Pairs {
				t.Errorf("%s: of %d pairs %d are somewhere: %+v", on, s.Pairs, s.OnTrack+s.Due+s.Overdue+s.Early+s.Paused, s)
			}
			if s.NeverMet > s.Due+s.Overdue || s.Active > s.Pairs || s.GoalsReached > s.GoalsMade || s.Sessions > s.Total || s.Before > s.Total {
				t.Errorf("%s: more than there are: %+v", on, s)
			}
			if s.Total < before.Total || !s.Few && (s.GoalsMade < before.GoalsMade || s.GoalsReached < before.GoalsReached) {
				t.Errorf("%s: totals sank: %+v after %+v", on, s, before)
			}
			sum := 0
			for _, w := range s.Weeks {
				sum += w.Sessions
			}
			last := s.Weeks[len(s.Weeks)-1]
			if len(s.Weeks) < mostWeeks && sum != s.Total || sum > s.Total || len(s.Weeks) > mostWeeks || last != (WeekCount{s.To, s.Sessions}) {
				t.Errorf("%s: weeks do not add up: %+v", on, s)
			}
			if s.Few != (s.Pairs == 0) || s.Few && (s.GoalsMade+s.Active+s.Unmatched != 0 || s.Figure != Figure{}) {
				t.Errorf("%s: few, or not: %+v", on, s)
			}
			rep := r.Report(on)
			rest := slices.IndexFunc(rep.Pairs, func(p PairStanding) bool { return p.Standing == PairPaused })
			for i, p := range rep.Pairs[:max(rest, 0)] {
				if i > 0 && p.Due.Before(rep.Pairs[i-1].Due) {
					t.Errorf("%s: %+v stands before who is due later", on, rep.Pairs[i-1])
				}
			}
			if !s.Few {
				before = s
			}
			before.Total = s.Total
		}
	})
}

// What the summary is made from, and the summary, can't hold a note, a comment, a
// rating, a phase or a goal's words: whatever could is spelt out here, and people are
// named in shout-outs alone.
func TestTheChannelsNumbersHaveNoRoomForAnythingPrivate(t *testing.T) {
	words := []string{"Ledger.Name", "Ledger.Zone", "Summary.Name", "Summary.Zone", "Shout.From", "Shout.To", "Shout.Text"}
	private := []string{"note", "comment", "rating", "stars", "phase", "promise", "ask", "signal", "avoid", "member", "what", "words", "why"}
	seen := make(map[reflect.Type]bool)
	var look func(reflect.Type)
	look = func(typ reflect.Type) {
		if typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if seen[typ] || typ == reflect.TypeFor[Date]() {
			return
		}
		seen[typ] = true
		for f := range typ.Fields() {
			at := typ.Name() + "." + f.Name
			for _, word := range private {
				if strings.Contains(strings.ToLower(f.Name), word) {
					t.Errorf("%s is a field of what the channel is told", at)
				}
			}
			switch f.Type.Kind() {
			case reflect.Bool, reflect.Int, reflect.Float64:
			case reflect.Struct, reflect.Slice:
				look(f.Type)
			case reflect.String:
				if !slices.Contains(words, at) {
					t.Errorf("%s can hold words", at)
				}
			default:
				t.Errorf("%s can hold anything: %s", at, f.Type)
			}
		}
	}
	look(reflect.TypeFor[Ledger]())
	look(reflect.TypeFor[Summary]())
	if len(seen) < 7 {
		t.Errorf("looked at %v alone", seen)
	}
}

// A report has room for names and dates, and for nothing that anybody wrote but the
// topics of who is in no pair: whatever can hold words is spelt out here.
func TestAReportHasNoRoomForAnythingPrivate(t *testing.T) {
	words := []string{
		"Program.Workspace", "Program.ID", "Program.Channel", "Program.Name", "Program.Zone", "Program.Organisers", "Program.Joining",
		"PairStanding.Standing", "Pair.Program", "Pair.ID", "Pair.Mentor", "Pair.Mentee", "Pair.Why",
		"Unmatched.Member", "Unmatched.Role", "Unmatched.Topics", "Report.Asking", "Report.Another", "Report.Names",
	}
	looked := map[reflect.Type]bool{reflect.TypeFor[Summary](): true, reflect.TypeFor[time.Time](): true} // the one is held above
	var look func(reflect.Type)
	look = func(typ reflect.Type) {
		if looked[typ] {
			return
		}
		looked[typ] = true
		for f := range typ.Fields() {
			kind := f.Type
			for kind.Kind() == reflect.Slice {
				kind = kind.Elem()
			}
			at := typ.Name() + "." + f.Name
			switch kind.Kind() {
			case reflect.Struct:
				look(kind)
			case reflect.String, reflect.Map, reflect.Interface, reflect.Pointer:
				if !slices.Contains(words, at) {
					t.Errorf("%s can hold words", at)
				}
			}
		}
	}
	look(reflect.TypeFor[Report]())
	if len(looked) < 7 {
		t.Errorf("looked at %v alone", looked)
	}
}

func TestReport(t *testing.T) {
	r := register([]int{30}, []int{1}, []int{20}, nil, []int{25})
	r.Participants[8].PausedUntil = started.AddDays(60) // the mentor of the last pair
	r.Pairs[2].Ended = started.AddDays(30)
	r.Nudged["pair1"] = started.AddDays(33)
	r.Names = map[MemberID]string{"mentor0": "Omar"}
	r.Participants[1].Another = true
	r.Participants = append(r.Participants, Participant{Member: "asks", Asked: true}, Participant{Member: "left", Left: started, Another: true})
	rep := r.Report(started.AddDays(35))
	var got []string
	for _, p := range rep.Pairs {
		got = append(got, fmt.Sprint(p.Pair.ID, " ", p.Standing, " ", p.Due.Sub(started), " ", p.Nudged))
	}
	if want := []string{"pair3 overdue 14 ", "pair1 overdue 15 2026-11-07", "pair0 on track 44 ", "pair4 paused 60 "}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if len(rep.Unmatched) != 2 || rep.Unmatched[0].Member != "mentor2" {
		t.Errorf("unmatched: %+v", rep.Unmatched)
	}
	if !slices.Equal(rep.Asking, []MemberID{"asks"}) || !slices.Equal(rep.Another, []MemberID{"mentee0"}) || rep.Names["mentor0"] != "Omar" {
		t.Errorf("%+v", rep)
	}
	if !rep.Summary.Few || rep.Summary.Total != 4 {
		t.Errorf("%+v", rep.Summary)
	}
}

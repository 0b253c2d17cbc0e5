package domain

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// joined is somebody in a program, in Berlin.
func joined(who MemberID, role Role, capacity int, topics ...string) Participant {
	return Participant{Member: who, Role: role, Capacity: capacity, Topics: topics, Joined: started}
}

func TestPropose(t *testing.T) {
	on := started.AddDays(10)
	for name, c := range map[string]struct {
		in    []Participant
		pairs []Pair
		zones map[MemberID]string
		want  string // couples with topics, overlap and score, then who is left
	}{
		"nobody":           {want: "[] []"},
		"one mentor":       {in: []Participant{joined("m", Mentor, 1)}, want: "[] [m]"},
		"nothing shared":   {in: []Participant{joined("m", Mentor, 1, "go"), joined("n", Mentee, 1, "art")}, want: "[m+n [] 480 160] []"},
		"topics":           {in: []Participant{joined("m", Mentor, 1, "go", "art"), joined("n", Mentee, 1, "art", "law", "go"), joined("o", Mentee, 1, "go")}, want: "[m+n [art go] 480 360] [o]"},
		"the best of both": {in: []Participant{joined("l", Mentor, 1, "go", "art"), joined("m", Mentor, 1, "go"), joined("n", Mentee, 1, "go"), joined("o", Mentee, 1, "art")}, want: "[m+n [go] 480 260 l+o [art] 480 260] []"},
		"room for two":     {in: []Participant{joined("m", Mentor, 2), joined("n", Mentee, 1), joined("o", Mentee, 1), joined("p", Mentee, 1)}, want: "[m+n [] 480 160 m+o [] 480 130] [p]"},
		"load is shared":   {in: []Participant{joined("l", Mentor, 3), joined("m", Mentor, 3), joined("n", Mentee, 1), joined("o", Mentee, 1)}, want: "[l+n [] 480 160 m+o [] 480 160] []"},
		"one new mentor at most": {
			in:   []Participant{joined("l", Mentor, 1), joined("m", Mentor, 1), joined("n", Mentee, 2)},
			want: "[l+n [] 480 160] [m]",
		},
		"full":                 {in: []Participant{joined("m", Mentor, 1), joined("n", Mentee, 1), joined("o", Mentee, 1)}, pairs: []Pair{{Mentor: "m", Mentee: "n"}}, want: "[] [o]"},
		"was paired before":    {in: []Participant{joined("m", Mentor, 1), joined("n", Mentee, 1)}, pairs: []Pair{{Mentor: "m", Mentee: "n", Ended: started}}, want: "[] [m n]"},
		"the other way before": {in: []Participant{joined("m", Mentor, 1), joined("n", Mentee, 1)}, pairs: []Pair{{Mentor: "n", Mentee: "m", Ended: started}}, want: "[] [m n]"},
		"has a mentor already": {in: []Participant{joined("m", Mentor, 1), joined("n", Mentee, 2), joined("o", Mentee, 1)}, pairs: []Pair{{Mentor: "l", Mentee: "n"}}, want: "[m+o [] 480 160] []"},
		"a rest":               {in: []Participant{{Member: "m", Role: Mentor, Capacity: 1, PausedUntil: on.AddDays(1)}, joined("n", Mentee, 1)}, want: "[] [n]"},
		"a rest that is over":  {in: []Participant{{Member: "m", Role: Mentor, Capacity: 1, PausedUntil: on}, joined("n", Mentee, 1)}, want: "[m+n [] 480 160] []"},
		"asked, and left": {
			in:   []Participant{{Member: "l", Role: Mentor, Capacity: 1, Asked: true}, {Member: "m", Role: Mentor, Capacity: 1, Left: started}, joined("n", Mentee, 1)},
			want: "[] [n]",
		},
		"asked not to": {in: []Participant{{Member: "m", Role: Mentor, Capacity: 1, Avoid: []MemberID{"n"}}, joined("n", Mentee, 1)}, want: "[] [m n]"},
		"who waits longest": {
			in:   []Participant{joined("m", Mentor, 1), {Member: "a", Role: Mentee, Capacity: 1, Joined: on}, joined("z", Mentee, 1)},
			want: "[m+z [] 480 160] [a]",
		},
		"hours": {
			in:    []Participant{joined("l", Mentor, 1), joined("m", Mentor, 1), joined("n", Mentee, 1), joined("o", Mentee, 1)},
			zones: map[MemberID]string{"l": "Europe/Berlin", "m": "America/New_York", "n": "America/Chicago", "o": "Europe/London"},
			want:  "[m+n [] 420 152 l+o [] 420 152] []",
		},
		"over the date line": {
			in:    []Participant{joined("m", Mentor, 1), joined("n", Mentee, 1)},
			zones: map[MemberID]string{"m": "Pacific/Kiritimati", "n": "Pacific/Honolulu"}, want: "[m+n [] 480 160] []",
		},
	} {
		r := &Register{Program: program(), Participants: c.in, Pairs: c.pairs, Zones: c.zones}
		p := Propose(r, on)
		got := "["
		for i, q := range p.Couples {
			if i > 0 {
				got += " "
			}
			got += fmt.Sprintf("%s+%s %v %d %d", q.Mentor, q.Mentee, q.Topics, q.Overlap, q.Score)
		}
		left := []MemberID{}
		for _, q := range p.Left {
			left = append(left, q.Member)
			if q.Avoid != nil {
				t.Errorf("%s: %s avoids somebody, and it is seen", name, q.Member)
			}
		}
		if got += fmt.Sprint("] ", left); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// drawCandidates is a program in which some could be paired.
func drawCandidates(t *rapid.T) *Register {
	r := &Register{Program: program(), Zones: map[MemberID]string{}}
	topic := rapid.SampledFrom([]string{"go", "art", "law"})
	for i := range rapid.IntRange(0, 9).Draw(t, "people") {
		p := joined(MemberID(rune('a'+i)), rapid.SampledFrom([]Role{Mentor, Mentee}).Draw(t, "role"), rapid.IntRange(1, 3).Draw(t, "capacity"))
		p.Topics = rapid.SliceOfNDistinct(topic, 0, 3, rapid.ID).Draw(t, "topics")
		p.Joined = started.AddDays(rapid.IntRange(0, 2).Draw(t, "joined"))
		if i > 0 && rapid.IntRange(0, 3).Draw(t, "avoids") == 0 {
			p.Avoid = []MemberID{r.Participants[rapid.IntRange(0, i-1).Draw(t, "whom")].Member}
		}
		r.Zones[p.Member] = rapid.SampledFrom([]string{"Europe/Berlin", "Asia/Tokyo", "America/New_York", ""}).Draw(t, "zone")
		r.Participants = append(r.Participants, p)
	}
	for _, a := range r.Participants {
		for _, b := range r.Participants {
			if a.Role == Mentor && b.Role == Mentee && rapid.IntRange(0, 7).Draw(t, "paired") == 0 {
				p := Pair{Mentor: a.Member, Mentee: b.Member, Since: started}
				if rapid.Bool().Draw(t, "ended") {
					p.Ended = started
				}
				r.Pairs = append(r.Pairs, p)
			}
		}
	}
	return r
}

// mostOf tries every proposal there is, by the rules as they are described, and
// returns the greatest sum of scores.
func mostOf(r *Register, on Date) int {
	has := make(map[MemberID]int)
	never := make(map[[2]MemberID]bool)
	for _, p := range r.Pairs {
		never[[2]MemberID{p.Mentor, p.Mentee}] = true
		if p.Ended.IsZero() {
			has[p.Mentor]++
			has[p.Mentee]++
		}
	}
	var mentors, mentees []Participant
	for _, p := range r.Participants {
		for _, q := range p.Avoid {
			never[[2]MemberID{p.Member, q}], never[[2]MemberID{q, p.Member}] = true, true
		}
		switch {
		case p.Capacity <= has[p.Member]:
		case p.Role == Mentor:
			mentors = append(mentors, p)
		default:
			mentees = append(mentees, p)
		}
	}
	given := make(map[MemberID]int)
	var try func(i int) int
	try = func(i int) int {
		if i == len(mentees) {
			return 0
		}
		n, most := mentees[i], try(i+1)
		for _, m := range mentors {
			if has[m.Member]+given[m.Member] >= m.Capacity || never[[2]MemberID{m.Member, n.Member}] {
				continue
			}
			score := 100
			for _, topic := range n.Topics {
				if slices.Contains(m.Topics, topic) {
					score += 100
				}
			}
			score += together(r, on, m.Member, n.Member) / 8
			score = max(1, score-30*(has[m.Member]+given[m.Member]+has[n.Member]))
			given[m.Member]++
			most = max(most, score+try(i+1))
			given[m.Member]--
		}
		return most
	}
	return try(0)
}

// together counts, minute by minute, when both are at work.
func together(r *Register, on Date, a, b MemberID) (n int) {
	works := func(m MemberID, minute int) bool {
		loc, err := Location(r.Zones[m])
		if err != nil {
			loc = r.Program.Location()
		}
		_, offset := on.noon().In(loc).Zone()
		local := ((minute+offset/60)%1440 + 1440) % 1440
		return local >= 9*60 && local < 17*60
	}
	for minute := range 1440 {
		if works(a, minute) && works(b, minute) {
			n++
		}
	}
	return n
}

// A proposal is the best there is, the same however the register is ordered, and
// pairs nobody who can't be paired.
func TestProposalsAreTheBest(t *testing.T) {
	on := started.AddDays(10)
	rapid.Check(t, func(t *rapid.T) {
		r := drawCandidates(t)
		p := Propose(r, on)
		sum := 0
		given := make(map[MemberID]int)
		for _, c := range p.Couples {
			sum += c.Score
			given[c.Mentor]++
			given[c.Mentee]++
			if given[c.Mentee] > 1 {
				t.Errorf("%s gets two mentors at once", c.Mentee)
			}
			for _, q := range r.Pairs {
				if q.Mentor == c.Mentor && q.Mentee == c.Mentee {
					t.Errorf("%s and %s were a pair", c.Mentor, c.Mentee)
				}
			}
			if c.Overlap != together(r, on, c.Mentor, c.Mentee) {
				t.Errorf("%+v: they work together for %d minutes", c, together(r, on, c.Mentor, c.Mentee))
			}
		}
		for _, q := range r.Participants {
			for _, pair := range r.Pairs {
				if pair.Lasts() && pair.Has(q.Member) {
					given[q.Member]++
				}
			}
			if given[q.Member] > q.Capacity && slices.ContainsFunc(p.Couples, func(c Proposed) bool { return c.Mentor == q.Member || c.Mentee == q.Member }) {
				t.Errorf("%s has %d partners and room for %d", q.Member, given[q.Member], q.Capacity)
			}
			if left := slices.ContainsFunc(p.Left, func(l Participant) bool { return l.Member == q.Member }); left != (given[q.Member] == 0) {
				t.Errorf("%s has %d partners; left alone: %v", q.Member, given[q.Member], left)
			}
		}
		if want := mostOf(r, on); sum != want {
			t.Errorf("worth %d, not %d: %+v", sum, want, p)
		}
		r.Participants = rapid.Permutation(r.Participants).Draw(t, "participants")
		r.Pairs = rapid.Permutation(r.Pairs).Draw(t, "pairs")
		if again := Propose(r, on); !reflect.DeepEqual(again, p) {
			t.Errorf("in another order:\n%+v\nnot\n%+v", again, p)
		}
	})
}

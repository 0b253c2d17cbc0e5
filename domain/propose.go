package domain

import (
	"cmp"
	"slices"
	"time"
)

// What a couple is worth to [Propose]. A topic that both named counts most, then that
// nobody has many partners while others have none, then hours at which both work.
const (
	scoreBase    = 100 // not to be left alone
	scoreTopic   = 100 // each topic that both named
	scoreLoad    = 30  // taken away for each other partner of either
	scoreOverlap = 8   // minutes of working time together that count as one
)

// workday is how long people are taken to work: from nine to five where they are.
const workday = 8 * 60

// Propose finds the assignment of mentors and mentees with the greatest sum of
// scores: of those who are in the program, do not rest on a date and have room, each
// mentee is given one mentor at most, and no mentor more than there is room for. Who
// was a pair before is none again, nor are two of whom one asked not to be. Among
// assignments that are worth the same, those who have waited longest come first. The
// order of the register plays no part.
func Propose(r *Register, on Date) Proposal {
	m := newMatch(r, on)
	w := m.slots()
	weights := make([][]int64, len(m.mentees))
	for row := range weights {
		weights[row] = make([]int64, len(w))
		for column, s := range w {
			if score := m.score(row, s); score > 0 {
				weights[row][column] = int64(score)<<32 + int64(len(m.mentees)-row)
			}
		}
	}
	of := assign(weights)
	var p Proposal
	taken := make(map[int]int) // how many each mentor was given
	found := make(map[MemberID]bool)
	for row, column := range of {
		if column == nobody {
			continue
		}
		s := slot{w[column].mentor, taken[w[column].mentor]}
		taken[s.mentor]++
		mentor, mentee := m.mentors[s.mentor], m.mentees[row]
		found[mentor.Member], found[mentee.Member] = true, true
		overlap, zones := m.hours(mentor, mentee)
		p.Couples = append(p.Couples, Proposed{
			Couple: Couple{mentor.Member, mentee.Member}, Topics: shared(mentor, mentee),
			Overlap: overlap, Zones: zones, Score: m.score(row, s),
		})
	}
	for _, q := range slices.SortedFunc(slices.Values(slices.Concat(m.mentors, m.mentees)), waiting) {
		if m.partners[q.Member] == 0 && !found[q.Member] {
			q.Avoid = nil // nobody's to see
			p.Left = append(p.Left, q)
		}
	}
	return p
}

// match is who could be paired, each of a role in the order in which they joined.
type match struct {
	mentors, mentees []Participant
	partners         map[MemberID]int // how many each has
	never            map[Couple]bool  // who can't be paired
	offset           map[MemberID]int // minutes by which clocks are ahead of UTC
	worth            [][]int          // of a mentee and a mentor, load aside; 0 for never
}

// slot is room for one more mentee with a mentor, who was given others before.
type slot struct{ mentor, given int }

func newMatch(r *Register, on Date) *match {
	m := &match{partners: make(map[MemberID]int), never: make(map[Couple]bool), offset: make(map[MemberID]int)}
	for _, p := range r.Pairs {
		m.never[Couple{p.Mentor, p.Mentee}], m.never[Couple{p.Mentee, p.Mentor}] = true, true
		if p.Lasts() {
			m.partners[p.Mentor]++
			m.partners[p.Mentee]++
		}
	}
	noon := on.noon()
	for _, p := range r.Participants {
		for _, other := range p.Avoid {
			m.never[Couple{p.Member, other}], m.never[Couple{other, p.Member}] = true, true
		}
		if !p.In() || p.PausedUntil.After(on) || m.partners[p.Member] >= p.Capacity {
			continue
		}
		loc, err := Location(r.Zones[p.Member])
		if err != nil {
			loc = r.Program.Location()
		}
		_, offset := noon.In(loc).Zone()
		m.offset[p.Member] = offset / int(time.Minute/time.Second)
		if p.Role == Mentor {
			m.mentors = append(m.mentors, p)
		} else {
			m.mentees = append(m.mentees, p)
		}
	}
	slices.SortFunc(m.mentors, waiting)
	slices.SortFunc(m.mentees, waiting)
	for _, mentee := range m.mentees {
		worth := make([]int, len(m.mentors))
		for i, mentor := range m.mentors {
			worth[i] = m.couple(mentor, mentee)
		}
		m.worth = append(m.worth, worth)
	}
	return m
}

// waiting puts first who has been in the program for longer.
func waiting(a, b Participant) int {
	return cmp.Or(a.Joined.Compare(b.Joined), cmp.Compare(a.Member, b.Member))
}

// slots are all the room that the mentors have, as far as mentees could use it.
func (m *match) slots() []slot {
	var all []slot
	for i, p := range m.mentors {
		for given := range min(p.Capacity-m.partners[p.Member], len(m.mentees)) {
			all = append(all, slot{i, given})
		}
	}
	return all
}

// couple is what two are worth by their topics and hours, 0 if they can't be paired.
func (m *match) couple(mentor, mentee Participant) int {
	if mentor.Member == mentee.Member || m.never[Couple{mentor.Member, mentee.Member}] {
		return 0
	}
	overlap, _ := m.hours(mentor, mentee)
	return scoreBase + scoreTopic*len(shared(mentor, mentee)) + overlap/scoreOverlap
}

// score is what a mentee is worth in a mentor's slot, 0 if they can't be paired. With
// however many partners anybody is paired rather than left.
func (m *match) score(mentee int, s slot) int {
	worth := m.worth[mentee][s.mentor]
	if worth == 0 {
		return 0
	}
	load := m.partners[m.mentees[mentee].Member] + m.partners[m.mentors[s.mentor].Member] + s.given
	return max(1, worth-scoreLoad*load)
}

// hours are the minutes of a day at which both work, and those by which their clocks
// differ.
func (m *match) hours(a, b Participant) (overlap, apart int) {
	apart = m.offset[a.Member] - m.offset[b.Member]
	apart = max(apart, -apart)
	// Days follow each other: clocks that are 23 hours apart read nearly the same.
	round := apart % int(day)
	return max(0, workday-min(round, int(day)-round)), apart
}

// shared are the topics that both named, in the mentee's order.
func shared(mentor, mentee Participant) []string {
	var all []string
	for _, t := range mentee.Topics {
		if slices.Contains(mentor.Topics, t) {
			all = append(all, t)
		}
	}
	return all
}

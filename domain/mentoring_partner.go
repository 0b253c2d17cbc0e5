package domain

import (
	"fmt"
	"slices"
)

// Partnerships returns the member's pairs that last, this command's changes included.
func (m *Mentoring) Partnerships() ([]Partnership, error) {
	read, err := m.readPartnerships()
	if err != nil {
		return nil, err
	}
	known := make(map[PairID]bool, len(read))
	var pairs []Pair
	for _, s := range read {
		known[s.ID] = true
		q, changed := m.pairs.byKey[s.ID]
		if !changed {
			q = s.Pair
		}
		pairs = append(pairs, q)
	}
	for _, q := range m.pairs.all() { // an organiser can be one of those whom they pair
		if !known[q.ID] && q.Has(m.me()) {
			pairs = append(pairs, q)
		}
	}
	var all []Partnership
	for _, q := range pairs {
		if !q.Lasts() {
			continue
		}
		s, err := m.partnership(q)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// readPartnerships reads what the shelf keeps of the member's pairs, once.
func (m *Mentoring) readPartnerships() ([]Partnership, error) {
	if m.partnersAre {
		return m.partnersRead, nil
	}
	read, err := m.book.shelf.Partnerships(m.book.Today)
	if err != nil {
		return nil, fmt.Errorf("partnerships: %w", err)
	}
	m.partnersRead, m.partnersAre = read, true
	return read, nil
}

// partnership is one of the member's pairs as they see it, one that has ended too.
func (m *Mentoring) partnership(q Pair) (Partnership, error) {
	read, err := m.readPartnerships()
	if err != nil {
		return Partnership{}, err
	}
	i := slices.IndexFunc(read, func(s Partnership) bool { return s.ID == q.ID })
	if i < 0 {
		return m.unread(q)
	}
	s := read[i]
	s.Pair = q
	if m.relogs(q.ID) {
		if err := m.relog(&s); err != nil {
			return Partnership{}, err
		}
	}
	if m.rests(q) {
		if err := m.rest(&s); err != nil {
			return Partnership{}, err
		}
	}
	s.Goals = m.goals.over(s.Goals, func(g PairGoal) RecordID { return g.ID }, func(g PairGoal) bool { return g.Pair == q.ID })
	s.Rated = slices.Clone(s.Rated)
	for _, f := range m.feedback.all() {
		if f.Pair == q.ID && !slices.Contains(s.Rated, f.About) {
			s.Rated = append(s.Rated, f.About)
		}
	}
	return s, nil
}

// unread puts together what the shelf does not say of a pair: one that this command
// made, or that has ended.
func (m *Mentoring) unread(q Pair) (Partnership, error) {
	p, err := m.program(q.Program)
	if err != nil {
		return Partnership{}, err
	}
	names, err := m.known([]MemberID{q.Partner(m.me())})
	if err != nil {
		return Partnership{}, err
	}
	s := Partnership{
		Pair: q, Me: m.me(), ProgramName: p.Name, Channel: p.Channel, Cadence: p.Cadence, Zone: p.Zone,
		Name: names[q.Partner(m.me())],
	}
	if err := m.relog(&s); err != nil {
		return Partnership{}, err
	}
	if err := m.rest(&s); err != nil {
		return Partnership{}, err
	}
	if s.Goals, err = m.goalsOf(q.ID); err != nil {
		return Partnership{}, err
	}
	given, err := m.feedbackOf(q.ID)
	for _, f := range given {
		s.Rated = append(s.Rated, f.About)
	}
	return s, err
}

// relogs reports whether this command may change the sessions of a pair.
func (m *Mentoring) relogs(id PairID) bool {
	return len(m.touches()) > 0 || slices.ContainsFunc(m.logs.all(), func(l SessionLog) bool { return l.Pair == id })
}

// relog counts the sessions of a pair.
func (m *Mentoring) relog(s *Partnership) error {
	logs, err := m.logsNow(s.ID)
	if err != nil {
		return err
	}
	s.Sessions = sessionsOf(logs)
	s.Mine = sessionsOf(slices.DeleteFunc(logs, func(l SessionLog) bool { return l.Member != s.Me }))
	return nil
}

// rests reports whether this command may change until when a pair rests.
func (m *Mentoring) rests(q Pair) bool {
	_, pair := m.pairs.byKey[q.ID]
	_, mentor := m.people.byKey[memberOf{q.Program, q.Mentor}]
	_, mentee := m.people.byKey[memberOf{q.Program, q.Mentee}]
	return pair || mentor || mentee
}

// rest finds out until when the pair, or one of the two, rests.
func (m *Mentoring) rest(s *Partnership) error {
	back := s.PausedUntil
	for _, who := range []MemberID{s.Mentor, s.Mentee} {
		x, _, err := m.participant(s.Program, who)
		if err != nil {
			return err
		}
		back = latest(back, x.PausedUntil)
	}
	s.Paused, s.Back = false, Date{}
	if back.After(m.book.Today) {
		s.Paused, s.Back = true, back
	}
	return nil
}

package domain

import (
	"fmt"
	"maps"
)

// Propose finds the best assignment of those who have room.
func (m *Mentoring) Propose(id ProgramID) (Proposal, error) {
	p, r, err := m.register(id)
	if err != nil {
		return Proposal{}, err
	}
	return Propose(r, m.today(p)), nil
}

// Report is what an organiser may know of a program.
func (m *Mentoring) Report(id ProgramID) (Report, error) {
	p, r, err := m.register(id)
	if err != nil {
		return Report{}, err
	}
	return r.Report(m.today(p)), nil
}

// Preview is the summary as it would stand in the channel on its next date.
func (m *Mentoring) Preview(id ProgramID) (Summary, error) {
	p, r, err := m.register(id)
	if err != nil {
		return Summary{}, err
	}
	on := p.Summary.Next(m.today(p).AddDays(-1))
	if next, ok := p.NextSummary(m.book.Now); ok {
		on = next.On
	}
	return Summarise(r.Ledger(on), on, false), nil
}

// register returns a program with everybody in it to an organiser, this command's
// changes of the program, its people and its pairs included.
func (m *Mentoring) register(id ProgramID) (*Program, *Register, error) {
	p, err := m.organised(id)
	if err != nil {
		return nil, nil, err
	}
	read, err := m.book.shelf.Register(id)
	if err != nil {
		return nil, nil, fmt.Errorf("register: %w", err)
	}
	r := *read
	r.Program = *p.clone()
	r.Participants = m.people.over(r.Participants, Participant.key, func(x Participant) bool { return x.Program == id })
	r.Pairs = m.pairs.over(r.Pairs, func(q Pair) PairID { return q.ID }, func(q Pair) bool { return q.Program == id })
	r.Sessions = maps.Clone(r.Sessions)
	return p, &r, nil
}

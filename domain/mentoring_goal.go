package domain

import (
	"fmt"
	"slices"
)

// AddGoal notes what a pair wants to reach. KindInvalid as for [Book.AddGoal].
func (m *Mentoring) AddGoal(id PairID, what string, by Date) (PairGoal, error) {
	q, err := m.lasting(id)
	if err != nil {
		return PairGoal{}, err
	}
	all, err := m.goalsOf(id)
	if err != nil {
		return PairGoal{}, err
	}
	open := 0
	for _, g := range all {
		if g.State == GoalOpen {
			open++
		}
	}
	what = oneLine(what)
	switch {
	case !fits(what, maxGoal):
		return PairGoal{}, Fault(KindInvalid, "goal", nil)
	case !by.IsZero() && by.Before(m.book.Today):
		return PairGoal{}, Fault(KindInvalid, "date of a goal", nil)
	case open >= MostGoals:
		return PairGoal{}, Fault(KindInvalid, "number of goals", nil)
	}
	g := PairGoal{
		Program: q.Program, Pair: id, ID: RecordID(m.book.id()), Author: m.me(), What: what, By: by,
		Made: m.book.Today, State: GoalOpen,
	}
	m.goals.put(g.ID, g)
	return g, nil
}

// MoveGoal gives a goal another day. KindInvalid for one that is over, or none, and
// KindStale when the goal is closed.
func (m *Mentoring) MoveGoal(pair PairID, id RecordID, by Date) (PairGoal, error) {
	g, err := m.openGoal(pair, id)
	switch {
	case err != nil:
		return PairGoal{}, err
	case by.Before(m.book.Today):
		return PairGoal{}, Fault(KindInvalid, "date of a goal", nil)
	}
	g.By = by
	m.goals.put(id, g)
	return g, nil
}

// CloseGoal notes that a goal was reached or dropped. KindStale when it is closed.
func (m *Mentoring) CloseGoal(pair PairID, id RecordID, s GoalState) (PairGoal, error) {
	g, err := m.openGoal(pair, id)
	switch {
	case err != nil:
		return PairGoal{}, err
	case s != GoalReached && s != GoalDropped:
		return PairGoal{}, Fault(KindInvalid, "state of a goal", nil)
	}
	g.State, g.Closed = s, m.book.Today
	m.goals.put(id, g)
	return g, nil
}

// openGoal returns a goal of a pair that lasts. KindStale when it is closed.
func (m *Mentoring) openGoal(pair PairID, id RecordID) (PairGoal, error) {
	if _, err := m.lasting(pair); err != nil {
		return PairGoal{}, err
	}
	all, err := m.goalsOf(pair)
	if err != nil {
		return PairGoal{}, err
	}
	i := slices.IndexFunc(all, func(g PairGoal) bool { return g.ID == id })
	switch {
	case i < 0:
		return PairGoal{}, Fault(KindNotFound, "goal", nil)
	case all[i].State != GoalOpen:
		return PairGoal{}, Fault(KindStale, "goal", nil)
	}
	return all[i], nil
}

// goalsOf returns the goals of a pair, the oldest first.
func (m *Mentoring) goalsOf(id PairID) ([]PairGoal, error) {
	read, err := m.book.shelf.PairGoals(id)
	if err != nil {
		return nil, fmt.Errorf("goals of a pair: %w", err)
	}
	return m.goals.over(read, func(g PairGoal) RecordID { return g.ID }, func(g PairGoal) bool { return g.Pair == id }), nil
}

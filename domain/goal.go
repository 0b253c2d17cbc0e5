package domain

import (
	"fmt"
	"slices"
)

// Goal is what the member wants to reach. Contacts who serve it name it in
// [Contact.Goals].
type Goal struct {
	ID     RecordID
	What   string
	By     Date // zero when there is no date
	Made   Date
	State  GoalState
	Closed Date // when it was reached or dropped
	// Command made it; Undone is set when that command was undone.
	Command CommandID
	Undone  bool
}

// GoalState is what became of a goal.
type GoalState string

// The states of a goal.
const (
	GoalOpen    GoalState = "open"
	GoalReached GoalState = "reached"
	GoalDropped GoalState = "dropped"
)

// Open reports whether g stands and is neither reached nor dropped.
func (g Goal) Open() bool { return !g.Undone && g.State == GoalOpen }

// GoalChange is one goal before and after; Before is nil for a new one.
type GoalChange struct {
	Before *Goal `json:",omitzero"`
	After  Goal
}

// MostGoals is how many open goals a member may have: more than that are wishes.
const MostGoals = 25

// AddGoal notes a goal. KindInvalid for an empty text or one of more than 300
// characters, for a date before today, and for more than 25 open goals.
func (b *Book) AddGoal(what string, by Date) (Goal, error) {
	goals, err := b.OpenGoals()
	if err != nil {
		return Goal{}, err
	}
	what = oneLine(what)
	switch {
	case !fits(what, maxGoal):
		return Goal{}, Fault(KindInvalid, "goal", nil)
	case !by.IsZero() && by.Before(b.Today):
		return Goal{}, Fault(KindInvalid, "date of a goal", nil)
	case len(goals) >= MostGoals:
		return Goal{}, Fault(KindInvalid, "number of goals", nil)
	}
	g := Goal{ID: RecordID(b.id()), What: what, By: by, Made: b.Today, State: GoalOpen, Command: b.ID}
	b.goals = append(b.goals, &g)
	return g, nil
}

// Goals returns every goal that stands, the oldest first.
func (b *Book) Goals() ([]Goal, error) {
	if err := b.loadGoals(); err != nil {
		return nil, err
	}
	var all []Goal
	for _, g := range b.goals {
		if !g.Undone {
			all = append(all, *g)
		}
	}
	return all, nil
}

// OpenGoals returns the goals that are neither reached nor dropped.
func (b *Book) OpenGoals() ([]Goal, error) {
	all, err := b.Goals()
	return slices.DeleteFunc(all, func(g Goal) bool { return !g.Open() }), err
}

// Goal returns a goal that stands. KindNotFound.
func (b *Book) Goal(id RecordID) (Goal, error) {
	g, err := b.goal(id)
	if err != nil {
		return Goal{}, err
	}
	return *g, nil
}

// CloseGoal notes that a goal was reached or dropped. KindStale when it is
// closed already.
func (b *Book) CloseGoal(id RecordID, s GoalState) (Goal, error) {
	g, err := b.goal(id)
	switch {
	case err != nil:
		return Goal{}, err
	case s != GoalReached && s != GoalDropped:
		return Goal{}, Fault(KindInvalid, "state of a goal", nil)
	case g.State != GoalOpen:
		return Goal{}, Fault(KindStale, "goal", nil)
	}
	g.State, g.Closed = s, b.Today
	return *g, nil
}

// ChangeGoal gives a goal other words or another date; the zero date takes the
// date away. Errors as in [Book.AddGoal]; KindStale when it is closed.
func (b *Book) ChangeGoal(id RecordID, what string, by Date) (Goal, error) {
	g, err := b.goal(id)
	what = oneLine(what)
	switch {
	case err != nil:
		return Goal{}, err
	case g.State != GoalOpen:
		return Goal{}, Fault(KindStale, "goal", nil)
	case !fits(what, maxGoal):
		return Goal{}, Fault(KindInvalid, "goal", nil)
	case !by.IsZero() && by != g.By && by.Before(b.Today):
		return Goal{}, Fault(KindInvalid, "date of a goal", nil)
	}
	g.What, g.By = what, by
	return *g, nil
}

// Link says that c serves a goal. KindNotFound for a goal that doesn't stand.
func (b *Book) Link(c *Contact, id RecordID) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	if _, err := b.goal(id); err != nil {
		return err
	}
	if !slices.Contains(c.Goals, id) {
		c.Goals = append(slices.Clone(c.Goals), id)
		c.Placed = true
	}
	return nil
}

// Unlink says that c does not serve a goal any more.
func (b *Book) Unlink(c *Contact, id RecordID) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	var kept []RecordID // nil again when empty, as it was before the first link
	for _, g := range c.Goals {
		if g != id {
			kept = append(kept, g)
		}
	}
	c.Goals = kept
	return nil
}

func (b *Book) goal(id RecordID) (*Goal, error) {
	if err := b.loadGoals(); err != nil {
		return nil, err
	}
	for _, g := range b.goals {
		if g.ID == id && !g.Undone {
			return g, nil
		}
	}
	return nil, Fault(KindNotFound, "goal", nil)
}

// loadGoals reads the member's goals, once.
func (b *Book) loadGoals() error {
	if b.goalsRead {
		return nil
	}
	kept, err := b.shelf.Goals()
	if err != nil {
		return fmt.Errorf("goals: %w", err)
	}
	b.goalsRead = true
	for _, g := range kept {
		b.goalsWere = append(b.goalsWere, g)
		b.goals = append(b.goals, &g)
	}
	return nil
}

// goalChanges is what became of the goals, for the commit.
func (b *Book) goalChanges() []GoalChange {
	var all []GoalChange
	for i, g := range b.goals {
		switch {
		case i >= len(b.goalsWere):
			all = append(all, GoalChange{After: *g})
		case *g != b.goalsWere[i]:
			was := b.goalsWere[i]
			all = append(all, GoalChange{Before: &was, After: *g})
		}
	}
	return all
}

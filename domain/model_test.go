package domain

import (
	"maps"
	"slices"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// model is what promises, asks and goals must be after a walk, kept in the
// plainest way there is and without a look at the book: a table of facts, a log
// of what each command did to it, and who became whom.
type model struct {
	facts map[RecordID]fact
	goals map[RecordID]fact
	log   map[CommandID][]deed
	// merged names who left for whom; shifts are the facts a command moved.
	merged map[ContactID]ContactID
	shifts map[CommandID]shift
}

// fact is a promise, an ask or a goal.
type fact struct {
	Owner  ContactID // "" for a goal
	What   string
	State  string
	By     Date
	Moved  int
	Closed Date
	Undone bool
}

// open reports whether something can still become of a fact.
func (f fact) open() bool {
	return !f.Undone && slices.Contains([]string{"open", "waiting", "agreed"}, f.State)
}

// deed is what one command did to one fact; made when it was not there before.
type deed struct {
	id      RecordID
	on      ContactID
	was, is fact
	made    bool
}

// shift is a merge or a split.
type shift struct {
	from, to ContactID
	merge    bool
	ids      []RecordID
}

func newModel() *model {
	return &model{
		facts: make(map[RecordID]fact), goals: make(map[RecordID]fact), log: make(map[CommandID][]deed),
		merged: make(map[ContactID]ContactID), shifts: make(map[CommandID]shift),
	}
}

// lead is who a contact is by now.
func (m *model) lead(id ContactID) ContactID {
	for m.merged[id] != "" {
		id = m.merged[id]
	}
	return id
}

// table is where a fact stands.
func (m *model) table(f fact) map[RecordID]fact {
	if f.Owner == "" {
		return m.goals
	}
	return m.facts
}

func (m *model) add(by CommandID, id RecordID, f fact) {
	m.table(f)[id] = f
	m.log[by] = append(m.log[by], deed{id: id, on: f.Owner, is: f, made: true})
}

func (m *model) change(by CommandID, id RecordID, is fact) {
	was := m.table(is)[id]
	if is == was {
		return
	}
	m.table(is)[id] = is
	m.log[by] = append(m.log[by], deed{id: id, on: is.Owner, was: was, is: is})
}

// move gives facts to somebody else.
func (m *model) move(by CommandID, s shift) {
	for id, f := range m.facts {
		if s.merge && f.Owner == s.from {
			s.ids = append(s.ids, id)
		}
	}
	if s.merge {
		m.merged[s.from] = s.to
	}
	m.shifts[by] = s
	m.give(s.ids, s.from, s.to)
}

func (m *model) give(ids []RecordID, from, to ContactID) {
	for _, id := range ids {
		if f := m.facts[id]; f.Owner == from {
			f.Owner = to
			m.facts[id] = f
		}
	}
}

// undo takes a command back: facts that are still as it left them.
func (m *model) undo(by CommandID, gone func(ContactID) bool) {
	if s, ok := m.shifts[by]; ok {
		if s.merge {
			delete(m.merged, s.from)
		}
		if to := m.lead(s.from); !gone(to) {
			m.give(s.ids, m.lead(s.to), to)
		}
	}
	for _, d := range m.log[by] {
		t := m.table(d.is)
		now := t[d.id]
		if now.Owner != m.lead(d.on) {
			continue // it went elsewhere
		}
		same := d.is
		same.Owner, same.Undone = now.Owner, now.Undone
		goal := now.Owner == ""
		switch {
		case d.made && (!goal || now == d.is):
			now.Undone = true
		case !d.made && now == same && (!goal || !now.Undone):
			undone, owner := now.Undone, now.Owner
			now = d.was
			now.Undone, now.Owner = undone, owner
		}
		t[d.id] = now
	}
}

// holds compares the model with what is stored.
func (m *model) holds(t *rapid.T, s *shelf) {
	stored := make(map[RecordID]fact)
	for id, c := range s.contacts {
		if c.Removed {
			continue
		}
		for _, p := range c.Promises {
			stored[p.ID] = fact{id, p.What, string(p.State), p.Due, p.Moved, p.Closed, p.Undone}
		}
		for _, a := range c.Asks {
			f := fact{id, a.What, string(a.State), a.By, 0, a.Changed, a.Undone}
			if a.State == AskWaiting {
				f.Closed = Date{}
			}
			stored[a.ID] = f
		}
	}
	goals := make(map[RecordID]fact)
	for _, g := range s.goals {
		goals[g.ID] = fact{"", g.What, string(g.State), g.By, 0, g.Closed, g.Undone}
	}
	for name, pair := range map[string][2]map[RecordID]fact{"facts": {m.facts, stored}, "goals": {m.goals, goals}} {
		if diff := cmp.Diff(standingFacts(pair[0]), standingFacts(pair[1])); diff != "" {
			t.Fatalf("%s (-model +stored): %s", name, diff)
		}
	}
}

// standingFacts leaves out what was undone.
func standingFacts(facts map[RecordID]fact) map[RecordID]fact {
	s := maps.Clone(facts)
	maps.DeleteFunc(s, func(_ RecordID, f fact) bool { return f.Undone })
	return s
}

// pick draws the id of some fact there ever was, or one that never was.
func pick(t *rapid.T, facts map[RecordID]fact, is func(fact) bool) RecordID {
	ids := []RecordID{"elsewhere"}
	for id, f := range facts {
		if is(f) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return rapid.SampledFrom(ids).Draw(t, "record")
}

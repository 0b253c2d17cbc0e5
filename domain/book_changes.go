package domain

import (
	"iter"
	"maps"
	"reflect"
	"slices"
)

// Changes returns what the command decided, for the commit, and ends the book: what is
// in it belongs to the changes now. It fails when the pairs of a partner who was met
// can't be read.
func (b *Book) Changes(verb string) (Changes, error) {
	ch := Changes{Undone: b.undone}
	if b.rescheduled() {
		*b.Member, ch.Appointments = Reschedule(b.was, *b.Member, b.Policy, b.Now)
	}
	// Nearly every command is a /met, and a look at that spares the one at everything.
	if !b.was.LastMetAt.Equal(b.Member.LastMetAt) || !reflect.DeepEqual(&b.was, b.Member) {
		m := b.Member.clone()
		ch.Member = &m
	}
	apart := b.apart()
	ch.Carried = b.carried(apart)
	came := make(map[string]bool, len(ch.Carried))
	for _, r := range ch.Carried {
		came[r.Row] = true
	}
	var steps []UndoStep
	for _, id := range b.order {
		c := apart[id]
		if !c.any() {
			continue
		}
		ch.Contacts = append(ch.Contacts, *c)
		if step, ok := c.step(came); ok {
			if b.joined(id) {
				step.Had = c.After.ids()
			}
			steps = append(steps, step)
		}
	}
	for _, q := range b.asked {
		asked := *q
		asked.Answers = maps.Clone(q.Answers)
		ch.Questions = append(ch.Questions, asked)
	}
	ch.Goals, ch.Told = b.goalChanges(), b.told
	mentoring, err := b.Mentoring().changes()
	if err != nil {
		return Changes{}, err
	}
	ch.Mentoring = mentoring
	if len(steps)+len(ch.Goals) > 0 && b.undone == "" {
		ch.Undo = &UndoRecord{Command: b.ID, Verb: verb, At: b.Now, Steps: steps, Goals: ch.Goals, Carried: ch.Carried}
	}
	return ch, nil
}

// rescheduled reports whether anything changed that appointments depend on.
func (b *Book) rescheduled() bool {
	was, is := b.was, *b.Member
	return was.Zone != is.Zone || was.PausedUntil != is.PausedUntil ||
		was.Chosen.PromptOff != is.Chosen.PromptOff ||
		was.Chosen.CheckInOff != is.Chosen.CheckInOff ||
		was.slowed(b.Policy) != is.slowed(b.Policy) ||
		!sameWeekly(was.Chosen.CheckIn, is.Chosen.CheckIn) ||
		!sameWeekly(was.Chosen.Digest, is.Chosen.Digest) ||
		!sameWeekly(was.Chosen.Prompt, is.Chosen.Prompt)
}

// sameWeekly reports whether two choices are one, nil for none.
func sameWeekly(a, b *Weekly) bool { return a == b || a != nil && b != nil && *a == *b }

// joined reports whether this command merged somebody into a contact.
func (b *Book) joined(id ContactID) bool {
	for _, h := range b.contacts {
		if h.now.MergedInto == id && h.before != nil && h.before.MergedInto != id {
			return true
		}
	}
	return false
}

// apart compares everybody in the book with how they were read.
func (b *Book) apart() map[ContactID]*Change {
	all := make(map[ContactID]*Change, len(b.contacts))
	for id, h := range b.contacts {
		c := &Change{Before: h.before, After: h.now, Is: h.now.History}
		if h.before != nil {
			c.Was, c.Is = apart(&h.before.History, &h.now.History)
		}
		all[id] = c
	}
	return all
}

// any reports whether anything changed at all.
func (c *Change) any() bool {
	if c.Before == nil || c.Was.size()+c.Is.size() > 0 {
		return true
	}
	before, after := *c.Before, *c.After
	before.History, after.History = History{}, History{}
	return !reflect.DeepEqual(&before, &after)
}

// step returns what it takes to undo the change of one contact; false when
// nothing changed but bookkeeping. Rows that came from another contact are no
// rows added.
func (c *Change) step(came map[string]bool) (UndoStep, bool) {
	s := UndoStep{Contact: c.After.ID, After: c.After.image()}
	undone := make(map[string]bool) // ids of the rows before, and whether they stood
	if c.Before != nil {
		s.Before = c.Before.image()
		maps.Insert(undone, c.Was.rows())
		for _, sheet := range sheets {
			sheet.changed(&c.Was, &c.Is, &s.Was, &s.Is)
		}
	}
	for id, gone := range c.Is.rows() {
		switch before, old := undone[id]; {
		case came[id]:
		case !old:
			s.Added = append(s.Added, id)
		case gone && !before:
			s.Replaced = append(s.Replaced, id)
		}
	}
	carried := c.Before != nil && len(undone) != c.Is.size()-len(s.Added)
	changed := c.Before == nil || carried || len(s.Added)+len(s.Replaced)+s.Is.size() > 0 ||
		slices.ContainsFunc(fields, func(f field) bool { return !f.same(s.Before, s.After) })
	return s, changed
}

// ids returns the ids of all rows of the history.
func (h *History) ids() []string {
	var all []string
	for id := range h.rows() {
		all = append(all, id)
	}
	return all
}

// rows walks over all rows of the history: their ids, and whether each is undone.
func (h *History) rows() iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		for _, r := range h.refs() {
			if !yield(r.id, *r.undone) {
				return
			}
		}
	}
}

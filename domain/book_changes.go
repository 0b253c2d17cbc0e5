package domain

import (
	"iter"
	"maps"
	"reflect"
	"slices"
)

// Changes returns what the command decided, for the commit. It fails when the pairs of
// a partner who was met can't be read.
func (b *Book) Changes(verb string) (Changes, error) {
	ch := Changes{Undone: b.undone}
	if b.rescheduled() {
		*b.Member, ch.Appointments = Reschedule(b.was, *b.Member, b.Policy, b.Now)
	}
	if !reflect.DeepEqual(b.was, *b.Member) {
		m := b.Member.clone()
		ch.Member = &m
	}
	ch.Carried = b.carried()
	came := make(map[string]bool, len(ch.Carried))
	for _, r := range ch.Carried {
		came[r.Row] = true
	}
	var steps []UndoStep
	for _, id := range b.order {
		h := b.contacts[id]
		if h.before != nil && reflect.DeepEqual(h.before, h.now) {
			continue
		}
		ch.Contacts = append(ch.Contacts, Change{Before: h.before, After: h.now.clone()})
		if step, ok := h.step(came); ok {
			if b.joined(id) {
				step.Had = h.now.ids()
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
		was.Settings(b.Policy).Slowed != is.Settings(b.Policy).Slowed ||
		!reflect.DeepEqual(was.Chosen.CheckIn, is.Chosen.CheckIn) ||
		!reflect.DeepEqual(was.Chosen.Digest, is.Chosen.Digest) ||
		!reflect.DeepEqual(was.Chosen.Prompt, is.Chosen.Prompt)
}

// joined reports whether this command merged somebody into a contact.
func (b *Book) joined(id ContactID) bool {
	for _, h := range b.contacts {
		if h.now.MergedInto == id && h.before != nil && h.before.MergedInto != id {
			return true
		}
	}
	return false
}

// step returns what it takes to undo the change of one contact; false when
// nothing changed but bookkeeping. Rows that came from another contact are no
// rows added.
func (h *held) step(came map[string]bool) (UndoStep, bool) {
	s := UndoStep{Contact: h.now.ID, After: h.now.image()}
	undone := make(map[string]bool) // ids of the rows before, and whether they stood
	if h.before != nil {
		s.Before = h.before.image()
		maps.Insert(undone, h.before.rows())
		for _, sheet := range sheets {
			sheet.changed(&h.before.History, &h.now.History, &s.Was, &s.Is)
		}
	}
	for id, gone := range h.now.rows() {
		switch before, old := undone[id]; {
		case came[id]:
		case !old:
			s.Added = append(s.Added, id)
		case gone && !before:
			s.Replaced = append(s.Replaced, id)
		}
	}
	carried := h.before != nil && len(undone) != len(h.now.ids())-len(s.Added)
	changed := h.before == nil || carried || len(s.Added)+len(s.Replaced)+len(s.Is.refs()) > 0 ||
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

package domain

import "slices"

// touched is an interaction that this command logged, took back, corrected, or gave
// to somebody else: with whom of Slack it was before and is now, "" for nobody.
type touched struct {
	interaction Interaction
	was, with   MemberID
}

// concerns reports whether what happened to t may mean something for a pair of the
// member's. What is logged now is no session of a pair that has ended.
func (t touched) concerns(q Pair, now *Book) bool {
	to := q.Partner(now.Member.Member)
	logged := t.interaction.Command == now.ID && t.interaction.Replaces == ""
	return t.was == to || t.with == to && (q.Lasts() || !logged)
}

// followed are the logs that follow from what a command did, as they are to be.
type followed struct {
	touches []touched
	logs    []SessionLog
}

// follow finds out which session logs follow from the interactions that the command
// changed. Where none with anybody in Slack was, nothing is read.
func (m *Mentoring) follow() (followed, error) {
	f := followed{touches: m.touches()}
	if len(f.touches) == 0 {
		return f, nil
	}
	mine, err := m.pairsOf("")
	if err != nil {
		return f, err
	}
	mine = slices.DeleteFunc(mine, func(q Pair) bool {
		return !slices.ContainsFunc(f.touches, func(t touched) bool { return t.concerns(q, m.book) })
	})
	if err := m.readLogs(mine); err != nil {
		return f, err
	}
	for _, q := range mine {
		p := pursuit{me: m.me(), pair: q, logs: m.said(q.ID), now: m.book}
		f.logs = append(f.logs, p.run(f.touches)...)
	}
	return f, nil
}

// touches are the interactions with people in Slack that the command changed, in the
// order in which they were written down.
func (m *Mentoring) touches() []touched {
	b := m.book
	was := make(map[InteractionID]MemberID)
	for _, id := range b.order {
		h := b.contacts[id]
		if before, _ := h.touches(); h.before != nil && h.before.SlackUser != "" {
			for _, i := range before {
				if !i.Undone {
					was[i.ID] = MemberID(h.before.SlackUser)
				}
			}
		}
	}
	var all []touched
	for _, id := range b.order {
		c := b.contacts[id].now
		_, now := b.contacts[id].touches()
		for _, i := range now {
			t := touched{interaction: i, was: was[i.ID]}
			if !i.Undone {
				t.with = MemberID(c.SlackUser)
			}
			if t.was != t.with {
				all = append(all, t)
			}
		}
	}
	return all
}

// touches are the interactions, before and now, that may mean something else for a
// pair: all of them when it is somebody else in Slack now, otherwise those behind the
// ones that are the same from the first on.
func (h *held) touches() (was, is []Interaction) {
	if h.before == nil {
		return nil, h.now.Interactions
	}
	was, is = h.before.Interactions, h.now.Interactions
	if h.before.SlackUser != h.now.SlackUser {
		return was, is
	}
	n := sameRows(was, is)
	return was[n:], is[n:]
}

// pursuit follows a command's interactions in one pair.
type pursuit struct {
	me      MemberID
	pair    Pair
	logs    []SessionLog
	changed rows[logOf, SessionLog]
	now     *Book
}

// run returns the logs that change: first what does not count any more, so that what
// does finds the sessions that are left.
func (p *pursuit) run(touches []touched) []SessionLog {
	partner := p.pair.Partner(p.me)
	for _, t := range touches {
		if i := p.find(t.interaction.ID); t.with != partner && i >= 0 && p.logs[i].State == SessionCounts {
			p.logs[i].State = SessionUndone
			p.changed.put(p.logs[i].key(), p.logs[i])
		}
	}
	for _, t := range touches {
		if t.with == partner {
			p.count(t.interaction, touches)
		}
	}
	return p.changed.all()
}

// find returns the index of the member's log of an interaction, -1 if there is none.
func (p *pursuit) find(id InteractionID) int {
	return slices.IndexFunc(p.logs, func(l SessionLog) bool { return l.Member == p.me && l.Interaction == id })
}

// count makes an interaction with the partner count, if it is of the pair's time. One
// that was corrected stays what its member had said of it.
func (p *pursuit) count(i Interaction, touches []touched) {
	if n := p.find(i.ID); n >= 0 {
		if p.logs[n].State == SessionUndone && p.within(p.logs[n].On) {
			p.logs[n].State = SessionCounts
			p.changed.put(p.logs[n].key(), p.logs[n])
		}
		return
	}
	before, on := p.corrected(i, touches)
	if !p.within(i.On) || before == nil && !p.pair.Lasts() {
		return
	}
	l := SessionLog{
		Program: p.pair.Program, Pair: p.pair.ID, Member: p.me, Interaction: i.ID, State: SessionCounts, Logged: p.now.Now,
	}
	switch {
	case before != nil && on == i.On:
		l.On = before.On
	default:
		l.On = p.place(i.On)
	}
	if before != nil && before.State == SessionNot {
		l.State = SessionNot
	}
	p.logs = append(p.logs, l)
	p.changed.put(l.key(), l)
}

// within reports whether a date is of the pair's time.
func (p *pursuit) within(on Date) bool {
	return !on.Before(p.pair.Since) && (p.pair.Lasts() || !on.After(p.pair.Ended))
}

// corrected returns the log of the interaction that i took the place of, nil if there
// is none, and that one's date.
func (p *pursuit) corrected(i Interaction, touches []touched) (*SessionLog, Date) {
	for i.Replaces != "" {
		k := slices.IndexFunc(touches, func(t touched) bool { return t.interaction.ID == i.Replaces })
		if k < 0 {
			break
		}
		if n := p.find(i.Replaces); n >= 0 {
			return &p.logs[n], touches[k].interaction.On
		}
		i = touches[k].interaction
	}
	return nil, Date{}
}

// place is the date that a touch counts for: its own, or that of a session a day from
// it which the partner has logged and the member has not.
func (p *pursuit) place(on Date) Date {
	for _, day := range []Date{on, on.AddDays(-1), on.AddDays(1)} {
		theirs, mine := false, false
		for _, l := range p.logs {
			if l.counts(day) {
				theirs, mine = theirs || l.Member != p.me, mine || l.Member == p.me
			}
		}
		if day == on && (theirs || mine) || day != on && theirs && !mine {
			return day
		}
	}
	return on
}

package domain

import (
	"fmt"
	"slices"
)

// Sessions says what the interactions of this command mean for the member's pairs, in
// the order in which they were logged.
func (m *Mentoring) Sessions() ([]SessionNews, error) {
	f, err := m.follow()
	if err != nil {
		return nil, err
	}
	var all []SessionNews
	for _, t := range f.touches {
		if t.with == "" || t.interaction.Command != m.book.ID {
			continue
		}
		for _, l := range f.logs {
			if l.Interaction != t.interaction.ID || l.State != SessionCounts {
				continue
			}
			news, err := m.news(l, t.interaction)
			if err != nil {
				return nil, err
			}
			all = append(all, news)
		}
	}
	for _, id := range m.again {
		news, err := m.newsOf(id)
		if err != nil {
			return nil, err
		}
		all = append(all, news...)
	}
	return all, nil
}

// news says what a log means, next to the others of its pair.
func (m *Mentoring) news(l SessionLog, i Interaction) (SessionNews, error) {
	logs, err := m.logsNow(l.Pair)
	if err != nil {
		return SessionNews{}, err
	}
	q, err := m.pair(l.Pair)
	if err != nil {
		return SessionNews{}, err
	}
	n := SessionNews{Interaction: l.Interaction, On: l.On, First: true, Count: len(sessionsOf(logs))}
	if n.Partnership, err = m.partnership(q); err != nil {
		return SessionNews{}, err
	}
	if !i.On.IsZero() && i.On != l.On {
		n.Near = l.On
	}
	for _, other := range logs {
		switch {
		case other.Member != l.Member:
			n.Same = n.Same || other.counts(l.On) && n.Near.IsZero() && l.State == SessionCounts
		case other.Interaction != l.Interaction:
			n.First = false
		}
	}
	return n, nil
}

// NotSession says that an interaction was no session of a pair, or that it was one
// after all; in another program of the two it counts as before. KindNotFound when it
// never counted, KindStale when it was taken back.
func (m *Mentoring) NotSession(pair PairID, id InteractionID, not bool) (SessionNews, error) {
	state := SessionCounts
	if not {
		state = SessionNot
	}
	var meant *SessionLog
	_, err := m.restate(id, func(l SessionLog, q Pair) (SessionLog, error) {
		if q.ID != pair {
			return l, nil
		}
		if !not { // what was no session stayed none when it was taken back
			if _, err := m.interactionWith(q.Partner(m.me()), id); err != nil {
				return l, err
			}
		}
		l.State = state
		meant = &l
		return l, nil
	})
	switch {
	case err != nil:
		return SessionNews{}, err
	case meant == nil:
		return SessionNews{}, Fault(KindNotFound, "session", nil)
	}
	return m.news(*meant, Interaction{})
}

// OwnSession says that an interaction was a session of its own date, and not the one
// that the partner logged a day from it. Errors as in [Mentoring.NotSession].
func (m *Mentoring) OwnSession(id InteractionID) (SessionNews, error) {
	return m.restate(id, func(l SessionLog, q Pair) (SessionLog, error) {
		i, err := m.interactionWith(q.Partner(m.me()), id)
		l.On = i.On
		return l, err
	})
}

// restate changes the member's logs of an interaction, in every program in which it
// counts.
func (m *Mentoring) restate(id InteractionID, change func(SessionLog, Pair) (SessionLog, error)) (SessionNews, error) {
	mine, err := m.pairsOf("")
	if err != nil {
		return SessionNews{}, err
	}
	if err := m.readLogs(mine); err != nil {
		return SessionNews{}, err
	}
	var found []SessionLog
	for _, q := range mine {
		logs, err := m.logsNow(q.ID)
		if err != nil {
			return SessionNews{}, err
		}
		for _, l := range logs {
			if l.Member != m.me() || l.Interaction != id {
				continue
			}
			if l.State == SessionUndone {
				return SessionNews{}, Fault(KindStale, "session", nil)
			}
			if l, err = change(l, q); err != nil {
				return SessionNews{}, err
			}
			m.logs.put(l.key(), l)
			found = append(found, l)
		}
	}
	if len(found) == 0 {
		return SessionNews{}, Fault(KindNotFound, "session", nil)
	}
	return m.news(found[0], Interaction{})
}

// interactionWith finds an interaction that stands among those with somebody.
// KindStale when it is theirs no more.
func (m *Mentoring) interactionWith(who MemberID, id InteractionID) (Interaction, error) {
	all, err := m.book.linked(string(who))
	if err != nil {
		return Interaction{}, err
	}
	for _, c := range all {
		if i := c.interaction(id); i != nil && !i.Undone {
			return *i, nil
		}
	}
	return Interaction{}, Fault(KindStale, "session", nil)
}

func (l SessionLog) key() logOf { return logOf{l.Pair, l.Member, l.Interaction} }

// counts reports whether a log counts for a date.
func (l SessionLog) counts(on Date) bool { return l.State == SessionCounts && l.On == on }

// sessionsOf are the dates on which logs count, each once, the oldest first.
func sessionsOf(logs []SessionLog) []Date {
	var on []Date
	for _, l := range logs {
		if l.State == SessionCounts {
			on = append(on, l.On)
		}
	}
	slices.SortFunc(on, Date.Compare)
	return slices.Compact(on)
}

// readLogs reads the logs of pairs that were not read yet, at once.
func (m *Mentoring) readLogs(pairs []Pair) error {
	var missing []PairID
	for _, q := range pairs {
		if _, ok := m.logsRead[q.ID]; !ok && !slices.Contains(missing, q.ID) {
			missing = append(missing, q.ID)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	read, err := m.book.shelf.SessionLogs(missing, Date{})
	if err != nil {
		return fmt.Errorf("session logs: %w", err)
	}
	for _, id := range missing {
		m.logsRead[id] = nil
	}
	for _, l := range read {
		m.logsRead[l.Pair] = append(m.logsRead[l.Pair], l)
	}
	return nil
}

// said returns the logs of a pair with what was said of them by this command, and
// without what follows from its interactions.
func (m *Mentoring) said(id PairID) []SessionLog {
	return m.logs.over(m.logsRead[id], SessionLog.key, func(l SessionLog) bool { return l.Pair == id })
}

// logsNow returns the logs of a pair with all that this command changes.
func (m *Mentoring) logsNow(id PairID) ([]SessionLog, error) {
	if err := m.readLogs([]Pair{{ID: id}}); err != nil {
		return nil, err
	}
	f, err := m.follow()
	if err != nil {
		return nil, err
	}
	var after rows[logOf, SessionLog]
	for _, l := range f.logs {
		after.put(l.key(), l)
	}
	return after.over(m.said(id), SessionLog.key, func(l SessionLog) bool { return l.Pair == id }), nil
}

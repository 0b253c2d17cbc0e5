package domain

import "slices"

// Withdrawn says which sessions lost a log of the member's by this command, and with
// Same which of them count all the same, because the partner logged them. What the
// member has logged a second time is as it was.
func (m *Mentoring) Withdrawn() ([]SessionNews, error) {
	f, err := m.follow()
	if err != nil {
		return nil, err
	}
	var all []SessionNews
	for _, l := range f.logs {
		if l.State != SessionUndone {
			continue
		}
		logs, err := m.logsNow(l.Pair)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(logs, func(x SessionLog) bool { return x.Member == m.me() && x.counts(l.On) }) {
			continue
		}
		n, err := m.news(l, Interaction{})
		if err != nil {
			return nil, err
		}
		n.Same = slices.ContainsFunc(logs, func(x SessionLog) bool { return x.counts(l.On) })
		all = append(all, n)
	}
	return all, nil
}

// Again has [Mentoring.Sessions] tell once more of an interaction that a command before
// has logged: a second press means the same one.
func (m *Mentoring) Again(id InteractionID) { m.again = append(m.again, id) }

// newsOf says what an interaction that was logged before means for the member's pairs.
func (m *Mentoring) newsOf(id InteractionID) ([]SessionNews, error) {
	mine, err := m.pairsOf("")
	if err != nil {
		return nil, err
	}
	if err := m.readLogs(mine); err != nil {
		return nil, err
	}
	var all []SessionNews
	for _, q := range mine {
		logs, err := m.logsNow(q.ID)
		if err != nil {
			return nil, err
		}
		for _, l := range logs {
			if l.Member != m.me() || l.Interaction != id || l.State != SessionCounts {
				continue
			}
			i, err := m.interactionWith(q.Partner(m.me()), id)
			if KindOf(err) == KindStale {
				continue
			}
			if err != nil {
				return nil, err
			}
			n, err := m.news(l, i)
			if err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	return all, nil
}

// Given is the feedback that the member gave about a session or the first month, zero
// when they gave none.
func (m *Mentoring) Given(id PairID, about string) (Feedback, error) {
	if _, err := m.ofTwo(id); err != nil {
		return Feedback{}, err
	}
	all, err := m.feedbackOf(id)
	if err != nil {
		return Feedback{}, err
	}
	if i := slices.IndexFunc(all, func(f Feedback) bool { return f.About == about }); i >= 0 {
		return all[i], nil
	}
	return Feedback{}, nil
}

// TakeBackShout takes back a shout-out: its author does, until it is said, and whom it
// thanks can agree to it no more. KindStale when it was said.
func (m *Mentoring) TakeBackShout(id RecordID) (Shoutout, error) {
	s, err := m.Shoutout(id)
	switch {
	case err != nil:
		return Shoutout{}, err
	case s.From != m.me():
		return Shoutout{}, Fault(KindForbidden, "shout-out", nil)
	case !s.On.IsZero():
		return Shoutout{}, Fault(KindStale, "shout-out", nil)
	}
	s.State = ShoutWithdrawn
	m.shouts.put(id, s)
	return s, nil
}

package domain

import "slices"

// PairRhythm is how it stands with a partner whose rhythm is that of their pair. The
// zero PairRhythm is for everybody else.
type PairRhythm struct {
	// Last is when the two met last, whoever of them logged it; zero when they have
	// not.
	Last Date
	// Due is when the member is reminded of the next session.
	Due Date
}

// Paired returns how it stands with c by the member's pairs. A rhythm that the member
// has chosen for c goes before that of a pair, and so does the wish to hear nothing
// of sessions.
func (r Resolved) Paired(c *Contact, pairs []Partnership) PairRhythm {
	if c.SlackUser == "" || !c.Cadence.IsZero() || slices.Contains(c.Muted, SessionDue) {
		return PairRhythm{}
	}
	var in PairRhythm
	for i := range pairs {
		p := &pairs[i]
		if string(p.Partner(p.Me)) != c.SlackUser {
			continue
		}
		in.Last = latest(in.Last, p.Last())
		if due := latest(latest(p.nudgedFrom(), p.Back), c.SnoozedUntil); in.Due.IsZero() || due.Before(in.Due) {
			in.Due = due
		}
	}
	return in
}

package domain

import "slices"

// Standing is where a pair stands on a date by a cadence. Sessions are the dates on
// which it met, the oldest first; those after the date are left out. After a pause
// the two are due on its first day at the earliest, and overdue no sooner than
// anybody who was due on that day.
func (p Pair) Standing(c Cadence, sessions []Date, on Date) PairStanding {
	sessions = upTo(sessions, on)
	s := PairStanding{Pair: p, Sessions: len(sessions)}
	since := p.Since
	if n := len(sessions); n > 0 {
		s.Last = sessions[n-1]
		since = latest(since, s.Last)
	}
	s.Due = latest(since.AddDays(c.Ideal), p.PausedUntil)
	switch {
	case p.PausedUntil.After(on):
		s.Standing = PairPaused
	case on.After(s.Due.AddDays(c.Maximum - c.Ideal)):
		s.Standing = PairOverdue
	case !on.Before(s.Due):
		s.Standing = PairDue
	case s.Last.IsZero():
		s.Standing = TooEarly
	default:
		s.Standing = OnTrack
	}
	return s
}

// upTo leaves of dates, the oldest first, those that are not after a date.
func upTo(dates []Date, on Date) []Date {
	n, _ := slices.BinarySearchFunc(dates, on.AddDays(1), Date.Compare)
	return dates[:n]
}

// between counts the dates from one to another, both included.
func between(dates []Date, from, to Date) int {
	if to.Before(from) {
		return 0
	}
	return len(upTo(dates, to)) - len(upTo(dates, from.AddDays(-1)))
}

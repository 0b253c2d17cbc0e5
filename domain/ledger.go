package domain

import "slices"

// fewPairs is how many pairs there must be for more to be said of them than how
// many sessions there were: among fewer, a count tells who.
const fewPairs = 5

// mostWeeks is how many weeks a summary shows side by side.
const mostWeeks = 12

// Ledger leaves of a register what a channel's summary of a date is made from: how
// things stood at the end of the day before it, or on the day the program ended.
// So what happens later on that day does not change a summary that is rendered again.
func (r *Register) Ledger(on Date) Ledger {
	l := Ledger{
		Name: r.Program.Name, Zone: r.Program.Zone, Cadence: r.Program.Cadence,
		Started: r.Program.Started, Ended: r.Program.Ended,
	}
	pausedUntil := r.pausedUntil()
	paired := make(map[MemberID]bool, len(r.Participants))
	to := on.AddDays(-1)
	for _, p := range r.Pairs {
		d := PairDates{p.Since, p.Ended, latest(p.PausedUntil, latest(pausedUntil[p.Mentor], pausedUntil[p.Mentee])), r.Sessions[p.ID]}
		l.Pairs = append(l.Pairs, d)
		if d.lasts(to) {
			paired[p.Mentor], paired[p.Mentee] = true, true
		}
	}
	for _, p := range r.Participants {
		gone := !p.Left.IsZero() && !p.Left.After(to)
		if !p.Asked && !gone && !p.Joined.After(to) && !paired[p.Member] {
			l.Unmatched++
		}
	}
	for _, g := range r.Goals {
		l.Goals = append(l.Goals, GoalSpan{g.Made, g.Reached})
	}
	if n := len(r.Program.Figures); n > 0 {
		l.Figure = r.Program.Figures[n-1]
	}
	for _, s := range r.saying(on) {
		l.Shouts = append(l.Shouts, Shout{r.Names[s.From], r.Names[s.To], s.Text})
	}
	return l
}

// pausedUntil is until when each who is in the program rests, as they chose.
func (r *Register) pausedUntil() map[MemberID]Date {
	until := make(map[MemberID]Date)
	for _, p := range r.Participants {
		if !p.PausedUntil.IsZero() {
			until[p.Member] = latest(until[p.Member], p.PausedUntil)
		}
	}
	return until
}

// lasts reports whether the pair had begun and not ended when a day was over.
func (d PairDates) lasts(on Date) bool {
	return !d.Since.After(on) && (d.Ended.IsZero() || d.Ended.After(on))
}

// mistaken reports whether the pair was parted on its first day without having met.
func (d PairDates) mistaken() bool { return d.Ended == d.Since && len(d.Sessions) == 0 }

// Summarise counts what the channel is told on a date; closing counts all of a
// program that ended on it. What each count means is said at [Summary].
func Summarise(l Ledger, on Date, closing bool) Summary {
	s := Summary{Name: l.Name, Zone: l.Zone, On: on, Started: l.Started, Closing: closing, Shouts: l.Shouts}
	if s.To = on.AddDays(-1); closing {
		s.To = on
	}
	s.From = s.To.AddDays(-6)
	s.Weeks = l.weeks(s.To)
	s.Sessions, s.Before = l.sessions(s.From, s.To), l.sessions(s.From.AddDays(-7), s.From.AddDays(-1))
	s.Total = l.sessions(l.Started, s.To)
	if closing {
		s.From, s.Sessions, s.Before = l.Started, s.Total, 0
	}
	pairs := l.lasting(s.To)
	if closing {
		pairs = slices.DeleteFunc(slices.Clone(l.Pairs), PairDates.mistaken)
	}
	if len(pairs) < fewPairs {
		s.Few = true
		return s
	}
	s.Pairs, s.Median, s.Figure = len(pairs), median(pairs, s.To), l.Figure
	for _, g := range l.Goals {
		if g.Made.After(s.To) {
			continue // whoever flew west in between has reached it a day before it was made
		}
		s.GoalsMade++
		if !g.Reached.IsZero() && !g.Reached.After(s.To) {
			s.GoalsReached++
		}
	}
	if closing {
		for _, p := range pairs {
			if len(upTo(p.Sessions, s.To)) == 0 {
				s.NeverMet++
			}
		}
		return s
	}
	s.Unmatched = l.Unmatched
	s.stand(pairs, l.Cadence)
	s.Active, s.ActiveBefore = active(pairs, l.Cadence, s.To), -1
	week := s.To.AddDays(-7)
	if before := l.lasting(week); len(before) >= fewPairs {
		s.ActiveBefore = active(before, l.Cadence, week)
	}
	return s
}

// stand parts the pairs that last by where they stand.
func (s *Summary) stand(pairs []PairDates, c Cadence) {
	for _, p := range pairs {
		st := Pair{Since: p.Since, PausedUntil: p.PausedUntil}.Standing(c, upTo(p.Sessions, s.To), s.On)
		switch st.Standing {
		case OnTrack:
			s.OnTrack++
		case PairDue:
			s.Due++
		case PairOverdue:
			s.Overdue++
		case TooEarly:
			s.Early++
		case PairPaused:
			s.Paused++
		}
		if st.Last.IsZero() && (st.Standing == PairDue || st.Standing == PairOverdue) {
			s.NeverMet++
		}
	}
}

// lasting are the pairs that had begun and not ended when a day was over.
func (l Ledger) lasting(on Date) []PairDates {
	var all []PairDates
	for _, p := range l.Pairs {
		if p.lasts(on) {
			all = append(all, p)
		}
	}
	return all
}

// sessions counts those of all pairs from one date to another, none before the
// program started.
func (l Ledger) sessions(from, to Date) int {
	n := 0
	for _, p := range l.Pairs {
		n += between(p.Sessions, latest(from, l.Started), to)
	}
	return n
}

// weeks counts the sessions of each week up to the one that ends on a date.
func (l Ledger) weeks(to Date) []WeekCount {
	var all []WeekCount
	for len(all) < mostWeeks && !to.Before(l.Started) {
		all = append(all, WeekCount{to, l.sessions(to.AddDays(-6), to)})
		to = to.AddDays(-7)
	}
	slices.Reverse(all)
	return all
}

// active counts the pairs that met in the two cadences up to a date.
func active(pairs []PairDates, c Cadence, to Date) int {
	n := 0
	for _, p := range pairs {
		if between(p.Sessions, to.AddDays(1-2*c.Ideal), to) > 0 {
			n++
		}
	}
	return n
}

// median is of how many sessions the pairs had up to a date.
func median(pairs []PairDates, to Date) float64 {
	counts := make([]int, len(pairs))
	for i, p := range pairs {
		counts[i] = len(upTo(p.Sessions, to))
	}
	slices.Sort(counts)
	n := len(counts)
	return float64(counts[(n-1)/2]+counts[n/2]) / 2
}

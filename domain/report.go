package domain

import (
	"cmp"
	"slices"
)

// Report is what the program's organisers are told on a date.
func (r *Register) Report(on Date) Report {
	rep := Report{
		Program: r.Program, On: on, Names: r.Names,
		Summary: Summarise(r.Ledger(on), on, !r.Program.Runs()),
	}
	pausedUntil := r.pausedUntil()
	paired := make(map[MemberID]bool, len(r.Participants))
	for _, p := range r.Pairs {
		if !p.Lasts() {
			continue
		}
		paired[p.Mentor], paired[p.Mentee] = true, true
		p.PausedUntil = latest(p.PausedUntil, latest(pausedUntil[p.Mentor], pausedUntil[p.Mentee]))
		s := p.Standing(r.Program.Cadence, r.Sessions[p.ID], on)
		s.Nudged = r.Nudged[p.ID]
		rep.Pairs = append(rep.Pairs, s)
	}
	slices.SortStableFunc(rep.Pairs, func(a, b PairStanding) int {
		return cmp.Or(a.rank()-b.rank(), a.Due.Compare(b.Due), a.Pair.Since.Compare(b.Pair.Since))
	})
	for _, p := range r.Participants {
		switch {
		case !p.Left.IsZero():
		case p.Asked:
			rep.Asking = append(rep.Asking, p.Member)
		default:
			if p.Another {
				rep.Another = append(rep.Another, p.Member)
			}
			if !paired[p.Member] {
				rep.Unmatched = append(rep.Unmatched, Unmatched{p.Member, p.Role, p.Topics})
			}
		}
	}
	return rep
}

// rank puts those that rest behind all others.
func (s PairStanding) rank() int {
	if s.Standing == PairPaused {
		return 1
	}
	return 0
}

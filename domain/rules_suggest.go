package domain

import (
	"cmp"
	"slices"
)

func everyReveal(p Policy, _ Nudge) (days, times int) { return p.Nudging.Reveal, 0 }
func everyWeave(p Policy, _ Nudge) (days, times int)  { return p.Nudging.Weave, 0 }
func everyMonth(Policy, Nudge) (days, times int)      { return aMonth, 0 }

// sameKind is how many touches there must be before all of one kind is a habit.
const sameKind = 3

// revealMore sees somebody in Sustaining who is always met in the same way, or of
// whom nothing was noted lately: one question is worth asking.
func revealMore(l *look) {
	t := l.c.Touched
	switch {
	case l.c.Phase != Sustaining:
		l.not(WrongPhase)
		return
	case t.Count == 0:
		return
	}
	n := l.blank
	n.OneKind = t.Count >= sameKind && t.Kinds == 1
	since := t.First
	if !n.OneKind {
		since = latest(since, t.NoteOn)
	}
	n.Due = latest(since.AddDays(l.p.Policy.Nudging.Reveal), l.c.PhaseSince)
	l.see(n, n.Due)
}

// weave sees somebody in Sustaining who was not brought together with anybody
// lately, and a third person who shares something with them. Somebody whom the
// member mentors can be taken along even so.
func weave(l *look) {
	c := l.c
	if c.Phase != Sustaining {
		l.not(WrongPhase)
		return
	}
	since := latest(c.PhaseSince, c.Added)
	for _, x := range c.Introductions {
		if !x.Undone && x.State != IntroDeclined {
			since = latest(since, x.On)
		}
	}
	n := l.blank
	n.Due = since.AddDays(l.p.Policy.Nudging.Weave)
	from := n.Due
	day := l.earliest(from)
	if third, shared, free, ok := l.third(day); ok {
		n.Third, n.Shared, n.Subject = third, shared, string(third.ID)
		if free.After(day) {
			from = free
		}
	} else if l.mentored() {
		n.Shared = Shared{By: SharedMentee}
	} else {
		l.not(NoThird)
		return
	}
	l.see(n, from)
}

// mentoringLately is for how many days after a session somebody counts as mentored.
const mentoringLately = 90

// mentored reports whether the member mentors c: as a pair, by a tag, or by how they
// last met.
func (l *look) mentored() bool {
	t := l.c.Touched
	return l.mentors() || slices.Contains(l.c.Tags, "mentee") || t.Kind == kindMentoring && l.today.Sub(t.Last) <= mentoringLately
}

// kindMentoring is the kind of a mentoring session.
const kindMentoring = "mentoring"

// third finds the person who fits c best on a day: who shares a goal, else a tag,
// else the kind of work, else the place; of those, one whom the bot has proposed
// least often. free is when that pair may be proposed, later than the day when all
// have been proposed from the other side just now.
func (l *look) third(day Date) (best *Contact, shared Shared, free Date, ok bool) {
	fewest := 0
	for with, others := range l.circles().of(l.c) {
		for _, o := range others {
			if !l.fits(o) {
				continue
			}
			there, times := l.told(Telling{Rule: Weave, Contact: l.c.ID, Subject: string(o.ID)})
			back, _ := l.told(Telling{Rule: Weave, Contact: o.ID, Subject: string(l.c.ID)})
			from := day
			if last := latest(there, back); !last.IsZero() {
				from = latest(day, last.AddDays(l.p.Policy.Nudging.Weave))
			}
			if !ok || from.Before(free) || from == free && times < fewest {
				best, shared, free, fewest, ok = o, with, from, times, true
			}
			if free == day && fewest == 0 {
				return best, shared, free, ok
			}
		}
	}
	return best, shared, free, ok
}

// fits reports whether o can be brought together with c: somebody the member has
// met and is in touch with, and whom nothing ties to c, not even a no.
func (l *look) fits(o *Contact) bool {
	return o.ID != l.c.ID && o.active() && o.Phase >= Relating && o.Touched.Count > 0 &&
		l.c.tied(o.ID) == nil && o.tied(l.c.ID) == nil
}

// readyToAsk sees somebody who would welcome a request, and a goal that it
// would serve.
func readyToAsk(l *look) {
	c := l.c
	if c.Furthest < Sustaining {
		l.not(WrongPhase)
		return
	}
	from, open := l.mannersHold()
	day := l.earliest(from)
	goal, free := l.goalFor(day)
	switch {
	case open:
		l.not(AskedLately)
		return
	case !l.ready(latest(day, free)):
		l.not(NotReady)
		return
	case goal == nil:
		l.not(NoGoal)
		return
	}
	n := l.blank
	n.Goal, n.Subject, n.Due = goal, string(goal.ID), latest(from, c.PhaseSince)
	if free.After(day) {
		from = free
	}
	l.see(n, from)
}

// ready reports whether c would welcome a request on a day: the evidence for
// Capitalizing is there, or c stands there and nothing is owed.
func (l *look) ready(day Date) bool {
	if l.c.Phase == Capitalizing {
		return l.c.overdue(day) == nil
	}
	f := facts{contact: l.c, today: day, thresholds: l.p.Policy.Evidence, rhythm: l.blank.Cadence}
	_, missing := f.row(Sustaining)
	return len(missing) == 0
}

// mannersHold is the date from which another request would be polite, and whether
// one is open still.
func (l *look) mannersHold() (from Date, open bool) {
	m := l.p.Policy.Asking
	for _, a := range l.c.Asks {
		switch {
		case a.Undone:
		case a.Open():
			return Date{}, true
		case a.State == AskDeclined:
			from = latest(from, latest(a.Changed.AddDays(m.DeclinedDays), a.Made.AddDays(m.GapDays)))
		default:
			from = latest(from, a.Made.AddDays(m.GapDays))
		}
	}
	return from, false
}

// goalFor finds a goal without an ask that c could serve on a day: one that c is
// linked to, else any, unless somebody else was just proposed for that. free is
// when it may be proposed. A goal for which c said no is not mentioned again.
func (l *look) goalFor(day Date) (best *Goal, free Date) {
	linked := false
	for _, g := range l.goals() {
		mine := slices.Contains(l.c.Goals, g.ID)
		if l.isAsked(g.ID) || l.refused(g.ID) || linked && !mine {
			continue
		}
		from := day
		if last := l.lately[Telling{Rule: ReadyToAsk, Subject: string(g.ID)}]; !mine && !last.IsZero() {
			from = latest(day, last.AddDays(aMonth))
		}
		if best == nil || mine && !linked || from.Before(free) {
			best, free, linked = g, from, mine
		}
	}
	return best, free
}

func (l *look) refused(goal RecordID) bool {
	return slices.ContainsFunc(l.c.Asks, func(a Ask) bool { return !a.Undone && a.State == AskDeclined && a.Goal == goal })
}

// goals are the open ones, the soonest first, those without a date last.
func (sc *scene) goals() []*Goal {
	if sc.open == nil {
		sc.open = []*Goal{}
		for i := range sc.p.Goals {
			if g := &sc.p.Goals[i]; g.Open() {
				sc.open = append(sc.open, g)
			}
		}
		slices.SortFunc(sc.open, func(a, b *Goal) int {
			return cmp.Or(first(!a.By.IsZero(), !b.By.IsZero()), a.By.Compare(b.By), a.Made.Compare(b.Made), cmp.Compare(a.ID, b.ID))
		})
	}
	return sc.open
}

// isAsked reports whether somebody is asked for a goal, or has agreed.
func (sc *scene) isAsked(goal RecordID) bool {
	if sc.asked == nil {
		sc.asked = make(map[RecordID]bool)
		for _, c := range sc.p.Contacts {
			for _, a := range c.Asks {
				if !a.Undone && a.Goal != "" && (a.Open() || a.State == AskThanked) {
					sc.asked[a.Goal] = true
				}
			}
		}
	}
	return sc.asked[goal]
}

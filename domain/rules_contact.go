package domain

const (
	// askedFor is for how many days the digest asks how a planned meeting went.
	askedFor = 7
	// soonMet is how many days ahead a planned meeting keeps a nudge away: who
	// meets on Thursday needs no reminder on Tuesday.
	soonMet = 7
	// followedFor is for how many days a first meeting can still be followed up.
	followedFor = 7
)

// howDidItGo sees a meeting that was planned.
func howDidItGo(l *look) {
	if l.c.Planned.IsZero() {
		return
	}
	n := l.blank
	n.Due = l.c.asksFrom()
	l.see(n, l.c.Planned).till = n.Due.AddDays(askedFor)
}

// asksFrom is the date from which the digest asks how a planned meeting went.
func (c *Contact) asksFrom() Date { return latest(c.Planned, c.SnoozedUntil) }

// followUp sees a first meeting after which nothing came, with somebody who is
// still being got to know.
func followUp(l *look) {
	c := l.c
	switch {
	case c.Touched.Days != 1:
		return
	case c.Furthest > Relating:
		l.not(WrongPhase)
		return
	}
	n := l.blank
	n.Due = c.Touched.Last.AddDays(l.p.Policy.Nudging.FollowUp)
	s := l.see(n, n.Due)
	s.since, s.till = c.Touched.Last, n.Due.AddDays(followedFor)
}

// contactDue sees when the ideal gap has passed.
func contactDue(l *look) { l.see(l.blank, latest(l.due(), l.yields())) }

// contactOverdue sees when the maximum gap has passed.
func contactOverdue(l *look) {
	over := l.c.since().AddDays(l.blank.Cadence.Maximum + 1)
	l.see(l.blank, latest(latest(l.due(), l.yields()), over))
}

// due is when the rhythm asks for a touch, snoozed or not.
func (l *look) due() Date {
	r := l.blank.Cadence
	return l.c.since().AddDays(r.Ideal + jitter(l.c.Name, r))
}

// drifting sees when a multiple of the maximum gap has passed with somebody the
// member had come further with. It is told once between two touches.
func drifting(l *look) {
	switch {
	case l.c.Phase < Nurturing:
		l.not(WrongPhase)
		return
	case l.keptByPair():
		l.not(Outranked)
		return
	}
	since := l.c.since()
	n := l.blank
	n.Due = since.AddDays(l.p.Policy.Nudging.Drift * n.Cadence.Maximum)
	l.see(n, latest(n.Due, l.due())).since = since
}

// keepSlowRest sees who is due and was shown some times in vain. The question is
// asked once: an answer begins the count again, and so does a touch.
func keepSlowRest(l *look) {
	if l.keptByPair() { // their rhythm is the program's
		l.not(Outranked)
		return
	}
	most := l.p.Policy.Nudging.Showings
	vain := inVain(l.c, l.today)
	if most <= 0 || vain < most {
		l.not(NotDueYet)
		return
	}
	s := l.see(l.blank, l.due())
	s.since = l.c.since()
	if vain == most { // had it been asked since the count began, that would have counted too
		s.since = l.today
	}
}

package domain

import (
	"cmp"
	"slices"
	"strings"
)

const (
	// askedFor is for how many days the digest asks how a planned meeting went.
	askedFor = 7
	// soonMet is how many days ahead a planned meeting keeps a nudge away: who
	// meets on Thursday needs no reminder on Tuesday.
	soonMet = 7
)

// PlanDigest decides what the digest of today says: who is due, in the order
// of rank, capped. Planned again on the same day it comes to the same result,
// even after it was shown.
func PlanDigest(p Portfolio, today Date) Digest {
	s := p.Member.Settings(p.Policy)
	d := Digest{On: today}
	var nudges []Nudge
	for _, c := range p.Contacts {
		if n, ok := nudge(s, c, today); ok {
			nudges = append(nudges, n)
			continue
		}
		if next := upcoming(s, c, today); !next.IsZero() && (d.FineTill.IsZero() || next.Before(d.FineTill)) {
			d.FineTill = next
		}
	}
	slices.SortFunc(nudges, func(a, b Nudge) int { return rank(a, b, today) })
	shown := 0
	for shown < len(nudges) && nudges[shown].First {
		shown++ // promises and dates are not capped
	}
	shown = min(len(nudges), shown+s.Cap)
	d.Shown, d.Waiting = nudges[:shown:shown], nudges[shown:]
	return d
}

// nudge returns the reason to act on c today, if there is one.
func nudge(s Resolved, c *Contact, today Date) (Nudge, bool) {
	if !c.active() {
		return Nudge{}, false
	}
	n := Nudge{Contact: c, Never: c.Touched.Last.IsZero(), Gap: today.Sub(c.since())}
	n.Cadence, n.From = s.Rhythm(c)
	if asks := c.asksFrom(); !asks.IsZero() && !today.Before(asks) && today.Sub(asks) <= askedFor {
		n.Rule, n.Due, n.First = HowDidItGo, asks, true
		return n, true
	}
	if n.Due = s.Due(c); today.Before(n.Due) || c.meetsSoon(today) {
		return Nudge{}, false
	}
	n.Rule = ContactDue
	if n.Gap > n.Cadence.Maximum {
		n.Rule = ContactOverdue
	}
	return n, true
}

// upcoming is the next date after today on which c falls due; zero for never.
func upcoming(s Resolved, c *Contact, today Date) Date {
	if !c.active() {
		return Date{}
	}
	next := s.Due(c)
	if asks := c.asksFrom(); asks.After(today) && (next.After(asks) || !next.After(today)) {
		next = asks
	}
	return next
}

// asksFrom is the date from which the digest asks how a planned meeting went;
// zero when nothing is planned.
func (c *Contact) asksFrom() Date {
	if c.Planned.IsZero() {
		return Date{}
	}
	return latest(c.Planned, c.SnoozedUntil)
}

func (c *Contact) meetsSoon(today Date) bool {
	return c.Planned.After(today) && c.Planned.Sub(today) <= soonMet
}

// rank orders nudges: promises and dates, then who was shown less often in
// vain, then Sustaining, then by how far beyond their rhythm, then by name. It
// only ever orders, so that nobody is left out for good (R23).
func rank(a, b Nudge, today Date) int {
	return cmp.Or(
		first(a.First, b.First),
		cmp.Compare(inVain(a.Contact, today), inVain(b.Contact, today)),
		first(a.Contact.Phase == Sustaining, b.Contact.Phase == Sustaining),
		byStrain(a, b),
		byName(a.Contact, b.Contact),
	)
}

// inVain counts the digests before today's that showed c without an answer.
func inVain(c *Contact, today Date) int {
	if c.ShownOn == today && c.Shown > 0 {
		return c.Shown - 1
	}
	return c.Shown
}

// byStrain puts the larger gap, measured in ideal gaps, first.
func byStrain(a, b Nudge) int {
	return cmp.Compare(b.Gap*max(a.Cadence.Ideal, 1), a.Gap*max(b.Cadence.Ideal, 1))
}

func byName(a, b *Contact) int {
	return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
}

func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

package domain

import (
	"cmp"
	"slices"
	"strings"
)

// PlanDigest decides what the digest of today says: every reason to act, in the
// order of rank, capped. Planned again on the same day it comes to the same
// result, even after it was shown.
func PlanDigest(p Portfolio, today Date) Digest { return newScene(p, today).digest() }

func (sc *scene) digest() Digest {
	d := Digest{On: sc.today, Slowed: sc.s.Slowed && sc.unanswered() == sc.p.Policy.Nudging.Ignored}
	var nudges []Nudge
	for _, c := range sc.p.Contacts {
		told := len(nudges)
		var next Date
		for _, r := range sc.reasons(c) {
			switch {
			case r.Fires:
				nudges = append(nudges, r.Nudge)
			case !r.Until.IsZero() && (next.IsZero() || r.Until.Before(next)):
				next = r.Until
			}
		}
		if told == len(nudges) && !next.IsZero() && (d.FineTill.IsZero() || next.Before(d.FineTill)) {
			d.FineTill = next
		}
	}
	if !d.FineTill.IsZero() { // a Saturday without a digest is said on Monday
		d.FineTill = latest(d.FineTill, Weekly{Days: sc.days}.Next(d.FineTill.AddDays(-1)))
	}
	slices.SortFunc(nudges, func(a, b Nudge) int { return rank(a, b, sc.today) })
	room, suggested := sc.s.Cap, false
	for _, n := range nudges {
		suggests := nudgeRuleOf(n.Rule).Suggests
		switch {
		case n.First: // promises and dates are not capped
		case room == 0 || suggests && suggested:
			d.Waiting = append(d.Waiting, n)
			continue
		default:
			room--
			suggested = suggested || suggests
		}
		d.Shown = append(d.Shown, n)
	}
	return d
}

// rank is how long the digest can wait: what is not capped is about today.
func (d Digest) rank() Rank {
	if slices.ContainsFunc(d.Shown, func(n Nudge) bool { return n.First }) {
		return RankUrgent
	}
	return RankUsual
}

// rank orders nudges: promises and dates, then who was shown less often in
// vain, then Sustaining, then by how far beyond their rhythm, then by name. It
// only ever orders, so that nobody is left out for good (R23).
func rank(a, b Nudge, today Date) int {
	order := first(a.First, b.First)
	if order == 0 && !a.First {
		order = cmp.Compare(inVain(a.Contact, today), inVain(b.Contact, today))
	}
	order = cmp.Or(order, first(a.Contact.Phase == Sustaining, b.Contact.Phase == Sustaining), byLateness(a, b, today))
	if order != 0 {
		return order
	}
	return cmp.Or(
		byName(a.Contact, b.Contact),
		cmp.Compare(slices.Index(NudgeRules, a.Rule), slices.Index(NudgeRules, b.Rule)),
		strings.Compare(a.Subject, b.Subject),
	)
}

// inVain counts the digests before today's that showed c without an answer.
func inVain(c *Contact, today Date) int {
	if c.ShownOn == today && c.Shown > 0 {
		return c.Shown - 1
	}
	return c.Shown
}

// byLateness puts first what is later, measured in the ideal gap of its contact.
func byLateness(a, b Nudge, today Date) int {
	return cmp.Compare(b.late(today)*max(a.Cadence.Ideal, 1), a.late(today)*max(b.Cadence.Ideal, 1))
}

// late is how many days ago a nudge fell due. What is due by the rhythm counts
// from the ideal gap, whatever the jitter and a snooze made of it.
func (n Nudge) late(today Date) int {
	if nudgeRuleOf(n.Rule).Rhythm {
		return n.Gap - n.Cadence.Ideal
	}
	return today.Sub(n.Due)
}

// byStrain puts the larger gap, measured in ideal gaps, first.
func byStrain(a, b Nudge) int {
	return cmp.Compare(b.Gap*max(a.Cadence.Ideal, 1), a.Gap*max(b.Cadence.Ideal, 1))
}

func byName(a, b *Contact) int {
	return cmp.Or(CompareNames(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
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

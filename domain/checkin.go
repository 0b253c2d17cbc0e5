package domain

import (
	"cmp"
	"slices"
)

// likelyPeople is how many people a check-in offers at most.
const likelyPeople = 20

// QuestionOpen is what a check-in tells of a question that was never answered;
// the subject is the question's id. It returns once.
const QuestionOpen RuleName = "question"

// PlanCheckIn decides what the weekly check-in asks: the people the member is
// likely to have met, learned from what they logged and planned alone. Nobody is
// likely who was logged this week already. A question that was not answered comes
// back in one check-in and in no other.
func PlanCheckIn(p Portfolio, today Date) CheckIn {
	sc := newScene(p, today)
	ci := CheckIn{On: today, Asks: len(p.Contacts) > 0}
	type guess struct {
		nudge Nudge
		odds  int
	}
	var likely []guess
	for _, c := range p.Contacts {
		if odds := sc.odds(c); odds > 0 {
			likely = append(likely, guess{sc.blank(c), odds})
		}
	}
	slices.SortFunc(likely, func(a, b guess) int {
		return cmp.Or(cmp.Compare(b.odds, a.odds), byStrain(a.nudge, b.nudge), byName(a.nudge.Contact, b.nudge.Contact))
	})
	for _, g := range likely[:min(len(likely), likelyPeople)] {
		ci.Likely = append(ci.Likely, g.nudge.Contact)
	}
	for _, q := range p.Questions {
		if _, times := sc.told(Telling{Rule: QuestionOpen, Subject: string(q.ID)}); times == 0 {
			ci.Questions = append(ci.Questions, q)
		}
	}
	return ci
}

// Tellings are what the check-in tells: its questions.
func (ci CheckIn) Tellings() []Telling {
	var all []Telling
	for _, q := range ci.Questions {
		all = append(all, Telling{Rule: QuestionOpen, Subject: string(q.ID)})
	}
	return all
}

const (
	// lastDays are the days that a check-in asks about, today included.
	lastDays = 7
	// frequentDays and frequentGap say who is met frequently: on so many days at
	// least, and so many days apart on average at most, until not long ago.
	frequentDays = 3
	frequentGap  = 14
)

// odds weighs how likely it is that c was met this week; 0 for not likely. A plan
// says more than a habit, a habit more than what is due. Who rests is met only by
// habit.
func (sc *scene) odds(c *Contact) int {
	week := sc.today.AddDays(1 - lastDays)
	if c.Archived || c.Removed || !c.Touched.Last.Before(week) && c.Touched.Count > 0 {
		return 0
	}
	odds := 0
	if c.frequent(sc.today) {
		odds += 4
	}
	if c.Resting {
		return odds
	}
	l := look{scene: sc, c: c}
	if !c.Planned.IsZero() && !c.Planned.Before(week) && !c.Planned.After(sc.today) {
		odds += 8
	}
	if l.mentored() || l.mayHaveMet(week) {
		odds += 4
	}
	if len(l.promises(false))+len(l.promises(true)) > 0 {
		odds += 2
	}
	if due := sc.s.Due(c); !due.IsZero() && !due.After(sc.today) {
		odds++
	}
	return odds
}

// frequent reports whether c is met every other week or more often, and was not
// long ago.
func (c *Contact) frequent(today Date) bool {
	t := c.Touched
	return t.Days >= frequentDays && t.Last.Sub(t.First) <= frequentGap*(t.Days-1) && today.Sub(t.Last) <= 2*frequentGap
}

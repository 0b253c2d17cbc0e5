package domain

import (
	"cmp"
	"slices"
)

// promiseOverdue sees the promises of the member's that are late, or will be.
func promiseOverdue(l *look) {
	for _, p := range l.promises(false) {
		l.see(l.about(p), p.Due.AddDays(1))
	}
}

// promiseDue sees the promises of the member's that are not late yet. One is
// told a day ahead, or in the last digest before that.
func promiseDue(l *look) {
	for _, p := range l.promises(false) {
		if !p.Due.Before(l.today) {
			l.see(l.about(p), l.digestBefore(p.Due.AddDays(-l.p.Policy.Nudging.PromiseAhead))).till = p.Due
		}
	}
}

// owedOverdue sees the promises to the member that are late. One that was put
// off may be told again when it is late again.
func owedOverdue(l *look) {
	for _, p := range l.promises(true) {
		l.see(l.about(p), p.Due.AddDays(1)).since = p.Due.AddDays(1)
	}
}

// promises are the open ones of one side, the first that falls due first.
func (l *look) promises(theirs bool) []*Promise {
	var open []*Promise
	for i := range l.c.Promises {
		if p := &l.c.Promises[i]; p.Open() && p.Theirs == theirs {
			open = append(open, p)
		}
	}
	slices.SortFunc(open, func(a, b *Promise) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.ID, b.ID)) })
	return open
}

func (l *look) about(p *Promise) Nudge {
	n := l.blank
	n.Subject, n.Promise, n.Due = string(p.ID), p, p.Due
	return n
}

// thankThem sees who agreed to an ask and was not thanked yet.
func thankThem(l *look) {
	for _, a := range l.asks(AskAgreed) {
		l.see(l.aboutAsk(a, a.Changed), a.Changed)
	}
}

// askUnanswered sees the asks whose date has passed without an answer. Given more
// time, one may be told again when that is over.
func askUnanswered(l *look) {
	for _, a := range l.asks(AskWaiting) {
		if !a.By.IsZero() {
			l.see(l.aboutAsk(a, a.By), a.By.AddDays(1)).since = a.By.AddDays(1)
		}
	}
}

// asks are those that stand in a state, the oldest first.
func (l *look) asks(s AskState) []*Ask {
	var all []*Ask
	for i := range l.c.Asks {
		if a := &l.c.Asks[i]; !a.Undone && a.State == s {
			all = append(all, a)
		}
	}
	slices.SortFunc(all, func(a, b *Ask) int { return cmp.Or(a.Changed.Compare(b.Changed), cmp.Compare(a.ID, b.ID)) })
	return all
}

func (l *look) aboutAsk(a *Ask, due Date) Nudge {
	n := l.blank
	n.Subject, n.Ask, n.Due = string(a.ID), a, due
	return n
}

// theyAsked sees the needs that have waited as long as their urgency allows:
// what they asked for themselves first, then what has waited beyond it longest.
func theyAsked(l *look) {
	for i := range l.c.Needs {
		need := &l.c.Needs[i]
		if !need.Open() {
			continue
		}
		n := l.blank
		n.Subject, n.Need, n.Due = string(need.ID), need, need.Noted.AddDays(l.p.Policy.Nudging.Waits(need.Urgency))
		l.see(n, n.Due)
	}
	slices.SortFunc(l.seen, func(a, b sight) int {
		return cmp.Or(first(a.nudge.Need.Asked, b.nudge.Need.Asked), a.from.Compare(b.from), cmp.Compare(a.nudge.Subject, b.nudge.Subject))
	})
}

// longestWait is the most days that pass before the same need is told again.
const longestWait = 7

// aFewDays lets a need be told again after as many days as it may wait, a week
// at most.
func aFewDays(p Policy, n Nudge) (days, times int) {
	if n.Need == nil {
		return longestWait, 0
	}
	return min(max(p.Nudging.Waits(n.Need.Urgency), 1), longestWait), 0
}

// valueUnrecognised sees what was delivered some days ago without a word about
// it, the oldest first.
func valueUnrecognised(l *look) {
	for i := range l.c.Values {
		v := &l.c.Values[i]
		if v.Undone || v.Theirs || !v.Recognised.IsZero() {
			continue
		}
		n := l.blank
		n.Subject, n.Value, n.Due = string(v.ID), v, v.Delivered.AddDays(l.p.Policy.Nudging.Unrecognised)
		l.see(n, n.Due)
	}
	slices.SortFunc(l.seen, func(a, b sight) int {
		return cmp.Or(a.from.Compare(b.from), cmp.Compare(a.nudge.Subject, b.nudge.Subject))
	})
}

// aMonth is how many days pass before the same thing is brought up again that
// nobody has to answer.
const aMonth = 30

// twiceAMonthApart lets a value be told, and once more after a month.
func twiceAMonthApart(Policy, Nudge) (days, times int) { return aMonth, 2 }

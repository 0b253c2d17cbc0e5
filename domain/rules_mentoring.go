package domain

import (
	"slices"
	"strings"
)

const (
	// mentorAfter is how many days after the mentee a mentor is nudged for a session:
	// it is the mentee's to ask for one.
	mentorAfter = 3
	// sessionAgain is after how many days at the earliest a pair's cadence is spoken of
	// again.
	sessionAgain = 7
	// howFor is for how many days feedback about a session is asked for, monthAfter how
	// many days after pairing it is asked for in general, and monthFor for how long.
	howFor     = 7
	monthAfter = 30
	monthFor   = 14
)

func everySession(Policy, Nudge) (days, times int) { return sessionAgain, 0 }

// partnerships are the member's pairs with a contact.
func (sc *scene) partnerships(c *Contact) []*Partnership {
	if c.SlackUser == "" || len(sc.p.Partnerships) == 0 {
		return nil
	}
	if sc.partners == nil {
		sc.partners = make(map[string][]*Partnership)
		for i := range sc.p.Partnerships {
			p := &sc.p.Partnerships[i]
			who := string(p.Partner(p.Me))
			sc.partners[who] = append(sc.partners[who], p)
		}
	}
	return sc.partners[c.SlackUser]
}

// sessionDue sees pairs who have not met for as long as they meant to. A pair that
// rests is spoken of when it is back.
func sessionDue(l *look) {
	for _, p := range l.partnerships(l.c) {
		n := l.blank.inPair(p, l.today)
		n.Due = p.nudgedFrom()
		l.see(n, latest(n.Due, p.Back)).since = p.since()
	}
}

// inPair is a nudge that speaks of a pair: its rhythm is the program's.
func (n Nudge) inPair(p *Partnership, today Date) Nudge {
	n.Partnership, n.Subject, n.Cadence = p, string(p.ID), p.Cadence
	n.Never, n.Gap = p.Last().IsZero(), today.Sub(p.since())
	return n
}

// since is the date that a pair's gap is counted from.
func (p *Partnership) since() Date { return latest(p.Since, p.Last()) }

// due is when a pair means to meet next.
func (p *Partnership) due() Date { return p.since().AddDays(p.Cadence.Ideal) }

// nudgedFrom is when the member is nudged for that: a mentor some days later.
func (p *Partnership) nudgedFrom() Date {
	if p.RoleOf(p.Me) == Mentor {
		return p.due().AddDays(mentorAfter)
	}
	return p.due()
}

// yields is the date before which the rhythm with a partner is left to their pair's,
// unless the member has chosen one: a mentor is not told before the mentee, and nobody
// of one pair more than weekly.
func (l *look) yields() Date {
	var earliest Date
	if l.blank.From == FromContact {
		return earliest
	}
	for _, p := range l.partnerships(l.c) {
		from := latest(p.nudgedFrom(), p.Back)
		last, _ := l.told(Telling{Rule: SessionDue, Contact: l.c.ID, Subject: string(p.ID)})
		if !last.IsZero() && !last.Before(p.since()) {
			from = latest(from, last.AddDays(sessionAgain))
		}
		if earliest.IsZero() || from.Before(earliest) {
			earliest = from
		}
	}
	return earliest
}

// keptByPair reports whether the rhythm with c is that of a pair: the member has
// chosen no other one, and is told of it. When they met last is what the two have
// logged then, and not the member alone.
func (l *look) keptByPair() bool {
	return l.blank.From != FromContact && !slices.Contains(l.c.Muted, SessionDue) && len(l.partnerships(l.c)) > 0
}

// mayHaveMet reports whether c is a partner whom the member may have met since a date: the
// pair does not rest, and neither of the two has logged a session since.
func (l *look) mayHaveMet(since Date) bool {
	for _, p := range l.partnerships(l.c) {
		if !p.Back.After(l.today) && p.Last().Before(since) {
			return true
		}
	}
	return false
}

// mentors reports whether c is a mentee of the member's.
func (l *look) mentors() bool {
	for _, p := range l.partnerships(l.c) {
		if p.RoleOf(p.Me) == Mentor {
			return true
		}
	}
	return false
}

// howWasIt sees sessions that only the partner has logged, the newest first: who logs
// one is asked for feedback there and then. And it sees that a pair which has met is a
// month old.
func howWasIt(l *look) {
	for _, p := range l.partnerships(l.c) {
		for _, on := range slices.Backward(p.Sessions) {
			if !slices.Contains(p.Mine, on) && !slices.Contains(p.Rated, on.String()) {
				l.asksAbout(p, on, on, on.AddDays(howFor))
			}
		}
		if len(p.Sessions) > 0 && !slices.Contains(p.Rated, FeedbackMonth) {
			from := latest(p.Since.AddDays(monthAfter), p.Sessions[0])
			l.asksAbout(p, Date{}, from, from.AddDays(monthFor))
		}
	}
}

// asksAbout sees feedback about a session of a pair, or about its first month, that
// may be asked for from a date on until another.
func (l *look) asksAbout(p *Partnership, on, from, till Date) {
	if till.Before(l.today) {
		return
	}
	n := l.blank.inPair(p, l.today)
	n.Subject, n.On, n.Due = aboutPair(p.ID, on), on, from
	l.see(n, latest(from, p.Back)).till = till
}

// aboutPair is the subject of what is asked about a session of a pair, or about its
// first month where that is zero.
func aboutPair(id PairID, on Date) string {
	if on.IsZero() {
		return string(id) + " " + FeedbackMonth
	}
	return string(id) + " " + on.String()
}

// recallPair finds the pair that was spoken of, and what of it.
func (b *Book) recallPair(n *Nudge, gone error) error {
	all, err := b.Mentoring().Partnerships()
	if err != nil {
		return err
	}
	id, about, _ := strings.Cut(n.Subject, " ")
	i := slices.IndexFunc(all, func(p Partnership) bool { return string(p.ID) == id })
	if i < 0 {
		return gone
	}
	subject := n.Subject
	*n = n.inPair(&all[i], b.Today)
	n.Subject = subject
	if n.Rule == HowWasIt && about != FeedbackMonth {
		n.On, err = ParseDate(about)
	}
	return err
}

package domain

import (
	"slices"
	"time"
)

// Departed is what a member who left the workspace changes in a program: their pairs
// end, they are no organiser any more, and the right people are told once. Where no
// organiser is left, the mentor who joined first is asked to take over.
func (r *Register) Departed(m MemberID, on Date, now time.Time) MentoringChanges {
	var ch MentoringChanges
	p := r.Program.clone()
	if !p.Runs() {
		return ch
	}
	var told []MemberID
	for _, pair := range r.Pairs {
		if !pair.Has(m) || !pair.Lasts() {
			continue
		}
		pair.Ended, pair.Why = on, PairGone
		ch.Pairs = append(ch.Pairs, pair)
		to := pair.Partner(m)
		ch.Deliveries = append(ch.Deliveries, p.notice(to, Notice{NoticeGone, p.ID, pair.ID, m}, on))
		told = append(told, to)
	}
	was := false
	for _, x := range r.Participants {
		if x.Member == m && x.Left.IsZero() {
			was = x.In()
			x.Left, x.Asked = on, false
			ch.Participants = append(ch.Participants, x)
		}
	}
	organised := p.Organises(m)
	if organised {
		p.Organisers = slices.DeleteFunc(p.Organisers, func(o MemberID) bool { return o == m })
		ch.Programs = []ProgramChange{changeOf(&r.Program, p, now)}
	}
	if was || organised {
		for _, o := range p.Organisers {
			if !slices.Contains(told, o) {
				ch.Deliveries = append(ch.Deliveries, p.notice(o, Notice{NoticeGone, p.ID, "", m}, on))
			}
		}
	}
	if heir, ok := r.heir(m); ok && organised && len(p.Organisers) == 0 {
		ch.Deliveries = append(ch.Deliveries, p.notice(heir, Notice{What: NoticeTakeOver, Program: p.ID, About: m}, on))
	}
	return ch
}

// heir is the mentor who joined first, of those who are in the program and are not m.
func (r *Register) heir(m MemberID) (MemberID, bool) {
	for _, x := range r.Participants {
		if x.In() && x.Role == Mentor && x.Member != m {
			return x.Member, true
		}
	}
	return "", false
}

// ChannelShut is what it changes that a program's channel takes no messages since at:
// its organisers are told once. Nothing when that is known, or the program has ended.
func (p *Program) ChannelShut(at time.Time, now time.Time) MentoringChanges {
	if !p.Runs() || !p.Shut.IsZero() {
		return MentoringChanges{}
	}
	after := p.clone()
	after.Shut = at
	ch := MentoringChanges{Programs: []ProgramChange{changeOf(p, after, now)}}
	for _, o := range p.Organisers {
		n := Notice{What: NoticeShut, Program: p.ID}
		ch.Deliveries = append(ch.Deliveries, p.notice(o, n, DateIn(now, p.Location())))
	}
	return ch
}

// ChannelOpen is what it changes that the channel takes messages again.
func (p *Program) ChannelOpen(now time.Time) MentoringChanges {
	if p.Shut.IsZero() {
		return MentoringChanges{}
	}
	after := p.clone()
	after.Shut = time.Time{}
	return MentoringChanges{Programs: []ProgramChange{changeOf(p, after, now)}}
}

// changeOf is the change of a program, nil before it when it is new. When its summary
// is due is worked out anew if anything changed on which that depends.
func changeOf(before, after *Program, now time.Time) ProgramChange {
	ch := ProgramChange{Before: before, After: after}
	if before != nil && before.Summary == after.Summary && before.Zone == after.Zone &&
		before.Ended == after.Ended && before.Shut.Equal(after.Shut) {
		return ch
	}
	ch.Rescheduled = true
	if next, ok := after.NextSummary(now); ok {
		ch.Next = next.At
	}
	return ch
}

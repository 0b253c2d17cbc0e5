package domain

import (
	"fmt"
	"slices"
	"strings"
)

// What of topics, partners and wishes is kept at most.
const (
	maxTopics  = 10
	maxTopic   = 40 // characters
	MaxPairing = 10 // the largest capacity
	maxAvoid   = 100
)

// Me returns what the member is in a program, false if nothing: they never joined, or
// have left it.
func (m *Mentoring) Me(id ProgramID) (Participant, bool, error) {
	x, ok, err := m.participant(id, m.me())
	return x, ok && x.Left.IsZero(), err
}

// participant returns somebody's row in a program, false if there is none; whether
// they are still in it or not.
func (m *Mentoring) participant(id ProgramID, who MemberID) (Participant, bool, error) {
	all, err := m.participants(id)
	if err != nil {
		return Participant{}, false, err
	}
	if i := slices.IndexFunc(all, func(x Participant) bool { return x.Member == who }); i >= 0 {
		return all[i], true, nil
	}
	return Participant{}, false, nil
}

// participants returns everybody who is, was, or asked to be in a program.
func (m *Mentoring) participants(id ProgramID) ([]Participant, error) {
	read, ok := m.peopleRead[id]
	if !ok {
		var err error
		if read, err = m.book.shelf.Participants(id); err != nil {
			return nil, fmt.Errorf("participants: %w", err)
		}
		m.peopleRead[id] = read
	}
	return m.people.over(read, Participant.key, func(x Participant) bool { return x.Program == id }), nil
}

func (p Participant) key() memberOf { return memberOf{p.Program, p.Member} }

func (m *Mentoring) putPerson(x Participant) { m.people.put(x.key(), x) }

// inside returns what the member is in a program that runs. KindForbidden for whoever
// is not in it; somebody who waits to be let in is, where asked is true.
func (m *Mentoring) inside(id ProgramID, asked bool) (Participant, *Program, error) {
	p, err := m.running(id)
	if err != nil {
		return Participant{}, nil, err
	}
	x, in, err := m.Me(id)
	switch {
	case err != nil:
		return Participant{}, nil, err
	case !in || x.Asked && !asked:
		return Participant{}, nil, Fault(KindForbidden, "program", nil)
	}
	return x, p, nil
}

// Join takes the member into a program, or asks its organisers when it is by
// invitation: Asked says which. Joined again it changes topics and capacity; no topics
// and a capacity of 0 leave what they were, which is none and one at first.
// KindInvalid for another role than they have.
func (m *Mentoring) Join(id ProgramID, role Role, topics []string, capacity int) (Participant, error) {
	p, err := m.running(id)
	if err != nil {
		return Participant{}, err
	}
	x, in, err := m.Me(id)
	if err != nil {
		return Participant{}, err
	}
	switch {
	case role != Mentor && role != Mentee, in && x.Role != role:
		return Participant{}, Fault(KindInvalid, "role", nil)
	case capacity < 0 || capacity > MaxPairing:
		return Participant{}, Fault(KindInvalid, "capacity", nil)
	}
	if topics, err = foldTopics(topics); err != nil {
		return Participant{}, err
	}
	if !in {
		x = m.joining(p, x, role)
	}
	if len(topics) > 0 {
		x.Topics = topics
	}
	if capacity > 0 {
		x.Capacity = capacity
	}
	x.Asked = x.Asked && p.Joining == JoinInvited && !p.Organises(m.me())
	m.putPerson(x)
	if x.Asked && !in {
		m.tell(p, Notice{What: NoticeAsking, Program: id, About: m.me()}, p.Organisers...)
	}
	return x, nil
}

// joining is the member's row as it begins, or begins again. With whom they would not
// be paired stays said.
func (m *Mentoring) joining(p *Program, was Participant, role Role) Participant {
	x := Participant{
		Program: p.ID, Member: m.me(), Role: role, Capacity: 1, Avoid: was.Avoid, Asked: true, Joined: m.today(p),
	}
	if was.Role == role && was.Capacity > 0 {
		x.Topics, x.Capacity = was.Topics, was.Capacity
	}
	return x
}

// foldTopics is the form in which topics are kept: lower case, on one line, each once.
// KindInvalid for more than ten, and for one of more than 40 characters.
func foldTopics(topics []string) ([]string, error) {
	var all []string
	for _, t := range topics {
		t = strings.ToLower(oneLine(t))
		if t == "" || slices.Contains(all, t) {
			continue
		}
		if all = append(all, t); !fits(t, maxTopic) || len(all) > maxTopics {
			return nil, Fault(KindInvalid, "topics", nil)
		}
	}
	return all, nil
}

// LetIn lets in somebody who asked, or declines. KindStale when nothing is asked any
// more.
func (m *Mentoring) LetIn(id ProgramID, who MemberID, yes bool) (Participant, error) {
	p, err := m.organised(id)
	if err != nil {
		return Participant{}, err
	}
	x, ok, err := m.participant(id, who)
	switch {
	case err != nil:
		return Participant{}, err
	case !ok || !x.Asked || !x.Left.IsZero():
		return Participant{}, Fault(KindStale, "somebody who asked", nil)
	}
	x.Asked = false
	if yes {
		x.Joined = m.today(p)
		m.tell(p, Notice{What: NoticeLetIn, Program: id, About: who}, who)
	} else {
		x.Left = m.today(p)
		m.tell(p, Notice{What: NoticeDeclined, Program: id, About: who}, who)
	}
	m.putPerson(x)
	x.Avoid = nil // not even an organiser's to see
	return x, nil
}

// Leave takes the member out of a program and ends their pairs, whose partners and
// organisers are told. Whoever only asked to be let in asks no more, and nobody is
// told. KindForbidden for whoever is not in it.
func (m *Mentoring) Leave(id ProgramID) ([]Pair, error) {
	x, p, err := m.inside(id, true)
	if err != nil {
		return nil, err
	}
	asked := x.Asked
	x.Left, x.Asked, x.Another = m.today(p), false, false
	m.putPerson(x)
	if asked {
		return nil, nil
	}
	ended, err := m.endPairs(p, PairLeft, func(q Pair) bool { return q.Has(m.me()) })
	if err != nil {
		return nil, err
	}
	told := make(map[MemberID]bool)
	for _, q := range ended {
		to := q.Partner(m.me())
		told[to] = true
		m.tell(p, Notice{NoticeLeft, id, q.ID, m.me()}, to)
	}
	for _, o := range p.Organisers {
		if !told[o] {
			m.tell(p, Notice{What: NoticeLeft, Program: id, About: m.me()}, o)
		}
	}
	return ended, nil
}

// Avoid says with whom the member would not be paired; it takes the place of what
// they said before. Nobody else sees it. KindInvalid for more than a hundred.
func (m *Mentoring) Avoid(id ProgramID, who []MemberID) error {
	x, _, err := m.inside(id, true)
	if err != nil {
		return err
	}
	x.Avoid = slices.DeleteFunc(union(nil, who), func(w MemberID) bool { return w == m.me() })
	if len(x.Avoid) > maxAvoid {
		return Fault(KindInvalid, "number of people", nil)
	}
	m.putPerson(x)
	return nil
}

// Another says that the member would like another partner, or no longer: it reaches
// the organisers alone.
func (m *Mentoring) Another(id ProgramID, wishes bool) error {
	x, p, err := m.inside(id, false)
	if err != nil || x.Another == wishes {
		return err
	}
	x.Another = wishes
	m.putPerson(x)
	if wishes {
		m.tell(p, Notice{What: NoticeAnother, Program: id, About: m.me()}, p.Organisers...)
	}
	return nil
}

// PauseMe lets the member rest in a program until a date, the zero date ends it.
// KindInvalid for a date that is not after today.
func (m *Mentoring) PauseMe(id ProgramID, until Date) (Participant, error) {
	x, p, err := m.inside(id, false)
	switch {
	case err != nil:
		return Participant{}, err
	case !until.IsZero() && !until.After(m.today(p)):
		return Participant{}, Fault(KindInvalid, "date of a pause", nil)
	}
	x.PausedUntil = until
	m.putPerson(x)
	return x, nil
}

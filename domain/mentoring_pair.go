package domain

import (
	"fmt"
	"slices"
)

// Pair returns a pair to one of the two, or to an organiser. KindNotFound;
// KindForbidden for everybody else.
func (m *Mentoring) Pair(id PairID) (Pair, error) {
	q, err := m.pair(id)
	if err != nil || q.Has(m.me()) {
		return q, err
	}
	p, err := m.program(q.Program)
	switch {
	case err != nil:
		return Pair{}, err
	case !p.Organises(m.me()):
		return Pair{}, Fault(KindForbidden, "pair", nil)
	}
	return q, nil
}

// pair returns a pair, whoever asks.
func (m *Mentoring) pair(id PairID) (Pair, error) {
	if q, ok := m.pairs.byKey[id]; ok {
		return q, nil
	}
	for _, read := range m.pairsRead {
		if i := slices.IndexFunc(read, func(q Pair) bool { return q.ID == id }); i >= 0 {
			return read[i], nil
		}
	}
	q, err := m.book.shelf.Pair(id)
	if err != nil {
		return Pair{}, fmt.Errorf("pair: %w", err)
	}
	return q, nil
}

// ofTwo returns a pair of which the member is one. KindForbidden for everybody else,
// organisers included.
func (m *Mentoring) ofTwo(id PairID) (Pair, error) {
	q, err := m.pair(id)
	switch {
	case err != nil:
		return Pair{}, err
	case !q.Has(m.me()):
		return Pair{}, Fault(KindForbidden, "pair", nil)
	}
	return q, nil
}

// lasting is ofTwo for a pair that has not ended. KindStale.
func (m *Mentoring) lasting(id PairID) (Pair, error) {
	q, err := m.ofTwo(id)
	switch {
	case err != nil:
		return Pair{}, err
	case !q.Lasts():
		return Pair{}, Fault(KindStale, "pair", nil)
	}
	return q, nil
}

// pairsOf returns all pairs of a program, or those of which the member is or was one.
func (m *Mentoring) pairsOf(id ProgramID) ([]Pair, error) {
	read, ok := m.pairsRead[id]
	if !ok {
		var err error
		if read, err = m.book.shelf.Pairs(id); err != nil {
			return nil, fmt.Errorf("pairs: %w", err)
		}
		m.pairsRead[id] = read
	}
	return m.pairs.over(read, func(q Pair) PairID { return q.ID }, func(q Pair) bool {
		return q.Program == id || id == "" && q.Has(m.me())
	}), nil
}

// PairUp pairs couples, whichever way round they are named, and says of those that it
// could not why. Each is introduced to the other, and put among their people.
func (m *Mentoring) PairUp(id ProgramID, couples []Couple) ([]Pair, []Refusal, error) {
	p, err := m.organised(id)
	if err != nil {
		return nil, nil, err
	}
	k, err := m.matchmaker(p, couples)
	if err != nil {
		return nil, nil, err
	}
	var (
		paired  []Pair
		refused []Refusal
	)
	for _, c := range couples {
		c = k.turn(c)
		if why, who := k.refuses(c); why != "" {
			refused = append(refused, Refusal{c, why, who})
			continue
		}
		q := Pair{Program: id, ID: PairID(m.book.id()), Mentor: c.Mentor, Mentee: c.Mentee, Since: m.today(p)}
		paired = append(paired, q)
		k.pairs = append(k.pairs, q)
		m.introduce(p, q)
		for _, who := range []MemberID{c.Mentor, c.Mentee} {
			if x := k.people[who]; x.Another { // here is another partner
				x.Another = false
				k.people[who] = x
				m.putPerson(x)
			}
		}
	}
	return paired, refused, nil
}

// introduce makes a pair of two people, and each known to the other.
func (m *Mentoring) introduce(p *Program, q Pair) {
	m.pairs.put(q.ID, q)
	m.acquainted = append(m.acquainted,
		Acquaintance{Member: q.Mentor, Other: q.Mentee, Tag: string(Mentee)},
		Acquaintance{Member: q.Mentee, Other: q.Mentor, Tag: string(Mentor)},
	)
	for _, to := range []MemberID{q.Mentor, q.Mentee} {
		m.deliver(Delivery{
			Owner: Owner{Workspace: p.Workspace, Member: to}, Kind: PairedDelivery, Subject: string(q.ID), On: q.Since, Rank: RankUsual,
		})
	}
}

// matchmaker knows who can be paired with whom.
type matchmaker struct {
	people map[MemberID]Participant
	known  map[MemberID]string
	pairs  []Pair
}

func (m *Mentoring) matchmaker(p *Program, couples []Couple) (*matchmaker, error) {
	k := &matchmaker{people: make(map[MemberID]Participant)}
	all, err := m.participants(p.ID)
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		k.people[x.Member] = x
	}
	if k.pairs, err = m.pairsOf(p.ID); err != nil {
		return nil, err
	}
	var named []MemberID
	for _, c := range couples {
		named = append(named, c.Mentor, c.Mentee)
	}
	k.known, err = m.known(union(nil, named))
	return k, err
}

// turn puts a couple that was named the other way round in order.
func (k *matchmaker) turn(c Couple) Couple {
	if k.people[c.Mentor].Role == Mentee && k.people[c.Mentee].Role == Mentor {
		return Couple{Mentor: c.Mentee, Mentee: c.Mentor}
	}
	return c
}

// refuses says why a couple can't be paired, and whom that is about: "" for both.
func (k *matchmaker) refuses(c Couple) (RefusalKind, MemberID) {
	if c.Mentor == c.Mentee {
		return RefusedSelf, c.Mentor
	}
	mentor, mentee := k.people[c.Mentor], k.people[c.Mentee]
	for _, bar := range []struct {
		why            RefusalKind
		mentor, mentee bool
	}{
		{RefusedNotIn, mentor.Member == "" || !mentor.In(), mentee.Member == "" || !mentee.In()},
		{RefusedGone, !k.knows(c.Mentor), !k.knows(c.Mentee)},
		{RefusedRole, mentor.Role != Mentor, mentee.Role != Mentee},
	} {
		if bar.mentor || bar.mentee {
			return bar.why, c.about(bar.mentor, bar.mentee)
		}
	}
	switch full := [2]bool{k.full(mentor), k.full(mentee)}; {
	case slices.ContainsFunc(k.pairs, func(q Pair) bool { return q.Lasts() && q.Mentor == c.Mentor && q.Mentee == c.Mentee }):
		return RefusedPaired, ""
	case slices.Contains(mentor.Avoid, c.Mentee) || slices.Contains(mentee.Avoid, c.Mentor):
		return RefusedAsked, ""
	case full[0] || full[1]:
		return RefusedFull, c.about(full[0], full[1])
	}
	return "", ""
}

func (k *matchmaker) knows(m MemberID) bool {
	_, ok := k.known[m]
	return ok
}

// full reports whether somebody has as many partners as they would have.
func (k *matchmaker) full(x Participant) bool {
	n := 0
	for _, q := range k.pairs {
		if q.Lasts() && q.Has(x.Member) {
			n++
		}
	}
	return n >= x.Capacity
}

// about names the one of a couple whom something is about, "" when it is both.
func (c Couple) about(mentor, mentee bool) MemberID {
	switch {
	case mentor && mentee:
		return ""
	case mentor:
		return c.Mentor
	}
	return c.Mentee
}

// Unpair ends a pair. Both are told. KindStale when it has ended.
func (m *Mentoring) Unpair(id PairID) (Pair, error) {
	q, err := m.pair(id)
	if err != nil {
		return Pair{}, err
	}
	p, err := m.organised(q.Program)
	switch {
	case err != nil:
		return Pair{}, err
	case !q.Lasts():
		return Pair{}, Fault(KindStale, "pair", nil)
	}
	ended, err := m.endPairs(p, PairUnpaired, func(x Pair) bool { return x.ID == id })
	if err != nil {
		return Pair{}, err
	}
	m.tell(p, Notice{What: NoticeUnpaired, Program: p.ID, Pair: id}, q.Mentor, q.Mentee)
	return ended[0], nil
}

// endPairs ends those pairs of a program that are meant, and returns them.
func (m *Mentoring) endPairs(p *Program, why PairEnd, meant func(Pair) bool) ([]Pair, error) {
	all, err := m.pairsOf(p.ID)
	if err != nil {
		return nil, err
	}
	var ended []Pair
	for _, q := range all {
		if q.Lasts() && meant(q) {
			q.Ended, q.Why = m.today(p), why
			m.pairs.put(q.ID, q)
			ended = append(ended, q)
		}
	}
	return ended, nil
}

// PausePair lets a pair rest until a date: either of the two may, and an organiser.
// The zero date ends it. KindInvalid for a date that is not after today.
func (m *Mentoring) PausePair(id PairID, until Date) (Pair, error) {
	q, err := m.Pair(id)
	if err != nil {
		return Pair{}, err
	}
	p, err := m.running(q.Program)
	switch {
	case err != nil:
		return Pair{}, err
	case !q.Lasts():
		return Pair{}, Fault(KindStale, "pair", nil)
	case !until.IsZero() && !until.After(m.today(p)):
		return Pair{}, Fault(KindInvalid, "date of a pause", nil)
	}
	q.PausedUntil = until
	m.pairs.put(id, q)
	return q, nil
}

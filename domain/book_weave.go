package domain

import "slices"

// Weave notes how far an introduction of two contacts to each other has come. A
// later state of the same pair takes the place of the earlier one, and an empty
// reason leaves the earlier reason. KindInvalid for somebody with themselves and
// for an unknown state, KindStale for the state that it has already and for any
// other once it is done.
func (b *Book) Weave(c, other *Contact, s IntroductionState, reason string) error {
	c, other, err := b.pair(c, other)
	if err != nil {
		return err
	}
	reason = manyLines(reason)
	if s != IntroAccepted && s != IntroDone && s != IntroDeclined || reason != "" && !fits(reason, maxText) {
		return Fault(KindInvalid, "introduction", nil)
	}
	mine, theirs, err := b.tie(c, other, Woven)
	if err != nil {
		return err
	}
	if mine.State == s || mine.State == IntroDone {
		return Fault(KindStale, "introduction", nil)
	}
	for _, x := range []*Introduction{mine, theirs} {
		x.State, x.On = s, b.Today
		if reason != "" {
			x.Reason = reason
		}
	}
	return nil
}

// Through notes that the member knows c through another contact, who is seen to
// have introduced somebody on that day. If it was noted the other way round, this
// takes its place. KindInvalid for somebody through themselves and for days after
// today, KindStale when it is noted already.
func (b *Book) Through(c, other *Contact, on Date) error {
	c, other, err := b.pair(c, other)
	if err != nil {
		return err
	}
	if on.IsZero() || on.After(b.Today) {
		return Fault(KindInvalid, "date of an introduction", nil)
	}
	mine, theirs, err := b.tie(c, other, CameThrough, BroughtIn)
	if err != nil {
		return err
	}
	if mine.State == IntroDone && mine.How == CameThrough {
		return Fault(KindStale, "introduction", nil)
	}
	mine.How, theirs.How = CameThrough, BroughtIn
	mine.State, theirs.State = IntroDone, IntroDone
	mine.On, theirs.On = on, on
	if !slices.ContainsFunc(other.Signals, func(s Signal) bool { return !s.Undone && s.Kind == Introduced && s.On == on }) {
		b.signal(other, Introduced, on, "")
		other.sumUp()
	}
	return nil
}

// pair returns the book's own copies of two different contacts.
func (b *Book) pair(c, other *Contact) (*Contact, *Contact, error) {
	c, err := b.own(c)
	if err != nil {
		return nil, nil, err
	}
	if other, err = b.own(other); err != nil {
		return nil, nil, err
	}
	if c == other {
		return nil, nil, Fault(KindInvalid, "introduction", nil)
	}
	return c, other, nil
}

// tie returns the rows in which two contacts name each other with one of some
// bonds; where there are none, new ones without a state.
func (b *Book) tie(c, other *Contact, bonds ...Bond) (mine, theirs *Introduction, err error) {
	if mine, err = b.bond(c, other, bonds); err != nil {
		return nil, nil, err
	}
	if theirs, err = b.bond(other, c, bonds); err != nil {
		return nil, nil, err
	}
	return mine, theirs, nil
}

// bond returns the newest row on c that stands and names to, or somebody who was
// merged into to; a new one if there is none.
func (b *Book) bond(c, to *Contact, bonds []Bond) (*Introduction, error) {
	for i := range slices.Backward(c.Introductions) {
		x := &c.Introductions[i]
		if x.Undone || !slices.Contains(bonds, x.How) {
			continue
		}
		lead, err := b.leads(x.Other)
		if err != nil && KindOf(err) != KindNotFound {
			return nil, err
		}
		if err == nil && lead.ID == to.ID {
			return x, nil
		}
	}
	c.Introductions = append(c.Introductions, Introduction{ID: RecordID(b.id()), Other: to.ID, How: bonds[0], Command: b.ID})
	return &c.Introductions[len(c.Introductions)-1], nil
}

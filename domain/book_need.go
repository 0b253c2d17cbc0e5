package domain

import "slices"

// NoteNeed notes what somebody needs; asked says that they asked the member for
// it. It is evidence too: the signal [SharedNeed] comes with it. KindInvalid for
// an empty text, an unknown urgency and a date after today.
func (b *Book) NoteNeed(c *Contact, what string, u Urgency, asked bool, on Date) (Need, error) {
	c, err := b.own(c)
	if err != nil {
		return Need{}, err
	}
	what = manyLines(what)
	switch {
	case !fits(what, maxText):
		return Need{}, Fault(KindInvalid, "need", nil)
	case !slices.Contains(Urgencies, u):
		return Need{}, Fault(KindInvalid, "urgency", nil)
	case on.IsZero() || on.After(b.Today):
		return Need{}, Fault(KindInvalid, "date of a need", nil)
	}
	n := Need{ID: RecordID(b.id()), What: what, Asked: asked, Urgency: u, Noted: on, State: NeedOpen, Command: b.ID}
	c.Needs = append(c.Needs, n)
	b.signal(c, SharedNeed, on, "")
	return n, nil
}

// Offer notes what the member can offer for a need and do well. KindStale when
// the need is no longer open.
func (b *Book) Offer(c *Contact, id RecordID, offer string) (Need, error) {
	n, err := b.openNeed(c, id)
	if err != nil {
		return Need{}, err
	}
	if offer = manyLines(offer); !fits(offer, maxText) {
		return Need{}, Fault(KindInvalid, "offer", nil)
	}
	n.Offer = offer
	return *n, nil
}

// DropNeed notes that a need is over without the member. KindStale when it is
// no longer open.
func (b *Book) DropNeed(c *Contact, id RecordID) (Need, error) {
	n, err := b.openNeed(c, id)
	if err != nil {
		return Need{}, err
	}
	n.State, n.Closed = NeedDropped, b.Today
	return *n, nil
}

// Serve notes that a need was met on a date by something the member delivered,
// recognised or not. Errors as in [Book.Deliver]; KindStale when the need is no
// longer open.
func (b *Book) Serve(c *Contact, id RecordID, what string, on, recognised Date) (Value, error) {
	n, err := b.openNeed(c, id)
	if err != nil {
		return Value{}, err
	}
	if on.Before(n.Noted) {
		return Value{}, Fault(KindInvalid, "date of a value", nil)
	}
	v, err := b.Deliver(c, what, on, recognised)
	if err != nil {
		return Value{}, err
	}
	n.State, n.Closed = NeedMet, on
	own, err := b.own(c)
	if err != nil {
		return Value{}, err
	}
	last := &own.Values[len(own.Values)-1]
	last.Need = id
	v.Need = id
	return v, nil
}

// Receive notes what somebody did for the member. KindInvalid for an empty text
// and a date after today.
func (b *Book) Receive(c *Contact, what string, on Date) (Value, error) {
	c, err := b.own(c)
	if err != nil {
		return Value{}, err
	}
	what = manyLines(what)
	switch {
	case !fits(what, maxText):
		return Value{}, Fault(KindInvalid, "value", nil)
	case on.IsZero() || on.After(b.Today):
		return Value{}, Fault(KindInvalid, "date of a value", nil)
	}
	v := Value{ID: RecordID(b.id()), Theirs: true, What: what, Delivered: on, Command: b.ID}
	c.Values = append(c.Values, v)
	c.sumUp()
	return v, nil
}

// Recognise notes that somebody was seen to notice a value on a date. KindStale
// when that is noted already, KindNotFound when there is no such value of the
// member's, KindInvalid for a date before the delivery or after today.
func (b *Book) Recognise(c *Contact, id RecordID, on Date) (Value, error) {
	c, err := b.own(c)
	if err != nil {
		return Value{}, err
	}
	i := slices.IndexFunc(c.Values, func(v Value) bool { return v.ID == id && !v.Undone && !v.Theirs })
	if i < 0 {
		return Value{}, Fault(KindNotFound, "value", nil)
	}
	v := &c.Values[i]
	switch {
	case !v.Recognised.IsZero():
		return Value{}, Fault(KindStale, "value", nil)
	case on.IsZero() || on.Before(v.Delivered) || on.After(b.Today):
		return Value{}, Fault(KindInvalid, "date of a recognition", nil)
	}
	v.Recognised = on
	b.signal(c, Recognised, on, "")
	return *v, nil
}

// openNeed finds a need that can still be changed.
func (b *Book) openNeed(c *Contact, id RecordID) (*Need, error) {
	c, err := b.own(c)
	if err != nil {
		return nil, err
	}
	n := c.need(id)
	switch {
	case n == nil || n.Undone:
		return nil, Fault(KindNotFound, "need", nil)
	case n.State != NeedOpen:
		return nil, Fault(KindStale, "need", nil)
	}
	return n, nil
}

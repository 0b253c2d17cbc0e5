package domain

import "slices"

// Record notes a signal by itself: "this happened". [Recognised] marks the
// newest value not recognised yet, and is KindInvalid when there is none: ask
// what was delivered. KindInvalid too for a date after today.
func (b *Book) Record(c *Contact, k SignalKind, on Date) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	if !slices.Contains(SignalKinds, k) {
		return Fault(KindInvalid, "signal", nil)
	}
	if on.IsZero() || on.After(b.Today) {
		return Fault(KindInvalid, "date of a signal", nil)
	}
	if k == Recognised && b.recognise(c, on) == nil {
		return Fault(KindInvalid, "value to be recognised", nil)
	}
	b.signal(c, k, on, "")
	c.sumUp()
	return nil
}

// Deliver notes a value delivered on a date, recognised or not. KindInvalid for
// an empty text, dates after today, and a recognition before the delivery.
func (b *Book) Deliver(c *Contact, what string, on, recognised Date) (Value, error) {
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
	case !recognised.IsZero() && (recognised.Before(on) || recognised.After(b.Today)):
		return Value{}, Fault(KindInvalid, "date of a recognition", nil)
	}
	v := Value{ID: RecordID(b.id()), What: what, Delivered: on, Recognised: recognised, Command: b.ID}
	c.Values = append(c.Values, v)
	c.sumUp()
	return v, nil
}

// signal adds a signal to c.
func (b *Book) signal(c *Contact, k SignalKind, on Date, with InteractionID) {
	c.Signals = append(c.Signals, Signal{ID: RecordID(b.id()), Kind: k, On: on, Interaction: with, Command: b.ID})
}

// recognise marks the newest value that was delivered by a date and not
// recognised yet, and returns a copy of it; nil when there is none.
func (b *Book) recognise(c *Contact, on Date) *Value {
	v := c.unrecognised(on)
	if v == nil {
		return nil
	}
	v.Recognised = on
	marked := *v
	return &marked
}

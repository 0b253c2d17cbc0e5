package domain

import "slices"

// Log logs a touch. The first one takes an Identifying contact to Relating.
// KindInvalid for a date after today.
//
// Any touch newer than the last contact resets the rhythm (R24): it ends a
// snooze and answers what digests showed. One that is older than the last
// contact only adds to the history (R16).
func (b *Book) Log(c *Contact, t Touch) (Logged, error) {
	c, err := b.own(c)
	if err != nil {
		return Logged{}, err
	}
	if t, err = b.tidy(t); err != nil {
		return Logged{}, err
	}
	was := c.Touched
	i := Interaction{
		ID: InteractionID(b.id()), On: t.On, Kind: t.Kind, Note: t.Note, Logged: b.Now, Command: b.ID,
	}
	c.Interactions = append(c.Interactions, i)
	l := Logged{Contact: c, Interaction: i, From: c.Phase, Older: !was.Last.IsZero() && t.On.Before(was.Last)}
	l.New = b.contacts[c.ID].before == nil
	for _, k := range t.Signals {
		b.signal(c, k, t.On, i.ID)
		if k == Recognised {
			l.Recognised = b.recognise(c, t.On)
			l.Unrecognised = l.Recognised == nil
		}
	}
	if c.Shown > 0 {
		b.Hear() // logging whom a digest showed is an answer too
	}
	c.sumUp()
	c.answer(was)
	if was.Count == 0 && c.Phase == Identifying {
		b.move(c, Relating, false)
	}
	return l, nil
}

// tidy checks a touch and puts it into the form that is kept.
func (b *Book) tidy(t Touch) (Touch, error) {
	t.Kind, t.Note = oneLine(t.Kind), manyLines(t.Note)
	if t.Kind == "" {
		t.Kind = "meeting"
	}
	switch {
	case t.On.IsZero() || t.On.After(b.Today):
		return t, Fault(KindInvalid, "date of a touch", nil)
	case !fits(t.Kind, maxKind):
		return t, Fault(KindInvalid, "kind of a touch", nil)
	case t.Note != "" && !fits(t.Note, maxText):
		return t, Fault(KindInvalid, "note", nil)
	}
	var signals []SignalKind
	for _, k := range t.Signals {
		if !slices.Contains(SignalKinds, k) {
			return t, Fault(KindInvalid, "signal", nil)
		}
		if !slices.Contains(signals, k) {
			signals = append(signals, k)
		}
	}
	t.Signals = signals
	return t, nil
}

// answer closes what a touch answers, if it moved the last contact forward
// from where it was.
func (c *Contact) answer(was Touched) {
	last := c.Touched.Last
	if was.Last.IsZero() || last.After(was.Last) {
		c.SnoozedUntil = Date{}
		c.noticed()
	}
	if !c.Planned.IsZero() && !last.Before(c.Planned) {
		c.Planned, c.PlannedKind = Date{}, ""
	}
}

// noticed forgets the digests that showed c in vain: the member has answered.
func (c *Contact) noticed() { c.Shown, c.ShownOn = 0, Date{} }

// Amend replaces an interaction by a corrected one and returns it. KindStale
// when it was undone or replaced already, KindNotFound when c has no such one.
// The signals that came with it go over to the corrected one; t.Signals are
// added to them.
func (b *Book) Amend(c *Contact, id InteractionID, t Touch) (Interaction, error) {
	c, err := b.own(c)
	if err != nil {
		return Interaction{}, err
	}
	if t, err = b.tidy(t); err != nil {
		return Interaction{}, err
	}
	old := c.interaction(id)
	switch {
	case old == nil:
		return Interaction{}, Fault(KindNotFound, "interaction", nil)
	case old.Undone:
		return Interaction{}, Fault(KindStale, "interaction", nil)
	}
	was := c.Touched
	old.Undone = true
	i := Interaction{
		ID: InteractionID(b.id()), On: t.On, Kind: t.Kind, Note: t.Note, Logged: old.Logged, Command: b.ID, Replaces: id,
	}
	c.Interactions = append(c.Interactions, i)
	var kept []SignalKind
	for n := range c.Signals {
		if s := &c.Signals[n]; s.Interaction == id && !s.Undone {
			s.Undone = true
			kept = append(kept, s.Kind)
		}
	}
	for _, k := range kept {
		b.signal(c, k, t.On, i.ID)
	}
	for _, k := range t.Signals {
		if slices.Contains(kept, k) {
			continue
		}
		b.signal(c, k, t.On, i.ID)
		if k == Recognised {
			b.recognise(c, t.On)
		}
	}
	c.sumUp()
	c.answer(was)
	return i, nil
}

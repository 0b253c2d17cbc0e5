package domain

import "slices"

// days returns the dates of the interactions that stand, in order; a date on
// which there were two comes twice.
func (c *Contact) days() []Date {
	days := make([]Date, 0, len(c.Interactions))
	for i := range c.Interactions {
		if x := &c.Interactions[i]; !x.Undone {
			days = append(days, x.On)
		}
	}
	slices.SortFunc(days, Date.Compare)
	return days
}

// newest returns the date of the newest signal of a kind that stands, the zero
// date if there is none.
func (c *Contact) newest(k SignalKind) Date {
	var on Date
	for _, s := range c.Signals {
		if !s.Undone && s.Kind == k {
			on = latest(on, s.On)
		}
	}
	return on
}

// unrecognised returns the newest value delivered by a date and not seen to be
// recognised, nil if there is none.
func (c *Contact) unrecognised(by Date) *Value {
	var newest *Value
	for i := range c.Values {
		v := &c.Values[i]
		if v.Undone || v.Theirs || !v.Recognised.IsZero() || v.Delivered.After(by) {
			continue
		}
		if newest == nil || !v.Delivered.Before(newest.Delivered) {
			newest = v
		}
	}
	return newest
}

// interaction returns the interaction with an id, nil if there is none.
func (c *Contact) interaction(id InteractionID) *Interaction {
	i := slices.IndexFunc(c.Interactions, func(i Interaction) bool { return i.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Interactions[i]
}

// lastMove returns the index of the newest move that stands, -1 if there is none.
func (c *Contact) lastMove() int {
	for i, m := range slices.Backward(c.Moves) {
		if !m.Undone {
			return i
		}
	}
	return -1
}

// stand puts the contact where its moves have led it.
func (c *Contact) stand() {
	if len(c.Moves) == 0 {
		return
	}
	if i := c.lastMove(); i >= 0 {
		m := c.Moves[i]
		c.Phase, c.Furthest, c.PhaseSince = m.To, m.FurthestTo, m.On
		return
	}
	start := c.Moves[0]
	c.Phase, c.Furthest, c.PhaseSince = start.From, start.FurthestFrom, c.Added
}

// sumUp computes Touched from the history. A touch counts from when it
// happened, not from when it was logged (R25), so an older one that is logged
// late never moves the last contact back (R16).
func (c *Contact) sumUp() {
	live := make([]*Interaction, 0, len(c.Interactions))
	for n := range c.Interactions {
		if i := &c.Interactions[n]; !i.Undone {
			live = append(live, i)
		}
	}
	if !slices.IsSortedFunc(live, byDay) {
		slices.SortStableFunc(live, byDay)
	}
	var t Touched
	for _, i := range live {
		if t.Count == 0 {
			t.First = i.On
		}
		if t.Count == 0 || i.On != t.Last {
			t.Days++
		}
		t.Last, t.Kind = i.On, i.Kind
		t.Count++
		if i.Note != "" {
			t.Note, t.NoteOn = i.Note, i.On
		}
	}
	for _, n := range c.Notes {
		if !n.Undone && !n.On.Before(t.NoteOn) {
			t.Note, t.NoteOn = n.Text, n.On
		}
	}
	newest := live[max(0, len(live)-newestTouches):]
	for n, i := range newest {
		if !slices.ContainsFunc(newest[:n], func(x *Interaction) bool { return x.Kind == i.Kind }) {
			t.Kinds++
		}
	}
	c.Touched, c.Balance = t, c.balance()
}

// byDay orders interactions as they happened.
func byDay(a, b *Interaction) int {
	if d := a.On.Compare(b.On); d != 0 {
		return d
	}
	return a.Logged.Compare(b.Logged)
}

// newestTouches is how many interactions are looked at to see whether they are
// all of one kind.
const newestTouches = 5

// balance counts what went each way.
func (c *Contact) balance() Balance {
	var b Balance
	count := func(theirs bool) {
		if theirs {
			b.Received++
			return
		}
		b.Given++
	}
	for _, v := range c.Values {
		if !v.Undone {
			count(v.Theirs)
		}
	}
	for _, p := range c.Promises {
		if !p.Undone && p.State == PromiseKept {
			count(p.Theirs)
		}
	}
	for _, a := range c.Asks {
		if !a.Undone && (a.State == AskAgreed || a.State == AskThanked) {
			count(true)
		}
	}
	for _, s := range c.Signals {
		if !s.Undone && s.Kind == Introduced {
			count(true)
		}
	}
	return b
}

// clone copies the contact with everything that hangs on it.
func (c *Contact) clone() *Contact {
	d := c.scalars()
	d.copy(&c.History)
	return d
}

// scalars copies the contact without its history.
func (c *Contact) scalars() *Contact {
	d := *c
	d.Aliases = slices.Clone(c.Aliases)
	d.Tags = slices.Clone(c.Tags)
	d.Occasions = slices.Clone(c.Occasions)
	d.Goals = slices.Clone(c.Goals)
	d.Muted = slices.Clone(c.Muted)
	d.History = History{}
	return &d
}

// image copies what undo restores: no history and nothing that is computed
// from it, so that an undo record holds no note a second time.
func (c *Contact) image() *Contact {
	d := c.scalars()
	d.Touched, d.Balance, d.Shown, d.ShownOn, d.Version = Touched{}, Balance{}, 0, Date{}, 0
	return d
}

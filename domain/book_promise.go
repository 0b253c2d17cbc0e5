package domain

// Promise notes a commitment that falls due on a date: theirs to the member, or
// the member's to them. KindInvalid for an empty text, one of more than 3,000
// characters, and a date before today.
func (b *Book) Promise(c *Contact, what string, due Date, theirs bool) (Promise, error) {
	c, err := b.own(c)
	if err != nil {
		return Promise{}, err
	}
	what = manyLines(what)
	switch {
	case !fits(what, maxText):
		return Promise{}, Fault(KindInvalid, "promise", nil)
	case due.IsZero() || due.Before(b.Today):
		return Promise{}, Fault(KindInvalid, "date of a promise", nil)
	}
	p := Promise{ID: RecordID(b.id()), Theirs: theirs, What: what, Made: b.Today, Due: due, State: PromiseOpen, Command: b.ID}
	c.Promises = append(c.Promises, p)
	return p, nil
}

// Keep notes that a promise was kept on a date. KindStale when it is no longer
// open, KindInvalid for a date after today or before it was made.
func (b *Book) Keep(c *Contact, id RecordID, on Date) (Promise, error) {
	return b.close(c, id, PromiseKept, on)
}

// DropPromise takes a promise back. KindStale when it is no longer open.
func (b *Book) DropPromise(c *Contact, id RecordID) (Promise, error) {
	return b.close(c, id, PromiseDropped, b.Today)
}

// Break notes that a promise was not kept. KindStale when it is no longer open.
func (b *Book) Break(c *Contact, id RecordID) (Promise, error) {
	return b.close(c, id, PromiseBroken, b.Today)
}

// Reschedule puts a promise off to another date. KindStale when it is no longer
// open, KindInvalid for a date before today.
func (b *Book) Reschedule(c *Contact, id RecordID, due Date) (Promise, error) {
	p, err := b.openPromise(c, id)
	switch {
	case err != nil:
		return Promise{}, err
	case due.IsZero() || due.Before(b.Today):
		return Promise{}, Fault(KindInvalid, "date of a promise", nil)
	}
	if due != p.Due {
		p.Due = due
		p.Moved++
	}
	return *p, nil
}

func (b *Book) close(c *Contact, id RecordID, state PromiseState, on Date) (Promise, error) {
	p, err := b.openPromise(c, id)
	if err != nil {
		return Promise{}, err
	}
	if on == b.Today {
		on = latest(on, p.Made) // who flew west is back on the day before
	}
	if on.IsZero() || on.After(latest(b.Today, p.Made)) || on.Before(p.Made) {
		return Promise{}, Fault(KindInvalid, "date of a promise", nil)
	}
	p.State, p.Closed = state, on
	own, err := b.own(c)
	if err != nil {
		return Promise{}, err
	}
	own.sumUp()
	return *p, nil
}

// openPromise finds a promise that can still be changed.
func (b *Book) openPromise(c *Contact, id RecordID) (*Promise, error) {
	c, err := b.own(c)
	if err != nil {
		return nil, err
	}
	p := c.promise(id)
	switch {
	case p == nil || p.Undone:
		return nil, Fault(KindNotFound, "promise", nil)
	case p.State != PromiseOpen:
		return nil, Fault(KindStale, "promise", nil)
	}
	return p, nil
}

package domain

// Move takes c to another phase if the law allows; KindLaw, with the verdict, if not.
func (b *Book) Move(c *Contact, to Phase) (Verdict, error) {
	c, err := b.own(c)
	if err != nil {
		return Verdict{}, err
	}
	v := b.Judge(c, to)
	if !v.Legal {
		return v, Fault(KindLaw, "move", nil)
	}
	if to != c.Phase {
		b.move(c, to, true)
		c.Placed = true
		c.noticed()
	}
	return v, nil
}

// move writes the move down and carries it out; it is legal.
func (b *Book) move(c *Contact, to Phase, explicit bool) {
	c.Moves = append(c.Moves, Move{
		ID:   RecordID(b.id()),
		From: c.Phase, To: to,
		FurthestFrom: c.Furthest, FurthestTo: max(c.Furthest, to),
		On: b.Today, Explicit: explicit, At: b.Now, Command: b.ID,
	})
	c.stand()
}

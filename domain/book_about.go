package domain

import "slices"

// About is what a member may write about somebody on their card.
type About struct {
	Organisation, Role, Place, Work, HowMet string
	Adds, Offers, Connects                  string
}

// About returns what is written on a card.
func (c *Contact) About() About {
	return About{
		Organisation: c.Organisation, Role: c.Role, Place: c.Place, Work: c.Work, HowMet: c.HowMet,
		Adds: c.Adds, Offers: c.Offers, Connects: c.Connects,
	}
}

// Describe writes on a card what is known about somebody. KindInvalid for a text
// of more than 3,000 characters.
func (b *Book) Describe(c *Contact, a About) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	for _, s := range []*string{&a.Organisation, &a.Role, &a.Place, &a.Work} {
		*s = oneLine(*s)
	}
	for _, s := range []*string{&a.HowMet, &a.Adds, &a.Offers, &a.Connects} {
		*s = manyLines(*s)
	}
	for _, s := range []string{a.Organisation, a.Role, a.Place, a.Work, a.HowMet, a.Adds, a.Offers, a.Connects} {
		if s != "" && !fits(s, maxText) {
			return Fault(KindInvalid, "what is known", nil)
		}
	}
	c.Organisation, c.Role, c.Place, c.Work, c.HowMet = a.Organisation, a.Role, a.Place, a.Work, a.HowMet
	c.Adds, c.Offers, c.Connects = a.Adds, a.Offers, a.Connects
	return nil
}

// Call gives c the names by which it is found beside its own, in the place of
// those it had. KindInvalid for one that is empty or longer than 200 characters.
func (b *Book) Call(c *Contact, names ...string) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	tidy := make([]string, len(names))
	for i, name := range names {
		if tidy[i] = oneLine(name); !fits(tidy[i], maxName) {
			return Fault(KindInvalid, "name", nil)
		}
	}
	c.Aliases = nil
	c.alias(tidy...)
	return nil
}

// Unmark takes a date that comes back each year off the card.
func (b *Book) Unmark(c *Contact, name string) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	var kept []Occasion // nil again when empty
	for _, o := range c.Occasions {
		if o.Name != name {
			kept = append(kept, o)
		}
	}
	c.Occasions = kept
	return nil
}

// Place says that somebody is where they belong, so that the weekly question
// does not ask again.
func (b *Book) Place(c *Contact) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	c.Placed = true
	return nil
}

// Mute stops a rule for one contact, or lets it speak again. KindInvalid for a
// rule that does not exist.
func (b *Book) Mute(c *Contact, r RuleName, muted bool) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	if !slices.Contains(NudgeRules, r) {
		return Fault(KindInvalid, "rule", nil)
	}
	var kept []RuleName // nil again when empty
	for _, m := range c.Muted {
		if m != r {
			kept = append(kept, m)
		}
	}
	if muted {
		kept = append(kept, r)
	}
	c.Muted = kept
	c.noticed()
	return nil
}

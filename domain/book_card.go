package domain

import (
	"slices"
	"time"
)

// Add puts a new contact into the portfolio. KindInvalid for a name that is
// empty or longer than 200 characters, and for a phase other than Identifying,
// where people are added, and Relating, where the first /met puts them.
func (b *Book) Add(name, slackUser string, phase Phase) (*Contact, error) {
	name = oneLine(name)
	switch {
	case !fits(name, maxName):
		return nil, Fault(KindInvalid, "name", nil)
	case phase != Identifying && phase != Relating:
		return nil, Fault(KindInvalid, "first phase", nil)
	}
	c := &Contact{
		ID: ContactID(b.id()), Name: name, SlackUser: slackUser,
		Phase: phase, Furthest: phase, PhaseSince: b.Today, Added: b.Today,
	}
	b.hold(nil, c)
	return c, nil
}

// Tag adds tags; case and a leading '#' are folded. KindInvalid for one that
// is empty, longer than 50 characters or has a space in it.
func (b *Book) Tag(c *Contact, tags ...string) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	add, err := foldTags(tags)
	if err != nil {
		return err
	}
	for _, tag := range add {
		if !slices.Contains(c.Tags, tag) {
			c.Tags = append(c.Tags, tag)
			c.Placed = true
		}
	}
	return nil
}

// Untag takes tags away, folded as [Book.Tag] does.
func (b *Book) Untag(c *Contact, tags ...string) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	drop, err := foldTags(tags)
	if err != nil {
		return err
	}
	var kept []string // nil again when empty, as it was before the first tag
	for _, tag := range c.Tags {
		if !slices.Contains(drop, tag) {
			kept = append(kept, tag)
		}
	}
	c.Tags = kept
	return nil
}

func foldTags(tags []string) ([]string, error) {
	var folded []string
	for _, tag := range tags {
		f := foldTag(tag)
		if f == "" {
			return nil, Fault(KindInvalid, "tag", nil)
		}
		folded = append(folded, f)
	}
	return folded, nil
}

// SetCadence gives c its own rhythm; the zero Cadence takes it away. Without a
// maximum it is twice the ideal gap.
func (b *Book) SetCadence(c *Contact, r Cadence) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	if !r.IsZero() {
		if r, err = r.whole(); err != nil {
			return err
		}
	}
	c.Cadence = r
	c.Placed = true
	c.noticed()
	return nil
}

// Rest keeps c without nudges, or ends the rest.
func (b *Book) Rest(c *Contact, resting bool) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	c.Resting = resting
	c.Placed = true
	c.noticed()
	return nil
}

// Archive takes c out of every list, or brings it back.
func (b *Book) Archive(c *Contact, archived bool) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	c.Archived = archived
	c.noticed()
	return nil
}

// Remember writes a note on the card; the same one on the same day is there
// already. KindInvalid for an empty one or more than 3,000 characters.
func (b *Book) Remember(c *Contact, text string) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	if text = manyLines(text); !fits(text, maxText) {
		return Fault(KindInvalid, "note", nil)
	}
	if slices.ContainsFunc(c.Notes, func(n Note) bool { return !n.Undone && n.On == b.Today && n.Text == text }) {
		return nil
	}
	c.Notes = append(c.Notes, Note{ID: RecordID(b.id()), On: b.Today, Text: text, Command: b.ID})
	c.sumUp()
	return nil
}

// Mark records a date that comes back each year; one of the same name is
// replaced. KindInvalid for a day that no year has.
func (b *Book) Mark(c *Contact, o Occasion) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	o.Name = oneLine(o.Name)
	year := o.Year
	if year == 0 {
		year = 2000 // a leap year: 29 February is a birthday too
	}
	if !fits(o.Name, maxKind) || o.Year < 0 || o.Year > b.Today.Year ||
		On(year, o.Month, o.Day) != (Date{year, o.Month, o.Day}) || o.Month < time.January {
		return Fault(KindInvalid, "occasion", nil)
	}
	c.Occasions = slices.Clone(c.Occasions)
	if i := slices.IndexFunc(c.Occasions, func(p Occasion) bool { return p.Name == o.Name }); i >= 0 {
		c.Occasions[i] = o
		return nil
	}
	c.Occasions = append(c.Occasions, o)
	return nil
}

// Snooze keeps c out of digests until a date; the zero date wakes c. c stays
// listed, and comes back (R26). KindInvalid for a date that is not after today.
func (b *Book) Snooze(c *Contact, until Date) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	if !until.IsZero() && !until.After(b.Today) {
		return Fault(KindInvalid, "date of a snooze", nil)
	}
	c.SnoozedUntil = until
	c.noticed()
	return nil
}

// Expect remembers that something is planned with c on a future date, so that
// the digest asks on that day how it went. A snooze ends then at the latest. The
// zero date calls it off.
func (b *Book) Expect(c *Contact, on Date, kind string) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	if on.IsZero() {
		c.Planned, c.PlannedKind = Date{}, ""
		c.noticed()
		return nil
	}
	kind = oneLine(kind)
	if !on.After(b.Today) || kind != "" && !fits(kind, maxKind) {
		return Fault(KindInvalid, "planned date", nil)
	}
	c.Planned, c.PlannedKind = on, kind
	if c.SnoozedUntil.After(on) {
		c.SnoozedUntil = on
	}
	return nil
}

package domain

import (
	"cmp"
	"slices"
	"strings"
)

// Rename gives c another name; the old one stays as an alias, unless it is the
// same but for case. An alias that becomes the name is one no more. KindInvalid
// for a name that is empty or longer than 200 characters.
func (b *Book) Rename(c *Contact, name string) error {
	c, err := b.own(c)
	if err != nil {
		return err
	}
	if name = oneLine(name); !fits(name, maxName) {
		return Fault(KindInvalid, "name", nil)
	}
	old := c.Name
	c.Name = name
	c.alias(old)
	return nil
}

// alias keeps names under which c is found too: each once, and never c's own.
func (c *Contact) alias(names ...string) {
	var kept []string // nil again when empty
	for _, name := range slices.Concat(c.Aliases, names) {
		same := func(s string) bool { return strings.EqualFold(s, name) }
		if !same(c.Name) && !slices.ContainsFunc(kept, same) {
			kept = append(kept, name)
		}
	}
	c.Aliases = kept
}

// Merge makes one contact of two: the history of both, the name of a, the name
// of the other as an alias. The one that has come further stays, the other leaves
// the portfolio and says where it went: [Book.Contact] leads on from there. Where
// both say something, a's word holds. It returns the one that stays.
// KindInvalid for somebody with themselves, which two who were merged already are.
func (b *Book) Merge(a, other *Contact) (*Contact, error) {
	a, err := b.own(a)
	if err != nil {
		return nil, err
	}
	if other, err = b.own(other); err != nil {
		return nil, err
	}
	if a == other {
		return nil, Fault(KindInvalid, "merge", nil)
	}
	stays, leaves := Stays(a, other)
	if err := b.untie(stays, leaves); err != nil {
		return nil, err
	}
	stays.unite(a.scalars(), other.scalars())
	stays.take(&leaves.History)
	leaves.Removed, leaves.MergedInto = true, stays.ID
	stays.sumUp()
	leaves.sumUp()
	stays.settlePlan()
	stays.noticed()
	return stays, nil
}

// Stays says which of two who are one person stays when they are merged, the one
// who has come further, and which leaves.
func Stays(a, other *Contact) (stays, leaves *Contact) {
	if cmp.Or(
		cmp.Compare(other.Furthest, a.Furthest),
		cmp.Compare(other.Touched.Count, a.Touched.Count),
		a.Added.Compare(other.Added),
	) > 0 {
		return other, a
	}
	return a, other
}

// untie marks introductions of two contacts to each other undone, before the two
// become one.
func (b *Book) untie(a, other *Contact) error {
	for _, c := range []*Contact{a, other} {
		for i := range c.Introductions {
			x := &c.Introductions[i]
			to, err := b.leads(x.Other)
			if err != nil && KindOf(err) != KindNotFound {
				return err
			}
			if err == nil && (to.ID == a.ID || to.ID == other.ID) {
				x.Undone = true
			}
		}
	}
	return nil
}

// unite writes on c what two cards say together. Where both have an answer, a's
// holds; longer texts are put one below the other, so that nothing is lost.
func (c *Contact) unite(a, other *Contact) {
	c.Name = a.Name
	c.Aliases = nil
	c.alias(slices.Concat(a.Aliases, []string{other.Name}, other.Aliases)...)
	c.SlackUser = cmp.Or(a.SlackUser, other.SlackUser)
	c.Organisation, c.Role = cmp.Or(a.Organisation, other.Organisation), cmp.Or(a.Role, other.Role)
	c.Place, c.Work = cmp.Or(a.Place, other.Place), cmp.Or(a.Work, other.Work)
	c.HowMet = bothTexts(a.HowMet, other.HowMet)
	c.Adds, c.Offers = bothTexts(a.Adds, other.Adds), bothTexts(a.Offers, other.Offers)
	c.Connects = bothTexts(a.Connects, other.Connects)
	c.Tags, c.Goals, c.Muted = union(a.Tags, other.Tags), union(a.Goals, other.Goals), union(a.Muted, other.Muted)
	c.Occasions = slices.Clone(a.Occasions)
	for _, o := range other.Occasions {
		if !slices.ContainsFunc(a.Occasions, func(p Occasion) bool { return strings.EqualFold(p.Name, o.Name) }) {
			c.Occasions = append(c.Occasions, o)
		}
	}
	c.Placed = a.Placed || other.Placed
	c.Cadence = cmp.Or(a.Cadence, other.Cadence)
	c.Resting = a.Resting
	c.Archived = a.Archived && other.Archived
	c.SnoozedUntil = latest(a.SnoozedUntil, other.SnoozedUntil)
	c.Planned, c.PlannedKind = a.Planned, a.PlannedKind
	if a.Planned.IsZero() || !other.Planned.IsZero() && other.Planned.Before(a.Planned) {
		c.Planned, c.PlannedKind = other.Planned, other.PlannedKind
	}
}

// bothTexts puts two texts one below the other, or keeps the first if both
// together are too long.
func bothTexts(a, other string) string {
	if a == "" || strings.Contains(other, a) {
		return other
	}
	if both := a + "\n" + other; other != "" && !strings.Contains(a, other) && fits(both, maxText) {
		return both
	}
	return a
}

// union is what two lists hold together, in order and each once; nil when empty.
func union[T comparable](a, other []T) []T {
	var all []T
	for _, x := range slices.Concat(a, other) {
		if !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

// take takes all rows over from another history, but for its moves, which led
// somebody else, and for introductions that are void.
func (h *History) take(from *History) {
	place := make(map[string]int)
	for _, sheet := range sheets {
		for _, r := range sheet.rows(nil, from) {
			if sheet.name != "phase" && (sheet.name != "introduction" || !*r.undone) {
				place[r.id] = atEnd
			}
		}
	}
	from.carry(h, place)
}

// settlePlan calls a plan off that a touch has answered, and lets a snooze end
// with one at the latest.
func (c *Contact) settlePlan() {
	if c.Planned.IsZero() {
		return
	}
	if !c.Touched.Last.Before(c.Planned) {
		c.Planned, c.PlannedKind = Date{}, ""
		return
	}
	if c.SnoozedUntil.After(c.Planned) {
		c.SnoozedUntil = c.Planned
	}
}

// splits are the sorts of rows that can go over to somebody else.
var splits = []string{"interaction", "note", "promise", "need", "ask", "value", "signal"}

// Split makes a new contact of a part of another's history: the rows with those
// ids go over to somebody called name, and with them what is bound to them. It
// takes a name away from c's aliases. KindInvalid for a bad name, for no rows and
// for ids that are no interactions, notes, promises, needs, asks, values or
// signals of c, KindStale for rows that were undone or corrected.
func (b *Book) Split(c *Contact, name string, rows []string) (*Contact, error) {
	c, err := b.own(c)
	if err != nil {
		return nil, err
	}
	if name = oneLine(name); !fits(name, maxName) {
		return nil, Fault(KindInvalid, "name", nil)
	}
	if err := c.splittable(rows); err != nil {
		return nil, err
	}
	place := make(map[string]int, len(rows))
	for _, id := range rows {
		place[id] = atEnd
	}
	n, err := b.Add(name, "", Identifying)
	if err != nil {
		return nil, err
	}
	c.carry(&n.History, c.withBound(place))
	c.sumUp()
	n.sumUp()
	if n.Touched.Count > 0 {
		n.Phase, n.Furthest = Relating, Relating
	}
	for _, r := range n.refs() {
		if !*r.undone && r.on.Before(n.Added) {
			n.Added = r.on
		}
	}
	n.PhaseSince = n.Added
	c.Aliases = slices.DeleteFunc(slices.Clone(c.Aliases), func(s string) bool { return strings.EqualFold(s, name) })
	if len(c.Aliases) == 0 {
		c.Aliases = nil
	}
	return n, nil
}

// splittable reports whether rows of c can go over to somebody else.
func (c *Contact) splittable(rows []string) error {
	if len(rows) == 0 {
		return Fault(KindInvalid, "rows", nil)
	}
	undone := make(map[string]bool)
	for _, sheet := range sheets {
		if slices.Contains(splits, sheet.name) {
			for _, r := range sheet.rows(nil, &c.History) {
				undone[r.id] = *r.undone
			}
		}
	}
	for _, id := range rows {
		switch gone, ok := undone[id]; {
		case !ok:
			return Fault(KindInvalid, "rows", nil)
		case gone:
			return Fault(KindStale, "rows", nil)
		}
	}
	return nil
}

package domain

import (
	"fmt"
	"slices"
)

// field is one field of a contact, or a few that belong together, that undo
// restores on its own.
type field struct {
	name string
	same func(a, b *Contact) bool
	copy func(to, from *Contact)
}

// fields are restored one by one. Phase, furthest and since follow the moves;
// Touched follows the history; Shown, ShownOn and Version are bookkeeping.
var fields = []field{
	scalar("name", func(c *Contact) *string { return &c.Name }),
	list("aliases", func(c *Contact) *[]string { return &c.Aliases }),
	scalar("Slack user", func(c *Contact) *string { return &c.SlackUser }),
	scalar("organisation", func(c *Contact) *string { return &c.Organisation }),
	scalar("role", func(c *Contact) *string { return &c.Role }),
	scalar("place", func(c *Contact) *string { return &c.Place }),
	scalar("work", func(c *Contact) *string { return &c.Work }),
	list("tags", func(c *Contact) *[]string { return &c.Tags }),
	list("dates", func(c *Contact) *[]Occasion { return &c.Occasions }),
	scalar("how you met", func(c *Contact) *string { return &c.HowMet }),
	scalar("what they add", func(c *Contact) *string { return &c.Adds }),
	scalar("what you can offer", func(c *Contact) *string { return &c.Offers }),
	scalar("how you connect", func(c *Contact) *string { return &c.Connects }),
	list("goals", func(c *Contact) *[]RecordID { return &c.Goals }),
	scalar("place in the circle", func(c *Contact) *bool { return &c.Placed }),
	list("what was stopped", func(c *Contact) *[]RuleName { return &c.Muted }),
	scalar("rhythm", func(c *Contact) *Cadence { return &c.Cadence }),
	scalar("rest", func(c *Contact) *bool { return &c.Resting }),
	scalar("archive", func(c *Contact) *bool { return &c.Archived }),
	{
		name: "merge",
		same: func(a, b *Contact) bool { return a.MergedInto == b.MergedInto && a.Removed == b.Removed },
		copy: func(to, from *Contact) { to.MergedInto, to.Removed = from.MergedInto, from.Removed },
	},
	scalar("snooze", func(c *Contact) *Date { return &c.SnoozedUntil }),
	{
		name: "plan",
		same: func(a, b *Contact) bool { return a.Planned == b.Planned && a.PlannedKind == b.PlannedKind },
		copy: func(to, from *Contact) { to.Planned, to.PlannedKind = from.Planned, from.PlannedKind },
	},
}

func scalar[T comparable](name string, at func(*Contact) *T) field {
	return field{
		name: name,
		same: func(a, b *Contact) bool { return *at(a) == *at(b) },
		copy: func(to, from *Contact) { *at(to) = *at(from) },
	}
}

func list[T comparable](name string, at func(*Contact) *[]T) field {
	return field{
		name: name,
		same: func(a, b *Contact) bool { return slices.Equal(*at(a), *at(b)) },
		copy: func(to, from *Contact) { *at(to) = slices.Clone(*at(from)) },
	}
}

// Undo takes back what a command did, the newest one when id is "". Undone
// fields that a later command has changed stay, and are named. KindStale when
// it was undone before, KindNotFound when there is nothing to undo.
func (b *Book) Undo(id CommandID) (Undone, error) {
	rec, err := b.shelf.Undo(id)
	if err != nil {
		return Undone{}, fmt.Errorf("undo record: %w", err)
	}
	if rec.Used || b.undone != "" {
		return Undone{}, Fault(KindStale, "undo", nil)
	}
	u := Undone{Verb: rec.Verb}
	if err := b.part(rec, &u); err != nil {
		return Undone{}, err
	}
	for _, step := range rec.Steps {
		err := b.undoStep(rec.Command, step, &u)
		if err != nil && KindOf(err) != KindNotFound { // forgotten since: nothing of the step is left to undo
			return Undone{}, err
		}
	}
	if err := b.undoGoals(rec.Goals, &u); err != nil {
		return Undone{}, err
	}
	b.undone = rec.Command
	return u, nil
}

// part brings those back who were merged into others by a command, and then all
// rows that it carried.
func (b *Book) part(rec *UndoRecord, u *Undone) error {
	for _, step := range rec.Steps {
		if !step.merges() {
			continue
		}
		c, err := b.open(step.Contact)
		switch {
		case KindOf(err) == KindNotFound:
		case err != nil:
			return err
		case c.MergedInto == step.After.MergedInto:
			c.Removed, c.MergedInto = step.Before.Removed, ""
		}
	}
	return b.bringBack(rec.Carried, u)
}

// merges reports whether the step merged its contact into another.
func (s UndoStep) merges() bool {
	return s.Before != nil && s.Before.MergedInto == "" && s.After.MergedInto != ""
}

// undoStep undoes a command's part in one contact. Of somebody who was merged
// into another since, the rows are found there; the fields are put back on the
// one who left, for when they come back, and those of the other stay.
func (b *Book) undoStep(id CommandID, step UndoStep, u *Undone) error {
	c, err := b.open(step.Contact)
	if err != nil {
		return err
	}
	r := reversal{book: b, command: id, contact: c, step: step, result: u}
	if !c.Removed {
		return r.run()
	}
	lead, err := b.lead(c.ID)
	if err != nil || lead.Removed {
		return err
	}
	if step.Before != nil {
		left := r
		left.result, left.elsewhere = new(Undone), lead
		if err := left.run(); err != nil {
			return err
		}
	}
	r.contact, r.elsewhere = lead, c
	return r.run()
}

// undoGoals puts goals back to what they were, unless they were changed since.
func (b *Book) undoGoals(changes []GoalChange, u *Undone) error {
	if len(changes) == 0 {
		return nil
	}
	if err := b.loadGoals(); err != nil {
		return err
	}
	for _, ch := range changes {
		for _, g := range b.goals {
			switch {
			case g.ID != ch.After.ID:
			case *g != ch.After:
				u.KeptGoals = append(u.KeptGoals, *g)
			case ch.Before == nil:
				g.Undone = true
				u.Goals = append(u.Goals, *g)
				if err := b.unlinkAll(g.ID); err != nil {
					return err
				}
			default:
				*g = *ch.Before
				u.Goals = append(u.Goals, *g)
			}
		}
	}
	return nil
}

// unlinkAll takes a goal away from everybody who serves it.
func (b *Book) unlinkAll(id RecordID) error {
	p, err := b.Portfolio()
	if err != nil {
		return err
	}
	for _, c := range p.Contacts {
		if !slices.Contains(c.Goals, id) {
			continue
		}
		if err := b.Unlink(c, id); err != nil {
			return err
		}
	}
	return nil
}

// keep names a field that stays, once.
func (u *Undone) keep(c *Contact, field string) {
	if k := (KeptField{Contact: c, Field: field}); !slices.Contains(u.Kept, k) {
		u.Kept = append(u.Kept, k)
	}
}

// reversal undoes one step.
type reversal struct {
	book    *Book
	command CommandID
	contact *Contact
	// elsewhere is the other contact among whose rows some of the step's are, nil
	// unless the two were merged since.
	elsewhere *Contact
	step      UndoStep
	added     map[string]bool
	result    *Undone
}

func (r *reversal) run() error {
	c := r.contact
	r.added = make(map[string]bool)
	for _, id := range r.step.Added {
		r.added[id] = true
	}
	alone := r.alone()
	if err := r.rows(); err != nil {
		return err
	}
	c.sumUp()
	if err := r.moves(); err != nil {
		return err
	}
	r.later()
	switch {
	case r.step.Before != nil:
		r.fields()
	case alone:
		c.Removed = true
		r.result.Removed = append(r.result.Removed, c)
		return nil
	default:
		r.keep("contact")
	}
	r.result.Contacts = append(r.result.Contacts, c)
	return nil
}

func (r *reversal) keep(field string) { r.result.keep(r.contact, field) }

// later names the history when some of it stays that would go if nothing had
// happened since: rows of the step that were carried away, and rows that came
// after a merge, which stay where they were written down.
func (r *reversal) later() {
	ids := slices.Concat(r.step.Added, r.step.Replaced)
	for _, x := range r.step.Was.refs() {
		ids = append(ids, x.id)
	}
	for _, id := range ids {
		if !r.contact.has(id) && (r.elsewhere == nil || !r.elsewhere.has(id)) {
			r.keep("history")
		}
	}
	if len(r.step.Had) == 0 || r.elsewhere != nil {
		return
	}
	moves := r.contact.Moves
	for id, undone := range r.contact.rows() {
		ofMoves := slices.ContainsFunc(moves, func(m Move) bool { return string(m.ID) == id })
		if !undone && !ofMoves && !slices.Contains(r.step.Had, id) {
			r.keep("history")
		}
	}
}

// alone reports whether no other command has touched the contact since.
func (r *reversal) alone() bool {
	if r.contact.ID != r.step.Contact {
		return false
	}
	for id, undone := range r.contact.rows() {
		if !undone && !r.added[id] {
			return false
		}
	}
	return !slices.ContainsFunc(fields, func(f field) bool { return !f.same(r.contact, r.step.After) })
}

// fields restores each field that still has the value the command gave it.
func (r *reversal) fields() {
	before, after := r.step.Before, r.step.After
	for _, f := range fields {
		switch {
		case f.same(before, after), f.same(r.contact, before):
		case r.contact.ID == r.step.Contact && f.same(r.contact, after):
			f.copy(r.contact, before)
		default:
			r.keep(f.name)
		}
	}
}

// rows takes back what was added, revives what was replaced, and puts back what
// was changed. Moves have a law of their own: see moves.
func (r *reversal) rows() error {
	c := r.contact
	superseded := make(map[InteractionID]bool)
	for _, i := range c.Interactions {
		if !i.Undone && !r.added[string(i.ID)] {
			for old := c.interaction(i.Replaces); old != nil; old = c.interaction(old.Replaces) {
				superseded[old.ID] = true
			}
		}
	}
	corrected := false
	for i := range c.Interactions {
		if row := &c.Interactions[i]; r.added[string(row.ID)] {
			corrected = corrected || superseded[row.ID]
			row.Undone = true
		}
	}
	if corrected {
		r.keep("interaction") // a later command corrected it: that one stands
	}
	for _, sheet := range sheets {
		if sheet.name == "interaction" || sheet.name == "phase" {
			continue // they have laws of their own
		}
		for _, row := range sheet.rows(nil, &c.History) {
			*row.undone = *row.undone || r.added[row.id]
		}
		if sheet.restore(&c.History, &r.step.Was, &r.step.Is) {
			r.keep(sheet.name)
		}
	}
	if err := r.retie(); err != nil {
		return err
	}
	return r.revive(superseded)
}

// retie brings back introductions that the command marked undone, unless the one
// that wrote them down was undone meanwhile.
func (r *reversal) retie() error {
	for i := range r.contact.Introductions {
		x := &r.contact.Introductions[i]
		if !x.Undone || !slices.Contains(r.step.Replaced, string(x.ID)) {
			continue
		}
		used, err := r.used(x.Command)
		if err != nil {
			return err
		}
		x.Undone = used
	}
	return nil
}

// revive brings replaced interactions back, with the signals that came with
// them: not one that another correction still stands for, nor one whose own
// command was undone meanwhile; what that one had corrected comes back then.
func (r *reversal) revive(superseded map[InteractionID]bool) error {
	c := r.contact
	for _, id := range r.step.Replaced {
		old := c.interaction(InteractionID(id))
		for old != nil && !superseded[old.ID] {
			used, err := r.used(old.Command)
			if err != nil {
				return err
			}
			if !used {
				c.reviveWithSignals(old, r.added)
				break
			}
			old = c.interaction(old.Replaces)
		}
	}
	return nil
}

// used reports whether a command was undone here, or is being so now. Where rows were
// carried to somebody else, undoing the command that wrote them leaves them alone.
func (r *reversal) used(id CommandID) (bool, error) {
	if id == r.command {
		return true, nil
	}
	rec, err := r.book.shelf.Undo(id)
	if KindOf(err) == KindNotFound {
		return false, nil // too old to be undone
	}
	if err != nil {
		return false, fmt.Errorf("undo record: %w", err)
	}
	if !rec.Used {
		return false, nil
	}
	for _, step := range rec.Steps {
		c, err := r.book.lead(step.Contact)
		switch {
		case step.Contact == r.contact.ID || err == nil && c.ID == r.contact.ID:
			return true, nil
		case err != nil && KindOf(err) != KindNotFound:
			return false, err
		}
	}
	return false, nil
}

func (c *Contact) reviveWithSignals(i *Interaction, not map[string]bool) {
	i.Undone = false
	for n := range c.Signals {
		if s := &c.Signals[n]; s.Interaction == i.ID && !not[string(s.ID)] {
			s.Undone = false
		}
	}
}

// moves takes back the command's moves, unless a later one stands: that was
// decided from where they had led, and is kept. The move that an introduction
// made stands as long as any interaction does, whichever command logged it.
func (r *reversal) moves() error {
	c := r.contact
	mine, later := false, false
	for _, m := range c.Moves {
		switch {
		case m.Undone:
		case r.added[string(m.ID)]:
			mine = true
		case mine:
			later = true
		}
	}
	if later {
		r.keep("phase")
		return nil
	}
	for i := range c.Moves {
		if m := &c.Moves[i]; r.added[string(m.ID)] && m.Explicit {
			m.Undone = true
		}
	}
	if i := c.lastMove(); i >= 0 && !c.Moves[i].Explicit && c.Touched.Count == 0 {
		// Where a split took the touches away, it stands without them.
		used, err := r.used(c.Moves[i].Command)
		if err != nil {
			return err
		}
		c.Moves[i].Undone = used
	}
	c.stand()
	return nil
}

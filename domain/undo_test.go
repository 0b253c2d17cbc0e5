package domain

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// kept lists what an undo kept.
func kept(u Undone) []string {
	var names []string
	for _, k := range u.Kept {
		names = append(names, k.Field)
	}
	return names
}

func (d *desk) isKept(u Undone, want ...string) {
	d.t.Helper()
	if diff := cmp.Diff(want, kept(u)); diff != "" {
		d.t.Errorf("kept: %s", diff)
	}
}

func TestUndoOfAFirstTouch(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Identifying)
	before := essence(d.contacts[id])
	d.met(id, 3, Initiated, Candid)
	u := d.undoes("")
	d.isKept(u)
	if diff := cmp.Diff(before, essence(d.contacts[id])); diff != "" {
		t.Error(diff)
	}
	if len(u.Contacts) != 1 || u.Contacts[0].Phase != Identifying || u.Verb != "test" {
		t.Errorf("%+v", u)
	}
	if c := d.contacts[id]; !c.Interactions[0].Undone || !c.Signals[1].Undone || !c.Moves[0].Undone {
		t.Error("the history was cut instead of marked")
	}
}

func TestUndoTwice(t *testing.T) {
	d := newDesk(t)
	d.met(d.add("Jane", Relating), 0)
	met := d.last()
	d.undoes(met)
	if _, err := d.try(func(b *Book) error { _, err := b.Undo(met); return err }); KindOf(err) != KindStale {
		t.Errorf("twice: %v", err)
	}
	d.undoes("") // the adding
	if _, err := d.try(func(b *Book) error { _, err := b.Undo(""); return err }); KindOf(err) != KindNotFound {
		t.Errorf("nothing left: %v", err)
	}
	if _, err := d.try(func(b *Book) error { _, err := b.Undo("cmd-99"); return err }); KindOf(err) != KindNotFound {
		t.Errorf("an unknown command: %v", err)
	}
}

func TestUndoKeepsALaterExplicitMove(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Identifying)
	d.met(id, 0)
	met := d.last()
	d.move(id, Identifying)
	u := d.undoes(met)
	d.isKept(u, "phase")
	if c := d.contacts[id]; c.Phase != Identifying || c.Furthest != Relating || c.Touched.Count != 0 {
		t.Errorf("%s, furthest %s, %d touches", c.Phase, c.Furthest, c.Touched.Count)
	}
}

func TestUndoRestoresFurthest(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.met(id, 3, Initiated)
	d.met(id, 0)
	d.move(id, Nurturing)
	d.isKept(d.undoes(""))
	if c := d.contacts[id]; c.Phase != Relating || c.Furthest != Relating {
		t.Errorf("%s, furthest %s", c.Phase, c.Furthest)
	}
}

func TestAnIntroductionStandsWhileATouchDoes(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Identifying)
	d.met(id, 3)
	first := d.last()
	d.met(id, 0)
	d.isKept(d.undoes(first))
	if c := d.contacts[id]; c.Phase != Relating {
		t.Errorf("met once and %s", c.Phase)
	}
	d.undoes("")
	if c := d.contacts[id]; c.Phase != Identifying || c.Furthest != Identifying || c.PhaseSince != c.Added {
		t.Errorf("never met and %s", c.Phase)
	}
}

func TestUndoRemovesWhatTheCommandMade(t *testing.T) {
	met := func(d *desk) (id ContactID) {
		d.do(func(b *Book) error {
			c, err := b.Add("Jane", "", Relating)
			if err != nil {
				return err
			}
			id = c.ID
			_, err = b.Log(c, Touch{On: b.Today})
			return err
		})
		return id
	}
	t.Run("touched by nothing since", func(t *testing.T) {
		d := newDesk(t)
		id := met(d)
		d.contacts[id].Shown = 2 // bookkeeping does not hold anybody
		u := d.undoes("")
		if len(u.Removed) != 1 || len(u.Contacts) != 0 || !d.contacts[id].Removed || len(d.portfolio().Contacts) != 0 {
			t.Errorf("%+v", u)
		}
		if _, err := d.try(func(b *Book) error { _, err := b.Contact(id); return err }); KindOf(err) != KindNotFound {
			t.Errorf("somebody removed can be opened: %v", err)
		}
	})
	later := map[string]func(b *Book, c *Contact) error{
		"met again": func(b *Book, c *Contact) error { _, err := b.Log(c, Touch{On: b.Today}); return err },
		"tagged":    func(b *Book, c *Contact) error { return b.Tag(c, "friend") },
		"noted":     func(b *Book, c *Contact) error { return b.Remember(c, "likes tea") },
		"snoozed":   func(b *Book, c *Contact) error { return b.Snooze(c, b.Today.AddDays(7)) },
	}
	for name, f := range later {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			id := met(d)
			made := d.last()
			d.with(id, f)
			u := d.undoes(made)
			d.isKept(u, "contact")
			if c := d.contacts[id]; c.Removed || !c.Interactions[0].Undone {
				t.Errorf("%+v", c)
			}
		})
		t.Run(name+", and that undone", func(t *testing.T) {
			d := newDesk(t)
			id := met(d)
			d.with(id, f)
			d.undoes("")
			if u := d.undoes(""); len(u.Removed) != 1 || !d.contacts[id].Removed {
				t.Errorf("%+v", u)
			}
		})
	}
}

func TestUndoRestoresFieldByField(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.with(id, func(b *Book, c *Contact) error {
		if err := b.Tag(c, "#Team"); err != nil {
			return err
		}
		return b.SetCadence(c, Every(14))
	})
	both := d.last()
	d.with(id, func(b *Book, c *Contact) error { return b.Tag(c, "friend") })
	d.isKept(d.undoes(both), "tags")
	c := d.contacts[id]
	if !c.Cadence.IsZero() || len(c.Tags) != 2 {
		t.Errorf("rhythm %v, tags %v", c.Cadence, c.Tags)
	}
}

func TestUndoOfATouchBringsTheSnoozeBack(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	until := d.today().AddDays(7)
	d.with(id, func(b *Book, c *Contact) error { return b.Snooze(c, until) })
	d.met(id, 0)
	d.undoes("")
	if got := d.contacts[id].SnoozedUntil; got != until {
		t.Errorf("snoozed until %s", got)
	}
}

func TestUndoForgetsARecognition(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.with(id, func(b *Book, c *Contact) error {
		_, err := b.Deliver(c, "a review", b.Today, Date{})
		return err
	})
	d.met(id, 0, Recognised)
	d.undoes("")
	if v := d.contacts[id].Values[0]; v.Undone || !v.Recognised.IsZero() {
		t.Errorf("%+v", v)
	}
}

func TestUndoOfACorrectedTouch(t *testing.T) {
	start := func(t *testing.T) (d *desk, id ContactID, met, amended CommandID) {
		t.Helper()
		d = newDesk(t)
		id = d.add("Jane", Relating)
		first := d.met(id, 0, Candid).Interaction
		met = d.last()
		d.with(id, func(b *Book, c *Contact) error {
			_, err := b.Amend(c, first.ID, Touch{On: b.Today.AddDays(-1), Kind: "call"})
			return err
		})
		return d, id, met, d.last()
	}
	t.Run("the correction", func(t *testing.T) {
		d, id, _, amended := start(t)
		d.isKept(d.undoes(amended))
		c := d.contacts[id]
		if c.Touched.Kind != "coffee" || c.Touched.Last != d.today() || c.newest(Candid) != d.today() || c.Touched.Count != 1 {
			t.Errorf("%+v", c.Touched)
		}
	})
	t.Run("the touch, which stays as it was corrected", func(t *testing.T) {
		d, id, met, amended := start(t)
		d.isKept(d.undoes(met), "interaction")
		if c := d.contacts[id]; c.Touched.Kind != "call" || c.Touched.Count != 1 {
			t.Errorf("%+v", c.Touched)
		}
		d.isKept(d.undoes(amended))
		if c := d.contacts[id]; c.Touched.Count != 0 || !c.newest(Candid).IsZero() {
			t.Errorf("both are undone, and yet %+v", c.Touched)
		}
	})
	t.Run("a correction that was corrected", func(t *testing.T) {
		d, id, _, amended := start(t)
		d.with(id, func(b *Book, c *Contact) error {
			_, err := b.Amend(c, c.Interactions[1].ID, Touch{On: b.Today, Kind: "lunch"})
			return err
		})
		again := d.last()
		d.isKept(d.undoes(amended), "interaction")
		if c := d.contacts[id]; c.Touched.Kind != "lunch" || c.Touched.Count != 1 {
			t.Errorf("the newer correction is gone: %+v", c.Touched)
		}
		d.undoes(again)
		if c := d.contacts[id]; c.Touched.Kind != "coffee" || c.Touched.Count != 1 || c.newest(Candid).IsZero() {
			t.Errorf("both corrections are undone, and yet %+v", c.Touched)
		}
	})
}

func TestUndoHasNoUndo(t *testing.T) {
	d := newDesk(t)
	d.met(d.add("Jane", Relating), 0)
	met := d.last()
	ch := d.do(func(b *Book) error { _, err := b.Undo(""); return err })
	if ch.Undo != nil || ch.Undone != met {
		t.Errorf("undo %v, undone %q", ch.Undo, ch.Undone)
	}
}

func TestUndoOutlivesAForgottenContact(t *testing.T) {
	d := newDesk(t)
	jane, omar := d.add("Jane", Relating), d.add("Omar", Relating)
	d.do(func(b *Book) error {
		for _, id := range []ContactID{jane, omar} {
			c, err := b.Contact(id)
			if err != nil {
				return err
			}
			if err := b.Tag(c, "team"); err != nil {
				return err
			}
		}
		return nil
	})
	delete(d.contacts, jane)
	if u := d.undoes(""); len(u.Contacts) != 1 || d.contacts[omar].Tags != nil {
		t.Errorf("%+v", u)
	}
}

package domain

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// standingGoals are the goals as a member sees them.
func (d *desk) standingGoals() []Goal {
	d.t.Helper()
	all, err := OpenBook(d.member, "read", d.now, d.policy, &d.shelf).Goals()
	if err != nil {
		d.t.Fatal(err)
	}
	return all
}

func TestAddGoal(t *testing.T) {
	d := newDesk(t)
	ch := d.do(func(b *Book) error { _, err := b.AddGoal(" speak at\nGopherCon ", b.Today.AddDays(90)); return err })
	want := Goal{
		ID: ch.Goals[0].After.ID, What: "speak at GopherCon", By: d.today().AddDays(90), Made: d.today(),
		State: GoalOpen, Command: d.last(),
	}
	if diff := cmp.Diff([]Goal{want}, d.standingGoals()); diff != "" || ch.Goals[0].Before != nil || ch.Undo == nil {
		t.Error(diff)
	}
	if u := d.undoes(""); len(u.Goals) != 1 || len(d.standingGoals()) != 0 {
		t.Errorf("%+v", u)
	}
	for name, f := range map[string]func(b *Book) error{
		"no words":  func(b *Book) error { _, err := b.AddGoal(" ", Date{}); return err },
		"too long":  func(b *Book) error { _, err := b.AddGoal(strings.Repeat("é", 301), Date{}); return err },
		"yesterday": func(b *Book) error { _, err := b.AddGoal("x", b.Today.AddDays(-1)); return err },
		"too many": func(b *Book) error {
			for n := range MostGoals + 1 {
				if _, err := b.AddGoal(fmt.Sprint("goal ", n), Date{}); err != nil || n == MostGoals {
					return err
				}
			}
			return nil
		},
	} {
		if _, err := d.try(f); KindOf(err) != KindInvalid || len(d.standingGoals()) != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheLifeOfAGoal(t *testing.T) {
	d := newDesk(t)
	id := d.goal("speak at GopherCon")
	d.later(10)
	made := d.standingGoals()
	try := func(f func(b *Book) error) error { _, err := d.try(f); return err }
	change := func(b *Book) error { _, err := b.ChangeGoal(id, "speak at FOSDEM", b.Today); return err }
	closes := func(s GoalState) func(b *Book) error {
		return func(b *Book) error { _, err := b.CloseGoal(id, s); return err }
	}
	d.do(change)
	if g := d.standingGoals()[0]; g.What != "speak at FOSDEM" || g.By != d.today() || g.Made != made[0].Made {
		t.Errorf("%+v", g)
	}
	d.undoes("")
	for _, s := range []GoalState{GoalReached, GoalDropped} {
		d.do(closes(s))
		if g := d.standingGoals()[0]; g.State != s || g.Closed != d.today() || len(d.portfolio().Goals) != 0 {
			t.Errorf("%+v", g)
		}
		for _, f := range []func(b *Book) error{closes(GoalReached), closes(GoalDropped), change} {
			if err := try(f); KindOf(err) != KindStale {
				t.Errorf("closed, and then %v", err)
			}
		}
		d.undoes("")
		if diff := cmp.Diff(made, d.standingGoals()); diff != "" {
			t.Errorf("undone, and yet %s", diff)
		}
	}
	for name, f := range map[string]func(b *Book) error{
		"opened":    closes(GoalOpen),
		"no state":  closes(""),
		"no words":  func(b *Book) error { _, err := b.ChangeGoal(id, "", Date{}); return err },
		"yesterday": func(b *Book) error { _, err := b.ChangeGoal(id, "x", b.Today.AddDays(-1)); return err },
	} {
		if err := try(f); KindOf(err) != KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	d.undoes("") // its adding
	for _, f := range []func(b *Book) error{change, closes(GoalReached), func(b *Book) error { _, err := b.Goal(id); return err }} {
		if err := try(f); KindOf(err) != KindNotFound {
			t.Errorf("gone, and then %v", err)
		}
	}
}

// TestAGoalOfThePastKeepsItsDate: other words for a goal whose date is over do
// not ask for a new date.
func TestAGoalOfThePastKeepsItsDate(t *testing.T) {
	d := newDesk(t)
	var g Goal
	d.do(func(b *Book) (err error) { g, err = b.AddGoal("speak", b.Today); return err })
	d.later(5)
	d.do(func(b *Book) error { _, err := b.ChangeGoal(g.ID, "speak twice", g.By); return err })
	if got := d.standingGoals()[0]; got.By != g.By || got.What != "speak twice" {
		t.Errorf("%+v", got)
	}
}

func TestUndoKeepsAGoalThatWasChangedSince(t *testing.T) {
	d := newDesk(t)
	id := d.goal("speak")
	made := d.last()
	d.do(func(b *Book) error { _, err := b.CloseGoal(id, GoalReached); return err })
	u := d.undoes(made)
	if len(u.KeptGoals) != 1 || len(u.Goals) != 0 || d.standingGoals()[0].State != GoalReached {
		t.Errorf("%+v", u)
	}
}

func TestLinks(t *testing.T) {
	d := newDesk(t)
	jane := d.add("Jane", Relating)
	goal := d.goal("speak")
	added := d.last()
	before := essence(d.contacts[jane])
	link := func(b *Book, c *Contact) error { return b.Link(c, goal) }
	d.with(jane, link)
	if c := d.contacts[jane]; !cmp.Equal(c.Goals, []RecordID{goal}) || !c.Placed {
		t.Errorf("%+v", c)
	}
	if ch := d.with(jane, link); len(ch.Contacts) != 0 {
		t.Error("linked twice")
	}
	d.with(jane, func(b *Book, c *Contact) error { return b.Unlink(c, goal) })
	if c := d.contacts[jane]; c.Goals != nil {
		t.Errorf("%v", c.Goals)
	}
	d.undoes("")
	d.undoesTo(before)
	d.refuses(jane, KindNotFound, func(b *Book, c *Contact) error { return b.Link(c, "elsewhere") })

	d.with(jane, link)
	linked := d.last()
	d.undoes(added)
	if c := d.contacts[jane]; c.Goals != nil {
		t.Errorf("the goal is gone, and its links are not: %v", c.Goals)
	}
	d.isKept(d.undoes(linked))
	d.refuses(jane, KindNotFound, link)
}

func TestAGoalAndItsLinkGoTogether(t *testing.T) {
	d := newDesk(t)
	jane := d.add("Jane", Relating)
	before := essence(d.contacts[jane])
	d.with(jane, func(b *Book, c *Contact) error {
		g, err := b.AddGoal("speak", Date{})
		if err != nil {
			return err
		}
		return b.Link(c, g.ID)
	})
	d.undoesTo(before)
	if len(d.standingGoals()) != 0 {
		t.Error("the goal stays")
	}
}

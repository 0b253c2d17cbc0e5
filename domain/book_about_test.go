package domain

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDescribe(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Identifying)
	before := essence(d.contacts[id])
	d.with(id, func(b *Book, c *Contact) error {
		return b.Describe(c, About{Organisation: " Acme\nInc ", Role: "CTO", HowMet: "at a fair,\nin Oslo ", Adds: "knows Go"})
	})
	want := About{Organisation: "Acme Inc", Role: "CTO", HowMet: "at a fair,\nin Oslo", Adds: "knows Go"}
	if diff := cmp.Diff(want, d.contacts[id].About()); diff != "" {
		t.Error(diff)
	}
	described := d.last()
	d.with(id, func(b *Book, c *Contact) error {
		a := c.About()
		a.Role = "CEO"
		return b.Describe(c, a)
	})
	d.isKept(d.undoes(described), "role")
	if a := d.contacts[id].About(); a != (About{Role: "CEO"}) {
		t.Errorf("%+v", a)
	}
	d.undoes("")
	d.with(id, func(b *Book, c *Contact) error { return b.Describe(c, About{}) })
	if diff := cmp.Diff(before, essence(d.contacts[id])); diff != "" {
		t.Error(diff)
	}
	long := strings.Repeat("é", 3001)
	for _, a := range []About{{Organisation: long}, {Role: long}, {Place: long}, {Work: long}, {HowMet: long}, {Adds: long}, {Offers: long}, {Connects: long}} {
		d.refuses(id, KindInvalid, func(b *Book, c *Contact) error { return b.Describe(c, a) })
	}
}

func TestPlace(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	before := essence(d.contacts[id])
	place := func(b *Book, c *Contact) error { return b.Place(c) }
	d.with(id, place)
	if !d.contacts[id].Placed {
		t.Error("not placed")
	}
	if ch := d.with(id, place); len(ch.Contacts) != 0 {
		t.Error("placed twice")
	}
	d.undoesTo(before)
}

func TestMute(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	before := essence(d.contacts[id])
	mute := func(r RuleName, muted bool) func(b *Book, c *Contact) error {
		return func(b *Book, c *Contact) error { return b.Mute(c, r, muted) }
	}
	d.with(id, mute(Weave, true))
	d.with(id, mute(Drifting, true))
	if ch := d.with(id, mute(Drifting, true)); ch.Undo != nil {
		t.Errorf("stopped twice: %v", d.contacts[id].Muted)
	}
	d.with(id, mute(Weave, false))
	if got := d.contacts[id].Muted; !cmp.Equal(got, []RuleName{Drifting}) {
		t.Errorf("%v", got)
	}
	for range 2 {
		d.undoes("")
	}
	d.undoesTo(before)
	d.refuses(id, KindInvalid, mute("no such rule", true))
	d.refuses(id, KindInvalid, mute(GoalAlone, true))
}

func TestHeed(t *testing.T) {
	d := newDesk(t)
	d.member.Unanswered = 5
	one, two := Telling{Rule: Weave, Contact: "c1", Subject: "c2"}, Telling{Rule: GoalAlone, Subject: "g1"}
	asked := d.today().AddDays(-3)
	d.told = map[Telling]Told{one: {Telling: one, On: asked, Times: 2}}
	heeds := func(all ...Telling) Changes {
		return d.do(func(b *Book) error {
			for _, x := range all {
				if err := b.Heed(x); err != nil {
					return err
				}
			}
			return nil
		})
	}
	ch := heeds(one, two, one)
	want := []Told{{Telling: two, On: d.today(), Answered: d.today()}, {Telling: one, On: asked, Times: 2, Answered: d.today()}}
	if diff := cmp.Diff(want, ch.Told); diff != "" {
		t.Error(diff)
	}
	if d.member.Unanswered != 0 || ch.Undo != nil {
		t.Errorf("unanswered %d, undo %v", d.member.Unanswered, ch.Undo)
	}
	if got := d.portfolio().Told[one]; got.Answered != d.today() || got.Times != 2 {
		t.Errorf("%+v", got)
	}
	d.later(1)
	heeds(one)
	if got := d.told[one]; got.Answered != d.today() || got.On != asked {
		t.Errorf("%+v", got)
	}
}

// TestHeedIsSeenInThePortfolio: what is answered in a command counts for what it
// plans.
func TestHeedIsSeenInThePortfolio(t *testing.T) {
	d := newDesk(t)
	d.do(func(b *Book) error {
		x := Telling{Rule: RunDry}
		if err := b.Heed(x); err != nil {
			return err
		}
		p, err := b.Portfolio()
		if err == nil && p.Told[x].Answered != b.Today {
			t.Errorf("%+v", p.Told)
		}
		return err
	})
}

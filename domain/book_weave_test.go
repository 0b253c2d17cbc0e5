package domain

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ties lists how a contact is tied to others: "woven c2 done".
func (d *desk) ties(id ContactID) []string {
	var all []string
	for _, x := range d.contacts[id].Introductions {
		if !x.Undone {
			all = append(all, string(x.How)+" "+d.contacts[x.Other].Name+" "+string(x.State))
		}
	}
	return all
}

func (d *desk) isTied(id ContactID, want ...string) {
	d.t.Helper()
	if diff := cmp.Diff(want, d.ties(id)); diff != "" {
		d.t.Errorf("%s: %s", d.contacts[id].Name, diff)
	}
}

func weaves(s IntroductionState, reason string) func(b *Book, c, other *Contact) error {
	return func(b *Book, c, other *Contact) error { return b.Weave(c, other, s, reason) }
}

func TestWeave(t *testing.T) {
	d := newDesk(t)
	jane, omar := d.add("Jane", Relating), d.add("Omar", Relating)
	before := map[ContactID]*Contact{jane: essence(d.contacts[jane]), omar: essence(d.contacts[omar])}
	d.both(jane, omar, weaves(IntroAccepted, "both tagged\x00 #berlin "))
	d.isTied(jane, "woven Omar accepted")
	d.isTied(omar, "woven Jane accepted")
	a, b := d.contacts[jane].Introductions[0], d.contacts[omar].Introductions[0]
	if a.ID == b.ID || a.Reason != "both tagged #berlin" || a.Reason != b.Reason || a.On != d.today() || a.Command != d.last() {
		t.Errorf("%+v and %+v", a, b)
	}
	d.later(3)
	d.both(omar, jane, weaves(IntroDone, "")) // the other way round
	d.isTied(jane, "woven Omar done")
	d.isTied(omar, "woven Jane done")
	if x := d.contacts[jane].Introductions[0]; x.ID != a.ID || x.On != d.today() || x.Reason != a.Reason {
		t.Errorf("%+v", x)
	}
	for _, s := range []IntroductionState{IntroDone, IntroAccepted, IntroDeclined} {
		d.refuses(jane, KindStale, func(b *Book, c *Contact) error {
			other, err := b.Contact(omar)
			if err != nil {
				return err
			}
			return b.Weave(c, other, s, "")
		})
	}
	d.undoes("")
	d.isTied(jane, "woven Omar accepted")
	if diff := cmp.Diff(a, d.contacts[jane].Introductions[0]); diff != "" {
		t.Error(diff)
	}
	d.undoes("")
	for id, was := range before {
		if diff := cmp.Diff(was, essence(d.contacts[id])); diff != "" {
			t.Error(diff)
		}
	}
	d.both(jane, omar, weaves(IntroDeclined, ""))
	d.both(jane, omar, weaves(IntroAccepted, "")) // another thought
	d.isTied(omar, "woven Jane accepted")
	d.refuses(jane, KindInvalid, func(b *Book, c *Contact) error { return b.Weave(c, c, IntroDone, "") })
	for _, bad := range []func(b *Book, c, other *Contact) error{
		weaves("", ""), weaves("soon", ""), weaves(IntroDone, strings.Repeat("é", 3001)),
	} {
		d.refuses(jane, KindInvalid, func(b *Book, c *Contact) error {
			other, err := b.Contact(omar)
			if err != nil {
				return err
			}
			return bad(b, c, other)
		})
	}
}

func TestThrough(t *testing.T) {
	d := newDesk(t)
	jane, omar, lena := d.add("Jane", Relating), d.add("Omar", Relating), d.add("Lena", Relating)
	before := map[ContactID]*Contact{jane: essence(d.contacts[jane]), omar: essence(d.contacts[omar])}
	through := func(b *Book, c, other *Contact) error { return b.Through(c, other, b.Today) }
	d.both(jane, omar, through)
	d.isTied(jane, "through Omar done")
	d.isTied(omar, "brought Jane done")
	if c := d.contacts[omar]; c.newest(Introduced) != d.today() || c.Balance != (Balance{Received: 1}) || len(d.contacts[jane].Signals) != 0 {
		t.Errorf("%+v, balance %+v", c.Signals, c.Balance)
	}
	d.both(lena, omar, through)
	if c := d.contacts[omar]; len(c.Signals) != 1 {
		t.Errorf("noted twice on one day: %+v", c.Signals)
	}
	d.undoes("")
	d.both(jane, omar, weaves(IntroAccepted, "")) // another bond of the same two
	d.isTied(jane, "through Omar done", "woven Omar accepted")
	d.undoes("")
	d.refuses(jane, KindStale, func(b *Book, c *Contact) error {
		other, err := b.Contact(omar)
		if err != nil {
			return err
		}
		return b.Through(c, other, b.Today)
	})
	d.refuses(jane, KindInvalid, func(b *Book, c *Contact) error { return b.Through(c, c, b.Today) })
	d.undoes("")
	for id, was := range before {
		if diff := cmp.Diff(was, essence(d.contacts[id])); diff != "" {
			t.Error(diff)
		}
	}
}

// TestThroughOnADay: the sign is of the day on which they were introduced.
func TestThroughOnADay(t *testing.T) {
	d := newDesk(t)
	jane, omar := d.add("Jane", Relating), d.add("Omar", Relating)
	early := d.today().AddDays(-4)
	for _, on := range []Date{{}, d.today().AddDays(1)} {
		d.refuses(jane, KindInvalid, func(b *Book, c *Contact) error {
			other, err := b.Contact(omar)
			if err != nil {
				return err
			}
			return b.Through(c, other, on)
		})
	}
	d.both(jane, omar, func(b *Book, c, other *Contact) error { return b.Through(c, other, early) })
	if c := d.contacts[omar]; c.newest(Introduced) != early || c.Introductions[0].On != early {
		t.Errorf("%+v %+v", c.Signals, c.Introductions)
	}
}

func TestThroughTheOtherWayRound(t *testing.T) {
	d := newDesk(t)
	jane, omar := d.add("Jane", Relating), d.add("Omar", Relating)
	through := func(b *Book, c, other *Contact) error { return b.Through(c, other, b.Today) }
	d.both(jane, omar, through)
	d.later(1)
	d.both(omar, jane, through)
	d.isTied(jane, "brought Omar done")
	d.isTied(omar, "through Jane done")
	d.undoes("")
	d.isTied(jane, "through Omar done")
	d.isTied(omar, "brought Jane done")
}

// TestTiesFollowAMerge: the two that were woven stay woven when one of them is
// merged, whichever of the rows names whom.
func TestTiesFollowAMerge(t *testing.T) {
	d := newDesk(t)
	jane, jnae, omar := d.add("Jane", Relating), d.add("Jnae", Relating), d.add("Omar", Relating)
	d.met(jane, 3)
	d.both(jnae, omar, weaves(IntroAccepted, ""))
	d.both(jane, jnae, weaves(IntroAccepted, "both in Oslo"))
	was := map[ContactID]*Contact{}
	for _, id := range []ContactID{jane, jnae, omar} {
		was[id] = essence(d.contacts[id])
	}
	d.merges(jane, jnae)
	d.isTied(jane, "woven Omar accepted")
	d.isTied(jnae)
	d.both(omar, jane, weaves(IntroDone, ""))
	d.isTied(jane, "woven Omar done")
	d.isTied(omar, "woven Jnae done")
	d.undoes("")
	d.isKept(d.undoes(""))
	for id, c := range was {
		if diff := cmp.Diff(c, essence(d.contacts[id])); diff != "" {
			t.Error(diff)
		}
	}
}

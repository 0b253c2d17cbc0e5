package domain

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// needs notes a need.
func (d *desk) needs(id ContactID, what string) Need {
	d.t.Helper()
	var n Need
	d.with(id, func(b *Book, c *Contact) (err error) {
		n, err = b.NoteNeed(c, what, Normal, true, b.Today)
		return err
	})
	return n
}

func TestNoteNeed(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	before := essence(d.contacts[id])
	n := d.needs(id, " a tax adviser ")
	want := Need{ID: n.ID, What: "a tax adviser", Asked: true, Urgency: Normal, Noted: d.today(), State: NeedOpen, Command: d.last()}
	c := d.contacts[id]
	if diff := cmp.Diff([]Need{want}, c.Needs); diff != "" || c.newest(SharedNeed) != d.today() {
		t.Errorf("%s, signals %+v", diff, c.Signals)
	}
	d.undoesTo(before)
	for name, f := range map[string]func(b *Book, c *Contact) error{
		"no words": func(b *Book, c *Contact) error { _, err := b.NoteNeed(c, "", Normal, true, b.Today); return err },
		"too long": func(b *Book, c *Contact) error {
			_, err := b.NoteNeed(c, strings.Repeat("x", 3001), Normal, true, b.Today)
			return err
		},
		"no urgency":   func(b *Book, c *Contact) error { _, err := b.NoteNeed(c, "x", "", true, b.Today); return err },
		"some urgency": func(b *Book, c *Contact) error { _, err := b.NoteNeed(c, "x", "whenever", true, b.Today); return err },
		"no date":      func(b *Book, c *Contact) error { _, err := b.NoteNeed(c, "x", Urgent, true, Date{}); return err },
		"noted tomorrow": func(b *Book, c *Contact) error {
			_, err := b.NoteNeed(c, "x", Someday, true, b.Today.AddDays(1))
			return err
		},
	} {
		t.Run(name, func(*testing.T) { d.refuses(id, KindInvalid, f) })
	}
}

func TestTheLifeOfANeed(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	n := d.needs(id, "a tax adviser")
	d.later(5)
	noted := essence(d.contacts[id])
	offer := func(b *Book, c *Contact) error { _, err := b.Offer(c, n.ID, "mine, she is good"); return err }
	drop := func(b *Book, c *Contact) error { _, err := b.DropNeed(c, n.ID); return err }
	serve := func(b *Book, c *Contact) error {
		_, err := b.Serve(c, n.ID, "her number", b.Today.AddDays(-1), b.Today)
		return err
	}

	d.with(id, offer)
	offered := essence(d.contacts[id])
	if got := offered.Needs[0].Offer; got != "mine, she is good" {
		t.Errorf("offered %q", got)
	}
	d.with(id, serve)
	c := d.contacts[id]
	wantValue := Value{
		ID: c.Values[0].ID, Need: n.ID, What: "her number",
		Delivered: d.today().AddDays(-1), Recognised: d.today(), Command: d.last(),
	}
	if diff := cmp.Diff([]Value{wantValue}, c.Values); diff != "" {
		t.Error(diff)
	}
	if got := c.Needs[0]; got.State != NeedMet || got.Closed != d.today().AddDays(-1) || c.Balance != (Balance{Given: 1}) {
		t.Errorf("%+v, balance %+v", got, c.Balance)
	}
	for name, f := range map[string]func(b *Book, c *Contact) error{"offer": offer, "drop": drop, "serve": serve} {
		t.Run(name+" when it is met", func(*testing.T) { d.refuses(id, KindStale, f) })
	}
	d.undoesTo(offered)
	d.undoesTo(noted)

	d.with(id, drop)
	if got := d.contacts[id].Needs[0]; got.State != NeedDropped || got.Closed != d.today() {
		t.Errorf("%+v", got)
	}
	d.refuses(id, KindStale, serve)
	d.undoesTo(noted)

	for name, f := range map[string]func(b *Book, c *Contact) error{
		"an empty offer":      func(b *Book, c *Contact) error { _, err := b.Offer(c, n.ID, " "); return err },
		"an offer too long":   func(b *Book, c *Contact) error { _, err := b.Offer(c, n.ID, strings.Repeat("x", 3001)); return err },
		"served with nothing": func(b *Book, c *Contact) error { _, err := b.Serve(c, n.ID, "", b.Today, Date{}); return err },
		"served before it was": func(b *Book, c *Contact) error {
			_, err := b.Serve(c, n.ID, "x", n.Noted.AddDays(-1), Date{})
			return err
		},
		"served tomorrow": func(b *Book, c *Contact) error {
			_, err := b.Serve(c, n.ID, "x", b.Today.AddDays(1), Date{})
			return err
		},
		"served on no day": func(b *Book, c *Contact) error { _, err := b.Serve(c, n.ID, "x", Date{}, Date{}); return err },
		"seen before": func(b *Book, c *Contact) error {
			_, err := b.Serve(c, n.ID, "x", b.Today, b.Today.AddDays(-1))
			return err
		},
	} {
		t.Run(name, func(*testing.T) { d.refuses(id, KindInvalid, f) })
	}
	d.undoes("") // the need
	for name, f := range map[string]func(b *Book, c *Contact) error{"offer": offer, "drop": drop, "serve": serve} {
		t.Run(name+" when it is gone", func(*testing.T) { d.refuses(id, KindNotFound, f) })
	}
}

func TestUndoOfANeedThatWasMet(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	n := d.needs(id, "a tax adviser")
	noted := d.last()
	d.with(id, func(b *Book, c *Contact) error { _, err := b.Serve(c, n.ID, "her number", b.Today, Date{}); return err })
	d.isKept(d.undoes(noted))
	if c := d.contacts[id]; !c.Needs[0].Undone || c.Values[0].Undone || c.Balance.Given != 1 {
		t.Errorf("what was delivered is gone with the need: %+v", c.Values)
	}
}

func TestReceive(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	before := essence(d.contacts[id])
	d.with(id, func(b *Book, c *Contact) error { _, err := b.Receive(c, "a review", b.Today.AddDays(-3)); return err })
	c := d.contacts[id]
	if v := c.Values[0]; !v.Theirs || v.Delivered != d.today().AddDays(-3) || c.Balance != (Balance{Received: 1}) {
		t.Errorf("%+v, balance %+v", v, c.Balance)
	}
	d.refuses(id, KindNotFound, func(b *Book, c *Contact) error { _, err := b.Recognise(c, c.Values[0].ID, b.Today); return err })
	d.undoesTo(before)
	d.refuses(id, KindInvalid, func(b *Book, c *Contact) error { _, err := b.Receive(c, " ", b.Today); return err })
	d.refuses(id, KindInvalid, func(b *Book, c *Contact) error { _, err := b.Receive(c, "x", b.Today.AddDays(1)); return err })
	d.refuses(id, KindInvalid, func(b *Book, c *Contact) error { _, err := b.Receive(c, "x", Date{}); return err })
}

func TestRecognise(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	var v Value
	d.with(id, func(b *Book, c *Contact) (err error) { v, err = b.Deliver(c, "a review", b.Today, Date{}); return err })
	d.later(4)
	before := essence(d.contacts[id])
	on := func(days int) func(b *Book, c *Contact) error {
		return func(b *Book, c *Contact) error { _, err := b.Recognise(c, v.ID, b.Today.AddDays(days)); return err }
	}
	d.refuses(id, KindInvalid, on(-5))
	d.refuses(id, KindInvalid, on(1))
	d.refuses(id, KindInvalid, func(b *Book, c *Contact) error { _, err := b.Recognise(c, v.ID, Date{}); return err })
	d.refuses(id, KindNotFound, func(b *Book, c *Contact) error { _, err := b.Recognise(c, "elsewhere", b.Today); return err })
	d.with(id, on(-1))
	c := d.contacts[id]
	if c.Values[0].Recognised != d.today().AddDays(-1) || c.newest(Recognised) != d.today().AddDays(-1) {
		t.Errorf("%+v", c.Values)
	}
	d.refuses(id, KindStale, on(-1))
	d.undoesTo(before)
	d.undoes("")
	d.refuses(id, KindNotFound, on(0))
}

package domain

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// promises notes a promise that falls due some days from now.
func (d *desk) promises(id ContactID, what string, inDays int, theirs bool) Promise {
	d.t.Helper()
	var p Promise
	d.with(id, func(b *Book, c *Contact) (err error) {
		p, err = b.Promise(c, what, b.Today.AddDays(inDays), theirs)
		return err
	})
	return p
}

// undoesTo undoes the newest command and wants a contact to be what it was.
func (d *desk) undoesTo(before *Contact, fields ...string) {
	d.t.Helper()
	d.isKept(d.undoes(""), fields...)
	if diff := cmp.Diff(before, essence(d.contacts[before.ID])); diff != "" {
		d.t.Errorf("undone, and yet %s", diff)
	}
}

func TestPromise(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	before := essence(d.contacts[id])
	p := d.promises(id, " the pricing\n sheet\x00 ", 0, false)
	want := Promise{ID: p.ID, What: "the pricing\n sheet", Made: d.today(), Due: d.today(), State: PromiseOpen, Command: d.last()}
	if diff := cmp.Diff([]Promise{want}, d.contacts[id].Promises); diff != "" || !p.Open() || p.Overdue(d.today()) {
		t.Error(diff)
	}
	d.undoesTo(before)
	if theirs := d.promises(id, "an introduction", 9, true); !theirs.Theirs {
		t.Error("a promise of theirs is mine")
	}
	d.undoesTo(before)
	for name, f := range map[string]func(b *Book, c *Contact) error{
		"no words": func(b *Book, c *Contact) error { _, err := b.Promise(c, " \n", b.Today, false); return err },
		"too long": func(b *Book, c *Contact) error {
			_, err := b.Promise(c, strings.Repeat("é", 3001), b.Today, false)
			return err
		},
		"no date":   func(b *Book, c *Contact) error { _, err := b.Promise(c, "x", Date{}, false); return err },
		"yesterday": func(b *Book, c *Contact) error { _, err := b.Promise(c, "x", b.Today.AddDays(-1), true); return err },
	} {
		t.Run(name, func(*testing.T) { d.refuses(id, KindInvalid, f) })
	}
}

func TestWhatBecomesOfAPromise(t *testing.T) {
	type end func(b *Book, c *Contact, id RecordID) (Promise, error)
	kept := func(b *Book, c *Contact, id RecordID) (Promise, error) { return b.Keep(c, id, b.Today.AddDays(-1)) }
	cases := []struct {
		name    string
		theirs  bool
		f       end
		want    PromiseState
		closed  int // days ago
		balance Balance
	}{
		{"mine kept", false, kept, PromiseKept, 1, Balance{Given: 1}},
		{"theirs kept", true, kept, PromiseKept, 1, Balance{Received: 1}},
		{"dropped", false, (*Book).DropPromise, PromiseDropped, 0, Balance{}},
		{"broken", true, (*Book).Break, PromiseBroken, 0, Balance{}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			d := newDesk(t)
			id := d.add("Jane", Relating)
			p := d.promises(id, "the sheet", 1, tc.theirs)
			d.later(3)
			before := essence(d.contacts[id])
			do := func(b *Book, c *Contact) error { _, err := tc.f(b, c, p.ID); return err }
			d.with(id, do)
			c := d.contacts[id]
			if got := c.Promises[0]; got.State != tc.want || got.Closed != d.today().AddDays(-tc.closed) || c.Balance != tc.balance {
				t.Errorf("%+v, balance %+v", got, c.Balance)
			}
			for name, f := range map[string]end{"keep": kept, "drop": (*Book).DropPromise, "break": (*Book).Break} {
				t.Run(name+" again", func(*testing.T) {
					d.refuses(id, KindStale, func(b *Book, c *Contact) error { _, err := f(b, c, p.ID); return err })
				})
			}
			d.refuses(id, KindStale, func(b *Book, c *Contact) error { _, err := b.Reschedule(c, p.ID, b.Today); return err })
			d.undoesTo(before)
			d.with(id, do)
			d.undoesTo(before)
			d.undoes("") // the promise itself
			d.refuses(id, KindNotFound, do)
		})
	}
}

func TestKeepingHasItsDates(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	p := d.promises(id, "the sheet", 5, false)
	d.later(2)
	for _, days := range []int{-3, 1, 400} {
		d.refuses(id, KindInvalid, func(b *Book, c *Contact) error { _, err := b.Keep(c, p.ID, b.Today.AddDays(days)); return err })
	}
	d.refuses(id, KindInvalid, func(b *Book, c *Contact) error { _, err := b.Keep(c, p.ID, Date{}); return err })
	d.refuses(id, KindNotFound, func(b *Book, c *Contact) error { _, err := b.Keep(c, "elsewhere", b.Today); return err })
	other := d.add("Omar", Relating)
	d.refuses(other, KindNotFound, func(b *Book, c *Contact) error { _, err := b.Keep(c, p.ID, b.Today); return err })

	west := d.promises(id, "the slides", 1, false)
	d.later(-1) // who crosses the date line is back on the day before
	for _, f := range []func(b *Book, c *Contact) error{
		func(b *Book, c *Contact) error { _, err := b.Keep(c, west.ID, b.Today); return err },
		func(b *Book, c *Contact) error { _, err := b.DropPromise(c, west.ID); return err },
	} {
		d.with(id, f)
		if got := d.contacts[id].promise(west.ID); got.Closed != got.Made {
			t.Errorf("closed on %s, made on %s", got.Closed, got.Made)
		}
		d.undoes("")
	}
}

func TestReschedule(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	p := d.promises(id, "the sheet", 1, false)
	before := essence(d.contacts[id])
	to := func(days int) func(b *Book, c *Contact) error {
		return func(b *Book, c *Contact) error { _, err := b.Reschedule(c, p.ID, b.Today.AddDays(days)); return err }
	}
	d.with(id, to(7))
	if got := d.contacts[id].Promises[0]; got.Due != d.today().AddDays(7) || got.Moved != 1 {
		t.Errorf("%+v", got)
	}
	d.undoesTo(before)
	d.with(id, to(7))
	first := d.last()
	d.with(id, to(7)) // the same button again
	if got := d.contacts[id].Promises[0]; got.Moved != 1 {
		t.Errorf("counted twice: %+v", got)
	}
	d.with(id, to(14))
	d.isKept(d.undoes(first), "promise")
	if got := d.contacts[id].Promises[0]; got.Due != d.today().AddDays(14) {
		t.Errorf("a later date is gone: %+v", got)
	}
	d.refuses(id, KindInvalid, to(-1))
	d.refuses(id, KindInvalid, func(b *Book, c *Contact) error { _, err := b.Reschedule(c, p.ID, Date{}); return err })
	d.refuses(id, KindNotFound, func(b *Book, c *Contact) error { _, err := b.Reschedule(c, "elsewhere", b.Today); return err })
}

func TestUndoOfAPromiseThatWasKept(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	p := d.promises(id, "the sheet", 1, false)
	made := d.last()
	d.with(id, func(b *Book, c *Contact) error { _, err := b.Keep(c, p.ID, b.Today); return err })
	d.isKept(d.undoes(made))
	if c := d.contacts[id]; c.Balance != (Balance{}) {
		t.Errorf("nothing was promised, and yet %+v", c.Balance)
	}
	d.undoes("") // the keeping: the promise stays away
	if c := d.contacts[id]; !c.Promises[0].Undone || c.Promises[0].State != PromiseOpen {
		t.Errorf("%+v", c.Promises[0])
	}
}

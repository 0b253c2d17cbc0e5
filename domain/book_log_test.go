package domain

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestFirstTouchIntroduces(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Identifying)
	l := d.met(id, 3)
	c := d.contacts[id]
	if l.From != Identifying || c.Phase != Relating || c.Furthest != Relating || c.PhaseSince != d.today() {
		t.Errorf("from %s to %s", l.From, c.Phase)
	}
	if len(c.Moves) != 1 || c.Moves[0].Explicit || l.New {
		t.Errorf("moves %+v, new %t", c.Moves, l.New)
	}
	d.move(id, Identifying)
	if d.met(id, 0); d.contacts[id].Phase != Identifying {
		t.Error("a second touch moved somebody whom the member had moved back")
	}
}

func TestFirstSeenThroughMet(t *testing.T) {
	d := newDesk(t)
	var l Logged
	ch := d.do(func(b *Book) error {
		c, err := b.Add("  Jane \t Doe ", "U7", Relating)
		if err != nil {
			return err
		}
		l, err = b.Log(c, Touch{On: b.Today.AddDays(-1), Kind: "coffee"})
		return err
	})
	c := ch.Contacts[0].After
	if !l.New || c.Name != "Jane Doe" || c.Phase != Relating || l.From != Relating || len(c.Moves) != 0 || ch.Contacts[0].Before != nil {
		t.Errorf("%+v", c)
	}
	if l.Interaction.ID == "" || string(l.Interaction.ID) == string(c.ID) {
		t.Errorf("ids %q and %q", l.Interaction.ID, c.ID)
	}
}

func TestLogRefuses(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	cases := map[string]Touch{
		"tomorrow":          {On: d.today().AddDays(1), Kind: "coffee"},
		"no date":           {Kind: "coffee"},
		"a note too long":   {On: d.today(), Note: strings.Repeat("é", 3001)},
		"a kind too long":   {On: d.today(), Kind: strings.Repeat("x", 61)},
		"an unknown signal": {On: d.today(), Signals: []SignalKind{"psychic"}},
	}
	for name, touch := range cases {
		_, err := d.try(func(b *Book) error {
			c, err := b.Contact(id)
			if err != nil {
				return err
			}
			_, err = b.Log(c, touch)
			return err
		})
		if KindOf(err) != KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	d.with(id, func(b *Book, c *Contact) error {
		l, err := b.Log(c, Touch{On: b.Today, Note: strings.Repeat("é", 3000) + "\x00\xff"})
		if l.Interaction.Kind != "meeting" || strings.Trim(l.Interaction.Note, "é") != "" {
			t.Errorf("kept as %q", l.Interaction.Kind)
		}
		return err
	})
}

func TestR16AnOlderTouchMovesNothingBack(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.with(id, func(b *Book, c *Contact) error {
		_, err := b.Log(c, Touch{On: b.Today, Kind: "lunch", Note: "moving to Oslo"})
		return err
	})
	d.later(20)
	d.shows(d.digest())
	until := d.today().AddDays(7)
	d.with(id, func(b *Book, c *Contact) error { return b.Snooze(c, until) })
	d.contacts[id].Shown, d.contacts[id].ShownOn = 2, d.today()
	d.with(id, func(b *Book, c *Contact) error { return b.Expect(c, b.Today.AddDays(9), "drinks") })
	before := d.contacts[id].clone()

	l := d.met(id, 90)
	c := d.contacts[id]
	if !l.Older {
		t.Error("nobody is told that a newer touch exists")
	}
	if c.Touched.Last != before.Touched.Last || c.Touched.Kind != "lunch" || c.Touched.Note != "moving to Oslo" {
		t.Errorf("the last contact is %+v", c.Touched)
	}
	if c.Touched.Count != 2 || c.Touched.Days != 2 || c.Touched.First != d.today().AddDays(-90) {
		t.Errorf("counted %+v", c.Touched)
	}
	if c.SnoozedUntil != until || c.Shown != 2 || c.ShownOn != before.ShownOn || c.Planned != before.Planned {
		t.Errorf("an older touch closed something newer: %+v", c)
	}
}

func TestR24AnyTouchResetsTheRhythm(t *testing.T) {
	for _, kind := range []string{"coffee", "email", "gift", "kind of my own", ""} {
		d := newDesk(t)
		id := d.add("Jane", Relating)
		d.met(id, 0)
		d.later(40)
		d.shows(d.digest())
		d.with(id, func(b *Book, c *Contact) error { return b.Snooze(c, b.Today.AddDays(30)) })
		d.contacts[id].Shown = 1
		d.with(id, func(b *Book, c *Contact) error {
			_, err := b.Log(c, Touch{On: b.Today, Kind: kind})
			return err
		})
		c := d.contacts[id]
		if c.Shown != 0 || !c.ShownOn.IsZero() || !c.SnoozedUntil.IsZero() || len(d.digest().Shown) > 0 {
			t.Errorf("%q leaves %+v", kind, c)
		}
		if d.later(16); len(d.digest().Shown) != 1 {
			t.Errorf("%q: not due again after its rhythm", kind)
		}
	}
}

func TestR25CountedFromWhenItHappened(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.met(id, 12) // logged today
	r := d.member.Settings(d.policy)
	c := d.contacts[id]
	if got, want := r.Due(c), d.today().AddDays(2+jitter(c.Name, d.policy.Cadences[Relating])); got != want {
		t.Errorf("due on %s, want %s", got, want)
	}
}

func TestATouchAnswersThePlan(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.with(id, func(b *Book, c *Contact) error { return b.Expect(c, b.Today.AddDays(2), "drinks") })
	if d.met(id, 0); d.contacts[id].Planned.IsZero() {
		t.Error("a touch before the planned day answered it")
	}
	d.later(3)
	if d.met(id, 1); !d.contacts[id].Planned.IsZero() || d.contacts[id].PlannedKind != "" {
		t.Error("a touch on the planned day did not answer it")
	}
}

func TestSignalsComeWithATouch(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	l := d.met(id, 0, Candid, Candid, Recognised)
	c := d.contacts[id]
	if len(c.Signals) != 2 || c.Signals[0].Interaction != l.Interaction.ID {
		t.Errorf("signals %+v", c.Signals)
	}
	if !l.Unrecognised || l.Recognised != nil {
		t.Error("with nothing delivered, nobody is asked what was")
	}
	for _, what := range []string{"a review", "an introduction"} {
		d.with(id, func(b *Book, c *Contact) error {
			_, err := b.Deliver(c, what, b.Today, Date{})
			return err
		})
	}
	l = d.met(id, 0, Recognised)
	if l.Unrecognised || l.Recognised == nil || l.Recognised.What != "an introduction" {
		t.Errorf("recognised %+v", l.Recognised)
	}
	if v := d.contacts[id].Values; v[1].Recognised != d.today() || !v[0].Recognised.IsZero() {
		t.Errorf("values %+v", v)
	}
	d.later(1)
	if l = d.met(id, 5, Recognised); !l.Unrecognised {
		t.Error("something was recognised before it was delivered")
	}
}

func TestAmend(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	first := d.met(id, 0, Initiated).Interaction
	var fixed Interaction
	d.with(id, func(b *Book, c *Contact) (err error) {
		fixed, err = b.Amend(c, first.ID, Touch{On: b.Today.AddDays(-2), Kind: "call", Note: "Ada starts school", Signals: []SignalKind{Candid, Initiated}})
		return err
	})
	c := d.contacts[id]
	if fixed.Replaces != first.ID || c.Touched.Count != 1 || c.Touched.Last != fixed.On || c.Touched.Kind != "call" || c.Touched.Note != "Ada starts school" {
		t.Errorf("%+v", c.Touched)
	}
	live := 0
	for _, s := range c.Signals {
		if !s.Undone {
			live++
			if s.Interaction != fixed.ID || s.On != fixed.On {
				t.Errorf("%s stayed behind", s.Kind)
			}
		}
	}
	if live != 2 {
		t.Errorf("%d signals", live)
	}
	for _, tc := range []struct {
		id   InteractionID
		on   Date
		want Kind
	}{
		{first.ID, d.today(), KindStale},
		{"elsewhere", d.today(), KindNotFound},
		{fixed.ID, d.today().AddDays(1), KindInvalid},
	} {
		_, err := d.try(func(b *Book) error {
			c, err := b.Contact(id)
			if err != nil {
				return err
			}
			_, err = b.Amend(c, tc.id, Touch{On: tc.on})
			return err
		})
		if KindOf(err) != tc.want {
			t.Errorf("%s: %v", tc.id, err)
		}
	}
}

func TestNewestNote(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	note := func(ago int, text string) {
		d.with(id, func(b *Book, c *Contact) error {
			_, err := b.Log(c, Touch{On: b.Today.AddDays(-ago), Note: text})
			return err
		})
	}
	is := func(want string) {
		t.Helper()
		if got := d.contacts[id].Touched.Note; got != want {
			t.Errorf("the newest note is %q, want %q", got, want)
		}
	}
	note(2, "moving to Oslo")
	is("moving to Oslo")
	note(9, "has a cold")
	is("moving to Oslo")
	d.met(id, 0)
	is("moving to Oslo")
	d.with(id, func(b *Book, c *Contact) error { return b.Remember(c, "likes tea") })
	is("likes tea")
	d.later(1)
	note(0, "new job")
	is("new job")
	if on := d.contacts[id].Touched.NoteOn; on != On(2026, time.November, 3) {
		t.Errorf("noted on %s", on)
	}
}

// TestATouchOfALongHistoryIsNoMoreWork: a touch is one row more, however many there
// are, so telling what changed must not take every row into its hands.
func TestATouchOfALongHistoryIsNoMoreWork(t *testing.T) {
	work := func(touches int) float64 {
		d := newDesk(t)
		jane := d.contacts[d.add("Jane", Relating)]
		jane.SlackUser = "U2"
		for i := range touches {
			jane.Interactions = append(jane.Interactions, Interaction{ID: InteractionID(fmt.Sprint("i", i)), On: d.today().AddDays(i - touches), Kind: "coffee"})
		}
		return testing.AllocsPerRun(1, func() {
			b := OpenBook(d.member, "met", d.now, d.policy, &d.shelf)
			c, err := b.Contact(jane.ID)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := b.Log(c, Touch{On: b.Today}); err != nil {
				t.Fatal(err)
			}
			ch, err := b.Changes("met")
			if err != nil || len(ch.Undo.Steps[0].Added) != 1 || len(ch.Contacts[0].Is.Interactions) != 1 {
				t.Fatalf("a touch of %d more: %+v, %v", touches, ch.Undo, err)
			}
		})
	}
	if few, many := work(20), work(2000); many > few+20 {
		t.Errorf("with a hundred times the history it allocates %.0f times, not %.0f", many, few)
	}
}

package domain

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// merges merges two contacts and returns the id of the one that stays.
func (d *desk) merges(a, other ContactID) ContactID {
	d.t.Helper()
	var stays ContactID
	d.both(a, other, func(b *Book, a, other *Contact) error {
		c, err := b.Merge(a, other)
		if err == nil {
			stays = c.ID
		}
		return err
	})
	return stays
}

// both runs one command about two contacts.
func (d *desk) both(a, other ContactID, f func(b *Book, a, other *Contact) error) Changes {
	d.t.Helper()
	return d.with(a, func(b *Book, c *Contact) error {
		o, err := b.Contact(other)
		if err != nil {
			return err
		}
		return f(b, c, o)
	})
}

// refuses runs one command about a contact and wants an error of a kind.
func (d *desk) refuses(id ContactID, want Kind, f func(b *Book, c *Contact) error) {
	d.t.Helper()
	before := essence(d.contacts[id])
	_, err := d.try(func(b *Book) error {
		c, err := b.Contact(id)
		if err != nil {
			return err
		}
		return f(b, c)
	})
	if err == nil || KindOf(err) != want {
		d.t.Errorf("%v, want %s", err, want)
	}
	if diff := cmp.Diff(before, essence(d.contacts[id])); diff != "" {
		d.t.Errorf("refused, and yet %s", diff)
	}
}

func TestRename(t *testing.T) {
	cases := []struct {
		name    string
		to      []string
		is      string
		aliases []string
	}{
		{"once", []string{"Jane Doe"}, "Jane Doe", []string{"Jane"}},
		{"there and back", []string{"Jane Doe", "Jane"}, "Jane", []string{"Jane Doe"}},
		{"to the same", []string{"Jane"}, "Jane", nil},
		{"only the case", []string{"JANE", "jane"}, "jane", nil},
		{"twice round", []string{"Jane Doe", "JANE", "jane doe"}, "jane doe", []string{"JANE"}},
		{"on two lines", []string{" Jane \n Doe\x00 "}, "Jane Doe", []string{"Jane"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			d := newDesk(t)
			id := d.add("Jane", Relating)
			before := essence(d.contacts[id])
			for _, to := range tc.to {
				d.with(id, func(b *Book, c *Contact) error { return b.Rename(c, to) })
			}
			if c := d.contacts[id]; c.Name != tc.is || !slices.Equal(c.Aliases, tc.aliases) {
				t.Errorf("%q, also %q", c.Name, c.Aliases)
			}
			for len(d.undo) > 1 && !d.undo[1].Used {
				d.undoes("")
			}
			if diff := cmp.Diff(before, essence(d.contacts[id])); diff != "" {
				t.Error(diff)
			}
		})
	}
	d := newDesk(t)
	id := d.add("Jane", Relating)
	for _, name := range []string{"", " \n", "\x00", strings.Repeat("é", 201)} {
		d.refuses(id, KindInvalid, func(b *Book, c *Contact) error { return b.Rename(c, name) })
	}
}

func TestMergeStaysWhoCameFurther(t *testing.T) {
	build := func(d *desk, name string, touches int, far bool) ContactID {
		id := d.add(name, Relating)
		for n := range touches {
			d.met(id, n, Initiated)
		}
		if far {
			d.move(id, Nurturing)
		}
		return id
	}
	cases := []struct {
		name         string
		aTouches     int
		aFar         bool
		otherTouches int
		otherFar     bool
		otherStays   bool
	}{
		{"all alike", 1, false, 1, false, false},
		{"the other has come further", 5, false, 2, true, true},
		{"a has come further", 2, true, 5, false, false},
		{"the other met more often", 1, false, 2, false, true},
		{"a met more often", 2, false, 1, false, false},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			d := newDesk(t)
			a := build(d, "Jane Doe", tc.aTouches, tc.aFar)
			other := build(d, "Jnae", tc.otherTouches, tc.otherFar)
			stays := d.merges(a, other)
			if (stays == other) != tc.otherStays {
				t.Fatal("the wrong one stays")
			}
			left := a
			if stays == a {
				left = other
			}
			c, gone := d.contacts[stays], d.contacts[left]
			if c.Name != "Jane Doe" || !slices.Equal(c.Aliases, []string{"Jnae"}) || c.Touched.Count != tc.aTouches+tc.otherTouches {
				t.Errorf("%q, also %q, %d touches", c.Name, c.Aliases, c.Touched.Count)
			}
			if !gone.Removed || gone.MergedInto != stays || gone.Touched.Count != 0 || len(d.portfolio().Contacts) != 1 {
				t.Errorf("%+v", gone)
			}
			d.with(left, func(_ *Book, c *Contact) error {
				if c.ID != stays {
					t.Error("a button of last month is lost")
				}
				return nil
			})
			d.refuses(left, KindInvalid, func(b *Book, c *Contact) error { _, err := b.Merge(c, c); return err })
		})
	}
	t.Run("added earlier", func(t *testing.T) {
		d := newDesk(t)
		old := d.add("Jnae", Relating)
		d.later(1)
		if stays := d.merges(d.add("Jane", Relating), old); stays != old {
			t.Error("the newer one stays")
		}
	})
}

func TestMergeUnitesTwoCards(t *testing.T) {
	d := newDesk(t)
	today := d.today()
	goal := d.goal("Speak at GopherCon")
	a, other := d.add("Jane", Relating), d.add("J. Doe", Relating)
	d.both(a, other, func(b *Book, a, other *Contact) error {
		other.SlackUser = "U7"
		for _, f := range []func() error{
			func() error { return b.Describe(a, About{Organisation: "Acme", HowMet: "at a fair"}) },
			func() error {
				return b.Describe(other, About{Organisation: "Initech", Role: "CTO", HowMet: "through Omar", Adds: "knows Go"})
			},
			func() error { return b.Tag(a, "berlin") },
			func() error { return b.Tag(other, "go", "berlin") },
			func() error { return b.Link(other, goal) },
			func() error { return b.Mark(a, Occasion{Name: "birthday", Month: time.May, Day: 3}) },
			func() error { return b.Mark(other, Occasion{Name: "birthday", Month: time.May, Day: 4}) },
			func() error { return b.Mark(other, Occasion{Name: "anniversary", Month: time.June, Day: 1}) },
			func() error { return b.SetCadence(other, Every(10)) },
			func() error { return b.Mute(other, Weave, true) },
			func() error { return b.Rest(other, true) },
			func() error { return b.Archive(other, true) },
			func() error { return b.Snooze(other, today.AddDays(30)) },
			func() error { return b.Expect(a, today.AddDays(5), "lunch") },
			func() error { return b.Expect(other, today.AddDays(3), "drinks") },
			func() error { return b.Rename(other, "Jane D.") },
		} {
			if err := f(); err != nil {
				return err
			}
		}
		return nil
	})
	c := d.contacts[d.merges(a, other)]
	want := &Contact{
		ID: c.ID, Name: "Jane", Aliases: []string{"Jane D.", "J. Doe"}, SlackUser: "U7",
		Organisation: "Acme", Role: "CTO", HowMet: "at a fair\nthrough Omar", Adds: "knows Go",
		Tags: []string{"berlin", "go"}, Goals: []RecordID{goal}, Placed: true, Muted: []RuleName{Weave},
		Occasions: []Occasion{{Name: "birthday", Month: time.May, Day: 3}, {Name: "anniversary", Month: time.June, Day: 1}},
		Phase:     Relating, Furthest: Relating, PhaseSince: today, Added: today,
		Cadence: Every(10), SnoozedUntil: today.AddDays(3), Planned: today.AddDays(3), PlannedKind: "drinks",
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error(diff)
	}
}

// goal adds a goal.
func (d *desk) goal(what string) RecordID {
	d.t.Helper()
	var id RecordID
	d.do(func(b *Book) error {
		g, err := b.AddGoal(what, Date{})
		id = g.ID
		return err
	})
	return id
}

func TestUndoOfAMergeKeepsWhatCameLater(t *testing.T) {
	cases := []struct {
		name  string
		later func(b *Book, c *Contact) error
		kept  []string
		stays func(c *Contact) bool // on the one who stayed
	}{
		{"nothing", nil, nil, func(c *Contact) bool { return c.Touched.Count == 2 }},
		{
			"a touch", func(b *Book, c *Contact) error { _, err := b.Log(c, Touch{On: b.Today}); return err },
			[]string{"history"},
			func(c *Contact) bool { return c.Touched.Count == 3 },
		},
		{
			"a promise", func(b *Book, c *Contact) error { _, err := b.Promise(c, "the sheet", b.Today, false); return err },
			[]string{"history"},
			func(c *Contact) bool { return len(c.Promises) == 1 },
		},
		{
			"a tag", func(b *Book, c *Contact) error { return b.Tag(c, "oslo") },
			[]string{"tags"},
			func(c *Contact) bool { return slices.Equal(c.Tags, []string{"friend", "go", "oslo"}) },
		},
		{
			"a name", func(b *Book, c *Contact) error { return b.Rename(c, "Jane Doe") },
			[]string{"aliases"},
			func(c *Contact) bool { return c.Name == "Jane Doe" },
		},
		{
			"a move", func(b *Book, c *Contact) error { _, err := b.Move(c, Nurturing); return err },
			nil, func(c *Contact) bool { return c.Phase == Nurturing },
		},
		{
			"a correction of what came over", func(b *Book, c *Contact) error {
				_, err := b.Amend(c, c.Interactions[len(c.Interactions)-1].ID, Touch{On: b.Today, Kind: "call"})
				return err
			},
			nil, func(c *Contact) bool { return c.Touched.Count == 2 },
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			d := newDesk(t)
			jane, jnae := d.add("Jane", Relating), d.add("Jnae", Relating)
			d.met(jane, 9, Initiated)
			d.met(jane, 3)
			d.met(jnae, 1, Candid)
			d.with(jane, func(b *Book, c *Contact) error { return b.Tag(c, "friend") })
			d.with(jnae, func(b *Book, c *Contact) error { return b.Tag(c, "go") })
			wasJane, wasJnae := essence(d.contacts[jane]), essence(d.contacts[jnae])
			if d.merges(jane, jnae) != jane {
				t.Fatal("the wrong one stays")
			}
			merged := d.last()
			if tc.later != nil {
				d.with(jnae, tc.later)
			}
			u := d.undoes(merged)
			d.isKept(u, tc.kept...)
			if !tc.stays(d.contacts[jane]) {
				t.Errorf("%+v", d.contacts[jane])
			}
			c := d.contacts[jnae]
			if c.Removed || c.MergedInto != "" || c.Touched.Count != 1 || c.newest(Candid).IsZero() || len(u.Contacts) != 2 {
				t.Errorf("%+v", c)
			}
			if tc.name == "a correction of what came over" {
				if c.Touched.Kind != "call" || len(d.contacts[jane].Interactions) != 2 {
					t.Errorf("the correction stayed behind: %+v", c.Touched)
				}
				return
			}
			if diff := cmp.Diff(wasJnae, essence(c)); diff != "" {
				t.Error(diff)
			}
			if tc.later == nil {
				if diff := cmp.Diff(wasJane, essence(d.contacts[jane])); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

// TestUndoAcrossAMerge: what one of two had done before they were merged can be
// undone while they are one, and after they are two again.
func TestUndoAcrossAMerge(t *testing.T) {
	start := func(t *testing.T) (d *desk, jane, jnae ContactID, touch, tag, merged CommandID) {
		t.Helper()
		d = newDesk(t)
		jane, jnae = d.add("Jane", Relating), d.add("Jnae", Relating)
		d.met(jane, 3)
		d.met(jane, 2)
		d.met(jnae, 1)
		touch = d.last()
		d.with(jnae, func(b *Book, c *Contact) error { return b.Tag(c, "go") })
		tag = d.last()
		d.merges(jane, jnae)
		return d, jane, jnae, touch, tag, d.last()
	}
	t.Run("a touch", func(t *testing.T) {
		d, jane, jnae, touch, _, merged := start(t)
		d.isKept(d.undoes(touch))
		if c := d.contacts[jane]; c.Touched.Count != 2 {
			t.Errorf("%+v", c.Touched)
		}
		d.isKept(d.undoes(merged))
		if c := d.contacts[jnae]; c.Touched.Count != 0 || len(c.Interactions) != 1 {
			t.Errorf("%+v", c)
		}
	})
	t.Run("a field, which stays on the one and is gone from the other", func(t *testing.T) {
		d, jane, jnae, _, tag, merged := start(t)
		d.isKept(d.undoes(tag), "tags", "place in the circle")
		if c := d.contacts[jane]; !slices.Equal(c.Tags, []string{"go"}) {
			t.Errorf("%v", c.Tags)
		}
		d.undoes(merged)
		if c := d.contacts[jnae]; c.Removed || c.Tags != nil || c.Placed {
			t.Errorf("%+v", c)
		}
	})
	t.Run("the adding", func(t *testing.T) {
		d, _, jnae, _, _, _ := start(t)
		d.isKept(d.undoes("cmd-2"), "contact")
		d.with(jnae, func(*Book, *Contact) error { return nil })
	})
	t.Run("what was done while they were one", func(t *testing.T) {
		d, jane, jnae, touch, _, merged := start(t)
		id := d.contacts[jane].Interactions[2].ID
		d.with(jane, func(b *Book, c *Contact) error {
			_, err := b.Amend(c, id, Touch{On: b.Today, Kind: "call"})
			return err
		})
		amended := d.last()
		d.undoes(merged)
		d.isKept(d.undoes(amended), "history") // it went back with the touch
		if c := d.contacts[jnae]; c.Touched.Kind != "call" {
			t.Errorf("%+v", c.Touched)
		}
		d.isKept(d.undoes(touch), "interaction")
	})
}

// TestUndoOfMergesInAnyOrder: three become one, and are undone oldest first.
func TestUndoOfMergesInAnyOrder(t *testing.T) {
	d := newDesk(t)
	ids := []ContactID{d.add("Jane", Relating), d.add("Jnae", Relating), d.add("J.", Relating)}
	was := make(map[ContactID]*Contact)
	for n, id := range ids {
		for ago := range 3 - n {
			d.met(id, n+ago)
		}
		was[id] = essence(d.contacts[id])
	}
	d.merges(ids[1], ids[2])
	first := d.last()
	d.merges(ids[0], ids[1])
	second := d.last()
	d.with(ids[2], func(_ *Book, c *Contact) error {
		if c.ID != ids[0] || c.Touched.Count != 6 || !slices.Equal(c.Aliases, []string{"Jnae", "J."}) {
			t.Errorf("%+v", c)
		}
		return nil
	})
	d.isKept(d.undoes(first), "aliases")
	if diff := cmp.Diff(was[ids[2]], essence(d.contacts[ids[2]])); diff != "" {
		t.Error(diff)
	}
	d.isKept(d.undoes(second), "history") // some of it has gone its way already
	for _, id := range ids {
		if diff := cmp.Diff(was[id], essence(d.contacts[id])); diff != "" {
			t.Error(diff)
		}
	}
}

func TestSplit(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Identifying)
	d.with(id, func(b *Book, c *Contact) error { return b.Rename(c, "Jane Doe") })
	d.met(id, 30)
	wrong := d.met(id, 9, Candid).Interaction
	d.with(id, func(b *Book, c *Contact) error {
		_, err := b.Amend(c, wrong.ID, Touch{On: wrong.On, Kind: "call", Signals: []SignalKind{Accepted}})
		return err
	})
	right := d.contacts[id].Interactions[2].ID
	p := d.promises(id, "the sheet", 4, false)
	n := d.needs(id, "a tax adviser")
	d.with(id, func(b *Book, c *Contact) error { _, err := b.Serve(c, n.ID, "her number", b.Today, Date{}); return err })
	before := essence(d.contacts[id])

	var part *Contact
	split := func(rows ...string) {
		d.with(id, func(b *Book, c *Contact) (err error) { part, err = b.Split(c, " JANE ", rows); return err })
		part = d.contacts[part.ID]
	}
	split(string(right), string(p.ID), string(n.ID))
	c := d.contacts[id]
	if part.Name != "JANE" || part.Phase != Relating || part.Furthest != Relating || part.Added != wrong.On || part.PhaseSince != wrong.On {
		t.Errorf("%+v", part)
	}
	if len(part.Interactions) != 2 || len(part.Signals) != 4 || len(part.Promises) != 1 || len(part.Needs) != 1 || len(part.Values) != 1 || len(part.Moves) != 0 {
		t.Errorf("taken over: %+v", part.History)
	}
	if part.Touched.Count != 1 || part.Touched.Kind != "call" || part.Balance.Given != 1 {
		t.Errorf("%+v, balance %+v", part.Touched, part.Balance)
	}
	if c.Touched.Count != 1 || c.Balance != (Balance{}) || c.Phase != Relating || c.Aliases != nil || len(c.Signals) != 0 {
		t.Errorf("left: %+v", c)
	}
	d.undoesTo(before)
	if !part.Removed && !d.contacts[part.ID].Removed {
		t.Error("the new one stays")
	}

	split(string(p.ID))
	if part.Phase != Identifying || part.Furthest != Identifying || part.Added != p.Made || part.Touched.Count != 0 {
		t.Errorf("%+v", part)
	}
	divided := d.last()
	d.met(part.ID, 0)
	d.isKept(d.undoes(divided), "contact")
	if left := d.contacts[part.ID]; left.Removed || left.Touched.Count != 1 || len(left.Promises) != 0 {
		t.Errorf("what came later is gone: %+v", left)
	}
	if diff := cmp.Diff(before, essence(d.contacts[id])); diff != "" {
		t.Error(diff)
	}
}

func TestSplitRefuses(t *testing.T) {
	d := newDesk(t)
	id, other := d.add("Jane", Identifying), d.add("Omar", Relating)
	d.met(id, 3)
	touch := d.contacts[id].Interactions[0]
	d.both(id, other, weaves(IntroDone, ""))
	c := d.contacts[id]
	cases := []struct {
		name, who string
		rows      []string
		want      Kind
	}{
		{"no name", " ", []string{string(touch.ID)}, KindInvalid},
		{"a name too long", strings.Repeat("x", 201), []string{string(touch.ID)}, KindInvalid},
		{"nothing", "Ada", nil, KindInvalid},
		{"rows of nobody", "Ada", []string{string(touch.ID), "elsewhere"}, KindInvalid},
		{"a move", "Ada", []string{string(c.Moves[0].ID)}, KindInvalid},
		{"an introduction", "Ada", []string{string(c.Introductions[0].ID)}, KindInvalid},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			d.refuses(id, tc.want, func(b *Book, c *Contact) error { _, err := b.Split(c, tc.who, tc.rows); return err })
		})
	}
	rows := []string{string(touch.ID)}
	split := func(b *Book, c *Contact) error { _, err := b.Split(c, "Ada", rows); return err }
	d.with(id, split)
	d.refuses(id, KindInvalid, split) // the same modal again
	d.undoes("")
	d.with(id, func(b *Book, c *Contact) error { _, err := b.Amend(c, touch.ID, Touch{On: b.Today}); return err })
	d.refuses(id, KindStale, split)
}

// TestAMergeAnswersThePlan: when the other spelling was met already, nobody is
// asked how it went.
func TestAMergeAnswersThePlan(t *testing.T) {
	d := newDesk(t)
	jane, jnae := d.add("Jane", Relating), d.add("Jnae", Relating)
	d.with(jane, func(b *Book, c *Contact) error { return b.Expect(c, b.Today.AddDays(2), "drinks") })
	d.later(3)
	d.met(jnae, 1)
	if c := d.contacts[d.merges(jane, jnae)]; !c.Planned.IsZero() || c.PlannedKind != "" {
		t.Errorf("%s %s", c.Planned, c.PlannedKind)
	}
}

// TestWhoWasSplitStaysWhereTheyStood: touches that go over to somebody else take
// no phase with them, nor does an undo of something else.
func TestWhoWasSplitStaysWhereTheyStood(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Identifying)
	touch := d.met(id, 3).Interaction.ID
	logged := d.last()
	d.with(id, func(b *Book, c *Contact) error { _, err := b.Split(c, "Jnae", []string{string(touch)}); return err })
	before := essence(d.contacts[id])
	if before.Phase != Relating || before.Touched.Count != 0 {
		t.Errorf("%s, %d touches", before.Phase, before.Touched.Count)
	}
	d.with(id, func(b *Book, c *Contact) error { return b.Tag(c, "oslo") })
	d.undoesTo(before)
	d.isKept(d.undoes(logged), "history")
	if c := d.contacts[id]; c.Phase != Identifying {
		t.Errorf("the touch is undone, and %s stays", c.Phase)
	}
}

// TestASplitIsNotUndoneIntoNobody: when the one it came from is gone, what went
// over stays where it is.
func TestASplitIsNotUndoneIntoNobody(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	added := d.last()
	p := d.promises(id, "the sheet", 3, false)
	d.with(id, func(b *Book, c *Contact) error { _, err := b.Split(c, "Omar", []string{string(p.ID)}); return err })
	divided := d.last()
	d.undoes(added)
	d.isKept(d.undoes(divided), "history", "contact")
	left := d.portfolio().Contacts
	if len(left) != 1 || left[0].Name != "Omar" || len(left[0].Promises) != 1 {
		t.Errorf("%+v", left)
	}
}

// Undoing a log after a split leaves the touch alone that the other has by then, and
// so does undoing what corrected it there.
func TestUndoOfACorrectionAfterASplit(t *testing.T) {
	d := newDesk(t)
	jane := d.add("Jane", Relating)
	touch := d.met(jane, 1).Interaction.ID
	logged := d.last()
	var ada ContactID
	d.with(jane, func(b *Book, c *Contact) error {
		part, err := b.Split(c, "Ada", []string{string(touch)})
		if err == nil {
			ada = part.ID
		}
		return err
	})
	d.undoes(logged)
	d.with(ada, func(b *Book, c *Contact) error {
		_, err := b.Amend(c, touch, Touch{On: d.today(), Kind: "call"})
		return err
	})
	d.undoes("")
	d.with(ada, func(_ *Book, c *Contact) error {
		if i := c.interaction(touch); i == nil || i.Undone || c.Touched.Count != 1 {
			t.Errorf("of the touch is left %+v, summed up as %+v", i, c.Touched)
		}
		return nil
	})
}

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

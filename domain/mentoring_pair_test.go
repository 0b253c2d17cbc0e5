package domain

import (
	"slices"
	"strings"
	"testing"
)

// TestRefusals: why couples are not paired, and whom that is about.
func TestRefusals(t *testing.T) {
	for _, tc := range []struct {
		name           string
		mentor, mentee MemberID
		why            RefusalKind
		who            MemberID
		with           func(c *club)
	}{
		{"fit", mark, theo, "", "", nil},
		{"the other way round", theo, mark, "", "", nil},
		{"one person", mark, mark, RefusedSelf, mark, nil},
		{"not in", mark, stray, RefusedNotIn, stray, nil},
		{"neither in", stray, ivy, RefusedNotIn, "", nil},
		{"waits", mark, theo, RefusedNotIn, theo, func(c *club) { c.edit(theo, func(x *Participant) { x.Asked = true }) }},
		{"left", mark, theo, RefusedNotIn, mark, func(c *club) { c.edit(mark, func(x *Participant) { x.Left = in(0) }) }},
		{"gone", mark, theo, RefusedGone, mark, func(c *club) { c.gone[mark] = true }},
		{"two mentors", mark, mona, RefusedRole, mona, nil},
		{"two mentees", theo, tess, RefusedRole, theo, nil},
		{"paired", mona, tess, RefusedPaired, "", nil},
		{"mentor full", mona, theo, RefusedFull, mona, func(c *club) { c.edit(mona, func(x *Participant) { x.Capacity = 1 }) }},
		{"mentee full", mark, tess, RefusedFull, tess, func(c *club) { c.edit(tess, func(x *Participant) { x.Capacity = 1 }) }},
		{"mentor asked not to", mark, theo, RefusedAsked, "", func(c *club) { c.edit(mark, func(x *Participant) { x.Avoid = []MemberID{theo} }) }},
		{"mentee asked not to", mark, theo, RefusedAsked, "", func(c *club) { c.edit(theo, func(x *Participant) { x.Avoid = []MemberID{mark} }) }},
		{"former pair", mona, tess, "", "", func(c *club) {
			c.does(olga, func(m *Mentoring) error { return second(m.Unpair(c.pair)) })
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newClub(t)
			if tc.with != nil {
				tc.with(c)
			}
			c.does(olga, func(m *Mentoring) error {
				made, refused, err := m.PairUp(c.id, []Couple{{tc.mentor, tc.mentee}})
				switch {
				case err != nil:
				case tc.why == "" && (len(made) != 1 || len(refused) != 0):
					t.Errorf("refused: %v", refused)
				case tc.why != "" && (len(made) != 0 || len(refused) != 1 || refused[0].Why != tc.why || refused[0].Who != tc.who):
					t.Errorf("made %v, refused %v", made, refused)
				}
				return err
			})
		})
	}
}

// TestPairingMakesAcquaintances, once, with the tag that says what they are.
func TestPairingMakesAcquaintances(t *testing.T) {
	c := newClub(t)
	d := c.desk(t, theo)
	old := d.add("Marky", Identifying)
	d.with(old, func(_ *Book, x *Contact) error { x.SlackUser = string(mark); return nil })
	undos := len(d.undo)
	c.paired(mark, theo)
	if len(d.undo) != undos {
		t.Error("a member could undo what an organiser did")
	}
	x := d.contacts[old]
	if len(d.contacts) != 1 || x.Name != "Marky" || x.Phase != Identifying || !slices.Equal(x.Tags, []string{"mentor"}) {
		t.Errorf("%d contacts, %+v", len(d.contacts), x)
	}
	for _, y := range c.desk(t, mark).contacts {
		if y.Name != "Name UTHEO" || y.SlackUser != string(theo) || y.Phase != Relating || !slices.Equal(y.Tags, []string{"mentee"}) {
			t.Errorf("%+v", y)
		}
	}
}

func TestAcquaint(t *testing.T) {
	for _, tc := range []struct {
		name string
		with func(b *Book, c *Contact) error
		want string
	}{
		{"in sight", func(b *Book, c *Contact) error { return nil }, "Omar mentor"},
		{"tagged", func(b *Book, c *Contact) error { return b.Tag(c, "mentor") }, "Omar mentor"},
		{"resting", func(b *Book, c *Contact) error { return b.Rest(c, true) }, "Omar mentor"},
		{"archived", func(b *Book, c *Contact) error { return b.Archive(c, true) }, "Omar"},
		{"removed", func(b *Book, c *Contact) error { c.Removed = true; return nil }, "Omar, Omar Haddad mentor"},
		{"somebody else", func(b *Book, c *Contact) error { c.SlackUser = "U8"; return nil }, "Omar, Omar Haddad mentor"},
		{"merged", func(b *Book, c *Contact) error {
			o, err := b.Add("Omar H", "", Relating)
			if err != nil {
				return err
			}
			return second(b.Merge(o, c))
		}, "Omar, Omar H mentor"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := newDesk(t)
			id := d.add("Omar", Relating)
			d.with(id, func(b *Book, c *Contact) error {
				c.SlackUser = "U9"
				return tc.with(b, c)
			})
			for range 2 {
				d.do(func(b *Book) error { return b.Acquaint("U9", "Omar Haddad", "mentor") })
			}
			var got []string
			for _, c := range d.contacts {
				got = append(got, strings.Join(append([]string{c.Name}, c.Tags...), " "))
			}
			slices.Sort(got)
			if s := strings.Join(got, ", "); s != tc.want {
				t.Errorf("got %q, want %q", s, tc.want)
			}
		})
	}
}

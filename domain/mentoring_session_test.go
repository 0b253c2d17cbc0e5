package domain

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// with is somebody's contact who is somebody else.
func (c *club) with(who, other MemberID) ContactID {
	c.tb.Helper()
	for id, x := range c.desk(c.tb, who).contacts {
		if x.SlackUser == string(other) && !x.Removed {
			return id
		}
	}
	c.tb.Fatalf("%s does not know %s", who, other)
	return ""
}

// logs has somebody log a touch with a partner, and returns what it means.
func (c *club) logs(who, other MemberID, on Date) ([]SessionNews, InteractionID) {
	c.tb.Helper()
	var (
		news []SessionNews
		id   InteractionID
	)
	c.desk(c.tb, who).with(c.with(who, other), func(b *Book, x *Contact) error {
		l, err := b.Log(x, Touch{On: on, Kind: "coffee", Note: "a secret"})
		if err != nil {
			return err
		}
		id = l.Interaction.ID
		news, err = b.Mentoring().Sessions()
		return err
	})
	return news, id
}

// sessions are the days on which a pair met, counted from today.
func (c *club) sessions(id PairID) string {
	var days []string
	for _, on := range c.met(id, "") {
		days = append(days, fmt.Sprintf("%+d", on.Sub(in(0))))
	}
	return strings.Join(days, " ")
}

// means is what news says, in a word.
func means(all []SessionNews) string {
	var words []string
	for _, n := range all {
		w := fmt.Sprintf("%+d of %d", n.On.Sub(in(0)), n.Count)
		if n.First {
			w += " first"
		}
		if n.Same {
			w += " same"
		}
		if !n.Near.IsZero() {
			w += fmt.Sprintf(" near %+d", n.Near.Sub(in(0)))
		}
		words = append(words, w)
	}
	return strings.Join(words, ", ")
}

// newOldClub is a club whose pair began a number of days ago.
func newOldClub(tb testing.TB, days int) *club {
	tb.Helper()
	c := newClub(tb)
	for i := range c.pairs {
		c.pairs[i].Since = in(-days)
	}
	return c
}

// TestSessions plays logs of both partners, one after the other: what the last one
// means, and on which days the pair has met.
func TestSessions(t *testing.T) {
	type log struct {
		who MemberID
		on  int
	}
	for _, tc := range []struct {
		name string
		logs []log
		said string
		met  string
	}{
		{"the first", []log{{tess, 0}}, "+0 of 1 first", "+0"},
		{"the second", []log{{tess, -3}, {tess, 0}}, "+0 of 2", "-3 +0"},
		{"before they were paired", []log{{tess, -11}}, "", ""},
		{"on the day they were paired", []log{{tess, -10}}, "-10 of 1 first", "-10"},
		{"both", []log{{tess, -2}, {mona, -2}}, "-2 of 1 first same", "-2"},
		{"twice by one", []log{{tess, -2}, {tess, -2}}, "-2 of 1", "-2"},
		{"the day after the partner's", []log{{tess, -2}, {mona, -1}}, "-2 of 1 first near -2", "-2"},
		{"the day before the partner's", []log{{tess, -2}, {mona, -3}}, "-2 of 1 first near -2", "-2"},
		{"two days after", []log{{tess, -2}, {mona, 0}}, "+0 of 2 first", "-2 +0"},
		{"the day after one's own", []log{{tess, -2}, {tess, -1}}, "-1 of 2", "-2 -1"},
		{"the day after both's", []log{{tess, -2}, {mona, -2}, {mona, -1}}, "-1 of 2", "-2 -1"},
		{"between two of the partner's", []log{{tess, -3}, {tess, -1}, {mona, -2}}, "-3 of 2 first near -3", "-3 -1"},
		{"between two, of which one is shared", []log{{tess, -3}, {mona, -3}, {tess, -1}, {mona, -2}}, "-1 of 2 near -1", "-3 -1"},
		{"near what was near", []log{{tess, -3}, {mona, -2}, {tess, -1}}, "-1 of 2", "-3 -1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newOldClub(t, 10)
			var news []SessionNews
			for _, l := range tc.logs {
				other := mona
				if l.who == mona {
					other = tess
				}
				news, _ = c.logs(l.who, other, in(l.on))
			}
			if got := means(news); got != tc.said {
				t.Errorf("said %q, want %q", got, tc.said)
			}
			if got := c.sessions(c.pair); got != tc.met {
				t.Errorf("met %q, want %q", got, tc.met)
			}
			for _, l := range c.town.logs {
				if strings.Contains(fmt.Sprint(l), "secret") {
					t.Error("a log holds what was noted")
				}
			}
		})
	}
}

// TestSessionNewsKnowThePair they are about.
func TestSessionNewsKnowThePair(t *testing.T) {
	c := newOldClub(t, 10)
	news, id := c.logs(tess, mona, in(0))
	p := news[0].Partnership
	if p.ID != c.pair || p.Name != "Name UMONA" || !slices.Equal(p.Sessions, []Date{in(0)}) || !slices.Equal(p.Mine, p.Sessions) || news[0].Interaction != id {
		t.Errorf("%+v", news[0])
	}
}

// TestSessionsOfTwoPrograms: what two people do together counts in both.
func TestSessionsOfTwoPrograms(t *testing.T) {
	c := newOldClub(t, 10)
	var other ProgramID
	c.does(mona, func(m *Mentoring) error {
		d := draft()
		d.Channel, d.Name = "C2", "Writers"
		p, err := m.Start(d)
		if err != nil {
			return err
		}
		other = p.ID
		return second(m.Join(other, Mentee, nil, 1))
	})
	c.does(tess, func(m *Mentoring) error { return second(m.Join(other, Mentor, nil, 1)) })
	c.does(mona, func(m *Mentoring) error { return second2(m.PairUp(other, []Couple{{tess, mona}})) })
	news, id := c.logs(tess, mona, in(0))
	if got := means(news); got != "+0 of 1 first, +0 of 1 first" {
		t.Errorf("said %q", got)
	}
	c.does(tess, func(m *Mentoring) error { return second(m.NotSession(c.pair, id, true)) })
	for _, q := range c.pairs {
		want := "+0" // in the other program it counts as before
		if q.ID == c.pair {
			want = ""
		}
		if got := c.sessions(q.ID); got != want {
			t.Errorf("met %q in %s, want %q", got, q.Program, want)
		}
	}
}

func second2[T, U any](_ T, _ U, err error) error { return err }

// TestSessionsByOtherDoors: whatever becomes of an interaction, the session follows.
func TestSessionsByOtherDoors(t *testing.T) {
	amend := func(on int) func(c *club, id InteractionID) {
		return func(c *club, id InteractionID) {
			c.desk(c.tb, tess).with(c.with(tess, mona), func(b *Book, x *Contact) error {
				return second(b.Amend(x, id, Touch{On: in(on), Kind: "call"}))
			})
		}
	}
	undo := func(c *club, _ InteractionID) { c.desk(c.tb, tess).undoes("") }
	not := func(not bool) func(c *club, id InteractionID) {
		return func(c *club, id InteractionID) {
			c.does(tess, func(m *Mentoring) error { return second(m.NotSession(c.pair, id, not)) })
		}
	}
	own := func(c *club, id InteractionID) {
		c.does(tess, func(m *Mentoring) error { return second(m.OwnSession(id)) })
	}
	theirs := func(on int) func(c *club, _ InteractionID) {
		return func(c *club, _ InteractionID) { c.logs(mona, tess, in(on)) }
	}
	unpair := func(c *club, _ InteractionID) {
		c.does(olga, func(m *Mentoring) error { return second(m.Unpair(c.pair)) })
	}
	card := func(f func(b *Book, x *Contact, id InteractionID) error) func(c *club, id InteractionID) {
		return func(c *club, id InteractionID) {
			c.desk(c.tb, tess).with(c.with(tess, mona), func(b *Book, x *Contact) error { return f(b, x, id) })
		}
	}
	type steps = []func(c *club, id InteractionID)
	for _, tc := range []struct {
		name string
		then steps
		met  string
	}{
		{"nothing", nil, "-3"},
		{"undone", steps{undo}, ""},
		{"undone by one of two", steps{theirs(-3), undo}, "-3"},
		{"corrected", steps{amend(-5)}, "-5"},
		{"corrected to before the pair", steps{amend(-15)}, ""},
		{"corrected and undone", steps{amend(-5), undo}, "-3"},
		{"corrected on its date", steps{amend(-3)}, "-3"},
		{"corrected to the day after the partner's", steps{theirs(-6), amend(-5)}, "-6"},
		{"corrected on its date, its own", steps{theirs(-3), own, amend(-3)}, "-3"},
		{"none", steps{not(true)}, ""},
		{"none, and corrected", steps{not(true), amend(-5)}, ""},
		{"none, and undone twice", steps{not(true), amend(-5), undo}, ""},
		{"one after all", steps{not(true), not(false)}, "-3"},
		{"none of two", steps{theirs(-3), not(true)}, "-3"},
		{"after the pair ended, undone", steps{unpair, undo}, ""},
		{"after the pair ended, corrected", steps{unpair, amend(-5)}, "-5"},
		{"after the pair ended, corrected and undone", steps{unpair, amend(-5), undo}, "-3"},
		{"with another name", steps{card(func(b *Book, x *Contact, _ InteractionID) error { return b.Rename(x, "Mo") })}, "-3"},
		{"archived", steps{card(func(b *Book, x *Contact, _ InteractionID) error { return b.Archive(x, true) })}, "-3"},
		{"it was somebody else", steps{card(func(b *Book, x *Contact, id InteractionID) error {
			return second(b.Split(x, "Somebody", []string{string(id)}))
		})}, ""},
		{"it was not", steps{card(func(b *Book, x *Contact, id InteractionID) error {
			return second(b.Split(x, "Somebody", []string{string(id)}))
		}), undo}, "-3"},
		{"the contact is somebody else", steps{card(func(_ *Book, x *Contact, _ InteractionID) error {
			x.SlackUser = string(stray)
			return nil
		})}, ""},
		{"merged", steps{card(func(b *Book, x *Contact, _ InteractionID) error {
			o, err := b.Add("Mona from work", "", Relating)
			if err != nil {
				return err
			}
			if _, err := b.Log(o, Touch{On: in(-7)}); err != nil {
				return err
			}
			return second(b.Merge(x, o))
		})}, "-7 -3"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newOldClub(t, 10)
			_, id := c.logs(tess, mona, in(-3))
			for _, step := range tc.then {
				step(c, id)
			}
			if got := c.sessions(c.pair); got != tc.met {
				t.Errorf("met %q, want %q", got, tc.met)
			}
		})
	}
}

// TestOwnSession parts what was taken for one.
func TestOwnSession(t *testing.T) {
	c := newOldClub(t, 10)
	c.logs(mona, tess, in(-3))
	news, id := c.logs(tess, mona, in(-2))
	if got := means(news); got != "-3 of 1 first near -3" {
		t.Fatalf("said %q", got)
	}
	c.does(tess, func(m *Mentoring) error {
		n, err := m.OwnSession(id)
		if n.On != in(-2) || n.Count != 2 || n.Same || !n.Near.IsZero() {
			t.Errorf("%+v", n)
		}
		return err
	})
	if got := c.sessions(c.pair); got != "-3 -2" {
		t.Errorf("met %q", got)
	}
	for name, try := range map[string]func(m *Mentoring) error{
		"own": func(m *Mentoring) error { return second(m.OwnSession(id)) },
		"not": func(m *Mentoring) error { return second(m.NotSession(c.pair, id, true)) },
		"yes": func(m *Mentoring) error { return second(m.NotSession(c.pair, id, false)) },
	} {
		if got := word(c.can(mona, try)); got != "not found" {
			t.Errorf("%s by the partner: %s", name, got)
		}
	}
	c.desk(t, tess).undoes("")
	for name, try := range map[string]func(m *Mentoring) error{
		"own": func(m *Mentoring) error { return second(m.OwnSession(id)) },
		"not": func(m *Mentoring) error { return second(m.NotSession(c.pair, id, true)) },
		"yes": func(m *Mentoring) error { return second(m.NotSession(c.pair, id, false)) },
	} {
		if got := word(c.can(tess, try)); got != "stale" {
			t.Errorf("%s after it was taken back: %s", name, got)
		}
	}
}

// TestNoSessionOfWhatWasTakenBack: what was said to be no session, and was then taken
// back, can't be made one after all.
func TestNoSessionOfWhatWasTakenBack(t *testing.T) {
	c := newOldClub(t, 10)
	_, id := c.logs(tess, mona, in(0))
	c.does(tess, func(m *Mentoring) error { return second(m.NotSession(c.pair, id, true)) })
	c.desk(t, tess).undoes("")
	yes := func(m *Mentoring) error { return second(m.NotSession(c.pair, id, false)) }
	if got := word(c.can(tess, yes)); got != "stale" {
		t.Errorf("%s, and met %q", got, c.sessions(c.pair))
	}
}

// TestNoSessionWithoutAPair: after it ended, and with people who are in no pair.
func TestNoSessionWithoutAPair(t *testing.T) {
	c := newOldClub(t, 10)
	c.does(olga, func(m *Mentoring) error { return second(m.Unpair(c.pair)) })
	if news, _ := c.logs(tess, mona, in(0)); len(news) > 0 || len(c.town.logs) > 0 {
		t.Errorf("said %q, logs %v", means(news), c.town.logs)
	}
	c = newOldClub(t, 10)
	c.does(olga, func(m *Mentoring) error { return second(m.End(c.id, false)) })
	if news, _ := c.logs(tess, mona, in(0)); len(news) > 0 || len(c.town.logs) > 0 {
		t.Errorf("said %q, logs %v", means(news), c.town.logs)
	}
}

// TestOthersCostNothing: a command about people of whom nobody is in Slack reads
// nothing of programs, and one about a partner reads the pairs and their logs once.
func TestOthersCostNothing(t *testing.T) {
	c := newOldClub(t, 10)
	d := c.desk(t, tess)
	id := d.add("Jane", Relating)
	c.asked = 0
	d.met(id, 1)
	d.undoes("")
	d.with(id, func(b *Book, x *Contact) error { return b.Remember(x, "a note") })
	d.with(c.with(tess, mona), func(b *Book, x *Contact) error { return b.Remember(x, "a note") })
	if c.asked != 0 {
		t.Errorf("%d readings of programs for nothing", c.asked)
	}
	d.met(c.with(tess, mona), 1)
	if c.asked != 2 {
		t.Errorf("%d readings for a session, want 2", c.asked)
	}
}

// memory is one interaction as the model of TestOneSessionADay has it.
type memory struct {
	who      MemberID
	own, on  Date // its own date, and the one it counts for
	live     bool
	logged   bool // there is a log of it
	not      bool // its member said that it was no session
	replaces *memory
	by       deedOf
}

// deedOf is one of somebody's commands.
type deedOf struct {
	who MemberID
	id  CommandID
}

// diary is that model: all interactions, in their order.
type diary struct {
	all   []*memory
	since Date
	ended Date // zero while the pair lasts
	used  map[deedOf]bool
}

func (d *diary) met(who MemberID, on Date, but *memory) bool {
	return slices.ContainsFunc(d.all, func(m *memory) bool {
		return m != but && m.live && m.logged && !m.not && m.on == on && (who == "" || m.who == who)
	})
}

// place is the date that a touch counts for.
func (d *diary) place(who MemberID, on Date) Date {
	other := mona
	if who == mona {
		other = tess
	}
	if d.met("", on, nil) {
		return on
	}
	for _, day := range []Date{on.AddDays(-1), on.AddDays(1)} {
		if d.met(other, day, nil) && !d.met(who, day, nil) {
			return day
		}
	}
	return on
}

func (d *diary) within(on Date) bool {
	return !on.Before(d.since) && (d.ended.IsZero() || !on.After(d.ended))
}

// superseded reports whether a correction of m stands, other than but.
func (d *diary) superseded(m, but *memory) bool {
	return slices.ContainsFunc(d.all, func(x *memory) bool {
		for y := x.replaces; y != nil && x.live && x != but; y = y.replaces {
			if y == m {
				return true
			}
		}
		return false
	})
}

// write adds an interaction, in the place of another perhaps.
func (d *diary) write(by deedOf, on Date, old *memory) {
	who := by.who
	m := &memory{who: who, own: on, replaces: old, by: by}
	if old != nil {
		old.live = false
	}
	follows := old != nil && old.logged
	if m.logged = d.within(on) && (follows || d.ended.IsZero()); m.logged {
		m.on, m.not = d.place(who, on), follows && old.not
		if follows && old.own == on {
			m.on = old.on
		}
	}
	m.live = true
	d.all = append(d.all, m)
}

// undo takes back what a command wrote.
func (d *diary) undo(by deedOf) {
	d.used[by] = true
	for _, m := range d.all {
		if m.by != by {
			continue
		}
		m.live = false
		for old := m.replaces; old != nil && !d.superseded(old, m); old = old.replaces {
			if !d.used[old.by] {
				old.live = true
				break
			}
		}
	}
}

// days are the sessions.
func (d *diary) days() []Date {
	var all []Date
	for _, m := range d.all {
		if m.live && m.logged && !m.not {
			all = append(all, m.on)
		}
	}
	slices.SortFunc(all, Date.Compare)
	return slices.Compact(all)
}

// TestOneSessionADay: whatever two partners log, correct and take back on days near to
// each other, and whether or not their pair ends meanwhile, they have met once on each
// day for which a log stands, and never on another.
func TestOneSessionADay(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := newOldClub(t, 4)
		model := &diary{since: in(-4), used: make(map[deedOf]bool)}
		ids := make(map[InteractionID]*memory)
		who := func() (MemberID, MemberID) {
			if rapid.Bool().Draw(r, "mentor") {
				return mona, tess
			}
			return tess, mona
		}
		date := func() Date { return in(rapid.IntRange(-6, 0).Draw(r, "date")) }
		one := func(of MemberID, is func(*memory) bool) (InteractionID, *memory) {
			var some []InteractionID
			for id, m := range ids {
				if m.who == of && is(m) {
					some = append(some, id)
				}
			}
			if len(some) == 0 {
				r.Skip("nothing of the kind")
			}
			slices.Sort(some)
			id := rapid.SampledFrom(some).Draw(r, "which")
			return id, ids[id]
		}
		noted := func(id InteractionID) { ids[id] = model.all[len(model.all)-1] }
		r.Repeat(map[string]func(*rapid.T){
			"log": func(*rapid.T) {
				me, other := who()
				on := date()
				_, id := c.logs(me, other, on)
				model.write(deedOf{me, c.desk(t, me).last()}, on, nil)
				noted(id)
			},
			"correct": func(*rapid.T) {
				me, other := who()
				id, m := one(me, func(m *memory) bool { return m.live })
				on := date()
				var now InteractionID
				c.desk(t, me).with(c.with(me, other), func(b *Book, x *Contact) error {
					i, err := b.Amend(x, id, Touch{On: on, Kind: "call"})
					now = i.ID
					return err
				})
				model.write(deedOf{me, c.desk(t, me).last()}, on, m)
				noted(now)
			},
			"undo": func(*rapid.T) {
				me, _ := who()
				_, m := one(me, func(m *memory) bool { return !model.used[m.by] })
				c.desk(t, me).undoes(m.by.id)
				model.undo(m.by)
			},
			"none": func(*rapid.T) {
				me, _ := who()
				id, m := one(me, func(m *memory) bool { return m.live && m.logged })
				m.not = rapid.Bool().Draw(r, "not")
				c.does(me, func(mm *Mentoring) error { return second(mm.NotSession(c.pair, id, m.not)) })
			},
			"own": func(*rapid.T) {
				me, _ := who()
				id, m := one(me, func(m *memory) bool { return m.live && m.logged })
				m.on = m.own
				c.does(me, func(mm *Mentoring) error { return second(mm.OwnSession(id)) })
			},
			"end": func(*rapid.T) {
				if !model.ended.IsZero() || rapid.IntRange(0, 9).Draw(r, "seldom") > 0 {
					r.Skip("not now")
				}
				c.does(olga, func(m *Mentoring) error { return second(m.Unpair(c.pair)) })
				model.ended = in(0)
			},
			"": func(*rapid.T) {
				if got, want := c.met(c.pair, ""), model.days(); !slices.Equal(got, want) {
					r.Fatalf("met on %v, want %v", got, want)
				}
			},
		})
	})
}

// TestUndoRestoresSessions: a command about a partner, undone, leaves the pair's
// sessions as they were.
func TestUndoRestoresSessions(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := newOldClub(t, 5)
		var mine []InteractionID
		for range rapid.IntRange(0, 5).Draw(r, "before") {
			on := in(rapid.IntRange(-7, 0).Draw(r, "date"))
			if rapid.Bool().Draw(r, "theirs") {
				c.logs(mona, tess, on)
				continue
			}
			_, id := c.logs(tess, mona, on)
			mine = append(mine, id)
		}
		before := c.sessions(c.pair)
		on := in(rapid.IntRange(-7, 0).Draw(r, "last"))
		c.desk(t, tess).with(c.with(tess, mona), func(b *Book, x *Contact) error {
			switch {
			case len(mine) == 0 || rapid.Bool().Draw(r, "logs"):
				return second(b.Log(x, Touch{On: on}))
			case rapid.Bool().Draw(r, "splits"):
				return second(b.Split(x, "Somebody", []string{string(mine[0])}))
			}
			return second(b.Amend(x, mine[0], Touch{On: on}))
		})
		if rapid.Bool().Draw(r, "ends") {
			c.does(olga, func(m *Mentoring) error { return second(m.Unpair(c.pair)) })
		}
		c.desk(t, tess).undoes("")
		if after := c.sessions(c.pair); after != before {
			r.Fatalf("met %q, and then %q", before, after)
		}
	})
}

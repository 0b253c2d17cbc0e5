package domain

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// person is somebody in a portfolio, last met some days ago, and the day before
// that; -1 is never.
func person(name string, p Phase, gap int) *Contact {
	c := &Contact{ID: ContactID(name), Name: name, Phase: p, Furthest: p, Placed: true, Added: today().AddDays(-max(gap, 0))}
	if gap >= 0 {
		c.Touched = Touched{First: c.Added.AddDays(-1), Last: c.Added, Kind: "coffee", Days: 2, Count: 2, Kinds: 1}
	}
	return c
}

func keeps(people ...*Contact) Portfolio {
	return Portfolio{Member: Member{Zone: "UTC"}, Policy: DefaultPolicy(), Contacts: people}
}

// exactly takes the jitter out, so that tables can speak of days.
func exactly(c *Contact, due int) *Contact {
	c.Cadence = Cadence{due, due}
	return c
}

func TestDigestOrder(t *testing.T) {
	shown := func(c *Contact, n, daysAgo int) *Contact {
		c.Shown, c.ShownOn = n, today().AddDays(-daysAgo)
		return c
	}
	planned := func(c *Contact, daysAgo int) *Contact {
		c.Planned = today().AddDays(-daysAgo)
		return c
	}
	cases := []struct {
		name           string
		people         []*Contact
		shown, waiting string
	}{
		{"nobody", nil, "", ""},
		{
			"sustaining first, then by strain, then by name",
			[]*Contact{person("Zoe", Relating, 70), person("Al", Nurturing, 70), person("Bo", Nurturing, 70), person("Sue", Sustaining, 40)},
			"Sue: contact due, Zoe: contact overdue, Al: contact overdue", "Bo: contact overdue",
		},
		{
			"strain is the gap in ideal gaps, not in days",
			[]*Contact{exactly(person("Slow", Relating, 100), 90), exactly(person("Fast", Relating, 10), 5)},
			"Fast: contact overdue, Slow: contact overdue", "",
		},
		{
			"shown in vain steps behind",
			[]*Contact{shown(person("Sue", Sustaining, 80), 1, 1), person("Al", Relating, 20), shown(person("Bo", Relating, 90), 2, 1)},
			"Al: contact due, Sue: contact overdue, Bo: contact overdue", "",
		},
		{
			"shown today is not in vain yet",
			[]*Contact{shown(person("Sue", Sustaining, 80), 1, 0), person("Al", Relating, 20)},
			"Sue: contact overdue, Al: contact due", "",
		},
		{
			"dates come first and do not count",
			[]*Contact{person("A", Relating, 40), person("B", Relating, 40), person("C", Relating, 40), person("D", Relating, 40), planned(person("Z", Relating, 3), 1)},
			"Z: how did it go, A: contact overdue, B: contact overdue, C: contact overdue", "D: contact overdue",
		},
		{"overdue begins after the maximum", []*Contact{person("A", Relating, 30), person("B", Relating, 31)}, "B: contact overdue, A: contact due", ""},
		{"a plan of last week is forgotten", []*Contact{planned(person("A", Relating, 3), 8)}, "", ""},
		{"who is met this week needs no nudge", []*Contact{planned(person("A", Relating, 40), -3)}, "", ""},
		{"a plan in a month holds no nudge back", []*Contact{planned(person("A", Relating, 40), -30)}, "A: contact overdue", ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			d := PlanDigest(keeps(tc.people...), today())
			if got := names(d.Shown); got != tc.shown {
				t.Errorf("shown %q, want %q", got, tc.shown)
			}
			if got := names(d.Waiting); got != tc.waiting {
				t.Errorf("waiting %q, want %q", got, tc.waiting)
			}
			slices.Reverse(tc.people)
			if diff := cmp.Diff(d, PlanDigest(keeps(tc.people...), today())); diff != "" {
				t.Errorf("the order of the portfolio matters: %s", diff)
			}
		})
	}
}

func TestNudgeSaysItsEvidence(t *testing.T) {
	c := exactly(person("Jane", Sustaining, 34), 30)
	got := PlanDigest(keeps(c), today()).Shown[0]
	want := Nudge{
		Rule: ContactOverdue, Contact: c, Cadence: Cadence{30, 30}, From: FromContact,
		Due: today().AddDays(-4), Gap: 34,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFineTill(t *testing.T) {
	planned := person("Planned", Relating, 1)
	planned.Planned = today().AddDays(2)
	resting := exactly(person("Resting", Relating, 1), 2)
	resting.Resting = true
	cases := []struct {
		name   string
		people []*Contact
		want   Date
	}{
		{"nobody", nil, Date{}},
		{"nobody else", []*Contact{exactly(person("A", Relating, 9), 5)}, Date{}},
		{"only who rests", []*Contact{resting}, Date{}},
		{"the next one", []*Contact{exactly(person("A", Relating, 1), 5), exactly(person("B", Relating, 1), 9)}, today().AddDays(4)},
		{"a planned date", []*Contact{exactly(person("A", Relating, 1), 5), planned}, today().AddDays(2)},
	}
	for _, tc := range cases {
		if got := PlanDigest(keeps(tc.people...), today()).FineTill; got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestRhythmPrecedence(t *testing.T) {
	c := person("Jane", Relating, 0)
	c.Tags = []string{"team", "gophercon"}
	m := Member{Chosen: Settings{Cadences: map[Phase]Cadence{Relating: {20, 40}}}}
	is := func(want Cadence, from CadenceSource) {
		t.Helper()
		if got, src := m.Settings(DefaultPolicy()).Rhythm(c); got != want || src != from {
			t.Errorf("%v from %d, want %v from %d", got, src, want, from)
		}
	}
	is(Cadence{20, 40}, FromPhase)
	m.Chosen.TagCadences = map[string]Cadence{"team": {60, 90}, "gophercon": {10, 90}, "other": {1, 2}}
	is(Cadence{10, 90}, FromTag)
	c.Cadence = Cadence{45, 60}
	is(Cadence{45, 60}, FromContact)
}

func TestR17OnlyTheClockMoves(t *testing.T) {
	d := newDesk(t)
	d.met(d.add("Jane", Relating), 0)
	if got := d.digest(); len(got.Shown) > 0 {
		t.Fatalf("met today and due: %s", names(got.Shown))
	}
	d.later(16)
	if got := names(d.digest().Shown); got != "Jane: contact due" {
		t.Errorf("16 days later: %q", got)
	}
	d.later(20)
	if got := names(d.digest().Shown); got != "Jane: contact overdue" {
		t.Errorf("36 days later: %q", got)
	}
}

func TestR18NeverContactedIsNudged(t *testing.T) {
	d := newDesk(t)
	d.add("Jane", Identifying)
	d.later(7)
	got := d.digest().Shown
	if names(got) != "Jane: contact due" || !got[0].Never || got[0].Gap != 7 {
		t.Errorf("after a week: %+v", got)
	}
}

func TestR20ArchivedAndRestingAreLeftOut(t *testing.T) {
	d := newDesk(t)
	jane, priya := d.add("Jane", Relating), d.add("Priya", Relating)
	d.later(40)
	d.with(jane, func(b *Book, c *Contact) error { return b.Archive(c, true) })
	d.with(priya, func(b *Book, c *Contact) error { return b.Rest(c, true) })
	if got := d.digest(); len(got.Shown) > 0 || !got.FineTill.IsZero() {
		t.Errorf("%+v", got)
	}
	d.with(priya, func(b *Book, c *Contact) error { return b.Rest(c, false) })
	if got := names(d.digest().Shown); got != "Priya: contact overdue" {
		t.Errorf("after the rest: %q", got)
	}
}

func TestR22TwentyPeopleMetOnOneDay(t *testing.T) {
	d := newDesk(t)
	for i := range 20 {
		id := d.add(fmt.Sprintf("Person %02d", i), Relating)
		d.with(id, func(b *Book, c *Contact) error { return b.SetCadence(c, Cadence{60, 90}) })
		d.met(id, 0)
	}
	r := d.member.Settings(d.policy)
	days := make(map[Date]int)
	for _, c := range d.contacts {
		due := r.Due(c)
		days[due]++
		if late := due.Sub(d.today().AddDays(60)); late < 0 || late > 6 {
			t.Errorf("%s is %d days late", c.Name, late)
		}
		if r.Due(c) != due {
			t.Error("a due date changes by itself")
		}
	}
	if len(days) < 4 {
		t.Errorf("all fall due within %d days", len(days))
	}
	d.later(66)
	got := d.digest()
	if len(got.Shown) != 3 || len(got.Waiting) != 17 {
		t.Errorf("%d shown, %d waiting", len(got.Shown), len(got.Waiting))
	}
}

func TestJitterKeepsTheMaximum(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		ideal := rapid.IntRange(1, 400).Draw(r, "ideal")
		c := Cadence{ideal, ideal + rapid.IntRange(0, 40).Draw(r, "slack")}
		name := rapid.String().Draw(r, "name")
		j := jitter(name, c)
		if j < 0 || j > ideal/10 || ideal+j > c.Maximum {
			r.Fatalf("%d days on %v", j, c)
		}
	})
}

// TestR23 lets a member ignore every digest: everybody gets their turn, again
// and again.
func TestR23NobodyIsLeftOutForGood(t *testing.T) {
	d := newDesk(t)
	for i := range 20 {
		d.add(fmt.Sprintf("Person %02d", i), []Phase{Identifying, Relating}[i%2])
	}
	for _, c := range d.contacts {
		if strings.HasSuffix(c.Name, "5") {
			c.Phase, c.Furthest = Sustaining, Sustaining
		}
	}
	d.later(50)
	for round := 1; round <= 3; round++ {
		for range 7 { // 20 people, three a day
			g := d.digest()
			if len(g.Shown) != 3 {
				t.Fatalf("%d shown", len(g.Shown))
			}
			d.shows(g)
			d.later(1)
		}
		for _, c := range d.contacts {
			if c.Shown < round {
				t.Errorf("%s was shown %d times in round %d", c.Name, c.Shown, round)
			}
		}
	}
}

func TestADigestReadAgainIsTheSame(t *testing.T) {
	d := newDesk(t)
	for i := range 8 {
		d.add(fmt.Sprintf("Person %d", i), Relating)
	}
	d.later(20)
	before := names(d.digest().Shown)
	d.shows(d.digest())
	if after := names(d.digest().Shown); after != before {
		t.Errorf("%q became %q", before, after)
	}
}

func TestR26SnoozedStaysListedAndComesBack(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.later(20)
	until := d.today().AddDays(7)
	d.with(id, func(b *Book, c *Contact) error { return b.Snooze(c, until) })
	p := d.portfolio()
	if len(p.Contacts) != 1 || p.Contacts[0].SnoozedUntil != until {
		t.Error("who is snoozed has left the list")
	}
	if got := d.digest(); len(got.Shown) > 0 || got.FineTill != until.AddDays(1) { // until is a Sunday
		t.Errorf("%+v", got)
	}
	d.later(7)
	if got := names(d.digest().Shown); got != "Jane: contact due" {
		t.Errorf("after the snooze: %q", got)
	}
	if _, err := d.try(func(b *Book) error {
		c, err := b.Contact(id)
		if err != nil {
			return err
		}
		return b.Snooze(c, b.Today)
	}); KindOf(err) != KindInvalid {
		t.Errorf("a snooze until today: %v", err)
	}
}

func TestHowDidItGo(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.met(id, 0)
	tomorrow := d.today().AddDays(1)
	d.with(id, func(b *Book, c *Contact) error { return b.Expect(c, tomorrow, "drinks") })
	if got := d.digest().FineTill; got != tomorrow {
		t.Errorf("fine till %s", got)
	}
	d.later(1)
	got := d.digest().Shown
	if names(got) != "Jane: how did it go" || !got[0].First || got[0].Due != tomorrow {
		t.Errorf("on the day: %+v", got)
	}
	d.with(id, func(b *Book, c *Contact) error { return b.Snooze(c, b.Today.AddDays(7)) })
	if got := d.digest().Shown; len(got) > 0 {
		t.Errorf("snoozed, and yet: %s", names(got))
	}
	d.later(7)
	if got := names(d.digest().Shown); got != "Jane: how did it go" {
		t.Errorf("after the snooze: %q", got)
	}
	d.met(id, 7)
	if got := d.digest().Shown; len(got) > 0 {
		t.Errorf("answered, and yet: %s", names(got))
	}
}

func TestExpectEndsALongerSnooze(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.with(id, func(b *Book, c *Contact) error {
		if err := b.Snooze(c, b.Today.AddDays(30)); err != nil {
			return err
		}
		return b.Expect(c, b.Today.AddDays(2), "lunch")
	})
	d.later(2)
	if got := names(d.digest().Shown); got != "Jane: how did it go" {
		t.Errorf("on the planned day: %q", got)
	}
}

func TestDigestWithAPromiseInItCannotWait(t *testing.T) {
	for _, c := range []struct {
		name string
		d    Digest
		want Rank
	}{
		{"rhythms", Digest{Shown: []Nudge{{Rule: ContactDue}, {Rule: ContactOverdue}}}, RankUsual},
		{"a promise among them", Digest{Shown: []Nudge{{Rule: ContactDue}, {Rule: PromiseDue, First: true}}}, RankUrgent},
	} {
		if got := c.d.rank(); got != c.want {
			t.Errorf("%s: rank %d, want %d", c.name, got, c.want)
		}
	}
}

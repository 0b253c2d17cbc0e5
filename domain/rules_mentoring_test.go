package domain

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// partner makes somebody the member's partner, as the member's mentor or mentee sees
// it: paired some days ago, who met on those days ago, every two weeks.
func partner(me Role, paired int, parts ...func(*Partnership)) func(*Portfolio) {
	return func(p *Portfolio) {
		for _, c := range p.Contacts {
			c.SlackUser = "U" + c.Name
			x := Partnership{Pair: Pair{ID: "q", Mentor: "UME", Mentee: MemberID(c.SlackUser), Since: ago(paired)}, Me: "UME", Cadence: Every(14)}
			if me == Mentee {
				x.Mentor, x.Mentee = x.Mentee, x.Mentor
			}
			for _, part := range parts {
				part(&x)
			}
			p.Partnerships = append(p.Partnerships, x)
		}
	}
}

func metAgo(days ...int) func(*Partnership) {
	return func(p *Partnership) {
		for _, n := range days {
			p.Sessions = append(p.Sessions, ago(n))
		}
	}
}

func mineAgo(days ...int) func(*Partnership) {
	return func(p *Partnership) {
		metAgo(days...)(p)
		p.Mine = append(p.Mine, p.Sessions[len(p.Sessions)-len(days):]...)
	}
}

func backIn(n int) func(*Partnership) {
	return func(p *Partnership) { p.Paused, p.Back = true, in(n) }
}

func hasRated(about ...string) func(*Partnership) {
	return func(p *Partnership) { p.Rated = append(p.Rated, about...) }
}

func TestSessionDue(t *testing.T) {
	tryRule(t, SessionDue, []ruleCase{
		{"nobody's partner", calm(Relating), nil, "nothing there"},
		{"a mentee, just paired", calm(Relating), partner(Mentee, 5), "not due yet until +9"},
		{"a mentee, never met", calm(Relating), partner(Mentee, 14), "fires q"},
		{"a mentee who met", calm(Relating), partner(Mentee, 50, metAgo(30, 13)), "not due yet until +1"},
		{"a mentee, the cadence passed", calm(Relating), partner(Mentee, 50, metAgo(30, 14)), "fires q"},
		{"a mentor, on that day", calm(Relating), partner(Mentor, 50, metAgo(14)), "not due yet until +3"},
		{"a mentor, three days later", calm(Relating), partner(Mentor, 50, metAgo(17)), "fires q"},
		{"told six days ago", calm(Relating), both(partner(Mentee, 50, metAgo(20)), told(SessionDue, "q", ago(6))), "told until +1"},
		{"told a week ago", calm(Relating), both(partner(Mentee, 50, metAgo(22)), told(SessionDue, "q", ago(7))), "fires q"},
		{"told before the last session", calm(Relating), both(partner(Mentee, 50, metAgo(14), hasRated(FeedbackMonth)), told(SessionDue, "q", ago(15))), "fires q"},
		{"pauses", calm(Relating), partner(Mentee, 50, metAgo(20), backIn(4)), "not due yet until +4"},
		{"pauses for good", calm(Relating), partner(Mentee, 50, metAgo(20), func(p *Partnership) { p.Paused, p.Back = true, Forever }), fmt.Sprintf("not due yet until %+d", Forever.Sub(today()))},
		{"back from a pause", calm(Relating), partner(Mentee, 50, metAgo(20), backIn(0)), "fires q"},
		{"rests", calm(Relating, resting), partner(Mentee, 50), "resting"},
		{"is archived", calm(Relating, func(c *Contact) { c.Archived = true }), partner(Mentee, 50), "archived"},
		{"is snoozed", calm(Relating, snoozed(in(3))), partner(Mentee, 50), "snoozed until +3"},
		{"meets soon", calm(Relating, func(c *Contact) { c.Planned = in(2) }), partner(Mentee, 50), "meets soon until +10"},
		{"stopped", calm(Relating, mutes(SessionDue)), partner(Mentee, 50), "muted"},
		{"two programs", calm(Relating), both(partner(Mentee, 3, func(p *Partnership) { p.ID = "p" }), partner(Mentee, 50)), "fires q"},
	})
}

// TestContactGivesWayToItsPair: the rhythm with a partner is their pair's, unless the
// member chose one.
func TestContactGivesWayToItsPair(t *testing.T) {
	late := func(parts ...func(*Contact)) *Contact { // due by the rhythm of Relating, 14 and 30 days
		c := exactly(person("Jane", Relating, 20), 300)
		c.Cadence = Cadence{}
		for _, part := range parts {
			part(c)
		}
		return c
	}
	tryRule(t, ContactDue, []ruleCase{
		{"nobody's partner", late(), nil, "fires "},
		{"a partner whose turn it is", late(), partner(Mentee, 50, metAgo(20)), "outranked"},
		{"a partner who waits for the mentee", late(), partner(Mentor, 50, metAgo(15)), "not due yet until +2"},
		{"a partner of whom was told", late(), both(partner(Mentee, 50, metAgo(20)), told(SessionDue, "q", ago(2))), "not due yet until +5"},
		{"a partner who pauses", late(), partner(Mentee, 50, metAgo(20), backIn(30)), "not due yet until +30"},
		{"a rhythm of one's own", late(func(c *Contact) { c.Cadence = Cadence{10, 40} }), partner(Mentor, 50, metAgo(15)), "fires "},
		{"no word of sessions wished", late(mutes(SessionDue)), partner(Mentee, 50, metAgo(20)), "fires "},
		{"nor of them, before the mentee", late(mutes(SessionDue)), partner(Mentor, 50, metAgo(15)), "not due yet until +2"},
	})
	vain := func(c *Contact) { c.Shown, c.ShownOn = 3, ago(1) }
	tryRule(t, KeepSlowRest, []ruleCase{
		{"nobody's partner", late(vain), nil, "fires "},
		{"a partner", late(vain), partner(Mentee, 50, metAgo(20)), "outranked"},
		{"a rhythm of one's own", late(vain, func(c *Contact) { c.Cadence = Cadence{10, 40} }), partner(Mentor, 50, metAgo(15)), "fires "},
	})
	drifted := exactly(person("Jane", Nurturing, 200), 300)
	drifted.Cadence = Cadence{}
	tryRule(t, Drifting, []ruleCase{
		{"nobody's partner", drifted, nil, "fires "},
		{"a partner, met by the other's word alone", drifted, partner(Mentee, 250, metAgo(3)), "outranked"},
	})
}

func TestHowWasIt(t *testing.T) {
	tryRule(t, HowWasIt, []ruleCase{
		{"nobody's partner", calm(Relating), nil, "nothing there"},
		{"no session", calm(Relating), partner(Mentee, 31), "nothing there"},
		{"the partner logged one", calm(Relating), partner(Mentor, 10, metAgo(1)), "fires q " + ago(1).String()},
		{"a week ago", calm(Relating), partner(Mentor, 10, metAgo(7)), "fires q " + ago(7).String()},
		{"longer ago", calm(Relating), partner(Mentor, 10, metAgo(8)), "not due yet until +20"},
		{"logged by both", calm(Relating), partner(Mentor, 10, mineAgo(1)), "not due yet until +20"},
		{"rated", calm(Relating), partner(Mentor, 10, metAgo(1), hasRated(ago(1).String())), "not due yet until +20"},
		{"the newest first", calm(Relating), partner(Mentor, 10, metAgo(5, 1)), "fires q " + ago(1).String()},
		{"told", calm(Relating), both(partner(Mentor, 10, metAgo(1)), told(HowWasIt, "q "+ago(1).String(), ago(1))), "not due yet until +20"},
		{"the first month", calm(Relating), partner(Mentee, 30, mineAgo(9)), "fires q 30 days"},
		{"the first month, late", calm(Relating), partner(Mentee, 44, mineAgo(9)), "fires q 30 days"},
		{"too late", calm(Relating), partner(Mentee, 45, mineAgo(40)), "nothing there"},
		{"met after a month", calm(Relating), partner(Mentee, 50, mineAgo(2)), "fires q 30 days"},
		{"told of the month", calm(Relating), both(partner(Mentee, 32, mineAgo(9)), told(HowWasIt, "q 30 days", ago(1))), "told"},
		{"rated the month", calm(Relating), partner(Mentee, 32, mineAgo(9), hasRated(FeedbackMonth)), "nothing there"},
		{"pauses", calm(Relating), partner(Mentor, 10, metAgo(1), backIn(2)), "not due yet until +2"},
		{"pauses beyond", calm(Relating), partner(Mentee, 30, metAgo(1), hasRated(FeedbackMonth), backIn(9)), "not due yet"},
		{"rests", calm(Relating, resting), partner(Mentor, 10, metAgo(1)), "resting"},
		{"stopped", calm(Relating, mutes(HowWasIt)), partner(Mentor, 10, metAgo(1)), "muted"},
	})
}

// TestMentorWeaves: a mentee in Sustaining can be taken along, tagged or not.
func TestMentorWeaves(t *testing.T) {
	long := friend("Jane")
	tryRule(t, Weave, []ruleCase{
		{"a mentee", long, partner(Mentor, 90, mineAgo(3), hasRated(FeedbackMonth)), "fires "},
		{"a mentor", long, partner(Mentee, 90, mineAgo(3), hasRated(FeedbackMonth)), "no third"},
	})
}

func TestCheckInOffersPartners(t *testing.T) {
	for name, tc := range map[string]struct {
		with func(*Portfolio)
		want string
	}{
		"never met":     {partner(Mentee, 5), "Jane"},
		"met last week": {partner(Mentee, 50, metAgo(7)), "Jane"},
		"met this week": {partner(Mentee, 50, metAgo(6)), ""},
		"pauses":        {partner(Mentee, 50, metAgo(14), backIn(1)), ""},
		"one mentee":    {partner(Mentor, 50, metAgo(13)), "Jane"},
	} {
		p := keeps(calm(Relating, func(c *Contact) { c.Touched.Last = ago(9) }))
		tc.with(&p)
		if got := likely(p, today()); got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}

// TestSessionDueInTheDigest: a pair is told once a week and no more, in the place of
// the rhythm of the one who is the partner.
func TestSessionDueInTheDigest(t *testing.T) {
	p := keeps(exactly(person("Jane", Relating, 14), 300))
	p.Contacts[0].Cadence = Cadence{}
	partner(Mentee, 50, metAgo(14), hasRated(FeedbackMonth))(&p)
	if d := PlanDigest(p, today()); names(d.Shown) != "Jane: session due" || d.Shown[0].Partnership.ID != "q" || d.Shown[0].Gap != 14 || d.Shown[0].Cadence != Every(14) {
		t.Errorf("%+v", d.Shown)
	}
	p.Member.Chosen.Digest = &Weekly{At: 9 * 60, Days: EveryDay}
	p.Policy.Nudging.Ignored = 0
	var days []int
	for _, day := range Foresee(p, today().AddDays(-1), 3) {
		if names(day.Digest.Shown) == "Jane: session due" {
			days = append(days, day.On.Sub(today()))
		}
	}
	if !slices.Equal(days, []int{0, 7, 14}) {
		t.Errorf("told on %v", days)
	}
}

// TestRecallOfAPair: an item whose answer was taken back is put where it stood.
func TestRecallOfAPair(t *testing.T) {
	c := newOldClub(t, 40)
	c.logs(mona, tess, in(-20))
	d := c.desk(t, tess)
	contact := c.with(tess, mona)
	for _, tell := range []Telling{
		{SessionDue, contact, string(c.pair)},
		{HowWasIt, contact, string(c.pair) + " " + in(-20).String()},
		{HowWasIt, contact, string(c.pair) + " " + FeedbackMonth},
	} {
		d.do(func(b *Book) error {
			n, err := b.Recall(tell)
			if err != nil || n.Partnership == nil || n.Partnership.ID != c.pair || n.Telling() != tell || n.Gap != 20 {
				t.Errorf("%+v: %v", n, err)
			}
			if about := tell.Subject == string(c.pair)+" "+in(-20).String(); about != (n.On == in(-20)) {
				t.Errorf("about %s: %v", tell.Subject, n.On)
			}
			return nil
		})
	}
	c.does(olga, func(m *Mentoring) error { return second(m.Unpair(c.pair)) })
	d.do(func(b *Book) error {
		if _, err := b.Recall(Telling{SessionDue, contact, string(c.pair)}); KindOf(err) != KindNotFound {
			t.Errorf("a pair that is none was recalled: %v", err)
		}
		return nil
	})
}

// TestPortfolioKnowsPartners, this command's changes included.
func TestPortfolioKnowsPartners(t *testing.T) {
	c := newOldClub(t, 20)
	d := c.desk(t, tess)
	if got := names(d.digest().Shown); got != "Name UMONA: session due" {
		t.Errorf("%q", got)
	}
	d.with(c.with(tess, mona), func(b *Book, x *Contact) error {
		if _, err := b.Log(x, Touch{On: b.Today}); err != nil {
			return err
		}
		p, err := b.Portfolio()
		if len(p.Partnerships) != 1 || p.Partnerships[0].Last() != b.Today {
			t.Errorf("%+v", p.Partnerships)
		}
		return err
	})
	if got := names(d.digest().Shown); got != "" {
		t.Errorf("%q", got)
	}
	if got := names(c.desk(t, mona).digest().Shown); got != "Name UTESS: how was it" {
		t.Errorf("%q", got)
	}
}

// pairsOf draws pairs with some of the people.
func pairsOf(r *rapid.T, p *Portfolio) {
	for _, c := range p.Contacts {
		if !chance(r, 3, "is a partner") {
			continue
		}
		c.SlackUser = "U" + c.Name
		x := Partnership{Me: "UME", Cadence: Every(rapid.IntRange(1, 30).Draw(r, "cadence"))}
		x.Pair = Pair{ID: PairID("q" + c.Name), Mentor: "UME", Mentee: MemberID(c.SlackUser), Since: past(r, 60, "paired")}
		if chance(r, 2, "mentee") {
			x.Mentor, x.Mentee = x.Mentee, x.Mentor
		}
		for n := 60; n >= 0; n -= rapid.IntRange(1, 40).Draw(r, "gap") {
			if on := ago(n); !on.Before(x.Since) {
				x.Sessions = append(x.Sessions, on)
				if chance(r, 2, "mine") {
					x.Mine = append(x.Mine, on)
				}
			}
		}
		if chance(r, 4, "pauses") {
			x.Paused, x.Back = true, in(rapid.IntRange(1, 30).Draw(r, "back"))
		}
		p.Partnerships = append(p.Partnerships, x)
	}
}

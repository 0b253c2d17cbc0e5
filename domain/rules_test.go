package domain

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// ago is a date some days before the tests' Monday, 2 November 2026; in is one after.
func ago(n int) Date { return today().AddDays(-n) }
func in(n int) Date  { return today().AddDays(n) }

// case of a rule: what it says of somebody on the tests' Monday.
type ruleCase struct {
	name string
	c    *Contact
	with func(*Portfolio)
	want string
}

// calm is somebody of whom no rule has anything to say.
func calm(p Phase, parts ...func(*Contact)) *Contact {
	c := exactly(person("Jane", p, 1), 300)
	c.PhaseSince = ago(10)
	for _, part := range parts {
		part(c)
	}
	return c
}

// told is a portfolio that remembers what was told some days ago.
func told(r RuleName, subject string, on Date) func(*Portfolio) {
	return func(p *Portfolio) { p.remembers(Told{Telling: Telling{r, "Jane", subject}, On: on, Times: 1}) }
}

func (p *Portfolio) remembers(m Told) {
	if p.Told == nil {
		p.Told = make(map[Telling]Told)
	}
	p.Told[m.Telling] = m
}

func both(parts ...func(*Portfolio)) func(*Portfolio) {
	return func(p *Portfolio) {
		for _, part := range parts {
			part(p)
		}
	}
}

func snoozed(until Date) func(*Contact) { return func(c *Contact) { c.SnoozedUntil = until } }
func resting(c *Contact)                { c.Resting = true }
func mutes(r ...RuleName) func(*Contact) {
	return func(c *Contact) { c.Muted = append(c.Muted, r...) }
}

func promise(id RecordID, due Date) func(*Contact) {
	return func(c *Contact) {
		c.Promises = append(c.Promises, Promise{ID: id, What: "pricing sheet", Made: ago(20), Due: due, State: PromiseOpen})
	}
}

func theirs(id RecordID, due Date) func(*Contact) {
	return func(c *Contact) {
		promise(id, due)(c)
		c.Promises[len(c.Promises)-1].Theirs = true
	}
}

func need(id RecordID, u Urgency, noted Date) func(*Contact) {
	return func(c *Contact) {
		c.Needs = append(c.Needs, Need{ID: id, What: "a designer", Urgency: u, Noted: noted, State: NeedOpen})
	}
}

func gift(id RecordID, on Date) func(*Contact) {
	return func(c *Contact) { c.Values = append(c.Values, Value{ID: id, What: "a review", Delivered: on}) }
}

func request(a Ask) func(*Contact) {
	return func(c *Contact) {
		if a.Made.IsZero() {
			a.Made = ago(20)
		}
		if a.Changed.IsZero() {
			a.Changed = a.Made
		}
		c.Asks = append(c.Asks, a)
	}
}

// reasonOf says what a rule makes of c: "fires", or why not and until when.
func reasonOf(p Portfolio, c *Contact, r RuleName, on Date) string {
	for _, reason := range Why(p, c, on) {
		switch {
		case reason.Rule != r:
		case reason.Fires:
			return "fires " + reason.Nudge.Subject
		case reason.Until.IsZero():
			return string(reason.Quiet)
		default:
			return fmt.Sprintf("%s until %+d", reason.Quiet, reason.Until.Sub(on))
		}
	}
	return "no such rule"
}

func tryRule(t *testing.T, r RuleName, cases []ruleCase) {
	t.Helper()
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			p := keeps(tc.c)
			if tc.with != nil {
				tc.with(&p)
			}
			if got := reasonOf(p, tc.c, r, today()); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestNudgeTable(t *testing.T) {
	var listed []RuleName
	for _, r := range nudgeTable {
		listed = append(listed, r.Name)
		if r.Often == nil || r.Look == nil {
			t.Errorf("%s does not say what it does", r.Name)
		}
		if r.With != "" && nudgeRuleOf(r.With).With != r.Name {
			t.Errorf("%s is stopped with %s, and not the other way round", r.Name, r.With)
		}
	}
	if !slices.Equal(listed, NudgeRules) {
		t.Errorf("the table holds %v, want %v", listed, NudgeRules)
	}
	if !Uncapped(PromiseDue) || Uncapped(ContactDue) || Uncapped(GoalAlone) {
		t.Error("promises and dates are uncapped, and nothing else is")
	}
}

func TestPromiseDue(t *testing.T) {
	tryRule(t, PromiseDue, []ruleCase{
		{"none", calm(Relating), nil, "nothing there"},
		{"in two days", calm(Relating, promise("p", in(2))), nil, "not due yet until +1"},
		{"tomorrow", calm(Relating, promise("p", in(1))), nil, "fires p"},
		{"today", calm(Relating, promise("p", today())), nil, "fires p"},
		{"yesterday is another rule", calm(Relating, promise("p", ago(1))), nil, "nothing there"},
		{"told yesterday already", calm(Relating, promise("p", today())), told(PromiseDue, "p", ago(1)), "fires p"},
		{"snoozed all the same", calm(Relating, promise("p", today()), snoozed(in(9))), nil, "fires p"},
		{"resting all the same", calm(Relating, promise("p", today()), resting), nil, "fires p"},
		{"stopped", calm(Relating, promise("p", today()), mutes(PromiseDue)), nil, "muted"},
		{"archived", calm(Relating, promise("p", today()), func(c *Contact) { c.Archived = true }), nil, "archived"},
		{"theirs is another rule", calm(Relating, theirs("p", today())), nil, "nothing there"},
		{"of two the later one", calm(Relating, promise("late", ago(3)), promise("p", in(1))), nil, "fires p"},
	})
}

// TestPromiseDueBeforeTheWeekend: the day before may have no digest.
func TestPromiseDueBeforeTheWeekend(t *testing.T) {
	friday := in(4)
	cases := []struct {
		due, first Date
		days       Weekdays
	}{
		{friday, in(3), WorkingDays},
		{friday.AddDays(1), friday, WorkingDays},
		{friday.AddDays(2), friday, WorkingDays},
		{friday.AddDays(3), friday, WorkingDays}, // Monday: Sunday has none
		{friday.AddDays(4), friday.AddDays(3), WorkingDays},
		{friday.AddDays(3), friday.AddDays(2), EveryDay},
		{friday, today(), Monday},
	}
	for _, tc := range cases {
		c := calm(Relating, promise("p", tc.due))
		p := keeps(c)
		p.Member.Chosen.Digest = &Weekly{At: 9 * 60, Days: tc.days}
		for day := today(); !day.After(tc.due); day = day.AddDays(1) {
			got := reasonOf(p, c, PromiseDue, day) == "fires p"
			if want := !day.Before(tc.first); got != want {
				t.Errorf("due %s, digests on %s: on %s it fires: %t", tc.due, tc.days, day, got)
			}
		}
	}
}

// TestPromiseDueInSamoa: on 30 December 2011, a Friday, there was no day in Samoa.
func TestPromiseDueInSamoa(t *testing.T) {
	c := calm(Relating, promise("p", On(2011, 12, 31)))
	p := keeps(c)
	p.Member.Zone = "Pacific/Apia"
	if got := reasonOf(p, c, PromiseDue, On(2011, 12, 29)); got != "fires p" {
		t.Errorf("on the last day before a day that never was: %q", got)
	}
}

func TestPromiseOverdue(t *testing.T) {
	tryRule(t, PromiseOverdue, []ruleCase{
		{"due today", calm(Relating, promise("p", today())), nil, "not due yet until +1"},
		{"a day late", calm(Relating, promise("p", ago(1))), nil, "fires p"},
		{"told yesterday, told each day", calm(Relating, promise("p", ago(9))), told(PromiseOverdue, "p", ago(1)), "fires p"},
		{"resting all the same", calm(Relating, promise("p", ago(9)), resting), nil, "fires p"},
		{"snoozed all the same", calm(Relating, promise("p", ago(9)), snoozed(in(9))), nil, "fires p"},
		{"kept", calm(Relating, promise("p", ago(1)), func(c *Contact) { c.Promises[0].State = PromiseKept }), nil, "nothing there"},
		{"undone", calm(Relating, promise("p", ago(1)), func(c *Contact) { c.Promises[0].Undone = true }), nil, "nothing there"},
	})
}

func TestPromisesAreToldOneByOne(t *testing.T) {
	c := calm(Relating, promise("b", ago(2)), promise("a", ago(2)), promise("c", ago(5)), promise("d", today()))
	p := keeps(c)
	p.Member.Chosen.Cap = 1
	var got []string
	for _, n := range PlanDigest(p, today()).Shown {
		got = append(got, n.Subject)
	}
	if want := []string{"c", "a", "b", "d"}; !slices.Equal(got, want) {
		t.Errorf("told %v, want %v", got, want)
	}
}

func TestOwedOverdue(t *testing.T) {
	tryRule(t, OwedOverdue, []ruleCase{
		{"due today", calm(Relating, theirs("p", today())), nil, "not due yet until +1"},
		{"a day late", calm(Relating, theirs("p", ago(1))), nil, "fires p"},
		{"weeks late, never told", calm(Relating, theirs("p", ago(40))), nil, "fires p"},
		{"told once", calm(Relating, theirs("p", ago(9))), told(OwedOverdue, "p", ago(3)), "told"},
		{"told today, planned again", calm(Relating, theirs("p", ago(9))), told(OwedOverdue, "p", today()), "fires p"},
		{"told before it was put off", calm(Relating, theirs("p", ago(1))), told(OwedOverdue, "p", ago(8)), "fires p"},
		{"the other one is told", calm(Relating, theirs("p", ago(9)), theirs("q", ago(5))), told(OwedOverdue, "p", ago(3)), "fires q"},
		{"resting", calm(Relating, theirs("p", ago(9)), resting), nil, "resting"},
		{"snoozed", calm(Relating, theirs("p", ago(9)), snoozed(in(3))), nil, "snoozed until +3"},
		{"mine is another rule", calm(Relating, promise("p", ago(9))), nil, "nothing there"},
	})
}

func TestTheyAsked(t *testing.T) {
	tryRule(t, TheyAsked, []ruleCase{
		{"none", calm(Nurturing), nil, "nothing there"},
		{"urgent, two days", calm(Nurturing, need("n", Urgent, ago(2))), nil, "not due yet until +1"},
		{"urgent, three days", calm(Nurturing, need("n", Urgent, ago(3))), nil, "fires n"},
		{"normal, 13 days", calm(Nurturing, need("n", Normal, ago(13))), nil, "not due yet until +1"},
		{"normal, 14 days", calm(Nurturing, need("n", Normal, ago(14))), nil, "fires n"},
		{"someday, 44 days", calm(Nurturing, need("n", Someday, ago(44))), nil, "not due yet until +1"},
		{"someday, 45 days", calm(Nurturing, need("n", Someday, ago(45))), nil, "fires n"},
		{"urgent, told two days ago", calm(Nurturing, need("n", Urgent, ago(9))), told(TheyAsked, "n", ago(2)), "told until +1"},
		{"urgent, told three days ago", calm(Nurturing, need("n", Urgent, ago(9))), told(TheyAsked, "n", ago(3)), "fires n"},
		{"normal, told six days ago", calm(Nurturing, need("n", Normal, ago(40))), told(TheyAsked, "n", ago(6)), "told until +1"},
		{"normal, told a week ago", calm(Nurturing, need("n", Normal, ago(40))), told(TheyAsked, "n", ago(7)), "fires n"},
		{"met", calm(Nurturing, need("n", Urgent, ago(9)), func(c *Contact) { c.Needs[0].State = NeedMet }), nil, "nothing there"},
		{
			"what they asked for goes first",
			calm(Nurturing, need("n", Urgent, ago(30)), need("q", Normal, ago(14)), func(c *Contact) { c.Needs[1].Asked = true }), nil, "fires q",
		},
		{"the other one", calm(Nurturing, need("n", Urgent, ago(30)), need("q", Urgent, ago(14))), told(TheyAsked, "n", ago(1)), "fires q"},
		{"resting", calm(Nurturing, need("n", Urgent, ago(9)), resting), nil, "resting"},
		{"snoozed", calm(Nurturing, need("n", Urgent, ago(9)), snoozed(in(2))), nil, "snoozed until +2"},
	})
}

func TestValueUnrecognised(t *testing.T) {
	times := func(n int, on Date) func(*Portfolio) {
		return func(p *Portfolio) {
			p.remembers(Told{Telling: Telling{Unrecognised, "Jane", "v"}, On: on, Times: n})
		}
	}
	tryRule(t, Unrecognised, []ruleCase{
		{"nine days", calm(Nurturing, gift("v", ago(9))), nil, "not due yet until +1"},
		{"ten days", calm(Nurturing, gift("v", ago(10))), nil, "fires v"},
		{"told", calm(Nurturing, gift("v", ago(20))), told(Unrecognised, "v", ago(10)), "told until +20"},
		{"told a month ago", calm(Nurturing, gift("v", ago(40))), told(Unrecognised, "v", ago(30)), "fires v"},
		{"told twice", calm(Nurturing, gift("v", ago(90))), times(2, ago(40)), "told"},
		{"told for the second time today", calm(Nurturing, gift("v", ago(90))), times(2, today()), "fires v"},
		{"the next one", calm(Nurturing, gift("v", ago(20)), gift("w", ago(12))), told(Unrecognised, "v", ago(10)), "fires w"},
		{"recognised", calm(Nurturing, gift("v", ago(20)), func(c *Contact) { c.Values[0].Recognised = ago(1) }), nil, "nothing there"},
		{"theirs", calm(Nurturing, gift("v", ago(20)), func(c *Contact) { c.Values[0].Theirs = true }), nil, "nothing there"},
	})
}

func TestAskUnanswered(t *testing.T) {
	waits := func(by Date) func(*Contact) { return request(Ask{ID: "a", By: by, State: AskWaiting}) }
	tryRule(t, AskUnanswered, []ruleCase{
		{"until today", calm(Capitalizing, waits(today())), nil, "not due yet until +1"},
		{"until yesterday", calm(Capitalizing, waits(ago(1))), nil, "fires a"},
		{"told once", calm(Capitalizing, waits(ago(20))), told(AskUnanswered, "a", ago(10)), "told"},
		{"given more time since", calm(Capitalizing, waits(ago(1))), told(AskUnanswered, "a", ago(10)), "fires a"},
		{"without a date", calm(Capitalizing, waits(Date{})), nil, "nothing there"},
		{"declined, never mentioned again", calm(Capitalizing, request(Ask{ID: "a", By: ago(1), State: AskDeclined})), nil, "nothing there"},
		{"resting", calm(Capitalizing, waits(ago(1)), resting), nil, "resting"},
	})
}

func TestThankThem(t *testing.T) {
	agreed := request(Ask{ID: "a", State: AskAgreed, Changed: ago(3)})
	tryRule(t, ThankThem, []ruleCase{
		{"waiting", calm(Capitalizing, request(Ask{ID: "a", State: AskWaiting})), nil, "nothing there"},
		{"agreed", calm(Capitalizing, agreed), nil, "fires a"},
		{"told yesterday, until thanked", calm(Capitalizing, agreed), told(ThankThem, "a", ago(1)), "fires a"},
		{"resting all the same", calm(Capitalizing, agreed, resting), nil, "fires a"},
		{"snoozed", calm(Capitalizing, agreed, snoozed(in(1))), nil, "snoozed until +1"},
		{"thanked", calm(Capitalizing, request(Ask{ID: "a", State: AskThanked})), nil, "nothing there"},
	})
}

func TestFollowUp(t *testing.T) {
	metOnce := func(days int, parts ...func(*Contact)) *Contact {
		c := calm(Relating)
		c.Touched = Touched{First: ago(days), Last: ago(days), Kind: "coffee", Days: 1, Count: 1, Kinds: 1}
		for _, part := range parts {
			part(c)
		}
		return c
	}
	tryRule(t, FollowUp, []ruleCase{
		{"never met", calm(Identifying, func(c *Contact) { c.Touched = Touched{} }), nil, "nothing there"},
		{"met yesterday", metOnce(1), nil, "not due yet until +1"},
		{"met two days ago", metOnce(2), nil, "fires "},
		{"on Thursday: the weekend had no digest", metOnce(4), nil, "fires "},
		{"on the last day of it", metOnce(9), nil, "fires "},
		{"ten days ago", metOnce(10), nil, "nothing there"},
		{"told", metOnce(4), told(FollowUp, "", ago(2)), "told"},
		{"told of an earlier first meeting, undone since", metOnce(2), told(FollowUp, "", ago(20)), "fires "},
		{"met again since", calm(Relating), nil, "nothing there"},
		{"the first note of an old friend", metOnce(2, func(c *Contact) { c.Phase, c.Furthest = Sustaining, Sustaining }), nil, "wrong phase"},
		{"they meet soon", metOnce(2, func(c *Contact) { c.Planned = in(3) }), nil, "meets soon"},
		{"snoozed", metOnce(2, snoozed(in(3))), nil, "snoozed until +3"},
		{"snoozed for longer than it matters", metOnce(2, snoozed(in(9))), nil, "snoozed"},
	})
}

func TestContactDueAndOverdue(t *testing.T) {
	every := func(gap int) *Contact {
		c := person("Jane", Relating, gap)
		c.Cadence = Cadence{14, 30}
		return c
	}
	due := 14 + jitter("Jane", Cadence{14, 30})
	cases := []struct {
		gap         int
		due, beyond string
	}{
		{due - 1, "not due yet until +1", fmt.Sprintf("not due yet until %+d", 32-due)},
		{due, "fires ", fmt.Sprintf("not due yet until %+d", 31-due)},
		{30, "fires ", "not due yet until +1"},
		{31, "outranked", "fires "},
	}
	for _, tc := range cases {
		c := every(tc.gap)
		if got := reasonOf(keeps(c), c, ContactDue, today()); got != tc.due {
			t.Errorf("due after %d days: %q, want %q", tc.gap, got, tc.due)
		}
		if got := reasonOf(keeps(c), c, ContactOverdue, today()); got != tc.beyond {
			t.Errorf("overdue after %d days: %q, want %q", tc.gap, got, tc.beyond)
		}
	}
	c := every(40)
	c.Muted = []RuleName{ContactDue}
	if got := names(PlanDigest(keeps(c), today()).Shown); got != "" {
		t.Errorf("who stopped one of the two hears the other: %s", got)
	}
}

func TestDrifting(t *testing.T) {
	far := func(p Phase, gap int) *Contact {
		c := person("Jane", p, gap)
		c.Cadence = Cadence{30, 60}
		return c
	}
	tryRule(t, Drifting, []ruleCase{
		{"a day before", far(Sustaining, 119), nil, "not due yet until +1"},
		{"twice the maximum", far(Sustaining, 120), nil, "fires "},
		{"in Nurturing", far(Nurturing, 120), nil, "fires "},
		{"in Relating there is nothing to go back to", far(Relating, 120), nil, "wrong phase"},
		{"told once", far(Sustaining, 140), told(Drifting, "", ago(10)), "told"},
		{"told before they last met", far(Sustaining, 130), told(Drifting, "", ago(200)), "fires "},
	})
	c := far(Sustaining, 120)
	if got := names(PlanDigest(keeps(c), today()).Shown); got != "Jane: drifting" {
		t.Errorf("it takes the place of overdue: %q", got)
	}
	p := keeps(c)
	told(Drifting, "", ago(1))(&p)
	if got := names(PlanDigest(p, today()).Shown); got != "Jane: contact overdue" {
		t.Errorf("told, overdue is left: %q", got)
	}
	need("n", Normal, ago(100))(c)
	if got := names(PlanDigest(keeps(c), today()).Shown); got != "Jane: drifting" {
		t.Errorf("what they need comes back every week, and hides it: %q", got)
	}
}

func TestKeepSlowRest(t *testing.T) {
	shown := func(n int, on Date) *Contact {
		c := person("Jane", Relating, 40)
		c.Shown, c.ShownOn = n, on
		return c
	}
	tryRule(t, KeepSlowRest, []ruleCase{
		{"shown twice", shown(2, ago(1)), nil, "not due yet"},
		{"the third time is today", shown(3, today()), nil, "not due yet"},
		{"shown three times", shown(3, ago(1)), nil, "fires "},
		{"asked today", shown(4, today()), told(KeepSlowRest, "", today()), "fires "},
		{"asked yesterday", shown(4, ago(1)), told(KeepSlowRest, "", ago(1)), "told"},
		{"shown more often, and not asked yet", shown(5, ago(1)), nil, "fires "},
		{"asked before they last met", shown(5, ago(1)), told(KeepSlowRest, "", ago(50)), "fires "},
		{"answered, and three more in vain", shown(3, ago(1)), told(KeepSlowRest, "", ago(9)), "fires "},
		{"not due any more", func() *Contact { c := calm(Relating); c.Shown, c.ShownOn = 3, ago(1); return c }(), nil, "not due yet until +299"},
	})
}

func TestHeedEndsTheQuestion(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.later(21)
	var asked []Date
	for range 20 {
		g := d.digest()
		if names(g.Shown) == "Jane: keep, slow or rest" {
			asked = append(asked, d.today())
			d.shows(g)
			d.do(func(b *Book) error { return b.Heed(Telling{Rule: KeepSlowRest, Contact: id}) })
			if got := names(d.digest().Shown); got == "Jane: keep, slow or rest" {
				t.Error("answered, and asked again on the same day")
			}
		} else {
			d.shows(g)
		}
		d.member.Unanswered = 0
		d.later(1)
	}
	if len(asked) < 2 || asked[1].Sub(asked[0]) < 4 {
		t.Errorf("asked on %v", asked)
	}
}

func TestOccasions(t *testing.T) {
	birthday := func(month time.Month, day int, parts ...func(*Contact)) *Contact {
		c := calm(Relating, parts...)
		c.Occasions = []Occasion{{Name: "birthday", Month: month, Day: day}}
		return c
	}
	tryRule(t, OccasionComing, []ruleCase{
		{"none", calm(Relating), nil, "nothing there"},
		{"tomorrow", birthday(11, 3), nil, "not due yet until +1"},
		{"today", birthday(11, 2), nil, "fires birthday"},
		{"yesterday, a Sunday: told on Friday", birthday(11, 1), nil, "not due yet until +364"},
		{"on Saturday, told on Friday", birthday(11, 7), nil, "not due yet until +4"},
		{"snoozed all the same", birthday(11, 2, snoozed(in(9))), nil, "fires birthday"},
		{"resting", birthday(11, 2, resting), nil, "resting"},
		{"stopped", birthday(11, 2, mutes(OccasionComing)), nil, "muted"},
	})
}

// TestR10TheTwentyNinthOfFebruary: the 28th in common years, back in leap years,
// and moved to the last digest before where that day has none.
func TestR10TheTwentyNinthOfFebruary(t *testing.T) {
	cases := []struct{ on, told Date }{
		{On(2026, 2, 28), On(2026, 2, 27)}, // a Saturday
		{On(2027, 2, 28), On(2027, 2, 26)}, // a Sunday
		{On(2028, 2, 29), On(2028, 2, 29)}, // a Tuesday, and a leap year
		{On(2029, 2, 28), On(2029, 2, 28)},
		{On(2032, 2, 29), On(2032, 2, 27)}, // a Sunday
		{On(2100, 2, 28), On(2100, 2, 26)}, // divisible by 100: no leap year
	}
	c := calm(Relating)
	c.Occasions = []Occasion{{Name: "birthday", Year: 1992, Month: 2, Day: 29}}
	for _, tc := range cases {
		p := keeps(c)
		if got := reasonOf(p, c, OccasionComing, tc.told.AddDays(-1)); got == "fires birthday" {
			t.Errorf("%s is told before %s", tc.on, tc.told)
		}
		n := PlanDigest(p, tc.told).Shown
		if len(n) == 0 || n[0].Rule != OccasionComing || n[0].OccasionOn != tc.on || !n[0].First {
			t.Errorf("on %s: %s, want the birthday of %s", tc.told, names(n), tc.on)
		}
		if got := reasonOf(p, c, OccasionComing, tc.on.AddDays(1)); got == "fires birthday" {
			t.Errorf("%s is told when it is over", tc.on)
		}
	}
}

// TestR10OccasionsComeOnceAYear: every day of any year, in any zone, on working
// days or not, has exactly one date in each year, and one digest that tells it.
func TestR10OccasionsComeOnceAYear(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		born := On(2000, 1, 1).AddDays(rapid.IntRange(0, 365).Draw(r, "day"))
		c := calm(Relating)
		c.Occasions = []Occasion{{Name: "birthday", Month: born.Month, Day: born.Day}}
		p := keeps(c)
		p.Member.Chosen.Digest = &Weekly{At: 540, Days: Weekdays(rapid.IntRange(1, 127).Draw(r, "days"))}
		p.Member.Zone = rapid.SampledFrom([]string{"UTC", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"}).Draw(r, "zone")
		year := rapid.IntRange(2024, 2033).Draw(r, "year")
		told := make(map[Date]int)
		for d := On(year-1, 12, 18); d.Year <= year; d = d.AddDays(1) {
			if !p.Member.Chosen.Digest.Days.Has(d.Weekday()) {
				continue
			}
			for _, n := range PlanDigest(p, d).Shown {
				if n.Rule == OccasionComing {
					told[n.OccasionOn]++
				}
			}
		}
		on := c.Occasions[0].In(year)
		if told[on] != 1 || on.Year != year || on.Month != born.Month {
			r.Fatalf("born %s, %s is told %d times", born, on, told[on])
		}
	})
}

func TestRevealMore(t *testing.T) {
	seen := func(parts ...func(*Contact)) *Contact {
		c := calm(Sustaining)
		c.Touched = Touched{First: ago(200), Last: ago(1), Kind: "call", Days: 9, Count: 9, Kinds: 2, Note: "Ada starts school", NoteOn: ago(59)}
		for _, part := range parts {
			part(c)
		}
		return c
	}
	note := func(on Date) func(*Contact) { return func(c *Contact) { c.Touched.NoteOn = on } }
	oneKind := func(c *Contact) { c.Touched.Kinds = 1 }
	tryRule(t, RevealMore, []ruleCase{
		{"noted 59 days ago", seen(), nil, "not due yet until +1"},
		{"noted 60 days ago", seen(note(ago(60))), nil, "fires "},
		{"never noted", seen(note(Date{})), nil, "fires "},
		{"always by phone", seen(note(ago(1)), oneKind), nil, "fires "},
		{"twice by phone is no habit", seen(note(ago(1)), oneKind, func(c *Contact) { c.Touched.Count = 2 }), nil, "not due yet until +59"},
		{"known for a month", seen(oneKind, func(c *Contact) { c.Touched.First = ago(30) }), nil, "not due yet until +30"},
		{"never met", seen(func(c *Contact) { c.Touched = Touched{} }), nil, "nothing there"},
		{"in Nurturing", seen(oneKind, func(c *Contact) { c.Phase = Nurturing }), nil, "wrong phase"},
		{"told", seen(oneKind), told(RevealMore, "", ago(59)), "told until +1"},
		{"told two months ago", seen(oneKind), told(RevealMore, "", ago(60)), "fires "},
		{"snoozed", seen(oneKind, snoozed(in(4))), nil, "snoozed until +4"},
	})
	c := seen(oneKind)
	if n := PlanDigest(keeps(c), today()).Shown; len(n) != 1 || !n[0].OneKind {
		t.Errorf("of one kind only: %+v", n)
	}
}

func TestR17AndTheRulesToo(t *testing.T) {
	c := calm(Sustaining, promise("p", in(20)), need("n", Normal, today()), gift("v", today()))
	p := keeps(c)
	seen := make(map[RuleName]Date)
	for n := range 40 {
		for _, r := range Why(p, c, in(n)) {
			if _, ok := seen[r.Rule]; r.Fires && !ok {
				seen[r.Rule] = in(n)
			}
		}
	}
	want := map[RuleName]Date{Unrecognised: in(10), TheyAsked: in(14), PromiseDue: in(18), PromiseOverdue: in(21)}
	// The 22nd is a Sunday: what is due then is told on Friday before the eve.
	for r, on := range want {
		if seen[r] != on {
			t.Errorf("%s fires on %s, want %s", r, seen[r], on)
		}
	}
	if diff := cmp.Diff(len(want), len(seen)); diff != "" {
		t.Errorf("fired %v", seen)
	}
}

package domain

import (
	"fmt"
	"testing"
)

// answered is a portfolio in which an item was said and answered some days ago;
// ignored is one in which it was not answered.
func answered(r RuleName, c ContactID, subject string, on Date) func(*Portfolio) {
	return func(p *Portfolio) { p.remembers(Told{Telling: Telling{r, c, subject}, On: on, Times: 1, Answered: on}) }
}

func ignored(r RuleName, c ContactID, subject string, on Date) func(*Portfolio) {
	return func(p *Portfolio) { p.remembers(Told{Telling: Telling{r, c, subject}, On: on, Times: 1}) }
}

func aims(goals ...Goal) func(*Portfolio) { return func(p *Portfolio) { p.Goals = goals } }

func named(name string, c *Contact) *Contact {
	c.ID, c.Name = ContactID(name), name
	return c
}

func TestIdentifyRules(t *testing.T) {
	gopher := goal("g", "Speak at GopherCon by June")
	al := func(parts ...func(*Contact)) *Contact { return named("Al", calm(Relating, parts...)) }
	priya := func(parts ...func(*Contact)) *Contact { return named("Priya", calm(Sustaining, parts...)) }
	unplaced := func(c *Contact) { c.Placed = false }
	met := func(first, last, days int) func(*Contact) {
		return func(c *Contact) {
			c.Touched = Touched{First: ago(first), Last: ago(last), Days: days, Count: days, Kinds: 2}
		}
	}
	even := func(given, received int) func(*Contact) {
		return func(c *Contact) { c.Balance = Balance{Given: given, Received: received} }
	}
	candidate := func(parts ...func(*Contact)) *Contact {
		c := named("Cleo", calm(Identifying, append([]func(*Contact){func(c *Contact) {
			c.Adds, c.Offers, c.Connects = "a stage", "a talk", "the meetup"
		}}, parts...)...))
		return c
	}
	cases := []struct {
		name   string
		people []*Contact
		with   func(*Portfolio)
		want   string
	}{
		{"a goal with nobody behind it", []*Contact{al()}, aims(gopher), "goal alone []"},
		{"and somebody who might know", []*Contact{al(), priya(tags("gophercon"))}, aims(gopher), "goal alone [Priya]"},
		{"who only works on that", []*Contact{al(), priya(works("GopherCon organiser"))}, aims(gopher), "goal alone [Priya]"},
		{"or lives there", []*Contact{al(), priya(lives("Berlin"))}, aims(goal("g", "Meet three founders in Berlin")), "goal alone [Priya]"},
		{"words that say nothing", []*Contact{al(), priya(tags("by", "june", "at"))}, aims(gopher), "goal alone []"},
		{"not somebody one has just met", []*Contact{al(tags("gophercon"))}, aims(gopher), "goal alone []"},
		{"somebody serves it", []*Contact{al(serves("g"))}, aims(gopher), ""},
		{"few do, and somebody could open", []*Contact{al(serves("g")), priya(tags("gophercon"))}, aims(gopher), "could introduce [Priya]"},
		{
			"three are not few", []*Contact{
				al(serves("g")), named("Bo", calm(Relating, serves("g"))), named("Cy", calm(Relating, serves("g"))), priya(tags("gophercon")),
			}, aims(gopher), "",
		},
		{"who serves it already opens nothing", []*Contact{al(), priya(tags("gophercon"), serves("g"))}, aims(gopher), ""},
		{"a closed goal", []*Contact{al()}, aims(Goal{ID: "g", What: "x", State: GoalReached}), ""},
		{"answered last week", []*Contact{al()}, both(aims(gopher), answered(GoalAlone, "", "g", ago(7))), ""},
		{"answered two weeks ago", []*Contact{al()}, both(aims(gopher), answered(GoalAlone, "", "g", ago(14))), "goal alone []"},
		{"ignored last week", []*Contact{al()}, both(aims(gopher), ignored(GoalAlone, "", "g", ago(7))), "goal alone []"},
		{"answered today", []*Contact{al()}, both(aims(gopher), answered(GoalAlone, "", "g", today())), ""},

		{"met twice lately, not placed", []*Contact{al(unplaced, met(40, 3, 2))}, nil, "not placed [Al]"},
		{"met once", []*Contact{al(unplaced, met(3, 3, 1))}, nil, ""},
		{"placed", []*Contact{al(met(40, 3, 2))}, nil, ""},
		{"the first time was long ago", []*Contact{al(unplaced, met(57, 3, 2))}, nil, ""},
		{"the first time was eight weeks ago", []*Contact{al(unplaced, met(56, 3, 2))}, nil, "not placed [Al]"},
		{"met often, for years", []*Contact{al(unplaced, met(900, 3, 9))}, nil, "not placed [Al]"},
		{"the last time was long ago", []*Contact{al(unplaced, met(90, 57, 5))}, nil, ""},

		{"nothing comes back", []*Contact{al(even(3, 0))}, nil, "one-sided [Al]"},
		{"only taken", []*Contact{al(even(0, 3))}, nil, "one-sided [Al] takes"},
		{"two are no pattern", []*Contact{al(even(2, 0))}, nil, ""},
		{"one came back", []*Contact{al(even(9, 1))}, nil, ""},

		{"a candidate whose questions are answered", []*Contact{candidate()}, nil, ""},
		{"one is open", []*Contact{candidate(func(c *Contact) { c.Offers = "" })}, nil, "three questions [Cleo]"},
		{"snoozed", []*Contact{candidate(func(c *Contact) { c.Offers = "" }, snoozed(in(3)))}, nil, ""},

		{"two spellings", []*Contact{al(), named("Al Green", calm(Relating))}, nil, "same person [Al Al Green]"},
		{"offered before", []*Contact{al(), named("Al Green", calm(Relating))}, ignored(SamePerson, "Al", "Al Green", ago(400)), ""},
		{"offered before, the other way round", []*Contact{al(), named("Al Green", calm(Relating))}, ignored(SamePerson, "Al Green", "Al", ago(400)), ""},
		{"offered today", []*Contact{al(), named("Al Green", calm(Relating))}, ignored(SamePerson, "Al", "Al Green", today()), "same person [Al Al Green]"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			p := keeps(tc.people...)
			if tc.with != nil {
				tc.with(&p)
			}
			if got := say(PlanPrompt(p, today())); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// TestPromptTakesTurns: three items at most, and week by week those that were not
// said lately.
func TestPromptTakesTurns(t *testing.T) {
	p := keeps(
		named("Al", calm(Sustaining, func(c *Contact) { c.Balance.Given = 5 })),
		named("Bo", calm(Nurturing, func(c *Contact) { c.Placed = false })),
		named("Bo Lund", calm(Nurturing)),
	)
	p.Goals = []Goal{goal("g", "x"), goal("h", "y")}
	p.Member.Joined = ago(100).noon()
	for _, c := range p.Contacts {
		c.Cadence = Every(7)
	}
	week := func(n int) string {
		prompt := PlanPrompt(p, in(7*n))
		for _, item := range prompt.Items {
			m := p.Told[item.Telling()]
			m.Telling, m.On = item.Telling(), prompt.On
			p.remembers(m)
		}
		if again := say(PlanPrompt(p, in(7*n))); again != say(prompt) {
			t.Errorf("planned again, %q became %q", say(prompt), again)
		}
		return say(prompt)
	}
	for n, want := range []string{
		"goal alone [], run dry [], not placed [Bo]",
		"goal alone [], too many [Al Bo Bo Lund] 3.0 > 0.0, one-sided [Al]",
		"goal alone [], run dry [], same person [Bo Bo Lund]",
	} {
		if got := week(n); got != want {
			t.Errorf("week %d: %q, want %q", n, got, want)
		}
	}
	if got := PlanPrompt(p, in(21)).Items[0].Goal.ID; got != "h" {
		t.Errorf("then comes goal %s", got)
	}
}

// TestSkippedItemsRest: an answer to everything is silence for a week.
func TestSkippedItemsRest(t *testing.T) {
	d := newDesk(t)
	d.add("Cleo", Identifying)
	d.later(7)
	prompt := PlanPrompt(d.portfolio(), d.today())
	if len(prompt.Items) == 0 {
		t.Fatal("nothing to say")
	}
	for _, item := range prompt.Items {
		for _, c := range item.Contacts {
			d.tells(Telling{Rule: item.Rule, Contact: c.ID}, d.today())
			d.do(func(b *Book) error { return b.Heed(Telling{Rule: item.Rule, Contact: c.ID}) })
		}
	}
	seen := make(map[string]bool)
	for range 2 {
		d.later(7)
		for _, item := range PlanPrompt(d.portfolio(), d.today()).Items {
			seen[fmt.Sprint(item.Rule, d.today())] = true
		}
	}
	if seen["never met"+On(2026, 11, 16).String()] || !seen["never met"+On(2026, 11, 23).String()] {
		t.Errorf("said %v", seen)
	}
}

func TestEmptyCircleRests(t *testing.T) {
	p := keeps()
	answered(EmptyCircle, "", "", ago(7))(&p)
	if got := say(PlanPrompt(p, today())); got != "" {
		t.Errorf("answered last week: %q", got)
	}
}

package domain

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func likely(p Portfolio, on Date) string {
	var names []string
	for _, c := range PlanCheckIn(p, on).Likely {
		names = append(names, c.Name)
	}
	return strings.Join(names, " ")
}

func TestPlanCheckIn(t *testing.T) {
	often := func(last int) func(*Contact) {
		return func(c *Contact) {
			c.Touched = Touched{First: ago(last + 28), Last: ago(last), Kind: "lunch", Days: 3, Count: 3, Kinds: 1}
		}
	}
	quiet := func(name string, parts ...func(*Contact)) *Contact {
		return named(name, calm(Relating, append([]func(*Contact){often(40)}, parts...)...))
	}
	cases := []struct {
		name   string
		people []*Contact
		want   string
	}{
		{"nobody is likely", []*Contact{quiet("Al")}, ""},
		{"who is due", []*Contact{person("Al", Relating, 20)}, "Al"},
		{"who is met every other week", []*Contact{quiet("Al", often(10))}, "Al"},
		{"who used to be", []*Contact{quiet("Al", often(29))}, ""},
		{"not as often as that", []*Contact{quiet("Al", often(10), func(c *Contact) { c.Touched.First = ago(39) })}, ""},
		{"who was logged this week", []*Contact{quiet("Al", often(6))}, ""},
		{"who was logged the week before", []*Contact{quiet("Al", often(7))}, "Al"},
		{"a mentee", []*Contact{quiet("Al", tags("mentee"))}, "Al"},
		{"a mentoring partner", []*Contact{quiet("Al", func(c *Contact) { c.Touched.Kind = "mentoring" })}, "Al"},
		{"a promise of mine", []*Contact{quiet("Al", promise("p", in(9)))}, "Al"},
		{"a promise of theirs", []*Contact{quiet("Al", theirs("p", in(9)))}, "Al"},
		{"a plan for this week", []*Contact{quiet("Al", func(c *Contact) { c.Planned = ago(6) })}, "Al"},
		{"a plan of last week", []*Contact{quiet("Al", func(c *Contact) { c.Planned = ago(7) })}, ""},
		{"a plan for tomorrow", []*Contact{quiet("Al", func(c *Contact) { c.Planned = in(1) })}, ""},
		{"who rests", []*Contact{quiet("Al", resting, promise("p", in(9)))}, ""},
		{"who rests, and is met all the same", []*Contact{quiet("Al", resting, often(10))}, "Al"},
		{"who is archived", []*Contact{quiet("Al", often(10), func(c *Contact) { c.Archived = true })}, ""},
		{
			"the likeliest first", []*Contact{
				person("Due", Relating, 20), quiet("Owed", promise("p", in(9))), quiet("Often", often(10)),
				quiet("Planned", func(c *Contact) { c.Planned = today() }), quiet("Both", often(10), promise("p", in(9))),
			}, "Planned Both Often Owed Due",
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			if got := likely(keeps(tc.people...), today()); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
			slices.Reverse(tc.people)
			if got := likely(keeps(tc.people...), today()); got != tc.want {
				t.Errorf("the order of the portfolio matters: %q", got)
			}
		})
	}
}

func TestCheckInOffersTwenty(t *testing.T) {
	var people []*Contact
	for i := range 30 {
		people = append(people, person(fmt.Sprintf("P%02d", i), Relating, 30+i))
	}
	got := PlanCheckIn(keeps(people...), today()).Likely
	if len(got) != 20 || got[0].Name != "P29" {
		t.Errorf("%d people, %s first", len(got), got[0].Name)
	}
}

// TestCheckInComes for whoever keeps anybody, likely or not, and for nobody else.
func TestCheckInComes(t *testing.T) {
	d := newDesk(t)
	if sent := d.until(On(2026, 11, 9)); count(sent, CheckInDelivery) != 0 {
		t.Errorf("for an empty circle came %v", sent)
	}
	d.met(d.add("Jane", Relating), 0)
	sent := only(d.until(On(2026, 11, 16)), CheckInDelivery)
	if len(sent) != 1 || sent[0].On != On(2026, 11, 13) {
		t.Errorf("sent %v", sent)
	}
	d.do(func(b *Book) error { b.CheckInOff(true); return nil })
	if sent := d.until(On(2026, 11, 23)); count(sent, CheckInDelivery) != 0 {
		t.Errorf("turned off, and yet %v", sent)
	}
}

// TestAQuestionReturnsOnce, and again on the day on which it did.
func TestAQuestionReturnsOnce(t *testing.T) {
	p := keeps(calm(Relating))
	p.Questions = []Question{{ID: "q1"}, {ID: "q2"}}
	ids := func(on Date) (all []QuestionID) {
		for _, q := range PlanCheckIn(p, on).Questions {
			all = append(all, q.ID)
		}
		return all
	}
	if got := ids(today()); !slices.Equal(got, []QuestionID{"q1", "q2"}) {
		t.Errorf("first %v", got)
	}
	for _, telling := range PlanCheckIn(p, today()).Tellings() {
		p.remembers(Told{Telling: telling, On: today(), Times: 1})
	}
	if got := ids(today()); len(got) != 2 {
		t.Errorf("read again on the same day: %v", got)
	}
	p.Questions = append(p.Questions, Question{ID: "q3"})
	if got := ids(in(7)); !slices.Equal(got, []QuestionID{"q3"}) {
		t.Errorf("a week later %v", got)
	}
}

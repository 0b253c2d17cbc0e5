package domain

import (
	"fmt"
	"strings"
	"testing"
)

func TestPlanPrompt(t *testing.T) {
	joined := func(weeks int) func(*Portfolio) {
		return func(p *Portfolio) { p.Member.Joined = today().AddDays(-7 * weeks).noon() }
	}
	rests := func(c *Contact) *Contact { c.Resting = true; return c }
	snoozed := func(c *Contact) *Contact { c.SnoozedUntil = today().AddDays(3); return c }
	candidate := func(name string, added int) *Contact {
		c := person(name, Identifying, -1)
		c.Added = today().AddDays(-added)
		return c
	}
	cases := []struct {
		name   string
		people []*Contact
		with   func(*Portfolio)
		want   string
	}{
		{"nobody yet", nil, nil, "empty circle []"},
		{"nobody yet, for months", nil, joined(30), "empty circle []"},
		{"all is well", []*Contact{person("Jane", Relating, 1)}, nil, ""},
		{"nobody to get to know", []*Contact{person("Jane", Sustaining, 1)}, nil, "run dry []"},
		{"only somebody who rests", []*Contact{rests(person("Jane", Relating, 1))}, nil, "run dry []"},
		{
			"candidates never met, the oldest first, three of them",
			[]*Contact{candidate("D", 1), candidate("B", 9), candidate("A", 9), candidate("C", 3)},
			nil, "never met [A B C], three questions [D]",
		},
		{"a candidate who is snoozed", []*Contact{snoozed(candidate("A", 9))}, nil, ""},
		{"too many, but not here long enough", []*Contact{exactly(person("A", Relating, 1), 1)}, joined(5), ""},
		{
			"too many",
			[]*Contact{exactly(person("A", Relating, 3), 7), exactly(person("B", Relating, 30), 14)},
			joined(6), "too many [B A] 1.5 > 0.0",
		},
		{
			"as many as were logged",
			[]*Contact{exactly(person("A", Relating, 3), 7)},
			func(p *Portfolio) { joined(6)(p); p.Logged = 6 }, "",
		},
		{
			"who rests asks for nothing",
			[]*Contact{person("J", Relating, 0), rests(exactly(person("A", Relating, 3), 1))},
			func(p *Portfolio) { joined(6)(p); p.Logged = 6 }, "",
		},
		{
			"several reasons",
			[]*Contact{exactly(person("A", Sustaining, 3), 7)},
			joined(8), "run dry [], too many [A] 1.0 > 0.0",
		},
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

// say puts a prompt into a line of text.
func say(p Prompt) string {
	var items []string
	for _, item := range p.Items {
		var people []string
		for _, c := range item.Contacts {
			people = append(people, c.Name)
		}
		s := string(item.Rule) + " [" + strings.Join(people, " ") + "]"
		if item.Takes {
			s += " takes"
		}
		if item.Rule == TooMany {
			s += fmt.Sprintf(" %.1f > %.1f", item.Asks, item.Makes)
		}
		items = append(items, s)
	}
	return strings.Join(items, ", ")
}

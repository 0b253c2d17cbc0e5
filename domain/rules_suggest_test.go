package domain

import (
	"fmt"
	"testing"
)

// friend is somebody in Sustaining for a long time whom the rhythm is calm about.
func friend(name string, parts ...func(*Contact)) *Contact {
	c := exactly(person(name, Sustaining, 1), 300)
	c.PhaseSince, c.Added = ago(100), ago(400)
	c.Touched.Note, c.Touched.NoteOn, c.Touched.Kinds = "a note", ago(1), 2
	for _, part := range parts {
		part(c)
	}
	return c
}

func tags(tags ...string) func(*Contact)      { return func(c *Contact) { c.Tags = tags } }
func lives(place string) func(*Contact)       { return func(c *Contact) { c.Place = place } }
func works(at string) func(*Contact)          { return func(c *Contact) { c.Work = at } }
func serves(goals ...RecordID) func(*Contact) { return func(c *Contact) { c.Goals = goals } }
func since(on Date) func(*Contact)            { return func(c *Contact) { c.PhaseSince = on } }

func bond(other ContactID, s IntroductionState, on Date) func(*Contact) {
	return func(c *Contact) {
		c.Introductions = append(c.Introductions, Introduction{Other: other, How: Woven, State: s, On: on})
	}
}

func goal(id RecordID, what string) Goal {
	return Goal{ID: id, What: what, Made: ago(30), State: GoalOpen}
}

func TestWhoIsWoven(t *testing.T) {
	berlin, jane := tags("berlin"), func(parts ...func(*Contact)) *Contact { return friend("Jane", parts...) }
	with := func(others ...*Contact) func(*Portfolio) {
		return func(p *Portfolio) { p.Contacts = append(p.Contacts, others...) }
	}
	tryRule(t, Weave, []ruleCase{
		{"nobody else", jane(berlin), nil, "no third"},
		{"nothing in common", jane(berlin), with(friend("Ada", tags("paris"))), "no third"},
		{"a tag", jane(berlin), with(friend("Ada", berlin)), "fires Ada"},
		{"a place, however it is spelt", jane(lives("Łódź")), with(friend("Ada", lives("lodz"))), "fires Ada"},
		{"a kind of work", jane(works("Design")), with(friend("Ada", works("design "))), "fires Ada"},
		{"in Sustaining for 59 days", jane(berlin, since(ago(59))), with(friend("Ada", berlin)), "not due yet until +1"},
		{"for 60 days", jane(berlin, since(ago(60))), with(friend("Ada", berlin)), "fires Ada"},
		{"in Nurturing", jane(berlin, func(c *Contact) { c.Phase = Nurturing }), with(friend("Ada", berlin)), "wrong phase"},
		{"introduced to somebody 59 days ago", jane(berlin, bond("Zoe", IntroDone, ago(59))), with(friend("Ada", berlin)), "not due yet until +1"},
		{"60 days ago", jane(berlin, bond("Zoe", IntroDone, ago(60))), with(friend("Ada", berlin)), "fires Ada"},
		{"a no to somebody else changes nothing", jane(berlin, bond("Zoe", IntroDeclined, ago(1))), with(friend("Ada", berlin)), "fires Ada"},
		{"a no to this one is for good", jane(berlin, bond("Ada", IntroDeclined, ago(900))), with(friend("Ada", berlin)), "no third"},
		{"a no from the other side too", jane(berlin), with(friend("Ada", berlin, bond("Jane", IntroDeclined, ago(900)))), "no third"},
		{"who knows whom already", jane(berlin), with(friend("Ada", berlin, bond("Jane", IntroDone, ago(900)))), "no third"},
		{"the other rests", jane(berlin), with(friend("Ada", berlin, resting)), "no third"},
		{"the other was never met", jane(berlin), with(friend("Ada", berlin, func(c *Contact) { c.Touched = Touched{} })), "no third"},
		{"who stands closest", jane(berlin), with(friend("Ada", berlin, func(c *Contact) { c.Phase = Relating }), friend("Zoe", berlin)), "fires Zoe"},
		{"then by name", jane(berlin), with(friend("Zoe", berlin), friend("Ada", berlin)), "fires Ada"},
		{"a tag before a place", jane(berlin, lives("Berlin")), with(friend("Ada", lives("Berlin")), friend("Zoe", berlin)), "fires Zoe"},
		{"a goal before a tag", jane(berlin, serves("g")), both(with(friend("Ada", berlin), friend("Zoe", serves("g"))), func(p *Portfolio) { p.Goals = []Goal{goal("g", "speak")} }), "fires Zoe"},
		{"a closed goal ties nobody", jane(serves("g")), with(friend("Ada", serves("g"))), "no third"},
		{"told of another", jane(berlin), both(with(friend("Ada", berlin)), told(Weave, "Zoe", ago(59))), "told until +1"},
		{"told of another two months ago", jane(berlin), both(with(friend("Ada", berlin)), told(Weave, "Zoe", ago(60))), "fires Ada"},
		{"told of this one: now the next", jane(berlin), both(with(friend("Ada", berlin), friend("Zoe", berlin)), told(Weave, "Ada", ago(60))), "fires Zoe"},
		{
			"told from the other side", jane(berlin), both(with(friend("Ada", berlin)), func(p *Portfolio) {
				p.remembers(Told{Telling: Telling{Weave, "Ada", "Jane"}, On: ago(10), Times: 1})
			}), "not due yet until +50",
		},
		{"a mentee can be taken along", jane(tags("mentee")), nil, "fires "},
		{"mentored lately", jane(func(c *Contact) { c.Touched.Kind = "mentoring" }), nil, "fires "},
		{"mentored long ago", jane(func(c *Contact) {
			c.Touched.Kind, c.Touched.Last = "mentoring", ago(91)
		}), nil, "no third"},
	})
	c := jane(tags("mentee"))
	if n := PlanDigest(keeps(c), today()).Shown; len(n) != 1 || n[0].Third != nil || n[0].Shared.By != SharedMentee {
		t.Errorf("a mentee: %+v", n)
	}
	ada := friend("Ada", lives("Köln"))
	n := PlanDigest(keeps(jane(lives("koln")), ada), today()).Shown
	if len(n) != 1 || n[0].Contact != ada || n[0].Shared != (Shared{SharedPlace, "Köln"}) {
		t.Errorf("one of the two, in their own words: %+v", n)
	}
}

func TestReadyToAsk(t *testing.T) {
	ripe := func(parts ...func(*Contact)) *Contact {
		c := friend("Jane", since(ago(20)), serves("g"))
		c.Cadence = Cadence{30, 60}
		c.Signals = []Signal{{Kind: Candid, On: ago(20)}, {Kind: Accepted, On: ago(9)}}
		for _, part := range parts {
			part(c)
		}
		return c
	}
	capital := func(c *Contact) { c.Phase, c.Furthest, c.Signals = Capitalizing, Capitalizing, nil }
	goals := func(all ...Goal) func(*Portfolio) { return func(p *Portfolio) { p.Goals = all } }
	speak, hire := goal("g", "speak"), goal("h", "hire")
	soon := hire
	soon.By = in(40)
	asked := func(goal RecordID, s AskState, made, changed Date) func(*Contact) {
		return request(Ask{ID: "a", Goal: goal, State: s, Made: made, Changed: changed, By: made})
	}
	elsewhere := func(parts ...func(*Contact)) func(*Portfolio) {
		return func(p *Portfolio) {
			c := calm(Relating, parts...)
			c.ID, c.Name = "Zoe", "Zoe"
			p.Contacts = append(p.Contacts, c)
		}
	}
	tryRule(t, ReadyToAsk, []ruleCase{
		{"no goal", ripe(), nil, "no goal"},
		{"a goal", ripe(), goals(speak), "fires g"},
		{"a closed goal", ripe(), goals(Goal{ID: "g", State: GoalReached}), "no goal"},
		{"one signal is missing", ripe(func(c *Contact) { c.Signals = c.Signals[:1] }), goals(speak), "not ready"},
		{"a signal has grown old", ripe(func(c *Contact) { c.Signals[0].On = ago(181) }), goals(speak), "not ready"},
		{"out of touch", ripe(func(c *Contact) { c.Touched.Last = ago(61) }), goals(speak), "not ready"},
		{"a promise of mine is late", ripe(promise("p", ago(1))), goals(speak), "not ready"},
		{"never beyond Nurturing", ripe(func(c *Contact) { c.Phase, c.Furthest = Nurturing, Nurturing }), goals(speak), "wrong phase"},
		{"back in Nurturing, and ready", ripe(func(c *Contact) { c.Phase = Nurturing }), goals(speak), "fires g"},
		{"in Capitalizing", ripe(capital), goals(speak), "fires g"},
		{"in Capitalizing, owing something", ripe(capital, promise("p", ago(1))), goals(speak), "not ready"},
		{"linked goals first", ripe(serves("h")), goals(speak, hire), "fires h"},
		{"any goal where none is linked", ripe(serves()), goals(speak, hire), "fires g"},
		{"the soonest of them", ripe(serves()), goals(speak, soon), "fires h"},
		{"somebody is asked for it already", ripe(), both(goals(speak), elsewhere(asked("g", AskWaiting, ago(3), ago(3)))), "no goal"},
		{"somebody has thanked for it already", ripe(), both(goals(speak), elsewhere(asked("g", AskThanked, ago(3), ago(3)))), "no goal"},
		{"somebody else declined", ripe(), both(goals(speak), elsewhere(asked("g", AskDeclined, ago(3), ago(3)))), "fires g"},
		{"an ask is open", ripe(asked("h", AskWaiting, ago(300), ago(300))), goals(speak), "asked"},
		{"thanks are open", ripe(asked("h", AskAgreed, ago(300), ago(1))), goals(speak), "asked"},
		{"asked 89 days ago", ripe(asked("h", AskThanked, ago(89), ago(80))), goals(speak), "not due yet until +1"},
		{"asked 90 days ago", ripe(asked("h", AskThanked, ago(90), ago(80))), goals(speak), "fires g"},
		{"declined 179 days ago, the evidence will have grown old", ripe(asked("h", AskDeclined, ago(200), ago(20))), goals(speak), "not ready"},
		{"declined 179 days ago", ripe(capital, asked("h", AskDeclined, ago(200), ago(179))), goals(speak), "not due yet until +1"},
		{"declined 180 days ago", ripe(capital, asked("h", AskDeclined, ago(200), ago(180))), goals(speak), "fires g"},
		{"a no for this very goal is for good", ripe(capital, asked("g", AskDeclined, ago(400), ago(390))), goals(speak), "no goal"},
		{"told of another goal", ripe(), both(goals(speak), told(ReadyToAsk, "h", ago(29))), "told until +1"},
		{"told a month ago", ripe(), both(goals(speak), told(ReadyToAsk, "g", ago(30))), "fires g"},
		{
			"another was just proposed for it", ripe(serves()), both(goals(speak), func(p *Portfolio) {
				p.remembers(Told{Telling: Telling{ReadyToAsk, "Zoe", "g"}, On: ago(10), Times: 1})
			}), "not due yet until +20",
		},
		{
			"another was, and this one is linked", ripe(), both(goals(speak), func(p *Portfolio) {
				p.remembers(Told{Telling: Telling{ReadyToAsk, "Zoe", "g"}, On: ago(10), Times: 1})
			}), "fires g",
		},
		{"resting", ripe(resting), goals(speak), "resting"},
		{"snoozed", ripe(snoozed(in(5))), goals(speak), "snoozed until +5"},
	})
}

// TestNobodyIsTheirOwnThird, though asked about by another copy of them.
func TestNobodyIsTheirOwnThird(t *testing.T) {
	jane := friend("Jane", tags("berlin"))
	if got := reasonOf(keeps(jane), jane.clone(), Weave, today()); got != "no third" {
		t.Errorf("Jane alone: %q", got)
	}
}

// TestOneSuggestionADay: nothing waits for a suggestion, so one is enough.
func TestOneSuggestionADay(t *testing.T) {
	var people []*Contact
	for i := range 6 {
		people = append(people, friend(fmt.Sprintf("Friend %d", i), tags("berlin")))
	}
	late := person("Late", Relating, 40)
	d := PlanDigest(keeps(append(people, late)...), today())
	if got := names(d.Shown); got != "Friend 0: weave, Late: contact overdue" || len(d.Waiting) != 5 {
		t.Errorf("shown %s, %d wait", got, len(d.Waiting))
	}
}

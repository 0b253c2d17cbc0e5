package view

import (
	"testing"
	"time"

	"rapport/domain"
)

// promptItems is one item of every rule of the prompt.
func promptItems() map[string]domain.PromptItem {
	goal := &domain.Goal{ID: "goal000000000000", What: "Speak at GopherCon", By: domain.On(2027, time.June, 1), State: domain.GoalOpen}
	tagged := domain.Shared{By: domain.SharedTag, What: "gophercon"}
	answered := tom()
	answered.Adds, answered.Offers = "Runs the meetup", "A talk"
	short := jane()
	short.ID, short.Name = "janedaaaaaaaaaaa", "Jane D."
	return map[string]domain.PromptItem{
		"goal alone":          {Rule: domain.GoalAlone, Goal: goal},
		"goal alone, opener":  {Rule: domain.GoalAlone, Goal: goal, Contacts: []*domain.Contact{priya()}, Shared: tagged},
		"could open":          {Rule: domain.CouldOpen, Goal: goal, Contacts: []*domain.Contact{priya()}, Shared: tagged},
		"could open, work":    {Rule: domain.CouldOpen, Goal: &domain.Goal{ID: "g", What: "A job in design"}, Contacts: []*domain.Contact{omar()}, Shared: domain.Shared{By: domain.SharedWork, What: "design"}},
		"could open, place":   {Rule: domain.CouldOpen, Goal: &domain.Goal{ID: "g", What: "Move to Oslo"}, Contacts: []*domain.Contact{omar()}, Shared: domain.Shared{By: domain.SharedPlace, What: "Oslo"}},
		"not placed":          {Rule: domain.NotPlaced, Contacts: []*domain.Contact{omar()}, Touches: 2},
		"three questions":     {Rule: domain.OpenThree, Contacts: []*domain.Contact{tom()}},
		"one question":        {Rule: domain.OpenThree, Contacts: []*domain.Contact{answered}},
		"one-sided, takes":    {Rule: domain.OneSided, Contacts: []*domain.Contact{jane()}, Takes: true},
		"one-sided, gives":    {Rule: domain.OneSided, Contacts: []*domain.Contact{jane()}},
		"too many for a lull": {Rule: domain.TooMany, Contacts: []*domain.Contact{jane(), omar()}, Asks: 5.5},
		"too many":            {Rule: domain.TooMany, Contacts: []*domain.Contact{jane(), omar()}, Asks: 9.04, Makes: 5},
		"same person":         {Rule: domain.SamePerson, Contacts: []*domain.Contact{jane(), short}},
		"run dry":             {Rule: domain.RunDry},
		"never met":           {Rule: domain.NeverMet, Contacts: []*domain.Contact{tom()}},
		"empty circle":        {Rule: domain.EmptyCircle},
		"unknown rule":        {Rule: "of tomorrow"},
		"goal that is gone":   {Rule: domain.GoalAlone},
		"somebody who is not": {Rule: domain.SamePerson, Contacts: []*domain.Contact{jane()}},
	}
}

func TestPromptItems(t *testing.T) {
	g := golden{"linked": Say(Linked(priya(), domain.Goal{What: "Speak at GopherCon"}))}
	for what, i := range promptItems() {
		if blocks := Reason(1, i, today); blocks != nil {
			g[what] = Compose(blocks...)
		}
	}
	for _, nothing := range []string{"unknown rule", "goal that is gone", "somebody who is not"} {
		if _, ok := g[nothing]; ok {
			t.Errorf("%s is said all the same", nothing)
		}
	}
	g.check(t, "identify_items")
}

func TestPromptedTellsWhatIsSaid(t *testing.T) {
	all := promptItems()
	p := domain.Prompt{Items: []domain.PromptItem{all["too many"], all["never met"], all["same person"], all["run dry"]}}
	got := Prompted(p)
	want := []domain.Telling{
		{Rule: domain.TooMany},
		{Rule: domain.NeverMet, Contact: tom().ID},
		{Rule: domain.SamePerson, Contact: jane().ID, Subject: "janedaaaaaaaaaaa"},
	}
	if len(got) != len(want) {
		t.Fatalf("told %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("told %v, want %v", got[i], want[i])
		}
	}
}

package domain

import "slices"

// promptItems is how many reasons one prompt holds, and how many people one
// reason speaks of.
const (
	promptItems  = 3
	promptPeople = 3
)

// promptRule is one row of the identify prompt: whether it has something to
// say about the portfolio.
type promptRule struct {
	Name RuleName
	Say  func(p Portfolio, s Resolved, today Date) (PromptItem, bool)
}

// promptRules are asked in this order.
var promptRules = []promptRule{
	{RunDry, runDry},
	{NeverMet, neverMet},
	{TooMany, tooMany},
}

// PlanPrompt decides what the weekly identify prompt says: at most three
// items, each with its reason. Somebody who keeps nobody yet is asked that alone.
func PlanPrompt(p Portfolio, today Date) Prompt {
	prompt := Prompt{On: today}
	if len(p.Contacts) == 0 {
		prompt.Items = []PromptItem{{Rule: EmptyCircle}}
		return prompt
	}
	s := p.Member.Settings(p.Policy)
	for _, rule := range promptRules {
		item, ok := rule.Say(p, s, today)
		if ok && len(prompt.Items) < promptItems {
			item.Rule = rule.Name
			prompt.Items = append(prompt.Items, item)
		}
	}
	return prompt
}

// runDry fires when nobody stands in Identifying or Relating.
func runDry(p Portfolio, _ Resolved, _ Date) (PromptItem, bool) {
	for _, c := range p.Contacts {
		if c.active() && (c.Phase == Identifying || c.Phase == Relating) {
			return PromptItem{}, false
		}
	}
	return PromptItem{}, true
}

// neverMet fires for candidates whom the member has not met, the oldest first.
func neverMet(p Portfolio, _ Resolved, today Date) (PromptItem, bool) {
	var waiting []*Contact
	for _, c := range p.Contacts {
		if c.active() && c.Phase == Identifying && c.Touched.Count == 0 &&
			!c.SnoozedUntil.After(today) && !c.Planned.After(today) {
			waiting = append(waiting, c)
		}
	}
	slices.SortFunc(waiting, func(a, b *Contact) int {
		if n := a.Added.Compare(b.Added); n != 0 {
			return n
		}
		return byName(a, b)
	})
	return PromptItem{Contacts: waiting[:min(len(waiting), promptPeople)]}, len(waiting) > 0
}

// tooMany fires when the rhythms ask for more touches than the last weeks
// brought. It waits until the member has been here that long, and speaks of
// those furthest beyond their rhythm: whoever could rest.
func tooMany(p Portfolio, s Resolved, today Date) (PromptItem, bool) {
	weeks := p.Policy.Evidence.PromptSlackWeeks
	if weeks <= 0 || p.Member.Joined.IsZero() || today.Sub(DateIn(p.Member.Joined, s.Location)) < 7*weeks {
		return PromptItem{}, false
	}
	item := PromptItem{Makes: float64(p.Logged) / float64(weeks)}
	var strained []Nudge
	for _, c := range p.Contacts {
		if !c.active() {
			continue
		}
		rhythm, _ := s.Rhythm(c)
		item.Asks += 7 / float64(max(rhythm.Ideal, 1))
		strained = append(strained, Nudge{Contact: c, Cadence: rhythm, Gap: today.Sub(c.since())})
	}
	slices.SortFunc(strained, func(a, b Nudge) int {
		if n := byStrain(a, b); n != 0 {
			return n
		}
		return byName(a.Contact, b.Contact)
	})
	for _, n := range strained[:min(len(strained), promptPeople)] {
		item.Contacts = append(item.Contacts, n.Contact)
	}
	return item, item.Asks > item.Makes
}

package domain

import (
	"cmp"
	"slices"
)

// promptItems is how many reasons one prompt holds, and how many people one
// reason speaks of.
const (
	promptItems  = 3
	promptPeople = 3
)

// answeredFor is for how many days an item that was answered does not come back:
// never two weeks running.
const answeredFor = 14

// promptRule is one row of the identify prompt: whether it has something to say.
type promptRule struct {
	Name RuleName
	Say  func(*prompting) (PromptItem, bool)
}

// promptTable is asked in this order.
var promptTable = []promptRule{
	{GoalAlone, goalAlone},
	{RunDry, runDry},
	{NeverMet, neverMet},
	{OpenThree, openThree},
	{CouldOpen, couldOpen},
	{NotPlaced, notPlaced},
	{TooMany, tooMany},
	{OneSided, oneSided},
	{SamePerson, samePerson},
}

// prompting is a prompt in the making.
type prompting struct {
	*scene
	// spoken are the people that an item speaks of already.
	spoken map[ContactID]bool
}

// PlanPrompt decides what the weekly identify prompt says: at most three items,
// each with its reason. What was answered is not said again the week after; what
// was ignored may be, behind what was not said lately. Somebody who keeps nobody
// yet is asked that alone.
func PlanPrompt(p Portfolio, today Date) Prompt { return newScene(p, today).prompt() }

func (sc *scene) prompt() Prompt {
	prompt := Prompt{On: sc.today}
	if len(sc.p.Contacts) == 0 {
		if item := (PromptItem{Rule: EmptyCircle}); sc.again(item.Telling()) {
			prompt.Items = []PromptItem{item}
		}
		return prompt
	}
	in := &prompting{scene: sc, spoken: make(map[ContactID]bool)}
	for _, rule := range promptTable {
		item, ok := rule.Say(in)
		item.Rule = rule.Name
		if !ok || !sc.again(item.Telling()) {
			continue
		}
		prompt.Items = append(prompt.Items, item)
		if item.Telling().Contact == "" {
			continue // it is about a goal, or about everybody
		}
		for _, c := range item.Contacts {
			in.spoken[c.ID] = true
		}
	}
	if len(prompt.Items) > promptItems {
		order := func(a, b PromptItem) int { return cmp.Compare(promptOrder(a.Rule), promptOrder(b.Rule)) }
		slices.SortFunc(prompt.Items, func(a, b PromptItem) int {
			return cmp.Or(sc.before(a.Telling()).Compare(sc.before(b.Telling())), order(a, b))
		})
		prompt.Items = prompt.Items[:promptItems]
		slices.SortFunc(prompt.Items, order)
	}
	return prompt
}

func promptOrder(name RuleName) int {
	return slices.IndexFunc(promptTable, func(r promptRule) bool { return r.Name == name })
}

// again reports whether an item may be said: not when it was answered in the
// last two weeks.
func (sc *scene) again(t Telling) bool {
	m, ok := sc.p.Told[t]
	return !ok || m.Answered.IsZero() || m.Answered.Before(m.On) || sc.today.Sub(m.On) >= answeredFor
}

// before is when an item was last said before today, the zero date if never.
func (sc *scene) before(t Telling) Date {
	if m := sc.p.Told[t]; m.On != sc.today {
		return m.On
	}
	return Date{}
}

// people are those of whom a rule may speak, whoever it did not speak of lately
// first, then in their own order, three at most.
func (in *prompting) people(rule RuleName, may func(*Contact) bool, order func(a, b *Contact) int) []*Contact {
	telling := func(c *Contact) Telling { return Telling{Rule: rule, Contact: c.ID} }
	var all []*Contact
	for _, c := range in.p.Contacts {
		if c.active() && !in.spoken[c.ID] && may(c) && in.again(telling(c)) {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b *Contact) int {
		return cmp.Or(in.before(telling(a)).Compare(in.before(telling(b))), order(a, b), byName(a, b))
	})
	return all[:min(len(all), promptPeople)]
}

// runDry fires when nobody stands in Identifying or Relating.
func runDry(in *prompting) (PromptItem, bool) {
	for _, c := range in.p.Contacts {
		if c.active() && (c.Phase == Identifying || c.Phase == Relating) {
			return PromptItem{}, false
		}
	}
	return PromptItem{}, true
}

// waits reports whether c is snoozed, or is to be met soon anyway.
func (sc *scene) waits(c *Contact) bool {
	return c.SnoozedUntil.After(sc.today) || c.Planned.After(sc.today)
}

func byAdded(a, b *Contact) int { return a.Added.Compare(b.Added) }

// neverMet fires for candidates whom the member has not met, the oldest first.
func neverMet(in *prompting) (PromptItem, bool) {
	all := in.people(NeverMet, func(c *Contact) bool {
		return c.Phase == Identifying && c.Touched.Count == 0 && !in.waits(c)
	}, byAdded)
	return PromptItem{Contacts: all}, len(all) > 0
}

// openThree fires for candidates of whom one of the three questions is open: what
// they add, what the member can offer, how the two connect.
func openThree(in *prompting) (PromptItem, bool) {
	all := in.people(OpenThree, func(c *Contact) bool {
		return c.Phase == Identifying && (c.Adds == "" || c.Offers == "" || c.Connects == "") && !in.waits(c)
	}, byAdded)
	return PromptItem{Contacts: all}, len(all) > 0
}

const (
	// lately is how many days count as lately for people who were not placed: about
	// eight weeks; and placeAfter on how many days they were met.
	lately     = 56
	placeAfter = 2
)

// notPlaced fires for somebody whom the member has met twice, lately, and has put
// nowhere: no phase chosen, no tag, goal, rhythm or rest.
func notPlaced(in *prompting) (PromptItem, bool) {
	since := in.today.AddDays(-lately)
	all := in.people(NotPlaced, func(c *Contact) bool {
		t := c.Touched
		// Beyond two there is no telling which days were lately; somebody met that
		// often should have a place in any case.
		return !c.Placed && t.Days >= placeAfter && !t.Last.Before(since) && (!t.First.Before(since) || t.Days > placeAfter)
	}, func(a, b *Contact) int { return cmp.Compare(b.Touched.Days, a.Touched.Days) })
	if len(all) == 0 {
		return PromptItem{}, false
	}
	return PromptItem{Contacts: all[:1], Touches: all[0].Touched.Count}, true
}

// tooMany fires when the rhythms ask for more touches than the last weeks
// brought. It waits until the member has been here that long, and speaks of
// those furthest beyond their rhythm: whoever could rest.
func tooMany(in *prompting) (PromptItem, bool) {
	weeks := in.p.Policy.Evidence.PromptSlackWeeks
	joined := in.p.Member.Joined
	if weeks <= 0 || joined.IsZero() || in.today.Sub(DateIn(joined, in.s.Location)) < 7*weeks {
		return PromptItem{}, false
	}
	item := PromptItem{Makes: float64(in.p.Logged) / float64(weeks)}
	var strained []Nudge
	for _, c := range in.p.Contacts {
		if !c.active() {
			continue
		}
		n := in.blank(c)
		item.Asks += 7 / float64(max(n.Cadence.Ideal, 1))
		strained = append(strained, n)
	}
	slices.SortFunc(strained, func(a, b Nudge) int { return cmp.Or(byStrain(a, b), byName(a.Contact, b.Contact)) })
	for _, n := range strained[:min(len(strained), promptPeople)] {
		item.Contacts = append(item.Contacts, n.Contact)
	}
	return item, item.Asks > item.Makes
}

// oneWay is how much must have gone one way, and nothing the other, before a
// relationship counts as one-sided.
const oneWay = 3

// oneSided fires where all went one way, the furthest from even first.
func oneSided(in *prompting) (PromptItem, bool) {
	all := in.people(OneSided, func(c *Contact) bool {
		b := c.Balance
		return max(b.Given, b.Received) >= oneWay && min(b.Given, b.Received) == 0
	}, func(a, b *Contact) int {
		return cmp.Compare(b.Balance.Given+b.Balance.Received, a.Balance.Given+a.Balance.Received)
	})
	if len(all) == 0 {
		return PromptItem{}, false
	}
	return PromptItem{Contacts: all[:1], Takes: all[0].Balance.Given == 0}, true
}

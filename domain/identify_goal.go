package domain

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// fewPeople is how many people behind a goal are still few.
const fewPeople = 2

// goalAlone fires for a goal with nobody behind it, the soonest first. It names
// those who might know somebody.
func goalAlone(in *prompting) (PromptItem, bool) {
	return in.goal(GoalAlone, func(g *Goal, behind int) (PromptItem, bool) {
		openers, shared := in.openers(g)
		return PromptItem{Contacts: openers, Shared: shared}, behind == 0
	})
}

// couldOpen fires for a goal with few people behind it and somebody close who
// shares a word with it: they could introduce the member to more.
func couldOpen(in *prompting) (PromptItem, bool) {
	return in.goal(CouldOpen, func(g *Goal, behind int) (PromptItem, bool) {
		openers, shared := in.openers(g)
		item := PromptItem{Contacts: openers, Shared: shared}
		return item, behind > 0 && behind <= fewPeople && len(openers) > 0
	})
}

// goal finds the goal of which a rule may speak, whichever it did not speak of
// lately first.
func (in *prompting) goal(rule RuleName, say func(g *Goal, behind int) (PromptItem, bool)) (best PromptItem, ok bool) {
	behind := make(map[RecordID]int)
	for _, c := range in.p.Contacts {
		for _, id := range c.Goals {
			behind[id]++
		}
	}
	for _, g := range in.goals() {
		item, fires := say(g, behind[g.ID])
		item.Rule, item.Goal = rule, g
		if !fires || !in.again(item.Telling()) {
			continue
		}
		if !ok || in.before(item.Telling()).Before(in.before(best.Telling())) {
			best, ok = item, true
		}
	}
	return best, ok
}

// openers are people close to the member who share a word with a goal and don't
// serve it yet; shared is what the first of them has in common with it.
func (in *prompting) openers(g *Goal) (all []*Contact, shared Shared) {
	words := slices.Collect(tellingWords(g.What))
	if len(words) == 0 {
		return nil, Shared{}
	}
	common := make(map[ContactID]Shared)
	for _, c := range in.p.Contacts {
		if !c.active() || c.Phase < Sustaining || slices.Contains(c.Goals, g.ID) || in.spoken[c.ID] {
			continue
		}
		if s, ok := in.inWords(c, words); ok {
			common[c.ID] = s
			all = append(all, c)
		}
	}
	rank := []SharedBy{SharedTag, SharedWork, SharedPlace}
	slices.SortFunc(all, func(a, b *Contact) int {
		return cmp.Or(cmp.Compare(slices.Index(rank, common[a.ID].By), slices.Index(rank, common[b.ID].By)), byName(a, b))
	})
	all = all[:min(len(all), promptPeople)]
	if len(all) > 0 {
		shared = common[all[0].ID]
	}
	return all, shared
}

// inWords finds what of c stands in the words of a goal: a tag, else the kind of
// work, else the place.
func (in *prompting) inWords(c *Contact, words []string) (Shared, bool) {
	for _, tag := range c.Tags {
		if tells(tag, words) {
			return Shared{By: SharedTag, What: tag}, true
		}
	}
	for _, s := range [...]Shared{{SharedWork, c.Work}, {SharedPlace, c.Place}} {
		if tells(s.What, words) {
			return s, true
		}
	}
	return Shared{}, false
}

// tells reports whether a text has one of some telling words.
func tells(s string, words []string) bool {
	for w := range tellingWords(s) {
		if slices.Contains(words, w) {
			return true
		}
	}
	return false
}

// shortestWord is how many letters a word has that says what a goal is about.
const shortestWord = 3

// plainWords stand in any goal and say nothing about it.
var plainWords = func() map[string]bool {
	all := make(map[string]bool)
	for w := range strings.FieldsSeq(`the and for with from into onto about that this our your their more most some any one two new
		good great better best get have make find give take keep start stop begin end work job team people person somebody
		someone help learn know meet talk speak become build until before after year month week next first last
		january february march april may june july august september october november december`) {
		all[w] = true
	}
	return all
}()

// tellingWords are the folded words of a text that say what it is about.
func tellingWords(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for w := range strings.FieldsSeq(fold(s)) {
			if utf8.RuneCountInString(w) >= shortestWord && !plainWords[w] && strings.Trim(w, "0123456789") != "" && !yield(w) {
				return
			}
		}
	}
}

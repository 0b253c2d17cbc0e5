package domain

import (
	"cmp"
	"iter"
	"slices"
)

// web says who is like whom in a portfolio: the same goal, tag, kind of work or
// place. Those who stand closest to the member come first.
type web struct {
	goals  map[RecordID]Goal
	alike  map[Shared][]*Contact // by folded words
	folded map[string]string
}

// circles is the web of this portfolio, made when it is first asked for.
func (sc *scene) circles() *web {
	if sc.web == nil {
		sc.web = weaveWeb(sc.p)
	}
	return sc.web
}

func weaveWeb(p Portfolio) *web {
	w := &web{goals: make(map[RecordID]Goal), alike: make(map[Shared][]*Contact), folded: make(map[string]string)}
	for _, g := range p.Goals {
		if g.Open() {
			w.goals[g.ID] = g
		}
	}
	closest := slices.Clone(p.Contacts)
	slices.SortFunc(closest, func(a, b *Contact) int {
		if a.Phase != b.Phase {
			return cmp.Compare(b.Phase, a.Phase)
		}
		return byName(a, b)
	})
	for _, c := range closest {
		for key := range w.keys(c) {
			w.alike[key] = append(w.alike[key], c)
		}
	}
	return w
}

// keys are what can be shared with c, what counts most first, and how it is said.
func (w *web) keys(c *Contact) iter.Seq2[Shared, string] {
	return func(yield func(Shared, string) bool) {
		for _, id := range c.Goals {
			if g, ok := w.goals[id]; ok && !yield(Shared{By: SharedGoal, What: string(id)}, g.What) {
				return
			}
		}
		for _, tag := range c.Tags {
			if !yield(Shared{By: SharedTag, What: tag}, tag) {
				return
			}
		}
		if key := w.fold(c.Work); key != "" && !yield(Shared{By: SharedWork, What: key}, c.Work) {
			return
		}
		if key := w.fold(c.Place); key != "" {
			yield(Shared{By: SharedPlace, What: key}, c.Place)
		}
	}
}

// of walks over what c shares with others, and with whom, c among them.
func (w *web) of(c *Contact) iter.Seq2[Shared, []*Contact] {
	return func(yield func(Shared, []*Contact) bool) {
		for key, said := range w.keys(c) {
			if !yield(Shared{By: key.By, What: said}, w.alike[key]) {
				return
			}
		}
	}
}

// fold folds what comes again and again once.
func (w *web) fold(s string) string {
	key, ok := w.folded[s]
	if !ok {
		key = fold(s)
		w.folded[s] = key
	}
	return key
}

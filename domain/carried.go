package domain

import "math"

// Carried is a row of a history that went over from one contact to another, when
// two were merged or one was split.
type Carried struct {
	Row      string // the row's id
	From, To ContactID
	// At is where it stood among the rows of its sort, counted from 0, so that an
	// undo puts it back there.
	At int
}

// atEnd is the place of a row that is carried behind all others.
const atEnd = math.MaxInt

// bound adds to ids what can't stay behind: all versions of an interaction with
// their signals, a need with what met it and the signal that came with it.
func (h *History) bound(ids map[string]bool) {
	tie := func(a, b string) {
		if a != "" && b != "" && ids[a] != ids[b] {
			ids[a], ids[b] = true, true
		}
	}
	for before := -1; before < len(ids); {
		before = len(ids)
		for _, i := range h.Interactions {
			tie(string(i.ID), string(i.Replaces))
		}
		for _, s := range h.Signals {
			tie(string(s.ID), string(s.Interaction))
		}
		for _, v := range h.Values {
			tie(string(v.ID), string(v.Need))
		}
	}
	for _, n := range h.Needs {
		for _, s := range h.Signals {
			if ids[string(n.ID)] && s.Kind == SharedNeed && s.Interaction == "" && s.Command == n.Command && s.On == n.Noted {
				ids[string(s.ID)] = true
			}
		}
	}
}

// carried finds the rows that were on one contact before this command and are on
// another now.
func (b *Book) carried(apart map[ContactID]*Change) []Carried {
	from := make(map[string]Carried)
	for _, id := range b.order {
		c := apart[id]
		if c.Before == nil {
			continue
		}
		for _, sheet := range sheets {
			was := sheet.rows(nil, &c.Was)
			same := sheet.count(&c.Before.History) - len(was)
			for at, r := range was {
				from[r.id] = Carried{Row: r.id, From: id, At: same + at}
			}
		}
	}
	var all []Carried
	for _, id := range b.order {
		for _, r := range apart[id].Is.refs() {
			if c, old := from[r.id]; old && c.From != id {
				c.To = id
				all = append(all, c)
			}
		}
	}
	return all
}

// bringBack returns carried rows to where they were, with what was bound to them
// since. What is not where it had been carried to any more stays, and is named.
func (b *Book) bringBack(rows []Carried, u *Undone) error {
	type way struct{ from, to ContactID }
	places := make(map[way]map[string]int)
	var ways []way // in order
	for _, r := range rows {
		from, to, err := b.ends(r)
		switch {
		case KindOf(err) == KindNotFound: // forgotten since
		case err != nil:
			return err
		case from == to:
		case to.Removed || !from.has(r.Row):
			u.keep(from, "history")
		default:
			w := way{from.ID, to.ID}
			if places[w] == nil {
				places[w] = make(map[string]int)
				ways = append(ways, w)
			}
			places[w][r.Row] = r.At
		}
	}
	for _, w := range ways {
		from, to := b.contacts[w.from].now, b.contacts[w.to].now
		from.carry(&to.History, from.withBound(places[w]))
		from.sumUp()
		to.sumUp()
	}
	return nil
}

// ends returns who has a carried row now, and who had it before.
func (b *Book) ends(r Carried) (from, to *Contact, err error) {
	if from, err = b.lead(r.To); err != nil {
		return nil, nil, err
	}
	to, err = b.lead(r.From)
	return from, to, err
}

// withBound adds what is bound to the rows in place, at the end.
func (h *History) withBound(place map[string]int) map[string]int {
	ids := make(map[string]bool, len(place))
	for id := range place {
		ids[id] = true
	}
	h.bound(ids)
	for id := range ids {
		if _, known := place[id]; !known {
			place[id] = atEnd
		}
	}
	return place
}

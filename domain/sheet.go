package domain

import (
	"cmp"
	"slices"
)

// row points at one row of a history, of whatever sort. on is its date: when it
// happened, was made or was noted.
type row struct {
	id     string
	undone *bool
	on     Date
}

// sheet is one sort of rows in a history: what undo, merging and the commit need
// to know of it, so that a new sort is one line in [sheets].
type sheet struct {
	name string // of one row, in what undo says it kept
	// rows appends pointers to all rows.
	rows func(to []row, h *History) []row
	// count is how many rows there are.
	count func(h *History) int
	// clone copies the rows of one history into another.
	clone func(to, from *History)
	// part leaves out of two versions of a history the rows in which they are the
	// same from the first on. Nothing is copied.
	part func(before, after, was, is *History)
	// changed copies the rows that stand in both histories and differ in more
	// than being undone, as they were and as they are.
	changed func(before, after, was, is *History)
	// restore puts rows back to what they were where they still are what a
	// command made of them. It reports whether some had changed since and stay.
	restore func(now, was, is *History) (kept bool)
	// carry takes the rows with those ids over to another history, each to its
	// place among the rows there.
	carry func(from, to *History, at map[string]int)
}

// sheets are all sorts of rows there are, in the order of [History].
var sheets = []sheet{
	sheetOf("interaction", func(h *History) *[]Interaction { return &h.Interactions },
		func(x *Interaction) row { return row{string(x.ID), &x.Undone, x.On} }),
	sheetOf("signal", func(h *History) *[]Signal { return &h.Signals },
		func(x *Signal) row { return row{string(x.ID), &x.Undone, x.On} }),
	sheetOf("value", func(h *History) *[]Value { return &h.Values },
		func(x *Value) row { return row{string(x.ID), &x.Undone, x.Delivered} }),
	sheetOf("phase", func(h *History) *[]Move { return &h.Moves },
		func(x *Move) row { return row{string(x.ID), &x.Undone, x.On} }),
	sheetOf("note", func(h *History) *[]Note { return &h.Notes },
		func(x *Note) row { return row{string(x.ID), &x.Undone, x.On} }),
	sheetOf("promise", func(h *History) *[]Promise { return &h.Promises },
		func(x *Promise) row { return row{string(x.ID), &x.Undone, x.Made} }),
	sheetOf("need", func(h *History) *[]Need { return &h.Needs },
		func(x *Need) row { return row{string(x.ID), &x.Undone, x.Noted} }),
	sheetOf("ask", func(h *History) *[]Ask { return &h.Asks },
		func(x *Ask) row { return row{string(x.ID), &x.Undone, x.Made} }),
	sheetOf("introduction", func(h *History) *[]Introduction { return &h.Introductions },
		func(x *Introduction) row { return row{string(x.ID), &x.Undone, x.On} }),
}

func sheetOf[T comparable](name string, at func(*History) *[]T, of func(*T) row) sheet {
	// equal compares two versions of a row whether or not they are undone.
	equal := func(a, b T) bool {
		*of(&a).undone = *of(&b).undone
		return a == b
	}
	return sheet{
		name: name,
		rows: func(to []row, h *History) []row {
			all := *at(h)
			for i := range all {
				to = append(to, of(&all[i]))
			}
			return to
		},
		count: func(h *History) int { return len(*at(h)) },
		clone: func(to, from *History) { *at(to) = slices.Clone(*at(from)) },
		part: func(before, after, was, is *History) {
			n := sameRows(*at(before), *at(after))
			*at(was), *at(is) = (*at(before))[n:], (*at(after))[n:]
		},
		changed: func(before, after, was, is *History) {
			old := make(map[string]T)
			for _, x := range *at(before) {
				old[of(&x).id] = x
			}
			for _, x := range *at(after) {
				if b, ok := old[of(&x).id]; ok && !equal(b, x) {
					*at(was) = append(*at(was), b)
					*at(is) = append(*at(is), x)
				}
			}
		},
		restore: func(now, was, is *History) (kept bool) {
			all := *at(now)
			for i, old := range *at(was) {
				n := slices.IndexFunc(all, func(x T) bool { return of(&x).id == of(&old).id })
				switch {
				case n < 0:
				case equal(all[n], (*at(is))[i]):
					*of(&old).undone = *of(&all[n]).undone
					all[n] = old
				case !equal(all[n], old):
					kept = true
				}
			}
			return kept
		},
		carry: func(from, to *History, place map[string]int) {
			var left, gone []T
			for _, x := range *at(from) {
				if _, goes := place[of(&x).id]; goes {
					gone = append(gone, x)
				} else {
					left = append(left, x)
				}
			}
			slices.SortStableFunc(gone, func(a, b T) int { return cmp.Compare(place[of(&a).id], place[of(&b).id]) })
			for _, x := range gone {
				*at(to) = slices.Insert(*at(to), min(place[of(&x).id], len(*at(to))), x)
			}
			*at(from) = left
		},
	}
}

// sameRows returns in how many rows two lists are the same, from the first on.
func sameRows[T comparable](a, b []T) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// copy puts copies of every row of another history in the place of what is there.
func (h *History) copy(from *History) {
	for _, s := range sheets {
		s.clone(h, from)
	}
}

// apart returns what two versions of a history differ in: the rows behind those
// that are the same from the first on, sort by sort. Rows are written at the end, so
// of a long history little is left to be compared.
func apart(before, after *History) (was, is History) {
	for _, s := range sheets {
		s.part(before, after, &was, &is)
	}
	return was, is
}

// size is how many rows there are in the history.
func (h *History) size() int {
	n := 0
	for _, s := range sheets {
		n += s.count(h)
	}
	return n
}

// refs returns pointers to all rows of the history. They hold until it grows.
func (h *History) refs() []row {
	all := make([]row, 0, h.size())
	for _, s := range sheets {
		all = s.rows(all, h)
	}
	return all
}

// has reports whether a row with an id stands in the history, undone or not.
func (h *History) has(id string) bool {
	return slices.ContainsFunc(h.refs(), func(r row) bool { return r.id == id })
}

// carry takes rows over to another history, each to its place there.
func (h *History) carry(to *History, place map[string]int) {
	for _, s := range sheets {
		s.carry(h, to, place)
	}
}

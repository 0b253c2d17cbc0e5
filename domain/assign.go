package domain

// assign gives each row at most one column, and each column to at most one row, so
// that the sum of their weights is the greatest there is. No weight is negative, and
// one of 0 says that the two can't be together; all rows are equally long. The answer
// holds each row's column, nobody for none.
//
// It is the Hungarian method with potentials, as Jonker and Volgenant have it: rows
// are placed one after the other, each along the cheapest way on which those placed
// before it move over. That takes rows² × columns steps at most.
func assign(weights [][]int64) []int {
	if len(weights) == 0 {
		return nil
	}
	// Where there are more rows than columns, some stay on columns that are worth
	// nothing.
	columns := max(len(weights), len(weights[0]))
	h := hungarian{
		weights: weights, gain: make([]int64, len(weights)), price: make([]int64, columns), holder: make([]int, columns),
		short: make([]int64, columns), from: make([]int, columns), done: make([]bool, columns),
	}
	for c := range h.holder {
		h.holder[c] = nobody
	}
	for row := range weights {
		h.place(row)
	}
	of := make([]int, len(weights))
	for c, row := range h.holder {
		if row == nobody {
			continue
		}
		if of[row] = c; h.cost(row, c) == 0 {
			of[row] = nobody
		}
	}
	return of
}

// nobody holds a column that is free.
const nobody = -1

// hungarian is an assignment of some rows that costs the least, with the prices that
// prove it: no row and column cost less than gain and price together, and those that
// hold each other cost just that.
type hungarian struct {
	weights [][]int64
	gain    []int64 // of rows
	price   []int64 // of columns, never above 0
	holder  []int   // each column's row

	// What follows is for the row that is being placed: how far above the prices the
	// cheapest way to each column is, the column before it on that way (nobody for the
	// first), and whether that is settled.
	short []int64
	from  []int
	done  []bool
}

// cost is the weight taken the other way round.
func (h *hungarian) cost(row, column int) int64 {
	if w := h.weights[row]; column < len(w) {
		return -w[column]
	}
	return 0
}

// place finds the cheapest way from a row to a free column, and moves everybody on it
// one column on.
func (h *hungarian) place(row int) {
	const far = int64(1) << 62
	for c := range h.short {
		h.short[c], h.from[c], h.done[c] = far, nobody, false
	}
	last, at, way := nobody, row, int64(0)
	for at != nobody {
		next := nobody
		for c := range h.short {
			if h.done[c] {
				continue
			}
			if d := way + h.cost(at, c) - h.gain[at] - h.price[c]; d < h.short[c] {
				h.short[c], h.from[c] = d, last
			}
			if next == nobody || h.short[c] < h.short[next] {
				next = c
			}
		}
		last, way = next, h.short[next]
		h.done[last] = true
		at = h.holder[last]
	}
	// Prices follow, so that the ways that were settled are the cheapest still.
	h.gain[row] += way
	for c, done := range h.done {
		if !done || c == last {
			continue
		}
		h.price[c] -= way - h.short[c]
		h.gain[h.holder[c]] += way - h.short[c]
	}
	for last != nobody {
		before := h.from[last]
		if before == nobody {
			h.holder[last] = row
		} else {
			h.holder[last] = h.holder[before]
		}
		last = before
	}
}

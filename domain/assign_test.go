package domain

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// best is the greatest sum that any assignment has, found by trying all.
func best(weights [][]int64) int64 {
	if len(weights) == 0 {
		return 0
	}
	taken := make([]bool, len(weights[0]))
	var try func(row int) int64
	try = func(row int) int64 {
		if row == len(weights) {
			return 0
		}
		most := try(row + 1) // the row stays alone
		for c, w := range weights[row] {
			if w > 0 && !taken[c] {
				taken[c] = true
				most = max(most, w+try(row+1))
				taken[c] = false
			}
		}
		return most
	}
	return try(0)
}

// worth is the sum of an assignment; it fails the test when that is none.
func worth(t interface{ Errorf(string, ...any) }, weights [][]int64, of []int) (sum int64) {
	taken := make(map[int]bool)
	for row, c := range of {
		if c == nobody {
			continue
		}
		if taken[c] || weights[row][c] == 0 {
			t.Errorf("row %d can't have column %d: %v of %v", row, c, of, weights)
		}
		taken[c] = true
		sum += weights[row][c]
	}
	return sum
}

// Every table of up to three by three with small weights, and others at random, is
// assigned as well as it can be.
func TestAssignIsTheBest(t *testing.T) {
	for rows := range 4 {
		for columns := range 4 {
			cells := rows * columns
			if cells > 6 {
				continue
			}
			total := 1
			for range cells {
				total *= 4
			}
			for code := range total {
				weights := make([][]int64, rows)
				for i := range weights {
					weights[i] = make([]int64, columns)
					for j := range weights[i] {
						weights[i][j] = int64(code % 4)
						code /= 4
					}
				}
				if of := assign(weights); worth(t, weights, of) != best(weights) {
					t.Fatalf("%v of %v is worth %d, not %d", of, weights, worth(t, weights, of), best(weights))
				}
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := rapid.IntRange(0, 6).Draw(t, "rows"), rapid.IntRange(0, 7).Draw(t, "columns")
		most := rapid.SampledFrom([]int64{1, 3, 100, 1 << 44}).Draw(t, "most")
		weights := make([][]int64, rows)
		for i := range weights {
			weights[i] = rapid.SliceOfN(rapid.Int64Range(0, most), columns, columns).Draw(t, "weights")
		}
		of := assign(weights)
		if got, want := worth(t, weights, of), best(weights); got != want {
			t.Errorf("%v of %v is worth %d, not %d", of, weights, got, want)
		}
		if !slices.Equal(of, assign(weights)) {
			t.Errorf("%v at first", of)
		}
	})
}

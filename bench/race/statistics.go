package main

import (
	"math"
	"slices"
	"time"
)

// quantile returns the value below which a share q of sorted lies: the smallest one
// that at least that share does not exceed.
func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	i := int(math.Ceil(q*float64(len(sorted)))) - 1
	return sorted[min(max(i, 0), len(sorted)-1)]
}

// spread is what several rounds say: the middle one, and the ends.
type spread struct{ median, low, high float64 }

// spreadOf returns the spread of values; of none, all is NaN.
func spreadOf(values []float64) spread {
	if len(values) == 0 {
		return spread{math.NaN(), math.NaN(), math.NaN()}
	}
	s := slices.Sorted(slices.Values(values))
	m := s[len(s)/2]
	if len(s)%2 == 0 {
		m = (s[len(s)/2-1] + m) / 2
	}
	return spread{m, s[0], s[len(s)-1]}
}

// ratios divides what was measured in one round by what was measured in the same.
func ratios(a, b []float64) []float64 {
	var all []float64
	for i := range min(len(a), len(b)) {
		if b[i] != 0 && !math.IsNaN(a[i]) && !math.IsNaN(b[i]) {
			all = append(all, a[i]/b[i])
		}
	}
	return all
}

package main

import (
	"math"
	"slices"
	"testing"
	"time"
)

func TestQuantile(t *testing.T) {
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(i + 1)
	}
	for _, c := range []struct {
		of   []time.Duration
		q    float64
		want time.Duration
	}{
		{nil, .99, 0},
		{hundred[:1], .5, 1},
		{hundred[:1], .999, 1},
		{hundred[:2], .5, 1},
		{hundred, .5, 50},
		{hundred, .99, 99},
		{hundred, .999, 100},
		{hundred, 1, 100},
		{hundred, 0, 1},
	} {
		if got := quantile(c.of, c.q); got != c.want {
			t.Errorf("quantile %v of %d values is %d, want %d", c.q, len(c.of), got, c.want)
		}
	}
}

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		of   []float64
		want spread
		says string
	}{
		{[]float64{3}, spread{3, 3, 3}, "3.0"},
		{[]float64{9, 1, 4}, spread{4, 1, 9}, "4.0 (1.0–9.0)"},
		{[]float64{4, 1, 9, 2}, spread{3, 1, 9}, "3.0 (1.0–9.0)"},
	} {
		if got := spreadOf(c.of); got != c.want || got.format(1) != c.says {
			t.Errorf("spread of %v is %v, %q", c.of, got, got.format(1))
		}
	}
	if none := spreadOf(nil); !math.IsNaN(none.median) || none.format(1) != "–" {
		t.Errorf("the spread of nothing is %v", none)
	}
}

// A ratio is taken within a round; one that can't be is left out.
func TestRatios(t *testing.T) {
	got := ratios([]float64{1, 6, unknown, 8, 5}, []float64{2, 2, 1, unknown, 0})
	if want := []float64{.5, 3}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := ratios([]float64{1, 2}, []float64{4}); !slices.Equal(got, []float64{.25}) {
		t.Errorf("a round that only one has run: %v", got)
	}
}

package domain

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// crowds are how many people the member of a benchmark keeps.
var crowds = []int{40, 500, 5000}

func BenchmarkPlanDigest(b *testing.B) {
	for _, n := range crowds {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := crowdOf(n)
			b.ReportAllocs()
			for b.Loop() {
				PlanDigest(p, today())
			}
		})
	}
}

func BenchmarkPlanPrompt(b *testing.B) {
	for _, n := range crowds {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := crowdOf(n)
			b.ReportAllocs()
			for b.Loop() {
				PlanPrompt(p, today())
			}
		})
	}
}

// BenchmarkRank puts the nudges of a digest into their order.
func BenchmarkRank(b *testing.B) {
	for _, n := range crowds {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := PlanDigest(crowdOf(n), today())
			nudges := slices.Concat(d.Waiting, d.Shown) // not in their order
			all := make([]Nudge, len(nudges))
			b.ReportAllocs()
			for b.Loop() {
				copy(all, nudges)
				slices.SortFunc(all, func(a, b Nudge) int { return rank(a, b, today()) })
			}
		})
	}
}

// Comparing allocates nothing: a digest of many people would allocate by the
// thousands.
func TestCompareNamesIsThatOfLowerCase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Ca-cÄäİıſKß]{0,4}`))
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		if got, want := CompareNames(a, b), strings.Compare(strings.ToLower(a), strings.ToLower(b)); got != want {
			t.Fatalf("%q and %q: %d, want %d", a, b, got, want)
		}
		if CompareNames(a, b) != -CompareNames(b, a) {
			t.Fatalf("%q and %q are ordered by who asks", a, b)
		}
	})
	if n := testing.AllocsPerRun(10, func() { CompareNames("Jane Ökonkwo", "JANE ökonkwo II") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

package domain

import (
	"fmt"
	"slices"
	"testing"
)

func TestLawOfMovement(t *testing.T) {
	full := []history{met(3, 9), noticed(Initiated, 3), noticed(Candid, 3), gave(5, true)}
	cases := []struct {
		name          string
		phase, far    Phase
		with          []history
		to            Phase
		legal, tooFar bool
	}{
		{"back is free", Sustaining, Sustaining, nil, Relating, true, false},
		{"back to the start is free", Capitalizing, Capitalizing, nil, Identifying, true, false},
		{"staying is free", Nurturing, Nurturing, nil, Nurturing, true, false},
		{"forward to the furthest is free", Relating, Sustaining, nil, Sustaining, true, false},
		{"forward below the furthest is free", Relating, Sustaining, nil, Nurturing, true, false},
		{"one beyond, with evidence", Sustaining, Sustaining, full, Capitalizing, true, false},
		{"one beyond the furthest, from further back", Relating, Sustaining, full, Capitalizing, true, false},
		{"one beyond, without evidence", Relating, Relating, nil, Nurturing, false, false},
		{"one beyond the furthest from further back, without", Relating, Sustaining, nil, Capitalizing, false, false},
		{"two beyond, with all evidence there is", Relating, Relating, full, Sustaining, false, true},
		{"from relating to capitalizing", Relating, Relating, full, Capitalizing, false, true},
		{"to nowhere", Relating, Relating, full, 0, false, false},
		{"past the end", Capitalizing, Capitalizing, full, Capitalizing + 1, false, false},
	}
	p := DefaultPolicy()
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			c := at(tc.far, tc.with...)
			c.Phase = tc.phase
			v := Judge(c, tc.to, today(), p.Evidence, p.Cadences[tc.phase])
			if v.Legal != tc.legal || v.TooFar != tc.tooFar {
				t.Errorf("legal %t, too far %t", v.Legal, v.TooFar)
			}
			if tc.to <= tc.far && v.Checks != nil {
				t.Error("evidence is asked for what needs none")
			}
		})
	}
}

// TestEvidenceIsThatOfTheFurthestPhase: somebody who went back is judged where
// they had come to, not where they stand.
func TestEvidenceIsThatOfTheFurthestPhase(t *testing.T) {
	p := DefaultPolicy()
	back := func(with ...history) Verdict {
		c := at(Sustaining, with...)
		c.Phase = Relating
		return Judge(c, Capitalizing, today(), p.Evidence, p.Cadences[Relating])
	}
	if v := back(met(3), noticed(Candid, 3), noticed(Accepted, 3)); !v.Legal {
		t.Errorf("missing %v", missing(v))
	}
	want := []EvidenceName{TwoSignals}
	if got := missing(back(met(3, 9), noticed(Initiated, 3), gave(5, true))); !slices.Equal(got, want) {
		t.Errorf("missing %v, want %v", got, want)
	}
}

// BenchmarkJudge looks at the row with the most evidence, of a history of a few touches
// and of a long one.
func BenchmarkJudge(b *testing.B) {
	for _, touches := range []int{5, 2000} {
		b.Run(fmt.Sprint(touches, " touches"), func(b *testing.B) {
			c := &Contact{Phase: Relating, Furthest: Relating}
			for i := range touches {
				c.Interactions = append(c.Interactions, Interaction{On: today().AddDays(i - touches), Kind: "coffee"})
			}
			b.ReportAllocs()
			for b.Loop() {
				Judge(c, Nurturing, today(), DefaultPolicy().Evidence, Cadence{Ideal: 30, Maximum: 60})
			}
		})
	}
}

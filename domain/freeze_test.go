package domain

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// answers are given by as many people, one after the other.
func answers(stars ...int) []Rating {
	all := make([]Rating, len(stars))
	for i, s := range stars {
		all[i] = Rating{i + 1, s}
	}
	return all
}

func TestFreeze(t *testing.T) {
	for name, c := range map[string]struct {
		before []Figure
		given  []Rating
		want   Figure // the newest
	}{
		"nobody":                    {},
		"four":                      {given: answers(4, 4, 5, 3)},
		"five":                      {given: answers(4, 4, 5, 3, 5), want: Figure{N: 5, Tenths: 42, Halves: 42}},
		"five of four people":       {given: append(answers(4, 4, 5, 3), Rating{1, 5})},
		"six of five people":        {given: append(answers(4, 4, 5, 3, 5), Rating{1, 5}), want: Figure{N: 6, Tenths: 43, Halves: 52}},
		"all fives":                 {given: answers(5, 5, 5, 5, 5), want: Figure{N: 5, Tenths: 48, High: true, Halves: 49}},
		"all fives but a four":      {given: answers(5, 5, 4, 5, 5), want: Figure{N: 5, Tenths: 48, High: true, Halves: 49}},
		"all fives but a three":     {given: answers(5, 5, 3, 5, 5), want: Figure{N: 5, Tenths: 46, Halves: 46}},
		"all ones":                  {given: answers(1, 1, 1, 1, 1), want: Figure{N: 5, Tenths: 12, Low: true, Halves: 11}},
		"all ones but a two":        {given: answers(1, 1, 1, 2, 1), want: Figure{N: 5, Tenths: 12, Low: true, Halves: 11}},
		"four more":                 {before: []Figure{{N: 5, Tenths: 42, Halves: 42}}, given: answers(4, 4, 5, 3, 5, 1, 1, 1, 1), want: Figure{N: 5, Tenths: 42, Halves: 42}},
		"five more":                 {before: []Figure{{N: 5, Tenths: 42, Halves: 42}}, given: answers(4, 4, 5, 3, 5, 1, 2, 3, 4, 5), want: Figure{N: 10, Tenths: 36, Halves: 72}},
		"five fives more":           {before: []Figure{{N: 5, Tenths: 40, Halves: 40}}, given: answers(4, 4, 4, 4, 4, 5, 5, 5, 5, 5), want: Figure{N: 10, Tenths: 45, Halves: 89}},
		"a four among the fives":    {before: []Figure{{N: 5, Tenths: 40, Halves: 40}}, given: answers(4, 4, 4, 4, 4, 5, 5, 5, 5, 4), want: Figure{N: 10, Tenths: 45, Halves: 89}},
		"the earlier were changed":  {before: []Figure{{N: 5, Tenths: 40, Halves: 40}}, given: answers(1, 1, 1, 1, 1, 3, 3, 3, 3, 3), want: Figure{N: 10, Tenths: 35, Halves: 70}},
		"one of the earlier is out": {before: []Figure{{N: 5, Tenths: 40, Halves: 40}}, given: answers(4, 4, 4, 4, 3, 3, 3, 3, 3), want: Figure{N: 5, Tenths: 40, Halves: 40}},
		"nearly all are out":        {before: []Figure{{N: 5, Tenths: 40, Halves: 40}}, given: answers(4), want: Figure{N: 5, Tenths: 40, Halves: 40}},
	} {
		got := Freeze(c.before, c.given)
		if c.want == (Figure{}) {
			if len(got) != 0 {
				t.Errorf("%s: %+v", name, got)
			}
			continue
		}
		if len(got) == 0 || got[len(got)-1] != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// shown is what everybody may see of figures.
type shown struct {
	n, tenths int
	high, low bool
}

func show(f Figure) shown { return shown{f.N, f.Tenths, f.High, f.Low} }

// rule makes figures from answers; [Freeze] is one.
type rule func([]Figure, []Rating) []Figure

// plain is the rule that one would think of first: the rounded mean of all answers,
// anew after five, with the same ends.
func plain(figures []Figure, ratings []Rating) []Figure {
	last, n := 0, len(ratings)
	if len(figures) > 0 {
		last = figures[len(figures)-1].N
	}
	if n < last+5 {
		return figures
	}
	sum := 0
	for _, r := range ratings {
		sum += r.Stars
	}
	f := Figure{N: n, Tenths: (20*sum + n) / (2 * n), High: 4*sum >= 19*n, Low: 4*sum <= 5*n}
	if f.High || f.Low {
		f.Tenths = 0
	}
	return append(slices.Clip(figures), f)
}

// given is what an attacker who saw a series can say of each answer: the values that
// it may have, as a set of bits.
type given [15]uint8

// attack plays every series of answers out of an alphabet, with a summary and a
// preview after each of some numbers of them, and puts together those that look the
// same from outside. The attacker knows the rule, every figure, and how many answers
// there were at every moment. It returns how many looks tell some answer.
//
// Answers between two moments are told apart by nothing but their order, so that
// where ordered is false one order stands for all.
func attack(by rule, alphabet []int, moments []int, ordered bool) (told, looks int) {
	n := moments[len(moments)-1]
	could := make(map[[3]shown]*given)
	stars := make([]Rating, 0, n)
	var play func(figures []Figure, seen [3]shown)
	play = func(figures []Figure, seen [3]shown) {
		i := len(stars)
		if m := slices.Index(moments, i); m >= 0 {
			figures = by(by(figures, stars), stars) // once more: nothing is new then
			if len(figures) > 0 {
				seen[m] = show(figures[len(figures)-1])
			}
		}
		if i == n {
			all := could[seen]
			if all == nil {
				all = new(given)
				could[seen] = all
			}
			for j, r := range stars {
				all[j] |= 1 << r.Stars
			}
			return
		}
		begins := i == 0 || slices.Contains(moments, i)
		for _, s := range alphabet {
			if !ordered && !begins && s < stars[i-1].Stars {
				continue
			}
			stars = append(stars, Rating{i + 1, s})
			play(figures, seen)
			stars = stars[:i]
		}
	}
	play(nil, [3]shown{})
	for _, all := range could {
		if !ordered {
			all.mix(moments)
		}
		if slices.ContainsFunc(all[:n], func(v uint8) bool { return v&(v-1) == 0 }) {
			told++
		}
	}
	return told, len(could)
}

// mix gives every answer between two moments what any of them may be.
func (g *given) mix(moments []int) {
	from := 0
	for _, to := range moments {
		may := uint8(0)
		for _, v := range g[from:to] {
			may |= v
		}
		for i := from; i < to; i++ {
			g[i] = may
		}
		from = to
	}
}

// Of no answer can anybody say what it was, whatever answers there were and whenever
// figures were made of them; and who is given plain means can.
func TestNoFigureTellsAnAnswer(t *testing.T) {
	all, ends := []int{1, 2, 3, 4, 5}, []int{1, 2, 4, 5}
	for _, c := range []struct {
		alphabet []int
		moments  []int
		ordered  bool
	}{
		{all, []int{5}, true},
		{all, []int{4, 7}, true},
		{ends, []int{5, 9}, true},
		{ends, []int{4, 5, 10}, true},
		{all, []int{5, 10}, false},
		{all, []int{5, 10, 15}, false},
		{all, []int{6, 13}, false},
		{all, []int{5, 7, 12}, false},
		{all, []int{3, 9, 14}, false},
	} {
		if told, looks := attack(Freeze, c.alphabet, c.moments, c.ordered); told > 0 || looks < 10 {
			t.Errorf("after %v answers of %v, %d of %d looks tell an answer", c.moments, c.alphabet, told, looks)
		}
	}
	if told, _ := attack(plain, all, []int{5, 10}, false); told == 0 {
		t.Error("plain means tell no answer either: this test sees nothing")
	}
}

// drawAnswers are any number of them, by any number of people, often all alike.
func drawAnswers(t *rapid.T, n int) []Rating {
	alike := rapid.IntRange(1, 5).Draw(t, "alike")
	stars := rapid.OneOf(rapid.IntRange(1, 5), rapid.Just(alike), rapid.SampledFrom([]int{alike, min(alike+1, 5)}))
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Rating {
		return Rating{rapid.IntRange(1, 9).Draw(t, "by"), stars.Draw(t, "stars")}
	}), n, n).Draw(t, "answers")
}

// solve computes, from what was shown of a long series alone, which values each
// answer of each block can have: by all sums that can be reached up to a figure, from
// the front and then from the back. It knows the rule as it is described.
func solve(seen []shown) (blocks [][]int) {
	told := func(sum, n int) float64 { // half-way between the two at either end
		switch sum {
		case n, n + 1:
			return float64(n) + .5
		case 5*n - 1, 5 * n:
			return float64(5*n) - .5
		}
		return float64(sum)
	}
	looks := func(total float64, n int) shown {
		switch mean := total / float64(n); {
		case mean >= 4.75:
			return shown{n, 48, true, false}
		case mean <= 1.25:
			return shown{n, 12, false, true}
		default:
			return shown{n, int(math.Floor(mean*10 + .5 + 1e-9)), false, false}
		}
	}
	reach := []map[float64]bool{{0: true}}
	n := 0
	for _, s := range seen {
		next := make(map[float64]bool)
		for total := range reach[len(reach)-1] {
			for sum := s.n - n; sum <= 5*(s.n-n); sum++ {
				if to := total + told(sum, s.n-n); looks(to, s.n) == s {
					next[to] = true
				}
			}
		}
		reach = append(reach, next)
		n = s.n
	}
	blocks = make([][]int, len(seen))
	for k := len(seen) - 1; k >= 0; k-- {
		first := 0
		if k > 0 {
			first = seen[k-1].n
		}
		size, can := seen[k].n-first, make(map[float64]bool)
		values := make(map[int]bool)
		for total := range reach[k] {
			for sum := size; sum <= 5*size; sum++ {
				if !reach[k+1][total+told(sum, size)] {
					continue
				}
				can[total] = true
				for v := 1; v <= 5; v++ {
					if rest := sum - v; rest >= size-1 && rest <= 5*(size-1) {
						values[v] = true
					}
				}
			}
		}
		reach[k] = can // what nothing leads on from could not be
		for v := range values {
			blocks[k] = append(blocks[k], v)
		}
	}
	return blocks
}

func TestNoLongSeriesTellsAnAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(5, 120).Draw(t, "n")
		ratings := drawAnswers(t, n)
		var figures []Figure
		var seen []shown
		for at := 0; at < n; {
			at = min(at+rapid.IntRange(1, 20).Draw(t, "more"), n)
			was := len(figures)
			figures = Freeze(figures, ratings[:at])
			if len(figures) > was {
				f := figures[len(figures)-1]
				seen = append(seen, show(f))
				sum := 0
				for _, r := range ratings[:f.N] {
					sum += r.Stars
				}
				if mean := float64(sum) / float64(f.N); math.Abs(mean-float64(f.Tenths)/10) > .15+1e-9 && !f.High && !f.Low || f.High && mean < 4.65 || f.Low && mean > 1.35 {
					t.Errorf("%+v is far from %f", f, mean)
				}
			}
		}
		for i, values := range solve(seen) {
			if len(values) < 2 {
				t.Errorf("figure %d tells that answers are %v: %+v", i, values, seen)
			}
		}
	})
}

// Whether there is a new figure is decided by how many answered; what was counted is
// never counted again, whatever became of it, and nothing is made anew before five
// people have answered.
func TestFiguresDependOnNewAnswersAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ratings := drawAnswers(t, rapid.IntRange(0, 40).Draw(t, "n"))
		figures := Freeze(nil, ratings[:rapid.IntRange(0, len(ratings)).Draw(t, "first")])
		got := Freeze(figures, ratings)

		other := slices.Clone(ratings)
		for i := range other {
			other[i].Stars = rapid.IntRange(1, 5).Draw(t, "other")
		}
		if len(Freeze(figures, other)) != len(got) {
			t.Errorf("what was answered decides whether there is a figure: %v or %v", ratings, other)
		}
		if len(figures) == 0 {
			return
		}
		counted := figures[0].N
		copy(other[counted:], ratings[counted:])
		if !slices.Equal(Freeze(figures, other), got) {
			t.Errorf("a change of what was counted changed a figure: %v, %v", ratings, other)
		}
		out := rapid.IntRange(0, counted).Draw(t, "out")
		fewer := Freeze(figures, ratings[out:])
		if !slices.Equal(fewer, Freeze(figures, append(make([]Rating, counted), ratings[min(counted+out, len(ratings)):]...))) {
			t.Errorf("what was taken back tells of something: %v", fewer)
		}
		people := make(map[int]bool)
		for _, r := range ratings[counted:] {
			people[r.By] = true
		}
		if made := len(got) > len(figures); made != (len(people) >= 5) {
			t.Errorf("%d people have answered: %v", len(people), got)
		}
	})
}

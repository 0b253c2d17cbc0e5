package domain

import "slices"

// fewAnswers is how many people must have given an answer that is in no figure yet
// for a figure to be made.
const fewAnswers = 5

// Freeze decides which mean of feedback is shown from now on: the newest of figures,
// or one more. Ratings are all that were given, in the order in which they were given
// first. Nobody can compute one answer from the figures that were shown, even who
// knows this rule, every figure and how many answers there were at every moment.
//
// Two means tell the sum of what came between them, and a sum of five fives, or of
// five ones, tells each of the five. So answers are counted in blocks, and each block
// once: as soon as five people have given answers that were in no figure, all of those
// are one block, and its sum is made blunt at both ends ([blunt]): that of all fives
// and that of all fives but one four are the same number, and so below. No block's
// number tells any of its answers then, and as no two blocks share an answer and all
// figures are made from those numbers alone, the figures together tell no more.
// Whether there is a new figure depends on who has answered and never on what:
// keeping one back because it would tell too much would tell as much.
//
// A rating that is changed or taken back after it was counted changes nothing that is
// shown, for the difference would be one answer's. Where answers were taken back as
// many new ones are left out. Of people, not of answers, there must be five, so that
// nobody fills a block with their own and reads the one that is left.
//
// What no rule over sums can prevent: four who tell each other their answers know
// the fifth's.
func Freeze(figures []Figure, ratings []Rating) []Figure {
	var last Figure
	if n := len(figures); n > 0 {
		last = figures[n-1]
	}
	block := ratings[min(last.N, len(ratings)):]
	people := make(map[int]bool)
	sum := 0
	for _, r := range block {
		people[r.By] = true
		sum += r.Stars
	}
	if len(people) < fewAnswers {
		return figures
	}
	n, halves := last.N+len(block), last.Halves+blunt(sum, len(block))
	next := Figure{
		N: n, Halves: halves,
		Tenths: (10*halves + n) / (2 * n), // 10 × halves/2n, rounded half up
		High:   2*halves >= 19*n,          // 4.75 and more
		Low:    2*halves <= 5*n,           // 1.25 and less
	}
	switch {
	case next.High:
		next.Tenths = 48
	case next.Low:
		next.Tenths = 12
	}
	return append(slices.Clip(figures), next)
}

// blunt is twice the sum of n answers of 1 to 5, where the two greatest sums are told
// as the number half-way between them, and the two least. It is no more than half a
// point from the sum, so the mean of a block of five is a tenth away at most.
func blunt(sum, n int) int {
	switch {
	case sum >= 5*n-1:
		return 10*n - 1
	case sum <= n+1:
		return 2*n + 1
	default:
		return 2 * sum
	}
}

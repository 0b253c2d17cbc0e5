package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// table is rows of cells, the first of which is the head. As Markdown it can be
// read on a terminal too.
type table [][]string

func (t table) String() string {
	widths := make([]int, len(t[0]))
	for _, row := range t {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	line := func(row []string, fill string) {
		for i, cell := range row {
			gap := strings.Repeat(fill, widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				b.WriteString("| " + cell + gap + " |")
			} else {
				b.WriteString(" " + gap + cell + " |")
			}
		}
		b.WriteByte('\n')
	}
	line(t[0], " ")
	rule := make([]string, len(widths))
	for i := range rule {
		rule[i] = strings.Repeat("-", max(widths[i], 3)-1) + ":"
	}
	rule[0] = strings.Repeat("-", max(widths[0], 3))
	line(rule, "-")
	for _, row := range t[1:] {
		line(row, " ")
	}
	return b.String()
}

// group is contenders that are set beside each other: the first is ours, the others
// are what it is compared with.
type group struct {
	title string
	these []*contender
}

// behindMark stands at figures of an open loop that was too fast for somebody.
const behindMark = "†"

// measured is a table of what was measured: the middle of all rounds, and the ends.
func (g group) measured(found results) table {
	head := []string{"measured"}
	for _, c := range g.these {
		head = append(head, c.name)
	}
	t := table{head}
	for _, m := range metrics {
		row, known := []string{m.name}, false
		for _, c := range g.these {
			s := spreadOf(m.values(found[c.key]))
			known = known || !math.IsNaN(s.median)
			cell := s.format(m.places)
			if m.paced && behind(found[c.key]) {
				cell += " " + behindMark
			}
			row = append(row, cell)
		}
		if known {
			t = append(t, row)
		}
	}
	late, shipped := []string{"acks past Slack's 3 s, or refused, all rounds"}, []string{"to install, MB"}
	for _, c := range g.these {
		n := 0
		for _, f := range found[c.key] {
			n += f.late + f.refused
		}
		late = append(late, fmt.Sprint(n))
		shipped = append(shipped, fmt.Sprintf("%.0f", inMegabytes(c.shipped)))
	}
	return append(t, late, shipped)
}

// compared is a table of ratios, each taken within one round: ours to each other's.
func (g group) compared(found results) table {
	ours := g.these[0]
	head := []string{"ratio, within a round"}
	for _, c := range g.these[1:] {
		head = append(head, ours.name+" ÷ "+c.name)
		if wanted(c) {
			head = append(head, "first", "aim", "reached")
		}
	}
	t := table{head}
	for _, m := range metrics {
		row, known := []string{m.name}, false
		for _, c := range g.these[1:] {
			s := spreadOf(ratios(m.values(found[ours.key]), m.values(found[c.key])))
			known = known || !math.IsNaN(s.median) && !m.alone
			cell := s.format(2)
			if m.paced && (behind(found[ours.key]) || behind(found[c.key])) {
				cell += " " + behindMark
			}
			row = append(row, cell)
			switch want, ok := m.reach[c.key]; {
			case ok:
				row = append(row, want.sign()+fmt.Sprint(want.first), want.sign()+fmt.Sprint(want.aim), want.reached(s.median))
			case wanted(c):
				row = append(row, "", "", "")
			}
		}
		if known {
			t = append(t, row)
		}
	}
	return t
}

// wanted reports whether anything is to be reached beside c.
func wanted(c *contender) bool {
	return slices.ContainsFunc(metrics, func(m metric) bool {
		_, ok := m.reach[c.key]
		return ok
	})
}

// behind reports whether the rate of the open loop was too much in any round.
func behind(all []figures) bool {
	return slices.ContainsFunc(all, func(f figures) bool { return f.behind })
}

// format writes the middle and, in brackets, the ends where they differ.
func (s spread) format(places int) string {
	if math.IsNaN(s.median) {
		return "–"
	}
	number := func(x float64) string { return fmt.Sprintf("%.*f", places, x) }
	middle, low, high := number(s.median), number(s.low), number(s.high)
	if low == high {
		return middle
	}
	return middle + " (" + low + "–" + high + ")"
}

// report is everything that was found, as it stands in the terminal and on the page.
func report(groups []group, found results, r *race) string {
	var b strings.Builder
	tooFast := false
	for _, g := range groups {
		fmt.Fprintf(&b, "### %s\n\n%s\n%s\n", g.title, g.measured(found), g.compared(found))
		for _, c := range g.these {
			tooFast = tooFast || behind(found[c.key])
		}
	}
	if tooFast {
		fmt.Fprintf(&b, "%s could not keep up with %.0f commands a second: what waited is in its times, which say how long the race was and little else.\n\n", behindMark, r.rate)
	}
	b.WriteString("Every command that was acknowledged was stored, in each round, and after each contender's death by SIGKILL under load.\n")
	return b.String()
}

package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hbollon/go-edlib"
)

// Problem is one thing wrong with the config: where it stands, and what to
// write instead. It never holds a secret.
type Problem struct {
	File    string // "" for a problem of the environment, or of what is missing
	Line    int    // 1-based, 0 when it is about no line
	Field   string // "digest.cap", or an environment variable's name
	Says    string
	Instead string
}

// String returns "config.yaml:12: digest.cap: 99 is out of range; write a
// number from 1 to 20".
func (p Problem) String() string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File)
		if p.Line > 0 {
			fmt.Fprintf(&b, ":%d", p.Line)
		}
		b.WriteString(": ")
	}
	if p.Field != "" {
		b.WriteString(p.Field + ": ")
	}
	b.WriteString(p.Says)
	if p.Instead != "" {
		b.WriteString("; " + p.Instead)
	}
	return b.String()
}

// Problems is everything that is wrong, in the order of the file.
type Problems []Problem

// Error lists the problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// err returns the problems in order, nil when there are none.
func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortStableFunc(ps, func(a, b Problem) int { return a.Line - b.Line })
	return ps
}

// nearest returns the word of all that is most like s, "" when none is like it.
func nearest(s string, all []string) string {
	best, closest := "", 1+max(2, len(s)/3)
	for _, w := range all {
		if d := edlib.OSADamerauLevenshteinDistance(s, w); d < closest {
			best, closest = w, d
		}
	}
	return best
}

package domain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest texts that are kept, in characters.
const (
	maxName = 200
	maxKind = 60
	maxTag  = 50
	maxText = 3000
	maxGoal = 300
)

// oneLine makes s fit for a name: valid UTF-8, one line, single spaces, no
// control characters.
func oneLine(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// manyLines makes s fit for a note: valid UTF-8, no control characters but line
// breaks and tabs.
func manyLines(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// fits reports whether s has between 1 and most characters.
func fits(s string, most int) bool { return s != "" && utf8.RuneCountInString(s) <= most }

// foldTag is the form in which a tag is kept: lower case, without '#', "" for
// what can't be a tag.
func foldTag(s string) string {
	s = strings.ToLower(strings.TrimLeft(oneLine(s), "#"))
	if !fits(s, maxTag) || strings.ContainsFunc(s, unicode.IsSpace) {
		return ""
	}
	return s
}

package domain

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CompareNames orders names as they stand in a list, upper and lower case alike. It
// compares what [strings.ToLower] would make of them, and makes nothing.
func CompareNames(a, b string) int {
	for a != "" && b != "" {
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		if x != y {
			if order := cmp.Compare(unicode.ToLower(x), unicode.ToLower(y)); order != 0 {
				return order
			}
		}
		a, b = a[n:], b[m:]
	}
	return cmp.Compare(len(a), len(b))
}

// fold makes words comparable: lower case, without accents and punctuation, one
// space between words. "Łódź, PL" and "lodz pl" are the same.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		r = unicode.ToLower(r)
		plain, accented := plainLetters[r]
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
			continue
		case !accented && !unicode.IsLetter(r) && !unicode.IsNumber(r):
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		if accented {
			b.WriteString(plain)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plainLetters writes Latin letters with accents as those without.
var plainLetters = func() map[rune]string {
	plain := make(map[rune]string)
	for letters, as := range map[string]string{
		"àáâãäåāăąǎ": "a", "çćĉċč": "c", "ďđð": "d", "èéêëēĕėęě": "e", "ĝğġģ": "g", "ĥħ": "h", "ìíîïĩīĭįı": "i", "ĵ": "j",
		"ķ": "k", "ĺļľŀł": "l", "ñńņňŋ": "n", "òóôõöøōŏő": "o", "ŕŗř": "r", "śŝşšș": "s", "ţťŧț": "t", "ùúûüũūŭůűų": "u",
		"ŵ": "w", "ýÿŷ": "y", "źżž": "z", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th",
	} {
		for _, r := range letters {
			plain[r] = as
		}
	}
	return plain
}()

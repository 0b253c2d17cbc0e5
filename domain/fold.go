package domain

import (
	"strings"
	"unicode"
)

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

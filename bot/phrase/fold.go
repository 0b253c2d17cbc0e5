package phrase

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"rapport/domain"
)

// unmarked are letters that carry no accent to take off, and still are typed
// without: Bjørn is found by "bjorn".
var unmarked = strings.NewReplacer(
	"ł", "l", "Ł", "L", "ø", "o", "Ø", "O", "đ", "d", "Đ", "D", "ð", "d", "þ", "th", "ß", "ss", "ı", "i", "æ", "ae", "œ", "oe", "ħ", "h", "ŧ", "t",
	"’", "'", "‘", "'", "ʼ", "'", "`", "'", "´", "'", "‐", "-", "‑", "-",
)

// Fold returns the form of s under which names and words are compared: case,
// accents and width folded, apostrophes made one, spaces collapsed, what can't
// be seen taken out. Folding twice changes nothing more.
func Fold(s string) string {
	for range 4 { // taking an accent off can leave something to fold again
		t := foldOnce(s)
		if t == s {
			break
		}
		s = t
	}
	return s
}

func foldOnce(s string) string {
	if plain(s) {
		return s
	}
	s = norm.NFKD.String(unmarked.Replace(Clean(s)))
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, s)
	s = unmarked.Replace(cases.Fold().String(s))
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}

// plain reports whether s is folded already, as most words are.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// Clean takes out what can't be seen and would only deceive: invalid UTF-8,
// control characters other than tab and line break, zero-width characters,
// direction marks. Joiners inside an emoji stay.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "")
	var b strings.Builder
	b.Grow(len(s))
	var last rune
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
		case r == '\u200d' && last > 0x2000: // joins two emoji
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r):
			continue
		case unicode.Is(unicode.Zs, r):
			r = ' '
		case r == '\u2028' || r == '\u2029':
			r = '\n'
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// Keys returns the folded keys under which a name is found: the whole of it,
// and each of its words.
func Keys(name string) []domain.Key {
	whole := Fold(name)
	if whole == "" {
		return nil
	}
	keys := []domain.Key{{Folded: whole, Whole: true}}
	seen := map[string]bool{whole: true}
	for word := range strings.FieldsSeq(whole) {
		word = strings.Trim(word, `.,()"`)
		if word != "" && !seen[word] {
			seen[word] = true
			keys = append(keys, domain.Key{Folded: word})
		}
	}
	return keys
}

// IsHelp reports whether text asks for help.
func IsHelp(text string) bool {
	switch Fold(strings.Trim(text, " ?!.")) {
	case "help", "--help", "-h":
		return true
	}
	return false
}

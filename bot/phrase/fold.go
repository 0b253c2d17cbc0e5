package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
	switch {
	case plain(s):
		return s
	case ascii(s):
		if s = strings.ToLower(strings.ReplaceAll(Clean(s), "`", "'")); plain(s) {
			return s
		}
		return strings.Join(strings.Fields(s), " ")
	}
	return foldUnicode(s)
}

func foldUnicode(s string) string {
	s = norm.NFKD.String(unmarked.Replace(Clean(s)))
	s = withoutAccents(s)
	s = unmarked.Replace(cases.Fold().String(s))
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}

// withoutAccents takes marks off decomposed letters of the scripts that put
// accents on them. Elsewhere a mark is a letter by itself, such as a vowel sign
// or the voicing of a kana, and stays.
func withoutAccents(s string) string {
	var base rune
	return strings.Map(func(r rune) rune {
		if !unicode.Is(unicode.Mn, r) {
			base = r
			return r
		}
		letter := unicode.IsLetter(base) || unicode.Is(unicode.Mc, base)
		if !letter || unicode.Is(unicode.Variation_Selector, r) || unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic) {
			return -1
		}
		return r
	}, s)
}

// plain reports whether s is folded already, as most words and names are that were
// folded once: ASCII without capitals and graves, with one space between words.
func plain(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ':
			if i == 0 || i == len(s)-1 || s[i+1] == ' ' {
				return false
			}
		case c <= ' ' || c > '~' || c >= 'A' && c <= 'Z' || c == '`':
			return false
		}
	}
	return true
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Clean takes out what can't be seen and would only deceive: invalid UTF-8,
// control characters other than tab and line break, zero-width characters,
// direction marks. Joiners inside an emoji stay.
func Clean(s string) string {
	if clean(s) {
		return s
	}
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

// clean reports whether s is ASCII in which there is nothing to take out.
func clean(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < ' ' || c > '~') && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// Keys returns the folded keys under which a name is found: the whole of it,
// and each of its words, with spaces for hyphens too.
func Keys(name string) []domain.Key {
	whole := Fold(name)
	if whole == "" {
		return nil
	}
	var keys []domain.Key
	seen := map[string]bool{}
	add := func(folded string, whole bool) {
		if folded != "" && !seen[folded] {
			seen[folded] = true
			keys = append(keys, domain.Key{Folded: folded, Whole: whole})
		}
	}
	add(whole, true)
	add(unhyphened(whole), true)
	for word := range strings.FieldsSeq(whole) {
		word = strings.Trim(word, `.,()"`)
		add(word, false)
		add(unhyphened(word), false)
	}
	return keys
}

// brief is the folded text of a command that is a single word, as "list" is; of
// a longer one it is a beginning.
func brief(text string) string { return Fold(text[:min(len(text), 40)]) }

// IsHelp reports whether text asks for help.
func IsHelp(text string) bool {
	if len(text) > 40 {
		return false
	}
	switch Fold(strings.Trim(text, " ?!.")) {
	case "help", "--help", "-h":
		return true
	}
	return false
}

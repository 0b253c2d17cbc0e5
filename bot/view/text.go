package view

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rapport/domain"
)

// Slack's limits on texts, in characters.
const (
	maxText        = 4000
	maxSection     = 3000
	maxContext     = 2000
	maxHeader      = 150
	maxButton      = 75
	maxOption      = 75
	maxPlaceholder = 150
	maxLabel       = 2000
	maxTitle       = 24
	maxInput       = 3000
)

// maxQuoted is how much of a note a message quotes: a reminder, not an archive.
const maxQuoted = 300

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Escape makes what a member typed inert in mrkdwn: no mention, no link.
func Escape(s string) string {
	if !tidy(s) {
		s = clean(s)
	}
	return escaper.Replace(s)
}

// Person is a contact's name in mrkdwn, bold and on one line. A name that runs
// from right to left is isolated, so that the sentence around it stays in order.
func Person(name string) string { return "*" + Escape(seen(line(name))) + "*" }

// seen stands in for a text of which there is nothing to see.
func seen(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// persons are several names in a sentence: "*A*, *B* and *C*".
func persons(names []string) string {
	bold := make([]string, len(names))
	for i, n := range names {
		bold[i] = Person(n)
	}
	return list(bold)
}

// namesOf are the names of contacts.
func namesOf(cs []*domain.Contact) []string {
	names := make([]string, len(cs))
	for i, c := range cs {
		names[i] = c.Name
	}
	return names
}

// quoted is a note on one line, in quotation marks and in mrkdwn.
func quoted(note string) string { return quote(note, maxQuoted) }

// quote is [quoted] with at most so many characters.
func quote(note string, most int) string { return "“" + Escape(seen(clip(line(note), most))) + "”" }

// line puts a text on one line.
func line(s string) string {
	if tidy(s) {
		return s
	}
	return oneLine(s)
}

func oneLine(s string) string { return isolate(strings.Join(strings.Fields(clean(s)), " ")) }

// tidy reports whether s stands on one line as it is, as nearly all labels and names
// do: ASCII with nothing to drop, and one space between words.
func tidy(s string) bool {
	for i := range len(s) {
		if s[i] == ' ' && (i == 0 || i == len(s)-1 || s[i+1] == ' ') || s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// clean drops what has no place in a sentence: invalid UTF-8, control
// characters other than the line break, and the marks that turn the direction
// of all that follows. Joiners stay; emoji and Persian need them.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == first || r == last:
			return r
		case r == utf8.RuneError, r == '\u200b', r == '\ufeff', r == '\u2060':
			return -1
		case r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s)
}

// The isolating marks: FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
const (
	first = '\u2068'
	last  = '\u2069'
)

// isolate wraps s when it holds letters that run from right to left.
func isolate(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == first || r == last {
			return -1
		}
		return r
	}, s)
	if strings.IndexFunc(s, rightToLeft) < 0 {
		return s
	}
	return string(first) + s + string(last)
}

func rightToLeft(r rune) bool {
	return r >= '\u0590' && unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko)
}

// clip cuts s to n characters, with an ellipsis, never inside an escaped
// character, and closes what [isolate] opened.
func clip(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	end := 0 // in bytes
	isolated := false
	for range n - 2 { // the ellipsis and the closing mark find room
		r, size := utf8.DecodeRuneInString(s[end:])
		end += size
		isolated = r == first || isolated && r != last
	}
	if next, size := utf8.DecodeRuneInString(s[end:]); !isolated && next != first {
		end += size
	}
	if at := strings.LastIndexByte(s[:end], '&'); at >= 0 {
		for _, whole := range []string{"&amp;", "&lt;", "&gt;"} {
			if strings.HasPrefix(s[at:], whole) && end < at+len(whole) {
				end = at
			}
		}
	}
	cut := strings.TrimRight(s[:end], " \n") + "…"
	if isolated {
		cut += string(last)
	}
	return cut
}

// list joins words as a sentence does: "A, B and C".
func list(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// sentence starts s with a capital.
func sentence(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

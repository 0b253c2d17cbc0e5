package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what a token is before anybody asks what it means.
type tokenKind uint8

const (
	word tokenKind = iota + 1
	quotedName
	openQuote // a quotation mark that never closes, and all after it
	mention
	comma
	dash // --, —, –, or a hyphen that stands alone
	lineBreak
	signal // +word
)

// token is a piece of the text, with the bytes it was cut from.
type token struct {
	kind       tokenKind
	text       string // a name without its quotes, a mention's user id, a signal without its plus
	fold       string // words only: folded, and without the punctuation around it
	start, end int
}

// capital reports whether the token begins with an upper-case letter, or with a
// letter of a script that has no case.
func (t token) capital() bool {
	r, _ := utf8.DecodeRuneInString(t.text)
	return unicode.IsLetter(r) && !unicode.IsLower(r)
}

// closing are the quotation marks that end what each one opens.
var closing = map[rune]string{'"': "\"”“", '“': "”“\"", '”': "”\"", '„': "“”\"", '«': "»", '»': "«»"}

// mostTokens bounds what is cut: whatever comes after so many is a note.
const mostTokens = 400

// scan cuts clean text into tokens, in one pass, up to the first of a kind that ends
// it. Beyond mostTokens the rest is one word.
func scan(text string, ends ...tokenKind) []token {
	all := make([]token, 0, min(strings.Count(text, " ")+strings.Count(text, ",")+1, mostTokens+1))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		var t token
		switch {
		case r == '\n':
			t = token{kind: lineBreak, end: i + size}
		case unicode.IsSpace(r):
			i += size
			continue
		case len(all) == mostTokens:
			t = token{kind: word, text: text[i:], end: len(text)}
		case closing[r] != "":
			t = scanQuote(text, i, r)
		case (r == '‘' || r == '\'') && singleQuote(text[i:]) > 0:
			end := i + singleQuote(text[i:])
			t = token{kind: quotedName, text: strings.Join(strings.Fields(strings.Trim(text[i:end], "‘’'")), " "), end: end}
		case r == '<':
			t = scanMention(text, i)
		case r == ',' || r == ';':
			t = token{kind: comma, end: i + size}
		case r == '—' || r == '–' || strings.HasPrefix(text[i:], "--"):
			t = token{kind: dash, end: i + max(size, len(text[i:])-len(strings.TrimLeft(text[i:], "-")))}
		default:
			t = scanWord(text, i)
		}
		t.start = i
		all = append(all, t)
		if i = t.end; slices.Contains(ends, t.kind) {
			break
		}
	}
	return all
}

func scanQuote(text string, i int, mark rune) token {
	body := text[i+utf8.RuneLen(mark):]
	at := strings.IndexAny(body, closing[mark])
	if at < 0 {
		return token{kind: openQuote, text: text[i:], end: len(text)}
	}
	_, size := utf8.DecodeRuneInString(body[at:])
	return token{
		kind: quotedName, text: strings.Join(strings.Fields(body[:at]), " "),
		end: i + utf8.RuneLen(mark) + at + size,
	}
}

// singleQuote returns how long the words in single quotes at the beginning of
// text are, 0 when they don't close at a word's end on the same line. An
// apostrophe within a word closes nothing.
func singleQuote(text string) int {
	_, open := utf8.DecodeRuneInString(text)
	for i, r := range text[open:min(len(text), 4*longestName)] {
		if r == '\n' || i == 0 && unicode.IsSpace(r) {
			return 0
		}
		if r != '’' && r != '\'' {
			continue
		}
		end := open + i + utf8.RuneLen(r)
		if after, _ := utf8.DecodeRuneInString(text[end:]); end == len(text) || !unicode.IsLetter(after) && !unicode.IsDigit(after) {
			if strings.Trim(text[open:open+i], "‘’' ") == "" {
				return 0
			}
			return end
		}
	}
	return 0
}

// scanMention reads <@U…> and <@U…|name>; another < begins an ordinary word.
func scanMention(text string, i int) token {
	at := strings.IndexByte(text[i:], '>')
	if body, ok := strings.CutPrefix(text[i:], "<@"); ok && at > 2 && at < 200 {
		id, _, _ := strings.Cut(body[:at-2], "|")
		if id != "" && strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == "" {
			return token{kind: mention, text: id, end: i + at + 1}
		}
	}
	return scanWord(text, i)
}

func scanWord(text string, i int) token {
	end := len(text)
	var last rune
	for j, r := range text[i:] {
		if j > 0 && !within(last, r) && (endsWord(text[i+j:], r) || pictureEdge(last, r)) {
			end = i + j
			break
		}
		last = r
	}
	if len(text)-i > len(kindPrefix) && strings.EqualFold(text[i:i+len(kindPrefix)], kindPrefix) {
		if r, _ := utf8.DecodeRuneInString(text[i+len(kindPrefix):]); closing[r] != "" {
			end = i + len(kindPrefix) // kind:"board games"
		}
	}
	w := text[i:end]
	if w == "-" {
		return token{kind: dash, end: end}
	}
	if name, ok := strings.CutPrefix(w, "+"); ok && startsLetter(name) {
		return token{kind: signal, text: strings.TrimRight(name, ".!?:"), end: end}
	}
	return token{kind: word, text: w, fold: foldWord(w), end: end}
}

// within reports whether no word can end before r, as is plain of most letters: it
// stands behind no picture, and is one that ends none.
func within(before, r rune) bool {
	return before < utf8.RuneSelf && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9')
}

// endsWord reports whether a word ends before rest, which begins with r.
func endsWord(rest string, r rune) bool {
	switch {
	case unicode.IsSpace(r), r == '—', r == '–', strings.HasPrefix(rest, "--"), strings.HasPrefix(rest, "<@"):
		return true
	case r == ',' || r == ';':
		next, _ := utf8.DecodeRuneInString(rest[1:])
		return !unicode.IsDigit(next)
	}
	return false
}

// pictureEdge reports whether a word ends between two characters because only
// one of them is an emoji: "Jane☕". What may follow an emoji within it stays.
func pictureEdge(a, b rune) bool {
	wordly := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return picture(b) && (wordly(a) || strings.ContainsRune("!?.:)", a)) || picture(a) && wordly(b)
}

// picture reports whether r is an emoji, or the part of one that can end it.
func picture(r rune) bool {
	return r >= 0x2190 && r <= 0x2bff && unicode.Is(unicode.So, r) || r >= 0x1f000 && r <= 0x1faff || r == 0xfe0f
}

func startsLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// foldWord folds a word without the punctuation around it; an emoji's colons stay.
func foldWord(w string) string {
	f := Fold(w)
	if len(f) > 2 && f[0] == ':' && f[len(f)-1] == ':' {
		return f
	}
	return strings.TrimRight(strings.TrimLeft(f, "("), ".!?:)…")
}

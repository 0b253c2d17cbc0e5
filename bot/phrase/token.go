package phrase

import (
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

// scan cuts clean text into tokens, in one pass. Beyond mostTokens the rest is
// one word.
func scan(text string) []token {
	var all []token
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
		i = t.end
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
	for j, r := range text[i:] {
		if j > 0 && endsWord(text[i+j:], r) {
			end = i + j
			break
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

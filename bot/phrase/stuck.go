package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unstick cuts words that are two people written in one, "Jane&Omar", and "w/"
// off what follows it. It reports whether there were any.
func (p *reader) unstick() bool {
	found := false
	for i := 0; i < len(p.naming()); i++ {
		all := sides(p.ts[i])
		if len(all) == 0 || len(p.known[p.ts[i].fold]) > 0 || !p.arePeople(all) {
			continue
		}
		p.ts = slices.Replace(p.ts, i, i+1, all...)
		i += len(all) - 1
		found = true
	}
	return found
}

// arePeople reports whether the sides of a word are people: one of them is known,
// or all are written like names. R&D and TCP/IP are not.
func (p *reader) arePeople(all []token) bool {
	names := true
	for _, t := range all {
		if joiners[t.fold] {
			continue
		}
		if len(p.known[t.fold]) > 0 {
			return true
		}
		names = names && t.capital() && utf8.RuneCountInString(t.text) > 1 && strings.IndexFunc(t.text, unicode.IsLower) > 0
	}
	return names
}

// sides cuts a word at & and / into words and what joins them; nil when it has
// only one.
func sides(t token) []token {
	if t.kind != word || !strings.ContainsAny(t.text, "&/") {
		return nil
	}
	var all []token
	for from := 0; from < len(t.text); {
		to := len(t.text)
		if at := strings.IndexAny(t.text[from:], "&/"); at >= 0 {
			to = from + at
		}
		if !startsLetter(t.text[from:to]) || len(all) > 2*mostPeople {
			return nil // a web address, "02/11", "w/"
		}
		side := cut(t, from, to)
		if side.fold == "w" && to < len(t.text) {
			all = append(all, cut(t, from, to+1))
		} else if all = append(all, side); to < len(t.text) {
			all = append(all, cut(t, to, to+1))
		}
		from = to + 1
	}
	if len(all) < 2 || joiners[all[len(all)-1].fold] {
		return nil
	}
	return all
}

// cut is the part of a word from one byte of its text to another.
func cut(t token, from, to int) token {
	text := t.text[from:to]
	return token{kind: word, text: text, fold: foldWord(text), start: t.start + from, end: t.start + to}
}

package phrase

import (
	"slices"
	"strings"

	"rapport/domain"
)

// Verb says which command a typed direct message means, and what stands after
// it. ok is false for small talk.
func Verb(text string) (verb, rest string, ok bool) {
	text = strings.TrimSpace(Clean(text))
	slashed := strings.HasPrefix(text, "/")
	text = strings.TrimLeft(text, "/")
	first, rest, _ := strings.Cut(text, " ")
	if nl := strings.IndexByte(first, '\n'); nl >= 0 { // "people add" pasted without a space
		first, rest = first[:nl], text[nl+1:]
	}
	rest = strings.TrimSpace(rest)
	if w := strings.TrimRight(Fold(first), ":"); slices.Contains(passed, w) && (slashed || strings.HasSuffix(first, ":")) {
		return w, rest, true
	}
	switch w := strings.TrimRight(Fold(first), ":,.!"); w {
	case "met", "people", "rapport":
		return w, rest, true
	case "saw", "log", "logged":
		return "met", rest, rest != ""
	case "i", "i've":
		return verbOfMine(text, rest)
	case "undo", "today", "settings", "resume", "stop", "unsubscribe", "forecast", "checkin", "check-in":
		return "rapport", text, rest == ""
	case "pause":
		return "rapport", text, true
	case "help":
		return "rapport", "help", true
	case "due":
		return "people", "due", rest == ""
	case "promise", "promised", "ask", "asked", "goal", "identify", "why", "merge", "split":
		return verbOfMany(w, text, rest)
	case "mentoring":
		if rest == "" || mentors(rest) {
			return w, rest, true
		}
	case "promises", "asks", "goals":
		return w[:len(w)-1], "", rest == ""
	default:
		if digits(strings.TrimRight(w, ")#")) && len(w) <= 3 && rest != "" {
			return "digest", strings.TrimRight(w, ")#") + " " + rest, true
		}
	}
	if theyPromised(text) {
		return "promise", text, true
	}
	if kind, n := kindAt(scan(text)); kind != "" && n > 0 && strings.Contains(" "+Fold(text)+" ", " with ") {
		return "met", text, true // "coffee with Jane"
	}
	return "", text, false
}

// verbOfMine reads "I met Jane", "I've promised Jane the deck" and "I asked
// Jane for an intro".
func verbOfMine(text, rest string) (verb, after string, ok bool) {
	second, after, _ := strings.Cut(rest, " ")
	after = strings.TrimSpace(after)
	switch w := Fold(second); w {
	case "met", "saw":
		return "met", after, after != ""
	case "just", "have", "already":
		return verbOfMine(text, after)
	case "promise", "promised", "asked":
		if verb, after, ok = verbOfMany(w, rest, after); ok && after != "" {
			return verb, after, true
		}
	}
	return "", text, false
}

// verbOfMany reads commands whose first word begins many a sentence: what
// follows has to look like somebody or something, and not like talk.
func verbOfMany(first, text, rest string) (verb, after string, ok bool) {
	ts := scan(rest)
	next := at(ts, 0)
	person := len(ts) > 0 && (ts[0].kind == mention || ts[0].kind == quotedName || ts[0].capital() && !talk[next] && !noName(next))
	other := next != "" && !talk[next] && !noName(next) // in small letters, as phones are typed on
	switch first {
	case "promise":
		fromThem := next == "from" && len(ts) > 2 && !talk[at(ts, 1)] && !noName(at(ts, 1))
		return "promise", rest, rest == "" || fromThem || promisedTo(ts, person, other)
	case "promised":
		return "promise", rest, promisedTo(ts, person, other)
	case "ask":
		return "ask", rest, rest == "" || person || other && asksSomething(ts)
	case "asked":
		return "ask", text, person || other && asksSomething(ts)
	case "identify":
		return "identify", rest, rest == "" || person || other && slices.ContainsFunc(ts, func(t token) bool { return t.kind == dash })
	case "goal":
		_, from := lastDue(ts, someDay, nil)
		return "goal", rest, rest == "" || person || from > 0 || goalWords[next] != "" || goalWords[at(ts, len(ts)-1)] != "" || next == "link" || next == "add" || serving[at(ts, 1)] && len(ts) > 2 && other
	case "why":
		return "rapport", text, person && len(ts) <= 4 || other && len(ts) == 1
	case "split":
		return "rapport", text, person && !slices.ContainsFunc(ts, func(t token) bool { return t.kind == word && !t.capital() })
	default: // merge
		several := slices.ContainsFunc(ts, func(t token) bool { return mergers[t.fold] || t.kind == comma })
		return "rapport", text, (person || other) && (several || len(ts) == 2)
	}
}

// mentors reports whether what follows "mentoring" is a command: "mentoring
// status", not "mentoring is fun" and not the kind of a touch.
func mentors(rest string) bool {
	p := &mentoringReader{&reader{text: rest, ts: scan(rest)}}
	if do, _ := p.verb(); do != "" {
		return true
	}
	near := nearest(at(p.ts, 0), mentoringSuggested)
	return len(p.ts) <= 2 && near != "" && !talk[at(p.ts, 0)]
}

// someDay is a day like any other, for asking whether words are a date at all.
var someDay = domain.On(2026, 1, 1)

// talk are the words after which a sentence is no command: "ask me anything",
// "why not", "goal!".
var talk = map[string]bool{
	"me": true, "you": true, "him": true, "them": true, "us": true, "myself": true, "away": true, "around": true, "again": true, "anything": true,
	"not": true, "is": true, "are": true, "was": true, "were": true, "do": true, "does": true, "did": true, "so": true, "would": true, "should": true,
	"can": true, "could": true, "will": true, "oh": true, "on": true, "earth": true, "now": true, "then": true, "yourself": true, "and": true, "or": true,
	"this": true, "that": true, "these": true, "those": true, "nobody": true, "everybody": true, "someone": true, "somebody": true, "anybody": true,
	"though": true, "tho": true, "thanks": true, "ever": true, "bother": true, "because": true, "conflict": true, "conflicts": true,
}

// promisedTo reports whether a promise may be one to somebody: "promise Jane the
// deck" and "promised to send Jane the deck", not "I promise I’ll do better".
func promisedTo(ts []token, person, other bool) bool {
	if person || other && len(ts) > 1 {
		return true
	}
	return len(ts) > 1 && slices.ContainsFunc(ts[1:], func(t token) bool {
		_, day := weekdays[t.fold]
		_, month := months[t.fold]
		return t.kind == mention || t.kind == quotedName || t.kind == word && surnameLike(t.text) && !noName(t.fold) && !day && !month
	})
}

// asksSomething reports whether what follows "ask" and a word in small letters
// asks for something: "ask jane for an intro".
func asksSomething(ts []token) bool {
	return len(ts) > 2 && slices.ContainsFunc(ts[1:], func(t token) bool {
		switch t.fold {
		case "for", "to", "if", "whether", "by":
			return true
		}
		return false
	})
}

// theyPromised reports whether somebody is said to have promised something:
// "Jane owes me the deck", "Jane promised me an intro by Friday".
func theyPromised(text string) bool {
	ts := scan(text)
	for i := 1; i < min(len(ts), 5); i++ {
		if w := at(ts, i); (w == "owes" || w == "promised") && at(ts, i+1) == "me" && i+2 < len(ts) {
			return ts[0].kind == mention || ts[0].kind == quotedName || ts[0].kind == word && !noName(ts[0].fold) && !talk[ts[0].fold]
		}
	}
	return false
}

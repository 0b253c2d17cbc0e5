package phrase

import "strings"

// Verb says which command a typed direct message means, and what stands after
// it. ok is false for small talk.
func Verb(text string) (verb, rest string, ok bool) {
	text = strings.TrimLeft(strings.TrimSpace(Clean(text)), "/")
	first, rest, _ := strings.Cut(text, " ")
	if nl := strings.IndexByte(first, '\n'); nl >= 0 { // "people add" pasted without a space
		first, rest = first[:nl], text[nl+1:]
	}
	rest = strings.TrimSpace(rest)
	switch w := strings.TrimRight(Fold(first), ":,.!"); w {
	case "met", "people", "rapport":
		return w, rest, true
	case "saw", "log", "logged":
		return "met", rest, rest != ""
	case "i":
		if second, after, _ := strings.Cut(rest, " "); Fold(second) == "met" || Fold(second) == "saw" {
			return "met", strings.TrimSpace(after), after != ""
		}
	case "undo", "today", "settings", "resume":
		return "rapport", text, rest == ""
	case "pause":
		return "rapport", text, true
	case "help":
		return "rapport", "help", true
	case "due":
		return "people", "due", rest == ""
	default:
		if digits(strings.TrimRight(w, ")#")) && len(w) <= 3 && rest != "" {
			return "digest", strings.TrimRight(w, ")#") + " " + rest, true
		}
	}
	if kind, n := kindAt(scan(text)); kind != "" && n > 0 && strings.Contains(" "+Fold(text)+" ", " with ") {
		return "met", text, true // "coffee with Jane"
	}
	return "", text, false
}

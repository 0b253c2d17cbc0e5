package phrase

import (
	"slices"
	"strings"

	"rapport/domain"
)

// notDue stand before a day that something is about rather than due by: "the
// minutes of Monday", "every Friday".
var notDue = map[string]bool{
	"of": true, "from": true, "since": true, "after": true, "about": true, "last": true, "past": true, "than": true, "each": true, "every": true,
	"the": true, "a": true, "an": true, "my": true, "our": true, "your": true, "her": true, "his": true, "their": true, "not": true, "'til": true,
}

// lastDue finds the day by which what ts say is due, and where its words begin:
// the last day after a word such as "by", or else one that ends a part of the
// sentence. n is 0 when there is none.
func lastDue(ts []token, today domain.Date, answers map[string]string) (m moment, from int) {
	for i := len(ts) - 1; i >= 0; i-- {
		w := at(ts, i)
		if !leads[w] || w == "for" {
			continue
		}
		for i > 0 && leads[at(ts, i-1)] {
			i--
		}
		if m := deadlineAt(ts[i:], today, answers); m.n > 0 {
			return m, i
		}
	}
	for i := 0; i < len(ts); i++ {
		found := deadlineAt(ts[i:], today, answers)
		if found.n == 0 {
			continue
		}
		gone := !found.on.IsZero() && found.on.Before(today) && at(ts, i-1) != "to" // what was yesterday is not to come
		if !gone && !notDue[at(ts, i-1)] && endsPart(ts, i+found.n) && isDay(ts[i:i+found.n]) {
			m, from = found, i
		}
		i += found.n - 1
	}
	return m, from
}

// isDay reports whether ts is a day by which something is due without a word such
// as "by": "for two weeks" says how long, "now" is no day, "the 2nd" may be a
// thing and "june" a friend.
func isDay(ts []token) bool {
	if leads[at(ts, 0)] {
		ts = ts[1:]
	}
	if _, month := months[at(ts, 0)]; month && len(ts) == 1 {
		return false
	}
	switch at(ts, 0) {
	case "now", "the":
		return false
	case "in":
		return true
	}
	_, counts := number(at(ts, 0))
	_, unit := units[at(ts, 1)]
	return !counts || at(ts, 2) == "from" || !unit && at(ts, 1) != "couple"
}

// endsPart reports whether a part of the sentence ends before i.
func endsPart(ts []token, i int) bool {
	if i >= len(ts) {
		return true
	}
	switch ts[i].kind {
	case dash, lineBreak, comma, signal, openQuote:
		return true
	}
	return strings.ContainsAny(ts[i-1].text[len(ts[i-1].text)-1:], ".:!?)")
}

// dueSaid are the words of a day by which something is due, as they are quoted.
func dueSaid(text string, ts []token) string {
	said := strings.Trim(saidOf(text, ts), "(:;!?), ")
	if w := at(ts, len(ts)-1); strings.HasSuffix(said, w+".") && !digits(w[len(w)-1:]) {
		said = strings.TrimSuffix(said, ".")
	}
	return said
}

// stretch is a part of the text that was understood, in bytes; the rest is in
// the member's own words.
type stretch struct{ start, end int }

// stretchOf is the part that tokens were cut from.
func stretchOf(ts []token) stretch { return stretch{ts[0].start, ts[len(ts)-1].end} }

// without returns what is left of text from a byte on when parts of it are taken
// out, with no separators left over where they were.
func without(text string, from int, taken ...stretch) string {
	slices.SortFunc(taken, func(a, b stretch) int { return a.start - b.start })
	said := ""
	for _, s := range append(taken, stretch{len(text), len(text)}) {
		if s.start >= from {
			said = joinedUp(said, text[from:s.start])
		}
		from = max(from, s.end)
	}
	return ended(said)
}

// joinedUp puts what follows a part that was taken out after what stood before.
func joinedUp(said, more string) string {
	piece := strings.TrimLeft(more, " \t\n")
	between := " "
	if strings.Contains(more[:len(more)-len(piece)], "\n") {
		between = "\n"
	}
	switch piece = strings.TrimSpace(piece); {
	case piece == "":
		return said
	case said == "":
		return begun(piece)
	}
	if piece = strings.TrimLeft(piece, ",;. "); piece == "" {
		return said
	}
	return ended(said) + between + piece
}

// begun takes separators off the beginning of s.
func begun(s string) string {
	for was := ""; s != was; {
		was = s
		s = strings.TrimLeft(s, ",;–— \t\n")
		for _, mark := range []string{"--", "- ", ": "} {
			s = strings.TrimPrefix(s, mark)
		}
	}
	if s == "-" || s == ":" {
		return ""
	}
	return s
}

// ended takes separators off the end of s.
func ended(s string) string {
	for was := ""; s != was; {
		was = s
		s = strings.TrimRight(s, ",;–— \t\n")
		for _, mark := range []string{" --", " -", " :"} {
			s = strings.TrimSuffix(s, mark)
		}
		if last := s[strings.LastIndexAny(s, " \t\n")+1:]; !strings.HasPrefix(last, ":") { // an emoji keeps its colons
			s = strings.TrimSuffix(s, ":")
		}
	}
	return s
}

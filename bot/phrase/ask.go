package phrase

import (
	"slices"
	"strings"
	"unicode/utf8"

	"rapport/domain"
)

// AskVerb is what a /ask asks for.
type AskVerb string

// The verbs of /ask.
const (
	AskList   AskVerb = "list"
	AskNew    AskVerb = "new"
	AskRecord AskVerb = "record" // made already, without the bot
	AskHelp   AskVerb = "help"
	// What became of one that is open.
	AskAgreed   AskVerb = "agreed"
	AskDeclined AskVerb = "declined"
	AskThanked  AskVerb = "thanked"
	AskClose    AskVerb = "close"
)

// turns are the words for what became of an ask, when nothing else is said.
var turns = map[string]AskVerb{
	"agreed": AskAgreed, "accepted": AskAgreed, "said yes": AskAgreed, "yes": AskAgreed,
	"declined": AskDeclined, "refused": AskDeclined, "said no": AskDeclined, "no": AskDeclined,
	"thanked": AskThanked, "close": AskClose, "closed": AskClose, "drop": AskClose, "dropped": AskClose,
}

// Ask is a /ask as it was typed.
type Ask struct {
	Do    AskVerb
	Who   Who
	What  string
	By    domain.Date // zero when no date was said
	Link  string      // an address, or what is attached: "cv.pdf"
	Asked domain.Date // of record: when it was made
	// TheyChose says that they offered, or named the date themselves.
	TheyChose bool
	Ask       *Question // as in [Met]
}

// asking reads one /ask. taken are the parts understood so far.
type asking struct {
	*reader
	said  Ask
	taken []stretch
}

// ParseAsk reads what stands after /ask: WHO, WHAT, by WHEN and a link; "asked
// yesterday" makes it one that was made already, "WHO agreed" and its like say
// what became of it.
func ParseAsk(text string, today domain.Date, names Names, answers map[string]string) (Ask, error) {
	text = strings.TrimSpace(Clean(text))
	switch w := brief(text); {
	case IsHelp(text):
		return Ask{Do: AskHelp}, nil
	case w == "" || w == "list" || w == "open" || w == "all" || w == "waiting":
		return Ask{Do: AskList}, nil
	}
	a := &asking{reader: &reader{text: text, today: today, names: names, answers: answers, nearOnly: true}, said: Ask{Do: AskNew}}
	a.ts = scan(a.withoutLink())
	var err error
	if a.known, err = a.candidates(); err != nil {
		return Ask{}, err
	}
	return a.read()
}

// withoutLink takes the first address of the web and returns the text with
// blanks where it stood.
func (a *asking) withoutLink() string {
	folded := strings.ToLower(a.text)
	from := -1
	for _, scheme := range []string{"https://", "http://"} {
		if i := strings.Index(folded, scheme); i >= 0 && (from < 0 || i < from) && len(folded) == len(a.text) {
			from = i
		}
	}
	if from < 0 {
		return a.text
	}
	to := len(a.text)
	if n := strings.IndexAny(a.text[from:], " \t\n<>\"“”"); n >= 0 {
		to = from + n
	}
	link := strings.TrimRight(a.text[from:to], ".,;:!?…’'")
	if !strings.Contains(link, "(") {
		link = strings.TrimRight(link, ")")
	}
	if len(link) <= len("https://") {
		return a.text
	}
	whole := stretch{from, from + len(link)}
	if from > 0 && a.text[from-1] == '<' && to < len(a.text) && a.text[to] == '>' { // <https://x.org|x.org>
		whole = stretch{from - 1, to + 1}
	}
	if whole.start > 0 && a.text[whole.start-1] == '(' && whole.end < len(a.text) && a.text[whole.end] == ')' {
		whole = stretch{whole.start - 1, whole.end + 1}
	}
	a.said.Link, _, _ = strings.Cut(link, "|")
	a.taken = append(a.taken, whole)
	return a.text[:whole.start] + strings.Repeat(" ", whole.end-whole.start) + a.text[whole.end:]
}

func (a *asking) read() (Ask, error) {
	asked := at(a.ts, 0) == "already" && at(a.ts, 1) == "asked"
	if asked {
		a.i = 2
	} else if asked = at(a.ts, 0) == "asked"; asked {
		a.i = 1
	}
	var err error
	if a.said.Who, err = a.whom(); err != nil || a.ask != nil {
		a.said.Ask = a.ask
		return a.said, err
	}
	a.separators()
	if do, ok := turns[brief(strings.Trim(a.text[a.from():], " .!"))]; ok && a.said.Who.Contact != "" && !asked {
		a.said.Do = do
		return a.said, nil
	}
	ts := a.attached(slices.Clone(a.ts[min(a.i, len(a.ts)):]))
	ts = a.chosen(ts)
	if ts, err = a.wasAsked(ts, asked); err != nil {
		return Ask{}, err
	}
	return a.request(ts)
}

// take takes tokens out of the sentence; where they stood, a part of it ends.
func (a *asking) take(ts []token, from, to int) []token {
	s := stretchOf(ts[from:to])
	a.taken = append(a.taken, s)
	return slices.Replace(ts, from, to, token{kind: comma, text: ",", start: s.start, end: s.end})
}

// attached reads "attached: cv.pdf"; without an address it is the link.
func (a *asking) attached(ts []token) []token {
	for i, t := range ts {
		if t.kind != word || Fold(strings.TrimLeft(t.text, "(")) != "attached:" || i+1 >= len(ts) || a.said.Link != "" {
			continue
		}
		to := i + 2
		for j := i + 1; j < min(len(ts), i+8) && ts[j].kind == word; j++ { // "my talk.pdf": up to the file's ending
			if name, tail, ok := strings.Cut(strings.TrimRight(ts[j].text, ".,;)"), "."); ok && name != "" && len(tail) >= 2 && len(tail) <= 5 {
				to = j + 1
				break
			}
		}
		a.said.Link = strings.TrimRight(strings.TrimSpace(saidOf(a.text, ts[i+1:to])), ".,;)")
		if ts[i+1].kind == quotedName {
			a.said.Link = ts[i+1].text
		}
		if a.said.Link == "" {
			return ts
		}
		return a.take(ts, i, to)
	}
	return ts
}

// choosers and choices say that the date or the favour was their own idea.
var (
	choosers = map[string]bool{"they": true, "she": true, "he": true}
	choices  = map[string]bool{"offered": true, "chose": true, "proposed": true, "suggested": true, "volunteered": true}
)

// chosen reads "+offered" and "(they chose)": their own idea.
func (a *asking) chosen(ts []token) []token {
	for i := 0; i < len(ts); i++ {
		switch t := ts[i]; {
		case t.kind == signal && choices[strings.TrimRight(Fold(t.text), ")")]:
			a.said.TheyChose = true
			ts = a.take(ts, i, i+1)
		case choosers[at(ts, i)] && choices[at(ts, i+1)]:
			to := i + 2
			if w := at(ts, to); w == "it" || w == "to" && to+1 == len(ts) {
				to++
			}
			inside := strings.HasPrefix(t.text, "(") && strings.HasSuffix(ts[to-1].text, ")")
			if inside || endsPart(ts, to) || leads[at(ts, to)] {
				a.said.TheyChose = true
				ts = a.take(ts, i, to)
			}
		}
	}
	return ts
}

// wasAsked reads "asked yesterday", and the day of "asked Jane for an intro on
// Monday". asked says that the word stood before the name.
func (a *asking) wasAsked(ts []token, asked bool) ([]token, error) {
	m, from := a.askedAt(ts)
	switch {
	case asked || from == 0 && m.on.IsZero() && m.ask == nil && !m.bad: // the day may stand elsewhere
		if m.n > 0 && !asked {
			ts = a.take(ts, 0, m.n)
		}
		m, from = lastPast(ts, a.today, a.answers)
	case m.n == 0:
		return ts, nil
	}
	a.said.Do, a.said.Asked = AskRecord, a.today
	if m.n == 0 {
		return ts, nil
	}
	switch {
	case m.bad, m.on.After(a.today):
		return nil, &Error{Kind: BadDate, Said: dueSaid(a.text, ts[from:from+m.n])}
	case m.ask != nil:
		a.ask, a.said.Asked = m.ask, domain.Date{}
	case !m.on.IsZero():
		a.said.Asked = m.on
	}
	return a.take(ts, from, from+m.n), nil
}

// askedAt finds the last "asked" that says when, or ends a part of the sentence,
// or begins it. n is 0 when there is none, from where it is.
func (a *asking) askedAt(ts []token) (m moment, from int) {
	for i, t := range slices.Backward(ts) {
		if t.kind != word || t.fold != "asked" || byOthers[at(ts, i-1)] {
			continue
		}
		j := i + 1
		for pronouns[at(ts, j)] {
			j++
		}
		m = whenAt(ts[j:], a.today, past, a.answers)
		if m.n == 0 && i > 0 && !endsPart(ts, j) && !leads[at(ts, j)] {
			continue
		}
		m.n += j - i
		if w := at(ts, i-1); w == "already" || w == "i" {
			i, m.n = i-1, m.n+1
		}
		return m, i
	}
	return moment{}, -1
}

// pronouns may stand after "asked".
var pronouns = map[string]bool{"her": true, "him": true, "them": true, "it": true, "already": true, "this": true, "that": true, "for": true}

// byOthers before "asked" say that it was not the member who did.
var byOthers = map[string]bool{"as": true, "she": true, "he": true, "they": true, "was": true, "were": true, "been": true, "being": true, "is": true, "are": true, "who": true}

// lastPast finds the last day that has been, at the end of a part of the sentence.
func lastPast(ts []token, today domain.Date, answers map[string]string) (m moment, from int) {
	for i := 0; i < len(ts); i++ {
		found := whenAt(ts[i:], today, past, answers)
		if found.n == 0 {
			continue
		}
		last := i + found.n
		if !notDue[at(ts, i-1)] && !leads[at(ts, i-1)] && !leads[at(ts, i)] && !found.on.After(today) && (at(ts, i-1) == "" || endsPart(ts, last) || leads[at(ts, last)]) {
			m, from = found, i
		}
		i += found.n - 1
	}
	return m, from
}

// request reads what is asked for and by when.
func (a *asking) request(ts []token) (Ask, error) {
	m, from := lastDue(ts, a.today, a.answers)
	if m.n > 0 {
		words := ts[from : from+m.n]
		if m.bad {
			return Ask{}, &Error{Kind: BadDate, Said: dueSaid(a.text, words)}
		}
		if a.said.By = m.on; a.ask == nil {
			a.ask = m.ask
		}
		a.taken = append(a.taken, stretchOf(words))
	}
	a.said.Ask = a.ask
	a.said.What = without(a.text, a.from(), a.taken...)
	if first, rest, _ := strings.Cut(a.said.What, " "); Fold(first) == "for" || Fold(first) == "to" {
		a.said.What = strings.TrimSpace(rest)
	}
	switch {
	case a.said.What == "":
		return Ask{}, &Error{Kind: NoAsk, Said: a.said.Who.Name}
	case utf8.RuneCountInString(a.said.What) > longestNote:
		return Ask{}, &Error{Kind: TooLong, Said: "note"}
	case utf8.RuneCountInString(a.said.Link) > longestNote:
		return Ask{}, &Error{Kind: TooLong, Said: "link"}
	}
	return a.said, nil
}

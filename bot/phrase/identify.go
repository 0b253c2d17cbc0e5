package phrase

import (
	"slices"
	"strings"
	"unicode/utf8"

	"rapport/domain"
)

// IdentifyVerb is what a /identify asks for.
type IdentifyVerb string

// The verbs of /identify.
const (
	IdentifyPrompt IdentifyVerb = "prompt" // this week's question
	IdentifyAdd    IdentifyVerb = "add"
	IdentifyHelp   IdentifyVerb = "help"
)

// Identify is a /identify as it was typed.
type Identify struct {
	Do   IdentifyVerb
	Who  Who // with a contact when known already
	Why  string
	Tags []string
	Ask  *Question // as in [Met]
}

// ParseIdentify reads what stands after /identify: a name, why, and tags.
func ParseIdentify(text string, today domain.Date, names Names, answers map[string]string) (Identify, error) {
	text = strings.TrimSpace(Clean(text))
	switch w := strings.TrimRight(brief(text), "?"); {
	case IsHelp(text):
		return Identify{Do: IdentifyHelp}, nil
	case w == "" || w == "who" || w == "prompt" || w == "today" || w == "this week":
		return Identify{Do: IdentifyPrompt}, nil
	}
	p := &reader{text: text, ts: scan(text), today: today, names: names, answers: answers}
	if w := at(p.ts, 0); (w == "add" || w == "new") && len(p.ts) > 1 {
		p.i = 1
	}
	var err error
	if p.known, err = p.candidates(); err != nil {
		return Identify{}, err
	}
	return p.candidate()
}

func (p *reader) candidate() (Identify, error) {
	said := Identify{Do: IdentifyAdd}
	rest := p.i
	var taken []stretch
	tags := p.ts[rest:]
	for i, t := range tags {
		if tag := tagOf(t.text); t.kind == word && tag != "" {
			said.Tags = append(said.Tags, tag)
			taken = append(taken, stretchOf(tags[i:i+1]))
		}
	}
	if len(taken) == len(tags) {
		return Identify{}, &Error{Kind: NoName}
	}
	for p.i+1 < len(p.ts) && tagOf(p.ts[p.i].text) != "" {
		p.i++
	}
	if err := p.candidateName(); err != nil {
		return Identify{}, err
	}
	if said.Ask = p.ask; p.ask == nil {
		said.Who = p.met.Who[0]
		if err := p.alone(); err != nil {
			return Identify{}, err
		}
	}
	p.separators()
	said.Why = without(p.text, p.from(), taken...)
	if utf8.RuneCountInString(said.Why) > longestNote {
		return Identify{}, &Error{Kind: TooLong, Said: "note"}
	}
	return said, nil
}

// candidateName reads who it is. Somebody with a name that nobody has is new
// without a question.
func (p *reader) candidateName() error {
	t := p.ts[p.i]
	switch {
	case t.kind == openQuote:
		return &Error{Kind: OpenQuote, Said: t.text}
	case t.kind == mention || t.kind == quotedName:
		_, err := p.person(true, 0)
		return err
	case t.kind != word || tagOf(t.text) != "":
		return &Error{Kind: NoName}
	case noName(t.fold) && !t.capital() && !p.isKnown(p.i):
		return &Error{Kind: NoName, Said: saidOf(p.text, p.ts[p.i:p.i+1])}
	}
	p.i += p.titled()
	may, known := p.knownAt(p.i)
	n := max(p.wholeName(), known)
	name := strings.TrimRight(saidOf(p.text, p.ts[p.i:p.i+n]), ".,:;!?")
	p.i += n
	if utf8.RuneCountInString(name) > longestName {
		return &Error{Kind: TooLong, Said: "name"}
	}
	if known < n { // more than a forename was said
		may = slices.DeleteFunc(slices.Clone(may), func(k domain.Known) bool { return !couldBe(k.Name, name) })
	}
	if len(may) == 0 {
		return p.unknown(name)
	}
	return p.settle(name, capitalise(name), may, known == n && may[0].Whole)
}

// couldBe reports whether somebody known may be the one who is called name now:
// their surname was never said, or is nearly the same.
func couldBe(known, name string) bool {
	known, name = unhyphened(Fold(known)), unhyphened(Fold(name))
	return !strings.Contains(known, " ") || distance(known, name) <= slack(name) || strings.HasPrefix(name, known+" ") || strings.HasPrefix(known, name+" ")
}

// wholeName counts the words of a candidate's name: those before a dash, a
// comma, a line break, a colon or a tag, if they are few; else those that are
// written like a name.
func (p *reader) wholeName() int {
	run := 0
	for p.i+run < len(p.ts) && p.ts[p.i+run].kind == word && tagOf(p.ts[p.i+run].text) == "" {
		run++
		if closedName(p.ts[p.i+run-1]) {
			break
		}
	}
	ts := p.ts[p.i : p.i+run]
	capitals := 0
	for capitals < run && (ts[capitals].capital() || capitals > 0 && particles[ts[capitals].fold]) {
		capitals++
	}
	for capitals > 0 && !ts[capitals-1].capital() {
		capitals--
	}
	if capitals > 0 {
		return capitals
	}
	for i, t := range ts {
		if i > 0 && (i == 2 && run > 3 || smallWords[t.fold]) {
			return i
		}
	}
	return run
}

// closedName reports whether t ends a name: "Tom Berg: why". "Dr." does not.
func closedName(t token) bool {
	return strings.HasSuffix(t.text, ":") && !strings.HasPrefix(t.text, ":")
}

package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapport/domain"
)

// openers begin what is promised or asked and are no names: "promise to send
// Jane the deck".
var openers = map[string]bool{
	"that": true, "i'll": true, "i'd": true, "i'm": true, "we'll": true, "send": true, "give": true, "share": true, "write": true, "introduce": true,
	"review": true, "read": true, "help": true, "bring": true, "find": true, "get": true, "make": true, "show": true, "tell": true, "let": true,
	"connect": true, "forward": true, "return": true, "finish": true, "prepare": true, "take": true, "invite": true, "pay": true, "put": true,
	"you": true, "me": true, "him": true, "them": true, "us": true, "myself": true, "this": true, "some": true, "something": true, "if": true,
	"be": true, "do": true, "go": true, "try": true, "keep": true, "come": true, "meet": true, "work": true, "see": true, "start": true, "stop": true,
	"learn": true, "pick": true, "check": true, "look": true, "follow": true, "buy": true, "ask": true, "talk": true, "plan": true, "organise": true,
	"whether": true, "not": true, "never": true, "anything": true, "everything": true, "nothing": true, "what": true, "how": true,
}

// noName reports whether a word can't be a name where one is due.
func noName(w string) bool { return openers[w] || smallWords[w] || fillers[w] || leads[w] }

// whom reads one person where exactly one is due. What they were named with is
// taken, unless the name stands inside the sentence. ask is set when it is not
// sure who is meant: somebody unknown may be new, or misspelt.
func (p *reader) whom() (Who, error) {
	p.met.Who = nil
	if err := p.oneOf(); err != nil {
		return Who{}, err
	}
	if p.ask != nil {
		return Who{}, nil
	}
	return p.met.Who[0], p.alone()
}

func (p *reader) oneOf() error {
	if p.i >= len(p.ts) {
		return &Error{Kind: NoName}
	}
	switch t := p.ts[p.i]; t.kind {
	case openQuote:
		return &Error{Kind: OpenQuote, Said: t.text}
	case mention, quotedName:
		_, err := p.person(true, 0)
		return err
	case word:
		p.i += p.titled()
		if may, n := p.knownAt(p.i); n > 0 {
			return p.oneKnown(may, n)
		}
		return p.oneNew()
	}
	return &Error{Kind: NoName}
}

// oneKnown takes a known name. A capitalised word straight after a forename may
// be somebody else's surname, and may as well begin the sentence: it is asked,
// and stays in the sentence unless it was a name.
func (p *reader) oneKnown(may []domain.Known, n int) error {
	said := saidOf(p.text, p.ts[p.i:p.i+n])
	if _, exact := p.known[Fold(said)]; strings.HasSuffix(p.ts[p.i+n-1].fold, "'s") && !exact {
		return p.settle(withoutGenitive(said), withoutGenitive(said), may, true) // "Jane's team" begins what is said
	}
	p.i += n
	more := 0
	if n == 1 && !closed(p.ts[p.i-1]) {
		more = p.furtherName()
	}
	if more == 0 {
		return p.settle(said, said, may, true)
	}
	fresh := said + " " + saidOf(p.text, p.ts[p.i:p.i+more])
	if err := p.settle(fresh, fresh, may, false); err != nil || p.ask != nil {
		return err
	}
	if p.met.Who[0].Contact == "" {
		p.i += more
	}
	return nil
}

// closed reports whether nothing of a name can follow t: "Jane: the deck".
func closed(t token) bool {
	r, _ := utf8.DecodeLastRuneInString(t.text)
	return strings.ContainsRune(":.!?)…", r)
}

// furtherName counts the words here that are written like a surname and are
// neither shouted, "CV", nor somebody else's name.
func (p *reader) furtherName() int {
	n := 0
	for ; n < 3 && p.ordinary(p.i+n); n++ {
		t := p.ts[p.i+n]
		if n > 0 && closed(p.ts[p.i+n-1]) || noName(t.fold) || !particles[t.fold] && !surnameLike(t.text) {
			break
		}
		if _, known := p.knownAt(p.i + n); known > 0 {
			break
		}
	}
	for n > 0 && !p.ts[p.i+n-1].capital() {
		n--
	}
	return n
}

// surnameLike reports whether s begins with a capital and goes on in small
// letters: Miller, O’Neil; not CV, API or Q3.
func surnameLike(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) && strings.IndexFunc(s[size:], unicode.IsLower) >= 0 && !strings.ContainsAny(s, "&/")
}

// oneNew reads a name nobody has. Where the sentence begins without one, "to
// send Jane the deck", whoever is named in it is meant.
func (p *reader) oneNew() error {
	first := p.ts[p.i]
	may, where := p.knownLater()
	if p.nearOnly && noName(first.fold) {
		return &Error{Kind: NoName, Said: saidOf(p.text, p.ts[p.i:p.i+1])}
	}
	if noName(first.fold) || outcomes[first.fold] != "" || !p.ordinary(p.i) || strings.IndexFunc(first.text, unicode.IsLetter) < 0 {
		if len(may) > 0 {
			return p.settle(saidOf(p.text, where), saidOf(p.text, where), may, true)
		}
		return p.strangerLater()
	}
	n := p.newName()
	name := strings.TrimRight(saidOf(p.text, p.ts[p.i:p.i+n]), ".,:;!?")
	if strings.HasSuffix(p.ts[p.i+n-1].fold, "'s") {
		name = withoutGenitive(name)
	}
	if first.capital() {
		may = nil
	}
	return p.stranger(name, n, may)
}

// stranger asks who a name is that nobody has: somebody whose name is nearly
// the same, one of those named later, or somebody new.
func (p *reader) stranger(name string, n int, later []domain.Known) error {
	if utf8.RuneCountInString(name) > longestName {
		return &Error{Kind: TooLong, Said: "name"}
	}
	alike, err := near(Fold(name), p.names)
	if err != nil {
		return err
	}
	if answer := p.answers["who:"+Fold(name)]; answer != "" {
		if isNamed := slices.ContainsFunc(later, func(k domain.Known) bool { return string(k.Contact) == answer }); !isNamed {
			p.i += n
		}
		return p.settle(name, capitalise(name), slices.Concat(alike, later), false)
	}
	p.askWho(name, capitalise(name), distinct(slices.Concat(alike, later)))
	return nil
}

// isKnown reports whether the name of somebody known begins at i.
func (p *reader) isKnown(i int) bool {
	if i >= len(p.ts) {
		return false
	}
	_, n := p.knownAt(i)
	return n > 0
}

// knownLater finds the first known person after the word here, and the tokens
// that name them.
func (p *reader) knownLater() ([]domain.Known, []token) {
	for i := p.i + 1; i < len(p.ts) && !p.nearOnly; i++ {
		if p.ts[i].kind != word {
			continue
		}
		if may, n := p.knownAt(i); n > 0 && forename(may[0]) {
			return may, p.ts[i : i+n]
		}
	}
	return nil, nil
}

// strangerLater asks about the first word in the sentence that is written like
// a name.
func (p *reader) strangerLater() error {
	for i := p.i + 1; i < len(p.ts); i++ {
		switch p.ts[i].kind {
		case mention:
			return p.mentioned(p.ts[i].text)
		case word:
			if p.ordinary(i) && surnameLike(p.ts[i].text) && !noName(p.ts[i].fold) {
				name := saidOf(p.text, p.ts[i:i+1])
				return p.stranger(strings.TrimRight(name, ".,:;!?"), 0, nil)
			}
		}
	}
	return &Error{Kind: NoName, Said: saidOf(p.text, p.ts[p.i:p.i+1])}
}

// newName counts the words of a new name: those in capitals, or a small one and
// a second before a word that goes on the sentence.
func (p *reader) newName() int {
	most := 2
	if p.ts[p.i].capital() {
		most = 4
	}
	for n := range most {
		if !p.ordinary(p.i+n) || n > 0 && noName(p.ts[p.i+n].fold) {
			break
		}
		if closed(p.ts[p.i+n]) || p.i+n+1 < len(p.ts) && p.ts[p.i+n+1].kind != word && p.ts[p.i+n+1].kind != signal {
			return n + 1
		}
	}
	if p.ts[p.i].capital() {
		rest := &reader{ts: p.ts, i: p.i + 1, text: p.text, today: p.today, known: p.known}
		return 1 + rest.furtherName()
	}
	if p.ordinary(p.i+1) && !noName(p.ts[p.i+1].fold) && noName(at(p.ts, p.i+2)) {
		return 2
	}
	return 1
}

// alone reports whether the person read is the only one: a second, "Jane and
// Omar", is refused rather than lost.
func (p *reader) alone() error {
	i := p.i
	for i < len(p.ts) && (p.ts[i].kind == comma || isAnd[at(p.ts, i)]) {
		i++
	}
	if i == p.i || i >= len(p.ts) {
		return nil
	}
	t := p.ts[i]
	if t.kind == mention || t.kind == quotedName && p.ts[i-1].kind != comma {
		return &Error{Kind: OnePerson, Said: saidOf(p.text, p.ts[i:i+1])}
	}
	if _, n := p.knownAt(i); n > 0 && !strings.HasSuffix(p.ts[i+n-1].fold, "'s") {
		return &Error{Kind: OnePerson, Said: saidOf(p.text, p.ts[i:i+n])}
	}
	return nil
}

// isAnd are the words between two people.
var isAnd = map[string]bool{"and": true, "&": true, "+": true, "/": true, "und": true, "plus": true}

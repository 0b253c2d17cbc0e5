package phrase

import (
	"slices"
	"strings"
	"unicode/utf8"

	"rapport/domain"
)

// longestNote is how many characters of a note are taken.
const longestNote = 3000

// fillers open a sentence without saying anything: "I had coffee with Jane".
var fillers = map[string]bool{
	"i": true, "i've": true, "had": true, "have": true, "just": true, "met": true, "saw": true, "a": true, "an": true,
	"the": true, "with": true, "for": true, "and": true, "my": true, "quick": true, "talked": true, "to": true, "spoke": true, "please": true, "log": true, "add": true,
}

// reader walks once over the tokens of a /met.
type reader struct {
	text    string
	ts      []token
	i       int
	today   domain.Date
	names   Names
	answers map[string]string
	known   map[string][]domain.Known

	// noted says that whatever stands behind a dash or on another line is a note, in
	// which nobody is looked for.
	noted bool

	met  Met
	ask  *Question
	when bool
	// first is who was read before, where two different people are meant.
	first domain.ContactID
	// nearOnly says that whoever is named later in the sentence is not who is
	// meant: "an intro to Jane" is asked of somebody else.
	nearOnly bool
	// asides are words before KIND or WHEN that belong to the note.
	asides []string
}

// ParseMet reads what stands after /met: WHO, then KIND and WHEN in any order,
// then a note; "coffee with Jane" too.
func ParseMet(text string, today domain.Date, names Names, answers map[string]string) (Met, error) {
	p := metReader(text)
	p.today, p.names, p.answers = today, names, answers
	p.met = Met{Kind: "meeting", On: today}
	if err := p.lookUp(); err != nil {
		return Met{}, err
	}
	for _, step := range []func() error{p.leading, p.people, p.details, p.note, p.dated} {
		if err := step(); err != nil {
			return Met{}, err
		}
	}
	p.met.Ask = p.ask
	return p.met, nil
}

// metReader reads a /met, up to the first token of a kind that ends it.
func metReader(text string, ends ...tokenKind) *reader {
	text = strings.TrimSpace(Clean(text))
	return &reader{text: text, ts: scan(text, ends...), noted: true}
}

// leading takes KIND, WHEN and small words that stand before WHO.
func (p *reader) leading() error {
	for p.i < len(p.ts) {
		if _, n := p.knownAt(p.i); n > 0 && !p.monthOfDate() {
			return nil
		}
		took, err := p.detail()
		if err != nil {
			return err
		}
		if took {
			continue
		}
		if !p.fillerAt(p.i) {
			return nil
		}
		p.i++
	}
	return nil
}

// fillerAt reports whether the word at i says nothing here. "my" and "at" do
// only before somebody known: "my sister" is no name, "at Jane's" is at hers.
func (p *reader) fillerAt(i int) bool {
	w := at(p.ts, i)
	if i+1 >= len(p.ts) || !fillers[w] && !through[w] {
		return false
	}
	if possessives[w] || through[w] {
		_, n := p.knownAt(i + 1)
		return n > 0
	}
	return true
}

// monthOfDate reports whether a known name here is a month after all: "April 3
// coffee with Jane", where a day follows, and somebody else later.
func (p *reader) monthOfDate() bool {
	if _, ok := months[at(p.ts, p.i)]; !ok || p.when {
		return false
	}
	m := named(p.ts[p.i:], p.today, past)
	if m.n == 0 || m.bad {
		return false
	}
	for i := p.i + m.n; i < len(p.ts); i++ {
		switch p.ts[i].kind {
		case dash, lineBreak:
			return false
		}
		if i > p.i+m.n && at(p.ts, i-1) != "with" {
			continue
		}
		if _, n := p.knownAt(i); n > 0 || p.ts[i].kind == mention || p.ts[i].kind == quotedName || i > p.i+m.n && p.ts[i].capital() {
			return true
		}
	}
	return false
}

// people takes WHO: everybody up to the first word that is nobody.
func (p *reader) people() error {
	first := true
	for p.i < len(p.ts) {
		from := p.i
		after := p.joint()
		took, err := p.person(first, after)
		if err != nil {
			return err
		}
		if !took {
			p.i = from
			break
		}
		first = false
		if !p.joined() {
			break
		}
	}
	if len(p.met.Who) == 0 && p.ask == nil {
		return &Error{Kind: NoName}
	}
	return nil
}

// joint takes what stands between two people and returns it: a comma wins.
func (p *reader) joint() tokenKind {
	var kind tokenKind
	for p.i < len(p.ts) {
		switch t := p.ts[p.i]; {
		case t.kind == comma:
			kind = comma
		case t.kind == word && joiners[t.fold]:
			if kind == 0 {
				kind = word
			}
		default:
			if kind == word {
				p.i += p.articles()
			}
			return kind
		}
		p.i++
	}
	return kind
}

// articles counts the small words here that only lead up to a KIND: "for a quick
// call". Nobody is called so.
func (p *reader) articles() int {
	n := 0
	for articles[at(p.ts, p.i+n)] {
		n++
	}
	if n == 0 || p.i+n >= len(p.ts) {
		return 0
	}
	if _, known := p.knownAt(p.i); known > 0 {
		return 0
	}
	if _, kind := kindAt(p.ts[p.i+n:]); kind == 0 {
		return 0
	}
	return n
}

// joined reports whether another person may follow.
func (p *reader) joined() bool {
	if p.i >= len(p.ts) {
		return false
	}
	t := p.ts[p.i]
	return t.kind == comma || t.kind == word && joiners[t.fold] || t.kind == mention || t.kind == quotedName
}

// person takes one person. After a comma, and after "with" once somebody is
// there, only those who surely are people are taken.
func (p *reader) person(first bool, after tokenKind) (bool, error) {
	if p.i >= len(p.ts) {
		return false, nil
	}
	t := p.ts[p.i]
	switch t.kind {
	case openQuote:
		if first {
			return false, &Error{Kind: OpenQuote, Said: t.text}
		}
		return false, nil
	case mention:
		p.i++
		return true, p.mentioned(t.text)
	case quotedName:
		p.i++
		if strings.TrimSpace(t.text) == "" {
			return true, &Error{Kind: NoName}
		}
		if may := p.known[Fold(t.text)]; len(may) > 0 {
			return true, p.settle(t.text, t.text, distinct(may), true)
		}
		return true, p.add(Who{Name: t.text})
	case word:
		if n := p.titled(); n > 0 {
			p.i += n
		}
		if may, n := p.knownAt(p.i); n > 0 {
			return true, p.knownPerson(may, n)
		}
		return p.newPerson(first, after)
	}
	return false, nil
}

// titled counts the titles here that a known name follows; a known "Dr Jane"
// keeps hers.
func (p *reader) titled() int {
	n := 0
	for titles[at(p.ts, p.i+n)] {
		if _, whole := p.knownAt(p.i + n); whole > 0 {
			return n
		}
		n++
	}
	if n > 0 && p.i+n < len(p.ts) {
		if _, known := p.knownAt(p.i + n); known > 0 {
			return n
		}
	}
	return 0
}

// knownPerson takes a known name. A capitalised word straight after it may be
// somebody else's surname: "Jane Miller" with only Jane known. What follows a
// genitive is no surname: "Jane's birthday".
func (p *reader) knownPerson(may []domain.Known, n int) error {
	said := saidOf(p.text, p.ts[p.i:p.i+n])
	genitive := strings.HasSuffix(p.ts[p.i+n-1].fold, "'s")
	p.i += n
	if _, exact := p.known[Fold(said)]; genitive && !exact {
		said = withoutGenitive(said)
		p.takeAside(p.i)
		return p.settle(said, said, may, true)
	}
	more := p.surname()
	if more == 0 {
		return p.settle(said, said, may, true)
	}
	fresh := said + " " + saidOf(p.text, p.ts[p.i:p.i+more])
	p.i += more
	return p.settle(fresh, fresh, may, false)
}

// withoutGenitive takes 's off a name, with whichever apostrophe.
func withoutGenitive(name string) string {
	name = strings.TrimRight(name, ".,;:!?…)")
	_, size := utf8.DecodeLastRuneInString(name)
	name = name[:len(name)-size]
	_, size = utf8.DecodeLastRuneInString(name)
	return name[:len(name)-size]
}

// surname counts the words here that look like the rest of a name.
func (p *reader) surname() int {
	n := 0
	for p.ordinary(p.i+n) && (p.ts[p.i+n].capital() && !strings.ContainsAny(p.ts[p.i+n].text, "&/") || particles[p.ts[p.i+n].fold]) && n < 4 {
		n++
	}
	for n > 0 && !p.ts[p.i+n-1].capital() { // a particle alone is no surname
		n--
	}
	if n == 0 && p.ordinary(p.i) && p.allSmall() && p.detailAt(p.i+1) && !smallWords[p.ts[p.i].fold] {
		return 1 // typed on a phone: "jane miller coffee"
	}
	return n
}

// ordinary reports whether the token at i is a word that is no KIND, WHEN or joiner.
func (p *reader) ordinary(i int) bool {
	return i < len(p.ts) && p.ts[i].kind == word && p.ts[i].fold != "" && startsLetter(p.ts[i].text) &&
		!joiners[p.ts[i].fold] && !p.detailAt(i)
}

// detailAt reports whether KIND or WHEN begins at i.
func (p *reader) detailAt(i int) bool {
	if i >= len(p.ts) {
		return false
	}
	if _, n := kindAt(p.ts[i:]); n > 0 {
		return true
	}
	return whenAt(p.ts[i:], p.today, past, p.answers).n > 0
}

func (p *reader) allSmall() bool { return p.text == strings.ToLower(p.text) }

// smallWords go on a sentence rather than a name.
var smallWords = map[string]bool{
	"said": true, "says": true, "told": true, "asked": true, "about": true, "is": true, "was": true, "has": true, "had": true, "at": true,
	"in": true, "on": true, "to": true, "from": true, "who": true, "wants": true, "needs": true, "will": true, "moving": true, "again": true,
	"over": true, "after": true, "before": true, "during": true, "nice": true, "great": true, "good": true, "her": true, "his": true,
	"their": true, "my": true, "our": true, "we": true, "she": true, "he": true, "they": true, "i": true, "it": true, "via": true, "by": true,
	"talked": true, "discussed": true, "mentioned": true, "loves": true, "likes": true, "new": true, "back": true, "works": true, "the": true, "a": true,
}

// newPerson takes the name of somebody unknown: the words up to KIND, WHEN or
// anything that ends a name, as far as they look like one.
func (p *reader) newPerson(first bool, after tokenKind) (bool, error) {
	run := 0
	if first && !p.ordinary(p.i) && p.ts[p.i].fold != "" {
		run = 1 // WHO is never empty: "May coffee", "April 3 days ago"
	}
	for p.ordinary(p.i+run) && run < 40 {
		run++
	}
	if run == 0 {
		return false, nil
	}
	if possessives[p.ts[p.i].fold] {
		return p.nameless(first, run)
	}
	n := p.nameWithin(run)
	if !first {
		// Anything less than a whole run of a few capitalised words is a sentence.
		strict := after == comma || !p.endsPeople(p.i+run)
		if n != run || n > 3 || strict && !p.ts[p.i].capital() || !p.endsPeople(p.i+n) {
			return false, nil
		}
	}
	may, n := p.knownWithin(n)
	name := saidOf(p.text, p.ts[p.i:p.i+n])
	if j := p.genitiveWithin(n); j > 0 && len(may) == 0 {
		n, name = j, withoutGenitive(saidOf(p.text, p.ts[p.i:p.i+j]))
	}
	p.i += n
	if len(may) > 0 {
		return true, p.settle(name, capitalise(name), may, false)
	}
	return true, p.unknown(name)
}

// genitiveWithin returns up to which of the n words of a new name a genitive
// ends it, 0 when none does: "Bob's birthday".
func (p *reader) genitiveWithin(n int) int {
	for j := range n {
		if name, ok := strings.CutSuffix(p.ts[p.i+j].fold, "'s"); ok && name != "" {
			return j + 1
		}
	}
	return 0
}

// knownWithin looks for somebody known among the later of the n words of a new
// name, "Bob Jane", and returns how many words the whole then takes.
func (p *reader) knownWithin(n int) (may []domain.Known, words int) {
	for j := 1; j < n; j++ {
		all, k := p.knownAt(p.i + j)
		if all = slices.DeleteFunc(all, func(k domain.Known) bool { return !forename(k) }); len(all) > 0 {
			return all, max(n, j+k)
		}
	}
	return nil, n
}

// nameless reads "her sister" where a name is due: she has none here. Where
// somebody known follows, "my friend Omar", the words before are for the note.
func (p *reader) nameless(first bool, run int) (bool, error) {
	if !first {
		return false, nil
	}
	for j := 1; j <= run; j++ {
		if p.i+j >= len(p.ts) {
			break
		}
		if may, n := p.knownAt(p.i + j); n > 0 {
			p.asides = append(p.asides, saidOf(p.text, p.ts[p.i:p.i+j]))
			p.i += j
			return true, p.knownPerson(may, n)
		}
	}
	return false, &Error{Kind: NoName, Said: saidOf(p.text, p.ts[p.i:p.i+run])}
}

// endsPeople reports whether a list of people may end at i.
func (p *reader) endsPeople(i int) bool {
	if i >= len(p.ts) {
		return true
	}
	return p.ts[i].kind != word || joiners[p.ts[i].fold] || p.detailAt(i)
}

// nameWithin says how many of run words are the name; what is left begins the note.
func (p *reader) nameWithin(run int) int {
	ts := p.ts[p.i : p.i+run]
	capitals := 0
	for capitals < run && (ts[capitals].capital() || capitals > 0 && particles[ts[capitals].fold]) {
		capitals++
	}
	for capitals > 0 && !ts[capitals-1].capital() {
		capitals--
	}
	detail := p.detailAt(p.i + run)
	switch left := run - capitals; {
	case capitals > 0 && left == 0:
		return run
	case capitals > 0 && left == 1 && detail && !smallWords[ts[run-1].fold]:
		return run // "Jane miller coffee", the phone's first capital only
	case capitals > 0:
		return capitals
	}
	for i, t := range ts {
		if i > 0 && (smallWords[t.fold] || i == 3) {
			if i == 3 && !detail {
				return 1
			}
			return i
		}
	}
	return run
}

// details takes KIND, WHEN and signals in any order, and people who come with
// "with", until the first other word.
func (p *reader) details() error {
	for p.i < len(p.ts) {
		took, err := p.detail()
		if err != nil {
			return err
		}
		if took {
			continue
		}
		from := p.i
		if p.joint() == 0 {
			return nil
		}
		if p.i == len(p.ts) { // "Jane coffee with": nothing was joined
			return nil
		}
		if took, err = p.detail(); err != nil {
			return err
		} else if took {
			continue
		}
		if took, err = p.person(false, comma); err != nil {
			return err
		} else if took {
			continue
		}
		if p.i = from; !p.aside() {
			return nil
		}
	}
	return nil
}

// detail takes one KIND, WHEN or signal, each of the first two once.
func (p *reader) detail() (bool, error) {
	t := p.ts[p.i]
	if t.kind == signal && helpedWords[Fold(t.text)] {
		p.met.Helped = true
		p.i++
		return true, nil
	}
	if t.kind == signal {
		s, err := signalOf(t.text)
		if err != nil {
			return false, err
		}
		p.signals(s)
		p.i++
		return true, nil
	}
	if kind, n := kindAt(p.ts[p.i:]); n > 0 && !p.met.KindSaid {
		p.met.Kind, p.met.KindSaid = kind, true
		p.i += n
		return true, nil
	}
	if p.when {
		return false, nil
	}
	m := whenAt(p.ts[p.i:], p.today, past, p.answers)
	if m.n == 0 {
		return false, nil
	}
	said := saidOf(p.text, p.ts[p.i:p.i+m.n])
	if m.bad {
		return false, &Error{Kind: BadDate, Said: said}
	}
	p.when, p.met.OnSaid = true, said
	p.i += m.n
	if m.ask != nil {
		if p.ask == nil {
			p.ask = m.ask
		}
		return true, nil
	}
	p.met.On = m.on
	return true, nil
}

func (p *reader) signals(s domain.SignalKind) {
	if !slices.Contains(p.met.Signals, s) {
		p.met.Signals = append(p.met.Signals, s)
	}
}

// note takes the rest as it stands; known signals at its end are signals.
func (p *reader) note() error {
	if p.i < len(p.ts) {
		switch p.ts[p.i].kind {
		case dash, lineBreak, comma:
			p.i++
		}
	}
	end := len(p.ts)
	var late []domain.SignalKind
	for end > p.i && p.ts[end-1].kind == signal {
		if helpedWords[Fold(p.ts[end-1].text)] {
			p.met.Helped = true
			end--
			continue
		}
		s, ok := signalWords[Fold(p.ts[end-1].text)]
		if near := nearestSignal(p.ts[end-1].text); !ok && near != "" {
			return &Error{Kind: UnknownSignal, Said: "+" + p.ts[end-1].text, Nearest: near}
		} else if !ok {
			break
		}
		late = append([]domain.SignalKind{s}, late...)
		end--
	}
	for _, s := range late {
		p.signals(s)
	}
	p.met.Note = p.withAsides(strings.TrimSpace(saidOf(p.text, p.ts[min(p.i, end):end])))
	if utf8.RuneCountInString(p.met.Note) > longestNote {
		return &Error{Kind: TooLong, Said: "note"}
	}
	return nil
}

// dated asks about a date to come, unless the answer is there already.
func (p *reader) dated() error {
	if p.ask != nil || !p.met.On.After(p.today) {
		return nil
	}
	key := "future:" + p.met.On.String()
	switch answer := p.answers[key]; answer {
	case "ask":
		return nil
	case "":
		p.ask = &Question{
			Kind: NotYet, Key: key, Said: p.met.OnSaid, On: p.met.On,
			Options: []Option{{Means: AskThen, On: p.met.On, Value: "ask"}, {Means: WasToday, On: p.today, Value: p.today.String()}},
		}
		return nil
	default:
		on, err := domain.ParseDate(answer)
		if err != nil || on.IsZero() || on.After(p.today) {
			return &Error{Kind: BadDate, Said: p.met.OnSaid}
		}
		p.met.On = on
		return nil
	}
}

package phrase

import (
	"strings"
	"unicode/utf8"

	"rapport/domain"
)

// PromiseVerb is what a /promise asks for.
type PromiseVerb string

// The verbs of /promise.
const (
	PromiseList   PromiseVerb = "list"
	PromiseNew    PromiseVerb = "new"
	PromiseHelp   PromiseVerb = "help"
	PromiseKept   PromiseVerb = "kept"
	PromiseDrop   PromiseVerb = "drop"
	PromiseMove   PromiseVerb = "move"
	PromiseBroken PromiseVerb = "broken"
)

// Promise is a /promise as it was typed.
type Promise struct {
	Do     PromiseVerb
	Who    Who
	Theirs bool // they promised the member
	// What was promised; of kept, drop, move and broken the words that say which
	// promise is meant, "" for the only one.
	What   string
	By     domain.Date // zero when no date was said
	BySaid string      // the words that gave the date
	Ask    *Question   // as in [Met]
}

// outcomes are the words for what became of a promise.
var outcomes = map[string]PromiseVerb{
	"kept": PromiseKept, "done": PromiseKept, "delivered": PromiseKept, "fulfilled": PromiseKept,
	"drop": PromiseDrop, "dropped": PromiseDrop, "cancel": PromiseDrop, "cancelled": PromiseDrop, "canceled": PromiseDrop,
	"broken": PromiseBroken, "broke": PromiseBroken, "missed": PromiseBroken,
	"move": PromiseMove, "reschedule": PromiseMove, "postpone": PromiseMove, "delay": PromiseMove,
}

// ParsePromise reads what stands after /promise: WHO, WHAT and by WHEN; "from
// WHO" and "WHO owes me" for what they promised; "WHO kept" and its like for
// what became of it. The last "by" that a date follows counts.
func ParsePromise(text string, today domain.Date, names Names, answers map[string]string) (Promise, error) {
	text = strings.TrimSpace(Clean(text))
	switch w := brief(text); {
	case IsHelp(text):
		return Promise{Do: PromiseHelp}, nil
	case w == "" || w == "list" || w == "open" || w == "all":
		return Promise{Do: PromiseList}, nil
	}
	p := &reader{text: text, ts: scan(text), today: today, names: names, answers: answers}
	var err error
	if p.known, err = p.candidates(); err != nil {
		return Promise{}, err
	}
	return p.promise()
}

func (p *reader) promise() (Promise, error) {
	said := Promise{Do: PromiseNew}
	outcome := outcomes[at(p.ts, 0)]
	if outcome != "" && p.isKnown(1) { // "kept Jane"
		p.i++
	} else {
		outcome = ""
	}
	if w := at(p.ts, p.i); outcome == "" && len(p.ts) > 1 && (w == "from" || w == "to") {
		said.Theirs = w == "from"
		p.i++
	}
	var err error
	if said.Who, err = p.whom(); err != nil || p.ask != nil {
		said.Ask = p.ask
		return said, err
	}
	apart := p.separators()
	if outcome != "" {
		if p.became(&said, outcome, p.i) {
			return p.outcome(said)
		}
		p.i = 0 // "drop Jane’s keys off by Friday"
		return p.promised(said)
	}
	if outcome = outcomes[at(p.ts, p.i)]; outcome != "" && p.became(&said, outcome, p.i+1) {
		return p.outcome(said)
	}
	p.owed(&said, apart)
	return p.promised(said)
}

// separators passes over what stands between a name and the rest, and reports
// whether anything does.
func (p *reader) separators() bool {
	from := p.i
	for p.i < len(p.ts) && (p.ts[p.i].kind == comma || p.ts[p.i].kind == dash || p.ts[p.i].kind == lineBreak || strings.Trim(p.ts[p.i].text, ":-") == "") {
		p.i++
	}
	return p.i > from || from > 0 && closed(p.ts[from-1])
}

// whose are the words after which the other side promised.
var whose = map[string]bool{"owes": true, "promised": true, "promises": true, "will": true, "has": true, "said": true}

// leadIns say nothing about what was promised.
var leadIns = map[string]bool{
	"to": true, "that": true, "i": true, "i'll": true, "i'd": true, "she'll": true, "he'll": true, "they'll": true, "she'd": true, "he'd": true, "they'd": true, "will": true,
}

// owed takes the words that say who promised, "owes me", and those that lead
// into what was: "to", "that I'll". After a colon it is the member who "will".
func (p *reader) owed(said *Promise, apart bool) {
	w := at(p.ts, p.i)
	switch next := at(p.ts, p.i+1); {
	case !whose[w], w == "will" && apart:
	case w == "owes" || w == "will" || w == "promised" || w == "promises":
		said.Theirs = true
		p.i++
	case next == "promised" || next == "she'll" || next == "he'll" || next == "they'll":
		said.Theirs = true
		p.i += 2
	}
	for p.i+1 < len(p.ts) && (leadIns[at(p.ts, p.i)] || said.Theirs && at(p.ts, p.i) == "me") {
		p.i++
	}
}

// promised reads what and by when.
func (p *reader) promised(said Promise) (Promise, error) {
	ts := p.ts[min(p.i, len(p.ts)):]
	var taken []stretch
	m, from := lastDue(ts, p.today, p.answers)
	if m.n > 0 {
		words := ts[from : from+m.n]
		said.By, said.BySaid, said.Ask = m.on, dueSaid(p.text, words), m.ask
		taken = append(taken, stretchOf(words))
	}
	said.What = without(p.text, p.from(), taken...)
	switch {
	case m.bad:
		return Promise{}, &Error{Kind: BadDate, Said: said.BySaid}
	case m.n > 0 && m.ask == nil && m.on.Before(p.today):
		return Promise{}, &Error{Kind: DateGone, Said: said.BySaid}
	case said.What == "":
		return Promise{}, &Error{Kind: NoPromise, Said: said.Who.Name}
	case utf8.RuneCountInString(said.What) > longestNote:
		return Promise{}, &Error{Kind: TooLong, Said: "note"}
	}
	return said, nil
}

// from is where in the text the token to be read next begins.
func (p *reader) from() int {
	if p.i < len(p.ts) {
		return p.ts[p.i].start
	}
	return len(p.text)
}

// became reads what became of a promise, from the token at i, and reports
// whether that was meant: "Jane drop off the keys by Friday" is a new one.
func (p *reader) became(said *Promise, outcome PromiseVerb, i int) bool {
	ts := p.ts[min(i, len(p.ts)):]
	m, from := lastDue(ts, p.today, p.answers)
	if outcome == PromiseMove {
		return p.putOff(said, i, m, from)
	}
	if m.n > 0 && at(ts, from) != "today" && m.on != p.today {
		return false
	}
	said.Do, p.i = outcome, i
	return true
}

// putOff reads to when a promise is moved: "move Friday", "move pricing to
// Friday", "reschedule pricing". "Move the boxes by Friday" is a new promise.
func (p *reader) putOff(said *Promise, i int, m moment, from int) bool {
	ts := p.ts[min(i, len(p.ts)):]
	to := m.n > 0 && (from == 0 || at(ts, from-1) == "to" || at(ts, from) == "until" || at(ts, from) == "till")
	if first := at(p.ts, i-1); !to && len(ts) > 0 && first == "move" {
		return false
	}
	said.Do, p.i = PromiseMove, i
	return true
}

// itself are the words for the only promise there is.
var itself = map[string]bool{
	"it": true, "that": true, "this": true, "my promise": true, "the promise": true, "her promise": true, "his promise": true, "their promise": true,
	"her word": true, "his word": true, "their word": true, "my word": true, "promise": true,
}

// outcome reads which promise is meant, and until when it is put off.
func (p *reader) outcome(said Promise) (Promise, error) {
	ts := p.ts[min(p.i, len(p.ts)):]
	var taken []stretch
	m, from := lastDue(ts, p.today, p.answers)
	if m.n > 0 {
		words := ts[from : from+m.n]
		taken = append(taken, stretchOf(words))
		if said.Do == PromiseMove {
			said.By, said.BySaid, said.Ask = m.on, dueSaid(p.text, words), m.ask
		}
		if from > 0 && at(ts, from-1) == "to" {
			taken[0].start = ts[from-1].start
		}
	}
	said.What = without(p.text, p.from(), taken...)
	if w := strings.TrimRight(Fold(said.What), ".!"); itself[w] {
		said.Theirs = said.Theirs || strings.HasPrefix(w, "her ") || strings.HasPrefix(w, "his ") || strings.HasPrefix(w, "their ")
		said.What = ""
	}
	switch {
	case m.bad:
		return Promise{}, &Error{Kind: BadDate, Said: dueSaid(p.text, ts[from:from+m.n])}
	case said.Do != PromiseMove:
		return said, nil
	case m.n == 0:
		return Promise{}, &Error{Kind: NoBy, Said: said.Who.Name}
	case m.ask == nil && m.on.Before(p.today):
		return Promise{}, &Error{Kind: DateGone, Said: said.BySaid}
	}
	return said, nil
}

package phrase

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rapport/domain"
)

// GoalVerb is what a /goal asks for.
type GoalVerb string

// The verbs of /goal.
const (
	GoalList    GoalVerb = "list"
	GoalNew     GoalVerb = "new"
	GoalHelp    GoalVerb = "help"
	GoalLink    GoalVerb = "link" // somebody serves a goal
	GoalReached GoalVerb = "reached"
	GoalDrop    GoalVerb = "drop"
)

// Goal is a /goal as it was typed.
type Goal struct {
	Do     GoalVerb
	What   string      // of new
	By     domain.Date // of new; zero when no date was said
	Number int         // of link, reached and drop: which of the open goals, from 1
	Who    Who         // of link
	Ask    *Question   // as in [Met]
}

// longestGoal is how many characters of a goal are taken.
const longestGoal = 300

// goalKey is the key under which the goal that was meant is answered. The answer
// is its folded text: numbers change while a question waits.
const goalKey = "goal"

var goalWords = map[string]GoalVerb{
	"reached": GoalReached, "done": GoalReached, "achieved": GoalReached, "finished": GoalReached, "completed": GoalReached,
	"drop": GoalDrop, "dropped": GoalDrop, "cancel": GoalDrop, "remove": GoalDrop, "delete": GoalDrop,
}

// ParseGoal reads what stands after /goal. goals are the texts of the open ones,
// in the order in which they are listed: they are meant by number or by words.
func ParseGoal(text string, today domain.Date, names Names, goals []string, answers map[string]string) (Goal, error) {
	text = strings.TrimSpace(Clean(text))
	switch w := brief(text); {
	case IsHelp(text):
		return Goal{Do: GoalHelp}, nil
	case w == "" || w == "list" || w == "open" || w == "all":
		return Goal{Do: GoalList}, nil
	}
	p := &goalReader{reader: &reader{text: text, ts: scan(text), today: today, names: names, answers: answers}, goals: goals}
	var err error
	if p.known, err = p.candidates(); err != nil {
		return Goal{}, err
	}
	if g, ok, err := p.closing(); ok || err != nil {
		return g, err
	}
	if g, ok, err := p.linking(); ok || err != nil {
		return g, err
	}
	return p.fresh()
}

// goalReader reads one /goal, with the open goals at hand.
type goalReader struct {
	*reader
	goals []string
}

// fresh reads a new goal.
func (p *goalReader) fresh() (Goal, error) {
	g := Goal{Do: GoalNew}
	ts := p.ts
	if w := at(ts, 0); len(ts) > 1 && (w == "add" || (w == "new" || w == "goal") && closed(ts[0])) { // "new: a job", not "new job"
		ts = ts[1:]
	}
	var taken []stretch
	m, from := lastDue(ts, p.today, p.answers)
	if m.n > 0 {
		said := dueSaid(p.text, ts[from:from+m.n])
		switch {
		case m.bad:
			return Goal{}, &Error{Kind: BadDate, Said: said}
		case m.ask == nil && m.on.Before(p.today):
			return Goal{}, &Error{Kind: DateGone, Said: said}
		}
		g.By, g.Ask = m.on, m.ask
		taken = append(taken, stretchOf(ts[from:from+m.n]))
	}
	g.What = without(p.text, ts[0].start, taken...)
	switch {
	case g.What == "":
		return Goal{}, &Error{Kind: NoGoal}
	case utf8.RuneCountInString(g.What) > longestGoal:
		return Goal{}, &Error{Kind: TooLong, Said: "goal"}
	}
	return g, nil
}

// closing reads "reached 1", "drop gophercon" and "2 done". ok is false when
// another thing is meant: "drop 5 kg by June" is a goal.
func (p *goalReader) closing() (g Goal, ok bool, err error) {
	first, last := goalWords[at(p.ts, 0)], goalWords[at(p.ts, len(p.ts)-1)]
	var said []token
	switch {
	case first != "":
		g.Do, said = first, p.ts[1:]
	case last != "" && len(p.ts) > 1:
		g.Do, said = last, p.ts[:len(p.ts)-1]
	default:
		return Goal{}, false, nil
	}
	if len(said) == 0 {
		g.Ask, err = p.whichGoal("", p.only(), &g.Number)
		return g, true, err
	}
	may := p.meant(said)
	if len(may) == 0 {
		number := len(said) == 1 && digits(strings.TrimPrefix(said[0].fold, "#"))
		if m, _ := lastDue(said, p.today, p.answers); m.n > 0 || !number && (first == "" || len(said) > 3) {
			return Goal{}, false, nil
		}
		return Goal{}, true, &Error{Kind: UnknownGoal, Said: saidOf(p.text, said)}
	}
	g.Ask, err = p.whichGoal(saidOf(p.text, said), may, &g.Number)
	return g, true, err
}

// only is the one goal there is, nil when there are more or none.
func (p *goalReader) only() []int {
	if len(p.goals) == 1 {
		return []int{1}
	}
	return nil
}

// serving are the words between somebody and the goal they serve.
var serving = map[string]bool{"for": true, "to": true, "with": true, "serves": true, "and": true, "->": true, "→": true, "=": true}

// linking reads "link Jane to 2", "Jane for 2" and "Jane for GopherCon".
func (p *goalReader) linking() (g Goal, ok bool, err error) {
	linked := p.isLink()
	if linked {
		p.i = 1
	} else if !p.personFor() {
		return Goal{}, false, nil
	}
	g.Do = GoalLink
	if g.Who, err = p.server(linked); err != nil || p.ask != nil {
		g.Ask = p.ask
		return g, true, err
	}
	p.separators()
	for serving[at(p.ts, p.i)] {
		p.i++
	}
	said := p.ts[min(p.i, len(p.ts)):]
	if at(said, 0) == "goal" && len(said) > 1 {
		said = said[1:]
	}
	switch may := p.meant(said); {
	case len(p.goals) == 0:
		return Goal{}, true, &Error{Kind: NoGoal}
	case len(said) == 0:
		g.Ask, err = p.whichGoal("", p.only(), &g.Number)
	case len(said) == 1 && digits(strings.TrimPrefix(said[0].fold, "#")) && len(may) == 0:
		return Goal{}, true, &Error{Kind: UnknownGoal, Said: saidOf(p.text, said)}
	default:
		g.Ask, err = p.whichGoal(saidOf(p.text, said), may, &g.Number)
	}
	return g, true, err
}

// isLink reports whether the text is "link Jane to 2" and no goal that begins so.
func (p *goalReader) isLink() bool {
	if at(p.ts, 0) != "link" {
		return false
	}
	for i := 1; i < len(p.ts); i++ {
		if p.ts[i].kind == mention || p.ts[i].kind == quotedName || p.isKnown(i) || serving[p.ts[i].fold] && len(p.meant(p.ts[i+1:])) > 0 {
			return true
		}
	}
	return len(p.ts) < 3 || digits(p.ts[len(p.ts)-1].fold)
}

// personFor reports whether the text is somebody known and what they are for; a
// slip of a known name counts when what follows is an open goal.
func (p *goalReader) personFor() bool {
	n := 1
	switch p.ts[0].kind {
	case mention, quotedName:
	case word:
		if _, n = p.knownAt(0); n == 0 {
			may, err := near(p.ts[0].fold, p.names)
			return err == nil && len(may) > 0 && at(p.ts, 1) == "for" && len(p.meant(p.ts[2:])) > 0
		}
	default:
		return false
	}
	w := at(p.ts, n)
	return len(p.goals) > 0 && (w == "for" || w == "serves" || w == "->" || w == "→") && n+1 < len(p.ts)
}

// server reads who serves a goal: somebody known, for a goal is not where
// people are added.
func (p *goalReader) server(linked bool) (Who, error) {
	if linked && p.i < len(p.ts) && p.ts[p.i].kind == word && !p.isKnown(p.i) {
		return p.lastKnown()
	}
	return p.somebody("who:")
}

// lastKnown reads the person of "link GopherCon to Jane", where they come last.
func (p *goalReader) lastKnown() (Who, error) {
	for i := len(p.ts) - 1; i > p.i; i-- {
		if !serving[at(p.ts, i-1)] || !p.isKnown(i) {
			continue
		}
		before := p.ts[p.i : i-1]
		p.i = i
		who, err := p.somebody("who:")
		p.ts, p.i = before, 0
		return who, err
	}
	return p.somebody("who:")
}

// mostWords is how many words are compared with each goal.
const mostWords = 20

// meant are the goals that words may mean, from 1: a number, or those that hold
// all the words, or else the most of them.
func (p *goalReader) meant(said []token) []int {
	if len(said) == 1 && digits(strings.TrimPrefix(said[0].fold, "#")) {
		n, err := strconv.Atoi(strings.TrimPrefix(said[0].fold, "#"))
		if err != nil || n < 1 || n > len(p.goals) {
			return nil
		}
		return []int{n}
	}
	var may []int
	most := 0
	for i, goal := range p.goals {
		hits, words := 0, 0
		for _, t := range said[:min(len(said), mostWords)] {
			if t.kind != word || t.fold == "" || smallWords[t.fold] || serving[t.fold] || leads[t.fold] {
				continue
			}
			if words++; holds(goal, t.fold) {
				hits++
			}
		}
		if hits == 0 || hits < most || 2*hits < words {
			continue
		}
		if hits > most {
			most, may = hits, nil
		}
		may = append(may, i+1)
	}
	return may
}

// holds reports whether a goal holds a word, or one that is nearly it.
func holds(goal, w string) bool {
	for x := range strings.FieldsSeq(Fold(goal)) {
		if x = strings.Trim(x, `.,:;!?()"'`); x == w || len(w) >= 4 && (strings.HasPrefix(x, w) || distance(x, w) <= slack(w)) {
			return true
		}
	}
	return false
}

// whichGoal settles which goal is meant, or asks: among those that may be, or
// among all when there are none.
func (p *goalReader) whichGoal(said string, may []int, number *int) (*Question, error) {
	if answer, ok := p.answers[goalKey]; ok {
		at := slices.IndexFunc(p.goals, func(g string) bool { return Fold(g) == answer })
		if at < 0 {
			return nil, &Error{Kind: UnknownGoal, Said: said}
		}
		*number = at + 1
		return nil, nil
	}
	switch {
	case len(may) == 1:
		*number = may[0]
		return nil, nil
	case len(p.goals) == 0:
		return nil, &Error{Kind: NoGoal}
	case len(may) == 0:
		for i := range p.goals {
			may = append(may, i+1)
		}
	}
	ask := &Question{Kind: WhichGoal, Key: goalKey, Said: said}
	for _, n := range may[:min(len(may), 10)] {
		ask.Options = append(ask.Options, Option{Means: ThatGoal, Name: p.goals[n-1], Value: Fold(p.goals[n-1])})
	}
	return ask, nil
}

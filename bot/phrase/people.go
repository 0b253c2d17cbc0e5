package phrase

import (
	"slices"
	"strings"
	"unicode/utf8"

	"rapport/domain"
)

// PeopleVerb is what a /people asks for.
type PeopleVerb string

// The verbs of /people.
const (
	PeopleList     PeopleVerb = "list"
	PeopleDue      PeopleVerb = "due"
	PeoplePhase    PeopleVerb = "phase"
	PeopleTag      PeopleVerb = "tag"
	PeopleCard     PeopleVerb = "card"
	PeopleAdd      PeopleVerb = "add"
	PeopleHelp     PeopleVerb = "help"
	PeopleResting  PeopleVerb = "resting"
	PeopleArchived PeopleVerb = "archived"
	PeopleTagEvery PeopleVerb = "tag every" // #tag every 6 weeks
	CardTag        PeopleVerb = "card tag"
	CardEvery      PeopleVerb = "card every"
	CardDate       PeopleVerb = "card date"
	CardNote       PeopleVerb = "card note"
	CardRest       PeopleVerb = "card rest"
	CardWake       PeopleVerb = "card wake"
	CardArchive    PeopleVerb = "card archive"
	CardRestore    PeopleVerb = "card restore"
	CardMove       PeopleVerb = "card move"
	CardSnooze     PeopleVerb = "card snooze"
	CardRename     PeopleVerb = "card rename"
	CardAlias      PeopleVerb = "card alias"
	CardAbout      PeopleVerb = "card about"
	CardNeed       PeopleVerb = "card need"
	CardReceived   PeopleVerb = "card received"  // they did something for the member
	CardDelivered  PeopleVerb = "card delivered" // the member did something for them
	CardThrough    PeopleVerb = "card through"   // the member knows them through somebody
)

// AboutField is one thing that is known about somebody.
type AboutField string

// The fields of a card.
const (
	AboutOrganisation AboutField = "org"
	AboutRole         AboutField = "role"
	AboutPlace        AboutField = "place"
	AboutWork         AboutField = "work"
	AboutHowMet       AboutField = "howmet"
)

// People is a /people as it was typed.
type People struct {
	Do       PeopleVerb
	Who      Who // of the card verbs
	Other    Who // of through: who brought them in
	Phase    domain.Phase
	Tag      string
	Tags     []string // to put on
	Untag    []string // to take off
	Cadence  domain.Cadence
	Occasion domain.Occasion
	Until    domain.Date
	Note     string
	Lines    []Line // of add
	Page     int    // from 1
	Name     string // of rename and alias
	// About are the fields that were said; an empty text takes one off.
	About   map[AboutField]string
	What    string         // of need, received and delivered
	Asked   bool           // of need: they asked the member for it
	Urgency domain.Urgency // of need
	Ask     *Question
}

// Line is one person of a pasted list.
type Line struct {
	Name string
	Tags []string
	Note string
}

// MostLines is how many people can be pasted at once.
const MostLines = 50

// cardWords are the words that may follow a name, for suggestions.
var cardWords = []string{
	"every", "birthday", "anniversary", "rest", "wake", "archive", "restore", "to", "snooze",
	"called", "alias", "at", "in", "needs", "asked", "did", "helped", "gave", "got", "received", "met", "works", "lives", "introduced",
	"through", "via", "came",
}

// ParsePeople reads what stands after /people.
func ParsePeople(text string, today domain.Date, names Names, answers map[string]string) (People, error) {
	text = strings.TrimSpace(Clean(text))
	first, rest, _ := strings.Cut(text, " ")
	switch {
	case IsHelp(text):
		return People{Do: PeopleHelp}, nil
	case len(text) >= 3 && Fold(text[:3]) == "add" && (len(text) == 3 || text[3] == ' ' || text[3] == '\n'):
		return parseAdd(text[3:])
	case strings.HasPrefix(text, "#"):
		return parseTag(first, rest)
	}
	if list, ok := parseList(text); ok {
		return list, nil
	}
	p := &reader{text: text, ts: scan(text), today: today, names: names, answers: answers}
	var err error
	if p.known, err = p.candidates(); err != nil {
		return People{}, err
	}
	return p.card()
}

// parseList reads the words that narrow the list, with "page 2" after them.
func parseList(text string) (People, bool) {
	ws := strings.Fields(Fold(text))
	page := 1
	if n := len(ws); n >= 2 && ws[n-2] == "page" {
		if v, ok := number(ws[n-1]); ok {
			page, ws = v, ws[:n-2]
		}
	}
	switch {
	case len(ws) == 0 || len(ws) == 1 && (ws[0] == "list" || ws[0] == "all"):
		return People{Do: PeopleList, Page: page}, true
	case len(ws) != 1:
		return People{}, false
	}
	switch ws[0] {
	case "due", "today", "overdue":
		return People{Do: PeopleDue, Page: page}, true
	case "resting":
		return People{Do: PeopleResting, Page: page}, true
	case "archived", "archive":
		return People{Do: PeopleArchived, Page: page}, true
	}
	if ph, err := domain.ParsePhase(ws[0]); err == nil {
		return People{Do: PeoplePhase, Phase: ph, Page: page}, true
	}
	return People{}, false
}

// parseTag reads "#tag", "#tag page 2" and "#tag every 6 weeks".
func parseTag(first, rest string) (People, error) {
	tag := tagOf(first)
	if tag == "" {
		return People{}, &Error{Kind: UnknownWord, Said: first}
	}
	rest = strings.TrimSpace(rest)
	if rest == "" {
		return People{Do: PeopleTag, Tag: tag, Page: 1}, nil
	}
	if n, ok := strings.CutPrefix(Fold(rest), "page "); ok {
		if v, ok := number(n); ok {
			return People{Do: PeopleTag, Tag: tag, Page: v}, nil
		}
	}
	c, err := ParseCadence(rest)
	if err != nil {
		return People{}, err
	}
	return People{Do: PeopleTagEvery, Tag: tag, Cadence: c}, nil
}

// tagOf reads "#Tag" as "tag"; "" when it is none.
func tagOf(w string) string {
	t, ok := strings.CutPrefix(strings.TrimRight(Fold(w), ".,;!?"), "#")
	if !ok || strings.ContainsAny(t, "#") || utf8.RuneCountInString(t) > 40 {
		return ""
	}
	return t
}

// parseAdd reads a pasted list: one person a line, a note after a dash, tags anywhere.
func parseAdd(text string) (People, error) {
	p := People{Do: PeopleAdd}
	for l := range strings.SplitSeq(text, "\n") {
		l = strings.TrimLeft(strings.TrimSpace(l), "•*- \t")
		if l == "" {
			continue
		}
		if len(p.Lines) == MostLines {
			return People{}, &Error{Kind: TooMany}
		}
		line, err := parseLine(l)
		if err != nil {
			return People{}, err
		}
		p.Lines = append(p.Lines, line)
	}
	return p, nil
}

func parseLine(l string) (Line, error) {
	ts := scan(l)
	var line Line
	end := 0
	for i, t := range ts {
		if t.kind == dash || t.kind == comma {
			line.Note = strings.TrimSpace(l[t.end:])
			break
		}
		if tag := tagOf(t.text); t.kind == word && tag != "" {
			line.Tags = append(line.Tags, tag)
			continue
		}
		if i > 0 && end == 0 {
			break
		}
		end = t.end
	}
	name := l[:end]
	if len(line.Tags) > 0 {
		name = strings.Join(slices.DeleteFunc(strings.Fields(name), func(w string) bool { return tagOf(w) != "" }), " ")
	}
	line.Name = strings.Trim(strings.TrimSpace(name), `"“”`)
	switch {
	case line.Name == "":
		return Line{}, &Error{Kind: NoName, Said: l}
	case utf8.RuneCountInString(line.Name) > longestName, utf8.RuneCountInString(line.Note) > longestNote:
		return Line{}, &Error{Kind: TooLong, Said: "line"}
	}
	return line, nil
}

// card reads a name and what is to be changed on its card.
func (p *reader) card() (People, error) {
	if err := p.cardName(); err != nil {
		return People{}, err
	}
	if p.ask != nil {
		return People{Do: PeopleCard, Ask: p.ask}, nil
	}
	card := People{Do: PeopleCard, Who: p.met.Who[0]}
	if p.i >= len(p.ts) {
		return card, nil
	}
	switch t := p.ts[p.i]; {
	case t.kind == dash || t.kind == lineBreak:
		card.Do, card.Note = CardNote, strings.TrimSpace(p.text[t.end:])
		if card.Note == "" {
			card.Do = PeopleCard
		}
		if utf8.RuneCountInString(card.Note) > longestNote {
			return People{}, &Error{Kind: TooLong, Said: "note"}
		}
		return card, nil
	case strings.HasPrefix(t.text, "#") || strings.HasPrefix(t.text, "-#"):
		return p.cardTags(card)
	}
	if told, ok, err := p.aboutCard(card); ok {
		return told, err
	}
	return p.cardVerb(card)
}

// cardName reads whose card it is; an unknown name asks for the near ones.
func (p *reader) cardName() error {
	t := p.ts[0]
	if t.kind == mention {
		p.i = 1
		return p.mentioned(t.text)
	}
	if t.kind == quotedName {
		p.i = 1
		return p.settleCard(t.text, p.known[Fold(t.text)])
	}
	if may, n := p.knownAt(0); n > 0 {
		p.i = n
		return p.settleCard(saidOf(p.text, p.ts[:n]), may)
	}
	n := 0
	for n < len(p.ts) && p.ts[n].kind == word && !p.cardWordAt(n) {
		n++
	}
	if n == 0 {
		return &Error{Kind: NoName}
	}
	p.i = n
	name := saidOf(p.text, p.ts[:n])
	may, err := near(Fold(name), p.names)
	if err != nil {
		return err
	}
	if p.answers["who:"+Fold(name)] != "" || len(may) > 0 {
		return p.settleNear(name, may)
	}
	return &Error{Kind: UnknownName, Said: name, Nearest: p.nearestWord(name)}
}

// cardWordAt reports whether what is to be changed begins at i.
func (p *reader) cardWordAt(i int) bool {
	w := p.ts[i]
	if field, _ := p.fieldAt(i); field != "" {
		return true
	}
	return strings.HasPrefix(w.text, "#") || strings.HasPrefix(w.text, "-#") || i > 0 && slices.Contains(cardWords, w.fold)
}

// nearestWord helps when "/people archvied" was no name at all.
func (p *reader) nearestWord(name string) string {
	return nearest(Fold(name), []string{"due", "add", "resting", "archived", "help", "identifying", "relating", "nurturing", "sustaining", "capitalizing"})
}

func (p *reader) settleCard(said string, may []domain.Known) error {
	may = distinct(may)
	if len(may) == 0 {
		return &Error{Kind: UnknownName, Said: said}
	}
	if len(may) == 1 {
		return p.add(Who{Contact: may[0].Contact, Name: may[0].Name, Slack: may[0].Slack})
	}
	return p.settleNear(said, may)
}

// settleNear asks which of several is meant; nobody new can be.
func (p *reader) settleNear(said string, may []domain.Known) error {
	if err := p.settle(said, said, may, false); err != nil {
		return err
	}
	if p.ask != nil {
		p.ask.Options = slices.DeleteFunc(p.ask.Options, func(o Option) bool { return o.Value == "new" })
	}
	return nil
}

func (p *reader) cardTags(card People) (People, error) {
	card.Do = CardTag
	for _, t := range p.ts[p.i:] {
		off, tag := strings.HasPrefix(t.text, "-#"), tagOf(strings.TrimPrefix(t.text, "-"))
		switch {
		case t.kind == comma:
		case tag == "":
			return People{}, &Error{Kind: UnknownWord, Said: t.text}
		case off:
			card.Untag = append(card.Untag, tag)
		default:
			card.Tags = append(card.Tags, tag)
		}
	}
	return card, nil
}

// cardVerb reads the words after a name.
func (p *reader) cardVerb(card People) (People, error) {
	said := saidOf(p.text, p.ts[p.i:])
	rest := strings.TrimSpace(p.text[p.ts[p.i].end:])
	alone := rest == ""
	switch w := at(p.ts, p.i); {
	case w == "rest" && alone:
		card.Do = CardRest
	case w == "wake" && alone:
		card.Do = CardWake
	case w == "archive" && alone:
		card.Do = CardArchive
	case (w == "restore" || w == "unarchive") && alone:
		card.Do = CardRestore
	case w == "snooze":
		on, left, _, err := ParseBy(rest, p.today, nil)
		if err != nil || on.IsZero() || left != "" {
			return People{}, &Error{Kind: BadDate, Said: rest}
		}
		if !on.After(p.today) {
			return People{}, &Error{Kind: DateGone, Said: rest}
		}
		card.Do, card.Until = CardSnooze, on
	case w == "every" || rhythms[w] > 0:
		c, err := ParseCadence(said)
		if err != nil {
			return People{}, err
		}
		card.Do, card.Cadence = CardEvery, c
	case w == "to" || w == "move":
		return p.cardPhase(card, strings.TrimPrefix(Fold(rest), "to "))
	case w == "birthday" || w == "anniversary" || strings.HasPrefix(w, "date:") && len(w) > 5:
		return p.occasion(card, strings.TrimPrefix(w, "date:"), rest)
	default:
		if _, err := domain.ParsePhase(said); err == nil {
			return p.cardPhase(card, said)
		}
		return People{}, &Error{Kind: UnknownWord, Said: said, Nearest: nearest(w, cardWords)}
	}
	return card, nil
}

func (p *reader) cardPhase(card People, said string) (People, error) {
	ph, err := domain.ParsePhase(said)
	if err != nil {
		return People{}, &Error{Kind: UnknownWord, Said: said, Nearest: nearest(Fold(said), []string{"identifying", "relating", "nurturing", "sustaining", "capitalizing"})}
	}
	card.Do, card.Phase = CardMove, ph
	return card, nil
}

// occasion reads "birthday 3 may" and "birthday 3 may 1980".
func (p *reader) occasion(card People, name, rest string) (People, error) {
	o, ask, ok := ParseYearDay(rest, p.answers)
	switch {
	case ask != nil:
		return People{Do: PeopleCard, Ask: ask}, nil
	case !ok:
		return People{}, &Error{Kind: BadDate, Said: rest}
	}
	card.Do, card.Occasion = CardDate, o
	card.Occasion.Name = name
	return card, nil
}

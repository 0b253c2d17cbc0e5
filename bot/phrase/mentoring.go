package phrase

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rapport/domain"
)

// MentoringVerb is what a /mentoring asks for.
type MentoringVerb string

// The verbs of /mentoring.
const (
	MentoringHere     MentoringVerb = "here" // nothing was said
	MentoringHelp     MentoringVerb = "help"
	MentoringStart    MentoringVerb = "start"
	MentoringJoin     MentoringVerb = "join"
	MentoringLeave    MentoringVerb = "leave"
	MentoringPair     MentoringVerb = "pair"
	MentoringUnpair   MentoringVerb = "unpair"
	MentoringMatch    MentoringVerb = "match"
	MentoringPause    MentoringVerb = "pause"
	MentoringResume   MentoringVerb = "resume"
	MentoringStatus   MentoringVerb = "status"
	MentoringSummary  MentoringVerb = "summary"
	MentoringGoals    MentoringVerb = "goals" // lists them
	MentoringGoal     MentoringVerb = "goal"  // a new one
	MentoringReached  MentoringVerb = "reached"
	MentoringDropped  MentoringVerb = "dropped"
	MentoringFeedback MentoringVerb = "feedback"
	MentoringThanks   MentoringVerb = "thanks"
	MentoringAnother  MentoringVerb = "another"
	MentoringAvoid    MentoringVerb = "avoid"
	MentoringOrganise MentoringVerb = "organise"
	MentoringLetIn    MentoringVerb = "let in"
	MentoringTakeOver MentoringVerb = "take over"
	MentoringSettings MentoringVerb = "settings"
	MentoringEnd      MentoringVerb = "end"
	MentoringLogs     MentoringVerb = "log" // hands the rest to met
)

// Mentoring is a /mentoring as it was typed. People are members: each has a Slack
// user, and a name where it was known.
type Mentoring struct {
	Do MentoringVerb
	// Who are those that were named, beside Couples: of unpair and pause one of a
	// pair or both, of feedback, thanks, goal and status the partner.
	Who     []Who
	Couples []Couple // of pair
	// Off turns it round: of organise somebody is one no more, of let in they are
	// turned away, of avoid it is taken back, of another too.
	Off      bool
	Role     domain.Role // of join, "" when it was not said
	Topics   []string    // of join: folded, no two alike
	Capacity int         // of join, 0 when it was not said
	Until    domain.Date // of pause
	// Name is a program's: of start the new one's, else the one that was meant.
	Name string
	// What are the words of a goal, of a comment or of thanks; of reached and dropped
	// those that tell which goal.
	What   string
	By     domain.Date // of goal, zero when no day was said
	Number int         // of reached and dropped: which goal, 0 when it was not said
	Rating int         // of feedback, 0 when it was not said
	Page   int         // of status, from 1
	Rest   string      // of log and help
	Ask    *Question   // as in [Met]
}

// Couple is two who are to be paired. Which of them is the mentor is for their
// roles to say.
type Couple struct{ One, Other Who }

// The bounds of what is taken.
const (
	// MostCouples is how many couples can be paired at once.
	MostCouples = 50

	longestProgram = 80  // characters of a program's name
	longestTopic   = 40  // characters
	longestThanks  = 300 // characters
	mostTopics     = 10
	mostPartners   = 10
)

// mentoringWords leads from the first word to what is wanted.
var mentoringWords = map[string]MentoringVerb{
	"help":  MentoringHelp,
	"start": MentoringStart, "begin": MentoringStart, "create": MentoringStart, "new": MentoringStart,
	"join": MentoringJoin, "signup": MentoringJoin, "enrol": MentoringJoin, "enroll": MentoringJoin,
	"leave": MentoringLeave, "quit": MentoringLeave, "stop": MentoringLeave, "exit": MentoringLeave,
	"pair": MentoringPair, "unpair": MentoringUnpair, "part": MentoringUnpair, "split": MentoringUnpair,
	"match": MentoringMatch, "propose": MentoringMatch, "matches": MentoringMatch,
	"pause": MentoringPause, "snooze": MentoringPause, "rest": MentoringPause,
	"resume": MentoringResume, "unpause": MentoringResume, "wake": MentoringResume,
	"status": MentoringStatus, "list": MentoringStatus, "pairs": MentoringStatus, "report": MentoringStatus, "overdue": MentoringStatus,
	"summary": MentoringSummary, "preview": MentoringSummary,
	"goal": MentoringGoal, "goals": MentoringGoal, "milestone": MentoringGoal, "milestones": MentoringGoal,
	"feedback": MentoringFeedback, "rate": MentoringFeedback,
	"thanks": MentoringThanks, "thank": MentoringThanks, "shout": MentoringThanks, "shoutout": MentoringThanks, "shout-out": MentoringThanks, "kudos": MentoringThanks,
	"another": MentoringAnother, "avoid": MentoringAvoid, "unavoid": MentoringAvoid,
	"organise": MentoringOrganise, "organiser": MentoringOrganise, "organisers": MentoringOrganise,
	"organize": MentoringOrganise, "organizer": MentoringOrganise, "organizers": MentoringOrganise,
	"let": MentoringLetIn, "letin": MentoringLetIn, "admit": MentoringLetIn, "accept": MentoringLetIn, "decline": MentoringLetIn, "refuse": MentoringLetIn,
	"takeover": MentoringTakeOver,
	"settings": MentoringSettings, "edit": MentoringSettings, "change": MentoringSettings,
	"end": MentoringEnd, "close": MentoringEnd,
	"log": MentoringLogs, "met": MentoringLogs, "session": MentoringLogs,
}

// mentoringPairs are the verbs of two words.
var mentoringPairs = map[string]MentoringVerb{
	"take over": MentoringTakeOver, "sign up": MentoringJoin, "shout out": MentoringThanks, "thank you": MentoringThanks, "turn away": MentoringLetIn,
	"new partner": MentoringAnother, "new mentor": MentoringAnother, "new mentee": MentoringAnother,
	"different partner": MentoringAnother, "different mentor": MentoringAnother, "different mentee": MentoringAnother,
	"not with": MentoringAvoid, "don't avoid": MentoringAvoid, "stop avoiding": MentoringAvoid, "sign me": MentoringJoin, "add me": MentoringJoin,
}

// mentoringSuggested are the words that a slip is compared with.
var mentoringSuggested = []string{
	"help", "start", "join", "leave", "pair", "unpair", "match", "pause", "resume", "status", "summary", "goal", "feedback", "thanks", "another", "avoid",
	"organise", "organisers", "let", "settings", "end", "log",
}

// politely are the words that may lead to a verb.
var politely = map[string]bool{
	"i": true, "i'd": true, "i'll": true, "we": true, "want": true, "would": true, "like": true, "to": true, "please": true, "can": true, "could": true, "let's": true,
	"have": true, "get": true, "be": true, "become": true, "a": true, "an": true, "will": true,
}

// mentoringRest reads what follows each verb.
var mentoringRest = map[MentoringVerb]func(*mentoringReader, *Mentoring) error{
	MentoringHelp:     (*mentoringReader).words,
	MentoringLogs:     (*mentoringReader).words,
	MentoringStart:    (*mentoringReader).start,
	MentoringJoin:     (*mentoringReader).join,
	MentoringPair:     (*mentoringReader).pair,
	MentoringUnpair:   (*mentoringReader).both,
	MentoringPause:    (*mentoringReader).pause,
	MentoringResume:   (*mentoringReader).both,
	MentoringStatus:   (*mentoringReader).status,
	MentoringGoal:     (*mentoringReader).goal,
	MentoringFeedback: (*mentoringReader).feedback,
	MentoringThanks:   (*mentoringReader).thanks,
	MentoringAnother:  (*mentoringReader).another,
	MentoringAvoid:    (*mentoringReader).turned,
	MentoringOrganise: (*mentoringReader).turned,
	MentoringLetIn:    (*mentoringReader).turned,
	MentoringLeave:    (*mentoringReader).program,
	MentoringMatch:    (*mentoringReader).program,
	MentoringSummary:  (*mentoringReader).program,
	MentoringTakeOver: (*mentoringReader).program,
	MentoringSettings: (*mentoringReader).program,
	MentoringEnd:      (*mentoringReader).program,
}

// mentoringReader walks once over the tokens of a /mentoring.
type mentoringReader struct{ *reader }

// ParseMentoring reads what stands after /mentoring. names are the members whom
// its programs know, each with a Slack user.
func ParseMentoring(text string, today domain.Date, names Names, answers map[string]string) (Mentoring, error) {
	text = strings.TrimSpace(Clean(text))
	switch {
	case text == "":
		return Mentoring{Do: MentoringHere}, nil
	case IsHelp(text) || strings.Trim(text, "?") == "":
		return Mentoring{Do: MentoringHelp}, nil
	}
	p, err := readMentoring(text, today, names, answers)
	if err != nil {
		return Mentoring{}, err
	}
	do, n := p.verb()
	if do == "" {
		return Mentoring{}, p.noVerb()
	}
	m := Mentoring{Do: do}
	m.Off = p.turns(n)
	p.i += n
	if err := mentoringRest[do](p, &m); err != nil {
		return Mentoring{}, err
	}
	m.Ask = p.ask
	return m, nil
}

// readMentoring cuts text, and finds the known names in it. "@omar" is Omar where
// no mention was made of it.
func readMentoring(text string, today domain.Date, names Names, answers map[string]string) (*mentoringReader, error) {
	p := &reader{text: text, ts: scan(text), today: today, names: names, answers: answers}
	for i, t := range p.ts {
		if t.kind == word && len(t.fold) > 1 && t.fold[0] == '@' {
			p.ts[i].fold = t.fold[1:]
		}
	}
	var err error
	p.known, err = p.candidates()
	return &mentoringReader{p}, err
}

// verb finds what is wanted, after words of politeness, and how many tokens say so.
func (p *mentoringReader) verb() (MentoringVerb, int) {
	for ; p.i < len(p.ts); p.i++ {
		w, next := at(p.ts, p.i), at(p.ts, p.i+1)
		if do := mentoringPairs[w+" "+next]; do != "" {
			return do, 2
		}
		if do := mentoringWords[w]; do != "" {
			return do, 1
		}
		if roleOf(w) != "" {
			return MentoringJoin, 0 // "I'd like to be a mentor"
		}
		if !politely[w] {
			break
		}
	}
	return "", 0
}

// noVerb is the error for a text that asks for nothing there is.
func (p *mentoringReader) noVerb() error {
	if p.i >= len(p.ts) {
		return &Error{Kind: UnknownWord, Said: p.text}
	}
	if t := p.ts[p.i]; t.kind == mention || p.isKnown(p.i) {
		return &Error{Kind: UnknownWord, Said: saidOf(p.text, p.ts[p.i:]), Nearest: "pair"}
	}
	w := strings.TrimRight(saidOf(p.text, p.ts[p.i:p.i+1]), ".,:;!?")
	return &Error{Kind: UnknownWord, Said: w, Nearest: nearest(Fold(w), mentoringSuggested)}
}

// turns reports whether the n tokens of the verb turn it round.
func (p *mentoringReader) turns(n int) bool {
	switch first := at(p.ts, p.i); first {
	case "unavoid", "don't", "decline", "refuse", "turn":
		return true
	case "stop":
		return n == 2
	}
	return false
}

// rest are the words from p.i on, with no separators before them.
func (p *mentoringReader) rest() string {
	if p.i >= len(p.ts) {
		return ""
	}
	rest := p.text[p.ts[p.i].start:]
	p.i = len(p.ts)
	return ended(begun(strings.TrimSpace(rest)))
}

// over is the error for words that are left where nothing more can stand.
func (p *mentoringReader) over() error {
	for p.i < len(p.ts) && (p.ts[p.i].kind == comma || p.ts[p.i].kind == lineBreak || at(p.ts, p.i) == "please" || p.ts[p.i].kind == word && p.ts[p.i].fold == "") {
		p.i++
	}
	if p.i < len(p.ts) {
		return &Error{Kind: UnknownWord, Said: saidOf(p.text, p.ts[p.i:])}
	}
	return nil
}

func (p *mentoringReader) words(m *Mentoring) error {
	m.Rest = p.rest()
	return nil
}

// start reads the name of a new program.
func (p *mentoringReader) start(m *Mentoring) error {
	p.skip("a", "an", "the", "new", "mentoring", "program", "programme", "called", "named")
	if p.i >= len(p.ts) {
		return nil
	}
	if m.Name = inQuotes(p.rest()); utf8.RuneCountInString(m.Name) > longestProgram {
		return &Error{Kind: TooLong, Said: "program"}
	}
	m.Name = strings.Join(strings.Fields(m.Name), " ")
	return nil
}

// program reads the name of the program that is meant, where one was said.
func (p *mentoringReader) program(m *Mentoring) error {
	p.skip("in", "of", "for", "the", "this", "my", "our", "me", "now", "as")
	switch m.Do {
	case MentoringSettings:
		p.skip("settings")
	case MentoringTakeOver:
		p.skip("organiser", "organizer")
	}
	for p.i < len(p.ts) && (p.ts[p.i].kind == comma || at(p.ts, p.i) == "please") {
		p.i++
	}
	name := inQuotes(p.rest())
	if w := Fold(name); w == "program" || w == "programme" || w == "it" || w == "pairs" || w == "people" {
		name = ""
	}
	m.Name = name
	return nil
}

// skip passes over words that say nothing here.
func (p *mentoringReader) skip(words ...string) {
	for p.i < len(p.ts) && slices.Contains(words, at(p.ts, p.i)) {
		p.i++
	}
}

// inQuotes takes the quotation marks off a text that stands in them as a whole.
func inQuotes(s string) string {
	if ts := scan(s); len(ts) == 1 && ts[0].kind == quotedName {
		return ts[0].text
	}
	return s
}

// pause reads who rests, and until when: "me until 7 jan", "@omar for 2 weeks".
func (p *mentoringReader) pause(m *Mentoring) error {
	if err := p.pairOf(m); err != nil {
		return err
	}
	if p.i >= len(p.ts) {
		return &Error{Kind: NoUntil}
	}
	said := p.ts[p.i:]
	d := deadlineAt(said, p.today, p.answers)
	switch {
	case d.n == 0:
		return &Error{Kind: NoUntil, Said: saidOf(p.text, said)}
	case d.bad:
		return &Error{Kind: BadDate, Said: saidOf(p.text, said[:d.n])}
	case d.ask == nil && !d.on.After(p.today):
		return &Error{Kind: DateGone, Said: saidOf(p.text, said[:d.n])}
	}
	p.i += d.n
	if m.Until = d.on; p.ask == nil {
		p.ask = d.ask
	}
	if len(m.Who) == 0 {
		if err := p.pairOf(m); err != nil {
			return err
		}
	}
	return p.over()
}

// both reads one of a pair or the two of it, and nothing else.
func (p *mentoringReader) both(m *Mentoring) error {
	if err := p.pairOf(m); err != nil {
		return err
	}
	if m.Do == MentoringUnpair && len(m.Who) == 0 && p.i < len(p.ts) {
		who, err := p.anybody()
		if err != nil {
			return err
		}
		m.Who = append(m.Who, who)
	}
	return p.over()
}

// pairOf reads one of a pair or the two of it, with what may stand around them.
func (p *mentoringReader) pairOf(m *Mentoring) error {
	for p.i < len(p.ts) {
		p.skip("me", "us", "with", "and", "&", "+", "my", "the", "pair", "of", "myself", "from")
		for p.i < len(p.ts) && p.ts[p.i].kind == comma {
			p.i++
		}
		who, ok, err := p.person()
		switch {
		case err != nil:
			return err
		case !ok:
			return nil
		case len(m.Who) == 2:
			return &Error{Kind: TooMany}
		}
		m.Who = append(m.Who, who)
	}
	return nil
}

// status reads whose pair is to be shown, which page, or which program.
func (p *mentoringReader) status(m *Mentoring) error {
	m.Page = 1
	p.skip("of", "for", "in", "with", "and", "the", "me", "my", "all", "pairs", "list")
	if err := p.pairOf(m); err != nil {
		return err
	}
	if n := len(p.ts); n-p.i >= 2 && at(p.ts, n-2) == "page" {
		if page, err := strconv.Atoi(at(p.ts, n-1)); err == nil && page > 0 && page < 10000 {
			m.Page, p.ts = page, p.ts[:n-2]
			p.text = p.text[:max(0, end(p.ts))]
		}
	}
	if len(m.Who) > 0 {
		return p.over()
	}
	return p.program(m)
}

// end is where the last token ends.
func end(all []token) int {
	if len(all) == 0 {
		return 0
	}
	return all[len(all)-1].end
}

// another reads whether another partner is wished for, or no longer.
func (p *mentoringReader) another(m *Mentoring) error {
	p.skip("partner", "mentor", "mentee", "one")
	p.skip("please", "partner")
	if w := at(p.ts, p.i); w == "no" || w == "off" || w == "never" || w == "not" || w == "cancel" {
		m.Off = true
		p.i++
		p.skip("mind", "more", "longer", "needed", "anymore")
	}
	return p.program(m)
}

// turned reads whom avoid, organise and let in are about, and the words that turn
// them round: "organisers remove @x", "avoid nobody", "let @x in".
func (p *mentoringReader) turned(m *Mentoring) error {
	for p.i < len(p.ts) && len(m.Who) < mostPeople {
		switch w := at(p.ts, p.i); w {
		case "remove", "drop", "without", "nobody", "noone", "none", "-":
			m.Off = true
			p.i++
			continue
		case "add", "in", "with", "and", "&", "+", "out", "not", "please", "to", "as", "being":
			p.i++
			continue
		}
		if k := p.ts[p.i].kind; k == comma || k == lineBreak {
			p.i++
			continue
		}
		who, err := p.anybody()
		if err != nil {
			return err
		}
		m.Who = append(m.Who, who)
	}
	return p.over()
}

package domain

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"unicode"
)

// Frame says what there is to say about a request before it is made: whether the
// relationship is ready for it, and what about the request could be better.
func (b *Book) Frame(c *Contact, r Request) (Framing, error) {
	c, err := b.own(c)
	if err != nil {
		return Framing{}, err
	}
	r.What, r.Link = manyLines(r.What), oneLine(r.Link)
	f := Framing{Request: r, Moves: c.Phase != Capitalizing}
	f.Verdict = b.Judge(c, Capitalizing)
	f.Earliest = b.EarliestAnswer()
	for i := range c.Asks {
		a := &c.Asks[i]
		if a.Undone {
			continue
		}
		if a.Open() {
			f.Open = a
		}
		if f.Last == nil || !a.Made.Before(f.Last.Made) {
			f.Last = a
		}
		if a.State == AskDeclined && (f.Declined == nil || !a.Changed.Before(f.Declined.Changed)) {
			f.Declined = a
		}
	}
	f.Weak = b.weaknesses(f)
	return f, nil
}

// weaknesses finds what could be better about a request, what matters most first.
func (b *Book) weaknesses(f Framing) []Weakness {
	r, m := f.Request, b.Policy.Asking
	var weak []Weakness
	add := func(is bool, w Weakness) {
		if is {
			weak = append(weak, w)
		}
	}
	since := func(on Date, days int) bool { return b.Today.Sub(on) < days }
	no := f.Declined != nil && since(f.Declined.Changed, m.DeclinedDays) && !r.TheyChose
	add(no, SaidNo)
	add(f.Open != nil, OpenAsk)
	add(f.Open == nil && !no && f.Last != nil && since(f.Last.Made, m.GapDays) && !r.TheyChose, TooOften)
	add(vague(r.What), Vague)
	add(severalThings(r.What), TwoThings)
	switch {
	case r.By.IsZero():
		add(true, NoDate)
	case r.By.Before(b.Today):
		add(true, DateGone)
	default:
		add(r.By.Before(f.Earliest) && !r.TheyChose, TooSoon)
	}
	add(r.Link == "", NoLink)
	return weak
}

// vagueWords say that something is wanted, or when, and not what.
var vagueWords = wordSet(`
	a an the this that it some any few bit small little quick brief minor kind of to for from on in at with about into as by or and
	i i'd i'm me my mine we us our you you're your yours they them their he him his she her
	is are be been was do does did can could would should may might will shall let let's please just only maybe perhaps if when what
	which who how whether anything something someone somebody anyone anybody people everything stuff thing things
	want need wish like love hope ask asking favour favor help helping hand support advise chance
	chat talk speak call meet meeting catch up touch base connect connecting coffee lunch dinner drinks drink grab hang out get getting
	together pick picking brain brains hear know think thinking see look looking keep mind sometime soon again more next week month
	time times minute minutes hour hours moment free available give lend share
	today tomorrow monday tuesday wednesday thursday friday saturday sunday`)

func wordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// vague reports whether a request names nothing in particular: fewer than two
// words beside those that every request has. The words are English ones; a
// request in letters that English has not is taken as it is.
func vague(what string) bool {
	what = strings.ReplaceAll(strings.ToLower(what), "’", "'")
	telling := 0
	for _, w := range strings.FieldsFunc(what, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '\'' }) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) {
			return false
		}
		if w = strings.Trim(w, "'"); w != "" && !vagueWords[w] {
			telling++
		}
	}
	return telling < 2
}

// severalThings reports whether a request has more than one part that stands for
// itself: two questions, or two things put side by side.
func severalThings(what string) bool {
	questions := strings.Count(what, "?") + strings.Count(what, "？")
	return questions > 1 || strings.Contains(what, "; ") || strings.Contains(what, "；") ||
		strings.Contains(strings.ToLower(what), " and also ")
}

// EarliestAnswer is the first date by which an answer can be hoped for: it leaves
// the working days that manners ask for.
func (b *Book) EarliestAnswer() Date { return b.workingDaysOn(b.Policy.Asking.WorkingDays) }

// workingDaysOn is the date that lies n working days of the member's ahead: the
// days of their digest, where these are four to six a week. Fewer, or all seven,
// say nothing about when somebody works.
func (b *Book) workingDaysOn(n int) Date {
	w := Weekly{Days: b.Policy.Digest.Days}
	if b.Member.Chosen.Digest != nil {
		w.Days = b.Member.Chosen.Digest.Days
	}
	if days := bits.OnesCount8(uint8(w.Days & EveryDay)); days < 4 || days > 6 {
		w.Days = WorkingDays
	}
	d := b.Today
	for range n {
		d = w.Next(d)
	}
	return d
}

// Ask makes a request. c moves to Capitalizing with it if it stands elsewhere.
// KindLaw when the relationship is not ready, KindInvalid for an empty text, one
// of more than 3,000 characters, without a date or with one before today,
// KindNotFound for a goal that doesn't stand. What is weak about it is the
// member's to decide.
func (b *Book) Ask(c *Contact, r Request) (Ask, error) {
	c, err := b.own(c)
	if err != nil {
		return Ask{}, err
	}
	f, err := b.Frame(c, r)
	if err != nil {
		return Ask{}, err
	}
	switch {
	case !fits(f.Request.What, maxText):
		return Ask{}, Fault(KindInvalid, "ask", nil)
	case r.By.IsZero() || r.By.Before(b.Today):
		return Ask{}, Fault(KindInvalid, "date of an ask", nil)
	case !f.Ready():
		return Ask{}, Fault(KindLaw, "ask", nil)
	}
	if c.Phase != Capitalizing {
		if _, err := b.Move(c, Capitalizing); err != nil {
			return Ask{}, fmt.Errorf("move for an ask: %w", err)
		}
	}
	return b.noteAsk(c, f.Request, b.Today)
}

// RecordAsk remembers a request that was made on a date without the bot. It is
// taken as it is, wherever the relationship stands. KindInvalid for an empty text
// and a date after today.
func (b *Book) RecordAsk(c *Contact, r Request, made Date) (Ask, error) {
	c, err := b.own(c)
	if err != nil {
		return Ask{}, err
	}
	r.What, r.Link = manyLines(r.What), oneLine(r.Link)
	switch {
	case !fits(r.What, maxText):
		return Ask{}, Fault(KindInvalid, "ask", nil)
	case made.IsZero() || made.After(b.Today):
		return Ask{}, Fault(KindInvalid, "date of an ask", nil)
	}
	return b.noteAsk(c, r, made)
}

func (b *Book) noteAsk(c *Contact, r Request, made Date) (Ask, error) {
	if r.Link != "" && !fits(r.Link, maxText) {
		return Ask{}, Fault(KindInvalid, "link of an ask", nil)
	}
	if r.Goal != "" {
		if _, err := b.goal(r.Goal); err != nil {
			return Ask{}, err
		}
	}
	a := Ask{
		ID: RecordID(b.id()), What: r.What, By: r.By, Link: r.Link, Goal: r.Goal,
		Made: made, State: AskWaiting, Changed: made, Command: b.ID,
	}
	c.Asks = append(c.Asks, a)
	return a, nil
}

// askSteps are the states that each state of an ask may lead to.
var askSteps = map[AskState][]AskState{
	AskWaiting: {AskAgreed, AskDeclined, AskClosed, AskThanked},
	AskAgreed:  {AskThanked, AskClosed, AskDeclined},
}

// AnswerAsk takes an ask to its next state: agreed, declined, thanked or closed.
// KindStale when it is not open any more, KindInvalid for a state that does not
// follow.
func (b *Book) AnswerAsk(c *Contact, id RecordID, s AskState) (Ask, error) {
	a, err := b.openAsk(c, id)
	switch {
	case err != nil:
		return Ask{}, err
	case !slices.Contains(askSteps[a.State], s):
		return Ask{}, Fault(KindInvalid, "state of an ask", nil)
	}
	a.State, a.Changed = s, b.Today
	own, err := b.own(c)
	if err != nil {
		return Ask{}, err
	}
	own.sumUp()
	return *a, nil
}

// GiveTime moves the date by which an answer is hoped for. KindStale when the ask
// does not wait any more, KindInvalid for a date before today.
func (b *Book) GiveTime(c *Contact, id RecordID, by Date) (Ask, error) {
	a, err := b.openAsk(c, id)
	switch {
	case err != nil:
		return Ask{}, err
	case a.State != AskWaiting:
		return Ask{}, Fault(KindStale, "ask", nil)
	case by.IsZero() || by.Before(b.Today):
		return Ask{}, Fault(KindInvalid, "date of an ask", nil)
	}
	a.By = by
	return *a, nil
}

// openAsk finds an ask that can still be changed.
func (b *Book) openAsk(c *Contact, id RecordID) (*Ask, error) {
	c, err := b.own(c)
	if err != nil {
		return nil, err
	}
	a := c.ask(id)
	switch {
	case a == nil || a.Undone:
		return nil, Fault(KindNotFound, "ask", nil)
	case !a.Open():
		return nil, Fault(KindStale, "ask", nil)
	}
	return a, nil
}

package phrase

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// partner reads the partner with whom words begin, where one is named. A name that
// is nearly known is asked about; other words are left where they are.
func (p *mentoringReader) partner(m *Mentoring) error {
	was := p.i
	p.skip("to", "for", "with", "about")
	led := p.i > was
	who, ok, err := p.person()
	if err != nil {
		return err
	}
	if !ok {
		if !led && (p.i+1 >= len(p.ts) || p.ts[p.i+1].kind != comma && !closedName(p.ts[p.i])) || at(p.ts, p.i) == "" {
			p.i = was
			return nil
		}
		may, err := near(p.ts[p.i].fold, p.names)
		if err != nil || len(may) == 0 {
			p.i = was
			return err
		}
		said := strings.TrimRight(saidOf(p.text, p.ts[p.i:p.i+1]), ".,:;!?")
		p.i++
		if who, err = p.oneOfKnown("who:", said, may, false); err != nil {
			return err
		}
	}
	m.Who = []Who{who}
	p.separators()
	return nil
}

// goal reads a pair's goal, or what became of one: "Speak at GopherCon by June",
// "2 reached", "drop 1". Bare, the goals are listed.
func (p *mentoringReader) goal(m *Mentoring) error {
	if err := p.partner(m); err != nil {
		return err
	}
	p.skip("list", "open", "all")
	if p.i >= len(p.ts) {
		m.Do = MentoringGoals
		return nil
	}
	if w := at(p.ts, p.i); len(p.ts)-p.i > 1 && (w == "add" || w == "new" && closed(p.ts[p.i])) {
		p.i++
	}
	if p.closing(m) {
		return nil
	}
	ts := p.ts[p.i:]
	d, from := lastDue(ts, p.today, p.answers)
	var taken []stretch
	if d.n > 0 {
		said := dueSaid(p.text, ts[from:from+d.n])
		switch {
		case d.bad:
			return &Error{Kind: BadDate, Said: said}
		case d.ask == nil && d.on.Before(p.today):
			return &Error{Kind: DateGone, Said: said}
		}
		taken = append(taken, stretchOf(ts[from:from+d.n]))
		if m.By = d.on; p.ask == nil {
			p.ask = d.ask
		}
	}
	switch m.What = without(p.text, ts[0].start, taken...); {
	case m.What == "":
		return &Error{Kind: NoGoal}
	case utf8.RuneCountInString(m.What) > longestGoal:
		return &Error{Kind: TooLong, Said: "goal"}
	}
	return nil
}

// closings are the words that end a goal.
var closings = map[GoalVerb]MentoringVerb{GoalReached: MentoringReached, GoalDrop: MentoringDropped}

// closing reads what became of a goal, said by its number or in its words. "Drop 5
// kg by June" is a new one.
func (p *mentoringReader) closing(m *Mentoring) bool {
	ts := p.ts[p.i:]
	how := closings[goalWords[at(ts, 0)]]
	said := ts[1:]
	if how == "" {
		how, said = closings[goalWords[at(ts, len(ts)-1)]], ts[:len(ts)-1]
	}
	if how == "" {
		return false
	}
	if d, _ := lastDue(said, p.today, p.answers); d.n > 0 {
		return false
	}
	m.Do = how
	if len(said) == 1 && digits(strings.TrimPrefix(said[0].fold, "#")) {
		if n, err := strconv.Atoi(strings.TrimPrefix(said[0].fold, "#")); err == nil && n > 0 {
			m.Number = n
			return true
		}
	}
	m.What = ended(begun(saidOf(p.text, said)))
	return true
}

// feedback reads a rating and a comment: "5 great talk", "@omar 4/5 -- patient".
func (p *mentoringReader) feedback(m *Mentoring) error {
	if err := p.partner(m); err != nil {
		return err
	}
	w, next := at(p.ts, p.i), at(p.ts, p.i+1)
	figure, of, _ := strings.Cut(w, "/")
	n, ok := number(figure)
	ok = ok && w != "a" && w != "an" || digits(figure)
	outOf := of
	took := 1
	switch {
	case of == "" && next == "of" && digits(at(p.ts, p.i+2)):
		outOf, took = at(p.ts, p.i+2), 3
	case of == "" && next == "out" && at(p.ts, p.i+2) == "of" && digits(at(p.ts, p.i+3)):
		outOf, took = at(p.ts, p.i+3), 4
	case next == "stars" || next == "star":
		took, outOf = 2, "5"
	}
	switch {
	case ok && n >= 1 && n <= 5 && (outOf == "" || outOf == "5"):
		m.Rating = n
		p.i += took
	case ok && (p.i+took >= len(p.ts) || outOf != ""):
		return &Error{Kind: BadRating, Said: saidOf(p.text, p.ts[p.i:min(p.i+took, len(p.ts))])}
	}
	if m.What = p.rest(); utf8.RuneCountInString(m.What) > longestNote {
		return &Error{Kind: TooLong, Said: "note"}
	}
	return nil
}

// thanks reads whom words of thanks are for, and the words.
func (p *mentoringReader) thanks(m *Mentoring) error {
	if err := p.partner(m); err != nil {
		return err
	}
	if m.What = inQuotes(p.rest()); utf8.RuneCountInString(m.What) > longestThanks {
		return &Error{Kind: TooLong, Said: "thanks"}
	}
	return nil
}

package phrase

import (
	"strings"
	"unicode/utf8"

	"rapport/domain"
)

// person reads one member at p.i: whom a mention names, whoever that is, or one of
// the names there are. ok is false where none stands.
func (p *mentoringReader) person() (who Who, ok bool, err error) {
	if p.i >= len(p.ts) {
		return Who{}, false, nil
	}
	switch t := p.ts[p.i]; t.kind {
	case mention:
		p.i++
		who, err = p.memberOf(t.text)
		return who, err == nil, err
	case quotedName:
		if may := distinct(p.known[Fold(t.text)]); len(may) > 0 {
			p.i++
			who, err = p.oneOfKnown("who:", t.text, may, true)
			return who, err == nil, err
		}
	case word:
		if may, n := p.knownAt(p.i); n > 0 {
			said := strings.Trim(saidOf(p.text, p.ts[p.i:p.i+n]), "@.,:;!?")
			p.i += n
			who, err = p.oneOfKnown("who:", said, may, true)
			return who, err == nil, err
		}
	}
	return Who{}, false, nil
}

// memberOf is whoever a mention names.
func (p *mentoringReader) memberOf(user string) (Who, error) {
	all, err := p.names.AllNames()
	if err != nil {
		return Who{}, err
	}
	for _, k := range all {
		if k.Slack == user {
			return Who{Contact: k.Contact, Name: k.Name, Slack: user}, nil
		}
	}
	return Who{Slack: user}, nil
}

// couplers are the words that stand between two people.
var couplers = map[string]bool{"with": true, "and": true, "&": true, "+": true, "/": true, "->": true, "→": true, "to": true, "=": true, "<->": true, "↔": true, "mentors": true}

// anybody reads one member where one must stand: an unknown name raises the
// question which of the near ones is meant.
func (p *mentoringReader) anybody() (Who, error) {
	if who, ok, err := p.person(); ok || err != nil {
		return who, err
	}
	n := 0
	for p.i+n < len(p.ts) && n < longestKnown && p.ts[p.i+n].kind == word && !couplers[p.ts[p.i+n].fold] && (n == 0 || !p.isKnown(p.i+n)) {
		n++
	}
	if n == 0 {
		if p.i < len(p.ts) && p.ts[p.i].kind == quotedName {
			p.i++
			return Who{}, &Error{Kind: UnknownName, Said: p.ts[p.i-1].text}
		}
		return Who{}, &Error{Kind: NoName}
	}
	said := strings.Trim(saidOf(p.text, p.ts[p.i:p.i+n]), "@.,:;!?")
	p.i += n
	if utf8.RuneCountInString(said) > longestName {
		return Who{}, &Error{Kind: TooLong, Said: "name"}
	}
	may, err := near(Fold(said), p.names)
	if err != nil {
		return Who{}, err
	}
	return p.oneOfKnown("who:", said, may, false)
}

// pair reads couples, one a line or one after the other: "@a @b", "@a with @b and
// @c".
func (p *mentoringReader) pair(m *Mentoring) error {
	if p.i >= len(p.ts) {
		return nil
	}
	for line := range strings.SplitSeq(p.text[p.ts[p.i].start:], "\n") {
		line = strings.TrimLeft(strings.TrimSpace(line), "•*- \t")
		if line == "" {
			continue
		}
		l, err := readMentoring(line, p.today, p.names, p.answers)
		if err != nil {
			return err
		}
		couples, err := l.couples()
		if err != nil {
			return err
		}
		if p.ask == nil {
			p.ask = l.ask
		}
		if m.Couples = append(m.Couples, couples...); len(m.Couples) > MostCouples {
			return &Error{Kind: TooMany}
		}
	}
	return nil
}

// couples reads the couples of one line.
func (p *mentoringReader) couples() ([]Couple, error) {
	var all []Who
	hub := false // the first one is paired with all the others
	for p.i < len(p.ts) {
		t := p.ts[p.i]
		if t.kind == comma || t.kind == dash || t.kind == word && (t.fold == "" || couplers[t.fold]) {
			hub = hub || len(all) == 1 && (t.fold == "with" || t.fold == "to" || t.fold == "mentors" || t.fold == "->" || t.fold == "→")
			p.i++
			continue
		}
		hub = hub || len(all) == 1 && strings.HasSuffix(p.ts[p.i-1].text, ":")
		who, err := p.anybody()
		if err != nil {
			return nil, err
		}
		if all = append(all, who); len(all) > 2*MostCouples {
			return nil, &Error{Kind: TooMany}
		}
	}
	switch {
	case len(all) == 0:
		return nil, &Error{Kind: NoName, Said: p.text}
	case len(all) == 1 || !hub && len(all)%2 == 1:
		return nil, &Error{Kind: NoPartner, Said: p.text}
	}
	var couples []Couple
	if hub {
		for _, who := range all[1:] {
			couples = append(couples, Couple{all[0], who})
		}
		return couples, nil
	}
	for i := 0; i < len(all); i += 2 {
		couples = append(couples, Couple{all[i], all[i+1]})
	}
	return couples, nil
}

var roles = map[string]domain.Role{"mentor": domain.Mentor, "mentors": domain.Mentor, "mentee": domain.Mentee, "mentees": domain.Mentee}

// roleOf is the role that a word says, "" for none.
func roleOf(w string) domain.Role { return roles[w] }

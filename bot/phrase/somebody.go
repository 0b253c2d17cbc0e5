package phrase

import (
	"slices"
	"strings"
	"unicode/utf8"

	"rapport/domain"
)

// somebody reads one person who has to be known: nobody new can be meant. key
// begins the key of the question who it is, "who:" unless two are asked about.
func (p *reader) somebody(key string) (Who, error) {
	if p.i >= len(p.ts) {
		return Who{}, &Error{Kind: NoName}
	}
	t := p.ts[p.i]
	switch t.kind {
	case mention:
		p.i++
		return p.whoIs(t.text)
	case quotedName:
		p.i++
		return p.oneOfKnown(key, t.text, distinct(p.known[Fold(t.text)]), true)
	case word:
		n := p.titled()
		may, known := p.knownAt(p.i + n)
		if known > 0 {
			said := saidOf(p.text, p.ts[p.i+n:p.i+n+known])
			p.i += n + known
			return p.oneOfKnown(key, said, may, true)
		}
		return p.nearlySomebody(key)
	}
	return Who{}, &Error{Kind: NoName}
}

// whoIs is the contact who is a Slack user.
func (p *reader) whoIs(user string) (Who, error) {
	all, err := p.names.AllNames()
	if err != nil {
		return Who{}, err
	}
	for _, k := range all {
		switch {
		case k.Slack != user:
		case k.Contact == p.first:
			return Who{}, &Error{Kind: SamePerson, Said: k.Name}
		default:
			return Who{Contact: k.Contact, Name: k.Name, Slack: user}, nil
		}
	}
	return Who{}, &Error{Kind: UnknownName, Said: "<@" + user + ">"}
}

// nearlySomebody reads a name that nobody has and asks for the near ones.
func (p *reader) nearlySomebody(key string) (Who, error) {
	n := 1
	for p.i+n < len(p.ts) && p.ts[p.i+n].kind == word && !serving[p.ts[p.i+n].fold] && !isAnd[p.ts[p.i+n].fold] && n < longestKnown {
		n++
	}
	said := strings.TrimRight(saidOf(p.text, p.ts[p.i:p.i+n]), ".,:;!?")
	p.i += n
	if utf8.RuneCountInString(said) > longestName {
		return Who{}, &Error{Kind: TooLong, Said: "name"}
	}
	may, err := near(Fold(said), p.names)
	if err != nil {
		return Who{}, err
	}
	return p.oneOfKnown(key, said, may, false)
}

// oneOfKnown is the one that a name means, or the question who. A single one who
// may be meant is asked about, too, unless it is sure.
func (p *reader) oneOfKnown(key, said string, may []domain.Known, sure bool) (Who, error) {
	if sure && len(may) == 1 && may[0].Contact == p.first {
		return Who{}, &Error{Kind: SamePerson, Said: may[0].Name}
	}
	may = slices.DeleteFunc(may, func(k domain.Known) bool { return k.Contact == p.first })
	key += Fold(said)
	if answer := p.answers[key]; answer != "" {
		p.met.Who = nil
		if err := p.addKnown(domain.ContactID(answer), may); err != nil {
			return Who{}, err
		}
		return p.met.Who[0], nil
	}
	switch {
	case len(may) == 0:
		return Who{}, &Error{Kind: UnknownName, Said: said}
	case len(may) == 1 && sure:
		return Who{Contact: may[0].Contact, Name: may[0].Name, Slack: may[0].Slack}, nil
	}
	if p.ask == nil {
		p.ask = &Question{Kind: WhichPerson, Key: key, Said: said}
		for _, k := range may[:min(len(may), 10)] {
			p.ask.Options = append(p.ask.Options, Option{Means: Somebody, Name: k.Name, Value: string(k.Contact)})
		}
	}
	return Who{}, nil
}

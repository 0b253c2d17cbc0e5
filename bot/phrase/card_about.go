package phrase

import (
	"strings"
	"unicode/utf8"

	"rapport/domain"
)

// aboutWords lead from what stands before a colon to a field of a card.
var aboutWords = table(map[AboutField]string{
	AboutOrganisation: "org organisation organization company employer",
	AboutRole:         "role title job",
	AboutPlace:        "place city town country",
	AboutWork:         "work field does",
	AboutHowMet:       "howmet how-met met how",
})

// teller is a beginning of what is told about somebody.
type teller struct {
	words  string
	do     PeopleVerb
	field  AboutField // of about
	asked  bool       // of need
	before string     // words that begin what was done
}

// tellers are looked for in this order: of two that begin alike, the longer first.
var tellers = []teller{
	{words: "is called", do: CardRename},
	{words: "called", do: CardRename},
	{words: "renamed to", do: CardRename},
	{words: "rename to", do: CardRename},
	{words: "rename", do: CardRename},
	{words: "also known as", do: CardAlias},
	{words: "alias", do: CardAlias},
	{words: "aka", do: CardAlias},
	{words: "a.k.a", do: CardAlias},
	{words: "works at", do: CardAbout, field: AboutOrganisation},
	{words: "works for", do: CardAbout, field: AboutOrganisation},
	{words: "is at", do: CardAbout, field: AboutOrganisation},
	{words: "at", do: CardAbout, field: AboutOrganisation},
	{words: "lives in", do: CardAbout, field: AboutPlace},
	{words: "based in", do: CardAbout, field: AboutPlace},
	{words: "is in", do: CardAbout, field: AboutPlace},
	{words: "in", do: CardAbout, field: AboutPlace},
	{words: "urgently needs", do: CardNeed},
	{words: "really needs", do: CardNeed},
	{words: "needs", do: CardNeed},
	{words: "is looking for", do: CardNeed},
	{words: "looks for", do: CardNeed},
	{words: "asked me for", do: CardNeed, asked: true},
	{words: "asked me to", do: CardNeed, asked: true},
	{words: "asked for", do: CardNeed, asked: true},
	{words: "asks for", do: CardNeed, asked: true},
	{words: "asked to", do: CardNeed, asked: true},
	{words: "did", do: CardReceived},
	{words: "gave me", do: CardReceived},
	{words: "sent me", do: CardReceived},
	{words: "helped me with", do: CardReceived, before: "help with "},
	{words: "helped with", do: CardReceived, before: "help with "},
	{words: "helped me", do: CardReceived, before: "help to "},
	{words: "helped", do: CardReceived, before: "help to "},
	{words: "introduced me to", do: CardReceived, before: "an introduction to "},
	{words: "introduced by", do: CardThrough},
	{words: "came through", do: CardThrough},
	{words: "came via", do: CardThrough},
	{words: "through", do: CardThrough},
	{words: "via", do: CardThrough},
	{words: "got from me", do: CardDelivered},
	{words: "got", do: CardDelivered},
	{words: "received", do: CardDelivered},
}

// aboutCard reads what is to be written on a card. ok is false when the words
// tell another thing.
func (p *reader) aboutCard(card People) (People, bool, error) {
	if field, _ := p.fieldAt(p.i); field != "" {
		card.Do, card.About = CardAbout, p.fields()
		return card, true, p.fits(card)
	}
	if at(p.ts, p.i) == "met" && metHow[at(p.ts, p.i+1)] {
		card.Do, card.About = CardAbout, map[AboutField]string{AboutHowMet: saidOf(p.text, p.ts[p.i+1:])}
		return card, true, p.fits(card)
	}
	for _, t := range tellers {
		words := strings.Fields(t.words)
		if !p.says(words) {
			continue
		}
		if t.do == CardThrough {
			p.i += len(words)
			told, err := p.broughtIn(card)
			return told, true, err
		}
		rest := strings.TrimSpace(saidOf(p.text, p.ts[p.i+len(words):]))
		if card.Do = t.do; t.do == CardAbout {
			card.About = p.whereabouts(t.field, rest)
		} else {
			card = card.told(t, rest)
		}
		return card, true, p.fits(card)
	}
	return card, false, nil
}

// broughtIn reads through whom somebody is known.
func (p *reader) broughtIn(card People) (People, error) {
	if p.i >= len(p.ts) {
		return People{}, &Error{Kind: NoOther, Said: card.Who.Name}
	}
	p.first = card.Who.Contact
	other, err := p.somebody("other:")
	switch {
	case err != nil:
		return People{}, err
	case p.ask != nil:
		return People{Do: PeopleCard, Ask: p.ask}, nil
	case p.i < len(p.ts):
		return People{}, &Error{Kind: UnknownWord, Said: saidOf(p.text, p.ts[p.i:])}
	}
	card.Do, card.Other = CardThrough, other
	return card, nil
}

// metHow are the words after "met" that say how.
var metHow = map[string]bool{"at": true, "in": true, "through": true, "via": true, "during": true, "on": true, "by": true}

// says reports whether the words stand here.
func (p *reader) says(words []string) bool {
	for i, w := range words {
		if at(p.ts, p.i+i) != w {
			return false
		}
	}
	return true
}

// fieldAt reads "org:" and the beginning of "org:Acme": the field and where in
// the text its value begins.
func (p *reader) fieldAt(i int) (AboutField, int) {
	if i >= len(p.ts) || p.ts[i].kind != word {
		return "", 0
	}
	name, _, ok := strings.Cut(p.ts[i].text, ":")
	field := aboutWords[Fold(name)]
	if !ok || field == "" {
		return "", 0
	}
	return field, p.ts[i].start + len(name) + 1
}

// fields reads "org:Acme role:CTO place:New York".
func (p *reader) fields() map[AboutField]string {
	all := map[AboutField]string{}
	for p.i < len(p.ts) {
		field, from := p.fieldAt(p.i)
		for p.i++; p.i < len(p.ts); p.i++ {
			if next, _ := p.fieldAt(p.i); next != "" {
				break
			}
		}
		all[field] = unquoted(ended(strings.TrimSpace(p.text[from:p.ts[p.i-1].end])))
	}
	return all
}

// unquoted takes the quotation marks off a text that stands in them.
func unquoted(s string) string {
	if ts := scan(s); len(ts) == 1 && ts[0].kind == quotedName {
		return ts[0].text
	}
	return s
}

// whereabouts reads "Acme", and "Acme in Berlin" as two.
func (p *reader) whereabouts(field AboutField, rest string) map[AboutField]string {
	if i := strings.LastIndex(rest, " in "); field == AboutOrganisation && i > 0 {
		return map[AboutField]string{field: rest[:i], AboutPlace: strings.TrimSpace(rest[i+4:])}
	}
	return map[AboutField]string{field: unquoted(rest)}
}

// told fills a card with what was said after a teller's words.
func (card People) told(t teller, rest string) People {
	switch card.Do {
	case CardRename, CardAlias:
		card.Name = unquoted(rest)
	case CardNeed:
		card.Asked = t.asked
		if card.What, card.Urgency = urgency(rest); strings.HasPrefix(t.words, "urgently") {
			card.Urgency = domain.Urgent
		}
	default:
		if card.What = rest; rest != "" {
			card.What = t.before + rest
		}
	}
	return card
}

// urgencies are the words at the end of a need that say how urgent it is: "not
// urgent" is looked for before "urgent".
var urgencies = []struct {
	words string
	how   domain.Urgency
}{
	{"not urgent", domain.Someday},
	{"not urgently", domain.Someday},
	{"some day", domain.Someday},
	{"someday", domain.Someday},
	{"one day", domain.Someday},
	{"eventually", domain.Someday},
	{"no rush", domain.Someday},
	{"no hurry", domain.Someday},
	{"as soon as possible", domain.Urgent},
	{"urgently", domain.Urgent},
	{"urgent", domain.Urgent},
	{"asap", domain.Urgent},
	{"right now", domain.Urgent},
	{"now", domain.Urgent},
}

// urgency takes the words that say how urgent it is off the end of a need.
func urgency(what string) (string, domain.Urgency) {
	said := strings.TrimRight(what, " .!)")
	for _, u := range urgencies {
		if len(said) < len(u.words) || !strings.EqualFold(said[len(said)-len(u.words):], u.words) {
			continue
		}
		need := said[:len(said)-len(u.words)]
		if need == "" || strings.ContainsAny(need[len(need)-1:], " (,!-\n") {
			return ended(strings.TrimRight(need, " (,!")), u.how
		}
	}
	if strings.HasSuffix(what, "!!") {
		return said, domain.Urgent
	}
	return what, domain.Normal
}

// fits reports what is missing on a card, or too long.
func (p *reader) fits(card People) error {
	missing := map[PeopleVerb]ErrorKind{
		CardRename: NoNewName, CardAlias: NoNewName, CardNeed: NoNeed, CardReceived: NoValue, CardDelivered: NoValue,
	}
	if kind, ok := missing[card.Do]; ok && card.Name == "" && card.What == "" {
		return &Error{Kind: kind, Said: card.Who.Name}
	}
	for _, s := range card.About {
		if utf8.RuneCountInString(s) > longestNote {
			return &Error{Kind: TooLong, Said: "note"}
		}
	}
	switch explicit, _ := p.fieldAt(len(p.ts) - 1); {
	case utf8.RuneCountInString(card.Name) > longestName:
		return &Error{Kind: TooLong, Said: "name"}
	case utf8.RuneCountInString(card.What) > longestNote:
		return &Error{Kind: TooLong, Said: "note"}
	case card.Do == CardAbout && len(card.About) == 1 && explicit == "":
		for _, s := range card.About {
			if s == "" { // "Jane at"; "org:" takes it off
				return &Error{Kind: NoAbout, Said: card.Who.Name}
			}
		}
	}
	return nil
}

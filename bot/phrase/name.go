package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapport/domain"
)

const (
	longestName = 200 // characters
	mostPeople  = 20
	mostNear    = 5
)

// joiners stand between people, or between a person and the rest.
var joiners = map[string]bool{"and": true, "&": true, "with": true, "for": true, "w/": true, "und": true, "plus": true, "+": true, "/": true}

// articles lead up to a KIND behind a joiner.
var articles = map[string]bool{"a": true, "an": true, "the": true, "our": true, "another": true, "quick": true, "short": true, "long": true, "nice": true}

// titles may stand before a name without being part of it.
var titles = map[string]bool{"dr": true, "mr": true, "mrs": true, "ms": true, "prof": true}

// possessives lead to somebody who has no name here: "her sister".
var possessives = map[string]bool{"her": true, "his": true, "their": true, "my": true, "our": true}

// particles are the small words inside names.
var particles = map[string]bool{
	"van": true, "von": true, "de": true, "der": true, "den": true, "di": true, "da": true, "la": true, "le": true,
	"al": true, "bin": true, "ibn": true, "el": true, "dos": true, "du": true, "ter": true, "zu": true, "y": true, "af": true, "av": true,
}

// settle turns what a name may mean into one person, or into a question. said
// are the words, fresh the name it would be for somebody new.
func (p *reader) settle(said, fresh string, may []domain.Known, sure bool) error {
	key := "who:" + Fold(said)
	switch answer := p.answers[key]; answer {
	case "":
	case "new":
		return p.add(Who{Name: fresh})
	default:
		return p.addKnown(domain.ContactID(answer), may)
	}
	if sure && len(may) == 1 {
		return p.add(Who{Contact: may[0].Contact, Name: may[0].Name, Slack: may[0].Slack})
	}
	if len(may) == 0 {
		return p.add(Who{Name: fresh})
	}
	p.askWho(said, fresh, may)
	return nil
}

// askWho asks which of several is meant, or whether it is somebody new. Only the
// first question is put.
func (p *reader) askWho(said, fresh string, may []domain.Known) {
	if p.ask != nil {
		return
	}
	p.ask = &Question{Kind: WhichPerson, Key: "who:" + Fold(said), Said: said}
	for _, k := range may[:min(len(may), 9)] {
		p.ask.Options = append(p.ask.Options, Option{Means: Somebody, Name: k.Name, Value: string(k.Contact)})
	}
	p.ask.Options = append(p.ask.Options, Option{Means: SomebodyNew, Name: fresh, Value: "new"})
}

// addKnown adds a contact that an answer named.
func (p *reader) addKnown(id domain.ContactID, may []domain.Known) error {
	for _, k := range may {
		if k.Contact == id {
			return p.add(Who{Contact: id, Name: k.Name, Slack: k.Slack})
		}
	}
	all, err := p.names.AllNames()
	if err != nil {
		return err
	}
	for _, k := range all {
		if k.Contact == id {
			return p.add(Who{Contact: id, Name: k.Name, Slack: k.Slack})
		}
	}
	return domain.Fault(domain.KindNotFound, "contact", nil)
}

// add adds a person once.
func (p *reader) add(w Who) error {
	w.Name = strings.TrimRight(strings.TrimSpace(w.Name), ",;:.!?")
	switch {
	case w.Name == "" && w.Slack == "":
		return &Error{Kind: NoName}
	case utf8.RuneCountInString(w.Name) > longestName:
		return &Error{Kind: TooLong, Said: "name"}
	}
	for _, x := range p.met.Who {
		if x.Contact != "" && x.Contact == w.Contact || x.Contact == "" && w.Contact == "" && Fold(x.Name) == Fold(w.Name) && x.Slack == w.Slack {
			return nil
		}
	}
	if len(p.met.Who) == mostPeople {
		return &Error{Kind: TooMany}
	}
	p.met.Who = append(p.met.Who, w)
	return nil
}

// mentioned adds the person of a mention: the contact who is that Slack user,
// or somebody new.
func (p *reader) mentioned(id string) error {
	all, err := p.names.AllNames()
	if err != nil {
		return err
	}
	for _, k := range all {
		if k.Slack == id {
			return p.add(Who{Contact: k.Contact, Name: k.Name, Slack: id})
		}
	}
	return p.add(Who{Slack: id})
}

// unknown adds somebody the member does not know yet, or asks whether a name
// that is nearly the same was meant.
func (p *reader) unknown(name string) error {
	if strings.IndexFunc(name, unicode.IsLetter) < 0 {
		return &Error{Kind: NoName, Said: name}
	}
	may, err := near(Fold(name), p.names)
	if err != nil {
		return err
	}
	return p.settle(name, capitalise(name), may, false)
}

// capitalise writes a name that was typed all in small letters as names are written.
func capitalise(name string) string {
	if name != strings.ToLower(name) {
		return name
	}
	ws := strings.Fields(name)
	for i, w := range ws {
		if i == 0 || !particles[w] {
			r, size := utf8.DecodeRuneInString(w)
			ws[i] = string(unicode.ToUpper(r)) + w[size:]
		}
	}
	return strings.Join(ws, " ")
}

// near returns the contacts whose name is nearly folded.
func near(folded string, names Names) ([]domain.Known, error) {
	all, err := names.AllNames()
	if err != nil {
		return nil, err
	}
	type hit struct {
		domain.Known
		d int
	}
	var hits []hit
	allowed := slack(folded)
	for _, k := range all {
		if !k.Whole && strings.Contains(folded, " ") {
			continue
		}
		if d := distance(folded, k.Key); d <= allowed {
			hits = append(hits, hit{k, d})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		if a.d != b.d {
			return a.d - b.d
		}
		return strings.Compare(a.Name, b.Name)
	})
	var may []domain.Known
	for _, h := range hits {
		may = append(may, h.Known)
	}
	may = distinct(may)
	return may[:min(len(may), mostNear)], nil
}

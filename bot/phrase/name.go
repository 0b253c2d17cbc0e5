package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapport/domain"
)

const (
	longestName  = 200 // characters
	longestKnown = 6   // words of a known name that are looked for
	mostPeople   = 20
	mostNear     = 5
)

// joiners stand between people, or between a person and the rest.
var joiners = map[string]bool{"and": true, "&": true, "with": true, "for": true, "w/": true, "und": true, "plus": true}

// particles are the small words inside names.
var particles = map[string]bool{
	"van": true, "von": true, "de": true, "der": true, "den": true, "di": true, "da": true, "la": true, "le": true,
	"al": true, "bin": true, "ibn": true, "el": true, "dos": true, "du": true, "ter": true, "zu": true, "y": true, "af": true, "av": true,
}

// candidates asks once for every name that could stand in the text: each run of
// words, up to the longest.
func (p *reader) candidates() (map[string][]domain.Known, error) {
	var keys []string
	seen := map[string]bool{}
	for i := range p.ts[:min(len(p.ts), 60)] {
		for _, key := range p.runs(i) {
			if !seen[key] {
				seen[key] = true
				keys = append(keys, key)
			}
		}
	}
	found := make(map[string][]domain.Known)
	if len(keys) == 0 {
		return found, nil
	}
	known, err := p.names.Exact(keys)
	if err != nil {
		return nil, err
	}
	for _, k := range known {
		found[k.Key] = append(found[k.Key], k)
	}
	return found, nil
}

// runs returns the folded runs of words from i, shortest first; a quoted name
// is a run by itself.
func (p *reader) runs(i int) []string {
	if p.ts[i].kind == quotedName {
		return []string{Fold(p.ts[i].text)}
	}
	var all []string
	run := ""
	for n := 0; n < longestKnown && i+n < len(p.ts) && p.ts[i+n].kind == word; n++ {
		if p.ts[i+n].fold == "" {
			break
		}
		run = strings.TrimSpace(run + " " + p.ts[i+n].fold)
		all = append(all, run)
	}
	return all
}

// knownAt returns the longest known name at i: those it may mean, and how many
// tokens it takes. A whole name wins over a word of one.
func (p *reader) knownAt(i int) (who []domain.Known, n int) {
	runs := p.runs(i)
	for n := len(runs); n > 0; n-- {
		all := p.known[runs[n-1]]
		if whole := slices.DeleteFunc(slices.Clone(all), func(k domain.Known) bool { return !k.Whole }); len(whole) > 0 {
			return distinct(whole), n
		}
		if n == 1 && len(all) > 0 {
			if kind, _ := kindAt(p.ts[i : i+1]); kind != "" { // "lunch", with a Tom Lunch known
				return nil, 0
			}
			return distinct(all), 1
		}
	}
	return nil, 0
}

func distinct(all []domain.Known) []domain.Known {
	seen := map[domain.ContactID]bool{}
	return slices.DeleteFunc(slices.Clone(all), func(k domain.Known) bool {
		again := seen[k.Contact]
		seen[k.Contact] = true
		return again
	})
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
	if p.ask == nil {
		q := &Question{Kind: WhichPerson, Key: key, Said: said}
		for _, k := range may[:min(len(may), 9)] {
			q.Options = append(q.Options, Option{Label: k.Name, Value: string(k.Contact)})
		}
		p.ask = &Question{Kind: q.Kind, Key: q.Key, Said: q.Said, Options: append(q.Options, Option{Label: "Someone new: " + fresh, Value: "new"})}
	}
	return nil
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

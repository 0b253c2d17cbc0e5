package phrase

import (
	"iter"
	"slices"
	"strings"

	"rapport/domain"
)

const (
	// longestKnown is how many words of a known name are looked for.
	longestKnown = 6
	// mostNamed is how many tokens of a text are looked through for names.
	mostNamed = 60
)

// naming returns the tokens in which people may be named.
func (p *reader) naming() []token {
	ts := p.ts[:min(len(p.ts), mostNamed)]
	if !p.noted {
		return ts
	}
	for i, t := range ts {
		if t.kind == dash || t.kind == lineBreak {
			return ts[:i]
		}
	}
	return ts
}

// Named returns whom a text may name, so that they can be looked up before [ParseMet]
// reads it: the keys are those that it asks for first of all.
func Named(text string) domain.Named {
	p := metReader(text, dash, lineBreak)
	n := domain.Named{Keys: p.keys()}
	if slices.ContainsFunc(p.ts, token.joins) {
		p.names, p.today, p.met.On = nobody{}, someday, someday
		p.several(&n)
	}
	return n
}

// someday is the date on which a text is read of which only the people matter.
var someday = domain.On(2000, 1, 1)

// nobody is what a member knows who knows nobody.
type nobody struct{}

func (nobody) Exact([]string) ([]domain.Known, error) { return nil, nil }
func (nobody) AllNames() ([]domain.Known, error)      { return nil, nil }

// joins reports whether somebody may be named beside a token, or in it by their mention.
func (t token) joins() bool {
	return t.kind == comma || t.kind == mention || t.kind == word && joiners[t.fold]
}

// several puts into n whom a text names if all of them are new: each with the keys under
// which they may be known after all. A text that can't be read so names one.
func (p *reader) several(n *domain.Named) {
	for _, step := range []func() error{p.leading, p.people, p.details} {
		if step() != nil {
			return
		}
	}
	for _, who := range p.met.Who {
		if who.Slack != "" {
			n.Users = append(n.Users, who.Slack)
			continue
		}
		name := metReader(who.Name)
		runs := name.runs(0)
		var keys []string
		for i := range runs.many {
			keys = slices.AppendSeq(keys, spellings(runs.of(i+1)))
		}
		n.Each = append(n.Each, keys)
	}
	if len(p.met.Who) < 2 {
		n.Each = nil
	}
}

// lookUp finds the known names of the text, and once more when words turn out
// to be two names in one.
func (p *reader) lookUp() (err error) {
	if p.known, err = p.candidates(); err == nil && p.unstick() {
		p.known, err = p.candidates()
	}
	return err
}

// candidates asks once for every name that could stand in the text.
func (p *reader) candidates() (map[string][]domain.Known, error) {
	found := make(map[string][]domain.Known)
	keys := p.keys()
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

// keys are those of every name that could stand in the text: each run of words, up to
// the longest, and each word of what may be two names in one.
func (p *reader) keys() []string {
	naming := p.naming()
	var keys []string
	seen := map[string]bool{}
	want := func(key string) {
		if key != "" && !seen[key] {
			if seen[key] = true; keys == nil {
				keys = make([]string, 0, 2*len(naming))
			}
			keys = append(keys, key)
		}
	}
	for i := range naming {
		runs := p.runs(i)
		for n := range runs.many {
			for key := range spellings(runs.of(n + 1)) {
				want(key)
			}
		}
		forename, _, _ := strings.Cut(p.ts[i].fold, "-")
		want(forename)
		for _, side := range sides(p.ts[i]) {
			want(side.fold)
		}
	}
	return keys
}

// runs are the folded runs of words from one token on: the beginnings of the longest.
type runs struct {
	longest string
	ends    [longestKnown]int // in it, of each
	many    int
}

// of is the run of n words, from 1.
func (r *runs) of(n int) string { return r.longest[:r.ends[n-1]] }

// runs returns the runs of words from i; a quoted name is a run by itself. Words that
// are written in one stay so.
func (p *reader) runs(i int) (r runs) {
	if p.ts[i].kind == quotedName {
		r.longest, r.many = Fold(p.ts[i].text), 1
		r.ends[0] = len(r.longest)
		return r
	}
	var room [128]byte
	longest := room[:0]
	for ; r.many < longestKnown && i+r.many < len(p.ts) && p.ts[i+r.many].kind == word; r.many++ {
		t := &p.ts[i+r.many]
		if t.fold == "" {
			break
		}
		if r.many > 0 && t.start > p.ts[i+r.many-1].end {
			longest = append(longest, ' ')
		}
		longest = append(longest, t.fold...)
		r.ends[r.many] = len(longest)
	}
	if r.longest = p.ts[i].fold; r.many > 1 {
		r.longest = string(longest)
	}
	return r
}

// spellings are the keys under which a run of words may be known: as it stands,
// with spaces for its hyphens, without a genitive's 's.
func spellings(run string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(run) || strings.Contains(run, "-") && !yield(unhyphened(run)) {
			return
		}
		if name, ok := strings.CutSuffix(run, "'s"); ok {
			yield(name)
		}
	}
}

func unhyphened(folded string) string {
	if !strings.Contains(folded, "-") {
		return folded
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(folded, "-", " ")), " ")
}

// knownAt returns the longest known name at i: those it may mean, and how many
// tokens it takes. A whole name wins over a word of one.
func (p *reader) knownAt(i int) (who []domain.Known, n int) {
	runs := p.runs(i)
	for n := runs.many; n > 0; n-- {
		for key := range spellings(runs.of(n)) {
			all := p.known[key]
			if slices.ContainsFunc(all, whole) {
				return those(all, whole), n
			}
			if strings.Contains(key, " ") {
				all = slices.Concat(all, p.beginning(p.ts[i].fold, key))
			}
			if len(all) == 0 {
				continue
			}
			if kind, _ := kindAt(p.ts[i : i+1]); n == 1 && kind != "" { // "lunch", with a Tom Lunch known
				return nil, 0
			}
			return distinct(all), n
		}
	}
	return nil, 0
}

func whole(k domain.Known) bool { return k.Whole }

func anybody(domain.Known) bool { return true }

// beginning returns those known under their first word whose name begins with
// all the words of run: "mary jane" is Mary Jane Watson.
func (p *reader) beginning(first, run string) []domain.Known {
	var all []domain.Known
	first, _, _ = strings.Cut(first, "-")
	run = unhyphened(run)
	for _, k := range p.known[first] {
		if beginsWith(unhyphened(Fold(k.Name)), run) {
			all = append(all, k)
		}
	}
	return all
}

// forename reports whether key is how a known name begins, rather than a
// surname that many share.
func forename(k domain.Known) bool {
	return k.Whole || beginsWith(Fold(k.Name), k.Key)
}

// beginsWith reports whether the first words of a name are those.
func beginsWith(name, words string) bool {
	rest, ok := strings.CutPrefix(name, words)
	return ok && (rest == "" || rest[0] == ' ')
}

// distinct returns each of all once, in a slice of its own.
func distinct(all []domain.Known) []domain.Known { return those(all, anybody) }

// those returns each of all who is wanted, once, in a slice of its own.
func those(all []domain.Known, wanted func(domain.Known) bool) []domain.Known {
	some := make([]domain.Known, 0, len(all))
	seen := map[domain.ContactID]bool{}
	for _, k := range all {
		if wanted(k) && !seen[k.Contact] {
			seen[k.Contact] = true
			some = append(some, k)
		}
	}
	return some
}

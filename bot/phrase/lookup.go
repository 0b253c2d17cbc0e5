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

// Named returns the keys that [ParseMet] asks for first of all of a text: whom it may
// name can be looked up before.
func Named(text string) []string {
	return metReader(text).keys()
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
	var keys []string
	seen := map[string]bool{}
	want := func(key string) {
		if key != "" && !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	for i := range p.naming() {
		for _, run := range p.runs(i) {
			for key := range spellings(run) {
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

// runs returns the folded runs of words from i, shortest first; a quoted name
// is a run by itself. Words that are written in one stay so.
func (p *reader) runs(i int) []string {
	if p.ts[i].kind == quotedName {
		return []string{Fold(p.ts[i].text)}
	}
	var longest []byte
	var ends []int
	for n := 0; n < longestKnown && i+n < len(p.ts) && p.ts[i+n].kind == word; n++ {
		t := p.ts[i+n]
		if t.fold == "" {
			break
		}
		if n > 0 && t.start > p.ts[i+n-1].end {
			longest = append(longest, ' ')
		}
		longest = append(longest, t.fold...)
		ends = append(ends, len(longest))
	}
	all, run := make([]string, len(ends)), string(longest)
	for n, end := range ends {
		all[n] = run[:end]
	}
	return all
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
	for n := len(runs); n > 0; n-- {
		for key := range spellings(runs[n-1]) {
			all := p.known[key]
			if slices.ContainsFunc(all, whole) {
				return distinct(slices.DeleteFunc(slices.Clone(all), func(k domain.Known) bool { return !k.Whole })), n
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

func distinct(all []domain.Known) []domain.Known {
	if len(all) == 1 {
		return slices.Clone(all)
	}
	seen := map[domain.ContactID]bool{}
	return slices.DeleteFunc(slices.Clone(all), func(k domain.Known) bool {
		again := seen[k.Contact]
		seen[k.Contact] = true
		return again
	})
}

package domain

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// spelling is one name of a contact, folded and in words.
type spelling struct {
	c     *Contact
	words []string
}

// crowd is how many names may begin alike before they say nothing any more:
// beyond it, they are not compared.
const crowd = 64

// samePerson fires for two contacts that look like one person, each pair once for
// good. Which of the two has more history is named first.
func samePerson(in *prompting) (PromptItem, bool) {
	for _, pair := range twins(in.p.Contacts) {
		said := false
		for _, t := range []Telling{
			{Rule: SamePerson, Contact: pair[0].ID, Subject: string(pair[1].ID)},
			{Rule: SamePerson, Contact: pair[1].ID, Subject: string(pair[0].ID)},
		} {
			_, times := in.told(t)
			said = said || times > 0
		}
		if !said {
			return PromptItem{Contacts: pair[:]}, true
		}
	}
	return PromptItem{}, false
}

// twins finds the pairs of contacts whose names are near, by name. Names are
// compared within buckets: those that share a word, and those that share all
// words but one and the first letter of that.
func twins(all []*Contact) [][2]*Contact {
	f := finder{
		words: make(map[string][]spelling), but: make(map[string][]spelling), slack: make(map[string][]spelling),
		found: make(map[[2]ContactID][2]*Contact), fuller: make(map[ContactID]map[ContactID]bool),
	}
	for _, c := range all {
		if !c.Archived && !c.Removed {
			f.file(c)
		}
	}
	f.compare(f.slack, func(a, b spelling) bool { return true })
	f.compare(f.words, func(a, b spelling) bool { return f.within(a, b) || f.within(b, a) })
	f.compare(f.but, nearly)
	var pairs [][2]*Contact
	for _, pair := range f.found {
		// "Jane" is no spelling of one of two Janes more than of the other.
		if len(f.fuller[pair[0].ID]) < 2 && len(f.fuller[pair[1].ID]) < 2 {
			pairs = append(pairs, pair)
		}
	}
	slices.SortFunc(pairs, func(a, b [2]*Contact) int { return cmp.Or(byName(a[0], b[0]), byName(a[1], b[1])) })
	for i, pair := range pairs {
		slices.SortFunc(pair[:], func(a, b *Contact) int {
			return cmp.Or(cmp.Compare(b.Touched.Count, a.Touched.Count), a.Added.Compare(b.Added), byName(a, b))
		})
		pairs[i] = pair
	}
	return pairs
}

type finder struct {
	words, but, slack map[string][]spelling
	found             map[[2]ContactID][2]*Contact
	// fuller are those whose names hold all words of a contact's and more.
	fuller map[ContactID]map[ContactID]bool
	key    []byte // the newest of but
}

// file puts the names of a contact into buckets.
func (f *finder) file(c *Contact) {
	if c.SlackUser != "" {
		f.slack[c.SlackUser] = append(f.slack[c.SlackUser], spelling{c: c})
	}
	f.spelt(c, c.Name)
	for _, name := range c.Aliases {
		f.spelt(c, name)
	}
}

func (f *finder) spelt(c *Contact, name string) {
	s := spelling{c, strings.Fields(fold(name))}
	for i, w := range s.words {
		if !slices.Contains(s.words[:i], w) {
			f.words[w] = append(f.words[w], s)
		}
		f.key = f.key[:0]
		for j, other := range s.words {
			if j == i {
				initial, _ := utf8.DecodeRuneInString(w)
				f.key = append(utf8.AppendRune(f.key, initial), "…"...)
			} else {
				f.key = append(f.key, other...)
			}
			f.key = append(f.key, ' ')
		}
		key := string(f.key)
		f.but[key] = append(f.but[key], s)
	}
}

// compare looks at all pairs of names in each bucket.
func (f *finder) compare(buckets map[string][]spelling, same func(a, b spelling) bool) {
	for _, bucket := range buckets {
		if len(bucket) > crowd {
			continue
		}
		for i, a := range bucket {
			for _, b := range bucket[i+1:] {
				if a.c != b.c && !contradict(a.c, b.c) && same(a, b) {
					pair := [2]*Contact{a.c, b.c}
					if byName(b.c, a.c) < 0 {
						pair = [2]*Contact{b.c, a.c}
					}
					f.found[[2]ContactID{pair[0].ID, pair[1].ID}] = pair
				}
			}
		}
	}
}

// contradict reports whether two contacts are surely not one person.
func contradict(a, b *Contact) bool {
	return a.SlackUser != "" && b.SlackUser != "" && a.SlackUser != b.SlackUser
}

// within reports whether all words of a stand in b, an initial for a word that
// begins with it. One word at least must stand there in full.
func (f *finder) within(a, b spelling) bool {
	if len(a.words) > len(b.words) {
		return false
	}
	full, used := 0, make([]bool, len(b.words))
	for _, w := range a.words {
		i := slices.Index(b.words, w)
		if i >= 0 && !used[i] {
			used[i] = true
			if utf8.RuneCountInString(w) > 1 {
				full++
			}
			continue
		}
		i = slices.IndexFunc(b.words, func(x string) bool {
			return utf8.RuneCountInString(w) == 1 && strings.HasPrefix(x, w)
		})
		if i < 0 || used[i] {
			return false
		}
		used[i] = true
	}
	if full == 0 {
		return false
	}
	if !slices.Equal(sorted(a.words), sorted(b.words)) {
		if f.fuller[a.c.ID] == nil {
			f.fuller[a.c.ID] = make(map[ContactID]bool)
		}
		f.fuller[a.c.ID][b.c.ID] = true
	}
	return true
}

func sorted(words []string) []string { return slices.Sorted(slices.Values(words)) }

// nearly reports whether two names of as many words differ in one word, by a slip
// of the finger.
func nearly(a, b spelling) bool {
	if len(a.words) != len(b.words) {
		return false
	}
	differ := -1
	for i := range a.words {
		switch {
		case a.words[i] == b.words[i]:
		case differ >= 0:
			return false
		default:
			differ = i
		}
	}
	return differ >= 0 && slip(a.words[differ], b.words[differ])
}

const (
	// A word with a letter left out, doubled or changed places is the same from
	// this length on; one with another letter only when it is longer: Tim is not
	// Tom, and Martin not Marvin.
	slipLetters  = 4
	otherLetters = 7
)

// slip reports whether two words are one edit apart: a letter more, two letters
// changed over, or another letter. Numbers are never misspelt.
func slip(a, b string) bool {
	r, s := []rune(a), []rune(b)
	if len(r) > len(s) {
		r, s = s, r
	}
	if len(r) < slipLetters || len(s)-len(r) > 1 || strings.ContainsAny(a+b, "0123456789") {
		return false
	}
	i := 0
	for i < len(r) && r[i] == s[i] {
		i++
	}
	switch {
	case len(r) < len(s):
		return slices.Equal(r[i:], s[i+1:])
	case i+1 < len(r) && r[i] == s[i+1] && r[i+1] == s[i] && slices.Equal(r[i+2:], s[i+2:]):
		return true
	}
	return len(r) >= otherLetters && i < len(r) && slices.Equal(r[i+1:], s[i+1:])
}

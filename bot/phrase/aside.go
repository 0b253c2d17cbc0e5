package phrase

import "strings"

// longestAside is how many words stand between people and KIND or WHEN without
// being a name: "and her little sister".
const longestAside = 4

// aside takes the words about somebody without a name that stand before KIND or
// WHEN: "Jane and her sister coffee". They begin the note.
func (p *reader) aside() bool {
	from := p.i
	p.joint()
	if p.i >= len(p.ts) || !possessives[p.ts[p.i].fold] || !p.takeAside(from) {
		p.i = from
		return false
	}
	return true
}

// takeAside takes the words from p.i to the next KIND or WHEN, if it is near,
// and keeps what was said since from for the note.
func (p *reader) takeAside(from int) bool {
	to := p.i
	for to < p.i+longestAside && p.ordinary(to) {
		if w := p.ts[to].fold; smallWords[w] && !possessives[w] {
			return false // "her book was great" is a sentence
		}
		to++
	}
	next := to
	for next < len(p.ts) && p.ts[next].kind == comma {
		next++
	}
	if to == p.i || !p.dueAt(next) {
		return false
	}
	for from < p.i && p.ts[from].kind == comma {
		from++
	}
	p.asides = append(p.asides, saidOf(p.text, p.ts[from:to]))
	p.i = next
	return true
}

// dueAt reports whether a KIND or WHEN begins at i that was not said yet.
func (p *reader) dueAt(i int) bool {
	if i >= len(p.ts) {
		return false
	}
	if _, n := kindAt(p.ts[i:]); n > 0 {
		return !p.met.KindSaid
	}
	return !p.when && p.detailAt(i)
}

// withAsides puts what was said aside before the rest of the note.
func (p *reader) withAsides(note string) string {
	if note != "" {
		return strings.Join(append(p.asides, note), ", ")
	}
	return strings.Join(p.asides, ", ")
}

package domain

import "hash/fnv"

// Cadence is a rhythm of contact: the ideal and the maximum gap, in days.
// The zero Cadence is "not chosen".
type Cadence struct {
	Ideal   int `json:"ideal"`
	Maximum int `json:"maximum"`
}

// longestGap is the longest gap that can be chosen, in days: ten years.
const longestGap = 3650

// Every is the rhythm meant by "every n days": overdue after twice that.
func Every(n int) Cadence { return Cadence{Ideal: n, Maximum: min(2*n, longestGap)} }

// IsZero reports whether no rhythm was chosen.
func (r Cadence) IsZero() bool { return r == Cadence{} }

// Valid reports whether 1 ≤ ideal ≤ maximum ≤ ten years.
func (r Cadence) Valid() bool {
	return r.Ideal >= 1 && r.Ideal <= r.Maximum && r.Maximum <= longestGap
}

// whole fills in the maximum when only the ideal gap was said. KindInvalid for
// what is no rhythm.
func (r Cadence) whole() (Cadence, error) {
	if r.Maximum == 0 && r.Ideal > 0 {
		r = Every(r.Ideal)
	}
	if !r.Valid() {
		return Cadence{}, Fault(KindInvalid, "rhythm", nil)
	}
	return r, nil
}

// Rhythm returns the cadence in force for c: its own, else the shortest of its
// tags', else its phase's.
func (r Resolved) Rhythm(c *Contact) (Cadence, CadenceSource) {
	if !c.Cadence.IsZero() {
		return c.Cadence, FromContact
	}
	var shortest Cadence
	for _, tag := range c.Tags {
		own, ok := r.TagCadences[tag]
		if ok && (shortest.IsZero() || own.Ideal < shortest.Ideal ||
			own.Ideal == shortest.Ideal && own.Maximum < shortest.Maximum) {
			shortest = own
		}
	}
	if !shortest.IsZero() {
		return shortest, FromTag
	}
	return r.Cadences[c.Phase], FromPhase
}

// Due returns the date on which c falls due, jitter included, under r: counted
// from the last interaction, or from the day c was added, and never while c is
// snoozed. The zero date means never: c rests or has left the portfolio.
func (r Resolved) Due(c *Contact) Date {
	if !c.active() {
		return Date{}
	}
	rhythm, _ := r.Rhythm(c)
	return latest(c.since().AddDays(rhythm.Ideal+jitter(c.Name, rhythm)), c.SnoozedUntil)
}

// active reports whether c may be nudged at all.
func (c *Contact) active() bool { return !c.Resting && !c.Archived && !c.Removed }

// since is the date that gaps are counted from.
func (c *Contact) since() Date {
	if c.Touched.Last.IsZero() {
		return c.Added
	}
	return c.Touched.Last
}

// jitter spreads people met on one day over several: a number of days that is
// always the same for one name, at most a tenth of the ideal gap and never past
// the maximum. A name, unlike an id, is the same wherever a story is told again.
func jitter(name string, r Cadence) int {
	room := min(r.Ideal/10, r.Maximum-r.Ideal)
	if room <= 0 {
		return 0
	}
	h := fnv.New32a()
	h.Write([]byte(name))
	return int(h.Sum32() % uint32(room+1))
}

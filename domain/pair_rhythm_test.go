package domain

import "testing"

// TestPaired: with a partner it counts what either has logged, unless the member has
// chosen a rhythm for them.
func TestPaired(t *testing.T) {
	plain := func(parts ...func(*Contact)) *Contact {
		c := person("Jane", Relating, 40)
		c.Cadence = Cadence{}
		for _, part := range parts {
			part(c)
		}
		return c
	}
	for name, tc := range map[string]struct {
		c     *Contact
		pairs func(*Portfolio)
		want  PairRhythm
	}{
		"nobody's partner":       {plain(), nil, PairRhythm{}},
		"another's partner":      {plain(), partner(Mentee, 50, metAgo(20), func(p *Partnership) { p.Mentor = "UOTHER" }), PairRhythm{}},
		"never met":              {plain(), partner(Mentee, 5), PairRhythm{Due: in(9)}},
		"a mentee":               {plain(), partner(Mentee, 50, metAgo(30, 4)), PairRhythm{Last: ago(4), Due: in(10)}},
		"a mentor, later":        {plain(), partner(Mentor, 50, metAgo(30, 4)), PairRhythm{Last: ago(4), Due: in(13)}},
		"snoozed":                {plain(snoozed(in(20))), partner(Mentee, 50, metAgo(4)), PairRhythm{Last: ago(4), Due: in(20)}},
		"pauses":                 {plain(), partner(Mentee, 50, metAgo(4), backIn(30)), PairRhythm{Last: ago(4), Due: in(30)}},
		"two pairs":              {plain(), both(partner(Mentee, 50, metAgo(30)), partner(Mentee, 50, metAgo(2))), PairRhythm{Last: ago(2), Due: ago(16)}},
		"a rhythm of one's own":  {plain(func(c *Contact) { c.Cadence = Every(7) }), partner(Mentee, 50, metAgo(4)), PairRhythm{}},
		"no word of it is asked": {plain(mutes(SessionDue)), partner(Mentee, 50, metAgo(4)), PairRhythm{}},
	} {
		p := keeps(tc.c)
		if tc.pairs != nil {
			tc.pairs(&p)
		}
		if got := p.Member.Settings(p.Policy).Paired(tc.c, p.Partnerships); got != tc.want {
			t.Errorf("%s: got %v, want %v", name, got, tc.want)
		}
	}
}

package domain

import "slices"

// Judge says whether c may move to phase to on today, and what is missing. It
// is the whole law of docs/phases.md: back is free, and so is forward up
// to the furthest phase; one beyond the furthest, from wherever c stands now,
// needs the evidence in the furthest phase's row; two beyond is never legal.
//
// c must be loaded with its history. rhythm is the cadence in force for it.
func Judge(c *Contact, to Phase, today Date, th Thresholds, rhythm Cadence) Verdict {
	v := Verdict{To: to}
	switch {
	case to < Identifying || to > Capitalizing:
		return v
	case to <= c.Furthest:
		v.Legal = true
		return v
	case to > c.Furthest+1:
		v.TooFar = true
		return v
	}
	v.Checks, v.Missing = facts{contact: c, today: today, thresholds: th, rhythm: rhythm}.row(c.Furthest)
	v.Legal = len(v.Missing) == 0
	return v
}

// longestRow is how many pieces of evidence a phase's row has at most.
const longestRow = 5

// row looks at the evidence in a phase's row: all of it, and what of it is missing.
func (f facts) row(in Phase) (checks, missing []Check) {
	checks = make([]Check, 0, longestRow)
	for i := range evidenceTable {
		if rule := &evidenceTable[i]; rule.In == in {
			checks = append(checks, rule.check(f))
		}
	}
	for _, check := range checks {
		instead := func(c Check) bool { return c.Held && c.AnyOf != "" && c.AnyOf == check.AnyOf }
		if !check.Held && !slices.ContainsFunc(checks, instead) {
			if missing == nil {
				missing = make([]Check, 0, longestRow)
			}
			missing = append(missing, check)
		}
	}
	return checks, missing
}

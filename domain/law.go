package domain

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
	f := facts{contact: c, today: today, thresholds: th, rhythm: rhythm}
	held := make(map[string]bool)
	for _, rule := range evidenceTable {
		if rule.In == c.Furthest {
			check := rule.check(f)
			v.Checks = append(v.Checks, check)
			held[check.AnyOf] = held[check.AnyOf] || check.Held
		}
	}
	for _, check := range v.Checks {
		if !check.Held && (check.AnyOf == "" || !held[check.AnyOf]) {
			v.Missing = append(v.Missing, check)
		}
	}
	v.Legal = len(v.Missing) == 0
	return v
}

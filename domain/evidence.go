package domain

import "slices"

// EvidenceName names a row of the evidence table, "two-days".
type EvidenceName string

// The evidence so far.
const (
	Met             EvidenceName = "met"
	TwoDays         EvidenceName = "two-days"
	NothingOverdue  EvidenceName = "nothing-overdue"
	PromiseWasKept  EvidenceName = "promise-kept"
	TheyInitiated   EvidenceName = "they-initiated"
	TheySharedNeed  EvidenceName = "they-shared-a-need"
	ValueDelivered  EvidenceName = "value-delivered"
	ValueRecognised EvidenceName = "value-recognised"
	TwoSignals      EvidenceName = "two-signals"
	InTouch         EvidenceName = "in-touch"
)

// Check is one piece of evidence looked at: there, with its date, or missing.
type Check struct {
	Name EvidenceName
	In   Phase // in whose row it stands
	Held bool
	// On is the date of what holds it, zero when missing or when it is a state.
	On Date
	// Have and Need count it: "1 of 2 different days". Both are 0 for a state.
	Have, Need int
	// AnyOf groups checks of which one is enough; "" stands alone.
	AnyOf string
	// Records is the signal that would supply it with one click; "" if none does.
	Records SignalKind
}

// Verdict says whether a contact may move to a phase, and if not, why.
type Verdict struct {
	To      Phase
	Legal   bool
	TooFar  bool    // more than one beyond the furthest
	Checks  []Check // everything looked at, nil when no evidence is needed
	Missing []Check // what of it is not there; for an AnyOf group, all of it
}

// evidenceRule is one row of the table: what must have been seen before a
// relationship goes one phase further than it has ever been.
type evidenceRule struct {
	Name EvidenceName
	// In is the phase in whose row it stands; it opens the next.
	In Phase
	// AnyOf groups rules of one row of which one is enough.
	AnyOf string
	// Records lists the signals that supply it, the likeliest first.
	Records []SignalKind
	// Look fills in Held, On, Have and Need.
	Look func(f facts) Check
}

// facts is what a rule may look at.
type facts struct {
	contact    *Contact
	today      Date
	thresholds Thresholds
	rhythm     Cadence
}

// whatTheyShow groups the signs that the interest is not one-sided.
const whatTheyShow = "it goes both ways"

// ripe are the signals that say somebody welcomes being asked.
var ripe = []SignalKind{RepliedPromptly, Accepted, Initiated, Candid, SeeksMeOut}

// evidenceTable is the table of docs/phases.md, which is written from it. A new
// sort of evidence is a new row; the law in [Judge] does not change with it.
var evidenceTable = []evidenceRule{
	{
		Name: Met, In: Identifying,
		Look: func(f facts) Check {
			days := f.contact.days()
			return nth(days, f.thresholds.IntroducedTouches, len(days))
		},
	},
	{
		Name: TwoDays, In: Relating,
		Look: func(f facts) Check {
			days := slices.Compact(f.contact.days())
			return nth(days, f.thresholds.RelatingDays, len(days))
		},
	},
	{
		Name: NothingOverdue, In: Relating,
		Look: nothingOverdue,
	},
	{
		Name: PromiseWasKept, In: Relating, AnyOf: whatTheyShow,
		Look: func(f facts) Check {
			kept := f.contact.keptOn()
			return nth(kept, f.thresholds.PromisesKept, len(kept))
		},
	},
	{
		Name: TheyInitiated, In: Relating, AnyOf: whatTheyShow,
		Records: []SignalKind{Initiated},
		Look:    func(f facts) Check { return seen(f.contact, Initiated) },
	},
	{
		Name: TheySharedNeed, In: Relating, AnyOf: whatTheyShow,
		Records: []SignalKind{SharedNeed},
		Look:    func(f facts) Check { return seen(f.contact, SharedNeed) },
	},
	{
		Name: ValueDelivered, In: Nurturing,
		Look: func(f facts) Check {
			return values(f.contact, f.thresholds.ValuesDelivered, func(v Value) Date { return v.Delivered })
		},
	},
	{
		Name: ValueRecognised, In: Nurturing,
		Records: []SignalKind{Recognised},
		Look: func(f facts) Check {
			return values(f.contact, f.thresholds.ValuesRecognised, func(v Value) Date { return v.Recognised })
		},
	},
	{
		Name: TwoSignals, In: Sustaining,
		Records: ripe,
		Look:    twoSignals,
	},
	{
		Name: NothingOverdue, In: Sustaining,
		Look: nothingOverdue,
	},
	{
		Name: InTouch, In: Sustaining,
		Look: func(f facts) Check {
			last := f.contact.Touched.Last
			return Check{Held: !last.IsZero() && f.today.Sub(last) <= f.rhythm.Maximum}
		},
	},
}

// Records returns the signals that supply a piece of evidence with one click,
// the likeliest first; nil when none does.
func Records(name EvidenceName) []SignalKind { return slices.Clone(ruleOf(name).Records) }

func ruleOf(name EvidenceName) evidenceRule {
	i := slices.IndexFunc(evidenceTable, func(r evidenceRule) bool { return r.Name == name })
	if i < 0 {
		return evidenceRule{}
	}
	return evidenceTable[i]
}

// check looks at one rule for a contact.
func (r *evidenceRule) check(f facts) Check {
	c := r.Look(f)
	c.Name, c.In, c.AnyOf = r.Name, r.In, r.AnyOf
	if !c.Held {
		c.On, c.Records = Date{}, r.offer(f)
	}
	return c
}

// offer is the signal that would help now: one not seen lately, and recognition
// only where something was delivered that could be recognised.
func (r *evidenceRule) offer(f facts) SignalKind {
	for _, k := range r.Records {
		if k == Recognised && f.contact.unrecognised(f.today) == nil {
			continue
		}
		if on := f.contact.newest(k); k == Recognised || on.IsZero() || f.today.Sub(on) > f.thresholds.RipeWithinDays {
			return k
		}
	}
	return ""
}

// nth is held by the need-th of dates, which are in order.
func nth(dates []Date, need, have int) Check {
	c := Check{Have: have, Need: need, Held: have >= need}
	if c.Held && need > 0 && need <= len(dates) {
		c.On = dates[need-1]
	}
	return c
}

// seen is held by the newest signal of a kind.
func seen(c *Contact, k SignalKind) Check {
	on := c.newest(k)
	if on.IsZero() {
		return Check{Need: 1}
	}
	return Check{Held: true, On: on, Have: 1, Need: 1}
}

// nothingOverdue is held while no promise of the member's is late.
func nothingOverdue(f facts) Check { return Check{Held: f.contact.overdue(f.today) == nil} }

// values counts the values of the member's that have a date.
func values(c *Contact, need int, date func(Value) Date) Check {
	var dates []Date
	for _, v := range c.Values {
		if on := date(v); !v.Undone && !v.Theirs && !on.IsZero() {
			dates = append(dates, on)
		}
	}
	slices.SortFunc(dates, Date.Compare)
	return nth(dates, need, len(dates))
}

// twoSignals counts the different kinds of ripe signal of the last months.
func twoSignals(f facts) Check {
	var dates []Date
	for _, k := range ripe {
		on := f.contact.newest(k)
		if !on.IsZero() && f.today.Sub(on) <= f.thresholds.RipeWithinDays {
			dates = append(dates, on)
		}
	}
	slices.SortFunc(dates, Date.Compare)
	return nth(dates, f.thresholds.RipeSignals, len(dates))
}

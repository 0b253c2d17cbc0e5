package domain

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// history builds a contact by hand: the rules look at nothing else.
type history func(c *Contact, today Date)

func met(daysAgo ...int) history {
	return func(c *Contact, today Date) {
		for _, n := range daysAgo {
			c.Interactions = append(c.Interactions, Interaction{On: today.AddDays(-n), Kind: "coffee"})
		}
	}
}

func metUndone(daysAgo int) history {
	return func(c *Contact, today Date) {
		c.Interactions = append(c.Interactions, Interaction{On: today.AddDays(-daysAgo), Undone: true})
	}
}

func noticed(k SignalKind, daysAgo int) history {
	return func(c *Contact, today Date) {
		c.Signals = append(c.Signals, Signal{Kind: k, On: today.AddDays(-daysAgo)})
	}
}

func gave(daysAgo int, recognised bool) history {
	return func(c *Contact, today Date) {
		v := Value{What: "a review", Delivered: today.AddDays(-daysAgo)}
		if recognised {
			v.Recognised = today.AddDays(-daysAgo)
		}
		c.Values = append(c.Values, v)
	}
}

// promised is a promise of the member's that was made and fell due some days ago.
func promised(made, due int, s PromiseState) history {
	return func(c *Contact, today Date) {
		p := Promise{ID: RecordID(fmt.Sprintf("promise-%d", len(c.Promises))), What: "a sheet", State: s}
		p.Made, p.Due = today.AddDays(-made), today.AddDays(-due)
		if s != PromiseOpen {
			p.Closed = p.Due
		}
		c.Promises = append(c.Promises, p)
	}
}

func theyPromised(made, due int, s PromiseState) history {
	return func(c *Contact, today Date) {
		promised(made, due, s)(c, today)
		c.Promises[len(c.Promises)-1].Theirs = true
	}
}

func at(furthest Phase, parts ...history) *Contact {
	c := &Contact{ID: "c", Name: "Jane", Phase: furthest, Furthest: furthest, Added: today()}
	for _, part := range parts {
		part(c, today())
	}
	c.sumUp()
	return c
}

func today() Date { return On(2026, time.November, 2) }

func missing(v Verdict) []EvidenceName {
	var names []EvidenceName
	for _, c := range v.Missing {
		names = append(names, c.Name)
	}
	return names
}

func TestEvidence(t *testing.T) {
	ready := []history{met(10, 40), noticed(Initiated, 40), gave(30, true)}
	ripe := func(more ...history) []history { return append(slices.Clone(ready), more...) }
	cases := []struct {
		name    string
		c       *Contact
		missing []EvidenceName
	}{
		{"identifying: never met", at(Identifying), []EvidenceName{Met}},
		{"identifying: only an undone touch", at(Identifying, metUndone(1)), []EvidenceName{Met}},
		{"identifying: met", at(Identifying, met(0)), nil},

		{"relating: nothing", at(Relating), []EvidenceName{TwoDays, PromiseWasKept, TheyInitiated, TheySharedNeed}},
		{"relating: twice on one day", at(Relating, met(3, 3), noticed(Initiated, 3)), []EvidenceName{TwoDays}},
		{"relating: two days, nothing from them", at(Relating, met(3, 4)), []EvidenceName{PromiseWasKept, TheyInitiated, TheySharedNeed}},
		{"relating: they initiated", at(Relating, met(3, 4), noticed(Initiated, 3)), nil},
		{"relating: they shared a need", at(Relating, met(3, 4), noticed(SharedNeed, 3)), nil},
		{"relating: a promise kept", at(Relating, met(3, 4), promised(9, 5, PromiseKept)), nil},
		{"relating: one of theirs kept", at(Relating, met(3, 4), theyPromised(9, 5, PromiseKept)), nil},
		{"relating: a promise dropped is none kept", at(Relating, met(3, 4), promised(9, 5, PromiseDropped)), []EvidenceName{PromiseWasKept, TheyInitiated, TheySharedNeed}},
		{"relating: a promise due today is not late", at(Relating, met(3, 4), noticed(Initiated, 3), promised(9, 0, PromiseOpen)), nil},
		{"relating: a promise of mine is late", at(Relating, met(3, 4), noticed(Initiated, 3), promised(9, 1, PromiseOpen)), []EvidenceName{NothingOverdue}},
		{"relating: one of theirs is late", at(Relating, met(3, 4), noticed(Initiated, 3), theyPromised(9, 1, PromiseOpen)), nil},
		{"relating: another signal is not enough", at(Relating, met(3, 4), noticed(Candid, 3)), []EvidenceName{PromiseWasKept, TheyInitiated, TheySharedNeed}},

		{"nurturing: nothing", at(Nurturing), []EvidenceName{ValueDelivered, ValueRecognised}},
		{"nurturing: delivered", at(Nurturing, gave(3, false)), []EvidenceName{ValueRecognised}},
		{"nurturing: recognised", at(Nurturing, gave(3, true)), nil},
		{"nurturing: a signal alone recognises nothing", at(Nurturing, noticed(Recognised, 1)), []EvidenceName{ValueDelivered, ValueRecognised}},

		{"sustaining: no signal", at(Sustaining, met(5)), []EvidenceName{TwoSignals}},
		{"sustaining: one kind twice", at(Sustaining, met(5), noticed(Candid, 5), noticed(Candid, 9)), []EvidenceName{TwoSignals}},
		{"sustaining: two kinds", at(Sustaining, ripe(noticed(Candid, 5))...), nil},
		{"sustaining: day 180 counts", at(Sustaining, met(5), noticed(Candid, 180), noticed(Accepted, 1)), nil},
		{"sustaining: day 181 does not", at(Sustaining, met(5), noticed(Candid, 181), noticed(Accepted, 1)), []EvidenceName{TwoSignals}},
		{"sustaining: a promise of mine is late", at(Sustaining, ripe(noticed(Candid, 5), promised(9, 1, PromiseOpen))...), []EvidenceName{NothingOverdue}},
		{"sustaining: introducing someone is no answer", at(Sustaining, met(5), noticed(Introduced, 1), noticed(Accepted, 1)), []EvidenceName{TwoSignals}},
		{"sustaining: seeks me out, replied promptly", at(Sustaining, met(5), noticed(SeeksMeOut, 1), noticed(RepliedPromptly, 1)), nil},
		{"sustaining: silent for the maximum gap", at(Sustaining, met(60), noticed(Candid, 70), noticed(Accepted, 70)), nil},
		{"sustaining: silent for longer", at(Sustaining, met(61), noticed(Candid, 70), noticed(Accepted, 70)), []EvidenceName{InTouch}},
		{"sustaining: never met", at(Sustaining, noticed(Candid, 7), noticed(Accepted, 7)), []EvidenceName{InTouch}},
	}
	p := DefaultPolicy()
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			v := Judge(tc.c, tc.c.Furthest+1, today(), p.Evidence, p.Cadences[tc.c.Phase])
			if got := missing(v); !slices.Equal(got, tc.missing) {
				t.Errorf("missing %v, want %v", got, tc.missing)
			}
			if v.Legal != (len(tc.missing) == 0) || v.TooFar || len(v.Checks) == 0 {
				t.Errorf("verdict %+v", v)
			}
		})
	}
}

func TestCheckSaysWhatItSaw(t *testing.T) {
	p := DefaultPolicy()
	judge := func(c *Contact) map[EvidenceName]Check {
		seen := make(map[EvidenceName]Check)
		for _, check := range Judge(c, c.Furthest+1, today(), p.Evidence, p.Cadences[c.Phase]).Checks {
			seen[check.Name] = check
		}
		return seen
	}

	relating := judge(at(Relating, met(9, 3, 3), noticed(Initiated, 9), noticed(Initiated, 3)))
	if got, want := relating[TwoDays], (Check{Name: TwoDays, In: Relating, Held: true, On: today().AddDays(-3), Have: 2, Need: 2}); got != want {
		t.Errorf("two days: %+v, want %+v", got, want)
	}
	if got := relating[TheyInitiated]; !got.Held || got.On != today().AddDays(-3) || got.AnyOf == "" {
		t.Errorf("they initiated: %+v", got)
	}
	if got := relating[TheySharedNeed]; got.Held || got.Records != SharedNeed || got.AnyOf != relating[TheyInitiated].AnyOf {
		t.Errorf("they shared a need: %+v", got)
	}

	if got := judge(at(Nurturing))[ValueRecognised].Records; got != "" {
		t.Errorf("with nothing delivered, recognition is offered by %q", got)
	}
	if got := judge(at(Nurturing, gave(3, false)))[ValueRecognised].Records; got != Recognised {
		t.Errorf("recognition is offered by %q", got)
	}
	if got := judge(at(Sustaining, met(3), noticed(RepliedPromptly, 3)))[TwoSignals]; got.Records != Accepted || got.Have != 1 || got.Need != 2 {
		t.Errorf("two signals: %+v", got)
	}
}

func TestEvidenceTable(t *testing.T) {
	type row struct {
		name EvidenceName
		in   Phase
	}
	named := make(map[row]bool)
	rows := make(map[Phase]bool)
	for _, r := range evidenceTable {
		if r.Name == "" || named[row{r.Name, r.In}] {
			t.Errorf("%q names two rules of %s, or none", r.Name, r.In)
		}
		named[row{r.Name, r.In}], rows[r.In] = true, true
		for _, k := range Records(r.Name) {
			if !slices.Contains(SignalKinds, k) {
				t.Errorf("%s records %q", r.Name, k)
			}
		}
	}
	for _, p := range Phases[:len(Phases)-1] {
		if !rows[p] {
			t.Errorf("nothing leads out of %s", p)
		}
	}
	if Records("unheard-of") != nil {
		t.Error("a name that is not in the table is supplied by a signal")
	}
}

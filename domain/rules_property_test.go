package domain

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// portfolios draws portfolios in which anything may be due, told or stopped.
func portfolios(most int) *rapid.Generator[Portfolio] {
	return rapid.Custom(func(r *rapid.T) Portfolio {
		p := keeps()
		p.Member.Zone = rapid.SampledFrom([]string{"UTC", "America/New_York", "Asia/Kathmandu"}).Draw(r, "zone")
		p.Member.Unanswered = rapid.IntRange(0, 5).Draw(r, "unanswered")
		p.Member.Chosen.Cap = rapid.IntRange(1, 4).Draw(r, "cap")
		p.Member.Chosen.Digest = &Weekly{At: 540, Days: Weekdays(rapid.IntRange(1, 127).Draw(r, "days"))}
		p.Member.Joined = ago(rapid.IntRange(0, 100).Draw(r, "joined")).noon()
		p.Goals = []Goal{goal("g", "speak at gophercon"), goal("h", "hire a designer")}[:rapid.IntRange(0, 2).Draw(r, "goals")]
		for i := range rapid.IntRange(0, most).Draw(r, "people") {
			p.Contacts = append(p.Contacts, anybody(r, fmt.Sprintf("P%02d", i)))
		}
		pairsOf(r, &p)
		remembered(r, &p)
		return p
	})
}

func past(r *rapid.T, most int, what string) Date {
	return ago(rapid.IntRange(0, most).Draw(r, what))
}

func chance(r *rapid.T, one int, what string) bool { return rapid.IntRange(1, one).Draw(r, what) == 1 }

// anybody draws a contact with all that planning looks at.
func anybody(r *rapid.T, name string) *Contact {
	c := &Contact{ID: ContactID(name), Name: name, Added: past(r, 400, "added")}
	c.Phase = rapid.SampledFrom(Phases).Draw(r, "phase")
	c.Furthest = min(c.Phase+Phase(rapid.IntRange(0, 1).Draw(r, "further")), Capitalizing)
	c.PhaseSince = past(r, 150, "phase since")
	c.Placed = chance(r, 2, "placed")
	if chance(r, 3, "own rhythm") {
		ideal := rapid.IntRange(1, 40).Draw(r, "ideal")
		c.Cadence = Cadence{ideal, ideal + rapid.IntRange(0, 40).Draw(r, "slack")}
	}
	if !chance(r, 5, "never met") {
		last := rapid.IntRange(0, 200).Draw(r, "last")
		days := rapid.IntRange(1, 5).Draw(r, "days")
		c.Touched = Touched{First: ago(last + 20*(days-1)), Last: ago(last), Kind: rapid.SampledFrom([]string{"coffee", "mentoring"}).Draw(r, "kind"), Days: days, Count: days + 1, Kinds: 1 + days%2}
		if chance(r, 2, "noted") {
			c.Touched.Note, c.Touched.NoteOn = "a note", c.Touched.Last
		}
	}
	c.Resting, c.Tags = chance(r, 12, "rests"), []string{"berlin", "gophercon", "mentee"}[:rapid.IntRange(0, 3).Draw(r, "tags")]
	if chance(r, 6, "snoozed") {
		c.SnoozedUntil = in(rapid.IntRange(-10, 30).Draw(r, "until"))
	}
	if chance(r, 8, "planned") {
		c.Planned = in(rapid.IntRange(-12, 20).Draw(r, "plan"))
	}
	if chance(r, 3, "shown") {
		c.Shown, c.ShownOn = rapid.IntRange(1, 6).Draw(r, "times shown"), ago(rapid.IntRange(1, 9).Draw(r, "shown on"))
	}
	if chance(r, 4, "muted") {
		c.Muted = []RuleName{rapid.SampledFrom(NudgeRules).Draw(r, "mutes")}
	}
	if chance(r, 4, "occasion") {
		on := in(rapid.IntRange(-3, 40).Draw(r, "occasion on"))
		c.Occasions = []Occasion{{Name: "birthday", Month: on.Month, Day: on.Day}}
	}
	happened(r, c)
	return c
}

// happened draws the live part of a history.
func happened(r *rapid.T, c *Contact) {
	id := func(what string, i int) RecordID { return RecordID(fmt.Sprintf("%s-%s-%d", c.ID, what, i)) }
	for i := range rapid.IntRange(0, 2).Draw(r, "promises") {
		p := Promise{ID: id("promise", i), Theirs: chance(r, 3, "theirs"), Made: ago(30), State: PromiseOpen}
		p.Due = in(rapid.IntRange(-20, 30).Draw(r, "due"))
		c.Promises = append(c.Promises, p)
	}
	if chance(r, 4, "need") {
		n := Need{ID: id("need", 0), Urgency: rapid.SampledFrom(Urgencies).Draw(r, "urgency"), Noted: past(r, 50, "noted on"), State: NeedOpen}
		c.Needs = append(c.Needs, n)
	}
	if chance(r, 4, "value") {
		c.Values = append(c.Values, Value{ID: id("value", 0), Delivered: past(r, 40, "delivered")})
	}
	if chance(r, 4, "ask") {
		a := Ask{ID: id("ask", 0), Made: past(r, 200, "asked"), By: in(rapid.IntRange(-20, 20).Draw(r, "by")), Goal: "g"}
		a.State = rapid.SampledFrom([]AskState{AskWaiting, AskAgreed, AskDeclined, AskThanked, AskClosed}).Draw(r, "state")
		a.Changed = a.Made
		c.Asks = append(c.Asks, a)
	}
	for _, k := range ripe[:rapid.IntRange(0, 3).Draw(r, "signals")] {
		c.Signals = append(c.Signals, Signal{Kind: k, On: past(r, 190, "seen")})
	}
}

// remembered draws what was told of all that before today.
func remembered(r *rapid.T, p *Portfolio) {
	for n := range 40 {
		d := PlanDigest(*p, ago(40-n))
		for _, told := range d.Shown {
			if chance(r, 12, "remembered") {
				p.remembers(Told{Telling: told.Telling(), On: ago(40 - n), Times: 1})
			}
		}
	}
}

// sends does to a portfolio what sending a digest does.
func sends(p *Portfolio, d Digest) {
	for _, n := range d.Shown {
		m := p.Told[n.Telling()]
		m.Telling, m.On = n.Telling(), d.On
		m.Times++
		p.remembers(m)
		if !n.First && n.Contact.ShownOn != d.On {
			n.Contact.Shown++
			n.Contact.ShownOn = d.On
		}
	}
	if len(d.Shown) > 0 {
		p.Member.Unanswered++
	}
}

func tellings(nudges ...[]Nudge) map[Telling]bool {
	all := make(map[Telling]bool)
	for _, n := range slices.Concat(nudges...) {
		all[n.Telling()] = true
	}
	return all
}

// TestWhyExplainsTheDigest: a rule fires in Why exactly when its nudge is in the
// digest, shown or waiting; and what does not fire has a reason.
func TestWhyExplainsTheDigest(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := portfolios(8).Draw(r, "p")
		d := PlanDigest(p, today())
		said := tellings(d.Shown, d.Waiting)
		why := make(map[Telling]bool)
		for _, c := range p.Contacts {
			rule, capped := -1, 0
			for _, reason := range Why(p, c, today()) {
				at := slices.Index(NudgeRules, reason.Rule)
				if at < rule || at > rule+1 {
					r.Fatalf("%s follows rule %d", reason.Rule, rule)
				}
				rule = at
				switch {
				case reason.Fires:
					why[reason.Nudge.Telling()] = true
					if !reason.Nudge.First {
						capped++
					}
					if reason.Quiet != "" || !reason.Until.IsZero() {
						r.Fatalf("%s fires, and is quiet: %+v", reason.Rule, reason)
					}
				case reason.Quiet == "":
					r.Fatalf("%s does not fire, and has no reason", reason.Rule)
				case !reason.Until.IsZero() && !reason.Until.After(today()):
					r.Fatalf("%s is quiet until %s", reason.Rule, reason.Until)
				}
			}
			if rule != len(NudgeRules)-1 || capped > 1 {
				r.Fatalf("%d rules looked, %d capped ones fire", rule+1, capped)
			}
		}
		if diff := cmp.Diff(said, why); diff != "" {
			r.Fatalf("digest and reasons differ: %s", diff)
		}
	})
}

// TestADigestKeepsItsCap: what counts against it stays within, and what does not
// is never left out.
func TestADigestKeepsItsCap(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := portfolios(12).Draw(r, "p")
		d := PlanDigest(p, today())
		counted, suggested := 0, 0
		for i, n := range d.Shown {
			if !n.First {
				counted++
			} else if counted > 0 {
				r.Fatal("what is uncapped does not come first")
			}
			if nudgeRuleOf(n.Rule).Suggests {
				suggested++
			}
			if i > 0 && rank(d.Shown[i-1], n, today()) >= 0 {
				r.Fatalf("%s comes before %s", names(d.Shown[i-1:i]), names(d.Shown[i:i+1]))
			}
		}
		if counted > p.Member.Settings(p.Policy).Cap || suggested > 1 {
			r.Fatalf("%d shown, %d of them suggestions", counted, suggested)
		}
		for _, n := range d.Waiting {
			if n.First {
				r.Fatalf("%s waits", n.Rule)
			}
		}
	})
}

func TestRankIsAStrictOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := portfolios(12).Draw(r, "p")
		d := PlanDigest(p, today())
		all := slices.Concat(d.Shown, d.Waiting)
		for _, a := range all {
			for _, b := range all {
				ab, ba := rank(a, b, today()), rank(b, a, today())
				if ab != -ba || ab == 0 && a.Telling() != b.Telling() {
					r.Fatalf("%v and %v: %d and %d", a.Telling(), b.Telling(), ab, ba)
				}
				for _, c := range all {
					if ab < 0 && rank(b, c, today()) < 0 && rank(a, c, today()) >= 0 {
						r.Fatalf("%v < %v < %v, and not the first before the last", a.Telling(), b.Telling(), c.Telling())
					}
				}
			}
		}
	})
}

// TestADayIsPlannedAlikeTwice: before it was sent and after.
func TestADayIsPlannedAlikeTwice(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := portfolios(8).Draw(r, "p")
		for n := range 5 {
			first := PlanDigest(p, in(n))
			before := names(first.Shown) + " / " + names(first.Waiting)
			sends(&p, first)
			again := PlanDigest(p, in(n))
			if after := names(again.Shown) + " / " + names(again.Waiting); after != before || first.Slowed != again.Slowed || first.FineTill != again.FineTill {
				r.Fatalf("on %s: %q, slowed %t, fine till %s; then %q, slowed %t, fine till %s",
					in(n), before, first.Slowed, first.FineTill, after, again.Slowed, again.FineTill)
			}
		}
	})
}

// TestFineTillIsTheNextDate: until then nothing fires about whom nothing is said
// today, and then something does.
func TestFineTillIsTheNextDate(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := portfolios(5).Draw(r, "p")
		d := PlanDigest(p, today())
		said := make(map[*Contact]bool)
		for _, n := range slices.Concat(d.Shown, d.Waiting) {
			said[n.Contact] = true
		}
		next := Date{}
		for n := 1; n <= 40 && next.IsZero(); n++ {
			then := PlanDigest(p, in(n))
			for _, m := range slices.Concat(then.Shown, then.Waiting) {
				if !said[m.Contact] {
					next = in(n)
				}
			}
		}
		if !next.IsZero() {
			next = Weekly{Days: newScene(p, today()).days}.Next(next.AddDays(-1))
		}
		if !next.IsZero() && d.FineTill != next || next.IsZero() && !d.FineTill.IsZero() && !d.FineTill.After(in(40)) {
			r.Fatalf("fine till %s, want %s", d.FineTill, next)
		}
	})
}

// TestStoppingARuleOnlyRemoves: nothing is said, or would be said were it not for
// something more pressing, that was not before.
func TestStoppingARuleOnlyRemoves(t *testing.T) {
	wants := func(p Portfolio) map[Telling]bool {
		all := make(map[Telling]bool)
		for _, c := range p.Contacts {
			for _, reason := range Why(p, c, today()) {
				if reason.Fires || reason.Quiet == Outranked {
					all[reason.Nudge.Telling()] = true
				}
			}
		}
		return all
	}
	rapid.Check(t, func(r *rapid.T) {
		p := portfolios(6).Draw(r, "p")
		before := wants(p)
		if len(p.Contacts) == 0 {
			return
		}
		c := p.Contacts[rapid.IntRange(0, len(p.Contacts)-1).Draw(r, "whose")]
		rule := rapid.SampledFrom(NudgeRules).Draw(r, "rule")
		c.Muted = append(slices.Clone(c.Muted), rule)
		for t := range wants(p) {
			if !before[t] {
				r.Fatalf("%v came when %s was stopped", t, rule)
			}
			if t.Contact == c.ID && t.Rule == rule {
				r.Fatalf("%s was stopped, and came", rule)
			}
		}
	})
}

// TestR23NobodyStarves: with every digest ignored, whoever has something to be
// told of, day after day, is shown in the end.
func TestR23NobodyStarves(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := portfolios(8).Draw(r, "p")
		p.Policy.Nudging.Ignored = 0 // daily for ever
		waits := make(map[ContactID]int)
		limit := 2 * (len(p.Contacts) + 1) * 7
		for n := range 100 {
			on := in(n)
			if !p.Member.Chosen.Digest.Days.Has(on.Weekday()) {
				continue
			}
			d := PlanDigest(p, on)
			shown := tellings(d.Shown)
			for _, m := range d.Waiting {
				waits[m.Contact.ID]++
				if waits[m.Contact.ID] > limit {
					r.Fatalf("%s waits since %d digests", m.Contact.Name, limit)
				}
			}
			for t := range shown {
				waits[t.Contact] = 0
			}
			sends(&p, d)
		}
	})
}

// TestForesightComesTrue: what was foreseen is what happens when nothing does.
func TestForesightComesTrue(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := portfolios(6).Draw(r, "p")
		told := maps.Clone(p.Told)
		var before []*Contact
		for _, c := range p.Contacts {
			before = append(before, c.clone())
		}
		seen := make(map[Date]Forecast)
		for _, f := range Foresee(p, today(), 4) {
			if _, twice := seen[f.On]; twice || !f.On.After(today()) || f.On.After(in(28)) {
				r.Fatalf("foreseen: %s", f.On)
			}
			seen[f.On] = f
		}
		if diff := cmp.Diff(before, p.Contacts); diff != "" || !maps.Equal(told, p.Told) {
			r.Fatalf("looking ahead changed something: %s", diff)
		}
		for n := 1; n <= 28; n++ {
			on := in(n)
			s := p.Member.Settings(p.Policy)
			f := seen[on]
			if s.Digest.Days.Has(on.Weekday()) {
				d := PlanDigest(p, on)
				if got, want := names(f.Digest.Shown), names(d.Shown); got != want || f.Digest.Slowed != d.Slowed && want != "" {
					r.Fatalf("on %s foreseen %q, slowed %t; came %q, slowed %t", on, got, f.Digest.Slowed, want, d.Slowed)
				}
				for _, m := range f.Digest.Shown {
					if !slices.Contains(p.Contacts, m.Contact) || m.Third != nil && !slices.Contains(p.Contacts, m.Third) {
						r.Fatal("a forecast speaks of a copy")
					}
				}
				sends(&p, d)
			} else if len(f.Digest.Shown) > 0 {
				r.Fatalf("a digest is foreseen for %s", on)
			}
			prompt := PlanPrompt(p, on)
			if comes := s.Prompt.Days.Has(on.Weekday()) && len(prompt.Items) > 0; comes != f.Prompt {
				r.Fatalf("on %s the prompt is foreseen: %t", on, f.Prompt)
			}
			if f.Prompt {
				for _, item := range prompt.Items {
					m := p.Told[item.Telling()]
					m.Telling, m.On = item.Telling(), on
					m.Times++
					p.remembers(m)
				}
			}
			if comes := s.CheckIn.Days.Has(on.Weekday()) && len(p.Contacts) > 0; comes != f.CheckIn {
				r.Fatalf("on %s the check-in is foreseen: %t", on, f.CheckIn)
			}
		}
	})
}

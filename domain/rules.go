package domain

import "slices"

// nudgeRule is one row of the table of nudges. [PlanDigest], [Why] and [Foresee]
// read the same rows, so that what is explained is what is done.
type nudgeRule struct {
	Name RuleName
	// First says that it is uncapped: a promise of the member's, or a date.
	First bool
	// Suggests says that nothing waits for it: one such nudge a day is enough.
	Suggests bool
	// Rhythm says that it speaks of how long ago somebody was met, so that a
	// meeting planned for these days keeps it quiet.
	Rhythm bool
	// Resting and Snoozed say that it speaks of people who rest, or are snoozed.
	Resting, Snoozed bool
	// With is the rule that is stopped together with this one, "" for none.
	With RuleName
	// PerContact counts what was told of a contact, whatever the subject was.
	PerContact bool
	// Often says how often the same may be told.
	Often often
	// Look notes what there is to tell about a contact, the most pressing first.
	Look func(*look)
}

// often returns after how many days a nudge may be told again, and how many
// times in all; 0 is no limit.
type often func(p Policy, n Nudge) (days, times int)

func eachDay(Policy, Nudge) (days, times int) { return 0, 0 }
func once(Policy, Nudge) (days, times int)    { return 0, 1 }

// nudgeTable is the table of docs/nudges.md, which is written from it, in the
// order of [NudgeRules].
var nudgeTable = []nudgeRule{
	{Name: PromiseOverdue, First: true, Resting: true, Snoozed: true, Often: eachDay, Look: promiseOverdue},
	{Name: PromiseDue, First: true, Resting: true, Snoozed: true, Often: eachDay, Look: promiseDue},
	{Name: HowDidItGo, First: true, Often: eachDay, Look: howDidItGo},
	{Name: OccasionComing, First: true, Snoozed: true, Often: eachDay, Look: occasionComing},
	{Name: OwedOverdue, Often: once, Look: owedOverdue},
	{Name: ThankThem, Resting: true, Often: eachDay, Look: thankThem},
	{Name: AskUnanswered, Often: once, Look: askUnanswered},
	{Name: KeepSlowRest, Rhythm: true, Often: once, Look: keepSlowRest},
	{Name: Drifting, Rhythm: true, Often: once, Look: drifting},
	{Name: TheyAsked, Often: aFewDays, Look: theyAsked},
	{Name: FollowUp, Rhythm: true, Often: once, Look: followUp},
	{Name: HowWasIt, Suggests: true, Often: once, Look: howWasIt},
	{Name: SessionDue, Rhythm: true, Often: everySession, Look: sessionDue},
	{Name: ContactOverdue, Rhythm: true, With: ContactDue, Often: eachDay, Look: contactOverdue},
	{Name: ContactDue, Rhythm: true, With: ContactOverdue, Often: eachDay, Look: contactDue},
	{Name: Unrecognised, Often: twiceAMonthApart, Look: valueUnrecognised},
	{Name: RevealMore, Suggests: true, Often: everyReveal, Look: revealMore},
	{Name: Weave, Suggests: true, PerContact: true, Often: everyWeave, Look: weave},
	{Name: ReadyToAsk, Suggests: true, PerContact: true, Often: everyMonth, Look: readyToAsk},
}

// nudgeRuleOf returns the row of a name, nil if it is none of a nudge.
func nudgeRuleOf(name RuleName) *nudgeRule {
	for i := range nudgeTable {
		if nudgeTable[i].Name == name {
			return &nudgeTable[i]
		}
	}
	return nil
}

// Uncapped reports whether a rule speaks of a promise of the member's or of a
// date. Such nudges come whatever else there is, and do not count as showing
// somebody in vain.
func Uncapped(name RuleName) bool {
	r := nudgeRuleOf(name)
	return r != nil && r.First
}

// sight is one thing that a rule could tell.
type sight struct {
	nudge Nudge
	from  Date // the first date on which it may be told
	till  Date // the last; zero for no end
	since Date // what was told before does not count
	// quiet says why it can't be told at all; "" when it can.
	quiet Quiet
}

// look is one contact as the rules see it.
type look struct {
	*scene
	c *Contact
	// blank is a nudge about c with nothing but the rhythm in it.
	blank Nudge
	rule  *nudgeRule
	seen  []sight
}

// see notes something that may be told from a date on.
func (l *look) see(n Nudge, from Date) *sight {
	l.seen = append(l.seen, sight{nudge: n, from: from})
	return &l.seen[len(l.seen)-1]
}

// not notes why there is nothing to tell.
func (l *look) not(q Quiet) { l.seen = append(l.seen, sight{nudge: l.blank, quiet: q}) }

// earliest is the first date, today at the earliest, on which something may be
// told that may be told from a date on.
func (l *look) earliest(from Date) Date {
	day := latest(latest(from, l.today), l.c.SnoozedUntil)
	if days, _ := l.rule.Often(l.p.Policy, l.blank); days > 0 {
		if last, _ := l.recall(l.rule, l.blank); !last.IsZero() {
			day = latest(day, last.AddDays(days))
		}
	}
	return day
}

// reasons explains what every rule makes of c, in the order of the table: a rule
// that is uncapped once for each thing it tells, any other once.
func (sc *scene) reasons(c *Contact) []Reasoning {
	l := look{scene: sc, c: c, blank: sc.blank(c), seen: sc.seen}
	all := sc.reasoned[:0]
	taken := false // by a nudge that counts against the cap
	for i := range nudgeTable {
		r := &nudgeTable[i]
		l.rule, l.seen = r, l.seen[:0]
		l.blank.Rule, l.blank.First = r.Name, r.First
		begin := len(all)
		if quiet := sc.kept(r, c); quiet != "" {
			l.not(quiet)
		} else {
			r.Look(&l)
		}
		if len(l.seen) == 0 {
			l.not(NothingThere)
		}
		for _, s := range l.seen {
			if reason := sc.weigh(r, s); reason.Fires && (r.First || len(all) == begin) {
				all = append(all, reason)
			}
		}
		if len(all) == begin {
			all = append(all, sc.soonest(r, l.seen))
			continue
		}
		if !r.First {
			if taken {
				all[begin].Fires, all[begin].Quiet = false, Outranked
			}
			taken = true
		}
	}
	sc.seen, sc.reasoned = l.seen, all
	return all
}

// soonest explains a rule that does not fire by what it could tell first.
func (sc *scene) soonest(r *nudgeRule, seen []sight) Reasoning {
	var best Reasoning
	for i, s := range seen {
		reason := sc.weigh(r, s)
		if i == 0 || best.Until.IsZero() && !reason.Until.IsZero() || !reason.Until.IsZero() && reason.Until.Before(best.Until) {
			best = reason
		}
	}
	return best
}

// kept says why a rule does not speak of c at all, "" when it does.
func (sc *scene) kept(r *nudgeRule, c *Contact) Quiet {
	switch {
	case c.Archived || c.Removed:
		return IsArchived
	case c.Resting && !r.Resting:
		return IsResting
	case slices.Contains(c.Muted, r.Name) || r.With != "" && slices.Contains(c.Muted, r.With):
		return IsMuted
	}
	return ""
}

// weigh decides whether a sight is told today. What keeps it quiet for longest is
// the reason: when that ends, it is told.
func (sc *scene) weigh(r *nudgeRule, s sight) Reasoning {
	reason := Reasoning{Rule: r.Name, Nudge: s.nudge, Quiet: s.quiet}
	if s.quiet != "" {
		return reason
	}
	day := sc.today
	wait := func(until Date, why Quiet) {
		if until.After(day) {
			day, reason.Quiet = until, why
		}
	}
	wait(s.from, NotDueYet)
	if !r.Snoozed {
		wait(s.nudge.Contact.SnoozedUntil, IsSnoozed)
	}
	days, times := r.Often(sc.p.Policy, s.nudge)
	if last, told := sc.recall(r, s.nudge); told > 0 && !last.Before(s.since) {
		if times > 0 && told >= times {
			reason.Quiet = ToldAlready
			return reason
		}
		if days > 0 && !last.IsZero() {
			wait(last.AddDays(days), ToldAlready)
		}
	}
	if r.Rhythm {
		if after, why := sc.meeting(s.nudge.Contact, day); why != "" {
			wait(after, why)
		}
	}
	switch {
	case !s.till.IsZero() && sc.today.After(s.till):
		reason.Quiet = NothingThere // it is over
	case !s.till.IsZero() && day.After(s.till): // it will be before it could be told
	case reason.Quiet == "":
		reason.Fires = true
	default:
		reason.Until = day
	}
	return reason
}

// meeting says why a planned meeting keeps the rhythm quiet on a day, and the
// first day after that: who meets on Thursday needs no reminder on Tuesday, and
// is asked how it went on Friday. "" for a day on which it does not.
func (sc *scene) meeting(c *Contact, day Date) (after Date, why Quiet) {
	if c.Planned.IsZero() || day.Before(c.Planned.AddDays(-soonMet)) {
		return Date{}, ""
	}
	after = c.Planned
	if !slices.Contains(c.Muted, HowDidItGo) {
		after = c.asksFrom().AddDays(askedFor + 1)
	}
	switch {
	case !day.Before(after):
		return Date{}, ""
	case sc.today.Before(c.Planned):
		return after, MeetingSoon
	}
	return after, Outranked
}

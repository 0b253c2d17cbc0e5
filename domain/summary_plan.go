package domain

import (
	"slices"
	"time"
)

// weeklyShouts is how many shout-outs a summary says, lastShouts how many the last
// one does: after it there is no other.
const (
	weeklyShouts = 3
	lastShouts   = 10
)

// NextSummary is when the program's next summary is due: on the first of its days
// from now on that was not planned yet and comes after the one on which it started.
// The instant itself may have passed if its date has not; it is due at once then
// (R4). False when there is none: the program has ended, or its channel is shut.
func (p *Program) NextSummary(now time.Time) (ProgramAppointment, bool) {
	if !p.Runs() || !p.Shut.IsZero() {
		return ProgramAppointment{}, false
	}
	loc := p.Location()
	first := latest(DateIn(now, loc), p.Started.AddDays(1))
	if !p.LastSummary.IsZero() {
		first = latest(first, p.LastSummary.AddDays(1))
	}
	on := p.Summary.Next(first.AddDays(-1))
	for !on.IsZero() && !exists(on, loc) {
		on = p.Summary.Next(on)
	}
	if on.IsZero() {
		return ProgramAppointment{}, false
	}
	return ProgramAppointment{p.Workspace, p.ID, Instant(on, p.Summary.At, loc), on}, true
}

// SummaryOf is the date whose summary is due at an instant. It is the day before where
// clocks jumped over the hour and over midnight.
func (p *Program) SummaryOf(at time.Time) Date {
	loc := p.Location()
	on := DateIn(at, loc)
	if before := on.AddDays(-1); p.Summary.Days.Has(before.Weekday()) && Instant(before, p.Summary.At, loc).Equal(at) {
		return before
	}
	return on
}

// Rescheduled is the program after its day, hour or zone were changed from what they
// were in was, as [Reschedule] does it for members: a time of today that nobody
// waited for and that is over already is let pass.
func (p Program) Rescheduled(was *Program, now time.Time) Program {
	waited, waiting := was.NextSummary(now)
	if a, ok := p.NextSummary(now); ok && !a.At.After(now) && (!waiting || waited.On.After(a.On)) {
		p.LastSummary = a.On
	}
	return p
}

// PlanSummary decides what becomes of a program's appointment at now: the summary
// for its channel and a report for each of its organisers, and the next appointment.
// A date on which nothing can be posted any more is let pass and not made up for.
// Only here do new figures come to be; a preview shows those that are.
func PlanSummary(r *Register, a ProgramAppointment, now time.Time) ProgramPlan {
	plan := ProgramPlan{Program: r.Program}
	p := &plan.Program
	if now.Before(a.At) { // the clock went back: nothing is due any more
		plan.Next = a.At
		return plan
	}
	if !p.Runs() || !p.Shut.IsZero() {
		return plan
	}
	if a.On.After(p.LastSummary) {
		if SummaryCurrent(a.On, p.Location(), now) {
			plan.tell(r, a)
		}
		p.LastSummary = a.On
	}
	if next, ok := p.NextSummary(now); ok {
		plan.Next = next.At
	}
	return plan
}

// tell plans what the channel and the organisers are told.
func (plan *ProgramPlan) tell(r *Register, a ProgramAppointment) {
	p := &plan.Program
	plan.Deliveries = append(plan.Deliveries, Delivery{
		Owner: Owner{Workspace: p.Workspace}, Kind: SummaryDelivery, Subject: string(p.ID),
		On: a.On, Channel: p.Channel, Rank: RankPatient,
	})
	for _, m := range p.Organisers {
		plan.Deliveries = append(plan.Deliveries, Delivery{Owner: Owner{p.Workspace, m}, Kind: ReportDelivery, On: a.On, Rank: RankPatient})
	}
	plan.Shouts = r.saying(a.On)
	if s := Summarise(r.Ledger(a.On), a.On, false); !s.Few {
		p.Figures = Freeze(p.Figures, r.Ratings)
	}
}

// SummaryCurrent reports whether a summary of a date may still be posted at now: on
// that date and on the day after it.
func SummaryCurrent(on Date, loc *time.Location, now time.Time) bool {
	today := DateIn(now, loc)
	return !today.Before(on) && !today.After(on.AddDays(1))
}

// saying are the shout-outs of the summary of a date, with that date in them: those
// that were planned into it, or the oldest of those that wait if it was not planned
// yet.
func (r *Register) saying(on Date) []Shoutout {
	planned, most := !on.After(r.Program.LastSummary), weeklyShouts
	if !r.Program.Runs() && !on.Before(r.Program.Ended) {
		planned, most = false, lastShouts
	}
	var all []Shoutout
	for _, s := range r.Shouts {
		if s.State == ShoutAgreed && (planned && s.On == on || !planned && s.On.IsZero()) {
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b Shoutout) int { return a.Made.Compare(b.Made) })
	all = all[:min(len(all), most)]
	for i := range all {
		all[i].On = on
	}
	return all
}

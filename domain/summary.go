package domain

import "time"

// Ledger leaves of a register what a channel's summary of a date is made from.
func (r *Register) Ledger(on Date) Ledger { return Ledger{} }

// Summarise counts what the channel is told on a date; closing counts all of a
// program that has ended.
func Summarise(l Ledger, on Date, closing bool) Summary { return Summary{} }

// Report is what the program's organisers are told on a date.
func (r *Register) Report(on Date) Report { return Report{} }

// Standing is where a pair stands on a date by a cadence.
func (p Pair) Standing(c Cadence, sessions []Date, on Date) PairStanding { return PairStanding{} }

// Propose finds the assignment of mentors and mentees with the greatest sum of
// scores, the same for the same register.
func Propose(r *Register, on Date, now time.Time) Proposal { return Proposal{} }

// Freeze decides which mean of feedback is shown from now on: the newest of
// figures, or one more. Ratings are all that were given, in their order. Nobody can
// compute one answer from the figures that were shown.
func Freeze(figures []Figure, ratings []int) []Figure { return figures }

// NextSummary is when the program's next summary is due after now; false when there
// is none: it has ended, or its channel is shut.
func (p *Program) NextSummary(now time.Time) (ProgramAppointment, bool) {
	return ProgramAppointment{}, false
}

// PlanSummary decides what becomes of a program's appointment at now.
func PlanSummary(r *Register, a ProgramAppointment, now time.Time) ProgramPlan { return ProgramPlan{} }

// SummaryCurrent reports whether a summary of a date may still be posted at now: on
// that date and on the day after it.
func SummaryCurrent(on Date, loc *time.Location, now time.Time) bool { return false }

// Departed is what a member who left the workspace changes in a program: their pairs
// end, they are no organiser any more, and the right people are told once.
func (r *Register) Departed(m MemberID, on Date, now time.Time) MentoringChanges {
	return MentoringChanges{}
}

// ChannelShut is what it changes that a program's channel takes no messages since at:
// its organisers are told once.
func (p *Program) ChannelShut(at time.Time, now time.Time) MentoringChanges {
	return MentoringChanges{}
}

// ChannelOpen is what it changes that the channel takes messages again.
func (p *Program) ChannelOpen(now time.Time) MentoringChanges { return MentoringChanges{} }

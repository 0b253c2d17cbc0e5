package domain

import "time"

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

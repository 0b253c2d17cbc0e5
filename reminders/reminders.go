// Package reminders sees to it that what is due is sent, once: each tick plans
// the appointments that are due, puts deliveries into the outbox, claims them
// and hands them to a [Sender]. What is due and what to say about it is decided
// in domain; how it looks is the sender's business.
package reminders

import (
	"context"
	"time"

	"rapport/domain"
)

// Appointments is the diary: who must be looked at when. store.Appointments is one.
type Appointments interface {
	// Due returns at most n appointments with At ≤ now, the earliest first, of
	// members who are not gone.
	Due(ctx context.Context, now time.Time, n int) ([]domain.Appointment, error)
	// Plan reads the member's portfolio, asks decide, and stores the plan in the
	// same transaction. An appointment that has moved meanwhile is left alone.
	Plan(ctx context.Context, a domain.Appointment, now time.Time, decide func(domain.Portfolio) domain.Plan) error
	// Next returns the earliest instant at which an appointment, a program's summary
	// or a delivery is due, the zero time when there is none.
	Next(ctx context.Context) (time.Time, error)
	// NextDelivery is that of a delivery alone, when one can be claimed, workspaces
	// that are busy left out.
	NextDelivery(ctx context.Context, busy ...domain.WorkspaceID) (time.Time, error)
}

// Programs is the diary of mentoring programs: when the summary of which is due.
// store.Summaries is one.
type Programs interface {
	// Due returns at most n appointments with At ≤ now, the earliest first.
	Due(ctx context.Context, now time.Time, n int) ([]domain.ProgramAppointment, error)
	// Plan reads the program with everybody in it, asks decide, and stores the plan
	// in the same transaction. An appointment that has moved meanwhile is left alone.
	Plan(ctx context.Context, a domain.ProgramAppointment, now time.Time, decide func(*domain.Register) domain.ProgramPlan) error
}

// Outbox holds deliveries and their states. store.Outbox is one.
type Outbox interface {
	// Claim takes at most n deliveries that are due, most urgent first and no more
	// than each workspace's pace allows now, each for as long as lease, and nothing
	// in workspaces that are busy. One whose lease ran out is unknown.
	Claim(ctx context.Context, now time.Time, lease time.Duration, n int, busy ...domain.WorkspaceID) ([]domain.Claim, error)
	// Held reports whether a claim is still ours, and will be for that long.
	Held(ctx context.Context, c domain.Claim, now time.Time, long time.Duration) (bool, error)
	// Record stores the step that a claim takes after an attempt; one that leads to
	// pending or unknown is due again at next. KindConflict when the claim is no
	// longer ours.
	Record(ctx context.Context, c domain.Claim, step domain.Step, o domain.Outcome, next, now time.Time) error
	// Tally counts the outbox by state and says how old its oldest open row is.
	Tally(ctx context.Context, now time.Time) (domain.Tally, error)
}

// Troubles remembers whom we could not reach. store.Members is one.
type Troubles interface {
	// Trouble marks that deliveries to a member fail for good since at; an
	// earlier mark stays.
	Trouble(ctx context.Context, o domain.Owner, at time.Time) error
	// Recovered takes the mark away and, in the same commit, puts told into the
	// outbox. It reports whether there was a mark.
	Recovered(ctx context.Context, o domain.Owner, told domain.Delivery, now time.Time) (bool, error)
}

// Sender renders and sends a delivery: bot.Sender is one.
type Sender interface {
	// Tend is called as a tick begins, whatever is due: the sender looks after
	// what only the clock can remind it of.
	Tend(ctx context.Context, now time.Time) error
	// Send re-reads what is true, renders it, posts it under nonce. It never
	// retries. A Limited outcome bears the conversation when it was the post that
	// met the limit.
	Send(ctx context.Context, d domain.Delivery, nonce string, now time.Time) domain.Outcome
	// Find looks for a message with nonce that was posted after since. Result is
	// Sent when it is there, Cancelled when it surely is not, else Limited,
	// Unknown or Failed.
	Find(ctx context.Context, d domain.Delivery, nonce string, since, now time.Time) domain.Outcome
}

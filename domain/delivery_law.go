package domain

import "slices"

// Event is what moves a delivery from one state to another.
type Event string

// The events in the life of a delivery.
const (
	OnClaimed     Event = "claimed"      // somebody takes it in hand for one attempt
	OnLeaseOver   Event = "lease over"   // whoever had it in hand is gone, between posting and recording perhaps
	OnAccepted    Event = "accepted"     // Slack has it, or had it when it was looked for
	OnUntrue      Event = "untrue"       // there is nothing true left to say, or nobody to say it to
	OnRateLimited Event = "rate limited" // 429: nothing was sent, Slack says when to try again
	OnRefused     Event = "refused"      // Slack refused it; another try may be worth it
	OnNoAnswer    Event = "no answer"    // timeout, 5xx, cut connection: it may have arrived
	OnGivenUp     Event = "given up"     // refused once too often, or for good
	OnUnreadable  Event = "unreadable"   // a channel post that may have arrived, where nobody can look
	OnGrantLost   Event = "grant lost"   // the app was uninstalled, or its token revoked
	OnGrantBack   Event = "grant back"   // it is installed again
	OnChannelShut Event = "channel shut" // archived, or the bot was taken out of it
	OnRetry       Event = "bot outbox retry"
	OnCancel      Event = "bot outbox cancel"
	OnRestored    Event = "bot restored" // the database is an older one: it may have been sent since
)

// Events lists every event.
var Events = []Event{
	OnClaimed, OnLeaseOver, OnAccepted, OnUntrue, OnRateLimited, OnRefused, OnNoAnswer, OnGivenUp, OnUnreadable,
	OnGrantLost, OnGrantBack, OnChannelShut, OnRetry, OnCancel, OnRestored,
}

// Step is one way in which a delivery may go.
type Step struct {
	From State
	On   Event
	To   State
}

// Steps is the whole law of delivery: what is not in it never happens. An open
// delivery is pending as long as no attempt can have arrived, and unknown from
// the first one that may have; it is looked for then before it is sent again.
var Steps = []Step{
	{StatePending, OnClaimed, StateSending},
	{StateUnknown, OnClaimed, StateSending},
	{StateSending, OnLeaseOver, StateSending}, // claimed by another, as unknown

	{StateSending, OnAccepted, StateSent},
	{StateSending, OnUntrue, StateCancelled},
	{StateSending, OnRateLimited, StatePending},
	{StateSending, OnRateLimited, StateUnknown},
	{StateSending, OnRefused, StatePending},
	{StateSending, OnRefused, StateUnknown},
	{StateSending, OnNoAnswer, StateUnknown},
	{StateSending, OnGivenUp, StateFailed},
	{StateSending, OnUnreadable, StateHeld},

	{StateSending, OnGrantLost, StateHeld},
	{StatePending, OnGrantLost, StateHeld},
	{StateUnknown, OnGrantLost, StateHeld},
	{StateHeld, OnGrantBack, StatePending},
	{StateHeld, OnGrantBack, StateUnknown},

	{StatePending, OnChannelShut, StateCancelled},
	{StateUnknown, OnChannelShut, StateCancelled},
	{StateHeld, OnChannelShut, StateCancelled},

	{StateHeld, OnRetry, StatePending},
	{StateHeld, OnRetry, StateUnknown},
	{StateFailed, OnRetry, StatePending},
	{StateFailed, OnRetry, StateUnknown},
	{StatePending, OnCancel, StateCancelled},
	{StateUnknown, OnCancel, StateCancelled},
	{StateHeld, OnCancel, StateCancelled},

	{StatePending, OnRestored, StateUnknown},
	{StateHeld, OnRestored, StateHeld}, // and looked for when it is let go
	{StateFailed, OnRestored, StateFailed},
}

// May reports whether e may take a delivery from one state to another.
func May(from State, e Event, to State) bool { return slices.Contains(Steps, Step{from, e, to}) }

// Final reports whether nothing but an operator changes a delivery any more.
func (s State) Final() bool { return s == StateSent || s == StateCancelled || s == StateFailed }

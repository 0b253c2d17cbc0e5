package domain

import "time"

// Letter is a delivery as the operator sees it: where it stands and why. What it
// would say is not in it, and neither is its subject.
type Letter struct {
	ID       int64
	Delivery Delivery // Subject is left out
	State    State
	// Arrived says that an attempt may have arrived, so that it is looked for
	// before it is sent again.
	Arrived  bool
	Attempts int
	// Code is Slack's word, or ours, for what became of the last attempt.
	Code string
	// Since is when it came to stand where it stands, Next when it is taken in
	// hand again; zero for never.
	Since, Next time.Time
	// Over says that its day is over where its member lives: whoever sends it now
	// finds that it is no longer true.
	Over bool
	// Ungranted says that the app has no grant in its workspace.
	Ungranted bool
}

// Dead reports whether nothing happens to l any more unless an operator sees to it.
func (l Letter) Dead() bool { return l.State == StateHeld || l.State == StateFailed }

// Ordered returns the state into which an operator's order takes l, OnRetry or
// OnCancel, and whether [Steps] has such a step. A letter that may have arrived
// is looked for first, unless the operator has looked.
func (l Letter) Ordered(e Event, looked bool) (to State, may bool) {
	switch {
	case e == OnCancel:
		to = StateCancelled
	case e == OnRetry && l.Arrived && !looked:
		to = StateUnknown
	case e == OnRetry:
		to = StatePending
	}
	return to, May(l.State, e, to)
}

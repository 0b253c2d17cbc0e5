package domain

import "slices"

// Promise is a commitment with a due date: the member's to the contact, or the
// contact's to the member.
type Promise struct {
	ID RecordID
	// Theirs says that the contact promised; otherwise the member did.
	Theirs bool
	What   string
	Made   Date
	Due    Date
	State  PromiseState
	Closed Date // when it was kept, dropped or broken
	// Moved counts how often the due date was put off.
	Moved   int
	Command CommandID
	Undone  bool
}

// PromiseState is what became of a promise.
type PromiseState string

// The states of a promise. All but open are final until undone.
const (
	PromiseOpen    PromiseState = "open"
	PromiseKept    PromiseState = "kept"
	PromiseDropped PromiseState = "dropped" // taken back, and said so
	PromiseBroken  PromiseState = "broken"  // it was not kept
)

// Open reports whether p stands and still waits to be kept.
func (p Promise) Open() bool { return !p.Undone && p.State == PromiseOpen }

// Overdue reports whether p is open and its date has passed.
func (p Promise) Overdue(today Date) bool { return p.Open() && p.Due.Before(today) }

// overdue returns the oldest overdue promise of the member's to c, nil if there
// is none.
func (c *Contact) overdue(today Date) *Promise {
	var oldest *Promise
	for i := range c.Promises {
		p := &c.Promises[i]
		if !p.Theirs && p.Overdue(today) && (oldest == nil || p.Due.Before(oldest.Due)) {
			oldest = p
		}
	}
	return oldest
}

// keptOn returns the dates on which promises were kept, on either side, in order.
func (c *Contact) keptOn() []Date {
	var on []Date
	for _, p := range c.Promises {
		if !p.Undone && p.State == PromiseKept {
			on = append(on, p.Closed)
		}
	}
	slices.SortFunc(on, Date.Compare)
	return on
}

// promise returns the promise with an id, nil if there is none.
func (c *Contact) promise(id RecordID) *Promise {
	for i := range c.Promises {
		if c.Promises[i].ID == id {
			return &c.Promises[i]
		}
	}
	return nil
}

package domain

// Need is something the contact needs, or asked the member for.
type Need struct {
	ID   RecordID
	What string
	// Asked says that they asked the member for it; otherwise they let it be known.
	Asked   bool
	Urgency Urgency
	Noted   Date
	// Offer is what the member can offer and do well, "" so far.
	Offer   string
	State   NeedState
	Closed  Date // when it was met or dropped
	Command CommandID
	Undone  bool
}

// Urgency says how urgently something is needed.
type Urgency string

// The urgencies. How many days each may wait is in [Nudging].
const (
	Urgent  Urgency = "urgent"
	Normal  Urgency = "normal"
	Someday Urgency = "someday"
)

// Urgencies lists all of them in the order they are offered.
var Urgencies = []Urgency{Urgent, Normal, Someday}

// NeedState is what became of a need.
type NeedState string

// The states of a need.
const (
	NeedOpen    NeedState = "open"
	NeedMet     NeedState = "met"     // the member delivered something
	NeedDropped NeedState = "dropped" // no longer needed, or not the member's to meet
)

// Open reports whether n stands and is neither met nor dropped.
func (n Need) Open() bool { return !n.Undone && n.State == NeedOpen }

// need returns the need with an id, nil if there is none.
func (c *Contact) need(id RecordID) *Need {
	for i := range c.Needs {
		if c.Needs[i].ID == id {
			return &c.Needs[i]
		}
	}
	return nil
}

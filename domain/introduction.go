package domain

// Introduction ties a contact to a third person: weaving others in. It is
// written down on both contacts, each naming the other.
type Introduction struct {
	ID    RecordID
	Other ContactID
	How   Bond
	State IntroductionState
	// Reason is what was said to be in it for both, in the member's words or the
	// bot's: "both tagged #berlin".
	Reason  string
	On      Date // of the newest state
	Command CommandID
	Undone  bool
}

// Bond says how two contacts are tied.
type Bond string

// The bonds.
const (
	Woven       Bond = "woven"   // the member brings the two together
	CameThrough Bond = "through" // the member knows this contact through the other
	BroughtIn   Bond = "brought" // this contact introduced the other to the member
)

// IntroductionState is how far an introduction has come.
type IntroductionState string

// The states of an introduction. Both are asked before one is made.
const (
	IntroAccepted IntroductionState = "accepted" // the member means to, and asks both
	IntroDone     IntroductionState = "done"
	IntroDeclined IntroductionState = "declined" // the member, or one of the two, would rather not
)

// tied returns the newest introduction that ties c to other, nil if there is none.
func (c *Contact) tied(other ContactID) *Introduction {
	var newest *Introduction
	for i := range c.Introductions {
		if x := &c.Introductions[i]; !x.Undone && x.Other == other {
			newest = x
		}
	}
	return newest
}

// Tie returns the newest introduction that ties c to other.
func (c *Contact) Tie(other ContactID) (Introduction, bool) {
	if x := c.tied(other); x != nil {
		return *x, true
	}
	return Introduction{}, false
}

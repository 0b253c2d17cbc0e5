package domain

import "slices"

// Reasoning is what one rule made of one contact: whether it fires today, what it
// saw, and what would change that.
type Reasoning struct {
	Rule  RuleName
	Fires bool
	// Nudge is the nudge when it fires, or as it would be when it comes next.
	Nudge Nudge
	// Quiet says why it does not fire, Until when that ends by itself (zero for
	// never, or when something has to happen first).
	Quiet Quiet
	Until Date
}

// Quiet is a reason for a rule to keep silent.
type Quiet string

// The reasons.
const (
	NothingThere Quiet = "nothing there" // no such promise, need, value, ask or date
	NotDueYet    Quiet = "not due yet"
	WrongPhase   Quiet = "wrong phase"
	IsSnoozed    Quiet = "snoozed"
	IsResting    Quiet = "resting"
	IsArchived   Quiet = "archived"
	IsMuted      Quiet = "muted"      // the member stopped this rule for this person
	MeetingSoon  Quiet = "meets soon" // something is planned within a week
	ToldAlready  Quiet = "told"       // once is enough, or not again so soon
	Outranked    Quiet = "outranked"  // another rule about the same person goes first
	NoThird      Quiet = "no third"   // nobody shares anything with them
	NotReady     Quiet = "not ready"  // evidence is missing
	NoGoal       Quiet = "no goal"    // no goal without an ask
	AskedLately  Quiet = "asked"      // an ask is open, was made not long ago, or was declined
)

// Forecast is what one day would bring if nothing happened until then.
type Forecast struct {
	On      Date
	Digest  Digest
	Prompt  bool // the weekly question comes on this day
	CheckIn bool
}

// Why explains what every rule makes of a contact today, in the order of
// [NudgeRules]: a rule that is uncapped once for each thing it tells. c is one of
// p's contacts, or one that left the portfolio.
func Why(p Portfolio, c *Contact, today Date) []Reasoning {
	return slices.Clone(newScene(p, today).reasons(c))
}

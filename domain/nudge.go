package domain

// RuleName names a nudge rule or a prompt rule.
type RuleName string

// The nudge rules so far.
const (
	ContactDue     RuleName = "contact due"     // the ideal gap has passed
	ContactOverdue RuleName = "contact overdue" // the maximum gap has passed
	HowDidItGo     RuleName = "how did it go"   // something was planned for this day
)

// The identify rules so far.
const (
	RunDry      RuleName = "run dry"      // nobody in Identifying or Relating
	NeverMet    RuleName = "never met"    // a candidate never met
	TooMany     RuleName = "too many"     // rhythms ask for more than is logged
	EmptyCircle RuleName = "empty circle" // nobody at all yet
)

// Portfolio is what planning looks at: one member and everybody they keep.
type Portfolio struct {
	Member   Member
	Policy   Policy
	Contacts []*Contact // neither archived nor removed; without histories
	// Logged is the number of interactions in the last Policy.Evidence.PromptSlackWeeks weeks.
	Logged int
}

// Nudge is one reason to act, with its evidence.
type Nudge struct {
	Rule    RuleName
	Contact *Contact
	Cadence Cadence // in force, after precedence
	From    CadenceSource
	Due     Date // the date it fell due, jitter included
	Gap     int  // days since the last interaction, or since the day it was added
	Never   bool // never contacted: Gap counts from Added
	// First says that this is uncapped: a promise of mine or a date.
	First bool
}

// CadenceSource says where a rhythm comes from.
type CadenceSource uint8

// The sources, by precedence.
const (
	FromContact CadenceSource = iota + 1
	FromTag
	FromPhase
)

// Digest is one day's nudges: those shown, those that wait on Home, and the
// next date on which somebody falls due (zero when nobody does).
type Digest struct {
	On       Date
	Shown    []Nudge
	Waiting  []Nudge
	FineTill Date
}

// Prompt is the weekly question whom to identify next; at most three items.
type Prompt struct {
	On    Date
	Items []PromptItem
}

// PromptItem is one reason to think of somebody new, or to let someone rest.
type PromptItem struct {
	Rule     RuleName
	Contacts []*Contact // whom it speaks of, most fitting first
	Asks     float64    // TooMany: touches a week that rhythms ask for
	Makes    float64    // TooMany: touches a week that were logged
}

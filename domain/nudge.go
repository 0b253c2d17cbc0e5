package domain

// RuleName names a nudge rule or a prompt rule.
type RuleName string

// The nudge rules.
const (
	PromiseDue     RuleName = "promise due"        // mine, tomorrow or today
	PromiseOverdue RuleName = "promise overdue"    // mine, late
	OwedOverdue    RuleName = "owed overdue"       // theirs, late: once, gently
	HowDidItGo     RuleName = "how did it go"      // something was planned for this day
	OccasionComing RuleName = "occasion"           // a birthday or another date they recorded
	TheyAsked      RuleName = "they asked"         // a need of theirs has waited as long as it may
	AskUnanswered  RuleName = "ask unanswered"     // no answer by the date: one follow-up
	ThankThem      RuleName = "thank"              // they agreed and were not thanked yet
	FollowUp       RuleName = "follow up"          // the first meeting was two days ago, nothing since
	HowWasIt       RuleName = "how was it"         // feedback about a session that the partner logged, or the first month
	SessionDue     RuleName = "session due"        // a pair's cadence has passed
	ContactDue     RuleName = "contact due"        // the ideal gap has passed
	ContactOverdue RuleName = "contact overdue"    // the maximum gap has passed
	Drifting       RuleName = "drifting"           // twice the maximum gap has passed
	KeepSlowRest   RuleName = "keep, slow or rest" // shown three times in vain: asked once
	Unrecognised   RuleName = "value unrecognised" // delivered ten days ago: did they notice?
	RevealMore     RuleName = "reveal more"        // contact of one kind only, or no notes lately
	Weave          RuleName = "weave"              // nobody introduced in sixty days of Sustaining
	ReadyToAsk     RuleName = "ready to ask"       // the evidence is complete, and a goal has no ask
)

// NudgeRules lists all of them, the most pressing first: of several about one
// person that count against the cap, the first is shown. What is asked once
// goes before what comes back every few days, or it would never be asked.
var NudgeRules = []RuleName{
	PromiseOverdue, PromiseDue, HowDidItGo, OccasionComing, OwedOverdue, ThankThem, AskUnanswered, KeepSlowRest, Drifting,
	TheyAsked, FollowUp, HowWasIt, SessionDue, ContactOverdue, ContactDue, Unrecognised, RevealMore, Weave, ReadyToAsk,
}

// The identify rules.
const (
	GoalAlone   RuleName = "goal alone"      // a goal with nobody behind it
	RunDry      RuleName = "run dry"         // nobody in Identifying or Relating
	NeverMet    RuleName = "never met"       // a candidate never met
	TooMany     RuleName = "too many"        // rhythms ask for more than is logged
	OneSided    RuleName = "one-sided"       // the member gives, and nothing comes back; or the other way round
	OpenThree   RuleName = "three questions" // a candidate whose three questions are open
	CouldOpen   RuleName = "could introduce" // somebody who could introduce one for a goal
	NotPlaced   RuleName = "not placed"      // met lately and never placed
	SamePerson  RuleName = "same person"     // two spellings of one person, offered once
	EmptyCircle RuleName = "empty circle"    // nobody at all yet
)

// Portfolio is what planning looks at: one member and everybody they keep.
type Portfolio struct {
	Member Member
	Policy Policy
	// Contacts are neither archived nor removed. Of their histories they hold
	// what [Shelf] says that planning looks at.
	Contacts []*Contact
	Goals    []Goal // open ones
	Told     map[Telling]Told
	// Questions were asked in the last week and not answered.
	Questions []Question
	// Partnerships are the member's pairs that last, Organised the programs that they
	// see to.
	Partnerships []Partnership
	Organised    []Organised
	// Logged is the number of interactions in the last Policy.Evidence.PromptSlackWeeks weeks.
	Logged int
}

// Nudge is one reason to act, with its evidence.
type Nudge struct {
	Rule    RuleName
	Contact *Contact
	// Subject is what it is about beside the contact: the id of a promise, a need,
	// a value, an ask, a goal, another contact, or the name of an occasion. "" for
	// none. Together with Rule and Contact it is the [Telling].
	Subject string
	Cadence Cadence // in force, after precedence
	From    CadenceSource
	Due     Date // the date it fell due, jitter included
	Gap     int  // days since the last interaction, or since the day it was added
	Never   bool // never contacted: Gap counts from Added
	// First says that this is uncapped: a promise of mine or a date.
	First bool

	// What it is about, nil when it is about something else.
	Promise  *Promise
	Need     *Need
	Value    *Value
	Ask      *Ask
	Goal     *Goal // of ReadyToAsk
	Occasion *Occasion
	// OccasionOn is when the occasion falls, today or on a day off to come.
	OccasionOn Date
	// Third and Shared are the third person of Weave, and what the two share.
	Third  *Contact
	Shared Shared
	// Partnership is the pair of SessionDue and HowWasIt, and On the session that the
	// latter asks about, zero for the first thirty days.
	Partnership *Partnership
	On          Date
	// OneKind says of RevealMore that contact was of one kind only.
	OneKind bool
}

// Telling is what this nudge tells.
func (n Nudge) Telling() Telling {
	return Telling{Rule: n.Rule, Contact: n.Contact.ID, Subject: n.Subject}
}

// Shared is what two people have in common, the first that was found.
type Shared struct {
	By   SharedBy
	What string // "berlin"; the goal's words for a goal
}

// SharedBy says in what two people are alike.
type SharedBy string

// What two people can share, in the order in which it counts.
const (
	SharedGoal  SharedBy = "goal"
	SharedTag   SharedBy = "tag"
	SharedWork  SharedBy = "work"
	SharedPlace SharedBy = "place"
	// SharedMentee is not shared: the member mentors the contact, and could bring
	// somebody along.
	SharedMentee SharedBy = "mentee"
)

// CadenceSource says where a rhythm comes from.
type CadenceSource uint8

// The sources, by precedence.
const (
	FromContact CadenceSource = iota + 1
	FromTag
	FromPhase
)

// Digest is one day's nudges: those shown, those that wait on Home, and the
// next digest day on which somebody falls due (zero when nobody does).
type Digest struct {
	On       Date
	Shown    []Nudge
	Waiting  []Nudge
	FineTill Date
	// Slowed says that digests come once a week from now on, because the last
	// ones were not answered.
	Slowed bool
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
	Goal     *Goal      // of GoalAlone and CouldOpen
	Shared   Shared     // of GoalAlone and CouldOpen: why the first might know somebody; zero for nobody
	Asks     float64    // TooMany: touches a week that rhythms ask for
	Makes    float64    // TooMany: touches a week that were logged
	Touches  int        // NotPlaced: how often they met
	Takes    bool       // OneSided: they gave, and the member only took
}

// Telling is what this item tells: about its goal, whoever could help with that,
// or about its first contact. What is said of the whole circle is about nobody.
func (i PromptItem) Telling() Telling {
	t := Telling{Rule: i.Rule}
	switch {
	case i.Goal != nil:
		t.Subject = string(i.Goal.ID)
	case i.Rule == TooMany || len(i.Contacts) == 0:
	default:
		t.Contact = i.Contacts[0].ID
		if i.Rule == SamePerson && len(i.Contacts) > 1 {
			t.Subject = string(i.Contacts[1].ID)
		}
	}
	return t
}

// CheckIn is the weekly question whom the member met.
type CheckIn struct {
	On Date
	// Likely are the people offered, the likeliest first.
	Likely []*Contact
	// Questions are those that were asked and never answered, the oldest first.
	Questions []Question
	// Asks says that there is anybody to ask about: the member keeps somebody.
	Asks bool
}

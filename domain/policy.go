package domain

// Policy is what the operator's config says about relationships: the defaults
// that members may change for themselves, and the thresholds of evidence.
type Policy struct {
	Digest   Weekly            // when the daily digest comes
	Prompt   Weekly            // when the weekly identify prompt comes
	Cap      int               // nudges a day, promises and dates aside
	Cadences map[Phase]Cadence // one for each phase
	Zone     string            // IANA, for members whose zone Slack doesn't know
	CheckIn  Weekly            // when the weekly check-in comes
	Summary  Weekly            // when a program's weekly summary comes, unless its organisers choose
	Sessions Cadence           // how often a pair of a program meets, likewise
	Evidence Thresholds
	Asking   Manners
	Nudging  Nudging
}

// Nudging are the numbers of the nudge rules, in days where nothing else is said.
type Nudging struct {
	FollowUp     int // after a first meeting: 2
	PromiseAhead int // before a promise of the member's falls due: 1
	Urgent       int // an urgent need may wait: 3
	Normal       int // an ordinary one: 14
	Someday      int // one without haste: 45
	Unrecognised int // after something was delivered: 10
	Reveal       int // without a note, and between two suggestions: 60
	Weave        int // in Sustaining with nobody introduced, and between two suggestions: 60
	Drift        int // times the maximum gap: 2
	Showings     int // in vain, before the bot asks whether to keep, slow or rest: 3
	Ignored      int // digests, before they come weekly: 3
}

// Waits returns how many days a need of an urgency may wait.
func (n Nudging) Waits(u Urgency) int {
	switch u {
	case Urgent:
		return n.Urgent
	case Someday:
		return n.Someday
	}
	return n.Normal
}

// SignalsSince is how far back signals matter to planning.
func (p Policy) SignalsSince(today Date) Date { return today.AddDays(-p.Evidence.RipeWithinDays) }

// Thresholds are the numbers in the table of evidence, see docs/phases.md.
type Thresholds struct {
	IntroducedTouches int // interactions that make somebody introduced: 1
	RelatingDays      int // different days met before Nurturing: 2
	PromisesKept      int // promises kept, on either side, that show as much as a sign of theirs: 1
	ValuesDelivered   int // values delivered before Sustaining: 1
	ValuesRecognised  int // values recognised before Sustaining: 1
	RipeSignals       int // different kinds of signal before Capitalizing: 2
	RipeWithinDays    int // how far back those signals count: 180
	PromptSlackWeeks  int // weeks over which rhythms are held against logging: 6
}

// DefaultPolicy is the policy of an empty config.
func DefaultPolicy() Policy {
	return Policy{
		Digest:   Weekly{At: 9 * 60, Days: WorkingDays},
		Prompt:   Weekly{At: 9 * 60, Days: Monday},
		CheckIn:  Weekly{At: 15 * 60, Days: Friday},
		Summary:  Weekly{At: 9 * 60, Days: Monday},
		Sessions: Cadence{14, 28},
		Cap:      3,
		Zone:     "UTC",
		Cadences: map[Phase]Cadence{
			Identifying:  {7, 21},
			Relating:     {14, 30},
			Nurturing:    {21, 45},
			Sustaining:   {30, 60},
			Capitalizing: {45, 90},
		},
		Evidence: Thresholds{
			IntroducedTouches: 1, RelatingDays: 2, PromisesKept: 1, ValuesDelivered: 1, ValuesRecognised: 1,
			RipeSignals: 2, RipeWithinDays: 180, PromptSlackWeeks: 6,
		},
		Asking: Manners{WorkingDays: 3, GapDays: 90, DeclinedDays: 180},
		Nudging: Nudging{
			FollowUp: 2, PromiseAhead: 1, Urgent: 3, Normal: 14, Someday: 45, Unrecognised: 10,
			Reveal: 60, Weave: 60, Drift: 2, Showings: 3, Ignored: 3,
		},
	}
}

// Days of the week, to be combined: Monday|Wednesday.
const (
	Sunday Weekdays = 1 << iota
	Monday
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday

	WorkingDays = Monday | Tuesday | Wednesday | Thursday | Friday
	EveryDay    = WorkingDays | Saturday | Sunday
)

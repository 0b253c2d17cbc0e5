package domain

// Policy is what the operator's config says about relationships: the defaults
// that members may change for themselves, and the thresholds of evidence.
type Policy struct {
	Digest   Weekly            // when the daily digest comes
	Prompt   Weekly            // when the weekly identify prompt comes
	Cap      int               // nudges a day, promises and dates aside
	Cadences map[Phase]Cadence // one for each phase
	Zone     string            // IANA, for members whose zone Slack doesn't know
	Evidence Thresholds
}

// Thresholds are the numbers in the table of evidence, see docs/phases.md.
type Thresholds struct {
	IntroducedTouches int // interactions that make somebody introduced: 1
	RelatingDays      int // different days met before Nurturing: 2
	ValuesDelivered   int // values delivered before Sustaining: 1
	ValuesRecognised  int // values recognised before Sustaining: 1
	RipeSignals       int // different kinds of signal before Capitalizing: 2
	RipeWithinDays    int // how far back those signals count: 180
	PromptSlackWeeks  int // weeks over which rhythms are held against logging: 6
}

// DefaultPolicy is the policy of an empty config.
func DefaultPolicy() Policy {
	return Policy{
		Digest: Weekly{At: 9 * 60, Days: WorkingDays},
		Prompt: Weekly{At: 9 * 60, Days: Monday},
		Cap:    3,
		Zone:   "UTC",
		Cadences: map[Phase]Cadence{
			Identifying:  {7, 21},
			Relating:     {14, 30},
			Nurturing:    {21, 45},
			Sustaining:   {30, 60},
			Capitalizing: {45, 90},
		},
		Evidence: Thresholds{
			IntroducedTouches: 1, RelatingDays: 2, ValuesDelivered: 1, ValuesRecognised: 1,
			RipeSignals: 2, RipeWithinDays: 180, PromptSlackWeeks: 6,
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

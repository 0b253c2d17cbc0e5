package domain

// Register is a program with everybody in it, as far as its organisers may know:
// dates, and no word of a goal, a comment or a note. Who wishes not to be paired
// with whom is in it for [Propose] alone, and leaves it in no report.
type Register struct {
	Program      Program
	Participants []Participant // in the order of joining
	Pairs        []Pair        // in the order of pairing, ended ones too
	// Sessions are the dates on which each pair met, the oldest first.
	Sessions map[PairID][]Date
	Goals    []GoalDates
	// Ratings are all that were given, in their order, by nobody.
	Ratings []int
	// Shouts are those that may be said and were not yet, and those of the summary
	// that is being written.
	Shouts []Shoutout
	// Nudged is when each pair was last nudged for its cadence.
	Nudged map[PairID]Date
	// Names and Zones are those of everybody in it, as Slack says.
	Names map[MemberID]string
	Zones map[MemberID]string
}

// GoalDates is when a pair's goal was made and when it was reached, zero while it
// was not: there is no field for its words.
type GoalDates struct {
	Pair    PairID
	Made    Date
	Reached Date
}

// Ledger is all that a channel's summary is made from. It names no pair, and has no
// field for a note, a phase, a promise, an ask, a signal, a goal's words or a
// rating.
type Ledger struct {
	Name    string
	Zone    string
	Cadence Cadence
	Started Date
	Ended   Date
	Pairs   []PairDates
	// Unmatched counts those who are in the program and in no pair.
	Unmatched int
	Goals     []GoalDates
	// Figure is the mean of feedback as it was published last; zero for none.
	Figure Figure
	Shouts []Shout
}

// PairDates is when a pair began, ended and met.
type PairDates struct {
	Since       Date
	Ended       Date
	PausedUntil Date
	Sessions    []Date // the oldest first
}

// Shout is a shout-out to which both have agreed.
type Shout struct {
	From, To MemberID
	Text     string
}

// Figure is a mean of feedback over N answers, as it may be shown: rounded to a
// tenth. High says "4.8 or more", Low "1.2 or less".
type Figure struct {
	N         int  `json:"n"`
	Tenths    int  `json:"tenths"`
	High, Low bool `json:",omitzero"`
}

// Summary is what a program's channel is told of the seven days that end the day
// before On. It is all counts.
type Summary struct {
	Name     string
	Zone     string
	On       Date
	From, To Date // the week
	Started  Date
	// Sessions counts those of the week, Before those of the week before it, Total
	// all since Started.
	Sessions, Before, Total int
	// Few says that there are fewer than five pairs: what follows is zero then, but
	// for Weeks.
	Few bool
	// Median is of sessions a pair since Started, over the pairs that last.
	Median float64
	// Pairs counts those that last. Active of them have met in the last two cadences,
	// ActiveBefore had a week ago; Paused rest.
	Pairs, Active, ActiveBefore, Paused int
	// OnTrack, Due, Overdue and Early part the pairs that last and do not rest by
	// their cadence; Early is too early to tell. NeverMet counts those of any age
	// without a session.
	OnTrack, Due, Overdue, Early, NeverMet int
	Unmatched                              int
	GoalsMade, GoalsReached                int
	Figure                                 Figure
	Shouts                                 []Shout
	// Weeks are the sessions of each week up to this one, twelve at most.
	Weeks []WeekCount
	// Closing says that the program has ended: the numbers are of all of it.
	Closing bool
}

// WeekCount is the number of sessions in the seven days that end on To.
type WeekCount struct {
	To       Date
	Sessions int
}

// PairStanding is where a pair stands by its cadence, for its organisers.
type PairStanding struct {
	Pair     Pair
	Standing Standing
	Last     Date // zero when they have never met
	Sessions int
	Due      Date
	Nudged   Date // zero when they were not nudged
}

// Standing is where a pair stands by its cadence.
type Standing string

// The standings of a pair.
const (
	OnTrack     Standing = "on track"
	PairDue     Standing = "due"
	PairOverdue Standing = "overdue"
	TooEarly    Standing = "too early"
	PairPaused  Standing = "paused"
)

// Report is what the organisers of a program are told: names and dates, and no
// note, no words of a goal and nobody's rating.
type Report struct {
	Program Program
	On      Date
	Pairs   []PairStanding // those that last, the longest overdue first
	// Unmatched, Asking and Another are those in no pair, those who asked to be let
	// in and those who would like another partner.
	Unmatched []Participant
	Asking    []MemberID
	Another   []MemberID
	Summary   Summary
	Names     map[MemberID]string
}

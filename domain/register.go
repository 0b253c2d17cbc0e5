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
	// Ratings are all that were given, in the order in which they were given first.
	Ratings []Rating
	// Shouts are those that may be said and were not yet, and those of the summary
	// that is being written.
	Shouts []Shoutout
	// Nudged is when each pair was last nudged for its cadence.
	Nudged map[PairID]Date
	// Names and Zones are those of everybody in it, as Slack says.
	Names map[MemberID]string
	Zones map[MemberID]string
}

// Rating is how much somebody gave, 1 to 5. By tells those who gave apart, from 1 on
// and in this register alone: it is nobody's id.
type Rating struct {
	By    int
	Stars int
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
	Goals     []GoalSpan
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

// GoalSpan is when a goal was made and reached, zero while it was not: nobody's.
type GoalSpan struct {
	Made    Date
	Reached Date
}

// Shout is a shout-out to which both have agreed, by their names: "" for whoever is
// no longer known.
type Shout struct {
	From, To string
	Text     string
}

// Figure is a mean of feedback over N answers, as it may be shown: to a tenth. High
// says "4.8 or more", Low "1.2 or less". [Freeze] makes it.
type Figure struct {
	N         int  `json:"n"`
	Tenths    int  `json:"tenths"`
	High, Low bool `json:",omitzero"`
	// Halves is twice the sum that the mean is of, as far as [Freeze] tells it apart.
	Halves int `json:"halves"`
}

// Summary is what a program's channel is told of the seven days that end the day
// before On, as things stood when they were over. It is all counts.
type Summary struct {
	Name     string
	Zone     string
	On       Date
	From, To Date // the week, both days included
	Started  Date
	// Sessions counts those of the week, Before those of the week before it, Total
	// all from Started to To. A session is a pair and a date; those of pairs that have
	// ended since count.
	Sessions, Before, Total int
	// Few says that there are fewer than five pairs: what follows is zero then, but
	// for Shouts, which both chose to have said, and Weeks.
	Few bool
	// Median is of sessions a pair up to To, over the pairs that last.
	Median float64
	// Pairs counts those that last. Active of them have met in the two cadences up to
	// To, whether or not they rest now; ActiveBefore is what Active was a week ago, -1
	// when that is not to be said: there were fewer than five pairs, or no week before.
	// Paused rest on On.
	Pairs, Active, ActiveBefore, Paused int
	// OnTrack, Due, Overdue and Early part the pairs that last and do not rest by
	// their [Standing] on On. NeverMet counts those that are due or overdue and have
	// not met once: for the others it is too early to say so.
	OnTrack, Due, Overdue, Early, NeverMet int
	// Unmatched counts those who are in the program and in no pair, resting or not.
	Unmatched int
	// GoalsMade and GoalsReached count from Started to To.
	GoalsMade, GoalsReached int
	// Figure is the mean of feedback as it was published last, zero for none.
	Figure Figure
	// Shouts are three at most, the oldest first.
	Shouts []Shout
	// Weeks are the sessions of each week up to this one, the oldest first, twelve at
	// most and none that was over before Started.
	Weeks []WeekCount
	// Closing says that the program has ended, on On, and that the numbers are of all
	// of it: the week goes from Started to On, Sessions is Total, and Pairs, Median and
	// NeverMet are of every pair there ever was, but for those that were parted on
	// their first day without having met. Nobody is active, resting or due any more.
	Closing bool
}

// WeekCount is the number of sessions in the seven days that end on To.
type WeekCount struct {
	To       Date
	Sessions int
}

// PairStanding is where a pair stands by its cadence, for its organisers.
type PairStanding struct {
	// Pair is the pair; in a [Report] its PausedUntil heeds that either of the two may
	// rest on their own.
	Pair     Pair
	Standing Standing
	Last     Date // zero when they have never met
	Sessions int
	// Due is the date from which on they are due.
	Due    Date
	Nudged Date // zero when they were not nudged
}

// Standing is where a pair stands by its cadence. Gaps are counted from its last
// session, and from the day it began while there was none.
type Standing string

// The standings of a pair. Each that lasts has one.
const (
	OnTrack     Standing = "on track"  // met, and the ideal gap has not passed since
	PairDue     Standing = "due"       // the ideal gap has passed
	PairOverdue Standing = "overdue"   // more than the maximum gap has passed
	TooEarly    Standing = "too early" // never met, and not due for the first time
	PairPaused  Standing = "paused"    // it rests
)

// Unmatched is somebody in no pair, as organisers may know them: there is no field
// for whom they would not be paired with.
type Unmatched struct {
	Member MemberID
	Role   Role
	Topics []string
}

// Report is what the organisers of a program are told: names and dates, and no
// note, no words of a goal and nobody's rating.
type Report struct {
	Program Program
	On      Date
	Pairs   []PairStanding // those that last, the longest overdue first
	// Unmatched, Asking and Another are those in no pair, those who asked to be let
	// in and those who would like another partner.
	Unmatched []Unmatched
	Asking    []MemberID
	Another   []MemberID
	Summary   Summary
	Names     map[MemberID]string
}

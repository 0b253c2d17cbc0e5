package domain

import "time"

// ProgramShelf is where a [Book] reads the programs of its member's workspace.
// Whoever asks has been asked by a member: the methods of [Mentoring] decide what
// that one may know.
type ProgramShelf interface {
	// Program returns a program. KindNotFound.
	Program(ProgramID) (*Program, error)
	// ProgramIn returns the one that runs in a channel. KindNotFound.
	ProgramIn(channel string) (*Program, error)
	// Programs returns those that run and that the member organises or takes part
	// in, by name.
	Programs() ([]*Program, error)
	// Register returns a program with everybody in it. KindNotFound.
	Register(ProgramID) (*Register, error)
	// Participants returns everybody who is, was, or asked to be in a program. With whom
	// they would not be paired decides who is, and is shown to nobody.
	Participants(ProgramID) ([]Participant, error)
	// Pair returns a pair, whoever they are. KindNotFound.
	Pair(PairID) (Pair, error)
	// Pairs returns the pairs of which the member is or was one, in any program, or
	// all of a program's when one is named; ended ones too, in the order of pairing.
	Pairs(ProgramID) ([]Pair, error)
	// SessionLogs returns the logs of pairs since a date, undone ones too.
	SessionLogs(pairs []PairID, since Date) ([]SessionLog, error)
	// PairGoals returns the goals of a pair, the oldest first.
	PairGoals(PairID) ([]PairGoal, error)
	// Feedback returns what the member has given about a pair.
	Feedback(PairID) ([]Feedback, error)
	// Shoutout returns a shout-out. KindNotFound.
	Shoutout(RecordID) (*Shoutout, error)
	// Partnerships returns the member's pairs that last, as they see them on a date.
	Partnerships(on Date) ([]Partnership, error)
	// Known returns those of members whom the bot has met and who are not gone, with
	// their names and zones.
	Known(members []MemberID) (names, zones map[MemberID]string, err error)
}

// MentoringChanges is what a command decided about programs: each row as it is to
// be, new or not.
type MentoringChanges struct {
	Programs     []ProgramChange
	Participants []Participant
	Pairs        []Pair
	SessionLogs  []SessionLog
	Goals        []PairGoal
	Feedback     []Feedback
	Shoutouts    []Shoutout
	// Acquainted are those who get to know each other: each is to have the other
	// among their people.
	Acquainted []Acquaintance
	// Deliveries go to the outbox in the same commit.
	Deliveries []Delivery
}

// ProgramChange is a program before and after; Before is nil for a new one.
type ProgramChange struct {
	Before, After *Program
	// Rescheduled says that Next takes the place of when its summary was due, zero
	// for never; else that stays.
	Rescheduled bool
	Next        time.Time
}

// Acquaintance puts Other, who is in Slack, among Member's people, unless they are
// there already: in Relating, with a tag.
type Acquaintance struct {
	Member, Other MemberID
	Tag           string // "mentor" or "mentee", what Other is to Member
}

// ProgramAppointment is an instant at which a program's summary is due.
type ProgramAppointment struct {
	Workspace WorkspaceID
	Program   ProgramID
	At        time.Time // in UTC
	On        Date      // the program's local date
}

// ProgramPlan is what a program's appointment leads to, stored in one commit.
type ProgramPlan struct {
	Deliveries []Delivery
	// Program is as it is to be, its LastSummary and its Figures moved on.
	Program Program
	// Shouts are those that stand in this summary.
	Shouts []Shoutout
	// Next is when the next summary is due, zero for never.
	Next time.Time
}

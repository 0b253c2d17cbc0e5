package domain

import (
	"slices"
	"time"
)

// ProgramID names a mentoring program.
type ProgramID string

// PairID names a pair of a program.
type PairID string

// Program is a mentoring program, bound to a channel. Like its pairs and their
// sessions it belongs to the workspace and to no member.
type Program struct {
	Workspace WorkspaceID
	ID        ProgramID
	// Channel is where its summary goes, "C…" or "G…"; one program runs there at a
	// time. Private says that only those inside may know of it.
	Channel string
	Private bool
	Name    string
	// Cadence is how often a pair meets.
	Cadence Cadence
	// Summary is when the weekly summary comes, on one day of the week, in Zone: an
	// IANA name.
	Summary Weekly
	Zone    string
	// Organisers do what organisers may, in the order in which they became it. Who
	// has left the workspace is taken out.
	Organisers []MemberID
	Joining    Joining
	Started    Date
	// Ended is zero while it runs. Purge says that it is to be deleted once its last
	// summary is out.
	Ended Date
	Purge bool
	// Shut is since when its channel takes no messages of ours, zero while it does.
	Shut time.Time
	// LastSummary is the newest local date whose summary was planned; none is planned
	// twice.
	LastSummary Date
	// Figures are the means of feedback that were published, the oldest first. The
	// newest is what is shown, until [Freeze] makes another.
	Figures []Figure
	Version int64
}

// Joining says who may join a program.
type Joining string

// Who may join.
const (
	JoinOpen    Joining = "open"    // whoever can see the channel
	JoinInvited Joining = "invited" // whom an organiser lets in
)

// Runs reports whether the program has not ended.
func (p *Program) Runs() bool { return p.Ended.IsZero() }

// Organises reports whether a member is one of its organisers.
func (p *Program) Organises(m MemberID) bool { return slices.Contains(p.Organisers, m) }

// Location is the program's zone; UTC where it is unknown.
func (p *Program) Location() *time.Location {
	if loc, err := Location(p.Zone); err == nil {
		return loc
	}
	return time.UTC
}

// Role is what somebody is in a program.
type Role string

// The roles.
const (
	Mentor Role = "mentor"
	Mentee Role = "mentee"
)

// Participant is a member in a program.
type Participant struct {
	Program ProgramID
	Member  MemberID
	Role    Role
	// Topics are those that a mentor offers, or a mentee looks for: folded, no two
	// alike, in the order in which they were said.
	Topics []string
	// Capacity is with how many a mentor, or a mentee, would be paired at once.
	Capacity int
	// Avoid are those with whom they asked not to be paired. It is nobody's to see
	// but theirs, organisers included.
	Avoid []MemberID
	// Another says that they would like another partner. It is for the organisers.
	Another bool
	// Asked says that they have asked to join and no organiser has let them in yet.
	Asked  bool
	Joined Date
	Left   Date // zero while they are in it
	// PausedUntil is the first date on which they take part again, zero when they do.
	PausedUntil Date
}

// In reports whether they take part in the program: neither gone nor waiting.
func (p Participant) In() bool { return p.Left.IsZero() && !p.Asked }

// Pair is a mentor and a mentee.
type Pair struct {
	Program ProgramID
	ID      PairID
	Mentor  MemberID
	Mentee  MemberID
	Since   Date
	Ended   Date // zero while it lasts
	Why     PairEnd
	// PausedUntil is the first date on which they meet again, zero when they do.
	PausedUntil Date
}

// PairEnd says why a pair is one no more.
type PairEnd string

// Why pairs end.
const (
	PairUnpaired PairEnd = "unpaired" // an organiser ended it
	PairLeft     PairEnd = "left"     // one of them left the program
	PairGone     PairEnd = "gone"     // one of them left the workspace
	PairOver     PairEnd = "over"     // the program ended
)

// Lasts reports whether the pair has not ended.
func (p Pair) Lasts() bool { return p.Ended.IsZero() }

// Has reports whether a member is one of the two.
func (p Pair) Has(m MemberID) bool { return p.Mentor == m || p.Mentee == m }

// Partner is the other one of the two.
func (p Pair) Partner(m MemberID) MemberID {
	if p.Mentor == m {
		return p.Mentee
	}
	return p.Mentor
}

// RoleOf is what a member is in the pair.
func (p Pair) RoleOf(m MemberID) Role {
	if p.Mentor == m {
		return Mentor
	}
	return Mentee
}

// SessionLog is one partner's word for a session: an interaction of theirs with
// the other. All that count on one date for a pair are one session, whoever logged
// it and by whatever door; so it goes only when both took it back. It holds nothing
// of what they wrote.
type SessionLog struct {
	Program     ProgramID
	Pair        PairID
	Member      MemberID
	Interaction InteractionID
	// On is the date it counts for: the interaction's own, or that of the session it
	// is the same as.
	On     Date
	State  SessionState
	Logged time.Time
}

// SessionState says whether a log counts.
type SessionState string

// The states of a log.
const (
	SessionCounts SessionState = "counts"
	SessionNot    SessionState = "not"    // its member said that it was none
	SessionUndone SessionState = "undone" // the interaction was taken back or corrected
)

// PairGoal is what a pair wants to reach. Its words are for the two of them.
type PairGoal struct {
	Program ProgramID
	Pair    PairID
	ID      RecordID
	Author  MemberID
	What    string
	By      Date // zero when there is no date
	Made    Date
	State   GoalState
	Closed  Date
}

// Feedback is what one of a pair says of it. It is theirs alone.
type Feedback struct {
	Program ProgramID
	Pair    PairID
	Author  MemberID
	// About is what it is about: [FeedbackMonth], or the date of a session.
	About   string
	Rating  int // 1 to 5
	Comment string
	// Given is when the rating was first given.
	Given time.Time
}

// FeedbackMonth is what feedback is about that was given thirty days after a pair
// began.
const FeedbackMonth = "30 days"

// Shoutout is a word of thanks that is said in the channel, if both agree: its
// author by writing it, and whom it thanks by a press.
type Shoutout struct {
	Program ProgramID
	ID      RecordID
	From    MemberID
	To      MemberID
	Text    string
	Made    Date
	State   ShoutState
	// On is the date of the summary it stands in, once it was planned.
	On Date
}

// ShoutState is what became of a shout-out.
type ShoutState string

// The states of a shout-out.
const (
	ShoutAsked    ShoutState = "asked"
	ShoutAgreed   ShoutState = "agreed"
	ShoutDeclined ShoutState = "declined"
	// ShoutWithdrawn says that its author took it back.
	ShoutWithdrawn ShoutState = "withdrawn"
)

// Partnership is a pair as one of the two sees it: dates and goals, and nothing of
// what the other one noted.
type Partnership struct {
	Pair
	Me          MemberID
	ProgramName string
	Channel     string
	Cadence     Cadence
	// Zone is the program's.
	Zone string
	// Name is how Slack calls the partner.
	Name string
	// Sessions are the dates on which they met, the newest last, and Mine those of
	// them that the member has logged.
	Sessions []Date
	Mine     []Date
	Goals    []PairGoal
	// Rated are what the member has given feedback about.
	Rated []string
	// Paused says that the pair, the program or one of the two rests on the day that
	// was asked about, and Back from which date on nobody does, zero when it is false.
	Paused bool
	Back   Date
}

// Last is the date of the newest session, zero when there was none.
func (p Partnership) Last() Date {
	if n := len(p.Sessions); n > 0 {
		return p.Sessions[n-1]
	}
	return Date{}
}

// Organised is a program as its organiser sees it on Home, in numbers.
type Organised struct {
	Program ProgramID
	Name    string
	Channel string
	Pairs   int
	Overdue int
	// Waiting counts those who asked to be let in, or for another partner.
	Waiting int
}

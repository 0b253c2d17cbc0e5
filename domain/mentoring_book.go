package domain

// Mentoring is what a member's command reads and writes of the programs of their
// workspace. Its methods decide what that member may know and do: KindForbidden
// for what only organisers, or only the two of a pair, may.
type Mentoring struct {
	book *Book
}

// Mentoring opens the programs for the book's member.
func (b *Book) Mentoring() *Mentoring { return &Mentoring{book: b} }

// Draft is what an organiser chooses of a program.
type Draft struct {
	Channel    string
	Private    bool
	Name       string
	Cadence    Cadence
	Summary    Weekly
	Zone       string
	Organisers []MemberID // beside the one who starts it
	Joining    Joining
}

// Couple is a mentor and a mentee who are, or may be, paired.
type Couple struct{ Mentor, Mentee MemberID }

// Refusal says why a couple was not paired.
type Refusal struct {
	Couple
	Why RefusalKind
	Who MemberID // whom it is about, "" for both
}

// RefusalKind is why a couple is not paired.
type RefusalKind string

// Why couples are not paired.
const (
	RefusedNotIn  RefusalKind = "not in" // Who has not joined, or waits to be let in
	RefusedRole   RefusalKind = "role"   // Who is of the other role
	RefusedPaired RefusalKind = "paired" // they are a pair already
	RefusedFull   RefusalKind = "full"   // Who has as many partners as they would have
	RefusedSelf   RefusalKind = "self"   // both are one
	RefusedGone   RefusalKind = "gone"   // Who has left the workspace
	RefusedAsked  RefusalKind = "asked"  // one of them asked not to: said without saying who
)

// Proposal is an assignment of mentors and mentees for an organiser to confirm.
type Proposal struct {
	Couples []Proposed
	// Left are those for whom nobody was found.
	Left []Participant
}

// Proposed is one couple of a proposal, with its reasons.
type Proposed struct {
	Couple
	Topics  []string // those that both named, in the mentee's order
	Overlap int      // minutes of working time they share in a day
	Zones   int      // minutes by which their clocks differ
	Score   int
}

// SessionNews is what an interaction of this command means for a pair.
type SessionNews struct {
	Partnership Partnership
	Interaction InteractionID
	On          Date
	// First says that the member never logged a session of this pair before.
	First bool
	// Same says that it is one that counts already, logged by the partner on that date.
	Same bool
	// Near is the date, one day away, of a session that the partner logged: until the
	// member says otherwise it counts as the same. Zero for none.
	Near Date
	// Count is how many sessions the pair has had, this one included.
	Count int
}

func (m *Mentoring) todo() error { return Fault(KindUnknown, "mentoring", nil) }

// Here returns the program that runs in a channel. KindNotFound.
func (m *Mentoring) Here(channel string) (*Program, error) { return nil, m.todo() }

// Mine returns the programs that run and that the member organises or takes part in.
func (m *Mentoring) Mine() ([]*Program, error) { return nil, m.todo() }

// Program returns a program. KindNotFound; KindForbidden for a private one that the
// member has nothing to do with.
func (m *Mentoring) Program(id ProgramID) (*Program, error) { return nil, m.todo() }

// Me returns what the member is in a program, false if nothing.
func (m *Mentoring) Me(id ProgramID) (Participant, bool, error) {
	return Participant{}, false, m.todo()
}

// Start starts a program with the member as its first organiser. KindInvalid for
// what can't be, KindStale when one runs in the channel.
func (m *Mentoring) Start(d Draft) (*Program, error) { return nil, m.todo() }

// Change changes what organisers chose. An organiser who is taken out is not told;
// one who is put in is. KindInvalid when none would be left.
func (m *Mentoring) Change(id ProgramID, d Draft) (*Program, error) { return nil, m.todo() }

// TakeOver makes the member, a mentor, the organiser of a program that has none.
func (m *Mentoring) TakeOver(id ProgramID) (*Program, error) { return nil, m.todo() }

// Join takes the member into a program, or asks its organisers when it is by
// invitation: Asked says which. Joined again it changes topics and capacity.
// KindInvalid for another role than they have.
func (m *Mentoring) Join(id ProgramID, role Role, topics []string, capacity int) (Participant, error) {
	return Participant{}, m.todo()
}

// LetIn lets in somebody who asked, or declines.
func (m *Mentoring) LetIn(id ProgramID, who MemberID, yes bool) (Participant, error) {
	return Participant{}, m.todo()
}

// Leave takes the member out of a program and ends their pairs, whose partners and
// organisers are told.
func (m *Mentoring) Leave(id ProgramID) ([]Pair, error) { return nil, m.todo() }

// Avoid says with whom the member would not be paired. Nobody else sees it.
func (m *Mentoring) Avoid(id ProgramID, who []MemberID) error { return m.todo() }

// PairUp pairs couples, and says of those that it could not why. Each is introduced
// to the other, and put among their people.
func (m *Mentoring) PairUp(id ProgramID, couples []Couple) ([]Pair, []Refusal, error) {
	return nil, nil, m.todo()
}

// Unpair ends a pair. Both are told. KindStale when it has ended.
func (m *Mentoring) Unpair(id PairID) (Pair, error) { return Pair{}, m.todo() }

// Pair returns a pair to one of the two, or to an organiser. KindNotFound.
func (m *Mentoring) Pair(id PairID) (Pair, error) { return Pair{}, m.todo() }

// Another says that the member would like another partner, or no longer: it reaches
// the organisers alone.
func (m *Mentoring) Another(id ProgramID, wishes bool) error { return m.todo() }

// Propose finds the best assignment of those who have room.
func (m *Mentoring) Propose(id ProgramID) (Proposal, error) { return Proposal{}, m.todo() }

// PauseMe lets the member rest in a program until a date, the zero date ends it.
func (m *Mentoring) PauseMe(id ProgramID, until Date) (Participant, error) {
	return Participant{}, m.todo()
}

// PausePair lets a pair rest until a date: either of the two may, and an organiser.
func (m *Mentoring) PausePair(id PairID, until Date) (Pair, error) { return Pair{}, m.todo() }

// Report is what an organiser may know of a program.
func (m *Mentoring) Report(id ProgramID) (Report, error) { return Report{}, m.todo() }

// Preview is the summary as it would stand in the channel on its next date.
func (m *Mentoring) Preview(id ProgramID) (Summary, error) { return Summary{}, m.todo() }

// Partnerships returns the member's pairs that last.
func (m *Mentoring) Partnerships() ([]Partnership, error) { return nil, m.todo() }

// AddGoal notes what a pair wants to reach. KindInvalid as for [Book.AddGoal].
func (m *Mentoring) AddGoal(id PairID, what string, by Date) (PairGoal, error) {
	return PairGoal{}, m.todo()
}

// CloseGoal notes that a goal was reached or dropped. KindStale when it is closed.
func (m *Mentoring) CloseGoal(pair PairID, id RecordID, s GoalState) (PairGoal, error) {
	return PairGoal{}, m.todo()
}

// Rate gives feedback about a session or the first month, or changes what was given.
// A comment that is empty leaves the one before. KindInvalid for a rating that is
// none of 1 to 5.
func (m *Mentoring) Rate(id PairID, about string, rating int, comment string) (Feedback, error) {
	return Feedback{}, m.todo()
}

// Shout asks a partner, of now or before, whether a word of thanks may be said in
// the channel.
func (m *Mentoring) Shout(id PairID, text string) (Shoutout, error) { return Shoutout{}, m.todo() }

// Shoutout returns a shout-out to whoever wrote it or is thanked.
func (m *Mentoring) Shoutout(id RecordID) (Shoutout, error) { return Shoutout{}, m.todo() }

// AnswerShout agrees to a shout-out, or declines. It may be taken back until it is said.
func (m *Mentoring) AnswerShout(id RecordID, agree bool) (Shoutout, error) {
	return Shoutout{}, m.todo()
}

// End ends a program: its last summary is posted, everybody is told, and with purge
// all its data goes after that.
func (m *Mentoring) End(id ProgramID, purge bool) (*Program, error) { return nil, m.todo() }

// Sessions says what the interactions of this command mean for the member's pairs.
func (m *Mentoring) Sessions() ([]SessionNews, error) { return nil, m.todo() }

// NotSession says that an interaction was no session, or that it was one after all.
func (m *Mentoring) NotSession(id InteractionID, not bool) (SessionNews, error) {
	return SessionNews{}, m.todo()
}

// OwnSession says that an interaction was a session of its own date, and not the one
// that the partner logged a day from it.
func (m *Mentoring) OwnSession(id InteractionID) (SessionNews, error) { return SessionNews{}, m.todo() }

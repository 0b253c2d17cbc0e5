package domain

// Mentoring is what a member's command reads and writes of the programs of their
// workspace. Its methods decide what that member may know and do: KindForbidden
// for what only organisers, or only the two of a pair, may; KindNotFound for an id
// that is nobody's; KindStale once the program, or the pair, has ended.
//
// What a command has changed is seen by all of it.
type Mentoring struct {
	book *Book

	// What the shelf said already.
	programsRead map[ProgramID]*Program
	peopleRead   map[ProgramID][]Participant
	pairsRead    map[ProgramID][]Pair // "" for the member's own
	logsRead     map[PairID][]SessionLog
	partnersRead []Partnership
	partnersAre  bool // read

	// What this command changes.
	programs   rows[ProgramID, *Program]
	people     rows[memberOf, Participant]
	pairs      rows[PairID, Pair]
	logs       rows[logOf, SessionLog]
	goals      rows[RecordID, PairGoal]
	feedback   rows[feedbackOf, Feedback]
	shouts     rows[RecordID, Shoutout]
	acquainted []Acquaintance
	deliveries rows[string, Delivery]
	// again are interactions of commands before that are told of once more.
	again []InteractionID
}

// The keys of rows that have no id of their own.
type (
	memberOf struct {
		program ProgramID
		member  MemberID
	}
	logOf struct {
		pair        PairID
		member      MemberID
		interaction InteractionID
	}
	feedbackOf struct {
		pair  PairID
		about string
	}
)

// Mentoring opens the programs for the book's member.
func (b *Book) Mentoring() *Mentoring {
	if b.mentoring == nil {
		b.mentoring = &Mentoring{
			book:         b,
			programsRead: make(map[ProgramID]*Program), peopleRead: make(map[ProgramID][]Participant),
			pairsRead: make(map[ProgramID][]Pair), logsRead: make(map[PairID][]SessionLog),
		}
	}
	return b.mentoring
}

// me is the member whose command this is.
func (m *Mentoring) me() MemberID { return m.book.Member.Member }

// rows are what a command changes of one sort, each as it is to be, in the order in
// which they were changed first.
type rows[K comparable, V any] struct {
	byKey map[K]V
	order []K
}

// put changes a row, or makes a new one.
func (r *rows[K, V]) put(k K, v V) {
	if r.byKey == nil {
		r.byKey = make(map[K]V)
	}
	if _, ok := r.byKey[k]; !ok {
		r.order = append(r.order, k)
	}
	r.byKey[k] = v
}

// all are the rows that were changed.
func (r *rows[K, V]) all() []V {
	var all []V
	for _, k := range r.order {
		all = append(all, r.byKey[k])
	}
	return all
}

// over returns what was read as it is to be, and behind it those new ones that belong
// there.
func (r *rows[K, V]) over(read []V, key func(V) K, belongs func(V) bool) []V {
	all := make([]V, 0, len(read)+len(r.order))
	seen := make(map[K]bool, len(read))
	for _, v := range read {
		k := key(v)
		seen[k] = true
		if now, ok := r.byKey[k]; ok {
			v = now
		}
		all = append(all, v)
	}
	for _, k := range r.order {
		if v := r.byKey[k]; !seen[k] && belongs(v) {
			all = append(all, v)
		}
	}
	return all
}

// changes is what the command decided about programs, what follows from the
// interactions that it changed included.
func (m *Mentoring) changes() (MentoringChanges, error) {
	follow, err := m.follow()
	if err != nil {
		return MentoringChanges{}, err
	}
	logs := rows[logOf, SessionLog]{}
	for _, l := range append(m.logs.all(), follow.logs...) {
		logs.put(l.key(), l)
	}
	return MentoringChanges{
		Programs: m.programChanges(), Participants: m.people.all(), Pairs: m.pairs.all(), SessionLogs: logs.all(),
		Goals: m.goals.all(), Feedback: m.feedback.all(), Shoutouts: m.shouts.all(),
		Acquainted: m.acquainted, Deliveries: m.deliveries.all(),
	}, nil
}

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

package domain

// Ask is a request made of a contact.
type Ask struct {
	ID   RecordID
	What string
	By   Date // respond-by; zero for one that was made without the bot
	// Link makes it easy to follow through: an address, or what is attached.
	Link string
	Goal RecordID // the goal it serves, "" for none
	Made Date
	// State changed on Changed; that is Made for one that waits.
	State   AskState
	Changed Date
	Command CommandID
	Undone  bool
}

// AskState is where an ask stands.
type AskState string

// The states of an ask: waiting → agreed → thanked, waiting → declined, and
// closed from wherever it stood.
const (
	AskWaiting  AskState = "waiting"
	AskAgreed   AskState = "agreed"   // not thanked yet
	AskDeclined AskState = "declined" // never mentioned again by itself
	AskThanked  AskState = "thanked"
	AskClosed   AskState = "closed" // no answer, or no longer wanted
)

// Open reports whether a waits for an answer, or for thanks.
func (a Ask) Open() bool { return !a.Undone && (a.State == AskWaiting || a.State == AskAgreed) }

// Manners are the numbers of the etiquette of asking.
type Manners struct {
	WorkingDays  int // of notice a request gives, unless they chose: 3
	GapDays      int // between two requests of one person: 90
	DeclinedDays int // after somebody declined: 180
}

// Request is an ask that is being framed, before it is made.
type Request struct {
	What string
	By   Date
	Link string
	Goal RecordID
	// TheyChose says that they named the date, or offered by themselves: their
	// word goes before the rules of notice and of frequency.
	TheyChose bool
}

// Weakness is one thing about a request that could be better.
type Weakness string

// The weaknesses.
const (
	Vague     Weakness = "vague"      // it doesn't say what exactly is wanted
	NoDate    Weakness = "no date"    // there is nothing to answer by
	TooSoon   Weakness = "too soon"   // fewer working days than the manners ask for
	NoLink    Weakness = "no link"    // nothing makes it easy to follow through
	OpenAsk   Weakness = "open ask"   // another one still waits, or wants thanks
	TooOften  Weakness = "too often"  // the last one is too recent
	SaidNo    Weakness = "said no"    // they declined not long ago
	DateGone  Weakness = "date gone"  // the date is before today
	TwoThings Weakness = "two things" // more than one request in one
)

// Framing is what there is to say about a request before it is made.
type Framing struct {
	Request Request
	// Verdict is whether the relationship is ready: the move to Capitalizing, or
	// legal without checks when it stands there.
	Verdict Verdict
	// Moves says that the contact has to move to Capitalizing with this ask.
	Moves bool
	Weak  []Weakness // in the order in which they matter
	// Earliest is the first date that gives enough working days.
	Earliest Date
	// Open is the ask that still waits; Last the newest that was made, Declined
	// the newest that was declined; nil for none.
	Open, Last, Declined *Ask
}

// Ready reports whether the relationship stands where asking is welcome.
func (f Framing) Ready() bool { return f.Verdict.Legal }

// ask returns the ask with an id, nil if there is none.
func (c *Contact) ask(id RecordID) *Ask {
	for i := range c.Asks {
		if c.Asks[i].ID == id {
			return &c.Asks[i]
		}
	}
	return nil
}

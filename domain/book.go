package domain

import "time"

// Known is a name that a member's words may mean.
type Known struct {
	Contact ContactID
	Name    string // as the member wrote it
	Key     string // folded, see phrase.Keys
	// Whole is true for a full name or alias, false for one word of it.
	Whole bool
	// Slack is the contact's Slack user, "" if none.
	Slack string
}

// Shelf is where a [Book] reads what it doesn't hold yet. Everything it
// returns belongs to one owner; the store sees to that.
type Shelf interface {
	// Contact returns the contact with its whole history. KindNotFound.
	Contact(ContactID) (*Contact, error)
	// Exact returns the names whose folded key is one of keys.
	Exact(keys []string) ([]Known, error)
	// AllNames returns every name, for near misses.
	AllNames() ([]Known, error)
	// Logged counts the interactions since a date, undone ones left out.
	Logged(since Date) (int, error)
	// Portfolio returns every contact that is neither archived nor removed,
	// without histories, by name.
	Portfolio() ([]*Contact, error)
	// Undo returns the record of a command, or of the newest one that can still
	// be undone when the id is "". KindNotFound.
	Undo(CommandID) (*UndoRecord, error)
	// Question returns a question asked earlier. KindNotFound.
	Question(QuestionID) (*Question, error)
}

// Question is something the bot asked before logging anything: which Jane?
// Text is what the member typed, so that the answer can be put together with it.
type Question struct {
	ID       QuestionID
	Verb     string
	Text     string
	Answers  map[string]string
	Asked    time.Time
	Answered time.Time
}

// Book is the part of a member's portfolio that one command reads and writes.
// Its methods decide and remember; nothing is stored until [Book.Changes] is.
type Book struct {
	Policy Policy
	Member *Member
	Now    time.Time
	Today  Date // in the member's zone
	ID     CommandID

	shelf    Shelf
	was      Member
	contacts map[ContactID]*held
	order    []ContactID
	asked    []*Question
	undone   CommandID
	made     int
}

type held struct {
	before *Contact // nil when new
	now    *Contact
}

// Changes is what a command decided: everything that its commit must hold.
type Changes struct {
	Member *Member // nil when unchanged
	// Appointments replace the member's, one for each kind, when settings, zone
	// or pause have changed; nil otherwise.
	Appointments []Appointment
	Contacts     []Change
	Questions    []Question
	// Undo is the record that undoes this command; nil when there is nothing to
	// undo. Undone names the command whose record is used up by this one.
	Undo   *UndoRecord
	Undone CommandID
}

// Change is one contact before and after. Before is nil for a new one. Rows of
// the history are found by id: what is only in After is new, what differs has
// been marked undone or recognised.
type Change struct {
	Before, After *Contact
}

// UndoRecord is what a command did, kept so that it can be undone: each
// contact's scalar fields before and after, and the rows it added.
type UndoRecord struct {
	Command CommandID
	Verb    string
	At      time.Time
	Used    bool
	Steps   []UndoStep
}

// UndoStep is one contact's part of an [UndoRecord]. Before and After are
// without history; Before is nil when the command made the contact.
type UndoStep struct {
	Contact       ContactID
	Before, After *Contact
	Added         []string // ids of history rows
	Replaced      []string // ids of history rows that this command marked undone
}

// Undone reports what an undo did.
type Undone struct {
	Verb     string
	Contacts []*Contact
	Removed  []*Contact // made by the command, gone again
	// Kept are the fields and moves that a later command changed, and that
	// therefore stay: "phase", "tags".
	Kept []KeptField
}

// KeptField names a contact and what of it was kept.
type KeptField struct {
	Contact *Contact
	Field   string
}

// Touch is an interaction about to be logged.
type Touch struct {
	On      Date
	Kind    string
	Note    string
	Signals []SignalKind
}

// Logged is what logging one touch did.
type Logged struct {
	Contact     *Contact
	Interaction Interaction
	New         bool  // the contact was first seen here
	From        Phase // the phase before; equal to the contact's when it stayed
	// Unrecognised is set when +recognised found no delivered value to mark: the
	// bot asks what was delivered.
	Unrecognised bool
	// Recognised is the value that +recognised marked.
	Recognised *Value
	// Older says that a newer interaction exists, so the last contact stays.
	Older bool
}

// Ref is the command that a book is opened for.
type Ref struct {
	Owner
	ID   CommandID
	Verb string
	At   time.Time
}

// Key is a folded name under which a contact can be found.
type Key struct {
	Folded string
	Whole  bool // the full name or an alias, not one word of it
}

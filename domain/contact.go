package domain

import "time"

// Contact is a person in a member's portfolio. The scalar fields and the
// summary in Touched are always loaded; the History only for contacts that a
// command names.
type Contact struct {
	ID           ContactID
	Name         string
	Aliases      []string
	SlackUser    string // "U…" when the contact is a Slack user; never contacted
	Organisation string
	Role         string
	Place        string
	Work         string // kind of work
	Tags         []string
	Occasions    []Occasion
	HowMet       string

	Phase      Phase
	Furthest   Phase
	PhaseSince Date

	// Cadence is the contact's own rhythm; zero follows tag, then phase.
	Cadence Cadence
	// Resting people are kept and remembered, without nudges.
	Resting  bool
	Archived bool
	// Removed is set when the command that made the contact was undone.
	Removed bool

	Added        Date
	Touched      Touched
	SnoozedUntil Date
	// Planned is a date on which something was going to happen ("Jane drinks
	// tomorrow"); the digest asks then how it went.
	Planned     Date
	PlannedKind string
	// Shown counts the digests that showed this contact since the last touch or
	// answer; ShownOn is the newest of them.
	Shown   int
	ShownOn Date

	Version int64
	History
}

// Touched sums up a contact's history: what planning needs without loading it.
type Touched struct {
	First Date
	Last  Date
	Kind  string // of the newest interaction
	Days  int    // different days on which they met
	Count int
	// Note is the newest note, from an interaction or the card.
	Note   string
	NoteOn Date
}

// History is all that happened with a contact, oldest first.
type History struct {
	Interactions []Interaction
	Signals      []Signal
	Values       []Value
	Moves        []Move
	Notes        []Note
}

// Occasion is a date that comes back each year. Year is 0 when unknown.
type Occasion struct {
	Name  string     `json:"name"` // "birthday"
	Year  int        `json:"year,omitempty"`
	Month time.Month `json:"month"`
	Day   int        `json:"day"`
}

// Interaction is one touch that happened on a local date. It is never changed:
// an edit writes a new one that names the old in Replaces, and undo sets Undone.
type Interaction struct {
	ID       InteractionID
	On       Date
	Kind     string
	Note     string
	Logged   time.Time
	Command  CommandID
	Undone   bool
	Replaces InteractionID
}

// SignalKind is a sort of evidence noticed.
type SignalKind string

// The signals of PRODUCT.md section 1, as they are stored.
const (
	Initiated       SignalKind = "initiated"
	RepliedPromptly SignalKind = "prompt"     // replied promptly
	Accepted        SignalKind = "accepted"   // accepted an invitation
	Candid          SignalKind = "candid"     // told me of a mistake, trusted me with the truth
	Recognised      SignalKind = "recognised" // saw the value I delivered
	SharedNeed      SignalKind = "need"       // shared a need
	SeeksMeOut      SignalKind = "seeks"      // seeks me out without needing anything
	Introduced      SignalKind = "introduced" // introduced someone
)

// SignalKinds lists all of them in the order they are offered.
var SignalKinds = []SignalKind{Initiated, RepliedPromptly, Accepted, Candid, Recognised, SharedNeed, SeeksMeOut, Introduced}

// Signal is evidence noticed on a date.
type Signal struct {
	ID          RecordID
	Kind        SignalKind
	On          Date
	Interaction InteractionID // "" when recorded by itself
	Command     CommandID
	Undone      bool
}

// Value is something of use that the member delivered to the contact.
type Value struct {
	ID         RecordID
	What       string
	Delivered  Date
	Recognised Date // zero until the contact was seen to notice
	Command    CommandID
	Undone     bool
}

// Move is one change of phase.
type Move struct {
	ID           RecordID
	From, To     Phase
	FurthestFrom Phase
	FurthestTo   Phase
	On           Date
	// Explicit moves were chosen by the member; the other kind is the first
	// interaction taking somebody from Identifying to Relating.
	Explicit bool
	At       time.Time
	Command  CommandID
	Undone   bool
}

// Note is something to remember about a contact, written on the card.
type Note struct {
	ID      RecordID
	On      Date
	Text    string
	Command CommandID
	Undone  bool
}

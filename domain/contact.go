package domain

import "time"

// Contact is a person in a member's portfolio. The scalar fields and the
// summary in Touched are always loaded; the History only for contacts that a
// command names. In JSON, which undo records are kept in, zero fields are left
// out.
type Contact struct {
	ID           ContactID  `json:",omitzero"`
	Name         string     `json:",omitzero"`
	Aliases      []string   `json:",omitzero"`
	SlackUser    string     `json:",omitzero"` // "U…" when the contact is a Slack user; never contacted
	Organisation string     `json:",omitzero"`
	Role         string     `json:",omitzero"`
	Place        string     `json:",omitzero"`
	Work         string     `json:",omitzero"` // kind of work
	Tags         []string   `json:",omitzero"`
	Occasions    []Occasion `json:",omitzero"`
	HowMet       string     `json:",omitzero"`
	// Adds, Offers and Connects answer the three questions about a candidate:
	// what they add to the member's goals, what the member can offer them, and
	// how the two can connect. "" is open.
	Adds     string `json:",omitzero"`
	Offers   string `json:",omitzero"`
	Connects string `json:",omitzero"`
	// Goals are the member's goals that this contact serves.
	Goals []RecordID `json:",omitzero"`
	// Placed is set once the member has said where somebody belongs: a phase
	// chosen, a tag, a goal, a rhythm, a rest.
	Placed bool `json:",omitzero"`

	Phase      Phase `json:",omitzero"`
	Furthest   Phase `json:",omitzero"`
	PhaseSince Date  `json:",omitzero"`

	// Cadence is the contact's own rhythm; zero follows tag, then phase.
	Cadence Cadence `json:",omitzero"`
	// Resting people are kept and remembered, without nudges.
	Resting  bool `json:",omitzero"`
	Archived bool `json:",omitzero"`
	// Removed is set when the command that made the contact was undone.
	Removed bool `json:",omitzero"`
	// MergedInto is the contact that this one was merged into; "" for none.
	MergedInto ContactID `json:",omitzero"`
	// Muted are the rules that the member stopped for this contact.
	Muted []RuleName `json:",omitzero"`

	Added        Date    `json:",omitzero"`
	Touched      Touched `json:",omitzero"`
	Balance      Balance `json:",omitzero"`
	SnoozedUntil Date    `json:",omitzero"`
	// Planned is a date on which something was going to happen ("Jane drinks
	// tomorrow"); the digest asks then how it went.
	Planned     Date   `json:",omitzero"`
	PlannedKind string `json:",omitzero"`
	// Shown counts the digests that showed this contact since the last touch or
	// answer; ShownOn is the newest of them.
	Shown   int  `json:",omitzero"`
	ShownOn Date `json:",omitzero"`

	Version int64 `json:",omitzero"`
	History
}

// Touched sums up a contact's history: what planning needs without loading it.
type Touched struct {
	First Date
	Last  Date
	Kind  string // of the newest interaction
	Days  int    // different days on which they met
	Count int
	// Kinds counts the different kinds among the newest five interactions.
	Kinds int
	// Note is the newest note, from an interaction or the card.
	Note   string
	NoteOn Date
}

// Balance counts what went each way: a summary of the history, for words on a
// card and never for a figure. Given are values delivered and promises kept;
// Received the same of theirs, requests they agreed to, and introductions.
type Balance struct {
	Given    int
	Received int
}

// History is all that happened with a contact, in the order it was written down.
type History struct {
	Interactions []Interaction `json:",omitzero"`
	Signals      []Signal      `json:",omitzero"`
	Values       []Value       `json:",omitzero"`
	Moves        []Move        `json:",omitzero"`
	Notes        []Note        `json:",omitzero"`
	Promises     []Promise     `json:",omitzero"`
	Needs        []Need        `json:",omitzero"`
	Asks         []Ask         `json:",omitzero"`
	// Introductions tie this contact to others.
	Introductions []Introduction `json:",omitzero"`
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

// The signals that a member can note, as they are stored.
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

// Value is something of use that the member delivered to the contact, or the
// contact to the member.
type Value struct {
	ID RecordID
	// Theirs says that the contact did it for the member.
	Theirs     bool
	Need       RecordID // the need it met, "" for none
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

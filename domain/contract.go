package domain

import "time"

// This file lists what is still to be written in this package: each function
// moves to the file where it belongs as it is filled.

// Instant places the wall time at on date d in loc, as R8 asks: a time that
// does not exist that day moves to the next that does; one that exists twice is
// the first.
func Instant(d Date, at TimeOfDay, loc *time.Location) time.Time { panic("unwritten") }

// ParseTimeOfDay reads "9", "09:00", "9am", "9.30 pm", "21:15".
func ParseTimeOfDay(s string) (TimeOfDay, error) { panic("unwritten") }

// String returns "09:00".
func (t TimeOfDay) String() string { panic("unwritten") }

// ParseWeekdays reads "mon-fri", "Mon, Wed", "weekdays", "every day".
func ParseWeekdays(s string) (Weekdays, error) { panic("unwritten") }

// Has reports whether the set holds d.
func (w Weekdays) Has(d time.Weekday) bool { panic("unwritten") }

// String returns "Mon–Fri", "Mon, Wed, Fri", "every day".
func (w Weekdays) String() string { panic("unwritten") }

// Next returns the first date after d, d excluded, that is one of w's days.
func (w Weekly) Next(d Date) Date { panic("unwritten") }

// Settings puts the member's choices and the policy together.
func (m Member) Settings(p Policy) Resolved { panic("unwritten") }

// Today returns the member's local date at now.
func (m Member) Today(p Policy, now time.Time) Date { panic("unwritten") }

// Appointments returns the next instant of each kind for m, counted from now:
// the first date after the last one planned, never one that is over.
func (m Member) Appointments(p Policy, now time.Time) []Appointment { panic("unwritten") }

// Rhythm returns the cadence in force for c: its own, else the shortest of its
// tags', else its phase's.
func (r Resolved) Rhythm(c *Contact) (Cadence, CadenceSource) { panic("unwritten") }

// Due returns the date on which c falls due, jitter included, under r.
func (r Resolved) Due(c *Contact) Date { panic("unwritten") }

// Judge says whether c may move to phase to on today, and what is missing.
func Judge(c *Contact, to Phase, today Date, th Thresholds, rhythm Cadence) Verdict {
	panic("unwritten")
}

// PlanDigest decides what the digest of today says.
func PlanDigest(p Portfolio, today Date) Digest { panic("unwritten") }

// PlanPrompt decides what the weekly identify prompt says.
func PlanPrompt(p Portfolio, today Date) Prompt { panic("unwritten") }

// PlanAppointment decides what becomes of a at now: at most one delivery, and
// the next appointment of its kind.
func PlanAppointment(p Portfolio, a Appointment, now time.Time) Plan { panic("unwritten") }

// OpenBook opens a member's book for one command at now.
func OpenBook(m Member, id CommandID, now time.Time, p Policy, s Shelf) *Book { panic("unwritten") }

// Exact returns the names whose folded key is one of keys.
func (b *Book) Exact(keys []string) ([]Known, error) { panic("unwritten") }

// AllNames returns every name in the portfolio.
func (b *Book) AllNames() ([]Known, error) { panic("unwritten") }

// Contact returns a contact to be read or changed through the book. KindNotFound.
func (b *Book) Contact(id ContactID) (*Contact, error) { panic("unwritten") }

// Portfolio returns everybody the member keeps, this command's changes included.
func (b *Book) Portfolio() (Portfolio, error) { panic("unwritten") }

// Rhythm returns the cadence in force for c.
func (b *Book) Rhythm(c *Contact) (Cadence, CadenceSource) { panic("unwritten") }

// Judge says whether c may move to phase to now.
func (b *Book) Judge(c *Contact, to Phase) Verdict { panic("unwritten") }

// Add puts a new contact into the portfolio. KindInvalid for a name that is
// empty or longer than 200 characters.
func (b *Book) Add(name, slackUser string, phase Phase) (*Contact, error) { panic("unwritten") }

// Log logs a touch. The first one takes an Identifying contact to Relating.
// KindInvalid for a date after today.
func (b *Book) Log(c *Contact, t Touch) (Logged, error) { panic("unwritten") }

// Amend replaces an interaction by a corrected one and returns it. KindStale
// when it was undone or replaced already.
func (b *Book) Amend(c *Contact, id InteractionID, t Touch) (Interaction, error) {
	panic("unwritten")
}

// Record notes a signal by itself: "this happened".
func (b *Book) Record(c *Contact, k SignalKind, on Date) error { panic("unwritten") }

// Deliver notes a value delivered on a date, recognised or not.
func (b *Book) Deliver(c *Contact, what string, on, recognised Date) (Value, error) {
	panic("unwritten")
}

// Move takes c to another phase if the law allows; KindLaw, with the verdict, if not.
func (b *Book) Move(c *Contact, to Phase) (Verdict, error) { panic("unwritten") }

// Tag adds tags, Untag takes them away; both fold case and a leading '#'.
func (b *Book) Tag(c *Contact, tags ...string) error   { panic("unwritten") }
func (b *Book) Untag(c *Contact, tags ...string) error { panic("unwritten") }

// SetCadence gives c its own rhythm; the zero Cadence takes it away.
func (b *Book) SetCadence(c *Contact, r Cadence) error { panic("unwritten") }

// Rest keeps c without nudges, or ends the rest.
func (b *Book) Rest(c *Contact, resting bool) error { panic("unwritten") }

// Archive takes c out of every list, or brings it back.
func (b *Book) Archive(c *Contact, archived bool) error { panic("unwritten") }

// Remember writes a note on the card.
func (b *Book) Remember(c *Contact, text string) error { panic("unwritten") }

// Mark records a date that comes back each year.
func (b *Book) Mark(c *Contact, o Occasion) error { panic("unwritten") }

// Snooze keeps c out of digests until a date.
func (b *Book) Snooze(c *Contact, until Date) error { panic("unwritten") }

// Expect remembers that something is planned with c on a future date.
func (b *Book) Expect(c *Contact, on Date, kind string) error { panic("unwritten") }

// Pause stops unasked messages until a date; the zero date resumes them.
func (b *Book) Pause(until Date) error { panic("unwritten") }

// Undo takes back what a command did, the newest one when id is "". Undone
// fields that a later command has changed stay, and are named.
func (b *Book) Undo(id CommandID) (Undone, error) { panic("unwritten") }

// AskFirst keeps a question so that a button can answer it later.
func (b *Book) AskFirst(verb, text string, answers map[string]string) *Question { panic("unwritten") }

// Answer adds an answer to a question and returns it. KindStale when it has
// been answered to the end or is a week old.
func (b *Book) Answer(id QuestionID, key, value string) (*Question, error) { panic("unwritten") }

// Settle closes a question: its command has been done.
func (b *Book) Settle(q *Question) { panic("unwritten") }

// Changes returns what the command decided, for the commit.
func (b *Book) Changes(verb string) Changes { panic("unwritten") }

package domain

import (
	"fmt"
	"slices"
	"time"
)

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
	// Contact returns the contact with its whole history, for the book to keep as it
	// was: nobody changes it any more. KindNotFound.
	Contact(ContactID) (*Contact, error)
	// Face returns the contact without its history. KindNotFound.
	Face(ContactID) (*Contact, error)
	// Exact returns the names whose folded key is one of keys.
	Exact(keys []string) ([]Known, error)
	// AllNames returns every name, for near misses.
	AllNames() ([]Known, error)
	// Logged counts the interactions since a date, undone ones left out.
	Logged(since Date) (int, error)
	// Portfolio returns every contact that is neither archived nor removed, by
	// name. Of their histories it holds what planning looks at, and no more: the
	// promises, needs and asks that are open and the asks of the last year, the
	// values of the member's that nobody recognised, the signals since a date,
	// and the introductions.
	Portfolio(signalsSince Date) ([]*Contact, error)
	// Archived returns every contact that is archived and not removed, by name,
	// without their histories.
	Archived() ([]*Contact, error)
	// Undo returns the record of a command, or of the newest one that can still
	// be undone when the id is "". KindNotFound.
	Undo(CommandID) (*UndoRecord, error)
	// Question returns a question asked earlier. KindNotFound.
	Question(QuestionID) (*Question, error)
	// Questions returns the questions asked since an instant and not answered,
	// the oldest first.
	Questions(since time.Time) ([]Question, error)
	// Goals returns every goal, closed and undone ones too, the oldest first.
	Goals() ([]Goal, error)
	// Told returns what nudges and prompts have told, by what they told.
	Told() (map[Telling]Told, error)

	ProgramShelf
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
	goals    []*Goal
	// goalsWere are the goals as they were read, in the order of goals.
	goalsWere []Goal
	goalsRead bool
	told      []Told
	// kept and toldBefore are what the shelf said already: reading them walks over
	// everybody.
	kept       *keptPortfolio
	toldBefore map[Telling]Told
	undone     CommandID
	made       int
	mentoring  *Mentoring
}

// held is a contact that the book has opened.
type held struct {
	before *Contact // nil when new
	now    *Contact
}

// keptPortfolio is what of a portfolio was read on a date.
type keptPortfolio struct {
	on       Date
	contacts []*Contact
	logged   int
}

// Changes is what a command decided: everything that its commit must hold.
type Changes struct {
	Member *Member // nil when unchanged
	// Appointments replace the member's, one for each kind, when settings, zone
	// or pause have changed; nil otherwise.
	Appointments []Appointment
	Contacts     []Change
	Questions    []Question
	Goals        []GoalChange
	// Carried are the rows that went over from one contact to another.
	Carried []Carried
	// Told are memories of what was said, to be kept in the place of older ones.
	Told []Told
	// Mentoring is what was decided about programs.
	Mentoring MentoringChanges
	// Undo is the record that undoes this command; nil when there is nothing to
	// undo. Undone names the command whose record is used up by this one.
	Undo   *UndoRecord
	Undone CommandID
}

// Change is one contact before and after. Before is nil for a new one. Rows of
// the history are found by id: what is only in After is new, what differs has
// been marked undone or recognised. Was and Is are the rows that have to be looked
// at for that: the histories behind the rows in which they are the same.
type Change struct {
	Before, After *Contact
	Was, Is       History
}

// UndoRecord is what a command did, kept so that it can be undone: each
// contact's scalar fields before and after, and the rows it added.
type UndoRecord struct {
	Command CommandID
	Verb    string
	At      time.Time
	Used    bool
	Steps   []UndoStep
	Goals   []GoalChange `json:",omitzero"`
	Carried []Carried    `json:",omitzero"`
}

// UndoStep is one contact's part of an [UndoRecord]. Before and After are
// without history and what is computed from it; Before is nil when the command
// made the contact.
type UndoStep struct {
	Contact       ContactID
	Before, After *Contact
	Added         []string // ids of history rows
	Replaced      []string // ids of history rows that this command marked undone
	// Was and Is are the older rows that this command changed in another way
	// than by marking them undone, as they were before it and after.
	Was History `json:",omitzero"`
	Is  History `json:",omitzero"`
	// Had are the ids of all rows there were when another contact was merged into
	// this one: what came later stays when that is undone.
	Had []string `json:",omitzero"`
}

// Undone reports what an undo did.
type Undone struct {
	Verb     string
	Contacts []*Contact
	Removed  []*Contact // made by the command, gone again
	// Kept are the fields and moves that a later command changed, and that
	// therefore stay: "phase", "tags".
	Kept []KeptField
	// Goals are those that were put back, or taken away again; KeptGoals those
	// that were changed since and stay.
	Goals     []Goal
	KeptGoals []Goal
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
	// Names tells whom it may name, if that is known before its book is opened: they can
	// be read ahead, where that is worth finding it out. Nil if it is not known.
	Names func() Named
}

// Named is whom a command may name.
type Named struct {
	// Keys are all those under which they may be known.
	Keys []string
	// Each are the keys of each of several people: somebody of whom none is known is new.
	// Nil when no more than one is named.
	Each [][]string
	// Users are the people in Slack whom it mentions.
	Users []string
}

// Key is a folded name under which a contact can be found.
type Key struct {
	Folded string
	Whole  bool // the full name or an alias, not one word of it
}

// OpenBook opens a member's book for one command at now.
func OpenBook(m Member, id CommandID, now time.Time, p Policy, s Shelf) *Book {
	open := m.clone()
	return &Book{
		Policy: p, Member: &open, Now: now, Today: m.Today(p, now), ID: id,
		shelf: s, was: m.clone(), contacts: make(map[ContactID]*held),
	}
}

// Exact returns the names whose folded key is one of keys.
func (b *Book) Exact(keys []string) ([]Known, error) {
	known, err := b.shelf.Exact(keys)
	if err != nil {
		return nil, fmt.Errorf("known names: %w", err)
	}
	return known, nil
}

// AllNames returns every name in the portfolio.
func (b *Book) AllNames() ([]Known, error) {
	known, err := b.shelf.AllNames()
	if err != nil {
		return nil, fmt.Errorf("all names: %w", err)
	}
	return known, nil
}

// Contact returns a contact to be read or changed through the book. The same id
// gives the same pointer, so every change of a command is seen by all of it.
// Somebody who was merged into another leads on to that one, so that a button of
// last month acts on whom it means now: compare the ids where that matters.
// KindNotFound, also for one whose making was undone.
func (b *Book) Contact(id ContactID) (*Contact, error) {
	c, err := b.lead(id)
	if err != nil {
		return nil, err
	}
	if c.Removed {
		return nil, Fault(KindNotFound, "contact", nil)
	}
	return c, nil
}

// open returns a contact as it is, removed or not.
func (b *Book) open(id ContactID) (*Contact, error) {
	if h, ok := b.contacts[id]; ok {
		return h.now, nil
	}
	c, err := b.shelf.Contact(id)
	if err != nil {
		return nil, fmt.Errorf("contact: %w", err)
	}
	return b.hold(c, c.clone()).now, nil
}

// lead returns the contact that an id stands for by now: whoever it was merged
// into, at the end of all merges.
func (b *Book) lead(id ContactID) (*Contact, error) {
	c, err := b.open(id)
	for seen := make(map[ContactID]bool); err == nil && c.Removed && c.MergedInto != "" && !seen[c.ID]; {
		seen[c.ID] = true
		c, err = b.open(c.MergedInto)
	}
	return c, err
}

// leads is lead for whom only the card matters: without the history, unless the
// book holds it.
func (b *Book) leads(id ContactID) (*Contact, error) {
	for seen := make(map[ContactID]bool); ; {
		c, err := b.face(id)
		if err != nil || !c.Removed || c.MergedInto == "" || seen[id] {
			return c, err
		}
		seen[id] = true
		id = c.MergedInto
	}
}

func (b *Book) face(id ContactID) (*Contact, error) {
	if h, ok := b.contacts[id]; ok {
		return h.now, nil
	}
	c, err := b.shelf.Face(id)
	if err != nil {
		return nil, fmt.Errorf("contact: %w", err)
	}
	return c, nil
}

// NameOf returns what a contact is called, whoever it was merged into included.
// KindNotFound as for [Book.Contact].
func (b *Book) NameOf(id ContactID) (string, error) {
	c, err := b.leads(id)
	switch {
	case err != nil:
		return "", err
	case c.Removed:
		return "", Fault(KindNotFound, "contact", nil)
	}
	return c.Name, nil
}

// hold puts a contact into the book; before is nil for a new one.
func (b *Book) hold(before, now *Contact) *held {
	h := &held{before: before, now: now}
	b.contacts[now.ID] = h
	b.order = append(b.order, now.ID)
	return h
}

// own returns the book's own copy of c, with its history: methods that change
// a contact may be handed one from [Book.Portfolio], which has none.
func (b *Book) own(c *Contact) (*Contact, error) { return b.Contact(c.ID) }

// Portfolio returns everybody the member keeps, this command's changes included.
func (b *Book) Portfolio() (Portfolio, error) {
	since := b.Today.AddDays(-7 * b.Policy.Evidence.PromptSlackWeeks)
	kept, err := b.readPortfolio(since)
	if err != nil {
		return Portfolio{}, err
	}
	p := Portfolio{Member: b.Member.clone(), Policy: b.Policy, Logged: kept.logged}
	if p.Goals, err = b.OpenGoals(); err != nil {
		return Portfolio{}, err
	}
	if p.Told, err = b.tellings(); err != nil {
		return Portfolio{}, err
	}
	if p.Partnerships, err = b.Mentoring().Partnerships(); err != nil {
		return Portfolio{}, err
	}
	for _, c := range kept.contacts {
		if _, ok := b.contacts[c.ID]; !ok {
			p.Contacts = append(p.Contacts, c)
		}
	}
	for _, id := range b.order {
		h := b.contacts[id]
		p.Logged += h.now.touchesSince(since)
		if h.before != nil {
			p.Logged -= h.before.touchesSince(since)
		}
		if !h.now.Archived && !h.now.Removed {
			p.Contacts = append(p.Contacts, h.now)
		}
	}
	slices.SortFunc(p.Contacts, byName)
	return p, nil
}

// readPortfolio reads what the shelf keeps of the portfolio, once.
func (b *Book) readPortfolio(since Date) (*keptPortfolio, error) {
	if b.kept != nil && b.kept.on == b.Today {
		return b.kept, nil
	}
	contacts, err := b.shelf.Portfolio(b.Policy.SignalsSince(b.Today))
	if err != nil {
		return nil, fmt.Errorf("portfolio: %w", err)
	}
	logged, err := b.shelf.Logged(since)
	if err != nil {
		return nil, fmt.Errorf("interactions logged: %w", err)
	}
	b.kept = &keptPortfolio{b.Today, contacts, logged}
	return b.kept, nil
}

// Archived returns everybody whom the member has archived, this command's changes
// included, by name.
func (b *Book) Archived() ([]*Contact, error) {
	kept, err := b.shelf.Archived()
	if err != nil {
		return nil, fmt.Errorf("archived contacts: %w", err)
	}
	var all []*Contact
	for _, c := range kept {
		if _, ok := b.contacts[c.ID]; !ok {
			all = append(all, c)
		}
	}
	for _, id := range b.order {
		if c := b.contacts[id].now; c.Archived && !c.Removed {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, byName)
	return all, nil
}

func (c *Contact) touchesSince(since Date) int {
	n := 0
	for _, i := range c.Interactions {
		if !i.Undone && !i.On.Before(since) {
			n++
		}
	}
	return n
}

// Rhythm returns the cadence in force for c.
func (b *Book) Rhythm(c *Contact) (Cadence, CadenceSource) {
	return b.Member.Settings(b.Policy).Rhythm(c)
}

// Due returns the date on which c falls due, the zero date for never.
func (b *Book) Due(c *Contact) Date { return b.Member.Settings(b.Policy).Due(c) }

// Judge says whether c may move to phase to now. A contact without its history
// is loaded for that; one that can't be loaded is judged as it is.
func (b *Book) Judge(c *Contact, to Phase) Verdict {
	if own, err := b.own(c); err == nil {
		c = own
	}
	rhythm, _ := b.Rhythm(c)
	return Judge(c, to, b.Today, b.Policy.Evidence, rhythm)
}

// id makes the command's next id.
func (b *Book) id() string {
	b.made++
	return derive(b.Member.Owner, b.ID, b.made)
}

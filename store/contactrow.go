package store

import (
	"errors"

	"rapport/domain"
)

// contactRow is a row of contacts: the scalars and the summary.
type contactRow struct {
	Workspace      string
	Member         string
	ID             string
	Name           string
	Aliases        string // []string
	SlackUser      string
	Organisation   string
	Role           string
	Place          string
	Work           string
	Tags           string // []string
	Occasions      string // []domain.Occasion
	HowMet         string
	Adds           string
	Offers         string
	Connects       string
	Goals          string // []domain.RecordID
	Placed         bool
	Phase          int
	Furthest       int
	PhaseSince     string
	CadenceIdeal   int
	CadenceMaximum int
	Resting        bool
	Archived       bool
	Removed        bool
	MergedInto     string
	Muted          string // []domain.RuleName
	Added          string
	FirstTouch     string
	LastTouch      string
	LastKind       string
	TouchDays      int
	Touches        int
	TouchKinds     int
	LastNote       string
	LastNoteOn     string
	Given          int
	Received       int
	SnoozedUntil   string
	Planned        string
	PlannedKind    string
	Shown          int
	ShownOn        string
	Version        int64
	Holds          int64 // what the database says of the history: see sorts
}

func (contactRow) TableName() string { return "contacts" }

func (o owned) contactRow(c *domain.Contact) (contactRow, error) {
	aliases, err1 := listDocument(c.Aliases)
	tags, err2 := listDocument(c.Tags)
	occasions, err3 := listDocument(c.Occasions)
	goals, err4 := listDocument(c.Goals)
	muted, err5 := listDocument(c.Muted)
	return contactRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member),
		ID: string(c.ID), Name: c.Name, Aliases: aliases, SlackUser: c.SlackUser,
		Organisation: c.Organisation, Role: c.Role, Place: c.Place, Work: c.Work,
		Tags: tags, Occasions: occasions, HowMet: c.HowMet,
		Adds: c.Adds, Offers: c.Offers, Connects: c.Connects, Goals: goals, Placed: c.Placed,
		Phase: int(c.Phase), Furthest: int(c.Furthest), PhaseSince: c.PhaseSince.String(),
		CadenceIdeal: c.Cadence.Ideal, CadenceMaximum: c.Cadence.Maximum,
		Resting: c.Resting, Archived: c.Archived, Removed: c.Removed,
		MergedInto: string(c.MergedInto), Muted: muted,
		Added:      c.Added.String(),
		FirstTouch: c.Touched.First.String(), LastTouch: c.Touched.Last.String(), LastKind: c.Touched.Kind,
		TouchDays: c.Touched.Days, Touches: c.Touched.Count, TouchKinds: c.Touched.Kinds,
		LastNote: c.Touched.Note, LastNoteOn: c.Touched.NoteOn.String(),
		Given: c.Balance.Given, Received: c.Balance.Received,
		SnoozedUntil: c.SnoozedUntil.String(),
		Planned:      c.Planned.String(), PlannedKind: c.PlannedKind,
		Shown: c.Shown, ShownOn: c.ShownOn.String(),
		Version: c.Version,
	}, errors.Join(err1, err2, err3, err4, err5)
}

func (r contactRow) contact() (*domain.Contact, error) {
	read := reading{table: "contact"}
	c := &domain.Contact{
		ID: domain.ContactID(r.ID), Name: r.Name, SlackUser: r.SlackUser,
		Organisation: r.Organisation, Role: r.Role, Place: r.Place, Work: r.Work, HowMet: r.HowMet,
		Adds: r.Adds, Offers: r.Offers, Connects: r.Connects, Placed: r.Placed,
		Phase: domain.Phase(r.Phase), Furthest: domain.Phase(r.Furthest), PhaseSince: read.date(r.PhaseSince),
		Cadence: domain.Cadence{Ideal: r.CadenceIdeal, Maximum: r.CadenceMaximum},
		Resting: r.Resting, Archived: r.Archived, Removed: r.Removed,
		MergedInto: domain.ContactID(r.MergedInto),
		Added:      read.date(r.Added),
		Touched: domain.Touched{
			First: read.date(r.FirstTouch), Last: read.date(r.LastTouch), Kind: r.LastKind,
			Days: r.TouchDays, Count: r.Touches, Kinds: r.TouchKinds,
			Note: r.LastNote, NoteOn: read.date(r.LastNoteOn),
		},
		Balance:      domain.Balance{Given: r.Given, Received: r.Received},
		SnoozedUntil: read.date(r.SnoozedUntil),
		Planned:      read.date(r.Planned), PlannedKind: r.PlannedKind,
		Shown: r.Shown, ShownOn: read.date(r.ShownOn),
		Version: r.Version,
	}
	read.json(r.Aliases, &c.Aliases)
	read.json(r.Tags, &c.Tags)
	read.json(r.Occasions, &c.Occasions)
	read.json(r.Goals, &c.Goals)
	read.json(r.Muted, &c.Muted)
	return c, read.err
}

// nameRow is a row of names: one folded key under which a contact is found.
type nameRow struct {
	Workspace string
	Member    string
	Folded    string
	Whole     bool
	Contact   string
}

func (nameRow) TableName() string { return "names" }

// longestKey is the longest folded name that is kept, in bytes. PostgreSQL's
// index takes 2,704 for a whole row; folding can make 18 characters of one. Who
// bears such a name is found by its shorter words.
const longestKey = 1000

// nameRows returns the keys of a contact's name and aliases, each once. A key
// that is a whole name of theirs stays whole if it is also a word of another.
func (o owned) nameRows(c *domain.Contact, keys func(string) []domain.Key) []nameRow {
	whole := make(map[string]bool)
	var order []string
	for _, name := range append([]string{c.Name}, c.Aliases...) {
		for _, k := range keys(name) {
			if k.Folded == "" || len(k.Folded) > longestKey {
				continue
			}
			if _, seen := whole[k.Folded]; !seen {
				order = append(order, k.Folded)
			}
			whole[k.Folded] = whole[k.Folded] || k.Whole
		}
	}
	rows := make([]nameRow, 0, len(order))
	for _, folded := range order {
		rows = append(rows, nameRow{
			Workspace: string(o.owner.Workspace), Member: string(o.owner.Member),
			Folded: folded, Whole: whole[folded], Contact: string(c.ID),
		})
	}
	return rows
}

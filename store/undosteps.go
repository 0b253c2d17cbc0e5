package store

import (
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"rapport/domain"
)

// Every command that can be undone stores what it did to whom, twice a contact's
// fields: the longest document there is, and encoding/json took longer to write it than
// SQLite. It is written here, field by field, as encoding/json writes it, which reads
// it; what is seldom there is left to that.

// stepsDocument is the JSON of the steps of an undo record.
func stepsDocument(steps []domain.UndoStep) (string, error) {
	if steps == nil {
		return null, nil
	}
	d := writing{b: make([]byte, 0, 512)}
	d.b = append(d.b, '[')
	for i := range steps {
		if i > 0 {
			d.b = append(d.b, ',')
		}
		d.step(&steps[i])
	}
	return string(append(d.b, ']')), d.err
}

// writing is an object of JSON on its way, and the first error.
type writing struct {
	b   []byte
	err error
}

func (d *writing) step(s *domain.UndoStep) {
	d.b = append(d.b, '{')
	d.name("Contact")
	d.quote(string(s.Contact))
	d.contact("Before", s.Before)
	d.contact("After", s.After)
	d.ids("Added", s.Added)
	d.ids("Replaced", s.Replaced)
	d.other("Was", blank(&s.Was), &s.Was)
	d.other("Is", blank(&s.Is), &s.Is)
	d.other("Had", s.Had == nil, &s.Had)
	d.b = append(d.b, '}')
}

func (d *writing) contact(name string, c *domain.Contact) {
	d.name(name)
	if c == nil || !blank(&c.History) { // an image has no history
		d.marshal(c)
		return
	}
	d.b = append(d.b, '{')
	d.text("ID", string(c.ID))
	d.text("Name", c.Name)
	d.other("Aliases", c.Aliases == nil, &c.Aliases)
	d.text("SlackUser", c.SlackUser)
	d.text("Organisation", c.Organisation)
	d.text("Role", c.Role)
	d.text("Place", c.Place)
	d.text("Work", c.Work)
	d.other("Tags", c.Tags == nil, &c.Tags)
	d.other("Occasions", c.Occasions == nil, &c.Occasions)
	d.text("HowMet", c.HowMet)
	d.text("Adds", c.Adds)
	d.text("Offers", c.Offers)
	d.text("Connects", c.Connects)
	d.other("Goals", c.Goals == nil, &c.Goals)
	d.flag("Placed", c.Placed)
	d.phase("Phase", c.Phase)
	d.phase("Furthest", c.Furthest)
	d.date("PhaseSince", c.PhaseSince)
	d.other("Cadence", c.Cadence.IsZero(), &c.Cadence)
	d.flag("Resting", c.Resting)
	d.flag("Archived", c.Archived)
	d.flag("Removed", c.Removed)
	d.text("MergedInto", string(c.MergedInto))
	d.other("Muted", c.Muted == nil, &c.Muted)
	d.date("Added", c.Added)
	d.other("Touched", c.Touched == domain.Touched{}, &c.Touched)
	d.other("Balance", c.Balance == domain.Balance{}, &c.Balance)
	d.date("SnoozedUntil", c.SnoozedUntil)
	d.date("Planned", c.Planned)
	d.text("PlannedKind", c.PlannedKind)
	d.number("Shown", int64(c.Shown))
	d.date("ShownOn", c.ShownOn)
	d.number("Version", c.Version)
	d.b = append(d.b, '}')
}

// name begins a field.
func (d *writing) name(name string) {
	if d.b[len(d.b)-1] != '{' {
		d.b = append(d.b, ',')
	}
	d.b = append(append(append(d.b, '"'), name...), '"', ':')
}

func (d *writing) text(name, s string) {
	if s != "" {
		d.name(name)
		d.quote(s)
	}
}

func (d *writing) flag(name string, is bool) {
	if is {
		d.name(name)
		d.b = append(d.b, "true"...)
	}
}

func (d *writing) number(name string, n int64) {
	if n != 0 {
		d.name(name)
		d.b = strconv.AppendInt(d.b, n, 10)
	}
}

func (d *writing) phase(name string, p domain.Phase) {
	if p != 0 {
		d.name(name)
		d.b = append(d.b, '"')
		d.b, _ = p.AppendText(d.b) // it has no error
		d.b = append(d.b, '"')
	}
}

func (d *writing) date(name string, on domain.Date) {
	if !on.IsZero() {
		d.name(name)
		d.b = append(d.b, '"')
		d.b, _ = on.AppendText(d.b) // it has no error
		d.b = append(d.b, '"')
	}
}

func (d *writing) ids(name string, ids []string) {
	d.name(name)
	if ids == nil {
		d.b = append(d.b, null...)
		return
	}
	d.b = append(d.b, '[')
	for i, id := range ids {
		if i > 0 {
			d.b = append(d.b, ',')
		}
		d.quote(id)
	}
	d.b = append(d.b, ']')
}

// other writes what encoding/json is to write, if there is any.
func (d *writing) other(name string, none bool, at any) {
	if !none {
		d.name(name)
		d.marshal(at)
	}
}

// quote writes a text, with what has a meaning in JSON or in a page escaped.
func (d *writing) quote(s string) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			d.marshal(s)
			return
		}
	}
	d.b = append(append(append(d.b, '"'), s...), '"')
}

func (d *writing) marshal(v any) {
	b, err := json.Marshal(v)
	if err != nil && d.err == nil {
		d.err = fmt.Errorf("stored json: %w", err)
	}
	d.b = append(d.b, b...)
}

// blank reports whether h holds nothing.
func blank(h *domain.History) bool {
	return h.Interactions == nil && h.Signals == nil && h.Values == nil && h.Moves == nil && h.Notes == nil &&
		h.Promises == nil && h.Needs == nil && h.Asks == nil && h.Introductions == nil
}

package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// mostRecent is how many interactions and notes a card shows.
const mostRecent = 5

// CardPage is all that one contact's card shows.
type CardPage struct {
	Today   domain.Date
	Contact *domain.Contact // with its history
	Rhythm  domain.Cadence
	From    domain.CadenceSource
	Due     domain.Date // zero for never
	// Next is what the phase beyond the furthest needs; the zero Verdict when
	// there is none.
	Next domain.Verdict
	// Legal are the phases that the contact may move to now.
	Legal []domain.Phase
	// Done says, in mrkdwn, what was just changed; Undo takes it back.
	// Edit, when not "", names the interaction that Details changes; see [Refs].
	Done string
	Undo domain.CommandID
	Edit string
}

// Card renders one contact's card, with a button for all that can be done.
func Card(p CardPage) Message {
	c := p.Contact
	var blocks []slack.Block
	if p.Done != "" {
		blocks = append(blocks, section("done", p.Done))
		if row := second(p); len(row) > 0 {
			blocks = append(blocks, actions("undo", row...))
		}
	}
	blocks = append(blocks, section("who", strings.Join(who(p), "\n")))
	for _, part := range [...]struct{ id, text string }{
		{"about", about(c)}, {"recent", recent(c, p.Today)}, {"notes", notes(c, p.Today)},
	} {
		if part.text != "" {
			blocks = append(blocks, section(part.id, part.text))
		}
	}
	if !c.Archived {
		blocks = append(blocks, ahead(p)...)
	}
	return Compose(append(blocks, actions("do", cardButtons(p)...))...)
}

// second are the buttons for second thoughts about what was just done.
func second(p CardPage) []slack.BlockElement {
	var row []slack.BlockElement
	if p.Undo != "" {
		row = append(row, button(VerbCardUndo, string(p.Contact.ID)+" "+string(p.Undo), "Undo"))
	}
	if p.Edit != "" {
		row = append(row, button(VerbMetDetails, p.Edit, "Details"))
	}
	return row
}

// who is the head of a card: name, tags, phase, last contact and rhythm.
func who(p CardPage) []string {
	c := p.Contact
	var name strings.Builder
	name.WriteString(Person(c.Name))
	for _, t := range c.Tags {
		name.WriteString(" #" + Escape(line(t)))
	}
	phase := c.Phase.String() + " since " + Weekday(c.PhaseSince, p.Today)
	if c.PhaseSince.IsZero() {
		phase = c.Phase.String()
	}
	if c.Furthest > c.Phase {
		phase += " · furthest so far: " + c.Furthest.String()
	}
	lines := []string{name.String(), phase, sentence(lastContact(c, p.Today)) + metSoFar(c)}
	lines = append(lines, sentence(Every(p.Rhythm.Ideal))+", "+Days(p.Rhythm.Maximum)+" at the longest · "+source(p.From, c))
	if now := nowWith(p); now != "" {
		lines = append(lines, now)
	}
	return lines
}

func metSoFar(c *domain.Contact) string {
	if c.Touched.Days < 2 {
		return ""
	}
	return ", " + strconv.Itoa(c.Touched.Days) + " days in touch so far"
}

// source says where a rhythm comes from.
func source(from domain.CadenceSource, c *domain.Contact) string {
	switch from {
	case domain.FromContact:
		return "their own rhythm"
	case domain.FromTag:
		return "from a tag"
	}
	return "as " + c.Phase.String() + " has it"
}

// nowWith says how it stands with nudges.
func nowWith(p CardPage) string {
	if m := marks(p.Contact, p.Due, p.Today); len(m) > 0 {
		return sentence(m[0]) + "."
	}
	if p.Due.After(p.Today) {
		return "I'll bring them up around " + Weekday(p.Due, p.Today) + "."
	}
	return ""
}

// about is what the member keeps about somebody.
func about(c *domain.Contact) string {
	var lines []string
	for _, f := range [...]struct{ label, text string }{
		{"Organisation", c.Organisation}, {"Role", c.Role}, {"Place", c.Place}, {"Work", c.Work}, {"How you met", c.HowMet},
	} {
		if f.text != "" {
			lines = append(lines, f.label+": "+Escape(clip(line(f.text), maxQuoted)))
		}
	}
	for _, o := range c.Occasions {
		lines = append(lines, sentence(Escape(clip(line(o.Name), 60)))+": "+YearDay(o))
	}
	return strings.Join(lines, "\n")
}

// YearDay is a date that comes back each year, "3 May", "3 May 1980".
func YearDay(o domain.Occasion) string {
	s := strconv.Itoa(o.Day) + " " + o.Month.String()[:3]
	if o.Year > 0 {
		s += " " + strconv.Itoa(o.Year)
	}
	return s
}

// recent lists the newest touches, the newest first.
func recent(c *domain.Contact, today domain.Date) string {
	live := newestFirst(c.Interactions, func(i domain.Interaction) (domain.Date, bool) { return i.On, !i.Undone })
	lines := make([]string, 0, len(live))
	for _, i := range live {
		l := "• " + Weekday(i.On, today) + ": " + kindWord(i.Kind)
		if i.Note != "" {
			l += " " + quoted(i.Note)
		}
		lines = append(lines, l)
	}
	return strings.Join(lines, "\n")
}

// notes lists what was noted on the card, the newest first.
func notes(c *domain.Contact, today domain.Date) string {
	live := newestFirst(c.Notes, func(n domain.Note) (domain.Date, bool) { return n.On, !n.Undone })
	lines := make([]string, 0, len(live))
	for _, n := range live {
		lines = append(lines, "• "+quoted(n.Text)+", noted "+Weekday(n.On, today))
	}
	return strings.Join(lines, "\n")
}

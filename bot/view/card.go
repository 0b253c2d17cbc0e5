package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// mostRecent is how many interactions and notes a card shows.
const mostRecent = 5

// maxOnCard is how much of a text a card quotes: with all that may stand there,
// it stays within a message's 4,000 characters.
const maxOnCard = 120

// CardPage is all that one contact's card shows.
type CardPage struct {
	Today   domain.Date
	Contact *domain.Contact // with its history
	Rhythm  domain.Cadence
	From    domain.CadenceSource
	Due     domain.Date // zero for never
	// Pair is how it stands with a partner whose rhythm is that of their pair.
	Pair domain.PairRhythm
	// Next is what the phase beyond the furthest needs; the zero Verdict when
	// there is none.
	Next domain.Verdict
	// Legal are the phases that the contact may move to now.
	Legal []domain.Phase
	// Goals are the open ones that the contact serves.
	Goals []domain.Goal
	// Ties are the introductions that tie the contact to others, the newest first.
	Ties []Tie
	// Partners are the pairs that the member is in with the contact.
	Partners []domain.Partnership
	// Done says, in mrkdwn, what was just changed; Undo takes it back.
	// Edit, when not "", names the interaction that Details changes; see [Refs].
	Done string
	Undo domain.CommandID
	Edit string
}

// Tie is an introduction with the name of whom it ties somebody to.
type Tie struct {
	domain.Introduction
	Name string
}

// Card renders one contact's card, with a button for all that can be done. Its
// blocks bear ids that begin with "card.", so that a press is answered there.
func Card(p CardPage) Message {
	c := p.Contact
	var blocks []slack.Block
	if p.Done != "" {
		blocks = append(blocks, section("card.done", p.Done))
		if row := second(p); len(row) > 0 {
			blocks = append(blocks, actions("card.undo", row...))
		}
	}
	blocks = append(blocks, section("card.who", strings.Join(who(p), "\n")))
	say := func(id, text string) {
		if text != "" {
			blocks = append(blocks, section(id, text))
		}
	}
	if pairs := partnerLines(p.Partners, p.Today); pairs != "" {
		blocks = append(blocks, section("card.pair", pairs), actions("card.pair.do", partnerRow(p.Partners)...))
	}
	say("card.about", strings.Join(about(c), "\n"))
	say("card.ties", strings.Join(append(append(goalLines(p), tieLines(p.Ties)...), balance(c.Balance)...), "\n"))
	if !c.Archived {
		if row := weaving(p); len(row) > 0 {
			blocks = append(blocks, actions("card.weave", row...))
		}
		say("card.ahead", ahead(p))
		blocks = append(blocks, records(c, p.Today)...)
	}
	say("card.recent", recent(c, p.Today))
	say("card.notes", notes(c, p.Today))
	return Compose(append(blocks, actions("card.do", cardButtons(p)...))...)
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

// who is the head of a card: name, tags, what they do, phase, last contact and rhythm.
func who(p CardPage) []string {
	c := p.Contact
	var name strings.Builder
	name.WriteString(Person(c.Name))
	for _, t := range c.Tags[:min(len(c.Tags), 20)] {
		name.WriteString(" #" + Escape(line(t)))
	}
	lines := []string{name.String()}
	if w := work(c); w != "" {
		lines = append(lines, w)
	}
	phase := c.Phase.String() + " since " + Weekday(c.PhaseSince, p.Today)
	if c.PhaseSince.IsZero() {
		phase = c.Phase.String()
	}
	if c.Furthest > c.Phase {
		phase += " · furthest so far: " + c.Furthest.String()
	}
	lines = append(lines, phase, sentence(lastContact(c, p.Pair, p.Today))+metSoFar(c))
	if p.Pair.Due.IsZero() { // else the pair's rhythm is said with it
		lines = append(lines, sentence(Every(p.Rhythm.Ideal))+", "+Days(p.Rhythm.Maximum)+" at the longest · "+source(p.From, c))
	}
	if now := nowWith(p); now != "" {
		lines = append(lines, now)
	}
	return lines
}

// work says what somebody does and where: "Designer at Fjord, Oslo".
func work(c *domain.Contact) string {
	of := func(s string) string { return Escape(clip(line(s), maxOnCard)) }
	s := of(c.Role)
	switch {
	case c.Organisation != "" && s != "":
		s += " at " + of(c.Organisation)
	case c.Organisation != "":
		s = of(c.Organisation)
	}
	for _, more := range []string{c.Work, c.Place} {
		switch {
		case more == "":
		case s == "":
			s = of(more)
		default:
			s += " · " + of(more)
		}
	}
	return s
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
	due := dueWith(p.Due, p.Pair)
	if m := marks(p.Contact, due, p.Today); len(m) > 0 {
		return sentence(m[0]) + "."
	}
	if due.After(p.Today) {
		return "I'll bring them up around " + Weekday(due, p.Today) + "."
	}
	return ""
}

// about is what the member keeps about somebody beside what they do.
func about(c *domain.Contact) []string {
	var lines []string
	if len(c.Aliases) > 0 {
		names := make([]string, 0, len(c.Aliases))
		for _, a := range c.Aliases[:min(len(c.Aliases), 5)] {
			names = append(names, Escape(clip(line(a), 60)))
		}
		lines = append(lines, "Also called "+list(names))
	}
	for _, f := range [...]struct{ label, text string }{
		{"How you met", c.HowMet}, {"What they add", c.Adds}, {"What you can offer", c.Offers}, {"How you connect", c.Connects},
	} {
		if f.text != "" {
			lines = append(lines, f.label+": "+Escape(clip(line(f.text), maxQuoted)))
		}
	}
	for _, o := range c.Occasions[:min(len(c.Occasions), 5)] {
		lines = append(lines, sentence(Escape(clip(line(o.Name), 60)))+": "+YearDay(o))
	}
	return lines
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
			l += " " + briefly(i.Note)
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
		lines = append(lines, "• "+briefly(n.Text)+", noted "+Weekday(n.On, today))
	}
	return strings.Join(lines, "\n")
}

// briefly quotes as much of a text as a card has room for.
func briefly(text string) string { return quote(text, maxOnCard) }

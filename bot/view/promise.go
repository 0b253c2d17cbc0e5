package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// PromiseRow is the rule that the rows of the list of promises name in their
// place; see [Place]. It is no nudge's.
const PromiseRow domain.RuleName = "promise listed"

// echoBlock is the row of buttons below an echo: a form that is opened from there
// may put its own echo in the place of this one.
const echoBlock = "echo"

// Echoes reports whether a block is the row of buttons of an echo.
func Echoes(blockID string) bool { return blockID == echoBlock }

// PromiseEcho is a promise that was noted, as it is told back.
type PromiseEcho struct {
	Command domain.CommandID // what Undo takes back
	Contact *domain.Contact
	Promise domain.Promise
	Today   domain.Date
	// New says that the contact came into the circle with it, Back that they were
	// archived, Known that the same promise stood there already.
	New, Back, Known bool
}

// Promised echoes a promise.
func Promised(e PromiseEcho) Message {
	c, p := e.Contact, e.Promise
	noted := "Noted: "
	if e.Known {
		noted = "You have that already: "
	}
	lines := []string{noted + sworn(c, p) + ", by " + On(p.Due, e.Today) + "."}
	switch {
	case e.New:
		lines = append(lines, Person(c.Name)+" is new in your circle. Once you have met, `/met` remembers it.")
	case e.Back:
		lines = append(lines, BackAgain(c.Name))
	}
	if line := reminding(p, e.Today); line != "" {
		lines = append(lines, line)
	}
	var row []slack.BlockElement
	if !e.Known {
		row = append(row, button(VerbUndo, string(e.Command), "Undo"))
	}
	row = append(row, spokenAs(button(VerbPromiseMove, RecordValue(c.ID, p.ID), "Change date"), "Change the date, "+c.Name))
	return Compose(section("", strings.Join(lines, "\n")), actions(echoBlock, row...))
}

// sworn says who promised whom what.
func sworn(c *domain.Contact, p domain.Promise) string {
	if p.Theirs {
		return Person(c.Name) + " promised you " + quoted(p.What)
	}
	return "you promised " + Person(c.Name) + " " + quoted(p.What)
}

// reminding says when the bot will come back to a promise.
func reminding(p domain.Promise, today domain.Date) string {
	switch {
	case p.Theirs:
		return "If the day passes without it, I mention it once."
	case p.Due == today:
		return ""
	case p.Due == today.AddDays(1):
		return "I'll remind you on the day."
	}
	return "I'll remind you the day before."
}

// PromiseTeller is one open promise on a list, with whom it ties.
type PromiseTeller struct {
	Contact *domain.Contact
	Promise domain.Promise
}

// PromisesPage is one page of the open promises.
type PromisesPage struct {
	Today domain.Date
	Rows  []PromiseTeller // all of them; the page is cut from here
	Page  int             // from 1; one beyond the last shows the last
	// Done says, in mrkdwn, what was just changed; Undo takes it back.
	Done string
	Undo domain.CommandID
}

// MostPromises is how many promises one page shows, two blocks each.
const MostPromises = 10

// Promises lists the open promises: the member's own first, then those made to
// them, each with its buttons.
func Promises(p PromisesPage) Message {
	pages := max((len(p.Rows)+MostPromises-1)/MostPromises, 1)
	page := min(max(p.Page, 1), pages)
	blocks := doneAbove(PromiseRow, (page-1)*MostPromises+1, p.Done, p.Undo)
	if len(p.Rows) == 0 {
		return Compose(append(blocks, section("", noPromises), actions("new", primary(button(VerbPromiseNew, "", "New promise"))))...)
	}
	heading := "*Open promises* · " + fmt.Sprint(len(p.Rows))
	if pages > 1 {
		heading += fmt.Sprintf(" · page %d of %d", page, pages)
	}
	blocks = append(blocks, section("", heading))
	first := (page - 1) * MostPromises
	for i, r := range p.Rows[first:min(first+MostPromises, len(p.Rows))] {
		if i == 0 || r.Promise.Theirs != p.Rows[first+i-1].Promise.Theirs {
			heading := "*What you promised*"
			if r.Promise.Theirs {
				heading = "*What you were promised*"
			}
			blocks = append(blocks, context(fmt.Sprintf("group%d", i), heading))
		}
		blocks = append(blocks, PromiseItem(first+i+1, r, p.Today)...)
	}
	nav := pageTurns(VerbPromisePage, page, pages)
	nav = append(nav, button(VerbPromiseNew, "", "New promise"))
	return Compose(append(blocks, actions("new", nav...))...)
}

const noPromises = "No promise is open. Small ones that are kept are what trust is made of:\n" +
	"• `/promise Jane the pricing sheet by friday` remembers yours, and I remind you the day before\n" +
	"• `/promise from Jane an intro to Omar by friday` remembers what you were promised"

// doneAbove says above a list what was just changed, with the button that takes
// it back. The place names the list and the page.
func doneAbove(list domain.RuleName, number int, done string, undo domain.CommandID) []slack.Block {
	if done == "" {
		return nil
	}
	p := Place{number, domain.Telling{Rule: list}}
	if undo == "" {
		return Remark(p, done)
	}
	return Settled(p, done, undo, "")
}

// pageTurns are the buttons to the pages before and behind; the value is the page.
func pageTurns(verb string, page, pages int) []slack.BlockElement {
	var nav []slack.BlockElement
	if page > 1 {
		nav = append(nav, button(Nth(verb, page-1), fmt.Sprint(page-1), "Earlier"))
	}
	if page < pages {
		nav = append(nav, button(Nth(verb, page+1), fmt.Sprint(page+1), "Next"))
	}
	return nav
}

// PromiseItem is one row of the list of promises.
func PromiseItem(number int, r PromiseTeller, today domain.Date) []slack.Block {
	place := Place{number, domain.Telling{Rule: PromiseRow, Contact: r.Contact.ID, Subject: string(r.Promise.ID)}}
	text := shortName(r.Contact.Name) + " · " + quoted(r.Promise.What) + "\n" + promiseDates(r.Promise, today)
	return []slack.Block{
		section(place.block("say"), text),
		actions(place.block("do"), openPromiseButtons(r.Contact, r.Promise)...),
	}
}

// openPromiseButtons are the buttons of an open promise.
func openPromiseButtons(c *domain.Contact, p domain.Promise) []slack.BlockElement {
	value := RecordValue(c.ID, p.ID)
	kept := "Kept"
	more := []Choice{{"Drop", VerbPromiseDrop + " " + value}}
	if p.Theirs {
		kept = "They kept it"
		more = []Choice{{"They didn't", VerbPromiseBroken + " " + value}, more[0]}
	}
	return []slack.BlockElement{
		spokenAs(button(VerbPromiseKept, value, kept), kept+": "+c.Name),
		spokenAs(button(VerbPromiseMove, value, "Reschedule"), "Reschedule: "+c.Name),
		overflow(VerbPromiseMore, more...),
	}
}

// promiseDates says how it stands with a promise: "Due Fri 27 Nov · promised 3 Nov".
func promiseDates(p domain.Promise, today domain.Date) string {
	due := "Due "
	if p.Theirs {
		due = "Expected "
	}
	var when string
	switch late := today.Sub(p.Due); {
	case late > 0 && p.Theirs:
		when = "Was expected " + When(p.Due, today)
	case late > 0:
		when = "Was due " + When(p.Due, today)
	case late == 0:
		when = due + "today"
	default:
		when = due + Until(p.Due, today)
		if late > -7 { // "Due Friday" alone leaves room for doubt
			when += " (" + Day(p.Due, today) + ")"
		}
	}
	made := "promised " + Day(p.Made, today)
	if p.Made == today {
		made = "promised today"
	}
	return when + " · " + made
}

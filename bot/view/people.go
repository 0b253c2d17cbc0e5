package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// maxRows is how many people one page of the list shows. Slack takes 50
// blocks; a page should fit on a screen.
const maxRows = 12

// Filter says whom a list shows. The zero Filter shows everybody.
type Filter struct {
	Only  string       // "", or one of the words below
	Phase domain.Phase // of OnlyPhase
	Tag   string       // of OnlyTag
}

// The words of [Filter].
const (
	OnlyDue      = "due"
	OnlyResting  = "resting"
	OnlyArchived = "archived"
	OnlyPhase    = "phase"
	OnlyTag      = "tag"
)

// Row is one person in a list, under the heading of their group.
type Row struct {
	Group   string // plain text; a heading is shown where it changes
	Contact *domain.Contact
	// Due is when they fall due, the zero date for never.
	Due domain.Date
	// Pair is how it stands with a partner.
	Pair domain.PairRhythm
}

// PeoplePage is one page of a list of people.
type PeoplePage struct {
	Today  domain.Date
	Filter Filter
	Rows   []Row // all of them; the page is cut from here
	Page   int   // from 1; one beyond the last shows the last
	// Nobody says that the member keeps nobody at all yet.
	Nobody bool
}

// People renders one page of a list, twelve people with a button each.
func People(p PeoplePage) Message {
	if len(p.Rows) == 0 {
		return empty(p)
	}
	pages := (len(p.Rows) + maxRows - 1) / maxRows
	page := min(max(p.Page, 1), pages)
	rows := p.Rows[(page-1)*maxRows : min(page*maxRows, len(p.Rows))]
	blocks := []slack.Block{section("", title(p, pages, page)), actions("filter", filterMenu())}
	group := ""
	for i, r := range rows {
		if r.Group != group {
			blocks = append(blocks, context("group"+strconv.Itoa(i), "*"+Escape(r.Group)+"*"))
			group = r.Group
		}
		blocks = append(blocks, row(i, r, p.Today))
	}
	if nav := turns(p.Filter, page, pages); len(nav) > 0 {
		blocks = append(blocks, actions("turn", nav...))
	}
	return Compose(append(blocks, context("", "`/people NAME` opens a card from anywhere; `/people help` shows what else there is."))...)
}

// title says whom the list shows and where one is in it.
func title(p PeoplePage, pages, page int) string {
	n := len(p.Rows)
	what := "*Your circle* · " + headsOf(n)
	switch p.Filter.Only {
	case OnlyDue:
		what = "*Who is due, and who waits* · " + headsOf(n)
	case OnlyResting:
		what = "*Resting* · " + headsOf(n) + ". Kept and remembered; I don't bring them up by myself."
	case OnlyArchived:
		what = "*Archived* · " + headsOf(n) + ". Out of the way, and nothing of them is lost: a card has the button that brings somebody back."
	case OnlyPhase:
		what = "*" + p.Filter.Phase.String() + "* · " + headsOf(n) + ". " + Purpose(p.Filter.Phase)
	case OnlyTag:
		what = "*#" + Escape(line(p.Filter.Tag)) + "* · " + headsOf(n)
	}
	if pages > 1 {
		what += fmt.Sprintf("\nPage %d of %d", page, pages)
	}
	return what
}

func headsOf(n int) string {
	if n == 1 {
		return "1 person"
	}
	return strconv.Itoa(n) + " people"
}

// row is one person with the button that opens their card.
func row(n int, r Row, today domain.Date) *slack.SectionBlock {
	c := r.Contact
	parts := append([]string{shortName(c.Name), lastContact(c, r.Pair, today)}, marks(c, dueWith(r.Due, r.Pair), today)...)
	s := section("row"+strconv.Itoa(n), strings.Join(parts, " · "))
	s.Accessory = slack.NewAccessory(spokenAs(button(VerbPeopleOpen, string(c.ID), "Open"), "Open the card of "+c.Name))
	return s
}

// shortName is a name in bold that leaves room for others.
func shortName(name string) string { return "*" + Escape(seen(clip(line(name), 80))) + "*" }

// lastContact says when somebody was last in touch: with a partner it may be the
// other one who has logged it.
func lastContact(c *domain.Contact, pair domain.PairRhythm, today domain.Date) string {
	if pair.Last.After(c.Touched.Last) {
		return "last session " + Ago(today.Sub(pair.Last))
	}
	if c.Touched.Last.IsZero() {
		return "not met yet, added " + Ago(today.Sub(c.Added))
	}
	return "last " + kindWord(c.Touched.Kind) + " " + Ago(today.Sub(c.Touched.Last))
}

// dueWith is when somebody falls due: a partner when the pair does.
func dueWith(due domain.Date, pair domain.PairRhythm) domain.Date {
	if !due.IsZero() && !pair.Due.IsZero() {
		return pair.Due
	}
	return due
}

// marks are what else is to be known at a glance.
func marks(c *domain.Contact, due, today domain.Date) []string {
	switch {
	case c.Archived:
		return []string{"archived"}
	case c.Resting:
		return []string{"rests"}
	case c.SnoozedUntil.After(today):
		return []string{"snoozed until " + Weekday(c.SnoozedUntil, today)}
	case c.Planned.After(today):
		return []string{kindWord(c.PlannedKind) + " planned for " + Weekday(c.Planned, today)}
	case due.IsZero() || due.After(today):
		return nil
	case due == today:
		return []string{"due today"}
	}
	return []string{"due since " + Weekday(due, today)}
}

// turns are the buttons to the pages before and behind.
func turns(f Filter, page, pages int) []slack.BlockElement {
	var nav []slack.BlockElement
	if page > 1 {
		nav = append(nav, button(Nth(VerbPeoplePage, page-1), PageValue(f, page-1), "Earlier"))
	}
	if page < pages {
		nav = append(nav, button(Nth(VerbPeoplePage, page+1), PageValue(f, page+1), "Next"))
	}
	return nav
}

// filterMenu narrows the list.
func filterMenu() *slack.SelectBlockElement {
	choices := []Choice{
		{"Everybody", PageValue(Filter{}, 1)},
		{"Who is due", PageValue(Filter{Only: OnlyDue}, 1)},
	}
	for _, ph := range domain.Phases {
		choices = append(choices, Choice{ph.String(), PageValue(Filter{Only: OnlyPhase, Phase: ph}, 1)})
	}
	choices = append(choices, Choice{"Resting", PageValue(Filter{Only: OnlyResting}, 1)}, Choice{"Archived", PageValue(Filter{Only: OnlyArchived}, 1)})
	return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Show…", maxPlaceholder), VerbPeoplePage, options(choices, 100)...)
}

// PageValue is the value of a button that shows a page of a list.
func PageValue(f Filter, page int) string {
	of := f.Tag
	if f.Only == OnlyPhase {
		of = f.Phase.String()
	}
	return strings.Join([]string{strconv.Itoa(page), f.Only, of}, " ")
}

// ParsePage reads what [PageValue] wrote; what it can't read is the first page
// of everybody.
func ParsePage(s string) (Filter, int) {
	number, rest, _ := strings.Cut(s, " ")
	only, of, _ := strings.Cut(rest, " ")
	page, err := strconv.Atoi(number)
	if err != nil {
		page = 1
	}
	f := Filter{Only: only}
	switch only {
	case OnlyTag:
		f.Tag = of
	case OnlyPhase:
		if f.Phase, err = domain.ParsePhase(of); err != nil {
			f = Filter{}
		}
	case OnlyDue, OnlyResting, OnlyArchived:
	default:
		f = Filter{}
	}
	return f, page
}

// empty says why a list is empty, and what would fill it.
func empty(p PeoplePage) Message {
	text := "Nobody here yet. Type `/met` and a name, `/met Jane coffee`, and they are remembered; `/people add` takes a whole list."
	switch {
	case p.Filter.Only == OnlyArchived:
		text = "Nobody is archived. `/people Jane archive` puts somebody out of the way without losing anything."
	case p.Nobody:
	case p.Filter.Only == OnlyDue:
		text = "Nobody is due, and nobody is snoozed. `/people` shows everybody."
	case p.Filter.Only == OnlyResting:
		text = "Nobody rests. `/people Jane rest` keeps and remembers somebody without bringing them up."
	case p.Filter.Only == OnlyPhase:
		text = "Nobody is in " + p.Filter.Phase.String() + " just now. " + Purpose(p.Filter.Phase) + " A card has the menu that moves somebody here."
	case p.Filter.Only == OnlyTag:
		tag := "#" + Escape(clip(line(p.Filter.Tag), maxOption))
		text = "Nobody carries " + tag + " yet. `/people Jane " + tag + "` puts it on a card."
	}
	if p.Nobody {
		return Compose(section("", text), actions("", button(VerbPeopleAdd, "", "Add people"), button(VerbMetShortcut, "", "Log a touch")))
	}
	return Compose(section("", text), actions("filter", filterMenu()))
}

// Purpose says in one sentence what a phase is for.
func Purpose(p domain.Phase) string {
	switch p {
	case domain.Identifying:
		return "Here you find out who could add something to your goals, whom you could be of use to, and how to meet."
	case domain.Relating:
		return "Here you show that you are worth their time: be yourself, make small promises and keep them."
	case domain.Nurturing:
		return "Here you learn what they need, and help in a way that they notice."
	case domain.Sustaining:
		return "Here you stay in touch by yourself, let them tell more of themselves, and bring others in."
	case domain.Capitalizing:
		return "Here a clear, well-timed request is welcome now and then; all the rest goes on as before."
	}
	return ""
}

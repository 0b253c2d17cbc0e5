package view

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// openRow is one open thing on App Home: what it is, and its menu.
type openRow struct {
	due  domain.Date // by which it is sorted; zero comes last
	text string
	menu *slack.OverflowBlockElement
}

// openRows are the first rows of a list under its heading, and how many more
// there are; without any a sentence says how one comes to be.
func openRows(id, title, none, more string, rows []openRow) []slack.Block {
	blocks := []slack.Block{header(id, title)}
	if len(rows) == 0 {
		return append(blocks, context(id+".none", none))
	}
	slices.SortStableFunc(rows, func(a, b openRow) int {
		if a.due.IsZero() != b.due.IsZero() {
			return cmp.Compare(b.due.String(), a.due.String())
		}
		return a.due.Compare(b.due)
	})
	for n, r := range rows[:min(len(rows), mostOpen)] {
		s := section(id+"."+strconv.Itoa(n), r.text)
		s.Accessory = slack.NewAccessory(r.menu)
		blocks = append(blocks, s)
	}
	if left := len(rows) - mostOpen; left > 0 {
		blocks = append(blocks, context(id+".more", fmt.Sprintf("%d more: `%s`.", left, more)))
	}
	return blocks
}

// promisesAtHome are the open promises of both sides, the next due first.
func promisesAtHome(all []*domain.Contact, today domain.Date) []slack.Block {
	var rows []openRow
	for _, c := range all {
		for _, p := range c.Promises {
			if !p.Open() {
				continue
			}
			value := " " + RecordValue(c.ID, p.ID)
			text := "You promised " + shortName(c.Name) + " " + briefly(p.What)
			menu := []Choice{{"Kept", VerbPromiseKept + value}, {"Reschedule", VerbPromiseMove + value}, {"Drop", VerbPromiseDrop + value}}
			if p.Theirs {
				text = shortName(c.Name) + " promised you " + briefly(p.What)
				menu = []Choice{
					{"They kept it", VerbPromiseKept + value},
					{"Reschedule", VerbPromiseMove + value},
					{"It didn't happen", VerbPromiseBroken + value},
					{"Drop", VerbPromiseDrop + value},
				}
			}
			rows = append(rows, openRow{p.Due, text + " · " + dueOn(p.Due, today), overflow(VerbPromiseMore, menu...)})
		}
	}
	return openRows("promises", "Promises", "None is open. `/promise Jane the slides by Friday` keeps one of yours in mind, `/promise from Jane …` one of theirs.", "/promise", rows)
}

// asksAtHome are the requests that wait for an answer or for thanks.
func asksAtHome(all []*domain.Contact, today domain.Date) []slack.Block {
	var rows []openRow
	for _, c := range all {
		for _, a := range c.Asks {
			if !a.Open() {
				continue
			}
			value := " " + RecordValue(c.ID, a.ID)
			if a.State == domain.AskAgreed {
				rows = append(rows, openRow{a.Changed, shortName(c.Name) + " agreed to " + briefly(a.What) + " · thanks are due", overflow(VerbAskMore,
					Choice{"Thanked", VerbAskThanked + value}, Choice{"Close", VerbAskClose + value})})
				continue
			}
			text := "You asked " + shortName(c.Name) + ": " + briefly(a.What)
			switch {
			case a.By.IsZero():
				text += " · asked " + Ago(today.Sub(a.Made))
			case a.By.Before(today):
				text += " · no answer noted by " + Weekday(a.By, today)
			default:
				text += " · answer by " + Until(a.By, today)
			}
			rows = append(rows, openRow{a.By, text, overflow(VerbAskMore,
				Choice{"Agreed", VerbAskAgreed + value}, Choice{"Declined", VerbAskDeclined + value},
				Choice{"More time", VerbAskTime + value}, Choice{"Close", VerbAskClose + value})})
		}
	}
	return openRows("asks", "What you asked for", "Nothing waits for an answer. `/ask Jane …` helps to frame a request once the time is right.", "/ask", rows)
}

// goalsAtHome are the open goals, with those who serve them.
func goalsAtHome(goals []domain.Goal, all []*domain.Contact, today domain.Date) []slack.Block {
	var rows []openRow
	for _, g := range goals {
		var serving []string
		for _, c := range all {
			if slices.Contains(c.Goals, g.ID) {
				serving = append(serving, c.Name)
			}
		}
		text := briefly(g.What)
		if !g.By.IsZero() {
			text += " · by " + Day(g.By, today)
		}
		value := " " + string(g.ID)
		rows = append(rows, openRow{g.By, text + " · " + servedBy(serving), overflow(VerbGoalMore,
			Choice{"Who serves it…", VerbGoalLink + value}, Choice{"Reached", VerbGoalReached + value},
			Choice{"Change…", VerbGoalEdit + value}, Choice{"Drop", VerbGoalDrop + value})})
	}
	return openRows("goals", "Goals", "None yet. `/goal speak at GopherCon by June` says what you want to reach, and then who could be part of it.", "/goal", rows)
}

// mostServing is how many of those who serve a goal are named.
const mostServing = 4

func servedBy(names []string) string {
	if len(names) == 0 {
		return "nobody behind it yet"
	}
	var said []string
	for _, name := range names[:min(len(names), mostServing)] {
		said = append(said, shortName(name))
	}
	if left := len(names) - mostServing; left > 0 {
		said = append(said, fmt.Sprintf("%d more", left))
	}
	return "with " + list(said)
}

// dueOn says when something is, or was, due.
func dueOn(d, today domain.Date) string {
	switch n := d.Sub(today); {
	case n == 0:
		return "due today"
	case n < 0:
		return "was due " + When(d, today)
	}
	return "due " + Until(d, today)
}

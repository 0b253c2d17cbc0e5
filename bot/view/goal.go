package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// GoalRow is the rule that the rows of the list of goals name in their place; see
// [Place]. It is no nudge's.
const GoalRow domain.RuleName = "goal listed"

// GoalTeller is one open goal with what there is to say about it.
type GoalTeller struct {
	Goal   domain.Goal
	Behind []*domain.Contact // who serves it, by name
	Asks   []domain.Ask      // those that were made for it and stand
}

// GoalsPage is one page of the open goals.
type GoalsPage struct {
	Today domain.Date
	Rows  []GoalTeller // all of them; the page is cut from here
	Page  int          // from 1; one beyond the last shows the last
	// Done says, in mrkdwn, what was just changed; Undo takes it back.
	Done string
	Undo domain.CommandID
}

// MostGoals is how many goals one page shows, two blocks each.
const MostGoals = 10

// Goals lists the open goals, each with who stands behind it and its buttons.
func Goals(p GoalsPage) Message {
	pages := max((len(p.Rows)+MostGoals-1)/MostGoals, 1)
	page := min(max(p.Page, 1), pages)
	first := (page - 1) * MostGoals
	blocks := doneAbove(GoalRow, first+1, p.Done, p.Undo)
	if len(p.Rows) == 0 {
		return Compose(append(blocks, section("", noGoals), actions("new", primary(button(VerbGoalNew, "", "New goal"))))...)
	}
	heading := "*Your goals* · " + fmt.Sprint(len(p.Rows))
	if pages > 1 {
		heading += fmt.Sprintf(" · page %d of %d", page, pages)
	}
	blocks = append(blocks, section("", heading))
	for i, r := range p.Rows[first:min(first+MostGoals, len(p.Rows))] {
		blocks = append(blocks, GoalItem(first+i+1, r, p.Today)...)
	}
	nav := append(pageTurns(VerbGoalPage, page, pages), button(VerbGoalNew, "", "New goal"))
	return Compose(append(blocks, actions("new", nav...))...)
}

const noGoals = "No goal so far. With one I can tell you who might help, and when nobody stands behind it:\n" +
	"• `/goal Speak at GopherCon by june` notes a goal\n" +
	"• `/goal Jane for GopherCon` says who could help you there"

// GoalItem is one row of the list of goals.
func GoalItem(number int, r GoalTeller, today domain.Date) []slack.Block {
	g := r.Goal
	place := Place{number, domain.Telling{Rule: GoalRow, Subject: string(g.ID)}}
	id := string(g.ID)
	said := "Goal: " + g.What
	return []slack.Block{
		section(place.block("say"), strings.Join(goalRowLines(number, r, today), "\n")),
		actions(place.block("do"),
			spokenAs(button(VerbGoalReached, id, "Reached"), "Reached. "+said),
			spokenAs(button(VerbGoalLink, id, "Link people"), "Link people. "+said),
			overflow(VerbGoalMore, Choice{"Edit", VerbGoalEdit + " " + id}, Choice{"Drop", VerbGoalDrop + " " + id})),
	}
}

// goalRowLines say what a goal is, who stands behind it and what was asked for it.
func goalRowLines(number int, r GoalTeller, today domain.Date) []string {
	lines := []string{fmt.Sprintf("%d. ", number) + "*" + Escape(clip(line(r.Goal.What), maxQuoted)) + "*" + goalBy(r.Goal, today)}
	if len(r.Behind) == 0 {
		lines = append(lines, "Nobody stands behind it yet. Who could help, or knows who could?")
	} else {
		lines = append(lines, "Behind it: "+fewNames(r.Behind)+".")
	}
	if s := askedFor(r.Asks); s != "" {
		lines = append(lines, s)
	}
	return lines
}

// goalBy says until when a goal has time.
func goalBy(g domain.Goal, today domain.Date) string {
	switch {
	case g.By.IsZero():
		return ""
	case g.By.Before(today):
		return " · was meant for " + Weekday(g.By, today)
	}
	return " · by " + Weekday(g.By, today)
}

// mostBehind is how many names a line lists.
const mostBehind = 8

// fewNames lists names in bold, as many as a line takes.
func fewNames(cs []*domain.Contact) string {
	words := make([]string, 0, mostBehind+1)
	for _, c := range cs[:min(len(cs), mostBehind)] {
		words = append(words, shortName(c.Name))
	}
	if more := len(cs) - mostBehind; more > 0 {
		words = append(words, fmt.Sprintf("%d more", more))
	}
	return list(words)
}

// askedFor says in words what became of the asks for a goal.
func askedFor(asks []domain.Ask) string {
	var waiting, agreed, declined, closed int
	for _, a := range asks {
		switch a.State {
		case domain.AskWaiting:
			waiting++
		case domain.AskAgreed, domain.AskThanked:
			agreed++
		case domain.AskDeclined:
			declined++
		case domain.AskClosed:
			closed++
		}
	}
	var parts []string
	for _, p := range [...]struct {
		n    int
		word string
	}{{agreed, "agreed to"}, {waiting, "waiting for an answer"}, {declined, "declined"}, {closed, "closed"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.word))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "Asked so far: " + list(parts) + "."
}

// GoalNoted echoes a new goal, or says that it is there already. Anybody says that
// the member keeps people who could stand behind it.
func GoalNoted(command domain.CommandID, g domain.Goal, known, anybody bool, today domain.Date) Message {
	if known {
		return goalEcho("You have that goal already: "+goalSaid(g, today)+".", "", g, anybody)
	}
	return goalEcho("Noted: "+goalSaid(g, today)+". Who could help you get there?", command, g, anybody)
}

// GoalMoved says that a goal is there already, and that the day it came with now is
// its day.
func GoalMoved(command domain.CommandID, was, is domain.Goal, anybody bool, today domain.Date) Message {
	return goalEcho("You have that goal already. Changed: "+goalSaid(is, today)+dayBefore(was.By, today), command, is, anybody)
}

// dayBefore ends a sentence with the day that a goal had before, which may be none.
func dayBefore(was, today domain.Date) string {
	if was.IsZero() {
		return "; it had no day before."
	}
	return "; it was " + Weekday(was, today) + " before."
}

// goalEcho is what is said of a goal with what can be done about it; command is what
// can be undone, "" for nothing.
func goalEcho(text string, command domain.CommandID, g domain.Goal, anybody bool) Message {
	row := []slack.BlockElement{button(VerbGoalLink, string(g.ID), "Link people")}
	if !anybody {
		row[0] = button(VerbIdentifyName, "", "Name someone")
	}
	if command != "" {
		row = append(row, button(VerbUndo, string(command), "Undo"))
	}
	return Compose(section("", text), actions(echoBlock, row...))
}

// goalSaid is a goal in a sentence: “Speak at GopherCon”, by Tue 1 Jun 2027.
func goalSaid(g domain.Goal, today domain.Date) string {
	if g.By.IsZero() {
		return quoted(g.What)
	}
	return quoted(g.What) + ", by " + Weekday(g.By, today)
}

// GoalChanged says what a goal is now.
func GoalChanged(g domain.Goal, today domain.Date) string {
	return "Changed: " + goalSaid(g, today) + "."
}

// GoalReached says that a goal is reached, and who was behind it.
func GoalReached(g domain.Goal, behind []*domain.Contact) string {
	text := quoted(g.What) + " is reached. Congratulations!"
	switch len(behind) {
	case 0:
		return text
	case 1:
		return text + " " + shortName(behind[0].Name) + " was behind it: the good news is a fine reason to write."
	}
	return text + " " + fewNames(behind) + " were behind it: the good news is a fine reason to write."
}

// GoalDropped says that a goal is off the list.
func GoalDropped(g domain.Goal) string {
	return quoted(g.What) + " is off the list. Wanting something else is fine; whoever stood behind it stays in your circle."
}

// GoalOver says what became of a goal that a button still speaks of.
func GoalOver(g domain.Goal, today domain.Date) string {
	became := "was dropped"
	if g.State == domain.GoalReached {
		became = "is reached"
	}
	return quoted(g.What) + " " + became + ", noted " + When(g.Closed, today) + ". Nothing more to do."
}

// NoSuchGoal says that a button speaks of a goal that is not there any more.
func NoSuchGoal() string { return "I don't have that goal any more, so there is nothing to do." }

// GoalLinked says who came behind a goal, and who is not any more.
func GoalLinked(g domain.Goal, on, off []*domain.Contact) string {
	var parts []string
	if len(on) > 0 {
		parts = append(parts, fewNames(on)+plural(len(on), " stands", " stand")+" behind "+quoted(g.What)+" now")
	}
	if len(off) > 0 {
		not := fewNames(off) + plural(len(off), " doesn't stand", " don't stand")
		if len(on) == 0 {
			not += " behind " + quoted(g.What)
		} else {
			not += " behind it"
		}
		parts = append(parts, not+" any more")
	}
	if len(parts) == 0 {
		return "Nothing was changed: the same people stand behind " + quoted(g.What) + "."
	}
	return list(parts) + "."
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

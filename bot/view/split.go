package view

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// RowsBlock is the input that says what belongs to somebody else.
const RowsBlock = "rows"

// RowsChanged is the field error for what was undone or corrected meanwhile.
const RowsChanged = "Some of that was changed meanwhile. Close this and begin again."

// Splitting says how two people on one card become two.
func Splitting(c *domain.Contact) Message {
	return Compose(
		section("", "Are there two people on the card of "+Person(c.Name)+"? Say which touches and notes belong to the other one, and they get a card of their own. Nothing was changed yet."),
		actions("", button(VerbCardSplit, string(c.ID), "Choose what belongs to whom")),
	)
}

// NothingToSplit says that a card holds nothing that could go elsewhere.
func NothingToSplit(name string) string {
	return "Nothing is noted about " + Person(name) + " yet that could belong to somebody else."
}

// SplitModal asks what belongs to somebody else, and what they are called.
func SplitModal(private string, c *domain.Contact, rows []Choice) *slack.ModalViewRequest {
	name := ""
	if n := len(c.Aliases); n > 0 {
		name = c.Aliases[n-1] // most likely a name that was merged
	}
	return modal(VerbCardSplitted, "One card, two people", "Part them", private,
		context("", "All that you choose goes over from "+Person(c.Name)+" to a card of its own; one tap takes it back."),
		input(NameBlock, "What is the other one called?", textInput("Jane Roe", name, 200)),
		input(RowsBlock, "What belongs to them?", multiInput("Touches, notes, promises …", nil, rows)),
	)
}

// dated is a choice with the day by which it is sorted.
type dated struct {
	on domain.Date
	Choice
}

// SplitChoices are the hundred newest things on a card that can belong to
// somebody else, the newest first.
func SplitChoices(c *domain.Contact, today domain.Date) []Choice {
	var all []dated
	add := func(undone bool, id string, on domain.Date, what, text string) {
		if undone {
			return
		}
		label := Day(on, today) + ": " + what
		if text != "" {
			label += " “" + line(text) + "”"
		}
		all = append(all, dated{on, Choice{clip(label, maxOption), id}})
	}
	for _, x := range c.Interactions {
		add(x.Undone, string(x.ID), x.On, cmp.Or(line(x.Kind), KindOfTap), x.Note)
	}
	for _, x := range c.Notes {
		add(x.Undone, string(x.ID), x.On, "noted", x.Text)
	}
	for _, x := range c.Promises {
		what := "your promise"
		if x.Theirs {
			what = "their promise"
		}
		add(x.Undone, string(x.ID), x.Made, what, x.What)
	}
	for _, x := range c.Needs {
		add(x.Undone, string(x.ID), x.Noted, "they need", x.What)
	}
	for _, x := range c.Asks {
		add(x.Undone, string(x.ID), x.Made, "you asked for", x.What)
	}
	for _, x := range c.Values {
		what := "you did"
		if x.Theirs {
			what = "they did"
		}
		add(x.Undone, string(x.ID), x.Delivered, what, x.What)
	}
	for _, x := range c.Signals {
		if x.Interaction == "" { // the others go with their touch
			add(x.Undone, string(x.ID), x.On, "they "+SignalDid(x.Kind), "")
		}
	}
	slices.SortStableFunc(all, func(a, b dated) int { return b.on.Compare(a.on) })
	choices := make([]Choice, min(len(all), 100))
	for i := range choices {
		choices[i] = all[i].Choice
	}
	return choices
}

// Splitted says that somebody has a card of their own now.
func Splitted(from, to *domain.Contact, n int) string {
	what := "One thing"
	if n > 1 {
		what = fmt.Sprintf("%d things", n)
	}
	return what + " went over from " + Person(from.Name) + " to " + Person(to.Name) + ", who has a card of their own now, in " + to.Phase.String() + "."
}

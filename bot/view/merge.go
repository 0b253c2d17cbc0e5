package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// Merging shows what would become of two who are one person: a's name, and where
// the one stands who stays.
func Merging(a, other, stays *domain.Contact) Message {
	lines := []string{
		Person(other.Name) + " and " + Person(a.Name) + " would be one, called " + Person(a.Name) + ".",
	}
	if all := gathered(a, other); all != "" {
		lines = append(lines, "• All that is noted about both comes together: "+all+".")
	}
	if a.Phase != other.Phase || a.Furthest != other.Furthest {
		lines = append(lines, "• They stand where the one of them stands who has come further: "+stays.Phase.String()+".")
	}
	lines = append(lines, "• "+Person(other.Name)+" still finds them, as another name.", "Nothing was changed yet.")
	return Compose(
		section("", strings.Join(lines, "\n")),
		actions("",
			primary(button(VerbPeopleMerge, PairValue(a.ID, other.ID), "Make them one")),
			button(Nth(VerbPeopleMerge, 2), PairValue(other.ID, a.ID), "…but keep "+clip(line(other.Name), 40)),
			button(VerbHeed, TellingValue(domain.Telling{Rule: domain.SamePerson, Contact: a.ID, Subject: string(other.ID)}), "They are two people")),
	)
}

// gathered counts what two cards hold together.
func gathered(cs ...*domain.Contact) string {
	var touches, notes, promises, needs, asks int
	for _, c := range cs {
		touches += c.Touched.Count
		for _, n := range c.Notes {
			notes += oneIfStands(n.Undone)
		}
		for _, p := range c.Promises {
			promises += oneIfStands(p.Undone)
		}
		for _, n := range c.Needs {
			needs += oneIfStands(n.Undone)
		}
		for _, a := range c.Asks {
			asks += oneIfStands(a.Undone)
		}
	}
	var said []string
	for _, k := range [...]struct {
		n         int
		one, many string
	}{
		{touches, "touch", "touches"},
		{notes, "note", "notes"},
		{promises, "promise", "promises"},
		{needs, "need", "needs"},
		{asks, "request", "requests"},
	} {
		switch {
		case k.n == 1:
			said = append(said, "1 "+k.one)
		case k.n > 1:
			said = append(said, strconv.Itoa(k.n)+" "+k.many)
		}
	}
	return list(said)
}

func oneIfStands(undone bool) int {
	if undone {
		return 0
	}
	return 1
}

// Merged says that two became one.
func Merged(c *domain.Contact, absorbed string) string {
	text := Person(absorbed) + " and " + Person(c.Name) + " are one now, in " + c.Phase.String() + ". Both histories are on one card"
	if all := gathered(c); all != "" {
		text += ": " + all
	}
	return text + "."
}

// OneAlready says that two are one and the same.
func OneAlready(name string) string {
	return "Both names are " + Person(name) + "'s already, so there is nothing to put together."
}

// OpenCard opens somebody's card.
func OpenCard(c *domain.Contact) *slack.ButtonBlockElement {
	return spokenAs(button(VerbPeopleOpen, string(c.ID), "Open card"), "Open the card of "+c.Name)
}

// The field errors of [MergeModal].
const (
	NoSuchName  = "Nobody, or more than one, has exactly that name. Choose from the list, or write the whole name."
	SameAlready = "That is this very person. Choose somebody else."
)

// MergeModal asks who the same person is as the one on the card.
func MergeModal(private string, c *domain.Contact, people []*domain.Contact) *slack.ModalViewRequest {
	blocks := []slack.Block{context("", "The name "+Person(c.Name)+" stays, and the other name still finds the card. Both histories come together; one tap takes it back.")}
	label := "Who is the same person?"
	if len(people) > 0 {
		blocks = append(blocks, optional(input(WhoBlock, label, selectInput("", peopleChoices(people)))))
		label = "Or write the name"
	}
	blocks = append(blocks, optional(input(NameBlock, label, textInput("Jane Doe", "", 200))))
	return modal(VerbCardMerged, "Two cards, one person", "Make them one", private, blocks...)
}

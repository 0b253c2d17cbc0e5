package view

import (
	"fmt"
	"strconv"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// WordsBlock is the input that says who is looked for.
const WordsBlock = "words"

// mostFound is how many people are listed whom the words fit.
const mostFound = 30

// The field errors of [FindModal].
const (
	NothingToFind = "Write a word, or choose somebody."
	NobodyFits    = "I know nobody of whom all of that is known. Try one word less."
)

// FindModal asks who is looked for: by words, or one of a hundred people.
func FindModal(people []*domain.Contact) *slack.ModalViewRequest {
	blocks := []slack.Block{
		hinted(optional(input(WordsBlock, "Who are you looking for?", textInput("Jane, #gophercon, Berlin", "", 200))),
			"A part of a name, a tag, a place, an organisation, a role."),
	}
	if len(people) > 0 {
		blocks = append(blocks, optional(input(WhoBlock, "Or choose", selectInput("", peopleChoices(people)))))
	}
	return modal(VerbHomeFound, "Find somebody", "Find", "", blocks...)
}

// Found lists those whom the words fit, each with a button.
func Found(people []*domain.Contact, pairs []domain.Partnership, s SettingsPage) Message {
	blocks := []slack.Block{section("found", "*Found* · "+headsOf(len(people)))}
	for n, c := range people[:min(len(people), mostFound)] {
		blocks = append(blocks, personRow("found."+strconv.Itoa(n), c, pairs, s))
	}
	if left := len(people) - mostFound; left > 0 {
		blocks = append(blocks, context("found.more", fmt.Sprintf("%d more: one word more brings them out.", left)))
	}
	return Compose(blocks...)
}

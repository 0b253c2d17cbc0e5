package view

import (
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// The input blocks of the forms about promises, and the values of WhoseBlock.
const (
	WhoseBlock = "whose"
	ByBlock    = "by"

	WhoseMine   = "mine"
	WhoseTheirs = "theirs"
)

// The field errors of these forms.
const (
	OneOfTwo = "Choose somebody or write a new name, not both."
	DayOver  = "That day is over. Choose today or later."
)

// PromiseForm is the form that takes a promise.
type PromiseForm struct {
	Private string
	Today   domain.Date
	// Known are the people offered, the most relevant first. Chosen is preset, New
	// the name preset for somebody unknown.
	Known  []*domain.Contact
	Chosen domain.ContactID
	New    string
	Theirs bool
	What   string
	By     domain.Date
}

// PromiseModal asks for everything that /promise takes in words.
func PromiseModal(f PromiseForm) *slack.ModalViewRequest {
	whose := []Choice{{"I promised it", WhoseMine}, {"They promised it to me", WhoseTheirs}}
	preset := WhoseMine
	if f.Theirs {
		preset = WhoseTheirs
	}
	blocks := append(personInputs(f.Known, f.Chosen, f.New),
		input(WhoseBlock, "Whose promise is it?", selectInput(preset, whose)),
		input(WhatBlock, "What was promised?", paragraph(textInput("The pricing sheet", f.What, maxInput))),
		input(ByBlock, "By when?", dateInput(f.By)),
	)
	return modal(VerbPromiseMade, "A promise", "Remember it", f.Private, blocks...)
}

// personInputs ask for one person: somebody known, or a new name.
func personInputs(known []*domain.Contact, preset domain.ContactID, name string) []slack.Block {
	var blocks []slack.Block
	label := "Who?"
	if len(known) > 0 {
		blocks = append(blocks, optional(input(WhoBlock, label, selectInput(string(preset), peopleChoices(known)))))
		label = "Someone new?"
	}
	return append(blocks, optional(input(NewBlock, label, textInput("Jane Doe", name, 200))))
}

// MoveModal asks for another date of a promise.
func MoveModal(private string, c *domain.Contact, p domain.Promise, today domain.Date) *slack.ModalViewRequest {
	preset := p.Due
	if preset.Before(today) {
		preset = domain.Date{}
	}
	return modal(VerbPromiseMoved, "Another day", "Save", private,
		context("", sentence(sworn(c, p))+", by "+On(p.Due, today)+"."),
		input(ByBlock, "By when?", dateInput(preset)))
}

// PromiseBy asks for the date of a promise that came without one. Words are in
// it already: nothing that was typed is lost.
func PromiseBy(q domain.QuestionID, key, name string, p domain.Promise, today domain.Date) Message {
	c := &domain.Contact{Name: name}
	text := "Nothing noted yet. By when? " + sentence(sworn(c, p)) + "."
	return Compose(section("", text), actions("", byButtons(q, key, today, VerbPromiseNew)...))
}

// byButtons offer a few days to come. Form is the verb of the form that takes any
// other day; its value is the question.
func byButtons(q domain.QuestionID, key string, today domain.Date, form string) []slack.BlockElement {
	var row []slack.BlockElement
	offer := func(label string, d domain.Date) {
		row = append(row, button(Nth(VerbAnswer, len(row)), AnswerValue(q, key, d.String()), label))
	}
	offer("Tomorrow", today.AddDays(1))
	friday := today.AddDays(2)
	for friday.Weekday() != 5 {
		friday = friday.AddDays(1)
	}
	if friday.Sub(today) < 7 {
		offer("Friday", friday)
	}
	offer("In a week", today.AddDays(7))
	offer("In two weeks", today.AddDays(14))
	return append(row, button(form, AskedValue(q), "Another day"), button(VerbDropAsk, string(q), "Never mind"))
}

// askedPrefix is what the value of a button that opens a form begins with when it
// carries on with a question.
const askedPrefix = "?"

// AskedValue is the value of a button that answers a question with a form.
func AskedValue(q domain.QuestionID) string { return askedPrefix + string(q) }

// ParseAsked reads what [AskedValue] wrote.
func ParseAsked(s string) (domain.QuestionID, bool) {
	id, ok := strings.CutPrefix(s, askedPrefix)
	return domain.QuestionID(id), ok && id != ""
}

// WhichPromise asks which of several open promises is meant.
func WhichPromise(q domain.QuestionID, key string, c *domain.Contact, open []domain.Promise, today domain.Date) Message {
	var row []slack.BlockElement
	for i, p := range open[:min(len(open), 10)] {
		label := clip(line(p.What), 50) + ", by " + Day(p.Due, today)
		row = append(row, button(Nth(VerbAnswer, i), AnswerValue(q, key, string(p.ID)), label))
	}
	row = append(row, button(VerbDropAsk, string(q), "Never mind"))
	return Compose(section("", "Nothing changed yet. Which promise between you and "+Person(c.Name)+" do you mean?"), actions("", row...))
}

// NoOpenPromise says that there is no promise that could be meant.
func NoOpenPromise(name, said string) Message {
	what := "No promise between you and " + Person(name) + " is open"
	if said != "" {
		what += " that fits " + quoted(said)
	}
	return Compose(section("", what+". Nothing was changed. `/promise` lists those that are, `/promise Jane the pricing sheet by friday` makes one."))
}

// DayIsOver refuses a date in the past for something still to come.
func DayIsOver(said string, d, today domain.Date) Message {
	return Say(sentence(On(d, today)) + " is over" + saidAs(said) + ". Nothing was noted. Say it again with a day to come: `by friday`, `by 4 dec`.")
}

func saidAs(said string) string {
	if said == "" {
		return ""
	}
	return ", and you wrote " + quoted(said)
}

// PromiseHelp explains /promise with examples.
func PromiseHelp() Message {
	return Compose(
		section("", strings.Join([]string{
			"*/promise* remembers what you promised and what you were promised:",
			"• `/promise Jane the pricing sheet by friday` what you promised",
			"• `/promise from Jane an intro to Omar by 4 dec` what they promised you",
			"• `/promise Jane kept`, `/promise Jane move to monday`, `/promise Jane drop` what became of it",
			"• `/promise` lists those that are open, with a button for each of these",
		}, "\n")),
		section("", "I remind you of yours the day before and when one is late. Theirs I mention once, gently."),
		context("", "In a direct message to me the same words work without the slash. Nobody but you hears of a promise."),
	)
}

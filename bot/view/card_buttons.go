package view

import (
	"github.com/slack-go/slack"

	"rapport/domain"
)

// The choices of a card's More menu, each followed by a space and the contact's id.
const (
	CardRest    = "rest"
	CardWake    = "wake"
	CardArchive = "archive"
	CardRestore = "restore"
	CardWeek    = "week"
	CardMonth   = "month"
	CardRouse   = "rouse"  // ends a snooze
	CardRhythm  = "rhythm" // opens the form
	CardMerge   = "merge"  // opens the form
	CardSplit   = "split"  // opens the form
)

// cardButtons is the row of all that can be done with a card.
func cardButtons(p CardPage) []slack.BlockElement {
	c := p.Contact
	id := string(c.ID)
	if c.Archived {
		return []slack.BlockElement{button(VerbCardMore, CardRestore+" "+id, "Restore")}
	}
	row := []slack.BlockElement{
		spokenAs(primary(button(VerbCardLog, id, "Log it")), "Log contact with "+c.Name),
		happenedMenu(p),
	}
	if menu := moveMenu(c, p.Legal); menu != nil {
		row = append(row, menu)
	}
	return append(row,
		spokenAs(button(VerbAskNew, RecordValue(c.ID, ""), "Ask"), "Ask "+c.Name+" for something"),
		spokenAs(button(VerbCardEdit, id, "Edit"), "Edit the card of "+c.Name),
		moreMenu(c, p.Today))
}

// moreMenu is the menu of all that is rarely done. Slack's ⋯ menu has room for
// five choices; this one has for a hundred.
func moreMenu(c *domain.Contact, today domain.Date) *slack.SelectBlockElement {
	id := string(c.ID)
	more := []Choice{{"Rhythm", CardRhythm + " " + id}}
	switch {
	case c.Resting:
		more = append(more, Choice{"Wake", CardWake + " " + id})
	case c.SnoozedUntil.After(today):
		more = append(more, Choice{"End the snooze", CardRouse + " " + id}, Choice{"Rest", CardRest + " " + id})
	default:
		more = append(more, Choice{"Snooze 1 week", CardWeek + " " + id}, Choice{"Snooze 1 month", CardMonth + " " + id},
			Choice{"Rest", CardRest + " " + id})
	}
	more = append(more, Choice{"Merge with somebody", CardMerge + " " + id})
	if len(SplitChoices(c, today)) > 0 {
		more = append(more, Choice{"Split in two", CardSplit + " " + id})
	}
	more = append(more, Choice{"Archive", CardArchive + " " + id})
	return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("⋯ More", maxPlaceholder), VerbCardMore, options(more, 100)...)
}

// moveMenu offers the phases that are open now, nil when there is none but the
// present one.
func moveMenu(c *domain.Contact, legal []domain.Phase) *slack.SelectBlockElement {
	var choices []Choice
	for _, ph := range legal {
		if ph != c.Phase {
			choices = append(choices, Choice{ph.String(), MoveValue(ph, c.ID)})
		}
	}
	if len(choices) == 0 {
		return nil
	}
	return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Move…", maxPlaceholder), VerbCardMove, options(choices, 5)...)
}

// MoveValue is the value of a choice that moves somebody.
func MoveValue(to domain.Phase, id domain.ContactID) string { return to.String() + " " + string(id) }

// Sheet shows a message as a modal: where there is no conversation to say it
// in, on App Home and in another modal.
func Sheet(title string, m Message) *slack.ModalViewRequest {
	return &slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: "sheet",
		Title: plain(title, maxTitle), Close: plain("Close", maxTitle),
		Blocks: slack.Blocks{BlockSet: m.Blocks},
	}
}

package view

import (
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// PeopleHelp explains /people with examples.
func PeopleHelp() Message {
	return Compose(
		section("", strings.Join([]string{
			"*/people* shows whom you keep, and changes what you keep about them:",
			"• `/people` everybody by phase, `/people due` who is due and who waits, `/people resting`, `/people archived`",
			"• `/people nurturing` one phase, `/people #gopher` one tag",
			"• `/people Jane` one card",
		}, "\n")),
		section("", strings.Join([]string{
			"• `/people Jane #gopher -#oslo` tags, `/people #gopher every 6 weeks` a rhythm for a tag",
			"• `/people Jane every 6 weeks`, `/people Jane every default` how often",
			"• `/people Jane birthday 3 may`, `/people Jane -- likes tea` what to remember",
			"• `/people Jane to nurturing` moves; back is always free",
			"• `/people Jane at Acme`, `place:Oslo`, `called Jane Miller` what is known about them",
			"• `/people Jane through Omar` who brought you together",
			"• `/people Jane needs a reviewer`, `got my notes`, `did read my draft` what goes both ways",
			"• `/people Jane rest`, `wake`, `archive`, `restore`",
			"• `/people add` and up to 50 names, one a line",
		}, "\n")),
		context("", "In a direct message to me the same words work without the slash: people Jane."),
	)
}

// AddModal takes people to be kept, one a line.
func AddModal() *slack.ModalViewRequest {
	return modal(VerbPeopleAdded, "Add people", "Add", "",
		hinted(input(NamesBlock, "Names, one a line", paragraph(textInput("Jane Doe #gopher -- met in Oslo", "", maxInput))),
			"Up to fifty. A #tag and, after two dashes, a note may follow each name."))
}

// TooManyLines refuses a list of more than fifty.
func TooManyLines() Message {
	return Say("Those are more people than I take at once. Nothing was changed. Fifty lines go into one `/people add`; send the rest after it.")
}

// TooLongLine refuses a name or a note that can't be kept.
func TooLongLine() Message {
	return Say("That is longer than I can keep. Nothing was changed. A name has at most 200 characters, a note 3,000.")
}

// NoNameGiven says that a name is missing.
func NoNameGiven() Message {
	return Say("I couldn't find a name in that. Nothing was changed. It comes first: `/people Jane #gopher`; `/people help` shows the rest.")
}

// Which asks whose card is meant, of several that a name fits.
func Which(q Query, today domain.Date) Message { return askFirst("Nothing changed yet. ", q, today) }

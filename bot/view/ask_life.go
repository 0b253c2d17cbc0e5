package view

import (
	"github.com/slack-go/slack"

	"rapport/domain"
)

// AskAgreed says that somebody said yes, and gives words of thanks.
func AskAgreed(c *domain.Contact, a domain.Ask) string {
	return Person(c.Name) + " agreed" + agreedTo(a.What) + ". How good! Thank them while it is fresh:\n" +
		copyable(thankWords(c.Name, a.What))
}

// AskThanks is the button that says that somebody was thanked.
func AskThanks(c *domain.Contact, a domain.Ask) []slack.BlockElement {
	return []slack.BlockElement{
		spokenAs(button(VerbAskThanked, RecordValue(c.ID, a.ID), "Thanked"), "Thanked "+c.Name),
	}
}

// AskAnswers are the buttons of a request that was just noted: the answer may be
// there already.
func AskAnswers(c *domain.Contact, a domain.Ask) []slack.BlockElement {
	value := RecordValue(c.ID, a.ID)
	return []slack.BlockElement{
		spokenAs(button(VerbAskAgreed, value, "They agreed"), c.Name+" agreed"),
		spokenAs(button(VerbAskDeclined, value, "They declined"), c.Name+" declined"),
	}
}

// AskDeclined says that a no is fine, and the last word.
func AskDeclined() string { return "Noted. That's theirs to say. I won't bring it up again." }

// AskThanked closes a request warmly.
func AskThanked(c *domain.Contact, a domain.Ask) string {
	return "You thanked " + Person(c.Name) + "; they had agreed" + agreedTo(a.What) + ". That closes it well. When something comes of it, tell them: few people do."
}

// AskClosed says that a request is over.
func AskClosed(c *domain.Contact, a domain.Ask) string {
	return "Closed: you had asked " + Person(c.Name) + requested(a.What) + ". I won't ask about it any more."
}

// AskGiven says until when somebody has time now.
func AskGiven(c *domain.Contact, a domain.Ask, today domain.Date) string {
	return Person(c.Name) + " has until " + Weekday(a.By, today) + " now. You asked them" + requested(a.What) + "."
}

// AskOver answers a button about a request whose answer is known already.
func AskOver(c *domain.Contact, a domain.Ask) string {
	switch a.State {
	case domain.AskAgreed:
		return "I know already: " + Person(c.Name) + " agreed" + agreedTo(a.What) + ". A thank-you is next."
	case domain.AskThanked:
		return "That is closed already: " + Person(c.Name) + " agreed, and you thanked them."
	case domain.AskClosed:
		return "That is closed already. Nothing was changed."
	}
	return "That is answered already. Nothing was changed."
}

// NoOpenAsk says that no request could be meant by "Jane agreed", or with thanked
// none that was agreed to.
func NoOpenAsk(name string, thanked bool) Message {
	what := "No request to " + Person(name) + " is open"
	if thanked {
		what = "I know of no request that " + Person(name) + " agreed to and was not thanked for"
	}
	return Compose(section("", what+". Nothing was changed. `/ask` lists what you asked for; `/ask Jane an intro to Lena asked yesterday` remembers one."))
}

// WhichAsk asks which of several requests is meant, above the list of them.
func WhichAsk(name string) string {
	return "Nothing changed yet: you asked " + Person(name) + " for more than one thing. Which is it?"
}

// NoSuchAsk says that what a button spoke of is not there any more.
func NoSuchAsk() string { return "I don't have that request any more, so there is nothing to do." }

// AskTimeModal gives somebody more time to answer.
func AskTimeModal(private, name string, a domain.Ask, initial domain.Date) *slack.ModalViewRequest {
	return modal(VerbAskTimed, "More time", "Save", private,
		context("", "You asked "+Person(name)+requested(a.What)+"."),
		input(ByBlock, "By when do you hope for an answer?", dateInput(initial)))
}

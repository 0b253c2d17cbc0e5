package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// AskPage is a request that is being framed.
type AskPage struct {
	Today    domain.Date
	Question domain.QuestionID // under which the draft waits
	Contact  *domain.Contact
	Framing  domain.Framing
	// Wanted is the day that the member named, zero for none. Framing's request
	// has one in any case: the earliest that gives them time, where none was fit.
	Wanted  domain.Date
	Goal    string // the words of the goal it serves, "" for none
	Manners domain.Manners
}

// AskDraft says what could be better about a request, as a friend would, and
// gives words that the member can send. Nothing is recorded by it.
func AskDraft(p AskPage) Message {
	r, who := p.Framing.Request, Person(p.Contact.Name)
	head := "You'd like to ask " + who + requested(r.What) + ", with an answer by " + Weekday(r.By, p.Today) + "."
	if p.Goal != "" {
		head += " It serves your goal " + briefly(p.Goal) + "."
	}
	blocks := []slack.Block{section("", head)}
	lines := make([]string, 0, len(p.Framing.Weak)+1)
	for _, w := range p.Framing.Weak {
		lines = append(lines, "• "+weakness(w, p))
	}
	if len(lines) == 0 {
		lines = append(lines, "It is clear, leaves them time, and is easy to follow through.")
	} else {
		lines = append([]string{"What could be better:"}, lines...)
	}
	blocks = append(blocks, section("", strings.Join(lines, "\n")),
		section("", "Words you could send:\n"+copyable(askWords(p.Contact.Name, r, p.Today))))
	foot := "Nothing is recorded yet, and I send nothing: you do."
	if p.Framing.Moves {
		foot += " Asking takes " + who + " from " + p.Contact.Phase.String() + " to " + domain.Capitalizing.String() + "."
	}
	return Compose(append(blocks, context("", foot), actions("",
		primary(button(VerbAskDo, string(p.Question), "I'll ask it")),
		button(VerbAskImprove, string(p.Question), "Improve"),
		button(VerbAskNot, string(p.Question), "Not now")))...)
}

// weakness says in a sentence or two what could be better, and what to change.
func weakness(w domain.Weakness, p AskPage) string {
	f, who := p.Framing, Person(p.Contact.Name)
	day := func(d domain.Date) string { return Weekday(d, p.Today) }
	switch w {
	case domain.SaidNo:
		until := f.Declined.Changed.AddDays(p.Manners.DeclinedDays)
		return who + " said no to something on " + day(f.Declined.Changed) + ". I'd leave it until " + day(until) + ", unless the offer is theirs: then add `+offered`."
	case domain.OpenAsk:
		state := "still waits for an answer"
		if f.Open.State == domain.AskAgreed {
			state = "was agreed to, and a thank-you comes first"
		}
		return "Your request" + requested(f.Open.What) + " " + state + ". One at a time is easier to say yes to."
	case domain.TooOften:
		from := f.Last.Made.AddDays(p.Manners.GapDays)
		return "You asked for something on " + day(f.Last.Made) + ". Rare requests weigh more: from " + day(from) + " on it is a new one. If the offer is theirs, add `+offered`."
	case domain.Vague:
		return "It doesn't say what exactly. Whom, what, how long: `introduce me to Lena Okafor at Acme` is easier to answer than `some help`."
	case domain.TwoThings:
		return "That is more than one request. Ask for the one that matters most; the other keeps."
	case domain.NoDate:
		return "You named no day to answer by, so the words below say " + day(f.Request.By) + ". Another one: add `by …`."
	case domain.DateGone:
		return day(p.Wanted) + " has passed, so the words below say " + day(f.Request.By) + "."
	case domain.TooSoon:
		return "That is soon. " + sentence(fmt.Sprintf("`by %s` would give them %d working days.", typedDay(f.Earliest), p.Manners.WorkingDays)) + " If they named the day themselves, add `+offered`."
	case domain.NoLink:
		return "Nothing makes it easy yet. A link at the end helps, or `attached: cv.pdf`: a draft they only have to pass on, a page that says it all."
	}
	return string(w)
}

// typedDay is a day as the grammar takes it: "4 dec".
func typedDay(d domain.Date) string {
	return strings.ToLower(fmt.Sprintf("%d %s", d.Day, d.Month.String()[:3]))
}

// AskMade says that a request was made: the words once more, and what comes next.
func AskMade(c *domain.Contact, a domain.Ask, from domain.Phase, today domain.Date) string {
	text := "Noted: you ask " + Person(c.Name) + requested(a.What) + ", with an answer by " + Weekday(a.By, today) + "."
	if from != c.Phase {
		text += " With that they move from " + from.String() + " to " + c.Phase.String() + "."
	}
	words := askWords(c.Name, domain.Request{What: a.What, By: a.By, Link: a.Link}, today)
	return text + "\n" + copyable(words) + "\nI'll ask you once how it went, after that day. `/ask` shows it any time."
}

// AskRecorded says that a request was noted that was made already.
func AskRecorded(name string, a domain.Ask, fresh bool, today domain.Date) string {
	text := "Noted: you asked " + Person(name) + requested(a.What) + ", " + On(a.Made, today) + "."
	if !a.By.IsZero() {
		text += " An answer is hoped for by " + Weekday(a.By, today) + "."
	}
	if fresh {
		text += " They are new in your circle: " + domain.Identifying.String() + "."
	}
	return text
}

// AskLeft says that nothing was made of a draft.
func AskLeft(name string) string {
	return "Fine, not now. Nothing was recorded about " + Person(name) + "; typed again, I look at it anew."
}

// DraftOver says that the buttons of a draft are of the past.
func DraftOver() Message {
	return Say("That draft is over: you asked it, put it aside, or it is more than a week old. `/ask` shows what is open; typed again it is drafted anew.")
}

package view

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// Echo is what one command logged, as it is told back to the member.
type Echo struct {
	Today   domain.Date
	Command domain.CommandID // what Undo takes back
	Touches []Touch
	// Edit names the interactions for the buttons that change them; see [Refs].
	Edit string
	// Night offers "It was yesterday": it is before 04:00 where the member is.
	Night bool
	// Helped says that the member did something for them, and not yet what.
	Helped bool
	// Changed says that this corrects an earlier echo.
	Changed bool
}

// Touch is one contact's part of an [Echo].
type Touch struct {
	domain.Logged
	Back bool // they were archived until now
	// Signals are those that came with this touch.
	Signals []domain.SignalKind
	// Opened is the phase whose evidence became complete with this touch, zero
	// if none did.
	Opened domain.Phase
}

// Met echoes what was logged.
func Met(e Echo) Message {
	lines := []string{headline(e)}
	if note := e.Touches[0].Interaction.Note; note != "" {
		lines = append(lines, "Noted: "+quoted(note))
	}
	lines = append(lines, consequences(e)...)
	row := []slack.BlockElement{
		button(VerbUndo, string(e.Command), "Undo"),
		button(VerbMetNote, e.Edit, "Add note"),
		button(VerbMetDate, e.Edit, "Change date"),
	}
	if e.Night {
		row = append(row, button(VerbMetYesterday, e.Edit, "It was yesterday"))
	}
	if menu := sawMenu(e); menu != nil {
		row = append(row, menu)
	}
	return Compose(section("", strings.Join(lines, "\n")), actions("", append(row, furtherQuestions(e)...)...))
}

// maxOptionValue is Slack's limit on an option's value, in characters.
const maxOptionValue = 150

// sawMenu offers the signs that may have come with a touch; nil when they all did,
// or when there are more people than an option can name. What somebody recognised
// has its own question, and stands on the card.
func sawMenu(e Echo) *slack.SelectBlockElement {
	choices := make([]Choice, 0, len(signalChoices))
	for _, sign := range signalChoices {
		k, value := domain.SignalKind(sign.Value), sign.Value+" "+e.Edit
		if k != domain.Recognised && !slices.Contains(e.Touches[0].Signals, k) && len(value) <= maxOptionValue {
			choices = append(choices, Choice{sign.Label, value})
		}
	}
	if len(choices) == 0 {
		return nil
	}
	return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("I noticed…", maxPlaceholder), VerbMetSaw, options(choices, 100)...)
}

// furtherQuestions ask for what a touch only hinted at: what they need, what was
// done for them, what they noticed.
func furtherQuestions(e Echo) []slack.BlockElement {
	var row []slack.BlockElement
	for n, t := range e.Touches {
		id, whom := string(t.Contact.ID), clip(line(t.Contact.Name), 40)
		ask := func(is bool, verb, value, question string) {
			if is {
				row = append(row, button(Nth(verb, n), value, question))
			}
		}
		need := "What do they need?"
		if len(e.Touches) > 1 {
			need = "What does " + whom + " need?"
		}
		ask(slices.Contains(t.Signals, domain.SharedNeed), VerbNeedNew, id, need)
		ask(e.Helped, VerbCardHelped, id, "What did you do for "+whom+"?")
		ask(t.Unrecognised, VerbMetNoticed, id+" "+t.Interaction.On.String(), "What did "+whom+" notice?")
	}
	return row
}

// headline says what happened, with whom and when.
func headline(e Echo) string {
	names := make([]string, len(e.Touches))
	for i, t := range e.Touches {
		names[i] = t.Contact.Name
	}
	verb := "Logged"
	if e.Changed {
		verb = "Changed to"
	}
	it := e.Touches[0].Interaction
	return verb + ": " + kindWord(it.Kind) + " with " + persons(names) + ", " + On(it.On, e.Today) + "."
}

// consequences says in plain words what the touch did beside being remembered.
func consequences(e Echo) []string {
	var lines, fresh []string
	for _, t := range e.Touches {
		if t.New {
			fresh = append(fresh, t.Contact.Name)
		}
	}
	switch {
	case len(fresh) == 1:
		lines = append(lines, persons(fresh)+" is new in your circle: Relating.")
	case len(fresh) > 1:
		lines = append(lines, persons(fresh)+" are new in your circle: Relating.")
	}
	if s := e.Touches[0].Signals; len(s) > 0 {
		lines = append(lines, noticed(e.Touches, s))
	}
	for _, t := range e.Touches {
		lines = append(lines, aftermath(t, e.Today)...)
	}
	return lines
}

// noticed says which signals were recorded, and of whom.
func noticed(ts []Touch, signals []domain.SignalKind) string {
	words := make([]string, len(signals))
	for i, s := range signals {
		words[i] = SignalDid(s)
		if rest, ok := strings.CutPrefix(words[i], "was "); ok && len(ts) > 1 {
			words[i] = "were " + rest
		}
	}
	who := "they"
	if len(ts) == 1 {
		who = Person(ts[0].Contact.Name)
	}
	return "Noticed: " + who + " " + list(words) + "."
}

// aftermath is what one contact's touch changed.
func aftermath(t Touch, today domain.Date) []string {
	var lines []string
	who := Person(t.Contact.Name)
	if t.Back {
		lines = append(lines, BackAgain(t.Contact.Name))
	}
	if !t.New && t.From != t.Contact.Phase {
		lines = append(lines, "You have been introduced, so "+who+" moves from "+t.From.String()+" to "+t.Contact.Phase.String()+".")
	}
	if t.Older {
		lines = append(lines, "Your last contact with "+who+" stays "+Weekday(t.Contact.Touched.Last, today)+".")
	}
	if v := t.Recognised; v != nil {
		lines = append(lines, who+" saw the value of "+quoted(v.What)+", delivered "+Day(v.Delivered, today)+".")
	}
	if t.Unrecognised {
		lines = append(lines, "I have nothing new down that you did for "+who+". What was it?")
	}
	if t.Opened != 0 {
		lines = append(lines, "All that "+t.Opened.String()+" needs is there for "+who+". Whether and when is yours: `/people` has the button.")
	}
	return lines
}

// SignalDid says what somebody did who gave a signal: "replied promptly".
func SignalDid(k domain.SignalKind) string {
	switch k {
	case domain.Initiated:
		return "took the initiative"
	case domain.RepliedPromptly:
		return "replied promptly"
	case domain.Accepted:
		return "accepted your invitation"
	case domain.Candid:
		return "was candid with you"
	case domain.Recognised:
		return "saw the value in what you did"
	case domain.SharedNeed:
		return "shared a need"
	case domain.SeeksMeOut:
		return "sought you out without needing anything"
	case domain.Introduced:
		return "introduced someone"
	}
	return "gave a sign"
}

// LogAgain asks whether the same words a moment later mean the same again.
func LogAgain(q domain.QuestionID) Message {
	return Compose(
		section("", "You typed exactly that a moment ago, and it is logged. Log it again?"),
		actions("",
			button(Nth(VerbAnswer, 0), AnswerValue(q, AgainKey, "yes"), "Log again"),
			button(VerbDropAsk, string(q), "No, once is enough")),
	)
}

// AgainKey is the key of the answer to [LogAgain].
const AgainKey = "again"

// MetHelp explains /met with examples.
func MetHelp() Message {
	return Compose(
		section("", strings.Join([]string{
			"*/met* remembers that you were in touch. Say it as you would say it:",
			"• `/met Jane coffee`",
			"• `/met Jane & Omar lunch yesterday -- Ada starts school`",
			"• `/met \"Mary Jane Watson\" call last tue +initiated`",
			"• `/met @tom video 3 days ago`",
		}, "\n")),
		section("", strings.Join([]string{
			"*What it was:* coffee, lunch, dinner, drinks, call, video, email, message, event, visit, gift, intro, mentoring, meeting; anything else as `kind:bouldering`.",
			"*When:* today unless you say yesterday, `last tue`, `3 days ago`, `2 nov`, `2026-11-02`.",
			"*What you noticed:* `+initiated +prompt +accepted +candid +recognised +need +introduced`, and `+helped` when you did something for them.",
			"All that comes after is your note. `/met` alone opens a form, `/rapport undo` takes the last thing back.",
		}, "\n")),
		context("", "In a direct message to me the same words work without the slash: met Jane for coffee."),
	)
}

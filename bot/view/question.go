package view

import (
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// Query is a question that comes before anything is logged.
type Query struct {
	ID   domain.QuestionID
	Kind string // a phrase.QuestionKind: "who", "date", "day", "future"
	Key  string // under which the answer is handed back
	Said string // the words in question
	On   domain.Date
	// Options are at most ten, the likeliest first.
	Options []Choice
}

// Ask puts a question with one button for each answer.
func Ask(q Query, today domain.Date) Message {
	row := make([]slack.BlockElement, 0, len(q.Options)+1)
	for i, o := range q.Options[:min(len(q.Options), 24)] {
		row = append(row, button(Nth(VerbAnswer, i), AnswerValue(q.ID, q.Key, o.Value), o.Label))
	}
	row = append(row, button(VerbDropAsk, string(q.ID), "Never mind"))
	return Compose(section("", "Nothing logged yet. "+asked(q, today)), actions("", row...))
}

// asked is the question itself.
func asked(q Query, today domain.Date) string {
	said := quoted(q.Said)
	switch q.Kind {
	case "who":
		return "Whom do you mean by " + said + "?"
	case "date":
		return "Which day is " + said + "?"
	case "day":
		return "Which day was it, in " + said + "?"
	case "future":
		return sentence(On(q.On, today)) + " is still to come. Shall I ask you then how it went?"
	}
	return "What do you mean by " + said + "?"
}

// AnswerValue is the value of an answer's button.
func AnswerValue(id domain.QuestionID, key, value string) string {
	return strings.Join([]string{string(id), value, key}, "\n")
}

// ParseAnswer reads what [AnswerValue] wrote.
func ParseAnswer(s string) (id domain.QuestionID, key, value string, ok bool) {
	parts := strings.SplitN(s, "\n", 3)
	if len(parts) != 3 {
		return "", "", "", false
	}
	return domain.QuestionID(parts[0]), parts[2], parts[1], true
}

// Dropped says that a question was let be.
func Dropped() Message { return Say("Fine. Nothing was logged.") }

// StaleQuestion says that a question's buttons are of the past.
func StaleQuestion() Message {
	return Say("That question is over: it was answered, or it is more than a week old. Type `/met` again and I'll take it from there.")
}

// Expected says that the bot will ask how something planned went.
func Expected(command domain.CommandID, names []string, kind string, on, today domain.Date) Message {
	return Compose(
		section("", "Good. "+sentence(Until(on, today))+" I'll ask how it went: "+kindWord(kind)+" with "+persons(names)+", "+Weekday(on, today)+". Nothing is logged until then."),
		actions("", button(VerbUndo, string(command), "Undo")),
	)
}

package view

import (
	"strconv"
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

// Ask puts a question about a touch, with one button for each answer.
func Ask(q Query, today domain.Date) Message { return askFirst("Nothing logged yet. ", q, today) }

// Unsure puts a question about something else that is to be noted.
func Unsure(q Query, today domain.Date) Message { return askFirst("Nothing noted yet. ", q, today) }

// askFirst puts a question with one button for each answer, and says first that
// nothing was done.
func askFirst(nothing string, q Query, today domain.Date) Message {
	row := make([]slack.BlockElement, 0, len(q.Options)+1)
	for i, o := range q.Options[:min(len(q.Options), 24)] {
		row = append(row, button(Nth(VerbAnswer, i), AnswerValue(q.ID, q.Key, o.Value), o.Label))
	}
	row = append(row, button(VerbDropAsk, string(q.ID), "Never mind"))
	return Compose(section("", nothing+asked(q, today)), actions("", row...))
}

// asked is the question itself.
func asked(q Query, today domain.Date) string {
	said := quoted(q.Said)
	switch q.Kind {
	case "who":
		return "Whom do you mean by " + said + "?"
	case "date":
		return "Which day is " + said + "?"
	case "goal":
		if q.Said == "" {
			return "Which goal do you mean?"
		}
		return "Which goal do you mean by " + said + "?"
	case "program":
		return "Which program do you mean?"
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

// Dropped says that a question about a touch was left open for good.
func Dropped() Message { return Say("Fine. Nothing was logged.") }

// LeftOpen says the same of any other question.
func LeftOpen() Message { return Say("Fine. Nothing was changed.") }

// StaleQuestion says that a question's buttons are of the past.
func StaleQuestion() Message {
	return Say("That question is over: it was answered, or it is more than a week old. Type it again and I'll take it from there.")
}

// Expected says that the bot will ask how something planned went.
func Expected(command domain.CommandID, names []string, kind string, on, today domain.Date) Message {
	return Compose(
		section("", "Good. "+sentence(Until(on, today))+" I'll ask how it went: "+kindWord(kind)+" with "+persons(names)+", "+Weekday(on, today)+". Nothing is logged until then."),
		actions("", button(VerbUndo, string(command), "Undo")),
	)
}

// Reading says one way to read what was typed, on the button that chooses it.
// Means is one of the grammar's meanings.
func Reading(means, name string, on domain.Date) string {
	switch means {
	case "somebody new":
		return "Someone new: " + name
	case "known there":
		return name + ", already there"
	case "that day":
		return fullDay(on)
	case "ask then":
		return "Ask me on " + fullDay(on)
	case "was today":
		return "It was today"
	}
	return name
}

// fullDay is a date with its year, "Mon 2 Nov 2026".
func fullDay(d domain.Date) string {
	return d.Weekday().String()[:3] + " " + strconv.Itoa(d.Day) + " " + d.Month.String()[:3] + " " + strconv.Itoa(d.Year)
}

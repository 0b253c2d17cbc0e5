package domain

import (
	"fmt"
	"maps"
	"time"
)

// askedAtMost is how long a question waits for its answer.
const askedAtMost = 7 * 24 * time.Hour

// AskFirst keeps a question so that a button can answer it later.
func (b *Book) AskFirst(verb, text string, answers map[string]string) *Question {
	q := &Question{ID: QuestionID(b.id()), Verb: verb, Text: text, Answers: maps.Clone(answers), Asked: b.Now}
	b.asked = append(b.asked, q)
	return q
}

// AskedHere reports whether this very command asked a question when it was done
// before.
func (b *Book) AskedHere() (bool, error) {
	_, err := b.shelf.Question(QuestionID(derive(b.Member.Owner, b.ID, 1)))
	if KindOf(err) == KindNotFound {
		return false, nil
	}
	return err == nil, err
}

// Answer adds an answer to a question and returns it. KindStale when it has
// been answered to the end or is a week old.
func (b *Book) Answer(id QuestionID, key, value string) (*Question, error) {
	q, err := b.question(id)
	if err != nil {
		return nil, err
	}
	if !q.Answered.IsZero() || b.Now.Sub(q.Asked) > askedAtMost {
		return nil, Fault(KindStale, "question", nil)
	}
	if q.Answers == nil {
		q.Answers = make(map[string]string)
	}
	q.Answers[key] = value
	return q, nil
}

// question returns a question as the book holds it.
func (b *Book) question(id QuestionID) (*Question, error) {
	for _, q := range b.asked {
		if q.ID == id {
			return q, nil
		}
	}
	stored, err := b.shelf.Question(id)
	if err != nil {
		return nil, fmt.Errorf("question: %w", err)
	}
	q := *stored
	q.Answers = maps.Clone(stored.Answers)
	b.asked = append(b.asked, &q)
	return &q, nil
}

// Settle closes a question: its command has been done, or dropped.
func (b *Book) Settle(q *Question) { q.Answered = b.Now }

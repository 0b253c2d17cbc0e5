package store

import (
	"errors"

	"rapport/domain"
)

// commandRow is a row of commands: an id that has had its effect.
type commandRow struct {
	Workspace string
	ID        string
	Member    string
	Verb      string
	At        int64
}

func (commandRow) TableName() string { return "commands" }

// questionRow is a row of questions.
type questionRow struct {
	Workspace string
	Member    string
	ID        string
	Verb      string
	Body      string
	Answers   string // map[string]string
	Asked     int64
	Answered  int64
}

func (questionRow) TableName() string { return "questions" }

func (o owned) questionRow(q domain.Question) (questionRow, error) {
	answers, err := document(q.Answers)
	return questionRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member),
		ID: string(q.ID), Verb: q.Verb, Body: legible(q.Text), Answers: answers,
		Asked: micros(q.Asked), Answered: micros(q.Answered),
	}, err
}

func (r questionRow) question() (*domain.Question, error) {
	read := reading{table: "question"}
	q := &domain.Question{
		ID: domain.QuestionID(r.ID), Verb: r.Verb, Text: r.Body,
		Asked: instant(r.Asked), Answered: instant(r.Answered),
	}
	read.json(r.Answers, &q.Answers)
	return q, read.err
}

// undoRow is a row of undos.
type undoRow struct {
	Workspace string
	Member    string
	Command   string
	Verb      string
	At        int64
	Steps     string // []domain.UndoStep
	Goals     string // []domain.GoalChange
	Carried   string // []domain.Carried
	Used      bool
}

func (undoRow) TableName() string { return "undos" }

func (o owned) undoRow(u domain.UndoRecord) (undoRow, error) {
	steps, err1 := stepsDocument(u.Steps)
	goals, err2 := listDocument(u.Goals)
	carried, err3 := listDocument(u.Carried)
	return undoRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member),
		Command: string(u.Command), Verb: u.Verb, At: micros(u.At),
		Steps: steps, Goals: goals, Carried: carried, Used: u.Used,
	}, errors.Join(err1, err2, err3)
}

func (r undoRow) record() (*domain.UndoRecord, error) {
	read := reading{table: "undo record"}
	u := &domain.UndoRecord{
		Command: domain.CommandID(r.Command), Verb: r.Verb, At: instant(r.At), Used: r.Used,
	}
	read.json(r.Steps, &u.Steps)
	read.json(r.Goals, &u.Goals)
	read.json(r.Carried, &u.Carried)
	return u, read.err
}

package store

import (
	"errors"

	"rapport/domain"
)

// The rows of programs. They belong to a workspace and to no member; who they are
// about stands in columns of their own.

// programRow is a row of programs.
type programRow struct {
	Workspace   string
	ID          string
	Channel     string
	Private     bool
	Name        string
	Ideal       int
	Maximum     int
	SummaryAt   int
	SummaryDays int
	Zone        string
	Joining     string
	Started     string
	Ended       string
	Purge       bool
	Shut        int64
	LastSummary string
	NextSummary int64
	Figures     string // []domain.Figure
	Version     int64
}

func (programRow) TableName() string { return "programs" }

// programRow leaves NextSummary out: it is no part of a program.
func (c common) programRow(p *domain.Program) (programRow, error) {
	figures, err := document(p.Figures)
	return programRow{
		Workspace: string(c.workspace), ID: string(p.ID),
		Channel: p.Channel, Private: p.Private, Name: p.Name,
		Ideal: p.Cadence.Ideal, Maximum: p.Cadence.Maximum,
		SummaryAt: int(p.Summary.At), SummaryDays: int(p.Summary.Days), Zone: p.Zone,
		Joining: string(p.Joining), Started: p.Started.String(), Ended: p.Ended.String(), Purge: p.Purge,
		Shut: micros(p.Shut), LastSummary: p.LastSummary.String(), Figures: figures, Version: p.Version,
	}, err
}

func (r programRow) weekly() domain.Weekly {
	return domain.Weekly{At: domain.TimeOfDay(r.SummaryAt), Days: domain.Weekdays(r.SummaryDays)}
}

func (r programRow) program() (*domain.Program, error) {
	read := reading{table: "program"}
	p := &domain.Program{
		Workspace: domain.WorkspaceID(r.Workspace), ID: domain.ProgramID(r.ID),
		Channel: r.Channel, Private: r.Private, Name: r.Name,
		Cadence: domain.Cadence{Ideal: r.Ideal, Maximum: r.Maximum},
		Summary: r.weekly(), Zone: r.Zone,
		Joining: domain.Joining(r.Joining), Started: read.date(r.Started), Ended: read.date(r.Ended), Purge: r.Purge,
		Shut: instant(r.Shut), LastSummary: read.date(r.LastSummary), Version: r.Version,
	}
	read.json(r.Figures, &p.Figures)
	return p, read.err
}

// organiserRow is a row of organisers. Place is their order.
type organiserRow struct {
	Workspace string
	Program   string
	Member    string
	Place     int
}

func (organiserRow) TableName() string { return "organisers" }

// participantRow is a row of participants.
type participantRow struct {
	Workspace   string
	Program     string
	Member      string
	Role        string
	Topics      string // []string
	Capacity    int
	Avoid       string // []domain.MemberID
	Another     bool
	Asked       bool
	Joined      string
	LeftOn      string
	PausedUntil string
}

func (participantRow) TableName() string { return "participants" }

func (c common) participantRow(p domain.Participant) (participantRow, error) {
	topics, err1 := document(p.Topics)
	avoid, err2 := document(p.Avoid)
	return participantRow{
		Workspace: string(c.workspace), Program: string(p.Program), Member: string(p.Member), Role: string(p.Role),
		Topics: topics, Capacity: p.Capacity, Avoid: avoid, Another: p.Another, Asked: p.Asked,
		Joined: p.Joined.String(), LeftOn: p.Left.String(), PausedUntil: p.PausedUntil.String(),
	}, errors.Join(err1, err2)
}

func (r participantRow) participant(read *reading) domain.Participant {
	p := domain.Participant{
		Program: domain.ProgramID(r.Program), Member: domain.MemberID(r.Member), Role: domain.Role(r.Role),
		Capacity: r.Capacity, Another: r.Another, Asked: r.Asked,
		Joined: read.date(r.Joined), Left: read.date(r.LeftOn), PausedUntil: read.date(r.PausedUntil),
	}
	read.json(r.Topics, &p.Topics)
	read.json(r.Avoid, &p.Avoid)
	return p
}

// pairRow is a row of pairs.
type pairRow struct {
	Workspace   string
	Program     string
	ID          string
	Mentor      string
	Mentee      string
	Since       string
	Ended       string
	Why         string
	PausedUntil string
}

func (pairRow) TableName() string { return "pairs" }

func (c common) pairRow(p domain.Pair) pairRow {
	return pairRow{
		Workspace: string(c.workspace), Program: string(p.Program), ID: string(p.ID),
		Mentor: string(p.Mentor), Mentee: string(p.Mentee), Since: p.Since.String(),
		Ended: p.Ended.String(), Why: string(p.Why), PausedUntil: p.PausedUntil.String(),
	}
}

func (r pairRow) pair(read *reading) domain.Pair {
	return domain.Pair{
		Program: domain.ProgramID(r.Program), ID: domain.PairID(r.ID),
		Mentor: domain.MemberID(r.Mentor), Mentee: domain.MemberID(r.Mentee), Since: read.date(r.Since),
		Ended: read.date(r.Ended), Why: domain.PairEnd(r.Why), PausedUntil: read.date(r.PausedUntil),
	}
}

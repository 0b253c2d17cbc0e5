package store

import "rapport/domain"

// goalRow is a row of goals: the member's, beside their contacts.
type goalRow struct {
	Workspace string
	Member    string
	ID        string
	What      string
	ByDate    string
	Made      string
	State     string
	Closed    string
	Command   string
	Undone    bool
}

func (goalRow) TableName() string { return "goals" }

func (o owned) goalRow(g domain.Goal) goalRow {
	return goalRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member),
		ID: string(g.ID), What: g.What, ByDate: g.By.String(), Made: g.Made.String(),
		State: string(g.State), Closed: g.Closed.String(), Command: string(g.Command), Undone: g.Undone,
	}
}

func (r goalRow) goal(read *reading) domain.Goal {
	return domain.Goal{
		ID: domain.RecordID(r.ID), What: r.What, By: read.date(r.ByDate), Made: read.date(r.Made),
		State: domain.GoalState(r.State), Closed: read.date(r.Closed),
		Command: domain.CommandID(r.Command), Undone: r.Undone,
	}
}

var allGoals = ask[goalRow](" ORDER BY seq")

// Goals returns every goal, closed and undone ones too, the oldest first.
func (s *shelf) Goals() ([]domain.Goal, error) {
	rows, err := allGoals.in(s.owned)
	if err != nil {
		return nil, translate("goals", err)
	}
	read := reading{table: "goal"}
	var all []domain.Goal
	for _, r := range rows {
		all = append(all, r.goal(&read))
	}
	return all, read.err
}

// goalLines store goals that are new, and what has become of the others.
func (o owned) goalLines(changes []domain.GoalChange) []line {
	var lines []line
	for _, ch := range changes {
		row := o.goalRow(ch.After)
		if ch.Before == nil {
			lines = append(lines, insert("goal", []goalRow{row}, "")...)
			continue
		}
		lines = append(lines, update("goal", o.goalRow(*ch.Before), row, []string{"what", "by_date", "state", "closed", "undone"},
			domain.KindConflict, "id = ?", row.ID)...)
	}
	return lines
}

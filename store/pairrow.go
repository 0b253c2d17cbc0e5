package store

import "rapport/domain"

// The rows of what hangs on a pair, and of what is said in the channel.

// sessionLogRow is a row of session_logs.
type sessionLogRow struct {
	Workspace   string
	Program     string
	Pair        string
	Member      string
	Interaction string
	OnDate      string
	State       string
	Logged      int64
}

func (sessionLogRow) TableName() string { return "session_logs" }

func (c common) sessionLogRow(l domain.SessionLog) sessionLogRow {
	return sessionLogRow{
		Workspace: string(c.workspace), Program: string(l.Program), Pair: string(l.Pair), Member: string(l.Member),
		Interaction: string(l.Interaction), OnDate: l.On.String(), State: string(l.State), Logged: micros(l.Logged),
	}
}

func (r sessionLogRow) log(read *reading) domain.SessionLog {
	return domain.SessionLog{
		Program: domain.ProgramID(r.Program), Pair: domain.PairID(r.Pair), Member: domain.MemberID(r.Member),
		Interaction: domain.InteractionID(r.Interaction), On: read.date(r.OnDate),
		State: domain.SessionState(r.State), Logged: instant(r.Logged),
	}
}

// pairGoalRow is a row of pair_goals.
type pairGoalRow struct {
	Workspace string
	Program   string
	Pair      string
	ID        string
	Author    string
	What      string
	ByDate    string
	Made      string
	State     string
	Closed    string
}

func (pairGoalRow) TableName() string { return "pair_goals" }

func (c common) pairGoalRow(g domain.PairGoal) pairGoalRow {
	return pairGoalRow{
		Workspace: string(c.workspace), Program: string(g.Program), Pair: string(g.Pair), ID: string(g.ID),
		Author: string(g.Author), What: g.What, ByDate: g.By.String(), Made: g.Made.String(),
		State: string(g.State), Closed: g.Closed.String(),
	}
}

func (r pairGoalRow) goal(read *reading) domain.PairGoal {
	return domain.PairGoal{
		Program: domain.ProgramID(r.Program), Pair: domain.PairID(r.Pair), ID: domain.RecordID(r.ID),
		Author: domain.MemberID(r.Author), What: r.What, By: read.date(r.ByDate), Made: read.date(r.Made),
		State: domain.GoalState(r.State), Closed: read.date(r.Closed),
	}
}

// feedbackRow is a row of feedback.
type feedbackRow struct {
	Workspace string
	Program   string
	Pair      string
	Author    string
	About     string
	Rating    int
	Comment   string
	Given     int64
}

func (feedbackRow) TableName() string { return "feedback" }

func (c common) feedbackRow(f domain.Feedback) feedbackRow {
	return feedbackRow{
		Workspace: string(c.workspace), Program: string(f.Program), Pair: string(f.Pair), Author: string(f.Author),
		About: f.About, Rating: f.Rating, Comment: legible(f.Comment), Given: micros(f.Given),
	}
}

func (r feedbackRow) feedback() domain.Feedback {
	return domain.Feedback{
		Program: domain.ProgramID(r.Program), Pair: domain.PairID(r.Pair), Author: domain.MemberID(r.Author),
		About: r.About, Rating: r.Rating, Comment: r.Comment, Given: instant(r.Given),
	}
}

// shoutoutRow is a row of shoutouts.
type shoutoutRow struct {
	Workspace string
	Program   string
	ID        string
	Sender    string
	Receiver  string
	Words     string
	Made      string
	State     string
	OnDate    string
}

func (shoutoutRow) TableName() string { return "shoutouts" }

func (c common) shoutoutRow(s domain.Shoutout) shoutoutRow {
	return shoutoutRow{
		Workspace: string(c.workspace), Program: string(s.Program), ID: string(s.ID),
		Sender: string(s.From), Receiver: string(s.To), Words: s.Text, Made: s.Made.String(),
		State: string(s.State), OnDate: s.On.String(),
	}
}

func (r shoutoutRow) shoutout(read *reading) domain.Shoutout {
	return domain.Shoutout{
		Program: domain.ProgramID(r.Program), ID: domain.RecordID(r.ID),
		From: domain.MemberID(r.Sender), To: domain.MemberID(r.Receiver), Text: r.Words, Made: read.date(r.Made),
		State: domain.ShoutState(r.State), On: read.date(r.OnDate),
	}
}

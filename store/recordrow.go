package store

import "rapport/domain"

// The rows of what was promised, needed, asked for and woven. They are rows of
// a contact's history like those beside them, with more that may change: see
// historyLines.

type promiseRow struct {
	Workspace string
	Member    string
	Contact   string
	ID        string
	Theirs    bool
	What      string
	Made      string
	Due       string
	State     string
	Closed    string
	Moved     int
	Command   string
	Undone    bool
}

func (promiseRow) TableName() string { return "promises" }

func (o owned) promiseRow(c domain.ContactID, x domain.Promise) promiseRow {
	return promiseRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member), Contact: string(c),
		ID: string(x.ID), Theirs: x.Theirs, What: x.What, Made: x.Made.String(), Due: x.Due.String(),
		State: string(x.State), Closed: x.Closed.String(), Moved: x.Moved,
		Command: string(x.Command), Undone: x.Undone,
	}
}

func (r promiseRow) domain(read *reading) domain.Promise {
	return domain.Promise{
		ID: domain.RecordID(r.ID), Theirs: r.Theirs, What: r.What, Made: read.date(r.Made), Due: read.date(r.Due),
		State: domain.PromiseState(r.State), Closed: read.date(r.Closed), Moved: r.Moved,
		Command: domain.CommandID(r.Command), Undone: r.Undone,
	}
}

type needRow struct {
	Workspace string
	Member    string
	Contact   string
	ID        string
	What      string
	Asked     bool
	Urgency   string
	Noted     string
	Offer     string
	State     string
	Closed    string
	Command   string
	Undone    bool
}

func (needRow) TableName() string { return "needs" }

func (o owned) needRow(c domain.ContactID, x domain.Need) needRow {
	return needRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member), Contact: string(c),
		ID: string(x.ID), What: x.What, Asked: x.Asked, Urgency: string(x.Urgency), Noted: x.Noted.String(),
		Offer: x.Offer, State: string(x.State), Closed: x.Closed.String(),
		Command: string(x.Command), Undone: x.Undone,
	}
}

func (r needRow) domain(read *reading) domain.Need {
	return domain.Need{
		ID: domain.RecordID(r.ID), What: r.What, Asked: r.Asked, Urgency: domain.Urgency(r.Urgency), Noted: read.date(r.Noted),
		Offer: r.Offer, State: domain.NeedState(r.State), Closed: read.date(r.Closed),
		Command: domain.CommandID(r.Command), Undone: r.Undone,
	}
}

type askRow struct {
	Workspace string
	Member    string
	Contact   string
	ID        string
	What      string
	ByDate    string
	Link      string
	Goal      string
	Made      string
	State     string
	Changed   string
	Command   string
	Undone    bool
}

func (askRow) TableName() string { return "asks" }

func (o owned) askRow(c domain.ContactID, x domain.Ask) askRow {
	return askRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member), Contact: string(c),
		ID: string(x.ID), What: x.What, ByDate: x.By.String(), Link: x.Link, Goal: string(x.Goal), Made: x.Made.String(),
		State: string(x.State), Changed: x.Changed.String(),
		Command: string(x.Command), Undone: x.Undone,
	}
}

func (r askRow) domain(read *reading) domain.Ask {
	return domain.Ask{
		ID: domain.RecordID(r.ID), What: r.What, By: read.date(r.ByDate), Link: r.Link, Goal: domain.RecordID(r.Goal),
		Made: read.date(r.Made), State: domain.AskState(r.State), Changed: read.date(r.Changed),
		Command: domain.CommandID(r.Command), Undone: r.Undone,
	}
}

type introductionRow struct {
	Workspace string
	Member    string
	Contact   string
	ID        string
	Other     string
	How       string
	State     string
	Reason    string
	OnDate    string
	Command   string
	Undone    bool
}

func (introductionRow) TableName() string { return "introductions" }

func (o owned) introductionRow(c domain.ContactID, x domain.Introduction) introductionRow {
	return introductionRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member), Contact: string(c),
		ID: string(x.ID), Other: string(x.Other), How: string(x.How), State: string(x.State), Reason: x.Reason,
		OnDate: x.On.String(), Command: string(x.Command), Undone: x.Undone,
	}
}

func (r introductionRow) domain(read *reading) domain.Introduction {
	return domain.Introduction{
		ID: domain.RecordID(r.ID), Other: domain.ContactID(r.Other), How: domain.Bond(r.How),
		State: domain.IntroductionState(r.State), Reason: r.Reason,
		On: read.date(r.OnDate), Command: domain.CommandID(r.Command), Undone: r.Undone,
	}
}

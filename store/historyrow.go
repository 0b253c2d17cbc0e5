package store

import "rapport/domain"

// The rows of a contact's history. Their seq, which the database gives, keeps
// the order in which they were committed; their other columns are the domain's
// fields. Of a row that is there already only what historyLines names is ever
// written again.

type interactionRow struct {
	Workspace string
	Member    string
	Contact   string
	ID        string
	OnDate    string
	Kind      string
	Note      string
	Logged    int64
	Command   string
	Undone    bool
	Replaces  string
}

func (interactionRow) TableName() string { return "interactions" }

func (o owned) interactionRow(c domain.ContactID, x domain.Interaction) interactionRow {
	return interactionRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member), Contact: string(c),
		ID: string(x.ID), OnDate: x.On.String(), Kind: x.Kind, Note: x.Note, Logged: micros(x.Logged),
		Command: string(x.Command), Undone: x.Undone, Replaces: string(x.Replaces),
	}
}

func (r interactionRow) domain(read *reading) domain.Interaction {
	return domain.Interaction{
		ID: domain.InteractionID(r.ID), On: read.date(r.OnDate), Kind: r.Kind, Note: r.Note, Logged: instant(r.Logged),
		Command: domain.CommandID(r.Command), Undone: r.Undone, Replaces: domain.InteractionID(r.Replaces),
	}
}

type signalRow struct {
	Workspace   string
	Member      string
	Contact     string
	ID          string
	Kind        string
	OnDate      string
	Interaction string
	Command     string
	Undone      bool
}

func (signalRow) TableName() string { return "signals" }

func (o owned) signalRow(c domain.ContactID, x domain.Signal) signalRow {
	return signalRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member), Contact: string(c),
		ID: string(x.ID), Kind: string(x.Kind), OnDate: x.On.String(), Interaction: string(x.Interaction),
		Command: string(x.Command), Undone: x.Undone,
	}
}

func (r signalRow) domain(read *reading) domain.Signal {
	return domain.Signal{
		ID: domain.RecordID(r.ID), Kind: domain.SignalKind(r.Kind), On: read.date(r.OnDate),
		Interaction: domain.InteractionID(r.Interaction), Command: domain.CommandID(r.Command), Undone: r.Undone,
	}
}

type valueRow struct {
	Workspace  string
	Member     string
	Contact    string
	ID         string
	Theirs     bool
	Need       string
	What       string
	Delivered  string
	Recognised string
	Command    string
	Undone     bool
}

func (valueRow) TableName() string { return "contact_values" }

func (o owned) valueRow(c domain.ContactID, x domain.Value) valueRow {
	return valueRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member), Contact: string(c),
		ID: string(x.ID), Theirs: x.Theirs, Need: string(x.Need), What: x.What,
		Delivered: x.Delivered.String(), Recognised: x.Recognised.String(),
		Command: string(x.Command), Undone: x.Undone,
	}
}

func (r valueRow) domain(read *reading) domain.Value {
	return domain.Value{
		ID: domain.RecordID(r.ID), Theirs: r.Theirs, Need: domain.RecordID(r.Need), What: r.What,
		Delivered: read.date(r.Delivered), Recognised: read.date(r.Recognised),
		Command: domain.CommandID(r.Command), Undone: r.Undone,
	}
}

type moveRow struct {
	Workspace    string
	Member       string
	Contact      string
	ID           string
	FromPhase    int
	ToPhase      int
	FurthestFrom int
	FurthestTo   int
	OnDate       string
	Explicit     bool
	At           int64
	Command      string
	Undone       bool
}

func (moveRow) TableName() string { return "moves" }

func (o owned) moveRow(c domain.ContactID, x domain.Move) moveRow {
	return moveRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member), Contact: string(c),
		ID: string(x.ID), FromPhase: int(x.From), ToPhase: int(x.To),
		FurthestFrom: int(x.FurthestFrom), FurthestTo: int(x.FurthestTo),
		OnDate: x.On.String(), Explicit: x.Explicit, At: micros(x.At),
		Command: string(x.Command), Undone: x.Undone,
	}
}

func (r moveRow) domain(read *reading) domain.Move {
	return domain.Move{
		ID: domain.RecordID(r.ID), From: domain.Phase(r.FromPhase), To: domain.Phase(r.ToPhase),
		FurthestFrom: domain.Phase(r.FurthestFrom), FurthestTo: domain.Phase(r.FurthestTo),
		On: read.date(r.OnDate), Explicit: r.Explicit, At: instant(r.At),
		Command: domain.CommandID(r.Command), Undone: r.Undone,
	}
}

type noteRow struct {
	Workspace string
	Member    string
	Contact   string
	ID        string
	OnDate    string
	Body      string
	Command   string
	Undone    bool
}

func (noteRow) TableName() string { return "notes" }

func (o owned) noteRow(c domain.ContactID, x domain.Note) noteRow {
	return noteRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member), Contact: string(c),
		ID: string(x.ID), OnDate: x.On.String(), Body: x.Text, Command: string(x.Command), Undone: x.Undone,
	}
}

func (r noteRow) domain(read *reading) domain.Note {
	return domain.Note{
		ID: domain.RecordID(r.ID), On: read.date(r.OnDate), Text: r.Body,
		Command: domain.CommandID(r.Command), Undone: r.Undone,
	}
}

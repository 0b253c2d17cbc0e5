package store

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rapport/domain"
)

// toldRow is a row of told: what was told, how often, and whether it was answered.
type toldRow struct {
	Workspace string
	Member    string
	Rule      string
	Contact   string
	Subject   string
	OnDate    string
	Times     int
	Answered  string
}

func (toldRow) TableName() string { return "told" }

func (o owned) toldRow(t domain.Told) toldRow {
	return toldRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member),
		Rule: string(t.Rule), Contact: string(t.Contact), Subject: t.Subject,
		OnDate: t.On.String(), Times: t.Times, Answered: t.Answered.String(),
	}
}

func (r toldRow) told(read *reading) domain.Told {
	return domain.Told{
		Telling: domain.Telling{Rule: domain.RuleName(r.Rule), Contact: domain.ContactID(r.Contact), Subject: r.Subject},
		On:      read.date(r.OnDate), Times: r.Times, Answered: read.date(r.Answered),
	}
}

var allTold = ask[toldRow]("")

// Told returns what nudges and prompts have told.
func (s *shelf) Told() (map[domain.Telling]domain.Told, error) {
	rows, err := allTold.in(s.owned)
	if err != nil {
		return nil, translate("what was told", err)
	}
	read := reading{table: "what was told"}
	all := make(map[domain.Telling]domain.Told, len(rows))
	for _, r := range rows {
		t := r.told(&read)
		all[t.Telling] = t
	}
	return all, read.err
}

// toldKey is what a row of told is known by.
var toldKey = []clause.Column{{Name: "workspace"}, {Name: "member"}, {Name: "rule"}, {Name: "contact"}, {Name: "subject"}}

// toldLines keep memories in the place of older ones of the same.
func (o owned) toldLines(all []domain.Told) []line {
	rows := make([]toldRow, 0, len(all))
	for _, t := range all {
		rows = append(rows, o.toldRow(t))
	}
	return insert("what was told", rows, " ON CONFLICT (workspace, member, rule, contact, subject)"+
		" DO UPDATE SET on_date = excluded.on_date, times = excluded.times, answered = excluded.answered")
}

// tell counts what a message of a date told. Told again on the same date it
// counts once.
func (o owned) tell(on domain.Date, shown []domain.Telling) error {
	var rows []toldRow
	counted := make(map[domain.Telling]bool, len(shown))
	for _, t := range shown {
		if !counted[t] { // one statement must not meet a row twice
			rows = append(rows, o.toldRow(domain.Told{Telling: t, On: on, Times: 1}))
		}
		counted[t] = true
	}
	if len(rows) == 0 {
		return nil
	}
	return o.insert(rows, clause.OnConflict{
		Columns: toldKey,
		Where:   clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "told.on_date < excluded.on_date"}}},
		DoUpdates: clause.Assignments(map[string]any{
			"on_date": gorm.Expr("excluded.on_date"),
			"times":   gorm.Expr("told.times + 1"),
		}),
	})
}

package store

import (
	"reflect"

	"rapport/domain"
)

// memberRow is a row of members.
type memberRow struct {
	Workspace   string
	Member      string
	Name        string
	Channel     string
	Zone        string
	ZoneChosen  bool
	Chosen      string // domain.Settings
	PausedUntil string
	LastDigest  string
	LastPrompt  string
	LastCheckIn string
	Unanswered  int
	LastMet     string
	LastMetAt   int64
	HomeOpened  bool
	Gone        bool
	Joined      int64
	Troubled    int64
	Version     int64
}

// TableName implements GORM's Tabler, as it does for every row.
func (memberRow) TableName() string { return "members" }

func newMemberRow(m domain.Member) (memberRow, error) {
	chosen, err := chosenDocument(&m.Chosen)
	return memberRow{
		Workspace: string(m.Workspace), Member: string(m.Member),
		Name: legible(m.Name), Channel: m.Channel,
		Zone: m.Zone, ZoneChosen: m.ZoneChosen, Chosen: chosen,
		PausedUntil: m.PausedUntil.String(),
		LastDigest:  m.LastDigest.String(), LastPrompt: m.LastPrompt.String(), LastCheckIn: m.LastCheckIn.String(),
		Unanswered: m.Unanswered,
		LastMet:    m.LastMet, LastMetAt: micros(m.LastMetAt),
		HomeOpened: m.HomeOpened, Gone: m.Gone,
		Joined: micros(m.Joined), Troubled: micros(m.Troubled), Version: m.Version,
	}, err
}

// chosenDocument is the JSON of what a member has set. Most have set nothing.
func chosenDocument(c *domain.Settings) (string, error) {
	if reflect.ValueOf(c).Elem().IsZero() {
		return nothingChosen, nil
	}
	return document(*c)
}

// nothingChosen is the JSON of settings without any.
const nothingChosen = "{}"

func (r memberRow) member() (domain.Member, error) {
	read := reading{table: "member"}
	m := domain.Member{
		Owner: domain.Owner{Workspace: domain.WorkspaceID(r.Workspace), Member: domain.MemberID(r.Member)},
		Name:  r.Name, Channel: r.Channel,
		Zone: r.Zone, ZoneChosen: r.ZoneChosen,
		PausedUntil: read.date(r.PausedUntil),
		LastDigest:  read.date(r.LastDigest), LastPrompt: read.date(r.LastPrompt), LastCheckIn: read.date(r.LastCheckIn),
		Unanswered: r.Unanswered,
		LastMet:    r.LastMet, LastMetAt: instant(r.LastMetAt),
		HomeOpened: r.HomeOpened, Gone: r.Gone,
		Joined: instant(r.Joined), Troubled: instant(r.Troubled), Version: r.Version,
	}
	read.json(r.Chosen, &m.Chosen)
	return m, read.err
}

// appointmentRow is a row of appointments.
type appointmentRow struct {
	Workspace string
	Member    string
	Kind      string
	At        int64
	OnDate    string
}

func (appointmentRow) TableName() string { return "appointments" }

func (o owned) appointmentRow(a domain.Appointment) appointmentRow {
	return appointmentRow{
		Workspace: string(o.owner.Workspace), Member: string(o.owner.Member),
		Kind: string(a.Kind), At: micros(a.At), OnDate: a.On.String(),
	}
}

func (r appointmentRow) appointment() (domain.Appointment, error) {
	read := reading{table: "appointment"}
	return domain.Appointment{
		Owner: domain.Owner{Workspace: domain.WorkspaceID(r.Workspace), Member: domain.MemberID(r.Member)},
		Kind:  domain.DeliveryKind(r.Kind), At: instant(r.At), On: read.date(r.OnDate),
	}, read.err
}

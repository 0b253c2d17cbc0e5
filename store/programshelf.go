package store

import (
	"cmp"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rapport/domain"
)

var _ domain.ProgramShelf = (*shelf)(nil)

// deciding keeps everybody else from deciding about the same program, and nobody
// from logging a session in it: those rows refer to its key alone.
var deciding = clause.Locking{Strength: "NO KEY UPDATE"}

// programs reads programs with their organisers, in the order of q.
func (c common) programs(q *gorm.DB) ([]*domain.Program, error) {
	var rows []programRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, translate("programs", err)
	}
	return c.manned(rows)
}

// manned are programs of rows that were read, with their organisers.
func (c common) manned(rows []programRow) ([]*domain.Program, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	all := make([]*domain.Program, 0, len(rows))
	by := make(map[string]*domain.Program, len(rows))
	ids := make([]string, 0, len(rows))
	for _, r := range rows {
		p, err := r.program()
		if err != nil {
			return nil, err
		}
		all = append(all, p)
		by[r.ID] = p
		ids = append(ids, r.ID)
	}
	var organisers []organiserRow
	if err := c.of(organiserRow{}).Where("program IN ?", ids).Order("program, place").Find(&organisers).Error; err != nil {
		return nil, translate("organisers", err)
	}
	for _, r := range organisers {
		by[r.Program].Organisers = append(by[r.Program].Organisers, domain.MemberID(r.Member))
	}
	return all, nil
}

// program reads the one program of q. KindNotFound.
func (c common) program(q *gorm.DB) (*domain.Program, error) {
	all, err := c.programs(q.Limit(1))
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, domain.Fault(domain.KindNotFound, "program", nil)
	}
	return all[0], nil
}

// take has a program be this command's alone, if it is one that writes: of two that
// would pair the same people the second sees what the first has done.
func (s *shelf) take(id domain.ProgramID) error {
	if !s.writes || s.taken[id] {
		return nil
	}
	var found []string
	err := s.common().of(programRow{}).Clauses(deciding).Where("id = ?", string(id)).Select("id").Scan(&found).Error
	if err != nil {
		return translate("program", err)
	}
	if s.taken == nil {
		s.taken = make(map[domain.ProgramID]bool)
	}
	s.taken[id] = true
	return nil
}

// Program returns a program. KindNotFound.
func (s *shelf) Program(id domain.ProgramID) (*domain.Program, error) {
	if err := s.take(id); err != nil {
		return nil, err
	}
	return s.common().program(s.common().of(programRow{}).Where("id = ?", string(id)))
}

// ProgramIn returns the one that runs in a channel. KindNotFound.
func (s *shelf) ProgramIn(channel string) (*domain.Program, error) {
	p, err := s.common().program(s.common().of(programRow{}).Where("channel = ? AND ended = ''", channel))
	if err != nil || !s.writes || s.taken[p.ID] {
		return p, err
	}
	p, err = s.Program(p.ID) // as it is once it is ours
	if err == nil && (!p.Runs() || p.Channel != channel) {
		return nil, domain.Fault(domain.KindConflict, "program", nil)
	}
	return p, err
}

// Programs returns those that run and that the member organises or takes part in,
// by name.
func (s *shelf) Programs() ([]*domain.Program, error) {
	c, me := s.common(), string(s.owner.Member)
	all, err := c.programs(c.of(programRow{}).Where("ended = '' AND (id IN (?) OR id IN (?))",
		c.of(organiserRow{}).Where("member = ?", me).Select("program"),
		c.of(participantRow{}).Where("member = ? AND left_on = '' AND asked = ?", me, false).Select("program")))
	slices.SortFunc(all, byProgramName)
	return all, err
}

// byProgramName orders here, since the dialects collate differently.
func byProgramName(a, b *domain.Program) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}

// Register returns a program with everybody in it. KindNotFound.
func (s *shelf) Register(id domain.ProgramID) (*domain.Register, error) {
	p, err := s.Program(id)
	if err != nil {
		return nil, err
	}
	return s.common().register(p, p.LastSummary)
}

// Participants returns everybody who is, was, or asked to be in a program. With
// whom others would not be paired it says to its organisers' commands alone, which
// must heed it.
func (s *shelf) Participants(id domain.ProgramID) ([]domain.Participant, error) {
	if err := s.take(id); err != nil {
		return nil, err
	}
	all, err := s.common().participants(id)
	if err != nil {
		return nil, err
	}
	private := func(p domain.Participant) bool { return p.Member != s.owner.Member && len(p.Avoid) > 0 }
	if !slices.ContainsFunc(all, private) {
		return all, nil
	}
	var organises int64
	err = s.common().in(organiserRow{}, id).Where("member = ?", string(s.owner.Member)).Count(&organises).Error
	for i := range all {
		if organises == 0 && private(all[i]) {
			all[i].Avoid = nil
		}
	}
	return all, translate("organisers", err)
}

// Pairs returns the pairs of which the member is or was one, in any program, or all
// of a program's when one is named; ended ones too, in the order of pairing.
func (s *shelf) Pairs(id domain.ProgramID) ([]domain.Pair, error) {
	c, me := s.common(), string(s.owner.Member)
	if id == "" && s.ahead != nil {
		return s.ahead.pairs, nil
	}
	if id == "" { // each half by its index
		return c.pairs(c.of(pairRow{}).Where("seq IN (? UNION ALL ?)",
			c.of(pairRow{}).Where("mentor = ?", me).Select("seq"), c.of(pairRow{}).Where("mentee = ?", me).Select("seq")))
	}
	if err := s.take(id); err != nil {
		return nil, err
	}
	return c.pairs(c.in(pairRow{}, id))
}

// Pair returns a pair, whoever they are. KindNotFound.
func (s *shelf) Pair(id domain.PairID) (domain.Pair, error) {
	p, err := s.common().pair(id)
	if err != nil || !s.writes || s.taken[p.Program] {
		return p, err
	}
	if err := s.take(p.Program); err != nil {
		return domain.Pair{}, err
	}
	return s.common().pair(id) // as it is once its program is ours
}

// SessionLogs returns the logs of pairs since a date, undone ones too, by date.
func (s *shelf) SessionLogs(pairs []domain.PairID, since domain.Date) ([]domain.SessionLog, error) {
	read := reading{table: "session log"}
	var all []domain.SessionLog
	for some := range slices.Chunk(pairs, manyKeys) {
		var rows []sessionLogRow
		err := s.common().of(sessionLogRow{}).Where("pair IN ? AND on_date >= ?", some, since.String()).Find(&rows).Error
		if err != nil {
			return nil, translate("session logs", err)
		}
		for _, r := range rows {
			all = append(all, r.log(&read))
		}
	}
	slices.SortFunc(all, func(a, b domain.SessionLog) int {
		return cmp.Or(a.On.Compare(b.On), a.Logged.Compare(b.Logged), cmp.Compare(a.Pair, b.Pair), cmp.Compare(a.Interaction, b.Interaction))
	})
	return all, read.err
}

// PairGoals returns the goals of a pair, the oldest first.
func (s *shelf) PairGoals(id domain.PairID) ([]domain.PairGoal, error) {
	var rows []pairGoalRow
	if err := s.common().of(pairGoalRow{}).Where("pair = ?", string(id)).Order("seq").Find(&rows).Error; err != nil {
		return nil, translate("pair goals", err)
	}
	read := reading{table: "pair goal"}
	var all []domain.PairGoal
	for _, r := range rows {
		all = append(all, r.goal(&read))
	}
	return all, read.err
}

// Feedback returns what the member has given about a pair.
func (s *shelf) Feedback(id domain.PairID) ([]domain.Feedback, error) {
	var rows []feedbackRow
	if err := s.authored(feedbackRow{}).Where("pair = ?", string(id)).Order("seq").Find(&rows).Error; err != nil {
		return nil, translate("feedback", err)
	}
	var all []domain.Feedback
	for _, r := range rows {
		all = append(all, r.feedback())
	}
	return all, nil
}

// Shoutout returns a shout-out. KindNotFound.
func (s *shelf) Shoutout(id domain.RecordID) (*domain.Shoutout, error) {
	x, err := s.common().shoutout(id)
	if err != nil {
		return nil, err
	}
	return &x, nil
}

// Known returns those of members whom the bot has met and who are not gone, with
// their names and zones.
func (s *shelf) Known(members []domain.MemberID) (names, zones map[domain.MemberID]string, err error) {
	names, zones = make(map[domain.MemberID]string), make(map[domain.MemberID]string)
	for some := range slices.Chunk(members, manyKeys) {
		err := s.common().people("SELECT "+personColumns+" FROM members WHERE workspace = @workspace AND NOT gone AND member IN @members",
			names, zones, map[string]any{"members": some})
		if err != nil {
			return nil, nil, err
		}
	}
	return names, zones, nil
}

// personColumns is what those who share a program may know of each other.
const personColumns = "member, name, zone"

// people reads names and zones by a statement that selects personColumns.
func (c common) people(statement string, names, zones map[domain.MemberID]string, args map[string]any) error {
	var rows []struct{ Member, Name, Zone string }
	if err := c.raw(statement, args).Scan(&rows).Error; err != nil {
		return translate("members", err)
	}
	for _, r := range rows {
		names[domain.MemberID(r.Member)] = r.Name
		zones[domain.MemberID(r.Member)] = r.Zone
	}
	return nil
}

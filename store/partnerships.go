package store

import (
	"slices"

	"rapport/domain"
)

// partnershipsSQL finds the member's pairs that last, with what the two may know of
// the program and of each other.
const partnershipsSQL = `SELECT pairs.*, programs.name AS program_name, programs.channel, programs.ideal, programs.maximum,
		programs.zone, coalesce(members.name, '') AS partner,
		(SELECT max(p.paused_until) FROM participants p
			WHERE p.workspace = @workspace AND p.program = pairs.program AND p.member IN (pairs.mentor, pairs.mentee)) AS resting
	FROM pairs
	JOIN programs ON programs.workspace = pairs.workspace AND programs.id = pairs.program
	LEFT JOIN members ON members.workspace = pairs.workspace
		AND members.member = CASE WHEN pairs.mentor = @me THEN pairs.mentee ELSE pairs.mentor END
	WHERE pairs.workspace = @workspace AND pairs.seq IN (
		SELECT seq FROM pairs WHERE workspace = @workspace AND mentor = @me AND ended = ''
		UNION ALL SELECT seq FROM pairs WHERE workspace = @workspace AND mentee = @me AND ended = '')
	ORDER BY pairs.seq`

// partnershipRow is what partnershipsSQL finds.
type partnershipRow struct {
	Pair                       pairRow `gorm:"embedded"`
	ProgramName, Channel, Zone string
	Partner                    string
	Ideal, Maximum             int
	Resting                    *string // nil when neither is among the participants
}

// Partnerships returns the member's pairs that last, as they see them on a date,
// in the order of pairing.
func (s *shelf) Partnerships(on domain.Date) ([]domain.Partnership, error) {
	c, me := s.common(), s.owner.Member
	var rows []partnershipRow
	if err := c.raw(partnershipsSQL, map[string]any{"me": string(me)}).Scan(&rows).Error; err != nil {
		return nil, translate("partnerships", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	read := reading{table: "partnership"}
	all := make([]domain.Partnership, 0, len(rows))
	ids := make([]string, 0, len(rows))
	for _, r := range rows {
		p := domain.Partnership{
			Pair: r.Pair.pair(&read), Me: me, ProgramName: r.ProgramName, Channel: r.Channel,
			Cadence: domain.Cadence{Ideal: r.Ideal, Maximum: r.Maximum}, Zone: r.Zone, Name: r.Partner,
		}
		back := p.PausedUntil
		if r.Resting != nil && read.date(*r.Resting).After(back) {
			back = read.date(*r.Resting)
		}
		if p.Paused = on.Before(back); p.Paused {
			p.Back = back
		}
		all = append(all, p)
		ids = append(ids, r.Pair.ID)
	}
	if read.err != nil {
		return nil, read.err
	}
	return all, s.fill(all, ids)
}

// fill puts into partnerships when the two met, what they want to reach, and what
// the member has given feedback about.
func (s *shelf) fill(all []domain.Partnership, ids []string) error {
	by := make(map[string]*domain.Partnership, len(all))
	for i := range all {
		by[ids[i]] = &all[i]
	}
	read := reading{table: "partnership"}
	var logs []sessionLogRow
	err := s.common().of(sessionLogRow{}).Where("pair IN ? AND state = 'counts'", ids).Order("on_date").Find(&logs).Error
	if err != nil {
		return translate("session logs", err)
	}
	for _, r := range logs {
		p, on := by[r.Pair], read.date(r.OnDate)
		p.Sessions = append(p.Sessions, on)
		if domain.MemberID(r.Member) == p.Me {
			p.Mine = append(p.Mine, on)
		}
	}
	var goals []pairGoalRow
	if err := s.common().of(pairGoalRow{}).Where("pair IN ?", ids).Order("seq").Find(&goals).Error; err != nil {
		return translate("pair goals", err)
	}
	for _, r := range goals {
		by[r.Pair].Goals = append(by[r.Pair].Goals, r.goal(&read))
	}
	var rated []feedbackRow
	if err := s.authored(feedbackRow{}).Where("pair IN ?", ids).Order("seq").Find(&rated).Error; err != nil {
		return translate("feedback", err)
	}
	for _, r := range rated {
		by[r.Pair].Rated = append(by[r.Pair].Rated, r.About)
	}
	for i := range all {
		all[i].Sessions = slices.Compact(all[i].Sessions) // one a date, whoever logged it
		all[i].Mine = slices.Compact(all[i].Mine)
	}
	return read.err
}

// lastSQL finds when each pair of programs met last, whoever logged it.
const lastSQL = `SELECT pair, max(on_date) AS on_date FROM session_logs
	WHERE workspace = @workspace AND program IN @programs AND state = 'counts' GROUP BY pair`

// organised returns the programs that run and that the member sees to, by name, in
// numbers: one statement for each table, however many they are.
func (s *shelf) organised(on domain.Date) ([]domain.Organised, error) {
	c := s.common()
	programs, err := c.organisedBy(s.owner.Member)
	if err != nil || len(programs) == 0 {
		return nil, err
	}
	ids := make([]string, 0, len(programs))
	for _, p := range programs {
		ids = append(ids, string(p.ID))
	}
	read := reading{table: "program"}
	var participants []participantRow
	if err := c.of(participantRow{}).Where("program IN ? AND left_on = ''", ids).Find(&participants).Error; err != nil {
		return nil, translate("participants", err)
	}
	pairs, err := c.pairs(c.of(pairRow{}).Where("program IN ? AND ended = ''", ids))
	if err != nil {
		return nil, err
	}
	var met []struct{ Pair, OnDate string }
	if err := c.raw(lastSQL, map[string]any{"programs": ids}).Scan(&met).Error; err != nil {
		return nil, translate("sessions", err)
	}
	registers := make(map[domain.ProgramID]*domain.Register, len(programs))
	for _, p := range programs {
		registers[p.ID] = &domain.Register{Program: *p, Sessions: make(map[domain.PairID][]domain.Date)}
	}
	last := make(map[string]domain.Date, len(met))
	for _, m := range met {
		last[m.Pair] = read.date(m.OnDate)
	}
	for _, p := range participants {
		r := registers[domain.ProgramID(p.Program)]
		r.Participants = append(r.Participants, p.participant(&read))
	}
	for _, p := range pairs {
		r := registers[p.Program]
		r.Pairs = append(r.Pairs, p)
		if on, met := last[string(p.ID)]; met {
			r.Sessions[p.ID] = []domain.Date{on}
		}
	}
	all := make([]domain.Organised, 0, len(programs))
	for _, p := range programs {
		all = append(all, organised(registers[p.ID], on))
	}
	return all, read.err
}

// organised counts what an organiser is told on Home, of a register that holds the
// newest session of each pair and no other.
func organised(r *domain.Register, on domain.Date) domain.Organised {
	report := r.Report(on)
	o := domain.Organised{
		Program: r.Program.ID, Name: r.Program.Name, Channel: r.Program.Channel,
		Pairs: len(report.Pairs), Waiting: len(report.Asking) + len(report.Another),
	}
	for _, p := range report.Pairs {
		if p.Standing == domain.PairOverdue {
			o.Overdue++
		}
	}
	return o
}

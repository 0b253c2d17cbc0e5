package store

import (
	"gorm.io/gorm"

	"rapport/domain"
)

// participants returns everybody who is, was, or asked to be in a program, in the
// order of joining.
func (c common) participants(id domain.ProgramID) ([]domain.Participant, error) {
	var rows []participantRow
	if err := c.in(participantRow{}, id).Order("seq").Find(&rows).Error; err != nil {
		return nil, translate("participants", err)
	}
	read := reading{table: "participant"}
	all := make([]domain.Participant, 0, len(rows))
	for _, r := range rows {
		all = append(all, r.participant(&read))
	}
	return all, read.err
}

// pairs reads pairs in the order of pairing.
func (c common) pairs(q *gorm.DB) ([]domain.Pair, error) {
	var rows []pairRow
	if err := q.Order("seq").Find(&rows).Error; err != nil {
		return nil, translate("pairs", err)
	}
	read := reading{table: "pair"}
	var all []domain.Pair
	for _, r := range rows {
		all = append(all, r.pair(&read))
	}
	return all, read.err
}

// The statements of a register that are more than a table's rows. All logs that
// count on one date of a pair are one session.
const (
	sessionsSQL = `SELECT DISTINCT pair, on_date FROM session_logs
		WHERE workspace = @workspace AND program = @program AND state = 'counts' ORDER BY pair, on_date`
	goalDatesSQL = `SELECT pair, made, CASE WHEN state = 'reached' THEN closed ELSE '' END AS reached FROM pair_goals
		WHERE workspace = @workspace AND program = @program ORDER BY seq`
	// Who gave a rating is told apart, and not told.
	ratingsSQL = `SELECT rating AS stars, dense_rank() OVER (ORDER BY author) AS by_whom FROM feedback
		WHERE workspace = @workspace AND program = @program ORDER BY seq`
	// Whom a pair's nudge was for it does not matter: the newest counts.
	nudgedSQL = `SELECT told.subject, max(told.on_date) AS on_date FROM told WHERE workspace = @workspace AND rule = @rule
		AND member IN (SELECT member FROM participants WHERE workspace = @workspace AND program = @program)
		AND subject IN (SELECT id FROM pairs WHERE workspace = @workspace AND program = @program) GROUP BY told.subject`
	everybodySQL = "SELECT " + personColumns + ` FROM members WHERE workspace = @workspace AND member IN (
		SELECT member FROM participants WHERE workspace = @workspace AND program = @program
		UNION SELECT member FROM organisers WHERE workspace = @workspace AND program = @program)`
)

// register returns a program with everybody in it, one statement for each table.
// Its shout-outs are those that were not said yet and those of the summary of a
// date.
func (c common) register(p *domain.Program, on domain.Date) (*domain.Register, error) {
	r := &domain.Register{
		Program: *p, Sessions: make(map[domain.PairID][]domain.Date), Nudged: make(map[domain.PairID]domain.Date),
		Names: make(map[domain.MemberID]string), Zones: make(map[domain.MemberID]string),
	}
	var err error
	if r.Participants, err = c.participants(p.ID); err != nil {
		return nil, err
	}
	if r.Pairs, err = c.pairs(c.in(pairRow{}, p.ID)); err != nil {
		return nil, err
	}
	if err := c.sessions(r); err != nil {
		return nil, err
	}
	var ratings []struct{ ByWhom, Stars int }
	if err := c.raw(ratingsSQL, map[string]any{"program": string(p.ID)}).Scan(&ratings).Error; err != nil {
		return nil, translate("ratings", err)
	}
	for _, x := range ratings {
		r.Ratings = append(r.Ratings, domain.Rating{By: x.ByWhom, Stars: x.Stars})
	}
	if r.Shouts, err = c.shouts(p.ID, on); err != nil {
		return nil, err
	}
	return r, c.people(everybodySQL, r.Names, r.Zones, map[string]any{"program": string(p.ID)})
}

// sessions reads when the pairs of a program met, when their goals were made and
// reached, and when they were nudged.
func (c common) sessions(r *domain.Register) error {
	id := string(r.Program.ID)
	read := reading{table: "sessions"}
	var met []struct{ Pair, OnDate string }
	if err := c.raw(sessionsSQL, map[string]any{"program": id}).Scan(&met).Error; err != nil {
		return translate("sessions", err)
	}
	for _, x := range met {
		pair := domain.PairID(x.Pair)
		r.Sessions[pair] = append(r.Sessions[pair], read.date(x.OnDate))
	}
	var goals []struct{ Pair, Made, Reached string }
	if err := c.raw(goalDatesSQL, map[string]any{"program": id}).Scan(&goals).Error; err != nil {
		return translate("goals of pairs", err)
	}
	for _, x := range goals {
		r.Goals = append(r.Goals, domain.GoalDates{Pair: domain.PairID(x.Pair), Made: read.date(x.Made), Reached: read.date(x.Reached)})
	}
	var nudged []struct{ Subject, OnDate string }
	if err := c.raw(nudgedSQL, map[string]any{"program": id, "rule": string(domain.SessionDue)}).Scan(&nudged).Error; err != nil {
		return translate("nudges of pairs", err)
	}
	for _, x := range nudged {
		r.Nudged[domain.PairID(x.Subject)] = read.date(x.OnDate)
	}
	return read.err
}

// shouts returns the shout-outs to which both have agreed, and which were not said
// yet or stand in the summary of a date.
func (c common) shouts(id domain.ProgramID, on domain.Date) ([]domain.Shoutout, error) {
	var rows []shoutoutRow
	err := c.in(shoutoutRow{}, id).Where("state = 'agreed' AND on_date IN ?", []string{"", on.String()}).Order("seq").Find(&rows).Error
	if err != nil {
		return nil, translate("shout-outs", err)
	}
	read := reading{table: "shout-out"}
	var all []domain.Shoutout
	for _, r := range rows {
		all = append(all, r.shoutout(&read))
	}
	return all, read.err
}

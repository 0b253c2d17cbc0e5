package store

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rapport/domain"
)

// What of the histories planning looks at. For each there is an index, some of
// which have it for their condition, so that what is over costs nothing.
const (
	livePromises      = "state = 'open' AND NOT undone"
	liveNeeds         = "state = 'open' AND NOT undone"
	liveAsks          = "state IN ('waiting', 'agreed') AND NOT undone"
	lateAsks          = "made >= ? AND NOT undone"
	liveValues        = "recognised = '' AND NOT theirs AND NOT undone"
	liveSignals       = "on_date >= ? AND NOT undone"
	liveIntroductions = "NOT undone"
)

// year is for how many days planning remembers an ask that is over, unless the
// manners of asking look further back.
const year = 365

// asksAgain is for how long a question that nobody answered comes up again.
const asksAgain = 7 * day

// Portfolio returns every contact that is neither archived nor removed, by name,
// with the live part of their histories: one statement for each table, however
// many they are.
func (s *shelf) Portfolio(signalsSince domain.Date) ([]*domain.Contact, error) {
	all, err := s.everybody(false)
	if err != nil {
		return nil, err
	}
	return all, s.enliven(all, signalsSince)
}

// Archived returns every contact that is archived and not removed, by name,
// without their histories.
func (s *shelf) Archived() ([]*domain.Contact, error) { return s.everybody(true) }

// everybody returns the contacts that are archived, or those that are not, by name.
func (s *shelf) everybody(archived bool) ([]*domain.Contact, error) {
	var rows []contactRow
	if err := s.of(contactRow{}).Where("archived = ? AND removed = ?", archived, false).Find(&rows).Error; err != nil {
		return nil, translate("portfolio", err)
	}
	all := make([]*domain.Contact, 0, len(rows))
	for _, r := range rows {
		c, err := r.contact()
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *domain.Contact) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

// enliven puts the live part of their histories into contacts.
func (s *shelf) enliven(all []*domain.Contact, signalsSince domain.Date) error {
	if len(all) == 0 {
		return nil
	}
	l := live{owned: s.owned, read: reading{table: "history"}, in: make(map[string]*domain.History, len(all))}
	for _, c := range all {
		l.in[string(c.ID)] = &c.History
	}
	// The day of which this is the portfolio: signals matter for so long.
	today := signalsSince.AddDays(s.policy.Evidence.RipeWithinDays)
	asking := s.policy.Asking
	remembered := max(year, asking.GapDays, asking.DeclinedDays)
	liveRows(&l, promiseRow.whose, promiseRow.domain, func(h *domain.History) *[]domain.Promise { return &h.Promises }, livePromises)
	liveRows(&l, needRow.whose, needRow.domain, func(h *domain.History) *[]domain.Need { return &h.Needs }, liveNeeds)
	// Each half by its index; for both at once the databases walk over all asks.
	liveRows(&l, askRow.whose, askRow.domain, func(h *domain.History) *[]domain.Ask { return &h.Asks }, "seq IN (? UNION ?)",
		s.of(askRow{}).Select("seq").Where(liveAsks),
		s.of(askRow{}).Select("seq").Where(lateAsks, today.AddDays(-remembered).String()))
	liveRows(&l, valueRow.whose, valueRow.domain, func(h *domain.History) *[]domain.Value { return &h.Values }, liveValues)
	liveRows(&l, signalRow.whose, signalRow.domain, func(h *domain.History) *[]domain.Signal { return &h.Signals },
		liveSignals, signalsSince.String())
	liveRows(&l, introductionRow.whose, introductionRow.domain,
		func(h *domain.History) *[]domain.Introduction { return &h.Introductions }, liveIntroductions)
	return l.read.err
}

// live reads rows of many histories at once.
type live struct {
	owned
	read reading
	in   map[string]*domain.History // by contact
}

// liveRows reads one sort of history in the order of its commits. Rows of
// contacts that are not looked at are left out.
func liveRows[R schemaRow, T any](
	l *live, whose func(R) string, decode func(R, *reading) T, at func(*domain.History) *[]T, condition string, args ...any,
) {
	if l.read.err != nil {
		return
	}
	var (
		zero R
		rows []R
	)
	if err := l.of(zero).Where(condition, args...).Order("seq").Find(&rows).Error; err != nil {
		l.read.err = translate(zero.TableName(), err)
		return
	}
	for _, r := range rows {
		if h, ok := l.in[whose(r)]; ok {
			*at(h) = append(*at(h), decode(r, &l.read))
		}
	}
}

func (r promiseRow) whose() string      { return r.Contact }
func (r needRow) whose() string         { return r.Contact }
func (r askRow) whose() string          { return r.Contact }
func (r valueRow) whose() string        { return r.Contact }
func (r signalRow) whose() string       { return r.Contact }
func (r introductionRow) whose() string { return r.Contact }

// portfolio returns what planning looks at.
func (s *shelf) portfolio(m domain.Member, now time.Time) (domain.Portfolio, error) {
	p := domain.Portfolio{Member: m, Policy: s.policy}
	today := m.Today(p.Policy, now)
	var err error
	if p.Contacts, err = s.Portfolio(p.Policy.SignalsSince(today)); err != nil {
		return domain.Portfolio{}, err
	}
	if p.Logged, err = s.Logged(today.AddDays(-7 * p.Policy.Evidence.PromptSlackWeeks)); err != nil {
		return domain.Portfolio{}, err
	}
	if p.Goals, err = s.Goals(); err != nil {
		return domain.Portfolio{}, err
	}
	p.Goals = slices.DeleteFunc(p.Goals, func(g domain.Goal) bool { return !g.Open() })
	if p.Told, err = s.Told(); err != nil {
		return domain.Portfolio{}, err
	}
	if p.Questions, err = s.Questions(now.Add(-asksAgain)); err != nil {
		return domain.Portfolio{}, err
	}
	if err := s.engage(&p, today); err != nil {
		return domain.Portfolio{}, err
	}
	return p, nil
}

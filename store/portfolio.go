package store

import (
	"cmp"
	"slices"
	"time"

	"rapport/domain"
)

// What of the histories planning looks at. For each there is an index, some of
// which have it for their condition, so that what is over costs nothing.
var (
	livePromises      = ask[promiseRow](" AND state = 'open' AND NOT undone ORDER BY seq")
	liveNeeds         = ask[needRow](" AND state = 'open' AND NOT undone ORDER BY seq")
	liveValues        = ask[valueRow](" AND recognised = '' AND NOT theirs AND NOT undone ORDER BY seq")
	liveSignals       = ask[signalRow](" AND on_date >= $3 AND NOT undone ORDER BY seq")
	liveIntroductions = ask[introductionRow](" AND NOT undone ORDER BY seq")
	// Each half by its index; for both at once the databases walk over all asks.
	liveAsks = ask[askRow](` AND seq IN (
		SELECT seq FROM asks WHERE ` + ofOwner + ` AND state IN ('waiting', 'agreed') AND NOT undone
		UNION SELECT seq FROM asks WHERE ` + ofOwner + ` AND made >= $3 AND NOT undone) ORDER BY seq`)
)

// year is for how many days planning remembers an ask that is over, unless the
// manners of asking look further back.
const year = 365

// asksAgain is for how long a question that nobody answered comes up again.
const asksAgain = 7 * day

// Portfolio returns every contact that is neither archived nor removed, by name,
// with the live part of their histories: one statement for each table in which
// there may be any, however many they are.
func (s *shelf) Portfolio(signalsSince domain.Date) ([]*domain.Contact, error) {
	all, holds, err := s.everybody(false)
	if err != nil {
		return nil, err
	}
	return all, s.enliven(all, holds, signalsSince)
}

// Archived returns every contact that is archived and not removed, by name,
// without their histories.
func (s *shelf) Archived() ([]*domain.Contact, error) {
	all, _, err := s.everybody(true)
	return all, err
}

var everybody = ask[contactRow](" AND archived = $3 AND NOT removed")

// everybody returns the contacts that are archived, or those that are not, by name,
// and what sorts of records there may be of them: bits of contacts.holds.
func (s *shelf) everybody(archived bool) (all []*domain.Contact, holds int64, err error) {
	rows, err := everybody.in(s.owned, archived)
	if err != nil {
		return nil, 0, translate("portfolio", err)
	}
	all = make([]*domain.Contact, 0, len(rows))
	for _, r := range rows {
		c, err := r.contact()
		if err != nil {
			return nil, 0, err
		}
		all = append(all, c)
		holds |= r.Holds
	}
	slices.SortFunc(all, func(a, b *domain.Contact) int {
		return cmp.Or(domain.CompareNames(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return all, holds, nil
}

// enliven puts the live part of their histories into contacts.
func (s *shelf) enliven(all []*domain.Contact, holds int64, signalsSince domain.Date) error {
	if holds == 0 {
		return nil
	}
	l := live{owned: s.owned, read: reading{table: "history"}, holds: holds, in: make(map[string]*domain.History, len(all))}
	for _, c := range all {
		l.in[string(c.ID)] = &c.History
	}
	// The day of which this is the portfolio: signals matter for so long.
	today := signalsSince.AddDays(s.policy.Evidence.RipeWithinDays)
	asking := s.policy.Asking
	remembered := max(year, asking.GapDays, asking.DeclinedDays)
	liveRows(&l, holdsPromises, livePromises, promiseRow.whose, promiseRow.domain, func(h *domain.History) *[]domain.Promise { return &h.Promises })
	liveRows(&l, holdsNeeds, liveNeeds, needRow.whose, needRow.domain, func(h *domain.History) *[]domain.Need { return &h.Needs })
	liveRows(&l, holdsAsks, liveAsks, askRow.whose, askRow.domain, func(h *domain.History) *[]domain.Ask { return &h.Asks },
		today.AddDays(-remembered).String())
	liveRows(&l, holdsValues, liveValues, valueRow.whose, valueRow.domain, func(h *domain.History) *[]domain.Value { return &h.Values })
	liveRows(&l, holdsSignals, liveSignals, signalRow.whose, signalRow.domain, func(h *domain.History) *[]domain.Signal { return &h.Signals },
		signalsSince.String())
	liveRows(&l, holdsIntroductions, liveIntroductions, introductionRow.whose, introductionRow.domain,
		func(h *domain.History) *[]domain.Introduction { return &h.Introductions })
	return l.read.err
}

// live reads rows of many histories at once.
type live struct {
	owned
	read  reading
	holds int64                      // what sorts of records there may be
	in    map[string]*domain.History // by contact
}

// liveRows reads one sort of history in the order of its commits. Rows of
// contacts that are not looked at are left out.
func liveRows[R schemaRow, T any](
	l *live, sort int64, find lookup[R], whose func(R) string, decode func(R, *reading) T, at func(*domain.History) *[]T, args ...any,
) {
	if l.read.err != nil || l.holds&sort == 0 {
		return
	}
	rows, err := find.in(l.owned, args...)
	if err != nil {
		l.read.err = translate(tableOf[R]().name, err)
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

// surroundings are what there may be beside the contacts that planning looks at:
// for most members most of it is empty.
type surroundings struct {
	Logged                                   int
	Goals, Told, Questions, Organises, Joins bool
}

const surroundingsSQL = `SELECT
	(` + loggedText + `),
	EXISTS (SELECT 1 FROM goals WHERE ` + ofOwner + `),
	EXISTS (SELECT 1 FROM told WHERE ` + ofOwner + `),
	EXISTS (SELECT 1 FROM questions WHERE ` + ofOwner + `),
	EXISTS (SELECT 1 FROM organisers WHERE ` + ofOwner + `),
	EXISTS (SELECT 1 FROM participants WHERE ` + ofOwner + `)`

// portfolio returns what planning looks at.
func (s *shelf) portfolio(m domain.Member, now time.Time) (domain.Portfolio, error) {
	p := domain.Portfolio{Member: m, Policy: s.policy}
	today := m.Today(p.Policy, now)
	var err error
	if p.Contacts, err = s.Portfolio(p.Policy.SignalsSince(today)); err != nil {
		return domain.Portfolio{}, err
	}
	since := today.AddDays(-7 * p.Policy.Evidence.PromptSlackWeeks)
	around, err := query[surroundings](s.owned, surroundingsSQL, since.String())
	if err != nil {
		return domain.Portfolio{}, translate("portfolio", err)
	}
	is := around[0]
	p.Logged = is.Logged
	if is.Goals {
		if p.Goals, err = s.Goals(); err != nil {
			return domain.Portfolio{}, err
		}
		p.Goals = slices.DeleteFunc(p.Goals, func(g domain.Goal) bool { return !g.Open() })
	}
	if is.Told {
		if p.Told, err = s.Told(); err != nil {
			return domain.Portfolio{}, err
		}
	}
	if is.Questions {
		if p.Questions, err = s.Questions(now.Add(-asksAgain)); err != nil {
			return domain.Portfolio{}, err
		}
	}
	if is.Joins {
		if p.Partnerships, err = s.Partnerships(today); err != nil {
			return domain.Portfolio{}, err
		}
	}
	if is.Organises {
		if p.Organised, err = s.organised(today); err != nil {
			return domain.Portfolio{}, err
		}
	}
	return p, nil
}

package bot

import (
	"cmp"
	"encoding/json"
	"slices"
	"testing"

	"rapport/domain"
)

// hall keeps the mentoring programs of a workspace in memory, for all desks in it.
type hall struct {
	programs   map[domain.ProgramID]*domain.Program
	people     []domain.Participant
	pairs      []domain.Pair
	logs       []domain.SessionLog
	goals      []domain.PairGoal
	feedback   []domain.Feedback
	shouts     []domain.Shoutout
	deliveries []domain.Delivery
	acquainted []domain.Acquaintance
	names      map[domain.MemberID]string
}

func newHall() *hall {
	return &hall{programs: map[domain.ProgramID]*domain.Program{}, names: map[domain.MemberID]string{mia.Member: "Mia"}}
}

// beside is the desk of somebody else in the workspace, with the same programs.
func (d *desk) beside(id domain.MemberID, name string) *desk {
	d.t.Helper()
	o := newDesk(d.t)
	o.hall, o.now = d.hall, d.now
	o.member = domain.Newcomer(domain.Owner{Workspace: mia.Workspace, Member: id}, name, "Europe/Berlin", o.bot.policy, o.now.AddDate(-1, 0, 0))
	o.hall.names[id] = name
	return o
}

// upsert puts rows in the place of those that are the same, and others behind them.
func upsert[T any](all, rows []T, same func(a, b T) bool) []T {
	for _, r := range rows {
		if i := slices.IndexFunc(all, func(x T) bool { return same(x, r) }); i >= 0 {
			all[i] = r
			continue
		}
		all = append(all, r)
	}
	return all
}

// commit keeps what a command decided.
func (h *hall) commit(_ domain.MemberID, ch domain.MentoringChanges) {
	for _, p := range ch.Programs {
		after := *p.After
		h.programs[after.ID] = &after
	}
	h.people = upsert(h.people, ch.Participants, func(a, b domain.Participant) bool { return a.Program == b.Program && a.Member == b.Member })
	h.pairs = upsert(h.pairs, ch.Pairs, func(a, b domain.Pair) bool { return a.ID == b.ID })
	h.logs = upsert(h.logs, ch.SessionLogs, func(a, b domain.SessionLog) bool {
		return a.Pair == b.Pair && a.Member == b.Member && a.Interaction == b.Interaction
	})
	h.goals = upsert(h.goals, ch.Goals, func(a, b domain.PairGoal) bool { return a.ID == b.ID })
	h.feedback = upsert(h.feedback, ch.Feedback, func(a, b domain.Feedback) bool {
		return a.Pair == b.Pair && a.Author == b.Author && a.About == b.About
	})
	h.shouts = upsert(h.shouts, ch.Shoutouts, func(a, b domain.Shoutout) bool { return a.ID == b.ID })
	h.acquainted = append(h.acquainted, ch.Acquainted...)
	for _, d := range ch.Deliveries {
		if !slices.ContainsFunc(h.deliveries, func(x domain.Delivery) bool { return x.Key() == d.Key() }) {
			h.deliveries = append(h.deliveries, d)
		}
	}
}

// told lists the notices that are on their way, "U2 asking".
func (h *hall) told() []string {
	var all []string
	for _, d := range h.deliveries {
		what := string(d.Kind)
		if n, ok := domain.ParseNotice(d.Subject); ok && d.Kind == domain.NoticeDelivery {
			what = string(n.What)
		}
		all = append(all, cmp.Or(string(d.Member), d.Channel)+" "+what)
	}
	slices.Sort(all)
	return all
}

// only is the one program there is.
func (h *hall) only(t testing.TB) *domain.Program {
	t.Helper()
	if len(h.programs) != 1 {
		t.Fatalf("%d programs", len(h.programs))
	}
	for _, p := range h.programs {
		return p
	}
	return nil
}

// person is somebody's row in the only program; the zero one for nobody.
func (h *hall) person(who domain.MemberID) domain.Participant {
	for _, x := range h.people {
		if x.Member == who {
			return x
		}
	}
	return domain.Participant{}
}

func (s *deskShelf) Program(id domain.ProgramID) (*domain.Program, error) {
	if p, ok := s.hall.programs[id]; ok {
		c := *p
		return &c, nil
	}
	return nil, domain.Fault(domain.KindNotFound, "program", nil)
}

func (s *deskShelf) ProgramIn(channel string) (*domain.Program, error) {
	for _, p := range s.hall.programs {
		if p.Channel == channel && p.Runs() {
			return s.Program(p.ID)
		}
	}
	return nil, domain.Fault(domain.KindNotFound, "program", nil)
}

func (s *deskShelf) Programs() ([]*domain.Program, error) {
	var all []*domain.Program
	for _, p := range s.hall.programs {
		mine := slices.ContainsFunc(s.hall.people, func(x domain.Participant) bool {
			return x.Program == p.ID && x.Member == s.member.Member && x.Left.IsZero()
		})
		if p.Runs() && (mine || p.Organises(s.member.Member)) {
			c := *p
			all = append(all, &c)
		}
	}
	slices.SortFunc(all, func(a, b *domain.Program) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

func (s *deskShelf) Participants(id domain.ProgramID) ([]domain.Participant, error) {
	return slices.DeleteFunc(slices.Clone(s.hall.people), func(x domain.Participant) bool { return x.Program != id }), nil
}

func (s *deskShelf) Pair(id domain.PairID) (domain.Pair, error) {
	for _, p := range s.hall.pairs {
		if p.ID == id {
			return p, nil
		}
	}
	return domain.Pair{}, domain.Fault(domain.KindNotFound, "pair", nil)
}

func (s *deskShelf) Pairs(id domain.ProgramID) ([]domain.Pair, error) {
	return slices.DeleteFunc(slices.Clone(s.hall.pairs), func(p domain.Pair) bool {
		return id != "" && p.Program != id || id == "" && !p.Has(s.member.Member)
	}), nil
}

func (s *deskShelf) SessionLogs(pairs []domain.PairID, since domain.Date) ([]domain.SessionLog, error) {
	return slices.DeleteFunc(slices.Clone(s.hall.logs), func(l domain.SessionLog) bool {
		return !slices.Contains(pairs, l.Pair) || l.On.Before(since)
	}), nil
}

func (s *deskShelf) PairGoals(id domain.PairID) ([]domain.PairGoal, error) {
	return slices.DeleteFunc(slices.Clone(s.hall.goals), func(g domain.PairGoal) bool { return g.Pair != id }), nil
}

func (s *deskShelf) Feedback(id domain.PairID) ([]domain.Feedback, error) {
	return slices.DeleteFunc(slices.Clone(s.hall.feedback), func(f domain.Feedback) bool { return f.Pair != id || f.Author != s.member.Member }), nil
}

func (s *deskShelf) Shoutout(id domain.RecordID) (*domain.Shoutout, error) {
	for _, x := range s.hall.shouts {
		if x.ID == id {
			return &x, nil
		}
	}
	return nil, domain.Fault(domain.KindNotFound, "shout-out", nil)
}

func (s *deskShelf) Known(members []domain.MemberID) (names, zones map[domain.MemberID]string, err error) {
	names, zones = map[domain.MemberID]string{}, map[domain.MemberID]string{}
	for _, m := range members {
		if name, ok := s.hall.names[m]; ok {
			names[m], zones[m] = name, "Europe/Berlin"
		}
	}
	return names, zones, nil
}

// met are the dates on which a pair met, the oldest first; of one of them alone, when
// who says so.
func (h *hall) met(id domain.PairID, who domain.MemberID) []domain.Date {
	var all []domain.Date
	for _, l := range h.logs {
		if l.Pair == id && l.State == domain.SessionCounts && (who == "" || l.Member == who) && !slices.Contains(all, l.On) {
			all = append(all, l.On)
		}
	}
	slices.SortFunc(all, domain.Date.Compare)
	return all
}

func (s *deskShelf) Partnerships(on domain.Date) ([]domain.Partnership, error) {
	var all []domain.Partnership
	me := s.member.Member
	for _, q := range s.hall.pairs {
		if !q.Has(me) || !q.Lasts() {
			continue
		}
		p := s.hall.programs[q.Program]
		x := domain.Partnership{
			Pair: q, Me: me, ProgramName: p.Name, Channel: p.Channel, Cadence: p.Cadence, Zone: p.Zone, Name: s.hall.names[q.Partner(me)],
			Sessions: s.hall.met(q.ID, ""), Mine: s.hall.met(q.ID, me), Back: q.PausedUntil,
		}
		x.Goals, _ = s.PairGoals(q.ID)
		given, _ := s.Feedback(q.ID)
		for _, f := range given {
			x.Rated = append(x.Rated, f.About)
		}
		for _, who := range s.hall.people {
			if who.Program == p.ID && q.Has(who.Member) && who.PausedUntil.After(x.Back) {
				x.Back = who.PausedUntil
			}
		}
		if x.Paused = on.Before(x.Back); !x.Paused {
			x.Back = domain.Date{}
		}
		all = append(all, x)
	}
	return all, nil
}

func (s *deskShelf) Register(id domain.ProgramID) (*domain.Register, error) {
	p, err := s.Program(id)
	if err != nil {
		return nil, err
	}
	r := &domain.Register{Program: *p, Sessions: map[domain.PairID][]domain.Date{}, Nudged: map[domain.PairID]domain.Date{}}
	r.Participants, _ = s.Participants(id)
	r.Pairs, _ = s.Pairs(id)
	everybody := slices.Clone(p.Organisers)
	for _, q := range r.Pairs {
		r.Sessions[q.ID] = s.hall.met(q.ID, "")
	}
	for _, x := range r.Participants {
		everybody = append(everybody, x.Member)
	}
	for _, g := range s.hall.goals {
		if g.Program == id {
			made := domain.GoalDates{Pair: g.Pair, Made: g.Made}
			if g.State == domain.GoalReached {
				made.Reached = g.Closed
			}
			r.Goals = append(r.Goals, made)
		}
	}
	var authors []domain.MemberID
	for _, f := range s.hall.feedback {
		if f.Program == id {
			if !slices.Contains(authors, f.Author) {
				authors = append(authors, f.Author)
			}
			r.Ratings = append(r.Ratings, domain.Rating{By: slices.Index(authors, f.Author) + 1, Stars: f.Rating})
		}
	}
	for _, x := range s.hall.shouts {
		if x.Program == id && x.State == domain.ShoutAgreed && x.On.IsZero() {
			r.Shouts = append(r.Shouts, x)
		}
	}
	r.Names, r.Zones, err = s.Known(everybody)
	return r, err
}

// encoded is anything as JSON, to look for words in it.
func encoded(t testing.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

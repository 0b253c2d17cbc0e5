package domain

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
)

// town keeps the mentoring programs of a workspace in memory, as a store would, for
// all who live there.
type town struct {
	programs   []*Program
	due        map[ProgramID]string // when the next summary of each is due
	people     []Participant
	pairs      []Pair
	logs       []SessionLog
	goals      []PairGoal
	feedback   []Feedback
	shouts     []Shoutout
	deliveries []Delivery
	desks      map[MemberID]*desk
	gone       map[MemberID]bool
	asked      int // how often programs were read from
}

func newTown() *town {
	return &town{due: make(map[ProgramID]string), desks: make(map[MemberID]*desk), gone: make(map[MemberID]bool)}
}

// desk is where somebody in the town works; the same for the same one.
func (w *town) desk(tb testing.TB, who MemberID) *desk {
	tb.Helper()
	if d, ok := w.desks[who]; ok {
		return d
	}
	d := newDesk(tb)
	d.town, d.who = w, who
	d.member = Newcomer(Owner{Workspace: "T1", Member: who}, "Name "+string(who), "Europe/Berlin", d.policy, d.now.AddDate(-1, 0, 0))
	w.desks[who] = d
	return d
}

// later moves everybody's clock n days on.
func (w *town) later(n int) {
	for _, d := range w.desks {
		d.later(n)
	}
}

// put replaces a row that is there, or adds it.
func put[T any](all []T, row T, same func(T) bool) []T {
	if i := slices.IndexFunc(all, same); i >= 0 {
		all[i] = row
		return all
	}
	return append(all, row)
}

// commit stores what a command decided.
func (w *town) commit(tb testing.TB, ch MentoringChanges) {
	tb.Helper()
	for _, c := range ch.Programs {
		w.programs = put(w.programs, c.After.clone(), func(p *Program) bool { return p.ID == c.After.ID })
		if c.Rescheduled {
			w.due[c.After.ID] = c.Next.Format("2006-01-02 15:04")
		}
	}
	for _, r := range ch.Participants {
		w.people = put(w.people, r, func(x Participant) bool { return x.key() == r.key() })
	}
	for _, r := range ch.Pairs {
		w.pairs = put(w.pairs, r, func(x Pair) bool { return x.ID == r.ID })
	}
	for _, r := range ch.SessionLogs {
		w.logs = put(w.logs, r, func(x SessionLog) bool { return x.key() == r.key() })
	}
	for _, r := range ch.Goals {
		w.goals = put(w.goals, r, func(x PairGoal) bool { return x.ID == r.ID })
	}
	for _, r := range ch.Feedback {
		w.feedback = put(w.feedback, r, func(x Feedback) bool { return x.Pair == r.Pair && x.Author == r.Author && x.About == r.About })
	}
	for _, r := range ch.Shoutouts {
		w.shouts = put(w.shouts, r, func(x Shoutout) bool { return x.ID == r.ID })
	}
	for _, d := range ch.Deliveries {
		if !slices.ContainsFunc(w.deliveries, func(x Delivery) bool { return x.Key() == d.Key() }) {
			w.deliveries = append(w.deliveries, d)
		}
	}
	for i, a := range ch.Acquainted {
		d := w.desk(tb, a.Member)
		b := OpenBook(d.member, CommandID(fmt.Sprintf("acquaint-%d-%d", len(w.deliveries), i)), d.now, d.policy, &d.shelf)
		if err := b.Acquaint(a.Other, w.desk(tb, a.Other).member.Name, a.Tag); err != nil {
			tb.Fatal(err)
		}
		known, err := b.Changes("acquaint")
		if err != nil {
			tb.Fatal(err)
		}
		known.Undo = nil
		d.commit(known)
	}
}

// told lists the deliveries since the last look, as "U2 notice unpaired".
func (w *town) told() []string {
	all := []string{}
	for _, d := range w.deliveries {
		what := cmp.Or(string(d.Member), d.Channel) + " " + string(d.Kind)
		if n, ok := ParseNotice(d.Subject); ok && d.Kind == NoticeDelivery {
			what = string(d.Member) + " " + string(n.What)
			if n.Pair != "" {
				what += " pair"
			}
		}
		all = append(all, what)
	}
	w.deliveries = nil
	slices.Sort(all)
	return all
}

func (w *town) met(id PairID, who MemberID) []Date {
	var logs []SessionLog
	for _, l := range w.logs {
		if l.Pair == id && (who == "" || l.Member == who) {
			logs = append(logs, l)
		}
	}
	return sessionsOf(logs)
}

// read counts a reading of programs; false where there are none.
func (s *shelf) read() bool {
	if s.town == nil {
		return false
	}
	s.town.asked++
	return true
}

var noProgram = Fault(KindNotFound, "program", nil)

func (s *shelf) Program(id ProgramID) (*Program, error) {
	if s.read() {
		for _, p := range s.town.programs {
			if p.ID == id {
				return p.clone(), nil
			}
		}
	}
	return nil, noProgram
}

func (s *shelf) ProgramIn(channel string) (*Program, error) {
	if s.read() {
		for _, p := range s.town.programs {
			if p.Channel == channel && p.Runs() {
				return p.clone(), nil
			}
		}
	}
	return nil, noProgram
}

func (s *shelf) Programs() ([]*Program, error) {
	var all []*Program
	if !s.read() {
		return nil, nil
	}
	for _, p := range s.town.programs {
		in := slices.ContainsFunc(s.town.people, func(x Participant) bool { return x.Program == p.ID && x.Member == s.who && x.In() })
		if p.Runs() && (in || p.Organises(s.who)) {
			all = append(all, p.clone())
		}
	}
	slices.SortFunc(all, byProgram)
	return all, nil
}

func (s *shelf) Participants(id ProgramID) ([]Participant, error) {
	return ofTown(s, func(w *town) []Participant { return w.people }, func(x Participant) bool { return x.Program == id })
}

func (s *shelf) Pair(id PairID) (Pair, error) {
	all, err := ofTown(s, func(w *town) []Pair { return w.pairs }, func(q Pair) bool { return q.ID == id })
	if len(all) == 0 {
		return Pair{}, Fault(KindNotFound, "pair", err)
	}
	return all[0], nil
}

func (s *shelf) Pairs(id ProgramID) ([]Pair, error) {
	return ofTown(s, func(w *town) []Pair { return w.pairs }, func(q Pair) bool { return q.Program == id || id == "" && q.Has(s.who) })
}

func (s *shelf) SessionLogs(pairs []PairID, since Date) ([]SessionLog, error) {
	return ofTown(s, func(w *town) []SessionLog { return w.logs }, func(l SessionLog) bool {
		return slices.Contains(pairs, l.Pair) && !l.On.Before(since)
	})
}

func (s *shelf) PairGoals(id PairID) ([]PairGoal, error) {
	return ofTown(s, func(w *town) []PairGoal { return w.goals }, func(g PairGoal) bool { return g.Pair == id })
}

func (s *shelf) Feedback(id PairID) ([]Feedback, error) {
	return ofTown(s, func(w *town) []Feedback { return w.feedback }, func(f Feedback) bool { return f.Pair == id && f.Author == s.who })
}

// ofTown reads the rows that are asked for.
func ofTown[T any](s *shelf, rows func(*town) []T, is func(T) bool) ([]T, error) {
	if !s.read() {
		return nil, nil
	}
	return slices.DeleteFunc(slices.Clone(rows(s.town)), func(x T) bool { return !is(x) }), nil
}

func (s *shelf) Shoutout(id RecordID) (*Shoutout, error) {
	all, err := ofTown(s, func(w *town) []Shoutout { return w.shouts }, func(x Shoutout) bool { return x.ID == id })
	if len(all) == 0 {
		return nil, Fault(KindNotFound, "shout-out", err)
	}
	return &all[0], nil
}

func (s *shelf) Known(members []MemberID) (names, zones map[MemberID]string, err error) {
	names, zones = make(map[MemberID]string), make(map[MemberID]string)
	for _, m := range members {
		if s.read() && s.town.desks[m] != nil && !s.town.gone[m] {
			names[m], zones[m] = s.town.desks[m].member.Name, s.town.desks[m].member.Zone
		}
	}
	return names, zones, nil
}

func (s *shelf) Partnerships(on Date) ([]Partnership, error) {
	pairs, err := s.Pairs("")
	var all []Partnership
	for _, q := range pairs {
		if !q.Lasts() {
			continue
		}
		p, err := s.Program(q.Program)
		if err != nil {
			return nil, err
		}
		x := Partnership{
			Pair: q, Me: s.who, ProgramName: p.Name, Channel: p.Channel, Cadence: p.Cadence, Zone: p.Zone,
			Name: s.town.desks[q.Partner(s.who)].member.Name, Sessions: s.town.met(q.ID, ""), Mine: s.town.met(q.ID, s.who),
		}
		back := q.PausedUntil
		for _, y := range s.town.people {
			if y.Program == q.Program && q.Has(y.Member) {
				back = latest(back, y.PausedUntil)
			}
		}
		if back.After(on) {
			x.Paused, x.Back = true, back
		}
		x.Goals, _ = s.PairGoals(q.ID)
		given, _ := s.Feedback(q.ID)
		for _, f := range given {
			x.Rated = append(x.Rated, f.About)
		}
		all = append(all, x)
	}
	return all, err
}

func (s *shelf) Register(id ProgramID) (*Register, error) {
	p, err := s.Program(id)
	if err != nil {
		return nil, err
	}
	r := &Register{Program: *p, Sessions: make(map[PairID][]Date), Nudged: make(map[PairID]Date)}
	r.Participants, _ = s.Participants(id)
	r.Pairs, _ = s.Pairs(id)
	for _, q := range r.Pairs {
		if on := s.town.met(q.ID, ""); len(on) > 0 {
			r.Sessions[q.ID] = on
		}
	}
	for _, x := range s.town.shouts {
		if x.Program == id && x.State == ShoutAgreed && x.On.IsZero() {
			r.Shouts = append(r.Shouts, x)
		}
	}
	everybody := slices.Clone(p.Organisers)
	for _, x := range r.Participants {
		everybody = append(everybody, x.Member)
	}
	r.Names, r.Zones, err = s.Known(everybody)
	return r, err
}

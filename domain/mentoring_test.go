package domain

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The people of these tests: one organises, two mentor, two look for a mentor, one is
// invited, and one has nothing to do with it.
const (
	olga  = MemberID("UOLGA")
	mona  = MemberID("UMONA")
	mark  = MemberID("UMARK")
	tess  = MemberID("UTESS")
	theo  = MemberID("UTHEO")
	ivy   = MemberID("UIVY")
	stray = MemberID("USTRAY")
)

// club is a program in a town, in which mona and tess are a pair.
type club struct {
	*town
	tb   testing.TB
	id   ProgramID
	pair PairID
}

// draft is a program as olga would have it.
func draft() Draft {
	return Draft{
		Channel: "C1", Name: "Engineering Mentors", Cadence: Every(14), Zone: "Europe/Berlin",
		Summary: Weekly{At: 9 * 60, Days: Monday}, Joining: JoinOpen,
	}
}

func newClub(tb testing.TB) *club {
	tb.Helper()
	c := &club{town: newTown(), tb: tb}
	for _, who := range []MemberID{olga, mona, mark, tess, theo, ivy, stray} {
		c.desk(tb, who)
	}
	c.does(olga, func(m *Mentoring) error {
		p, err := m.Start(draft())
		if err == nil {
			c.id = p.ID
		}
		return err
	})
	for who, role := range map[MemberID]Role{mona: Mentor, mark: Mentor, tess: Mentee, theo: Mentee} {
		c.does(who, func(m *Mentoring) error {
			_, err := m.Join(c.id, role, nil, 2)
			return err
		})
	}
	slices.SortFunc(c.people, func(a, b Participant) int { return strings.Compare(string(a.Member), string(b.Member)) })
	c.pair = c.paired(mona, tess)
	c.told()
	return c
}

// can runs one command of somebody's, and returns its error.
func (c *club) can(who MemberID, f func(*Mentoring) error) error {
	c.tb.Helper()
	_, err := c.desk(c.tb, who).try(func(b *Book) error { return f(b.Mentoring()) })
	return err
}

// does runs one command of somebody's.
func (c *club) does(who MemberID, f func(*Mentoring) error) {
	c.tb.Helper()
	if err := c.can(who, f); err != nil {
		c.tb.Fatalf("%s: %v", who, err)
	}
}

// paired has olga pair two people.
func (c *club) paired(mentor, mentee MemberID) PairID {
	c.tb.Helper()
	var id PairID
	c.does(olga, func(m *Mentoring) error {
		made, refused, err := m.PairUp(c.id, []Couple{{mentor, mentee}})
		if err == nil && len(made) != 1 {
			c.tb.Fatalf("not paired: %v", refused)
		}
		id = made[0].ID
		return err
	})
	return id
}

func (c *club) program() *Program { return c.programs[0] }

// person is somebody's row in the program.
func (c *club) person(who MemberID) Participant {
	i := slices.IndexFunc(c.people, func(x Participant) bool { return x.Member == who })
	if i < 0 {
		return Participant{}
	}
	return c.people[i]
}

// now is a pair as it is.
func (c *club) now(id PairID) Pair {
	i := slices.IndexFunc(c.pairs, func(q Pair) bool { return q.ID == id })
	return c.pairs[i]
}

// word is how an error reads in a table.
func word(err error) string {
	if err == nil {
		return "ok"
	}
	return KindOf(err).String()
}

// The records that every club of [TestWhoMayDoWhat] has.
type deeds struct{ goal, shout RecordID }

// method is a method of [Mentoring], and what comes of it by whoever organises, is one
// of the two, takes part, or has nothing to do with the program.
type method struct {
	name                                string
	organiser, partner, other, stranger string
	do                                  func(m *Mentoring, c *club, on deeds) error
}

const (
	may  = "ok"
	not  = "forbidden"
	gone = "not found"
)

var methods = []method{
	{"mine", may, may, may, may, func(m *Mentoring, c *club, on deeds) error { return second(m.Mine()) }},
	{"partnerships", may, may, may, may, func(m *Mentoring, c *club, on deeds) error { return second(m.Partnerships()) }},
	{"called", may, may, may, may, func(m *Mentoring, c *club, on deeds) error { return second(m.Called([]MemberID{mona})) }},
	{"here", may, may, may, may, func(m *Mentoring, c *club, on deeds) error { return second(m.Here("C1")) }},
	{"program", may, may, may, not, func(m *Mentoring, c *club, on deeds) error { return second(m.Program(c.id)) }},
	{"change", may, not, not, not, func(m *Mentoring, c *club, on deeds) error {
		d := draft()
		d.Organisers = []MemberID{olga}
		return second(m.Change(c.id, d))
	}},
	{"take over", not, "stale", not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.TakeOver(c.id)) }},
	{"join", may, "invalid", may, may, func(m *Mentoring, c *club, on deeds) error { return second(m.Join(c.id, Mentee, nil, 0)) }},
	{"let in", may, not, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.LetIn(c.id, ivy, true)) }},
	{"leave", not, may, may, not, func(m *Mentoring, c *club, on deeds) error { return second(m.Leave(c.id)) }},
	{"avoid", not, may, may, not, func(m *Mentoring, c *club, on deeds) error { return m.Avoid(c.id, []MemberID{mark}) }},
	{"another", not, may, may, not, func(m *Mentoring, c *club, on deeds) error { return m.Another(c.id, true) }},
	{"pause me", not, may, may, not, func(m *Mentoring, c *club, on deeds) error { return second(m.PauseMe(c.id, in(3))) }},
	{"pair up", may, not, not, not, func(m *Mentoring, c *club, on deeds) error {
		_, _, err := m.PairUp(c.id, []Couple{{mark, theo}})
		return err
	}},
	{"unpair", may, not, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.Unpair(c.pair)) }},
	{"pair", may, may, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.Pair(c.pair)) }},
	{"pause pair", may, may, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.PausePair(c.pair, in(3))) }},
	{"propose", may, not, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.Propose(c.id)) }},
	{"report", may, not, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.Report(c.id)) }},
	{"preview", may, not, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.Preview(c.id)) }},
	{"add goal", not, may, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.AddGoal(c.pair, "a talk", Date{})) }},
	{"move goal", not, may, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.MoveGoal(c.pair, on.goal, in(9))) }},
	{"close goal", not, may, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.CloseGoal(c.pair, on.goal, GoalReached)) }},
	{"rate", not, may, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.Rate(c.pair, FeedbackMonth, 4, "")) }},
	{"given", not, may, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.Given(c.pair, FeedbackMonth)) }},
	{"shout", not, may, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.Shout(c.pair, "Thank you.")) }},
	{"shout-out", not, may, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.Shoutout(on.shout)) }},
	{"answer", not, may, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.AnswerShout(on.shout, true)) }},
	{"take back", not, not, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.TakeBackShout(on.shout)) }},
	{"not a session", gone, gone, gone, gone, func(m *Mentoring, c *club, on deeds) error { return second(m.NotSession(c.pair, "i", true)) }},
	{"own session", gone, gone, gone, gone, func(m *Mentoring, c *club, on deeds) error { return second(m.OwnSession("i")) }},
	{"end", may, not, not, not, func(m *Mentoring, c *club, on deeds) error { return second(m.End(c.id, false)) }},
}

// TestWhoMayDoWhat tries every method by whoever organises, is one of the two, takes
// part, or has nothing to do with the program.
func TestWhoMayDoWhat(t *testing.T) {
	for _, tc := range methods {
		for who, want := range map[MemberID]string{olga: tc.organiser, mona: tc.partner, theo: tc.other, stray: tc.stranger} {
			t.Run(tc.name+" by "+string(who), func(t *testing.T) {
				c, on := newBusyClub(t)
				before := len(c.deliveries)
				got := word(c.can(who, func(m *Mentoring) error { return tc.do(m, c, on) }))
				if got != want {
					t.Errorf("got %q, want %q", got, want)
				}
				if got != may && len(c.deliveries) != before {
					t.Error("something was said")
				}
			})
		}
	}
}

// newBusyClub is a private club by invitation, in which something goes on.
func newBusyClub(tb testing.TB) (*club, deeds) {
	tb.Helper()
	c := newClub(tb)
	c.program().Private = true
	var on deeds
	c.does(tess, func(m *Mentoring) error {
		g, err := m.AddGoal(c.pair, "a talk", Date{})
		if err != nil {
			return err
		}
		on.goal = g.ID
		s, err := m.Shout(c.pair, "You read my talk at 11 pm.")
		on.shout = s.ID
		return err
	})
	c.program().Joining = JoinInvited
	c.does(ivy, func(m *Mentoring) error { return second(m.Join(c.id, Mentee, nil, 0)) })
	return c, on
}

// second is the error of what returns something else too.
func second[T any](_ T, err error) error { return err }

func TestAuthorTakesAShoutBack(t *testing.T) {
	c := newClub(t)
	var id RecordID
	c.does(tess, func(m *Mentoring) error {
		s, err := m.Shout(c.pair, "  You read\nmy talk. ")
		id = s.ID
		if s.Text != "You read my talk." || s.To != mona || s.State != ShoutAsked {
			t.Errorf("%+v", s)
		}
		return err
	})
	if diff := cmp.Diff([]string{"UMONA shout"}, c.told()); diff != "" {
		t.Error(diff)
	}
	if got := word(c.can(tess, func(m *Mentoring) error { return second(m.AnswerShout(id, true)) })); got != "forbidden" {
		t.Errorf("agreed in another's name: %s", got)
	}
	for _, agree := range []bool{true, false, true} {
		c.does(mona, func(m *Mentoring) error { return second(m.AnswerShout(id, agree)) })
		if got := c.shouts[0].State == ShoutAgreed; got != agree {
			t.Errorf("agreed %t, want %t", got, agree)
		}
	}
	c.does(tess, func(m *Mentoring) error { return second(m.TakeBackShout(id)) })
	if got := word(c.can(mona, func(m *Mentoring) error { return second(m.AnswerShout(id, true)) })); got != "stale" {
		t.Errorf("agreed to what was taken back: %s", got)
	}
	c.shouts[0].State, c.shouts[0].On = ShoutAgreed, in(0)
	if got := word(c.can(mona, func(m *Mentoring) error { return second(m.AnswerShout(id, false)) })); got != "stale" {
		t.Errorf("declined what was said: %s", got)
	}
}

// TestAfterTheEnd: nothing can be done any more in a program that has ended.
func TestAfterTheEnd(t *testing.T) {
	c := newClub(t)
	c.does(olga, func(m *Mentoring) error { return second(m.End(c.id, true)) })
	if p := c.program(); p.Ended != in(0) || !p.Purge || c.due[c.id] != "0001-01-01 00:00" {
		t.Errorf("%+v, due %s", p, c.due[c.id])
	}
	if q := c.now(c.pair); q.Ended != in(0) || q.Why != PairOver {
		t.Errorf("%+v", q)
	}
	want := []string{"C1 closing", "UMARK ended", "UMONA ended", "UTESS ended", "UTHEO ended"}
	if diff := cmp.Diff(want, c.told()); diff != "" {
		t.Error(diff)
	}
	for name, tc := range map[string]struct {
		who MemberID
		do  func(m *Mentoring) error
	}{
		"end":        {olga, func(m *Mentoring) error { return second(m.End(c.id, false)) }},
		"change":     {olga, func(m *Mentoring) error { return second(m.Change(c.id, draft())) }},
		"join":       {stray, func(m *Mentoring) error { return second(m.Join(c.id, Mentor, nil, 1)) }},
		"leave":      {tess, func(m *Mentoring) error { return second(m.Leave(c.id)) }},
		"pause":      {tess, func(m *Mentoring) error { return second(m.PausePair(c.pair, in(2))) }},
		"goal":       {tess, func(m *Mentoring) error { return second(m.AddGoal(c.pair, "talk", Date{})) }},
		"shout":      {tess, func(m *Mentoring) error { return second(m.Shout(c.pair, "Thanks.")) }},
		"unpair":     {olga, func(m *Mentoring) error { return second(m.Unpair(c.pair)) }},
		"take over":  {mona, func(m *Mentoring) error { return second(m.TakeOver(c.id)) }},
		"a new pair": {olga, func(m *Mentoring) error { _, _, err := m.PairUp(c.id, nil); return err }},
	} {
		if got := word(c.can(tc.who, tc.do)); got != "stale" {
			t.Errorf("%s: %s", name, got)
		}
	}
	c.does(olga, func(m *Mentoring) error { return second(m.Start(draft())) }) // the channel is free again
	if all := c.told(); len(all) != 0 {
		t.Errorf("told %v", all)
	}
}

// TestWhoIsTold plays what happens in a program, and says who is told of it.
func TestWhoIsTold(t *testing.T) {
	for _, tc := range []struct {
		name string
		who  MemberID
		do   func(m *Mentoring, c *club) error
		want string
	}{
		{"joins", stray, func(m *Mentoring, c *club) error { return second(m.Join(c.id, Mentor, nil, 1)) }, ""},
		{"is made organiser", olga, func(m *Mentoring, c *club) error {
			d := draft()
			d.Organisers = []MemberID{olga, mona, stray}
			return second(m.Change(c.id, d))
		}, "UMONA organiser, USTRAY organiser"},
		{"is organiser no more", olga, func(m *Mentoring, c *club) error {
			d := draft()
			d.Organisers = []MemberID{stray}
			return second(m.Change(c.id, d))
		}, "USTRAY organiser"},
		{"is paired", olga, func(m *Mentoring, c *club) error {
			_, _, err := m.PairUp(c.id, []Couple{{mark, theo}})
			return err
		}, "UMARK paired, UTHEO paired"},
		{"is unpaired", olga, func(m *Mentoring, c *club) error { return second(m.Unpair(c.pair)) }, "UMONA unpaired pair, UTESS unpaired pair"},
		{"leaves", tess, func(m *Mentoring, c *club) error { return second(m.Leave(c.id)) }, "UMONA left pair, UOLGA left"},
		{"leaves alone", theo, func(m *Mentoring, c *club) error { return second(m.Leave(c.id)) }, "UOLGA left"},
		{"would like another", tess, func(m *Mentoring, c *club) error { return m.Another(c.id, true) }, "UOLGA another"},
		{"would not any more", tess, func(m *Mentoring, c *club) error { return m.Another(c.id, false) }, ""},
		{"pauses", tess, func(m *Mentoring, c *club) error { return second(m.PausePair(c.pair, in(9))) }, ""},
		{"rates", tess, func(m *Mentoring, c *club) error { return second(m.Rate(c.pair, FeedbackMonth, 1, "No.")) }, ""},
		{"opens a goal", tess, func(m *Mentoring, c *club) error { return second(m.AddGoal(c.pair, "talk", Date{})) }, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newClub(t)
			c.does(tc.who, func(m *Mentoring) error { return tc.do(m, c) })
			if got := strings.Join(c.told(), ", "); got != tc.want {
				t.Errorf("told %q, want %q", got, tc.want)
			}
		})
	}
}

// TestOrganiserWhoIsAPartner is told once of what concerns both.
func TestOrganiserWhoIsAPartner(t *testing.T) {
	c := newClub(t)
	c.does(olga, func(m *Mentoring) error { return second(m.Join(c.id, Mentor, nil, 1)) })
	id := c.paired(olga, theo)
	if diff := cmp.Diff([]string{"UOLGA paired", "UTHEO paired"}, c.told()); diff != "" {
		t.Error(diff)
	}
	c.does(theo, func(m *Mentoring) error { return second(m.Leave(c.id)) })
	if diff := cmp.Diff([]string{"UOLGA left pair"}, c.told()); diff != "" {
		t.Error(diff)
	}
	if q := c.now(id); q.Why != PairLeft || q.Ended != in(0) {
		t.Errorf("%+v", q)
	}
}

func TestInvited(t *testing.T) {
	c := newClub(t)
	c.program().Joining = JoinInvited
	join := func(m *Mentoring) error { return second(m.Join(c.id, Mentee, []string{" Go ", "go", "C++"}, 0)) }
	c.does(stray, join)
	if x := c.person(stray); !x.Asked || x.In() || x.Capacity != 1 || !slices.Equal(x.Topics, []string{"go", "c++"}) {
		t.Errorf("%+v", x)
	}
	c.does(stray, join) // again: nobody is told twice
	if got := strings.Join(c.told(), ", "); got != "UOLGA asking" {
		t.Errorf("told %q", got)
	}
	if got := word(c.can(stray, func(m *Mentoring) error { return m.Another(c.id, true) })); got != "forbidden" {
		t.Errorf("who waits is in: %s", got)
	}
	c.does(stray, func(m *Mentoring) error { return m.Avoid(c.id, []MemberID{mona, stray, mona}) })
	c.does(olga, func(m *Mentoring) error {
		x, err := m.LetIn(c.id, stray, true)
		if x.Avoid != nil {
			t.Error("an organiser saw whom they avoid")
		}
		return err
	})
	if x := c.person(stray); !x.In() || c.told()[0] != "USTRAY letin" {
		t.Errorf("%+v", x)
	}
	c.does(stray, func(m *Mentoring) error { return second(m.Join(c.id, Mentee, nil, 3)) })
	if x := c.person(stray); !x.In() || x.Capacity != 3 || len(x.Topics) != 2 {
		t.Errorf("joined again: %+v", x)
	}
	c.does(ivy, join)
	c.does(olga, func(m *Mentoring) error { return second(m.LetIn(c.id, ivy, false)) })
	if x := c.person(ivy); x.In() || x.Left.IsZero() {
		t.Errorf("declined: %+v", x)
	}
	if got := strings.Join(c.told(), ", "); got != "UIVY declined, UOLGA asking" && got != "UOLGA asking, UIVY declined" {
		t.Errorf("told %q", got)
	}
	c.does(theo, func(m *Mentoring) error { return second(m.Leave(c.id)) })
	c.does(theo, func(m *Mentoring) error { return second(m.Join(c.id, Mentor, nil, 0)) }) // in another role now
	if x := c.person(theo); x.Role != Mentor || !x.Asked || x.Capacity != 1 {
		t.Errorf("joined anew: %+v", x)
	}
	c.does(theo, func(m *Mentoring) error { return second(m.Leave(c.id)) }) // asks no more
	if got := strings.Join(c.told(), ", "); got != "UOLGA asking, UOLGA left" {
		t.Errorf("told %q", got)
	}
	c.does(olga, func(m *Mentoring) error { return second(m.Join(c.id, Mentor, nil, 0)) })
	if !c.person(olga).In() {
		t.Error("an organiser waits to be let in")
	}
}

// edit changes somebody's row behind everybody's back.
func (c *club) edit(who MemberID, f func(*Participant)) {
	for i := range c.people {
		if c.people[i].Member == who {
			f(&c.people[i])
		}
	}
}

// TestOneCommandSeesItself: what a command did is seen by what it does next.
func TestOneCommandSeesItself(t *testing.T) {
	c := newClub(t)
	c.does(olga, func(m *Mentoring) error {
		d := draft()
		d.Channel, d.Name = "C2", "Another"
		p, err := m.Start(d)
		if err != nil {
			return err
		}
		if here, err := m.Here("C2"); err != nil || here.ID != p.ID {
			t.Errorf("not here: %v", err)
		}
		if _, err := m.Join(p.ID, Mentor, nil, 2); err != nil {
			return err
		}
		all, err := m.Mine()
		if len(all) != 2 || all[0].Name != "Another" || all[1].Name != "Engineering Mentors" {
			t.Errorf("mine: %v", all)
		}
		if err != nil {
			return err
		}
		if _, err := m.End(p.ID, false); err != nil {
			return err
		}
		if _, err := m.Here("C2"); KindOf(err) != KindNotFound {
			t.Errorf("still here: %v", err)
		}
		all, err = m.Mine()
		if len(all) != 1 {
			t.Errorf("mine: %v", all)
		}
		return err
	})
	c.does(olga, func(m *Mentoring) error { return second(m.Join(c.id, Mentor, nil, 1)) })
	c.does(olga, func(m *Mentoring) error {
		made, refused, err := m.PairUp(c.id, []Couple{{olga, theo}, {olga, tess}, {olga, theo}, {mark, theo}})
		if err != nil || len(made) != 2 || len(refused) != 2 || refused[0].Why != RefusedFull || refused[1].Why != RefusedPaired {
			t.Errorf("made %v, refused %v: %v", made, refused, err)
		}
		mine, err := m.Partnerships()
		if err != nil || len(mine) != 1 || mine[0].Name != "Name UTHEO" || mine[0].ProgramName != "Engineering Mentors" || mine[0].Paused {
			t.Errorf("%+v: %v", mine, err)
		}
		if _, err := m.PauseMe(c.id, in(9)); err != nil {
			return err
		}
		if mine, err = m.Partnerships(); err != nil || !mine[0].Paused || mine[0].Back != in(9) {
			t.Errorf("%+v: %v", mine, err)
		}
		r, err := m.Report(c.id)
		if err != nil || len(r.Pairs) != 3 {
			t.Errorf("reported %d pairs: %v", len(r.Pairs), err)
		}
		if _, err := m.Unpair(made[0].ID); err != nil {
			return err
		}
		mine, err = m.Partnerships()
		if len(mine) != 0 {
			t.Errorf("%+v", mine)
		}
		return err
	})
	c.does(tess, func(m *Mentoring) error {
		g, err := m.AddGoal(c.pair, "a talk", in(30))
		if err != nil {
			return err
		}
		if g, err = m.MoveGoal(c.pair, g.ID, in(60)); err != nil || g.By != in(60) || g.What != "a talk" {
			t.Errorf("moved: %+v, %v", g, err)
		}
		if g, err = m.CloseGoal(c.pair, g.ID, GoalReached); err != nil || g.By != in(60) {
			t.Errorf("closed: %+v, %v", g, err)
		}
		if _, err := m.CloseGoal(c.pair, g.ID, GoalDropped); KindOf(err) != KindStale {
			t.Errorf("closed twice: %v", err)
		}
		if _, err := m.MoveGoal(c.pair, g.ID, in(90)); KindOf(err) != KindStale {
			t.Errorf("moved when it was closed: %v", err)
		}
		if _, err := m.Rate(c.pair, FeedbackMonth, 3, "Good\nstart"); err != nil {
			return err
		}
		f, err := m.Rate(c.pair, FeedbackMonth, 5, "")
		if f.Rating != 5 || f.Comment != "Good start" {
			t.Errorf("%+v", f)
		}
		if err != nil {
			return err
		}
		mine, err := m.Partnerships()
		if len(mine) != 1 || len(mine[0].Goals) != 1 || mine[0].Goals[0].State != GoalReached || !slices.Equal(mine[0].Rated, []string{FeedbackMonth}) {
			t.Errorf("%+v", mine)
		}
		return err
	})
	c.later(1)
	c.does(tess, func(m *Mentoring) error { // the time of the first answer stays
		f, err := m.Rate(c.pair, FeedbackMonth, 4, "Better")
		if !f.Given.Before(c.desk(t, tess).now) || f.Comment != "Better" || len(c.feedback) != 1 {
			t.Errorf("%+v of %d", f, len(c.feedback))
		}
		return err
	})
}

// TestAnotherPartner is a wish that a new pair fulfils.
func TestAnotherPartner(t *testing.T) {
	c := newClub(t)
	for range 2 {
		c.does(theo, func(m *Mentoring) error { return m.Another(c.id, true) })
	}
	if got := strings.Join(c.told(), ", "); got != "UOLGA another" || !c.person(theo).Another {
		t.Errorf("told %q", got)
	}
	c.paired(mark, theo)
	if c.person(theo).Another {
		t.Error("still would like another partner")
	}
}

// TestChangeKeepsWhoMayJoin when nothing is said of it.
func TestChangeKeepsWhoMayJoin(t *testing.T) {
	c := newClub(t)
	for _, tc := range []struct{ said, want Joining }{{JoinInvited, JoinInvited}, {"", JoinInvited}, {JoinOpen, JoinOpen}} {
		d := draft()
		d.Joining, d.Organisers = tc.said, []MemberID{olga}
		c.does(olga, func(m *Mentoring) error { return second(m.Change(c.id, d)) })
		if got := c.program().Joining; got != tc.want {
			t.Errorf("said %q, got %q", tc.said, got)
		}
	}
}

func TestSummaryOfAProgram(t *testing.T) {
	c := newClub(t) // on a Monday at half past ten
	if got := c.due[c.id]; got != "2026-11-09 08:00" {
		t.Errorf("first due %s", got)
	}
	change := func(f func(*Draft)) {
		d := draft()
		d.Organisers = []MemberID{olga}
		f(&d)
		c.does(olga, func(m *Mentoring) error { return second(m.Change(c.id, d)) })
	}
	delete(c.due, c.id)
	change(func(d *Draft) { d.Name = "Mentors" })
	if due, moved := c.due[c.id]; moved {
		t.Errorf("a new name moved the summary to %s", due)
	}
	change(func(d *Draft) { d.Summary.Days = Thursday })
	if got := c.due[c.id]; got != "2026-11-05 08:00" {
		t.Errorf("then due %s", got)
	}
	c.later(2)
	change(func(d *Draft) { d.Summary = Weekly{At: 10 * 60, Days: Wednesday} }) // which is over
	if got := c.due[c.id]; got != "2026-11-11 09:00" {
		t.Errorf("then due %s", got)
	}
	c.does(olga, func(m *Mentoring) error {
		s, err := m.Preview(c.id)
		if s.On != On(2026, time.November, 11) || s.Name != "Engineering Mentors" {
			t.Errorf("previewed %+v", s)
		}
		return err
	})
}

func TestTakeOver(t *testing.T) {
	c := newClub(t)
	c.program().Organisers = nil
	for who, want := range map[MemberID]string{tess: "forbidden", stray: "forbidden", mark: "ok"} {
		if got := word(c.can(who, func(m *Mentoring) error { return second(m.TakeOver(c.id)) })); got != want {
			t.Errorf("%s: %s", who, got)
		}
		if want == "ok" {
			if !c.program().Organises(who) {
				t.Error("nobody took over")
			}
			c.program().Organisers = nil
		}
	}
}

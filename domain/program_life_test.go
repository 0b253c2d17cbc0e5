package domain

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// leavesSlack is what follows in the program when somebody is deactivated.
func (c *club) leavesSlack(who MemberID) MentoringChanges {
	c.tb.Helper()
	d := c.desk(c.tb, olga)
	r, err := d.Register(c.id)
	if err != nil {
		c.tb.Fatal(err)
	}
	before, err := d.Register(c.id)
	if err != nil {
		c.tb.Fatal(err)
	}
	ch := r.Departed(who, in(0), d.now)
	if diff := cmp.Diff(before, r); diff != "" {
		c.tb.Errorf("the register was changed: %s", diff)
	}
	c.commit(c.tb, ch)
	return ch
}

func TestDeparted(t *testing.T) {
	for _, tc := range []struct {
		name string
		who  MemberID
		with func(c *club)
		want string
	}{
		{"a stranger", stray, nil, ""},
		{"a mentee", tess, nil, "UMONA gone pair, UOLGA gone"},
		{"a mentee in no pair", theo, nil, "UOLGA gone"},
		{"a mentor of two", mona, func(c *club) { c.paired(mona, theo) }, "UOLGA gone, UTESS gone pair, UTHEO gone pair"},
		{"the partner of an organiser", theo, func(c *club) {
			c.does(olga, func(m *Mentoring) error { return second(m.Join(c.id, Mentor, nil, 1)) })
			c.paired(olga, theo)
		}, "UOLGA gone pair"},
		{"who had left", theo, func(c *club) {
			c.does(theo, func(m *Mentoring) error { return second(m.Leave(c.id)) })
		}, ""},
		{"who waited to be let in", ivy, func(c *club) {
			c.program().Joining = JoinInvited
			c.does(ivy, func(m *Mentoring) error { return second(m.Join(c.id, Mentor, nil, 1)) })
		}, ""},
		{"one of two organisers", olga, func(c *club) { c.program().Organisers = []MemberID{olga, mark} }, "UMARK gone"},
		{"the only organiser", olga, nil, "UMARK takeover"},
		{"the only organiser, where nobody mentors", olga, func(c *club) {
			for _, who := range []MemberID{mona, mark} {
				c.edit(who, func(x *Participant) { x.Left = in(0) })
			}
		}, ""},
		{"after the end", tess, func(c *club) {
			c.does(olga, func(m *Mentoring) error { return second(m.End(c.id, false)) })
		}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newClub(t)
			if tc.with != nil {
				tc.with(c)
			}
			c.told()
			c.leavesSlack(tc.who)
			if got := strings.Join(c.told(), ", "); got != tc.want {
				t.Errorf("told %q, want %q", got, tc.want)
			}
			for _, q := range c.pairs {
				if q.Has(tc.who) && q.Lasts() {
					t.Error("a pair lasts of which one is gone")
				}
			}
			if x := c.person(tc.who); c.program().Runs() && x.Member != "" && x.Left.IsZero() {
				t.Error("who is gone takes part")
			}
			if c.program().Runs() && c.program().Organises(tc.who) {
				t.Error("who is gone organises")
			}
			again := c.leavesSlack(tc.who)
			if diff := cmp.Diff(MentoringChanges{}, again); diff != "" {
				t.Errorf("and once more: %s", diff)
			}
		})
	}
}

// TestDepartedKeepsTheSummary: it comes when it would have come.
func TestDepartedKeepsTheSummary(t *testing.T) {
	c := newClub(t)
	c.program().Organisers = append(c.program().Organisers, mark)
	ch := c.leavesSlack(olga)
	if len(ch.Programs) != 1 || ch.Programs[0].Rescheduled || !slices.Equal(c.program().Organisers, []MemberID{mark}) {
		t.Errorf("%+v", ch.Programs)
	}
}

// TestChannelComesAndGoes: the organisers are told once, and no summary is due while
// the channel is shut.
func TestChannelComesAndGoes(t *testing.T) {
	c := newClub(t)
	c.program().Organisers = append(c.program().Organisers, mark)
	now := c.desk(t, olga).now
	for range 2 {
		c.commit(t, c.program().ChannelShut(now, now))
		now = now.Add(time.Hour)
	}
	if got := strings.Join(c.told(), ", "); got != "UMARK shut, UOLGA shut" {
		t.Errorf("told %q", got)
	}
	if p := c.program(); p.Shut.IsZero() || c.due[c.id] != "0001-01-01 00:00" {
		t.Errorf("shut %v, due %s", p.Shut, c.due[c.id])
	}
	for range 2 {
		c.commit(t, c.program().ChannelOpen(now))
	}
	if p := c.program(); !p.Shut.IsZero() || c.due[c.id] != "2026-11-09 08:00" {
		t.Errorf("shut %v, due %s", p.Shut, c.due[c.id])
	}
	c.does(olga, func(m *Mentoring) error { return second(m.End(c.id, false)) })
	c.told()
	if diff := cmp.Diff(MentoringChanges{}, c.program().ChannelShut(now, now)); diff != "" {
		t.Errorf("after the end: %s", diff)
	}
}

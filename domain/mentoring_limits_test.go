package domain

import (
	"strings"
	"testing"
)

// TestWhatIsTooLong tries what has a limit, and what is nothing.
func TestWhatIsTooLong(t *testing.T) {
	long := strings.Repeat("ü", 501)
	many := make([]string, 11)
	for i := range many {
		many[i] = strings.Repeat("x", i+1)
	}
	start := func(f func(*Draft)) func(m *Mentoring, c *club) error {
		return func(m *Mentoring, _ *club) error {
			d := draft()
			d.Channel = "C2"
			f(&d)
			return second(m.Start(d))
		}
	}
	for _, tc := range []struct {
		name string
		who  MemberID
		want string
		do   func(m *Mentoring, c *club) error
	}{
		{"no channel", olga, "invalid", start(func(d *Draft) { d.Channel = "" })},
		{"no name", olga, "invalid", start(func(d *Draft) { d.Name = " \n" })},
		{"longest name", olga, "ok", start(func(d *Draft) { d.Name = long[:160] })},
		{"name", olga, "invalid", start(func(d *Draft) { d.Name = long[:162] })},
		{"no cadence", olga, "invalid", start(func(d *Draft) { d.Cadence = Cadence{} })},
		{"ideal alone", olga, "ok", start(func(d *Draft) { d.Cadence = Cadence{Ideal: 7} })},
		{"two days", olga, "invalid", start(func(d *Draft) { d.Summary.Days = Monday | Friday })},
		{"no day", olga, "invalid", start(func(d *Draft) { d.Summary.Days = 0 })},
		{"no hour", olga, "invalid", start(func(d *Draft) { d.Summary.At = 24 * 60 })},
		{"no zone", olga, "invalid", start(func(d *Draft) { d.Zone = "Local" })},
		{"joining", olga, "invalid", start(func(d *Draft) { d.Joining = "friends" })},
		{"joining not said", olga, "ok", start(func(d *Draft) { d.Joining = "" })},
		{"organiser whom nobody met", olga, "invalid", start(func(d *Draft) { d.Organisers = []MemberID{"UNOBODY"} })},
		{"a channel that has one", olga, "stale", start(func(d *Draft) { d.Channel = "C1" })},
		{"no organiser left", olga, "invalid", func(m *Mentoring, c *club) error { return second(m.Change(c.id, draft())) }},
		{"no role", stray, "invalid", func(m *Mentoring, c *club) error { return second(m.Join(c.id, "boss", nil, 1)) }},
		{"another role", mona, "invalid", func(m *Mentoring, c *club) error { return second(m.Join(c.id, Mentee, nil, 1)) }},
		{"capacity", stray, "invalid", func(m *Mentoring, c *club) error { return second(m.Join(c.id, Mentor, nil, 11)) }},
		{"negative capacity", stray, "invalid", func(m *Mentoring, c *club) error { return second(m.Join(c.id, Mentor, nil, -1)) }},
		{"ten topics", stray, "ok", func(m *Mentoring, c *club) error { return second(m.Join(c.id, Mentor, many[:10], 10)) }},
		{"eleven topics", stray, "invalid", func(m *Mentoring, c *club) error { return second(m.Join(c.id, Mentor, many, 1)) }},
		{"long topic", stray, "invalid", func(m *Mentoring, c *club) error { return second(m.Join(c.id, Mentor, []string{long[:82]}, 1)) }},
		{"goal", tess, "invalid", func(m *Mentoring, c *club) error { return second(m.AddGoal(c.pair, long, Date{})) }},
		{"no goal", tess, "invalid", func(m *Mentoring, c *club) error { return second(m.AddGoal(c.pair, "", Date{})) }},
		{"goal of yesterday", tess, "invalid", func(m *Mentoring, c *club) error { return second(m.AddGoal(c.pair, "talk", in(-1))) }},
		{"goal that is not", tess, "not found", func(m *Mentoring, c *club) error { return second(m.CloseGoal(c.pair, "g", GoalReached)) }},
		{"goal that is not, moved", tess, "not found", func(m *Mentoring, c *club) error { return second(m.MoveGoal(c.pair, "g", in(1))) }},
		{"goal moved to yesterday", tess, "invalid", func(m *Mentoring, c *club) error {
			g, err := m.AddGoal(c.pair, "talk", Date{})
			if err != nil {
				return Fault(KindUnknown, "goal", err)
			}
			return second(m.MoveGoal(c.pair, g.ID, in(-1)))
		}},
		{"26 goals", tess, "invalid", func(m *Mentoring, c *club) error {
			for range MostGoals {
				if _, err := m.AddGoal(c.pair, "one more", Date{}); err != nil {
					return Fault(KindUnknown, "goal", err)
				}
			}
			return second(m.AddGoal(c.pair, "one more", Date{}))
		}},
		{"no stars", tess, "invalid", func(m *Mentoring, c *club) error { return second(m.Rate(c.pair, FeedbackMonth, 0, "")) }},
		{"six stars", tess, "invalid", func(m *Mentoring, c *club) error { return second(m.Rate(c.pair, FeedbackMonth, 6, "")) }},
		{"comment", tess, "invalid", func(m *Mentoring, c *club) error { return second(m.Rate(c.pair, FeedbackMonth, 5, long)) }},
		{"about something", tess, "invalid", func(m *Mentoring, c *club) error { return second(m.Rate(c.pair, "life", 5, "")) }},
		{"about no session", tess, "stale", func(m *Mentoring, c *club) error { return second(m.Rate(c.pair, in(0).String(), 5, "")) }},
		{"shout-out", tess, "invalid", func(m *Mentoring, c *club) error { return second(m.Shout(c.pair, long)) }},
		{"no shout-out", tess, "invalid", func(m *Mentoring, c *club) error { return second(m.Shout(c.pair, " ")) }},
		{"pause until today", tess, "invalid", func(m *Mentoring, c *club) error { return second(m.PauseMe(c.id, in(0))) }},
		{"pair until today", tess, "invalid", func(m *Mentoring, c *club) error { return second(m.PausePair(c.pair, in(0))) }},
		{"nobody asked", olga, "stale", func(m *Mentoring, c *club) error { return second(m.LetIn(c.id, tess, true)) }},
		{"no program", olga, "not found", func(m *Mentoring, _ *club) error { return second(m.Report("p")) }},
		{"no pair", olga, "not found", func(m *Mentoring, _ *club) error { return second(m.Unpair("p")) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newClub(t)
			if got := word(c.can(tc.who, func(m *Mentoring) error { return tc.do(m, c) })); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

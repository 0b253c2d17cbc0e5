package view

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

// engineering is the summary that PRODUCT.md draws.
func engineering() SummaryPost {
	to := domain.On(2026, time.November, 8)
	s := domain.Summary{
		Name: "Engineering Mentors", Zone: "Europe/Berlin", On: to.AddDays(1), From: to.AddDays(-6), To: to, Started: domain.On(2026, time.October, 5),
		Sessions: 23, Before: 19, Total: 98, Median: 3, Pairs: 40, Active: 38, ActiveBefore: 37, Paused: 2,
		OnTrack: 27, Due: 5, Overdue: 3, Early: 3, NeverMet: 1, Unmatched: 2, GoalsMade: 9, GoalsReached: 4,
		Figure: domain.Figure{N: 17, Tenths: 46}, Shouts: []domain.Shout{{From: "Lena", To: "Omar", Text: "You read my talk at 11 pm. It worked."}},
	}
	for i, n := range []int{15, 20, 21, 19, 23} {
		s.Weeks = append(s.Weeks, domain.WeekCount{To: to.AddDays(7 * (i - 4)), Sessions: n})
	}
	return SummaryPost{Summary: s, Program: "p1", Picture: "F0CHART001"}
}

func TestSummary(t *testing.T) {
	but := func(f func(*SummaryPost)) SummaryPost {
		p := engineering()
		f(&p)
		return p
	}
	few := func(p *SummaryPost) {
		p.Summary = domain.Summary{
			Name: p.Name, Zone: p.Zone, On: p.On, From: p.From, To: p.To, Started: p.Started, Sessions: 1, Before: 3, Total: 9, Few: true, Weeks: p.Weeks,
		}
	}
	golden{
		"usual":           Summary(engineering()),
		"without picture": Summary(but(func(p *SummaryPost) { p.Picture = "" })),
		"one of each": Summary(but(func(p *SummaryPost) {
			p.Sessions, p.Before, p.Median, p.Paused, p.Due, p.Overdue, p.Early, p.NeverMet, p.Unmatched, p.GoalsReached = 1, 0, 2.5, 0, 0, 1, 0, 0, 1, 0
			p.ActiveBefore, p.Figure, p.Shouts = -1, domain.Figure{}, nil
		})),
		"empty week": Summary(but(func(p *SummaryPost) { p.Sessions = 0 })),
		"empty week of few": Summary(but(func(p *SummaryPost) {
			few(p)
			p.Sessions = 0
		})),
		"first week": Summary(but(func(p *SummaryPost) {
			p.Started, p.Before, p.Total, p.Weeks, p.Shouts = p.From.AddDays(2), 0, 23, p.Weeks[4:], nil
		})),
		"first week, empty": Summary(but(func(p *SummaryPost) {
			few(p)
			p.Started, p.Sessions, p.Before, p.Total, p.Weeks = p.From.AddDays(2), 0, 0, 0, p.Weeks[4:]
		})),
		"few":     Summary(but(few)),
		"closing": Summary(but(atItsEnd)),
		"preview": SummaryPreview(but(func(p *SummaryPost) { p.Picture = "" })),
		"bounds":  Summary(but(func(p *SummaryPost) { p.Figure = domain.Figure{N: 5, High: true, Tenths: 48} })),
		"new year": Summary(but(func(p *SummaryPost) {
			p.From, p.To = domain.On(2026, time.December, 28), domain.On(2027, time.January, 3)
		})),
		"months": Summary(but(func(p *SummaryPost) {
			p.From, p.To = domain.On(2026, time.October, 26), domain.On(2026, time.November, 1)
		})),
		"evil": Summary(but(func(p *SummaryPost) {
			p.Name, p.Zone = "<!channel> *x* "+strings.Repeat("y", 200), "UTC"
			p.Shouts[0].Text = "<!channel> <@U1> <https://x.test|free> & “quoted”\nthree\nlines " + strings.Repeat("z", 400)
			p.Shouts[0].To = "<!here>"
		})),
		"stranger": Summary(but(func(p *SummaryPost) { p.Shouts[0].To = "" })),
	}.check(t, "summary")
}

// atItsEnd makes a summary the last one.
func atItsEnd(p *SummaryPost) {
	p.Closing, p.From, p.On = true, p.Started, p.To
	p.Sessions, p.Before, p.Active, p.ActiveBefore, p.Paused, p.OnTrack, p.Due, p.Overdue, p.Early, p.Unmatched = p.Total, 0, 0, 0, 0, 0, 0, 0, 0, 0
}

// What PRODUCT.md section 7 draws is said in its words and in its order.
func TestTheSummarySaysWhatWasPromised(t *testing.T) {
	const want = `*Engineering Mentors* · Mon 2 – Sun 8 Nov 2026, Berlin time
23 sessions this week (19 last), 98 since 5 Oct; median 3 a pair.
38 of 40 pairs active (37 last week), 2 paused.
On track 27 · due 5 · overdue 3 · too early to tell 3
1 pair never met; 2 people unmatched.
Goals: 9 opened, 4 completed. Feedback 4.6 of 5 (n = 17).
*Lena*, to *Omar*, out loud: “You read my talk at 11 pm. It worked.” _(opted in by both)_
Sessions a week 15, 20, 21, 19, 23.
Counts only. Notes never appear here.`
	if got := Summary(engineering()).Text; got != want {
		t.Errorf("said\n%s\nwant\n%s", got, want)
	}
}

// Among few pairs nothing is said but how many sessions there were, whatever else
// the numbers hold.
func TestAmongFewNothingElseIsSaid(t *testing.T) {
	p := engineering()
	p.Few = true
	text := Summary(p).Text
	for _, never := range []string{"median", "active", "paused", "track", "overdue", "never met", "unmatched", "Goals", "Feedback", fmt.Sprint(p.Pairs)} {
		if strings.Contains(text, never) {
			t.Errorf("among fewer than five pairs it says %q:\n%s", never, text)
		}
	}
}

package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rapport/bot/view"
	"rapport/domain"
)

func (d *desk) goal(text string) Answer { d.t.Helper(); return d.slash(view.VerbGoal, text) }

// aims lists the goals that stand, "Speak at GopherCon by 2027-06-30 open".
func (d *desk) aims() string {
	var all []string
	for _, g := range d.goals {
		if !g.Undone {
			all = append(all, strings.TrimSpace(g.What+" by "+g.By.String())+" "+string(g.State))
		}
	}
	return strings.Join(all, ", ")
}

func (d *desk) aimed(want string) {
	d.t.Helper()
	if got := d.aims(); got != want {
		d.t.Errorf("goals are %q, want %q", got, want)
	}
}

func TestGoalIsNotedAndLinked(t *testing.T) {
	d := newDesk(t)
	d.says(d.goal(""), "No goal so far")
	m := d.says(d.goal("Speak at GopherCon by 1 june"), "Noted: “Speak at GopherCon”, by Tue 1 Jun 2027. Who could help you get there?")
	d.says(d.presses(m, "Undo"), "Undone: what you said of your goal: “Speak at GopherCon”")
	d.aimed("")
	d.people("add\nJane\nOmar\nTom")
	m = d.says(d.goal("Speak at GopherCon by 1 june"))
	d.says(d.goal("speak at gophercon"), "You have that goal already")
	d.aimed("Speak at GopherCon by 2027-06-01 open")

	form := d.presses(m, "Link people").Modal
	a := d.submits(form, "who="+string(d.who("Jane").ID)+"|"+string(d.who("Tom").ID))
	if d.says(a, "*Jane* and *Tom* stand behind “Speak at GopherCon” now."); !a.Replace {
		t.Error("the echo stays")
	}
	linked := *a.Message
	d.says(d.goal("Omar for GopherCon"), "*Omar* stands behind “Speak at GopherCon” now.")
	list := d.says(d.goal(""), "1. *Speak at GopherCon* · by Tue 1 Jun 2027\nBehind it: *Jane*, *Omar* and *Tom*.")

	form = d.presses(list, "Link people").Modal
	if got := inputs(form)[view.WhoBlock]; strings.Count(got, "|") != 2 {
		t.Errorf("chosen are %q", got)
	}
	a = d.submits(form, "who="+string(d.who("Tom").ID))
	d.says(a, "*Jane* and *Omar* don't stand behind “Speak at GopherCon” any more.", "Behind it: *Tom*.")
	d.says(d.submits(form, "who="+string(d.who("Tom").ID)), "Nothing was changed")
	d.says(d.presses(linked, "Undo"), "Undone: who stands behind the goal")
}

func TestGoalsAreListedAndSettledInPlace(t *testing.T) {
	d := newDesk(t)
	d.people("add\nJane")
	d.goal("Speak at GopherCon")
	d.goal("Find a mentor by 1 march")
	d.goal("Jane for mentor")
	m := d.says(d.plainly(view.VerbGoal, ""), "*Your goals* · 2", "1. *Speak at GopherCon*\nNobody stands behind it yet", "2. *Find a mentor* · by Mon 1 Mar 2027\nBehind it: *Jane*.")
	a := d.do(d.press(m, "Reached", 1))
	if !a.Replace {
		t.Error("the list stays as it was")
	}
	after := d.says(a, "“Find a mentor” is reached. Congratulations! *Jane* was behind it", "1. *Speak at GopherCon*")
	d.aimed("Speak at GopherCon by open, Find a mentor by 2027-03-01 reached")
	d.says(d.presses(m, "Drop"), "“Speak at GopherCon” is off the list", "“Find a mentor” is reached, noted today. Nothing more to do.")
	d.says(d.do(d.press(m, "Reached", 1)), "“Find a mentor” is reached, noted today")
	d.says(d.do(d.press(m, "Edit", 1)), "“Find a mentor” is reached, noted today")
	d.says(d.presses(after, "Undo"), "2. *Find a mentor* · by Mon 1 Mar 2027")
	d.aimed("Speak at GopherCon by dropped, Find a mentor by 2027-03-01 open")

	m = d.says(d.goal(""))
	a = d.do(unseen(d.press(m, "Reached", 0)))
	m = d.says(a, "✓ “Find a mentor” is reached", "No goal so far")
	d.says(d.do(unseen(d.press(m, "Undo", 0))), "Undone", "*Your goals* · 1")
	d.says(d.goal("1 drop"), "“Find a mentor” is off the list")
}

func TestGoalIsChangedByForm(t *testing.T) {
	d := newDesk(t)
	list := d.says(d.goal(""))
	form := d.presses(list, "New goal").Modal
	for _, c := range []struct {
		why, block string
		values     []string
	}{
		{view.NothingSaid, view.WhatBlock, []string{"what= "}},
		{view.GoalTooLong, view.WhatBlock, []string{"what=" + strings.Repeat("x", 301)}},
		{view.DayOver, view.ByBlock, []string{"what=Speak", "by=2026-11-23"}},
		{view.NoDate, view.ByBlock, []string{"what=Speak", "by=soon"}},
	} {
		if got := d.submits(form, c.values...).Errors[c.block]; got != c.why {
			t.Errorf("%v: %q, want %q", c.values, got, c.why)
		}
	}
	d.says(d.submits(form, "what=Speak at GopherCon", "by=2026-11-25"), "Noted: “Speak at GopherCon”, by Wed 25 Nov.", "help you get there")
	d.later(3)
	m := d.says(d.goal(""), "was meant for Wed 25 Nov")
	form = d.presses(m, "Edit").Modal
	a := d.submits(form, "what=Speak at dotGo", "by=2026-11-25")
	d.says(a, "Changed: “Speak at dotGo”, by Wed 25 Nov.", "1. *Speak at dotGo*")
	d.says(d.submits(form, "what=Speak at dotGo", "by="), "Changed: “Speak at dotGo”.")
	d.aimed("Speak at dotGo by open")
	d.goal("1 drop")
	if _, err := d.try(submission(form, "what=Again")); domain.KindOf(err) != domain.KindStale {
		t.Errorf("a dropped goal was changed: %v", err)
	}
}

// A goal that comes again with a day is the same goal, and that is its day from now on.
func TestAGoalThatComesAgainWithADay(t *testing.T) {
	d := newDesk(t)
	d.people("add\nJane")
	d.goal("Learn Rust")
	d.goal("Jane for Rust")
	m := d.says(d.goal("learn rust by 31 march"), "You have that goal already. Changed: “Learn Rust”, by Wed 31 Mar 2027; it had no day before.")
	d.aimed("Learn Rust by 2027-03-31 open")
	d.says(d.goal("Learn Rust by 31 march"), "You have that goal already: “Learn Rust”, by Wed 31 Mar 2027.")
	d.says(d.goal("Learn Rust by june"), "Changed: “Learn Rust”, by Wed 30 Jun 2027; it was Wed 31 Mar 2027 before.")
	d.says(d.goal(""), "*Your goals* · 1\n1. *Learn Rust* · by Wed 30 Jun 2027\nBehind it: *Jane*.")
	d.says(d.goal("Learn Rust by 2026-11-01"), "That day is over", "Nothing was noted")
	d.aimed("Learn Rust by 2027-06-30 open")
	d.says(d.presses(m, "Undo"), "You changed “Learn Rust” since then; that stays.")
	d.says(d.rapport("undo"), "Undone: what you said of your goal: “Learn Rust”")
	d.aimed("Learn Rust by 2027-03-31 open")
}

func TestMoreGoalsThanAreKept(t *testing.T) {
	d := newDesk(t)
	for i := range domain.MostGoals {
		d.goal(fmt.Sprintf("Reach place %c", 'a'+i))
	}
	d.says(d.goal("One more wish"), "Nothing was noted: twenty-five goals")
	m := d.says(d.goal(""), "*Your goals* · 25 · page 1 of 3", "10. *Reach place j*")
	m = d.says(d.presses(m, "Next"), "page 2 of 3", "11. *Reach place k*")
	form := d.presses(m, "New goal").Modal
	if got := d.submits(form, "what=One more wish").Errors[view.WhatBlock]; got != view.TooManyGoal {
		t.Errorf("the form says %q", got)
	}
	d.says(d.submits(form, "what=reach place a", view.ByBlock+"=2027-06-30"), "Changed: “Reach place a”, by Wed 30 Jun 2027; it had no day before.")
	d.says(d.do(unseen(d.press(m, "Reached", 0))), "“Reach place k” is reached", "*Your goals* · 24 · page 2 of 3")
}

func TestGoalsThatCannotBeReadSayWhatToType(t *testing.T) {
	d := newDesk(t)
	d.says(d.goal("help"), "/goal Jane for GopherCon")
	d.says(d.goal("Speak by 31 feb"), "There is no such day", "Nothing was noted")
	d.says(d.goal("Speak by 2026-11-01"), "That day is over", "Nothing was noted")
	d.says(d.goal(strings.Repeat("x", 301)), "longer than I can keep")
	d.aimed("")
}

func TestNobodyIsThereToLink(t *testing.T) {
	d := newDesk(t)
	m := d.says(d.goal("Speak"), "Who could help")
	d.presses(m, "Name someone")
	d.says(d.presses(d.says(d.goal("")), "Link people"), "nobody in your circle yet")
}

// A goal of which a digest or the weekly question speaks is answered there.
func TestAGoalIsAnsweredInAnItem(t *testing.T) {
	d := newDesk(t)
	d.people("add\nJane")
	d.goal("Speak at GopherCon")
	prompt := domain.Prompt{Items: []domain.PromptItem{{Rule: domain.GoalAlone, Goal: &d.goals[0]}}}
	m := view.Identify(view.PromptPage{Name: "Mia", Hour: 9, Today: d.today(), Prompt: prompt})
	form := d.presses(m, "Link people").Modal
	d.says(d.submits(form, "who="+string(d.who("Jane").ID)), "*Jane* stands behind “Speak at GopherCon” now.")
	if !slices.Contains(d.who("Jane").Goals, d.goals[0].ID) {
		t.Error("Jane isn't linked")
	}
}

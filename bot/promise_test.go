package bot

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
)

func (d *desk) promise(text string) Answer { d.t.Helper(); return d.slash(view.VerbPromise, text) }

// plainly is a command in a direct message, where no form can open.
func (d *desk) plainly(verb, text string) Answer {
	d.t.Helper()
	return d.do(Command{Verb: verb, Args: text, Channel: "D1", Reply: Reply{Door: TypedDoor}})
}

// promised lists the promises that stand with somebody, "mine pricing sheet by
// 2026-11-27 open".
func (d *desk) promised(name string) string {
	c := d.who(name)
	if c == nil {
		return "nobody"
	}
	var all []string
	for _, p := range c.Promises {
		if p.Undone {
			continue
		}
		side := "mine"
		if p.Theirs {
			side = "theirs"
		}
		all = append(all, side+" "+p.What+" by "+p.Due.String()+" "+string(p.State))
	}
	return strings.Join(all, ", ")
}

func (d *desk) stands(name, want string) {
	d.t.Helper()
	if got := d.promised(name); got != want {
		d.t.Errorf("%s: promises are %q, want %q", name, got, want)
	}
}

// unseen is a press as Slack sends it from an ephemeral message: without it.
func unseen(c Command) Command {
	c.Reply.Blocks = slack.Blocks{}
	return c
}

func TestPromiseIsNotedBothWays(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	m := d.says(d.promise("Jane the pricing sheet by friday"), "you promised *Jane* “the pricing sheet”, by Fri 27 Nov", "the day before")
	d.stands("Jane", "mine the pricing sheet by 2026-11-27 open")
	d.says(d.promise("from Jane an intro to Omar by 4 dec"), "*Jane* promised you “an intro to Omar”, by Fri 4 Dec", "once")
	d.says(d.promise("Jane the pricing sheet by friday"), "You have that already")
	d.stands("Jane", "mine the pricing sheet by 2026-11-27 open, theirs an intro to Omar by 2026-12-04 open")
	d.says(d.presses(m, "Undo"), "Undone: what you noted for *Jane*")
	d.says(d.presses(m, "Undo"), "undone already")
	d.stands("Jane", "theirs an intro to Omar by 2026-12-04 open")
}

func TestPromiseToSomebodyNewAddsThem(t *testing.T) {
	d := newDesk(t)
	m := d.says(d.promise("Priya Nair the slides by tomorrow"), "Nothing noted yet. Whom do you mean by “Priya Nair”?")
	m = d.says(d.presses(m, "Someone new: Priya Nair"), "*Priya Nair* is new in your circle", "on the day")
	if c := d.who("Priya Nair"); c == nil || c.Phase != domain.Identifying {
		t.Fatalf("Priya is %+v", c)
	}
	d.says(d.presses(m, "Undo"), "out of your circle again")
}

func TestPromiseBringsBackWhoWasArchived(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	d.people("Jane archive")
	d.says(d.promise("Jane slides by friday"), "back in your circle")
	if d.who("Jane").Archived {
		t.Error("Jane is still archived")
	}
}

func TestATouchBringsBackWhoWasArchived(t *testing.T) {
	for what, do := range map[string]func(*desk) Answer{
		"met":      func(d *desk) Answer { return d.met("Jane call") },
		"identify": func(d *desk) Answer { return d.identify("Jane -- runs the meetup") },
		"asked":    func(d *desk) Answer { return d.ask("Jane a lift asked yesterday") },
	} {
		t.Run(what, func(t *testing.T) {
			d := newDesk(t)
			d.met("Jane coffee yesterday")
			d.people("Jane archive")
			m := d.says(do(d), "*Jane* was archived, and is back in your circle.")
			if d.who("Jane").Archived {
				t.Error("Jane is still archived")
			}
			d.presses(m, "Undo")
			if !d.who("Jane").Archived {
				t.Error("Undo leaves Jane in the circle")
			}
		})
	}
}

// Without a date the form opens with all that was said; where no form can open,
// buttons ask. What was typed is in both.
func TestPromiseWithoutADateLosesNothing(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	form := d.promise("from Jane the pricing sheet").Modal
	if form == nil {
		t.Fatal("no form")
	}
	raw := inputs(form)
	if raw[view.WhatBlock] != "the pricing sheet" || raw[view.WhoseBlock] != view.WhoseTheirs || raw[view.WhoBlock] != string(d.who("Jane").ID) {
		t.Errorf("the form holds %v", raw)
	}
	d.stands("Jane", "")

	m := d.says(d.plainly(view.VerbPromise, "Jane the slides"), "Nothing noted yet. By when? You promised *Jane* “the slides”.")
	a := d.presses(m, "Another day")
	if a.Modal == nil || inputs(a.Modal)[view.WhatBlock] != "the slides" {
		t.Fatalf("the form is %+v", a.Modal)
	}
	d.says(d.presses(m, "Friday"), "you promised *Jane* “the slides”, by Fri 27 Nov")
	d.stands("Jane", "mine the slides by 2026-11-27 open")
	d.says(d.presses(m, "In a week"), "That question is over")
	d.says(d.presses(m, "Another day"), "That question is over")
	if _, err := d.try(submission(a.Modal, "who="+string(d.who("Jane").ID), "whose=mine", "what=the slides", "by=2026-12-01")); domain.KindOf(err) != domain.KindStale {
		t.Errorf("the form of an answered question: %v", err)
	}
	d.stands("Jane", "mine the slides by 2026-11-27 open")
}

func TestPromiseForm(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	m := d.says(d.promise(""), "No promise is open")
	form := d.presses(m, "New promise").Modal
	jane := string(d.who("Jane").ID)
	for _, c := range []struct {
		why, block string
		values     []string
	}{
		{view.NobodyChosen, view.WhoBlock, []string{"what=slides", "by=2026-11-27"}},
		{view.OneOfTwo, view.NewBlock, []string{"who=" + jane, "new=Tom", "what=slides", "by=2026-11-27"}},
		{view.NameTooLong, view.NewBlock, []string{"new=" + strings.Repeat("x", 201), "what=slides", "by=2026-11-27"}},
		{view.NothingSaid, view.WhatBlock, []string{"who=" + jane, "what= ", "by=2026-11-27"}},
		{view.NoDate, view.ByBlock, []string{"who=" + jane, "what=slides", "by="}},
		{view.DayOver, view.ByBlock, []string{"who=" + jane, "what=slides", "by=2026-11-23"}},
	} {
		if got := d.submits(form, append(c.values, "whose=mine")...).Errors[c.block]; got != c.why {
			t.Errorf("%v: %s says %q, want %q", c.values, c.block, got, c.why)
		}
	}
	d.says(d.submits(form, "new=jane", "whose=theirs", "what=slides", "by=2026-11-24"), "*Jane* promised you “slides”, by today (Tue 24 Nov)")
	d.says(d.submits(form, "new=Tom Berg", "whose=mine", "what=slides", "by=2026-11-25"), "*Tom Berg* is new")
	d.stands("Jane", "theirs slides by 2026-11-24 open")
}

func TestPromisesAreListedAndSettledInPlace(t *testing.T) {
	d := newDesk(t)
	d.people("add\nJane\nOmar\nTom")
	d.promise("Jane the slides by friday")
	d.promise("from Omar an intro by tomorrow")
	d.promise("Tom a call by tomorrow")
	m := d.says(d.plainly(view.VerbPromise, ""), "*Open promises* · 3", "*What you promised*\n*Tom* · “a call”\nDue tomorrow", "*Jane* · “the slides”\nDue Friday (27 Nov) · promised today", "*What you were promised*\n*Omar* · “an intro”\nExpected tomorrow")
	a := d.presses(m, "Kept")
	if !a.Replace {
		t.Error("the list still stands as it was")
	}
	after := d.says(a, "✓ *Tom*: “a call” is done. You kept your word.", "*Jane* · “the slides”")
	d.stands("Tom", "mine a call by 2026-11-25 kept")
	// A second window still shows the list as it was: nothing comes back, and nothing is doubled.
	d.says(d.presses(m, "They kept it"), "*Omar* kept their word: “an intro”", "*Tom*: “a call” was kept, noted today")
	d.says(d.presses(m, "Kept"), "“a call” was kept, noted today. Nothing more to do.")
	back := d.says(d.presses(after, "Undo"), "*Tom* · “a call”\nDue tomorrow")
	d.says(d.presses(back, "Drop"), "*Tom*: “a call” is off the list")
	d.stands("Tom", "mine a call by 2026-11-25 dropped")
}

// An ephemeral list can't be changed in part: it is said again.
func TestAnEphemeralListIsSaidAgain(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	for i := range 12 {
		d.promise("Jane thing " + string(rune('a'+i)) + " by 4 dec")
	}
	m := d.says(d.promise(""), "page 1 of 2")
	m = d.says(d.do(unseen(d.press(m, "Next", 0))), "page 2 of 2", "“thing k”")
	a := d.do(unseen(d.press(m, "Kept", 0)))
	if !a.Replace {
		t.Error("the old list stays")
	}
	m = d.says(a, "✓ *Jane*: “thing k” is done", "*Open promises* · 11 · page 2 of 2", "“thing l”")
	a = d.do(unseen(d.press(m, "Undo", 0)))
	if !a.Replace {
		t.Error("the old list stays")
	}
	d.says(a, "Undone: what became of the promise for *Jane*", "*Open promises* · 12 · page 2 of 2", "“thing k”")
	a = d.do(unseen(d.press(m, "Undo", 0)))
	if d.says(a, "undone already"); a.Replace {
		t.Error("the list is gone")
	}
}

func TestPromiseIsRescheduled(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	echo := d.says(d.promise("Jane the slides by friday"))
	form := d.presses(echo, "Change date").Modal
	if got := d.submits(form, "by=2026-11-20").Errors[view.ByBlock]; got != view.DayOver {
		t.Errorf("a day that is over: %q", got)
	}
	a := d.submits(form, "by=2026-12-01")
	if d.says(a, "*Jane*: “the slides” has time until Tue 1 Dec now."); !a.Replace {
		t.Error("the old echo stays")
	}
	d.says(d.submits(form, "by=2026-12-01"), "stays as it is")
	d.later(1)
	list := d.says(d.plainly(view.VerbPromise, ""))
	a = d.submits(d.presses(list, "Reschedule").Modal, "by=2026-12-04")
	if d.says(a, "has time until Fri 4 Dec now. If they count on the old day", "*Open promises* · 1"); !a.Replace {
		t.Error("the old list stays")
	}
	d.stands("Jane", "mine the slides by 2026-12-04 open")
	d.promise("Jane kept")
	d.says(d.presses(list, "Reschedule"), "was kept")
	d.says(d.submits(form, "by=2026-12-09"), "was kept")
}

func TestPromiseIsSettledByWords(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	d.promise("Jane the slides by friday")
	d.promise("Jane the pricing sheet by 4 dec")
	m := d.says(d.promise("Jane kept"), "Which promise between you and *Jane* do you mean?")
	d.says(d.presses(m, "the slides, by 27 Nov"), "“the slides” is done")
	d.says(d.promise("Jane drop pricing"), "“the pricing sheet” is off the list")
	d.says(d.promise("Jane kept"), "No promise between you and *Jane* is open")
	d.promise("from Jane an intro by friday")
	d.says(d.promise("Jane move to 9 dec"), "has time until Wed 9 Dec now")
	d.says(d.promise("Jane broken"), "“an intro” didn't come")
	d.stands("Jane", "mine the slides by 2026-11-27 kept, mine the pricing sheet by 2026-12-04 dropped, theirs an intro by 2026-12-09 broken")
}

func TestPromisesThatCannotBeReadSayWhatToType(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	d.says(d.promise("Jane slides by 31 feb"), "There is no such day as", "Nothing was noted", "by friday")
	d.says(d.promise("Jane slides by 2026-11-20"), "That day is over", "Nothing was noted")
	d.says(d.promise("Jane"), "what was promised", "Nothing was noted")
	d.says(d.promise("help"), "/promise Jane kept")
	d.stands("Jane", "")
	m := d.says(d.promise("Jnae slides by friday"), "Nothing noted yet. Whom do you mean by “Jnae”?")
	d.says(d.presses(m, "Never mind"), "Nothing was changed")
}

// The same words work behind /rapport and in a direct message.
func TestPromisesComeThroughEveryDoor(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	d.says(d.rapport("promise Jane the slides by friday"), "you promised *Jane* “the slides”")
	d.says(d.types("promise Jane a call by friday"), "you promised *Jane* “a call”")
	d.says(d.types("promise"), "*Open promises* · 2")
	d.says(d.types("goal Speak at GopherCon"), "Noted: “Speak at GopherCon”")
	d.says(d.types("identify Lena Okafor -- runs the meetup"), "*Lena Okafor* is on your list")
	d.says(d.types("help promise"), "/promise from Jane")
	d.says(d.types("help identify"), "Three questions")
}

// A late promise of the member's keeps the next phase closed, and says so; keeping
// it opens the way.
func TestALatePromiseClosesTheWay(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee yesterday +initiated")
	d.met("Jane lunch")
	d.promise("Jane the slides by tomorrow")
	d.later(3)
	m := d.says(d.people("Jane to nurturing"), "stays in Relating", "You promised *Jane* “the slides”, and it was due Wed 25 Nov", "opens the way again")
	d.says(d.presses(m, "Kept"), "Late, and kept all the same", "Nothing is late with *Jane* any more", "All that Nurturing takes is there now")
	d.says(d.people("Jane to nurturing"), "Relating → Nurturing")
}

func TestAPromiseKeptIsEvidence(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee yesterday")
	d.met("Jane lunch")
	d.promise("Jane the slides by tomorrow")
	d.says(d.promise("Jane kept"), "It is on the card as a word kept", "All that Nurturing takes")
	d.promise("Jane a call by tomorrow")
	d.hears(d.promise("Jane kept"), "It is on the card as a word kept")
}

// inputs are the values that a form is filled in with.
func inputs(v *slack.ModalViewRequest) map[string]string {
	all := map[string]string{}
	for _, b := range v.Blocks.BlockSet {
		in, ok := b.(*slack.InputBlock)
		if !ok {
			continue
		}
		switch e := in.Element.(type) {
		case *slack.PlainTextInputBlockElement:
			all[in.BlockID] = e.InitialValue
		case *slack.DatePickerBlockElement:
			all[in.BlockID] = e.InitialDate
		case *slack.SelectBlockElement:
			if e.InitialOption != nil {
				all[in.BlockID] = e.InitialOption.Value
			}
		case *slack.MultiSelectBlockElement:
			var many []string
			for _, o := range e.InitialOptions {
				many = append(many, o.Value)
			}
			all[in.BlockID] = strings.Join(many, "|")
		}
	}
	return all
}

package bot

import (
	"testing"

	"rapport/bot/view"
	"rapport/domain"
)

func TestACardSaysWhatThereIs(t *testing.T) {
	d := newDesk(t)
	d.met("Jane Doe coffee -- Ada starts school")
	d.people("Jane Doe #gopher")
	d.people("Jane Doe birthday 3 may")
	d.people("Jane Doe -- likes tea")
	m := d.says(d.people("jane"),
		"*Jane Doe* #gopher", "Relating since Tue 24 Nov", "Last coffee today", "Every 2 weeks, 30 days at the longest · as Relating has it",
		"I'll bring them up around", "Birthday: 3 May", "• Tue 24 Nov: coffee “Ada starts school”", "“likes tea”, noted Tue 24 Nov",
		"*What Nurturing takes*", "○ In touch on 2 different days: 1 of 2 so far", "One of these is enough:", "○ They took the initiative: not yet")
	a := d.submits(d.chooses(m, "They took the initiative").Modal, "on=2026-11-24")
	m = d.says(a, "Noted for today: *Jane Doe* took the initiative", "✓ They took the initiative, Tue 24 Nov")
	if !a.Replace || !a.HomeDirty {
		t.Errorf("the answer is %+v", a)
	}
	d.says(d.presses(m, "Undo"), "Undone", "○ They took the initiative")
	if n := len(d.contacts); n != 1 {
		t.Errorf("%d contacts", n)
	}
}

func TestADoubleTapOnACardCountsOnce(t *testing.T) {
	d := newDesk(t)
	d.people("add Tom")
	m := d.says(d.people("Tom"))
	a := d.presses(m, "Log it")
	d.says(a, "*Tom*: logged contact, today", "Relating")
	d.says(d.presses(m, "Log it"), "*Tom*: logged contact")
	d.touched("Tom", "2026-11-24 contact")
	m = d.says(a)
	form := d.chooses(m, "They replied promptly").Modal
	d.submits(form, "on=2026-11-23")
	d.says(d.submits(form, "on=2026-11-23"), "on the card already")
	if n := len(d.who("Tom").Signals); n != 1 {
		t.Errorf("%d signals", n)
	}
	d.says(d.presses(m, "Undo"), "Undone")
	d.touched("Tom", "")
}

func TestMovingFollowsTheLaw(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	m := d.says(d.people("Jane to nurturing"), "*Jane* stays in Relating for now. Nothing was changed.", "1 of 2 so far",
		"They took the initiative: not yet", "They shared a need: not yet")
	d.says(d.presses(m, "Move to Identifying"), "*Jane*: Relating → Identifying", "Going back is free", "Relating stays open")
	d.says(d.people("Jane to relating"), "Identifying → Relating")
	d.says(d.people("Jane to relating"), "stands in Relating already")
	d.says(d.people("Jane to capitalizing"), "two steps beyond Relating", "What Nurturing takes")

	d.submits(d.chooses(d.says(d.people("Jane")), "They took the initiative").Modal, "on=2026-11-20")
	d.met("Jane call yesterday")
	m = d.says(d.people("Jane"), "All that Nurturing takes is there")
	a := d.chooses(m, "Nurturing")
	m = d.says(a, "Relating → Nurturing", "learn what they need", "*What Sustaining takes*")
	if !a.Replace || d.who("Jane").Phase != domain.Nurturing {
		t.Errorf("%+v, %s", a, d.who("Jane").Phase)
	}
	m = d.says(d.presses(m, "Undo"), "Undone")
	if d.who("Jane").Phase != domain.Relating {
		t.Error("the move stands")
	}
	d.chooses(m, "Nurturing")
	m = d.says(d.people("Jane"), "○ You did something of use for them: not yet")
	form := d.chooses(m, "I did something for them").Modal
	if errs := d.submits(form, "what= ", "on=2026-11-24").Errors; errs[view.WhatBlock] == "" {
		t.Errorf("errors are %v", errs)
	}
	if errs := d.submits(form, "what=x", "on=2026-11-25").Errors; errs[view.OnBlock] == "" {
		t.Errorf("errors are %v", errs)
	}
	m = d.says(d.submits(form, "what=pricing sheet", "on=2026-11-20"), "you did “pricing sheet” for *Jane* on Fri 20 Nov")
	form = d.chooses(m, "They noticed what I did").Modal
	if errs := d.submits(form, "which="+string(d.who("Jane").Values[0].ID), "on=2026-11-19").Errors; errs[view.OnBlock] != view.BeforeDone {
		t.Errorf("errors are %v", errs)
	}
	m = d.says(d.submits(form, "which="+string(d.who("Jane").Values[0].ID), "on=2026-11-23"), "All that Sustaining takes is there now")
	d.says(d.chooses(m, "Sustaining"), "Nurturing → Sustaining", "1 of 2 so far, took the initiative on Fri 20 Nov")
}

func TestChangesOfACard(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	for _, c := range []struct{ text, says string }{
		{"Jane #gopher #oslo", "*Jane*: #gopher and #oslo added."},
		{"Jane -#oslo", "*Jane*: #oslo taken off."},
		{"Jane every 6 weeks", "*Jane*: every 6 weeks from now on, 84 days at the longest."},
		{"Jane every default", "*Jane* follows the common rhythm again"},
		{"Jane birthday 3 may 1980", "*Jane*: birthday on 3 May 1980, noted."},
		{"Jane -- likes tea", "Noted for *Jane*: “likes tea”"},
		{"Jane rest", "*Jane* rests now"},
		{"Jane wake", "*Jane* is back"},
		{"Jane archive", "*Jane* is archived"},
		{"Jane restore", "*Jane* is back in your circle"},
	} {
		before := *d.who("Jane")
		m := d.says(d.people(c.text), c.says)
		d.says(d.presses(m, "Undo"), "Undone")
		got := *d.who("Jane")
		if got.Resting != before.Resting || got.Archived != before.Archived || got.Cadence != before.Cadence ||
			len(got.Tags) != len(before.Tags) || len(got.Occasions) != len(before.Occasions) || got.Touched != before.Touched {
			t.Errorf("%s: undo left %+v, was %+v", c.text, got, before)
		}
		d.says(d.people(c.text), c.says)
	}
	d.says(d.people("#gopher every 6 weeks"), "#gopher: every 6 weeks from now on", "1 person now")
	d.says(d.people("Jane"), "Every 6 weeks, 84 days at the longest · from a tag")
	d.says(d.people("#gopher every default"), "The rhythm of #gopher is gone")
}

func TestCardButtons(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	m := d.says(d.people("Jane"))
	d.says(d.chooses(m, "Snooze 1 month"), "snoozed until Thu 24 Dec", "Snoozed until")
	m = d.says(d.chooses(m, "Rest"), "rests now", "Rests.")
	m = d.says(d.chooses(m, "Wake"), "is back")
	m = d.says(d.chooses(m, "Archive"), "archived")
	m = d.says(d.presses(m, "Restore"), "back in your circle")
	d.says(d.submits(d.chooses(m, "Rhythm").Modal, "custom=every 10 days"), "every 10 days from now on", "their own rhythm")
	old := Command{Verb: view.VerbCardRhythm, Args: string(d.who("Jane").ID), Trigger: "t", Reply: Reply{Door: ButtonDoor}}
	d.says(d.submits(d.do(old).Modal, "rhythm=every week"), "every week")
}

func TestUnknownNamesAreNotGuessed(t *testing.T) {
	d := newDesk(t)
	d.met("Jane Doe coffee")
	d.people("add Jane Miller")
	d.says(d.people("Zebulon"), "I don't know anybody called “Zebulon”", "adds somebody new")
	m := d.says(d.people("Jane #gopher"), "Nothing changed yet. Whom do you mean by “Jane”?")
	a := d.presses(m, "Jane Doe")
	d.says(a, "*Jane Doe*: #gopher added.")
	if !a.Replace || len(d.who("Jane Miller").Tags) != 0 {
		t.Error("the question still stands there, or the other one was tagged")
	}
	d.says(d.presses(m, "Jane Doe"), "question is over")
	m = d.says(d.people("Jnae Doe"), "Whom do you mean")
	d.says(d.presses(m, "Jane Doe"), "*Jane Doe* #gopher")
}

func TestCardsOpenAsSheetsOnHome(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	id := string(d.who("Jane").ID)
	a := d.do(Command{Verb: view.VerbPeoplePage, Args: view.PageValue(view.Filter{}, 1), Trigger: "t", Reply: Reply{Door: HomeDoor, ViewID: "V1"}})
	if a.Modal == nil || a.Message != nil {
		t.Fatalf("the answer is %+v", a)
	}
	a = d.do(Command{Verb: view.VerbCardMore, Args: view.CardRest + " " + id, Trigger: "t", Reply: Reply{Door: ButtonDoor, ViewID: "V2"}})
	if a.Modal == nil || !a.HomeDirty || !d.who("Jane").Resting {
		t.Fatalf("the answer is %+v", a)
	}
}

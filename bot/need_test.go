package bot

import (
	"testing"

	"rapport/bot/view"
	"rapport/domain"
)

// needs lists the needs of somebody by state.
func (d *desk) needs(name string) (states []domain.NeedState) {
	for _, n := range d.who(name).Needs {
		if !n.Undone {
			states = append(states, n.State)
		}
	}
	return states
}

func TestANeedIsHeardOfferedMetAndNoticed(t *testing.T) {
	d := newDesk(t)
	m := d.says(d.met("Jane coffee +need"), "*Jane* shared a need")
	form := d.presses(m, "What do they need?").Modal
	if errs := d.submits(form, "what= ", "on=2026-11-25").Errors; errs[view.WhatBlock] == "" || errs[view.OnBlock] == "" || errs[view.UrgencyBlock] == "" {
		t.Errorf("errors are %v", errs)
	}
	m = d.says(d.submits(form, "what=a reviewer for her talk", "urgency=urgent", "asked=asked", "on=2026-11-23"),
		"*Jane* asked you for “a reviewer for her talk”, in the next days", "What could you offer")
	form = d.presses(m, "I can offer…").Modal
	if errs := d.submits(form, "offer= ").Errors; errs[view.OfferBlock] == "" {
		t.Errorf("errors are %v", errs)
	}
	m = d.says(d.submits(form, "offer=an hour on Thursday"), "you can offer *Jane* “an hour on Thursday”")
	d.says(d.people("Jane"), "They asked you for “a reviewer for her talk”, and it is urgent", "You can offer “an hour on Thursday”")
	form = d.presses(m, "I did it").Modal
	if errs := d.submits(form, "what=an hour", "on=2026-11-22").Errors; errs[view.OnBlock] != view.BeforeNeed {
		t.Errorf("errors are %v", errs)
	}
	d.says(d.submits(form, "what=an hour on Tuesday", "on=2026-11-24"), "you did “an hour on Tuesday” for *Jane*", "Whether they noticed")
	d.says(d.submits(form, "what=an hour on Tuesday", "on=2026-11-24"), "That is done already")
	d.says(d.presses(m, "I did it"), "That is done already")
	if got := d.needs("Jane"); len(got) != 1 || got[0] != domain.NeedMet {
		t.Errorf("needs are %v", got)
	}
	card := d.says(d.people("Jane"), "You did “an hour on Tuesday” for them on Tue 24 Nov. Did they notice?")
	seen := Command{Verb: view.VerbValueSeen, Channel: "D1", Trigger: "t", Reply: Reply{Door: ButtonDoor, BlockID: "card.value0"}}
	seen.Args = view.RecordValue(d.who("Jane").ID, d.who("Jane").Values[0].ID)
	a := d.do(seen)
	d.says(a, "*Jane* saw the value of “an hour on Tuesday”", "*Jane*\nRelating since")
	if !a.Replace || card.Text == a.Message.Text {
		t.Error("the card is not shown anew")
	}
	d.says(d.do(seen), "It is noted already")
}

func TestNeedsFromTheCard(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	m := d.says(d.people("Jane"))
	a := d.submits(d.chooses(m, "They shared a need").Modal, "what=a designer", "urgency=someday", "on=2026-11-24")
	m = d.says(a, "*Jane* needs “a designer”, some day", "They need “a designer”, without haste (told Tue 24 Nov)", "✓ They shared a need, Tue 24 Nov")
	if !a.Replace {
		t.Error("the old card still stands there")
	}
	d.says(d.presses(m, "Undo"), "Undone", "○ They shared a need")
	d.says(d.people("Jane needs a designer"), "*Jane* needs “a designer”")
	need := d.who("Jane").Needs[1]
	drop := Command{
		Verb: view.VerbNeedMore, Args: view.VerbNeedDrop + " " + view.RecordValue(d.who("Jane").ID, need.ID),
		Channel: "D1", Trigger: "t", Reply: Reply{Door: ButtonDoor, BlockID: "card.need0"},
	}
	d.says(d.do(drop), "doesn't need “a designer” any more", "Relating since")
	d.says(d.do(drop), "That is over already")
	drop.Args = view.VerbNeedMore + " x"
	if _, err := d.try(drop); domain.KindOf(err) != domain.KindStale {
		t.Errorf("err is %v", err)
	}
}

func TestWhatWentTheOtherWay(t *testing.T) {
	d := newDesk(t)
	m := d.says(d.met("Jane & Omar lunch yesterday +helped"), "Logged")
	d.says(d.submits(d.presses(m, "What did you do for Jane?").Modal, "what=found her a flat", "on=2026-11-20", "seen=seen"),
		"you did “found her a flat” for *Jane* on Fri 20 Nov, and they noticed")
	m = d.says(d.people("Omar"))
	d.says(d.submits(d.chooses(m, "They did something for me").Modal, "what=read my draft", "on=2026-11-22"),
		"*Omar* did “read my draft” for you on Sun 22 Nov")
	d.says(d.people("Omar got a flat"), "you did “a flat” for *Omar*", "It goes both ways.")
	d.says(d.people("Omar gave me a book"), "did “a book” for you")

	value := d.who("Omar").Values[1].ID
	not := Command{Verb: view.VerbValueNot, Args: view.RecordValue(d.who("Omar").ID, value), Channel: "D1", Reply: Reply{Door: ButtonDoor}}
	d.says(d.do(not), "I'll ask again in a month")
	if told := d.told[domain.Telling{Rule: domain.Unrecognised, Contact: d.who("Omar").ID, Subject: string(value)}]; told.Answered != d.today() {
		t.Errorf("told is %+v", told)
	}
	m = d.says(d.people("Omar"))
	form := d.chooses(m, "They noticed what I did").Modal
	d.says(d.submits(form, "which=nothing", "on=2026-11-24"), "not on the card any more")
	d.says(d.submits(form, "which="+string(value), "on=2026-11-24"), "*Omar* saw the value of “a flat”")
	d.people("add Zoe")
	form = d.chooses(d.says(d.people("Zoe")), "They noticed what I did").Modal
	d.says(d.submits(form, "what=an idea", "on=2026-11-24", "seen=seen"), "you did “an idea” for *Zoe* on Tue 24 Nov, and they noticed")
}

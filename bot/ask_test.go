package bot

import (
	"slices"
	"strings"
	"testing"

	"rapport/bot/view"
	"rapport/domain"
)

func (d *desk) ask(text string) Answer { d.t.Helper(); return d.slash(view.VerbAsk, text) }

// trusted puts somebody where the evidence for an ask is complete.
func (d *desk) trusted(name string) {
	d.t.Helper()
	d.met(name + " coffee 3 weeks ago +initiated")
	d.met(name + " call yesterday +prompt +candid")
	d.people(name + " to nurturing")
	form := d.chooses(d.says(d.people(name)), "I did something for them").Modal
	d.submits(form, "what=pricing sheet", "on=2026-11-20", "seen=seen")
	d.people(name + " to sustaining")
	if got := d.who(name).Phase; got != domain.Sustaining {
		d.t.Fatalf("%s stands in %s", name, got)
	}
}

// asked lists the asks of somebody by state.
func (d *desk) asked(name string) (states []domain.AskState) {
	for _, a := range d.who(name).Asks {
		if !a.Undone {
			states = append(states, a.State)
		}
	}
	return states
}

func TestAnEarlyAskIsNotDraftedButRemembered(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	m := d.says(d.ask("Jane introduce me to Lena at Acme by 4 dec"), "a little early to ask *Jane* to “introduce me to Lena at Acme”",
		"Nothing was recorded, and nothing moved", "next step on the way is Nurturing", "1 of 2 so far", "Be in touch once more", "`asked yesterday`")
	if len(d.asked("Jane"))+len(d.questions) != 0 || d.who("Jane").Phase != domain.Relating {
		t.Error("something was kept")
	}
	form := d.presses(m, "They took the initiative").Modal
	d.says(d.submits(form, "on=2026-11-23"), "Noted for Mon 23 Nov: *Jane* took the initiative")

	d.met("Jane call yesterday")
	m = d.says(d.ask("Jane introduce me to Lena at Acme by 4 dec"), "Nurturing, and it is open")
	d.says(d.presses(m, "Move to Nurturing"), "Relating → Nurturing")

	m = d.says(d.ask("Jane intro to Lena asked yesterday"), "Noted: you asked *Jane* for “an intro to Lena”, yesterday (Mon 23 Nov).")
	if got := d.asked("Jane"); len(got) != 1 || got[0] != domain.AskWaiting || d.who("Jane").Phase != domain.Nurturing {
		t.Errorf("asks are %v", got)
	}
	d.says(d.presses(m, "They declined"), "That's theirs to say. I won't bring it up again.")
	d.says(d.ask(""), "You have no request open")
}

func TestAnAskIsLookedAtBeforeItIsMade(t *testing.T) {
	d := newDesk(t)
	d.trusted("Jane")
	m := d.says(d.ask("Jane some help"), "It doesn't say what exactly", "You named no day", "by Fri 27 Nov", "Nothing makes it easy yet",
		"> Hi Jane, I have a request, and no is fine.", "from Sustaining to Capitalizing")
	if len(d.asked("Jane")) != 0 || d.who("Jane").Phase != domain.Sustaining {
		t.Fatal("it was recorded before the member's word")
	}
	form := d.presses(m, "Improve").Modal
	if errs := d.submits(form, "who="+string(d.who("Jane").ID), "what= ", "by=2026-11-23").Errors; errs[view.WhatBlock] == "" || errs[view.ByBlock] != view.DayOver {
		t.Errorf("errors are %v", errs)
	}
	a := d.submits(form, "who="+string(d.who("Jane").ID), "what=introduce me to Lena Okafor at Acme", "by=2026-12-04", "link=https://example.org/lena")
	better := d.says(a, "It is clear, leaves them time", "Could you introduce me to Lena Okafor at Acme?", "by Friday 4 December", "https://example.org/lena")
	if !a.Replace {
		t.Error("the weak draft still stands there")
	}
	d.says(d.presses(m, "I'll ask it"), "That draft is over")
	a = d.presses(better, "I'll ask it")
	m = d.says(a, "Noted: you ask *Jane* to “introduce me to Lena Okafor at Acme”", "from Sustaining to Capitalizing", "> Hi Jane")
	if !a.Replace || d.who("Jane").Phase != domain.Capitalizing || len(d.asked("Jane")) != 1 {
		t.Errorf("asks are %v, in %s", d.asked("Jane"), d.who("Jane").Phase)
	}
	a = d.presses(better, "I'll ask it")
	d.says(a, "That draft is over")
	if a.Replace || len(d.asked("Jane")) != 1 {
		t.Error("a second press had an effect")
	}
	d.says(d.ask("Jane review of my talk by 4 dec https://example.org"), "Your request to “introduce me to Lena Okafor at Acme” still waits")
	d.says(d.presses(m, "Undo"), "Undone")
	if d.who("Jane").Phase != domain.Sustaining || len(d.asked("Jane")) != 0 {
		t.Error("the ask stands")
	}
}

func TestADraftCanBePutAside(t *testing.T) {
	d := newDesk(t)
	d.trusted("Jane")
	m := d.says(d.ask("Jane introduce me to Lena Okafor by 4 dec"))
	d.says(d.presses(m, "Not now"), "Fine, not now. Nothing was recorded")
	d.says(d.presses(m, "Improve"), "That draft is over")
	m = d.says(d.ask("Jane introduce me to Lena Okafor by 27 nov"))
	d.later(6)
	m = d.says(d.presses(m, "I'll ask it"), "You'd like to ask", "has passed")
	d.later(8)
	d.says(d.presses(m, "I'll ask it"), "That draft is over")
	m = d.says(d.ask("Jane introduce me to Lena Okafor by 31 dec"))
	d.people("Jane archive")
	d.says(d.presses(m, "I'll ask it"), "I don't have that person any more")
}

func TestTheLifeOfAnAsk(t *testing.T) {
	d := newDesk(t)
	d.trusted("Jane")
	d.says(d.ask("list"), "You have no request open", "/ask Jane introduce me")
	d.presses(d.says(d.ask("Jane introduce me to Lena Okafor by 4 dec https://example.org")), "I'll ask it")
	list := d.says(d.ask(""), "1 open", "*Jane* · you asked them to “introduce me to Lena Okafor”, an answer is hoped for by Fri 4 Dec")
	a := d.submits(d.presses(list, "More time").Modal, "by=2026-12-11")
	list = d.says(a, "*Jane* has until Fri 11 Dec now", "hoped for by Fri 11 Dec")
	if !a.Replace {
		t.Error("the old list still stands there")
	}
	a = d.presses(list, "They agreed")
	m := d.says(a, "How good!", "> Thank you, Jane, for being ready to introduce me to Lena Okafor!", "A thank-you is next")
	if !a.Replace {
		t.Error("the old list still stands there")
	}
	d.says(d.presses(list, "They agreed"), "I know already")
	d.says(d.presses(list, "More time"), "I know already")
	d.says(d.presses(m, "Undo"), "Undone", "hoped for by Fri 11 Dec")
	m = d.says(d.presses(list, "They agreed"))
	d.says(d.presses(m, "Thanked"), "You thanked *Jane*", "*Lately*", "they agreed, and you thanked them")
	d.says(d.presses(list, "They declined"), "closed already: *Jane* agreed")
	if got := d.asked("Jane"); len(got) != 1 || got[0] != domain.AskThanked {
		t.Errorf("asks are %v", got)
	}
	d.says(d.people("Jane"), "It goes both ways")
}

func TestAnAskIsAnsweredByWords(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	d.says(d.ask("Jane agreed"), "No request to *Jane* is open. Nothing was changed.")
	d.ask("Jane intro to Lena by 27 nov asked yesterday")
	d.says(d.ask("Jane thanked"), "no request that *Jane* agreed to")
	d.says(d.ask("Jane agreed"), "How good!", "> Thank you, Jane")
	d.says(d.ask("Jane agreed"), "I know already: *Jane* agreed")
	d.says(d.types("ask Jane thanked"), "You thanked *Jane*")
	d.ask("Jane a lift by 27 nov asked yesterday")
	d.ask("Jane a reference by 30 nov asked yesterday")
	d.says(d.ask("Jane declined"), "Nothing changed yet", "Which is it?", "“a lift”", "“a reference”")
	if got := d.asked("Jane"); !slices.Equal(got, []domain.AskState{domain.AskThanked, domain.AskWaiting, domain.AskWaiting}) {
		t.Errorf("asks are %v", got)
	}
}

func TestAnAskCanBeClosedAndTakenBack(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	d.ask("Jane intro to Lena asked yesterday")
	list := d.says(d.ask(""), "you asked them for “an intro to Lena” on Mon 23 Nov, no answer yet")
	if errs := d.submits(d.presses(list, "More time").Modal, "by=2026-11-23").Errors; errs[view.ByBlock] != view.DayOver {
		t.Errorf("errors are %v", errs)
	}
	form := d.presses(list, "More time").Modal
	m := d.says(d.presses(list, "Close"), "Closed: you had asked *Jane* for “an intro to Lena”", "closed on Tue 24 Nov")
	d.says(d.submits(form, "by=2026-12-01"), "That is closed already")
	d.says(d.presses(list, "Close"), "That is closed already")
	m2 := d.says(d.presses(m, "Undo"), "Undone: what came of the request for *Jane*.", "no answer yet")
	d.says(d.presses(m, "Undo"), "That is undone already")
	d.people("Jane archive")
	d.says(d.presses(m2, "They agreed"), "I don't have that person any more")
	more := Command{Verb: view.VerbAskMore, Args: "ask.some x", Reply: Reply{Door: ButtonDoor}}
	if _, err := d.try(more); domain.KindOf(err) != domain.KindStale {
		t.Errorf("err is %v", err)
	}
	undo := Command{Verb: view.VerbAskUndo, Args: "never", Reply: Reply{Door: ButtonDoor, BlockID: "asks.undo"}}
	d.says(d.do(undo), "There is nothing to undo")
}

func TestANoIsTheLastWord(t *testing.T) {
	d := newDesk(t)
	d.trusted("Jane")
	d.presses(d.says(d.ask("Jane introduce me to Lena Okafor by 4 dec https://example.org")), "I'll ask it")
	card := d.says(d.people("Jane"), "You asked them to “introduce me to Lena Okafor”")
	var value string
	for _, ask := range d.who("Jane").Asks {
		value = view.RecordValue(d.who("Jane").ID, ask.ID)
	}
	more := Command{Verb: view.VerbAskMore, Args: view.VerbAskDeclined + " " + value, Channel: "D1", Trigger: "t", Reply: Reply{Door: ButtonDoor, BlockID: "card.ask0"}}
	m := d.says(d.do(more), "That's theirs to say. I won't bring it up again.", "Capitalizing since")
	if n := len(m.Text); n >= len(card.Text)+100 {
		t.Errorf("the card says too much: %s", m.Text)
	}
	d.says(d.do(more), "That is answered already")
	for _, shown := range []view.Message{d.says(d.ask("")), d.says(d.people("Jane"))} {
		for _, said := range []string{"for “an intro", "Lena Okafor”", "declined"} {
			if strings.Contains(shown.Text, said) {
				t.Errorf("%q is brought up again: %s", said, shown.Text)
			}
		}
	}
	d.says(d.ask("Jane introduce me to Ada Lovelace at Babbage by 31 dec https://example.org"), "*Jane* said no to something on Tue 24 Nov", "until Sun 23 May 2027")
	m = d.says(d.ask("Jane introduce me to Ada Lovelace at Babbage by 31 dec https://example.org +offered"), "It is clear")
	d.says(d.presses(m, "I'll ask it"), "Noted")
}

func TestAskForms(t *testing.T) {
	d := newDesk(t)
	d.says(d.do(Command{Verb: view.VerbAskNew, Args: view.RecordValue("", ""), Trigger: "t", Reply: Reply{Door: ButtonDoor}}), "nobody in your circle yet")
	d.trusted("Jane")
	d.met("Omar coffee")
	form := d.presses(d.says(d.people("Jane")), "Ask").Modal
	if errs := d.submits(form, "what=x", "by=2026-12-04").Errors; errs[view.WhoBlock] != view.NobodyPicked {
		t.Errorf("errors are %v", errs)
	}
	if errs := d.submits(form, "what=x", "by=2026-12-04", "new=Zoe").Errors; errs[view.NewBlock] != view.NobodyCalled {
		t.Errorf("errors are %v", errs)
	}
	d.says(d.submits(form, "what=review my talk", "by=2026-12-04", "new=jane", "chose=chose"), "You'd like to ask *Jane* to “review my talk”")
	d.says(d.submits(form, "what=review my talk", "by=2026-12-04", "who="+string(d.who("Omar").ID)), "a little early to ask *Omar*")
	d.says(d.ask("help"), "*/ask* looks at a request")
	d.says(d.ask("Jane"), "I couldn't find what you'd like to ask")
	m := d.says(d.ask("Zoe introduce me to Lena by 4 dec"), "Nothing noted yet")
	d.says(d.presses(m, "Someone new: Zoe"), "I don't know anybody called “Zoe” yet")
	m = d.says(d.ask("Zoe intro to Lena asked today"), "Nothing noted yet")
	d.says(d.presses(m, "Someone new: Zoe"), "you asked *Zoe*", "new in your circle")
}

func TestFormsOfHomeStayInTheirModal(t *testing.T) {
	d := newDesk(t)
	d.trusted("Jane")
	id := string(d.who("Jane").ID)
	a := d.do(Command{Verb: view.VerbPeopleOpen, Args: id, Trigger: "t", Reply: Reply{Door: HomeDoor, ViewID: "V1"}})
	if a.Modal == nil {
		t.Fatalf("the answer is %+v", a)
	}
	in := func(verb, args, block string) Answer {
		return d.do(Command{Verb: verb, Args: args, Trigger: "t", Reply: Reply{Door: ButtonDoor, ViewID: "V1", BlockID: block}})
	}
	form := in(view.VerbCardRecord, view.HappenedValue(domain.ContactID(id), string(domain.Accepted)), "card.do").Modal
	a = d.do(Command{
		Verb: form.CallbackID, Values: Values{view.OnBlock: {"in": {One: "2026-11-24"}}},
		Reply: Reply{Door: ModalDoor, ViewID: "V1", Home: true, Private: form.PrivateMetadata},
	})
	if a.Modal == nil || a.Message != nil || !a.HomeDirty {
		t.Fatalf("the answer is %+v", a)
	}
	form = in(view.VerbAskNew, view.RecordValue(domain.ContactID(id), ""), "card.do").Modal
	a = d.do(Command{
		Verb: form.CallbackID, Reply: Reply{Door: ModalDoor, ViewID: "V1", Private: form.PrivateMetadata},
		Values: Values{view.WhoBlock: {"in": {One: id}}, view.WhatBlock: {"in": {One: "review my talk"}}, view.ByBlock: {"in": {One: "2026-12-04"}}},
	})
	if a.Modal == nil {
		t.Fatalf("the answer is %+v", a)
	}
	draft := d.press(view.Message{Blocks: a.Modal.Blocks.BlockSet}, "I'll ask it", 0)
	draft.Reply.ViewID = "V1"
	if a = d.do(draft); a.Modal == nil || len(d.asked("Jane")) != 1 {
		t.Fatalf("the answer is %+v", a)
	}
}

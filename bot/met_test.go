package bot

import (
	"slices"
	"testing"
	"time"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

func TestMetLogsAndEchoes(t *testing.T) {
	d := newDesk(t)
	d.says(d.met("Jane Doe coffee"), "Logged: coffee with *Jane Doe*, today (Tue 24 Nov).", "new in your circle: Relating")
	d.touched("Jane Doe", "2026-11-24 coffee")

	d.says(d.met("Jane Doe call yesterday -- moving to Oslo"), "yesterday (Mon 23 Nov)", "moving to Oslo", "stays Tue 24 Nov")
	d.touched("Jane Doe", "2026-11-24 coffee, 2026-11-23 call")
	if got := d.who("Jane Doe").Touched.Last; got != d.today() {
		t.Errorf("the last contact moved back to %s", got)
	}
}

func TestMetLogsSeveral(t *testing.T) {
	d := newDesk(t)
	d.says(d.met("Jane & Omar lunch +initiated"), "*Jane* and *Omar*", "new in your circle", "they took the initiative")
	d.touched("Jane", "2026-11-24 lunch")
	d.touched("Omar", "2026-11-24 lunch")
}

func TestMetSaysWhichYear(t *testing.T) {
	d := newDesk(t)
	d.says(d.met("Jane dinner 30 dec"), "Tue 30 Dec 2025")
}

func TestMetExplainsItself(t *testing.T) {
	d := newDesk(t)
	d.says(d.met("help"), "/met Jane coffee")
	a := d.do(Command{Verb: view.VerbMet, Reply: Reply{Door: TypedDoor}})
	d.says(a, "/met Jane coffee")
}

func TestMetKeepsNothingOfWhatItCantRead(t *testing.T) {
	d := newDesk(t)
	for _, text := range []string{"Jane 31 feb", "Jane coffee +candit", `"Jane coffee`, "coffee"} {
		d.says(d.met(text), "Nothing was logged")
	}
	if len(d.contacts) != 0 || len(d.questions) != 0 || d.member.LastMet != "" {
		t.Errorf("kept %d contacts, %d questions, last %q", len(d.contacts), len(d.questions), d.member.LastMet)
	}
}

func TestEveryErrorOfTheGrammarHasItsOwnSentence(t *testing.T) {
	fallback := unclear(&phrase.Error{Kind: "unheard of"}, view.VerbMet).Text
	for _, k := range []phrase.ErrorKind{
		phrase.NoName, phrase.TooMany, phrase.TooLong, phrase.BadDate, phrase.UnknownSignal,
		phrase.UnknownName, phrase.UnknownWord, phrase.BadCadence, phrase.OpenQuote,
	} {
		if unclear(&phrase.Error{Kind: k}, view.VerbMet).Text == fallback {
			t.Errorf("no sentence of its own for %q", k)
		}
	}
}

func TestMenusOfferTheKindsOfTheGrammar(t *testing.T) {
	for i, k := range phrase.Kinds {
		if i >= len(view.Kinds) || view.Kinds[i].Value != k.Name {
			t.Fatalf("menus offer %v, and the grammar knows %v", view.Kinds, phrase.Kinds)
		}
	}
}

func TestSameTextWithinAMinuteAsks(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	d.now = d.now.Add(30 * time.Second)
	m := d.says(d.met("Jane coffee"), "Log it again?")
	d.touched("Jane", "2026-11-24 coffee")

	a := d.presses(m, "No, once is enough")
	d.says(a, "Nothing was logged")
	if !a.Replace {
		t.Error("the question still stands there")
	}
	d.says(d.presses(m, "Log again"), "question is over")
	d.touched("Jane", "2026-11-24 coffee")

	m = d.says(d.met("Jane coffee"), "Log it again?")
	d.says(d.presses(m, "Log again"), "Logged: coffee")
	d.touched("Jane", "2026-11-24 coffee, 2026-11-24 coffee")

	d.now = d.now.Add(2 * time.Minute)
	d.says(d.met("Jane coffee"), "Logged: coffee")
}

func TestAfterUndoTheSameTextLogsAtOnce(t *testing.T) {
	d := newDesk(t)
	m := d.says(d.met("Jane coffee"))
	d.says(d.presses(m, "Undo"), "Undone", "out of your circle again")
	d.touched("Jane", "nobody")
	d.says(d.met("Jane coffee"), "Logged: coffee")
}

func TestUndoTwice(t *testing.T) {
	d := newDesk(t)
	m := d.says(d.met("Jane coffee"))
	if a := d.presses(m, "Undo"); !a.Replace {
		t.Error("the echo still stands there")
	}
	d.says(d.presses(m, "Undo"), "undone already")
	d.says(d.do(Command{Verb: view.VerbUndo}), "nothing to undo")
}

func TestUndoNamesWhatItKept(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	m := d.says(d.met("Jane call"))
	d.presses(m, "Undo")
	first := d.undo[0].Command
	d.met("Jane lunch")
	d.says(d.do(Command{Verb: view.VerbUndo, Args: string(first)}), "Jane", "stay in your circle")
	d.touched("Jane", "2026-11-24 lunch")
}

func TestBeforeDawnOffersYesterday(t *testing.T) {
	d := newDesk(t)
	d.now = time.Date(2026, 11, 25, 0, 30, 0, 0, time.UTC) // 01:30 in Berlin
	m := d.says(d.met("Jane drinks"), "today (Wed 25 Nov)")
	a := d.presses(m, "It was yesterday")
	d.says(a, "yesterday (Tue 24 Nov)")
	if !a.Replace {
		t.Error("the older echo still stands there")
	}
	d.touched("Jane", "2026-11-24 drinks")
}

func TestNoteAndDateAreChanged(t *testing.T) {
	d := newDesk(t)
	m := d.says(d.met("Jane coffee"))
	note := d.presses(m, "Add note").Modal
	a := d.submits(note, "note=Ada starts school")
	d.says(a, "Changed to: coffee", "Ada starts school")
	d.touched("Jane", "2026-11-24 coffee")

	// The older echo's buttons mean the corrected touch.
	date := d.presses(m, "Change date").Modal
	if errs := d.submits(date, "on=2026-11-25").Errors; errs[view.OnBlock] != view.NotHappened {
		t.Errorf("errors are %v", errs)
	}
	if errs := d.submits(date, "on=").Errors; errs[view.OnBlock] != view.NoDate {
		t.Errorf("errors are %v", errs)
	}
	m = d.says(d.submits(date, "on=2026-11-20"), "Fri 20 Nov", "Ada starts school")
	d.touched("Jane", "2026-11-20 coffee")

	d.says(d.presses(m, "Undo"), "your correction")
	d.touched("Jane", "2026-11-24 coffee")
	if got := d.who("Jane").Touched.Note; got != "Ada starts school" {
		t.Errorf("the note is %q", got)
	}
	date = d.presses(m, "Change date").Modal
	d.says(d.submits(date, "on=2026-11-19"), "Thu 19 Nov")
	d.touched("Jane", "2026-11-19 coffee")
}

func TestButtonsOfWhatWasUndoneSayStale(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	m := d.says(d.met("Jane call"))
	d.presses(m, "Undo")
	_, err := d.try(d.press(m, "Add note", 0))
	if domain.KindOf(err) != domain.KindStale {
		t.Errorf("got %v, want stale", err)
	}
}

func TestRecognisedAsksWhatWasDelivered(t *testing.T) {
	d := newDesk(t)
	m := d.says(d.met("Jane call +recognised"), "What was it?")
	form := d.presses(m, "What did Jane notice?").Modal
	if errs := d.submits(form, "what= ", "on=2026-11-24").Errors; errs[view.WhatBlock] == "" {
		t.Errorf("errors are %v", errs)
	}
	d.says(d.submits(form, "what=intro to Omar", "on=2026-11-03"), "intro to Omar", "Tue 3 Nov")
	v := d.who("Jane").Values
	if len(v) != 1 || v[0].Recognised != d.today() || v[0].Delivered != domain.On(2026, 11, 3) {
		t.Errorf("values are %+v", v)
	}
}

func TestADeliveryHasOneEffect(t *testing.T) {
	d := newDesk(t)
	c := Command{ID: "slash:same", Verb: view.VerbMet, Args: "Jane coffee", Trigger: "t", Reply: Reply{Door: SlashDoor}}
	d.do(c)
	if _, err := d.try(c); domain.KindOf(err) != domain.KindDuplicate {
		t.Errorf("got %v, want duplicate", err)
	}
	d.touched("Jane", "2026-11-24 coffee")
}

// TestWhatWasNoticedIsChosenOnTheEcho: a sign goes with the touch, once, and goes
// again with it.
func TestWhatWasNoticedIsChosenOnTheEcho(t *testing.T) {
	d := newDesk(t)
	signs := func() (all []domain.SignalKind) {
		for _, s := range d.who("Jane").Signals {
			if !s.Undone {
				all = append(all, s.Kind)
			}
		}
		return all
	}
	echo := d.says(d.met("Jane coffee +prompt"), "replied promptly")
	saw := d.press(echo, "They took the initiative", 0)
	for range 2 { // the second press means the same
		a := d.do(saw)
		echo = d.says(a, "Changed to: coffee with *Jane*", "Noticed: *Jane* took the initiative and replied promptly.")
		if !a.Replace {
			t.Error("the older echo still stands")
		}
	}
	d.touched("Jane", "2026-11-24 coffee")
	if got := signs(); !slices.Equal(got, []domain.SignalKind{domain.RepliedPromptly, domain.Initiated}) {
		t.Errorf("signs are %v", got)
	}
	d.says(d.presses(echo, "They shared a need"), "shared a need")
	d.says(d.presses(echo, "Undo"), "Undone")
	d.types("rapport undo")
	d.types("rapport undo")
	if got := signs(); !slices.Equal(got, []domain.SignalKind{domain.RepliedPromptly}) {
		t.Errorf("after undo the signs are %v", got)
	}
}

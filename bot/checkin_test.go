package bot

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/bot/view"
	"rapport/domain"
)

// checkin renders the check-in as the sender does.
func (d *desk) checkin() view.Message {
	d.t.Helper()
	p, err := d.Portfolio(d.t.Context(), mia, d.now)
	if err != nil {
		d.t.Fatal(err)
	}
	m, told, ok := renderCheckIn(p, d.today())
	if !ok {
		d.t.Fatal("the check-in has nothing to ask")
	}
	if err := d.Shown(d.t.Context(), domain.Delivery{Owner: mia, Kind: domain.CheckInDelivery, On: d.today()}, told); err != nil {
		d.t.Fatal(err)
	}
	wellFormed(d.t, m)
	return m
}

// saves presses Save with people chosen and others written.
func (d *desk) saves(m view.Message, others string, names ...string) Command {
	d.t.Helper()
	ids := make([]string, len(names))
	for i, n := range names {
		ids[i] = string(d.who(n).ID)
	}
	c := d.press(m, "Save", 0)
	c.Values = Values{view.CheckInWho: {"in": {Many: ids}}, view.CheckInOthers: {"in": {One: others}}}
	return c
}

func TestCheckInLogsThemAll(t *testing.T) {
	d := circle(t)
	m := d.checkin()
	d.says(Answer{Message: &m}, "Good afternoon, Mia. Whom did you meet this week?")
	d.says(d.presses(m, "Save"), "Nobody is chosen yet")
	save := d.saves(m, "Lena\nOmar lunch yesterday -- talked schools, kids, Ben call", "Ada", "Cleo")
	a := d.do(save)
	m = d.says(a, "✓ Logged: contact with *Ada* and *Cleo*, today (Tue 29 Dec).", "meeting with *Lena*", "lunch with *Omar*, yesterday (Mon 28 Dec)", "Noted: “talked schools, kids, Ben call”", "*Lena* is new in your circle")
	if !a.Replace {
		t.Error("the form stays")
	}
	d.touched("Ada", "2026-11-24 coffee, 2026-12-29 contact")
	d.touched("Omar", "2026-12-28 lunch")
	d.says(d.do(save), "That check-in is done already")
	d.touched("Ada", "2026-11-24 coffee, 2026-12-29 contact")
	d.says(d.presses(m, "Undo"), "Undone", "*Lena* and *Omar* were new with it")
	d.touched("Ada", "2026-11-24 coffee")
	d.touched("Omar", "nobody")
}

func TestCheckInAsksWithoutLosingTheRest(t *testing.T) {
	d := circle(t)
	d.met("Jane Doe call")
	d.later(8)
	m := d.checkin()
	m = d.says(d.do(d.saves(m, "Jane Miller coffee, \"open, 31 feb, Ben call, Cleo tomorrow", "Ada")),
		"contact with *Ada*", "You wrote “Jane Miller coffee”. Whom do you mean by “Jane Miller”?")
	if !strings.Contains(m.Text, "I couldn't read") {
		t.Errorf("said %q", m.Text)
	}
	m = d.says(d.presses(m, "Jane Doe"), "contact with *Ada*", "Logged: coffee with *Jane Doe*")
	d.touched("Jane Doe", "2026-12-29 call, 2027-01-06 coffee")
	// An answer is taken back where it stands, and the rest stays.
	last := d.press(m, "Undo", 1)
	d.says(d.do(last), "contact with *Ada*", "Undone: what came of your answer")
	d.touched("Jane Doe", "2026-12-29 call")
	d.touched("Ada", "2026-11-24 coffee, 2027-01-06 contact")
}

func TestCheckInRepeatsWhatWasNeverAnswered(t *testing.T) {
	d := circle(t)
	d.met("Jane Doe call")
	d.later(1)
	d.met("Jane Miller coffee")
	d.later(2)
	m := d.checkin()
	d.says(Answer{Message: &m}, "Still open: you typed “Jane Miller coffee” on 30 Dec 2026. Whom do you mean by “Jane Miller”?")
	d.says(d.presses(m, "Never mind"), "Whom did you meet this week?", "Nothing was logged")
	a := d.presses(m, "Jane Doe")
	m = d.says(a, "Whom did you meet this week?", "That question is over")
	if !a.Replace {
		t.Error("the form is gone")
	}
	d.met("Jane Miller lunch")
	a = d.do(d.saves(d.checkin(), "", "Ada"))
	d.says(d.presses(d.says(a, "contact with *Ada*", "Still open: you typed “Jane Miller lunch” today"), "Never mind"), "contact with *Ada*", "Nothing was logged")
	d.met("Jane Miller visit")
	if m := d.checkin(); !strings.Contains(m.Text, "Jane Miller visit") {
		t.Errorf("said %q", m.Text)
	}
	d.later(1)
	if m := d.checkin(); strings.Contains(m.Text, "Still open") {
		t.Errorf("asked in two check-ins: %q", m.Text)
	}
	_ = m
}

func TestAnAnswerLeavesAnEphemeralFormAlone(t *testing.T) {
	d := circle(t)
	d.met("Jane Doe call")
	d.met("Jane Miller coffee")
	m := d.says(d.rapport("checkin"), "Still open: you typed “Jane Miller coffee” today")
	a := d.do(unseen(d.press(m, "Jane Doe", 0)))
	d.says(a, "Logged: coffee with *Jane Doe*")
	if a.Replace {
		t.Error("the form is gone")
	}
}

func TestNobodyIsAnAnswer(t *testing.T) {
	d := circle(t)
	d.member.Unanswered = 2
	c := d.press(d.checkin(), "Nobody this week", 0)
	d.says(d.do(c), "that is an answer too")
	d.says(d.do(c), "That check-in is done already")
	if d.member.Unanswered != 0 {
		t.Errorf("%d digests count as unanswered", d.member.Unanswered)
	}
}

func TestLeavingTheCheckInIsOneTap(t *testing.T) {
	d := circle(t)
	m := d.checkin()
	if d.presses(m, "Change day").Modal == nil {
		t.Error("no form opened")
	}
	m = d.says(d.presses(m, "Turn off"), "no weekly check-in")
	if !d.member.Chosen.CheckInOff {
		t.Error("it comes all the same")
	}
	d.presses(m, "Undo")
	if d.member.Chosen.CheckInOff {
		t.Error("undo changed nothing")
	}
	if _, err := d.try(Command{Verb: view.VerbCheckInMore, Args: "nonsense", Reply: Reply{Door: ButtonDoor}}); domain.KindOf(err) != domain.KindStale {
		t.Errorf("got %v", err)
	}
	d.says(d.rapport("checkin"), "Whom did you meet this week?")
}

func TestCheckInOfAnEmptyCircle(t *testing.T) {
	d := newDesk(t)
	p, err := d.Portfolio(t.Context(), mia, d.now)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, ok := renderCheckIn(p, d.today()); ok {
		t.Error("somebody who keeps nobody is asked whom they met")
	}
	m := d.says(d.rapport("checkin"), "Whom did you meet this week?")
	d.says(d.do(d.saves(m, "Jane coffee")), "Logged: coffee with *Jane*")
}

func TestApart(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                   nil,
		" , \n, ":                            nil,
		"Omar lunch yesterday, Lena":         {"Omar lunch yesterday", "Lena"},
		"Omar\nLena, Sam":                    {"Omar", "Lena", "Sam"},
		"Omar -- talked schools, kids\nLena": {"Omar -- talked schools, kids", "Lena"},
		"Omar — schools, kids":               {"Omar — schools, kids"},
		`"Doe, Jane" coffee, Lena`:           {`"Doe, Jane" coffee`, "Lena"},
		"“Doe, Jane” coffee, Lena":           {"“Doe, Jane” coffee", "Lena"},
		"Lena, Omar call – Ada, and her school": {"Lena", "Omar call – Ada, and her school"},
	} {
		if diff := cmp.Diff(want, apart(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

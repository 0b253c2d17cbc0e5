package bot

import (
	"testing"

	"rapport/bot/view"
)

func TestWhichJane(t *testing.T) {
	d := newDesk(t)
	d.met("Jane Doe coffee")
	d.met(`"Jane Miller" coffee`)
	m := d.says(d.met("Jane lunch yesterday"), "Nothing logged yet", "Jane")
	d.touched("Jane Miller", "2026-11-24 coffee")
	d.later(1) // what was meant on the day of the question
	a := d.presses(m, "Jane Miller")
	d.says(a, "lunch with *Jane Miller*", "Mon 23 Nov")
	if !a.Replace {
		t.Error("the question still stands there")
	}
	d.touched("Jane Miller", "2026-11-24 coffee, 2026-11-23 lunch")
	d.says(d.presses(m, "Jane Doe"), "question is over")
	d.touched("Jane Doe", "2026-11-24 coffee")
}

func TestAQuestionCanBeLeftAlone(t *testing.T) {
	d := newDesk(t)
	d.met("Jane Doe coffee")
	d.met(`"Jane Miller" coffee`)
	m := d.says(d.met("Jane lunch"), "Nothing logged yet")
	d.says(d.presses(m, "Never mind"), "Nothing was logged")
	d.says(d.presses(m, "Jane Doe"), "question is over")
}

func TestAQuestionIsOverAfterAWeek(t *testing.T) {
	d := newDesk(t)
	d.met("Jane Doe coffee")
	d.met(`"Jane Miller" coffee`)
	m := d.says(d.met("Jane lunch"))
	d.later(8)
	d.says(d.presses(m, "Jane Doe"), "question is over")
	d.says(d.do(Command{Verb: view.VerbAnswer, Args: "junk", Reply: Reply{Door: ButtonDoor}}), "question is over")
}

func TestADateThatCanBeTwo(t *testing.T) {
	d := newDesk(t)
	m := d.says(d.met("Jane coffee 02/11"), "Nothing logged yet", "02/11")
	if d.who("Jane") != nil {
		t.Error("Jane was added before the answer")
	}
	row := firstButton(t, m)
	d.says(d.presses(m, row), "Logged: coffee with *Jane*")
}

func TestAFutureDateIsAskedAboutThen(t *testing.T) {
	d := newDesk(t)
	m := d.says(d.met("Jane drinks tomorrow"), "Nothing logged yet", "Wed 25 Nov")
	a := d.presses(m, firstButton(t, m))
	d.says(a, "I'll ask how it went", "drinks with *Jane*")
	jane := d.who("Jane")
	if jane == nil || jane.Planned.String() != "2026-11-25" || jane.PlannedKind != "drinks" || jane.Touched.Count != 0 {
		t.Fatalf("Jane is %+v", jane)
	}
	d.later(1)
	digest := d.digest()
	d.says(Answer{Message: &digest}, "drinks, planned for today")
	d.says(d.presses(digest, "Log it"), "logged drinks, today (Wed 25 Nov)")
	d.touched("Jane", "2026-11-25 drinks")
}

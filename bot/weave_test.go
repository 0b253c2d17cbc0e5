package bot

import (
	"testing"

	"rapport/bot/view"
	"rapport/domain"
)

// tie is how far the introduction of somebody to another has come.
func (d *desk) tie(name, other string) domain.IntroductionState {
	d.t.Helper()
	x, _ := d.who(name).Tie(d.who(other).ID)
	return x.State
}

func TestTwoAreAskedBeforeTheyMeet(t *testing.T) {
	d := newDesk(t)
	woven(d)
	m := d.digest()
	m = d.says(d.presses(m, "I'll ask both"), "✓ *Jane* and *Omar*: ask each first", "To *Jane*: “Would you like to meet Omar", "You two have berlin in common", "a no is fine")
	if d.tie("Jane", "Omar") != domain.IntroAccepted || d.tie("Omar", "Jane") != domain.IntroAccepted {
		t.Error("it doesn't stand on both cards")
	}
	done := d.press(m, "They've met", 0)
	m = d.says(d.do(done), "✓ *Jane* and *Omar* know each other through you now")
	if d.tie("Jane", "Omar") != domain.IntroDone || d.tie("Omar", "Jane") != domain.IntroDone {
		t.Error("the meeting doesn't stand on both cards")
	}
	was := len(d.who("Jane").Introductions)
	d.says(d.do(done), "know each other through you now")
	if got := len(d.who("Jane").Introductions); got != was {
		t.Errorf("pressed twice, %d introductions instead of %d", got, was)
	}
	m = d.says(d.presses(m, "Undo"), "✓ *Jane* and *Omar*: ask each first")
	if d.tie("Jane", "Omar") != domain.IntroAccepted {
		t.Error("undo went too far")
	}
	m = d.says(d.presses(m, "They've met"), "know each other")
	d.presses(m, "Undo")
	d.later(90)
	p, err := d.Portfolio(t.Context(), mia, d.now)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range domain.PlanDigest(p, d.today()).Shown {
		if n.Rule == domain.Weave {
			t.Error("two who are being asked are proposed again")
		}
	}
}

func TestAnIntroductionGoesOnFromTheCard(t *testing.T) {
	d := newDesk(t)
	woven(d)
	d.presses(d.digest(), "I'll ask both")
	m := d.says(d.people("Omar"), "You mean to introduce them to *Jane*")
	a := d.presses(m, "They've met")
	m = d.says(a, "*Omar* and *Jane* know each other through you now", "You introduced them to *Jane*")
	if !a.Replace || d.tie("Jane", "Omar") != domain.IntroDone {
		t.Error("the card was not changed")
	}
	d.says(d.presses(m, "Undo"), "You mean to introduce them to *Jane*")
}

func TestOneWouldRatherNot(t *testing.T) {
	d := newDesk(t)
	woven(d)
	m := d.says(d.presses(d.digest(), "I'll ask both"))
	d.says(d.presses(m, "Rather not"), "I won't propose these two again")
	if d.tie("Omar", "Jane") != domain.IntroDeclined {
		t.Error("the no doesn't stand")
	}
	d.later(31)
	p, err := d.Portfolio(t.Context(), mia, d.now)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range domain.PlanDigest(p, d.today()).Shown {
		if n.Rule == domain.Weave {
			t.Errorf("proposed again: %s and %s", n.Contact.Name, n.Third.Name)
		}
	}
}

func TestWeavingByWordAndMenu(t *testing.T) {
	d := newDesk(t)
	woven(d)
	d.digest()
	d.says(d.types("1 yes"), "ask each first")
	d.says(d.types("1 met"), "know each other through you now")
	pair := view.PairValue(d.who("Jane").ID, d.who("Omar").ID)
	for _, step := range [][2]string{
		{view.VerbWeaveDone, "know each other"}, {view.VerbWeaveYes, "settled already"}, {view.VerbWeaveNo, "settled already"},
	} {
		d.says(d.do(Command{Verb: view.VerbWeaveMore, Args: step[0] + " " + pair, Reply: Reply{Door: ButtonDoor}}), step[1])
	}
	for _, args := range []string{"", "nonsense", view.VerbWeaveYes + " alone"} {
		if _, err := d.try(Command{Verb: view.VerbWeaveMore, Args: args, Reply: Reply{Door: ButtonDoor}}); domain.KindOf(err) != domain.KindStale {
			t.Errorf("%q: %v", args, err)
		}
	}
	d.who("Omar").Archived = true
	d.says(d.do(Command{Verb: view.VerbWeaveYes, Args: pair, Reply: Reply{Door: ButtonDoor}}), "no longer there")
}

func TestAMenteeIsTakenAlong(t *testing.T) {
	d := newDesk(t)
	d.close("Jane").Touched.Kinds = 2
	d.people("Jane #mentee")
	m := d.digest()
	d.says(Answer{Message: &m}, "*Jane* · could meet your team", "lunch")
	d.says(d.types("1 yes"), "logged contact")
	d.types("undo")
	d.says(d.presses(m, "Not now"), "✓ *Jane*: not now")
}

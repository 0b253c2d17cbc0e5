package bot

import (
	"testing"

	"rapport/bot/view"
	"rapport/domain"
)

func (d *desk) prompt() view.Message {
	d.t.Helper()
	p, err := d.Portfolio(d.t.Context(), mia, d.now)
	if err != nil {
		d.t.Fatal(err)
	}
	m, shown, ok := renderIdentify(p, d.today())
	if !ok || len(shown) == 0 {
		d.t.Fatalf("prompt: %v, shown %v", ok, shown)
	}
	delivery := domain.Delivery{Owner: mia, Kind: domain.IdentifyDelivery, On: d.today()}
	if err := d.Shown(d.t.Context(), delivery, shown); err != nil {
		d.t.Fatal(err)
	}
	wellFormed(d.t, m)
	return m
}

func TestAnEmptyCircleIsFilled(t *testing.T) {
	d := newDesk(t)
	m := d.prompt()
	d.says(Answer{Message: &m}, "Your circle is empty")
	form := d.presses(m, "Add people").Modal
	if errs := d.submits(form, "names= \n ").Errors; errs[view.NamesBlock] != view.NobodyChosen {
		t.Errorf("errors are %v", errs)
	}
	d.says(d.submits(form, "names=Lena Okafor\nTom Berg", "why=runs the meetup"), "*Lena Okafor* and *Tom Berg* are on your list")
	if c := d.who("Lena Okafor"); c == nil || c.Phase.String() != "Identifying" || c.Touched.Note != "runs the meetup" {
		t.Errorf("Lena is %+v", c)
	}
	if errs := d.submits(form, "names=Sam\nlena okafor").Errors; errs[view.NamesBlock] != "You already have Lena Okafor." {
		t.Errorf("errors are %v", errs)
	}
	if d.who("Sam") != nil {
		t.Error("Sam was added all the same")
	}

	m = d.prompt()
	d.says(Answer{Message: &m}, "*Lena Okafor*: “runs the meetup”")
	m = d.says(d.presses(m, "Log first contact"), "✓ *Lena Okafor*: logged contact", "Relating from now on")
	m = d.says(d.presses(m, "Not now"), "✓ *Tom Berg*: snoozed until", "✓ *Lena Okafor*")
	d.touched("Lena Okafor", "2026-11-24 contact")
	d.says(d.presses(m, "Skip"), "that is an answer too", "✓ *Lena Okafor*")
}

func TestSomebodyRests(t *testing.T) {
	d := circle(t)
	a := d.do(Command{Verb: view.VerbIdentifyRest, Args: string(d.who("Cleo").ID)})
	d.says(d.submits(a.Modal, "rest="+string(d.who("Cleo").ID)), "*Cleo* rests now")
	if !d.who("Cleo").Resting {
		t.Error("Cleo doesn't rest")
	}
	d.who("Ada").Resting, d.who("Ben").Resting = true, true
	d.says(d.do(Command{Verb: view.VerbIdentifyRest}), "Nobody is left")
}

// dry is a desk whose weekly question has much to say.
func dry(t *testing.T) *desk {
	d := newDesk(t)
	d.member.Joined = d.now.AddDate(0, 0, -7)
	d.close("Priya")
	d.people("Priya #gophercon")
	d.goal("Speak at GopherCon by june")
	return d
}

func TestAGoalWithNobodyBehindIt(t *testing.T) {
	d := dry(t)
	m := d.prompt()
	m = d.says(Answer{Message: &m}, "“Speak at GopherCon” by", "has nobody behind it", "*Priya* is tagged #gophercon: whom would they say you should meet?", "Nobody new is on the way")
	form := d.presses(m, "Name someone").Modal
	d.says(d.submits(form, "names=Lena", "why=runs it"), "*Lena* is on your list")
	if got := d.who("Lena").Goals; len(got) != 1 || got[0] != d.goals[0].ID {
		t.Errorf("Lena serves %v", got)
	}
	// The form answered the item: the next press shows it.
	m = d.says(d.presses(m, "Link Priya"), "✓ *Priya* stands behind “Speak at GopherCon” now")
	if len(d.who("Priya").Goals) != 1 {
		t.Error("Priya is not linked")
	}
	d.says(d.presses(m, "Undo"), "*Priya*")
	if len(d.who("Priya").Goals) != 0 {
		t.Error("Priya is still linked")
	}
	for _, told := range d.told {
		if told.Rule == domain.GoalAlone && told.Times != 1 {
			t.Errorf("told %+v", told)
		}
	}
}

func TestALinkIsTakenBackWhereItStood(t *testing.T) {
	d := dry(t)
	m := d.prompt()
	was := m.Text
	m = d.says(d.presses(m, "Link Priya"), "✓ *Priya* stands behind")
	if m = d.says(d.presses(m, "Undo")); m.Text != was {
		t.Errorf("the item came back as\n%s\nand was\n%s", m.Text, was)
	}
	form := d.presses(m, "Name someone").Modal
	d.goals[0].Undone = true
	d.says(d.submits(form, "names=Lena"), "*Lena* is on your list")
	d.says(d.presses(m, "Link Priya"), "no longer there")
}

func TestSomebodyMetTwiceIsPlacedOrRemembered(t *testing.T) {
	d := newDesk(t)
	d.met("Tom coffee 3 weeks ago")
	d.met("Tom call yesterday")
	m := d.prompt()
	d.says(Answer{Message: &m}, "You met *Tom* twice, and haven't said yet where they belong")
	if d.presses(m, "Place Tom").Modal == nil {
		t.Error("no form opened")
	}
	m = d.says(d.presses(m, "Just remember"), "✓ *Tom* rests now")
	d.says(d.presses(m, "Undo"), "You met *Tom* twice")
}

func TestTwoSpellingsOfOnePerson(t *testing.T) {
	d := newDesk(t)
	d.met("Katarina Schulz coffee")
	d.met(`"Katarina Shulz" call`)
	m := d.prompt()
	d.says(Answer{Message: &m}, "one person? I can put the two cards together")
	d.says(d.presses(m, "Two people"), "two people, then. I won't ask again")
	d.later(28)
	p, err := d.Portfolio(t.Context(), mia, d.now)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range domain.PlanPrompt(p, d.today()).Items {
		if i.Rule == domain.SamePerson {
			t.Error("asked again")
		}
	}
}

func TestSkipIsAnAnswer(t *testing.T) {
	d := dry(t)
	d.member.Unanswered = 2
	a := d.presses(d.prompt(), "Skip")
	d.says(a, "that is an answer too")
	if !a.Replace || d.member.Unanswered != 0 {
		t.Errorf("replaced %v, %d unanswered", a.Replace, d.member.Unanswered)
	}
}

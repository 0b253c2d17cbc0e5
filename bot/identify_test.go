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

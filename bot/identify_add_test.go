package bot

import (
	"slices"
	"testing"

	"rapport/bot/view"
	"rapport/domain"
)

func (d *desk) identify(text string) Answer { d.t.Helper(); return d.slash(view.VerbIdentify, text) }

func TestIdentifyPutsSomebodyOnTheList(t *testing.T) {
	d := newDesk(t)
	m := d.says(d.identify("Lena Okafor #gophercon -- runs the meetup."), "*Lena Okafor* is on your list now.\nNoted: “runs the meetup.”", "• What could they add to your goals?")
	lena := d.who("Lena Okafor")
	if lena == nil || lena.Phase != domain.Identifying || !slices.Equal(lena.Tags, []string{"gophercon"}) || lena.Touched.Note != "runs the meetup." {
		t.Fatalf("Lena is %+v", lena)
	}
	d.says(d.identify("Lena Okafor -- writes well"), "*Lena Okafor* is in your circle already. I put “writes well” on the card.", "Identifying")
	d.says(d.identify("Lena Okafor"), "is in your circle already.")
	d.says(d.presses(m, "Undo"), "Undone")
}

func TestTheThreeQuestionsAreAnsweredByForm(t *testing.T) {
	d := newDesk(t)
	d.goal("Speak at GopherCon")
	m := d.says(d.identify("Lena -- runs the meetup"))
	form := d.presses(m, "Answer the three questions").Modal
	if got := d.submits(form, "adds= ").Errors[view.AddsBlock]; got != view.NothingTo {
		t.Errorf("an empty form: %q", got)
	}
	goal := string(d.goals[0].ID)
	a := d.submits(form, "adds=Knows the jury", "offers=A review of her slides", "goals="+goal)
	if d.says(a, "Noted about *Lena*.", "They add: “Knows the jury”", "You can offer: “A review of her slides”", "They could help with “Speak at GopherCon”.", "The rest can wait"); !a.Replace {
		t.Error("the questions still stand there")
	}
	if lena := d.who("Lena"); lena.Adds != "Knows the jury" || lena.Connects != "" || len(lena.Goals) != 1 {
		t.Errorf("Lena is %+v", lena)
	}
	form = d.do(Command{Verb: view.VerbIdentifyThree, Args: string(d.who("Lena").ID), Trigger: "t", Reply: Reply{Door: ButtonDoor, BlockID: "card.do"}}).Modal
	if got := inputs(form); got[view.AddsBlock] != "Knows the jury" || got[view.GoalsBlock] != goal {
		t.Errorf("the form holds %v", got)
	}
	d.says(d.submits(form, "adds=Knows the jury", "offers=A review of her slides", "connects=At the meetup", "goals="), "That is all it takes for a first step", "*Lena*")
	if lena := d.who("Lena"); len(lena.Goals) != 0 {
		t.Errorf("Lena is %+v", lena)
	}
}

func TestSomebodyIsPlacedByForm(t *testing.T) {
	d := newDesk(t)
	d.goal("Speak at GopherCon")
	d.met("Tom Berg coffee yesterday +initiated")
	d.met("Tom Berg call")
	tom := string(d.who("Tom Berg").ID)
	place := Command{Verb: view.VerbIdentifyPlace, Args: tom, Trigger: "t", Reply: Reply{Door: ButtonDoor}}
	form := d.do(place).Modal
	if got := inputs(form)[view.PlacePhaseBlock]; got != "Relating" {
		t.Errorf("preset is %q", got)
	}
	if got := d.submits(form, "phase=Relating", "tags=two#words "+tooLongTag).Errors[view.TagsBlock]; got != view.BadTags {
		t.Errorf("a bad tag: %q", got)
	}
	if got := d.submits(form, "phase=Sustaining").Errors[view.PlacePhaseBlock]; got != view.TooEarly {
		t.Errorf("a step too far: %q", got)
	}
	m := d.says(d.submits(form, "phase=Nurturing", "tags=#gopher, berlin", "goals="+string(d.goals[0].ID)),
		"*Tom Berg*: Relating → Nurturing, #gopher and #berlin added, stands behind “Speak at GopherCon”.")
	if c := d.who("Tom Berg"); !c.Placed || c.Phase != domain.Nurturing {
		t.Errorf("Tom is %+v", c)
	}
	d.says(d.presses(m, "Undo"), "Undone: where they belong for *Tom Berg*")
	if c := d.who("Tom Berg"); c.Placed || c.Phase != domain.Relating || len(c.Tags)+len(c.Goals) != 0 {
		t.Errorf("Tom is %+v", c)
	}
	d.says(d.submits(form, "phase=Relating"), "stays in Relating. I won't ask again")
	d.says(d.submits(form, "phase=Relating", "rests=rest"), "kept and remembered")
	if !d.who("Tom Berg").Resting {
		t.Error("Tom doesn't rest")
	}
}

const tooLongTag = "#aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeef"

func TestNotForMeArchives(t *testing.T) {
	d := newDesk(t)
	d.identify("Lena -- runs the meetup")
	id := string(d.who("Lena").ID)
	out := Command{Verb: view.VerbIdentifyOut, Args: id, Reply: Reply{Door: ButtonDoor}}
	m := d.says(d.do(out), "*Lena* is off your list")
	if !d.who("Lena").Archived {
		t.Error("Lena is still there")
	}
	d.says(d.do(out), "I don't have that person any more")
	d.says(d.presses(m, "Undo"), "Undone: taking somebody off the list")
	if d.who("Lena").Archived {
		t.Error("Lena is gone")
	}
}

func TestTheSameWhyIsNotDoubled(t *testing.T) {
	d := newDesk(t)
	d.identify("Lena -- runs the meetup")
	d.says(d.identify("Lena -- runs the meetup"), "in your circle already")
	if got := d.who("Lena").Notes; len(got) != 1 {
		t.Errorf("notes are %v", got)
	}
}

// A bare /identify shows the question of the week and uses nothing up.
func TestIdentifyShowsThisWeeksQuestion(t *testing.T) {
	d := newDesk(t)
	d.says(d.identify(""), "Your circle is empty so far")
	d.identify("Lena -- runs the meetup")
	m := d.says(d.identify(""), "Good morning, Mia.")
	if len(d.told) != 0 {
		t.Errorf("%v counts as told", d.told)
	}
	d.presses(m, "Skip")
	d.says(d.identify("help"), "/identify Lena Okafor")
	d.says(d.identify("#gopher"), "couldn't find a name", "Nothing was noted")
}

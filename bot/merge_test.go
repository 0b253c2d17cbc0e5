package bot

import (
	"strings"
	"testing"

	"rapport/bot/view"
	"rapport/domain"
)

// opens is the form that a button or a menu opens on the card of name.
func (d *desk) opensForm(name, menu string) Answer {
	d.t.Helper()
	return d.do(Command{
		Verb: view.VerbCardMore, Args: menu + " " + string(d.who(name).ID), Trigger: "trigger", Channel: "D1",
		Reply: Reply{Door: ButtonDoor, BlockID: "card.do", TS: "1764000000.000100"},
	})
}

func TestMerging(t *testing.T) {
	d := newDesk(t)
	d.met("Jane Doe coffee yesterday")
	d.met("Jo Miller lunch -- Ada starts school")
	old := d.who("Jo Miller").ID
	m := d.says(d.rapport("merge Jane Doe and Jo Miller"), "*Jo Miller* and *Jane Doe* would be one, called *Jane Doe*", "2 touches", "Nothing was changed yet")
	if d.who("Jo Miller").Removed {
		t.Fatal("the preview did it")
	}
	done := d.presses(m, "Make them one")
	merged := d.says(done, "are one now", "2 touches")
	if !done.Replace {
		t.Error("the preview still stands there")
	}
	d.says(d.people("Jane Doe"), "Ada starts school")
	d.says(d.people("Jo Miller"), "*Jane Doe*", "Ada starts school")
	// The button of last month acts on whom it means now.
	d.later(1)
	d.says(d.do(Command{Verb: view.VerbDigestLog, Args: string(old), Reply: Reply{Door: ButtonDoor}}), "*Jane Doe*: logged contact")
	d.says(d.rapport("undo"), "Undone")
	d.says(d.presses(m, "Make them one"), "*Jane Doe*'s already")
	// And what was put together can be taken apart again.
	d.says(d.presses(merged, "Undo"), "Undone: putting two cards together")
	d.says(d.people("Jo Miller"), "*Jo Miller*", "Ada starts school")
	// The other name may stay as well.
	d.says(d.presses(m, "…but keep Jo Miller"), "*Jane Doe* and *Jo Miller* are one now")
	d.says(d.people("Jane Doe"), "*Jo Miller*")
}

func TestMergingThatCantBe(t *testing.T) {
	d := newDesk(t)
	d.met("Jane Doe coffee")
	d.met("Tom Berg lunch")
	d.says(d.rapport("merge Jane Doe, Nobody Known"), "Nobody Known")
	m := d.says(d.rapport("merge Jane Doe, Tom Berg"), "would be one")
	d.says(d.presses(m, "They are two people"), "two people, then")
	if d.told[domain.Telling{Rule: domain.SamePerson, Contact: d.who("Jane Doe").ID, Subject: string(d.who("Tom Berg").ID)}].Answered.IsZero() {
		t.Error("it would be asked again")
	}
	if _, err := d.try(Command{Verb: view.VerbPeopleMerge, Args: "one"}); domain.KindOf(err) != domain.KindStale {
		t.Errorf("half a pair: %v", err)
	}
	d.says(d.do(Command{Verb: view.VerbPeopleMerge, Args: view.PairValue(d.who("Jane Doe").ID, "gone"), Reply: Reply{Door: ButtonDoor}}), "don't have that person any more")
}

func TestMergeForm(t *testing.T) {
	d := newDesk(t)
	d.met("Jane Doe coffee")
	d.met("Tom Berg lunch")
	d.met("\"Jane Dorn\" call")
	form := d.opensForm("Jane Doe", view.CardMerge).Modal
	if first := form.Blocks.BlockSet[1]; !strings.Contains(marshal(t, first), "Jane Dorn") {
		t.Errorf("the likeliest is not offered first: %s", marshal(t, first))
	}
	for _, c := range []struct{ value, block, want string }{
		{"name=", view.WhoBlock, view.NobodyChosen},
		{"name=Nobody", view.NameBlock, view.NoSuchName},
		{"name=jane doe", view.NameBlock, view.SameAlready},
	} {
		if got := d.submits(form, c.value).Errors[c.block]; got != c.want {
			t.Errorf("%s: %q, want %q", c.value, got, c.want)
		}
	}
	d.says(d.submits(form, "who="+string(d.who("Jane Dorn").ID)), "*Jane Dorn* and *Jane Doe* are one now")
	d.says(d.people("Jane Dorn"), "*Jane Doe*")
}

func TestSplitting(t *testing.T) {
	d := newDesk(t)
	d.met("Jane Doe coffee yesterday -- Ada starts school")
	d.met("Jane Doe lunch -- her brother builds boats")
	m := d.says(d.types("split Jane Doe"), "Are there two people on the card")
	for _, a := range []Answer{d.rapport("split Jane Doe"), d.presses(m, "Choose what belongs to whom")} {
		if a.Modal == nil {
			t.Errorf("no form: %+v", a)
		}
	}
	form := d.opensForm("Jane Doe", view.CardSplit).Modal
	lunch := ""
	for _, i := range d.who("Jane Doe").Interactions {
		if i.Kind == "lunch" {
			lunch = string(i.ID)
		}
	}
	d.met("Tom Berg call")
	for _, c := range []struct{ values, block, want string }{
		{"name=|rows=" + lunch, view.NameBlock, view.NoNameLeft},
		{"name=Jane Roe", view.RowsBlock, view.NothingPicked},
		{"name=Tom Berg|rows=" + lunch, view.NameBlock, view.NameInUse("Tom Berg")},
		{"name=Jane Roe|rows=rubbish", view.RowsBlock, view.RowsChanged},
	} {
		if got := d.submits(form, strings.Split(c.values, "|")...).Errors[c.block]; got != c.want {
			t.Errorf("%s: %q, want %q", c.values, got, c.want)
		}
	}
	done := d.says(d.submits(form, "name=Jane Roe", "rows="+lunch), "One thing went over from *Jane Doe* to *Jane Roe*")
	d.says(d.people("Jane Roe"), "her brother builds boats")
	if text := d.people("Jane Doe").Message.Text; strings.Contains(text, "boats") {
		t.Errorf("it is still there: %s", text)
	}
	// What went over is not there to go over again.
	if got := d.submits(form, "name=Jane Poe", "rows="+lunch).Errors[view.RowsBlock]; got != view.RowsChanged {
		t.Errorf("a second time: %q", got)
	}
	d.says(d.presses(done, "Undo"), "Undone: parting a card")
	d.says(d.people("Jane Doe"), "her brother builds boats", "Ada starts school")
}

func TestNothingToSplit(t *testing.T) {
	d := newDesk(t)
	d.people("add Ada")
	d.says(d.opensForm("Ada", view.CardSplit), "Nothing is noted about *Ada* yet")
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	return private(v)
}

// TestMergedCandidatesKeepTheirPlaces: two people of one list who are one by now
// still stand at two places of the message that named both.
func TestMergedCandidatesKeepTheirPlaces(t *testing.T) {
	d := newDesk(t)
	for _, name := range []string{"Lena", "Tom Berg"} {
		d.types("identify " + name)
	}
	m := d.prompt()
	m = d.says(d.do(d.press(m, "Log first contact", 1)), "✓ *Tom Berg*")
	undo := d.press(m, "Undo", 0)
	d.presses(d.says(d.rapport("merge Lena, Tom Berg"), "would be one"), "Make them one")
	d.do(undo)
	d.do(d.press(m, "Log first contact", 0))
	d.do(d.press(m, "Undo", 0))
}

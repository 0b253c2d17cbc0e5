package bot

import (
	"testing"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
)

// circle is a desk five weeks after three people were met.
func circle(t *testing.T) *desk {
	d := newDesk(t)
	d.met("Ada coffee -- starts school")
	d.met("Ben call")
	d.met("Cleo lunch")
	d.later(35)
	return d
}

func TestDigestItemsAreSettledInPlace(t *testing.T) {
	d := circle(t)
	m := d.digest()
	d.says(Answer{Message: &m}, "Good morning, Mia. Three people today.", "last coffee 35 days ago", "“starts school”")

	a := d.presses(m, "Log it")
	m = d.says(a, "✓ *Ada*: logged contact, today (Tue 29 Dec)", "*Ben*", "*Cleo*")
	if !a.Replace || !a.HomeDirty {
		t.Errorf("the answer is %+v", a)
	}
	d.touched("Ada", "2026-11-24 coffee, 2026-12-29 contact")

	m = d.says(d.presses(m, "Snooze 1 week"), "✓ *Ada*: logged", "✓ *Ben*: snoozed until Tue 5 Jan 2027")
	m = d.says(d.presses(m, "Just remember"), "✓ *Ada*: logged", "✓ *Ben*: snoozed", "✓ *Cleo* rests now")
	if !d.who("Cleo").Resting {
		t.Error("Cleo doesn't rest")
	}

	m = d.says(d.presses(m, "Undo"), "1. *Ada* · Relating · last coffee 35 days ago", "✓ *Ben*")
	d.touched("Ada", "2026-11-24 coffee")
	d.says(d.presses(m, "Snooze 1 month"), "✓ *Ada*: snoozed until Thu 28 Jan 2027")
}

func TestTwoClicksInARowBothSurvive(t *testing.T) {
	d := circle(t)
	m := d.digest()
	first, second := d.press(m, "Log it", 0), d.press(m, "Snooze 1 week", 1)
	d.do(first)
	d.says(d.do(second), "✓ *Ada*: logged contact", "✓ *Ben*: snoozed")
}

func TestADoubleTapLogsOnce(t *testing.T) {
	d := circle(t)
	c := d.press(d.digest(), "Log it", 0)
	d.do(c)
	d.says(d.do(c), "✓ *Ada*: logged contact")
	d.touched("Ada", "2026-11-24 coffee, 2026-12-29 contact")
}

func TestDetailsOfATapAreTold(t *testing.T) {
	d := circle(t)
	m := d.says(d.presses(d.digest(), "Log it"))
	a := d.submits(d.presses(m, "Details").Modal, "kind=video", "on=2026-12-28", "note=school goes well")
	d.says(a, "Changed to: video call with *Ada*, yesterday (Mon 28 Dec)", "school goes well")
	if a.Replace {
		t.Error("the whole digest would be replaced")
	}
	d.touched("Ada", "2026-11-24 coffee, 2026-12-28 video")

	// The next click in the digest finds out, and Undo takes the correction back.
	m = d.says(d.presses(m, "Snooze 1 week"), "✓ *Ada*: logged video call, yesterday (Mon 28 Dec)", "✓ *Ben*: snoozed")
	d.presses(m, "Undo")
	d.touched("Ada", "2026-11-24 coffee, 2026-12-29 contact")
}

func TestRhythmIsChangedFromTheMenu(t *testing.T) {
	d := circle(t)
	form := d.presses(d.digest(), "Change rhythm").Modal
	if errs := d.submits(form).Errors; errs[view.RhythmBlock] == "" {
		t.Errorf("errors are %v", errs)
	}
	if errs := d.submits(form, "custom=now and then").Errors; errs[view.CustomBlock] == "" {
		t.Errorf("errors are %v", errs)
	}
	d.says(d.submits(form, "rhythm=every week", "custom=every 10 days"), "every 10 days")
	if got := d.who("Ada").Cadence.Ideal; got != 10 {
		t.Errorf("Ada's rhythm is %d", got)
	}
	for _, choice := range view.RhythmChoices {
		d.says(d.submits(form, "rhythm="+choice.Value), "Ada")
	}
	if got := d.who("Ada").Cadence; !got.IsZero() {
		t.Errorf("Ada's own rhythm is still %v", got)
	}
}

func TestAButtonAboutSomebodyArchivedSaysSo(t *testing.T) {
	d := circle(t)
	m := d.digest()
	d.who("Ada").Archived = true
	delete(d.contacts, d.who("Ben").ID)
	d.says(d.presses(m, "Log it"), "don't have that person any more", "*Cleo*")
	d.says(d.do(d.press(m, "Log it", 1)), "don't have that person any more")
	_, err := d.try(d.press(m, "Change rhythm", 1))
	if domain.KindOf(err) != domain.KindNotFound {
		t.Errorf("got %v, want not found", err)
	}
}

func TestPlannedAndCalledOff(t *testing.T) {
	d := newDesk(t)
	m := d.says(d.met("Jane drinks tomorrow"))
	d.presses(m, firstButton(t, m))
	d.later(1)
	m = d.digest()
	d.says(d.presses(m, "It didn't happen"), "it didn't happen, nothing logged")
	d.touched("Jane", "")
	if !d.who("Jane").Planned.IsZero() {
		t.Error("the plan still stands")
	}
}

func TestItemsAnswerToTyping(t *testing.T) {
	d := circle(t)
	d.says(d.types("1 logged"), "no digest yet")
	d.digest()
	d.says(d.types("1 logged"), "*Ada*: logged contact")
	d.says(d.types("2 later"), "*Ben*: snoozed until")
	d.says(d.types(" 3. Rest! "), "*Cleo* rests")
	d.says(d.types("4 kept"), "no 4")
	for _, other := range []string{"1 kept", "1 offer", "1. did it", "1 logged lunch with Ben yesterday"} {
		d.says(d.types(other), "doesn't answer this one", "`1 logged`, `1 later`")
	}
	d.says(d.types("1 day I will meet Ben"), "nothing was logged", "met Jane for coffee")
	d.touched("Ada", "2026-11-24 coffee, 2026-12-29 contact")
}

func TestTypedMessages(t *testing.T) {
	d := newDesk(t)
	d.says(d.types("met Jane for coffee yesterday"), "Logged: coffee with *Jane*, yesterday")
	d.touched("Jane", "2026-11-23 coffee")
	d.says(d.types("/met Jane call"), "Logged: call")
	d.says(d.types("Undo"), "Undone")
	d.says(d.types("help"), "I remember whom you met")
	d.says(d.types("help met"), "/met Jane coffee")
	d.says(d.types("hello!"), "I remember whom you met")
	d.says(d.types("coffee with Omar yesterday"), "Logged: coffee with *Omar*")
	d.says(d.types("12 monkeys is a good film"), "nothing was logged")
	d.says(d.types("what a lovely day"), "nothing was logged")
	d.touched("Jane", "2026-11-23 coffee")
}

// firstButton is the label of a message's first button.
func firstButton(t *testing.T, m view.Message) string {
	t.Helper()
	for _, b := range m.Blocks {
		if row, ok := b.(*slack.ActionBlock); ok {
			return row.Elements.ElementSet[0].(*slack.ButtonBlockElement).Text.Text
		}
	}
	t.Fatal("a message without buttons")
	return ""
}

package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
)

// slash types a slash command of that verb.
func (d *desk) slash(verb, text string) Answer {
	d.t.Helper()
	return d.do(Command{Verb: verb, Args: text, Channel: "C1", Trigger: "trigger", Reply: Reply{Door: SlashDoor}})
}

func (d *desk) people(text string) Answer { d.t.Helper(); return d.slash(view.VerbPeople, text) }

// chooses sends what Slack sends for a choice of a select menu on a message.
func (d *desk) chooses(m view.Message, label string) Answer {
	d.t.Helper()
	for _, b := range m.Blocks {
		row, ok := b.(*slack.ActionBlock)
		if !ok {
			continue
		}
		for _, e := range row.Elements.ElementSet {
			menu, ok := e.(*slack.SelectBlockElement)
			if !ok {
				continue
			}
			for _, o := range menu.Options {
				if o.Text.Text == label {
					return d.do(Command{Verb: view.Verb(menu.ActionID), Args: o.Value, Channel: "D1", Trigger: "trigger", Reply: Reply{Door: ButtonDoor, BlockID: row.BlockID}})
				}
			}
		}
	}
	d.t.Fatalf("no choice %q in %s", label, m.Text)
	return Answer{}
}

// opens presses the Open button of the row that names somebody.
func (d *desk) opens(m view.Message, name string) Answer {
	d.t.Helper()
	for _, b := range m.Blocks {
		s, ok := b.(*slack.SectionBlock)
		if ok && s.Accessory != nil && strings.Contains(s.Text.Text, name) {
			btn := s.Accessory.ButtonElement
			return d.do(Command{Verb: view.Verb(btn.ActionID), Args: btn.Value, Channel: "D1", Trigger: "trigger", Reply: Reply{Door: ButtonDoor}})
		}
	}
	d.t.Fatalf("no row of %s in %s", name, m.Text)
	return Answer{}
}

func (d *desk) hears(a Answer, not string) {
	d.t.Helper()
	if a.Message == nil || strings.Contains(a.Message.Text, not) {
		d.t.Errorf("said %+v, with %q", a.Message, not)
	}
}

func TestPeopleTeachesWhenEmpty(t *testing.T) {
	d := newDesk(t)
	d.says(d.people(""), "Nobody here yet", "/met")
	d.says(d.people("due"), "Nobody here yet")
	d.met("Jane coffee")
	d.says(d.people("due"), "Nobody is due")
	d.says(d.people("resting"), "Nobody rests")
	d.says(d.people("#gopher"), "Nobody carries #gopher yet")
	d.says(d.people("nurturing"), "Nobody is in Nurturing", "notice")
	d.says(d.people("help"), "/people Jane to nurturing")
}

func TestPeopleAreListedByPhase(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	d.people("add\nTom Berg #gopher\nLena")
	m := d.says(d.people(""), "3 people", "*Identifying*\n*Lena* · not met yet, added today", "*Relating*\n*Jane* · last coffee today")
	a := d.opens(m, "Tom Berg")
	d.says(a, "*Tom Berg* #gopher", "Identifying")
	if a.Replace {
		t.Error("the list is gone")
	}
	d.says(d.people("#gopher"), "1 person", "*Tom Berg*")
	d.says(d.people("iden"), "2 people", "*Lena*", "*Tom Berg*")
	d.says(d.chooses(m, "Relating"), "1 person", "*Jane*")
}

func TestPagesTurnInPlace(t *testing.T) {
	d := newDesk(t)
	var names []string
	for i := range 30 {
		names = append(names, fmt.Sprintf("Person %02d", i))
	}
	d.people("add\n" + strings.Join(names, "\n"))
	m := d.says(d.people(""), "30 people", "Page 1 of 3", "Person 00", "Person 11")
	a := d.presses(m, "Next")
	m = d.says(a, "Page 2 of 3", "Person 12", "Person 23")
	if !a.Replace {
		t.Error("the first page still stands there")
	}
	m = d.says(d.presses(m, "Next"), "Page 3 of 3", "Person 29")
	d.says(d.presses(m, "Earlier"), "Page 2 of 3")
	d.says(d.people("page 9"), "Page 3 of 3")
}

// Snoozed stays listed as snoozed, and comes back.
func TestR26SnoozedStaysListed(t *testing.T) {
	d := circle(t)
	d.says(d.people("due"), "*Now*\n*Ada*", "due since", "*Ben*", "*Cleo*")
	d.presses(d.digest(), "Snooze 1 week")
	m := d.says(d.people("due"), "*Now*\n*Ben*", "*Snoozed*\n*Ada*", "snoozed until Tue 5 Jan 2027")
	d.says(d.people(""), "*Ada* · last coffee 35 days ago · snoozed until Tue 5 Jan 2027")
	d.says(d.chooses(d.says(d.opens(m, "Ada")), "End the snooze"), "the snooze is over", "Due since")
	d.people("Ada rest")
	d.says(d.people("resting"), "*Ada* · last coffee 35 days ago · rests")
	d.hears(d.people("due"), "Ada")
}

func TestPastedPeopleAreAddedOnce(t *testing.T) {
	d := newDesk(t)
	d.met("Jane Doe coffee")
	m := d.says(d.people("add\n• Tom Berg #gopher -- met in Oslo\njane doe\nLena\nLENA"),
		"Added: *Tom Berg* and *Lena*.", "Known already, and left as they are: *jane doe* and *LENA*.")
	tom := d.who("Tom Berg")
	if tom.Phase != domain.Identifying || !slices.Equal(tom.Tags, []string{"gopher"}) || tom.Touched.Note != "met in Oslo" {
		t.Errorf("Tom is %+v", tom)
	}
	if len(d.contacts) != 3 {
		t.Errorf("%d contacts", len(d.contacts))
	}
	d.presses(m, "Undo")
	if d.who("Tom Berg") != nil || d.who("Lena") != nil || d.who("Jane Doe") == nil {
		t.Error("undo didn't take back what was added, and only that")
	}
	d.says(d.people("add\n"+strings.Repeat("A Name\n", 51)), "Nothing was changed")
}

func TestMentionedPeopleAreAddedOnce(t *testing.T) {
	d := newDesk(t)
	d.says(d.people("add\n<@U0TOM|tom> #gopher\n<@U0TOM|tom>"), "Added: *tom*.", "left as they are: *tom*")
	if tom := d.who("tom"); tom == nil || tom.SlackUser != "U0TOM" {
		t.Errorf("tom is %+v", tom)
	}
}

func TestPeopleAreSnoozedByWords(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	d.says(d.people("Jane snooze until 7 dec"), "*Jane*: snoozed until Mon 7 Dec.")
	d.says(d.people("Jane snooze 2 weeks"), "*Jane*: snoozed until Tue 8 Dec.")
	d.says(d.people("Jane snooze until today"), "That day has come already: “until today”", "Nothing was changed", "`/people Jane snooze until 7 jan`")
	for _, noDay := range []string{"snooze", "birthday"} {
		d.says(d.people("Jane "+noDay), "I couldn't find a day in that. Nothing was changed.", "/people Jane snooze 2 weeks")
	}
	d.says(d.people("Jane birthday 30 feb"), "There is no such day as “30 feb”", "Nothing was changed", "/people Jane birthday 3 may")
}

func TestPeopleAreAddedByForm(t *testing.T) {
	d := newDesk(t)
	form := d.people("add").Modal
	if form == nil {
		t.Fatal("no form")
	}
	if errs := d.submits(form, "names= ").Errors; errs[view.NamesBlock] == "" {
		t.Errorf("errors are %v", errs)
	}
	if errs := d.submits(form, "names="+strings.Repeat("x", 201)).Errors; errs[view.NamesBlock] == "" {
		t.Errorf("errors are %v", errs)
	}
	d.says(d.submits(form, "names=Tom Berg\nLena"), "*Tom Berg* and *Lena*")
}

// Nobody who was archived is lost: they are listed, and come back from there.
func TestTheArchivedAreListed(t *testing.T) {
	d := newDesk(t)
	d.says(d.people("archived"), "Nobody is archived")
	d.met("Ada coffee")
	d.met("Ben lunch")
	d.people("Ada archive")
	d.says(d.people("archived"), "*Archived* · 1 person", "*Ada*")
	if text := d.people("").Message.Text; strings.Contains(text, "Ada") {
		t.Errorf("the list has her too: %s", text)
	}
	card := d.says(d.do(Command{Verb: view.VerbPeopleOpen, Args: string(d.who("Ada").ID), Reply: Reply{Door: ButtonDoor}}), "*Ada*")
	d.says(d.presses(card, "Restore"), "*Ada*")
	d.says(d.people("archived"), "Nobody is archived")
	d.says(d.people(""), "*Ada*", "*Ben*")
	d.says(d.people("archive"), "Nobody is archived")
}

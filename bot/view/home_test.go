package view

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// openHome is App Home with something of everything that can be open.
func openHome() HomePage {
	resting := omar()
	resting.Resting = true
	j, o := jane(), tom()
	j.Promises = []domain.Promise{
		{ID: "p1", What: "pricing sheet", Due: today, Made: today.AddDays(-3), State: domain.PromiseOpen},
		{ID: "p2", What: "an intro to her CTO", Theirs: true, Due: today.AddDays(-5), State: domain.PromiseOpen},
		{ID: "p3", What: "done already", Due: today, State: domain.PromiseKept},
	}
	j.Asks = []domain.Ask{
		{ID: "a1", What: "a talk slot", By: today.AddDays(3), Made: today, State: domain.AskWaiting},
		{ID: "a2", What: "feedback on the draft", Made: today.AddDays(-9), Changed: today.AddDays(-1), State: domain.AskAgreed},
		{ID: "a3", What: "an old one", Made: today.AddDays(-99), State: domain.AskDeclined},
	}
	o.Asks = []domain.Ask{
		{ID: "a4", What: "a reference", By: today.AddDays(-2), Made: today.AddDays(-20), State: domain.AskWaiting},
		{ID: "a5", What: "a look at the code", Made: today.AddDays(-2), State: domain.AskWaiting},
	}
	j.Goals = []domain.RecordID{"g1"}
	return HomePage{
		Name: "Mia", Hour: 15, Contacts: []*domain.Contact{j, resting, o}, Digest: digest().Digest, Settings: settingsPage(),
		Goals: []domain.Goal{
			{ID: "g1", What: "Speak at GopherCon", By: domain.On(2027, time.June, 30), State: domain.GoalOpen},
			{ID: "g2", What: "Hire a designer", State: domain.GoalOpen},
		},
	}
}

func TestHome(t *testing.T) {
	noticed := openHome()
	noticed.Notice = new(Compose(section("say", "✓ *Jane Doe*: logged contact, today."), actions("do", button(VerbUndo, "press:1", "Undo"))))
	calm := openHome()
	calm.Digest, calm.Goals = domain.Digest{FineTill: today.AddDays(2)}, nil
	calm.Contacts = []*domain.Contact{tom()}
	list := openHome()
	list.At, list.Page = Filter{Only: OnlyPhase, Phase: jane().Phase}, 1
	resting := openHome()
	resting.At, resting.Page, resting.Notice = Filter{Only: OnlyResting}, 1, noticed.Notice
	greeted := HomePage{Name: "Mia", Hour: 9, Settings: settingsPage(), Notice: noticed.Notice}
	mentored := openHome()
	mentored.Pairs = []domain.Partnership{withOmar()}
	mentored.Organised = []domain.Organised{
		{Program: "programaaaaaaaaa", Name: "Engineering Mentors", Pairs: 8, Overdue: 2, Waiting: 1}, {Program: "programbbbbbbbbb", Name: "Design", Pairs: 1},
	}
	organises := HomePage{Name: "Lena", Hour: 9, Settings: settingsPage(), Organised: mentored.Organised[:1]}
	off := HomePage{Name: "Mia", Hour: 9, Settings: settingsPage()}
	off.Settings.Resolved.CheckInOff = true
	for what, h := range map[string]HomePage{
		"empty":   off,
		"greeted": greeted,
		"full":    noticed,
		"calm":    calm,
		"list":    list,
		"resting": resting,

		"mentored":  mentored,
		"organises": organises,
	} {
		page := Home(h)
		checkHome(t, page)
		golden{what: Compose(page.Blocks.BlockSet...)}.check(t, "home_"+what)
	}
	golden{
		"form": FindModal([]*domain.Contact{jane(), omar()}), "first": FindModal(nil),
		"found": Found([]*domain.Contact{jane(), omar()}, nil, settingsPage()),
	}.check(t, "home_find")
}

// A busy day leaves the page within Slack's limits, and says what it leaves out.
func TestHomeOfABusyDay(t *testing.T) {
	h := openHome()
	h.Contacts = nil
	for i := range 30 {
		pair := withOmar()
		pair.ID = domain.PairID(fmt.Sprintf("pair%012d", i))
		h.Pairs = append(h.Pairs, pair)
		h.Organised = append(h.Organised, domain.Organised{Program: domain.ProgramID(fmt.Sprintf("program%09d", i)), Name: fmt.Sprintf("Program %d", i), Pairs: i})
	}
	for i := range 60 {
		c := jane()
		c.ID, c.Name, c.Phase = domain.ContactID(fmt.Sprintf("contact%09d", i)), fmt.Sprintf("Jane %02d", i), domain.Phases[i%5]
		c.Promises = []domain.Promise{{ID: "p", What: "slides", Due: today.AddDays(i), State: domain.PromiseOpen}}
		c.Asks = []domain.Ask{{ID: "a", What: "a word", By: today.AddDays(60 - i), State: domain.AskWaiting}}
		c.Goals = []domain.RecordID{"g1"}
		h.Contacts = append(h.Contacts, c)
		h.Digest.Shown = append(h.Digest.Shown, domain.Nudge{Rule: domain.ContactDue, Contact: c, Gap: i, Cadence: domain.Cadence{Ideal: 14, Maximum: 30}})
	}
	h.Notice = new(Compose(section("say", "✓ done"), actions("do", button(VerbUndo, "press:1", "Undo"))))
	page := Home(h)
	checkHome(t, page)
	text := Compose(page.Blocks.BlockSet...).Text
	all := ""
	for _, b := range page.Blocks.BlockSet {
		all += spoken(b) + "\n"
	}
	for _, want := range []string{
		"54 more: `/promise`.", "54 more: `/ask`.", "more can wait", "*Jane 00* “slides” · due today", "answer by tomorrow", "and 56 more",
		"*Relating* · 12 people", "You promised *Jane 05*",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the page lacks %q: %s", want, text)
		}
	}
	if strings.Contains(all, "You promised *Jane 06*") {
		t.Error("more promises are shown than said")
	}
}

// Somebody with two items is one person, in the digest as when it is asked for.
func TestTwoItemsOfOnePerson(t *testing.T) {
	c := jane()
	due := domain.Nudge{Rule: domain.ContactDue, Contact: c, Gap: 30, Cadence: domain.Cadence{Ideal: 14, Maximum: 30}}
	p := DigestPage{Name: "Mia", Hour: 9, Today: today, Digest: domain.Digest{Shown: []domain.Nudge{due, due}}}
	for _, m := range []Message{Digest(p), Today(p)} {
		if !strings.Contains(m.Text, "One person today.") {
			t.Errorf("said %q", m.Text)
		}
	}
}

// Whatever is pressed on App Home has a verb of its own, and no block stands twice.
func TestHomeHasNoBlockTwice(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range Home(openHome()).Blocks.BlockSet {
		if _, line := b.(*slack.DividerBlock); line {
			continue
		}
		if b.ID() == "" || seen[b.ID()] {
			t.Errorf("a %s has the id %q", b.BlockType(), b.ID())
		}
		seen[b.ID()] = true
	}
}

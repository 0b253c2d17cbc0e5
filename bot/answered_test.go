package bot

import (
	"strings"
	"testing"
	"time"

	"rapport/bot/view"
	"rapport/domain"
)

// besides presses a button about Omar in a digest that tells of Jane, and returns
// the message as it reads then.
func besides(d *desk) view.Message {
	d.t.Helper()
	m := d.digest()
	d.now = d.now.Add(2 * time.Hour)
	for nth := range 5 {
		c := d.press(m, "Log it", nth)
		c.Reply.TS = stamp(d.now.Add(-2 * time.Hour))
		if strings.Contains(c.Args, string(d.who("Omar").ID)) {
			return d.says(d.do(c), "Omar")
		}
	}
	d.t.Fatal("nothing about Omar")
	return view.Message{}
}

// TestOtherItemsStayOpen presses the button of one item, and sees that another
// which nobody answered keeps its own.
func TestOtherItemsStayOpen(t *testing.T) {
	friday := func(d *desk) { // the last digest before Monday
		d.met("Omar coffee")
		d.met("Jane coffee")
		d.later(3)
		for d.who("Omar").Touched.Last.AddDays(16).After(d.today()) || d.today().Weekday() != time.Friday {
			d.later(1)
		}
	}
	for name, arrange := range map[string]func(*desk) string{
		"a promise for Monday that is told on Friday": func(d *desk) string {
			friday(d)
			d.arrange(func(b *domain.Book, c *domain.Contact) error {
				_, err := b.Promise(c, "pricing sheet", b.Today.AddDays(3), false)
				return err
			}, "Jane")
			return "Reschedule"
		},
		"the birthday of somebody who is snoozed": func(d *desk) string {
			friday(d)
			d.arrange(func(b *domain.Book, c *domain.Contact) error {
				if err := b.Mark(c, domain.Occasion{Name: "birthday", Month: b.Today.Month, Day: b.Today.Day}); err != nil {
					return err
				}
				return b.Snooze(c, b.Today.AddDays(30))
			}, "Jane")
			return "Not this time"
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			label := arrange(d)
			m := besides(d)
			d.press(m, label, 0) // it is there
		})
	}
}

// TestAPromisePutOffElsewhereIsSettled is the other side: what was put off by a
// command needs no button any more.
func TestAPromisePutOffElsewhereIsSettled(t *testing.T) {
	d := newDesk(t)
	d.met("Omar coffee")
	d.met("Jane coffee")
	d.later(17) // a Friday
	var id domain.RecordID
	d.arrange(func(b *domain.Book, c *domain.Contact) error {
		p, err := b.Promise(c, "pricing sheet", b.Today, false)
		id = p.ID
		return err
	}, "Jane")
	m := d.digest()
	d.now = d.now.Add(time.Hour)
	d.arrange(func(b *domain.Book, c *domain.Contact) error {
		_, err := b.Reschedule(c, id, b.Today.AddDays(14))
		return err
	}, "Jane")
	c := d.press(m, "Snooze 1 week", 0)
	d.says(d.do(c), "“pricing sheet” is put off to")
}

// TestAnOccasionOfAnyNameIsAnswered presses the button of a date whose name runs
// from right to left, or holds what parts a button's value.
func TestAnOccasionOfAnyNameIsAnswered(t *testing.T) {
	for _, name := range []string{"יום הולדת", "met | married", strings.Repeat("long ", 11)} {
		d := newDesk(t)
		d.met("Jane coffee")
		d.arrange(func(b *domain.Book, c *domain.Contact) error {
			return b.Mark(c, domain.Occasion{Name: name, Month: b.Today.Month, Day: b.Today.Day})
		}, "Jane")
		d.says(d.presses(d.digest(), "Not this time"), "not this time")
		told := domain.Telling{Rule: domain.OccasionComing, Contact: d.who("Jane").ID, Subject: strings.TrimSpace(name)}
		if d.told[told].Answered != d.today() {
			t.Errorf("%q: the answer is not remembered", name)
		}
	}
}

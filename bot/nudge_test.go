package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rapport/bot/view"
	"rapport/domain"
)

// arrange puts the books of the desk in order, without a word.
func (d *desk) arrange(f func(b *domain.Book, c *domain.Contact) error, name string) {
	d.t.Helper()
	d.commands++
	ref := domain.Ref{Owner: mia, ID: domain.CommandID(fmt.Sprintf("arranged-%d", d.commands)), At: d.now}
	err := d.Write(d.t.Context(), ref, func(b *domain.Book) error {
		c, err := b.Contact(d.who(name).ID)
		if err != nil {
			return err
		}
		return f(b, c)
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// close puts somebody into Sustaining, met in this way and that until yesterday,
// as if months had passed.
func (d *desk) close(name string) *domain.Contact {
	d.t.Helper()
	d.met(name + " coffee yesterday -- likes the sea")
	c := d.who(name)
	since := d.today().AddDays(-100)
	c.Phase, c.Furthest, c.PhaseSince, c.Added = domain.Sustaining, domain.Sustaining, since, since
	return c
}

// familyCase is one sort of nudge: how it comes about, and how a member answers it.
type familyCase struct {
	rule    domain.RuleName
	arrange func(d *desk)
	heads   string // what its item says
	press   string
	says    string
	types   string // the same in words, behind "1 "
	holds   func(c *domain.Contact) bool
}

func arranged(f func(b *domain.Book, c *domain.Contact) error, days int) func(*desk) {
	return func(d *desk) {
		d.met("Jane coffee")
		d.arrange(f, "Jane")
		d.later(days)
	}
}

func promised(theirs bool, days int) func(*desk) {
	return arranged(func(b *domain.Book, c *domain.Contact) error {
		_, err := b.Promise(c, "pricing sheet", b.Today, theirs)
		return err
	}, days)
}

func asked(s domain.AskState, days int) func(*desk) {
	return arranged(func(b *domain.Book, c *domain.Contact) error {
		a, err := b.RecordAsk(c, domain.Request{What: "an intro to Lena", By: b.Today}, b.Today)
		if err != nil || s == domain.AskWaiting {
			return err
		}
		_, err = b.AnswerAsk(c, a.ID, s)
		return err
	}, days)
}

func waited(days int) func(*desk) {
	return func(d *desk) {
		d.met("Jane coffee")
		d.later(days)
	}
}

// standsIn puts Jane into a phase, last seen some days ago.
func standsIn(phase domain.Phase, days int) func(*desk) {
	return func(d *desk) {
		c := d.close("Jane")
		c.Phase = phase
		d.later(days)
	}
}

func keptPromise(c *domain.Contact) bool { return c.Promises[0].State == domain.PromiseKept }
func touchedTwice(c *domain.Contact) bool {
	return c.Touched.Count == 2
}

var familyCases = []familyCase{
	{domain.PromiseDue, promised(false, 0), "your promise “pricing sheet” is due today", "Kept", "pricing sheet", "kept", keptPromise},
	{domain.PromiseOverdue, promised(false, 2), "your promise “pricing sheet” was for", "Kept", "pricing sheet", "kept", keptPromise},
	{
		domain.PromiseDue, promised(false, 0), "is due today", "Drop", "pricing sheet", "dropped",
		func(c *domain.Contact) bool { return c.Promises[0].State == domain.PromiseDropped },
	},
	{domain.OwedOverdue, promised(true, 1), "said “pricing sheet” by yesterday", "They kept it", "pricing sheet", "kept", keptPromise},
	{
		domain.OwedOverdue, promised(true, 1), "said “pricing sheet” by yesterday", "It didn't come", "pricing sheet", "broken",
		func(c *domain.Contact) bool { return c.Promises[0].State == domain.PromiseBroken },
	},
	{
		domain.TheyAsked, arranged(func(b *domain.Book, c *domain.Contact) error {
			_, err := b.NoteNeed(c, "a school in Oslo", domain.Urgent, true, b.Today)
			return err
		}, 3), "asked you for “a school in Oslo” on 24 Nov · urgent", "No longer needed", "a school in Oslo", "dropped",
		func(c *domain.Contact) bool { return c.Needs[0].State == domain.NeedDropped },
	},
	{
		domain.AskUnanswered, asked(domain.AskWaiting, 1), "you asked them for “an intro to Lena”", "They agreed", "an intro to Lena", "agreed",
		func(c *domain.Contact) bool { return c.Asks[0].State == domain.AskAgreed },
	},
	{
		domain.AskUnanswered, asked(domain.AskWaiting, 1), "you asked them for “an intro to Lena”", "They declined", "theirs to say", "declined",
		func(c *domain.Contact) bool { return c.Asks[0].State == domain.AskDeclined },
	},
	{
		domain.ThankThem, asked(domain.AskAgreed, 0), "agreed to “an intro to Lena” today", "Thanked", "hank", "thanked",
		func(c *domain.Contact) bool { return c.Asks[0].State == domain.AskThanked },
	},
	{
		domain.Unrecognised, arranged(func(b *domain.Book, c *domain.Contact) error {
			_, err := b.Deliver(c, "intro to Omar", b.Today, domain.Date{})
			return err
		}, 11), "you did “intro to Omar” for them on 24 Nov", "They noticed", "intro to Omar", "noticed",
		func(c *domain.Contact) bool { return !c.Values[0].Recognised.IsZero() },
	},
	{domain.FollowUp, waited(2), "first coffee 2 days ago, nothing since", "Log it", "logged contact", "logged", touchedTwice},
	{domain.ContactDue, waited(16), "last coffee 16 days ago · your rhythm is 14", "Log it", "logged contact", "logged", touchedTwice},
	{
		domain.ContactDue, waited(16), "your rhythm is 14", "Snooze 1 week", "snoozed until", "later",
		func(c *domain.Contact) bool { return !c.SnoozedUntil.IsZero() },
	},
	{
		domain.ContactOverdue, waited(40), "30 is your longest gap", "Just remember", "rests now", "rest",
		func(c *domain.Contact) bool { return c.Resting },
	},
	{
		domain.ContactDue, waited(16), "your rhythm is 14", "Stop", "I won't bring up the rhythm with them again", "stop",
		func(c *domain.Contact) bool { return len(c.Muted) > 1 },
	},
	{
		domain.Drifting, standsIn(domain.Sustaining, 130), "60 is your longest gap", "Back to Nurturing", "is back in Nurturing, and no momentum is lost: Sustaining stays open", "back",
		func(c *domain.Contact) bool { return c.Phase == domain.Nurturing && c.Furthest == domain.Sustaining },
	},
	{
		domain.KeepSlowRest, func(d *desk) {
			waited(16)(d)
			c := d.who("Jane")
			c.Shown, c.ShownOn = 3, d.today().AddDays(-1)
		}, "your rhythm is 14", "Slow down", "every 4 weeks from now on", "slow",
		func(c *domain.Contact) bool { return c.Cadence.Ideal == 28 },
	},
	{
		domain.RevealMore, func(d *desk) {
			d.met("Jane coffee 90 days ago -- likes the sea")
			d.met("Jane call yesterday")
			c := d.who("Jane")
			c.Phase, c.Furthest, c.PhaseSince = domain.Sustaining, domain.Sustaining, d.today().AddDays(-40)
		},
		"Sustaining · your last note is from", "Snooze 1 week", "snoozed until", "later",
		func(c *domain.Contact) bool { return !c.SnoozedUntil.IsZero() },
	},
	{
		domain.Weave, woven, "could meet *Omar*: both are tagged #berlin", "Not these two", "won't propose these two again", "no",
		func(c *domain.Contact) bool {
			newest := c.Introductions[len(c.Introductions)-1]
			return !newest.Undone && newest.State == domain.IntroDeclined
		},
	},
	{
		domain.OccasionComing, arranged(func(b *domain.Book, c *domain.Contact) error {
			return b.Mark(c, domain.Occasion{Name: "birthday", Month: time.November, Day: 25})
		}, 1), "birthday today", "Log it", "logged contact", "logged", touchedTwice,
	},
	{
		domain.HowDidItGo, func(d *desk) {
			d.met("Jane coffee")
			d.arrange(func(b *domain.Book, c *domain.Contact) error { return b.Expect(c, b.Today.AddDays(1), "drinks") }, "Jane")
			d.later(1)
		}, "drinks, planned for today", "Log it", "logged drinks", "logged", touchedTwice,
	},
}

// woven is a desk where Jane and Omar could meet.
func woven(d *desk) {
	omar := d.close("Omar")
	omar.Phase = domain.Nurturing
	jane := d.close("Jane")
	jane.Touched.Kinds, omar.Touched.Kinds = 2, 2
	d.people("Jane #berlin")
	d.people("Omar #berlin")
}

// TestEveryFamilyIsAnsweredAndTakenBack: each sort of nudge is answered in its
// place, by a button and in words; undone, the very item stands there again.
func TestEveryFamilyIsAnsweredAndTakenBack(t *testing.T) {
	for _, tc := range familyCases {
		t.Run(string(tc.rule)+", "+tc.press, func(t *testing.T) {
			d := newDesk(t)
			tc.arrange(d)
			m := d.digest()
			d.says(Answer{Message: &m}, tc.heads)
			if got := d.shown[0].Rule; got != tc.rule {
				t.Fatalf("the first item is of %q", got)
			}
			before := m.Text
			if d.member.Unanswered == 0 {
				t.Error("the digest doesn't count")
			}
			a := d.presses(m, tc.press)
			m = d.says(a, "✓ ", tc.says)
			if !a.Replace || !tc.holds(d.who("Jane")) || d.member.Unanswered != 0 {
				t.Errorf("replaced %v, Jane is %+v, %d unanswered", a.Replace, d.who("Jane"), d.member.Unanswered)
			}
			m = d.says(d.presses(m, "Undo"), tc.heads)
			if tc.holds(d.who("Jane")) {
				t.Error("nothing was taken back")
			}
			if m.Text != before {
				t.Errorf("the item came back as\n%s\nand was\n%s", m.Text, before)
			}
			d.says(d.types("1 "+tc.types), "✓ ", tc.says)
			if !tc.holds(d.who("Jane")) {
				t.Errorf("typed, nothing came of it: %+v", d.who("Jane"))
			}
			// Undone by word, the button of the digest works as before.
			d.types("undo")
			d.says(d.presses(m, tc.press), "✓ ", tc.says)
		})
	}
}

// TestAButtonPressedLateSaysHowItStands: two windows, a second tap, last month's
// digest.
func TestAButtonPressedLateSaysHowItStands(t *testing.T) {
	for _, tc := range familyCases {
		t.Run(string(tc.rule)+", "+tc.press, func(t *testing.T) {
			d := newDesk(t)
			tc.arrange(d)
			c := d.press(d.digest(), tc.press, 0)
			d.do(c)
			jane := fmt.Sprintf("%+v", d.who("Jane").History)
			if m := d.says(d.do(c)); !strings.Contains(m.Text, "Jane") && !strings.Contains(m.Text, "already") {
				t.Errorf("pressed twice, said %q", m.Text)
			}
			if got := fmt.Sprintf("%+v", d.who("Jane").History); got != jane {
				t.Errorf("pressed twice:\n%s\nwas\n%s", got, jane)
			}
			d.later(31)
			d.do(c)
			d.who("Jane").Archived = true
			a, err := d.try(c)
			if err != nil {
				t.Fatal(err)
			}
			d.says(a, "I don't have that person any more")
		})
	}
}

func TestItemsOfSeveralFamiliesAreSettledInTurn(t *testing.T) {
	d := newDesk(t)
	promised(false, 0)(d)
	d.met("Jane call yesterday")
	d.met("Omar lunch")
	d.arrange(func(b *domain.Book, c *domain.Contact) error {
		_, err := b.NoteNeed(c, "a flat", domain.Urgent, true, b.Today)
		return err
	}, "Omar")
	d.met("Priya call")
	d.later(3)
	m := d.digest()
	d.says(Answer{Message: &m}, "Three people today.", "1. *Jane* · your promise", "2. *Omar* · asked you for “a flat”", "3. *Priya* · first call 3 days ago", "`1 kept`, `2 later`")
	kept, dropped, logged := d.press(m, "Kept", 0), d.press(m, "No longer needed", 0), d.press(m, "Log it", 0)
	d.do(kept)
	d.do(dropped)
	m = d.says(d.do(logged), "✓ *Jane*: “pricing sheet” is kept.", "✓ *Omar*: “a flat” is no longer needed.", "✓ *Priya*: logged contact")
	d.says(d.presses(m, "Undo"), "✓ *Jane*", "✓ *Omar*", "3. *Priya* · first call 3 days ago")
}

func TestAFormSettlesItsItemAtTheNextPress(t *testing.T) {
	d := newDesk(t)
	promised(false, 0)(d)
	d.met("Jane call yesterday")
	d.met("Omar lunch")
	d.arrange(func(b *domain.Book, c *domain.Contact) error {
		_, err := b.NoteNeed(c, "a flat", domain.Urgent, true, b.Today)
		return err
	}, "Omar")
	d.met("Priya call")
	d.later(3)
	m := d.digest()
	form := d.presses(m, "I can offer…").Modal
	d.says(d.submits(form, "offer=My sister rents one"), "My sister rents one")
	told := d.told[domain.Telling{Rule: domain.TheyAsked, Contact: d.who("Omar").ID, Subject: string(d.who("Omar").Needs[0].ID)}]
	if told.Answered != d.today() || d.member.Unanswered != 0 {
		t.Errorf("the form didn't answer its item: %+v, %d unanswered", told, d.member.Unanswered)
	}
	form = d.presses(m, "Reschedule").Modal
	d.submits(form, "by=2026-12-04", "due=2026-12-04", "on=2026-12-04")
	if got := d.who("Jane").Promises[0].Due; got != domain.On(2026, 12, 4) {
		t.Fatalf("the promise is due %s", got)
	}
	d.says(d.presses(m, "Log it"), "✓ *Jane*: “pricing sheet” is put off to Fri 4 Dec.", "✓ Noted: for “a flat” you can offer *Omar* “My sister rents one”", "✓ *Priya*")
}

func TestLaterTakesADate(t *testing.T) {
	d := newDesk(t)
	promised(false, 0)(d)
	d.digest()
	d.says(d.types("1 later friday"), "pricing sheet", "Fri 27 Nov")
	d.stands("Jane", "mine pricing sheet by 2026-11-27 open")
	d.says(d.types("1 later"), "Tue 1 Dec")
	d.says(d.types("1 later 31 feb"), "I can't put it off to “31 feb”", "`1 later friday`")
	d.says(d.types("1 later yesterday"), "I can't put it off")
	d.stands("Jane", "mine pricing sheet by 2026-12-01 open")
	d.says(d.types("1 logged"), "That doesn't answer this one", "`1 kept`, `1 later`, `1 dropped`")

	d = newDesk(t)
	asked(domain.AskWaiting, 1)(d)
	d.digest()
	d.says(d.types("1 later 4 dec"), "has time until Fri 4 Dec")
	d = newDesk(t)
	waited(16)(d)
	d.digest()
	d.says(d.types("1 later 1 jan"), "snoozed until Fri 1 Jan 2027")
	d.says(d.types("1 later"), "snoozed until Thu 17 Dec")
}

func TestANeedIsMetInAWord(t *testing.T) {
	d := newDesk(t)
	arranged(func(b *domain.Book, c *domain.Contact) error {
		_, err := b.NoteNeed(c, "a school in Oslo", domain.Urgent, true, b.Today)
		return err
	}, 3)(d)
	d.digest()
	d.says(d.types("1 done"), "you did “a school in Oslo” for *Jane*")
	if c := d.who("Jane"); c.Needs[0].State != domain.NeedMet || len(c.Values) != 1 {
		t.Errorf("Jane is %+v", c)
	}
	d.says(d.types("1 done"), "is done")
}

func TestKeepIsAnAnswer(t *testing.T) {
	d := newDesk(t)
	waited(16)(d)
	c := d.who("Jane")
	c.Shown, c.ShownOn = 3, d.today().AddDays(-1)
	m := d.digest()
	m = d.says(d.presses(m, "Keep"), "✓ *Jane*: the rhythm stays as it is.")
	if got := d.who("Jane").Shown; got != 0 {
		t.Errorf("Jane still counts as shown %d times", got)
	}
	if open, _ := view.Live(m.Blocks); len(open) > 0 {
		t.Errorf("open are %v", open)
	}
}

func TestStopIsTakenBackWhereItIsExplained(t *testing.T) {
	d := newDesk(t)
	waited(16)(d)
	d.presses(d.digest(), "Stop")
	m := d.says(d.rapport("why Jane"), "You stopped it; the button below brings it back", "the rhythm")
	d.says(d.presses(m, "Bring back the rhythm"), "I'll bring up the rhythm with them again")
	if got := d.who("Jane").Muted; len(got) > 0 {
		t.Errorf("still stopped: %v", got)
	}
	d.says(d.rapport("why Jane"), "*Today*", "The rhythm: Relating · last coffee 16 days ago · your rhythm is 14")
	d.hears(d.rapport("why Jane"), "You stopped it")
}

func TestADigestThatIsAnsweredBringsTheDailyOnesBack(t *testing.T) {
	d := circle(t)
	for range 3 {
		d.digest()
		d.later(1)
	}
	m := d.digest()
	if !strings.Contains(m.Text, "so I'll come once a week, on Mondays, until you answer one") {
		t.Errorf("said %q", m.Text)
	}
	d.presses(m, "Keep")
	if d.member.Unanswered != 0 {
		t.Errorf("%d digests count as unanswered", d.member.Unanswered)
	}
	d.digest()
	d.met("Cleo call")
	if d.member.Unanswered != 0 {
		t.Error("logging whom the digest showed is no answer")
	}
}

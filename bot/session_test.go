package bot

import (
	"strings"
	"testing"
	"time"

	"rapport/bot/view"
	"rapport/domain"
)

// day is a day of a clock.
const day = 24 * time.Hour

// door is a way to log a session of today with a partner.
type door struct {
	name string
	log  func(c *commons, d *desk, partner domain.MemberID) Answer
}

// doors are all of them.
func doors() []door {
	chosen := func(c *commons, d *desk, partner domain.MemberID) string {
		return view.WhoBlock + "=" + string(c.contact(d.member.Member, partner).ID)
	}
	on := func(d *desk) string { return view.OnBlock + "=" + d.today().String() }
	return []door{
		{"slash, a mention", func(_ *commons, d *desk, partner domain.MemberID) Answer {
			return d.met("<@" + string(partner) + "> coffee")
		}},
		{"slash, a name", func(c *commons, d *desk, partner domain.MemberID) Answer {
			return d.met(c.desks[partner].member.Name + " coffee")
		}},
		{"typed", func(c *commons, d *desk, partner domain.MemberID) Answer {
			return d.types("met " + c.desks[partner].member.Name + " for lunch")
		}},
		{"mentoring log", func(_ *commons, d *desk, partner domain.MemberID) Answer {
			return d.mentoring("log <@" + string(partner) + "> video")
		}},
		{"modal", func(c *commons, d *desk, partner domain.MemberID) Answer {
			open := d.do(Command{Verb: view.VerbMet, Trigger: "trigger", Reply: Reply{Door: SlashDoor}})
			return d.submits(open.Modal, chosen(c, d, partner), view.KindBlock+"=meeting", on(d))
		}},
		{"log a session", func(c *commons, d *desk, partner domain.MemberID) Answer {
			open := d.do(Command{Verb: view.VerbSessionNew, Args: string(c.program), Trigger: "trigger", Channel: "C1", Reply: Reply{Door: ButtonDoor}})
			return d.submits(open.Modal, chosen(c, d, partner), view.KindBlock+"=mentoring", on(d))
		}},
		{"card", func(c *commons, d *desk, partner domain.MemberID) Answer {
			card := d.do(Command{Verb: view.VerbPeople, Args: c.desks[partner].member.Name, Reply: Reply{Door: SlashDoor}})
			return d.presses(*card.Message, "Log it")
		}},
		{"digest", func(c *commons, d *desk, partner domain.MemberID) Answer {
			n := domain.Nudge{Rule: domain.ContactDue, Contact: c.contact(d.member.Member, partner), Cadence: domain.Every(14)}
			return d.presses(view.Compose(view.Nudge(1, n, d.today())...), "Log it")
		}},
		{"home", func(c *commons, d *desk, partner domain.MemberID) Answer {
			id := string(c.contact(d.member.Member, partner).ID)
			return d.do(Command{Verb: view.VerbDigestLog, Args: id, Trigger: "trigger", Reply: Reply{Door: HomeDoor, Home: true, ViewID: "V1"}})
		}},
		{"check-in", func(c *commons, d *desk, partner domain.MemberID) Answer {
			m, _, _ := renderCheckIn(c.portfolio(d.member.Member), d.today())
			press := d.press(m, "Save", 0)
			press.Values = Values{view.CheckInWho: {"in": {Many: []string{string(c.contact(d.member.Member, partner).ID)}}}}
			return d.do(press)
		}},
	}
}

// TestASessionCountsOnce has each partner log by each door, and the other one too:
// that is one session. Whoever takes theirs back is told whether it still counts, and
// it goes when both did.
func TestASessionCountsOnce(t *testing.T) {
	c := newCommons(t).paired()
	partner := map[domain.MemberID]domain.MemberID{miaID: omarID, omarID: miaID}
	for _, x := range doors() {
		for _, by := range []domain.MemberID{miaID, omarID} {
			for _, first := range []bool{true, false} { // who takes back first: the one who logged first, or the other
				name := x.name + " by " + string(by)
				c.later(2 * day)
				mine, theirs := c.desks[by], c.desks[partner[by]]
				a := x.log(c, mine, partner[by])
				mine.says(a, "ession", "How was it")
				c.counted(name, 1)
				theirs.says(theirs.met("<@"+string(by)+">"), "logged it too: one session")
				c.counted(name+", and the other one", 1)

				one, other := mine, theirs
				if !first {
					one, other = theirs, mine
				}
				one.says(c.undo(one), "log still counts it")
				c.counted(name+", one taken back", 1)
				other.says(c.undo(other), "is counted no more")
				c.counted(name+", both taken back", 0)
			}
		}
	}
}

// undo takes back the last thing by words.
func (c *commons) undo(d *desk) Answer {
	c.t.Helper()
	return d.do(Command{Verb: view.VerbRapport, Args: "undo", Reply: Reply{Door: SlashDoor}})
}

// TestUndoWhereItStands takes sessions back by the button of what logged them.
func TestUndoWhereItStands(t *testing.T) {
	c := newCommons(t).paired()
	for _, x := range doors() {
		c.later(2 * day)
		a := x.log(c, c.mia(), omarID)
		c.omar().met("<@UMIA>")
		if a.Message == nil {
			t.Fatalf("%s: nothing was said", x.name)
		}
		c.mia().says(c.mia().presses(*a.Message, "Undo"), "*Omar*'s log still counts it.")
		c.counted(x.name, 1)
		c.omar().says(c.undo(c.omar()), "counted no more")
		c.counted(x.name, 0)
	}
}

func TestTheFirstSessionSaysWhoSees(t *testing.T) {
	c := newCommons(t).paired()
	mia := c.mia()
	m := mia.says(mia.met("<@UOMAR> coffee -- he listened"), "Counts as a session: *Omar* and the organisers will see the date.", "The first session of you two")
	not := mia.says(mia.presses(m, "Not a session"), "Not a session", "your notes")
	c.counted("not a session", 0)
	mia.says(mia.do(mia.press(m, "Not a session", 0)), "Not a session") // a second press, of the message as it was
	c.counted("not a session, twice", 0)
	mia.says(mia.presses(not, "Count it after all"), "Counted again")
	c.counted("after all", 1)
	c.later(day)
	mia.says(mia.met("<@UOMAR> coffee"), "Session 2 with *Omar*.")

	c.later(3 * day)
	omar := c.omar()
	omar.says(omar.met("<@UMIA>"), "Counts as a session: *Mia* and the organisers") // he never logged one
	mia.met("<@UOMAR>")
	m = mia.says(mia.do(mia.press(*mia.met("<@UOMAR> lunch").Message, "Not a session", 0)), "*Omar*'s log still counts it.")
	if strings.Contains(m.Text, "will see the date") {
		t.Errorf("the first time comes once: %q", m.Text)
	}
	if !strings.Contains(c.omar().says(omar.do(Command{Verb: view.VerbPeople, Args: "Mia"}), "Engineering Mentors").Text, "you mentor them") {
		t.Error("the card doesn't show the pair")
	}
}

func TestADayApartIsAsked(t *testing.T) {
	c := newCommons(t).paired()
	mia, omar := c.mia(), c.omar()
	log := func() view.Message {
		omar.met("<@UMIA> video")
		c.later(day)
		return mia.says(mia.met("<@UOMAR> video"), "Same session as the one *Omar* logged on", "counts as the same")
	}
	m := log()
	c.counted("until it is said", 1)
	same := mia.says(mia.presses(m, "Same session"), "One session, then", "as *Omar* has it")
	c.counted("the same", 1)
	mia.says(mia.presses(same, "4"), "Your answer: 4 of 5")
	mia.says(mia.do(mia.press(m, "Same session", 0)), "One session, then") // once more

	c.later(5 * day)
	m = log()
	c.counted("until it is said", 2)
	mia.says(mia.presses(m, "Another one"), "Two sessions, then; this is number 3 with *Omar*.")
	c.counted("another one", 3)
	mia.presses(m, "Another one") // once more
	c.counted("another one, twice", 3)

	c.later(5 * day)
	m = log()
	c.undo(mia)
	if _, err := mia.try(mia.press(m, "Another one", 0)); domain.KindOf(err) != domain.KindStale {
		t.Errorf("of a session that was taken back: %v", err)
	}
	c.counted("taken back", 4)
}

func TestACorrectedSessionMoves(t *testing.T) {
	c := newCommons(t).paired()
	c.later(10 * day)
	mia := c.mia()
	m := *mia.met("<@UOMAR> coffee").Message
	form := mia.presses(m, "Change date").Modal
	mia.says(mia.submits(form, view.OnBlock+"="+mia.today().AddDays(-3).String()), "Changed to")
	c.counted("moved", 1)
	if on := c.report().Pairs[0].Last; on != mia.today().AddDays(-3) {
		t.Errorf("it was on %v", on)
	}
	c.undo(mia)
	c.undo(mia)
	c.counted("taken back", 0)
}

func TestFeedbackIsOneTapAndPrivate(t *testing.T) {
	c := newCommons(t).paired()
	mia, omar := c.mia(), c.omar()
	m := *mia.met("<@UOMAR> coffee").Message
	four := mia.says(mia.presses(m, "4"), "Your answer: 4 of 5, useful. Nobody else sees it.")
	mia.says(mia.do(mia.press(m, "2", 0)), "Your answer: 2 of 5") // another tap changes it
	form := mia.presses(four, "Add a comment").Modal
	if a := mia.submits(form, view.WhichBlock+"=", view.NoteBlock+"=x"); a.Errors[view.WhichBlock] == "" {
		t.Errorf("without a rating: %+v", a)
	}
	mia.says(mia.submits(form, view.WhichBlock+"=5", view.NoteBlock+"=<!channel> canary-comment"), "5 of 5", "for you alone")
	mia.says(mia.mentoring("feedback 3 canary again"), "3 of 5")
	mia.says(mia.mentoring("feedback"), "How was it")

	pair := string(c.report().Pairs[0].Pair.ID)
	about := mia.today().String()
	if _, err := omar.try(Command{Verb: view.VerbRate, Args: view.RateValue(domain.PairID(pair), about, 9)}); domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("nine of five: %v", err)
	}
	tom := c.tom()
	tom.says(tom.do(Command{Verb: view.VerbRate, Args: view.RateValue(domain.PairID(pair), about, 4)}), "You are in no pair")
	tom.says(tom.do(Command{Verb: view.VerbRateSay, Args: view.RateValue(domain.PairID(pair), about, 0)}), "You are in no pair")
	tom.says(tom.mentoring("feedback 4"), "You are in no pair")
	lena := c.lena()
	lena.says(lena.do(Command{Verb: view.VerbRate, Args: view.RateValue(domain.PairID(pair), about, 4)}), "You are in no pair")
	card := omar.do(Command{Verb: view.VerbPeople, Args: "Mia"})
	if strings.Contains(card.Message.Text, "canary") || strings.Contains(card.Message.Text, "of 5") {
		t.Errorf("Omar reads %q", card.Message.Text)
	}
}

func TestPairsComeUpInTheDigest(t *testing.T) {
	c := newCommons(t).paired()
	mia, omar := c.mia(), c.omar()
	omar.met("<@UMIA> coffee")
	c.later(day)
	m, ok := c.digest(miaID)
	if !ok || !strings.Contains(m.Text, "mentoring session of") {
		t.Fatalf("Mia isn't asked how it was: %q", m.Text)
	}
	mia.says(mia.presses(m, "5"), "✓ Your answer: 5 of 5")
	again := c.portfolio(miaID)
	if len(again.Partnerships) != 1 || len(again.Partnerships[0].Rated) != 1 {
		t.Errorf("it isn't kept: %+v", again.Partnerships)
	}
	c.later(14 * day)
	m, ok = c.digest(miaID)
	if !ok || !strings.Contains(m.Text, "mentoring · last session 15 days ago · you meet every 14") {
		t.Fatalf("the mentee isn't told: %q", m.Text)
	}
	if m, ok := c.digest(omarID); ok && strings.Contains(m.Text, "mentoring ·") {
		t.Errorf("the mentor is told on the same day: %q", m.Text)
	}
	goals := mia.presses(m, "Our goals")
	mia.says(goals, "Goals with* *Omar")
	if goals.Replace {
		t.Error("the goals take the digest's place")
	}
	logged := mia.says(mia.presses(m, "Log it"), "Counts as a session: *Omar*", "How was it")
	rated := mia.says(mia.presses(logged, "3"), "Your answer: 3 of 5")
	mia.says(mia.presses(rated, "Undo"), "counted no more")
	c.counted("taken back", 1)
}

func TestTypedRating(t *testing.T) {
	c := newCommons(t).paired()
	c.omar().met("<@UMIA> coffee")
	c.later(day)
	if _, ok := c.digest(miaID); !ok {
		t.Fatal("Mia isn't asked how it was")
	}
	mia := c.mia()
	mia.says(mia.types("1 four"), "Your answer: 4 of 5")
	mia.says(mia.types("1 banana"), "`1 five`")
}

func TestLogASessionChooses(t *testing.T) {
	c := newCommons(t).paired()
	c.lena().mentoring("pair <@UOMAR> <@UTOM>")
	omar, tom := c.omar(), c.tom()
	open := omar.do(Command{Verb: view.VerbSessionNew, Trigger: "t", Channel: "C1", Reply: Reply{Door: ButtonDoor, URL: "https://hooks"}})
	if open.Modal == nil || open.Replace {
		t.Fatalf("no form: %+v", open)
	}
	a := omar.submits(open.Modal, view.WhoBlock+"="+string(c.contact(omarID, miaID).ID)+"|"+string(c.contact(omarID, tomID).ID), view.KindBlock+"=mentoring", view.OnBlock+"="+omar.today().String())
	m := omar.says(a, "*Mia* and the organisers", "*Tom* and the organisers")
	if a.Replace {
		t.Error("what is said takes the place of the channel's summary")
	}
	one := omar.do(omar.press(m, "Not a session", 1))
	omar.says(one, "Not a session")
	lena := c.lena()
	lena.says(lena.do(Command{Verb: view.VerbSessionNew, Trigger: "t", Reply: Reply{Door: ButtonDoor}}), "in no pair")
	tom.says(tom.do(Command{Verb: view.VerbSessionNew, Args: "other", Trigger: "t", Reply: Reply{Door: ButtonDoor}}), "in no pair")
}

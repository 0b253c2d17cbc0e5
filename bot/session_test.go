package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

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

func TestInTwoProgramsItCountsInBoth(t *testing.T) {
	c := newCommons(t).paired()
	first := c.program
	c.book(lenaID, func(b *domain.Book) error {
		p, err := b.Mentoring().Start(domain.Draft{
			Channel: "C2", Name: "Speakers", Cadence: domain.Every(30), Summary: domain.Weekly{At: 600, Days: domain.Friday}, Zone: "Europe/Berlin",
		})
		if err == nil {
			c.program = p.ID
		}
		return err
	})
	c.join(omarID, domain.Mentee, 1) // the other way round
	c.join(miaID, domain.Mentor, 1)
	c.lena().do(Command{Verb: view.VerbMentoring, Args: "pair <@UOMAR> <@UMIA>", Channel: "C2", Reply: Reply{Door: SlashDoor}})
	both := func(what string, speakers, engineers int) {
		t.Helper()
		c.counted(what+", speakers", speakers)
		second := c.program
		c.program = first
		c.counted(what+", engineers", engineers)
		c.program = second
	}
	mia := c.mia()
	m := mia.says(mia.met("<@UOMAR> lunch"), "*Engineering Mentors*: Counts as a session", "*Speakers*: Counts as a session")
	both("logged", 1, 1)
	mia.says(mia.do(mia.press(m, "Not a session", 1)), "Not a session")
	both("not one of the speakers'", 0, 1)
	mia.says(mia.mentoring("goals"), "Goals with* *Omar*") // the channel says which
	mia.says(mia.do(Command{Verb: view.VerbMentoring, Args: "goals", Channel: "D1", Reply: Reply{Door: SlashDoor}}), "Which")
	mia.says(c.undo(mia), "of Tue 24 Nov with *Omar* is counted no more")
	both("taken back", 0, 0)
	card := mia.do(Command{Verb: view.VerbPeople, Args: "Omar", Reply: Reply{Door: SlashDoor}})
	mia.says(card, "*Engineering Mentors*: they mentor you", "*Speakers*: you mentor them")
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

// TestASecondTapSaysTheSame presses twice what logs with one tap: it is one session,
// and it can still be rated.
func TestASecondTapSaysTheSame(t *testing.T) {
	c := newCommons(t).paired()
	mia := c.mia()
	n := domain.Nudge{Rule: domain.ContactDue, Contact: c.contact(miaID, omarID), Cadence: domain.Every(14)}
	item := view.Compose(view.Nudge(1, n, mia.today())...)
	first := mia.says(mia.presses(item, "Log it"), "Counts as a session", "How was it")
	if second := mia.says(mia.presses(item, "Log it")); second.Text != first.Text {
		t.Errorf("first %q, then %q", first.Text, second.Text)
	}
	c.counted("pressed twice", 1)
	card := *mia.do(Command{Verb: view.VerbPeople, Args: "Omar", Reply: Reply{Door: SlashDoor}}).Message
	mia.says(mia.presses(card, "Log it"), "How was it")
	c.counted("and on the card", 1)
}

// TestLogsOfTwoAgree has two partners log, take back, correct and press whatever was
// ever shown, in any order. Both see the same sessions; each is backed by a touch of
// one of them that stands, at most a day from it; and none is there twice.
func TestLogsOfTwoAgree(t *testing.T) {
	whole := t
	rapid.Check(t, func(t *rapid.T) {
		lena := newDesk(whole)
		two := []*desk{lena.beside("U2", "Omar"), lena.beside("U3", "Tom")}
		pairOf(whole, lena, two)
		shown := map[*desk][]view.Message{}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			i := rapid.IntRange(0, 1).Draw(t, "who")
			d, other := two[i], two[1-i]
			var a Answer
			switch rapid.SampledFrom([]string{"log", "log", "press", "press", "undo", "wait"}).Draw(t, "what") {
			case "log":
				ago := rapid.IntRange(0, 3).Draw(t, "ago")
				a, _ = d.try(Command{Verb: view.VerbMet, Args: fmt.Sprintf("<@%s> coffee %d days ago", other.member.Member, ago), Reply: Reply{Door: SlashDoor}})
			case "undo":
				a, _ = d.try(Command{Verb: view.VerbUndo, Reply: Reply{Door: SlashDoor}})
			case "wait":
				lena.now, two[0].now, two[1].now = lena.now.Add(2*time.Minute), d.now.Add(2*time.Minute), d.now.Add(2*time.Minute)
			case "press":
				if len(shown[d]) == 0 {
					continue
				}
				c, ok := d.anyPress(t, rapid.SampledFrom(shown[d]).Draw(t, "message"))
				if !ok {
					continue
				}
				a, _ = d.try(c)
			}
			if a.Message != nil {
				shown[d] = append(shown[d], *a.Message)
			}
			agreed(t, two)
		}
	})
}

// pairOf has two of a workspace paired, by the desk of an organiser.
func pairOf(t testing.TB, lena *desk, two []*desk) {
	t.Helper()
	var in domain.ProgramID
	act := func(d *desk, f func(*domain.Mentoring) error) {
		d.commands++
		r := domain.Ref{Owner: d.member.Owner, ID: domain.CommandID(fmt.Sprintf("setup-%s-%d", d.member.Member, d.commands)), At: d.now}
		if err := d.Write(t.Context(), r, func(b *domain.Book) error { return f(b.Mentoring()) }); err != nil {
			t.Fatal(err)
		}
	}
	act(lena, func(m *domain.Mentoring) error {
		p, err := m.Start(domain.Draft{Channel: "C1", Name: "Mentors", Cadence: domain.Every(14), Summary: domain.Weekly{At: 540, Days: domain.Monday}, Zone: "Europe/Berlin"})
		if err == nil {
			in = p.ID
		}
		return err
	})
	for i, role := range []domain.Role{domain.Mentor, domain.Mentee} {
		act(two[i], func(m *domain.Mentoring) error { _, err := m.Join(in, role, nil, 1); return err })
	}
	act(lena, func(m *domain.Mentoring) error {
		_, _, err := m.PairUp(in, []domain.Couple{{Mentor: two[0].member.Member, Mentee: two[1].member.Member}})
		return err
	})
	lena.hall.pairs[0].Since = lena.today().AddDays(-30)
}

// anyPress draws one of the buttons of a message.
func (d *desk) anyPress(t *rapid.T, m view.Message) (Command, bool) {
	var labels []string
	for _, b := range m.Blocks {
		if row, ok := b.(*slack.ActionBlock); ok {
			for _, e := range row.Elements.ElementSet {
				if btn, ok := e.(*slack.ButtonBlockElement); ok {
					labels = append(labels, btn.Text.Text)
				}
			}
		}
	}
	if len(labels) == 0 {
		return Command{}, false
	}
	return d.press(m, rapid.SampledFrom(labels).Draw(t, "label"), 0), true
}

// agreed checks the sessions of two partners.
func agreed(t *rapid.T, two []*desk) {
	t.Helper()
	var seen [2][]domain.Date
	var touches []domain.Date
	for i, d := range two {
		all, err := (*deskShelf)(d).Partnerships(d.today())
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		seen[i] = all[0].Sessions
		for _, c := range d.contacts {
			for _, x := range c.Interactions {
				if !x.Undone && c.SlackUser == string(two[1-i].member.Member) {
					touches = append(touches, x.On)
				}
			}
		}
	}
	if !slices.Equal(seen[0], seen[1]) {
		t.Fatalf("one sees %v, the other %v", seen[0], seen[1])
	}
	for i, on := range seen[0] {
		if slices.Contains(seen[0][:i], on) {
			t.Fatalf("%v is there twice: %v", on, seen[0])
		}
		if !slices.ContainsFunc(touches, func(x domain.Date) bool { return max(x.Sub(on), on.Sub(x)) <= 1 }) {
			t.Fatalf("the session of %v is backed by nothing: %v", on, touches)
		}
	}
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

package domain

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// readyDesk has one contact of whom something may be asked: everything that
// opens Capitalizing was seen.
func readyDesk(tb testing.TB) (*desk, ContactID) {
	tb.Helper()
	d := newDesk(tb)
	return d, d.sustained()
}

// sustained adds somebody with all that opens Capitalizing.
func (d *desk) sustained() ContactID {
	d.t.Helper()
	id := d.add("Jane", Relating)
	d.met(id, 9, Initiated)
	d.met(id, 2, Candid)
	d.move(id, Nurturing)
	d.with(id, func(b *Book, c *Contact) error { _, err := b.Deliver(c, "a review", b.Today, b.Today); return err })
	d.move(id, Sustaining)
	return id
}

// request is one that nothing is weak about, by the third working day.
func (d *desk) request() Request {
	return Request{What: "introduce me to Lena at Acme", By: d.today().AddDays(3), Link: "https://acme.example/lena"}
}

// asks makes an ask.
func (d *desk) asks(id ContactID, r Request) Ask {
	d.t.Helper()
	var a Ask
	d.with(id, func(b *Book, c *Contact) (err error) { a, err = b.Ask(c, r); return err })
	return a
}

// answers takes an ask to another state.
func (d *desk) answers(id ContactID, ask RecordID, s AskState) {
	d.t.Helper()
	d.with(id, func(b *Book, c *Contact) error { _, err := b.AnswerAsk(c, ask, s); return err })
}

func (d *desk) frame(id ContactID, r Request) Framing {
	d.t.Helper()
	var f Framing
	d.with(id, func(b *Book, c *Contact) (err error) { f, err = b.Frame(c, r); return err })
	return f
}

func TestFrameFindsEachWeakness(t *testing.T) {
	type history struct {
		state   AskState // of an ask before, "" for none
		daysAgo int      // when that was made, and answered
	}
	cases := []struct {
		name string
		past history
		edit func(r *Request, today Date)
		want []Weakness
	}{
		{name: "nothing", want: nil},
		{name: "vague", edit: func(r *Request, _ Date) { r.What = "some help" }, want: []Weakness{Vague}},
		{name: "two questions", edit: func(r *Request, _ Date) { r.What = "Could you review my talk? Could you host the meetup?" }, want: []Weakness{TwoThings}},
		{name: "and also", edit: func(r *Request, _ Date) { r.What = "Review my talk and also host the meetup" }, want: []Weakness{TwoThings}},
		{name: "no date", edit: func(r *Request, _ Date) { r.By = Date{} }, want: []Weakness{NoDate}},
		{name: "yesterday", edit: func(r *Request, today Date) { r.By = today.AddDays(-1) }, want: []Weakness{DateGone}},
		{name: "two working days", edit: func(r *Request, today Date) { r.By = today.AddDays(2) }, want: []Weakness{TooSoon}},
		{name: "today, and they chose", edit: func(r *Request, today Date) { r.By, r.TheyChose = today, true }},
		{name: "yesterday, and they chose", edit: func(r *Request, today Date) { r.By, r.TheyChose = today.AddDays(-1), true }, want: []Weakness{DateGone}},
		{name: "no link", edit: func(r *Request, _ Date) { r.Link = " " }, want: []Weakness{NoLink}},
		{name: "one waits", past: history{AskWaiting, 200}, want: []Weakness{OpenAsk}},
		{name: "one wants thanks", past: history{AskAgreed, 200}, want: []Weakness{OpenAsk}},
		{name: "one waits, and they chose", past: history{AskWaiting, 5}, edit: theyChose, want: []Weakness{OpenAsk}},
		{name: "89 days", past: history{AskThanked, 89}, want: []Weakness{TooOften}},
		{name: "89 days, and they chose", past: history{AskThanked, 89}, edit: theyChose},
		{name: "90 days", past: history{AskThanked, 90}},
		{name: "89 days, closed", past: history{AskClosed, 89}, want: []Weakness{TooOften}},
		{name: "declined 179 days ago", past: history{AskDeclined, 179}, want: []Weakness{SaidNo}},
		{name: "declined 80 days ago", past: history{AskDeclined, 80}, want: []Weakness{SaidNo}},
		{name: "declined, and they offered", past: history{AskDeclined, 3}, edit: theyChose},
		{name: "declined 180 days ago", past: history{AskDeclined, 180}},
		{
			name: "everything", past: history{AskDeclined, 1},
			edit: func(r *Request, _ Date) { *r = Request{What: "a favour? a chat?"} },
			want: []Weakness{SaidNo, Vague, TwoThings, NoDate, NoLink},
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			d, id := readyDesk(t)
			if tc.past.state != "" {
				d.later(-tc.past.daysAgo)
				d.with(id, func(b *Book, c *Contact) error {
					a, err := b.RecordAsk(c, Request{What: "host the meetup"}, b.Today)
					if err != nil || tc.past.state == AskWaiting {
						return err
					}
					_, err = b.AnswerAsk(c, a.ID, tc.past.state)
					return err
				})
				d.later(tc.past.daysAgo)
			}
			r := d.request()
			if tc.edit != nil {
				tc.edit(&r, d.today())
			}
			f := d.frame(id, r)
			if !slices.Equal(f.Weak, tc.want) {
				t.Errorf("weak: %q, want %q", f.Weak, tc.want)
			}
			if !f.Ready() || !f.Moves || f.Earliest != d.today().AddDays(3) {
				t.Errorf("ready %t, moves %t, earliest %s", f.Ready(), f.Moves, f.Earliest)
			}
			open := tc.past.state == AskWaiting || tc.past.state == AskAgreed
			if (f.Open != nil) != open || (f.Last != nil) != (tc.past.state != "") || (f.Declined != nil) != (tc.past.state == AskDeclined) {
				t.Errorf("open %v, last %v, declined %v", f.Open, f.Last, f.Declined)
			}
		})
	}
}

func theyChose(r *Request, _ Date) { r.TheyChose = true }

func TestWorkingDays(t *testing.T) {
	monday := On(2026, time.November, 2)
	cases := []struct {
		name string
		from int // days after that Monday
		days Weekdays
		want int // days after it
	}{
		{"from Monday", 0, 0, 3},
		{"from Wednesday, over the weekend", 2, 0, 7},
		{"from Friday", 4, 0, 9},
		{"from Saturday", 5, 0, 9},
		{"who works from Sunday to Thursday", 2, Sunday | Monday | Tuesday | Wednesday | Thursday, 7},
		{"on four days", 2, Monday | Tuesday | Wednesday | Thursday, 8},
		{"with a digest on Mondays", 0, Monday, 3},
		{"with a digest every day", 4, EveryDay, 9},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			d := newDesk(t)
			d.later(tc.from)
			if tc.days != 0 {
				d.member.Chosen.Digest = &Weekly{At: 540, Days: tc.days}
			}
			b := OpenBook(d.member, "read", d.now, d.policy, &d.shelf)
			if got := b.workingDaysOn(3); got != monday.AddDays(tc.want) {
				t.Errorf("%s, want %s", got, monday.AddDays(tc.want))
			}
		})
	}
}

func TestVague(t *testing.T) {
	good := []string{
		"introduce me to Lena at Acme", "review my talk proposal (2 pages)", "20 minutes on pricing, Thursday or Friday",
		"a reference letter for the Initech application", "feedback on my deck", "your slides on error handling", "intro to Lena",
		"Could you host our meetup in March?", "Lena’s email", "read chapter 3", "sign https://example.org/petition",
		"15-minute call about the Initech contract terms", "¿Puedes presentarme a Lena de Acme?", "Stell mich bitte Lena vor",
		"レナさんを紹介してください", "请帮我介绍莱娜", "Познакомь меня с Леной", "عرّفني على لينا", "помоги", "도와주세요",
	}
	vagues := []string{
		"", " ", "help", "HELP!", "pick your brain", "Can I pick your brain?", "some advice", "catch up", "let's catch up soon",
		"a favour", "a small favor, please", "something", "touch base", "a quick chat", "grab a coffee sometime", "coffee next week",
		"20 minutes of your time", "your support", "let me know what you think", "I’d love to connect", "help with it", "a hand", "🙏",
		"introduce me to someone", "hear your thoughts",
	}
	for _, what := range good {
		if vague(what) {
			t.Errorf("vague: %q", what)
		}
	}
	for _, what := range vagues {
		if !vague(what) {
			t.Errorf("not vague: %q", what)
		}
	}
}

func TestAskMovesWithIt(t *testing.T) {
	d, id := readyDesk(t)
	before := essence(d.contacts[id])
	goal := d.goal("Speak at GopherCon")
	r := d.request()
	r.Goal = goal
	a := d.asks(id, r)
	c := d.contacts[id]
	want := Ask{ID: a.ID, What: r.What, By: r.By, Link: r.Link, Goal: goal, Made: d.today(), State: AskWaiting, Changed: d.today(), Command: d.last()}
	if diff := cmp.Diff([]Ask{want}, c.Asks); diff != "" || c.Phase != Capitalizing || c.Furthest != Capitalizing {
		t.Errorf("%s, furthest %s: %s", c.Phase, c.Furthest, diff)
	}
	if f := d.frame(id, r); f.Moves || !f.Ready() {
		t.Errorf("moves %t, ready %t", f.Moves, f.Ready())
	}
	d.undoesTo(before)

	d.asks(id, d.request())
	d.move(id, Relating)
	if f := d.frame(id, r); !f.Moves || !f.Ready() {
		t.Error("who went back can't come forward again with an ask")
	}
	d.undoes("")
	d.undoesTo(before)
}

func TestAskKeepsALaterMove(t *testing.T) {
	d, id := readyDesk(t)
	d.asks(id, d.request())
	asked := d.last()
	d.move(id, Nurturing)
	d.isKept(d.undoes(asked), "phase")
	if c := d.contacts[id]; c.Phase != Nurturing || c.Furthest != Capitalizing || !c.Asks[0].Undone {
		t.Errorf("%s, furthest %s", c.Phase, c.Furthest)
	}
}

func TestAskRefuses(t *testing.T) {
	d, id := readyDesk(t)
	stranger := d.add("Omar", Relating)
	cases := []struct {
		name string
		who  ContactID
		edit func(r *Request)
		want Kind
	}{
		{"no words", id, func(r *Request) { r.What = " \n" }, KindInvalid},
		{"too long", id, func(r *Request) { r.What = strings.Repeat("é", 3001) }, KindInvalid},
		{"a link too long", id, func(r *Request) { r.Link = strings.Repeat("x", 3001) }, KindInvalid},
		{"no date", id, func(r *Request) { r.By = Date{} }, KindInvalid},
		{"yesterday", id, func(r *Request) { r.By = d.today().AddDays(-1) }, KindInvalid},
		{"no such goal", id, func(r *Request) { r.Goal = "elsewhere" }, KindNotFound},
		{"not ready", stranger, func(*Request) {}, KindLaw},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(*testing.T) {
			r := d.request()
			tc.edit(&r)
			d.refuses(tc.who, tc.want, func(b *Book, c *Contact) error { _, err := b.Ask(c, r); return err })
		})
	}
	if f := d.frame(stranger, d.request()); f.Ready() || !f.Verdict.TooFar {
		t.Errorf("%+v", f.Verdict)
	}
	d.promises(id, "the sheet", 0, false)
	d.later(1)
	f := d.frame(id, d.request())
	if f.Ready() || len(f.Verdict.Missing) != 1 || f.Verdict.Missing[0].Name != NothingOverdue {
		t.Errorf("with a promise overdue: %+v", f.Verdict.Missing)
	}
	d.refuses(id, KindLaw, func(b *Book, c *Contact) error { _, err := b.Ask(c, d.request()); return err })
}

func TestRecordAskTakesItAsItIs(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	before := essence(d.contacts[id])
	d.with(id, func(b *Book, c *Contact) error {
		_, err := b.RecordAsk(c, Request{What: "help"}, b.Today.AddDays(-1))
		return err
	})
	c := d.contacts[id]
	if a := c.Asks[0]; a.Made != d.today().AddDays(-1) || a.State != AskWaiting || !a.By.IsZero() || c.Phase != Relating {
		t.Errorf("%s, %+v", c.Phase, a)
	}
	d.undoesTo(before)
	d.refuses(id, KindInvalid, func(b *Book, c *Contact) error { _, err := b.RecordAsk(c, Request{}, b.Today); return err })
	for _, made := range []Date{{}, d.today().AddDays(1)} {
		d.refuses(id, KindInvalid, func(b *Book, c *Contact) error { _, err := b.RecordAsk(c, Request{What: "x"}, made); return err })
	}
}

func TestTheLifeOfAnAsk(t *testing.T) {
	cases := []struct {
		path     []AskState
		received int
		refused  map[AskState]Kind
	}{
		{[]AskState{AskAgreed}, 1, map[AskState]Kind{AskAgreed: KindInvalid, AskWaiting: KindInvalid, "": KindInvalid}},
		{[]AskState{AskAgreed, AskThanked}, 1, map[AskState]Kind{AskThanked: KindStale, AskAgreed: KindStale, AskDeclined: KindStale}},
		{[]AskState{AskThanked}, 1, map[AskState]Kind{AskThanked: KindStale}},
		{[]AskState{AskDeclined}, 0, map[AskState]Kind{AskDeclined: KindStale, AskThanked: KindStale, AskAgreed: KindStale}},
		{[]AskState{AskClosed}, 0, map[AskState]Kind{AskClosed: KindStale, AskAgreed: KindStale}},
		{[]AskState{AskAgreed, AskDeclined}, 0, map[AskState]Kind{AskThanked: KindStale}},
	}
	for _, tc := range cases {
		t.Run(string(tc.path[len(tc.path)-1]), func(t *testing.T) {
			d, id := readyDesk(t)
			a := d.asks(id, d.request())
			d.later(2)
			var was []*Contact
			for _, s := range tc.path {
				was = append(was, essence(d.contacts[id]))
				d.answers(id, a.ID, s)
			}
			c := d.contacts[id]
			if got := c.Asks[0]; got.State != tc.path[len(tc.path)-1] || got.Changed != d.today() || c.Balance.Received != tc.received {
				t.Errorf("%+v, balance %+v", got, c.Balance)
			}
			for s, want := range tc.refused {
				d.refuses(id, want, func(b *Book, c *Contact) error { _, err := b.AnswerAsk(c, a.ID, s); return err })
			}
			d.refuses(id, KindStale, func(b *Book, c *Contact) error { _, err := b.GiveTime(c, a.ID, b.Today); return err })
			for _, before := range slices.Backward(was) {
				d.undoesTo(before)
			}
			d.undoes("")
			d.refuses(id, KindNotFound, func(b *Book, c *Contact) error { _, err := b.AnswerAsk(c, a.ID, AskAgreed); return err })
		})
	}
}

func TestGiveTime(t *testing.T) {
	d, id := readyDesk(t)
	a := d.asks(id, d.request())
	before := essence(d.contacts[id])
	d.with(id, func(b *Book, c *Contact) error { _, err := b.GiveTime(c, a.ID, b.Today.AddDays(9)); return err })
	if got := d.contacts[id].Asks[0]; got.By != d.today().AddDays(9) || got.State != AskWaiting {
		t.Errorf("%+v", got)
	}
	given := d.last()
	d.answers(id, a.ID, AskAgreed)
	d.isKept(d.undoes(given), "ask") // they agreed meanwhile: the ask stays as it is
	if got := d.contacts[id].Asks[0]; got.State != AskAgreed {
		t.Errorf("%+v", got)
	}
	d.undoes("")
	d.with(id, func(b *Book, c *Contact) error { _, err := b.GiveTime(c, a.ID, before.Asks[0].By); return err })
	if diff := cmp.Diff(before, essence(d.contacts[id])); diff != "" {
		t.Error(diff)
	}
	for _, by := range []Date{{}, d.today().AddDays(-1)} {
		d.refuses(id, KindInvalid, func(b *Book, c *Contact) error { _, err := b.GiveTime(c, a.ID, by); return err })
	}
	d.refuses(id, KindNotFound, func(b *Book, c *Contact) error { _, err := b.GiveTime(c, "elsewhere", b.Today); return err })
}

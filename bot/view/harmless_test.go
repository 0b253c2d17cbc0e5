package view

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"rapport/domain"
)

// evil are names that have broken something somewhere.
var evil = []string{
	"<!channel> *x* <@U1>", "<@U1|mia>", "<#C1>", "<https://x.example|click>", "&lt;!here&gt;", "a & b",
	"שרה כהן", "\u202eeman live", "\u2066half an isolate", "zero\u200bwidth\u200d\ufeff", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "```code", "> quote", ":tada:",
	strings.Repeat("&", 200), strings.Repeat("<!here>", 28), strings.Repeat("é", 200), strings.Repeat("👍", 200),
	"\x00\x01\x7f", "\xff\xfe", "", " ", "line\nbreak", "'; DROP TABLE contacts; --", "=cmd()",
}

// words draws what a member might type: something evil, something ordinary.
func words(longest int) *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(evil), rapid.StringN(0, longest, -1))
}

func someDate(t *rapid.T, label string) domain.Date {
	return today.AddDays(-rapid.IntRange(0, 4000).Draw(t, label))
}

// person draws a contact about whom anything may be known.
func person(t *rapid.T, n int) *domain.Contact {
	c := &domain.Contact{
		ID: domain.ContactID(fmt.Sprintf("contact%09d", n)), Name: words(200).Draw(t, "name"),
		Phase: rapid.SampledFrom(domain.Phases).Draw(t, "phase"), Added: someDate(t, "added"),
		Planned: someDate(t, "planned"), PlannedKind: words(60).Draw(t, "planned kind"),
	}
	c.Touched = domain.Touched{Last: someDate(t, "last"), Kind: words(60).Draw(t, "kind"), Note: words(3000).Draw(t, "note")}
	return c
}

func anybody(t *rapid.T, most int) []*domain.Contact {
	all := make([]*domain.Contact, rapid.IntRange(1, most).Draw(t, "people"))
	for i := range all {
		all[i] = person(t, i)
	}
	return all
}

// nudgesOf draws a reason for each of some people.
func nudgesOf(t *rapid.T, people []*domain.Contact) []domain.Nudge {
	all := make([]domain.Nudge, len(people))
	for i, c := range people {
		all[i] = domain.Nudge{
			Contact: c, Gap: rapid.IntRange(0, 4000).Draw(t, "gap"), Never: rapid.Bool().Draw(t, "never"), Due: today,
			Rule:    rapid.SampledFrom([]domain.RuleName{domain.ContactDue, domain.ContactOverdue, domain.HowDidItGo}).Draw(t, "rule"),
			Cadence: domain.Cadence{Ideal: 30, Maximum: 60},
		}
	}
	return all
}

// touchesOf draws what became of logging a touch with each of some people.
func touchesOf(t *rapid.T, people []*domain.Contact) []Touch {
	signals := rapid.SliceOfNDistinct(rapid.SampledFrom(domain.SignalKinds), 0, 8, rapid.ID[domain.SignalKind]).Draw(t, "signals")
	kind, note := words(60).Draw(t, "touch kind"), words(3000).Draw(t, "touch note")
	all := make([]Touch, len(people))
	for i, c := range people {
		l := domain.Logged{
			Contact: c, From: rapid.SampledFrom(domain.Phases).Draw(t, "from"), New: rapid.Bool().Draw(t, "new"),
			Older: rapid.Bool().Draw(t, "older"), Unrecognised: rapid.Bool().Draw(t, "unrecognised"),
			Interaction: domain.Interaction{ID: "interaction00000", On: someDate(t, "on"), Kind: kind, Note: note},
		}
		if rapid.Bool().Draw(t, "recognised") {
			l.Recognised = &domain.Value{What: note, Delivered: someDate(t, "delivered")}
		}
		all[i] = Touch{Logged: l, Signals: signals, Opened: domain.Nurturing}
	}
	return all
}

func TestNothingTypedBreaksAMessage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := anybody(t, 20)
		said := words(300).Draw(t, "said")
		names := make([]string, len(all))
		for i, c := range all {
			names[i] = c.Name
		}
		e := echoOf(touchesOf(t, all)...)
		e.Night = true
		nudges := nudgesOf(t, all)
		d := Digest(DigestPage{Name: said, Hour: 9, Today: today, Digest: domain.Digest{Shown: nudges, FineTill: today}})
		place := Place{1, nudges[0].Telling()}
		options := make([]Choice, min(len(all), 10))
		for i := range options {
			options[i] = Choice{all[i].Name, string(all[i].ID)}
		}
		for what, m := range map[string]Message{
			"met":       Met(e),
			"digest":    d,
			"settled":   InPlace(d.Blocks, place, Settled(place, Logged(e.Touches[0].Logged, today), "press:1", e.Edit)...),
			"identify":  Identify(PromptPage{Name: said, Today: today, Prompt: domain.Prompt{Items: []domain.PromptItem{{Rule: domain.NeverMet, Contacts: all}, {Rule: domain.TooMany, Contacts: all}}}}),
			"named":     Named("submit:1", names),
			"rests":     Rests("submit:1", names[0]),
			"rhythm":    RhythmChanged("submit:1", names[0], domain.Cadence{Ideal: 30, Maximum: 60}, domain.FromContact),
			"delivered": Delivered("submit:1", names[0], domain.Value{What: said, Delivered: today}, today),
			"ask":       Ask(Query{ID: "question00000000", Kind: "who", Key: "who", Said: said, Options: options}, today),
			"expected":  Expected("press:1", names, said, today.AddDays(3), today),
			"unclear":   Unclear(Misread{Why: "no such date", Said: said, Nearest: said}),
			"unknown":   UnknownVerb(said, said),
			"undid":     Undid(domain.Undone{Verb: VerbMet, Contacts: all, Removed: all, Kept: []domain.KeptField{{Contact: all[0], Field: said}}}),
		} {
			checkMessage(t, what, m)
		}
	})
}

func TestNothingTypedBreaksAModal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := anybody(t, 120)
		said := words(300).Draw(t, "said")
		touch := domain.Interaction{On: today, Kind: words(60).Filter(func(s string) bool { return s != "" }).Draw(t, "kind"), Note: words(3000).Draw(t, "note")}
		names := []string{all[0].Name, said}
		for what, m := range map[string]*slack.ModalViewRequest{
			"met":     MetModal(MetForm{Today: today, Known: all, Chosen: []domain.ContactID{all[0].ID}, New: said}),
			"details": EditModal(EditForm{Part: AllParts, Who: names, Touch: touch}),
			"note":    EditModal(EditForm{Part: NotePart, Who: names, Touch: touch}),
			"noticed": NoticedModal("{}", said, today),
			"rhythm":  RhythmModal("id", said, domain.Cadence{Ideal: 30, Maximum: 60}),
			"rest":    RestModal("", all),
		} {
			checkModal(t, what, m)
		}
	})
}

// recordsOf gives a contact records of every sort, about which anything may be said.
func recordsOf(t *rapid.T, c *domain.Contact) {
	id := func(i int) domain.RecordID { return domain.RecordID(fmt.Sprintf("record%010d", i)) }
	most := rapid.IntRange(0, 8).Draw(t, "records")
	for i := range most {
		said := words(3000).Draw(t, "what")
		c.Promises = append(c.Promises, domain.Promise{ID: id(i), What: said, Theirs: i%2 == 0, Due: someDate(t, "due"), State: domain.PromiseOpen})
		c.Needs = append(c.Needs, domain.Need{
			ID: id(i), What: said, Offer: said, Urgency: rapid.SampledFrom(domain.Urgencies).Draw(t, "urgency"), Noted: someDate(t, "noted"), State: domain.NeedOpen,
		})
		c.Values = append(c.Values, domain.Value{ID: id(i), What: said, Delivered: someDate(t, "delivered")})
		c.Asks = append(c.Asks, domain.Ask{
			ID: id(i), What: said, Link: said, By: someDate(t, "by"), Changed: someDate(t, "changed"),
			State: rapid.SampledFrom([]domain.AskState{domain.AskWaiting, domain.AskAgreed}).Draw(t, "state"),
		})
	}
	said := words(3000).Draw(t, "about")
	c.Aliases, c.Role, c.Place, c.Work = []string{said, said}, said, said, said
	c.Adds, c.Offers, c.Connects = said, said, said
	c.Balance = domain.Balance{Given: most, Received: rapid.IntRange(0, 8).Draw(t, "received")}
}

func TestNothingTypedBreaksAnAskOrANeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := person(t, 1)
		c.Furthest = max(c.Phase, domain.Nurturing)
		recordsOf(t, c)
		said := words(3000).Draw(t, "said")
		need := domain.Need{ID: "need000000000000", What: said, Offer: said}
		value := domain.Value{ID: "value00000000000", What: said, Delivered: today}
		ask := domain.Ask{ID: "ask0000000000000", What: said, Link: said, By: today, Made: today, State: domain.AskAgreed, Changed: today}
		goal := domain.Goal{ID: "goal000000000000", What: said, By: today}
		card := cardOf(c)
		card.Done, card.Undo, card.Goals = Helped(c, value, card.Next, today), "press:1", []domain.Goal{goal}
		card.Ties = []Tie{{domain.Introduction{How: domain.Woven, State: domain.IntroDone}, said}}
		page := framing(domain.SaidNo, domain.OpenAsk, domain.TooOften, domain.Vague, domain.TwoThings, domain.NoDate, domain.DateGone, domain.TooSoon, domain.NoLink)
		page.Contact, page.Goal, page.Framing.Request = c, said, domain.Request{What: said, Link: said, By: today}
		page.Framing.Open = &ask
		rows := make([]AskRow, rapid.IntRange(0, 30).Draw(t, "rows"))
		for i := range rows {
			rows[i] = AskRow{c, ask}
		}
		for what, m := range map[string]Message{
			"card":     Card(card),
			"draft":    AskDraft(page),
			"early":    AskEarly(card, said),
			"stranger": AskStranger(said),
			"made":     Alone(AskMade(c, ask, domain.Nurturing, today), "press:1", ""),
			"recorded": Alone(AskRecorded(c.Name, ask, true, today), "press:1", "", AskAnswers(c, ask)...),
			"agreed":   Alone(AskAgreed(c, ask), "press:1", "", AskThanks(c, ask)...),
			"thanked":  Say(AskThanked(c, ask) + AskClosed(c, ask) + AskGiven(c, ask, today) + AskOver(c, ask)),
			"asks":     Asks(AsksPage{Today: today, Open: rows, Answered: rows, Done: AskAgreed(c, ask), Undo: "press:1"}),
			"need":     Alone(NeedNoted(c.Name, need), "press:1", "", NeedButtons(c.ID, need)...),
			"offered":  Say(Offered(c.Name, need) + NeedDropped(c.Name, need) + NeedOver(c.Name, need, today)),
			"value":    Say(Received(c.Name, value, today) + Noticed(c, value, card.Next) + NoticedAlready(c.Name, value, today)),
			"renamed":  Say(Renamed(c.Name, said) + Aliased(c.Name, said) + NameTaken(c.Name, said)),
		} {
			checkMessage(t, what, m)
		}
		for what, m := range map[string]*slack.ModalViewRequest{
			"card":    Sheet("Card", Card(card)),
			"edit":    EditCardModal("{}", c),
			"seen":    SeenModal("{}", c.Name, domain.Recognised, append(Unseen(c), value), today),
			"need":    NeedModal("{}", c.Name, today),
			"offer":   OfferModal("{}", c.Name, need),
			"served":  ServedModal("{}", c.Name, need, today),
			"got":     GotModal("{}", c.Name, today),
			"ask":     AskModal(AskForm{Today: today, Known: anybody(t, 120), Goals: []domain.Goal{goal}, Contact: c.ID, Request: page.Framing.Request}),
			"time":    AskTimeModal("{}", c.Name, ask, today),
			"sheet":   Sheet("Asks", Asks(AsksPage{Today: today, Open: rows})),
			"private": Sheet("Ask", AskDraft(page)),
		} {
			checkModal(t, what, m)
		}
	})
}

func TestNeighboursGetDifferentSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := nudgesOf(t, anybody(t, 1))[0]
		a, b := Step(1, n, today), Step(2, n, today)
		if a == "" || a == b && n.Rule != domain.HowDidItGo {
			t.Fatalf("steps %q and %q", a, b)
		}
	})
}

func TestEveryPhaseHasSteps(t *testing.T) {
	for _, p := range domain.Phases {
		c := &domain.Contact{ID: "a", Phase: p, Touched: domain.Touched{Last: domain.On(2026, time.November, 1)}}
		if len(steps[p]) < 2 {
			t.Errorf("%s has %d steps", p, len(steps[p]))
		}
		if got := Step(1, domain.Nudge{Rule: domain.ContactDue, Contact: c, Due: today}, today); got == "" {
			t.Errorf("%s: no step", p)
		}
	}
}

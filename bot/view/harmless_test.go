package view

import (
	"errors"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"rapport/domain"
)

// tryAll holds messages and modals against Slack's limits, and against names that
// would ping somebody.
func tryAll(t failer, messages map[string]Message, modals map[string]*slack.ModalViewRequest) {
	t.Helper()
	for what, m := range messages {
		checkMessage(t, what, m)
	}
	for what, m := range modals {
		checkModal(t, what, m)
	}
}

// trySaid does the same with sentences, each alone in a message.
func trySaid(t failer, sentences map[string]string) {
	t.Helper()
	for what, s := range sentences {
		checkMessage(t, what, Say(s))
	}
}

func TestNothingTypedBreaksATouch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := anybody(t, 120)
		c, said, names := all[0], words(3000).Draw(t, "said"), namesFrom(all, 50)
		e := echoOf(touchesOf(t, all)...)
		e.Night, e.Helped, e.Changed = chance(t, "night"), chance(t, "helped"), chance(t, "changed")
		v := value(t, 0)
		touch := domain.Interaction{On: today, Kind: words(60).Filter(func(s string) bool { return s != "" }).Draw(t, "kind"), Note: words(3000).Draw(t, "note")}
		who := namesFrom(all, 20)
		tryAll(t, map[string]Message{
			"met":       Met(e),
			"one":       Met(echoOf(e.Touches[0])),
			"again":     LogAgain("question00000000"),
			"delivered": Delivered("submit:1", c.Name, v, today),
			"expected":  Expected("press:1", who, touch.Kind, today.AddDays(3), today),
			"noted":     NotedAlready(domain.Undone{Verb: VerbMet, Contacts: all, Goals: goals(t)}, "submit:1"),
			"undid": Undid(domain.Undone{
				Verb: VerbMet, Contacts: all, Removed: all, Goals: goals(t), KeptGoals: goals(t),
				Kept: []domain.KeptField{{Contact: c, Field: "interaction"}, {Contact: c, Field: "contact"}, {Contact: c, Field: "tags"}},
			}),
		}, map[string]*slack.ModalViewRequest{
			"met":     MetModal(MetForm{Today: today, Known: all, Chosen: []domain.ContactID{c.ID}, New: said}),
			"details": EditModal(EditForm{Part: AllParts, Who: who, Touch: touch}),
			"date":    EditModal(EditForm{Part: DatePart, Who: who, Touch: touch}),
			"note":    EditModal(EditForm{Part: NotePart, Who: who, Touch: touch}),
			"noticed": NoticedModal("{}", c.Name, today),
		})
		trySaid(t, map[string]string{
			"logged":  Logged(e.Touches[0].Logged, today),
			"undid":   UndidText(domain.Undone{Verb: VerbAnswer, Contacts: all[:1]}),
			"known":   Escape(KnownAlready(c.Name)),
			"names":   persons(names),
			"hello":   Greeting(9, said),
			"renamed": Renamed(c.Name, said) + Aliased(c.Name, said) + NameTaken(c.Name, said) + Through(c.Name, said) + ThroughAlready(said, c.Name),
		})
	})
}

func TestNothingTypedBreaksAQuestion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := anybody(t, 10)
		said := words(3000).Draw(t, "said")
		q := query(t, all)
		number := rapid.IntRange(-9, 999999999).Draw(t, "number")
		messages := map[string]Message{
			"ask":         Ask(q, today),
			"unsure":      Unsure(q, today),
			"which":       Which(q, today),
			"unknown":     UnknownVerb(said, said),
			"no item":     NoSuchItem(number, rapid.IntRange(0, 20).Draw(t, "shown")),
			"no day":      NoSuchDay(number, said),
			"other words": OtherWords(number, rapid.SampledFrom(domain.NudgeRules).Draw(t, "rule")),
			"day is over": DayIsOver(said, someDate(t, "over"), today),
			"trouble":     Trouble(said),
			"recovered":   Recovered(maybeDate(t, "since"), today),
			"composed":    Compose(header("", said), section("", quoted(said)), context("", Person(said))),
		}
		for k := domain.KindUnknown; k <= domain.KindUnwritable; k++ {
			if m, ok := Sorry(domain.Fault(k, "contact", errors.New(said))); ok {
				messages["sorry "+k.String()] = m
			}
		}
		verb := rapid.SampledFrom([]string{"", VerbPromise, VerbAsk, VerbGoal, VerbIdentify, VerbMentoring}).Draw(t, "command")
		for _, why := range misreadings {
			messages["misread "+verb+" "+why] = Unclear(Misread{Verb: verb, Why: why, Said: said, Nearest: said})
		}
		tryAll(t, messages, nil)
	})
}

// misreadings are the reasons for which a text can't be read.
var misreadings = []string{
	"no name", "too many people", "too long", "no such date", "unknown signal", "unknown name", "unknown word", "bad cadence", "open quote",
	"no promise", "no ask", "no need", "no value", "no new name", "no about", "no other", "no by", "no goal", "unknown goal", "date gone", "one person", "no until", "no partner", "bad capacity", "bad rating", "of tomorrow",
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

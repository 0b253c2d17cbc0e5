package view

import (
	"testing"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"rapport/domain"
)

func TestNothingTypedBreaksAPromise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := anybody(t, 120)
		c, p, said := all[0], promise(t, 0), words(3000).Draw(t, "said")
		open := make([]PromiseTeller, rapid.IntRange(0, 30).Draw(t, "open"))
		many := make([]domain.Promise, len(open))
		for i := range open {
			q := p
			q.ID, q.Theirs = recordID(i), i > len(open)/2
			open[i], many[i] = PromiseTeller{all[i%len(all)], q}, q
		}
		gain := Gain{Counts: chance(t, "counts"), Clear: chance(t, "clear"), Opened: rapid.SampledFrom(domain.Phases).Draw(t, "opened")}
		tryAll(t, map[string]Message{
			"promised": Promised(PromiseEcho{Command: "slash:1", Contact: c, Promise: p, Today: today, New: chance(t, "new"), Known: chance(t, "known")}),
			"promises": Promises(PromisesPage{Today: today, Rows: open, Page: rapid.IntRange(-1, 4).Draw(t, "page"), Done: PromiseOver(c, p, today), Undo: "press:1"}),
			"row":      Compose(PromiseItem(1, PromiseTeller{c, p}, today)...),
			"by":       PromiseBy("question00000000", "promise.by", c.Name, p, today),
			"which":    WhichPromise("question00000000", "promise.which", c, many, today),
			"none":     NoOpenPromise(c.Name, said),
		}, map[string]*slack.ModalViewRequest{
			"promise": PromiseModal(PromiseForm{Today: today, Known: all, Chosen: c.ID, New: said, Theirs: p.Theirs, What: said, By: p.Due}),
			"move":    MoveModal("{}", c, p, today),
		})
		trySaid(t, map[string]string{
			"kept": PromiseKept(c, p, gain), "dropped": PromiseDropped(c, p, gain), "broken": PromiseBroken(c, p, gain),
			"moved": PromiseMoved(c, p, someDate(t, "was"), today, gain), "late": latePromise(c, p, today), "stands": PromiseStands(c, p, today),
		})
	})
}

func TestNothingTypedBreaksAGoal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, known := anybody(t, 120), goals(t)
		g := known[0]
		rows := make([]GoalTeller, len(known))
		for i := range rows {
			rows[i] = GoalTeller{Goal: known[i], Behind: all[:rapid.IntRange(0, len(all)).Draw(t, "behind")], Asks: all[0].Asks}
		}
		tryAll(t, map[string]Message{
			"goals": Goals(GoalsPage{Today: today, Rows: rows, Page: rapid.IntRange(-1, 4).Draw(t, "page"), Done: GoalLinked(g, all, all), Undo: "press:1"}),
			"none":  Goals(GoalsPage{Today: today, Done: GoalDropped(g)}),
			"noted": GoalNoted("slash:1", g, chance(t, "known"), chance(t, "anybody"), today),
			"moved": GoalMoved("slash:1", g, g, chance(t, "anybody"), today),
			"row":   Compose(GoalItem(1, rows[0], today)...),
		}, map[string]*slack.ModalViewRequest{
			"new":    GoalModal(VerbGoalMade, "{}", "", domain.Date{}),
			"change": GoalModal(VerbGoalEdited, "{}", g.What, g.By),
			"link":   LinkModal("{}", g, all, today),
		})
		trySaid(t, map[string]string{
			"changed": GoalChanged(g, today), "reached": GoalReached(g, all), "reached by one": GoalReached(g, all[:1]),
			"over": GoalOver(g, today), "linked": GoalLinked(g, all, nil), "unlinked": GoalLinked(g, nil, all), "same": GoalLinked(g, nil, nil),
		})
	})
}

func TestNothingTypedBreaksAnAsk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, known := anybody(t, 120), goals(t)
		c, a := all[0], asking(t, 0)
		a.By = anyDate(t, "answer by")
		page := framing(domain.SaidNo, domain.OpenAsk, domain.TooOften, domain.Vague, domain.TwoThings, domain.NoDate, domain.DateGone, domain.TooSoon, domain.NoLink)
		page.Contact, page.Goal, page.Framing.Request = c, known[0].What, domain.Request{What: a.What, Link: a.Link, By: a.By, TheyChose: chance(t, "chose")}
		page.Framing.Open, page.Framing.Moves = &a, chance(t, "moves")
		rows := make([]AskRow, rapid.IntRange(0, 30).Draw(t, "rows"))
		for i := range rows {
			rows[i] = AskRow{all[i%len(all)], a}
			rows[i].Ask.ID = recordID(i)
		}
		asks := AsksPage{Today: today, Open: rows, Answered: rows, Done: AskAgreed(c, a), Undo: "press:1"}
		tryAll(t, map[string]Message{
			"draft":    AskDraft(page),
			"early":    AskEarly(cardOf(c), a.What),
			"stranger": AskStranger(c.Name),
			"none":     NoOpenAsk(c.Name, chance(t, "for thanks")),
			"made":     Alone(AskMade(c, a, rapid.SampledFrom(domain.Phases).Draw(t, "from"), today), "press:1", ""),
			"recorded": Alone(AskRecorded(c.Name, a, chance(t, "fresh"), today), "press:1", "", AskAnswers(c, a)...),
			"agreed":   Alone(AskAgreed(c, a), "press:1", "", AskThanks(c, a)...),
			"asks":     Asks(asks),
		}, map[string]*slack.ModalViewRequest{
			"ask":     AskModal(AskForm{Today: today, Known: all, Goals: known, Contact: c.ID, Request: page.Framing.Request}),
			"time":    AskTimeModal("{}", c.Name, a, today),
			"sheet":   Sheet("Asks", Asks(asks)),
			"private": Sheet("Ask", AskDraft(page)),
		})
		trySaid(t, map[string]string{
			"left": AskLeft(c.Name), "thanked": AskThanked(c, a), "closed": AskClosed(c, a), "given": AskGiven(c, a, today),
			"over": AskOver(c, a), "which": WhichAsk(c.Name), "stands": AskStands(c, a, today),
			"words": Escape(askWords(c.Name, page.Framing.Request, today)), "thanks": Escape(thankWords(c.Name, a.What)),
		})
	})
}

func TestNothingTypedBreaksANeedOrAValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := anybody(t, 120)
		c, n, v := all[0], need(t, 0), value(t, 99)
		v.Recognised = someDate(t, "seen")
		next := cardOf(c).Next
		tryAll(t, map[string]Message{
			"need":    Alone(NeedNoted(c.Name, n), "press:1", "", NeedButtons(c.ID, n)...),
			"offered": Alone(Offered(c.Name, n), "press:1", "", OfferedButtons(c.ID, n)...),
		}, map[string]*slack.ModalViewRequest{
			"need":    NeedModal("{}", c.Name, today),
			"offer":   OfferModal("{}", c.Name, n),
			"served":  ServedModal("{}", c.Name, n, today),
			"got":     GotModal("{}", c.Name, today),
			"helped":  HelpedModal("{}", c.Name, chance(t, "noticed"), today),
			"seen":    SeenModal("{}", c.Name, domain.Recognised, append(Unseen(c), v), today),
			"brought": IntroducedModal("{}", c.Name, all, today),
		})
		trySaid(t, map[string]string{
			"dropped": NeedDropped(c.Name, n), "over": NeedOver(c.Name, n, today), "need stands": NeedStands(c, n), "value stands": ValueStands(c, v),
			"helped": Helped(c, v, next, today), "received": Received(c.Name, v, today), "noticed": Noticed(c, v, next),
			"already": NoticedAlready(c.Name, v, today), "not": NotNoticed(c.Name), "brought": BroughtIn(c, n.What, today, next, today),
		})
	})
}

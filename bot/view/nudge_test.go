package view

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

func priya() *domain.Contact {
	return &domain.Contact{
		ID: "priyaaaaaaaaaaaa", Name: "Priya Nair", Phase: domain.Nurturing, Furthest: domain.Sustaining,
		Tags: []string{"gophercon"}, Work: "developer relations", Added: domain.On(2026, time.March, 2),
		Touched: domain.Touched{
			First: domain.On(2026, time.March, 2), Last: domain.On(2026, time.November, 3), Kind: "call", Count: 4, Days: 4, Kinds: 1,
		},
	}
}

// nudges is one nudge of every rule, and the variants that read differently.
func nudges() map[string]domain.Nudge {
	rhythm := domain.Cadence{Ideal: 30, Maximum: 60}
	of := func(r domain.RuleName, c *domain.Contact, subject string) domain.Nudge {
		return domain.Nudge{Rule: r, Contact: c, Subject: subject, Cadence: rhythm, Due: today, Gap: today.Sub(c.Touched.Last)}
	}
	promise := func(r domain.RuleName, due domain.Date, theirs bool) domain.Nudge {
		n := of(r, priya(), "promise000000000")
		n.Promise = &domain.Promise{
			ID: "promise000000000", What: "pricing sheet", Theirs: theirs, Made: domain.On(2026, time.November, 3), Due: due, State: domain.PromiseOpen,
		}
		return n
	}
	need := func(asked bool, u domain.Urgency, offer string) domain.Nudge {
		n := of(domain.TheyAsked, jane(), "need000000000000")
		n.Need = &domain.Need{
			ID: "need000000000000", What: "a school in Oslo", Asked: asked, Urgency: u, Noted: domain.On(2026, time.November, 10), Offer: offer, State: domain.NeedOpen,
		}
		return n
	}
	ask := func(r domain.RuleName, s domain.AskState) domain.Nudge {
		n := of(r, priya(), "ask0000000000000")
		n.Ask = &domain.Ask{
			ID: "ask0000000000000", What: "an intro to the GopherCon programme team", By: domain.On(2026, time.November, 20),
			Made: domain.On(2026, time.November, 9), Changed: domain.On(2026, time.November, 23), State: s,
		}
		return n
	}
	value := of(domain.Unrecognised, jane(), "value00000000000")
	value.Value = &domain.Value{ID: "value00000000000", What: "intro to Omar", Delivered: domain.On(2026, time.November, 12)}
	ready := of(domain.ReadyToAsk, priya(), "goal000000000000")
	ready.Goal = &domain.Goal{ID: "goal000000000000", What: "Speak at GopherCon", By: domain.On(2027, time.June, 1), State: domain.GoalOpen}
	occasion := of(domain.OccasionComing, jane(), "birthday")
	occasion.Occasion, occasion.OccasionOn = &domain.Occasion{Name: "birthday", Month: time.November, Day: 24}, today
	ahead := of(domain.OccasionComing, jane(), "work anniversary")
	ahead.Occasion, ahead.OccasionOn = &domain.Occasion{Name: "work anniversary", Month: time.November, Day: 28}, today.AddDays(4)
	how := of(domain.HowDidItGo, omar(), "")
	never := of(domain.ContactDue, tom(), "")
	never.Never, never.Gap = true, 14
	kinds := of(domain.RevealMore, priya(), "")
	kinds.OneKind = true
	pair := domain.Partnership{
		Pair: domain.Pair{Program: "program000000000", ID: "pair000000000000", Mentor: "U1", Mentee: "U2", Since: domain.On(2026, time.October, 5)},
		Me:   "U2", ProgramName: "Engineering Mentors", Cadence: domain.Every(14), Name: omar().Name,
		Sessions: []domain.Date{domain.On(2026, time.November, 9)},
	}
	session, mentor := of(domain.SessionDue, omar(), string(pair.ID)), pair
	session.Partnership = &pair
	first := of(domain.SessionDue, omar(), string(pair.ID))
	mentor.Me, mentor.Sessions, first.Partnership = "U1", nil, &mentor
	was := of(domain.HowWasIt, omar(), string(pair.ID)+" 2026-11-09")
	was.Partnership, was.On = &pair, pair.Last()
	month := of(domain.HowWasIt, omar(), string(pair.ID)+" "+domain.FeedbackMonth)
	month.Partnership = &pair
	return map[string]domain.Nudge{
		"session": session, "first session": first, "how was it": was, "first month": month,
		"promise today": promise(domain.PromiseDue, today, false), "promise tomorrow": promise(domain.PromiseDue, today.AddDays(1), false),
		"promise on monday": promise(domain.PromiseDue, today.AddDays(6), false), "promise late": promise(domain.PromiseOverdue, today.AddDays(-4), false),
		"owed":  promise(domain.OwedOverdue, today.AddDays(-4), true),
		"asked": need(true, domain.Urgent, ""), "needs": need(false, domain.Normal, "My sister teaches there."),
		"unanswered": ask(domain.AskUnanswered, domain.AskWaiting), "thank": ask(domain.ThankThem, domain.AskAgreed),
		"unrecognised": value, "ready": ready, "birthday": occasion, "date ahead": ahead,
		"how": how, "never": never, "due": of(domain.ContactDue, jane(), ""), "overdue": of(domain.ContactOverdue, omar(), ""),
		"follow up": of(domain.FollowUp, omar(), ""), "drifting": of(domain.Drifting, jane(), ""), "drifting early": of(domain.Drifting, priya(), ""),
		"keep": of(domain.KeepSlowRest, jane(), ""), "one kind": kinds, "reveal": of(domain.RevealMore, jane(), ""),
		"nothing noted": of(domain.RevealMore, priya(), ""),
	}
}

// weaves is a third person for every reason.
func weaves() map[string]domain.Nudge {
	all := map[string]domain.Nudge{}
	for by, what := range map[domain.SharedBy]string{
		domain.SharedGoal: "Speak at GopherCon", domain.SharedTag: "berlin", domain.SharedWork: "design", domain.SharedPlace: "Oslo", "": "",
	} {
		c, third := jane(), omar()
		if by == domain.SharedWork {
			c.Needs = []domain.Need{{ID: "n1", What: "a designer for the school paper", State: domain.NeedOpen}}
			third.Work = "design"
		}
		all["by "+string(by)] = domain.Nudge{
			Rule: domain.Weave, Contact: c, Subject: string(third.ID), Third: third, Shared: domain.Shared{By: by, What: what}, Due: today,
		}
	}
	all["mentee"] = domain.Nudge{Rule: domain.Weave, Contact: omar(), Shared: domain.Shared{By: domain.SharedMentee}, Due: today}
	return all
}

func TestNudges(t *testing.T) {
	g := golden{}
	for what, n := range nudges() {
		g[what] = Compose(Nudge(1, n, today)...)
	}
	for what, n := range weaves() {
		g["weave "+what] = Compose(Nudge(2, n, today)...)
	}
	g.check(t, "nudges")
}

func TestWeave(t *testing.T) {
	g := golden{}
	p := Place{1, domain.Telling{Rule: domain.Weave, Contact: jane().ID, Subject: string(omar().ID)}}
	for what, n := range weaves() {
		if n.Third != nil {
			g[what] = Compose(Settled(p, WeaveWords(n.Contact, n.Third, n.Shared), "press:1", "", WeaveRow(n.Contact, n.Third)...)...)
		}
	}
	g["met"] = Compose(Settled(p, Woven(jane(), omar()), "press:1", "")...)
	g["no"] = Compose(Settled(p, NotWoven(jane(), omar()), "press:1", "")...)
	g.check(t, "weave")
	// What one of them told the member is not for the other's eyes.
	secret := weaves()["by work"]
	if words := WeaveWords(secret.Contact, secret.Third, secret.Shared); strings.Contains(words, "school paper") {
		t.Errorf("the words give away a need: %s", words)
	}
}

func TestEveryRuleReadsWell(t *testing.T) {
	seen := map[domain.RuleName]bool{}
	for what, n := range nudges() {
		seen[n.Rule] = true
		blocks := Nudge(1, n, today)
		if a, b := Step(1, n, today), Step(2, n, today); a == b && n.Rule != domain.HowDidItGo && n.Rule != domain.HowWasIt {
			t.Errorf("%s: neighbours are told the same: %s", what, a)
		}
		rowReadsWell(t, what, n, blocks)
	}
	for what, n := range weaves() {
		seen[n.Rule] = true
		rowReadsWell(t, what, n, Nudge(1, n, today))
	}
	for _, r := range domain.NudgeRules {
		if !seen[r] {
			t.Errorf("no example of %q", r)
		}
		if len(Words(r)) == 0 || ruleShort(r) == string(r) || ruleMatter(r) == "that" {
			t.Errorf("%q has no words of its own", r)
		}
	}
}

// rowReadsWell checks the buttons of a nudge: few, but for those of a rating, and each
// says whom it is about.
func rowReadsWell(t *testing.T, what string, n domain.Nudge, blocks []slack.Block) {
	t.Helper()
	row, ok := blocks[len(blocks)-1].(*slack.ActionBlock)
	if !ok {
		t.Fatalf("%s: no row of buttons", what)
	}
	buttons := 0
	for _, e := range row.Elements.ElementSet {
		btn, ok := e.(*slack.ButtonBlockElement)
		if !ok {
			continue
		}
		buttons++
		if !strings.Contains(btn.AccessibilityLabel, n.Contact.Name) {
			t.Errorf("%s: %q is read aloud as %q", what, btn.Text.Text, btn.AccessibilityLabel)
		}
	}
	most := 3
	if n.Rule == domain.HowWasIt {
		most = 6
	}
	if buttons < 1 || buttons > most {
		t.Errorf("%s: %d buttons", what, buttons)
	}
}

func TestWordsOfARuleAreItsOwn(t *testing.T) {
	for _, r := range append([]domain.RuleName{""}, domain.NudgeRules...) {
		seen := map[string]string{}
		for _, w := range Words(r) {
			for _, said := range append([]string{w.Word}, w.Also...) {
				if seen[said] != "" {
					t.Errorf("%q: %q means %s and %s", r, said, seen[said], w.Does)
				}
				seen[said] = w.Does
			}
		}
		checkMessage(t, string(r), OtherWords(2, r))
	}
}

func TestTheFootTellsTheTruth(t *testing.T) {
	all := nudges()
	for _, tc := range []struct {
		shown []string
		want  string
	}{
		{[]string{"promise today"}, "`1 kept`, `1 later`"},
		{[]string{"promise today", "due"}, "`1 kept`, `2 later`"},
		{[]string{"thank"}, "`1 thanked`, `1 closed`"},
		{[]string{"unanswered", "keep"}, "`1 agreed`, `2 slow`"},
		{[]string{"birthday", "ready", "due"}, "`1 logged`, `2 later`"},
	} {
		var shown []domain.Nudge
		for _, what := range tc.shown {
			shown = append(shown, all[what])
		}
		if got := hints(shown); got != tc.want {
			t.Errorf("%v: %s, want %s", tc.shown, got, tc.want)
		}
		for i, hint := range strings.Split(strings.ReplaceAll(hints(shown), "`", ""), ", ") {
			var number int
			var word string
			if _, err := fmt.Sscanf(hint, "%d %s", &number, &word); err != nil {
				t.Fatal(err)
			}
			if _, ok := Meaning(shown[number-1].Rule, word); !ok {
				t.Errorf("hint %d, %q, is not understood", i, hint)
			}
		}
	}
}

func TestSlowed(t *testing.T) {
	p := digest()
	p.Digest.Slowed, p.Days = true, domain.Monday
	twice := digest()
	both := nudges()["promise today"]
	again := nudges()["promise late"]
	again.Subject = "promise000000001"
	twice.Digest.Shown = []domain.Nudge{both, again}
	m := Digest(twice)
	golden{"slowed": Digest(p), "one person twice": m}.check(t, "digest_slowed")
	if !strings.Contains(m.Text, "One person today.") {
		t.Errorf("said %q", m.Text)
	}
}

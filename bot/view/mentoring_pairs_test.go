package view

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// withOmar is Mia's pair with Omar, who mentors her.
func withOmar() domain.Partnership {
	return domain.Partnership{
		Pair: domain.Pair{Program: "programaaaaaaaaa", ID: "pairaaaaaaaaaaaa", Mentor: "UOMAR", Mentee: "UMIA", Since: domain.On(2026, time.October, 5)},
		Me:   "UMIA", ProgramName: "Engineering Mentors", Channel: "C1", Cadence: domain.Every(14), Zone: "Europe/Berlin", Name: "Omar Haddad",
		Sessions: []domain.Date{domain.On(2026, time.October, 12), domain.On(2026, time.November, 4)},
		Mine:     []domain.Date{domain.On(2026, time.November, 4)},
		Goals: []domain.PairGoal{
			{Pair: "pairaaaaaaaaaaaa", ID: "goalaaaaaaaaaaaa", Author: "UMIA", What: "Give a talk", By: domain.On(2027, time.June, 1), State: domain.GoalOpen},
			{Pair: "pairaaaaaaaaaaaa", ID: "goalbbbbbbbbbbbb", Author: "UOMAR", What: "Read one paper together", State: domain.GoalOpen},
			{Pair: "pairaaaaaaaaaaaa", ID: "goalcccccccccccc", Author: "UMIA", What: "Say no once", State: domain.GoalReached},
		},
	}
}

// news is a session of Mia's with Omar, today.
func news(change func(*domain.SessionNews)) domain.SessionNews {
	n := domain.SessionNews{Partnership: withOmar(), Interaction: "ixaaaaaaaaaaaaaa", On: today, Count: 7}
	n.Partnership.Sessions = append(n.Partnership.Sessions, today)
	change(&n)
	return n
}

var people3 = map[domain.MemberID]string{"UOMAR": "Omar Haddad", "UMIA": "Mia", "ULENA": "Lena", "UTOM": "Tom Berg"}

func TestSessions(t *testing.T) {
	echo := func() Message { return Met(echoOf(Touch{Logged: logged(omar(), today, "coffee", "")})) }
	said := func(change func(*domain.SessionNews)) Message {
		return WithSessions(echo(), nil, []domain.SessionNews{news(change)}, today)
	}
	p := Place{2, domain.Telling{Contact: omar().ID, Rule: domain.ContactDue}}
	l := logged(omar(), today, "contact", "")
	item := Compose(append(append([]slack.Block{section(helloBlock, "Good morning.")}, Settled(p, Logged(l, today), "press:1", "e")...), section("", "after"))...)
	card := Card(CardPage{Today: today, Contact: omar(), Rhythm: domain.Every(14), Done: "Logged.", Undo: "press:1", Partners: []domain.Partnership{withOmar()}, Due: today.AddDays(-9), Pair: domain.PairRhythm{Last: today.AddDays(-2), Due: today.AddDays(12)}})
	plain := func(*domain.SessionNews) {}
	two := news(plain)
	two.Partnership.ID, two.Partnership.ProgramName = "pairbbbbbbbbbbbb", "Speakers"
	golden{
		"first":        said(func(n *domain.SessionNews) { n.First, n.Count = true, 1 }),
		"later":        said(plain),
		"tenth":        said(func(n *domain.SessionNews) { n.Count = 10 }),
		"three months": said(func(n *domain.SessionNews) { n.Partnership.Since = domain.On(2026, time.August, 20) }),
		"same":         said(func(n *domain.SessionNews) { n.Same = true }),
		"first, same":  said(func(n *domain.SessionNews) { n.First, n.Same = true, true }),
		"near":         said(func(n *domain.SessionNews) { n.Near = today.AddDays(-1) }),
		"rated":        said(func(n *domain.SessionNews) { n.Partnership.Rated = []string{today.String()} }),
		"two programs": WithSessions(echo(), nil, []domain.SessionNews{news(plain), two}, today),
		"in an item":   WithSessions(item, &p, []domain.SessionNews{news(plain)}, today),
		"on a card":    WithSessions(card, nil, []domain.SessionNews{news(plain)}, today),
		"remains":      WithRemains(Say("Undone: what you logged."), nil, []domain.SessionNews{news(func(n *domain.SessionNews) { n.Same = true }), news(plain)}, today),
		"not":          Say(NotASession(news(plain))), "not mine": Say(NotASession(news(func(n *domain.SessionNews) { n.Partnership.Sessions = nil }))),
		"one": Say(OneSession(withOmar(), domain.On(2026, time.November, 4), today)), "two": Say(TwoSessions(news(plain))),
		"no partner":  NoPartner(),
		"feedback":    FeedbackPage([]domain.Partnership{withOmar()}, today),
		"several":     FeedbackPage([]domain.Partnership{withOmar(), two.Partnership}, today),
		"which":       WhichRated([]domain.Partnership{withOmar(), two.Partnership}, 4),
		"comment":     RateModal("{}", withOmar(), today.String(), 4, "Patient, and to the point.", today),
		"first month": RateModal("{}", withOmar(), domain.FeedbackMonth, 0, "", today),
	}.check(t, "session")
}

func TestMilestones(t *testing.T) {
	long := domain.On(2025, time.January, 7)
	for _, c := range []struct {
		count int
		since domain.Date
		other []domain.Date
		want  string
	}{
		{count: 1, since: today, want: "The first session"},
		{count: 2, since: today},
		{count: 5, since: today, want: "Session 5 with"},
		{count: 9, since: today},
		{count: 10, since: today, want: "10 times"},
		{count: 15, since: today},
		{count: 20, since: today},
		{count: 25, since: today, want: "25 times"},
		{count: 50, since: long, want: "50 times"},
		{count: 75, since: long, want: "75 times"},
		{count: 60, since: long}, // it is too long ago
		{count: 61, since: long, other: []domain.Date{today.AddDays(-7)}},
		{count: 7, since: domain.On(2026, time.August, 24), want: "three months"},
		{count: 7, since: domain.On(2026, time.August, 25)},
	} {
		n := news(func(n *domain.SessionNews) {
			n.Count, n.Partnership.Since, n.Partnership.Sessions = c.count, c.since, slices.Concat(c.other, []domain.Date{today})
		})
		if got := reached(n); got == "" && c.want != "" || c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("session %d since %v: %q, want %q", c.count, c.since, got, c.want)
		}
	}
}

func TestAmended(t *testing.T) {
	p := Place{1, domain.Telling{Contact: omar().ID}}
	m := WithSessions(Compose(Settled(p, "Logged.", "press:1", "e")...), &p, []domain.SessionNews{news(func(*domain.SessionNews) {})}, today)
	row := m.Blocks[len(m.Blocks)-1].ID()
	rated, ok := Amended(m.Blocks, row, Rated(domain.Feedback{Rating: 4}), RateVerbs)
	if !ok || !strings.Contains(rated.Text, "4 of 5, useful") || strings.Contains(rated.Text, howWasIt) {
		t.Errorf("rated: %v %q", ok, rated.Text)
	}
	again, ok := Amended(rated.Blocks, row, Rated(domain.Feedback{Rating: 4}), RateVerbs)
	if !ok || again.Text != rated.Text {
		t.Errorf("a second time: %q", again.Text)
	}
	if _, ok := Amended(m.Blocks, "elsewhere", "x", nil); ok {
		t.Error("a row that isn't there was amended")
	}
	if _, ok := Amended(m.Blocks, "", "x", nil); ok {
		t.Error("a row without a name was amended")
	}
	golden{"rated": rated}.check(t, "session_amended")
}

func TestNothingStandsBeyondFiftyBlocks(t *testing.T) {
	var blocks []slack.Block
	for range 49 {
		blocks = append(blocks, section("", "x"))
	}
	m := WithSessions(Compose(blocks...), nil, []domain.SessionNews{news(func(*domain.SessionNews) {})}, today)
	if len(m.Blocks) > mostBlocks {
		t.Errorf("%d blocks", len(m.Blocks))
	}
}

func TestPairs(t *testing.T) {
	couple := domain.Couple{Mentor: "UOMAR", Mentee: "UMIA"}
	refused := []domain.Refusal{
		{Couple: couple, Why: domain.RefusedNotIn, Who: "UOMAR"},
		{Couple: couple, Why: domain.RefusedNotIn, Who: "UMIA"},
		{Couple: couple, Why: domain.RefusedNotIn},
		{Couple: couple, Why: domain.RefusedRole, Who: "UMIA"},
		{Couple: couple, Why: domain.RefusedRole},
		{Couple: couple, Why: domain.RefusedPaired},
		{Couple: couple, Why: domain.RefusedFull, Who: "UOMAR"},
		{Couple: domain.Couple{Mentor: "UMIA", Mentee: "UMIA"}, Why: domain.RefusedSelf},
		{Couple: couple, Why: domain.RefusedGone, Who: "UTOM"},
		{Couple: couple, Why: domain.RefusedAsked},
		{Couple: couple, Why: "another"},
	}
	one := domain.Pair{Program: "p", ID: "pairaaaaaaaaaaaa", Mentor: "UOMAR", Mentee: "UMIA"}
	two := domain.Pair{Program: "p", ID: "pairbbbbbbbbbbbb", Mentor: "UTOM", Mentee: "ULENA"}
	golden{
		"one":      PairsMade(PairsPage{Paired: []domain.Pair{one}, Names: people3}),
		"two":      PairsMade(PairsPage{Paired: []domain.Pair{one, two}, Names: people3}),
		"none":     PairsMade(PairsPage{Refused: refused, Names: people3}),
		"unpaired": Unpaired(one, people3), "already": UnpairedAlready(),
		"which": WhichPair([]domain.Pair{one, two}, people3), "no pair": WhichPair(nil, people3), "no pair of mine": NoPair(),
		"form": PairModal("{}", "Engineering Mentors"), "usage": PairUsage(), "forbidden": OrganisersOnly(),
	}.check(t, "pair")
}

// proposal is a page of n couples.
func proposal(n int) MatchPage {
	p := MatchPage{Program: "Engineering Mentors", Question: "questionaaaaaaaa", Names: people3, Page: 1}
	for i := range n {
		r := MatchRow{Proposed: domain.Proposed{Couple: domain.Couple{Mentor: "UOMAR", Mentee: "UMIA"}, Topics: []string{"go", "public speaking"}, Overlap: 390, Zones: 60}}
		switch i % 4 {
		case 1:
			r.Topics, r.Overlap, r.Zones = nil, 0, 540
		case 2:
			r.Chosen = true
		case 3:
			r.Out = true
		}
		p.Rows = append(p.Rows, r)
	}
	return p
}

func TestMatch(t *testing.T) {
	four := proposal(4)
	four.Left = []domain.Participant{{Member: "ULENA", Role: domain.Mentee}}
	both := proposal(1)
	both.Left = []domain.Participant{{Member: "ULENA", Role: domain.Mentee}, {Member: "UTOM", Role: domain.Mentor}}
	many := proposal(200)
	many.Page, many.Done = 5, MatchTraded(domain.Couple{Mentor: "UOMAR", Mentee: "UMIA"}, people3)
	couple := domain.Couple{Mentor: "UOMAR", Mentee: "UMIA"}
	golden{
		"four": Match(four), "left over": Match(both),
		"empty": MatchEmpty("Engineering Mentors", both.Left, people3),
		"form":  SwapModal("{}", couple, []domain.MemberID{"ULENA"}, []domain.MemberID{"UTOM"}, people3),
		"over":  MatchOver(), "left": MatchLeft(),
		"taken": Say(MatchTaken(couple, people3)), "returned": Say(MatchReturned(couple, people3)), "nobody": Say(NobodyToSwap()),
	}.check(t, "match")
	for page := range 12 {
		many.Page = page
		checkMessage(t, "200 couples", Match(many))
	}
}

func TestPairGoalsAndThanks(t *testing.T) {
	p := withOmar()
	none := p
	none.Goals = nil
	s := domain.Shoutout{ID: "shoutaaaaaaaaaaa", From: "UMIA", To: "UOMAR", Text: "You read my talk at 11 pm. It worked.", State: domain.ShoutAsked}
	yes, no, back := s, s, s
	yes.State, no.State, back.State = domain.ShoutAgreed, domain.ShoutDeclined, domain.ShoutWithdrawn
	closed := p.Goals[0]
	closed.State = domain.GoalDropped
	golden{
		"goals": PairGoals(p, PairGoalNoted(p, p.Goals[0], today), today), "no goal": PairGoals(none, "", today),
		"reached": Say(PairGoalClosed(p, p.Goals[2])), "dropped": Say(PairGoalClosed(p, closed)), "over": Say(PairGoalOver()),
		"goal form": PairGoalModal("{}", p), "which": WhichPartner(VerbPairGoalList, []domain.Partnership{p, none}),
		"known": Say(PairGoalKnown(p.Goals[0], today)), "moved": Say(PairGoalMoved(p, p.Goals[1], p.Goals[0], today)), "too many": Say(TooManyPairGoals()), "which goal": Say(NoSuchPairGoal()),
		"name": NamePartner([]domain.Partnership{p, none}), "thanks form": ShoutModal("{}", p), "draft": ShoutDraft("questionaaaaaaaa", p, s.Text), "asked": ShoutAsked(s, "Omar Haddad"),
		"back": ShoutStands(back), "agreed": ShoutStands(yes), "declined": ShoutStands(no), "said": ShoutSaid(), "gone": ShoutGone(),
		"usage": ShoutUsage(p.ID), "too long": ShoutTooLong(),
	}.check(t, "pairgoal")
}

func TestValuesOfPairsAreReadBack(t *testing.T) {
	couple := domain.Couple{Mentor: "U1", Mentee: "U2"}
	if p, c, ok := ParseCouple(CoupleValue("prog", couple)); p != "prog" || c != couple || !ok {
		t.Error(p, c, ok)
	}
	if p, i := ParseSession(SessionValue("pair", "ix")); p != "pair" || i != "ix" {
		t.Error(p, i)
	}
	if p, about, n, ok := ParseRate(RateValue("pair", domain.FeedbackMonth, 4)); p != "pair" || about != domain.FeedbackMonth || n != 4 || !ok {
		t.Error(p, about, n, ok)
	}
	if p, g := ParsePairGoal(PairGoalValue("pair", "goal")); p != "pair" || g != "goal" {
		t.Error(p, g)
	}
	if q, n, ok := ParseMatch(MatchValue("q", 37)); q != "q" || n != 37 || !ok {
		t.Error(q, n, ok)
	}
	for _, bad := range []string{"", "x", "a b", "a b -1", "a x y"} {
		_, _, three := ParseCouple(bad)
		_, _, _, rate := ParseRate(bad)
		_, _, match := ParseMatch(bad)
		if (three && bad != "a b -1" && bad != "a x y") || (rate && bad != "a b -1") || match {
			t.Errorf("%q was read: %v %v %v", bad, three, rate, match)
		}
	}
}

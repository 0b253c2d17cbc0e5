package view

import (
	"testing"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"rapport/domain"
)

// partnership draws a pair about which anything may have been said.
func partnership(t *rapid.T) domain.Partnership {
	p := withOmar()
	p.Name, p.ProgramName = words(200).Draw(t, "partner"), words(80).Draw(t, "program")
	p.Since, p.PausedUntil, p.Paused = someDate(t, "since"), maybeDate(t, "paused"), chance(t, "rests")
	p.Cadence = domain.Every(rapid.IntRange(1, 90).Draw(t, "cadence"))
	if chance(t, "mentors") {
		p.Me = p.Mentor
	}
	p.Sessions, p.Goals = nil, nil
	for range rapid.IntRange(0, 30).Draw(t, "sessions") {
		p.Sessions = append(p.Sessions, someDate(t, "session"))
	}
	for i := range rapid.IntRange(0, 30).Draw(t, "goals") {
		p.Goals = append(p.Goals, domain.PairGoal{
			Pair: p.ID, ID: recordID(i), What: words(300).Draw(t, "goal"), By: maybeDate(t, "by"),
			State: rapid.SampledFrom([]domain.GoalState{domain.GoalOpen, domain.GoalReached, domain.GoalDropped}).Draw(t, "state"),
		})
	}
	return p
}

func TestNothingTypedBreaksAPair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, said := partnership(t), words(300).Draw(t, "text")
		names := map[domain.MemberID]string{"U1": words(200).Draw(t, "mentor"), "U2": words(200).Draw(t, "mentee")}
		n := domain.SessionNews{
			Partnership: p, Interaction: "ixaaaaaaaaaaaaaa", On: someDate(t, "on"), Near: maybeDate(t, "near"),
			First: chance(t, "first"), Same: chance(t, "same"), Count: rapid.IntRange(1, 300).Draw(t, "count"),
		}
		again, row := SessionAgain(n, today)
		asked := actions("row", sessionRow(n)...)
		amended, _ := Amended([]slack.Block{section("", SessionSaid(n, false, today)), asked}, "row", StillCounted(p.Name), RateVerbs, row...)
		e := echoOf(touchesOf(t, anybody(t, 20))...)
		pair := domain.Pair{Program: "programaaaaaaaaa", ID: "pairaaaaaaaaaaaa", Mentor: "U1", Mentee: "U2"}
		couple := domain.Couple{Mentor: "U1", Mentee: "U2"}
		refused := []domain.Refusal{
			{Couple: couple, Who: "U2", Why: domain.RefusedNotIn}, {Couple: couple, Who: "U1", Why: domain.RefusedFull}, {Couple: couple, Why: domain.RefusedAsked},
		}
		left := []domain.Participant{{Member: "U1", Role: domain.Mentor}, {Member: "U2", Role: domain.Mentee}}
		match := MatchPage{Program: p.ProgramName, Question: "questionaaaaaaaa", Names: names, Left: left, Done: MatchTaken(couple, names), Page: 2}
		for range rapid.IntRange(0, 45).Draw(t, "couples") {
			match.Rows = append(match.Rows, MatchRow{
				Proposed: domain.Proposed{Couple: couple, Topics: []string{said, said}, Overlap: rapid.IntRange(0, 600).Draw(t, "overlap"), Zones: 90},
				Out:      chance(t, "out"), Chosen: chance(t, "chosen"),
			})
		}
		s := domain.Shoutout{ID: "shoutaaaaaaaaaaa", Text: said, State: rapid.SampledFrom([]domain.ShoutState{domain.ShoutAgreed, domain.ShoutDeclined, domain.ShoutWithdrawn}).Draw(t, "state")}
		g := domain.PairGoal{What: said, By: maybeDate(t, "by"), State: domain.GoalReached}
		tryAll(t, map[string]Message{
			"sessions":   WithSessions(Met(e), nil, []domain.SessionNews{n, n, n}, today),
			"again":      Compose(section("", again), actions("", row...)),
			"amended":    amended,
			"remains":    WithRemains(Say("Undone."), nil, []domain.SessionNews{n, n}, today),
			"feedback":   FeedbackPage([]domain.Partnership{p, p}, today),
			"pairs":      PairsMade(PairsPage{Paired: []domain.Pair{pair, pair}, Refused: refused, Names: names}),
			"refused":    PairsMade(PairsPage{Refused: refused, Names: names}),
			"unpaired":   Unpaired(pair, names),
			"which pair": WhichPair([]domain.Pair{pair}, names),
			"match":      Match(match),
			"nobody":     MatchEmpty(p.ProgramName, left, names),
			"rated":      WhichRated([]domain.Partnership{p, p}, 3),
			"goals":      PairGoals(p, PairGoalNoted(p, g, today), today),
			"which":      WhichPartner(VerbPairGoalList, []domain.Partnership{p, p}),
			"draft":      ShoutDraft("questionaaaaaaaa", p, said),
			"asked":      ShoutAsked(s, p.Name),
			"stands":     ShoutStands(s),
			"usage":      ShoutUsage(p.ID),
			"name":       NamePartner([]domain.Partnership{p, p}),
			"card":       Card(CardPage{Today: today, Contact: omar(), Rhythm: domain.Every(14), Partners: []domain.Partnership{p, p}}),
		}, map[string]*slack.ModalViewRequest{
			"pair":    PairModal("{}", p.ProgramName),
			"swap":    SwapModal("{}", couple, []domain.MemberID{"U1"}, []domain.MemberID{"U2"}, names),
			"goal":    PairGoalModal("{}", p),
			"thanks":  ShoutModal("{}", p),
			"comment": RateModal("{}", p, domain.FeedbackMonth, 3, said, today),
		})
		trySaid(t, map[string]string{
			"not":      NotASession(n),
			"still":    StillCounted(p.Name),
			"one":      OneSession(p, n.On, today),
			"two":      TwoSessions(n),
			"about":    RatedAbout(domain.Nudge{On: n.Near}),
			"rated":    Rated(domain.Feedback{Rating: rapid.IntRange(0, 6).Draw(t, "rating"), Comment: said}),
			"reached":  PairGoalClosed(p, g) + PairGoalKnown(g, today) + PairGoalMoved(p, g, g, today),
			"returned": MatchReturned(couple, names) + MatchTraded(couple, names),
			"name":     MemberName("U1", names),
			"session":  SessionSaid(n, true, today),
		})
	})
}

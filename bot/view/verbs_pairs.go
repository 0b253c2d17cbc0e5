package view

import (
	"strconv"
	"strings"

	"rapport/domain"
)

// The verbs of pairs and of what happens between the two. The value of a button is
// a pair's id where nothing else is said.
const (
	VerbPairNew    = "pair.new"    // opens the form that names two; the value is the program's id
	VerbPairMade   = "pair.made"   // and its submission
	VerbPairUnpair = "pair.unpair" // ends a pair
	VerbPairBack   = "pair.back"   // pairs two again; the value is [CoupleValue]

	VerbMatchDraft   = "match.draft"   // under which a proposal waits as a question; not a button
	VerbMatchPage    = "match.page"    // another page; the value of these is [MatchValue]
	VerbMatchSwap    = "match.swap"    // opens the form that gives somebody another partner
	VerbMatchSwapped = "match.swapped" // and its submission
	VerbMatchOut     = "match.out"     // takes a couple out of the proposal
	VerbMatchIn      = "match.in"      // and back in
	VerbMatchYes     = "match.yes"     // pairs all of them; the value of these two is the question's id
	VerbMatchNo      = "match.no"

	VerbSessionNot  = "session.not"  // that was none; the value of these is [SessionValue]
	VerbSessionYes  = "session.yes"  // it was one after all
	VerbSessionSame = "session.same" // it is the one that the partner logged
	VerbSessionOwn  = "session.own"  // it is another one

	VerbRate     = "feedback.rate" // the value is [RateValue]
	VerbRateSay  = "feedback.say"  // opens the form that takes a comment; the value is RateValue without a rating
	VerbRateSaid = "feedback.said" // and its submission

	VerbPairGoalNew     = "pairgoal.new"     // opens the form
	VerbPairGoalMade    = "pairgoal.made"    // and its submission
	VerbPairGoalReached = "pairgoal.reached" // the value of these two is the pair and the goal
	VerbPairGoalDrop    = "pairgoal.drop"
	VerbPairGoalList    = "pairgoal.list" // the goals of a pair

	VerbShoutNew  = "shout.new"  // opens the form that takes a word of thanks
	VerbShoutMade = "shout.made" // and its submission
	VerbShoutDo   = "shout.do"   // asks them, of a draft that waits as a question under VerbShoutNew; the value is its id
	VerbShoutBack = "shout.back" // its author takes it back; the value is its id
)

// CoupleValue is the value of a button that pairs two in a program.
func CoupleValue(p domain.ProgramID, c domain.Couple) string {
	return string(p) + " " + string(c.Mentor) + " " + string(c.Mentee)
}

// ParseCouple reads what [CoupleValue] wrote.
func ParseCouple(s string) (domain.ProgramID, domain.Couple, bool) {
	parts := strings.Fields(s)
	if len(parts) != 3 {
		return "", domain.Couple{}, false
	}
	return domain.ProgramID(parts[0]), domain.Couple{Mentor: domain.MemberID(parts[1]), Mentee: domain.MemberID(parts[2])}, true
}

// SessionValue is the value of a button about one interaction of a pair.
func SessionValue(p domain.PairID, i domain.InteractionID) string { return string(p) + " " + string(i) }

// ParseSession reads what [SessionValue] wrote.
func ParseSession(s string) (domain.PairID, domain.InteractionID) {
	pair, i, _ := strings.Cut(s, " ")
	return domain.PairID(pair), domain.InteractionID(i)
}

// RateValue is the value of a button that rates a session, or the first month: the
// pair, the rating (0 for none), and what it is about.
func RateValue(p domain.PairID, about string, rating int) string {
	return string(p) + " " + strconv.Itoa(rating) + " " + about
}

// ParseRate reads what [RateValue] wrote.
func ParseRate(s string) (p domain.PairID, about string, rating int, ok bool) {
	parts := strings.SplitN(s, " ", 3)
	if len(parts) != 3 || parts[0] == "" || parts[2] == "" {
		return "", "", 0, false
	}
	rating, err := strconv.Atoi(parts[1])
	return domain.PairID(parts[0]), parts[2], rating, err == nil
}

// PairGoalValue is the value of a button about a goal of a pair.
func PairGoalValue(p domain.PairID, g domain.RecordID) string { return string(p) + " " + string(g) }

// ParsePairGoal reads what [PairGoalValue] wrote.
func ParsePairGoal(s string) (domain.PairID, domain.RecordID) {
	pair, goal, _ := strings.Cut(s, " ")
	return domain.PairID(pair), domain.RecordID(goal)
}

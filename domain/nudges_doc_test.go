package domain

import (
	"fmt"
	"strings"
	"testing"
)

const (
	nudgesDoc   = "../docs/nudges.md"
	nudgesBegin = "<!-- nudge table: written by go test ./domain -run TestNudgesDoc -update -->\n"
	nudgesEnd   = "<!-- end of the nudge table -->\n"
	promptBegin = "<!-- prompt table: written by go test ./domain -run TestNudgesDoc -update -->\n"
	promptEnd   = "<!-- end of the prompt table -->\n"
)

// TestNudgesDoc keeps the tables that people read equal to those that plan.
func TestNudgesDoc(t *testing.T) {
	keepTable(t, nudgesDoc, nudgesBegin, nudgesEnd, nudgesTable(DefaultPolicy()))
	keepTable(t, nudgesDoc, promptBegin, promptEnd, promptsTable(DefaultPolicy()))
}

// nudgesTable writes the table of nudges in Markdown.
func nudgesTable(p Policy) string {
	n := p.Nudging
	fires := map[RuleName]string{
		PromiseOverdue: "a promise of yours is late",
		PromiseDue:     fmt.Sprintf("a promise of yours falls due within %d day, or before the digest after this one; and on the day", n.PromiseAhead),
		HowDidItGo:     fmt.Sprintf("something was planned for this day, or in the last %d days", askedFor),
		OccasionComing: "a date you recorded is today, or falls on a day off before the next digest; 29 February is the 28th in common years",
		OwedOverdue:    "a promise of theirs is late",
		ThankThem:      "they agreed to a request and were not thanked yet",
		AskUnanswered:  "the date by which an answer was hoped for has passed",
		TheyAsked:      fmt.Sprintf("a need or request of theirs is open for %d days if urgent, %d if not, %d if it may come someday", n.Urgent, n.Normal, n.Someday),
		FollowUp:       fmt.Sprintf("you first met %d days ago and nothing came since; for %d days", n.FollowUp, followedFor),
		KeepSlowRest:   fmt.Sprintf("they are due and were shown in %d digests in vain", n.Showings),
		Drifting:       fmt.Sprintf("%d times the longest gap has passed, in Nurturing or further", n.Drift),
		HowWasIt:       fmt.Sprintf("a mentoring partner logged a session and you did not, for %d days; and %d days after you were paired, if you have met", howFor, monthAfter),
		SessionDue:     fmt.Sprintf("a pair's cadence has passed since its last session, or since it was paired: the mentee is told first, the mentor %d days later; not while the pair or one of the two pauses", mentorAfter),
		ContactOverdue: "the longest gap has passed",
		ContactDue:     "the ideal gap has passed, and up to a tenth of it so that people met on one day don't fall due on one",
		Unrecognised:   fmt.Sprintf("you delivered something %d days ago and noted no word about it", n.Unrecognised),
		RevealMore:     fmt.Sprintf("Sustaining: no note for %d days, or the last %d touches all of one kind", n.Reveal, newestTouches),
		Weave:          fmt.Sprintf("Sustaining for %d days with nobody introduced: somebody shares a goal, a tag, the kind of work or the place; or you mentor them", n.Weave),
		ReadyToAsk:     "the evidence for Capitalizing is complete, a goal has no ask, and the last ask is long enough ago",
	}
	var b strings.Builder
	b.WriteString("| rule | fires when | how often | counts against the cap |\n|---|---|---|---|\n")
	for _, r := range nudgeTable {
		capped := "yes"
		switch {
		case r.First:
			capped = "no"
		case r.Suggests:
			capped = "yes, one suggestion a day"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.Name, fires[r.Name], howOften(r, p), capped)
	}
	return b.String()
}

func howOften(r nudgeRule, p Policy) string {
	days, times := r.Often(p, Nudge{})
	switch {
	case r.Name == TheyAsked:
		return fmt.Sprintf("again after as many days as it may wait, %d at most", days)
	case times == 1 && r.Rhythm:
		return "once between two touches"
	case times == 1:
		return "once"
	case times > 0:
		return fmt.Sprintf("%d times at most, %d days apart", times, days)
	case days > 0:
		return fmt.Sprintf("every %d days", days)
	}
	return "each day until it is answered"
}

// promptsTable writes the table of the weekly question in Markdown.
func promptsTable(p Policy) string {
	fires := map[RuleName]string{
		GoalAlone:  "a goal has nobody behind it; names who is close to you and shares a word with it",
		RunDry:     "nobody is in Identifying or Relating",
		NeverMet:   "candidates were not met yet",
		OpenThree:  "what a candidate adds, what you can offer them or how you connect is not answered",
		CouldOpen:  fmt.Sprintf("a goal has %d people behind it at most, and somebody in Sustaining or Capitalizing shares a tag, the kind of work or the place with its words", fewPeople),
		NotPlaced:  fmt.Sprintf("somebody was met on %d days within %d, and has no phase you chose, no tag, goal, rhythm or rest", placeAfter, lately),
		TooMany:    fmt.Sprintf("rhythms ask for more touches than the last %d weeks had", p.Evidence.PromptSlackWeeks),
		OneSided:   fmt.Sprintf("%d things or more went one way, and nothing the other", oneWay),
		SamePerson: "two names look like one person's; each pair once for good",
	}
	var b strings.Builder
	b.WriteString("| item | fires when |\n|---|---|\n")
	for _, r := range promptTable {
		fmt.Fprintf(&b, "| %s | %s |\n", r.Name, fires[r.Name])
	}
	return b.String()
}

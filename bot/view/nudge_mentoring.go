package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// sessionEvidence says when the two last met, and how often they mean to.
func sessionEvidence(n domain.Nudge, today domain.Date) string {
	p := n.Partnership
	last := "no session yet, paired " + Ago(max(today.Sub(p.Since), 0))
	if on := p.Last(); !on.IsZero() {
		last = "last session " + Ago(max(today.Sub(on), 0))
	}
	return fmt.Sprintf("mentoring · %s · you meet every %d", last, max(p.Cadence.Ideal, 1))
}

// sessionSteps are for a mentee to propose, and for a mentor to weave.
func sessionSteps(n domain.Nudge, _ domain.Date) []string {
	if n.Partnership.RoleOf(n.Partnership.Me) == domain.Mentor {
		return []string{
			"Bring them along: your next team lunch, or Thursday's demo. Half an hour among your colleagues is a session too.",
			"Offer them one door: a demo, a lunch, somebody on your team they should know.",
		}
	}
	steps := []string{
		"Propose two times and let them choose.",
		"Send two times, and the one question you would bring.",
	}
	for _, g := range n.Partnership.Goals {
		if g.State == domain.GoalOpen {
			return append(steps, "Propose two times, and begin with what you two wrote down: "+brief(g.What)+".")
		}
	}
	return steps
}

func sessionButtons(n domain.Nudge) []slack.BlockElement {
	c, p := n.Contact, n.Partnership
	return []slack.BlockElement{
		logIt(c), snoozeIt(c),
		overflow(VerbDigestMore, Choice{"Pause the pair", VerbPausePair + " " + string(p.ID)},
			Choice{"I'd like another partner", VerbMentoringAnother + " " + string(p.Program)},
			Choice{"Our goals", VerbPairGoalList + " " + string(p.ID)}, snoozeMonth(c), stopRule(n)),
	}
}

// RatedAbout is what the feedback of a HowWasIt nudge is about.
func RatedAbout(n domain.Nudge) string {
	if n.On.IsZero() {
		return domain.FeedbackMonth
	}
	return n.On.String()
}

func howEvidence(n domain.Nudge, today domain.Date) string {
	if n.On.IsZero() {
		return "mentoring, thirty days in"
	}
	return "mentoring session of " + Weekday(n.On, today)
}

func howSteps(domain.Nudge, domain.Date) []string { return []string{howWasIt} }

func howButtons(n domain.Nudge) []slack.BlockElement {
	row := RateRow(*n.Partnership, RatedAbout(n))
	return append(row, overflow(VerbDigestMore, Choice{"Not now", VerbHeed + " " + TellingValue(n.Telling())}, stopRule(n)))
}

// doesRate is what a typed rating stands for, with the number behind it.
const doesRate = "rate "

// wordsOfRating are the ratings as they are typed behind an item's number.
var wordsOfRating = []Word{
	{"five", []string{"great"}, doesRate + "5"},
	{"four", []string{"good"}, doesRate + "4"},
	{"three", []string{"ok", "fine"}, doesRate + "3"},
	{"two", nil, doesRate + "2"},
	{"one", nil, doesRate + "1"},
	{"skip", []string{"no"}, VerbHeed},
	wordStop,
}

// Rating reads which rating a typed word stands for, false for none.
func Rating(does string) (int, bool) {
	number, ok := strings.CutPrefix(does, doesRate)
	n, err := strconv.Atoi(number)
	return n, ok && err == nil
}

// partnerLines say on somebody's card that they are a partner: since when, when the
// two met, and what they wrote down together.
func partnerLines(ps []domain.Partnership, today domain.Date) string {
	var lines []string
	for _, p := range ps[:min(len(ps), mostTied)] {
		role := "you mentor them"
		if p.RoleOf(p.Me) == domain.Mentee {
			role = "they mentor you"
		}
		lines = append(lines, programName(p.ProgramName)+": "+role+" since "+Weekday(p.Since, today)+", "+Every(max(p.Cadence.Ideal, 1))+" · "+sessionsSaid(p, today))
		for _, g := range p.Goals {
			if g.State == domain.GoalOpen && len(lines) < 2*mostTied {
				lines = append(lines, "• "+pairGoalSaid(g, today))
			}
		}
	}
	return strings.Join(lines, "\n")
}

// sessionsSaid says how often two met and when they last did.
func sessionsSaid(p domain.Partnership, today domain.Date) string {
	said := "no session yet"
	if on := p.Last(); !on.IsZero() {
		said = fmt.Sprintf("%d %s, the last %s", len(p.Sessions), plural(len(p.Sessions), "session", "sessions"), Weekday(on, today))
	}
	if p.Paused {
		said += ", paused"
		if p.PausedUntil.After(today) {
			said += " until " + Weekday(p.PausedUntil, today)
		}
	}
	return said
}

// partnerRow are the buttons of a partner's card, for the first of the pairs.
func partnerRow(ps []domain.Partnership) []slack.BlockElement {
	p := ps[0]
	return []slack.BlockElement{
		spokenAs(button(VerbPairGoalList, string(p.ID), "Our goals"), "Goals with "+p.Name),
		spokenAs(button(VerbShoutNew, string(p.ID), "Say thanks in the channel"), "Say thanks to "+clip(line(p.Name), 30)+" in the channel"),
	}
}

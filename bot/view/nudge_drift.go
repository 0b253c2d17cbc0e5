package view

import (
	"strconv"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// BackTo is the phase that a relationship which has drifted could go back to,
// zero when it stands at its beginning. Sustaining and beyond go to Nurturing:
// there is something to build on.
func BackTo(c *domain.Contact) domain.Phase {
	switch {
	case c.Phase > domain.Nurturing:
		return domain.Nurturing
	case c.Phase == domain.Nurturing:
		return domain.Relating
	}
	return 0
}

func driftingSteps(n domain.Nudge, _ domain.Date) []string {
	c, back := n.Contact, BackTo(n.Contact)
	if back == 0 {
		return []string{
			"A short hello opens the door again; no excuse needed.",
			"Write what made you think of them, and ask nothing.",
		}
	}
	loses := "Going back to " + back.String() + " loses no momentum: " + c.Furthest.String() + " stays open."
	return []string{
		"A short hello opens the door again. " + loses,
		"Begin with something small for them. " + loses,
	}
}

func driftingButtons(n domain.Nudge) []slack.BlockElement {
	c, back := n.Contact, BackTo(n.Contact)
	row := []slack.BlockElement{logIt(c)}
	if back == 0 {
		return append(row, snoozeIt(c),
			overflow(VerbDigestMore, snoozeMonth(c), changeRhythm(c), justRemember(c), stopRule(n)))
	}
	more := []Choice{snoozeMonth(c), changeRhythm(c), justRemember(c), stopRule(n)}
	if back > domain.Relating {
		more = append([]Choice{{"Back to " + domain.Relating.String(), VerbDigestBack + " " + MoveValue(domain.Relating, c.ID)}}, more...)
	}
	return append(row, aboutWhom(c, VerbDigestBack, MoveValue(back, c.ID), "Back to "+back.String()), overflow(VerbDigestMore, more...))
}

func keepSteps(domain.Nudge, domain.Date) []string {
	return []string{
		"They came up several times now. Keep the rhythm, slow down, or let them rest? I ask this once.",
		"Several mornings, and life went another way. Keep, slow down, or rest: each is fine. I ask this once.",
	}
}

func keepButtons(n domain.Nudge) []slack.BlockElement {
	c := n.Contact
	return []slack.BlockElement{
		aboutWhom(c, VerbHeed, TellingValue(n.Telling()), "Keep"),
		aboutWhom(c, VerbDigestSlow, string(c.ID)+" "+strconv.Itoa(n.Cadence.Ideal), "Slow down"),
		aboutWhom(c, VerbDigestMore, MoreRest+" "+string(c.ID), "Let rest"),
		overflow(VerbDigestMore+":menu", Choice{"I was in touch", VerbDigestLog + " " + string(c.ID)}, changeRhythm(c), snoozeMonth(c)),
	}
}

// WentBack says that somebody stands in an earlier phase again.
func WentBack(c *domain.Contact) string {
	return Person(c.Name) + " is back in " + c.Phase.String() + ", and no momentum is lost: " + c.Furthest.String() + " stays open."
}

// Slower says that somebody comes up less often.
func Slower(name string, now domain.Cadence) string {
	return Person(name) + ": " + Every(now.Ideal) + " from now on, " + Days(now.Maximum) + " at the longest."
}

// NoWayBack says that somebody stands at the beginning.
func NoWayBack(c *domain.Contact) string {
	return Person(c.Name) + " stands at the beginning already, so there is nowhere to go back to. Nothing was changed."
}

package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// contactEvidence says when they were last in touch, and what the rhythm is.
func contactEvidence(n domain.Nudge, _ domain.Date) string {
	parts := []string{n.Contact.Phase.String(), sinceWhen(n)}
	limit := fmt.Sprintf("your rhythm is %d", n.Cadence.Ideal)
	if n.Rule == domain.ContactOverdue || n.Rule == domain.Drifting {
		limit = fmt.Sprintf("%d is your longest gap", n.Cadence.Maximum)
	}
	return strings.Join(append(parts, limit), " · ")
}

// sinceWhen says how long ago the last contact was.
func sinceWhen(n domain.Nudge) string {
	switch {
	case n.Never && n.Gap == 0:
		return "added today, not met yet"
	case n.Never:
		return "added " + Ago(n.Gap) + ", not met yet"
	}
	return "last " + kindWord(n.Contact.Touched.Kind) + " " + Ago(n.Gap)
}

func contactSteps(n domain.Nudge, _ domain.Date) []string {
	switch {
	case n.Never:
		return never
	case n.Contact.Touched.Note != "" && n.Rule == domain.ContactDue:
		return afterNote
	case n.Rule == domain.ContactOverdue:
		return overdue
	}
	return steps[n.Contact.Phase]
}

func contactButtons(n domain.Nudge) []slack.BlockElement {
	c := n.Contact
	return []slack.BlockElement{
		logIt(c), snoozeIt(c),
		overflow(VerbDigestMore, snoozeMonth(c), changeRhythm(c), justRemember(c), stopRule(n)),
	}
}

// followEvidence speaks of a first meeting that nothing has followed yet.
func followEvidence(n domain.Nudge, _ domain.Date) string {
	return "first " + kindWord(n.Contact.Touched.Kind) + " " + Ago(n.Gap) + ", nothing since"
}

func followSteps(domain.Nudge, domain.Date) []string {
	return []string{
		"One line while it is fresh: what stayed with you from the talk.",
		"Send the one thing you mentioned, or name a day for the next coffee.",
	}
}

// revealEvidence says that there is more to know about somebody.
func revealEvidence(n domain.Nudge, today domain.Date) string {
	c := n.Contact
	switch {
	case n.OneKind:
		return c.Phase.String() + " · lately always the same: " + kindWord(c.Touched.Kind)
	case c.Touched.NoteOn.IsZero():
		return c.Phase.String() + " · nothing noted so far"
	}
	return c.Phase.String() + " · your last note is from " + Day(c.Touched.NoteOn, today)
}

// revealSteps is one question worth asking, from the last note where there is one.
func revealSteps(n domain.Nudge, _ domain.Date) []string {
	if n.OneKind {
		return []string{
			"Try something else once: a walk, a visit, a lunch. Ask what they are proud of this year.",
			"Another place brings another talk. Ask what they would do with a free month.",
		}
	}
	if note := n.Contact.Touched.Note; note != "" {
		return []string{
			"One question worth asking: what became of " + quoted(note) + "?",
			"Ask what lies behind " + quoted(note) + ", and listen.",
		}
	}
	return []string{
		"One question worth asking: what would make this a good year for them?",
		"Ask how they came to do what they do, and note one line.",
	}
}

// plannedEvidence speaks of a day on which something was planned.
func plannedEvidence(n domain.Nudge, today domain.Date) string {
	return kindWord(n.Contact.PlannedKind) + ", planned for " + When(n.Contact.Planned, today)
}

func plannedSteps(domain.Nudge, domain.Date) []string {
	return []string{"How did it go? Log it if it happened; one line of note is enough."}
}

func plannedButtons(n domain.Nudge) []slack.BlockElement {
	c := n.Contact
	log := button(VerbDigestLog, string(c.ID)+" "+c.Planned.String(), "Log it")
	return []slack.BlockElement{
		spokenAs(log, "Log contact with "+c.Name), snoozeIt(c),
		overflow(VerbDigestMore, Choice{"It didn't happen", MoreOff + " " + string(c.ID)}, snoozeMonth(c), changeRhythm(c), justRemember(c)),
	}
}

// occasionEvidence says which day of somebody's year it is.
func occasionEvidence(n domain.Nudge, today domain.Date) string {
	when := Until(n.OccasionOn, today)
	switch days := n.OccasionOn.Sub(today); {
	case days == 0:
		when = "today"
	case days > 1:
		when = "on " + when
	}
	return Escape(clip(line(n.Occasion.Name), 60)) + " " + when
}

func occasionSteps(n domain.Nudge, _ domain.Date) []string {
	if n.Occasion.Name == "birthday" {
		return []string{
			"A line that only you could write is the best present.",
			"Call instead of writing, if you can: two minutes are plenty.",
		}
	}
	return []string{
		"A line that shows you remembered is enough.",
		"Write or call: that you thought of the day says it all.",
	}
}

func occasionButtons(n domain.Nudge) []slack.BlockElement {
	c := n.Contact
	return []slack.BlockElement{
		logIt(c),
		aboutWhom(c, VerbHeed, TellingValue(n.Telling()), "Not this time"),
		overflow(VerbDigestMore, justRemember(c), stopRule(n)),
	}
}

package view

import (
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// weaveEvidence names the third person, and what the two share.
func weaveEvidence(n domain.Nudge, _ domain.Date) string {
	switch {
	case n.Third == nil:
		return "could meet your team"
	case n.Shared.By == domain.SharedMentee:
		return "could come along when you meet " + Person(n.Third.Name)
	}
	return "could meet " + Person(n.Third.Name) + ": " + shared(n.Shared)
}

// shared says what two people have in common, for the member's eyes.
func shared(s domain.Shared) string { return Escape(InCommon(s)) }

// InCommon is why two people could meet, as it is kept on both cards.
func InCommon(s domain.Shared) string {
	what := clip(line(s.What), 60)
	switch s.By {
	case domain.SharedGoal:
		return "both stand behind your goal “" + what + "”"
	case domain.SharedTag:
		return "both are tagged #" + what
	case domain.SharedWork:
		return "both work in " + what
	case domain.SharedPlace:
		return "both are in " + what
	case domain.SharedMentee:
		return "a new face for one, a fresh pair of eyes for the other"
	}
	return "they might like each other"
}

// weaveMemory says what could be in it for each of the two. What is not known is
// not made up.
func weaveMemory(n domain.Nudge, _ domain.Date) string {
	if n.Third == nil {
		return ""
	}
	var lines []string
	for _, pair := range [][2]*domain.Contact{{n.Contact, n.Third}, {n.Third, n.Contact}} {
		if b := benefit(pair[0], pair[1]); b != "" {
			lines = append(lines, b)
		}
	}
	switch {
	case len(lines) > 0:
		return strings.Join(lines, "\n")
	case n.Shared.By == domain.SharedMentee:
		return "For " + Person(n.Contact.Name) + " a new face, for " + Person(n.Third.Name) + " a fresh pair of eyes."
	}
	return "What is in it for each, you know better than I do; say it when you ask."
}

// benefit is what c could have of knowing other, "" when nothing is known.
func benefit(c, other *domain.Contact) string {
	var parts []string
	for _, n := range c.Needs {
		if n.Open() {
			parts = append(parts, "needs "+quoted(n.What))
			break
		}
	}
	switch {
	case other.Work != "":
		parts = append(parts, Person(other.Name)+" works in "+Escape(clip(line(other.Work), 60)))
	case other.Role != "":
		parts = append(parts, Person(other.Name)+" is "+Escape(clip(line(other.Role), 60)))
	}
	if len(parts) == 0 {
		return ""
	}
	return "For " + Person(c.Name) + ": " + strings.Join(parts, "; ") + "."
}

func weaveSteps(n domain.Nudge, _ domain.Date) []string {
	switch {
	case n.Third == nil:
		return []string{
			"Take them along to a lunch or a demo of your team's.",
			"Let them meet the team: one lunch together is enough.",
		}
	case n.Shared.By == domain.SharedMentee:
		return []string{
			"Take them along to your next lunch. Ask both before you do.",
			"Bring them together over coffee. Ask both before you do.",
		}
	}
	return []string{
		"Ask each of them first, apart. I have words for both.",
		"Two short lines, one to each, before anybody is introduced. I have the words.",
	}
}

func weaveButtons(n domain.Nudge) []slack.BlockElement {
	c := n.Contact
	if n.Third == nil {
		return []slack.BlockElement{
			logIt(c),
			aboutWhom(c, VerbHeed, TellingValue(n.Telling()), "Not now"),
			overflow(VerbDigestMore, snoozeMonth(c), stopRule(n)),
		}
	}
	value := PairValue(c.ID, n.Third.ID)
	who := c.Name + " and " + n.Third.Name
	return []slack.BlockElement{
		spokenAs(button(VerbWeaveYes, value, "I'll ask both"), "I'll ask both: "+who),
		spokenAs(button(VerbWeaveNo, value, "Not these two"), "Not these two: "+who),
		overflow(VerbDigestMore, snoozeMonth(c), stopRule(n)),
	}
}

// PairValue is the value of a button about two people.
func PairValue(a, b domain.ContactID) string { return string(a) + " " + string(b) }

// ParsePair reads what [PairValue] wrote.
func ParsePair(s string) (a, b domain.ContactID, ok bool) {
	first, second, ok := strings.Cut(s, " ")
	return domain.ContactID(first), domain.ContactID(second), ok && first != "" && second != ""
}

// WeaveWords says that both are to be asked, with words to send to each. They
// hold nothing that the one told the member and the other doesn't know.
func WeaveWords(c, third *domain.Contact, s domain.Shared) string {
	return strings.Join([]string{
		Person(c.Name) + " and " + Person(third.Name) + ": ask each first, and introduce them when both say yes. Words to start from:",
		"• To " + Person(c.Name) + ": " + askWhether(third, s),
		"• To " + Person(third.Name) + ": " + askWhether(c, s),
	}, "\n")
}

// askWhether asks somebody whether they would like to meet other.
func askWhether(other *domain.Contact, s domain.Shared) string {
	who := Escape(clip(line(other.Name), 80))
	if w := line(other.Work); w != "" && s.By != domain.SharedWork {
		who += ", who works in " + Escape(clip(w, 60)) + ","
	}
	what := Escape(clip(line(s.What), 60))
	reason := "I think you would have a lot to talk about."
	switch s.By {
	case domain.SharedTag:
		reason = "You two have " + what + " in common."
	case domain.SharedWork:
		reason = "You both work in " + what + "."
	case domain.SharedPlace:
		reason = "You are both in " + what + "."
	}
	return "“Would you like to meet " + who + " one of these days? " + reason + " I'd ask first on the other side too, and a no is fine.”"
}

// WeaveRow are the buttons of two who are being asked.
func WeaveRow(c, third *domain.Contact) []slack.BlockElement {
	value, who := PairValue(c.ID, third.ID), c.Name+" and "+third.Name
	return []slack.BlockElement{
		spokenAs(button(VerbWeaveDone, value, "They've met"), "They've met: "+who),
		spokenAs(button(VerbWeaveNo, value, "Rather not"), "Rather not: "+who),
	}
}

// Woven says that two were introduced to each other.
func Woven(c, third *domain.Contact) string {
	return Person(c.Name) + " and " + Person(third.Name) + " know each other through you now. It stands on both cards."
}

// NotWoven says that two won't be proposed again.
func NotWoven(c, third *domain.Contact) string {
	return Person(c.Name) + " and " + Person(third.Name) + ": fine. I won't propose these two again."
}

package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// notPlaced speaks of somebody who was met and never given a place.
func notPlaced(i domain.PromptItem, _ domain.Date) (string, []slack.BlockElement) {
	if len(i.Contacts) == 0 {
		return "", nil
	}
	c := i.Contacts[0]
	return fmt.Sprintf("You met %s %s, and haven't said yet where they belong.", Person(c.Name), times(i.Touches)),
		[]slack.BlockElement{
			aboutWhom(c, VerbIdentifyPlace, string(c.ID), "Place "+forename(c.Name)),
			aboutWhom(c, VerbDigestMore, MoreRest+" "+string(c.ID), "Just remember"),
		}
}

// times is a number of times in words.
func times(n int) string {
	switch {
	case n <= 1:
		return "once"
	case n == 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// openThree asks the three questions about a candidate.
func openThree(i domain.PromptItem, _ domain.Date) (string, []slack.BlockElement) {
	if len(i.Contacts) == 0 {
		return "", nil
	}
	c := i.Contacts[0]
	var open []string
	for _, q := range [...]struct{ answer, question string }{
		{c.Adds, "what could they add"}, {c.Offers, "what could you offer them"}, {c.Connects, "how could you two connect"},
	} {
		if q.answer == "" {
			open = append(open, q.question)
		}
	}
	if len(open) == 0 {
		open = []string{"is there more to say"}
	}
	return Person(c.Name) + " is on your list: " + list(open) + "? A few words will do.",
		[]slack.BlockElement{
			aboutWhom(c, VerbIdentifyThree, string(c.ID), "Answer"),
			aboutWhom(c, VerbIdentifyOut, string(c.ID), "Not for me"),
		}
}

// oneSided speaks of somebody with whom things go one way. Both ways it is said so
// that the other could read it.
func oneSided(i domain.PromptItem, _ domain.Date) (string, []slack.BlockElement) {
	if len(i.Contacts) == 0 {
		return "", nil
	}
	c := i.Contacts[0]
	text := "You have done a good deal for " + Person(c.Name) + ", and little has come your way so far. That can be just right. Is it how you want it?"
	if i.Takes {
		text = Person(c.Name) + " has done a good deal for you. What could you do for them this month?"
	}
	return text, []slack.BlockElement{
		aboutWhom(c, VerbPeopleOpen, string(c.ID), "Open card"),
		aboutWhom(c, VerbDigestMore, MoreRest+" "+string(c.ID), "Let rest"),
	}
}

// samePerson asks whether two names are one person's.
func samePerson(i domain.PromptItem, _ domain.Date) (string, []slack.BlockElement) {
	if len(i.Contacts) < 2 {
		return "", nil
	}
	a, b := i.Contacts[0], i.Contacts[1]
	who := a.Name + " and " + b.Name
	return "Are " + Person(a.Name) + " and " + Person(b.Name) + " one person? I can put the two cards together.",
		[]slack.BlockElement{
			spokenAs(button(VerbPeopleMerge, PairValue(a.ID, b.ID), "Same person"), "Same person: "+who),
			spokenAs(button(VerbHeed, TellingValue(i.Telling()), "Two people"), "Two people: "+who),
		}
}

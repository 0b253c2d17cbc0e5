package view

import (
	"github.com/slack-go/slack"

	"rapport/domain"
)

// mostTied is how many goals, and how many others, a card names.
const mostTied = 5

// goalLines are the goals that somebody serves.
func goalLines(p CardPage) []string {
	lines := make([]string, 0, mostTied)
	for _, g := range p.Goals[:min(len(p.Goals), mostTied)] {
		l := "Serves your goal " + briefly(g.What)
		if !g.By.IsZero() {
			l += ", by " + Day(g.By, p.Today)
		}
		lines = append(lines, l)
	}
	return lines
}

// tieLines say who knows whom through whom.
func tieLines(ties []Tie) []string {
	lines := make([]string, 0, mostTied)
	for _, t := range ties[:min(len(ties), mostTied)] {
		who := shortName(t.Name)
		switch {
		case t.How == domain.CameThrough:
			lines = append(lines, "You know them through "+who)
		case t.How == domain.BroughtIn:
			lines = append(lines, "Introduced you to "+who)
		case t.State == domain.IntroDone:
			lines = append(lines, "You introduced them to "+who)
		case t.State == domain.IntroAccepted:
			lines = append(lines, "You mean to introduce them to "+who)
		}
	}
	return lines
}

// weaving are the buttons of the newest introduction that is on its way.
func weaving(p CardPage) []slack.BlockElement {
	for _, t := range p.Ties[:min(len(p.Ties), mostTied)] {
		if t.How == domain.Woven && t.State == domain.IntroAccepted {
			return WeaveRow(p.Contact, &domain.Contact{ID: t.Other, Name: t.Name})
		}
	}
	return nil
}

// balance says which way the good turns went, and grades nobody; nothing where
// there were none.
func balance(b domain.Balance) []string {
	switch {
	case b.Given+b.Received < 2: // one good turn makes no balance
		return nil
	case b.Given >= 2*b.Received:
		return []string{"You have been the one giving lately; nothing wrong with that."}
	case b.Received >= 2*b.Given:
		return []string{"They have done more for you than you for them; something small in return would be nice."}
	}
	return []string{"It goes both ways."}
}

package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// ForecastPage is what the next weeks bring.
type ForecastPage struct {
	Today domain.Date
	Weeks int
	Days  []domain.Forecast // in order; days that bring nothing are left out
}

// mostOfADay is how many people one day of a forecast names.
const mostOfADay = 5

// Forecast lists what the next weeks would bring if nothing happened until then:
// a section for each week, so that a long one fits.
func Forecast(p ForecastPage) Message {
	title := fmt.Sprintf("*The next %s*, if nothing happened until then", weeks(p.Weeks))
	if len(p.Days) == 0 {
		return Say(title + ": quiet. Nobody falls due, nothing is promised, and no question of mine is on its way.")
	}
	blocks := []slack.Block{section("", title)}
	for from := 0; from < len(p.Days); {
		week := p.Days[from].On.Sub(p.Today) / 7
		var lines []string
		for ; from < len(p.Days) && p.Days[from].On.Sub(p.Today)/7 == week; from++ {
			lines = append(lines, dayAhead(p.Days[from], p.Today))
		}
		blocks = append(blocks, section("", strings.Join(lines, "\n")))
	}
	return Compose(append(blocks, context("", "Every touch you log changes this. `/rapport why NAME` says more about one."))...)
}

func weeks(n int) string {
	if n == 4 {
		return "four weeks"
	}
	return fmt.Sprintf("%d weeks", n)
}

// dayAhead is one day in a line: who, why, and which questions come.
func dayAhead(f domain.Forecast, today domain.Date) string {
	who, why := byPerson(f.Digest.Shown)
	var parts []string
	for _, c := range who[:min(len(who), mostOfADay)] {
		parts = append(parts, Escape(clip(line(c.Name), 40))+" ("+strings.Join(why[c.ID], ", ")+")")
	}
	if rest := len(who) - len(parts) + people(f.Digest.Waiting); rest > 0 {
		parts = append(parts, fmt.Sprintf("%d more", rest))
	}
	if f.Prompt {
		parts = append(parts, "_the weekly question_")
	}
	if f.CheckIn {
		parts = append(parts, "_the check-in_")
	}
	return "*" + Weekday(f.On, today) + "* · " + strings.Join(parts, " · ")
}

// byPerson gathers the reasons of each person, in the order in which they come.
func byPerson(nudges []domain.Nudge) (who []*domain.Contact, why map[domain.ContactID][]string) {
	why = make(map[domain.ContactID][]string)
	for _, n := range nudges {
		if _, seen := why[n.Contact.ID]; !seen {
			who = append(who, n.Contact)
		}
		if len(why[n.Contact.ID]) < 3 {
			why[n.Contact.ID] = append(why[n.Contact.ID], briefReason(n))
		}
	}
	return who, why
}

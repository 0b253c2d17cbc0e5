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
	var parts []string
	shown := f.Digest.Shown
	for _, n := range shown[:min(len(shown), mostOfADay)] {
		parts = append(parts, Escape(clip(line(n.Contact.Name), 40))+" ("+briefReason(n)+")")
	}
	if rest := len(shown) + len(f.Digest.Waiting) - len(parts); rest > 0 {
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

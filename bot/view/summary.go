package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// SummaryPost is a summary and what it needs to be said.
type SummaryPost struct {
	domain.Summary
	Program domain.ProgramID
	// Picture is the id of the chart's file in Slack; "" says its numbers in words.
	Picture string
}

// chartBlock is the block of a summary's chart.
const chartBlock = "chart"

// Summary is what a program's channel is told of a week, or of all of a program
// that has ended: counts, and what two people agreed to have said.
func Summary(p SummaryPost) Message {
	blocks := p.numbers()
	if p.Closing {
		return Compose(append(blocks, context("promise", "That was the last summary of this program. Thank you, mentors and mentees. "+countsOnly))...)
	}
	return Compose(append(blocks, context("promise", countsOnly),
		actions("do",
			primary(button(VerbSessionNew, string(p.Program), "Log a session")),
			button(VerbPauseMe, string(p.Program), "Pause me")))...)
}

// countsOnly is how every summary ends.
const countsOnly = "Counts only. Notes never appear here."

// SummaryPreview is the same for an organiser alone, before anybody else sees it.
func SummaryPreview(p SummaryPost) Message {
	hello := section(helloBlock, "Preview: only you see this. In the channel it stands on "+Weekday(p.On, p.On)+", with what is logged until then.")
	return Compose(append([]slack.Block{hello}, append(p.numbers(), context("promise", countsOnly))...)...)
}

// ChartAlt says what a summary's chart shows: "sessions a week 15, 20, 21, 19, 23".
func ChartAlt(s domain.Summary) string {
	counts := make([]string, len(s.Weeks))
	for i, w := range s.Weeks {
		counts[i] = strconv.Itoa(w.Sessions)
	}
	return "sessions a week " + strings.Join(counts, ", ")
}

// numbers are the blocks of a summary that say how things stand. A shout-out of
// somebody who is no longer known is left out.
func (p SummaryPost) numbers() []slack.Block {
	blocks := []slack.Block{section("counts", strings.Join(p.lines(), "\n"))}
	for i, s := range p.Shouts {
		if s.From != "" && s.To != "" {
			blocks = append(blocks, section(fmt.Sprintf("shout%d", i), Person(s.From)+", to "+Person(s.To)+", out loud: "+quoted(s.Text)+" _(opted in by both)_"))
		}
	}
	switch {
	case len(p.Weeks) < 2:
	case p.Picture == "":
		blocks = append(blocks, section(chartBlock, sentence(ChartAlt(p.Summary))+"."))
	default:
		blocks = append(blocks, slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: p.Picture}, clip(ChartAlt(p.Summary), maxLabel), chartBlock, nil))
	}
	return blocks
}

// lines are the counts, one sort a line.
func (p SummaryPost) lines() []string {
	lines := []string{programName(p.Name) + " · " + week(p.From, p.To) + ", " + zoneName(p.Zone)}
	if p.Closing {
		lines[0] = programName(p.Name) + " has ended · " + week(p.From, p.To) + ", " + zoneName(p.Zone)
	}
	lines = append(lines, p.sessions())
	if p.Few {
		return append(lines, "Fewer than five pairs: that is all there is to say without saying who.")
	}
	for _, l := range []string{p.active(), p.standings(), p.alone(), p.reached()} {
		if l != "" {
			lines = append(lines, l)
		}
	}
	return lines
}

// sessions says how many there were.
func (p SummaryPost) sessions() string {
	total := fmt.Sprintf("%d since %s", p.Total, Day(p.Started, p.To))
	median := ""
	if !p.Few {
		median = "; median " + number(p.Median) + " a pair"
	}
	switch before := p.before(); {
	case p.Closing:
		return sentence(counted(p.Sessions, "session", "sessions")) + median + "."
	case p.Sessions == 0:
		said := "No sessions logged. We don't know why and won't guess."
		if before != "" {
			said += " " + sentence(before) + " week, " + total + median + "."
		} else if p.Total > 0 {
			said += " " + total + median + "."
		}
		return said
	case before == "":
		return counted(p.Sessions, "session", "sessions") + " this week, " + total + median + "."
	default:
		return counted(p.Sessions, "session", "sessions") + " this week (" + before + "), " + total + median + "."
	}
}

// before is how many sessions the week before had: "19 last", "" where the program
// had not begun.
func (p SummaryPost) before() string {
	switch {
	case !p.Started.Before(p.From):
		return ""
	case p.Before == 0:
		return "none last"
	}
	return fmt.Sprintf("%d last", p.Before)
}

// active says how many pairs have met of late.
func (p SummaryPost) active() string {
	if p.Closing {
		return counted(p.Pairs, "pair", "pairs") + " in all."
	}
	said := fmt.Sprintf("%d of %s active", p.Active, counted(p.Pairs, "pair", "pairs"))
	if p.ActiveBefore >= 0 {
		said += fmt.Sprintf(" (%d last week)", p.ActiveBefore)
	}
	if p.Paused > 0 {
		said += fmt.Sprintf(", %d paused", p.Paused)
	}
	return said + "."
}

// standings part the pairs by their rhythm.
func (p SummaryPost) standings() string {
	var parts []string
	for _, x := range []struct {
		n    int
		word string
	}{{p.OnTrack, "on track"}, {p.Due, "due"}, {p.Overdue, "overdue"}, {p.Early, "too early to tell"}} {
		if x.n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", x.word, x.n))
		}
	}
	return sentence(strings.Join(parts, " · "))
}

// alone says how many pairs never met, and how many people are in none.
func (p SummaryPost) alone() string {
	var parts []string
	if p.NeverMet > 0 {
		parts = append(parts, counted(p.NeverMet, "pair", "pairs")+" never met")
	}
	if p.Unmatched > 0 {
		parts = append(parts, counted(p.Unmatched, "person", "people")+" unmatched")
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, "; ") + "."
}

// reached says how goals and feedback stand.
func (p SummaryPost) reached() string {
	var said []string
	if p.GoalsMade > 0 {
		goals := fmt.Sprintf("Goals: %d opened", p.GoalsMade)
		if p.GoalsReached > 0 {
			goals += fmt.Sprintf(", %d completed", p.GoalsReached)
		}
		said = append(said, goals+".")
	}
	if f := feedback(p.Figure); f != "" {
		said = append(said, f)
	}
	return strings.Join(said, " ")
}

// feedback is a published mean, "" for none.
func feedback(f domain.Figure) string {
	if f.N == 0 {
		return ""
	}
	mean := fmt.Sprintf("%d.%d", f.Tenths/10, f.Tenths%10)
	switch {
	case f.High:
		mean += " or more"
	case f.Low:
		mean += " or less"
	}
	return fmt.Sprintf("Feedback %s of 5 (n = %d).", mean, f.N)
}

// week is from when to when: "Mon 2 – Sun 8 Nov 2026".
func week(from, to domain.Date) string {
	last := fmt.Sprintf("%s %d", Weekday(to, to), to.Year)
	switch {
	case from.Year != to.Year:
		return Weekday(from, to) + " – " + last
	case from.Month != to.Month:
		return Weekday(from, to) + " – " + last
	}
	return fmt.Sprintf("%s %d – %s", from.Weekday().String()[:3], from.Day, last)
}

// zoneName is a zone as people say it: "Berlin time".
func zoneName(zone string) string {
	if zone == "" || zone == "UTC" {
		return "UTC"
	}
	city := zone[strings.LastIndexByte(zone, '/')+1:]
	return Escape(strings.ReplaceAll(city, "_", " ")) + " time"
}

// counted is a number of things: "1 pair", "40 pairs".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// number writes a half where there is one: "3", "2.5".
func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

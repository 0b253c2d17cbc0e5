package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// pairsAPage is how many pairs a page of an organiser's status shows.
const pairsAPage = 15

// MyPairs shows the member the pairs they have in a program.
func MyPairs(p ProgramPage) Message {
	id := string(p.Program.ID)
	blocks := []slack.Block{section("", "In "+programName(p.Program.Name)+", where pairs meet "+Every(p.Program.Cadence.Ideal)+". "+standingOf(p))}
	blocks = append(blocks, pairLines(p.Partners, p.Today)...)
	if dates := sessionLines(p.Partners, p.Today); dates != "" {
		blocks = append(blocks, context("", dates))
	}
	if len(p.Partners) > 0 {
		blocks = append(blocks, actions("do", primary(button(VerbSessionNew, id, "Log a session")), button(VerbPauseMe, id, "Pause me")))
	}
	return Compose(blocks...)
}

// mostDates is how many dates of a pair are listed.
const mostDates = 8

// sessionLines are the newest dates on which each pair met.
func sessionLines(all []domain.Partnership, today domain.Date) string {
	var lines []string
	for _, x := range all[:min(len(all), mostDates)] {
		if len(x.Sessions) < 2 {
			continue
		}
		from := max(len(x.Sessions)-mostDates, 0)
		dates := make([]string, 0, mostDates)
		for _, on := range x.Sessions[from:] {
			dates = append(dates, Day(on, today))
		}
		line := "Met " + Escape(seen(clip(line(x.Name), 80))) + ": "
		if from > 0 {
			line += "… "
		}
		lines = append(lines, line+strings.Join(dates, ", "))
	}
	return strings.Join(lines, "\n")
}

// StandingPage is a page of where a program's pairs stand, for an organiser.
type StandingPage struct {
	domain.Report
	Page int // from 1
	// Only are those whose pairs are shown; all when empty.
	Only []domain.MemberID
}

// Standing shows an organiser where the pairs of a program stand, the longest overdue
// first, and who waits for them.
func Standing(p StandingPage) Message {
	pairs := p.pairs()
	pages := max((len(pairs)+pairsAPage-1)/pairsAPage, 1)
	page := min(max(p.Page, 1), pages)
	title := programName(p.Program.Name) + " · " + strconv.Itoa(len(pairs)) + " " + plural(len(pairs), "pair", "pairs") + p.tally()
	if pages > 1 {
		title += fmt.Sprintf(" · page %d of %d", page, pages)
	}
	blocks := []slack.Block{section("", title)}
	lines := make([]string, 0, pairsAPage)
	for _, s := range pairs[(page-1)*pairsAPage : min(page*pairsAPage, len(pairs))] {
		lines = append(lines, "• "+p.line(s))
	}
	if len(lines) > 0 {
		blocks = append(blocks, section("", strings.Join(lines, "\n")))
	}
	if waiting := p.waiting(); waiting != "" && len(p.Only) == 0 {
		blocks = append(blocks, section("", waiting))
	}
	blocks = append(blocks, actions("do", p.buttons(page, pages)...))
	return Compose(append(blocks, context("", "Mentoring is no appraisal: this is who met when, and nothing about what was said."))...)
}

// pairs are those that are shown.
func (p StandingPage) pairs() []domain.PairStanding {
	if len(p.Only) == 0 {
		return p.Pairs
	}
	var all []domain.PairStanding
	for _, s := range p.Pairs {
		fits := true
		for _, m := range p.Only {
			fits = fits && s.Pair.Has(m)
		}
		if fits {
			all = append(all, s)
		}
	}
	return all
}

// tally is how many pairs stand where.
func (p StandingPage) tally() string {
	counts := make(map[domain.Standing]int)
	for _, s := range p.pairs() {
		counts[s.Standing]++
	}
	var parts []string
	for _, st := range []domain.Standing{domain.PairOverdue, domain.PairDue, domain.OnTrack, domain.TooEarly, domain.PairPaused} {
		if n := counts[st]; n > 0 {
			parts = append(parts, strconv.Itoa(n)+" "+standsSaid[st])
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + list(parts)
}

// standsSaid are the standings in a sentence.
var standsSaid = map[domain.Standing]string{
	domain.PairOverdue: "overdue", domain.PairDue: "due", domain.OnTrack: "on track", domain.TooEarly: "too early to tell", domain.PairPaused: "resting",
}

// line is a pair in a line: who, where they stand, when they met.
func (p StandingPage) line(s domain.PairStanding) string {
	said := MemberName(s.Pair.Mentor, p.Names) + " and " + MemberName(s.Pair.Mentee, p.Names) + " · " + standsSaid[s.Standing]
	switch s.Sessions {
	case 0:
		said += " · not met yet, paired " + Ago(p.On.Sub(s.Pair.Since))
	case 1:
		said += " · met once, on " + Weekday(s.Last, p.On)
	default:
		said += " · met " + times(s.Sessions) + ", last on " + Weekday(s.Last, p.On)
	}
	if !s.Nudged.IsZero() {
		said += " · reminded " + Weekday(s.Nudged, p.On)
	}
	return said
}

// waiting is who waits for the organisers.
func (p StandingPage) waiting() string {
	var lines []string
	add := func(what string, who []domain.MemberID) {
		if len(who) == 0 {
			return
		}
		names := make([]string, 0, mostPairs)
		for _, m := range who[:min(len(who), mostPairs)] {
			names = append(names, MemberName(m, p.Names))
		}
		if left := len(who) - mostPairs; left > 0 {
			names = append(names, strconv.Itoa(left)+" more")
		}
		lines = append(lines, what+" "+list(names)+".")
	}
	add("Asking to be let in:", p.Asking)
	add("Would like another partner:", p.Another)
	unmatched := make([]domain.MemberID, len(p.Unmatched))
	for i, x := range p.Unmatched {
		unmatched[i] = x.Member
	}
	add("Without a partner:", unmatched)
	return strings.Join(lines, "\n")
}

// buttons turn the pages, and do what can be done.
func (p StandingPage) buttons(page, pages int) []slack.BlockElement {
	id := string(p.Program.ID)
	var row []slack.BlockElement
	if page > 1 {
		row = append(row, button(Nth(VerbMentoringPage, page-1), StandingValue(p.Program.ID, page-1), "Earlier"))
	}
	if page < pages {
		row = append(row, button(Nth(VerbMentoringPage, page+1), StandingValue(p.Program.ID, page+1), "Next"))
	}
	if len(p.Unmatched) > 0 {
		row = append(row, button(VerbMatch, id, "Propose pairs"))
	}
	return append(row, button(VerbMentoringSummary, id, "Preview the summary"))
}

// StandingValue is the value of a button that shows a page of where pairs stand.
func StandingValue(p domain.ProgramID, page int) string { return string(p) + " " + strconv.Itoa(page) }

// ParseStanding reads what [StandingValue] wrote; the first page where it says none.
func ParseStanding(s string) (domain.ProgramID, int) {
	p, page, _ := strings.Cut(s, " ")
	n, err := strconv.Atoi(page)
	if err != nil || n < 1 {
		n = 1
	}
	return domain.ProgramID(p), n
}

package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// How much of a program the organiser's message shows; all of it is in the CSV.
const (
	mostPrograms = 10
	mostOverdue  = 8
	mostPeople   = 8
	mostAskers   = 5
)

// ReportPage is what an organiser is told of all their programs.
type ReportPage struct {
	Name    string // of the organiser
	Hour    int    // on their clock
	Reports []domain.Report
}

// fairUse is what every list of pairs says about itself.
const fairUse = "Mentoring is not appraisal: this says who met when, and nothing about anybody's work. It is here so that you can help."

// Report is the message to an organiser: for each program how the week went, who
// is overdue by name, who has no partner and who waits for an answer.
func Report(p ReportPage) Message {
	shown := p.Reports[:min(len(p.Reports), mostPrograms)]
	blocks := []slack.Block{section(helloBlock, Greeting(p.Hour, p.Name)+" "+lookAt(p.Reports))}
	again := button(VerbReportCSV, "", "CSV again")
	for i, r := range shown {
		row := programRow(r)
		if len(p.Reports) == 1 {
			row = append(row, again)
		}
		blocks = append(blocks, program(i, r, row)...)
	}
	if more := len(p.Reports) - len(shown); more > 0 {
		blocks = append(blocks, context("more", "And "+counted(more, "program", "programs")+" more, all in the CSV."))
	}
	if len(p.Reports) > 1 {
		blocks = append(blocks, actions("csv", again))
	}
	return Compose(append(blocks, context("fair", fairUse+" The CSV is in the thread below; no notes, no goals' words and nobody's rating are in it."))...)
}

// lookAt says how much there is to look at, and names nobody.
func lookAt(all []domain.Report) string {
	overdue, waiting := 0, 0
	for _, r := range all {
		overdue += len(overdueOf(r))
		waiting += len(r.Asking) + len(r.Another)
	}
	which := "Your mentoring program"
	if len(all) > 1 {
		which = fmt.Sprintf("Your %d mentoring programs", len(all))
	}
	var parts []string
	if overdue > 0 {
		parts = append(parts, counted(overdue, "pair", "pairs")+" to look after")
	}
	if waiting > 0 {
		parts = append(parts, counted(waiting, "person", "people")+" waiting for your answer")
	}
	if len(parts) == 0 {
		return which + ": nobody is overdue, and nobody waits for you."
	}
	return which + ": " + list(parts) + "."
}

// overdueOf are the pairs of a report that are overdue, the longest first.
func overdueOf(r domain.Report) []domain.PairStanding {
	var all []domain.PairStanding
	for _, s := range r.Pairs {
		if s.Standing == domain.PairOverdue {
			all = append(all, s)
		}
	}
	return all
}

// program is one program of a report: two blocks at most, and a row of buttons.
func program(i int, r domain.Report, row []slack.BlockElement) []slack.Block {
	id := func(part string) string { return fmt.Sprintf("program%d.%s", i, part) }
	p := SummaryPost{Summary: r.Summary}
	head := programName(r.Program.Name) + " · " + week(p.From, p.To) + "\n" + p.sessions()
	if len(r.Pairs) == 0 {
		head += "\nNobody is paired yet."
	}
	if f := feedback(r.Summary.Figure); f != "" {
		head += "\n" + f
	}
	blocks := []slack.Block{section(id("week"), head)}
	if said := attention(r); said != "" {
		blocks = append(blocks, section(id("people"), said))
	}
	return append(blocks, actions(id("do"), row...))
}

// attention names who could do with the organiser's help.
func attention(r domain.Report) string {
	var lines []string
	overdue := overdueOf(r)
	if len(overdue) > 0 {
		lines = append(lines, "*Overdue* (pairs meet "+Every(r.Program.Cadence.Ideal)+"):")
		for _, s := range overdue[:min(len(overdue), mostOverdue)] {
			lines = append(lines, "• "+overdueLine(s, r))
		}
		if more := len(overdue) - mostOverdue; more > 0 {
			lines = append(lines, fmt.Sprintf("and %d more, all in the CSV.", more))
		}
	}
	for _, x := range []struct {
		what string
		who  []string
	}{
		{"*In no pair*: ", unmatched(r)},
		{"*Asking to join*: ", named(r.Asking, r.Names)},
		{"*Would like another partner* (only organisers see this): ", named(r.Another, r.Names)},
	} {
		if len(x.who) > 0 {
			lines = append(lines, x.what+some(x.who)+".")
		}
	}
	return strings.Join(lines, "\n")
}

// overdueLine is a pair that is overdue: who, when they met last, and when they were
// reminded of it.
func overdueLine(s domain.PairStanding, r domain.Report) string {
	met := "never met, paired since " + Day(s.Pair.Since, r.On)
	if !s.Last.IsZero() {
		met = "last met " + Weekday(s.Last, r.On) + ", " + Ago(r.On.Sub(s.Last))
	}
	nudged := "not nudged yet"
	if !s.Nudged.IsZero() {
		nudged = "nudged " + Weekday(s.Nudged, r.On)
	}
	return MemberName(s.Pair.Mentor, r.Names) + " and " + MemberName(s.Pair.Mentee, r.Names) + " · " + met + " · " + nudged
}

// unmatched are those in no pair, with what they offer or look for.
func unmatched(r domain.Report) []string {
	all := make([]string, len(r.Unmatched))
	for i, p := range r.Unmatched {
		what := string(p.Role)
		if len(p.Topics) > 0 {
			what += ": " + Escape(clip(line(strings.Join(p.Topics, ", ")), 60))
		}
		all[i] = MemberName(p.Member, r.Names) + " (" + what + ")"
	}
	return all
}

// named are members by name.
func named(who []domain.MemberID, names map[domain.MemberID]string) []string {
	all := make([]string, len(who))
	for i, m := range who {
		all[i] = MemberName(m, names)
	}
	return all
}

// some is a list that is cut where it gets long.
func some(who []string) string {
	if more := len(who) - mostPeople; more > 0 {
		return strings.Join(who[:mostPeople], ", ") + fmt.Sprintf(" and %d more, all in the CSV", more)
	}
	return list(who)
}

// programRow are the buttons of a program: an answer for each who asks, and what
// helps those in no pair.
func programRow(r domain.Report) []slack.BlockElement {
	id := string(r.Program.ID)
	row := []slack.BlockElement{spokenAs(button(VerbStatus, id, "All pairs"), "All pairs of "+r.Program.Name)}
	if len(r.Unmatched) > 1 || len(r.Another) > 0 {
		row = append(row, spokenAs(button(VerbMatch, id, "Propose pairs"), "Propose pairs in "+r.Program.Name))
	}
	for i, m := range r.Asking[:min(len(r.Asking), mostAskers)] {
		who := briefName(m, r.Names)
		row = append(row,
			spokenAs(button(Nth(VerbLetIn, i), memberValue(r.Program.ID, m), "Let "+who+" in"), "Let "+who+" into "+r.Program.Name),
			spokenAs(button(Nth(VerbDecline, i), memberValue(r.Program.ID, m), "Not "+who), "Don't let "+who+" into "+r.Program.Name))
	}
	return row
}

// CSVComment stands above the organiser's CSV in its thread.
func CSVComment(on domain.Date) string {
	return "All pairs, as of " + Weekday(on, on) + ". Mentoring is not appraisal."
}

// CSVMissing says that the CSV could not be attached, and what helps. Scope says that
// the app may not upload files here.
func CSVMissing(scope bool) Message {
	if scope {
		return Say("I couldn't attach the CSV: I was installed here before I needed to send files, so Slack doesn't let me, and the summary in the channel comes without its chart. Whoever looks after me can change that: paste the manifest again and press Reinstall (the scope is `files:write`). Nothing is lost; all else goes on as ever.")
	}
	return Say("I couldn't attach the CSV: Slack didn't take the file. Nothing is lost; press *CSV again* in a while.")
}

// NoPrograms answers somebody who organises no program that runs.
func NoPrograms() Message {
	return Say("You organise no mentoring program that runs, so there is no CSV. `/mentoring start` in a channel begins one.")
}

// CSVAttached says that a CSV was made anew.
func CSVAttached() Message { return Say("The CSV is in the thread, as things stand now.") }

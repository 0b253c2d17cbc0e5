package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// ProgramPage is a program as one member may see it.
type ProgramPage struct {
	Today   domain.Date // the program's
	Program domain.Program
	// Me is what the member is in it; In is false for who has nothing to do with it.
	Me domain.Participant
	In bool
	// Organises says that the member is one of its organisers.
	Organises bool
	Partners  []domain.Partnership
	// Organisers are what its organisers are called.
	Organisers []string
	// Done says, in mrkdwn, what was just done; "" for nothing.
	Done string
}

// mostPairs is how many pairs, programs or people one message names.
const mostPairs = 20

// ProgramHere says what the member can do in a program.
func ProgramHere(p ProgramPage) Message {
	blocks := []slack.Block{section("", doneFirst(p.Done)+programLine(p))}
	if said := standingOf(p); said != "" {
		blocks = append(blocks, section("", said))
	}
	if p.In && p.Me.In() {
		blocks = append(blocks, pairLines(p.Partners, p.Today)...)
	}
	if row := programButtons(p); len(row) > 0 {
		blocks = append(blocks, actions("do", row...))
	}
	return Compose(append(blocks, context("", programHint(p)))...)
}

func doneFirst(done string) string {
	if done == "" {
		return ""
	}
	return done + "\n"
}

// programLine is a program in a paragraph: since when, how often, and who leads it.
func programLine(p ProgramPage) string {
	x := p.Program
	s := Person(x.Name) + " · since " + Day(x.Started, p.Today) + " · pairs meet " + Every(x.Cadence.Ideal) + " · summary " + summaryTime(x)
	switch {
	case len(x.Organisers) == 0:
		s += "\nNobody organises it just now."
	case len(p.Organisers) > 0:
		s += "\nOrganised by " + persons(p.Organisers[:min(len(p.Organisers), mostPairs)]) + "."
	}
	if !x.Shut.IsZero() {
		s += "\nIts channel takes no messages from me just now, so no summary comes there."
	}
	return s
}

// summaryTime is when a program's summary comes: "Mon 09:00, Berlin time".
func summaryTime(p domain.Program) string {
	return p.Summary.Days.String() + " " + p.Summary.At.String() + ", " + zoneTime(p.Zone)
}

// zoneTime is a zone as people say it: "Berlin time".
func zoneTime(zone string) string {
	return Escape(line(strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " "))) + " time"
}

// standingOf says what the member is in the program.
func standingOf(p ProgramPage) string {
	var said []string
	if p.Organises {
		said = append(said, "You organise it.")
	}
	switch {
	case !p.In && !p.Organises && p.Program.Joining == domain.JoinInvited:
		said = append(said, "You are not in it. Its organisers let people in: joining asks them.")
	case !p.In && !p.Organises:
		said = append(said, "You are not in it.")
	case !p.In:
	case p.Me.Asked:
		said = append(said, "You asked to be let in as "+aRole(p.Me.Role)+"; the organisers haven't answered yet.")
	default:
		said = append(said, "You are "+roleSaid(p.Me)+".")
		if p.Me.PausedUntil.After(p.Today) {
			said = append(said, "You rest until "+Weekday(p.Me.PausedUntil, p.Today)+".")
		}
		if p.Me.Another {
			said = append(said, "The organisers know that you'd like another partner.")
		}
		if len(p.Partners) == 0 {
			said = append(said, "You have no partner yet; you'll hear from me when you are paired.")
		}
	}
	return strings.Join(said, " ")
}

// aRole is a role with its article.
func aRole(r domain.Role) string { return "a " + string(r) }

// roleSaid is what somebody is in a program: "a mentor for go and sql, for up to 2
// mentees".
func roleSaid(x domain.Participant) string {
	s := aRole(x.Role)
	if len(x.Topics) > 0 {
		s += " for " + topicsSaid(x.Topics)
	}
	if x.Capacity > 1 {
		s += fmt.Sprintf(", with up to %d %ss", x.Capacity, otherRole(x.Role))
	}
	return s
}

func otherRole(r domain.Role) domain.Role {
	if r == domain.Mentor {
		return domain.Mentee
	}
	return domain.Mentor
}

// topicsSaid are topics in a sentence.
func topicsSaid(topics []string) string {
	said := make([]string, len(topics))
	for i, t := range topics {
		said[i] = Escape(seen(line(t)))
	}
	return list(said)
}

// pairLines are the member's pairs, a line each, as far as they fit.
func pairLines(all []domain.Partnership, today domain.Date) []slack.Block {
	var lines []string
	for _, x := range all[:min(len(all), mostPairs)] {
		lines = append(lines, "• "+pairLine(x, today))
	}
	if left := len(all) - mostPairs; left > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", left))
	}
	if len(lines) == 0 {
		return nil
	}
	return []slack.Block{section("", strings.Join(lines, "\n"))}
}

// pairLine is a pair as one of the two sees it: when they met, and when they are due.
func pairLine(x domain.Partnership, today domain.Date) string {
	s := Person(x.Name) + ", your " + string(otherRole(x.RoleOf(x.Me)))
	switch n := len(x.Sessions); n {
	case 0:
		s += " · not met yet, paired " + Ago(today.Sub(x.Since))
	case 1:
		s += " · met once, " + Ago(today.Sub(x.Last()))
	default:
		s += " · met " + times(n) + ", last " + Ago(today.Sub(x.Last()))
	}
	if x.Paused {
		s += " · resting"
		if !x.Back.IsZero() {
			s += " until " + Weekday(x.Back, today)
		}
		return s
	}
	return s + " · " + nextSession(x, today)
}

// nextSession is when a pair is to meet next.
func nextSession(x domain.Partnership, today domain.Date) string {
	last := x.Last()
	if last.IsZero() {
		last = x.Since
	}
	due := last.AddDays(x.Cadence.Ideal)
	switch n := due.Sub(today); {
	case n > 0:
		return "next around " + Weekday(due, today)
	case n == 0:
		return "due today"
	default:
		return "due since " + Weekday(due, today)
	}
}

// programButtons are what the member can do next.
func programButtons(p ProgramPage) []slack.BlockElement {
	id := string(p.Program.ID)
	var row []slack.BlockElement
	if p.In && p.Me.In() && len(p.Partners) > 0 {
		row = append(row, primary(button(VerbSessionNew, id, "Log a session")))
	}
	if p.Organises {
		row = append(row,
			button(VerbStatus, id, "Where pairs stand"), button(VerbMatch, id, "Propose pairs"),
			button(VerbMentoringSummary, id, "Preview the summary"), button(VerbMentoringEdit, id, "Settings"))
	}
	switch {
	case !p.In:
		row = append(row, button(VerbMentoringJoin, id, "Join"))
	case p.Me.Asked:
		row = append(row, button(VerbMentoringLeave, id, "Don't join after all"))
	case p.Me.PausedUntil.After(p.Today):
		row = append(row, button(VerbMentoringResume, id, "Resume"), button(VerbMentoringJoin, id, "Topics"), button(VerbMentoringLeave, id, "Leave"))
	default:
		row = append(row, button(VerbPauseMe, id, "Pause me"), button(VerbMentoringJoin, id, "Topics"), button(VerbMentoringLeave, id, "Leave"))
	}
	if len(p.Program.Organisers) == 0 && p.In && p.Me.In() && p.Me.Role == domain.Mentor {
		row = append(row, button(VerbTakeOver, id, "Organise it"))
	}
	if p.Organises {
		row = append(row, button(VerbMentoringEnd, id, "End"))
	}
	return row
}

// programHint is what can be typed, by what the member is.
func programHint(p ProgramPage) string {
	switch {
	case p.Organises:
		return "Typing works too: `/mentoring pair @a @b`, `match`, `status`, `summary`, `organisers add @x`, `let in @x`. `/mentoring help` has it all."
	case p.In && p.Me.In():
		return "Typing works too: `/met @partner`, `/mentoring goal …`, `feedback 5 …`, `thanks @partner …`, `pause me until …`, `another`. `/mentoring help` has it all."
	case p.In:
		return "Meanwhile `/mentoring join` changes what it is about. `/mentoring help` has it all."
	}
	return "Typing works too: `/mentoring join mentor go, sql up to 2`, `/mentoring join mentee public speaking`. `/mentoring help` has it all."
}

// Programs lists several programs, when none of them is meant more than the others.
func Programs(pages []ProgramPage) Message {
	blocks := []slack.Block{section("", fmt.Sprintf("You have to do with %d mentoring programs.", len(pages)))}
	for _, p := range pages[:min(len(pages), mostPairs)] {
		s := section("", programLine(p)+"\n"+standingOf(p))
		s.Accessory = slack.NewAccessory(spokenAs(button(VerbMentoringHere, string(p.Program.ID), "Open"), "Open "+p.Program.Name))
		blocks = append(blocks, s)
	}
	if left := len(pages) - mostPairs; left > 0 {
		blocks = append(blocks, context("", fmt.Sprintf("and %d more", left)))
	}
	return Compose(blocks...)
}

// NoProgramHere says that no program runs in a channel, and how one starts.
func NoProgramHere(channel string) Message {
	return Compose(
		section("", "No mentoring program runs in this channel. Nothing was changed. Whoever starts one organises it; then everybody here can join."),
		actions("do", primary(button(VerbMentoringStart, channel, "Start one here")), button(VerbMentoringHelp, "", "How it works")))
}

// NoProgramOfMine says the same in a direct message.
func NoProgramOfMine() Message {
	return Compose(
		section("", "You are in no mentoring program, so nothing was changed. Programs live in channels: go to the channel of one and type `/mentoring join mentee`, or `/mentoring start` to start one there."),
		actions("do", button(VerbMentoringHelp, "", "How it works")))
}

// NoSuchProgram says that no program of the member's goes by a name.
func NoSuchProgram(said string) Message {
	return Say("No program of yours goes by " + quoted(said) + ". Nothing was changed. `/mentoring` lists those there are; in a program's channel no name is needed.")
}

// OrganisersMay says who may do what the member may not.
func OrganisersMay(program string, organisers []string) Message {
	who := "`/mentoring organisers` in its channel says who they are."
	if len(organisers) > 0 {
		who = "Ask " + persons(organisers) + "."
	}
	return Say("That is for the organisers of " + Person(program) + " to do, so nothing was changed. " + who)
}

// NotInProgram says that something is nobody's but its own people's.
func NotInProgram() Message {
	return Say("That is for those who are in it, so nothing was changed. `/mentoring` in the program's channel shows how to join.")
}

// JoinFirst says that the member has to be in a program for what they asked.
func JoinFirst(program string, id domain.ProgramID, asked bool) Message {
	if asked {
		return Say("The organisers of " + Person(program) + " haven't let you in yet, so nothing was changed. You'll hear from me when they do.")
	}
	return Compose(
		section("", "You are not in "+Person(program)+", so nothing was changed. Join it first."),
		actions("do", button(VerbMentoringJoin, string(id), "Join")))
}

// ProgramOver says that a program has ended.
func ProgramOver(program string) Message {
	return Say(Person(program) + " has ended, so nothing was changed. `/mentoring start` in its channel begins a new one.")
}

// ProgramGone says that a button speaks of a program that is no longer there.
func ProgramGone() Message {
	return Say("I don't have that program any more, so nothing was changed. `/mentoring` shows those there are.")
}

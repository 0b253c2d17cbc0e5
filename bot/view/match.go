package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// MatchPage is one page of a proposal as an organiser edits it.
type MatchPage struct {
	Program  string
	Question domain.QuestionID
	Rows     []MatchRow // all of them; the page is cut from here
	Left     []domain.Participant
	Names    map[domain.MemberID]string
	Page     int // from 1
	// Done says, in mrkdwn, what was just changed.
	Done string
}

// MatchRow is one couple of a proposal.
type MatchRow struct {
	domain.Proposed
	// Chosen says that the organiser put these two together, Out that they took the
	// couple out.
	Chosen, Out bool
}

// mostMatched is how many couples one page shows, two blocks each.
const mostMatched = 20

// mostLeft is how many people who are left over a page names.
const mostLeft = 20

// Match shows a proposal: who with whom and why, who is left over, and the buttons
// that change it and make it true.
func Match(p MatchPage) Message {
	pages := max((len(p.Rows)+mostMatched-1)/mostMatched, 1)
	page := min(max(p.Page, 1), pages)
	first := (page - 1) * mostMatched
	var blocks []slack.Block
	if p.Done != "" {
		blocks = append(blocks, section("", p.Done))
	}
	in := 0
	for _, r := range p.Rows {
		if !r.Out {
			in++
		}
	}
	heading := fmt.Sprintf("*A proposal for* %s · %d %s", programName(p.Program), in, plural(in, "pair", "pairs"))
	if pages > 1 {
		heading += fmt.Sprintf(" · page %d of %d", page, pages)
	}
	blocks = append(blocks, section("", heading+"\nNobody is paired yet, and nobody but you sees this. Change what you know better, then confirm once."))
	for i, r := range p.Rows[first:min(first+mostMatched, len(p.Rows))] {
		blocks = append(blocks, p.row(first+i, r)...)
	}
	if left := p.left(); left != "" {
		blocks = append(blocks, section("", left))
	}
	nav := p.turns(page, pages)
	if in > 0 {
		nav = append(nav, primary(button(VerbMatchYes, string(p.Question), fmt.Sprintf("Pair all %d", in))))
	}
	return Compose(append(blocks, actions("match.do", append(nav, button(VerbMatchNo, string(p.Question), "Leave it"))...))...)
}

// row is one couple, with its reasons and the buttons that change it.
func (p MatchPage) row(i int, r MatchRow) []slack.Block {
	who := MemberName(r.Mentor, p.Names) + " mentors " + MemberName(r.Mentee, p.Names)
	value := MatchValue(p.Question, i)
	both := briefName(r.Mentor, p.Names) + " and " + briefName(r.Mentee, p.Names)
	if r.Out {
		return []slack.Block{
			section("", fmt.Sprintf("%d. ", i+1)+who+" · taken out"),
			actions("", spokenAs(button(VerbMatchIn, value, "Put back"), "Put back: "+both)),
		}
	}
	return []slack.Block{
		section("", fmt.Sprintf("%d. ", i+1)+who+"\n"+matchReasons(r)),
		actions("",
			spokenAs(button(VerbMatchSwap, value, "Other partner"), "Another partner: "+both),
			spokenAs(button(VerbMatchOut, value, "Take out"), "Take out: "+both)),
	}
}

// matchReasons say why two are proposed.
func matchReasons(r MatchRow) string {
	if r.Chosen {
		return "Your choice"
	}
	topics := "No topic in common"
	if len(r.Topics) > 0 {
		words := make([]string, 0, 5)
		for _, t := range r.Topics[:min(len(r.Topics), 5)] {
			words = append(words, Escape(clip(line(t), 40)))
		}
		topics = "Both named " + list(words)
	}
	hours := "their working hours don't meet"
	if r.Overlap > 0 {
		hours = hoursSaid(r.Overlap) + " of working time in common"
	}
	if r.Zones > 0 {
		hours += ", clocks " + hoursSaid(r.Zones) + " apart"
	}
	return topics + " · " + hours
}

// hoursSaid is a number of minutes in hours: "6 hours", "5½ hours".
func hoursSaid(minutes int) string {
	h, m := minutes/60, minutes%60
	switch {
	case h == 0:
		return fmt.Sprintf("%d minutes", m)
	case m == 0:
		return fmt.Sprintf("%d %s", h, plural(h, "hour", "hours"))
	case m == 30:
		return fmt.Sprintf("%d½ hours", h)
	}
	return fmt.Sprintf("%d:%02d hours", h, m)
}

// left names who is left over, and says why.
func (p MatchPage) left() string {
	var mentors, mentees []string
	for _, x := range p.Left {
		if x.Role == domain.Mentor {
			mentors = append(mentors, MemberName(x.Member, p.Names))
		} else {
			mentees = append(mentees, MemberName(x.Member, p.Names))
		}
	}
	var why string
	switch {
	case len(mentors)+len(mentees) == 0:
		return ""
	case len(mentors) == 0:
		why = "every mentor has as many partners as they wish for"
	case len(mentees) == 0:
		why = "every mentee has as many partners as they wish for"
	default:
		why = "for these there is no pair here; who was one before isn't proposed again"
	}
	lines := []string{"*Left over*: " + why + "."}
	for _, g := range []struct {
		role string
		who  []string
	}{{"Mentors", mentors}, {"Mentees", mentees}} {
		if len(g.who) == 0 {
			continue
		}
		names := g.who
		if more := len(names) - mostLeft; more > 0 {
			names = append(names[:mostLeft:mostLeft], fmt.Sprintf("%d more", more))
		}
		lines = append(lines, g.role+": "+list(names)+".")
	}
	return strings.Join(lines, "\n")
}

// turns are the buttons to the pages before and behind.
func (p MatchPage) turns(page, pages int) []slack.BlockElement {
	var nav []slack.BlockElement
	if page > 1 {
		nav = append(nav, button(Nth(VerbMatchPage, page-1), MatchValue(p.Question, (page-2)*mostMatched), "Earlier"))
	}
	if page < pages {
		nav = append(nav, button(Nth(VerbMatchPage, page+1), MatchValue(p.Question, page*mostMatched), "Next"))
	}
	return nav
}

// MatchValue is the value of a button about one couple of a proposal, from 0.
func MatchValue(q domain.QuestionID, couple int) string {
	return string(q) + " " + strconv.Itoa(couple)
}

// ParseMatch reads what [MatchValue] wrote.
func ParseMatch(s string) (q domain.QuestionID, couple int, ok bool) {
	id, number, ok := strings.Cut(s, " ")
	n, err := strconv.Atoi(number)
	return domain.QuestionID(id), n, ok && err == nil && n >= 0
}

// MatchPageOf is the page on which a couple stands.
func MatchPageOf(couple int) int { return couple/mostMatched + 1 }

// SwapModal asks for another mentor of the mentee of a couple. Free are those who
// are left over, the others trade their mentee.
func SwapModal(private string, c domain.Couple, free, trading []domain.MemberID, names map[domain.MemberID]string) *slack.ModalViewRequest {
	var choices []Choice
	for _, m := range free {
		choices = append(choices, Choice{briefName(m, names) + ", free", string(m)})
	}
	for _, m := range trading {
		choices = append(choices, Choice{briefName(m, names) + ", trading partners", string(m)})
	}
	var who slack.BlockElement = selectInput("", choices)
	if len(choices) > MostOffered { // more than a menu takes: Slack's own finds anybody
		who = userInput("Who mentors?")
	}
	return modal(VerbMatchSwapped, "Another partner", "Change", private,
		section("", MemberName(c.Mentee, names)+" is proposed to "+MemberName(c.Mentor, names)+". Who instead? A mentor of another proposed pair trades partners with "+MemberName(c.Mentor, names)+"."),
		input(MentorBlock, "Mentor", who))
}

// NoMentor is the field error for somebody who is no mentor of the proposal.
const NoMentor = "They are no mentor of this proposal. Choose one who is."

// NobodyToSwap says that there is no other mentor to choose.
func NobodyToSwap() string { return "There is no other mentor to choose from. Nothing was changed." }

// MatchEmpty says that nobody can be proposed.
func MatchEmpty(program string, left []domain.Participant, names map[domain.MemberID]string) Message {
	text := "There is nobody to propose in " + programName(program) + " now: everybody who joined is in a pair, or has nobody to be paired with."
	if l := (MatchPage{Left: left, Names: names}).left(); l != "" {
		text += "\n" + l
	}
	return Say(text + "\nWho joins meanwhile is proposed next time.")
}

// MatchOver answers a button of a proposal that is over.
func MatchOver() Message {
	return Say("That proposal is settled already, or a week old. Nothing was changed by this; `/mentoring match` makes a new one.")
}

// MatchLeft puts a proposal aside.
func MatchLeft() Message {
	return Say("Fine. Nobody was paired; `/mentoring match` proposes anew whenever you like.")
}

// MatchTaken says that a couple was taken out.
func MatchTaken(c domain.Couple, names map[domain.MemberID]string) string {
	return MemberName(c.Mentor, names) + " and " + MemberName(c.Mentee, names) + " are out of the proposal."
}

// MatchReturned says that a couple is back.
func MatchReturned(c domain.Couple, names map[domain.MemberID]string) string {
	return MemberName(c.Mentor, names) + " and " + MemberName(c.Mentee, names) + " are back in."
}

// MatchTraded says whom somebody is proposed to now.
func MatchTraded(c domain.Couple, names map[domain.MemberID]string) string {
	return MemberName(c.Mentee, names) + " is proposed to " + MemberName(c.Mentor, names) + " now."
}

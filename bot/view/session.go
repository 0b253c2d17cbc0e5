package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// mostBlocks is Slack's limit on the blocks of a message.
const mostBlocks = 50

// WithSessions says below what was logged what that means for the member's pairs:
// behind the item at p, behind what was done on a card, or at the end.
func WithSessions(m Message, p *Place, news []domain.SessionNews, today domain.Date) Message {
	if len(news) == 0 {
		return m
	}
	at, id := below(m, p)
	var blocks []slack.Block
	for i, n := range news {
		name := func(part string) string {
			if id == "" {
				return ""
			}
			return fmt.Sprintf("%ssession%d.%s", id, i, part)
		}
		blocks = append(blocks, section(name("say"), SessionSaid(n, len(news) > 1, today)), actions(name("do"), sessionRow(n)...))
	}
	if room := mostBlocks - len(m.Blocks); len(blocks) > room {
		blocks = blocks[:max(room-room%2, 0)]
	}
	return Compose(slices.Insert(slices.Clone(m.Blocks), at, blocks...)...)
}

// below is where in a message something is said of what was done: behind the item
// at p, on a card or at the end. What is said there has ids that begin with id; ""
// for none.
func below(m Message, p *Place) (at int, id string) {
	at = len(m.Blocks)
	for i, b := range m.Blocks {
		switch {
		case p != nil && strings.HasPrefix(b.ID(), p.prefix()):
			at, id = i+1, p.prefix()
		case p == nil && (b.ID() == "card.done" || b.ID() == "card.undo"):
			at, id = i+1, "card."
		}
	}
	return at, id
}

// WithRemains says below what was taken back which sessions count all the same, and
// which do no more.
func WithRemains(m Message, p *Place, gone []domain.SessionNews, today domain.Date) Message {
	if len(gone) == 0 || len(m.Blocks) >= mostBlocks {
		return m
	}
	lines := make([]string, len(gone))
	for i, n := range gone {
		lines[i] = undoneSession(n, today)
	}
	at, id := below(m, p)
	if id != "" {
		id += "remains"
	}
	return Compose(slices.Insert(slices.Clone(m.Blocks), at, slack.Block(section(id, strings.Join(lines, "\n"))))...)
}

// SessionSaid says what an interaction means for a pair. Named says that the
// program has to be named: there are several.
func SessionSaid(n domain.SessionNews, named bool, today domain.Date) string {
	who := Person(n.Partnership.Name)
	var lines []string
	if n.First {
		lines = append(lines, "Counts as a session: "+who+" and the organisers will see the date.")
	}
	switch {
	case !n.Near.IsZero():
		lines = append(lines, "Same session as the one "+who+" logged on "+Weekday(n.Near, today)+"? Until you say, it counts as the same.")
	case n.Same:
		lines = append(lines, who+" logged it too: one session.")
	default:
		if milestone := reached(n); milestone != "" {
			lines = append(lines, milestone)
		} else if !n.First {
			lines = append(lines, fmt.Sprintf("Session %d with %s.", n.Count, who))
		}
	}
	if asksHow(n) {
		lines = append(lines, howWasIt)
	}
	text := strings.Join(lines, "\n")
	if named {
		return programName(n.Partnership.ProgramName) + ": " + text
	}
	return text
}

// howWasIt asks for a rating, and says who sees it.
const howWasIt = "How was it, from 1 (of little use) to 5 (very useful)? Nobody else sees your answer."

// asksHow reports whether a session is to be rated now: which one it is stands
// fast, and it was not rated yet.
func asksHow(n domain.SessionNews) bool {
	return n.Near.IsZero() && !slices.Contains(n.Partnership.Rated, n.On.String())
}

// reached says which milestone a session is, "" for none.
func reached(n domain.SessionNews) string {
	who := Person(n.Partnership.Name)
	switch {
	case n.Count == 1:
		return "The first session of you two: a good start."
	case n.Count == 5, n.Count == 10, n.Count > 0 && n.Count%25 == 0:
		return fmt.Sprintf("Session %d with %s. That is %d times you both made room for it.", n.Count, who, n.Count)
	case threeMonths(n):
		return fmt.Sprintf("Session %d with %s, and three months together.", n.Count, who)
	}
	return ""
}

// threeMonths reports whether a session is the first one of a pair that has just
// become three months old.
func threeMonths(n domain.SessionNews) bool {
	since := n.Partnership.Since
	then := domain.On(since.Year, since.Month+3, since.Day)
	if since.IsZero() || n.On.Before(then) || n.On.Sub(then) > 31 {
		return false
	}
	return !slices.ContainsFunc(n.Partnership.Sessions, func(d domain.Date) bool { return d != n.On && !d.Before(then) })
}

// programName is how a program is called, in mrkdwn.
func programName(name string) string { return "*" + Escape(seen(clip(line(name), 80))) + "*" }

// sessionRow are the buttons about a session: which one it is, how it was, and
// that it was none.
func sessionRow(n domain.SessionNews) []slack.BlockElement {
	value, who := SessionValue(n.Partnership.ID, n.Interaction), n.Partnership.Name
	var row []slack.BlockElement
	if !n.Near.IsZero() {
		row = append(row,
			spokenAs(button(VerbSessionSame, RateValue(n.Partnership.ID, n.Near.String(), 0), "Same session"), "Same session as the one that "+who+" logged"),
			spokenAs(button(VerbSessionOwn, value, "Another one"), "Another session than the one that "+who+" logged"))
	}
	if asksHow(n) {
		row = append(row, RateRow(n.Partnership, n.On.String())...)
	}
	return append(row, spokenAs(button(VerbSessionNot, value, "Not a session"), "Not a session with "+who))
}

// ratings are the five answers in words, for whoever hears them.
var ratings = [...]string{"of little use", "of some use", "fine", "useful", "very useful"}

// RateRow are the five answers to how a session, or the first month, was, and the
// button that takes a comment.
func RateRow(p domain.Partnership, about string) []slack.BlockElement {
	row := make([]slack.BlockElement, 0, len(ratings)+1)
	for i, words := range ratings {
		n := i + 1
		row = append(row, spokenAs(button(Nth(VerbRate, n), RateValue(p.ID, about, n), fmt.Sprint(n)),
			fmt.Sprintf("%d of 5, %s: mentoring with %s", n, words, clip(line(p.Name), 30))))
	}
	return append(row, spokenAs(button(VerbRateSay, RateValue(p.ID, about, 0), "Add a comment"), "Add a private comment on mentoring with "+p.Name))
}

// SessionVerbs are the buttons of [WithSessions], without those that rate.
var SessionVerbs = []string{VerbSessionNot, VerbSessionYes, VerbSessionSame, VerbSessionOwn}

// RateVerbs are the buttons that rate, AllSessionVerbs those and the others.
var (
	RateVerbs       = []string{VerbRate}
	AllSessionVerbs = append([]string{VerbRate, VerbRateSay}, SessionVerbs...)
)

// NotASession says that a session counts no more, and who may still count it.
func NotASession(n domain.SessionNews) string {
	text := "Not a session: that you met is between you and your notes."
	if slices.Contains(n.Partnership.Sessions, n.On) {
		text += " " + StillCounted(n.Partnership.Name)
	}
	return text
}

// StillCounted says that a session counts because the partner logged it.
func StillCounted(name string) string { return Person(name) + "'s log still counts it." }

// SessionAfterAll is the button that counts a session again.
func SessionAfterAll(p domain.PairID, i domain.InteractionID) slack.BlockElement {
	return button(VerbSessionYes, SessionValue(p, i), "Count it after all")
}

// SessionAgain says that it counts again, and what can be said of it.
func SessionAgain(n domain.SessionNews, today domain.Date) (string, []slack.BlockElement) {
	return "Counted again. " + SessionSaid(n, false, today), sessionRow(n)
}

// OneSession says that two logs are one session, of a date.
func OneSession(p domain.Partnership, on, today domain.Date) string {
	return "One session, then: that of " + Weekday(on, today) + ", as " + Person(p.Name) + " has it."
}

// TwoSessions says that two logs are two sessions.
func TwoSessions(n domain.SessionNews) string {
	return fmt.Sprintf("Two sessions, then; this is number %d with %s.", n.Count, Person(n.Partnership.Name))
}

// undoneSession says what an undo left of a session.
func undoneSession(n domain.SessionNews, today domain.Date) string {
	if n.Same {
		return StillCounted(n.Partnership.Name)
	}
	return "The session of " + Weekday(n.On, today) + " with " + Person(n.Partnership.Name) + " is counted no more."
}

// NoPartner answers who would log a session and has nobody to log it with.
func NoPartner() Message {
	return Say("Nothing was logged: you are in no pair here. When an organiser pairs you, I introduce you to each other.")
}

// Rated says which answer was given, and that it stays private.
func Rated(f domain.Feedback) string {
	text := fmt.Sprintf("Your answer: %d of 5, %s. Nobody else sees it.", f.Rating, ratings[min(max(f.Rating, 1), len(ratings))-1])
	if f.Comment != "" {
		text += " Your comment is kept with it, for you alone."
	}
	return text
}

// RatedBefore says that an answer was given elsewhere meanwhile.
func RatedBefore() string { return "You have answered that already. Nobody else sees your answer." }

// RateModal asks for a rating and a comment. Rating 0 is none so far.
func RateModal(private string, p domain.Partnership, about string, rating int, comment string, today domain.Date) *slack.ModalViewRequest {
	choices := make([]Choice, len(ratings))
	for i, words := range ratings {
		choices[len(ratings)-1-i] = Choice{fmt.Sprintf("%d: %s", i+1, words), fmt.Sprint(i + 1)}
	}
	initial := ""
	if rating > 0 {
		initial = fmt.Sprint(rating)
	}
	return modal(VerbRateSaid, "How was it?", "Save", private,
		section("", "Mentoring with "+Person(p.Name)+", "+ratedWhat(about, today)+". What you write here is for you alone: neither "+Person(p.Name)+" nor an organiser sees it, nor how you rated it."),
		input(WhichBlock, "How useful was it to you?", selectInput(initial, choices)),
		optional(input(NoteBlock, "A comment, if you like", paragraph(textInput("What to do again, what to do differently", comment, longestComment)))))
}

// ratedWhat says what feedback is about.
func ratedWhat(about string, today domain.Date) string {
	if on, err := domain.ParseDate(about); err == nil && !on.IsZero() {
		return "the session of " + Weekday(on, today)
	}
	return "the first thirty days"
}

// longestComment is how many characters a comment may have.
const longestComment = 500

// NoRating is the field error for a rating that was not chosen.
const NoRating = "Choose one of the five."

// FeedbackAbout is what feedback about a pair is about when nothing else is said: the
// newest session, or the first month when there was none.
func FeedbackAbout(p domain.Partnership) string {
	if last := p.Last(); !last.IsZero() {
		return last.String()
	}
	return domain.FeedbackMonth
}

// FeedbackPage asks for feedback about a member's pairs.
func FeedbackPage(ps []domain.Partnership, today domain.Date) Message {
	var blocks []slack.Block
	for _, p := range ps[:min(len(ps), 20)] {
		about := FeedbackAbout(p)
		text := "Mentoring with " + Person(p.Name) + ", " + ratedWhat(about, today) + "."
		if len(ps) > 1 {
			text = programName(p.ProgramName) + ": " + text
		}
		blocks = append(blocks, section("", text+"\n"+howWasIt), actions("", RateRow(p, about)...))
	}
	return Compose(blocks...)
}

// WhichRated asks to which of several pairs a rating is given.
func WhichRated(ps []domain.Partnership, rating int) Message {
	row := make([]slack.BlockElement, 0, len(ps))
	for i, p := range ps[:min(len(ps), 20)] {
		row = append(row, button(Nth(VerbRate, i), RateValue(p.ID, FeedbackAbout(p), rating), clip(line(p.Name), 40)+", "+clip(line(p.ProgramName), 30)))
	}
	return Compose(section("", "With whom? You have more than one partner, and nothing was noted yet."), actions("", row...))
}

// AnswerRow is what can be done with an answer that was given.
func AnswerRow(p domain.PairID, about string) []slack.BlockElement {
	return []slack.BlockElement{spokenAs(button(VerbRateSay, RateValue(p, about, 0), "Add a comment"), "Add a private comment, or change your answer")}
}

// Amended puts more behind what stands above a row of buttons, takes those with
// drop as their verbs out of it, and adds next. False when there is no such row.
func Amended(old []slack.Block, row, text string, drop []string, next ...slack.BlockElement) (Message, bool) {
	at := slices.IndexFunc(old, func(b slack.Block) bool {
		a, ok := b.(*slack.ActionBlock)
		return ok && a.BlockID == row && row != ""
	})
	if at < 0 {
		return Message{}, false
	}
	comes := make(map[string]bool, len(next)) // Slack takes each action id once in a row
	for _, e := range next {
		if btn, ok := e.(*slack.ButtonBlockElement); ok {
			comes[btn.ActionID] = true
		}
	}
	var kept []slack.BlockElement
	for _, e := range old[at].(*slack.ActionBlock).Elements.ElementSet {
		if btn, ok := e.(*slack.ButtonBlockElement); !ok || !comes[btn.ActionID] && !slices.Contains(drop, Verb(btn.ActionID)) {
			kept = append(kept, e)
		}
	}
	blocks := slices.Clone(old)
	if kept = append(kept, next...); len(kept) > 0 {
		blocks[at] = actions(row, kept...)
	} else {
		blocks = slices.Delete(blocks, at, at+1)
	}
	for i := at - 1; i >= 0; i-- {
		if above, ok := blocks[i].(*slack.SectionBlock); ok && above.Text != nil {
			blocks[i] = section(above.BlockID, said(above.Text.Text, text))
			break
		}
	}
	return Compose(blocks...), true
}

// said adds a line to a text, once. The question that it answers goes.
func said(text, more string) string {
	lines := slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool { return l == howWasIt || l == more })
	return strings.Join(append(lines, more), "\n")
}

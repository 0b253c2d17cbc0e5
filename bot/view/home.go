package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// How much of everything App Home shows. Slack takes a hundred blocks; what is
// left by the rest is the board's.
const (
	mostHome    = 100 // blocks
	mostToday   = 24  // blocks of nudges
	mostOpen    = 6   // promises, requests and goals, each
	mostLane    = 8   // people of a phase
	mostOnPage  = 30  // people on a page of their own
	mostNoticed = 4   // blocks of a notice
	briefText   = 800 // bytes of one
)

// HomePage is App Home of one member.
type HomePage struct {
	Name     string
	Hour     int // on their clock, now
	Digest   domain.Digest
	Contacts []*domain.Contact // all of the portfolio, by name
	Goals    []domain.Goal     // open ones
	// Pairs are the member's in mentoring programs, Organised the programs they lead.
	Pairs     []domain.Partnership
	Organised []domain.Organised
	Settings  SettingsPage // its Today is the page's
	// At is the list that is looked at, and its page; page 0 is the front with
	// everything.
	At   Filter
	Page int
	// Notice says what was just done here, nil for nothing.
	Notice *Message
}

// Home renders App Home: the front with today's nudges, what is open, and
// everybody by phase; or one page of a list of people.
func Home(p HomePage) slack.HomeTabViewRequest {
	blocks := front(p)
	if p.Page > 0 && len(p.Contacts) > 0 {
		blocks = listPage(p)
	}
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, CallbackID: "home", Blocks: slack.Blocks{BlockSet: blocks}}
}

// front is App Home as it opens.
func front(p HomePage) []slack.Block {
	if len(p.Contacts) == 0 && len(p.Goals) == 0 {
		blocks := append(beginning(p), programsAtHome(p.Pairs, p.Organised, p.Settings.Today)...)
		return append(blocks, footer(p)...)
	}
	today := p.Settings.Today
	waiting := len(p.Digest.Waiting)
	items, shown := todays(p.Digest.Shown, today)
	blocks := []slack.Block{
		section("hello", Greeting(p.Hour, p.Name)+" "+headcount(people(p.Digest.Shown))),
		actions("first",
			primary(button(VerbMetShortcut, "", "Log a touch")),
			button(VerbPeopleAdd, "", "Add people"),
			button(VerbPromiseNew, "", "New promise"),
			button(VerbAskNew, RecordValue("", ""), "New ask"),
			button(VerbGoalNew, "", "New goal"),
			button(VerbHomeFind, "", "Find"),
			button(VerbSettingsForm, "", "Settings")),
	}
	blocks = append(blocks, notice(p.Notice)...)
	if shown > 0 {
		blocks = append(blocks, header("today", "Today"))
		blocks = append(blocks, items...)
		blocks = append(blocks, context("today.rest", fine(waiting+len(p.Digest.Shown)-shown, p.Digest.FineTill, today)))
	} else if !p.Digest.FineTill.IsZero() {
		blocks = append(blocks, context("today.rest", strings.Replace(fine(waiting, p.Digest.FineTill, today), "Everyone else", "Everyone", 1)))
	}
	blocks = append(blocks, promisesAtHome(p.Contacts, today)...)
	blocks = append(blocks, asksAtHome(p.Contacts, today)...)
	blocks = append(blocks, goalsAtHome(p.Goals, p.Contacts, today)...)
	blocks = append(blocks, programsAtHome(p.Pairs, p.Organised, today)...)
	foot := footer(p)
	blocks = append(blocks, board(p, mostHome-len(blocks)-len(foot))...)
	return append(blocks, foot...)
}

// beginning is App Home of somebody who keeps nobody yet.
func beginning(p HomePage) []slack.Block {
	blocks := []slack.Block{
		section("hello", Greeting(p.Hour, p.Name)+" I remember whom you were in touch with, and tell you when it is time again."),
	}
	blocks = append(blocks, notice(p.Notice)...)
	return append(blocks,
		section("board", "Nobody here yet. Whom did you meet last? `/met Jane coffee` is all it takes; a list of names goes in at once, one a line. "+
			"From then on this page shows who could do with a word from you, what you promised, what you asked for, and where everybody stands."),
		actions("first",
			primary(button(VerbMetShortcut, "", "Log a touch")),
			button(VerbPeopleAdd, "", "Add people"),
			button(VerbHelp, "", "What is this?")))
}

// notice is what was just done on this page, with ids that no other block has.
func notice(m *Message) []slack.Block {
	if m == nil {
		return nil
	}
	blocks := make([]slack.Block, 0, mostNoticed)
	for n, b := range m.Blocks[:min(len(m.Blocks), mostNoticed)] {
		id := fmt.Sprintf("notice.%d", n)
		switch b := b.(type) {
		case *slack.SectionBlock:
			copied := *b
			copied.BlockID = id
			blocks = append(blocks, &copied)
		case *slack.ActionBlock:
			copied := *b
			copied.BlockID = id
			blocks = append(blocks, &copied)
		case *slack.ContextBlock:
			copied := *b
			copied.BlockID = id
			blocks = append(blocks, &copied)
		}
	}
	return append([]slack.Block{divider()}, append(blocks, divider())...)
}

// Brief reports whether a message is short enough to be a notice on App Home.
func Brief(m Message) bool { return len(m.Blocks) <= mostNoticed && len(m.Text) <= briefText }

// Aside shows a message over the page or the form in which a button was pressed.
func Aside(m Message) *slack.ModalViewRequest { return Sheet("rapport", m) }

// todays are the nudges that fit, and how many they are.
func todays(nudges []domain.Nudge, today domain.Date) (blocks []slack.Block, shown int) {
	for i, n := range nudges {
		one := Nudge(i+1, n, today)
		if len(blocks)+len(one) > mostToday {
			break
		}
		blocks, shown = append(blocks, one...), shown+1
	}
	return blocks, shown
}

// footer is what closes the page: what comes next, and how it is set.
func footer(p HomePage) []slack.Block {
	return []slack.Block{divider(), context("settings", Next(p.Settings)+" "+settingsInShort(p.Settings)+" `/rapport settings` changes it.")}
}

// settingsInShort is the settings in a few words.
func settingsInShort(p SettingsPage) string {
	r := p.Resolved
	s := fmt.Sprintf("At most %d a day, %s, %s time.", r.Cap, r.Digest.Days, Escape(r.Location.String()))
	switch {
	case r.PromptOff && r.CheckInOff:
		return s + " The weekly question and the check-in are off."
	case r.PromptOff:
		return s + " The check-in comes " + onceAWeek(r.CheckIn) + ", the weekly question is off."
	case r.CheckInOff:
		return s + " The weekly question comes " + onceAWeek(r.Prompt) + ", the check-in is off."
	}
	return s + " The weekly question comes " + onceAWeek(r.Prompt) + ", the check-in " + onceAWeek(r.CheckIn) + "."
}

func onceAWeek(w domain.Weekly) string { return w.Days.String() + ", " + w.At.String() }

// Today renders the day's nudges for a member who asked: the same items as the
// digest, which comes as ever. The numbers do not answer to typing here.
func Today(p DigestPage) Message {
	shown := p.Digest.Shown[:min(len(p.Digest.Shown), maxItems)]
	blocks := []slack.Block{section(helloBlock, headcount(people(shown)))}
	for i, n := range shown {
		blocks = append(blocks, Nudge(i+1, n, p.Today)...)
	}
	waiting := len(p.Digest.Waiting) + len(p.Digest.Shown) - len(shown)
	foot := fine(waiting, p.Digest.FineTill, p.Today)
	if len(shown) == 0 { // nobody was named whom the others are others to
		foot = strings.Replace(foot, "Everyone else", "Everyone", 1)
	}
	foot += " Looking here changes nothing: the digest comes as ever."
	return Compose(append(blocks, context(footBlock, foot))...)
}

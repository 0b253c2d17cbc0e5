package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// mostOnBoard is how many names a phase shows on App Home, mostAtHome how many
// nudges. With a digest's two blocks each they stay far below Slack's hundred.
const (
	mostOnBoard = 12
	mostAtHome  = 10
)

// HomePage is App Home of one member.
type HomePage struct {
	Name     string
	Hour     int // on their clock, now
	Digest   domain.Digest
	Contacts []*domain.Contact // all of the portfolio, by name
	Settings SettingsPage      // its Today is the page's
}

// Home renders App Home: today's nudges, everybody by phase, settings.
func Home(p HomePage) slack.HomeTabViewRequest {
	today := p.Settings.Today
	shown := p.Digest.Shown[:min(len(p.Digest.Shown), mostAtHome)]
	blocks := []slack.Block{
		section("hello", Greeting(p.Hour, p.Name)+" "+headcount(len(shown))),
		actions("first",
			primary(button(VerbMetShortcut, "", "Log a touch")),
			button(VerbPeopleAdd, "", "Add people"),
			button(VerbSettings, "", "Settings")),
	}
	for i, n := range shown {
		blocks = append(blocks, Nudge(i+1, n, today)...)
	}
	if len(shown) > 0 {
		waiting := len(p.Digest.Waiting) + len(p.Digest.Shown) - len(shown)
		blocks = append(blocks, context("", fine(waiting, p.Digest.FineTill, today)))
	}
	blocks = append(blocks, divider())
	blocks = append(blocks, board(p.Contacts)...)
	blocks = append(blocks, divider(), context("", Next(p.Settings)+" "+settingsInShort(p.Settings)))
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, CallbackID: "home", Blocks: slack.Blocks{BlockSet: blocks}}
}

// board is everybody, by phase; those who rest are counted apart.
func board(all []*domain.Contact) []slack.Block {
	if len(all) == 0 {
		return []slack.Block{
			section("board", "Nobody here yet. Who did you meet last? `/met Jane coffee` is all it takes, or a list of names with *Add people*."),
		}
	}
	byPhase := make(map[domain.Phase][]string)
	resting := 0
	for _, c := range all {
		if c.Resting {
			resting++
			continue
		}
		byPhase[c.Phase] = append(byPhase[c.Phase], Escape(clip(line(c.Name), 60)))
	}
	var blocks []slack.Block
	for _, ph := range domain.Phases {
		blocks = append(blocks, lane(ph, byPhase[ph]))
	}
	if resting > 0 {
		s := section("board.resting", "*Resting* · "+headsOf(resting))
		s.Accessory = slack.NewAccessory(spokenAs(button(VerbPeoplePage, PageValue(Filter{Only: OnlyResting}, 1), "Open list"), "Open the list of those who rest"))
		blocks = append(blocks, s)
	}
	return blocks
}

// lane is one phase of the board.
func lane(ph domain.Phase, names []string) *slack.SectionBlock {
	text := "*" + ph.String() + "* · " + headsOf(len(names))
	rest := len(names) - mostOnBoard
	switch {
	case len(names) == 0:
		text = "*" + ph.String() + "* · nobody just now\n" + Purpose(ph)
	case rest > 0:
		text += "\n" + strings.Join(names[:mostOnBoard], ", ") + fmt.Sprintf(" and %d more", rest)
	default:
		text += "\n" + list(names)
	}
	s := section("board."+strings.ToLower(ph.String()), text)
	if len(names) > 0 {
		value := PageValue(Filter{Only: OnlyPhase, Phase: ph}, 1)
		s.Accessory = slack.NewAccessory(spokenAs(button(VerbPeoplePage, value, "Open list"), "Open the list of "+ph.String()))
	}
	return s
}

// settingsInShort is the settings in one line.
func settingsInShort(p SettingsPage) string {
	r := p.Resolved
	s := fmt.Sprintf("At most %d a day, %s, %s time.", r.Cap, r.Digest.Days, Escape(r.Location.String()))
	if r.PromptOff {
		return s + " The weekly question is off."
	}
	return s + " The weekly question comes " + r.Prompt.Days.String() + ", " + r.Prompt.At.String() + "."
}

// Today renders the day's nudges for a member who asked: the same items as the
// digest, which comes as ever. The numbers do not answer to typing here.
func Today(p DigestPage) Message {
	shown := p.Digest.Shown[:min(len(p.Digest.Shown), maxItems)]
	blocks := []slack.Block{section(helloBlock, headcount(len(shown)))}
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

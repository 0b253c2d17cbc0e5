package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// maxCandidates is how many people one item of the prompt names.
const maxCandidates = 3

// reasons say why an item of the prompt is there, and what can be done about it,
// for each rule that is about one matter. Candidates have a shape of their own.
var reasons = map[domain.RuleName]func(i domain.PromptItem, today domain.Date) (string, []slack.BlockElement){
	domain.EmptyCircle: emptyCircle,
	domain.RunDry:      runDry,
	domain.TooMany:     tooMany,
	domain.GoalAlone:   goalAlone,
	domain.CouldOpen:   couldOpen,
	domain.NotPlaced:   notPlaced,
	domain.OpenThree:   openThree,
	domain.OneSided:    oneSided,
	domain.SamePerson:  samePerson,
}

// Reason is one numbered item of the prompt, with its buttons; nil for a rule that
// this version doesn't know.
func Reason(number int, item domain.PromptItem, today domain.Date) []slack.Block {
	if item.Rule == domain.NeverMet {
		return candidates(number, item.Contacts)
	}
	say, ok := reasons[item.Rule]
	if !ok {
		return nil
	}
	text, row := say(item, today)
	if text == "" {
		return nil
	}
	p := Place{number, item.Telling()}
	return []slack.Block{section(p.block("say"), fmt.Sprintf("%d. %s", number, text)), actions(p.block("do"), row...)}
}

func emptyCircle(domain.PromptItem, domain.Date) (string, []slack.BlockElement) {
	return "Your circle is empty so far. Think of three people you'd be glad to hear from.",
		[]slack.BlockElement{button(VerbIdentifyName, "", "Add people")}
}

func runDry(domain.PromptItem, domain.Date) (string, []slack.BlockElement) {
	return "Nobody new is on the way: there is no one you are about to meet, or are just getting to know. Who could you learn from, and who from you?",
		[]slack.BlockElement{button(VerbIdentifyName, "", "Name someone")}
}

func tooMany(i domain.PromptItem, _ domain.Date) (string, []slack.BlockElement) {
	made := "you make " + count(i.Makes)
	if count(i.Makes) == "0" {
		made = "that is more than the last weeks held"
	}
	return fmt.Sprintf("Your rhythms ask for %s touches a week; %s. That is arithmetic, not a fault.", count(i.Asks), made),
		[]slack.BlockElement{button(VerbIdentifyRest, restValue(i.Contacts), "Let someone rest")}
}

// candidates lists people that were added and not met yet, each with their own
// buttons and at their own place.
func candidates(number int, cs []*domain.Contact) []slack.Block {
	blocks := []slack.Block{
		section(fmt.Sprintf("item%d", number), fmt.Sprintf("%d. You put these people on your list, and haven't met yet. Is one of them for this week?", number)),
	}
	for _, c := range cs[:min(len(cs), maxCandidates)] {
		p := Place{number, domain.Telling{Contact: c.ID, Rule: domain.NeverMet}}
		blocks = append(blocks, Candidate(p, c)...)
	}
	return blocks
}

// Candidate is somebody who was not met yet, at their place in the message. That
// stays the one it was when c was merged with another of the list since.
func Candidate(p Place, c *domain.Contact) []slack.Block {
	text := Person(c.Name)
	if c.Touched.Note != "" {
		text += ": " + quoted(c.Touched.Note)
	}
	return []slack.Block{
		section(p.block("say"), text),
		actions(p.block("do"),
			spokenAs(button(VerbDigestLog, string(c.ID), "Log first contact"), "Log first contact with "+c.Name),
			aboutWhom(c, VerbIdentifyLater, string(c.ID), "Not now"),
			aboutWhom(c, VerbIdentifyOut, string(c.ID), "Not for me")),
	}
}

// count writes touches a week: whole when they are, else with one decimal.
func count(f float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", f), ".0")
}

// restValue names whom the prompt would let rest, as far as a button can carry.
func restValue(cs []*domain.Contact) string {
	ids := make([]string, 0, len(cs))
	for _, c := range cs[:min(len(cs), 100)] {
		ids = append(ids, string(c.ID))
	}
	return strings.Join(ids, " ")
}

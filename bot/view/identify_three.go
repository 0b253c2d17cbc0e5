package view

import (
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// The input blocks of the forms about a candidate.
const (
	AddsBlock       = "adds"
	OffersBlock     = "offers"
	ConnectsBlock   = "connects"
	GoalsBlock      = "goals"
	PlacePhaseBlock = "phase"
	TagsBlock       = "tags"
	RestsBlock      = "rests"
)

// The field errors of these forms.
const (
	BadTags   = "A tag is one word of at most 50 characters, like #gophercon."
	TooEarly  = "That step has become too early meanwhile. Choose another one."
	NothingTo = "Nothing was changed. Write a few words, or cancel."
)

// The three questions about a candidate.
const (
	askAdds     = "What could they add to your goals?"
	askOffers   = "What could you offer them?"
	askConnects = "How could you two connect?"
)

// CandidateEcho is somebody who was put on the list of those to be met.
type CandidateEcho struct {
	Command domain.CommandID
	Contact *domain.Contact
	Why     string
}

// Identified echoes a new candidate with the three questions.
func Identified(c CandidateEcho) Message {
	text := Person(c.Contact.Name) + " is on your list now."
	if c.Why != "" {
		text += "\nNoted: " + quoted(c.Why)
	}
	lines := []string{text, "Three questions make the first step easier, whenever you like:", "• " + askAdds, "• " + askOffers, "• " + askConnects}
	return Compose(section("", strings.Join(lines, "\n")), actions(echoBlock,
		spokenAs(button(VerbIdentifyThree, string(c.Contact.ID), "Answer the three questions"), "Answer the three questions about "+c.Contact.Name),
		button(VerbUndo, string(c.Command), "Undo")))
}

// KnownCandidate says above their card that somebody is there already. Why was
// noted, "" for nothing.
func KnownCandidate(name, why string, back bool) string {
	text := Person(name) + " is in your circle already."
	if back {
		text = BackAgain(name)
	}
	if why != "" {
		text += " I put " + quoted(why) + " on the card."
	}
	return text
}

// ThreeModal asks the three questions about somebody, with what was answered so
// far, and which goals they could serve.
func ThreeModal(private string, c *domain.Contact, goals []domain.Goal) *slack.ModalViewRequest {
	var blocks []slack.Block
	if c.Touched.Note != "" {
		blocks = append(blocks, context("", Person(c.Name)+" · you noted: "+quoted(c.Touched.Note)))
	} else {
		blocks = append(blocks, context("", Person(c.Name)))
	}
	blocks = append(blocks,
		optional(input(AddsBlock, askAdds, paragraph(textInput("Knows the people who choose the talks", c.Adds, maxInput)))),
		optional(input(OffersBlock, askOffers, paragraph(textInput("A second pair of eyes on their slides", c.Offers, maxInput)))),
		optional(input(ConnectsBlock, askConnects, paragraph(textInput("Priya could introduce us at the meetup", c.Connects, maxInput)))),
	)
	blocks = append(blocks, goalsInput(c, goals)...)
	return modal(VerbIdentifyTold, "Three questions", "Save", private, blocks...)
}

// goalsInput asks which goals somebody could serve; nothing when there are none.
func goalsInput(c *domain.Contact, goals []domain.Goal) []slack.Block {
	if len(goals) == 0 {
		return nil
	}
	served := make([]string, len(c.Goals))
	for i, id := range c.Goals {
		served[i] = string(id)
	}
	return []slack.Block{optional(input(GoalsBlock, "Which goals could they help with?", multiInput("Your goals", served, goalChoices(goals))))}
}

// ThreeAnswered says what is known of a candidate now. Goals are those they serve.
func ThreeAnswered(c *domain.Contact, goals []domain.Goal) string {
	lines := []string{"Noted about " + Person(c.Name) + "."}
	open := 0
	for _, q := range [...]struct{ label, text string }{
		{"They add: ", c.Adds}, {"You can offer: ", c.Offers}, {"You connect: ", c.Connects},
	} {
		if q.text == "" {
			open++
			continue
		}
		lines = append(lines, q.label+quoted(q.text))
	}
	if len(goals) > 0 {
		words := make([]string, len(goals))
		for i, g := range goals[:min(len(goals), 5)] {
			words[i] = quoted(g.What)
		}
		lines = append(lines, "They could help with "+list(words[:min(len(goals), 5)])+".")
	}
	switch {
	case open == 0 && c.Touched.Count == 0:
		lines = append(lines, "That is all it takes for a first step. Once you have met, `/met` remembers it.")
	case open > 0:
		lines = append(lines, "The rest can wait until you know.")
	}
	return strings.Join(lines, "\n")
}

// PlaceForm is the form that says where somebody belongs.
type PlaceForm struct {
	Private string
	Contact *domain.Contact
	Legal   []domain.Phase // open to them now, the present one included
	Goals   []domain.Goal
	Today   domain.Date
}

// restsChoice is the choice of [PlaceModal] that lets somebody rest.
const restsChoice = "rest"

// PlaceModal asks where somebody belongs: a phase, tags, goals, or just to be
// remembered.
func PlaceModal(f PlaceForm) *slack.ModalViewRequest {
	c := f.Contact
	phases := make([]Choice, len(f.Legal))
	for i, ph := range f.Legal {
		phases[i] = Choice{ph.String(), ph.String()}
	}
	blocks := []slack.Block{
		context("", Person(c.Name)+" · "+lastContact(c, domain.PairRhythm{}, f.Today)),
		input(PlacePhaseBlock, "Where do they belong?", selectInput(c.Phase.String(), phases)),
		hinted(optional(input(TagsBlock, "Tags", textInput("#gophercon #berlin", "", 300))), "What would make you think of them?"),
	}
	blocks = append(blocks, goalsInput(c, f.Goals)...)
	blocks = append(blocks, hinted(optional(input(RestsBlock, "Or is it enough to know them?",
		checkboxes([]Choice{{"Just remember: keep them, and don't bring them up", restsChoice}}))), "They can be woken at any time."))
	return modal(VerbIdentifySet, "Where do they belong?", "Save", f.Private, blocks...)
}

// Set says where somebody belongs now.
type Set struct {
	Contact *domain.Contact
	From    domain.Phase // before
	Tags    []string     // put on
	Goals   []domain.Goal
	Rests   bool
}

// SetDown says what was chosen in [PlaceModal].
func SetDown(s Set) string {
	c := s.Contact
	var parts []string
	if c.Phase != s.From {
		parts = append(parts, s.From.String()+" → "+c.Phase.String())
	}
	if len(s.Tags) > 0 {
		parts = append(parts, hashes(s.Tags)+" added")
	}
	for _, g := range s.Goals {
		parts = append(parts, "stands behind "+quoted(g.What))
	}
	if s.Rests {
		parts = append(parts, "kept and remembered, and I won't bring them up")
	}
	if len(parts) == 0 {
		return Person(c.Name) + " stays in " + c.Phase.String() + ". I won't ask again where they belong."
	}
	return Person(c.Name) + ": " + strings.Join(parts, ", ") + "."
}

// NotForMe says that a candidate is off the list.
func NotForMe(name string) string {
	return Person(name) + " is off your list. What you noted is kept; Restore on their card brings them back."
}

// NothingToIdentify says that this week's question would have nothing to ask.
func NothingToIdentify() Message {
	return Compose(
		section("", "Nothing comes to mind this week: your circle and your goals look well cared for.\nSomebody you'd like to know all the same? `/identify Lena -- runs the meetup` puts them on your list."),
		actions("", button(VerbIdentifyName, "", "Name someone")))
}

// IdentifyHelp explains /identify with examples.
func IdentifyHelp() Message {
	return Compose(
		section("", strings.Join([]string{
			"*/identify* keeps in mind whom you would like to get to know:",
			"• `/identify Lena Okafor -- runs the meetup I'd like to speak at`",
			"• `/identify @tom #gophercon`",
			"• `/identify` shows this week's question now; the one on its day comes all the same",
		}, "\n")),
		section("", "Three questions go with everybody on the list: what they could add to your goals, what you could offer them, how you two could connect."),
		context("", "In a direct message to me the same words work without the slash. Nobody learns that they are on your list."),
	)
}

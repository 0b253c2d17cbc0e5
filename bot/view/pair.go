package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// PairsPage is what became of couples that an organiser wanted paired.
type PairsPage struct {
	Program domain.ProgramID
	Paired  []domain.Pair
	Refused []domain.Refusal
	Names   map[domain.MemberID]string
}

// mostPairsUndone is how many new pairs come with a button that takes them back.
const mostPairsUndone = 20

// mostPairsNamed is how many pairs, and how many refusals, a message names.
const mostPairsNamed = 40

// PairsMade says who is paired, and of who is not why.
func PairsMade(p PairsPage) Message {
	var lines []string
	for _, x := range p.Paired[:min(len(p.Paired), mostPairsNamed)] {
		lines = append(lines, "• "+p.name(x.Mentor)+" mentors "+p.name(x.Mentee))
	}
	if more := len(p.Paired) - mostPairsNamed; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more.", more))
	}
	var blocks []slack.Block
	switch {
	case len(p.Paired) == 0:
		blocks = append(blocks, section("", "Nobody was paired."))
	case len(p.Paired) == 1:
		x := p.Paired[0]
		blocks = append(blocks, section("", "Paired: "+p.name(x.Mentor)+" mentors "+p.name(x.Mentee)+". Each hears of the other from me, with a first step."))
	default:
		blocks = append(blocks, section("", fmt.Sprintf("%d pairs made. Each hears of the other from me, with a first step.\n", len(p.Paired))+strings.Join(lines, "\n")))
	}
	var row []slack.BlockElement
	for i, x := range p.Paired {
		if len(p.Paired) > mostPairsUndone {
			break
		}
		label := "Unpair"
		if len(p.Paired) > 1 {
			label = "Unpair " + p.brief(x.Mentor) + " and " + p.brief(x.Mentee)
		}
		row = append(row, spokenAs(button(Nth(VerbPairUnpair, i), string(x.ID), label), "Unpair "+p.brief(x.Mentor)+" and "+p.brief(x.Mentee)))
	}
	if len(row) > 0 {
		blocks = append(blocks, actions("", row...))
	}
	if len(p.Refused) > 0 {
		blocks = append(blocks, section("", strings.Join(p.refusals(), "\n")))
	}
	return Compose(blocks...)
}

// refusals say of couples why they are not paired.
func (p PairsPage) refusals() []string {
	lines := []string{"*Not paired*"}
	for _, r := range p.Refused[:min(len(p.Refused), mostPairsNamed)] {
		lines = append(lines, "• "+p.because(r))
	}
	if more := len(p.Refused) - mostPairsNamed; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more.", more))
	}
	return lines
}

// because says why a couple is not paired, and what helps.
func (p PairsPage) because(r domain.Refusal) string {
	both, who := p.name(r.Mentor)+" and "+p.name(r.Mentee), p.name(r.Who)
	role := domain.Mentor
	if r.Who == r.Mentee {
		role = domain.Mentee
	}
	switch r.Why {
	case domain.RefusedNotIn:
		if r.Who == "" {
			return both + " haven't joined: send them `/mentoring join mentor` and `/mentoring join mentee`"
		}
		return who + " hasn't joined: send them `/mentoring join " + string(role) + "`"
	case domain.RefusedRole:
		if r.Who == "" {
			return both + " joined in the same role, and a pair is a mentor and a mentee"
		}
		return both + ": " + who + " didn't join as a " + string(role) + ". One role each; they can leave and join as the other"
	case domain.RefusedPaired:
		return both + " are a pair already"
	case domain.RefusedFull:
		return both + ": " + who + " has as many partners as they wish for; `/mentoring join` with a higher number is theirs to say"
	case domain.RefusedSelf:
		return p.name(r.Mentor) + " can't be paired with themselves: name two people"
	case domain.RefusedGone:
		return both + ": " + who + " has left the workspace"
	case domain.RefusedAsked:
		return both + ": one of them asked not to be paired with the other. Who it was stays between them and me"
	}
	return both + ": that isn't possible now"
}

// name is how a member is called, in mrkdwn.
func (p PairsPage) name(m domain.MemberID) string { return MemberName(m, p.Names) }

// brief is the same on a button.
func (p PairsPage) brief(m domain.MemberID) string { return briefName(m, p.Names) }

// briefName is how a member is called on a button.
func briefName(m domain.MemberID, names map[domain.MemberID]string) string {
	if name := line(names[m]); name != "" {
		return clip(name, 24)
	}
	return string(m)
}

// MemberName is how a member is called, in mrkdwn; their id where no name is known.
func MemberName(m domain.MemberID, names map[domain.MemberID]string) string {
	if name := line(names[m]); name != "" {
		return Person(clip(name, 80))
	}
	return Person(string(m))
}

// Unpaired says that a pair is one no more.
func Unpaired(p domain.Pair, names map[domain.MemberID]string) Message {
	return Compose(
		section("", MemberName(p.Mentor, names)+" and "+MemberName(p.Mentee, names)+" are a pair no more. Both are told, and what they logged stays counted."),
		actions("", button(VerbPairBack, CoupleValue(p.Program, domain.Couple{Mentor: p.Mentor, Mentee: p.Mentee}), "Pair them again")))
}

// UnpairedAlready answers who would end a pair that has ended.
func UnpairedAlready() Message {
	return Say("They are no pair any more, so nothing was changed.")
}

// WhichPair asks which of somebody's pairs is to end.
func WhichPair(pairs []domain.Pair, names map[domain.MemberID]string) Message {
	if len(pairs) == 0 {
		return Say("I know of no such pair here, so nothing was changed. `/mentoring status` lists the pairs; then `/mentoring unpair @mentor @mentee`.")
	}
	row := make([]slack.BlockElement, 0, len(pairs))
	for i, p := range pairs[:min(len(pairs), 20)] {
		label := briefName(p.Mentor, names) + " and " + briefName(p.Mentee, names)
		row = append(row, spokenAs(button(Nth(VerbPairUnpair, i), string(p.ID), label), "Unpair "+label))
	}
	return Compose(section("", "Which pair is to end? Nothing was changed yet."), actions("", row...))
}

// The inputs of [PairModal].
const (
	MentorBlock = "mentor"
	MenteeBlock = "mentee"
)

// PairModal asks which two are to be paired.
func PairModal(private, program string) *slack.ModalViewRequest {
	return modal(VerbPairMade, "A new pair", "Pair them", private,
		section("", "In "+programName(program)+". Both must have joined; each is introduced to the other by a message from me."),
		input(MentorBlock, "Mentor", userInput("Who mentors?")),
		input(MenteeBlock, "Mentee", userInput("Whom?")),
		context("", "Many at once: `/mentoring pair @mentor @mentee`, one pair a line. `/mentoring match` proposes them all."))
}

// userInput picks somebody in the workspace.
func userInput(placeholder string) *slack.SelectBlockElement {
	return slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain(placeholder, maxPlaceholder), inputAction)
}

// The field errors of [PairModal].
const (
	NobodyPaired = "Choose somebody."
	OnePaired    = "These are one person. Choose two."
)

// PairUsage says how to name a couple.
func PairUsage() Message {
	return Say("Nobody was paired: I need two people a line. `/mentoring pair @mentor @mentee`, or `/mentoring pair` alone for a form.")
}

// OrganisersOnly refuses what only organisers may.
func OrganisersOnly() Message {
	return Say("That is for the organisers of the program. Nothing was changed; `/mentoring` shows what you can do here.")
}

package view

import (
	"fmt"
	"strconv"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// mostHomePrograms is how many pairs, and how many organised programs, App Home shows.
const mostHomePrograms = 4

// programsAtHome are the member's pairs in mentoring programs, and in numbers the
// programs they organise. Who has neither reads nothing of it.
func programsAtHome(pairs []domain.Partnership, organised []domain.Organised, today domain.Date) []slack.Block {
	if len(pairs)+len(organised) == 0 {
		return nil
	}
	blocks := []slack.Block{header("programs", "Mentoring")}
	for n, x := range pairs[:min(len(pairs), mostHomePrograms)] {
		s := section("programs.pair."+strconv.Itoa(n), pairLine(x, today)+"\n"+programName(x.ProgramName))
		s.Accessory = slack.NewAccessory(spokenAs(button(VerbSessionNew, string(x.ID), "Log a session"), "Log a session with "+x.Name))
		blocks = append(blocks, s)
	}
	if left := len(pairs) - mostHomePrograms; left > 0 {
		blocks = append(blocks, context("programs.pairs", fmt.Sprintf("%d more of your pairs: `/mentoring status`.", left)))
	}
	for n, o := range organised[:min(len(organised), mostHomePrograms)] {
		s := section("programs.own."+strconv.Itoa(n), organisedLine(o))
		s.Accessory = slack.NewAccessory(spokenAs(button(VerbStatus, string(o.Program), "Status"), "Where the pairs of "+o.Name+" stand"))
		blocks = append(blocks, s)
	}
	if left := len(organised) - mostHomePrograms; left > 0 {
		blocks = append(blocks, context("programs.owns", fmt.Sprintf("%d more that you organise: `/mentoring`.", left)))
	}
	return blocks
}

// organisedLine is a program in numbers, for its organiser.
func organisedLine(o domain.Organised) string {
	s := programName(o.Name) + ", which you organise · " + strconv.Itoa(o.Pairs) + " " + plural(o.Pairs, "pair", "pairs")
	if o.Overdue > 0 {
		s += " · " + strconv.Itoa(o.Overdue) + " overdue"
	}
	if o.Waiting > 0 {
		s += " · " + strconv.Itoa(o.Waiting) + " " + plural(o.Waiting, "person waits", "people wait") + " for your answer"
	}
	return s
}

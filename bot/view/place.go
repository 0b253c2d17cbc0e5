package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// Place is where an item stands in a message: its number and what it tells. Its
// blocks carry the place in their ids, "n2|CONTACT|RULE|SUBJECT|say", so that one
// item can be replaced and the others stay as they are.
type Place struct {
	Number int
	domain.Telling
}

// PlaceOf is the place of an item about somebody and nothing in particular.
func PlaceOf(number int, c domain.ContactID) Place {
	return Place{number, domain.Telling{Contact: c}}
}

// maxSubject keeps a block's id within Slack's 255 characters. Ids are short; the
// name of an occasion may not be.
const maxSubject = 100

// block is the id of one of the item's blocks.
func (p Place) block(part string) string { return p.prefix() + part }

// BlockID names the item where there are no blocks of it at hand: see [ParsePlace].
func (p Place) BlockID() string { return p.block("say") }

func (p Place) prefix() string {
	return "n" + strconv.Itoa(p.Number) + "|" + TellingValue(p.Telling) + "|"
}

// TellingValue writes what an item tells as a button's value or into a block's id:
// "CONTACT|RULE|SUBJECT". The subject stays as it is, so that it is found again.
func TellingValue(t domain.Telling) string {
	return string(t.Contact) + "|" + string(t.Rule) + "|" + clip(t.Subject, maxSubject)
}

// ParseTelling reads what [TellingValue] wrote.
func ParseTelling(s string) (t domain.Telling, ok bool) {
	parts := strings.SplitN(s, "|", 3)
	if len(parts) != 3 {
		return domain.Telling{}, false
	}
	return domain.Telling{Contact: domain.ContactID(parts[0]), Rule: domain.RuleName(parts[1]), Subject: parts[2]}, true
}

// ParsePlace reads the place from a block id; ok is false for a block that is
// no item's.
func ParsePlace(blockID string) (p Place, ok bool) {
	number, rest, ok := strings.Cut(blockID, "|")
	if !ok || !strings.HasPrefix(number, "n") {
		return Place{}, false
	}
	n, err := strconv.Atoi(number[1:])
	if err != nil || n < 1 {
		return Place{}, false
	}
	end := strings.LastIndexByte(rest, '|')
	if end < 0 {
		return Place{}, false
	}
	t, ok := ParseTelling(rest[:end])
	return Place{n, t}, ok
}

// InPlace puts new blocks where the item at p stood, and composes the message
// anew, text included.
func InPlace(old []slack.Block, p Place, with ...slack.Block) Message {
	out := make([]slack.Block, 0, len(old)+len(with))
	placed := false
	for _, b := range old {
		if !strings.HasPrefix(b.ID(), p.prefix()) {
			out = append(out, b)
			continue
		}
		if !placed {
			out = append(out, with...)
			placed = true
		}
	}
	return Compose(out...)
}

// Rows returns the places of the rows of a list that still show their buttons.
func Rows(blocks []slack.Block, list domain.RuleName) []Place {
	var rows []Place
	for _, b := range blocks {
		row, ok := b.(*slack.ActionBlock)
		if !ok || row.Elements == nil {
			continue
		}
		p, ok := ParsePlace(row.BlockID)
		if !ok || p.Rule != list || p.Subject == "" {
			continue
		}
		if btn, ok := row.Elements.ElementSet[0].(*slack.ButtonBlockElement); ok && Verb(btn.ActionID) != VerbUndo {
			rows = append(rows, p)
		}
	}
	return rows
}

// Placed gives blocks of another message the place p, so that they stand there as
// an item.
func Placed(p Place, blocks []slack.Block) []slack.Block {
	out := make([]slack.Block, len(blocks))
	for i, b := range blocks {
		id := p.block("part" + strconv.Itoa(i))
		switch b := b.(type) {
		case *slack.SectionBlock:
			moved := *b
			moved.BlockID = id
			out[i] = &moved
		case *slack.ActionBlock:
			moved := *b
			moved.BlockID = id
			out[i] = &moved
		case *slack.ContextBlock:
			moved := *b
			moved.BlockID = id
			out[i] = &moved
		default:
			out[i] = b
		}
	}
	return out
}

// Live returns the places of the items that may read differently by now: those
// that still wait for an answer, and those whose touch can be corrected.
func Live(blocks []slack.Block) (open, logged []Place) {
	for _, b := range blocks {
		row, ok := b.(*slack.ActionBlock)
		if !ok || row.Elements == nil {
			continue
		}
		p, ok := ParsePlace(row.BlockID)
		if !ok {
			continue
		}
		switch waits, corrects := standing(row.Elements.ElementSet); {
		case corrects:
			logged = append(logged, p)
		case waits:
			open = append(open, p)
		}
	}
	return open, logged
}

// standing tells from a row of buttons whether an item waits for an answer, and
// whether it logged a touch that can be corrected.
func standing(row []slack.BlockElement) (waits, corrects bool) {
	waits = true
	var rates, comments bool // only what was rated takes a comment and no rating
	for _, e := range row {
		btn, ok := e.(*slack.ButtonBlockElement)
		if !ok {
			continue
		}
		switch Verb(btn.ActionID) {
		case VerbUndo:
			waits = false
		case VerbMetDetails:
			waits, corrects = false, true
		case VerbSessionNot, VerbSessionYes: // it says what was logged means for a pair
			waits = false
		case VerbRate:
			rates = true
		case VerbRateSay:
			comments = true
		}
	}
	return waits && (rates || !comments), corrects
}

// Remark is an item about which nothing can be done any more.
func Remark(p Place, text string) []slack.Block {
	return []slack.Block{section(p.block("say"), text)}
}

// Settled is an item that was answered: what was done, with the button that
// takes it back. Edit, when not "", names the interaction that Details changes;
// next are buttons for what comes next.
func Settled(p Place, text string, undo domain.CommandID, edit string, next ...slack.BlockElement) []slack.Block {
	blocks := []slack.Block{section(p.block("say"), "✓ "+text)}
	if row := after(undo, edit, next); len(row) > 0 {
		blocks = append(blocks, actions(p.block("do"), row...))
	}
	return blocks
}

// Alone says by itself what was done, with the buttons of [Settled].
func Alone(text string, undo domain.CommandID, edit string, next ...slack.BlockElement) Message {
	blocks := []slack.Block{section("", text)}
	if row := after(undo, edit, next); len(row) > 0 {
		blocks = append(blocks, actions("", row...))
	}
	return Compose(blocks...)
}

// after are the buttons behind something that was done.
func after(undo domain.CommandID, edit string, next []slack.BlockElement) []slack.BlockElement {
	var row []slack.BlockElement
	if undo != "" {
		row = append(row, button(VerbUndo, string(undo), "Undo"))
	}
	if edit != "" {
		row = append(row, button(VerbMetDetails, edit, "Details"))
	}
	return append(row, next...)
}

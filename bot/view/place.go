package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// Place is where an item stands in a message: its number and whom it speaks
// of. Its blocks carry the place in their ids, "n2.CONTACT.say", so that one
// item can be replaced and the others stay as they are.
type Place struct {
	Number  int
	Contact domain.ContactID
}

// block is the id of one of the item's blocks.
func (p Place) block(part string) string { return p.prefix() + part }

func (p Place) prefix() string {
	return "n" + strconv.Itoa(p.Number) + "." + string(p.Contact) + "."
}

// ParsePlace reads the place from a block id; ok is false for a block that is
// no item's.
func ParsePlace(blockID string) (p Place, ok bool) {
	parts := strings.Split(blockID, ".")
	if len(parts) != 3 || !strings.HasPrefix(parts[0], "n") || parts[1] == "" {
		return Place{}, false
	}
	n, err := strconv.Atoi(parts[0][1:])
	if err != nil || n < 1 {
		return Place{}, false
	}
	return Place{Number: n, Contact: domain.ContactID(parts[1])}, true
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
		for _, e := range row.Elements.ElementSet {
			btn, ok := e.(*slack.ButtonBlockElement)
			switch {
			case !ok:
			case Verb(btn.ActionID) == VerbDigestLog:
				open = append(open, p)
			case Verb(btn.ActionID) == VerbMetDetails:
				logged = append(logged, p)
			}
		}
	}
	return open, logged
}

// Remark is an item about which nothing can be done any more.
func Remark(p Place, text string) []slack.Block {
	return []slack.Block{section(p.block("say"), text)}
}

// Settled is an item that was answered: what was done, with the button that
// takes it back. Edit, when not "", names the interaction that Details changes.
func Settled(p Place, text string, undo domain.CommandID, edit string) []slack.Block {
	blocks := []slack.Block{section(p.block("say"), "✓ "+text)}
	var row []slack.BlockElement
	if undo != "" {
		row = append(row, button(VerbUndo, string(undo), "Undo"))
	}
	if edit != "" {
		row = append(row, button(VerbMetDetails, edit, "Details"))
	}
	if len(row) > 0 {
		blocks = append(blocks, actions(p.block("do"), row...))
	}
	return blocks
}

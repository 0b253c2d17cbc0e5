// Package blockkit checks messages and views against the limits that Slack
// documents for Block Kit. Views are checked by it in tests, and the simulator
// refuses with it what Slack refuses.
//
// It reads raw JSON, as it goes over the wire, because a library that decodes
// first would forgive what Slack does not: an unknown field, a wrong type, a
// number where a string belongs. Lengths count characters, not bytes. The
// limits are those of https://docs.slack.dev/reference/block-kit.
package blockkit

import (
	"encoding/json"
	"fmt"
)

// Surface is where blocks are shown.
type Surface uint8

// The surfaces.
const (
	InMessage Surface = iota + 1
	InModal
	InHome
)

// What a message or a view may weigh.
const (
	maxMessageText     = 4000
	maxMessageBlocks   = 50
	maxViewBlocks      = 100
	maxViewBytes       = 250_000
	maxPrivateMetadata = 3000
	maxID              = 255 // block_id, action_id, callback_id, external_id
	maxViewButton      = 24  // title, submit, close
)

// Problem is one limit broken. Path points at it: "blocks[2].elements[0].text".
type Problem struct {
	Path string
	Says string // "must be at most 75 characters, has 80"
}

// String reads as one line: the path, then what is wrong with it.
func (p Problem) String() string { return p.Path + ": " + p.Says }

// Blocks checks a JSON array of blocks for a surface. Nil and null are an empty
// array.
func Blocks(raw json.RawMessage, on Surface) []Problem {
	c := newChecker()
	c.blocks("blocks", raw, on)
	return c.problems
}

// View checks a modal or home view.
func View(raw json.RawMessage) []Problem {
	c := newChecker()
	if len(raw) > maxViewBytes {
		c.report("view", "must be at most %d bytes, has %d", maxViewBytes, len(raw))
		return c.problems
	}
	view, ok := c.object("view", raw)
	if !ok {
		return c.problems
	}
	view.path = "" // so that the rest reads "title", "blocks[0]"
	surface := InModal
	switch kind := view.word("type", "modal", "home"); kind {
	case "modal":
		view.only("type", "title", "submit", "close", "blocks", "private_metadata", "callback_id",
			"external_id", "clear_on_close", "notify_on_close")
		view.plain("title", maxViewButton, required)
		view.plain("submit", maxViewButton, optional)
		view.plain("close", maxViewButton, optional)
		view.flag("clear_on_close", optional)
		view.flag("notify_on_close", optional)
	case "home":
		surface = InHome
		view.only("type", "blocks", "private_metadata", "callback_id", "external_id")
	default:
		return c.problems
	}
	view.text("private_metadata", 0, maxPrivateMetadata, optional)
	view.text("callback_id", 0, maxID, optional)
	view.text("external_id", 0, maxID, optional)
	if !view.has("blocks") {
		c.report("blocks", "is required")
		return c.problems
	}
	c.blocks("blocks", view.fields["blocks"], surface)
	if surface == InModal && c.inputs > 0 && !view.has("submit") {
		c.report("submit", "is required with input blocks")
	}
	return c.problems
}

// Message checks what chat.postMessage and its like were given.
func Message(text string, blocks json.RawMessage) []Problem {
	c := newChecker()
	if n := length(text); n > maxMessageText {
		c.report("text", "must be at most %d characters, has %d", maxMessageText, n)
	}
	if n := c.blocks("blocks", blocks, InMessage); n == 0 && text == "" {
		c.report("text", "is required without blocks")
	}
	return c.problems
}

// checker gathers the problems of one message or view, and what must be unique
// or counted across it.
type checker struct {
	problems []Problem
	// blockIDs and actionIDs tell where an id was first seen; the latter start
	// anew with each block.
	blockIDs, actionIDs map[string]string
	inputs, tables      int
	// focused is the path of the element that asked for focus.
	focused string
}

// newChecker returns one that has seen nothing yet.
func newChecker() *checker {
	return &checker{blockIDs: map[string]string{}}
}

// report adds a problem.
func (c *checker) report(path, format string, args ...any) {
	c.problems = append(c.problems, Problem{Path: path, Says: fmt.Sprintf(format, args...)})
}

// unique reports an id that was seen before.
func (c *checker) unique(seen map[string]string, path, id string) {
	if first, twice := seen[id]; twice {
		c.report(path, "must be unique, is the same as %s", first)
		return
	}
	seen[id] = path
}

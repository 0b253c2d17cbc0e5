// Package blockkit checks messages and views against the limits that Slack
// documents for Block Kit. Views are checked by it in tests, and the simulator
// refuses with it what Slack refuses.
package blockkit

import "encoding/json"

// Surface is where blocks are shown.
type Surface uint8

// The surfaces.
const (
	InMessage Surface = iota + 1
	InModal
	InHome
)

// Problem is one limit broken. Path points at it: "blocks[2].elements[0].text".
type Problem struct {
	Path string
	Says string // "must be at most 75 characters, has 80"
}

// Blocks checks a JSON array of blocks for a surface.
func Blocks(raw json.RawMessage, on Surface) []Problem { panic("unwritten") }

// View checks a modal or home view.
func View(raw json.RawMessage) []Problem { panic("unwritten") }

// Message checks what chat.postMessage and its like were given.
func Message(text string, blocks json.RawMessage) []Problem { panic("unwritten") }

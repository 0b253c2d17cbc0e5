package blockkit

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Limits of the blocks.
const (
	maxHeader       = 150
	maxFields       = 10
	maxField        = 2000
	maxActions      = 25
	maxContext      = 10
	maxLabel        = 2000 // and hint
	maxAlt          = 2000 // and image title
	maxRows         = 100
	maxColumns      = 20
	maxRichText     = 1000 // elements; Slack gives no number
	maxNesting      = 4    // of rich text
	messageOnly     = "is only for messages"
	unknownTypeSays = "unknown type %q"
)

// blockKinds are the blocks we may use, and what checks each.
var blockKinds = map[string]func(b object, on Surface){
	"section":   section,
	"header":    header,
	"divider":   func(b object, _ Surface) { b.only("type", "block_id") },
	"context":   contextBlock,
	"actions":   actions,
	"input":     input,
	"image":     imageBlock,
	"rich_text": richText,
	"table":     table,
}

// blocks checks an array of blocks and returns how many there are.
func (c *checker) blocks(path string, raw json.RawMessage, on Surface) int {
	if len(raw) == 0 {
		return 0
	}
	items, ok := c.list(path, raw)
	if !ok {
		return 0
	}
	most := maxViewBlocks
	if on == InMessage {
		most = maxMessageBlocks
	}
	if len(items) > most {
		c.report(path, "must have at most %d, has %d", most, len(items))
	}
	for i, item := range items {
		if b, ok := c.object(fmt.Sprintf("%s[%d]", path, i), item); ok {
			c.block(b, on)
		}
	}
	return len(items)
}

// block checks one block.
func (c *checker) block(b object, on Surface) {
	c.actionIDs = map[string]string{}
	kind := b.text("type", 1, maxID, required)
	if kind == "" {
		return
	}
	check, known := blockKinds[kind]
	if !known {
		b.report("type", unknownTypeSays+", known are %s", kind,
			strings.Join(slices.Sorted(maps.Keys(blockKinds)), ", "))
		return
	}
	// Slack makes up an id for a block that has none.
	if id := b.text("block_id", 0, maxID, optional); id != "" {
		c.unique(c.blockIDs, b.at("block_id"), id)
	}
	check(b, on)
}

func section(b object, _ Surface) {
	b.only("type", "block_id", "text", "fields", "accessory", "expand")
	b.flag("expand", optional)
	if !b.has("text") && !b.has("fields") {
		b.report("text", "is required without fields")
	}
	b.anyText("text", maxText, optional)
	for i, raw := range b.list("fields", 1, maxFields, optional) {
		b.c.textObject(fmt.Sprintf("%s[%d]", b.at("fields"), i), raw, maxField, "plain_text", "mrkdwn")
	}
	b.element("accessory", inSection, optional)
}

func header(b object, _ Surface) {
	b.only("type", "block_id", "text", "level")
	b.whole("level", 1, 4)
	b.plain("text", maxHeader, required)
}

func contextBlock(b object, _ Surface) {
	b.only("type", "block_id", "elements")
	for i, raw := range b.list("elements", 1, maxContext, required) {
		e, ok := b.c.object(fmt.Sprintf("%s[%d]", b.at("elements"), i), raw)
		if !ok {
			continue
		}
		switch kind := e.text("type", 1, maxID, required); kind {
		case "plain_text", "mrkdwn":
			b.c.textObject(e.path, raw, maxText, kind)
		case "image":
			imageElement(e)
		case "":
		default:
			e.report("type", "must be one of image, plain_text, mrkdwn")
		}
	}
}

func actions(b object, _ Surface) {
	b.only("type", "block_id", "elements")
	for i, raw := range b.list("elements", 1, maxActions, required) {
		b.c.element(fmt.Sprintf("%s[%d]", b.at("elements"), i), raw, inActions)
	}
}

func input(b object, _ Surface) {
	b.c.inputs++
	b.only("type", "block_id", "label", "element", "hint", "optional", "dispatch_action")
	b.plain("label", maxLabel, required)
	b.plain("hint", maxLabel, optional)
	b.flag("optional", optional)
	b.flag("dispatch_action", optional)
	b.element("element", inInput, required)
}

func imageBlock(b object, _ Surface) {
	b.only("type", "block_id", "image_url", "slack_file", "alt_text", "title")
	b.plain("title", maxAlt, optional)
	picture(b)
}

// picture checks what image blocks and image elements share: an address or a
// file in Slack, and words for who can't see it.
func picture(o object) {
	o.text("alt_text", 1, maxAlt, required)
	switch {
	case o.has("image_url") && o.has("slack_file"):
		o.report("slack_file", "can't stand beside image_url")
	case o.has("slack_file"):
		if f, ok := o.child("slack_file", required); ok {
			f.only("id", "url")
			if f.has("id") == f.has("url") {
				f.report("id", "or url, one of the two, is required")
			}
			f.text("id", 1, maxID, optional)
			f.link("url", optional, "https", "http")
		}
	default:
		o.link("image_url", required, "https", "http")
	}
}

// richText is lenient: it checks the frame, not each style.
func richText(b object, _ Surface) {
	b.only("type", "block_id", "elements")
	richElements(b, 0, "rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")
}

// richElements checks a list of rich text elements; without kinds any goes.
func richElements(o object, depth int, kinds ...string) {
	if depth > maxNesting {
		o.report("elements", "is nested too deep")
		return
	}
	for i, raw := range o.list("elements", 0, maxRichText, required) {
		e, ok := o.c.object(fmt.Sprintf("%s[%d]", o.at("elements"), i), raw)
		if !ok {
			continue
		}
		kind := e.text("type", 1, maxID, required)
		if len(kinds) > 0 && kind != "" && !slices.Contains(kinds, kind) {
			e.report("type", unknownTypeSays, kind)
			continue
		}
		switch kind {
		case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
			richElements(e, depth+1)
		case "rich_text_list":
			e.word("style", "bullet", "ordered")
			richElements(e, depth+1, "rich_text_section")
		case "text":
			e.text("text", 1, maxText, required)
		}
	}
}

func table(b object, on Surface) {
	b.only("type", "block_id", "rows", "column_settings")
	b.c.tables++
	switch {
	case on != InMessage:
		b.report("type", messageOnly)
	case b.c.tables > 1:
		b.report("type", "must be the only table of its message")
	}
	for i, raw := range b.list("column_settings", 0, maxColumns, optional) {
		if string(raw) == "null" {
			continue // a column left as it is
		}
		if s, ok := b.c.object(fmt.Sprintf("%s[%d]", b.at("column_settings"), i), raw); ok {
			s.only("align", "is_wrapped")
			s.optionalWord("align", "left", "center", "right")
			s.flag("is_wrapped", optional)
		}
	}
	for i, raw := range b.list("rows", 1, maxRows, required) {
		b.c.row(fmt.Sprintf("%s[%d]", b.at("rows"), i), raw)
	}
}

// row checks one row of a table.
func (c *checker) row(path string, raw json.RawMessage) {
	cells, ok := c.list(path, raw)
	if !ok {
		return
	}
	if len(cells) == 0 || len(cells) > maxColumns {
		c.report(path, "must have 1 to %d cells, has %d", maxColumns, len(cells))
	}
	for i, raw := range cells {
		cell, ok := c.object(fmt.Sprintf("%s[%d]", path, i), raw)
		if !ok {
			continue
		}
		switch cell.word("type", "raw_text", "raw_number", "rich_text") {
		case "raw_text":
			cell.only("type", "text")
			cell.text("text", 1, maxText, required)
		case "rich_text":
			richText(cell, InMessage)
		case "raw_number":
			cell.only("type", "value", "text")
			cell.present("value", required)
		}
	}
}

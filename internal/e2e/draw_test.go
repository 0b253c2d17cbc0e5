package e2e

import (
	"cmp"
	"encoding/json"
	"strings"
)

// element is one thing in blocks that can be pressed or filled in.
type element struct {
	BlockID  string
	ActionID string
	Label    string // of the button, option or input
	Type     string
	Value    any
	Says     string // the text of its block and of the section before it
	Options  map[string]string
}

// meant turns what a story writes into what Slack sends: an option's label into
// its value, "a, b" into several for the elements that take several.
func (e element) meant(value string) any {
	one := func(v string) string {
		if x, ok := e.Options[v]; ok {
			return x
		}
		return v
	}
	switch e.Type {
	case "multi_static_select", "checkboxes", "multi_users_select":
		var many []string
		for v := range strings.SplitSeq(value, ", ") {
			many = append(many, one(v))
		}
		return many
	}
	return one(value)
}

type object = map[string]any

// blocksOf returns the blocks of a message or view.
func blocksOf(raw json.RawMessage) []object {
	var list []object
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	var view struct{ Blocks []object }
	if json.Unmarshal(raw, &view) == nil {
		return view.Blocks
	}
	return nil
}

func text(v any) string {
	switch x := v.(type) {
	case string:
		return x
	case object:
		return text(x["text"])
	}
	return ""
}

// parts returns the interactive elements of one block.
func parts(b object) []object {
	var all []object
	add := func(v any) {
		if o, ok := v.(object); ok && o["action_id"] != nil {
			all = append(all, o)
		}
	}
	add(b["accessory"])
	add(b["element"])
	if list, ok := b["elements"].([]any); ok {
		for _, v := range list {
			add(v)
		}
	}
	return all
}

// elements lists what can be pressed: buttons, and each option of a menu.
func elements(raw json.RawMessage) []element {
	var all []element
	section := ""
	for _, b := range blocksOf(raw) {
		if b["type"] == "section" || b["type"] == "header" {
			section = text(b["text"])
		}
		for _, p := range parts(b) {
			e := element{
				BlockID: str(b["block_id"]), ActionID: str(p["action_id"]), Type: str(p["type"]),
				Label: text(p["text"]), Value: p["value"], Says: section + "\n" + text(b["label"]),
				Options: options(p),
			}
			if b["type"] == "input" {
				e.Label = text(b["label"])
			}
			if e.Type == "button" {
				if e.Value == nil {
					e.Value = ""
				}
				all = append(all, e)
				continue
			}
			if b["type"] != "input" {
				for label, value := range e.Options {
					o := e
					o.Label, o.Value = label, value
					all = append(all, o)
				}
			}
		}
	}
	return all
}

func options(p object) map[string]string {
	found := map[string]string{}
	var walk func(v any)
	walk = func(v any) {
		list, ok := v.([]any)
		if !ok {
			return
		}
		for _, x := range list {
			o, ok := x.(object)
			if !ok {
				continue
			}
			if o["options"] != nil {
				walk(o["options"])
				continue
			}
			found[text(o["text"])] = str(o["value"])
		}
	}
	walk(p["options"])
	walk(p["option_groups"])
	return found
}

func pick(all []element, label, of string) (element, bool) {
	for _, e := range all {
		if e.Label == label && strings.Contains(e.Says, of) {
			return e, true
		}
	}
	return element{}, false
}

// input returns the input with a label.
func input(raw json.RawMessage, label string) (element, bool) {
	for _, b := range blocksOf(raw) {
		if b["type"] != "input" || text(b["label"]) != label {
			continue
		}
		for _, p := range parts(b) {
			return element{
				BlockID: str(b["block_id"]), ActionID: str(p["action_id"]),
				Type: str(p["type"]), Label: label, Options: options(p),
			}, true
		}
	}
	return element{}, false
}

func str(v any) string {
	s, _ := v.(string)
	return s
}

// draw shows blocks as lines: what can be pressed in [brackets], inputs with
// their label and what stands in them, in a message with what can be chosen too. The text of a message is told by its Text already, so only a
// view's sentences are drawn.
func draw(raw json.RawMessage) []string {
	var lines []string
	isView := !strings.HasPrefix(strings.TrimSpace(string(raw)), "[")
	if isView {
		var view object
		if json.Unmarshal(raw, &view) == nil && text(view["title"]) != "" {
			lines = append(lines, "== "+text(view["title"])+" ==")
		}
	}
	for _, b := range blocksOf(raw) {
		if isView {
			lines = append(lines, sentences(b)...)
		}
		var row []string
		for _, p := range parts(b) {
			drawn := drawPart(b, p)
			if b["type"] == "input" && !isView && labels(p) != "" {
				drawn += " (" + labels(p) + ")"
			}
			row = append(row, drawn)
		}
		if len(row) > 0 {
			lines = append(lines, strings.Join(row, " "))
		}
	}
	return lines
}

func sentences(b object) []string {
	var said []string
	switch b["type"] {
	case "section", "header":
		said = append(said, text(b["text"]))
		if fields, ok := b["fields"].([]any); ok {
			for _, f := range fields {
				said = append(said, text(f))
			}
		}
	case "context":
		if list, ok := b["elements"].([]any); ok {
			for _, e := range list {
				said = append(said, text(e))
			}
		}
	}
	var lines []string
	for _, s := range said {
		if s != "" {
			lines = append(lines, strings.Split(s, "\n")...)
		}
	}
	return lines
}

func drawPart(b, p object) string {
	if b["type"] == "input" {
		return text(b["label"]) + ": " + cmp.Or(initial(p), "____")
	}
	switch str(p["type"]) {
	case "button":
		return "[" + text(p["text"]) + "]"
	case "overflow":
		return "[⋯ " + labels(p) + "]"
	default:
		return "[▾ " + text(p["placeholder"]) + " " + labels(p) + "]"
	}
}

// initial is what stands in an input before anybody has touched it.
func initial(p object) string {
	var all []string
	for _, key := range []string{"initial_value", "initial_date", "initial_option"} {
		if s := text(p[key]); s != "" {
			all = append(all, s)
		} else if o, ok := p[key].(object); ok {
			all = append(all, text(o["text"]))
		}
	}
	if list, ok := p["initial_options"].([]any); ok {
		for _, x := range list {
			if o, ok := x.(object); ok {
				all = append(all, text(o["text"]))
			}
		}
	}
	return strings.Join(all, ", ")
}

func labels(p object) string {
	var all []string
	if list, ok := p["options"].([]any); ok {
		for _, x := range list {
			if o, ok := x.(object); ok {
				all = append(all, text(o["text"]))
			}
		}
	}
	return strings.Join(all, " · ")
}

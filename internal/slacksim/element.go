package slacksim

import (
	"encoding/json"
	"slices"
)

// element is one interactive element of a message or a view.
type element struct {
	object
	kind   string // "button", "static_select" …
	action string
	block  string
	// input is set inside an input block, which reports only when it is submitted
	// or asks for dispatch.
	input    bool
	optional bool
	dispatch bool
}

// parseBlocks reads a JSON array of blocks, nil for none.
func parseBlocks(raw json.RawMessage) []object {
	var blocks []object
	if len(raw) == 0 || decode(raw, &blocks) != nil {
		return nil
	}
	return blocks
}

// elements lists the interactive elements of blocks, in their order.
func elements(raw json.RawMessage) []element {
	var all []element
	add := func(block, e object, input bool) {
		if e == nil || e.text("action_id") == "" {
			return
		}
		all = append(all, element{
			object: e, kind: e.text("type"), action: e.text("action_id"), block: block.text("block_id"),
			input: input, optional: input && block.flag("optional"), dispatch: !input || block.flag("dispatch_action"),
		})
	}
	for _, b := range parseBlocks(raw) {
		add(b, b.child("accessory"), false)
		add(b, b.child("element"), true)
		for _, e := range b.children("elements") {
			add(b, e, false)
		}
	}
	return all
}

// withIDs gives blocks and their elements the ids that Slack gives those that
// have none, so that what is pressed can be named.
func withIDs(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	blocks := parseBlocks(raw)
	name := func(e object) {
		if _, interactive := stateless[e.text("type")]; e != nil && e.text("action_id") == "" && (interactive || stateful[e.text("type")]) {
			e["action_id"] = secret(5)
		}
	}
	for _, b := range blocks {
		if b.text("block_id") == "" {
			b["block_id"] = secret(5)
		}
		name(b.child("accessory"))
		name(b.child("element"))
		for _, e := range b.children("elements") {
			name(e)
		}
	}
	if len(blocks) == 0 {
		return nil
	}
	return encode(blocks)
}

// stateless elements act and hold nothing; stateful ones show up in
// state.values.
var (
	stateless = map[string]bool{"button": true, "overflow": true, "workflow_button": true}
	stateful  = map[string]bool{
		"static_select": true, "multi_static_select": true, "users_select": true, "multi_users_select": true,
		"channels_select": true, "multi_channels_select": true, "conversations_select": true, "multi_conversations_select": true,
		"datepicker": true, "timepicker": true, "datetimepicker": true, "checkboxes": true, "radio_buttons": true,
		"plain_text_input": true, "email_text_input": true, "url_text_input": true, "number_input": true,
		"external_select": true, "multi_external_select": true, "rich_text_input": true, "file_input": true,
	}
)

// find returns the element that an act names. The block may be left out when the
// action id says enough.
func find(raw json.RawMessage, block, action string) (element, error) {
	var hits []element
	all := elements(raw)
	for _, e := range all {
		if e.action == action && (block == "" || e.block == block) {
			hits = append(hits, e)
		}
	}
	switch {
	case action == "":
		return element{}, refuse("Say what to press: action_id is missing.")
	case len(hits) == 1:
		return hits[0], nil
	case len(hits) > 1 && block == "":
		return element{}, refuse("There are %d elements with the action_id %q: name the block_id too.", len(hits), action)
	case len(hits) > 1:
		return hits[0], nil // Slack takes the first as well
	}
	names := []string{}
	for _, e := range all {
		names = append(names, e.block+"/"+e.action)
	}
	slices.Sort(names)
	return element{}, missing("Nothing there has the action_id %q in block %q; there is %q.", action, block, names)
}

// options returns an element's options, those of its groups included.
func (e element) options() []object {
	all := e.children("options")
	for _, g := range e.children("option_groups") {
		all = append(all, g.children("options")...)
	}
	return all
}

// initial is what stands in an element before anybody touched it.
func (e element) initial() Value {
	values := func(options []object) Value {
		var v Value
		for _, o := range options {
			v = append(v, o.text("value"))
		}
		return v
	}
	if o := e.child("initial_option"); o != nil {
		return Value{o.text("value")}
	}
	if many := e.children("initial_options"); len(many) > 0 {
		return values(many)
	}
	for _, key := range []string{"initial_value", "initial_date", "initial_time", "initial_user", "initial_channel", "initial_conversation"} {
		if s := e.text(key); s != "" {
			return Value{s}
		}
	}
	if n, ok := e.object["initial_date_time"].(json.Number); ok {
		return Value{n.String()}
	}
	for _, key := range []string{"initial_users", "initial_channels", "initial_conversations"} {
		if list, ok := e.object[key].([]any); ok {
			var v Value
			for _, x := range list {
				if s, ok := x.(string); ok {
					v = append(v, s)
				}
			}
			return v
		}
	}
	return nil
}

// plain returns the text of a text object.
func plain(o object) string { return o.text("text") }

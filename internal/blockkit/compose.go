package blockkit

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Limits of the composition objects.
const (
	maxText         = 3000 // any text object that has no limit of its own
	maxOptions      = 100
	maxOptionText   = 75
	maxOptionValue  = 150
	maxGroupLabel   = 75
	maxURL          = 3000
	maxConfirmTitle = 100
	maxConfirmText  = 300
	maxConfirmDeny  = 30 // and confirm
)

// plain reads a plain_text object.
func (o object) plain(field string, hi int, n need) {
	if o.present(field, n) {
		o.c.textObject(o.at(field), o.fields[field], hi, "plain_text")
	}
}

// anyText reads a plain_text or mrkdwn object.
func (o object) anyText(field string, hi int, n need) {
	if o.present(field, n) {
		o.c.textObject(o.at(field), o.fields[field], hi, "plain_text", "mrkdwn")
	}
}

// textObject checks one text object.
func (c *checker) textObject(path string, raw json.RawMessage, hi int, kinds ...string) {
	t, ok := c.object(path, raw)
	if !ok {
		return
	}
	t.text("text", 1, hi, required)
	switch t.word("type", kinds...) {
	case "plain_text":
		t.only("type", "text", "emoji")
		t.flag("emoji", optional)
	case "mrkdwn":
		t.only("type", "text", "verbatim")
		t.flag("verbatim", optional)
	}
}

// choices are the options an element offers.
type choices struct {
	raw    []json.RawMessage
	values map[string]string
}

// optionRules say what an option of an element may hold.
type optionRules struct {
	kinds []string // of text
	url   bool
}

var (
	menuOptions     = optionRules{kinds: []string{"plain_text"}}
	overflowOptions = optionRules{kinds: []string{"plain_text"}, url: true}
	buttonOptions   = optionRules{kinds: []string{"plain_text", "mrkdwn"}} // radio buttons and checkboxes
)

// add checks one option and remembers it.
func (ch *choices) add(c *checker, path string, raw json.RawMessage, rules optionRules) {
	o, ok := c.object(path, raw)
	if !ok {
		return
	}
	known := []string{"text", "value", "description"}
	if rules.url {
		known = append(known, "url")
		o.link("url", optional)
	}
	o.only(known...)
	if o.present("text", required) {
		c.textObject(o.at("text"), o.fields["text"], maxOptionText, rules.kinds...)
	}
	if o.present("description", optional) {
		c.textObject(o.at("description"), o.fields["description"], maxOptionText, rules.kinds...)
	}
	if value := o.text("value", 1, maxOptionValue, required); value != "" {
		c.unique(ch.values, o.at("value"), value)
	}
	ch.raw = append(ch.raw, raw)
}

// options checks the options of an element, one at least.
func (o object) options(most int, rules optionRules) *choices {
	ch := &choices{values: map[string]string{}}
	o.addOptions(ch, most, rules)
	return ch
}

// addOptions checks options, unique together with those before them.
func (o object) addOptions(ch *choices, most int, rules optionRules) {
	for i, raw := range o.list("options", 1, most, required) {
		ch.add(o.c, fmt.Sprintf("%s[%d]", o.at("options"), i), raw, rules)
	}
}

// menu checks the options or option_groups of a static select: one of the two.
func (o object) menu() *choices {
	if !o.has("option_groups") {
		return o.options(maxOptions, menuOptions)
	}
	if o.has("options") {
		o.report("option_groups", "can't stand beside options")
	}
	ch := &choices{values: map[string]string{}}
	for i, raw := range o.list("option_groups", 1, maxOptions, required) {
		group, ok := o.c.object(fmt.Sprintf("%s[%d]", o.at("option_groups"), i), raw)
		if !ok {
			continue
		}
		group.only("label", "options")
		group.plain("label", maxGroupLabel, required)
		group.addOptions(ch, maxOptions, menuOptions)
	}
	return ch
}

// chosen reports an initial option that is not exactly one of those offered.
func (ch *choices) chosen(c *checker, path string, raw json.RawMessage) {
	want := compact(raw)
	for _, offered := range ch.raw {
		if bytes.Equal(compact(offered), want) {
			return
		}
	}
	c.report(path, "must be exactly one of the options")
}

// compact returns raw with its keys sorted and its spaces gone, so that equal
// options are equal bytes.
func compact(raw json.RawMessage) []byte {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return raw
	}
	b, err := json.Marshal(v)
	if err != nil {
		return raw
	}
	return b
}

// confirm checks a confirmation dialog.
func (o object) confirm() {
	d, ok := o.child("confirm", optional)
	if !ok {
		return
	}
	d.only("title", "text", "confirm", "deny", "style")
	d.plain("title", maxConfirmTitle, required)
	d.anyText("text", maxConfirmText, required)
	d.plain("confirm", maxConfirmDeny, required)
	d.plain("deny", maxConfirmDeny, required)
	d.optionalWord("style", "primary", "danger")
}

// dispatch checks when a text input tells the app what is typed.
func (o object) dispatch() {
	d, ok := o.child("dispatch_action_config", optional)
	if !ok {
		return
	}
	d.only("trigger_actions_on")
	for i, raw := range d.list("trigger_actions_on", 1, 2, optional) {
		if s := string(raw); s != `"on_enter_pressed"` && s != `"on_character_entered"` {
			d.report(fmt.Sprintf("trigger_actions_on[%d]", i), "must be one of on_enter_pressed, on_character_entered")
		}
	}
}

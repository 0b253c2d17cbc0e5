package blockkit

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

// Limits of the elements.
const (
	maxButtonText    = 75
	maxButtonValue   = 2000
	maxAccessibility = 75
	maxOverflow      = 5
	maxBoxes         = 10 // checkboxes and radio buttons
	maxPlaceholder   = 150
	maxInput         = 3000
)

// place is a kind of block that holds elements.
type place uint8

const (
	inSection place = 1 << iota
	inActions
	inInput
)

// elementKind says where an element may stand, which fields it has beside type
// and action_id, and what checks them.
type elementKind struct {
	in     place
	fields []string
	check  func(e object)
}

// The fields that several elements share.
var (
	shared       = []string{"type", "action_id"}
	menuFields   = []string{"placeholder", "confirm", "focus_on_load"}
	multiFields  = append(slices.Clone(menuFields), "max_selected_items")
	typingFields = []string{"placeholder", "initial_value", "dispatch_action_config", "focus_on_load"}
)

// with returns fields and more.
func with(fields []string, more ...string) []string {
	return append(slices.Clone(fields), more...)
}

// elementKinds are the elements we may use.
var elementKinds = map[string]elementKind{
	"image": {inSection, []string{"image_url", "slack_file", "alt_text"}, picture},
	"button": {
		inSection | inActions,
		[]string{"text", "url", "value", "style", "confirm", "accessibility_label"},
		button,
	},
	"overflow": {inSection | inActions, []string{"options", "confirm"}, func(e object) {
		e.options(maxOverflow, overflowOptions)
	}},
	"static_select": {everywhere, with(menuFields, "options", "option_groups", "initial_option"), func(e object) {
		e.initialOption(e.menu())
	}},
	"multi_static_select": {everywhere, with(multiFields, "options", "option_groups", "initial_options"), func(e object) {
		e.initialOptions(e.menu())
	}},
	"external_select":            {everywhere, with(menuFields, "min_query_length", "initial_option"), external},
	"multi_external_select":      {everywhere, with(multiFields, "min_query_length", "initial_options"), external},
	"users_select":               {everywhere, with(menuFields, "initial_user"), initialID("initial_user")},
	"multi_users_select":         {everywhere, with(multiFields, "initial_users"), initialIDs("initial_users")},
	"channels_select":            {everywhere, with(menuFields, "initial_channel", "response_url_enabled"), initialID("initial_channel")},
	"multi_channels_select":      {everywhere, with(multiFields, "initial_channels"), initialIDs("initial_channels")},
	"conversations_select":       {everywhere, with(menuFields, conversationFields("initial_conversation", "response_url_enabled")...), conversation},
	"multi_conversations_select": {everywhere, with(multiFields, conversationFields("initial_conversations")...), conversations},
	"datepicker": {everywhere, with(menuFields, "initial_date"), func(e object) {
		e.moment("initial_date", time.DateOnly, "a date such as 2026-11-02")
	}},
	"timepicker": {everywhere, with(menuFields, "initial_time", "timezone"), timepicker},
	"datetimepicker": {inActions | inInput, []string{"initial_date_time", "confirm", "focus_on_load"}, func(e object) {
		e.whole("initial_date_time", 1_000_000_000, 9_999_999_999)
	}},
	"checkboxes": {everywhere, []string{"options", "initial_options", "confirm", "focus_on_load"}, func(e object) {
		e.initialOptions(e.options(maxBoxes, buttonOptions))
	}},
	"radio_buttons": {everywhere, []string{"options", "initial_option", "confirm", "focus_on_load"}, func(e object) {
		e.initialOption(e.options(maxBoxes, buttonOptions))
	}},
	"plain_text_input": {inInput, with(typingFields, "multiline", "min_length", "max_length"), textInput},
	"email_text_input": {inInput, typingFields, typed},
	"url_text_input":   {inInput, typingFields, typed},
	"number_input":     {inInput, with(typingFields, "is_decimal_allowed", "min_value", "max_value"), number},
}

const everywhere = inSection | inActions | inInput

// conversationFields are those of a menu of conversations, and more.
func conversationFields(more ...string) []string {
	return append([]string{"default_to_current_conversation", "filter"}, more...)
}

// element checks a field that is an element.
func (o object) element(field string, in place, n need) {
	if o.present(field, n) {
		o.c.element(o.at(field), o.fields[field], in)
	}
}

// element checks one element and whether it may stand there.
func (c *checker) element(path string, raw json.RawMessage, in place) {
	e, ok := c.object(path, raw)
	if !ok {
		return
	}
	name := e.text("type", 1, maxID, required)
	if name == "" {
		return
	}
	kind, known := elementKinds[name]
	if !known {
		e.report("type", unknownTypeSays, name)
		return
	}
	if kind.in&in == 0 {
		e.report("type", "%s can't stand in this block", name)
		return
	}
	if name == "image" {
		imageElement(e)
		return
	}
	e.only(append(slices.Clone(shared), kind.fields...)...)
	if id := e.text("action_id", 1, maxID, optional); id != "" {
		c.unique(c.actionIDs, e.at("action_id"), id)
	}
	e.plain("placeholder", maxPlaceholder, optional)
	e.confirm()
	if e.flag("focus_on_load", optional) {
		if c.focused != "" {
			e.report("focus_on_load", "is asked for by %s already", c.focused)
		}
		c.focused = path
	}
	e.whole("max_selected_items", 1, maxOptions)
	kind.check(e)
}

// imageElement checks an image in a section or a context block; it is no
// interactive element and has no action_id.
func imageElement(e object) {
	e.only("type", "image_url", "slack_file", "alt_text")
	picture(e)
}

func button(e object) {
	e.plain("text", maxButtonText, required)
	e.text("value", 0, maxButtonValue, optional)
	e.link("url", optional)
	e.optionalWord("style", "primary", "danger")
	e.text("accessibility_label", 1, maxAccessibility, optional)
}

// initialOption checks the one that is chosen at first.
func (o object) initialOption(ch *choices) {
	if o.has("initial_option") {
		ch.chosen(o.c, o.at("initial_option"), o.fields["initial_option"])
	}
}

// initialOptions checks those that are chosen at first.
func (o object) initialOptions(ch *choices) {
	items := o.list("initial_options", 1, maxOptions, optional)
	for i, raw := range items {
		ch.chosen(o.c, fmt.Sprintf("%s[%d]", o.at("initial_options"), i), raw)
	}
	o.within("initial_options", len(items))
}

// within reports more chosen at first than may be chosen.
func (o object) within(field string, n int) {
	var most int
	if !o.has("max_selected_items") || json.Unmarshal(o.fields["max_selected_items"], &most) != nil {
		return
	}
	if most > 0 && n > most {
		o.report(field, "must have at most max_selected_items, %d, has %d", most, n)
	}
}

// external checks a menu whose options come from the app as one types.
func external(e object) {
	e.whole("min_query_length", 0, 100)
	ch := choices{values: map[string]string{}}
	if e.has("initial_option") {
		ch.add(e.c, e.at("initial_option"), e.fields["initial_option"], menuOptions)
	}
	items := e.list("initial_options", 1, maxOptions, optional)
	for i, raw := range items {
		ch.add(e.c, fmt.Sprintf("%s[%d]", e.at("initial_options"), i), raw, menuOptions)
	}
	e.within("initial_options", len(items))
}

// initialID returns a check of one user or channel id.
func initialID(field string) func(e object) {
	return func(e object) {
		e.flag("response_url_enabled", optional)
		e.text(field, 1, maxID, optional)
	}
}

// initialIDs returns a check of several user or channel ids.
func initialIDs(field string) func(e object) {
	return func(e object) {
		items := e.list(field, 1, maxOptions, optional)
		for i, raw := range items {
			var id string
			if err := json.Unmarshal(raw, &id); err != nil || id == "" {
				e.report(fmt.Sprintf("%s[%d]", field, i), "must be an id")
			}
		}
		e.within(field, len(items))
	}
}

func conversation(e object) {
	initialID("initial_conversation")(e)
	filter(e)
}

func conversations(e object) {
	initialIDs("initial_conversations")(e)
	filter(e)
}

// filter checks which conversations a menu offers.
func filter(e object) {
	e.flag("default_to_current_conversation", optional)
	f, ok := e.child("filter", optional)
	if !ok {
		return
	}
	f.only("include", "exclude_external_shared_channels", "exclude_bot_users")
	f.flag("exclude_external_shared_channels", optional)
	f.flag("exclude_bot_users", optional)
	for i, raw := range f.list("include", 1, 4, optional) {
		if !slices.Contains([]string{`"im"`, `"mpim"`, `"private"`, `"public"`}, string(raw)) {
			f.report(fmt.Sprintf("include[%d]", i), "must be one of im, mpim, private, public")
		}
	}
	if len(f.fields) == 0 {
		e.report("filter", "must not be empty")
	}
}

// moment reads a date or a time in a layout.
func (o object) moment(field, layout, like string) {
	s := o.text(field, 1, maxID, optional)
	if s == "" {
		return
	}
	// Parse accepts 9:05 for 09:05; Slack does not.
	if t, err := time.Parse(layout, s); err != nil || t.Format(layout) != s {
		o.report(field, "must be %s", like)
	}
}

func timepicker(e object) {
	e.moment("initial_time", "15:04", "a time such as 09:05")
	if zone := e.text("timezone", 1, maxID, optional); zone != "" {
		if _, err := time.LoadLocation(zone); err != nil {
			e.report("timezone", "must be a zone such as Europe/Berlin")
		}
	}
}

// typed checks what all elements that one types into share.
func typed(e object) {
	e.dispatch()
	e.text("initial_value", 0, maxInput, optional)
}

func textInput(e object) {
	typed(e)
	e.flag("multiline", optional)
	lo, hasLo := e.whole("min_length", 0, maxInput)
	hi, hasHi := e.whole("max_length", 1, maxInput)
	if hasLo && hasHi && lo > hi {
		e.report("min_length", "must be at most max_length, %d, is %d", hi, lo)
	}
}

func number(e object) {
	e.dispatch()
	decimal := e.flag("is_decimal_allowed", required)
	lo, hasLo := e.decimal("min_value", decimal)
	hi, hasHi := e.decimal("max_value", decimal)
	first, hasFirst := e.decimal("initial_value", decimal)
	if hasLo && hasHi && lo > hi {
		e.report("min_value", "must be at most max_value")
	}
	if hasFirst && (hasLo && first < lo || hasHi && first > hi) {
		e.report("initial_value", "must lie between min_value and max_value")
	}
}

// decimal reads a number that Slack wants as a string.
func (o object) decimal(field string, fraction bool) (float64, bool) {
	s := o.text(field, 1, maxID, optional)
	if s == "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil || math.IsNaN(f) || math.IsInf(f, 0):
		o.report(field, "must be a number in quotes")
		return 0, false
	case !fraction && f != math.Trunc(f):
		o.report(field, "must be a whole number")
		return 0, false
	}
	return f, true
}

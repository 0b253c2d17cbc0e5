package slacksim

import (
	"encoding/json"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// typed is what members have put into elements, by block id and action id.
type typed = map[string]map[string]Value

// pick turns a value into the fields that Slack sends for an element: in
// actions[] and in state.values. It refuses what the client would not let a
// person enter. An empty value is nothing picked.
func (w *world) pick(e element, v Value) (object, error) {
	many := strings.HasPrefix(e.kind, "multi_") || e.kind == "checkboxes"
	if !many && len(v) > 1 {
		return nil, refuse("%s takes one value, not %d.", e.action, len(v))
	}
	switch e.kind {
	case "button":
		return object{"text": e.object["text"], "value": e.object["value"]}, nil
	case "overflow", "static_select", "radio_buttons":
		return e.pickOption(v)
	case "multi_static_select", "checkboxes":
		return e.pickOptions(v)
	case "users_select":
		return w.pickIDs("selected_user", v, false, w.isPerson)
	case "multi_users_select":
		return w.pickIDs("selected_users", v, true, w.isPerson)
	case "channels_select":
		return w.pickIDs("selected_channel", v, false, w.isChannel)
	case "multi_channels_select":
		return w.pickIDs("selected_channels", v, true, w.isChannel)
	case "conversations_select":
		return w.pickIDs("selected_conversation", v, false, w.isConversation)
	case "multi_conversations_select":
		return w.pickIDs("selected_conversations", v, true, w.isConversation)
	case "datepicker":
		return pickTime("selected_date", v, time.DateOnly, "a date like 2026-11-02")
	case "timepicker":
		return pickTime("selected_time", v, "15:04", "a time like 09:30")
	case "datetimepicker":
		return pickInstant(v)
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		if v.one() == "" {
			return object{"value": nil}, nil
		}
		return object{"value": v.one()}, nil
	}
	return nil, refuse("Elements of the type %q are not supported here.", e.kind)
}

// pickOption picks one of the element's own options.
func (e element) pickOption(v Value) (object, error) {
	if v.one() == "" {
		if e.kind == "overflow" {
			return nil, refuse("Say which option of %s: %q.", e.action, e.optionValues())
		}
		return object{"selected_option": nil}, nil
	}
	for _, o := range e.options() {
		if o.text("value") == v.one() {
			return object{"selected_option": o}, nil
		}
	}
	return nil, refuse("%s has no option %q; it has %q.", e.action, v.one(), e.optionValues())
}

// pickOptions picks several of the element's own options.
func (e element) pickOptions(v Value) (object, error) {
	picked := []object{}
	for _, o := range e.options() {
		if slices.Contains(v, o.text("value")) {
			picked = append(picked, o)
		}
	}
	for _, x := range v {
		if !slices.Contains(e.optionValues(), x) {
			return nil, refuse("%s has no option %q; it has %q.", e.action, x, e.optionValues())
		}
	}
	if limit, ok := e.number("max_selected_items"); ok && len(picked) > limit {
		return nil, refuse("%s takes at most %d.", e.action, limit)
	}
	return object{"selected_options": picked}, nil
}

func (e element) optionValues() []string {
	all := []string{}
	for _, o := range e.options() {
		all = append(all, o.text("value"))
	}
	return all
}

// number returns a whole number field.
func (o object) number(key string) (int, bool) {
	n, ok := o[key].(json.Number)
	if !ok {
		return 0, false
	}
	i, err := strconv.Atoi(n.String())
	return i, err == nil
}

func (w *world) isPerson(id string) bool {
	return w.members[id] != nil || id == w.meta.App.BotUser
}

func (w *world) isChannel(id string) bool {
	c := w.channels[id]
	return c != nil && !c.DirectMessage
}

func (w *world) isConversation(id string) bool { return w.channels[id] != nil }

// pickIDs picks members or conversations.
func (w *world) pickIDs(field string, v Value, many bool, known func(string) bool) (object, error) {
	for _, id := range v {
		if id != "" && !known(id) {
			return nil, refuse("There is no %s here to pick.", id)
		}
	}
	if many {
		return object{field: append([]string{}, v...)}, nil
	}
	if v.one() == "" {
		return object{field: nil}, nil
	}
	return object{field: v.one()}, nil
}

// pickTime picks a date or a time of day, in Slack's own notation.
func pickTime(field string, v Value, layout, like string) (object, error) {
	if v.one() == "" {
		return object{field: nil}, nil
	}
	if t, err := time.Parse(layout, v.one()); err != nil || t.Format(layout) != v.one() {
		return nil, refuse("%q is not %s.", v.one(), like)
	}
	return object{field: v.one()}, nil
}

// pickInstant picks a moment in Unix seconds.
func pickInstant(v Value) (object, error) {
	if v.one() == "" {
		return object{"selected_date_time": nil}, nil
	}
	n, err := strconv.ParseInt(v.one(), 10, 64)
	if err != nil || len(v.one()) != 10 {
		return nil, refuse("%q is not a moment in Unix seconds, ten digits.", v.one())
	}
	return object{"selected_date_time": n}, nil
}

// values returns state.values: what stands in every element that holds
// something.
func (w *world) values(blocks json.RawMessage, t typed) object {
	all := object{}
	for _, e := range elements(blocks) {
		if !stateful[e.kind] {
			continue
		}
		fields, err := w.pick(e, e.standing(t))
		if err != nil {
			fields = object{"value": nil} // an initial value that nobody could pick
		}
		fields["type"] = e.kind
		if all[e.block] == nil {
			all[e.block] = object{}
		}
		all[e.block].(object)[e.action] = fields
	}
	return all
}

// standing is what stands in an element now.
func (e element) standing(t typed) Value {
	if v, touched := t[e.block][e.action]; touched {
		return v
	}
	return e.initial()
}

// enter checks values and puts them into t; the names must exist.
func (w *world) enter(blocks json.RawMessage, t typed, values typed) (typed, error) {
	if t == nil {
		t = typed{}
	}
	for block, actions := range values {
		for action, v := range actions {
			e, err := find(blocks, block, action)
			if err != nil {
				return nil, err
			}
			if _, err := w.pick(e, v); err != nil {
				return nil, err
			}
			if t[e.block] == nil {
				t[e.block] = map[string]Value{}
			}
			t[e.block][e.action] = v
		}
	}
	return t, nil
}

// complaint is what the client says under an input before it sends anything, ""
// when it has nothing to say.
func (e element) complaint(v Value) string {
	s := v.one()
	if strings.TrimSpace(strings.Join(v, "")) == "" {
		if e.optional {
			return ""
		}
		return "Please complete this required field."
	}
	switch e.kind {
	case "email_text_input":
		if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
			return "Please enter a valid email address."
		}
	case "url_text_input":
		if u, err := url.Parse(s); err != nil || u.Host == "" {
			return "Please enter a valid URL."
		}
	case "number_input":
		if _, err := strconv.ParseFloat(s, 64); err != nil || !e.flag("is_decimal_allowed") && strings.Contains(s, ".") {
			return "Please enter a valid number."
		}
	case "plain_text_input":
		length := utf8.RuneCountInString(s)
		if n, ok := e.number("min_length"); ok && length < n {
			return "Please enter at least " + strconv.Itoa(n) + " characters."
		}
		limit, ok := e.number("max_length")
		if !ok {
			limit = 3000
		}
		if length > limit {
			return "Please enter at most " + strconv.Itoa(limit) + " characters."
		}
	}
	return ""
}

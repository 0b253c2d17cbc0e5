package blockkit

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// need says whether a field may be left out.
type need bool

const (
	required need = true
	optional need = false
)

// object is one JSON object and the place where it stands. Its methods read a
// field, report what is wrong with it and return the zero value then.
type object struct {
	c      *checker
	path   string
	fields map[string]json.RawMessage
}

// object decodes raw, or reports that it is no object.
func (c *checker) object(path string, raw json.RawMessage) (object, bool) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil || fields == nil {
		c.report(path, "must be an object")
		return object{}, false
	}
	return object{c: c, path: path, fields: fields}, true
}

// list decodes raw, or reports that it is no array.
func (c *checker) list(path string, raw json.RawMessage) ([]json.RawMessage, bool) {
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		c.report(path, "must be an array")
		return nil, false
	}
	return items, true
}

// length counts characters.
func length(s string) int { return utf8.RuneCountInString(s) }

// at returns the path of a field.
func (o object) at(field string) string {
	if field == "" { // a field may be called that
		field = `""`
	}
	if o.path == "" {
		return field
	}
	return o.path + "." + field
}

// report adds a problem with a field.
func (o object) report(field, format string, args ...any) {
	o.c.report(o.at(field), format, args...)
}

// has tells whether a field is there and not null.
func (o object) has(field string) bool {
	raw, ok := o.fields[field]
	return ok && string(raw) != "null"
}

// present is has, and reports a required field that is missing.
func (o object) present(field string, n need) bool {
	if o.has(field) {
		return true
	}
	if n == required {
		o.report(field, "is required")
	}
	return false
}

// only reports fields that Slack does not know here.
func (o object) only(known ...string) {
	for _, field := range slices.Sorted(maps.Keys(o.fields)) {
		if !slices.Contains(known, field) {
			o.report(field, "is not a field of this object")
		}
	}
}

// text reads a string of lo to hi characters.
func (o object) text(field string, lo, hi int, n need) string {
	if !o.present(field, n) {
		return ""
	}
	var s string
	if err := json.Unmarshal(o.fields[field], &s); err != nil {
		o.report(field, "must be a string")
		return ""
	}
	switch got := length(s); {
	case got < lo && lo == 1:
		o.report(field, "must not be empty")
	case got < lo:
		o.report(field, "must be at least %d characters, has %d", lo, got)
	case got > hi:
		o.report(field, "must be at most %d characters, has %d", hi, got)
	}
	return s
}

// word reads a required string that is one of a few.
func (o object) word(field string, words ...string) string {
	s := o.text(field, 1, maxID, required)
	if s != "" && !slices.Contains(words, s) {
		o.report(field, "must be one of %s", strings.Join(words, ", "))
		return ""
	}
	return s
}

// optionalWord is word for a field that may be left out.
func (o object) optionalWord(field string, words ...string) {
	if o.has(field) {
		o.word(field, words...)
	}
}

// link reads an absolute URL.
func (o object) link(field string, n need, schemes ...string) {
	s := o.text(field, 1, maxURL, n)
	if s == "" {
		return
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" || u.Host == "" && u.Opaque == "" {
		o.report(field, "must be a complete URL")
		return
	}
	if len(schemes) > 0 && !slices.Contains(schemes, u.Scheme) {
		o.report(field, "must begin with %s", strings.Join(schemes, " or "))
	}
}

// flag reads true or false.
func (o object) flag(field string, n need) bool {
	if !o.present(field, n) {
		return false
	}
	var b bool
	if err := json.Unmarshal(o.fields[field], &b); err != nil {
		o.report(field, "must be true or false")
	}
	return b
}

// whole reads an integer from lo to hi that may be left out, and tells whether
// there was a good one.
func (o object) whole(field string, lo, hi int64) (int64, bool) {
	if !o.has(field) {
		return 0, false
	}
	var i int64
	if err := json.Unmarshal(o.fields[field], &i); err != nil {
		o.report(field, "must be a whole number")
		return 0, false
	}
	if i < lo || i > hi {
		o.report(field, "must be from %d to %d, is %d", lo, hi, i)
		return 0, false
	}
	return i, true
}

// list reads an array of lo to hi items.
func (o object) list(field string, lo, hi int, n need) []json.RawMessage {
	if !o.present(field, n) {
		return nil
	}
	items, ok := o.c.list(o.at(field), o.fields[field])
	if !ok {
		return nil
	}
	switch {
	case len(items) < lo:
		o.report(field, "must have at least %d, has %d", lo, len(items))
	case len(items) > hi:
		o.report(field, "must have at most %d, has %d", hi, len(items))
	}
	return items
}

// child reads a field that is an object.
func (o object) child(field string, n need) (object, bool) {
	if !o.present(field, n) {
		return object{}, false
	}
	return o.c.object(o.at(field), o.fields[field])
}

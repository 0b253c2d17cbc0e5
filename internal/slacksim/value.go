package slacksim

import (
	"bytes"
	"encoding/json"
	"errors"
)

// object is a JSON object on its way out.
type object map[string]any

// UnmarshalJSON reads a string, a number, an array of strings or null.
func (v *Value) UnmarshalJSON(b []byte) error {
	*v = nil
	if string(b) == "null" {
		return nil
	}
	var one string
	if json.Unmarshal(b, &one) == nil {
		*v = Value{one}
		return nil
	}
	var number json.Number
	if json.Unmarshal(b, &number) == nil {
		*v = Value{number.String()}
		return nil
	}
	var many []string
	if json.Unmarshal(b, &many) == nil {
		*v = many
		return nil
	}
	return errors.New("a value is a string or an array of strings")
}

// one returns the only value, "" when there is none.
func (v Value) one() string {
	if len(v) == 0 {
		return ""
	}
	return v[0]
}

// decode reads JSON as it is, numbers unrounded.
func decode(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	return d.Decode(into)
}

// encode writes what decode has read, or what was built here: it can't fail.
func encode(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("slacksim: encode: " + err.Error())
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// text returns a string field, "" when it is none.
func (o object) text(key string) string {
	s, _ := o[key].(string)
	return s
}

// flag returns a boolean field.
func (o object) flag(key string) bool {
	b, _ := o[key].(bool)
	return b
}

// child returns an object field, nil when it is none.
func (o object) child(key string) object {
	m, _ := o[key].(map[string]any)
	return m
}

// children returns the objects of an array field.
func (o object) children(key string) []object {
	list, _ := o[key].([]any)
	all := make([]object, 0, len(list))
	for _, x := range list {
		if m, ok := x.(map[string]any); ok {
			all = append(all, m)
		}
	}
	return all
}

package page

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapport/internal/slacksim"
)

// field names one element in a form. Its name carries the element's type, so
// that what a browser posts can be read without looking the element up.
type field struct {
	Kind, Block, Action string
}

const valuePrefix = "v/"

// key is the field in one word: ids may hold any character, slashes too.
func (f field) key() string {
	return f.Kind + "/" + url.PathEscape(f.Block) + "/" + url.PathEscape(f.Action)
}

// name is the form field that carries the element's value.
func (f field) name() string { return valuePrefix + f.key() }

// press is the value of a button that says this element was pressed; option is
// what a button or a menu item stands for.
func (f field) press(option string) string { return f.key() + "/" + url.PathEscape(option) }

// readField reads a key, and what follows it.
func readField(key string) (f field, option string, ok bool) {
	parts := strings.Split(key, "/")
	if len(parts) < 3 || len(parts) > 4 || parts[0] == "" {
		return field{}, "", false
	}
	for i := range parts {
		s, err := url.PathUnescape(parts[i])
		if err != nil {
			return field{}, "", false
		}
		parts[i] = s
	}
	f = field{Kind: parts[0], Block: parts[1], Action: parts[2]}
	if len(parts) == 4 {
		option = parts[3]
	}
	return f, option, true
}

// many tells whether an element takes several values.
func (f field) many() bool {
	return f.Kind == "checkboxes" || strings.HasPrefix(f.Kind, "multi_")
}

// momentLayout is how browsers post a datetime-local input.
const momentLayout = "2006-01-02T15:04"

// value reads what a browser posted for an element. Empty values only tell that
// the element was there.
func (f field) value(posted []string, zone *time.Location) slacksim.Value {
	var v slacksim.Value
	for _, s := range posted {
		if s == "" {
			continue
		}
		if f.Kind == "datetimepicker" {
			t, err := time.ParseInLocation(momentLayout, s, zone)
			if err != nil {
				continue
			}
			s = strconv.FormatInt(t.Unix(), 10)
		}
		v = append(v, strings.ReplaceAll(s, "\r\n", "\n"))
	}
	if len(v) > 1 && !f.many() {
		v = v[:1]
	}
	return v
}

// readValues reads all elements of a form, by block id and action id.
func readValues(form url.Values, zone *time.Location) map[string]map[string]slacksim.Value {
	values := map[string]map[string]slacksim.Value{}
	for name, posted := range form {
		key, isValue := strings.CutPrefix(name, valuePrefix)
		if !isValue {
			continue
		}
		f, _, ok := readField(key)
		if !ok {
			continue
		}
		if values[f.Block] == nil {
			values[f.Block] = map[string]slacksim.Value{}
		}
		values[f.Block][f.Action] = f.value(posted, zone)
	}
	return values
}

// changed leaves of the values only those that differ from what the page showed:
// an input that nobody touched must not outlive the bot's next word on it.
func changed(values, shown map[string]map[string]slacksim.Value) map[string]map[string]slacksim.Value {
	touched := map[string]map[string]slacksim.Value{}
	for block, actions := range values {
		for action, v := range actions {
			if slices.Equal(v, shown[block][action]) {
				continue
			}
			if touched[block] == nil {
				touched[block] = map[string]slacksim.Value{}
			}
			touched[block][action] = v
		}
	}
	return touched
}

package store

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"rapport/domain"
)

// micros is how an instant is stored: microseconds since 1970 in UTC, 0 for
// none. An integer compares alike in both dialects and no driver shifts it.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// instant is the inverse of micros.
func instant(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

// reading turns columns of text back into what they stand for, and remembers
// the first that cannot be: the row is damaged, or was not written by us.
type reading struct {
	table string
	err   error
}

func (r *reading) date(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		r.fail("date")
	}
	return d
}

func (r *reading) json(s string, into any) {
	if s == null || s == "{}" { // as most are
		return
	}
	if err := json.Unmarshal([]byte(s), into); err != nil {
		r.fail("json")
	}
}

func (r *reading) fail(what string) {
	if r.err == nil {
		r.err = domain.Fault(domain.KindCorrupt, r.table, fmt.Errorf("stored %s cannot be read", what))
	}
}

// null is the JSON of a slice or map that is nil.
const null = "null"

// listDocument is the document of a slice. Most are nil, and to see that by reflection
// would put each into memory of its own first.
func listDocument[T any](all []T) (string, error) {
	if all == nil {
		return null, nil
	}
	return document(all)
}

// document is the JSON of a value that always has one: slices and maps of text
// and numbers.
func document(v any) (string, error) {
	if r := reflect.ValueOf(v); (r.Kind() == reflect.Slice || r.Kind() == reflect.Map) && r.IsNil() {
		return null, nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("stored json: %w", err)
	}
	return string(b), nil
}

// legible returns s as PostgreSQL can keep it, and so as both dialects do: valid
// UTF-8 without the character 0. What goes into a contact the domain has tidied
// already; this is for text that comes as it was typed.
func legible(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

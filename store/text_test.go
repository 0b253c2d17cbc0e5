package store

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rapport/domain"
)

// An update's text is kept by the bits of its columns.
func TestNoRowHasMoreColumnsThanAShapeHasBits(t *testing.T) {
	for _, of := range []*table{
		tableOf[memberRow](), tableOf[appointmentRow](), tableOf[contactRow](), tableOf[nameRow](), tableOf[goalRow](), tableOf[toldRow](),
		tableOf[questionRow](), tableOf[undoRow](), tableOf[interactionRow](), tableOf[signalRow](), tableOf[valueRow](), tableOf[moveRow](),
		tableOf[noteRow](), tableOf[promiseRow](), tableOf[needRow](), tableOf[askRow](), tableOf[introductionRow](),
	} {
		if n := len(of.columns); n > 64 || of.columns[0] != "workspace" || of.columns[1] != "member" {
			t.Errorf("%s has %d columns and begins with %v", of.name, n, of.columns[:2])
		}
	}
}

func TestAnUpdateSetsWhatDiffers(t *testing.T) {
	of := tableOf[contactRow]()
	rapid.Check(t, func(t *rapid.T) {
		var was, is contactRow
		fields := reflect.ValueOf(&is).Elem()
		set := rapid.SliceOfNDistinct(rapid.IntRange(2, len(of.columns)-1), 1, 5, rapid.ID[int]).Draw(t, "columns")
		for _, i := range set {
			switch f := fields.Field(i); f.Kind() {
			case reflect.String:
				f.SetString("x")
			case reflect.Bool:
				f.SetBool(true)
			default:
				f.SetInt(7)
			}
		}
		lines := update("contact", was, is, nil, domain.KindConflict, "id = ? AND version = ?", "c", int64(3))
		if len(lines) != 1 || len(lines[0].args) != len(set)+2 || lines[0].before != len(set) {
			t.Fatalf("%+v", lines)
		}
		text, narrowed, _ := strings.Cut(strings.TrimPrefix(lines[0].text, "UPDATE contacts SET "), " WHERE ")
		for i, part := range strings.Split(text, ", ") {
			column, place, _ := strings.Cut(part, " = ")
			at := slices.Index(of.columns, column)
			if place != places(i+1, 1) || !slices.Contains(set, at) || cell(fields.Field(at).Addr().Interface()) != lines[0].args[i] {
				t.Errorf("%s in %s, with %v", part, text, lines[0].args)
			}
		}
		n := len(set)
		want := "workspace = " + places(n+1, 1) + " AND member = " + places(n+2, 1) + " AND id = " + places(n+3, 1) + " AND version = " + places(n+4, 1)
		if narrowed != want {
			t.Errorf("%s, want %s", narrowed, want)
		}
		of.mu.Lock()
		defer of.mu.Unlock()
		if len(of.texts) > mostTexts {
			t.Errorf("%d texts are kept", len(of.texts))
		}
	})
}

// Whoever has set nothing has what JSON makes of that.
func TestNothingChosenIsWritten(t *testing.T) {
	for name, c := range map[string]domain.Settings{"nothing": {}, "no rhythms": {Cadences: map[domain.Phase]domain.Cadence{}}, "a number": {Cap: 3}} {
		got, err := chosenDocument(&c)
		want, werr := json.Marshal(c)
		if err != nil || werr != nil || got != string(want) {
			t.Errorf("%s: %s, %v, want %s, %v", name, got, err, want, werr)
		}
	}
}

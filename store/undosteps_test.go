package store

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"rapport/domain"
)

// sameJSON fails a test if steps are not written as encoding/json writes them.
func sameJSON(t *testing.T, steps []domain.UndoStep) {
	t.Helper()
	want, err := json.Marshal(steps)
	if err != nil {
		t.Fatal(err)
	}
	got, err := stepsDocument(steps)
	if err != nil || got != string(want) {
		t.Errorf("%s, error %v\nwant %s", got, err, want)
	}
}

// fillIn gives a value something in all that it holds.
func fillIn(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(3)
	case reflect.Uint8:
		v.SetUint(3)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fillIn(v.Index(0), text)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillIn(v.Elem(), text)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(nine))
			return
		}
		for _, field := range v.Fields() {
			fillIn(field, text)
		}
	}
}

// A field that is added to a contact or a step has to be written, too.
func TestStepsAreWrittenAsJSONIs(t *testing.T) {
	sameJSON(t, nil)
	sameJSON(t, []domain.UndoStep{})
	for _, text := range []string{"plain text, 100 %", "", "Zoë \u2028 \x00\x7f", "a\"b\\c</script>&\t", "broken \xff"} {
		var all domain.UndoStep
		fillIn(reflect.ValueOf(&all).Elem(), text)
		sameJSON(t, []domain.UndoStep{all, {}, all})
		for i := range reflect.TypeFor[domain.UndoStep]().NumField() {
			var s domain.UndoStep
			fillIn(reflect.ValueOf(&s).Elem().Field(i), text)
			sameJSON(t, []domain.UndoStep{s})
		}
		for i := range reflect.TypeFor[domain.History]().NumField() {
			var h domain.History
			fillIn(reflect.ValueOf(&h).Elem().Field(i), text)
			sameJSON(t, []domain.UndoStep{{Was: h, Before: &domain.Contact{History: h}}, {Is: h}})
		}
		for i := range reflect.TypeFor[domain.Contact]().NumField() {
			var c domain.Contact
			fillIn(reflect.ValueOf(&c).Elem().Field(i), text)
			sameJSON(t, []domain.UndoStep{{Contact: "c", Before: &c, After: &domain.Contact{}, Added: []string{text}}})
		}
	}
}

func TestWhatIsWrittenOfStepsCostsLittle(t *testing.T) {
	c := domain.Contact{ID: "c1", Name: "Jane Doe", Phase: domain.Relating, Furthest: domain.Relating, PhaseSince: domain.On(2026, 11, 2), Added: domain.On(2026, 11, 2)}
	steps := []domain.UndoStep{{Contact: "c1", Before: &c, After: &c, Added: []string{"i1"}}}
	if n := testing.AllocsPerRun(100, func() { _, _ = stepsDocument(steps) }); n > 2 {
		t.Errorf("%v allocations", n)
	}
}

package domain

import (
	"encoding/json"
	"testing"
)

func TestParseTimeOfDay(t *testing.T) {
	good := map[string]string{
		"9": "09:00", "09:00": "09:00", "9am": "09:00", "9 AM": "09:00", "9.30 pm": "21:30", "21:15": "21:15",
		"9h30": "09:30", "9h": "09:00", "0900": "09:00", "930": "09:30", "noon": "12:00", "midnight": "00:00",
		"12am": "00:00", "12 pm": "12:00", "12:30 a.m.": "00:30", "0": "00:00", "23:59": "23:59", " 7 o'clock ": "07:00",
		"7 o’clock": "07:00", "8 uhr": "08:00",
	}
	for in, want := range good {
		got, err := ParseTimeOfDay(in)
		if err != nil || got.String() != want {
			t.Errorf("%q: %s, %v; want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"", "24:00", "24", "9:60", "13pm", "0am", "9:5", "9:", "nine", "-1", "+9", "9:30:00", "99999", "٩", "am", ":30"} {
		if got, err := ParseTimeOfDay(in); KindOf(err) != KindInvalid {
			t.Errorf("%q was read as %s, %v", in, got, err)
		}
	}
}

func TestWeeklyIsReadableJSON(t *testing.T) {
	w := Weekly{At: 9 * 60, Days: WorkingDays}
	text, err := json.Marshal(w)
	if err != nil || string(text) != `{"at":"09:00","days":"mon-fri"}` {
		t.Fatalf("%s, %v", text, err)
	}
	var back Weekly
	if err := json.Unmarshal(text, &back); err != nil || back != w {
		t.Errorf("%+v, %v", back, err)
	}
}

func FuzzParseTimeOfDay(f *testing.F) {
	for _, s := range []string{"9", "09:00", "9.30 pm", "12am", "noon", "9h30"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseTimeOfDay(s)
		if err != nil {
			return
		}
		if !got.Valid() {
			t.Fatalf("%q: %d", s, got)
		}
		if again, err := ParseTimeOfDay(got.String()); err != nil || again != got {
			t.Fatalf("%q: %s is read as %s, %v", s, got, again, err)
		}
	})
}

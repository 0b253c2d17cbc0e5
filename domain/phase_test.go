package domain

import (
	"encoding/json"
	"testing"
)

func TestParsePhase(t *testing.T) {
	good := map[string]Phase{
		"Identifying": Identifying, "RELATING": Relating, "nurt": Nurturing, "sust": Sustaining, "capitalizing": Capitalizing,
	}
	for in, want := range good {
		if got, err := ParsePhase(in); err != nil || got != want {
			t.Errorf("%q: %s, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "rel", "relatingg", "phase"} {
		if got, err := ParsePhase(in); KindOf(err) != KindInvalid {
			t.Errorf("%q: %s, %v", in, got, err)
		}
	}
}

func TestPhasesAreKeysInJSON(t *testing.T) {
	s := Settings{Cadences: map[Phase]Cadence{Sustaining: {30, 60}}}
	text, err := json.Marshal(s)
	if err != nil || string(text) != `{"cadences":{"sustaining":{"ideal":30,"maximum":60}}}` {
		t.Fatalf("%s, %v", text, err)
	}
	var back Settings
	if err := json.Unmarshal(text, &back); err != nil || back.Cadences[Sustaining] != (Cadence{30, 60}) {
		t.Errorf("%+v, %v", back, err)
	}
	var p Phase
	if err := p.UnmarshalText(nil); err != nil || p != 0 || p.String() != "" || Phase(9).String() != "" {
		t.Errorf("no phase: %q, %v", p, err)
	}
	if err := p.UnmarshalText([]byte("courting")); KindOf(err) != KindInvalid {
		t.Errorf("an unknown phase: %v", err)
	}
}

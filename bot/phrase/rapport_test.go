package phrase

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

// twice are two people of one name, and others who sound like them.
var twice = circle{"Jane", "Jane Doe", "Omar Haddad @U7", "Ana Costa", "Ana Lima"}

func rapportSaid(r Rapport, err error) string {
	if wrong, ok := errors.AsType[*Error](err); ok {
		return spaced("error:", string(wrong.Kind), wrong.Said, wrong.Nearest)
	}
	if err != nil {
		return err.Error()
	}
	return spaced(string(r.Do), r.Who.Name, r.Other.Name, r.Verb, r.Rest) + asked(r.Ask)
}

// TestRapportIsAboutPeople holds how why, merge and split name somebody.
func TestRapportIsAboutPeople(t *testing.T) {
	for text, want := range map[string]string{
		"why Jane":                  "why Jane",
		"why jane doe?":             "why Jane Doe",
		"why Omar today?":           "why Omar Haddad",
		"why <@U7>":                 "why Omar Haddad",
		"why “Jane Doe”":            "why Jane Doe",
		"why Ana":                   "why ?who who:ana [ana costa] [ana lima]",
		"why Jnae":                  "why ?who who:jnae [jane] [jane doe]",
		"why Lena":                  "error: unknown name Lena",
		"why":                       "error: no name",
		"why Jane is quiet":         "error: unknown word quiet",
		"merge Jane and Jane Doe":   "merge Jane Jane Doe",
		"merge Jane Jane Doe":       "merge Jane Jane Doe",
		"merge Jane Doe Jane":       "merge Jane Doe Jane",
		"merge jane with jane doe":  "merge Jane Jane Doe",
		"merge Jane = Jane Doe":     "merge Jane Jane Doe",
		"merge Jane, Jane Doe":      "merge Jane Jane Doe",
		"merge Jane into Jane Doe":  "merge Jane Jane Doe",
		"merge Omar and Omra":       "error: unknown name Omra",
		"merge Jane & <@U7>":        "merge Jane Omar Haddad",
		"merge <@U7> & <@U7>":       "error: same person Omar Haddad",
		"merge Jane and Jane":       "error: same person Jane",
		"merge Omar and Omar":       "error: same person Omar Haddad",
		"merge Ana and Ana":         "merge ?who who:ana [ana costa] [ana lima]",
		"merge Ana Costa and Ana":   "merge Ana Costa Ana Lima",
		"merge Jane and Ana":        "merge Jane ?who other:ana [ana costa] [ana lima]",
		"merge Jane and Lena":       "error: unknown name Lena",
		"merge Jane":                "error: no name Jane",
		"merge Jane and":            "error: no name Jane",
		"merge":                     "error: no name",
		"merge Jane Omar Ana Costa": "error: unknown word Ana Costa",
		"split Jane Doe":            "split Jane Doe",
		"split":                     "error: no name",
		"split Jane in two":         "error: unknown word in two",
		"forecast":                  "forecast",
		"forecast please":           "error: unknown word forecast forecast",
		"forcast":                   "error: unknown word forcast forecast",
		"checkin":                   "checkin",
		"check-in":                  "checkin",
		"promise Jane the deck":     "pass promise Jane the deck",
		"ask Jane for it":           "pass ask Jane for it",
		"goal":                      "pass goal",
		"identify Tom -- why":       "pass identify Tom -- why",
		"promise":                   "pass promise",
		"mentoring start":           "pass mentoring start",
	} {
		r, err := ParseRapport(text, tuesday, twice, nil)
		if diff := cmp.Diff(want, rapportSaid(r, err)); diff != "" {
			t.Errorf("%q -want +got\n%s", text, diff)
		}
	}
}

func TestMergeIsAnswered(t *testing.T) {
	for text, c := range map[string]struct {
		answers map[string]string
		want    string
	}{
		"merge Ana and Jane": {map[string]string{"who:ana": "ana lima"}, "merge Ana Lima Jane"},
		"merge Ana and Ana":  {map[string]string{"who:ana": "ana lima"}, "merge Ana Lima Ana Costa"},
		"merge Jane and Ana": {map[string]string{"other:ana": "ana lima"}, "merge Jane Ana Lima"},
		"why Jnae":           {map[string]string{"who:jnae": "jane"}, "why Jane"},
	} {
		r, err := ParseRapport(text, tuesday, twice, c.answers)
		if diff := cmp.Diff(c.want, rapportSaid(r, err)); diff != "" {
			t.Errorf("%q -want +got\n%s", text, diff)
		}
	}
}

func TestCheckInSettings(t *testing.T) {
	for text, want := range map[string]Setting{
		"checkin off":               {Name: "checkin", CheckInOff: true},
		"check-in on":               {Name: "checkin"},
		"checkin thu":               {Name: "checkin", CheckIn: domain.Weekly{Days: domain.Thursday}},
		"checkin fri 15:00":         {Name: "checkin", CheckIn: domain.Weekly{Days: domain.Friday, At: 900}, HourSaid: true},
		"settings checkin 16":       {Name: "checkin", CheckIn: domain.Weekly{At: 960}, HourSaid: true},
		"settings check-in fri 9am": {Name: "checkin", CheckIn: domain.Weekly{Days: domain.Friday, At: 540}, HourSaid: true},
		"prompt mon 00:00":          {Name: "prompt", Prompt: domain.Weekly{Days: domain.Monday}, HourSaid: true},
	} {
		r, err := ParseRapport(text, tuesday, known, nil)
		if diff := cmp.Diff(want, r.Set); err != nil || r.Do != RapportSet || diff != "" {
			t.Errorf("%q: %s %v -want +got\n%s", text, r.Do, err, diff)
		}
	}
	_, err := ParseRapport("checkin sometimes", tuesday, known, nil)
	if wrong, ok := errors.AsType[*Error](err); !ok || wrong.Nearest != "checkin" {
		t.Errorf("checkin sometimes: %v", err)
	}
}

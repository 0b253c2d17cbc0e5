package phrase

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

func TestParseBy(t *testing.T) {
	for _, c := range []struct {
		text, on, rest string
	}{
		{"friday", "2026-11-27", ""},
		{"by Friday", "2026-11-27", ""},
		{"by tue", "2026-11-24", ""},
		{"next tue", "2026-12-01", ""},
		{"by 3 nov", "2027-11-03", ""},
		{"24 nov send it", "2026-11-24", "send it"},
		{"tomorrow", "2026-11-25", ""},
		{"in 2 weeks", "2026-12-08", ""},
		{"2 weeks", "2026-12-08", ""},
		{"in a month", "2026-12-24", ""},
		{"end of month", "2026-11-30", ""},
		{"end of the week", "2026-11-27", ""},
		{"next week", "2026-11-30", ""},
		{"2027-01-07", "2027-01-07", ""},
		{"until 7 jan", "2027-01-07", ""},
		{"tue 1 dec", "2026-12-01", ""},
		{"by wed, 1 dec send it", "2026-12-01", "send it"},
		{"by the 2nd", "2026-12-02", ""},
		{"by the 31st", "2026-12-31", ""},
		{"by tomorrow evening", "2026-11-25", ""},
		{"the 2nd floor", "", "the 2nd floor"},
		{"the weekend", "", "the weekend"},
		{"someday", "", "someday"},
	} {
		on, rest, ask, err := ParseBy(c.text, tuesday, nil)
		if err != nil || ask != nil || on.String() != c.on || rest != c.rest {
			t.Errorf("%q: %v %q %v %v, want %s %q", c.text, on, rest, ask, err, c.on, c.rest)
		}
	}
}

func TestParseCadence(t *testing.T) {
	for text, want := range map[string]domain.Cadence{
		"every 6 weeks": {Ideal: 42, Maximum: 84}, "6 weeks": {Ideal: 42, Maximum: 84}, "weekly": {Ideal: 7, Maximum: 14},
		"every week": {Ideal: 7, Maximum: 14}, "every other week": {Ideal: 14, Maximum: 28}, "monthly": {Ideal: 30, Maximum: 60},
		"every 10 days": {Ideal: 10, Maximum: 20}, "every 10": {Ideal: 10, Maximum: 20}, "quarterly": {Ideal: 90, Maximum: 180},
		"30/60": {Ideal: 30, Maximum: 60}, "every 30 to 60 days": {Ideal: 30, Maximum: 60}, "every 2 to 4 weeks": {Ideal: 14, Maximum: 28},
		"every 6w": {Ideal: 42, Maximum: 84}, "yearly": {Ideal: 365, Maximum: 730}, "every two months": {Ideal: 60, Maximum: 120},
		"every default": {}, "Every Other Month": {Ideal: 60, Maximum: 120},
	} {
		if got, err := ParseCadence(text); err != nil || got != want {
			t.Errorf("%q: %+v %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "often", "every", "every 0 days", "every 9999 weeks", "60/30", "every blue moon", "weekly or so"} {
		if got, err := ParseCadence(text); err == nil {
			t.Errorf("%q is taken as %+v", text, got)
		}
	}
}

// TestParsePeople holds one line for each thing that can be asked.
func TestParsePeople(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "list",
		"page 2":                   "list page 2",
		"due":                      "due",
		"Nurturing":                "phase Nurturing",
		"sust page 3":              "phase Sustaining page 3",
		"#GopherCon":               "tag #gophercon",
		"#gophercon every 6 weeks": "tag every #gophercon 42/84",
		"help":                     "help",
		"jane":                     "card Jane",
		"Omar":                     "card Omar Haddad",
		"Jane #Go #berlin":         "card tag Jane +[go berlin]",
		"Jane -#go":                "card tag Jane -[go]",
		"Jane every 6 weeks":       "card every Jane 42/84",
		"Jane weekly":              "card every Jane 7/14",
		"Jane every default":       "card every Jane 0/0",
		"Jane birthday 3 may":      "card date Jane birthday 0-5-3",
		"Jane’s birthday 3 may":    "card date Jane birthday 0-5-3",
		"Jane birthday 29 feb":     "card date Jane birthday 0-2-29",
		"Jane birthday 3 may 1980": "card date Jane birthday 1980-5-3",
		"Jane -- likes boats":      "card note Jane \"likes boats\"",
		"Jane — likes boats":       "card note Jane \"likes boats\"",
		"Jane rest":                "card rest Jane",
		"Jane wake":                "card wake Jane",
		"Jane archive":             "card archive Jane",
		"Jane restore":             "card restore Jane",
		"Jane to nurturing":        "card move Jane Nurturing",
		"Jane nurturing":           "card move Jane Nurturing",
		"Omar Haddad to relating":  "card move Omar Haddad Relating",
		"Jane snooze 2 weeks":      "card snooze Jane 2026-12-08",
		"Ana":                      "?who:ana [ana costa] [ana lima]",
		"Jnae":                     "?who:jnae [jane]",
		"Nobody Known":             "error unknown name",
		"Jane flies":               "error unknown word",
		"Jane evry 6 weeks":        "error unknown word every",
		"Jane to heaven":           "error unknown word",
		"Jane birthday 31 feb":     "error no such date",
	} {
		p, err := ParsePeople(text, tuesday, known, nil)
		if diff := cmp.Diff(want, describe(p, err)); diff != "" {
			t.Errorf("%q -want +got\n%s", text, diff)
		}
	}
}

func describe(p People, err error) string {
	if wrong, ok := errors.AsType[*Error](err); ok {
		return spaced("error", string(wrong.Kind), wrong.Nearest)
	}
	if err != nil {
		return err.Error()
	}
	if p.Ask != nil {
		s := "?" + p.Ask.Key
		for _, o := range p.Ask.Options {
			s += " [" + o.Value + "]"
		}
		return s
	}
	s := spaced(string(p.Do), p.Who.Name, p.Phase.String(), p.Until.String())
	if p.Tag != "" {
		s += " #" + p.Tag
	}
	if p.Do == CardEvery || p.Do == PeopleTagEvery {
		s += fmt.Sprintf(" %d/%d", p.Cadence.Ideal, p.Cadence.Maximum)
	}
	if p.Do == CardDate {
		s += fmt.Sprintf(" %s %d-%d-%d", p.Occasion.Name, p.Occasion.Year, p.Occasion.Month, p.Occasion.Day)
	}
	if len(p.Tags) > 0 {
		s += fmt.Sprintf(" +%v", p.Tags)
	}
	if len(p.Untag) > 0 {
		s += fmt.Sprintf(" -%v", p.Untag)
	}
	if p.Note != "" {
		s += fmt.Sprintf(" %q", p.Note)
	}
	if p.Page > 1 {
		s += fmt.Sprintf(" page %d", p.Page)
	}
	return s
}

func spaced(parts ...string) string {
	s := ""
	for _, p := range parts {
		if p != "" && s != "" {
			s += " "
		}
		s += p
	}
	return s
}

func TestAddTakesAPastedList(t *testing.T) {
	p, err := ParsePeople("add Tom Berg -- writes about reliability\n• Ines Carvalho #caching #go\n\n\"Mary Ann\", met in Oslo\nlena sato", tuesday, known, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []Line{
		{Name: "Tom Berg", Note: "writes about reliability"},
		{Name: "Ines Carvalho", Tags: []string{"caching", "go"}},
		{Name: "Mary Ann", Note: "met in Oslo"},
		{Name: "lena sato"},
	}
	if diff := cmp.Diff(want, p.Lines); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestParseRapport(t *testing.T) {
	for text, want := range map[string]Rapport{
		"":                                 {Do: RapportHelp},
		"today":                            {Do: RapportToday},
		"settings":                         {Do: RapportSettings},
		"settings hour 8:30":               {Do: RapportSet, Set: Setting{Name: "hour", At: 8*60 + 30}},
		"hour 8:30":                        {Do: RapportSet, Set: Setting{Name: "hour", At: 8*60 + 30}},
		"settings days mon-thu":            {Do: RapportSet, Set: Setting{Name: "days", Days: domain.Monday | domain.Tuesday | domain.Wednesday | domain.Thursday}},
		"settings zone Europe/Berlin":      {Do: RapportSet, Set: Setting{Name: "zone", Zone: "Europe/Berlin"}},
		"settings zone slack":              {Do: RapportSet, Set: Setting{Name: "zone"}},
		"settings cap 5":                   {Do: RapportSet, Set: Setting{Name: "cap", Cap: 5}},
		"settings prompt off":              {Do: RapportSet, Set: Setting{Name: "prompt", PromptOff: true}},
		"settings prompt fri":              {Do: RapportSet, Set: Setting{Name: "prompt", Prompt: domain.Weekly{Days: domain.Friday}}},
		"settings prompt fri 10:00":        {Do: RapportSet, Set: Setting{Name: "prompt", Prompt: domain.Weekly{Days: domain.Friday, At: 600}, HourSaid: true}},
		"settings cadence relating weekly": {Do: RapportSet, Set: Setting{Name: "cadence", Phase: domain.Relating, Cadence: domain.Cadence{Ideal: 7, Maximum: 14}}},
		"pause until 7 jan":                {Do: RapportPause, Until: domain.On(2027, 1, 7)},
		"pause 2 weeks":                    {Do: RapportPause, Until: domain.On(2026, 12, 8)},
		"pause":                            {Do: RapportPause, Until: domain.Forever},
		"stop":                             {Do: RapportPause, Until: domain.Forever},
		"resume":                           {Do: RapportResume},
		"undo":                             {Do: RapportUndo},
		"met Jane coffee":                  {Do: RapportPass, Verb: "met", Rest: "Jane coffee"},
	} {
		got, err := ParseRapport(text, tuesday, known, nil)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v -want +got\n%s", text, err, diff)
		}
	}
	for text, want := range map[string]Error{
		"setings":               {Kind: UnknownWord, Said: "setings", Nearest: "settings"},
		"dance":                 {Kind: UnknownWord, Said: "dance"},
		"pause sometime":        {Kind: BadDate, Said: "sometime"},
		"pause until 3 feb x":   {Kind: BadDate, Said: "until 3 feb x"},
		"settings hour noonish": {Kind: BadSetting, Said: "noonish", Nearest: "hour"},
		"settings zone Mars":    {Kind: BadSetting, Said: "Mars", Nearest: "zone"},
		"settings cap 0":        {Kind: BadSetting, Said: "0", Nearest: "cap"},
	} {
		_, err := ParseRapport(text, tuesday, known, nil)
		var got *Error
		if !errors.As(err, &got) || *got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

func TestVerb(t *testing.T) {
	for text, want := range map[string]string{
		"met Jane for coffee yesterday": "met|Jane for coffee yesterday", "/met Jane": "met|Jane", "Met: Jane": "met|Jane",
		"I met Jane": "met|Jane", "coffee with Jane": "met|coffee with Jane", "people due": "people|due", "due": "people|due",
		"people add\nTom": "people|add\nTom", "undo": "rapport|undo", "today": "rapport|today", "help": "rapport|help",
		"1 kept": "digest|1 kept", "2 later": "digest|2 later", "#2 later": "", "1) kept": "digest|1 kept",
		"pause until friday": "rapport|pause until friday", "stop": "rapport|stop", "stop it": "", "hello there": "", "thanks!": "", "undo everything please": "", "": "",
	} {
		verb, rest, ok := Verb(text)
		got := verb + "|" + rest
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

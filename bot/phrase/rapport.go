package phrase

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"rapport/domain"
)

// RapportVerb is what a /rapport asks for.
type RapportVerb string

// The verbs of /rapport. Pass hands the rest to another command.
const (
	RapportHelp     RapportVerb = "help"
	RapportToday    RapportVerb = "today"
	RapportSettings RapportVerb = "settings" // shows them
	RapportSet      RapportVerb = "set"      // changes one
	RapportPause    RapportVerb = "pause"
	RapportResume   RapportVerb = "resume"
	RapportUndo     RapportVerb = "undo"
	RapportPass     RapportVerb = "pass"
	RapportForecast RapportVerb = "forecast"
	RapportWhy      RapportVerb = "why"
	RapportMerge    RapportVerb = "merge"
	RapportSplit    RapportVerb = "split"
	RapportCheckIn  RapportVerb = "checkin" // shows it now
)

// Rapport is a /rapport as it was typed.
type Rapport struct {
	Do    RapportVerb
	Until domain.Date // of pause
	Set   Setting
	Verb  string // of pass: "met", "people", "promise", "ask", "goal", "identify"
	Rest  string
	Who   Who       // of why, merge and split
	Other Who       // of merge: who is the same person
	Ask   *Question // as in [Met]
}

// Setting is one setting to change; only the field that Name says is set.
type Setting struct {
	Name       string // hour, days, zone, cap, prompt, checkin, cadence
	At         domain.TimeOfDay
	Days       domain.Weekdays
	Zone       string // "" follows Slack again
	Cap        int
	PromptOff  bool
	Prompt     domain.Weekly // of prompt; a zero Days keeps the days
	CheckInOff bool
	CheckIn    domain.Weekly // of checkin; as Prompt
	HourSaid   bool          // of prompt and checkin; without it the hour is kept
	Phase      domain.Phase  // of cadence
	Cadence    domain.Cadence
}

var settingNames = []string{"hour", "days", "zone", "cap", "prompt", "cadence"}

// ParseRapport reads what stands after /rapport.
func ParseRapport(text string, today domain.Date, names Names, answers map[string]string) (Rapport, error) {
	text = strings.TrimSpace(Clean(text))
	first, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	switch w := Fold(first); {
	case w == "" || IsHelp(text):
		return Rapport{Do: RapportHelp}, nil
	case w == "today" && rest == "":
		return Rapport{Do: RapportToday}, nil
	case w == "undo" && rest == "":
		return Rapport{Do: RapportUndo}, nil
	case w == "resume" || w == "unpause":
		return Rapport{Do: RapportResume}, nil
	case w == "settings" || w == "set":
		return parseSetting(rest)
	case w == "pause":
		return parsePause(rest, today)
	case w == "met" || w == "people":
		return Rapport{Do: RapportPass, Verb: w, Rest: rest}, nil
	case slices.Contains(settingNames, w):
		return parseSetting(text)
	default:
		near := nearest(w, append([]string{"help", "today", "settings", "pause", "resume", "undo", "met", "people"}, settingNames...))
		return Rapport{}, &Error{Kind: UnknownWord, Said: first, Nearest: near}
	}
}

func parsePause(rest string, today domain.Date) (Rapport, error) {
	on, left, _, err := ParseBy(rest, today, nil)
	if err != nil {
		return Rapport{}, err
	}
	if on.IsZero() || left != "" || !on.After(today) {
		return Rapport{}, &Error{Kind: BadDate, Said: rest}
	}
	return Rapport{Do: RapportPause, Until: on}, nil
}

func parseSetting(text string) (Rapport, error) {
	name, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	set := Setting{Name: Fold(name)}
	if set.Name == "" {
		return Rapport{Do: RapportSettings}, nil
	}
	if !slices.Contains(settingNames, set.Name) {
		return Rapport{}, &Error{Kind: UnknownWord, Said: name, Nearest: nearest(set.Name, settingNames)}
	}
	bad := &Error{Kind: BadSetting, Said: rest, Nearest: set.Name}
	var err error
	switch set.Name {
	case "hour":
		set.At, err = domain.ParseTimeOfDay(rest)
	case "days":
		set.Days, err = domain.ParseWeekdays(rest)
	case "zone":
		set.Zone, err = zone(rest)
	case "cap":
		set.Cap, err = strconv.Atoi(rest)
		if err == nil && (set.Cap < 1 || set.Cap > 20) {
			return Rapport{}, bad
		}
	case "prompt":
		err = set.prompt(rest)
	case "cadence":
		return parsePhaseCadence(set, rest)
	}
	if err != nil {
		return Rapport{}, bad
	}
	return Rapport{Do: RapportSet, Set: set}, nil
}

// zone checks an IANA zone; "slack" follows Slack again.
func zone(s string) (string, error) {
	switch Fold(s) {
	case "slack", "auto", "default":
		return "", nil
	}
	loc, err := time.LoadLocation(strings.ReplaceAll(s, " ", "_"))
	if err != nil || s == "" || Fold(s) == "local" {
		return "", domain.Fault(domain.KindInvalid, "zone", err)
	}
	return loc.String(), nil
}

// prompt reads "off", "on", "mon", "10:00" and "mon 10:00".
func (s *Setting) prompt(rest string) (err error) {
	switch Fold(rest) {
	case "off", "no", "never":
		s.PromptOff = true
		return nil
	case "on":
		return nil
	}
	day, hour, both := strings.Cut(rest, " ")
	if s.Prompt.Days, err = domain.ParseWeekdays(day); err != nil {
		if both {
			return err
		}
		hour, s.Prompt.Days = rest, 0
	}
	if hour == "" {
		return nil
	}
	s.HourSaid = true
	s.Prompt.At, err = domain.ParseTimeOfDay(strings.TrimPrefix(strings.TrimSpace(hour), "at "))
	return err
}

func parsePhaseCadence(set Setting, rest string) (Rapport, error) {
	name, rhythm, _ := strings.Cut(rest, " ")
	ph, err := domain.ParsePhase(name)
	if err != nil {
		return Rapport{}, &Error{Kind: UnknownWord, Said: name, Nearest: nearest(Fold(name), []string{"identifying", "relating", "nurturing", "sustaining", "capitalizing"})}
	}
	c, err := ParseCadence(rhythm)
	if err != nil {
		return Rapport{}, err
	}
	set.Phase, set.Cadence = ph, c
	return Rapport{Do: RapportSet, Set: set}, nil
}

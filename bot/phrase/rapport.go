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
	Verb  string // of pass: "met", "people", "promise", "ask", "goal", "identify", "mentoring"
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

var settingNames = []string{"hour", "days", "zone", "cap", "prompt", "checkin", "cadence"}

// passed are the commands that work behind /rapport too.
var passed = []string{"met", "people", "promise", "ask", "goal", "identify", "mentoring"}

// rapportWords are the words that stand first, for suggestions.
var rapportWords = slices.Concat([]string{"help", "today", "forecast", "why", "settings", "pause", "resume", "undo", "merge", "split"}, passed, settingNames)

// ParseRapport reads what stands after /rapport.
func ParseRapport(text string, today domain.Date, names Names, answers map[string]string) (Rapport, error) {
	text = strings.TrimSpace(Clean(text))
	first, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	w := strings.ReplaceAll(Fold(first), "check-in", "checkin")
	switch {
	case w == "" || IsHelp(text):
		return Rapport{Do: RapportHelp}, nil
	case slices.Contains(passed, w):
		return Rapport{Do: RapportPass, Verb: w, Rest: rest}, nil
	case w == "why" || w == "merge" || w == "split":
		return parseAboutPeople(RapportVerb(w), rest, today, names, answers)
	case w == "pause" && rest != "":
		return parsePause(rest, today)
	case rest == "" && slices.Contains(pauseWords, w):
		return Rapport{Do: RapportPause, Until: domain.Forever}, nil
	case w == "settings" || w == "set":
		return parseSetting(rest)
	case rest == "" && rapportAlone[w] != "":
		return Rapport{Do: rapportAlone[w]}, nil
	case w == "resume" || w == "unpause":
		return Rapport{Do: RapportResume}, nil
	case slices.Contains(settingNames, w):
		return parseSetting(w + " " + rest)
	}
	return Rapport{}, &Error{Kind: UnknownWord, Said: first, Nearest: nearest(w, rapportWords)}
}

// pauseWords want nothing unasked any more, until resume.
var pauseWords = []string{"pause", "stop", "leave", "off", "unsubscribe", "quiet"}

// rapportAlone are the words after which nothing else may stand.
var rapportAlone = map[string]RapportVerb{
	"today": RapportToday, "undo": RapportUndo, "forecast": RapportForecast, "checkin": RapportCheckIn,
}

func parsePause(rest string, today domain.Date) (Rapport, error) {
	on, left, _, err := ParseBy(rest, today, nil)
	if err != nil {
		return Rapport{}, err
	}
	switch {
	case on.IsZero() || left != "":
		return Rapport{}, &Error{Kind: BadDate, Said: rest}
	case !on.After(today):
		return Rapport{}, &Error{Kind: DateGone, Said: rest}
	}
	return Rapport{Do: RapportPause, Until: on}, nil
}

func parseSetting(text string) (Rapport, error) {
	name, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	set := Setting{Name: strings.ReplaceAll(Fold(name), "check-in", "checkin")}
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
		set.Prompt, set.PromptOff, set.HourSaid, err = parseWeekly(rest)
	case "checkin":
		set.CheckIn, set.CheckInOff, set.HourSaid, err = parseWeekly(rest)
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

// parseWeekly reads "off", "on", "mon", "10:00" and "mon 10:00". What was not
// said is zero; hour tells midnight from no hour.
func parseWeekly(text string) (w domain.Weekly, off, hour bool, err error) {
	switch Fold(text) {
	case "off", "no", "never":
		return domain.Weekly{}, true, false, nil
	case "on", "":
		return domain.Weekly{}, false, false, nil
	}
	day, at, both := strings.Cut(text, " ")
	if w.Days, err = domain.ParseWeekdays(day); err != nil {
		if both {
			return domain.Weekly{}, false, false, err
		}
		at, w.Days = text, 0
	}
	if at == "" {
		return w, false, false, nil
	}
	w.At, err = domain.ParseTimeOfDay(strings.TrimPrefix(strings.TrimSpace(at), "at "))
	return w, false, true, err
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

// parseAboutPeople reads whom "why", "merge" and "split" are about.
func parseAboutPeople(do RapportVerb, text string, today domain.Date, names Names, answers map[string]string) (Rapport, error) {
	p := &reader{text: text, ts: scan(text), today: today, names: names, answers: answers}
	var err error
	if p.known, err = p.candidates(); err != nil {
		return Rapport{}, err
	}
	r := Rapport{Do: do}
	if r.Who, err = p.somebody("who:"); err == nil && do == RapportMerge && p.ask == nil {
		err = p.other(&r)
	}
	if r.Ask = p.ask; err == nil && p.ask != nil {
		return r, nil
	}
	for do == RapportWhy && idle[strings.TrimRight(at(p.ts, p.i), "?!.")] {
		p.i++
	}
	if err == nil && p.i < len(p.ts) {
		err = &Error{Kind: UnknownWord, Said: saidOf(p.text, p.ts[p.i:])}
	}
	if err != nil {
		return Rapport{}, err
	}
	return r, nil
}

// idle are words that may follow "why Jane".
var idle = map[string]bool{"today": true, "now": true, "again": true, "here": true, "due": true, "not": true, "is": true}

// mergers are the words between two names of one person.
var mergers = map[string]bool{"and": true, "&": true, "with": true, "into": true, "=": true, "==": true, "is": true, "to": true, "+": true, "/": true, "->": true, "→": true}

// other reads the second of two names of one person. The first is not meant
// again: of two who are called Jane, it is the other.
func (p *reader) other(r *Rapport) (err error) {
	for p.i < len(p.ts) && (p.ts[p.i].kind == comma || mergers[at(p.ts, p.i)]) {
		p.i++
	}
	if p.i >= len(p.ts) {
		return &Error{Kind: NoName, Said: r.Who.Name}
	}
	p.first = r.Who.Contact
	r.Other, err = p.somebody("other:")
	return err
}

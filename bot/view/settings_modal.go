package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// The input blocks of the settings modal. The rhythm of a phase has the block
// "rhythm." and the phase's name: see [PhaseBlock].
const (
	HourBlock       = "hour"
	DaysBlock       = "days"
	ZoneBlock       = "zone"
	CapBlock        = "cap"
	PromptBlock     = "prompt"
	PromptDaysBlock = "promptdays"
	PromptHourBlock = "prompthour"

	CheckInBlock     = "checkin"
	CheckInDaysBlock = "checkindays"
	CheckInHourBlock = "checkinhour"
)

// PhaseBlock is the input block of a phase's rhythm.
func PhaseBlock(p domain.Phase) string { return "rhythm." + p.String() }

// On and off, as the menus of the weekly question and the check-in mean them.
const (
	PromptOn  = "on"
	PromptOff = "off"
)

// SettingsModal asks for everything that can be chosen, with what holds now
// filled in.
func SettingsModal(p SettingsPage) *slack.ModalViewRequest {
	r := p.Resolved
	zone := "slack"
	if p.Member.ZoneChosen {
		zone = r.Location.String()
	}
	onOrOff := func(off bool) *slack.SelectBlockElement {
		is := PromptOn
		if off {
			is = PromptOff
		}
		return selectInput(is, []Choice{{"Yes, please", PromptOn}, {"No, thank you", PromptOff}})
	}
	caps := make([]Choice, 10)
	for i := range caps {
		caps[i] = Choice{strconv.Itoa(i + 1), strconv.Itoa(i + 1)}
	}
	blocks := []slack.Block{
		input(HourBlock, "When shall the digest come?", textInput("09:00", r.Digest.At.String(), 20)),
		input(DaysBlock, "On which days?", textInput("Mon–Fri", r.Digest.Days.String(), 100)),
		hinted(input(ZoneBlock, "Time zone", textInput("Europe/Berlin", zone, 60)), "“slack” follows your Slack profile."),
		input(CapBlock, "How many people a day, at most?", selectInput(strconv.Itoa(r.Cap), caps)),
		input(PromptBlock, "The weekly question whom to meet next", onOrOff(r.PromptOff)),
		input(PromptDaysBlock, "On which day?", textInput("Mon", r.Prompt.Days.String(), 100)),
		input(PromptHourBlock, "And when?", textInput("09:00", r.Prompt.At.String(), 20)),
		input(CheckInBlock, "The weekly check-in that asks whom you met", onOrOff(r.CheckInOff)),
		input(CheckInDaysBlock, "The check-in comes on", textInput("Fri", r.CheckIn.Days.String(), 100)),
		input(CheckInHourBlock, "At what time?", textInput("15:00", r.CheckIn.At.String(), 20)),
	}
	for _, ph := range domain.Phases {
		blocks = append(blocks, hinted(
			input(PhaseBlock(ph), "Rhythm in "+ph.String(), textInput("every 6 weeks", RhythmWords(r.Cadences[ph]), 100)),
			"“default” follows the usual one."))
	}
	return modal(VerbSettingsSaved, "Your settings", "Save", "", blocks...)
}

// RhythmWords is a rhythm as a member would type it.
func RhythmWords(r domain.Cadence) string {
	if r == domain.Every(r.Ideal) {
		return Every(r.Ideal)
	}
	return fmt.Sprintf("%d/%d", r.Ideal, r.Maximum)
}

// The field errors of the settings modal.
const (
	NoHour = "Write it like: 9, 08:30, 5pm."
	NoDays = "Write it like: mon-fri, or mon, wed."
	NoZone = "Write it like: Europe/Berlin, or slack."
	NoCap  = "Choose one to ten."

	SameDay = "The weekly question comes on that day. Choose another one, so that it doesn't get too much at once."
)

// Changes says which settings were changed.
func Changes(changed []string) string {
	if len(changed) == 0 {
		return "Everything stays as it was."
	}
	return "Changed: " + strings.Join(changed, "; ") + "."
}

// BadSetting says how a setting is written.
func BadSetting(name, said string) Message {
	hints := map[string]string{
		"hour": "hour 8:30", "days": "days mon-fri", "zone": "zone Europe/Berlin", "cap": "cap 3",
		"prompt": "prompt mon 10:00", "checkin": "checkin fri 15:00", "cadence": "cadence relating every 3 weeks",
	}
	hint, ok := hints[name]
	if !ok {
		hint = "hour 8:30"
	}
	more := ""
	switch name {
	case "zone":
		more = " `zone slack` follows your profile again."
	case "prompt":
		more = " `prompt off` ends it."
	case "checkin":
		more = " `checkin off` ends it."
	case "cap":
		more = " One to ten."
	}
	return Say("I can't make a setting of " + quoted(said) + ". Nothing was changed. Write it like `/rapport settings " + hint + "`." + more)
}

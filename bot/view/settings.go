package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// SettingsPage is what holds for a member now, and why.
type SettingsPage struct {
	Today    domain.Date
	Member   domain.Member
	Resolved domain.Resolved
	// NextOn and NextAt are the next digest's date and time; the zero date when
	// none will come.
	NextOn domain.Date
	NextAt domain.TimeOfDay
	// Late says that its time is over and it comes at once.
	Late bool
	// Slowed says that digests come once a week for now, because the last ones
	// were not answered; Resolved has them as they were chosen.
	Slowed bool
	// Done says, in mrkdwn, what was just changed. Undo is the value of the
	// button that takes it back, "" for none.
	Done string
	Undo string
}

// Settings shows what holds now, each with where it comes from.
func Settings(p SettingsPage) Message {
	var row []slack.BlockElement
	if p.Undo != "" {
		row = append(row, button(VerbSettingsUndo, p.Undo, "Undo"))
	}
	row = append(row, button(VerbSettingsForm, "", "Change settings"))
	switch {
	case p.paused():
		row = append(row, button(VerbResume, "", "Resume now"))
	case p.Done == "":
		row = append(row, button(VerbLeave, "", "Stop all messages"))
	}
	if p.Done != "" {
		return Compose(section("", p.Done), section("next", Next(p)), actions("do", row...))
	}
	return Compose(section("", "*Your settings*\n"+settingsLines(p)), section("next", Next(p)), actions("do", row...),
		context("", "In words: `/rapport settings hour 8:30`, `days mon-thu`, `zone Europe/Berlin`, `cap 2`, `prompt off`, `checkin fri 15:00`, `cadence relating every 3 weeks`."))
}

func (p SettingsPage) paused() bool { return p.Member.PausedUntil.After(p.Today) }

// settingsLines is one line for each setting.
func settingsLines(p SettingsPage) string {
	m, r := p.Member, p.Resolved
	zoneFrom := "the usual"
	if m.Zone == r.Location.String() {
		zoneFrom = "from Slack"
	}
	lines := []string{
		"Daily digest: " + r.Digest.At.String() + ", " + r.Digest.Days.String() + chosenOr(m.Chosen.Digest != nil, "the usual"),
		"Time zone: " + Escape(r.Location.String()) + chosenOr(m.ZoneChosen, zoneFrom),
		"At most " + strconv.Itoa(r.Cap) + " a day" + chosenOr(m.Chosen.Cap > 0, "the usual"),
		"Weekly question whom to meet next: " + weekly(r.Prompt, r.PromptOff) + chosenOr(r.PromptOff || m.Chosen.Prompt != nil, "the usual"),
		"Weekly check-in, whom you met: " + weekly(r.CheckIn, r.CheckInOff) + chosenOr(r.CheckInOff || m.Chosen.CheckIn != nil, "the usual"),
	}
	for _, ph := range domain.Phases {
		_, own := m.Chosen.Cadences[ph]
		lines = append(lines, "Rhythm in "+ph.String()+": "+rhythm(r.Cadences[ph])+chosenOr(own, "the usual"))
	}
	tags := make([]string, 0, len(r.TagCadences))
	for t := range r.TagCadences {
		tags = append(tags, t)
	}
	slices.Sort(tags)
	for n, t := range tags {
		if n == mostTagRhythms {
			lines = append(lines, fmt.Sprintf("and %d more tags with a rhythm", len(tags)-n))
			break
		}
		lines = append(lines, "Rhythm of "+hashes([]string{t})+": "+rhythm(r.TagCadences[t])+chosenOr(true, ""))
	}
	return strings.Join(lines, "\n")
}

// weekly is the time of something that comes once a week, or that it does not.
func weekly(w domain.Weekly, off bool) string {
	if off {
		return "off"
	}
	return w.At.String() + ", " + w.Days.String()
}

// mostTagRhythms is how many tags the settings list.
const mostTagRhythms = 10

func rhythm(r domain.Cadence) string {
	return Every(r.Ideal) + ", " + Days(r.Maximum) + " at the longest"
}

// chosenOr says where a setting comes from.
func chosenOr(chosen bool, other string) string {
	if chosen {
		return " · your choice"
	}
	return " · " + other
}

// Next says when the next digest comes.
func Next(p SettingsPage) string {
	switch {
	case p.Member.PausedUntil == domain.Forever:
		return "Nothing comes unasked until you want it again: `/rapport resume`."
	case p.NextOn.IsZero():
		return "No digest is planned."
	case p.paused():
		return "Paused: next digest " + nextWhen(p) + ". A day with nothing to say is silent."
	}
	next := "Next digest: " + nextWhen(p) + ". A day with nothing to say is silent."
	if p.Slowed {
		next += " It comes once a week for now, as the last ones stayed without an answer; any button of it brings it back."
	}
	return next
}

func nextWhen(p SettingsPage) string {
	if p.Late {
		return "in a moment"
	}
	day := Weekday(p.NextOn, p.Today)
	switch p.NextOn.Sub(p.Today) {
	case 0:
		day = "today"
	case 1:
		day = "tomorrow, " + day
	}
	return day + ", " + p.NextAt.String()
}

// Paused says until when nothing comes unasked.
func Paused(p SettingsPage) Message {
	text := "Nothing comes unasked until " + Weekday(p.Member.PausedUntil, p.Today) + ". All commands work as ever, and nothing is lost."
	if p.Member.PausedUntil == domain.Forever {
		return Compose(section("", "I won't write to you by myself any more. What you noted stays, and all commands work as ever; `/rapport resume` brings the messages back."),
			actions("do", button(VerbResume, "", "Resume now")))
	}
	return Compose(section("", text), section("next", Next(p)), actions("do", button(VerbResume, "", "Resume now")))
}

// Resumed says that messages come again.
func Resumed(p SettingsPage, was bool) Message {
	text := "I wasn't paused. Nothing was changed."
	if was {
		text = "I'm back."
	}
	return Compose(section("", text), section("next", Next(p)))
}

// Crowded refuses the weekly question and the check-in on the same day.
func Crowded() Message {
	return Say("The weekly question and the check-in would come on the same day, and with the digest that is more than I want to send you at once. Nothing was changed. " +
		"Choose another day, like `/rapport settings checkin thu`, or turn one off: `/rapport settings prompt off`.")
}

// ChosenSince refuses to take back settings that were changed again.
func ChosenSince() Message {
	return Say("You changed your settings again since then, so I left them as they are. `/rapport settings` shows them.")
}

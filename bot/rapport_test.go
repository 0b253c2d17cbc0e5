package bot

import (
	"cmp"
	"fmt"
	"testing"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

func (d *desk) rapport(text string) Answer { d.t.Helper(); return d.slash(view.VerbRapport, text) }

func TestRapportHelpsAndPassesOn(t *testing.T) {
	d := newDesk(t)
	for _, text := range []string{"", "help"} {
		d.says(d.rapport(text), "/met Jane coffee", "/rapport settings")
	}
	d.says(d.rapport("met Jane coffee"), "Logged: coffee with *Jane*")
	d.says(d.rapport("people Jane"), "*Jane*", "Relating")
	d.says(d.rapport("undo"), "Undone")
	d.touched("Jane", "nobody")
	d.says(d.rapport("setings"), "Did you mean `settings`?")
}

func TestTodayUsesNothingUp(t *testing.T) {
	d := circle(t)
	m := d.says(d.rapport("today"), "Three people today.", "*Ada*", "*Ben*", "*Cleo*", "the digest comes as ever")
	if !d.on.IsZero() || len(d.shown) != 0 {
		t.Error("it was recorded as shown")
	}
	d.says(d.presses(m, "Log it"), "✓ *Ada*: logged contact", "*Ben*")
	d.says(d.types("today"), "Two people today.")
	d.people("Ben rest")
	d.people("Cleo rest")
	d.says(d.rapport("today"), "Nobody needs you today.", "Everyone is fine until")
}

func TestSettingsSayWhereTheyComeFrom(t *testing.T) {
	d := newDesk(t)
	d.member.LastDigest = d.today() // today's came at nine
	d.says(d.rapport("settings"), "Daily digest: 09:00, Mon–Fri · the usual", "Time zone: Europe/Berlin · from Slack", "At most 3 a day · the usual",
		"Rhythm in Relating: every 2 weeks, 30 days at the longest · the usual", "Next digest: tomorrow, Wed 25 Nov, 09:00")
	for _, c := range []struct{ text, says, then string }{
		{"hour 8:30", "Changed: digest at 08:30, Mon–Fri.", "Daily digest: 08:30, Mon–Fri · your choice"},
		{"days mon-thu", "Changed: digest at 08:30, Mon–Thu.", "08:30, Mon–Thu"},
		{"zone America/New_York", "time zone America/New_York", "Time zone: America/New_York · your choice"},
		{"zone slack", "time zone as Slack has it", "from Slack"},
		{"cap 2", "at most 2 a day", "At most 2 a day · your choice"},
		{"prompt off", "no weekly question", "Weekly question whom to meet next: off · your choice"},
		{"prompt tue 10:00", "weekly question Tue, 10:00", "10:00, Tue · your choice"},
		{"cadence relating every 3 weeks", "Relating every 3 weeks, 42 days at the longest", "Rhythm in Relating: every 3 weeks"},
	} {
		d.says(d.rapport("settings "+c.text), c.says, "Next digest: ")
		d.says(d.rapport("settings"), c.then)
	}
	d.says(d.rapport("settings cap 2"), "Everything stays as it was")
	d.says(d.types("rapport settings hour 7"), "digest at 07:00")
}

func TestSettingsThatCantBeRead(t *testing.T) {
	d := newDesk(t)
	for text, want := range map[string]string{
		"hour noonish": "hour 8:30", "days someday": "days mon-fri", "zone Atlantis": "zone slack",
		"cap 0": "One to ten", "cap 15": "One to ten", "prompt whenever": "prompt off",
	} {
		d.says(d.rapport("settings "+text), "Nothing was changed", want)
	}
	if d.member.Chosen.Digest != nil || d.member.Chosen.Cap != 0 {
		t.Errorf("chosen is %+v", d.member.Chosen)
	}
}

func TestSettingsAreTakenBack(t *testing.T) {
	d := newDesk(t)
	first := d.says(d.rapport("settings hour 8:30"))
	second := d.says(d.rapport("settings cap 2"))
	d.says(d.presses(first, "Undo"), "changed your settings again since")
	d.says(d.presses(second, "Undo"), "at most 3 a day")
	d.says(d.presses(first, "Undo"), "digest at 09:00")
	if d.member.Chosen.Digest != nil || d.member.Chosen.Cap != 0 {
		t.Errorf("chosen is %+v", d.member.Chosen)
	}
}

func TestSettingsForm(t *testing.T) {
	d := newDesk(t)
	d.member.LastDigest = d.today()
	form := d.presses(d.says(d.rapport("settings")), "Change settings").Modal
	values := []string{
		"hour=8:30", "days=mon-thu", "zone=slack", "cap=2", "prompt=off", "promptdays=Mon", "prompthour=09:00",
		"checkin=on", "checkindays=thu", "checkinhour=16",
		"rhythm.Identifying=7/21", "rhythm.Relating=weekly", "rhythm.Nurturing=21/45", "rhythm.Sustaining=every month", "rhythm.Capitalizing=default",
	}
	d.says(d.submits(form, values...), "digest at 08:30, Mon–Thu", "at most 2 a day", "no weekly question", "check-in Thu, 16:00", "Relating every week", "Next digest: tomorrow, Wed 25 Nov, 08:30")
	if c := d.member.Chosen; len(c.Cadences) != 1 || c.Prompt != nil || d.member.ZoneChosen {
		t.Errorf("chosen is %+v", c)
	}
	values[0], values[2], values[11] = "hour=later", "zone=Nowhere/Land", "rhythm.Relating=now and then"
	values[4], values[8] = "prompt=on", "checkindays=mon-tue"
	errs := d.submits(form, values...).Errors
	for _, block := range []string{view.HourBlock, view.ZoneBlock, view.CheckInDaysBlock, "rhythm.Relating"} {
		if errs[block] == "" {
			t.Errorf("no error for %s in %v", block, errs)
		}
	}
}

func TestCheckInIsChosen(t *testing.T) {
	d := newDesk(t)
	set := func(s phrase.Setting) Answer {
		s.Name = cmp.Or(s.Name, "checkin")
		d.commands++
		a, err := d.bot.set(t.Context(), Command{
			ID: domain.CommandID(fmt.Sprintf("command-%d", d.commands)), Workspace: mia.Workspace, Member: mia.Member,
			Verb: view.VerbSettings, At: d.now, Reply: Reply{Door: SlashDoor},
		}, s)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	thursday := phrase.Setting{CheckIn: domain.Weekly{Days: domain.Thursday}}
	d.says(d.rapport("settings"), "Weekly check-in, whom you met: 15:00, Fri · the usual")
	d.says(set(thursday), "Changed: check-in Thu, 15:00.")
	m := d.says(set(phrase.Setting{CheckIn: domain.Weekly{At: 16 * 60}, HourSaid: true}), "Changed: check-in Thu, 16:00.")
	d.says(set(phrase.Setting{CheckInOff: true}), "Changed: no weekly check-in.")
	d.says(d.presses(m, "Undo"), "changed your settings again since")
	d.says(d.rapport("settings"), "whom you met: off · your choice")
	d.says(set(phrase.Setting{}), "Changed: check-in Thu, 16:00.")

	// The day of the weekly question is taken, from either side.
	d.says(set(phrase.Setting{CheckIn: domain.Weekly{Days: domain.Monday}}), "on the same day", "Nothing was changed")
	d.says(set(phrase.Setting{Name: "prompt", Prompt: domain.Weekly{Days: domain.Thursday}}), "on the same day")
	if got := d.member.Settings(d.bot.policy); got.CheckIn.Days != domain.Thursday || got.Prompt.Days != domain.Monday {
		t.Errorf("settled on %+v", got)
	}
	set(phrase.Setting{Name: "prompt", PromptOff: true})
	d.says(set(phrase.Setting{CheckIn: domain.Weekly{Days: domain.Monday}}), "Changed: check-in Mon, 16:00.")
	d.says(set(phrase.Setting{Name: "prompt"}), "on the same day")
	// Midnight is a time like any other.
	d.says(set(phrase.Setting{CheckIn: domain.Weekly{}, HourSaid: true}), "Changed: check-in Mon, 00:00.")
}

// Whoever chooses a time for the digest while it comes weekly, because the last
// ones were ignored, chooses it for all their days.
func TestSettingsWhileDigestsComeWeekly(t *testing.T) {
	d := newDesk(t)
	d.member.LastDigest = d.today()
	d.member.Unanswered = d.bot.policy.Nudging.Ignored
	d.says(d.rapport("settings"), "Daily digest: 09:00, Mon–Fri · the usual", "Next digest: Mon 30 Nov, 09:00", "once a week for now")
	d.says(d.rapport("settings cap 2"), "Changed: at most 2 a day.", "Mon 30 Nov")
	d.says(d.rapport("settings hour 8"), "Changed: digest at 08:00, Mon–Fri.", "Next digest: tomorrow, Wed 25 Nov, 08:00")
}

func TestPauseAndResume(t *testing.T) {
	d := newDesk(t)
	d.member.LastDigest = d.today()
	m := d.says(d.rapport("pause until 7 dec"), "Nothing comes unasked until Mon 7 Dec", "Paused: next digest Mon 7 Dec, 09:00")
	d.says(d.rapport("settings"), "Paused: next digest")
	a := d.presses(m, "Resume now")
	d.says(a, "I'm back.", "Next digest: tomorrow, Wed 25 Nov, 09:00")
	if !a.Replace || !d.member.PausedUntil.IsZero() {
		t.Errorf("%+v, paused until %s", a, d.member.PausedUntil)
	}
	d.says(d.rapport("resume"), "wasn't paused")
	for _, day := range []string{"yesterday", "today", "2026-11-01"} {
		d.says(d.rapport("pause until "+day), "That day has come already: “until "+day+"”", "Nothing was changed", "/rapport pause until 7 jan")
	}
	d.says(d.rapport("pause until 31 feb"), "There is no such day as “until 31 feb”", "Nothing was changed", "/rapport pause for 2 weeks")
	if !d.member.PausedUntil.IsZero() {
		t.Errorf("paused until %s", d.member.PausedUntil)
	}
	// Leaving is one tap, or one word.
	m = d.says(d.presses(d.says(d.rapport("settings")), "Stop all messages"), "won't write to you by myself any more")
	if got := d.member.Appointments(d.bot.policy, d.now.AddDate(50, 0, 0)); len(got) != 0 {
		t.Errorf("something is planned: %+v", got)
	}
	d.says(d.rapport("settings"), "Nothing comes unasked until you want it again")
	d.says(d.presses(m, "Resume now"), "I'm back.", "Next digest: tomorrow, Wed 25 Nov, 09:00")
	d.says(d.types("stop"), "won't write to you by myself any more")
}

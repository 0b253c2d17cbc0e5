package view

import (
	"testing"
	"time"

	"rapport/domain"
)

func resolved() domain.Resolved {
	return domain.Member{Zone: "Europe/Berlin"}.Settings(domain.DefaultPolicy())
}

func settingsPage() SettingsPage {
	return SettingsPage{Today: today, Member: domain.Member{Zone: "Europe/Berlin"}, Resolved: resolved(), NextOn: today.AddDays(1), NextAt: 9 * 60}
}

func TestSettings(t *testing.T) {
	chosen := settingsPage()
	chosen.Member = domain.Member{ZoneChosen: true, Chosen: domain.Settings{
		Digest: &domain.Weekly{At: 510, Days: domain.Monday | domain.Thursday}, Cap: 2, PromptOff: true,
		Cadences:    map[domain.Phase]domain.Cadence{domain.Relating: domain.Every(21)},
		TagCadences: map[string]domain.Cadence{"gopher": domain.Every(42)},
	}}
	chosen.Member.Zone = "America/New_York"
	chosen.Resolved = chosen.Member.Settings(domain.DefaultPolicy())
	chosen.NextOn, chosen.NextAt = today.AddDays(2), 510

	changed := chosen
	changed.Done, changed.Undo = Changes(Differences(settingsPage(), chosen)), "{}"
	paused := settingsPage()
	paused.Member.PausedUntil, paused.NextOn = domain.On(2026, time.December, 7), domain.On(2026, time.December, 7)
	late := settingsPage()
	late.NextOn, late.Late = today, true
	slowed := settingsPage()
	slowed.Slowed, slowed.Resolved.CheckInOff = true, true
	nothing := settingsPage()
	nothing.Done = Changes(nil)
	golden{
		"usual":   Settings(settingsPage()),
		"chosen":  Settings(chosen),
		"changed": Settings(changed),
		"nothing": Settings(nothing),
		"late":    Settings(late),
		"slowed":  Settings(slowed),
		"crowded": Crowded(),
		"paused":  Paused(paused),
		"shown":   Settings(paused),
		"resumed": Resumed(settingsPage(), true),
		"awake":   Resumed(settingsPage(), false),
		"since":   ChosenSince(),
		"bad":     BadSetting("zone", "Atlantis"),
		"form":    SettingsModal(chosen),
		"today":   Today(digest()),
		"quiet":   Today(DigestPage{Today: today}),
	}.check(t, "settings")
}

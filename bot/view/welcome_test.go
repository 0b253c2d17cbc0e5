package view

import (
	"strings"
	"testing"

	"rapport/domain"
)

func TestWelcome(t *testing.T) {
	alone := WelcomePage{Resolved: resolved()}
	alone.Resolved.PromptOff, alone.Resolved.CheckInOff, alone.Resolved.Cap = true, true, 20
	golden{
		"usual": Welcome(WelcomePage{Name: "Mia", Resolved: resolved()}),
		"alone": Welcome(alone),
		"evil":  Welcome(WelcomePage{Name: "<!channel> & *x*", Resolved: resolved()}),
	}.check(t, "welcome")
	forever := settingsPage()
	forever.Member.PausedUntil, forever.NextOn = domain.Forever, domain.Date{}
	golden{"left": Paused(forever), "shown": Settings(forever)}.check(t, "leave")
}

// The welcome promises nothing that is not so: whoever runs the bot can read it.
func TestWelcomeIsHonest(t *testing.T) {
	m := Welcome(WelcomePage{Name: "Mia", Resolved: resolved()})
	for _, want := range []string{"can read my database", "export may hold direct messages"} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("the welcome does not say %q", want)
		}
	}
}

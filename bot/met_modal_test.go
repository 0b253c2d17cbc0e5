package bot

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"rapport/bot/view"
)

func TestBareMetOpensTheForm(t *testing.T) {
	d := newDesk(t)
	form := d.met("").Modal
	if errs := d.submits(form, "kind=coffee", "on=2026-11-24").Errors; errs[view.NewBlock] != view.NobodyChosen {
		t.Errorf("errors are %v", errs)
	}
	d.says(d.submits(form, "new=Jane Doe, Omar", "kind=coffee", "on=2026-11-23", "note=talked shop", "signals=initiated|need"),
		"coffee with *Jane Doe* and *Omar*, yesterday", "talked shop", "took the initiative and shared a need")
	d.touched("Jane Doe", "2026-11-23 coffee")

	form = d.met("").Modal
	jane := string(d.who("Jane Doe").ID)
	a := d.submits(form, "who=", "new="+strings.Repeat("x", 201), "kind=coffee", "on=2026-11-25")
	if a.Errors[view.NewBlock] != view.NameTooLong || a.Errors[view.OnBlock] != view.NotHappened {
		t.Errorf("errors are %v", a.Errors)
	}
	// A name that is known is the one who is known, and only once.
	d.says(d.submits(form, "who="+jane, "new=jane doe", "kind=call", "on=2026-11-24"), "Logged: call with *Jane Doe*, today")
	d.touched("Jane Doe", "2026-11-23 coffee, 2026-11-24 call")
}

func TestShortcutsOpenTheForm(t *testing.T) {
	d := newDesk(t)
	if d.do(Command{Verb: view.VerbMetShortcut, Trigger: "t", Reply: Reply{Door: ShortcutDoor}}).Modal == nil {
		t.Fatal("no form")
	}
	about := func(author string) *slack.ModalViewRequest {
		return d.do(Command{Verb: view.VerbMetMessage, Args: private(Picked{Author: author}), Trigger: "t", Reply: Reply{Door: ShortcutDoor}}).Modal
	}
	d.met("<@U9|jane> coffee")
	var jane string
	for id, c := range d.contacts {
		if c.SlackUser == "U9" {
			jane = string(id)
		}
	}
	if jane == "" {
		t.Fatalf("nobody is U9: %v", d.contacts)
	}
	if got := initial(about("U9")); got != jane {
		t.Errorf("chosen is %q, want the author", got)
	}
	if got := initial(about("U1")); got != "" {
		t.Errorf("chosen is %q, want nobody: the author is the member", got)
	}
}

func TestAMentionMayBeSomebodyKnown(t *testing.T) {
	d := newDesk(t)
	d.met("Omar coffee")
	m := d.says(d.met("<@U9|omar> lunch"), "Nothing logged yet", "@omar")
	d.says(d.presses(m, "Omar, already there"), "Logged: lunch with *Omar*")
	d.touched("Omar", "2026-11-24 coffee, 2026-11-24 lunch")
	if got := d.who("Omar").SlackUser; got != "U9" {
		t.Errorf("Omar is Slack user %q", got)
	}
	d.says(d.met("<@U9> call"), "Logged: call with *Omar*")

	m = d.says(d.met("<@U8|omar> call"), "new in your circle")
	d.says(d.presses(m, "Undo"), "out of your circle again")
	d.met("Lena coffee")
	m = d.says(d.met("<@U7|Lena> tea"), "Nothing logged yet")
	d.says(d.presses(m, "Someone new: Lena"), "*Lena* is new in your circle")
}

// initial is who is chosen in a form.
func initial(v *slack.ModalViewRequest) string {
	for _, b := range v.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok && in.BlockID == view.WhoBlock {
			for _, o := range in.Element.(*slack.MultiSelectBlockElement).InitialOptions {
				return o.Value
			}
		}
	}
	return ""
}

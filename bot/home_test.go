package bot

import (
	"strings"
	"testing"

	"rapport/bot/view"
	"rapport/domain"
)

func TestHomeIsPublishedToThoseWhoLook(t *testing.T) {
	r := newRig(t, nil)
	r.ledger.contacts = []*domain.Contact{{ID: "tom", Name: "Tom & <!here>", Phase: domain.Relating, Furthest: domain.Relating}}
	if err := r.publishHome(t.Context(), mia); err != nil {
		t.Fatal(err)
	}
	if n := len(r.slack.made("views.publish")); n != 0 {
		t.Fatalf("%d pages for a member who never opened one", n)
	}
	m := r.ledger.members[mia]
	m.HomeOpened = true
	r.ledger.members[mia] = m

	r.take(t, Command{
		ID: "event:1", Workspace: team, Member: mia.Member, Verb: view.VerbHomeOpened, Args: "home", Reply: Reply{Door: HomeDoor}, At: monday,
	})
	made := r.slack.made("views.publish")
	if len(made) != 1 {
		t.Fatalf("%d pages were published", len(made))
	}
	body := made[0].Args.Get("json")
	for _, want := range []string{`"user_id":"U1"`, "Good morning, Mia.", `Tom \u0026amp; \u0026lt;!here\u0026gt;`, "1 person"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q: %s", want, body)
		}
	}
	if n := len(r.slack.made("chat.postMessage")); n != 0 {
		t.Errorf("%d messages were posted", n)
	}

	m.Gone = true
	r.ledger.members[mia] = m
	if err := r.publishHome(t.Context(), mia); err != nil || len(r.slack.made("views.publish")) != 1 {
		t.Errorf("a page for somebody who is gone: %v", err)
	}
}

func TestAPageThatCantBePublishedIsAnError(t *testing.T) {
	r := newRig(t, nil)
	m := r.ledger.members[mia]
	m.HomeOpened = true
	r.ledger.members[mia] = m
	r.slack.says("views.publish", `{"ok":false,"error":"not_enabled"}`)
	err := r.publishHome(t.Context(), mia)
	if err == nil || !strings.Contains(err.Error(), "not_enabled") {
		t.Errorf("got %v", err)
	}
}

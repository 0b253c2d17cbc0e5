package bot

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"rapport/domain"
)

// says what a user_change would of Mia.
func userChange(zone string, gone bool) Command {
	word := ""
	if gone {
		word = "gone"
	}
	return Command{ID: "event:1", Workspace: team, Member: mia.Member, Verb: verbUserChanged, At: monday, Values: Values{
		changeBlock: {changeName: {One: "Mia"}, changeZone: {One: zone}, changeGone: {One: word}},
	}}
}

// userInfo is what users.info says of Mia.
func userInfo(zone string, gone bool) string {
	return fmt.Sprintf(`{"ok":true,"user":{"id":"U1","tz":%q,"deleted":%v,"profile":{"display_name":"Mia"}}}`, zone, gone)
}

// An event of a change is a reason to ask: what it says itself may be of last week.
func TestUserChangeIsHeldAgainstWhatIsTrueNow(t *testing.T) {
	const known = "UTC" // Mia's zone in the ledger
	tests := []struct {
		name  string
		event Command
		truth http.HandlerFunc
		zone  string
		gone  bool
		asked int
		again bool // the event is to be sent again
	}{
		{"a move", userChange("Asia/Tokyo", false), says(userInfo("Asia/Tokyo", false)), "Asia/Tokyo", false, 1, false},
		{"a departure", userChange("", true), says(userInfo("", true)), known, true, 1, false},
		{"a new status", userChange(known, false), says(userInfo("Asia/Tokyo", false)), known, false, 0, false},
		{"an old departure", userChange("", true), says(userInfo(known, false)), known, false, 1, false},
		{"an old move, after a departure", userChange("Asia/Tokyo", false), says(userInfo("", true)), known, true, 1, false},
		{"Slack is ill", userChange("Asia/Tokyo", false), status(http.StatusBadGateway), known, false, 1, true},
		{"Slack wants patience", userChange("Asia/Tokyo", false), status(http.StatusTooManyRequests), known, false, 1, true},
		{"Slack won't say", userChange("Asia/Tokyo", false), says(`{"ok":false,"error":"user_not_visible"}`), "Asia/Tokyo", false, 1, false},
		{"the grant is lost", userChange("Asia/Tokyo", false), says(`{"ok":false,"error":"account_inactive"}`), known, false, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, nil)
			r.slack.does("users.info", tt.truth)
			if a := r.take(t, tt.event); a.Hold != tt.again || a.Payload != nil {
				t.Errorf("acknowledged with %+v", a)
			}
			m := r.ledger.members[mia]
			if m.Zone != tt.zone || m.Gone != tt.gone || len(r.slack.made("users.info")) != tt.asked {
				t.Errorf("zone %s, gone %v, asked %d times; want %s, %v, %d", m.Zone, m.Gone, len(r.slack.made("users.info")), tt.zone, tt.gone, tt.asked)
			}
			n := len(r.ledger.profiles)
			if r.take(t, tt.event); len(r.ledger.profiles) != n {
				t.Error("the same event a second time had a second effect")
			}
		})
	}
}

func TestUserChangeOfAStrangerIsNothing(t *testing.T) {
	r := newRig(t, nil)
	c := userChange("Asia/Tokyo", false)
	c.Member = "U9"
	if a := r.take(t, c); a.Hold || len(r.slack.methods()) != 0 {
		t.Errorf("acknowledged with %+v after %v", a, r.slack.methods())
	}
	if _, known := r.ledger.members[domain.Owner{Workspace: team, Member: "U9"}]; known || strings.Contains(r.log.String(), "U9") {
		t.Error("somebody who never used the bot was noted")
	}
}

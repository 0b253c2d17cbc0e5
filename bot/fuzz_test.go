package bot

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"rapport/bot/view"
	"rapport/domain"
)

// counted are all that a payload may be counted as.
var counted = []string{
	"slash_command", "interaction", "event", "other interaction", "other event", "other envelope", "url_verification",
	"block_actions", "view_submission", "view_closed", "block_suggestion", "shortcut", "message_action",
	"event message", "event app_home_opened", "event user_change", "event tokens_revoked", "event app_uninstalled",
	"event channel_archive", "event channel_unarchive", "event channel_deleted", "event channel_left", "event group_archive", "event group_unarchive", "event group_deleted", "event group_left", "event member_joined_channel", "event member_left_channel",
}

// escape is what Slack does to what is typed.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// FuzzDecode reads anything at every door, over HTTP and over a socket: it is of
// one of the counted that are counted, or refused without being quoted.
func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "payloads", "*"))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, ".golden") {
			continue
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
		f.Add([]byte(url.Values{"payload": {string(raw)}}.Encode()))
	}
	d := testDecoder()
	envelope := func(kind string) func([]byte, time.Time) (parcel, error) {
		return func(raw []byte, now time.Time) (parcel, error) {
			return d.envelope(socketmode.Request{Type: kind, Payload: raw}, now)
		}
	}
	doors := map[string]func([]byte, time.Time) (parcel, error){
		"commands": d.commandBody, "interactivity": d.interactionBody, "events": d.eventBody,
		"slash": envelope(socketmode.RequestTypeSlashCommands), "interactive": envelope(socketmode.RequestTypeInteractive),
		"events_api": envelope(socketmode.RequestTypeEventsAPI), "hello": envelope("hello"),
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for name, door := range doors {
			p, err := door(raw, monday)
			if !slices.Contains(counted, p.What) {
				t.Errorf("%s counts it as %q", name, p.What)
			}
			if err != nil && len(raw) > 8 && strings.Contains(err.Error(), string(raw)) {
				t.Errorf("%s quotes it: %v", name, err)
			}
			if c := p.Command; c.complete() && (strings.HasSuffix(string(c.ID), ":") || !c.At.Equal(monday)) {
				t.Errorf("%s takes it as %+v", name, c)
			}
		}
		s := string(raw)
		if utf8.ValidString(s) && len(typed(s)) > len(s) {
			t.Errorf("typed(%q) grew", s)
		}
		if back := typed(escape.Replace(s)); back != s {
			t.Errorf("%q was typed, and %q is read", s, back)
		}
	})
}

// FuzzAuthentic signs anything and looks at it with any headers: what is taken is
// exactly what Slack signs, in the form in which it does, within five minutes.
func FuzzAuthentic(f *testing.F) {
	now := time.Now().Unix()
	for _, ago := range []int64{0, 299, 301, -299, -301, now} {
		stamp := strconv.FormatInt(now-ago, 10)
		right := signature(signingSecret, stamp, vectorBody)
		f.Add(right, stamp, ago, vectorBody)
		f.Add(strings.ToUpper(right), stamp+" ", ago, "")
		f.Add(right[1:], "-"+stamp, ago, vectorBody+"x")
	}
	f.Add(vectorSign, strconv.Itoa(vectorTime), int64(0), vectorBody)
	f.Fuzz(func(t *testing.T, sign, stamp string, ago int64, body string) {
		looks := func(sign, stamp string) bool {
			return authentic(http.Header{signatureHeader: {sign}, timestampHeader: {stamp}}, []byte(body), signingSecret)
		}
		right := signature(signingSecret, stamp, body)
		at, err := strconv.ParseInt(stamp, 10, 64)
		since := time.Since(time.Unix(at, 0)).Abs()
		if looks(sign, stamp) && (sign != right || err != nil || since > 5*time.Minute) {
			t.Errorf("%q at %q is taken", sign, stamp)
		}
		// Rightly signed, what is fresh is taken and what is not is not. The second
		// in which it is looked at may be another.
		ago %= 1000
		fresh := strconv.FormatInt(time.Now().Unix()-ago, 10)
		right = signature(signingSecret, fresh, body)
		if got := looks(right, fresh); got != (ago > -300 && ago < 300) && ago != 300 && ago != -300 && ago != -301 {
			t.Errorf("signed %d s ago it is taken: %v", ago, got)
		}
		for _, other := range []http.Header{
			{signatureHeader: {right, right}, timestampHeader: {fresh}},
			{signatureHeader: {right}, timestampHeader: {fresh, fresh}},
			{signatureHeader: {right}},
			{timestampHeader: {fresh}},
			{signatureHeader: {" " + right}, timestampHeader: {fresh}},
		} {
			if authentic(other, []byte(body), signingSecret) {
				t.Errorf("%v is taken", other)
			}
		}
	})
}

// FuzzPress sends back anything where Slack sends back what we gave it: the values
// of buttons, the ids of blocks, private metadata, the state of a form. Whatever
// is asked is answered; what is refused changes nothing and is not quoted.
func FuzzPress(f *testing.F) {
	var lived *machine
	begin := func(t *testing.T) *machine {
		if lived == nil {
			lived = &machine{desk: newDesk(t)}
			lived.live(t)
		}
		return lived.again(t)
	}
	verbs := slices.DeleteFunc(slices.Sorted(maps.Keys(newDesk(f).bot.handlers)), func(v string) bool { return overheard[v] })
	shown := pressables(f)
	for i, verb := range verbs {
		if n := slices.IndexFunc(shown, func(c Command) bool { return c.Verb == verb }); n >= 0 {
			f.Add(uint8(i), shown[n].Args, shown[n].Reply.BlockID, shown[n].Args, "")
			continue
		}
		f.Add(uint8(i), "contact|rule|subject", view.PlaceOf(1, "contact").BlockID(), `{"c":"D1","i":"n1|contact|drift||say","p":"contact"}`, `{"who":{"in":{"type":"plain_text_input","value":"Jane"}}}`)
	}
	f.Add(uint8(0), "", "", "", "")
	f.Add(uint8(1), "n0|", "n0|", "{}", `{"":{"":{}}}`)
	f.Fuzz(func(t *testing.T, verb uint8, value, block, metadata, state string) {
		m := begin(t)
		var inputs map[string]map[string]slack.BlockAction
		if json.Unmarshal([]byte(state), &inputs) != nil {
			inputs = nil
		}
		v := slack.View{PrivateMetadata: metadata, ID: "V1", State: &slack.ViewState{Values: inputs}}
		for _, door := range []Door{ButtonDoor, ModalDoor, HomeDoor} {
			c := Command{Verb: verbs[int(verb)%len(verbs)], Args: value, Trigger: "t", Reply: Reply{Door: door, BlockID: block}}
			if door != ButtonDoor || metadata != "" {
				viewed(&c, v)
			}
			m.returned(t, c, value)
		}
		roundTrips(t, value, block, metadata)
	})
}

// pressables is every button that the past has left to be pressed.
func pressables(f *testing.F) []Command {
	f.Helper()
	m := &machine{desk: newDesk(f)}
	m.live(f)
	return m.pressable
}

// returned sends a command that Slack brought back changed, and checks it.
func (m *machine) returned(t *testing.T, c Command, value string) {
	t.Helper()
	c.ID = domain.CommandID(fmt.Sprintf("returned-%d", m.commands))
	was := m.snapshot(t)
	a, err := m.send(t, c)
	if err != nil {
		if _, ok := view.Sorry(err); !ok {
			t.Fatalf("%s: %v", c.Verb, err)
		}
		if len(value) > 12 && strings.Contains(err.Error(), value) {
			t.Errorf("%s quotes what came back: %v", c.Verb, err)
		}
	}
	if is := m.snapshot(t); (err != nil || len(a.Errors) > 0) && was != is {
		t.Fatalf("%s was refused and changed something:\n%s\n%s", c.Verb, was, is)
	}
	m.lawful(t)
}

// roundTrips writes what was read, and reads it again.
func roundTrips(t *testing.T, value, block, metadata string) {
	t.Helper()
	if told, ok := view.ParseTelling(value); ok && len(told.Subject) < 100 && utf8.ValidString(told.Subject) {
		if again, ok := view.ParseTelling(view.TellingValue(told)); !ok || again != told {
			t.Errorf("%q is read as %+v and then as %+v", value, told, again)
		}
	}
	if p, ok := view.ParsePlace(block); ok && len(p.Subject) < 100 && utf8.ValidString(p.Subject) {
		if again, ok := view.ParsePlace(p.BlockID()); !ok || again != p {
			t.Errorf("%q is read as %+v and then as %+v", block, p, again)
		}
	}
	if p, own := parsePlace(metadata); own != metadata && utf8.ValidString(metadata) {
		if again, _ := parsePlace(private(p)); again != p {
			t.Errorf("%q is read as %+v and then as %+v", metadata, p, again)
		}
	}
}

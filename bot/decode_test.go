package bot

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"pgregory.net/rapid"
)

func testDecoder() decoder {
	return decoder{slashes: map[string]string{"/met": "met", "/people": "people", "/rapport": "rapport"}}
}

// decodePayload decodes a file of testdata/payloads as its door would.
func decodePayload(t *testing.T, name string) parcel {
	t.Helper()
	return decodeRaw(t, name, payloadRaw(t, name))
}

// payloadRaw is a file of testdata/payloads.
func payloadRaw(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "payloads", name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// decodeRaw decodes bytes as the door would that a file of that name comes to.
func decodeRaw(t *testing.T, name string, raw []byte) parcel {
	t.Helper()
	d := testDecoder()
	var p parcel
	var err error
	switch {
	case strings.HasSuffix(name, ".form"):
		p, err = d.commandBody(raw, monday)
	case strings.HasPrefix(name, "slash"):
		p, err = d.envelope(socketmode.Request{Type: socketmode.RequestTypeSlashCommands, Payload: raw}, monday)
	case strings.HasPrefix(name, "event"):
		p, err = d.event(raw, monday)
	default:
		p, err = d.interaction(raw, monday)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return p
}

// TestDecode holds every payload in testdata/payloads against its golden.
func TestDecode(t *testing.T) {
	files, err := os.ReadDir(filepath.Join("testdata", "payloads"))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".golden") {
			continue
		}
		seen++
		t.Run(f.Name(), func(t *testing.T) {
			p := decodePayload(t, f.Name())
			if p.Skip {
				p.Command = Command{} // nobody reads it
			}
			got, err := json.MarshalIndent(p, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "payloads", f.Name()+".golden")
			if *update {
				if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
				t.Errorf("decoded (-want +got):\n%s", diff)
			}
		})
	}
	if seen < 20 {
		t.Errorf("only %d payloads found", seen)
	}
}

func TestBothDoorsDecodeASlashCommandAlike(t *testing.T) {
	form, envelope := decodePayload(t, "slash.form"), decodePayload(t, "slash.json")
	if !reflect.DeepEqual(form, envelope) {
		t.Errorf("form and envelope differ:\n%s", cmp.Diff(form.Command.Args, envelope.Command.Args))
	}
}

// TestAFormReadsAsTheLibraryReadsIt holds the form of a slash command against net/url.
func TestAFormReadsAsTheLibraryReadsIt(t *testing.T) {
	names := []string{"team_id", "enterprise_id", "channel_id", "user_id", "command", "text", "response_url", "trigger_id", "api_app_id", "token", ""}
	rapid.Check(t, func(t *rapid.T) {
		pairs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			return rapid.SampledFrom(names).Draw(t, "name") + rapid.StringMatching(`(=[a-z+=/é]{0,4}(%[2-4][0-9A-F])?)?`).Draw(t, "value")
		}), 0, 8).Draw(t, "pairs")
		form := strings.Join(pairs, "&")
		f, err := url.ParseQuery(form)
		if err != nil {
			t.Fatal(err)
		}
		want := slack.SlashCommand{
			TeamID: f.Get("team_id"), EnterpriseID: f.Get("enterprise_id"), ChannelID: f.Get("channel_id"), UserID: f.Get("user_id"),
			Command: f.Get("command"), Text: f.Get("text"), ResponseURL: f.Get("response_url"), TriggerID: f.Get("trigger_id"), APIAppID: f.Get("api_app_id"),
		}
		if got, err := slashForm(form); err != nil || got != want {
			t.Errorf("%q reads as %+v, %v, want %+v", form, got, err, want)
		}
	})
	if _, err := slashForm("team_id=T1&text=100%"); err == nil {
		t.Error("a form with a broken escape was read")
	}
}

func TestAMessageShortcutReadsNoText(t *testing.T) {
	got, err := json.Marshal(decodePayload(t, "message_action.json"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(got), "somebody else") {
		t.Errorf("the message's text was taken: %s", got)
	}
}

func TestASecondDeliveryHasTheSameID(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "payloads", "event_message.json"))
	if err != nil {
		t.Fatal(err)
	}
	first, err := testDecoder().event(raw, monday)
	if err != nil {
		t.Fatal(err)
	}
	// Slack Connect delivers a message twice under two event ids.
	second, err := testDecoder().event([]byte(strings.Replace(string(raw), "EvMsg", "EvOther", 1)), monday)
	if err != nil {
		t.Fatal(err)
	}
	if first.Command.ID != second.Command.ID {
		t.Errorf("ids %s and %s", first.Command.ID, second.Command.ID)
	}
}

func TestTyped(t *testing.T) {
	tests := map[string]string{
		"met Jane":                             "met Jane",
		"R&amp;D &lt;3":                        "R&D <3",
		"&amp;lt;":                             "&lt;",
		"<@U2> and <@U3|omar>":                 "<@U2> and <@U3|omar>",
		"&lt;@U2&gt;":                          "<@U2>",
		"<http://acme.com|acme.com> visit":     "acme.com visit",
		"<https://acme.com/a?b=1&amp;c=2>":     "https://acme.com/a?b=1&c=2",
		"<mailto:jane@acme.com|jane@acme.com>": "jane@acme.com",
		"<mailto:jane@acme.com>":               "jane@acme.com",
		"in <#C1|general> <!channel>":          "in <#C1|general> <!channel>",
		"a < b":                                "a < b",
		"<>":                                   "<>",
		"":                                     "",
	}
	for in, want := range tests {
		if got := typed(in); got != want {
			t.Errorf("typed(%q) = %q, want %q", in, got, want)
		}
	}
}

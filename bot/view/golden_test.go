package view

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"rapport/internal/blockkit"
)

var update = flag.Bool("update", false, "write golden files anew")

// golden is what a golden file holds: one or more messages or modals, by name.
type golden map[string]any

// check holds everything in g against Block Kit, and against testdata/name.golden.json.
func (g golden) check(t *testing.T, name string) {
	t.Helper()
	for what, v := range g {
		switch v := v.(type) {
		case Message:
			checkMessage(t, what, v)
		case *slack.ModalViewRequest:
			checkModal(t, what, v)
		default:
			t.Fatalf("%s: a %T is neither message nor modal", what, v)
		}
	}
	got := encode(t, g)
	path := filepath.Join("testdata", name+".golden.json")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got; -update writes it anew):\n%s", path, diff)
	}
}

// encode is readable JSON, with "<" and "&" as they are.
func encode(tb testing.TB, v any) []byte {
	tb.Helper()
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// failer is a test, or one run of a property.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// checkMessage checks Block Kit's limits, and that the text says what the blocks say.
func checkMessage(t failer, what string, m Message) {
	t.Helper()
	raw, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	for _, p := range blockkit.Message(m.Text, raw) {
		t.Errorf("%s: %s", what, p)
	}
	clipped := strings.HasSuffix(m.Text, "…")
	for _, b := range m.Blocks {
		if said := spoken(b); !clipped && !strings.Contains(m.Text, said) {
			t.Errorf("%s: the text leaves out %q", what, said)
		}
	}
	if live := inText.FindString(m.Text); live != "" {
		t.Errorf("%s: %q in the text would ping somebody", what, live)
	}
	if live := inMrkdwn.FindString(string(raw)); live != "" {
		t.Errorf("%s: %q would ping somebody", what, live)
	}
	if strings.Contains(string(raw), `"type":"mrkdwn"`) && !strings.Contains(string(raw), `"verbatim":true`) {
		t.Errorf("%s: mrkdwn that isn't verbatim", what)
	}
}

// checkModal checks Block Kit's limits on a modal.
func checkModal(t failer, what string, v *slack.ModalViewRequest) {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	for _, p := range blockkit.View(raw) {
		t.Errorf("%s: %s", what, p)
	}
	if live := inMrkdwn.FindString(string(raw)); live != "" {
		t.Errorf("%s: %q would ping somebody", what, live)
	}
}

// What Slack would turn into a mention or a broadcast. In plain_text the same
// characters are inert.
var (
	inText   = regexp.MustCompile(`<[!@#]`)
	inMrkdwn = regexp.MustCompile(`"type":"mrkdwn","text":"[^"]*\\u003c[!@#]`)
)

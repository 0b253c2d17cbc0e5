package view

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

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
	raw := rawJSON(t, what, m.Blocks)
	for _, p := range blockkit.Message(m.Text, raw) {
		t.Errorf("%s: %s", what, p)
	}
	full := utf8.RuneCountInString(m.Text) > maxText-20
	for _, b := range m.Blocks {
		if said := spoken(b); !full && !strings.Contains(m.Text, said) {
			t.Errorf("%s: the text leaves out %q", what, said)
		}
	}
	checkWords(t, what, m.Text)
	checkTexts(t, what, raw)
}

// checkModal checks Block Kit's limits on a modal.
func checkModal(t failer, what string, v *slack.ModalViewRequest) {
	t.Helper()
	checkView(t, what, v)
}

// checkHome checks Block Kit's limits on App Home.
func checkHome(t failer, h slack.HomeTabViewRequest) {
	t.Helper()
	checkView(t, "home", h)
}

func checkView(t failer, what string, v any) {
	t.Helper()
	raw := rawJSON(t, what, v)
	for _, p := range blockkit.View(raw) {
		t.Errorf("%s: %s", what, p)
	}
	checkTexts(t, what, raw)
}

func rawJSON(t failer, what string, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	return raw
}

// checkTexts checks every text object in raw: mrkdwn neither links nor mentions,
// and in plain text, where the same characters are inert, nothing turns the
// direction of what follows.
func checkTexts(t failer, what string, raw []byte) {
	t.Helper()
	var all any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			text, _ := v["text"].(string)
			switch v["type"] {
			case slack.MarkdownType:
				checkWords(t, what, text)
				if v["verbatim"] != true {
					t.Errorf("%s: mrkdwn that isn't verbatim: %q", what, text)
				}
			case slack.PlainTextType:
				checkDirection(t, what, text)
			}
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(all)
}

// checkWords checks what Slack reads as mrkdwn.
func checkWords(t failer, what, text string) {
	t.Helper()
	if strings.Contains(text, "<") {
		t.Errorf("%s: a link or a mention is live in %q", what, text)
	}
	checkDirection(t, what, text)
}

// checkDirection checks that a text runs from left to right again where it ends,
// and that it can be seen at all.
func checkDirection(t failer, what, text string) {
	t.Helper()
	open := 0
	for _, r := range text {
		switch {
		case r == first:
			open++
		case r == last:
			open--
		case unicode.Is(unicode.Bidi_Control, r):
			t.Errorf("%s: %U turns what follows it in %q", what, r, text)
		}
		if open < 0 || open > 1 {
			break
		}
	}
	if open != 0 {
		t.Errorf("%s: isolates don't close in %q", what, text)
	}
	if strings.TrimSpace(text) == "" || !utf8.ValidString(text) {
		t.Errorf("%s: nothing to see in %q", what, text)
	}
}

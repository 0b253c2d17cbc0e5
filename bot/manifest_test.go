package bot

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func manifestVariants() map[string]ManifestOptions {
	return map[string]ManifestOptions{
		"socket mode":     {SocketMode: true},
		"http":            {PublicURL: "https://rapport.example.com/"},
		"renamed":         {SocketMode: true, Name: "Circle", Commands: map[string]string{"met": "/touch", "people": "circle"}},
		"omitted":         {SocketMode: true, Commands: map[string]string{"people": ""}},
		"all but rapport": {SocketMode: true, Commands: map[string]string{"people": "", "met": "", "promise": "", "ask": "", "goal": "", "identify": "", "mentoring": ""}},
	}
}

func TestManifestIsValidAgainstSlacksSchemas(t *testing.T) {
	for _, version := range []string{"v1", "v2"} {
		path := filepath.Join("..", "..", "shared", "schema", "slack-manifest-"+version+".json")
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			t.Skipf("Slack's manifest schemas are not at %s; the manifest is not held against them here", filepath.Dir(path))
		}
		compiler := jsonschema.NewCompiler()
		compiler.UseRegexpEngine(withoutLookahead)
		schema, err := compiler.Compile(path)
		if err != nil {
			t.Fatalf("schema %s: %v", version, err)
		}
		for name, o := range manifestVariants() {
			raw, err := Manifest(o).JSON()
			if err != nil {
				t.Fatal(err)
			}
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(raw)))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); err != nil {
				t.Errorf("%s against %s: %v", name, version, err)
			}
		}
	}
}

// withoutLookahead compiles the schemas' patterns. Two of them, on domains that
// our manifest doesn't list, look ahead, which Go's regexps can't.
func withoutLookahead(pattern string) (jsonschema.Regexp, error) {
	re, err := regexp.Compile(strings.Replace(pattern, `(?![\.\-])`, "", 1))
	return re, err
}

func TestManifestSaysWhatTheConfigSays(t *testing.T) {
	commands := func(o ManifestOptions) (names []string) {
		for _, c := range Manifest(o).Features.Commands {
			names = append(names, c.Command)
		}
		return names
	}
	variants := manifestVariants()
	for name, want := range map[string][]string{
		"socket mode":     {"/met", "/people", "/promise", "/ask", "/goal", "/identify", "/mentoring", "/rapport"},
		"renamed":         {"/touch", "/circle", "/promise", "/ask", "/goal", "/identify", "/mentoring", "/rapport"},
		"omitted":         {"/met", "/promise", "/ask", "/goal", "/identify", "/mentoring", "/rapport"},
		"all but rapport": {"/rapport"},
	} {
		if got := commands(variants[name]); !slices.Equal(got, want) {
			t.Errorf("%s: commands %v, want %v", name, got, want)
		}
	}
	socket, web := Manifest(variants["socket mode"]), Manifest(variants["http"])
	raw, err := socket.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), "url\"") || !socket.Settings.SocketMode {
		t.Errorf("Socket Mode needs no URL: %s", raw)
	}
	if web.Features.Commands[0].URL != "https://rapport.example.com/slack/commands" ||
		web.Settings.Events.URL != "https://rapport.example.com/slack/events" ||
		web.Settings.Interactivity.URL != "https://rapport.example.com/slack/interactivity" || web.Settings.SocketMode {
		t.Errorf("addresses: %+v", web)
	}
	if !strings.Contains(Manifest(variants["renamed"]).Display.Long, "/touch Jane coffee") ||
		!strings.Contains(Manifest(variants["all but rapport"]).Display.Long, "/rapport met Jane coffee") {
		t.Error("the description names a command that isn't there")
	}
}

func TestManifestAsksForNoMoreThanItNeeds(t *testing.T) {
	m := Manifest(ManifestOptions{SocketMode: true})
	if want := []string{"commands", "chat:write", "im:write", "im:history", "users:read", "channels:read", "groups:read", "files:write"}; !slices.Equal(m.OAuth.Scopes.Bot, want) {
		t.Errorf("scopes %v", m.OAuth.Scopes.Bot)
	}
	raw, err := m.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(raw), `"messages_tab_read_only_enabled": false`) {
		t.Error("Slack takes the messages tab for read-only unless it is told")
	}
}

func TestManifestIsTheSameInYAML(t *testing.T) {
	m := Manifest(ManifestOptions{PublicURL: "https://rapport.example.com"})
	y, err := m.YAML()
	if err != nil {
		t.Fatal(err)
	}
	back, err := yaml.YAMLToJSON(y)
	if err != nil {
		t.Fatal(err)
	}
	var got AppManifest
	if err := json.Unmarshal(back, &got); err != nil {
		t.Fatal(err)
	}
	want, err := m.JSON()
	if err != nil {
		t.Fatal(err)
	}
	again, err := got.JSON()
	if err != nil || string(again) != string(want) {
		t.Errorf("YAML says something else (%v):\n%s", err, y)
	}
}

func TestEverySlashCommandHasAHandler(t *testing.T) {
	r := newRig(t, nil)
	for _, c := range slashCommands {
		if r.handlers[c.Verb] == nil {
			t.Errorf("/%s has no handler", c.Verb)
		}
	}
	for _, s := range Manifest(ManifestOptions{}).Features.Shortcuts {
		if r.handlers[s.Callback] == nil {
			t.Errorf("the %s shortcut %q has no handler", s.Type, s.Callback)
		}
	}
}

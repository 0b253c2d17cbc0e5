package bot

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapport/bot/view"
)

// asksFor gathers what is asked of the bot, wherever it stands in v: by a button, a
// form that is submitted, or a choice of a ⋯ menu that names a verb.
func asksFor(v any, all map[string]bool) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			asksFor(x, all)
		}
	case map[string]any:
		for _, field := range []string{"action_id", "callback_id"} {
			if id, ok := v[field].(string); ok {
				all[view.Verb(id)] = true
			}
		}
		if value, ok := v["value"].(string); ok && v["type"] == nil { // an option
			if verb, _, _ := strings.Cut(value, " "); strings.Contains(verb, ".") {
				all[verb] = true
			}
		}
		for _, x := range v {
			asksFor(x, all)
		}
	}
}

// Whatever can be pressed or submitted in any golden file is answered by a verb.
func TestEveryGoldenButtonHasAVerb(t *testing.T) {
	verbs := new(Bot).verbs()
	seen := map[string]bool{}
	err := filepath.WalkDir(filepath.Join("view", "testdata"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".golden.json") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var all any
		if err := json.Unmarshal(raw, &all); err != nil {
			return err
		}
		found := map[string]bool{}
		asksFor(all, found)
		delete(found, "in")    // of every input: its block says what it is
		delete(found, "sheet") // a page that can only be closed
		for verb := range found {
			seen[verb] = true
			if verbs[verb] == nil {
				t.Errorf("%s: %q is nobody's", path, verb)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) < 80 {
		t.Errorf("only %d verbs found", len(seen))
	}
}

package view

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"rapport/domain"
)

// banned are the words of PRODUCT.md section 10: nothing that is said of a
// person may sound like a pipeline.
var banned = []string{"ripe", "object of interest", "let go", "capitalize on", "capitalise on", "leverage", "score", "streak", "lead"}

func TestNoGoldenCrossesARedLine(t *testing.T) {
	files, err := filepath.Glob("testdata/*.golden.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		words := " " + strings.Join(strings.FieldsFunc(strings.ToLower(string(raw)), func(r rune) bool {
			return r != '\'' && (r < 'a' || r > 'z')
		}), " ") + " "
		for _, b := range banned {
			if strings.Contains(words, " "+b+" ") {
				t.Errorf("%s says %q", f, b)
			}
		}
	}
}

func TestUnaskedMessagesOpenHarmlessly(t *testing.T) {
	short := digest()
	short.Name, short.Digest.FineTill = "", domain.Date{}
	short.Digest.Shown = short.Digest.Shown[1:2]
	prompt := PromptPage{Hour: 9, Today: today, Prompt: domain.Prompt{Items: []domain.PromptItem{
		{Rule: domain.NeverMet, Contacts: []*domain.Contact{jane(), tom()}},
	}}}
	for what, m := range map[string]Message{
		"digest":       Digest(digest()),
		"short digest": Digest(short),
		"identify":     Identify(prompt),
		"recovered":    Recovered(domain.Date{}, today),
	} {
		runes := []rune(m.Text)
		if len(runes) < 100 {
			t.Errorf("%s: %d characters, fewer than a locked phone shows", what, utf8.RuneCountInString(m.Text))
			continue
		}
		opening := string(runes[:100])
		for _, secret := range []string{"Jane", "Tom", "Omar", "Ada", "noted", "coffee", "lunch"} {
			if strings.Contains(opening, secret) {
				t.Errorf("%s opens with %q", what, opening)
			}
		}
		for _, p := range domain.Phases {
			if strings.Contains(opening, p.String()) {
				t.Errorf("%s opens with a phase: %q", what, opening)
			}
		}
	}
}

package view

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"rapport/domain"
)

// banned are the words of PRODUCT.md section 10: nothing that is said of a
// person may sound like a pipeline.
var banned = []string{"ripe", "object of interest", "let go", "capitalize on", "capitalise on", "leverage", "score", "streak", "lead"}

// redLines returns the banned words in a text.
func redLines(text string) (crossed []string) {
	words := " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r != '\'' && (r < 'a' || r > 'z')
	}), " ") + " "
	for _, b := range banned {
		if strings.Contains(words, " "+b+" ") {
			crossed = append(crossed, b)
		}
	}
	return crossed
}

func TestNothingSaidCrossesARedLine(t *testing.T) {
	for _, pattern := range []string{"testdata/*.golden.json", "../../internal/e2e/testdata/*.txtar"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no files: %v", pattern, err)
		}
		for _, f := range files {
			raw, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range redLines(string(raw)) {
				t.Errorf("%s says %q", f, b)
			}
		}
	}
}

// What no golden and no story happens to say is looked at where it is written.
func TestNothingWrittenCrossesARedLine(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			said, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range redLines(said) {
				t.Errorf("%s says %q: %s", f, b, said)
			}
			return true
		})
	}
}

func TestRedLinesAreSeen(t *testing.T) {
	for text, want := range map[string]int{
		"It LEADS nowhere": 0, "A lead!": 1, "let's go": 0, "let go, and let\ngo": 1, "The score: a streak.": 2, "misleading": 0,
	} {
		if got := redLines(text); len(got) != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestUnaskedMessagesOpenHarmlessly holds every message that comes unasked, with
// every reason it can have and as little as it can say, against a locked phone
// that shows its first hundred characters.
func TestUnaskedMessagesOpenHarmlessly(t *testing.T) {
	all := map[string]Message{
		"digest":    Digest(digest()),
		"recovered": Recovered(domain.Date{}, today),
		"welcome":   Welcome(WelcomePage{Name: "Mia", Resolved: resolved()}),
		"check-in":  CheckIn(CheckInPage{Hour: 15, Today: today, Likely: []*domain.Contact{jane(), tom()}}),
		"check-in that asks": CheckIn(CheckInPage{Hour: 15, Today: today, Questions: []OpenQuestion{
			{Query: Query{ID: "q", Kind: "who", Said: "Jane"}, Typed: "Jane coffee", Asked: today},
		}}),
	}
	for what, n := range nudges() {
		all["digest: "+what] = Digest(DigestPage{Hour: 9, Today: today, Digest: domain.Digest{Shown: []domain.Nudge{n}}})
		all["slowed: "+what] = Digest(DigestPage{Hour: 9, Today: today, Digest: domain.Digest{Shown: []domain.Nudge{n, n}, Slowed: true}, Days: domain.Monday})
	}
	for what, n := range weaves() {
		all["digest: weave "+what] = Digest(DigestPage{Hour: 9, Today: today, Digest: domain.Digest{Shown: []domain.Nudge{n}}})
	}
	for what, i := range promptItems() {
		if blocks := Reason(1, i, today); blocks != nil {
			all["prompt: "+what] = Identify(PromptPage{Hour: 9, Today: today, Prompt: domain.Prompt{Items: []domain.PromptItem{i}}})
		}
	}
	for what, m := range all {
		harmless(t, what, m)
	}
}

// secrets are the names, notes and matters of these tests.
var secrets = []string{
	"Jane", "Tom", "Omar", "Priya", "Ada", "noted", "coffee", "lunch", "call", "pricing", "school", "intro", "GopherCon",
	"birthday", "anniversary", "Oslo", "berlin", "design", "promise", "goal", "tagged", "met twice", "list",
}

func harmless(t *testing.T, what string, m Message) {
	t.Helper()
	runes := []rune(m.Text)
	if len(runes) < 100 {
		t.Errorf("%s: %d characters, fewer than a locked phone shows", what, utf8.RuneCountInString(m.Text))
		return
	}
	opening := string(runes[:100])
	for _, secret := range secrets {
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

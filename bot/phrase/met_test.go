package phrase

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

var update = flag.Bool("update", false, "write what was understood into testdata")

// tuesday is the day on which the tables were typed.
var tuesday = domain.On(2026, 11, 24)

var known = circle{"Jane", "Omar Haddad", "Priya Nair @U7", "Siobhán O’Neil", "Ana Costa", "Ana Lima", "Tom Lunch", "Kenji Watanabe"}

// summary writes what was understood on one line.
func summary(m Met) string {
	var who []string
	for _, w := range m.Who {
		s := w.Name
		if w.Contact == "" {
			s += "*"
		}
		if w.Slack != "" {
			s += "@" + w.Slack
		}
		who = append(who, s)
	}
	s := strings.Join(who, ", ") + " | " + m.Kind + " | " + m.On.String() + " | " + strings.ReplaceAll(m.Note, "\n", `\n`)
	for _, x := range m.Signals {
		s += " +" + string(x)
	}
	if m.Ask != nil {
		s += " ?" + string(m.Ask.Kind) + " " + m.Ask.Key
		for _, o := range m.Ask.Options {
			s += " [" + o.Value + "]"
		}
	}
	return s
}

// TestParseMet holds testdata/met.txt: what people type, and under it, indented,
// what is understood (an asterisk marks somebody new). -update rewrites it.
func TestParseMet(t *testing.T) {
	raw, err := os.ReadFile("testdata/met.txt")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	rows, names := 0, known
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "    ") {
			continue
		}
		fmt.Fprintln(&got, line)
		if all, ok := strings.CutPrefix(line, "# known: "); ok {
			names = strings.Split(all, ", ")
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		rows++
		m, err := ParseMet(strings.ReplaceAll(line, `\n`, "\n"), tuesday, names, nil)
		var wrong *Error
		switch {
		case errors.As(err, &wrong):
			fmt.Fprintf(&got, "    error: %s %q %q\n", wrong.Kind, wrong.Said, wrong.Nearest)
		case err != nil:
			t.Fatalf("%s: %v", line, err)
		default:
			fmt.Fprintf(&got, "    %s\n", summary(m))
		}
	}
	if rows < 200 {
		t.Errorf("only %d rows", rows)
	}
	if *update {
		if err := os.WriteFile("testdata/met.txt", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(raw), got.String()); diff != "" {
		t.Errorf("-expected +understood\n%s", diff)
	}
}

func TestAnswersFinishWhatWasAsked(t *testing.T) {
	for _, c := range []struct {
		text    string
		answers map[string]string
		want    string
	}{
		{"Ana coffee", map[string]string{"who:ana": "ana lima"}, "Ana Lima | coffee | 2026-11-24 | "},
		{"Ana coffee", map[string]string{"who:ana": "new"}, "Ana* | coffee | 2026-11-24 | "},
		{"Jnae coffee", map[string]string{"who:jnae": "jane"}, "Jane | coffee | 2026-11-24 | "},
		{"Jane Miller coffee", map[string]string{"who:jane miller": "new"}, "Jane Miller* | coffee | 2026-11-24 | "},
		{"Jane 02/11", map[string]string{"date:02/11": "2026-02-11"}, "Jane | meeting | 2026-02-11 | "},
		{"Jane last week", map[string]string{"day:last week": "2026-11-18"}, "Jane | meeting | 2026-11-18 | "},
		{"Jane last weekend", map[string]string{"day:last weekend": "2026-11-22"}, "Jane | meeting | 2026-11-22 | "},
		{"Jane some days back", map[string]string{"day:a few days ago": "2026-11-20"}, "Jane | meeting | 2026-11-20 | "},
		{"Bob Jane coffee", map[string]string{"who:bob jane": "jane"}, "Jane | coffee | 2026-11-24 | "},
		{"bob jane coffee", map[string]string{"who:bob jane": "new"}, "Bob Jane* | coffee | 2026-11-24 | "},
		{"Ana’s dinner", map[string]string{"who:ana": "ana lima"}, "Ana Lima | dinner | 2026-11-24 | "},
		{"Jane drinks tomorrow", map[string]string{"future:2026-11-25": "ask"}, "Jane | drinks | 2026-11-25 | "},
		{"Jane drinks tomorrow", map[string]string{"future:2026-11-25": "2026-11-24"}, "Jane | drinks | 2026-11-24 | "},
		{"Ana lunch 02/11", map[string]string{"who:ana": "ana costa"}, "Ana Costa | lunch | 2026-11-24 |  ?date date:02/11 [2026-11-02] [2026-02-11]"},
	} {
		m, err := ParseMet(c.text, tuesday, known, c.answers)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := summary(m); got != c.want {
			t.Errorf("%s with %v:\n got %s\nwant %s", c.text, c.answers, got, c.want)
		}
	}
}

package phrase

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// goals are open while the tables are typed.
var goals = []string{"Speak at GopherCon", "Find a mentor for Mia", "Write a book about Go"}

// tabled holds a table in testdata: what people type, and under it, indented,
// what is understood. It is written as met.txt is; -update rewrites it.
func tabled(t *testing.T, file string, least int, read func(text string, names Names) (string, error)) {
	t.Helper()
	raw, err := os.ReadFile(file)
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
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		rows++
		said, err := read(strings.ReplaceAll(line, `\n`, "\n"), names)
		if wrong, ok := errors.AsType[*Error](err); ok {
			said, err = fmt.Sprintf("error: %s %q %q", wrong.Kind, wrong.Said, wrong.Nearest), nil
		}
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		fmt.Fprintf(&got, "    %s\n", strings.ReplaceAll(said, "\n", `\n`))
	}
	if rows < least {
		t.Errorf("only %d rows in %s", rows, file)
	}
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(raw), got.String()); diff != "" {
		t.Errorf("-expected +understood\n%s", diff)
	}
}

// named writes a person: an asterisk marks somebody new.
func namedAs(w Who) string {
	s := w.Name
	if w.Contact == "" && w != (Who{}) {
		s += "*"
	}
	if w.Slack != "" {
		s += "@" + w.Slack
	}
	return s
}

func asked(q *Question) string {
	if q == nil {
		return ""
	}
	s := " ?" + string(q.Kind) + " " + q.Key
	for _, o := range q.Options {
		s += " [" + o.Value + "]"
	}
	return s
}

func promiseSaid(p Promise) string {
	s := string(p.Do) + " | " + namedAs(p.Who)
	if p.Theirs {
		s += " (theirs)"
	}
	return s + " | " + p.What + " | " + p.By.String() + " | " + p.BySaid + asked(p.Ask)
}

func askSaid(a Ask) string {
	s := string(a.Do) + " | " + namedAs(a.Who) + " | " + a.What + " | " + a.By.String()
	if a.Link != "" {
		s += " | " + a.Link
	}
	if a.TheyChose {
		s += " (they chose)"
	}
	if !a.Asked.IsZero() {
		s += " asked " + a.Asked.String()
	}
	return s + asked(a.Ask)
}

func identifySaid(i Identify) string {
	s := string(i.Do) + " | " + namedAs(i.Who) + " | " + i.Why
	for _, t := range i.Tags {
		s += " #" + t
	}
	return s + asked(i.Ask)
}

func goalSaid(g Goal) string {
	s := string(g.Do)
	if g.Number > 0 {
		s += fmt.Sprintf(" %d", g.Number)
	}
	return s + " | " + namedAs(g.Who) + " | " + g.What + " | " + g.By.String() + asked(g.Ask)
}

func TestParsePromise(t *testing.T) {
	tabled(t, "testdata/promise.txt", 60, func(text string, names Names) (string, error) {
		p, err := ParsePromise(text, tuesday, names, nil)
		return promiseSaid(p), err
	})
}

func TestParseAsk(t *testing.T) {
	tabled(t, "testdata/ask.txt", 60, func(text string, names Names) (string, error) {
		a, err := ParseAsk(text, tuesday, names, nil)
		return askSaid(a), err
	})
}

func TestParseIdentify(t *testing.T) {
	tabled(t, "testdata/identify.txt", 30, func(text string, names Names) (string, error) {
		i, err := ParseIdentify(text, tuesday, names, nil)
		return identifySaid(i), err
	})
}

func TestParseGoal(t *testing.T) {
	tabled(t, "testdata/goal.txt", 40, func(text string, names Names) (string, error) {
		g, err := ParseGoal(text, tuesday, names, goals, nil)
		return goalSaid(g), err
	})
}

package phrase

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

// listener is a circle that remembers what it was asked for first, and whether for all.
type listener struct {
	circle
	first []string
	all   bool
}

func (l *listener) AllNames() ([]domain.Known, error) {
	l.all = true
	return l.circle.AllNames()
}

func (l *listener) Exact(keys []string) ([]domain.Known, error) {
	if l.first == nil {
		l.first = keys
	}
	return l.circle.Exact(keys)
}

// TestNamed holds what is read ahead of a text against what its parser then asks for.
func TestNamed(t *testing.T) {
	raw, err := os.ReadFile("testdata/met.txt")
	if err != nil {
		t.Fatal(err)
	}
	asked, unforeseen := 0, []string{}
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		l := &listener{circle: known}
		_, _ = ParseMet(line, tuesday, l, nil) // what can't be read has been looked up as well
		if d := cmp.Diff(l.first, Named(line).Keys); d != "" {
			t.Errorf("%s: (-asked +named)\n%s", line, d)
		}
		asked += len(l.first)
		if l.all && !foreseen(Named(line)) {
			unforeseen = append(unforeseen, strings.TrimSpace(line))
		}
	}
	// A word of these is known, and is not whom they name.
	if d := cmp.Diff([]string{
		"Omra lunch", "Dr. Amal Farouk lunch", "Peter Costa coffee", "jane&bob coffee", "Kofi and Jane last month", "Kofi over lunch",
	}, unforeseen); d != "" {
		t.Errorf("all names are asked for unforeseen: (-want +got)\n%s", d)
	}
	if asked < 500 {
		t.Errorf("only %d keys were asked for", asked)
	}
}

// foreseen reports whether all names are read ahead for whom a text names.
func foreseen(n domain.Named) bool {
	each := n.Each
	if each == nil && n.Users == nil {
		each = [][]string{n.Keys}
	}
	return n.Users != nil || slices.ContainsFunc(each, func(keys []string) bool {
		k, _ := known.Exact(keys)
		return len(k) == 0
	})
}

// TestNamedSeveral holds whom a text names of whom nobody is known yet.
func TestNamedSeveral(t *testing.T) {
	for text, want := range map[string]struct {
		each  [][]string
		users []string
	}{
		"Jane coffee":                                {},
		"Jane, Zoe coffee":                           {each: [][]string{{"jane"}, {"zoe"}}},
		"jane and zoe coffee":                        {each: [][]string{{"jane"}, {"zoe"}}},
		"Jane Doe & Omar van Dyk yesterday":          {each: [][]string{{"jane", "jane doe"}, {"omar", "omar van", "omar van dyk"}}},
		"coffee with Jane and \"Zoe B\" -- and Omar": {each: [][]string{{"jane"}, {"zoe", "zoe b"}}},
		"Jane coffee, great talk about Berlin":       {},
		"Jane coffee with the team":                  {},
		"Jane coffee -- with Omar, Zoe":              {},
		"<@U7|jane> coffee":                          {users: []string{"U7"}},
		"<@U7>":                                      {users: []string{"U7"}},
		"Omar and <@U7>, <@U8> call":                 {each: [][]string{{"omar"}}, users: []string{"U7", "U8"}},
		"Jane coffee spoke of <@U7>":                 {},
		"my sister and Jane":                         {},
	} {
		n := Named(text)
		if d := cmp.Diff(want.each, n.Each); d != "" {
			t.Errorf("%s: (-want +each)\n%s", text, d)
		}
		if d := cmp.Diff(want.users, n.Users); d != "" {
			t.Errorf("%s: (-want +users)\n%s", text, d)
		}
	}
}

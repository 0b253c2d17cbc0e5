package phrase

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

// listener is a circle that remembers what it was asked for first.
type listener struct {
	circle
	first []string
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
	asked := 0
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		l := &listener{circle: known}
		_, _ = ParseMet(line, tuesday, l, nil) // what can't be read has been looked up as well
		if d := cmp.Diff(l.first, Named(line)); d != "" {
			t.Errorf("%s: (-asked +named)\n%s", line, d)
		}
		asked += len(l.first)
	}
	if asked < 500 {
		t.Errorf("only %d keys were asked for", asked)
	}
}

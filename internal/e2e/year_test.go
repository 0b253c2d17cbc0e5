package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// typedAt is one line of testdata/year.txt.
type typedAt struct {
	at    time.Time
	words string
}

func readYear(t *testing.T, zone *time.Location) []typedAt {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "year.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var all []typedAt
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.SplitN(line, " ", 3)
		at, err := time.ParseInLocation("2006-01-02 15:04", f[0]+" "+f[1], zone)
		if err != nil || len(f) != 3 {
			t.Fatalf("year.txt: %q: %v", line, err)
		}
		all = append(all, typedAt{at, f[2]})
	}
	return all
}

// habits is how Mia answers, by the words on the buttons, the first that an item
// has. She answers two items of three, and none while she is away.
var habits = []string{
	"Kept", "They kept it", "Thanked", "They agreed", "They noticed", "I did it", "I'll ask both", "They've met",
	"Keep", "Log it", "Log first contact", "Place", "Not now", "Skip",
}

// away are the days on which Mia answers nothing.
func away(day time.Time) bool {
	return day.Month() == time.August || day.Month() == time.December && day.Day() > 18
}

// TestAYear plays a year in the life of one member with forty people, one working
// day after the other. All that she types and all that she is told is kept in
// testdata/year.golden, to be read: would one like to receive this?
func TestAYear(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	typed := readYear(t, zone)
	s := &story{seen: map[string]string{}, shown: map[string]string{}}
	s.box = open(t, "--seed", "empty", "--now", "2026-01-05T08:00:00Z")
	s.people = s.box.people()
	s.enter(t, "Mia", "")
	answered := 0
	for day := time.Date(2026, 1, 5, 0, 0, 0, 0, zone); day.Year() == 2026; day = day.AddDate(0, 0, 1) {
		for len(typed) > 0 && typed[0].at.Before(day.AddDate(0, 0, 1)) {
			s.box.to(typed[0].at)
			s.unasked(t, day, &answered)
			s.types(t, typed[0].words)
			typed = typed[1:]
		}
		s.box.to(day.Add(20 * time.Hour))
		s.unasked(t, day, &answered)
	}
	if answered < 100 {
		t.Errorf("Mia answered %d items in a year", answered)
	}
	golden := filepath.Join("testdata", "year.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(s.out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(s.out.String(), "\n")); diff != "" {
		t.Errorf("the year went otherwise (-told +seen; -update writes it anew):\n%s", diff)
	}
}

// types does one line of the year: words, or "presses" and a button's label.
func (s *story) types(t *testing.T, words string) {
	t.Helper()
	if label, ok := strings.CutPrefix(words, "presses "); ok {
		fmt.Fprintf(&s.out, "Mia presses %s\n", label)
		s.act(t, "Mia", label, "")
		return
	}
	fmt.Fprintf(&s.out, "Mia: %s\n", words)
	s.tell(s.box.say(s.who, s.in, strings.ReplaceAll(words, `\n`, "\n")))
}

// unasked tells what came by itself since the last look, and answers it.
func (s *story) unasked(t *testing.T, day time.Time, answered *int) {
	t.Helper()
	news := s.box.messages(s.who, s.in, s.seen[s.who.ID+s.in])
	news = slices.DeleteFunc(news, func(m message) bool { return m.User == s.who.ID || m.Ephemeral })
	if len(news) == 0 {
		return
	}
	fmt.Fprintf(&s.out, "\n# %s\n", day.Format("Monday, 2 January"))
	for _, m := range news { // the text says all that the blocks say
		s.seen[s.who.ID+s.in] = m.TS
		fmt.Fprintf(&s.out, "  rapport (%s): %s\n", m.At.In(s.zone()).Format("15:04"), indent(m.Text))
	}
	if away(day) {
		return
	}
	for _, m := range news {
		for n := 1; n <= 5; n++ {
			e, ok := habit(m.Blocks, n)
			if !ok || (day.YearDay()+n)%3 == 0 {
				continue
			}
			*answered++
			fmt.Fprintf(&s.out, "Mia presses %s of %d\n", e.Label, n)
			var o outcome
			s.box.must("/sim/click", map[string]any{
				"as": s.who.ID, "in": s.in, "ts": m.TS, "action_id": e.ActionID, "block_id": e.BlockID, "value": e.Value,
			}, &o)
			s.brief(o, n)
			if len(o.View) > 0 && string(o.View) != "null" { // a form, filled in already
				s.view = o.View
				fmt.Fprintln(&s.out, "Mia submits")
				s.submit(t, "Mia", "")
			}
		}
	}
}

// habit finds what Mia presses of a message's item.
func habit(blocks json.RawMessage, item int) (element, bool) {
	for _, label := range habits {
		for _, e := range elements(blocks) {
			if e.Label == label && strings.HasPrefix(e.BlockID, fmt.Sprintf("n%d|", item)) {
				return e, true
			}
		}
	}
	return element{}, false
}

// brief tells of an answered message only the item that changed.
func (s *story) brief(o outcome, item int) {
	for _, m := range o.Messages {
		for _, b := range blocksOf(m.Blocks) {
			if strings.HasPrefix(str(b["block_id"]), fmt.Sprintf("n%d|", item)) && text(b["text"]) != "" {
				fmt.Fprintf(&s.out, "  %s\n", indent(text(b["text"])))
			}
		}
	}
}

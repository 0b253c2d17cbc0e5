package domain

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the tables into docs/phases.md, docs/nudges.md and docs/delivery.md")

// The table in docs/phases.md stands between these lines.
const (
	phasesDoc  = "../docs/phases.md"
	tableBegin = "<!-- evidence table: written by go test ./domain -run TestPhasesDoc -update -->\n"
	tableEnd   = "<!-- end of the evidence table -->\n"
)

// TestPhasesDoc keeps the table that people read equal to the one that judges.
func TestPhasesDoc(t *testing.T) {
	text := keepTable(t, phasesDoc, tableBegin, tableEnd, docTable(DefaultPolicy().Evidence))
	for _, p := range Phases {
		if !strings.Contains(text, p.String()) {
			t.Errorf("%s is not mentioned", p)
		}
	}
}

// keepTable holds the table between two lines of a document against what it should
// be, or writes it with -update. It returns the text around it.
func keepTable(t *testing.T, path, begin, end, want string) string {
	t.Helper()
	doc, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(doc), begin)
	table, tail, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no place for the table", path)
	}
	if *update {
		if err := os.WriteFile(path, []byte(head+begin+want+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
		return head + tail
	}
	if table != want {
		t.Errorf("the table in %s differs; run with -update. Want:\n%s", path, want)
	}
	return head + tail
}

// docTable writes the evidence table in Markdown.
func docTable(th Thresholds) string {
	needs := map[EvidenceName]string{
		Met:             fmt.Sprintf("%d interaction", th.IntroducedTouches),
		TwoDays:         fmt.Sprintf("interactions on %d different days", th.RelatingDays),
		NothingOverdue:  "no promise of yours is overdue",
		PromiseWasKept:  fmt.Sprintf("%d promise kept, yours or theirs", th.PromisesKept),
		TheyInitiated:   "they got in touch themselves",
		TheySharedNeed:  "they shared a need",
		ValueDelivered:  fmt.Sprintf("%d value delivered", th.ValuesDelivered),
		ValueRecognised: fmt.Sprintf("%d value recognised", th.ValuesRecognised),
		TwoSignals:      fmt.Sprintf("%d different kinds of signal within %d days", th.RipeSignals, th.RipeWithinDays),
		InTouch:         "last contact inside the maximum gap",
	}
	var b strings.Builder
	b.WriteString("| phase | evidence | what is needed | signals that supply it |\n|---|---|---|---|\n")
	for _, r := range evidenceTable {
		need := needs[r.Name]
		if r.AnyOf != "" {
			need += " (one of these is enough)"
		}
		var signals []string
		for _, k := range r.Records {
			signals = append(signals, "`+"+string(k)+"`")
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s |\n", r.In, r.Name, need, strings.Join(signals, " "))
	}
	return b.String()
}

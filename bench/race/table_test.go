package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The tables of two rounds, as they stand on the page.
func TestReport(t *testing.T) {
	c := func(name, key string, bytes int64) *contender {
		return &contender{name: name, key: key, on: "SQLite", shipped: bytes}
	}
	groups := []group{{title: "SQLite", these: []*contender{c("rapport", ownKey, 30<<20), c("Bolt", boltKey, 120<<20), c("bare Go", "bare", 9<<20)}}}
	found := results{
		ownKey:  {{many: 6000, cpu: 100, p99: 2, idle: 20, start: 30, million: unknown}, {many: 8000, cpu: 120, p99: 4, idle: 20, start: 30, million: unknown}},
		boltKey: {{many: 3000, cpu: 200, p99: 8, idle: 100, start: 300, million: unknown, late: 2}, {many: 2000, cpu: 240, p99: 20, idle: 100, start: 600, million: unknown, behind: true, refused: 1}},
		"bare":  {{many: 12000, cpu: 20, p99: 1, idle: 10, start: 5, million: unknown}, {many: 16000, cpu: 30, p99: 1, idle: 10, start: 5, million: unknown}},
	}
	got := report(groups, found, &race{rate: 1000})
	for _, want := range []string{
		"### SQLite\n",
		"| measured                                     |             rapport |                Bolt |             bare Go |\n",
		"| acks a second, 64 clients                    |    7000 (6000–8000) |",
		"| acks past Slack's 3 s, or refused, all rounds |",
		"rapport ÷ Bolt",
		"3.00 (2.00–4.00) | ≥ 1.5 | ≥ 3 | the aim | 0.50 |\n",
		"0.50 | ≤ 0.75 | ≤ 0.35 | the first | 4.50 (4.00–5.00) |\n",
		"14.00 (8.00–20.00) †",
		"0.23 (0.20–0.25) † | ≤ 0.4 | ≤ 0.2 | the first |",
		"† could not keep up with 1000 commands a second",
		"Every command that was acknowledged was stored",
	} {
		if !strings.Contains(squeeze(got), squeeze(want)) {
			t.Errorf("the report has no %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "large database") || strings.Contains(got, "NaN") {
		t.Errorf("what was not measured stands there:\n%s", got)
	}
	var widths []int
	for line := range strings.Lines(got) {
		if strings.HasPrefix(line, "|") {
			widths = append(widths, len([]rune(line)))
		}
	}
	for i, w := range widths[1 : len(widths)/2] {
		if w != widths[0] {
			t.Errorf("line %d of the table is %d wide, the first %d", i+2, w, widths[0])
		}
	}
}

func TestTargets(t *testing.T) {
	for _, c := range []struct {
		target
		ratio float64
		want  string
	}{
		{target{1.5, 3}, 1.49, "no"},
		{target{1.5, 3}, 1.5, "the first"},
		{target{1.5, 3}, 3, "the aim"},
		{target{.75, .35}, .76, "no"},
		{target{.75, .35}, .75, "the first"},
		{target{.75, .35}, .35, "the aim"},
		{target{.75, .35}, unknown, "–"},
	} {
		if got := c.reached(c.ratio); got != c.want {
			t.Errorf("%v of %s%v and %v is %q, want %q", c.ratio, c.sign(), c.first, c.aim, got, c.want)
		}
	}
}

// squeeze takes the padding out of a table.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestSplice(t *testing.T) {
	page := "# Performance\n\n" + pageBegin + "\nold\n" + pageEnd + "\n\nmore\n"
	got, err := splice(page, "\nnew\n")
	want := "# Performance\n\n" + pageBegin + "\n\nnew\n\n" + pageEnd + "\n\nmore\n"
	if err != nil || got != want {
		t.Errorf("%q, %v", got, err)
	}
	if again, err := splice(got, "new"); again != want || err != nil {
		t.Errorf("a second time: %q, %v", again, err)
	}
	for _, wrong := range []string{"", pageBegin, pageEnd, pageEnd + pageBegin} {
		if got, err := splice(wrong, "new"); err == nil {
			t.Errorf("%q became %q", wrong, got)
		}
	}
}

// The page that make bench writes has a place for it.
func TestPageHasAPlace(t *testing.T) {
	if err := rewrite(filepath.Join("..", "..", "docs", "no.md"), ""); err == nil {
		t.Error("a page that is not there was written")
	}
	page := copyOf(t, filepath.Join("..", "..", "docs", "performance.md"))
	if err := rewrite(page, "new"); err != nil {
		t.Error(err)
	}
}

func TestProc(t *testing.T) {
	const stat = "4242 (a (b) c) S 1 4242 4242 0 -1 4194560 900 0 3 0 125 75 0 0 20 0 9 0 123 1 2 3\n"
	if got, err := cpuOf([]byte(stat)); got != 2*time.Second || err != nil {
		t.Errorf("%v of CPU, %v", got, err)
	}
	if got, err := cpuOf([]byte("4242 (x) S 1")); err == nil {
		t.Errorf("half a line is %v", got)
	}
	const status = "Name:\tx\nVmHWM:\t  9 kB\nVmRSS:\t   2048 kB\nRssAnon:\t 1024 kB\n"
	for field, want := range map[string]int64{"VmRSS:": 2 << 20, "RssAnon:": 1 << 20, "RssFile:": 0} {
		if got, err := sizeOf(status, field); got != want || (err == nil) != (want > 0) {
			t.Errorf("%s %d bytes, %v", field, got, err)
		}
	}
}

// The shape of a machine tells neither its name nor who built it.
func TestMachine(t *testing.T) {
	for from, want := range map[string]string{"6.18.44-host-v595\n": "6.18", "5.10": "5.10", "7.1.0-rc1": "7.1"} {
		if got := release(from); got != want {
			t.Errorf("%q is told as %q", from, got)
		}
	}
	got, err := machine(context.Background(), t.TempDir())
	if err != nil || !strings.Contains(got, " cores, ") || !strings.Contains(got, "GB of memory, Linux ") {
		t.Errorf("%q, %v", got, err)
	}
}

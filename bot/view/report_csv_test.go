package view

import (
	"bytes"
	"encoding/csv"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

// csvReports are two programs of an organiser, with names of all sorts.
func csvReports() []domain.Report {
	met := domain.On(2026, 10, 30)
	return []domain.Report{
		{
			Program: domain.Program{Name: "Engineering Mentors", Cadence: domain.Every(14)},
			Names:   map[domain.MemberID]string{"U1": "Omar Haddad", "U2": "Łukasz, \"Luke\"", "U3": "=HYPERLINK(\"http://evil\")", "U4": "ליאה"},
			Pairs: []domain.PairStanding{
				{Pair: domain.Pair{ID: "a1", Mentor: "U1", Mentee: "U2", Since: domain.On(2026, 10, 5)}, Standing: domain.PairOverdue, Due: domain.On(2026, 10, 19), Nudged: met},
				{Pair: domain.Pair{ID: "a2", Mentor: "U3", Mentee: "U4", Since: domain.On(2026, 10, 5)}, Standing: domain.OnTrack, Last: met, Sessions: 3, Due: met.AddDays(14)},
				{Pair: domain.Pair{ID: "a3", Mentor: "U1", Mentee: "U9", Since: domain.On(2026, 11, 6)}, Standing: domain.TooEarly, Due: domain.On(2026, 11, 20)},
			},
		},
		{
			Program: domain.Program{Name: "-Zürich;=1+1", Cadence: domain.Every(30)},
			Names:   map[domain.MemberID]string{"U5": "\t@Mia", "U6": "+49 Tom\r\n=cmd"},
			Pairs: []domain.PairStanding{
				{Pair: domain.Pair{ID: "b1", Mentor: "U5", Mentee: "U6", Since: domain.On(2026, 9, 1)}, Standing: domain.PairDue, Last: domain.On(2026, 9, 30), Sessions: 1, Due: met},
				{Pair: domain.Pair{ID: "b2", Mentor: "U6", Mentee: "U5", Since: domain.On(2026, 9, 1)}, Standing: domain.PairPaused, Due: domain.On(2027, 1, 1)},
			},
		},
	}
}

func TestReportCSV(t *testing.T) {
	const path = "testdata/report.golden.csv"
	got := ReportCSV(csvReports())
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got; -update writes it anew):\n%s", path, diff)
	}
}

// Every standing has words, so that no cell is empty by mistake.
func TestStandingWords(t *testing.T) {
	for _, s := range []domain.Standing{domain.OnTrack, domain.PairDue, domain.PairOverdue, domain.TooEarly, domain.PairPaused} {
		if standingWords[s] == "" {
			t.Errorf("%q has no words", s)
		}
	}
}

// cells reads a CSV as a spreadsheet may that takes something else for its separator,
// and knows nothing of quotation marks that are not at a cell's beginning.
func cells(data []byte, separator rune) []string {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator, -1, true
	rows, err := r.ReadAll()
	var all []string
	if err != nil { // then as one that knows no quotation marks at all
		for line := range strings.Lines(string(data)) {
			all = append(all, strings.Split(line, string(separator))...)
		}
	}
	for _, row := range rows {
		all = append(all, row...)
	}
	return all
}

// Whatever people and programs are called, each pair is one row, no cell begins a
// formula for whatever spreadsheet, and what was no formula reads as it was.
func FuzzReportCSV(f *testing.F) {
	for _, s := range []string{"Jane", "=1+1", " =1", "\u200b=1", "\ufeff=1", "\t=1", "a;=1", "a,\"=1\"", "a\";\"=1", "\r\n=cmd|' /C calc'!A0", "＝1", "\u2068=1", "a\x00=b", "\xff=1", "'=1", "\"=1\"", "|@x"} {
		f.Add(s, "Tom")
		f.Add("Tom", s)
	}
	f.Fuzz(func(t *testing.T, program, name string) {
		r := domain.Report{
			Program: domain.Program{Name: program, Cadence: domain.Every(14)}, Names: map[domain.MemberID]string{"U1": name, "U2": "Omar"},
			Pairs: []domain.PairStanding{{Pair: domain.Pair{ID: "p", Mentor: "U1", Mentee: "U2", Since: domain.On(2026, 10, 5)}, Standing: domain.OnTrack}},
		}
		data := ReportCSV([]domain.Report{r})
		if !utf8.Valid(data) {
			t.Fatalf("%q is not UTF-8", data)
		}
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil || len(rows) != 3 || len(rows[2]) != len(csvHeader) || rows[2][3] != "Omar" {
			t.Fatalf("%v: %q", err, rows)
		}
		for _, separator := range ",;|\t" {
			for _, c := range cells(data, separator) {
				c = strings.TrimLeft(c, "\"\ufeff\u2068\u200b \r\n\t")
				if c != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(c)[0]) {
					t.Errorf("split at %q, %q is a formula: %q", separator, c, data)
				}
			}
		}
		if plain := line(name); plain == name && !strings.ContainsAny(name, "=+-@＝＋－＠\u2068\u2069") && rows[2][2] != name && name != "" {
			t.Errorf("%q became %q", name, rows[2][2])
		}
	})
}

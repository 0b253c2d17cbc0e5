package view

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"strconv"
	"strings"
	"unicode"

	"rapport/domain"
)

// notAppraisal is the first line of the CSV, so that it goes wherever the rows go. It
// has no comma: quotation marks after the byte order mark are too much for many a
// reader.
const notAppraisal = "Mentoring is not appraisal: this says who met when so that you can help and nothing about anybody's work."

// csvHeader names the columns of the CSV. Dates are as 2026-11-02, and empty for none.
var csvHeader = []string{"program", "pair", "mentor", "mentee", "since", "last met", "sessions", "cadence in days", "standing", "due", "last nudged"}

// byteOrderMark makes Excel read UTF-8, which it otherwise takes for the machine's
// old code page: "Łukasz" would become "Åukasz". It stands before the first line,
// which is prose, and so in nobody's header.
const byteOrderMark = "\ufeff"

// ReportCSV is what the organiser of programs may keep of their pairs: a line that
// says what it is not for, a header, and a row for each pair that lasts. All lines
// have the same number of cells, and no cell is a formula for any spreadsheet.
func ReportCSV(all []domain.Report) []byte {
	var out bytes.Buffer
	out.WriteString(byteOrderMark)
	w := csv.NewWriter(&out)
	w.UseCRLF = true // RFC 4180, and what Excel writes itself
	about := make([]string, len(csvHeader))
	about[0] = notAppraisal
	rows := [][]string{about, csvHeader}
	for _, r := range all {
		for _, p := range r.Pairs {
			rows = append(rows, []string{
				inert(r.Program.Name), inert(string(p.Pair.ID)), inert(nameIn(r, p.Pair.Mentor)), inert(nameIn(r, p.Pair.Mentee)),
				p.Pair.Since.String(), p.Last.String(), strconv.Itoa(p.Sessions), strconv.Itoa(r.Program.Cadence.Ideal),
				standingWords[p.Standing], p.Due.String(), p.Nudged.String(),
			})
		}
	}
	// A buffer takes everything, and a comma is a separator that csv knows.
	_ = w.WriteAll(rows)
	return out.Bytes()
}

// standingWords say where a pair stands.
var standingWords = map[domain.Standing]string{
	domain.OnTrack: "on track", domain.PairDue: "due", domain.PairOverdue: "overdue",
	domain.TooEarly: "too early to tell", domain.PairPaused: "paused",
}

// nameIn is how somebody in a report is called, by their id where Slack has not said.
func nameIn(r domain.Report, m domain.MemberID) string { return cmp.Or(r.Names[m], string(m)) }

// inert puts a text on one line, and an apostrophe before whatever a spreadsheet
// would take for a formula: at the beginning, and after whatever it may take for the
// beginning of a cell, because in half of Europe that is after a semicolon.
func inert(s string) string {
	var b strings.Builder
	begins := true
	for _, r := range strings.Join(strings.Fields(clean(s)), " ") {
		if begins && strings.ContainsRune("=+-@＝＋－＠", r) {
			b.WriteByte('\'')
		}
		b.WriteRune(r)
		switch {
		case strings.ContainsRune(";,|", r):
			begins = true
		case r == '"' || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r): // nothing that a reader sees as a beginning
		default:
			begins = false
		}
	}
	return b.String()
}

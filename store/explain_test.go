package store

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// plan returns how the database means to carry out a statement.
func plan(t *testing.T, s *Store, statement string, args ...any) string {
	t.Helper()
	explain, column := "EXPLAIN QUERY PLAN ", 3
	if s.dialect == postgresDialect {
		explain, column = "EXPLAIN ", 0
	}
	unguarded, err := overGORM(s.dialect, s.db.writer) // a plan reads nobody's rows
	if err != nil {
		t.Fatal(err)
	}
	rows, err := unguarded.Raw(explain+statement, args...).Rows()
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	for rows.Next() {
		fields := make([]any, column+1)
		for i := range fields {
			fields[i] = new(any)
		}
		if err := rows.Scan(fields...); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, fmt.Sprint(*fields[column].(*any)))
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(steps, "\n")
}

// The claim, the question what is next and the diary walk along their indexes,
// however much is stored: twenty thousand deliveries that are finished, five
// thousand that are due, in one workspace of several.
func TestDueIsReadByIndex(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		s.processClock = false // as it is in earnest
		for _, statement := range []string{
			`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
			INSERT INTO outbox (dedupe_key, workspace, recipient, kind, subject, local_date, state, unknown, attempt, due, nonce,
				channel, ts, code, created, first_attempt, updated, rank)
			SELECT 'k' || i, 'T' || (i % 3), 'U' || i, 'digest', '', '2026-11-02', CASE WHEN i % 5 = 0 THEN 'pending' ELSE 'sent' END,
				(1 = 0), 0, CASE WHEN i % 5 = 0 THEN i ELSE 0 END, 'n', '', '', '', i, 0, i, 1 + i % 3 FROM n`,
			"ANALYZE",
		} {
			if _, err := s.db.writer.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		args := map[string]any{"workspace": "T1", "now": int64(50000), "n": 9, "lease": int64(1), "open": openStates}
		for _, c := range []struct {
			name, statement, index string
			sorts                  bool // a few workspaces, by their names
		}{
			{"workspaces", s.spoken(writableSQL), "outbox_claim", true},
			{"claim", s.spoken(claimSQL), "outbox_claim", false},
			{"one of a conversation", s.spoken(nextSQL), "outbox_recipient", false},
			{"next", waitingSQL, "outbox_claim", false},
			{"what has waited longest", overdueSQL, "outbox_due", false},
			{"tally", tallySQL, "outbox_state", false},
			{"diary", "SELECT * FROM appointments WHERE at <= @now ORDER BY at LIMIT @n", "appointments_at", false},
		} {
			var got string
			if strings.Contains(c.statement, "@") {
				got = plan(t, s, c.statement, args)
			} else {
				got = plan(t, s, c.statement)
			}
			if s.dialect == postgresDialect && (c.name == "diary" || c.name == "tally") {
				continue // it is empty, or a fifth of the table, and PostgreSQL knows
			}
			scans := regexp.MustCompile(`Seq Scan on outbox|SCAN (outbox|o|e)\b`).MatchString(got)
			sorts := !c.sorts && regexp.MustCompile(`TEMP B-TREE|Sort`).MatchString(got)
			if scans || sorts || !strings.Contains(got, c.index) {
				t.Errorf("%s: want the index %s, no scan and no sort; the plan is\n%s", c.name, c.index, got)
			}
		}
	})
}

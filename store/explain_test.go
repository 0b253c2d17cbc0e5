package store

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
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

// said is a statement, as it was run.
type said struct {
	text string
	args []any
}

// listen remembers every statement that s runs from now on.
func listen(t *testing.T, s *Store) func() []said {
	t.Helper()
	var (
		mu  sync.Mutex
		all []said
	)
	hear := func(text string, args []any) {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, said{text, slices.Clone(args)})
	}
	overhear(s, func(_ domain.Owner, text string, args []any) { hear(text, args) })
	look := func(db *gorm.DB) {
		if !db.DryRun { // part of another
			hear(db.Statement.SQL.String(), db.Statement.Vars)
		}
	}
	for _, g := range []*gorm.DB{s.writer, s.reader} {
		cb := g.Callback()
		err := errors.Join(
			cb.Create().After("gorm:create").Register("listen", look), cb.Query().After("gorm:query").Register("listen", look),
			cb.Update().After("gorm:update").Register("listen", look), cb.Delete().After("gorm:delete").Register("listen", look),
			cb.Row().After("gorm:row").Register("listen", look), cb.Raw().After("gorm:raw").Register("listen", look))
		if err != nil {
			t.Fatal(err)
		}
	}
	return func() []said { mu.Lock(); defer mu.Unlock(); return slices.Clone(all) }
}

// tickAll does what ticks and their sends do with a store, once each.
func tickAll(t *testing.T, s *Store, now time.Time) {
	t.Helper()
	ctx, as, ob := t.Context(), s.Appointments(), s.Outbox()
	try := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	due, err := as.Due(ctx, now, 100)
	try(err)
	for _, a := range due {
		try(as.Plan(ctx, a, now, func(p domain.Portfolio) domain.Plan { return domain.PlanAppointment(p, a, now) }))
	}
	programs, err := s.Summaries().Due(ctx, now, 100)
	try(err)
	for _, a := range programs {
		try(s.Summaries().Plan(ctx, a, now, func(r *domain.Register) domain.ProgramPlan { return domain.PlanSummary(r, a, now) }))
	}
	if len(due) == 0 || len(programs) == 0 {
		t.Fatalf("%d members and %d programs are due, want some", len(due), len(programs))
	}
	claims, err := ob.Claim(ctx, now, lease, 100)
	try(err)
	for _, c := range claims {
		_, err := ob.Held(ctx, c, now, time.Second)
		try(err)
		if c.Delivery.Member != "" {
			p, err := s.Shows().Portfolio(ctx, c.Delivery.Owner, now)
			try(err)
			try(s.Shows().Shown(ctx, c.Delivery, []domain.Telling{{Rule: domain.ContactDue, Contact: p.Contacts[0].ID}}))
			_, err = s.Members().Recovered(ctx, c.Delivery.Owner, c.Delivery, now)
			try(err)
		}
		o, step := domain.Outcome{Result: domain.Sent, Channel: "C9", TS: "1.1"}, took(domain.OnAccepted, domain.StateSent)
		if c.ID%2 == 0 {
			o, step = domain.Outcome{Result: domain.Limited, Channel: "C9", RetryAfter: time.Second}, took(domain.OnRateLimited, domain.StatePending)
		}
		try(ob.Record(ctx, c, step, o, now.Add(time.Minute), now))
	}
	if len(claims) < 2 {
		t.Fatalf("%d claimed, want some of each outcome", len(claims))
	}
	_, err = as.NextDelivery(ctx)
	try(err)
	_, err = as.Next(ctx)
	try(err)
	_, err = ob.Tally(ctx, now)
	try(err)
	_, err = s.Sweep(ctx, now)
	try(err)
}

// scans finds a table that a plan walks through. paces has one row for each
// workspace, and the others are what a statement has put together itself.
func scans(d dialect, plan string) string {
	walk := regexp.MustCompile(`(?m)^SCAN ([a-z]\w*)`)
	if d == postgresDialect {
		walk = regexp.MustCompile(`Seq Scan on ([a-z]\w*)`)
	}
	for _, m := range walk.FindAllStringSubmatch(plan, -1) {
		if !slices.Contains([]string{"paces", "p", "busy", "b"}, m[1]) {
			return m[1]
		}
	}
	return ""
}

// No statement of a tick walks through a table, whatever it is about: what it costs
// must not grow with what is stored.
func TestNoStatementOfATickWalksThroughATable(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		paired(t, s, mentors(t, s, "C1"))
		for _, o := range []domain.Owner{omar, lena, ravi} {
			add(t, s, o, "Joe")
		}
		with(t, s, "fill", add(t, s, mia, "Jane"), fill)
		heard := listen(t, s)
		tickAll(t, s, nine.AddDate(0, 0, 7))
		explain := explainer(t, s)
		if table := scans(s.dialect, explain(said{text: "SELECT 1 FROM contacts WHERE how_met = 'tea'"})); table != "contacts" {
			t.Fatalf("found that a walk goes through %q, want contacts", table)
		}
		seen := make(map[string]bool)
		for _, x := range heard() {
			if seen[x.text] || !regexp.MustCompile("^(WITH|SELECT|INSERT|UPDATE|DELETE)").MatchString(x.text) {
				continue
			}
			seen[x.text] = true
			if plan := explain(x); scans(s.dialect, plan) != "" {
				t.Errorf("walks through %s: %s\n%s", scans(s.dialect, plan), x.text, plan)
			}
		}
		if len(seen) < 40 {
			t.Errorf("%d different statements, want all of a tick", len(seen))
		}
	})
}

// explainer tells how the database means to carry out a statement, with its
// arguments. PostgreSQL walks through what is small, unless it may not.
func explainer(t *testing.T, s *Store) func(said) string {
	t.Helper()
	conn, err := s.db.writer.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() }) // the store may have been closed before
	explain, column := "EXPLAIN QUERY PLAN ", 3
	if s.dialect == postgresDialect {
		explain, column = "EXPLAIN ", 0
		if _, err := conn.ExecContext(t.Context(), "SET enable_seqscan = off"); err != nil {
			t.Fatal(err)
		}
	}
	return func(x said) string {
		rows, err := conn.QueryContext(t.Context(), explain+x.text, x.args...)
		if err != nil {
			t.Fatalf("%s: %v", x.text, err)
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
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		return strings.Join(steps, "\n")
	}
}

package bench

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapport/bot/phrase"
	"rapport/domain"
	"rapport/internal/pgtest"
	"rapport/store"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Run(m)) }

// databases are a new, empty database of each sort, with its driver.
var databases = []struct {
	name, driver string
	new          func(testing.TB) string
}{
	{"sqlite", "sqlite3", func(tb testing.TB) string { return filepath.Join(tb.TempDir(), "rapport.db") }},
	{"postgres", "pgx", pgtest.Database},
}

// crowd is a workspace with programs of so many pairs that met in so many weeks, all
// due at the same instant.
type crowd struct{ programs, pairs, weeks int }

// monday is when its summaries are due: 52 weeks after they started.
var monday = domain.Instant(due, 9*60, berlin)

var berlin = func() *time.Location {
	loc, err := domain.Location("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return loc
}()

// stored returns an open store with a crowd in it.
func stored(b *testing.B, driver, dsn string, c crowd) *store.Store {
	b.Helper()
	o := store.Options{DSN: dsn, Policy: domain.DefaultPolicy(), Keys: phrase.Keys}
	if _, _, err := store.Migrate(b.Context(), o); err != nil {
		b.Fatal(err)
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		b.Fatal(err)
	}
	for _, statement := range append(c.rows(), "ANALYZE") {
		if _, err := db.Exec(statement); err != nil {
			b.Fatalf("%s: %v", statement, err)
		}
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}

// rows are the statements that make a crowd: in them p counts programs and n
// pairs.
func (c crowd) rows() []string {
	numbers := func(name string, n int) string {
		return fmt.Sprintf("%s (%s) AS (SELECT 1 UNION ALL SELECT %[2]s + 1 FROM %[1]s WHERE %[2]s < %[3]d)", name, name[:1], n)
	}
	with := "WITH RECURSIVE " + strings.Join([]string{numbers("ps", c.programs), numbers("ns", c.pairs)}, ", ")
	insert := func(table, columns, values, from string) string {
		return fmt.Sprintf("INSERT INTO %s (%s) %s SELECT %s FROM %s", table, columns, with, values, from)
	}
	started := "'" + begun.String() + "'"
	all := []string{
		insert("programs",
			"workspace, id, channel, private, name, ideal, maximum, summary_at, summary_days, zone, joining, started, ended, purge, shut, last_summary, next_summary, figures, version",
			fmt.Sprintf("'T1', 'P' || p, 'C' || p, (1 = 0), 'Mentors', 14, 28, 540, 2, 'Europe/Berlin', 'open', %s, '', (1 = 0), 0, '', %d, 'null', 1", started, monday.UnixMicro()), "ps"),
		insert("organisers", "workspace, program, member, place", "'T1', 'P' || p, 'U1', 1", "ps"),
	}
	for _, role := range []string{"mentor", "mentee"} {
		who := "'" + role + "' || p || 'x' || n"
		all = append(all,
			insert("members", "workspace, member, name, channel, zone, zone_chosen, chosen, paused_until, last_digest, last_prompt, last_check_in, unanswered, last_met, last_met_at, home_opened, gone, joined, troubled, version",
				"'T1', "+who+", 'Somebody', '', 'Europe/Oslo', (1 = 0), '{}', '', '', '', '', 0, '', 0, (1 = 0), (1 = 0), 1, 0, 1", "ps, ns"),
			insert("participants", "workspace, program, member, role, topics, capacity, avoid, another, asked, joined, left_on, paused_until",
				"'T1', 'P' || p, "+who+", '"+role+`', '["go","talks"]', 1, '[]', (1 = 0), (1 = 0), `+started+", '', ''", "ps, ns"))
	}
	pair := "'T1', 'P' || p, 'Q' || p || 'x' || n"
	all = append(all,
		insert("pairs", "workspace, program, id, mentor, mentee, since, ended, why, paused_until",
			pair+", 'mentor' || p || 'x' || n, 'mentee' || p || 'x' || n, "+started+", '', '', ''", "ps, ns"),
		insert("pair_goals", "workspace, program, pair, id, author, what, by_date, made, state, closed",
			pair+", 'g', 'mentee' || p || 'x' || n, 'speak', '', "+started+", 'open', ''", "ps, ns"),
		insert("feedback", "workspace, program, pair, author, about, rating, comment, given",
			pair+", 'mentee' || p || 'x' || n, '30 days', 4, '', 1", "ps, ns"))
	for w := range c.weeks {
		all = append(all, insert("session_logs", "workspace, program, pair, member, interaction, on_date, state, logged",
			pair+", 'mentee' || p || 'x' || n, '"+fmt.Sprint(w)+"', '"+begun.AddDays(7*w).String()+"', 'counts', 1", "ps, ns"))
	}
	return all
}

// BenchmarkStoredLedger reads what a summary of 500 pairs with 52 sessions each is
// made from, and counts it.
func BenchmarkStoredLedger(b *testing.B) {
	for _, d := range databases {
		b.Run(d.name, func(b *testing.B) {
			s := stored(b, d.driver, d.new(b), crowd{programs: 1, pairs: 500, weeks: 52})
			for b.Loop() {
				l, err := s.Programs().Ledger(b.Context(), "T1", "P1", due)
				if sum := domain.Summarise(l, due, false); err != nil || sum.Total != 500*52 {
					b.Fatalf("%d sessions, error %v", sum.Total, err)
				}
			}
		})
	}
}

// BenchmarkPlanThousand plans a thousand summaries that are due at one instant, of
// eight pairs and twelve sessions each, a week later in each round.
func BenchmarkPlanThousand(b *testing.B) {
	for _, d := range databases {
		b.Run(d.name, func(b *testing.B) {
			s := stored(b, d.driver, d.new(b), crowd{programs: 1000, pairs: 8, weeks: 12}).Summaries()
			now := monday
			for b.Loop() {
				planned := 0
				for {
					all, err := s.Due(b.Context(), now, 100)
					if err != nil {
						b.Fatal(err)
					}
					if len(all) == 0 {
						break
					}
					for _, a := range all {
						err := s.Plan(b.Context(), a, now, func(r *domain.Register) domain.ProgramPlan { return domain.PlanSummary(r, a, now) })
						if err != nil {
							b.Fatal(err)
						}
						planned++
					}
				}
				if planned != 1000 {
					b.Fatalf("%d planned, want 1000", planned)
				}
				now = now.AddDate(0, 0, 7)
			}
		})
	}
}

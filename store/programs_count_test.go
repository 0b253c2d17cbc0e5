package store

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"rapport/domain"
)

// statements counts every statement that a store runs from now on, of whatever sort.
func statements(t testing.TB, s *Store) *atomic.Int64 {
	t.Helper()
	var n atomic.Int64
	overhear(s, func(domain.Owner, string, []any) { n.Add(1) })
	look := func(db *gorm.DB) {
		if !db.DryRun { // part of another
			n.Add(1)
		}
	}
	for _, g := range []*gorm.DB{s.writer, s.reader} {
		cb := g.Callback()
		err := errors.Join(
			cb.Create().After("gorm:create").Register("number", look), cb.Query().After("gorm:query").Register("number", look),
			cb.Update().After("gorm:update").Register("number", look), cb.Delete().After("gorm:delete").Register("number", look),
			cb.Row().After("gorm:row").Register("number", look), cb.Raw().After("gorm:raw").Register("number", look))
		if err != nil {
			t.Fatal(err)
		}
	}
	return &n
}

// grow makes a program of so many pairs that met so often, and gave feedback and made
// a goal, with statements of the database alone. Each has members of its own.
func grow(t testing.TB, s *Store, id string, pairs, weeks int) {
	t.Helper()
	numbers := func(n int, statement string) string {
		return fmt.Sprintf("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ", n) + statement
	}
	insert := func(table, columns, values string, n int) {
		t.Helper()
		statement := numbers(n, fmt.Sprintf("SELECT %s FROM n", values))
		if _, err := s.db.writer.Exec(fmt.Sprintf("INSERT INTO %s (%s) %s", table, columns, statement)); err != nil {
			t.Fatal(err)
		}
	}
	ws := "'T1', '" + id + "', "
	next := "'" + id + "'"
	insert("programs", `workspace, id, channel, private, name, ideal, maximum, summary_at, summary_days, zone, joining, started, ended,
		purge, shut, last_summary, next_summary, figures, version`,
		"'T1', "+next+", "+next+", (1 = 0), 'Mentors', 14, 28, 540, 2, 'Europe/Berlin', 'open', '2025-11-03', '', (1 = 0), 0, '', "+
			fmt.Sprint(micros(monday))+", 'null', 1", 1)
	insert("organisers", "workspace, program, member, place", ws+"'U1', i", 1)
	for _, role := range []string{"mentor", "mentee"} {
		who := "'" + id + role + "' || i"
		insert("members", `workspace, member, name, channel, zone, zone_chosen, chosen, paused_until, last_digest, last_prompt, last_check_in,
			unanswered, last_met, last_met_at, home_opened, gone, joined, troubled, version`,
			"'T1', "+who+", 'Somebody', '', 'Europe/Oslo', (1 = 0), '{}', '', '', '', '', 0, '', 0, (1 = 0), (1 = 0), 1, 0, 1", pairs)
		insert("participants", "workspace, program, member, role, topics, capacity, avoid, another, asked, joined, left_on, paused_until",
			ws+who+", '"+role+"', '[]', 1, '[]', (1 = 0), (1 = 0), '2025-11-03', '', ''", pairs)
	}
	pair := "'" + id + "q' || i"
	insert("pairs", "workspace, program, id, mentor, mentee, since, ended, why, paused_until",
		ws+pair+", '"+id+"mentor' || i, '"+id+"mentee' || i, '2025-11-03', '', '', ''", pairs)
	insert("pair_goals", "workspace, program, pair, id, author, what, by_date, made, state, closed",
		ws+pair+", 'g', '"+id+"mentee' || i, 'speak', '', '2025-12-01', 'open', ''", pairs)
	insert("feedback", "workspace, program, pair, author, about, rating, comment, given",
		ws+pair+", '"+id+"mentee' || i, '30 days', 4, '', 1", pairs)
	for w := range weeks {
		on := domain.On(2025, 11, 4).AddDays(7 * w)
		insert("session_logs", "workspace, program, pair, member, interaction, on_date, state, logged",
			ws+pair+", '"+id+"mentee' || i, '"+fmt.Sprint("w", w)+"', '"+on.String()+"', 'counts', 1", pairs)
	}
}

// ledgerStatements is how many statements it takes to read a program: itself, its
// organisers, participants, pairs, sessions, goals, nudges, ratings, shout-outs, names.
const ledgerStatements = 10

// Whatever is read and planned of programs takes as many statements for five hundred
// pairs as for one.
func TestProgramsTakeAsManyStatementsHoweverLarge(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		grow(t, s, "one", 1, 1)
		grow(t, s, "all", 500, 3)
		n := statements(t, s)
		counted := func(f func()) int64 {
			n.Store(0)
			f()
			return n.Load()
		}
		for _, id := range []domain.ProgramID{"one", "all"} {
			on := domain.On(2026, 11, 9)
			got := counted(func() {
				l, err := s.Programs().Ledger(t.Context(), "T1", id, on)
				if err != nil || len(l.Pairs) != map[domain.ProgramID]int{"one": 1, "all": 500}[id] {
					t.Errorf("%s: %d pairs, error %v", id, len(l.Pairs), err)
				}
			})
			if got != ledgerStatements {
				t.Errorf("ledger of %s: %d statements, want %d", id, got, ledgerStatements)
			}
			a := domain.ProgramAppointment{Workspace: "T1", Program: id, At: monday, On: on}
			plan := counted(func() {
				if err := planSummary(s, t, a, monday); err != nil {
					t.Error(err)
				}
			})
			// The row that is locked, the grant, the ledger's but for that row, the
			// program, and the deliveries to the channel and the organiser together.
			if want := int64(2 + ledgerStatements - 1 + 1 + 1); plan != want {
				t.Errorf("planning %s: %d statements, want %d", id, plan, want)
			}
		}
		reports := counted(func() {
			if all, err := s.Programs().Reports(t.Context(), mia, monday); err != nil || len(all) != 2 {
				t.Errorf("%d reports, error %v", len(all), err)
			}
		})
		if want := int64(2 + 2*(ledgerStatements-2)); reports != want {
			t.Errorf("reports: %d statements, want %d", reports, want)
		}
	})
}

// Many programs that are due at one hour are found and planned with a constant number
// of statements for each. A thousand are measured in bench.
func TestPlanningManyPrograms(t *testing.T) {
	const programs = 200
	s := opened(t, options(dsns[sqliteDialect](t)))
	meet(t, s, mia)
	grow(t, s, "p", 2, 1)
	for _, table := range []string{"programs", "organisers", "participants", "pairs"} {
		var columns, values []string
		for _, c := range columnsOf(t, s, table) {
			value := c
			switch {
			case c == "seq":
				continue
			case table == "programs" && (c == "id" || c == "channel"), c == "program", table == "pairs" && c == "id":
				value = c + " || n.i"
			}
			columns, values = append(columns, c), append(values, value)
		}
		_, err := s.db.writer.Exec(fmt.Sprintf("WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO %s (%s) SELECT %s FROM %s, n",
			programs, table, strings.Join(columns, ", "), strings.Join(values, ", "), table))
		if err != nil {
			t.Fatal(err)
		}
	}
	n := statements(t, s)
	planned := 0
	for due := summariesDue(t, s, monday); len(due) > 0; due = summariesDue(t, s, monday) {
		for _, a := range due {
			if err := planSummary(s, t, a, monday); err != nil {
				t.Fatal(err)
			}
			planned++
		}
	}
	want := int64(2 + programs*(2+ledgerStatements-1+1+1)) // and twice what is due
	if n.Load() != want || planned != programs || count(t, s, summaries) != programs || count(t, s, "outbox WHERE kind = 'report'") != 1 {
		t.Errorf("%d statements for %d programs, %d summaries; want %d for %d and a report for all", n.Load(), planned, count(t, s, summaries), want, programs)
	}
}

func columnsOf(t *testing.T, s *Store, table string) []string {
	t.Helper()
	var all []string
	for _, c := range columns(t, s) {
		if column, ok := strings.CutPrefix(c, table+"."); ok {
			all = append(all, column)
		}
	}
	return all
}

// What a member has to do with programs takes a few statements more, as many for
// seven pairs and programs as for one; of whoever is in none it is one question.
func TestPortfolioOfSomebodyInPrograms(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		first := mentors(t, s, "C1")
		pair := paired(t, s, first)
		logs(t, s, omar, lena, "logs", domain.On(2026, 11, 2))
		settled(t, s, "U3", domain.MentoringChanges{
			Goals:    []domain.PairGoal{{Program: first, Pair: pair.ID, ID: "g1", Author: "U3", What: "speak", Made: pair.Since, State: domain.GoalOpen}},
			Feedback: []domain.Feedback{{Program: first, Pair: pair.ID, Author: "U3", About: "2026-11-02", Rating: 4, Given: nine}},
		})
		do(t, s, ref(lena, "rests", nine), func(b *domain.Book) error {
			_, err := b.Mentoring().PauseMe(first, domain.On(2026, 11, 20))
			return err
		})
		do(t, s, ref(ravi, "another", nine), func(b *domain.Book) error { return b.Mentoring().Another(first, true) })
		read := func(o domain.Owner) (domain.Portfolio, map[string]int) {
			t.Helper()
			tables := queries(t, s)
			before := maps.Clone(tables())
			p, err := s.Shows().Portfolio(t.Context(), o, nine.AddDate(0, 0, 7))
			if err != nil {
				t.Fatal(err)
			}
			after := maps.Clone(tables())
			for k, v := range before {
				after[k] -= v
			}
			return p, after
		}
		p, tables := read(lena)
		want := domain.Partnership{
			Pair: pair, Me: "U3", ProgramName: "Engineering Mentors", Channel: "C1", Cadence: domain.Cadence{Ideal: 14, Maximum: 28},
			Zone: "Europe/Berlin", Name: "Somebody", Sessions: []domain.Date{domain.On(2026, 11, 2)}, Rated: []string{"2026-11-02"},
			Goals:  []domain.PairGoal{{Program: first, Pair: pair.ID, ID: "g1", Author: "U3", What: "speak", Made: pair.Since, State: domain.GoalOpen}},
			Paused: true, Back: domain.On(2026, 11, 20),
		}
		if d := cmp.Diff([]domain.Partnership{want}, p.Partnerships); d != "" || len(p.Organised) != 0 {
			t.Errorf("organised %v, partnerships differ (-want +got):\n%s", p.Organised, d)
		}
		if n := tables["session_logs"]*100 + tables["pair_goals"]*10 + tables["feedback"]; n != 111 || tables[""] != 1 {
			t.Errorf("statements by table %v, want one each, and one more of our own", tables)
		}
		p, tables = read(mia)
		if d := cmp.Diff([]domain.Organised{{Program: first, Name: "Engineering Mentors", Channel: "C1", Pairs: 1, Waiting: 1}}, p.Organised); d != "" {
			t.Errorf("organised differs (-want +got):\n%s", d)
		}
		if len(p.Partnerships) != 0 || tables["programs"] != 1 || tables["participants"] != 1 || tables["pairs"] != 1 || tables[""] != 1 {
			t.Errorf("statements by table %v, want one each", tables)
		}
		for i := range 3 {
			paired(t, s, mentors(t, s, fmt.Sprint("D", i)))
		}
		p, more := read(mia)
		if d := cmp.Diff(tables, more); d != "" || len(p.Organised) != 4 {
			t.Errorf("of %d programs, statements by table (-one +four):\n%s", len(p.Organised), d)
		}
		later, err := s.Shows().Portfolio(t.Context(), mia, nine.AddDate(0, 0, 60))
		if err != nil || later.Organised[0].Overdue != 1 {
			t.Errorf("two months later %+v, error %v; want them overdue", later.Organised, err)
		}
	})
}

// What is due and when pairs met is read along an index, however much is stored.
func TestProgramsAreReadByIndex(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		for i := range 40 {
			grow(t, s, fmt.Sprintf("p%02d", i), 20, 8)
		}
		for _, statement := range []string{
			"UPDATE programs SET next_summary = 0 WHERE id <> 'p07'", "UPDATE session_logs SET state = 'undone' WHERE pair LIKE '%1'", "ANALYZE",
		} {
			if _, err := s.db.writer.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		args := map[string]any{"workspace": "T1", "program": "p07", "me": "p07mentor3", "now": micros(monday), "n": 9, "rule": "session due", "open": openStates}
		scan := regexp.MustCompile(`Seq Scan on (session_logs|programs|feedback|pair_goals|participants|members)|SCAN (session_logs|programs|feedback|pair_goals|participants|members|pairs)\b`)
		for _, c := range []struct{ name, statement, index string }{
			{"due", "SELECT workspace, id FROM programs WHERE next_summary > 0 AND next_summary <= @now ORDER BY next_summary LIMIT @n", "programs_due"},
			{"sessions", sessionsSQL, "session_logs_program"},
			{"ratings", ratingsSQL, "feedback_program"},
			{"goals", goalDatesSQL, "pair_goals_program"},
			{"partnerships", partnershipsSQL, "pairs_mentor"},
			{"purge", purgeableSQL, "programs_purge"},
			{"nudges", nudgedSQL, ""},
			{"names", everybodySQL, ""},
		} {
			got := plan(t, s, c.statement, args)
			if s.dialect == postgresDialect && c.name == "due" {
				continue // forty rows are one page, and PostgreSQL knows
			}
			small := s.dialect == postgresDialect && (c.name == "purge" || c.name == "names" || c.name == "partnerships")
			if !small && scan.MatchString(got) || !small && !strings.Contains(got, c.index) {
				t.Errorf("%s: want the index %s and no scan; the plan is\n%s", c.name, c.index, got)
			}
		}
	})
}

package store

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// columns lists a database's tables and columns, "contacts.name".
func columns(t *testing.T, s *Store) []string {
	t.Helper()
	query := "SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
	if s.dialect == postgresDialect {
		query = "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = current_schema()"
	}
	rows, err := s.db.writer.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for rows.Next() {
		var c string
		if err := rows.Scan(&c); err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

func TestDialectsHaveTheSameTables(t *testing.T) {
	lite := columns(t, opened(t, options(dsns[sqliteDialect](t))))
	pg := columns(t, opened(t, options(dsns[postgresDialect](t))))
	if len(lite) < 100 {
		t.Fatalf("only %d columns found", len(lite))
	}
	if d := cmp.Diff(lite, pg); d != "" {
		t.Errorf("schemas differ (-sqlite +postgres):\n%s", d)
	}
}

func TestDialectsHaveTheSameMigrations(t *testing.T) {
	names := func(d dialect) []string {
		files, err := fs.Glob(migrations, "migrations/"+string(d)+"/*.sql")
		if err != nil {
			t.Fatal(err)
		}
		for i := range files {
			files[i] = path.Base(files[i])
		}
		return files
	}
	if d := cmp.Diff(names(sqliteDialect), names(postgresDialect)); d != "" || newest(sqliteDialect) == 0 {
		t.Errorf("migrations differ (-sqlite +postgres):\n%s", d)
	}
}

// takes is what a migration may not do while the version before it is at work,
// unless that version has stopped using it already; contract is where it says so.
var (
	takes    = regexp.MustCompile(`(?i)\b(DROP|RENAME|ALTER\s+COLUMN|ADD\s+CONSTRAINT|CREATE\s+UNIQUE)\b`)
	unique   = regexp.MustCompile(`(?is)^\s*CREATE\s+UNIQUE\s+INDEX\s+\w+\s+ON\s+(\w+)\s`)
	made     = regexp.MustCompile(`(?im)^\s*CREATE\s+TABLE\s+(\w+)\s`)
	required = regexp.MustCompile(`(?is)\bADD\s+COLUMN\b.*\bNOT\s+NULL\b`)
	standard = regexp.MustCompile(`(?i)\bDEFAULT\b`)
	contract = regexp.MustCompile(`(?m)^-- contract: unused since \d{5}\b`)
)

// addsOnly reports whether the text of a migration leaves the version before alone.
// What must be unique in a table that it makes itself takes nothing away: nobody
// writes there yet.
func addsOnly(text string) bool {
	if contract.MatchString(text) {
		return true
	}
	news := make(map[string]bool)
	for statement := range strings.SplitSeq(text, ";") {
		if table := made.FindStringSubmatch(statement); table != nil {
			news[table[1]] = true
		}
		if index := unique.FindStringSubmatch(statement); index != nil && news[index[1]] {
			continue
		}
		if takes.MatchString(statement) || required.MatchString(statement) && !standard.MatchString(statement) {
			return false
		}
	}
	return true
}

// Replicas are replaced one after the other: the version before a migration goes on
// reading and writing behind it. The first two are from when there was nobody.
func TestMigrationsOnlyAdd(t *testing.T) {
	for _, d := range []dialect{sqliteDialect, postgresDialect} {
		files, err := fs.Glob(migrations, "migrations/"+string(d)+"/*.sql")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			text, err := fs.ReadFile(migrations, f)
			if err != nil {
				t.Fatal(err)
			}
			if path.Base(f) > "00003" && !addsOnly(string(text)) {
				t.Errorf("%s takes something away from the version before: CONTRIBUTING.md says how that is done in two steps", f)
			}
		}
	}
	for text, adds := range map[string]bool{
		"ALTER TABLE t ADD COLUMN c TEXT NOT NULL DEFAULT '';": true,
		"ALTER TABLE t ADD COLUMN c TEXT;":                     true,
		"CREATE TABLE t (c TEXT NOT NULL);":                    true,
		"ALTER TABLE t ADD COLUMN c TEXT NOT NULL;":            false,
		"ALTER TABLE t ADD COLUMN a INT NOT NULL DEFAULT 0;\nALTER TABLE t ADD COLUMN b INT NOT NULL CHECK (b > 0);": false,
		"ALTER TABLE t DROP COLUMN c;":                                            false,
		"ALTER TABLE t RENAME c TO d;":                                            false,
		"CREATE UNIQUE INDEX i ON t (c);":                                         false,
		"CREATE TABLE t (c TEXT);\nCREATE UNIQUE INDEX i ON t (c) WHERE c <> '';": true,
		"CREATE TABLE t (c TEXT);\nCREATE UNIQUE INDEX i ON u (c);":               false,
		"CREATE UNIQUE INDEX i ON t (c);\nCREATE TABLE t (c TEXT);":               false,
		"CREATE TABLE t (c TEXT);\nALTER TABLE t RENAME c TO d;":                  false,
		"-- contract: unused since 00007\nALTER TABLE t DROP COLUMN c;":           true,
	} {
		if addsOnly(text) != adds {
			t.Errorf("%s: only adds: %t, want %t", text, !adds, adds)
		}
	}
}

// Several processes that start at once on PostgreSQL migrate once.
func TestProcessesMigrateTogether(t *testing.T) {
	o := options(dsns[postgresDialect](t))
	errs, did := make(chan error), make(chan bool, 4)
	for range 4 {
		go func() {
			from, to, err := Migrate(t.Context(), o)
			did <- from != to
			errs <- err
		}()
	}
	who := 0
	for range 4 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
		if <-did {
			who++
		}
	}
	if who != 1 {
		t.Errorf("%d processes say that they brought the schema up to date, want the one that did", who)
	}
	s := opened(t, o)
	var n int
	if err := s.db.writer.QueryRow(fmt.Sprintf("SELECT count(*) FROM %s WHERE version_id = 1", versionTable)).Scan(&n); err != nil || n != 1 {
		t.Errorf("migration 1 applied %d times, error %v", n, err)
	}
}

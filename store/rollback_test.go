package store

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rapport/domain"
)

// The way back that docs/operating.md tells: a copy is made before the upgrade,
// the upgraded file is refused by the version before it, and the copy in its place
// is, to the last value, what that version had written. The upgrade can be tried
// again on it.
func TestRollbackToTheCopyBeforeTheUpgrade(t *testing.T) {
	dir := t.TempDir()
	path, copied := filepath.Join(dir, "rapport.db"), filepath.Join(dir, "before.db")
	first(t, path, oldRows...)
	before := contents(t, path)
	if err := Backup(t.Context(), Options{DSN: path}, copied); err != nil { // as the new version does, before it migrates
		t.Fatal(err)
	}
	if from, to, err := Migrate(t.Context(), Options{DSN: path}); err != nil || from != 1 || to != newest(sqliteDialect) {
		t.Fatalf("upgraded from %d to %d, error %v", from, to, err)
	}
	s := opened(t, options(path))
	do(t, s, ref(mia, "after the upgrade", nine), func(b *domain.Book) error {
		_, err := b.Add("Somebody new", "", domain.Relating)
		return err
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if after := contents(t, path); slices.Equal(before, after) {
		t.Error("the upgrade has changed nothing")
	}
	if diff := difference(before, contents(t, copied)); diff != "" {
		t.Errorf("the copy is not what was there before the upgrade: %s", diff)
	}
	if h, err := Status(t.Context(), options(copied)); err != nil || h.Version != 1 || !h.Pending() {
		t.Errorf("the copy is %+v, error %v; want schema 1", h, err)
	}
	again := opened(t, options(copied))
	if n := count(t, again, "contacts"); n != 6 {
		t.Errorf("upgraded again the copy holds %d contacts, want 6", n)
	}
}

// contents are the statements that would make a SQLite file anew: its tables and
// every row, in order.
func contents(t *testing.T, path string) []string {
	t.Helper()
	db, _, err := peekSQLite(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.close(); err != nil {
			t.Error(err)
		}
	}()
	query := func(statement string) (all []string) {
		t.Helper()
		rows, err := db.writer.Query(statement)
		if err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				t.Fatal(err)
			}
			var line strings.Builder
			for _, v := range values {
				fmt.Fprintf(&line, "%v|", *v.(*any))
			}
			all = append(all, line.String())
		}
		if rows.Err() != nil {
			t.Fatal(rows.Err())
		}
		return all
	}
	all := query("SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name")
	for _, table := range query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
		table = strings.TrimSuffix(table, "|")
		for _, row := range query("SELECT * FROM " + table + " ORDER BY 1, 2") {
			all = append(all, table+": "+row)
		}
	}
	return all
}

// difference is the first line in which two contents differ, "" for none.
func difference(a, b []string) string {
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return fmt.Sprintf("line %d of %d and %d", i, len(a), len(b))
		}
	}
	return ""
}

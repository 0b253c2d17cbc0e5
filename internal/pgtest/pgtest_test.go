package pgtest_test

import (
	"database/sql"
	"errors"
	"os"
	"testing"

	"rapport/internal/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Run(m)) }

func TestDatabasesAreApart(t *testing.T) {
	var open [2]*sql.DB
	for i := range open {
		db, err := sql.Open("pgx", pgtest.Database(t))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		open[i] = db
	}
	if _, err := open[0].Exec("CREATE TABLE only_here (n INTEGER)"); err != nil {
		t.Fatal(err)
	}
	var there bool
	if err := open[1].QueryRow("SELECT to_regclass('only_here') IS NOT NULL").Scan(&there); err != nil {
		t.Fatal(err)
	}
	if there {
		t.Error("one test's table is in another test's database")
	}
}

func TestCopiesAreFilledOnceAndApart(t *testing.T) {
	run := func(t testing.TB, address, order string) (rows int64) {
		t.Helper()
		db, err := sql.Open("pgx", address)
		if err != nil {
			t.Fatal(err)
		}
		done, err := db.Exec(order)
		if err == nil {
			rows, err = done.RowsAffected()
		}
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		return rows
	}
	filled := 0
	copied := pgtest.Copies(func(t testing.TB, address string) {
		filled++
		run(t, address, "CREATE TABLE held AS SELECT 1 AS n")
	})
	for range 2 {
		if rows := run(t, copied(t), "DELETE FROM held"); rows != 1 {
			t.Errorf("it holds %d rows, want the one it was filled with", rows)
		}
	}
	if filled != 1 {
		t.Errorf("it was filled %d times", filled)
	}
}

func TestRestartKeepsWhatWasCommitted(t *testing.T) {
	address, restart := pgtest.Own(t)
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE kept (n INTEGER)"); err != nil {
		t.Fatal(err)
	}
	var before, after string
	if err := db.QueryRow("SELECT pg_postmaster_start_time()").Scan(&before); err != nil {
		t.Fatal(err)
	}
	restart()
	var there bool
	for range 3 { // the pool finds out that its connection is gone
		if err = db.QueryRow("SELECT to_regclass('kept') IS NOT NULL, pg_postmaster_start_time()").Scan(&there, &after); err == nil {
			break
		}
	}
	if err != nil || !there || before == after {
		t.Errorf("the table is there: %v; the server started at %s and again at %s; error %v", there, before, after, err)
	}
}

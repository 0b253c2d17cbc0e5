package pgtest_test

import (
	"database/sql"
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

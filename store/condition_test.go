package store

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gorm.io/gorm"

	"rapport/domain"
)

func TestTheMarkIsWrittenAndLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		// version counts the commits that have written something.
		version := func() (v int64) {
			ask := "PRAGMA data_version" // as seen from a connection that did not write
			if s.dialect == postgresDialect {
				ask = "SELECT pg_current_wal_insert_lsn() - '0/0'"
			}
			if err := s.db.reader.QueryRow(ask).Scan(&v); err != nil {
				t.Fatal(err)
			}
			return v
		}
		s.db.reader.SetMaxOpenConns(1) // data_version is a connection's own
		rows, before := count(t, s, versionTable), version()
		if err := s.write(t.Context(), "database", mark); err != nil {
			t.Fatal(err)
		}
		if version() == before {
			t.Error("nothing was written")
		}
		if n := count(t, s, versionTable); n != rows {
			t.Errorf("there were %d rows, and now there are %d", rows, n)
		}
	})
}

// A full disk is said once, is no disk for Ping, and is over with the first
// commit that is taken.
func TestAFullDiskIsSaidOnce(t *testing.T) {
	var log bytes.Buffer
	o := options(dsns[sqliteDialect](t))
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	meet(t, s, mia)
	grow := func(tx *gorm.DB) error {
		return tx.Exec("INSERT INTO commands (workspace, id, member, verb, at) VALUES ('T1', ?, 'U1', 'met', 0)", strings.Repeat("x", 100_000)).Error
	}
	limit := func(pages int) {
		if _, err := s.db.writer.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(1) // that is, as many as there are
	for range 3 {
		want(t, s.write(t.Context(), "book", grow), domain.KindUnwritable)
	}
	if err := s.Unwritable(); err == nil || err.Error() != "the disk is full" {
		t.Errorf("it is unwritable because of %v", err)
	}
	limit(1 << 30)
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if err := s.Unwritable(); err != nil {
		t.Errorf("with room again it is unwritable because of %v", err)
	}
	if full, over := strings.Count(log.String(), "the disk is full"), strings.Count(log.String(), "msg=\"the database can be written again"); full != 1 || over != 1 {
		t.Errorf("full is said %d times, over %d times:\n%s", full, over, log.String())
	}
	select {
	case <-s.Lost():
		t.Error("a full disk counts as lost")
	default:
	}
}

// What a killed process left in the journal is in the file before anything else
// is written.
func TestAJournalIsFoldedInAtTheStart(t *testing.T) {
	path := dsns[sqliteDialect](t)
	s := opened(t, options(path))
	meet(t, s, mia)
	add(t, s, mia, "Jane")
	copied := filepath.Join(t.TempDir(), "rapport.db") // as a kill leaves it
	for _, end := range []string{"", "-wal"} {
		copyFile(t, path+end, copied+end)
	}
	if info, err := os.Stat(copied + "-wal"); err != nil || info.Size() == 0 {
		t.Fatalf("there is no journal: %v", err)
	}
	db, err := openDatabase(t.Context(), copied)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.close(); err != nil {
			t.Error(err)
		}
	}()
	if info, err := os.Stat(copied + "-wal"); err != nil || info.Size() != 0 {
		t.Errorf("the journal still holds %d bytes, %v", info.Size(), err)
	}
	var n int
	if err := db.writer.QueryRow("SELECT count(*) FROM contacts").Scan(&n); err != nil || n != 1 {
		t.Errorf("there are %d contacts, %v", n, err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
}

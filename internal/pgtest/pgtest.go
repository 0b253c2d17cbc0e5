// Package pgtest gives tests a PostgreSQL of their own: one throwaway server
// for each test binary, started when the first test asks for a database, and a
// fresh database for each test. Data are not flushed to the disk, and all of it
// is gone when the binary ends.
//
// A test binary that uses it hands its tests to [Run]:
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Run(m)) }
package pgtest

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

var (
	starting sync.Once
	running  *server
	startErr error
	made     atomic.Int64
)

// Run runs the tests of a binary, stops the server if one was started, and
// returns the exit code.
func Run(m *testing.M) int {
	code := m.Run()
	if running == nil {
		return code
	}
	if err := running.stop(); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest: stop server:", err)
		return max(code, 1)
	}
	return code
}

// Database returns the address of a new, empty database, which is dropped when
// the test ends. Where PostgreSQL is not installed the test is reported as
// skipped; under CI it fails instead.
func Database(t testing.TB) string {
	t.Helper()
	return create(t, "")
}

// Copies returns a function that returns the address of a new database like [Database],
// which holds what fill put into one, once for all tests. What opens that one has to
// close it, or there will be no copy.
func Copies(fill func(t testing.TB, address string)) func(testing.TB) string {
	var mu sync.Mutex
	model := ""
	return func(t testing.TB) string {
		t.Helper()
		mu.Lock()
		defer mu.Unlock() // nor are two copies of one made at once
		if model == "" {
			ready(t)
			name := fmt.Sprintf("model_%d", made.Add(1))
			admin(t, "CREATE DATABASE "+name)
			fill(t, running.address(name))
			model = name
		}
		return create(t, " TEMPLATE "+model+copying(t))
	}
}

// copying has the server copy files: since version 15 it writes every page into its log
// unless it is told to.
func copying(t testing.TB) string {
	t.Helper()
	said, err := os.ReadFile(filepath.Join(running.data, "PG_VERSION"))
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	version, err := strconv.Atoi(strings.TrimSpace(string(said)))
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	if version < 15 {
		return ""
	}
	return " STRATEGY FILE_COPY"
}

// create makes a database, in a way of its own, that is dropped when the test ends.
func create(t testing.TB, way string) string {
	t.Helper()
	ready(t)
	name := fmt.Sprintf("test_%d", made.Add(1))
	admin(t, "CREATE DATABASE "+name+way)
	t.Cleanup(func() { admin(t, "DROP DATABASE "+name+" WITH (FORCE)") })
	return running.address(name)
}

// ready starts the server for the first test that needs it.
func ready(t testing.TB) {
	t.Helper()
	starting.Do(func() { running, startErr = start() })
	absent(t, startErr)
}

// Own returns the address of a new, empty database on a server that nobody else
// uses, and what stops that server and starts it again under the same address:
// every connection ends, and what was committed stays.
func Own(t testing.TB) (address string, restart func()) {
	t.Helper()
	own, err := start()
	absent(t, err)
	t.Cleanup(func() {
		if err := own.stop(); err != nil {
			t.Errorf("pgtest: stop server: %v", err)
		}
	})
	return own.address("postgres"), func() {
		t.Helper()
		if err := own.restart(); err != nil {
			t.Fatalf("pgtest: %v", err)
		}
	}
}

// absent ends a test that has no server to run on.
func absent(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		t.Fatalf("no PostgreSQL to test on: %v", err)
	default:
		t.Skipf("not run on PostgreSQL: %v", err)
	}
}

// admin runs one statement as the server's owner.
func admin(t testing.TB, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", running.address("postgres"))
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	}()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("pgtest: %s: %v", statement, err)
	}
}

// Server is a PostgreSQL for a program that is no test.
type Server struct{ s *server }

// Start starts one with settings, "name=value", beyond those of the tests' servers
// or in their place. It ends when it is stopped, and at the latest with the program.
func Start(settings ...string) (*Server, error) {
	s, err := start(settings...)
	if err != nil {
		return nil, err
	}
	return &Server{s}, nil
}

// Address returns the address of one of its databases; "postgres" is there from the
// start.
func (s *Server) Address(database string) string { return s.s.address(database) }

// Stop ends it and throws its data away.
func (s *Server) Stop() error { return s.s.stop() }

package pgtest

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Cluster is a PostgreSQL that archives its log, for tests that lose it and
// restore it.
type Cluster struct {
	t testing.TB
	s *server
}

// NewCluster starts a server of the test's own, which ends with it. Where
// PostgreSQL is not installed the test is reported as skipped; under CI it fails
// instead.
func NewCluster(t testing.TB) *Cluster {
	t.Helper()
	c := &Cluster{t: t}
	s, err := start("wal_level=replica", "archive_mode=on", "full_page_writes=on",
		`archive_command=mkdir -p ../archive && cp %p ../archive/%f.part && mv ../archive/%f.part ../archive/%f`)
	absent(t, err)
	c.s = s
	t.Cleanup(func() {
		if err := c.s.stop(); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	return c
}

// Address returns the address of one of its databases; "postgres" is there from
// the start.
func (c *Cluster) Address(database string) string { return c.s.address(database) }

// Copy makes a base backup of the running server, as pg_basebackup does.
func (c *Cluster) Copy() {
	c.t.Helper()
	err := c.s.program("pg_basebackup", "-D", filepath.Join(c.s.dir, "base"), "-d", c.s.address("postgres"), "-c", "fast", "-X", "none")
	if err != nil {
		c.t.Fatalf("pgtest: %v", err)
	}
}

// Archive waits until all that was written is in the archive, and returns the
// server's time before it began.
func (c *Cluster) Archive() time.Time {
	c.t.Helper()
	db, err := sql.Open("pgx", c.Address("postgres"))
	if err != nil {
		c.t.Fatalf("pgtest: %v", err)
	}
	defer func() { _ = db.Close() }()
	var now time.Time
	var segment string
	if err := db.QueryRow("SELECT clock_timestamp(), pg_walfile_name(pg_switch_wal())").Scan(&now, &segment); err != nil {
		c.t.Fatalf("pgtest: %v", err)
	}
	c.until("the log is archived", "SELECT coalesce(last_archived_wal, '') >= $1 FROM pg_stat_archiver", segment)
	return now
}

// Lose ends the server and throws its data away: the base backup and the archive
// are what is left.
func (c *Cluster) Lose() {
	c.t.Helper()
	err := c.s.leash.Close()
	<-c.s.ended
	if err := errors.Join(err, c.s.closed, os.RemoveAll(c.s.data)); err != nil {
		c.t.Fatalf("pgtest: %v", err)
	}
}

// Restore starts a server on the base backup and has it play the archive up to an
// instant of the server's clock. Its address is another one.
func (c *Cluster) Restore(until time.Time) {
	c.t.Helper()
	base := filepath.Join(c.s.dir, "base")
	settings := fmt.Sprintf("restore_command = 'cp ../archive/%%f %%p'\nrecovery_target_time = '%s'\nrecovery_target_action = 'promote'\n",
		until.UTC().Format("2006-01-02 15:04:05.000000+00"))
	auto, err := os.OpenFile(filepath.Join(base, "postgresql.auto.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		c.t.Fatalf("pgtest: %v", err)
	}
	_, err = auto.WriteString(settings)
	err = errors.Join(err, auto.Close(), os.WriteFile(filepath.Join(base, "recovery.signal"), nil, 0o644))
	c.s.data = base
	if err := errors.Join(err, c.s.begin()); err != nil {
		c.t.Fatalf("pgtest: %v", err)
	}
	// It lets readers in while it still plays the log.
	c.until("the server is restored", "SELECT NOT pg_is_in_recovery()")
}

// until waits until the server says that something is so.
func (c *Cluster) until(what, question string, args ...any) {
	c.t.Helper()
	db, err := sql.Open("pgx", c.Address("postgres"))
	if err != nil {
		c.t.Fatalf("pgtest: %v", err)
	}
	defer func() { _ = db.Close() }()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var so bool
		if err := db.QueryRow(question, args...).Scan(&so); err != nil {
			c.t.Fatalf("pgtest: %v", err)
		}
		if so {
			return
		}
	}
	c.t.Fatalf("pgtest: it does not come to it that %s", what)
}

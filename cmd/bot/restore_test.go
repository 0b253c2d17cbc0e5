package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/bot"
	"rapport/config"
	"rapport/domain"
	"rapport/internal/pgtest"
)

// met has Mia log a touch, and fails the test unless that is acknowledged.
func (k *kitchen) met(whom string) {
	k.t.Helper()
	c := bot.Command{ID: domain.CommandID(whom), Workspace: k.mia.Workspace, Member: k.mia.Member, Verb: "met", Args: whom + " coffee", At: k.now, Reply: bot.Reply{Door: bot.SlashDoor}}
	a, err := k.house.bot.Do(k.t.Context(), c)
	if err != nil || a.Message == nil || !strings.Contains(a.Message.Text, "Logged") {
		k.t.Fatalf("/met %s: %+v, error %v", whom, a, err)
	}
}

// knows reports whether somebody is in Mia's book.
func (k *kitchen) knows(name string) bool {
	k.t.Helper()
	p, err := k.store.Shows().Portfolio(k.t.Context(), k.mia, k.now)
	if err != nil {
		k.t.Fatal(err)
	}
	return slices.ContainsFunc(p.Contacts, func(c *domain.Contact) bool { return c.Name == name })
}

// loss is a database that is backed up, lost and brought back.
type loss struct {
	backup  func(k *kitchen)
	restore func(k *kitchen) // the database of the backup is in the place of the lost one
}

// The digest of nine o'clock was sent after the backup was made. The database
// that is brought back knows nothing of it, and plans it once more: it is looked
// for, found, and not sent again.
func restored(t *testing.T, k *kitchen, l loss) {
	eight := time.Date(2026, 11, 2, 7, 0, 0, 0, time.UTC)
	if err := k.tick(eight); err != nil { // the welcome
		t.Fatal(err)
	}
	k.met("Before")
	l.backup(k)
	k.met("After")
	if err := k.tick(eight.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if n := len(k.digests()); n != 1 {
		t.Fatalf("%d digests came before the loss, want one", n)
	}
	k.close()
	l.restore(k)
	k.set(eight.Add(3 * time.Hour))
	k.says("restored", 0, "Messages that may have been sent since the backup: 1.", "Start the bot now")
	k.open()
	if !k.knows("Before") || k.knows("After") {
		t.Errorf("what was noted before the backup is there: %v; after it: %v", k.knows("Before"), k.knows("After"))
	}
	for minute := range 30 {
		if err := k.tick(k.now.Add(time.Duration(minute) * time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(k.digests()); n != 1 {
		t.Errorf("Mia has %d digests of the day, want one", n)
	}
	if counts, err := k.store.Outbox().Totals(t.Context()); err != nil || counts[domain.StateSent] != 2 || counts[domain.StateUnknown] != 0 {
		t.Errorf("the outbox holds %v, error %v; want welcome and digest sent", counts, err)
	}
	k.met("Again")
	if err := k.tick(eight.Add(25 * time.Hour)); err != nil || len(k.digests()) != 2 {
		t.Errorf("the next day's digest: %d in all, error %v", len(k.digests()), err)
	}
	k.close()
}

// lost takes the SQLite file away, with what lies beside it.
func lost(t *testing.T, path string) {
	t.Helper()
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
}

func TestRestoreFromACopy(t *testing.T) {
	k := cook(t)
	path := k.conf.Database.Reveal()
	copied := filepath.Join(t.TempDir(), "backup.db")
	restored(t, k, loss{
		backup: func(k *kitchen) {
			k.says("backup "+copied, 0, "is copied into .*backup.db, and the copy has been read through")
			k.says("backup "+copied, 1, "the copy cannot be made: file exists")
		},
		restore: func(k *kitchen) {
			lost(t, path)
			put(t, copied, path)
		},
	})
}

// Forgetting to say so costs a second message, and nothing else: this is why
// docs/operating.md makes it a step.
func TestRestoreWithoutAWord(t *testing.T) {
	k := cook(t)
	path, copied := k.conf.Database.Reveal(), filepath.Join(t.TempDir(), "backup.db")
	eight := time.Date(2026, 11, 2, 7, 0, 0, 0, time.UTC)
	if err := k.tick(eight); err != nil { // the welcome
		t.Fatal(err)
	}
	k.says("backup "+copied, 0)
	if err := k.tick(eight.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	k.close()
	lost(t, path)
	put(t, copied, path)
	k.open()
	if err := k.tick(eight.Add(3 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	k.close()
	if n := len(k.digests()); n != 2 {
		t.Errorf("%d digests came, want two: then bot restored is needed no more", n)
	}
}

// put copies a file.
func put(t *testing.T, from, to string) {
	t.Helper()
	if err := os.WriteFile(to, read(t, from), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A base backup and the archived log bring PostgreSQL back to a chosen instant:
// the one before the loss was done.
func TestRestorePostgresToAnInstant(t *testing.T) {
	c := pgtest.NewCluster(t)
	k := cookOn(t, c.Address("postgres"))
	c.Copy()
	var until time.Time
	restored(t, k, loss{
		backup: func(*kitchen) { until = c.Archive() },
		restore: func(k *kitchen) {
			c.Archive()
			c.Lose()
			c.Restore(until)
			k.conf.Database = config.Secret(c.Address("postgres"))
		},
	})
}

func TestRestorePostgresFromADump(t *testing.T) {
	k := cookOn(t, pgtest.Database(t))
	empty, file := pgtest.Database(t), filepath.Join(t.TempDir(), "rapport.dump")
	run := func(name string, args ...string) {
		t.Helper()
		if out, err := exec.CommandContext(t.Context(), tool(t, name, "postgresql-client"), args...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", name, err, out)
		}
	}
	restored(t, k, loss{
		backup: func(k *kitchen) {
			k.says("backup "+file, 1, "PostgreSQL is backed up with its own tools")
			run("pg_dump", "--format=custom", "--file="+file, k.conf.Database.Reveal())
		},
		restore: func(k *kitchen) {
			k.conf.Database = config.Secret(empty)
			run("pg_restore", "--no-owner", "--dbname="+empty, file)
		},
	})
}

package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"gorm.io/gorm"
)

// laid is how long a journal of so many pages is to be laid out, in bytes.
func laid(pages int) int64 { return head + frame*int64(pages) }

// The journal is laid out twice as far as it is used, and the commits that come then
// write over what is there.
func TestTheJournalIsLaidOut(t *testing.T) {
	d := newLogbook(t)
	d.write(between - 20)
	if used := d.journal().pages; d.size() != laid(used) {
		t.Fatalf("a journal that is hardly used is %d bytes long, for %d pages", d.size(), used)
	}
	d.write(20)
	used := d.journal().pages
	d.until("a journal that is laid out", func() bool { return d.size() >= laid(used+used/2) })
	long := d.unwatched().size()
	if long > laid(2*used) {
		t.Errorf("for %d pages it is %d bytes long", used, long)
	}
	for d.journal().pages < used+used/3 {
		d.write(1)
	}
	if d.size() != long {
		t.Errorf("the commits have made it %d bytes long, of %d", d.size(), long)
	}
	if d.log.String() != "" {
		t.Errorf("the log says:\n%s", d.log)
	}
}

// What was laid out is no commit, wherever a kill leaves it: a start finds what was
// written and nothing else, and so does whoever reads a copy without writing.
func TestWhatIsLaidOutIsNoCommit(t *testing.T) {
	d := newLogbook(t).unwatched()
	d.write(3)
	if err := d.checkpoints.layOut(t.Context(), d.journal().pages); err != nil {
		t.Fatal(err)
	}
	d.write(1)
	data, journal := read(t, d.db.path), read(t, d.db.path+"-wal")
	used := laid(d.journal().pages)
	if int64(len(journal)) <= used || !bytes.Equal(journal[used:], make([]byte, int64(len(journal))-used)) {
		t.Fatalf("%d bytes are used of %d, and behind them are no zeros", used, len(journal))
	}
	for name, c := range map[string]struct {
		journal []byte
		days    int
	}{
		"to its end":        {journal, 4},
		"within a page":     {append(bytes.Clone(journal), make([]byte, 1234)...), 4},
		"hardly any":        {append(bytes.Clone(journal[:used]), 0), 4},
		"a commit cut off":  {append(bytes.Clone(journal[:used-frame]), make([]byte, 3*frame)...), 3},
		"nothing but zeros": {make([]byte, 7*frame+5), 0},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "rapport.db")
			for end, raw := range map[string][]byte{"": data, "-wal": c.journal} {
				if err := os.WriteFile(path+end, raw, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if c.days == 0 {
				if err := os.WriteFile(path, read(t, closedCopy(t)), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if h, err := Status(t.Context(), options(path)); err != nil || h.Fresh {
				t.Errorf("read alone it is %+v, %v", h, err)
			}
			s := opened(t, options(path))
			if c.days > 0 {
				if n := count(t, s, "days"); n != c.days {
					t.Errorf("%d days came back, want %d", n, c.days)
				}
			}
			err := s.write(t.Context(), "book", func(tx *gorm.DB) error { return tx.Exec("CREATE TABLE nights (n INTEGER)").Error })
			if err != nil {
				t.Error(err)
			}
			if err := s.db.sound(t.Context(), 0); err != nil {
				t.Error(err)
			}
		})
	}
}

// closedCopy is the file of a store that was closed.
func closedCopy(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "closed.db")
	s, err := Open(t.Context(), options(path))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// Who reads while the journal is laid out goes on with what they saw, and a backup
// holds all that was written.
func TestReadersDoNotSeeWhatIsLaidOut(t *testing.T) {
	d := newLogbook(t).unwatched()
	d.write(3)
	end := d.reads()
	if err := d.checkpoints.layOut(t.Context(), d.journal().pages); err != nil {
		t.Fatal(err)
	}
	d.write(2)
	end()
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := Backup(t.Context(), options(d.db.path), copied); err != nil {
		t.Fatal(err)
	}
	if n := count(t, opened(t, options(copied)), "days"); n != 5 {
		t.Errorf("the backup holds %d days", n)
	}
}

// While another process writes, and once it has cut the journal off, nothing is
// laid out.
func TestOthersAreLeftTheJournal(t *testing.T) {
	d := newLogbook(t).unwatched()
	d.write(3)
	pages, before := d.journal().pages, d.size()
	other := sqlitePool(d.db.path, "mode=rw&_txlock=immediate&_busy_timeout=5000")
	defer other.Close()
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.checkpoints.layOut(t.Context(), pages); err == nil || d.size() != before {
		t.Errorf("beside somebody who writes it is laid out: %d bytes of %d, %v", d.size(), before, err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	if err := d.checkpoints.layOut(t.Context(), pages); err != nil || d.size() != 0 {
		t.Errorf("a journal without a head is laid out: %d bytes, %v", d.size(), err)
	}
	d.write(1)
	if n := count(t, d.Store, "days"); n != 4 {
		t.Errorf("%d days are there", n)
	}
}

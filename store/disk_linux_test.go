package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// cramped has no file grow beyond a size, of the journal or of the data, until the
// function it returns is called.
func cramped(t testing.TB, s *Store, of func(Size) int64) (free func()) {
	t.Helper()
	size, err := s.Size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		t.Fatal(err)
	}
	limit := func(l syscall.Rlimit) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &l); err != nil {
			t.Fatal(err)
		}
	}
	limit(syscall.Rlimit{Cur: uint64(of(size)), Max: was.Max})
	return func() { limit(was) }
}

// writes has n rows of a size written in one commit, through the store's door.
func (h *harbour) writes(n, size int) []error {
	for i := range n {
		ended, waiting := make(chan error, 1), len(h.names())
		h.ended = append(h.ended, ended)
		go func() {
			ended <- h.store.write(h.t.Context(), "book", func(tx *gorm.DB) error {
				return tx.Exec("INSERT INTO berths (name) VALUES (?)", fmt.Sprintf("%d%0*d", i, size, 0)).Error
			})
		}()
		for len(h.names()) == waiting {
			time.Sleep(50 * time.Microsecond)
		}
	}
	return h.open()
}

// Of a commit that finds the disk full nobody is acknowledged and nothing is kept,
// whether it is found out at the end or while one of them works; the next one is
// taken when there is room again.
func TestAFullDiskIsEverybodys(t *testing.T) {
	for name, size := range map[string]int{"at the commit": 10, "at work": 4 << 20} { // beyond SQLite's cache
		t.Run(name, func(t *testing.T) {
			h := newHarbour(t)
			group := func() []error { return h.writes(5, size) }
			free := cramped(t, h.store, func(s Size) int64 { return s.Log })
			all := group()
			free()
			if len(h.crews) < 2 || h.crews[1] != 5 {
				t.Fatalf("the commits were of %v", h.crews)
			}
			if all[0] != nil { // it wrote nothing
				t.Error(all[0])
			}
			for _, err := range all[1:] {
				want(t, err, domain.KindUnwritable)
			}
			if rows := h.kept(); len(rows) > 0 {
				t.Errorf("%d rows are there", len(rows))
			}
			if err := h.store.Unwritable(); err == nil || err.Error() != "the disk is full" {
				t.Errorf("it is unwritable because of %v", err)
			}
			h.shut()
			for _, err := range group() {
				if err != nil {
					t.Error(err)
				}
			}
			if rows := h.kept(); len(rows) != 5 || h.store.Unwritable() != nil {
				t.Errorf("with room again %d rows are there, and it is unwritable because of %v", len(rows), h.store.Unwritable())
			}
		})
	}
}

// unsynced has five share a commit that is not synced, and hear so.
func (h *harbour) unsynced(fails string, kind domain.Kind) {
	h.t.Helper()
	if err := os.WriteFile(fails, nil, 0o600); err != nil {
		h.t.Fatal(err)
	}
	all := h.writes(5, 10)
	if len(h.crews) < 2 || h.crews[1] != 5 || all[0] != nil { // who was under way wrote nothing
		h.t.Fatalf("the commits were of %v, the first ended with %v", h.crews, all[0])
	}
	for _, err := range all[1:] {
		if domain.KindOf(err) != kind {
			h.t.Errorf("it ended with %v, want %v", err, kind)
		}
	}
}

// Of a commit that was not synced nobody is acknowledged, and nothing is there for
// who reads the journal after a kill. When the disk fails once more it is over, and
// they hear that nobody can tell. What makes syncing fail stands before a process of
// its own, which is this test again.
func TestASyncThatFailsIsEverybodys(t *testing.T) {
	once, always := os.Getenv("SYNC_FAILS_ONCE"), os.Getenv("SYNC_FAILS")
	if once == "" {
		dir := t.TempDir()
		lib := filepath.Join(dir, "sync.so")
		build := exec.CommandContext(t.Context(), "gcc", "-shared", "-fPIC", "-O1", "-o", lib, "../cmd/bot/testdata/disk/sync.c", "-ldl")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", build, err, out)
		}
		again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
		again.Env = append(os.Environ(), "LD_PRELOAD="+lib, "SYNC_FAILS_ONCE="+filepath.Join(dir, "once"), "SYNC_FAILS="+filepath.Join(dir, "always"))
		if out, err := again.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("--- PASS: "+t.Name())) {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	h := newHarbour(t)
	h.unsynced(once, domain.KindUnwritable)
	copied := filepath.Join(t.TempDir(), "rapport.db") // as a kill leaves it
	for _, end := range []string{"", "-wal"} {
		copyFile(t, h.store.db.path+end, copied+end)
	}
	if n := count(t, opened(t, options(copied)), "berths"); n > 0 {
		t.Errorf("after a kill %d rows are there", n)
	}
	h.shut()
	if err := errors.Join(h.writes(5, 10)...); err != nil || h.store.Unwritable() != nil {
		t.Errorf("when the disk is well again: %v, %v", err, h.store.Unwritable())
	}
	if err := h.db.Exec("DELETE FROM berths").Error; err != nil {
		t.Fatal(err)
	}
	h.shut()
	h.unsynced(always, domain.KindUncertain)
	if err := os.Remove(always); err != nil {
		t.Fatal(err)
	}
	select {
	case <-h.store.Lost():
	default:
		t.Error("it goes on")
	}
}

// Where the file can't grow the journal is kept, and folded in when it can; nobody
// who writes notices.
func TestACheckpointOnAFullDisk(t *testing.T) {
	d := newLogbook(t).unwatched()
	d.write(journalLong/25 + 1)
	free := cramped(t, d.Store, func(s Size) int64 { return s.Data })
	_, err := d.checkpoints.fold(t.Context())
	free()
	want(t, err, domain.KindUnwritable)
	d.write(1)
	if err := d.Unwritable(); err != nil {
		t.Errorf("it is unwritable because of %v", err)
	}
	if j, err := d.checkpoints.fold(t.Context()); err != nil || j.long() {
		t.Errorf("with room again the journal is %+v, %v", j, err)
	}
	if n := count(t, d.Store, "days"); n != journalLong/25+2 {
		t.Errorf("%d days are there", n)
	}
}

// Where the journal can't be laid out it stays as it was, and nobody hears of it.
func TestTheJournalIsNotLaidOutOnAFullDisk(t *testing.T) {
	d := newLogbook(t).unwatched()
	d.write(10)
	pages, before := d.journal().pages, d.size()
	free := cramped(t, d.Store, func(s Size) int64 { return s.Log + 20*frame }) // in the middle of a piece
	err := d.checkpoints.layOut(t.Context(), pages)
	after := d.size()
	free()
	if err == nil || after != before {
		t.Errorf("the journal is %d bytes long, of %d, %v", after, before, err)
	}
	d.write(1)
	if err := d.Unwritable(); err != nil || d.log.String() != "" {
		t.Errorf("it is unwritable because of %v, and the log says:\n%s", err, d.log)
	}
	if err := d.checkpoints.layOut(t.Context(), pages); err != nil || d.size() < laid(2*pages) {
		t.Errorf("with room again it is %d bytes long, %v", d.size(), err)
	}
	if n := count(t, d.Store, "days"); n != 11 {
		t.Errorf("%d days are there", n)
	}
}

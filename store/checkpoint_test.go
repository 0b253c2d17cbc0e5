package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"gorm.io/gorm"
)

// logbook is a store whose journal is looked at, and what its log says.
type logbook struct {
	*Store
	t   *testing.T
	log *words // from when it was open
}

// words is a log that is read while it is written.
type words struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.Write(p)
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.String()
}

func newLogbook(t *testing.T) *logbook {
	t.Helper()
	d := &logbook{t: t, log: &words{}}
	o := options(dsns[sqliteDialect](t))
	o.Logger = slog.New(slog.NewTextHandler(d.log, nil))
	var err error
	if d.Store, err = Open(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	d.log.buf.Reset()
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := d.writer.Exec("CREATE TABLE days (text BLOB NOT NULL)").Error; err != nil {
		t.Fatal(err)
	}
	return d
}

// write makes n commits of 25 pages each.
func (d *logbook) write(n int) {
	d.t.Helper()
	for range n {
		if err := d.entry(); err != nil {
			d.t.Fatal(err)
		}
	}
}

func (d *logbook) entry() error {
	return d.Store.write(d.t.Context(), "book", func(tx *gorm.DB) error {
		return tx.Exec("INSERT INTO days VALUES (zeroblob(100000))").Error
	})
}

// journal looks at the journal, on the connection that folds it.
func (d *logbook) journal() journal {
	d.t.Helper()
	j, err := d.checkpoints.checkpoint(d.t.Context(), "NOOP")
	if err != nil {
		d.t.Fatal(err)
	}
	return j
}

// begun is how often the journal has begun anew: a figure in its header.
func (d *logbook) begun() uint32 {
	d.t.Helper()
	f, err := os.Open(d.db.path + "-wal")
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	var header [16]byte
	if _, err := f.ReadAt(header[:], 0); err != nil {
		d.t.Fatal(err)
	}
	return binary.BigEndian.Uint32(header[12:])
}

// size is how large the journal is on the disk.
func (d *logbook) size() int64 {
	d.t.Helper()
	size, err := d.Size(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return size.Log
}

// until waits for something that another goroutine brings about.
func (d *logbook) until(what string, holds func() bool) {
	d.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			d.t.Fatalf("it does not come to %s; the journal is %+v, the log says:\n%s", what, d.journal(), d.log)
		}
	}
}

// reads begins to read the file as it is now, as another program might, until the
// function that it returns is called.
func (d *logbook) reads() (end func()) {
	d.t.Helper()
	db, err := sql.Open("sqlite3", fileURI(d.db.path)+"?mode=ro")
	if err != nil {
		d.t.Fatal(err)
	}
	tx, err := db.BeginTx(d.t.Context(), nil)
	if err != nil {
		d.t.Fatal(err)
	}
	var n int
	if err := tx.QueryRow("SELECT count(*) FROM days").Scan(&n); err != nil {
		d.t.Fatal(err)
	}
	return func() {
		d.t.Helper()
		var still int
		err := tx.QueryRow("SELECT count(*) FROM days").Scan(&still)
		if err := errors.Join(err, tx.Rollback(), db.Close()); err != nil || still != n {
			d.t.Errorf("it read %d days and then %d, %v", n, still, err)
		}
	}
}

// unwatched has nobody fold the journal.
func (d *logbook) unwatched() *logbook {
	d.checkpoints.stop()
	<-d.checkpoints.stopped
	return d
}

// However much is written, no commit folds the journal in.
func TestACommitDoesNotFoldTheJournalIn(t *testing.T) {
	d := newLogbook(t).unwatched()
	before := d.begun()
	d.write(100)
	if j := d.journal(); j.folded != 0 || j.pages < 100*25 || d.begun() != before {
		t.Errorf("after 10 MB the journal is %+v and has begun anew %d times", j, d.begun()-before)
	}
}

// While several write as fast as they can, and others read, the journal is folded
// in again and again and stays short.
func TestTheJournalStaysShort(t *testing.T) {
	d := newLogbook(t)
	before := d.begun()
	var all sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for range 2 {
		all.Go(func() {
			for ctx.Err() == nil {
				err := d.read(ctx, "book", func(tx *gorm.DB) error {
					var n int64
					return tx.Raw("SELECT count(*) FROM days").Scan(&n).Error
				})
				if err != nil && ctx.Err() == nil {
					t.Error(err)
				}
			}
		})
	}
	longest := int64(0)
	for range 7 { // of them 45 MB
		var writers sync.WaitGroup
		for range 4 {
			writers.Go(func() {
				for range 16 {
					if err := d.entry(); err != nil {
						t.Error(err)
					}
				}
			})
		}
		writers.Wait()
		longest = max(longest, d.size())
	}
	cancel()
	all.Wait()
	d.until("a short journal", func() bool { return !d.journal().long() || d.journal().left() == 0 })
	d.write(1)
	if n := d.begun() - before; n < 2 || longest > journalKept {
		t.Errorf("the journal began anew %d times and was %d bytes long at the most", n, longest)
	}
	if d.log.String() != "" {
		t.Errorf("the log says:\n%s", d.log)
	}
	if n := count(t, d.Store, "days"); n != 7*64+1 {
		t.Errorf("%d days are there", n)
	}
}

// Somebody who reads for long keeps the journal from being folded in, and no write
// waits for them. The operator hears of it once, and the journal is cut back when
// they are through.
func TestALongReaderIsOutlived(t *testing.T) {
	d := newLogbook(t)
	d.write(1)
	end := d.reads()
	d.write(journalTooLong/25 + between)
	d.until("a word in the log", func() bool { return d.log.String() != "" })
	if j := d.journal(); j.folded > 1000 || d.size() < journalTooLong*pageSize {
		t.Errorf("while somebody reads the journal is %+v", j)
	}
	d.write(2 * between)
	end()
	d.until("a journal that is folded in", func() bool { return strings.Contains(d.log.String(), "folded into the file again") })
	d.write(1)
	if size := d.size(); size > journalKept {
		t.Errorf("afterwards it is %d bytes long", size)
	}
	if got := strings.Count(d.log.String(), "level="); got != 2 || !strings.Contains(d.log.String(), "level=WARN msg=\"SQLite's journal grows") {
		t.Errorf("the log says:\n%s", d.log)
	}
}

// While somebody reads, as much as can be is folded in, and the ferry does not lie
// still for the rest: nobody's write waits for them. It does once they are through.
func TestNoWriteWaitsForALongReader(t *testing.T) {
	d := newLogbook(t).unwatched()
	d.write(journalLong / 25)
	end := d.reads()
	d.write(2 * tailHeld / 25)
	still := 0 // landed is told of a ferry that lay still, too
	d.ferry.landed = func(int) { still++ }
	for range 3 {
		j, err := d.checkpoints.fold(t.Context())
		if err != nil || j.folded < journalLong/2 || j.left() <= tailHeld || still != 0 {
			t.Fatalf("while somebody reads the journal is %+v, %v, and the ferry lay still %d times", j, err, still)
		}
	}
	end()
	if j, err := d.checkpoints.fold(t.Context()); err != nil || j.long() || still != 1 {
		t.Errorf("then the journal is %+v, %v, and the ferry lay still %d times, want once", j, err, still)
	}
}

// A checkpoint that fails is told to the operator, once, and to no member: what
// they type is stored as before. It is made up for.
func TestACheckpointThatFails(t *testing.T) {
	d := newLogbook(t).unwatched()
	k := d.checkpoints
	d.write(journalLong/25 + 1)
	good := k.pool
	k.pool = sqlitePool(d.db.path, "mode=ro&_busy_timeout=0")
	for range 2 {
		j, err := k.fold(t.Context())
		if err == nil {
			t.Fatalf("on a file for reading alone the journal is folded in: %+v", j)
		}
		k.tell(t.Context(), j, err)
	}
	d.write(1)
	if err := d.Unwritable(); err != nil {
		t.Errorf("it is unwritable because of %v", err)
	}
	if err := k.pool.Close(); err != nil {
		t.Error(err)
	}
	k.pool = good
	j, err := k.fold(t.Context())
	if err != nil || j.long() {
		t.Errorf("then the journal is %+v, %v", j, err)
	}
	k.tell(t.Context(), j, err)
	if bad, over := strings.Count(d.log.String(), "level=ERROR"), strings.Count(d.log.String(), "folded into the file again"); bad != 1 || over != 1 || strings.Count(d.log.String(), "level=") != 2 {
		t.Errorf("the log says:\n%s", d.log)
	}
}

// What the disk has lost of what was folded in, be it a portion or all, SQLite would
// not fold in again. So nothing is written any more, and the next start does.
func TestAFileThatTheDiskDoesNotKeep(t *testing.T) {
	for name, pages := range map[string]int{"a portion": portion, "all": journalLong} {
		t.Run(name, func(t *testing.T) { lostAfter(t, pages) })
	}
}

// lostAfter has the disk not keep so many pages that are folded in.
func lostAfter(t *testing.T, pages int) {
	d := newLogbook(t).unwatched()
	days := pages/25 + 1
	d.write(days)
	d.checkpoints.sync = func() error { return &os.PathError{Op: "sync", Path: d.db.path, Err: syscall.EIO} }
	if _, err := d.checkpoints.fold(t.Context()); err != nil {
		t.Fatal(err)
	}
	select {
	case <-d.Lost():
	default:
		t.Fatal("it goes on")
	}
	if d.entry() == nil {
		t.Error("something is written")
	}
	if got := strings.Count(d.log.String(), "stopping: the disk reports an error: input/output error while its journal was folded into it"); got != 1 {
		t.Errorf("the log says:\n%s", d.log)
	}
	before := d.size()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	defer d.checkpoints.pool.Close()
	if after := d.size(); after != before || after < int64(pages)*pageSize {
		t.Fatalf("the journal is %d bytes long when it is closed, and was %d", after, before)
	}
	copied := filepath.Join(t.TempDir(), "rapport.db")
	copyFile(t, d.db.path+"-wal", copied+"-wal") // and nothing of what was folded in
	if err := os.WriteFile(copied, read(t, d.db.path)[:pageSize], 0o600); err != nil {
		t.Fatal(err)
	}
	s := opened(t, options(copied))
	if n := count(t, s, "days"); n != days {
		t.Errorf("%d days came back", n)
	}
}

// A journal that is not long is brought over by the portion, synced, and the ferry
// does not lie still for it.
func TestTheJournalIsFoldedInByThePortion(t *testing.T) {
	d := newLogbook(t).unwatched()
	still, synced := 0, 0
	d.ferry.landed = func(int) { still++ } // it is told of a ferry that lay still, too
	d.checkpoints.sync = func() error { synced++; return syncData(d.db.file) }
	folds := func() journal {
		t.Helper()
		still = 0
		j, err := d.checkpoints.fold(t.Context())
		if err != nil || still != 0 {
			t.Fatalf("the journal is %+v, %v, and the ferry lay still %d times", j, err, still)
		}
		return j
	}
	for d.journal().left() < portion-75 {
		d.write(1)
	}
	if j := folds(); j.folded != 0 || synced != 0 {
		t.Errorf("less than a portion is folded in: %+v, %d syncs", j, synced)
	}
	end := d.reads()
	d.write(3)
	if j := folds(); j.folded < portion-75 || j.folded >= portion || j.left() == 0 || synced != 1 {
		t.Errorf("a portion is folded in, but for what somebody reads: %+v, %d syncs", j, synced)
	}
	end()
	d.write(portion / 25)
	if j := folds(); j.folded <= portion || j.left() != 0 || synced != 2 {
		t.Errorf("the next one is folded in: %+v, %d syncs", j, synced)
	}
}

// Close ends the watch, whatever it is doing, and folds everything in.
func TestCloseFoldsTheJournalIn(t *testing.T) {
	d := newLogbook(t)
	d.write(journalLong/25 + between)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if d.size() != 0 {
		t.Errorf("%d bytes are left of the journal", d.size())
	}
}

// What asked for a look while the journal was being folded in asks for none of what
// is folded in already.
func TestTheJournalIsFoldedInOnce(t *testing.T) {
	d := newLogbook(t).unwatched()
	d.write(journalLong/25 + between)
	if len(d.checkpoints.look) != 1 {
		t.Fatal("nobody asks for a look")
	}
	if j, err := d.checkpoints.fold(t.Context()); err != nil || j.long() {
		t.Fatalf("the journal is %+v, %v", j, err)
	}
	if len(d.checkpoints.look) != 0 {
		t.Errorf("it is to be folded in again, as %+v", d.journal())
	}
}

// What was folded in is given to the disk in parts, all of the file from its
// beginning to its end, before it is synced.
func TestTheDiskIsGivenAFewPagesAtATime(t *testing.T) {
	d := newLogbook(t).unwatched()
	d.write(journalLong/25 + 1)
	var end int64
	parts, synced := 0, 0
	d.checkpoints.out = func(at, bytes int64) error {
		if at != end || bytes <= 0 || synced > 0 {
			t.Errorf("part %d is of %d bytes at %d and not at %d, after %d syncs", parts, bytes, at, end, synced)
		}
		end = at + bytes
		parts++
		return writeOut(d.db.file, at, bytes)
	}
	d.checkpoints.sync = func() error { synced++; return syncData(d.db.file) }
	if j, err := d.checkpoints.fold(t.Context()); err != nil || j.long() {
		t.Fatalf("the journal is %+v, %v", j, err)
	}
	size, err := d.Size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := journalLong / handful; end < size.Data || parts < want || parts > want*5/4 || synced == 0 {
		t.Errorf("%d parts came to %d of %d bytes, and %d syncs", parts, end, size.Data, synced)
	}
}

// A part that the disk does not take is as bad as a sync that fails, for none will
// say so again.
func TestAPartThatTheDiskDoesNotTake(t *testing.T) {
	d := newLogbook(t).unwatched()
	d.write(journalLong/25 + 1)
	d.checkpoints.out = func(int64, int64) error { return syscall.EIO }
	if _, err := d.checkpoints.fold(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.checkpoints.pool.Close() }) // nothing else closes it then
	select {
	case <-d.Lost():
	default:
		t.Error("it goes on")
	}
	if d.entry() == nil {
		t.Error("something is written")
	}
}

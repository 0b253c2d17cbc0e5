package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"
)

const (
	// pageSize is SQLite's, in bytes, unless somebody has changed it.
	pageSize = 4096
	// journalLong is how many pages the journal holds when it is to begin anew: 16 MB.
	// A start after a kill reads all of it.
	journalLong = 4096
	// portion is how many of them are brought over at a time. Of a page that was
	// written often only the last is, so that it pays to wait; but it takes a whole core
	// while it lasts, some 15 ms for all of a long journal.
	portion = journalLong / 4
	// journalKept is the size in bytes, 32 MB, to which a journal that was longer is cut
	// back. Below it its blocks are used again, which is what makes a sync short.
	journalKept = 2 * journalLong * pageSize
	// journalTooLong is when the operator hears of it: 64 MB.
	journalTooLong = 4 * journalLong
	// between is how many writes go by from one look at the journal to the next.
	between = 64
	// tail is how many pages may be left to bring over and to sync while writes wait:
	// those of two commits. More are left only where they are written faster than they
	// can be brought over.
	tail = 24
	// handful is how many pages the disk is given at a time.
	// A commit waits for no more than these.
	handful = 64
	// tailHeld is how many pages must stay because of somebody who reads, for the
	// writes not to wait for their end: they began a while ago.
	tailHeld = 512
	// forReaders is for how many milliseconds the writes wait then for those who read.
	forReaders = 20
	// again is when to try once more after it was in vain.
	again = time.Second
)

// checkpoints fold SQLite's journal into the file on a connection of their own, so
// that nobody's commit has to.
//
// While others write, SQLite brings over what was there when it began, and never
// comes to the end; only from there the journal begins anew. So it is brought over
// beside the writes, which wait for nothing, and synced, a portion at a time; when it
// is long what came meanwhile too, which is less each time; and then the ferry lies
// still for as long as the rest takes, a few pages and a sync.
//
// What somebody reads who began long ago stays in the journal, and what came after
// it too, until they are through. No read of ours takes longer than within; for
// those of others the writes don't wait.
type checkpoints struct {
	pool      *sql.DB
	file      *os.File
	sync      func() error                // has the disk keep the file
	out       func(at, bytes int64) error // has it take a part: see writeOut
	journal   string                      // its path
	ferry     *ferry
	condition *condition

	written int           // writes since the last look; the ferry's alone
	look    chan struct{} // holds one when it is time
	stop    context.CancelFunc
	stopped chan struct{}

	failing, held bool // what the log says of it
}

// journal is how many pages SQLite's journal holds, and how many of them are in
// the file.
type journal struct{ pages, folded int }

// long reports whether it is to begin anew.
func (j journal) long() bool { return j.pages >= journalLong }

// left is how many pages are not in the file.
func (j journal) left() int { return j.pages - j.folded }

// openCheckpoints opens the connection and watches over the journal until close.
func openCheckpoints(ctx context.Context, db *database, f *ferry, c *condition) (*checkpoints, error) {
	k := &checkpoints{
		pool: sqlitePool(db.path, fmt.Sprintf("mode=rw&_journal_mode=WAL&_synchronous=FULL&_busy_timeout=%d", forReaders),
			"PRAGMA wal_autocheckpoint = 0"),
		file: db.file, sync: func() error { return syncData(db.file) }, out: func(at, bytes int64) error { return writeOut(db.file, at, bytes) },
		journal: db.path + "-wal", ferry: f, condition: c,
		look: make(chan struct{}, 1), stopped: make(chan struct{}),
	}
	k.pool.SetMaxOpenConns(1)
	k.pool.SetMaxIdleConns(1)
	if err := db.readBack(ctx, k.pool, []pragma{{"journal_mode", "wal"}, {"synchronous", "2"}, {"busy_timeout", fmt.Sprint(forReaders)}}); err != nil {
		return nil, errors.Join(err, k.pool.Close())
	}
	ctx, k.stop = context.WithCancel(context.WithoutCancel(ctx))
	f.landed = k.landed
	go k.watch(ctx)
	return k, nil
}

// close ends the watch. Once nobody knows what the file holds its connection stays
// open: the last to leave a file folds the journal in and deletes it, and that is
// where the next start finds what the disk has lost.
func (k *checkpoints) close() error {
	k.stop()
	<-k.stopped
	if k.condition.isLost() {
		return nil
	}
	return named("close checkpoints", k.pool.Close())
}

// landed counts writes. To count them costs nothing, and pages few writes have many of.
func (k *checkpoints) landed(writes int) {
	if k.written += writes; k.written < between {
		return
	}
	k.written = 0
	select {
	case k.look <- struct{}{}:
	default:
	}
}

// looked takes back that it is time to look, for what was written until now is in the
// file: until the next write SQLite says of the journal what it held before.
func (k *checkpoints) looked() {
	select {
	case <-k.look:
	default:
	}
}

// watch folds the journal in as it grows, and tries again for as long as it stays
// long.
func (k *checkpoints) watch(ctx context.Context) {
	defer close(k.stopped)
	for {
		select {
		case <-k.look:
		case <-ctx.Done():
			return
		}
		for {
			j, err := k.fold(ctx)
			if ctx.Err() != nil || k.condition.isLost() {
				return
			}
			k.tell(ctx, j, err)
			if err == nil && !j.long() {
				_ = k.layOut(ctx, j.pages) // without it commits take longer, and that is all
				break
			}
			if pause(ctx, again) != nil {
				break
			}
		}
	}
}

// fold brings over what has come, if it is a portion, and has the journal begin anew
// if it is long. It returns how long it is then.
func (k *checkpoints) fold(ctx context.Context) (journal, error) {
	j, err := k.checkpoint(ctx, "NOOP")
	if err != nil || j.left() < portion && !j.long() {
		return j, err
	}
	for more := true; more; {
		was := j
		if j, err = k.checkpoint(ctx, "PASSIVE"); !k.kept(ctx, j.folded-was.folded) || err != nil {
			return j, err
		}
		held := j.left() > tailHeld // by somebody who reads what was before
		if j, err = k.checkpoint(ctx, "NOOP"); err != nil || held || !j.long() {
			return j, err
		}
		more = j.left() > tail && j.left() <= was.left()/2 // those that were written meanwhile
	}
	err = k.ferry.still(ctx, func() (err error) {
		if j, err = k.checkpoint(ctx, "RESTART"); err == nil && !j.long() {
			k.looked()
		}
		return err
	})
	if err != nil && ctx.Err() == nil {
		k.kept(ctx, 0)
	}
	return j, err
}

// checkpoint runs one. NOOP only looks, PASSIVE waits for nobody, and RESTART, after
// which the next write begins the journal anew, for whoever reads or writes.
func (k *checkpoints) checkpoint(ctx context.Context, mode string) (j journal, err error) {
	var busy bool
	err = k.pool.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &j.pages, &j.folded)
	if err == nil && mode == "RESTART" && !busy {
		return journal{}, nil
	}
	return j, translate("journal", err)
}

// kept has the disk keep what was brought over. SQLite itself does not have to before
// it comes to the end of the journal, where it finds out too late: the pages that the
// disk has lost by then it counts as folded in, and brings over no more. So a sync
// that fails is the end, and the journal is left to the next start, which brings all
// of it over again (ADR 11). Any other error of a checkpoint costs nothing but time.
func (k *checkpoints) kept(ctx context.Context, pages int) bool {
	err := k.trickle(pages)
	if err == nil {
		err = k.sync()
	}
	if err != nil {
		k.condition.lose(ctx, "its journal was folded into it", errors.New("the disk reports an error: "+reason(err)))
	}
	return err == nil
}

// trickle has the disk take what was brought over, so many pages at most, a few at a
// time, each when it has taken the last. A sync gives it all of them at once, and
// whoever commits meanwhile stands in line behind them.
func (k *checkpoints) trickle(pages int) error {
	info, err := k.file.Stat()
	if err != nil {
		return err
	}
	pieces := int64(pages / handful)
	if pieces < 2 {
		return nil
	}
	for piece, at := info.Size()/pieces+1, int64(0); at < info.Size(); at += piece {
		if err := k.out(at, piece); err != nil {
			return err
		}
	}
	return nil
}

// tell says once in the log what keeps the journal from being folded in, and that
// it is over.
func (k *checkpoints) tell(ctx context.Context, j journal, err error) {
	log := k.condition.log
	switch {
	case err != nil && !k.failing:
		log.ErrorContext(ctx, "SQLite's journal cannot be folded into the file: "+plain(err).Error()+". Nothing that was stored is lost, and it is tried again; until then the journal grows")
	case err == nil && j.pages > journalTooLong && !k.held:
		log.WarnContext(ctx, "SQLite's journal grows, because somebody has been reading the file for long: a backup, or a shell that was left open. It is short again when they are through", "mb", j.pages*pageSize>>20)
	case err == nil && !j.long() && (k.failing || k.held):
		log.InfoContext(ctx, "SQLite's journal is folded into the file again")
	}
	k.failing = err != nil
	k.held = err == nil && j.long() && (k.held || j.pages > journalTooLong)
}

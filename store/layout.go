package store

import (
	"context"
	"errors"
	"os"
	"time"
)

const (
	// frame is what a page takes in the journal, in bytes, and head how much comes
	// before the first.
	frame, head = pageSize + 24, 32
	// laidAtOnce is how many pages are laid out in one go, a quarter of a megabyte:
	// the next commit waits for the disk to take them.
	laidAtOnce = 64
	// laidOut is to how many pages the journal is laid out at most: where it is
	// folded in, and what is written until that is done.
	laidOut = journalLong + 512
	// breath is for how long the commits have the disk to themselves in between.
	breath = 5 * time.Millisecond
)

// zeros are laid out a piece at a time.
var zeros [16 * frame]byte

// layOut makes the journal's file twice as long as what it holds, so that commits
// write over what is there. One that makes the file longer waits for the file
// system's own journal too, which has to keep the new size.
//
// What is laid out are zeros, because blocks that are only set aside are noted in the
// file system's journal once more when they are first written. SQLite looks at nothing
// behind its last frame: a frame that doesn't bear the salt of the journal's head is
// none, and that is how it knows what an earlier round has left there. A journal that
// is hardly used stays short.
//
// Where it can't be done nobody is harmed: on a full disk the journal stays as long
// as it was, and the commits find out by themselves.
func (k *checkpoints) layOut(ctx context.Context, pages int) error {
	want := head + frame*int64(min(2*pages, laidOut))
	if info, err := os.Stat(k.journal); err != nil || info.Size() >= want {
		return err
	}
	f, err := os.OpenFile(k.journal, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // SQLite's locks are on other files
	for {
		var size int64
		err := k.ferry.still(ctx, func() (err error) {
			size, err = k.lay(ctx, f, want)
			return err
		})
		if err == nil {
			err = f.Sync()
		}
		if err != nil || size >= want || k.condition.isLost() || pause(ctx, breath) != nil {
			return err
		}
	}
}

// lay makes the journal's file longer, by laidAtOnce pages at most and up to want, and
// returns its size. SQLite's lock is had for it: a process beside the bot may write
// too (`bot outbox`), or cut the journal off.
func (k *checkpoints) lay(ctx context.Context, f *os.File, want int64) (size int64, err error) {
	ctx = context.WithoutCancel(ctx) // what has begun is ended
	conn, err := k.pool.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return 0, err
	}
	defer func() {
		_, ended := conn.ExecContext(ctx, "ROLLBACK")
		err = errors.Join(err, ended)
	}()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	begun := info.Size()
	if begun == 0 {
		return want, nil // cut off, and nothing is written yet
	}
	for size = begun; size < min(want, begun+laidAtOnce*frame); {
		n, err := f.WriteAt(zeros[:min(want-size, int64(len(zeros)))], size)
		if err != nil {
			return size, errors.Join(err, f.Truncate(begun)) // the room is for others
		}
		size += int64(n)
	}
	return size, nil
}

//go:build amd64 || arm64

package store

import (
	"errors"
	"os"
	"syscall"
)

// The flags of sync_file_range(2): to wait for what is under way, to begin, and to
// wait for that.
const (
	syncWaitBefore = 1 << iota
	syncWrite
	syncWaitAfter
)

// writeOut has the disk take a part of a file, and says nothing of whether it keeps
// it: that takes a sync. An error is that of a write, and no sync reports it again.
func writeOut(f *os.File, at, bytes int64) error {
	err := syscall.SyncFileRange(int(f.Fd()), at, bytes, syncWaitBefore|syncWrite|syncWaitAfter)
	if errors.Is(err, syscall.ENOSYS) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.EPERM) {
		return nil // it isn't to be had here
	}
	return err
}

// syncData has the disk keep what a file holds, and how long it is, but not at what
// time it was written.
func syncData(f *os.File) error {
	for {
		if err := syscall.Fdatasync(int(f.Fd())); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

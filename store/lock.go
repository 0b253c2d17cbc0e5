package store

import (
	"errors"
	"os"
	"syscall"
)

// lockFile takes the operating system's lock on path + ".lock" and returns the
// file that holds it until it is closed. The kernel lets go when the process
// ends, however it ends; the empty file stays, since taking it away could race
// with the next one to open it.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, barred("cannot write beside it", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	_ = f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, unusable("another rapport has this file open: stop that one, or use PostgreSQL to run several")
	}
	return nil, unusable("cannot be locked: " + reason(err))
}

// barred says why a file can't be written, and what to do where that is known.
func barred(what string, err error) error {
	why := what + ": " + reason(err)
	switch {
	case errors.Is(err, syscall.EROFS):
		why += ". Its disk is mounted for reading alone: mount it for writing, or name a database elsewhere (DATABASE_URL)"
	case errors.Is(err, os.ErrPermission):
		why += ". Give the bot's user the right to write the file and into its folder"
	}
	return unusable(why)
}

// reason is what the system said, without the path.
func reason(err error) string {
	if p, ok := errors.AsType[*os.PathError](err); ok {
		return p.Err.Error()
	}
	return err.Error()
}

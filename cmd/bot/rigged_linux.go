//go:build failpoint

package main

import (
	"os"
	"runtime"
	"syscall"
)

// strike sends this process a signal that is there before the next step: sent to
// the process it would be taken by any of its threads, some time later.
func strike(s syscall.Signal) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	_, _, errno := syscall.RawSyscall(syscall.SYS_TGKILL, uintptr(os.Getpid()), uintptr(syscall.Gettid()), uintptr(s))
	if errno != 0 {
		return errno
	}
	return nil
}

//go:build failpoint && !linux

package main

import (
	"os"
	"syscall"
)

// strike sends this process a signal.
func strike(s syscall.Signal) error { return syscall.Kill(os.Getpid(), s) }

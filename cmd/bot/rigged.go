//go:build failpoint

package main

import (
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"rapport/internal/failpoint"
)

// What the environment of a rigged binary may hold.
const (
	// failpointVar is a moment and at which of its hits the process dies there,
	// "after-post:3"; with ":stop" behind it, it stands still there until SIGCONT.
	failpointVar = "RAPPORT_FAILPOINT"
	// clockVar is a file with the duration by which the bot's clock is ahead of
	// the wall's, "26h30m". Whoever moves the clock renames another file over it.
	clockVar = "RAPPORT_CLOCK"
	// tickVar is how often a tick comes, "1s": where the clock is moved by hours, a
	// minute of the wall is long.
	tickVar = "RAPPORT_TICK"
	// leasesVar is "database" where the database's clock is moved as well, so that
	// leases may go by it.
	leasesVar = "RAPPORT_LEASES"
)

// rig makes a process that dies when it is told to and lives by a clock that is
// moved. It is in the binaries of internal/kills and internal/replicas alone, built
// with the tag failpoint; unrigged.go is in all others.
func rig(w *world) (err error) {
	for _, v := range w.environ {
		name, value, _ := strings.Cut(v, "=")
		switch {
		case value == "":
		case name == failpointVar:
			if err := armed(value); err != nil {
				return fmt.Errorf("%s: %w", failpointVar, err)
			}
		case name == clockVar:
			w.now, w.moved = func() time.Time { return time.Now().Add(ahead(value)) }, true
		case name == tickVar:
			if w.every, err = time.ParseDuration(value); err != nil {
				return fmt.Errorf("%s: %w", tickVar, err)
			}
		case name == leasesVar:
			w.leased = value == "database"
		}
	}
	return nil
}

// armed arms the failpoint that a value of failpointVar describes.
func armed(value string) error {
	name, count, _ := strings.Cut(value, ":")
	count, how, _ := strings.Cut(count, ":")
	n, err := strconv.ParseInt(count, 10, 64)
	if err != nil || n < 1 || !slices.Contains(append([]failpoint.Name{failpoint.Shared}, failpoint.Names...), failpoint.Name(name)) || how != "" && how != "stop" {
		return fmt.Errorf("%q is no moment and number of its hit", value)
	}
	end := syscall.SIGKILL
	if how == "stop" {
		end = syscall.SIGSTOP
	}
	woken := make(chan os.Signal, 1)
	signal.Notify(woken, syscall.SIGCONT)
	var hits atomic.Int64
	failpoint.Arm(func(hit failpoint.Name) error {
		if hit != failpoint.Name(name) || hits.Add(1) != n {
			return nil
		}
		fmt.Fprintln(os.Stderr, "failpoint", value)
		if err := strike(end); err != nil {
			panic(err) // it would outlive its own end
		}
		// The kernel is about to end or to stop us, perhaps not before this goroutine
		// could take a step further.
		<-woken
		return nil
	})
	return nil
}

// ahead reads by how much the bot's clock is ahead of the wall's.
func ahead(file string) time.Duration {
	raw, err := os.ReadFile(file)
	if err != nil {
		panic(err) // a bot without its clock is of no use to anybody
	}
	d, err := time.ParseDuration(strings.TrimSpace(string(raw)))
	if err != nil {
		panic(err)
	}
	return d
}

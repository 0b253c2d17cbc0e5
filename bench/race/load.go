package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// load is what came of the commands that were sent in one go.
type load struct {
	sent  int
	acked []int           // serials
	took  []time.Duration // of those acknowledged, from when they were to be sent
	// refused counts those who were told, after a long wait, that it was too long.
	refused int
	span    time.Duration // from the first to the last answer
	// trouble is the first that went wrong, nil if nothing did.
	trouble error
}

// perSecond is how many were acknowledged.
func (l load) perSecond() float64 { return float64(len(l.acked)) / l.span.Seconds() }

// late counts those that took longer than Slack waits.
func (l load) late() int {
	n := 0
	for _, t := range l.took {
		if t > slackWaits {
			n++
		}
	}
	return n
}

const (
	// slackWaits is how long a command may take to be acknowledged.
	slackWaits = 3 * time.Second
	// longWait is after how long a server may say that it is too busy.
	longWait = 2 * time.Second
)

// generator sends commands to one address.
type generator struct {
	world *world
	addr  string
	next  *atomic.Int64 // serial; no two commands of a race have the same
}

// hand is one of those who send. Each keeps its own count until all are done.
type hand struct {
	caller *caller
	load
}

// hands connects n of them.
func (g generator) hands(n int) ([]*hand, error) {
	all := make([]*hand, 0, n)
	for range n {
		c, err := g.world.dial(g.addr)
		if err != nil {
			letGo(all)
			return nil, err
		}
		all = append(all, &hand{caller: c})
	}
	return all, nil
}

func letGo(all []*hand) {
	for _, h := range all {
		_ = h.caller.Close() // nothing is said any more
	}
}

// send sends the next command, which was due at a time, and reports whether the
// hand can go on.
func (h *hand) send(g generator, due time.Time) bool {
	o, now := g.world.order(int(g.next.Add(1))), time.Now()
	h.sent++
	acked, instead, err := h.caller.call(o, now)
	switch {
	case err != nil:
		h.trouble = err
		return false
	case !acked && time.Since(now) > longWait:
		h.refused++
		return true
	case !acked:
		h.trouble = fmt.Errorf("command %d of %s about %s was answered %.300s", o.serial, o.member, o.person, instead)
		return false
	}
	h.took = append(h.took, time.Since(due))
	h.acked = append(h.acked, o.serial)
	return true
}

// sum adds up what the hands did since begun.
func sum(all []*hand, begun time.Time) load {
	l := load{span: time.Since(begun)}
	for _, h := range all {
		l.sent += h.sent
		l.refused += h.refused
		l.acked = append(l.acked, h.acked...)
		l.took = append(l.took, h.took...)
		if l.trouble == nil {
			l.trouble = h.trouble
		}
	}
	slices.Sort(l.took)
	return l
}

// closed has so many clients each send their next command when the last one is
// answered, for so long or until ctx ends.
func (g generator) closed(ctx context.Context, clients int, long time.Duration) (load, error) {
	all, err := g.hands(clients)
	if err != nil {
		return load{}, err
	}
	defer letGo(all)
	var wait sync.WaitGroup
	begun := time.Now()
	for _, h := range all {
		wait.Go(func() {
			for now := begun; now.Sub(begun) < long && ctx.Err() == nil; now = time.Now() {
				if !h.send(g, now) {
					return
				}
			}
		})
	}
	wait.Wait()
	return sum(all, begun), ctx.Err()
}

// connections is how many the open loop keeps; when all wait, what is due waits in
// the generator, and its time counts.
const connections = 128

// open sends at a fixed rate, whatever is answered when. A command's time counts
// from the instant at which it was due, so that a server that stands still is
// charged for everything that would have come meanwhile.
func (g generator) open(ctx context.Context, rate float64, long time.Duration) (load, error) {
	all, err := g.hands(connections)
	if err != nil {
		return load{}, err
	}
	defer letGo(all)
	s := schedule{begun: time.Now().Add(10 * time.Millisecond), rate: rate}
	total := s.total(long)
	due := make(chan time.Time, total)
	var wait sync.WaitGroup
	for _, h := range all {
		wait.Go(func() {
			for at := range due {
				if !h.send(g, at) {
					return
				}
			}
		})
	}
	s.keep(ctx, total, due)
	close(due)
	if ctx.Err() != nil {
		for range due { // nobody is to work through what is left
		}
	}
	wait.Wait()
	return sum(all, s.begun), ctx.Err()
}

// schedule is when the commands of an open loop are due.
type schedule struct {
	begun time.Time
	rate  float64 // a second
}

// due is when the nth is, from 0.
func (s schedule) due(n int) time.Time {
	return s.begun.Add(time.Duration(float64(n) / s.rate * float64(time.Second)))
}

// total is how many are due in a time.
func (s schedule) total(long time.Duration) int { return int(s.rate * long.Seconds()) }

// keep announces the first n, each when it is due. Go's own timers come up to a
// millisecond late in an idle process, so the thread sleeps by itself.
func (s schedule) keep(ctx context.Context, n int, due chan<- time.Time) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for i := range n {
		at := s.due(i)
		for wait := time.Until(at); wait > 0; wait = time.Until(at) {
			ts := syscall.NsecToTimespec(wait.Nanoseconds())
			_ = syscall.Nanosleep(&ts, nil) // woken early, it sleeps again
		}
		if ctx.Err() != nil {
			return
		}
		due <- at
	}
}

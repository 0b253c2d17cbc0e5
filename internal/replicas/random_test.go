package replicas

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"syscall"
	"time"

	"rapport/domain"
	"rapport/internal/failpoint"
)

var (
	goOn = flag.Duration("replicas.for", 0, "for how long to go on at random behind TestFaults; once at least")
	seed = flag.Uint64("replicas.seed", 1, "what is left to chance, again")
)

// alive is how many processes there are while nothing is done to them.
const alive = 3

// crowd is how many people live in a zone: few where there is little time, else
// so many that their messages are on the way for seconds.
func crowd() int {
	if *goOn > 0 {
		return 10
	}
	return 2
}

// chance does things to processes.
type chance struct {
	*town
	rand    *rand.Rand
	restart func()
	turns   int
	did     map[string]int
}

// goOn has a morning come in one zone after the other, and something happen in
// the middle of each.
func (c *chance) goOn(long time.Duration) {
	c.t.Helper()
	for end := time.Now().Add(long); c.turns == 0 || time.Now().Before(end) && !c.t.Failed(); c.turns++ {
		c.turn()
	}
	c.advance(c.now().Add(leased))
	c.calm()
	c.t.Logf("%d mornings; what was done: %v", c.turns, c.did)
}

// turn is one morning.
func (c *chance) turn() {
	c.t.Helper()
	// The next at which it is nine somewhere.
	var zone string
	var at time.Time
	for _, z := range zones {
		loc := c.zone(z)
		next := domain.Instant(domain.DateIn(c.now(), loc), nine, loc)
		if !next.After(c.now()) {
			next = domain.Instant(domain.DateIn(c.now(), loc).AddDays(1), nine, loc)
		}
		if at.IsZero() || next.Before(at) {
			zone, at = z, next
		}
	}
	c.advance(at)
	time.Sleep(time.Duration(c.rand.IntN(1500)) * time.Millisecond)
	deeds := []struct {
		name string
		do   func(*replica)
	}{
		{"killed", (*replica).kill},
		{"replaced by one that dies by itself", c.doomed},
		{"stopped, and woken late", c.late},
		{"stopped for a moment", c.moment},
		{"ended by the operator", c.ended},
		{"cut off", func(r *replica) { c.cut(r) }},
		{"all cut off", func(*replica) { c.cut(nil) }},
		{"database restarted", func(*replica) { c.restart() }},
	}
	what, r := deeds[c.rand.IntN(len(deeds))], c.anybody()
	c.did[what.name]++
	c.t.Logf("%s, nine in %s: %s %s", at.Format(time.DateTime), zone, r.name, what.name)
	what.do(r)
	c.crew()
	c.inherit()
	c.calm()
}

// inherit moves the clock until nothing is in the hands of somebody who has ended.
func (c *chance) inherit() {
	c.t.Helper()
	for end := time.Now().Add(3 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		sends, err := sending(c.db)
		switch {
		case err == nil && len(sends) == 0:
			return
		case time.Now().After(end):
			c.advance(c.now().Add(leased))
			return
		}
	}
}

// crew sees to it that there are enough at work.
func (c *chance) crew() {
	for len(c.atWork()) < alive {
		c.start(c.anyhow()).ready()
	}
}

// anyhow is a process like any other, on a machine whose clock is not quite right.
func (c *chance) anyhow() how { return how{skew: time.Duration(c.rand.IntN(9)-4) * time.Minute} }

// atWork lists those that are.
func (c *chance) atWork() []*replica {
	var all []*replica
	for _, r := range c.replicas {
		if !r.ended() && !r.asleep {
			all = append(all, r)
		}
	}
	return all
}

func (c *chance) anybody() *replica {
	all := c.atWork()
	return all[c.rand.IntN(len(all))]
}

// doomed replaces a process by one that dies at some moment by itself.
func (c *chance) doomed(r *replica) {
	h := c.anyhow()
	h.dies = fmt.Sprintf("%s:%d", failpoint.Names[c.rand.IntN(len(failpoint.Names))], 1+c.rand.IntN(30))
	c.start(h) // it may be dead before it is ready
	r.stops()
}

// late stops a process until its leases are over and others have done its work.
func (c *chance) late(r *replica) {
	r.sleeps()
	time.Sleep(given + time.Duration(c.rand.IntN(2000))*time.Millisecond)
	c.advance(c.now().Add(leased))
	c.calm()
	r.wakes()
}

// moment stops a process for shorter than anybody is patient.
func (c *chance) moment(r *replica) {
	r.signal(syscall.SIGSTOP)
	time.Sleep(time.Duration(c.rand.IntN(4000)) * time.Millisecond)
	r.signal(syscall.SIGCONT)
}

// ended replaces a process as an operator does.
func (c *chance) ended(r *replica) {
	c.start(c.anyhow()).ready()
	r.stops()
}

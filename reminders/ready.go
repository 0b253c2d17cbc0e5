package reminders

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"rapport/domain"
)

const (
	// silence is for how long nothing may happen, neither a tick nor one step
	// within a long one, before something must be wrong.
	silence = 3 * time.Minute
	// stagnation is for how long a delivery may be due without being taken, while
	// no other one is: a backlog that flows is no trouble, however long it is.
	stagnation = 15 * time.Minute
)

// pulse remembers the last signs of life of one process's reminders.
type pulse struct {
	mu      sync.Mutex
	now     func() time.Time // nil outside [Reminders.Run]: nobody asks then
	beat    time.Time        // the last step of any kind
	flow    time.Time        // the last sign that deliveries get through the outbox
	waiting time.Duration    // of the delivery that has waited longest, at the last tally
}

// start begins to listen. What has waited since before we came is not yet our
// fault.
func (p *pulse) start(now func() time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = now
	p.beat, p.flow = now(), now()
}

// step is a sign that ticks go on.
func (p *pulse) step() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now != nil {
		p.beat = p.now()
	}
}

// delivered is a sign that the outbox gets shorter.
func (p *pulse) delivered() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now != nil {
		p.beat, p.flow = p.now(), p.now()
	}
}

// tally looks at the outbox. What another process has in hand flows too.
func (p *pulse) tally(t domain.Tally) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting = t.Waiting
	if p.now != nil && (t.Waiting == 0 || t.ByState[domain.StateSending] > 0) {
		p.flow = p.now()
	}
}

// Ready says why what is due is not being sent at now, nil when it is. A single
// delivery that is refused again and again makes nothing unready: between its
// attempts it waits for its time, and the others get through.
func (r *Reminders) Ready(now time.Time) error {
	p := &r.pulse
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now == nil {
		return errors.New("no tick yet")
	}
	if quiet := now.Sub(p.beat); quiet > silence {
		return fmt.Errorf("no tick for %s", quiet.Round(time.Second))
	}
	return nil
}

// Flowing says why the outbox grows old at now, nil when it does not.
func (r *Reminders) Flowing(now time.Time) error {
	p := &r.pulse
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now != nil && p.waiting > stagnation && now.Sub(p.flow) > stagnation {
		return fmt.Errorf("a delivery has been due for %s, and none gets through", p.waiting.Round(time.Second))
	}
	return nil
}

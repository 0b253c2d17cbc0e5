package bot

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/bot/view"
	"rapport/internal/failpoint"
)

const (
	// usualPatience leaves half a second of Slack's three for the way there.
	usualPatience = 2500 * time.Millisecond
	// handling is how long a handler may take; a stuck one gives its line back.
	handling = 20 * time.Second
)

// ack is what a door tells Slack about one payload.
type ack struct {
	// Payload rides on the acknowledgment; nil is an empty one.
	Payload any
	// Hold withholds the acknowledgment, so that Slack sends the payload again.
	Hold bool
}

// errand is one command from the door to its answer. The door hears back once,
// through reply, whatever happens: when the command is done, or, when time runs
// out first, as soon as that can be said without a lie.
type errand struct {
	b     *Bot
	c     Command
	limit int // bytes that may ride on the acknowledgment, 0 for any number
	reply func(ack)
	timer *time.Timer
	ctx   context.Context   // of the work: it outlives the request that brought it
	clock *prometheus.Timer // of the acknowledgment

	mu       sync.Mutex
	running  bool
	answered bool
	late     bool
}

// accept puts a command in its member's line, in the order of the calls, and
// never blocks. reply is called exactly once, from another goroutine or this one.
func (b *Bot) accept(ctx context.Context, c Command, limit int, reply func(ack)) {
	e := &errand{b: b, c: c, limit: limit, reply: reply, ctx: context.WithoutCancel(ctx), clock: b.meter.acknowledging(c.Reply.Door)}
	if b.closing.Load() {
		e.answer(ack{Hold: true})
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if b.line.depth()+b.mail.depth() < b.backlog && b.line.put(c.Owner(), e.run) {
		e.timer = time.AfterFunc(b.patience, e.overdue)
		return
	}
	b.flight.begin()
	go func() { // saying so may take a while, and a door must not wait
		defer b.flight.done()
		e.overdue()
	}()
}

// run handles the command, unless its member was told meanwhile to try again.
func (e *errand) run() {
	e.mu.Lock()
	e.running = !e.answered
	proceed := e.running
	e.mu.Unlock()
	if !proceed {
		return
	}
	ctx, cancel := context.WithTimeout(e.ctx, handling)
	defer cancel()
	a, err := e.b.Do(ctx, e.c)
	e.finish(a, err)
}

// overdue is called when Slack's patience is nearly over.
func (e *errand) overdue() {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.answered:
	case !e.running:
		e.refuse()
	case e.b.reads[e.c.Verb]:
		e.answer(ack{})
	default:
		e.late = true // it may be writing: nothing is acknowledged before its commit
	}
}

// refuse tells the member that the bot is busy and that nothing was stored. The
// caller holds mu.
func (e *errand) refuse() {
	e.b.meter.command(e.c.Verb, outcomeBusy)
	if e.c.Reply.Door == TypedDoor || !waits(e.c) {
		e.answer(ack{Hold: true}) // events come again by themselves
		return
	}
	payload, left := ride(e.c, scolded(e.c, Answer{Message: new(view.Busy())}), e.limit)
	e.answer(ack{Payload: payload})
	e.b.follow(e.ctx, e.c, left)
}

// finish acknowledges what was done and sends the rest of the answer after it.
func (e *errand) finish(a Answer, err error) {
	if a.HomeDirty && !a.HomeShut {
		e.b.homes.touch(e.ctx, e.c.Owner(), lookedAt(e.c, a))
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case err != nil:
		if !e.answered {
			e.answer(ack{Hold: true})
		}
		return
	case e.answered:
	case e.late && e.c.Reply.URL != "" && e.c.Reply.Door != ModalDoor:
		// Slack may have given up already, and then drops what rides.
		e.answer(ack{})
	default:
		var payload any
		payload, a = ride(e.c, a, e.limit)
		e.answer(ack{Payload: payload})
	}
	e.b.follow(e.ctx, e.c, a)
}

// answer replies. The caller holds mu, unless nobody else knows the errand yet.
func (e *errand) answer(a ack) {
	e.answered = true
	if e.timer != nil {
		e.timer.Stop()
	}
	if failpoint.Hit(failpoint.BeforeAck) != nil {
		a = ack{Hold: true}
	}
	if !a.Hold {
		e.clock.ObserveDuration()
	}
	e.reply(a)
	_ = failpoint.Hit(failpoint.AfterAck) // what follows is sent by other hands, which meet it too
}

// scolded turns a sentence about a modal that was not taken into an error under
// its first input, so that what was typed there is not lost.
func scolded(c Command, a Answer) Answer {
	if c.Reply.Door != ModalDoor || a.Message == nil {
		return a
	}
	block := c.Reply.BlockID
	if block == "" {
		blocks := make([]string, 0, len(c.Values))
		for id := range c.Values {
			blocks = append(blocks, id)
		}
		if len(blocks) == 0 {
			return a
		}
		block = slices.Min(blocks)
	}
	return Answer{Errors: map[string]string{block: a.Message.Text}}
}

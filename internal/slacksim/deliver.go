package slacksim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// delivery is one payload on its way to the bot.
type delivery struct {
	kind    string // slash_commands, interactive or events_api
	payload json.RawMessage
	retry   int
	reason  string
}

// ack is what came of a delivery: the payload of the acknowledgment, or why
// there is none.
type ack struct {
	payload json.RawMessage
	err     error
	took    time.Duration
}

// Why a delivery failed.
var (
	errTimeout = errors.New("operation_timeout")    // no acknowledgment in time
	errNobody  = errors.New("dispatch_failed")      // no connection to send it over
	errCut     = errors.New("connection_failed")    // the connection died
	errAnswer  = errors.New("http_service_error")   // an HTTP status that is not 2xx
	errNoRetry = errors.New("retry is not desired") // X-Slack-No-Retry
)

// reasonOf is the retry_reason of an event whose delivery failed.
func reasonOf(err error) string {
	switch {
	case errors.Is(err, errTimeout):
		return "timeout"
	case errors.Is(err, errAnswer):
		return "http_error"
	}
	return "connection_failed"
}

// start sends a payload and returns a function that waits for its
// acknowledgment. Payloads started one after the other arrive in that order.
func (s *Sim) start(d delivery) (wait func() ack) {
	s.mu.Lock()
	url := s.botURL
	s.mu.Unlock()
	begun := s.opts.Now()
	timed := func(a ack) ack {
		a.took = s.opts.Now().Sub(begun)
		return a
	}
	if url != "" {
		return func() ack { return timed(s.request(url, d)) }
	}
	in, id := s.launch(d)
	return func() ack {
		timeout := time.NewTimer(s.opts.AckTimeout)
		defer timeout.Stop()
		if in == nil && d.kind == "events_api" { // a socket may be on its way back
			if await(s, timeout.C, func() bool { return len(s.sockets) > 0 }) {
				in, id = s.launch(d)
			}
		}
		if in == nil {
			return timed(ack{err: errNobody})
		}
		defer s.forget(id)
		select {
		case a := <-in:
			return timed(a)
		case <-timeout.C:
			return timed(ack{err: errTimeout})
		case <-s.ctx.Done():
			return timed(ack{err: errCut})
		}
	}
}

// deliver sends a payload and waits for its acknowledgment.
func (s *Sim) deliver(kind string, payload object) ack {
	done := s.began()
	defer done()
	return s.start(delivery{kind: kind, payload: encode(payload)})()
}

// reachable tells whether the bot is there at all: what is set up before it
// comes is its past, not news. The caller holds mu.
func (s *Sim) reachable() bool { return s.botURL != "" || len(s.sockets) > 0 }

// await waits until a condition on the box holds, and tells whether it does. The
// condition is asked with mu held.
func await[T any](s *Sim, timeout <-chan T, holds func() bool) bool {
	for {
		s.mu.Lock()
		ok, stirred := holds(), s.stirred
		s.mu.Unlock()
		if ok {
			return true
		}
		select {
		case <-stirred:
		case <-timeout:
			return false
		case <-s.ctx.Done():
			return false
		}
	}
}

// Connected waits until n sockets are open, or until the bot has an address to
// send requests to.
func (s *Sim) Connected(ctx context.Context, n int) error {
	if await(s, ctx.Done(), func() bool { return len(s.sockets) >= n || s.botURL != "" }) {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("wait for the bot to connect: %w", err)
	}
	return errors.New("slacksim: closed")
}

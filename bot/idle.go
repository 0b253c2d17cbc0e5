package bot

import (
	"context"
	"fmt"
	"sync"
)

// inFlight counts what the bot has in its hands: commands in line, answers on
// their way, pages of App Home to be published.
type inFlight struct {
	mu    sync.Mutex
	n     int
	empty chan struct{} // closed while n is 0
}

func newInFlight() *inFlight {
	f := &inFlight{empty: make(chan struct{})}
	close(f.empty)
	return f
}

// begin counts one thing more. What a thing leads to must begin before the
// thing is done, so that the count never passes zero in between.
func (f *inFlight) begin() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.n == 0 {
		f.empty = make(chan struct{})
	}
	f.n++
}

// done counts one thing less.
func (f *inFlight) done() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n--
	if f.n == 0 {
		close(f.empty)
	}
}

func (f *inFlight) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.n
}

func (f *inFlight) wait(ctx context.Context) error {
	for {
		f.mu.Lock()
		n, empty := f.n, f.empty
		f.mu.Unlock()
		if n == 0 {
			return nil
		}
		select {
		case <-empty:
		case <-ctx.Done():
			return fmt.Errorf("%d commands or answers still in flight: %w", f.count(), ctx.Err())
		}
	}
}

// Settle returns when no command, answer or page of App Home is in flight.
func (b *Bot) Settle(ctx context.Context) error { return b.flight.wait(ctx) }

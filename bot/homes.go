package bot

import (
	"context"
	"fmt"
	"sync"
	"time"

	"rapport/domain"
)

// publishing is how long one page of App Home may take to publish.
const publishing = 15 * time.Second

// homes keeps App Home fresh: however often a member's page is touched, one
// publication runs at a time, and one more follows it if there is need.
type homes struct {
	flight  *inFlight
	publish Publisher
	failed  func(domain.Owner, error)

	mu    sync.Mutex
	dirty map[domain.Owner]bool // present while publishing; true: once more
}

func newHomes(flight *inFlight, publish Publisher, failed func(domain.Owner, error)) *homes {
	return &homes{flight: flight, publish: publish, failed: failed, dirty: make(map[domain.Owner]bool)}
}

// touch marks a member's page as out of date.
func (h *homes) touch(ctx context.Context, o domain.Owner) {
	if h.publish == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, publishing := h.dirty[o]; publishing {
		h.dirty[o] = true
		return
	}
	h.dirty[o] = false
	h.flight.begin()
	go h.run(context.WithoutCancel(ctx), o)
}

func (h *homes) run(ctx context.Context, o domain.Owner) {
	defer h.flight.done()
	for {
		if err := h.once(ctx, o); err != nil {
			h.failed(o, err)
		}
		h.mu.Lock()
		if !h.dirty[o] {
			delete(h.dirty, o)
			h.mu.Unlock()
			return
		}
		h.dirty[o] = false
		h.mu.Unlock()
	}
}

func (h *homes) once(ctx context.Context, o domain.Owner) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic (%T) in %s", p, panicking())
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, publishing)
	defer cancel()
	return h.publish(ctx, o)
}

// homeFailed logs a page that could not be published; the next touch tries again.
func (b *Bot) homeFailed(o domain.Owner, err error) {
	b.log.Warn("app home not published", "workspace", o.Workspace, "err", plainly(err))
}

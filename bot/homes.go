package bot

import (
	"context"
	"sync"
	"time"

	"rapport/bot/view"
	"rapport/domain"
)

// publishing is how long one page of App Home may take to publish.
const publishing = 15 * time.Second

// sight is what a member looks at on App Home, beside what is stored.
type sight struct {
	// Hash names the page that Slack has, as far as this process knows; "" when
	// it doesn't. Slack refuses a page that was made for another.
	Hash string
	// At is the list and page that is looked at: a view.PageValue, "" for the front.
	At string
	// Notice says what was just done there, nil for nothing.
	Notice *view.Message
}

// Publisher brings App Home up to date for a member who has opened it, and
// returns the hash of what Slack has now, "" when that is not known.
type Publisher func(ctx context.Context, o domain.Owner, s sight) (hash string, err error)

// homes keeps App Home fresh: however often a member's page is touched, one
// publication runs at a time, and one more follows it if there is need. Each
// reads what is true after the one before has ended, so the newest comes last.
type homes struct {
	flight  *inFlight
	publish Publisher
	failed  func(domain.Owner, error)

	mu    sync.Mutex
	pages map[domain.Owner]*page
}

// page is App Home of one member.
type page struct {
	sight
	publishing bool
	again      bool // touched meanwhile: once more
	told       bool // the notice was published: the next touch takes it away
}

func newHomes(flight *inFlight, publish Publisher, failed func(domain.Owner, error)) *homes {
	return &homes{flight: flight, publish: publish, failed: failed, pages: make(map[domain.Owner]*page)}
}

// touch marks a member's page as out of date. Change, when not nil, says what
// they look at now.
func (h *homes) touch(ctx context.Context, o domain.Owner, change func(*sight)) {
	if h.publish == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	p := h.pages[o]
	if p == nil {
		p = &page{}
		h.pages[o] = p
	}
	if p.told {
		p.Notice, p.told = nil, false
	}
	if change != nil {
		change(&p.sight)
	}
	if p.publishing {
		p.again = true
		return
	}
	p.publishing = true
	h.flight.begin()
	go h.run(context.WithoutCancel(ctx), o, p)
}

func (h *homes) run(ctx context.Context, o domain.Owner, p *page) {
	defer h.flight.done()
	for {
		h.mu.Lock()
		p.again = false
		shown := p.sight
		h.mu.Unlock()
		hash, err := h.once(ctx, o, shown)
		if err != nil {
			h.failed(o, err)
		}
		h.mu.Lock()
		p.Hash = hash
		p.told = p.told || err == nil && p.Notice == shown.Notice
		if !p.again {
			p.publishing = false
			h.mu.Unlock()
			return
		}
		h.mu.Unlock()
	}
}

func (h *homes) once(ctx context.Context, o domain.Owner, s sight) (hash string, err error) {
	defer func() {
		if p := recover(); p != nil {
			hash, err = "", panicking(p)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, publishing)
	defer cancel()
	return h.publish(ctx, o, s)
}

// homeFailed logs a page that could not be published; the next touch tries again.
func (b *Bot) homeFailed(o domain.Owner, err error) {
	b.log.Warn("app home not published", "workspace", o.Workspace, "err", plainly(err))
}

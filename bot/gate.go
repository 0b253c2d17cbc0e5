package bot

import (
	"sync"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

const (
	// wary is for how long a method that was limited is called sparingly.
	wary = time.Minute
	// sparing is the time between two such calls: Slack takes fifty a minute.
	sparing = 1500 * time.Millisecond
)

// gates are the methods that Slack limits just now. It counts calls by method and
// workspace, whomever they are about, so that what one delivery has met would be
// met by every other.
type gates struct {
	mu   sync.Mutex
	shut map[gate]since
}

// gate is a method in a workspace.
type gate struct {
	workspace domain.WorkspaceID
	method    string
}

// since is when a gate was shut and until when, and until when it lets through one
// at a time.
type since struct{ from, until, wary time.Time }

// pass is nil when a method may be called at now, else the error that Slack would
// answer with.
func (g *gates) pass(w domain.WorkspaceID, method string, now time.Time) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	at := gate{w, method}
	s, shut := g.shut[at]
	if !shut {
		return nil
	}
	switch {
	case now.Before(s.from) || !now.Before(s.wary): // of a clock that went back, or over
		delete(g.shut, at)
	case now.Before(s.until):
		return &slack.RateLimitedError{RetryAfter: s.until.Sub(now)}
	default:
		g.shut[at] = since{now, now.Add(sparing), s.wary}
	}
	return nil
}

// heed shuts the gate of a method when err says that it is limited.
func (g *gates) heed(w domain.WorkspaceID, method string, err error, now time.Time) {
	o := slackOutcome(err)
	if o.Result != domain.Limited {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut == nil {
		g.shut = make(map[gate]since)
	}
	g.shut[gate{w, method}] = since{now, now.Add(o.RetryAfter), now.Add(o.RetryAfter + wary)}
}

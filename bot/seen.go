package bot

import (
	"context"
	"sync"
	"time"

	"rapport/domain"
)

// Seen remembers the events that were answered without storing anything:
// store.Inbound is one.
type Seen interface {
	// Seen reports whether id was marked.
	Seen(ctx context.Context, o domain.Owner, id domain.CommandID) (bool, error)
	// Mark remembers id as of at, for as long as Slack may deliver it again.
	Mark(ctx context.Context, o domain.Owner, id domain.CommandID, at time.Time) error
}

// recents is how many events a process remembers by itself: at a thousand
// questions a minute, longer than the six minutes over which Slack retries.
const recents = 10_000

// recent remembers the newest events of this process. What a restart forgets
// is answered twice at worst.
type recent struct {
	mu   sync.Mutex
	ids  map[recentKey]struct{}
	ring []recentKey
	next int
}

func newRecent() *recent {
	return &recent{ids: make(map[recentKey]struct{}), ring: make([]recentKey, recents)}
}

type recentKey struct {
	domain.Owner
	id domain.CommandID
}

// Seen reports whether id is among the newest events.
func (r *recent) Seen(_ context.Context, o domain.Owner, id domain.CommandID) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.ids[recentKey{o, id}]
	return ok, nil
}

// Mark puts id among the newest events, in the place of the oldest.
func (r *recent) Mark(_ context.Context, o domain.Owner, id domain.CommandID, _ time.Time) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := recentKey{o, id}
	if _, ok := r.ids[key]; ok {
		return nil
	}
	delete(r.ids, r.ring[r.next])
	r.ring[r.next] = key
	r.ids[key] = struct{}{}
	r.next = (r.next + 1) % len(r.ring)
	return nil
}

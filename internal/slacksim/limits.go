package slacksim

import (
	"time"
)

// bucket is a token bucket. It fills with the box's time or the wall's, whichever
// went further: a frozen clock must not throttle for ever, a moved one not at
// all.
type bucket struct {
	tokens   float64
	at, wall time.Time
}

// take takes one token, or tells how long to wait for one.
func (b *bucket) take(at, wall time.Time, burst, perSecond float64) time.Duration {
	went := max(at.Sub(b.at), wall.Sub(b.wall), 0)
	b.tokens = min(burst, b.tokens+went.Seconds()*perSecond)
	b.at, b.wall = at, wall
	if b.tokens < 1 {
		return time.Duration((1 - b.tokens) / perSecond * float64(time.Second))
	}
	b.tokens--
	return 0
}

// limit applies Slack's rate limits to a call: its method's tier, and for posts
// the workspace's limit and one a second in each channel. It returns how long to
// wait, 0 for go ahead.
func (s *Sim) limit(w *world, name string, m method, args map[string]string) time.Duration {
	wall := s.opts.Now()
	perMinute := float64(m.perMinute)
	if name == "chat.postMessage" {
		perMinute = float64(s.opts.PostsPerMinute)
	}
	if wait := s.bucket(w, name, perMinute, wall).take(w.now, wall, perMinute, perMinute/60); wait > 0 {
		return wait
	}
	if name != "chat.postMessage" {
		return 0
	}
	burst := float64(s.opts.PostBurst)
	channel := args["channel"]
	if m := w.members[channel]; m != nil {
		channel = m.DM
	}
	return s.bucket(w, name+" "+channel, burst, wall).take(w.now, wall, burst, 1)
}

func (s *Sim) bucket(w *world, key string, full float64, wall time.Time) *bucket {
	b := s.buckets[key]
	if b == nil {
		b = &bucket{tokens: full, at: w.now, wall: wall}
		s.buckets[key] = b
	}
	return b
}

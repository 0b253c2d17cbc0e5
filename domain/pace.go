package domain

import "time"

// Posts a minute. Slack takes "several hundred a minute" in a workspace and says
// no more than that, so the rest is found out: paceStart is where we begin, and
// paceFloor and paceCeiling are how far down and up we go from there.
const (
	paceStart   = 240
	paceFloor   = 15
	paceCeiling = 600
)

const (
	// paceBurst is how much may go at once after a quiet time: as much as this
	// long is worth, and one more.
	paceBurst = 2 * time.Second
	// paceNear is after how long one more a minute is tried, up to what went well;
	// beyond it that takes paceBeyond posts.
	paceNear   = time.Second
	paceBeyond = 40
	// paceProof is how much time one look may count: an hour in which nothing was
	// sent is no proof of anything.
	paceProof = 5 * time.Minute
	// paceMemory is for how long a limit that we ran into says where the next is.
	paceMemory = time.Hour
)

// Pace is how fast a workspace may be written to. Its instants belong to one
// clock, which may be moved.
type Pace struct {
	PerMinute int
	// Good is the pace that went well, PerMinute or more: up to it we come back
	// quickly.
	Good int
	// Free is when the next post may go. One that has passed is credit, for
	// paceBurst at most.
	Free time.Time
	// Paused is until when nothing goes at all.
	Paused time.Time
	// Limited is the conversation that last met a 429, LimitedUntil until when
	// Slack asked it to wait.
	Limited      string
	LimitedUntil time.Time
	// Changed is up to when time was counted into PerMinute.
	Changed time.Time
}

// NewPace is the pace of a workspace that was not written to yet.
func NewPace() Pace { return Pace{PerMinute: paceStart, Good: paceStart} }

// Take asks to post at now, want times at most, and returns how many times that
// may be done.
func (p Pace) Take(now time.Time, want int) (Pace, int) {
	p = p.at(now)
	if now.Before(p.Paused) {
		return p, 0
	}
	n, free := 0, later(p.Free, now.Add(-paceBurst))
	for ; n < want && !free.After(now); n++ {
		free = free.Add(p.gap())
	}
	if n > 0 {
		p.Free = free
	}
	return p, n
}

// Unused gives back what was taken for a post that was not made.
func (p Pace) Unused() Pace {
	p.Free = moved(p.Free, -p.gap())
	return p
}

// Limit is the pace after a post to a conversation met a 429 at now. The first
// one rests that conversation alone and halves the pace; when another meets one
// before the first has waited as long as it was told, it is the workspace that
// has to, and nothing goes until then.
func (p Pace) Limit(conversation string, wait time.Duration, now time.Time) Pace {
	p = p.at(now)
	until := now.Add(wait)
	if now.Before(p.LimitedUntil) {
		if conversation != p.Limited {
			p.Paused = later(p.Paused, until)
		}
		p.LimitedUntil = later(p.LimitedUntil, until)
		return p
	}
	p.Good = max(p.PerMinute*7/8, paceFloor)
	p.PerMinute = max(p.PerMinute/2, paceFloor)
	p.Limited, p.LimitedUntil, p.Changed = conversation, until, now
	p.Free = later(p.Free, now) // what was saved up was too much already
	return p
}

// Next is when the next post may go, at the earliest at.
func (p Pace) Next(at time.Time) time.Time { return later(later(p.Free, p.Paused), at) }

// gap is the time between two posts, in whole microseconds as it is stored.
func (p Pace) gap() time.Duration {
	return (time.Minute/time.Duration(p.PerMinute) + time.Microsecond - 1).Truncate(time.Microsecond)
}

// at is the pace as it is at now.
func (p Pace) at(now time.Time) Pace {
	if back := p.Changed.Sub(now); back > 0 { // the clock went back, and takes all with it
		p.Free, p.Paused = moved(p.Free, -back), moved(p.Paused, -back)
		p.LimitedUntil, p.Changed = moved(p.LimitedUntil, -back), now
	}
	if soon := now.Add(p.gap()); p.Free.After(soon) {
		p.Free = soon
	}
	if p.Good < paceStart && now.Sub(p.LimitedUntil) > paceMemory {
		p.Good = paceStart
	}
	return p.grown(now)
}

// grown counts the time that has passed without a limit.
func (p Pace) grown(now time.Time) Pace {
	went := min(now.Sub(later(p.Changed, later(p.Paused, p.LimitedUntil))), paceProof)
	if went < 0 { // it begins when the limit is over; a clock that goes back is known by this
		p.Changed = now
		return p
	}
	for p.PerMinute < p.Good && went >= paceNear {
		p.PerMinute++
		went -= paceNear
	}
	if !p.Free.After(now.Add(-paceBurst)) { // nobody wanted more than there was
		went = min(went, paceNear)
	}
	for p.PerMinute >= p.Good && p.PerMinute < paceCeiling && went >= paceBeyond*p.gap() {
		went -= paceBeyond * p.gap()
		p.PerMinute++
		p.Good = p.PerMinute
	}
	p.Changed = now.Add(-went)
	return p
}

// later returns the later of two instants.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// moved moves an instant, unless it is none.
func moved(t time.Time, d time.Duration) time.Time {
	if t.IsZero() {
		return t
	}
	return t.Add(d)
}

package domain

import "time"

// Posts a minute. Slack takes "several hundred a minute" in a workspace and says
// no more than that, so the rest is found out: paceStart is where we begin, and
// paceFloor and paceCeiling are how far down and up we go from there.
const (
	paceStart   = 240
	paceFloor   = 15
	paceCeiling = 1200
)

const (
	// paceBurst is how much may go at once after a quiet time: as much as this
	// long is worth, and one more.
	paceBurst = 2 * time.Second
	// paceStep is after how long the pace rises by its next step.
	paceStep = time.Second
	// paceClimb is the part of the pace by which it rises in a step while no limit
	// is known, paceReturn that of Good by which it comes back to it.
	paceClimb  = 16
	paceReturn = 8
	// paceBeyond is after how many posts one more a minute is tried where the limit
	// must be near: in the first minute after it was met, in the second after half
	// as many, in the third after a third.
	paceBeyond = 100
	// paceProof is how much time one look may count: an hour in which nothing was
	// sent is no proof of anything.
	paceProof = 5 * time.Minute
	// paceMemory is for how long a limit that we ran into says where the next is.
	paceMemory = 7 * time.Minute
	// paceSoon is for how long after a limit the next one says that we came back to
	// more than what is allowed, and not that we tried a little more.
	paceSoon = time.Minute
	// paceDear is how many times as long all this takes after a limit that stopped the
	// whole workspace: there each look for the limit costs as long as Slack asks for.
	paceDear = 4
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
	n, free := 0, later(later(p.Free, now.Add(-paceBurst)), p.Paused) // a pause saves nothing up
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
// one rests that conversation alone and halves the pace, to which Good is a
// little less than what was too much; when another meets one before the first has
// waited as long as it was told, it is the workspace that has to, and nothing goes
// until then.
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
	good := p.PerMinute * 15 / 16
	switch {
	case now.Sub(p.LimitedUntil) < paceSoon:
		good = p.PerMinute * 7 / 8
	case p.dear(): // it came up to it slowly
		good = p.PerMinute * 31 / 32
	}
	p.Good = max(good, paceFloor)
	p.PerMinute = max(p.PerMinute/2, paceFloor)
	p.Limited, p.LimitedUntil, p.Changed = conversation, until, now
	p.Free = later(p.Free, now) // what was saved up was too much already
	return p
}

// Next is when the next post may go, at the earliest at.
func (p Pace) Next(at time.Time) time.Time { return later(later(p.Free, p.Paused), at) }

// dear reports whether the last limit stopped the whole workspace.
func (p Pace) dear() bool { return !p.Paused.IsZero() && p.Paused.Equal(p.LimitedUntil) }

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
	return p.grown(now)
}

// grown counts the time that has passed without a limit: back to Good quickly, from
// there slowly at first while a limit is known, and by leaps while none is.
func (p Pace) grown(now time.Time) Pace {
	went := min(now.Sub(later(p.Changed, p.Paused)), paceProof)
	if went < 0 { // it begins when the pause is over; a clock that goes back is known by this
		p.Changed = now
		return p
	}
	for p.PerMinute < p.Good && went >= paceStep {
		p.PerMinute = min(p.Good, p.PerMinute+max(p.Good/paceReturn, 1))
		went -= paceStep
	}
	if !p.Free.After(now.Add(-paceBurst)) { // nobody wanted more than there was
		went = 0
	}
	step, rise := paceStep, max(p.PerMinute/paceClimb, 1)
	rarely := time.Duration(1)
	if p.dear() {
		rarely = paceDear
	}
	if since := max(now.Sub(p.LimitedUntil), 0) / rarely; since < paceMemory {
		posts := int(rarely) * paceBeyond / (1 + int(since/time.Minute))
		step, rise = time.Duration(posts)*p.gap(), 1
	}
	for p.PerMinute >= p.Good && p.PerMinute < paceCeiling && went >= step {
		p.PerMinute = min(paceCeiling, p.PerMinute+rise)
		went -= step
	}
	p.Good = max(p.Good, p.PerMinute)
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

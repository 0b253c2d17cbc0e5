package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync/atomic"
	"time"
)

// race is what is the same for all who take part.
type race struct {
	world  *world
	out    io.Writer // progress, a line at a time
	rounds int
	each   time.Duration // how long each load lasts
	rate   float64       // of the open loop, a second
	settle time.Duration // how long a server is left alone before it is called idle
	rows   int           // of the large database, 0 for none
	serial atomic.Int64  // of the last command
}

// The clients of the closed loops.
const (
	many = 64
	few  = 16
)

func (r *race) next() order { return r.world.order(int(r.serial.Add(1))) }

func (r *race) say(format string, args ...any) { fmt.Fprintf(r.out, format+"\n", args...) }

// run lays the databases, has everybody race in every round, and kills each once.
// The order changes from round to round, so that nobody is always first.
func (r *race) run(ctx context.Context, all []*contender) (results, error) {
	for _, c := range all {
		r.say("laying the database of %s", c)
		if err := r.lay(ctx, c); err != nil {
			return nil, err
		}
		if c.million && r.rows > 0 {
			r.say("laying one of %d touches for %s", r.rows, c)
			if err := r.enlarge(ctx, c); err != nil {
				return nil, err
			}
		}
	}
	found := make(results)
	for n := range r.rounds {
		for i := range all {
			c := all[(n+i)%len(all)]
			f, err := r.round(ctx, c)
			if err != nil {
				return nil, fmt.Errorf("round %d: %s: %w", n+1, c, err)
			}
			found[c.key] = append(found[c.key], f)
			r.say("round %d of %d: %-21s %6.0f acks/s, %4.0f µs of CPU each; at %.0f/s p99 %6.1f ms",
				n+1, r.rounds, c, f.many, f.cpu, r.rate, f.p99)
		}
	}
	for _, c := range all {
		acked, err := r.killed(ctx, c)
		if err != nil {
			return nil, fmt.Errorf("%s, killed: %w", c, err)
		}
		r.say("%s, killed under load: all %d that it had acknowledged are stored", c, acked)
	}
	return found, nil
}

// round has one contender run through everything once, on a fresh copy of its
// database, and looks whether what it acknowledged is there.
func (r *race) round(ctx context.Context, c *contender) (f figures, err error) {
	name := c.key + "_round"
	dsn, err := c.storage.copied(ctx, name, c.key+"_world")
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, c.storage.drop(context.WithoutCancel(ctx), name)) }()
	up, err := r.start(ctx, c, dsn, r.next)
	if err != nil {
		return f, err
	}
	f, acked, err := r.measure(ctx, up)
	if err = errors.Join(err, up.stop()); err != nil {
		return f, err
	}
	if err := verify(ctx, c.storage, dsn, acked, len(acked)); err != nil {
		return f, err
	}
	f.million, err = r.startLarge(ctx, c)
	return f, err
}

// measure has a server that runs go through the loads.
func (r *race) measure(ctx context.Context, up *run) (f figures, acked []int, err error) {
	f.start = inMillis(up.start)
	acked = up.acked
	if err := pause(ctx, r.settle); err != nil {
		return f, nil, err
	}
	if f.idle, f.idleOwn, err = up.megabytes(); err != nil {
		return f, nil, err
	}
	// put runs a load and keeps what it acknowledged.
	put := func(l load, failed error) (load, error) {
		acked = append(acked, l.acked...)
		f.late += l.late()
		f.refused += l.refused
		return l, errors.Join(failed, l.trouble)
	}
	if _, err := put(up.gen.closed(ctx, many, r.each/5)); err != nil { // to get warm
		return f, nil, err
	}
	before, err := up.cpu()
	if err != nil {
		return f, nil, err
	}
	ours := ownCPU()
	of64, err := put(up.gen.closed(ctx, many, r.each))
	if err != nil {
		return f, nil, err
	}
	ours = ownCPU() - ours
	after, err := up.cpu()
	if err != nil {
		return f, nil, err
	}
	of16, err := put(up.gen.closed(ctx, few, r.each))
	if err != nil {
		return f, nil, err
	}
	paced, err := put(up.gen.open(ctx, r.rate, r.each))
	if err != nil {
		return f, nil, err
	}
	if f.loaded, f.loadedOwn, err = up.megabytes(); err != nil {
		return f, nil, err
	}
	f.many, f.few = of64.perSecond(), of16.perSecond()
	each := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(len(of64.acked)) }
	f.cpu, f.generator = each(after-before), each(ours)
	f.p50, f.p99, f.p999 = inMillis(quantile(paced.took, .5)), inMillis(quantile(paced.took, .99)), inMillis(quantile(paced.took, .999))
	f.behind = paced.span > r.each+r.each/20
	return f, acked, nil
}

// megabytes is what is resident, and what of it is the process's own.
func (p *process) megabytes() (resident, own float64, err error) {
	r, o, err := p.memory()
	return inMegabytes(r), inMegabytes(o), err
}

// startLarge takes the time of a start on the large database, NaN if there is none.
func (r *race) startLarge(ctx context.Context, c *contender) (float64, error) {
	if !c.million || r.rows == 0 {
		return unknown, nil
	}
	dsn := c.storage.(files).path(c.key + "_million")
	up, err := r.start(ctx, c, dsn, r.next)
	if err != nil {
		return 0, err
	}
	return inMillis(up.start), up.stop()
}

// killed has a contender die under load, and returns how many commands it had
// acknowledged. Each must be stored; of the others none more than were sent.
func (r *race) killed(ctx context.Context, c *contender) (acked int, err error) {
	name := c.key + "_killed"
	dsn, err := c.storage.copied(ctx, name, c.key+"_world")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, c.storage.drop(context.WithoutCancel(ctx), name)) }()
	up, err := r.start(ctx, c, dsn, r.next)
	if err != nil {
		return 0, err
	}
	dead := make(chan error, 1)
	time.AfterFunc(r.each/2, func() { dead <- up.kill() })
	l, err := up.gen.closed(ctx, many, r.each)
	if err = errors.Join(err, <-dead); err != nil {
		return 0, err
	}
	if l.trouble == nil {
		return 0, errors.New("it did not notice its death")
	}
	all := slices.Concat(up.acked, l.acked)
	return len(all), verify(ctx, c.storage, dsn, all, len(up.acked)+l.sent)
}

// verify looks whether each command that was acknowledged is stored, once, and
// nothing beyond what was sent.
func verify(ctx context.Context, s storage, dsn string, acked []int, sent int) error {
	there, err := stored(ctx, s, dsn)
	if err != nil {
		return fmt.Errorf("what is stored: %w", err)
	}
	lost := 0
	for _, serial := range acked {
		if !there[serial] {
			lost++
		}
	}
	if lost > 0 || len(there) > sent {
		return fmt.Errorf("of %d commands %d were acknowledged, of which %d are not stored; %d are", sent, len(acked), lost, len(there))
	}
	return nil
}

// pause waits, unless ctx ends.
func pause(ctx context.Context, long time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(long):
		return nil
	}
}

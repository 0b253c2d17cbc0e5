package reminders

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"rapport/domain"
)

const (
	// minute is how often a tick comes.
	minute = time.Minute
	// breath is the least time between two passes over the outbox.
	breath = time.Second
)

// Every has ticks come at another pace than once a minute, before Run.
func (r *Reminders) Every(d time.Duration) { r.every = d }

// Run calls Tick once a minute until ctx ends, and delivers between the ticks what
// is paced or tried again. It returns when what is in progress has
// ended. It holds one cron entry, which knows nothing of what is due.
func (r *Reminders) Run(ctx context.Context, now func() time.Time) error {
	r.pulse.start(now)
	hand := make(chan struct{}, 1) // held by whoever is at work, a tick or a pulse
	ticked := make(chan struct{}, 1)
	logger := cronLogger{r.log}
	// In this order: with Recover outside, one panic would leave
	// SkipIfStillRunning holding its token, and no tick would ever run again (R27).
	job := cron.NewChain(cron.SkipIfStillRunning(logger), cron.Recover(logger)).Then(cron.FuncJob(func() {
		hand <- struct{}{}
		defer func() { <-hand }()
		defer func() {
			select {
			case ticked <- struct{}{}:
			default: // it is awake already
			}
		}()
		err := r.Tick(ctx, now())
		if domain.KindOf(err) == domain.KindUnwritable {
			return // the store has said so, once
		}
		if err != nil && ctx.Err() == nil {
			r.log.ErrorContext(ctx, "tick incomplete", "err", err)
		}
	}))
	c := cron.New(cron.WithLogger(logger))
	// "@every" counts from the last run; "* * * * *" would stall an hour when the
	// wall clock goes back.
	if _, err := c.AddJob("@every "+r.every.String(), job); err != nil {
		return fmt.Errorf("minute tick: %w", err)
	}
	var passes sync.WaitGroup
	passes.Go(func() { r.between(ctx, now, hand, ticked) })
	c.Start()
	job.Run() // what fell due while we were down does not wait for the first minute
	<-ctx.Done()
	<-c.Stop().Done()
	passes.Wait()
	return nil
}

// between delivers what comes due between two ticks, about a second apart and only
// as long as there is any: else it waits for the next tick.
func (r *Reminders) between(ctx context.Context, now func() time.Time, hand chan struct{}, ticked <-chan struct{}) {
	var due <-chan time.Time // never, to begin with
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticked:
		case <-due:
			if err := r.pass(ctx, now, hand); err != nil {
				if ctx.Err() == nil && domain.KindOf(err) != domain.KindUnwritable {
					r.log.ErrorContext(ctx, "pass incomplete", "err", err)
				}
				due = nil // what stopped it is looked into by the tick
				continue
			}
		}
		due = r.untilDue(ctx, now)
	}
}

// pass is one pass over the outbox. A panic in it ends nothing else.
func (r *Reminders) pass(ctx context.Context, now func() time.Time, hand chan struct{}) (err error) {
	hand <- struct{}{}
	defer func() { <-hand }()
	defer caught(&err, "delivering")
	return r.deliver(ctx, now())
}

// untilDue tells when the next pass is, nil when the next tick comes before it.
func (r *Reminders) untilDue(ctx context.Context, now func() time.Time) <-chan time.Time {
	next, err := r.diary.NextDelivery(ctx)
	if err != nil {
		if ctx.Err() == nil {
			r.log.ErrorContext(ctx, "next delivery not known", "err", err)
		}
		return nil
	}
	if next.IsZero() {
		return nil
	}
	wait := max(next.Sub(now()), breath)
	if wait >= time.Minute {
		return nil
	}
	return time.After(wait)
}

// cronLogger hands cron's words to slog. Info is its chatter on every wake.
type cronLogger struct{ log *slog.Logger }

func (l cronLogger) Info(msg string, kv ...any) { l.log.Debug("cron: "+msg, kv...) }

func (l cronLogger) Error(err error, msg string, _ ...any) {
	l.log.Error("cron: "+msg, "err", err)
}

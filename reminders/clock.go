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
	// breath is the least time from one pass over the outbox to the next.
	breath = time.Second
)

// Every has ticks come at another pace than once a minute, before Run.
func (r *Reminders) Every(d time.Duration) { r.every = d }

// Run ticks once a minute until ctx ends, and delivers meanwhile whatever can be
// sent, at each workspace's pace. It returns when what is in progress has
// ended. It holds one cron entry, which knows nothing of what is due.
func (r *Reminders) Run(ctx context.Context, now func() time.Time) error {
	r.pulse.start(now)
	logger := cronLogger{r.log}
	// In this order: with Recover outside, one panic would leave
	// SkipIfStillRunning holding its token, and no tick would ever run again (R27).
	job := cron.NewChain(cron.SkipIfStillRunning(logger), cron.Recover(logger)).Then(cron.FuncJob(func() {
		defer r.wake()
		r.wake()
		err := r.tick(ctx, now(), func(context.Context, time.Time) error { return nil }) // the rounds do that
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
	var delivering sync.WaitGroup
	delivering.Go(func() { newRounds(r, now).run(ctx) })
	c.Start()
	job.Run() // what fell due while we were down does not wait for the first minute
	<-ctx.Done()
	<-c.Stop().Done()
	delivering.Wait()
	return nil
}

// cronLogger hands cron's words to slog. Info is its chatter on every wake.
type cronLogger struct{ log *slog.Logger }

func (l cronLogger) Info(msg string, kv ...any) { l.log.Debug("cron: "+msg, kv...) }

func (l cronLogger) Error(err error, msg string, _ ...any) {
	l.log.Error("cron: "+msg, "err", err)
}

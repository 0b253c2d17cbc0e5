package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"rapport/bot"
	"rapport/config"
	"rapport/store"
)

const (
	// drain is how long commands and answers may take to finish at shutdown. With
	// what comes behind it that is 8 s: container platforms kill after 10, unless
	// told otherwise.
	drain = 7 * time.Second
	// daily is how often the house is kept.
	daily = 24 * time.Hour
	// fewConnections is how many connections an address takes that few have reason
	// to ask, or where the system allows few open files.
	fewConnections = 64
	// mostWait is the longest pause between tries to reach Slack at the start.
	mostWait = 30 * time.Second
)

// serveCommand is `bot serve`.
type serveCommand struct {
	configured

	Adopt bool `help:"Take over what another app of the same workspace left in the database, for good."`
}

// Run serves until ctx ends.
func (f serveCommand) Run(ctx context.Context, w *world) (err error) {
	c, err := f.load(w)
	if err != nil {
		return err
	}
	if missing := c.Missing(); len(missing) > 0 {
		return w.refuse("The bot cannot serve yet", missing)
	}
	log := w.logger(c.Log)
	metrics := newMetrics()
	o := storeOptions(c, log)
	o.Watch, o.ProcessClock = watch(metrics, w.now), w.moved && !w.leased
	s, err := store.Open(ctx, o)
	if err != nil {
		return wayOut(err)
	}
	defer closing(&err, s)
	srv := &server{config: c, store: s, log: log, now: w.now, every: w.every, metrics: metrics, adopt: f.Adopt}
	if clocks := newClockwork(metrics); !w.moved {
		srv.clocks = clocks
	}
	if err := srv.sameTime(ctx, nil); err != nil {
		return err
	}
	return srv.serve(ctx)
}

// server is a bot that serves one workspace.
type server struct {
	config  config.Config
	store   *store.Store
	log     *slog.Logger
	now     func() time.Time
	every   time.Duration // between ticks, 0 for the usual
	metrics *prometheus.Registry
	clocks  *clockwork
	adopt   bool // what another app left
	// house is empty until Slack has said who we are.
	house atomic.Pointer[house]
}

// serve listens at once, so that health can be asked for, connects to Slack
// when it can be reached, and drains when ctx ends.
func (s *server) serve(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	if err := s.listen(ctx, group); err != nil {
		group.Go(func() error { return err }) // what is open already is closed again
	} else {
		group.Go(func() error { return s.live(ctx, group) })
	}
	err := group.Wait()
	s.log.Info("stopped")
	return err
}

// listen opens the HTTP addresses.
func (s *server) listen(ctx context.Context, group *errgroup.Group) error {
	main := http.NewServeMux()
	if s.config.Slack.SigningSecret != "" {
		main.Handle("/slack/", http.HandlerFunc(s.doors))
	}
	admin := main
	if s.config.HTTP.AdminAddr != "" {
		admin = http.NewServeMux()
	}
	s.health(admin)
	if err := s.open(ctx, group, "http.addr", s.config.HTTP.Addr, main, mostConnections()); err != nil || admin == main {
		return err
	}
	return s.open(ctx, group, "http.admin_addr", s.config.HTTP.AdminAddr, admin, fewConnections)
}

// open serves one address, named as in the config, to at most so many at once,
// until ctx ends.
func (s *server) open(ctx context.Context, group *errgroup.Group, name, addr string, h http.Handler, most int) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", name, err)
	}
	s.log.Info("listening", "setting", name, "addr", l.Addr().String())
	srv := bot.NewServer(h, s.log, most)
	group.Go(func() error {
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve %s: %w", name, err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
		defer cancel()
		if err := srv.Shutdown(late); err != nil {
			s.log.Warn("requests were cut at shutdown", "setting", name)
			return srv.Close()
		}
		return nil
	})
	return nil
}

// mostConnections is how many connections Slack's address takes at once: half of
// the files that the system lets us open, because Slack's answers, the database
// and the other address need some too. More than two thousand only cost memory.
func mostConnections() int {
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		return fewConnections
	}
	return int(min(max(files.Cur/2, fewConnections), 32*fewConnections))
}

// live connects to Slack and does the bot's work until ctx ends.
func (s *server) live(ctx context.Context, group *errgroup.Group) error {
	in, err := s.connect(ctx)
	if err != nil || ctx.Err() != nil {
		return err
	}
	if err := s.sameTime(ctx, in); err != nil {
		return err
	}
	if err := s.recognise(ctx, in); err != nil {
		return err
	}
	h, err := furnish(s.store, s.config, in, s.now, s.log, s.metrics)
	if err != nil {
		return err
	}
	s.house.Store(h)
	s.log.Info("serving", "workspace", in.Workspace,
		"socket_mode", s.config.Slack.AppToken != "", "http", s.config.Slack.SigningSecret != "")
	if s.config.Slack.AppToken != "" {
		group.Go(func() error { return h.bot.RunSocket(ctx, in.Client) })
	}
	if s.every > 0 {
		h.reminders.Every(s.every)
	}
	group.Go(func() error { return h.reminders.Run(ctx, s.now) })
	group.Go(func() error { s.keepHouse(ctx, h.bot, in); return nil })
	group.Go(func() error { return s.watchDisk(ctx) })
	group.Go(func() error { s.watchClock(ctx, in); return nil })
	<-ctx.Done()
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := h.bot.Close(late); err != nil {
		s.log.Warn("shutdown before all was done", "err", err)
	}
	return nil
}

// connect asks Slack who we are, over and over while it can't be reached. It
// gives up when Slack refuses the token; no in and no error mean that ctx ended.
func (s *server) connect(ctx context.Context) (*bot.Installation, error) {
	wait := backoff.NewExponentialBackOff()
	wait.MaxInterval = mostWait
	in, err := backoff.Retry(ctx, func() (*bot.Installation, error) {
		in, err := bot.Connect(ctx, credentials(s.config.Slack))
		if err != nil && refusal(err) != "" {
			return nil, backoff.Permanent(fmt.Errorf("Slack refuses the bot's token: %s", refusal(err)))
		}
		return in, err
	}, backoff.WithBackOff(wait), backoff.WithMaxElapsedTime(0), backoff.WithNotify(func(err error, d time.Duration) {
		s.log.Warn("Slack can't be reached", "err", err, "again_in", d.Round(time.Second))
	}))
	if ctx.Err() != nil {
		return nil, nil
	}
	return in, err
}

// keepHouse does what is to be done now and once a day: everybody's profile is
// held against what is stored, and what has had its time is forgotten. What
// fails is logged, and done the next day.
func (s *server) keepHouse(ctx context.Context, b *bot.Bot, in *bot.Installation) {
	t := time.NewTicker(daily)
	defer t.Stop()
	for {
		if err := b.Census(ctx, in.Workspace, s.now()); err != nil && ctx.Err() == nil {
			s.log.Warn("profiles not compared", "err", err)
		}
		if _, err := s.store.Sweep(ctx, s.now()); err != nil && ctx.Err() == nil {
			s.log.Warn("old records not swept", "err", err)
		}
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
	}
}

// errDisk ends a process that can't know what its database file holds.
var errDisk = errors.New("the disk failed while something was stored; the next start looks at what is there")

// watchDisk returns an error, which ends everything, when the database is lost.
// What is in flight is answered first; nothing more is written.
func (s *server) watchDisk(ctx context.Context) error {
	select {
	case <-s.store.Lost():
		return errDisk
	case <-ctx.Done():
		return nil
	}
}

// doors hands Slack's requests to the bot, once there is one.
func (s *server) doors(rw http.ResponseWriter, r *http.Request) {
	h := s.house.Load()
	if h == nil {
		rw.Header().Set("Retry-After", "5")
		http.Error(rw, "starting", http.StatusServiceUnavailable)
		return
	}
	h.doors.ServeHTTP(rw, r)
}

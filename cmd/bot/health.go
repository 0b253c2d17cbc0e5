package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"rapport/domain"
	"rapport/store"
)

// asking is how long one question about health may take.
const asking = 2 * time.Second

// health mounts what the operator's machines ask for.
func (s *server) health(mux *http.ServeMux) {
	// Alive: the process answers. It says nothing of Slack or the database, so
	// that an outage of theirs does not make a platform restart us.
	mux.HandleFunc("GET /healthz", func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprintln(rw, "ok") })
	mux.HandleFunc("GET /readyz", func(rw http.ResponseWriter, r *http.Request) {
		if why := s.unready(r.Context()); why != "" {
			http.Error(rw, why, http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(rw, "ready")
	})
	s.metrics.MustRegister(newGauges(s), writableGauge(s.store))
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.metrics, promhttp.HandlerOpts{Registry: s.metrics}))
}

// check is one thing that must be well for people to be served in time.
type check struct {
	name string
	look func(ctx context.Context, s *server) error
}

// checks are all of them, the one that explains the others first. Each says what
// is wrong in a few words; the operator's details are in the log.
var checks = []check{
	{"slack", func(_ context.Context, s *server) error { return s.living(nil) }},
	{"grant", func(_ context.Context, s *server) error {
		return s.living(func(h *house) error { return h.bot.Granted() })
	}},
	{"socket", func(_ context.Context, s *server) error {
		return s.living(func(h *house) error { return h.bot.Connected() })
	}},
	{"database", func(ctx context.Context, s *server) error { return s.answers(ctx) }},
	{"ticks", func(_ context.Context, s *server) error {
		return s.living(func(h *house) error { return h.reminders.Ready(s.now()) })
	}},
	{"outbox", func(_ context.Context, s *server) error {
		return s.living(func(h *house) error { return h.reminders.Flowing(s.now()) })
	}},
}

// unready says why people can't be served now, "" when they can.
func (s *server) unready(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	for _, c := range checks {
		if err := c.look(ctx, s); err != nil {
			return c.name + ": " + err.Error()
		}
	}
	return ""
}

// writableGauge tells whether what members type can be stored.
func writableGauge(s *store.Store) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "rapport_database_writable",
		Help: "1 while what members type can be stored, 0 while the disk takes nothing.",
	}, func() float64 {
		if s.Unwritable() != nil {
			return 0
		}
		return 1
	})
}

// living asks the rooms, once there are any.
func (s *server) living(ask func(*house) error) error {
	h := s.house.Load()
	switch {
	case h == nil:
		return errors.New("not reached yet")
	case ask == nil:
		return nil
	}
	return ask(h)
}

// answers reports whether the database does.
func (s *server) answers(ctx context.Context) error {
	err := s.store.Ping(ctx)
	if why := s.store.Unwritable(); why != nil && domain.KindOf(err) == domain.KindUnwritable {
		return why // the store has said so in the log
	}
	if err != nil {
		s.log.WarnContext(ctx, "database does not answer", "err", err)
		return errors.New("no answer")
	}
	return nil
}

// healthcheckCommand is `bot healthcheck`: an image without a shell has nothing
// else to ask with.
type healthcheckCommand struct{ configured }

// Run asks the running bot whether it is alive.
func (f healthcheckCommand) Run(ctx context.Context, w *world) error {
	c, err := f.load(w)
	if err != nil {
		return err
	}
	addr := c.HTTP.Addr
	if c.HTTP.AdminAddr != "" {
		addr = c.HTTP.AdminAddr
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("address: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("no answer: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the answer is %s", res.Status)
	}
	fmt.Fprintln(w.stdout, "ok")
	return nil
}

package main

import (
	"context"
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
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.metrics, promhttp.HandlerOpts{Registry: s.metrics}))
}

// unready says in a word why commands can't be taken now, "" when they can. The
// operator's details are in the log.
func (s *server) unready(ctx context.Context) string {
	h := s.house.Load()
	if h == nil {
		return "slack: not reached yet"
	}
	if err := h.bot.Ready(); err != nil {
		return "slack: " + err.Error()
	}
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	err := s.store.Ping(ctx)
	if why := s.store.Unwritable(); why != nil && domain.KindOf(err) == domain.KindUnwritable {
		return "database: " + why.Error() // the store has said so in the log
	}
	if err != nil {
		s.log.WarnContext(ctx, "database does not answer", "err", err)
		return "database: no answer"
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

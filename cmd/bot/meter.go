package main

import (
	"context"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"rapport/store"
)

// newMetrics returns a registry that knows the process, the runtime and what
// the binary was built from.
func newMetrics() *prometheus.Registry {
	version, commit := built()
	build := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "rapport_build_info", Help: "What runs here; the value says nothing.",
		ConstLabels: prometheus.Labels{"version": version, "commit": commit, "go": runtime.Version()},
	}, func() float64 { return 1 })
	reg := prometheus.NewRegistry()
	reg.MustRegister(build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return reg
}

// watch measures what goes through the store's doors. The store itself knows
// neither the clock nor Prometheus.
func watch(reg prometheus.Registerer, now func() time.Time) store.Watch {
	seconds := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "rapport_db_seconds", Help: "How long transactions take, waiting for their turn included, by door and what is read or written.",
		Buckets: []float64{.0005, .002, .005, .02, .05, .2, .5, 2, 5},
	}, []string{"door", "subject"})
	ended := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "rapport_db_transactions_total", Help: "Transactions, by door and how they ended.",
	}, []string{"door", "outcome"})
	reg.MustRegister(seconds, ended)
	for _, d := range []store.Door{store.ReadDoor, store.WriteDoor} {
		for _, e := range store.Endings {
			ended.WithLabelValues(string(d), string(e))
		}
	}
	return func(d store.Door, subject string) func(store.Ending) {
		began := now()
		return func(e store.Ending) {
			seconds.WithLabelValues(string(d), subject).Observe(now().Sub(began).Seconds())
			ended.WithLabelValues(string(d), string(e)).Inc()
		}
	}
}

// gauges are what is looked at when somebody asks for the metrics.
type gauges struct {
	server *server
	bytes  *prometheus.Desc
	ready  *prometheus.Desc
}

func newGauges(s *server) gauges {
	return gauges{
		server: s,
		bytes:  prometheus.NewDesc("rapport_db_bytes", "Size of the database, and of SQLite's write-ahead log.", []string{"part"}, nil),
		ready:  prometheus.NewDesc("rapport_ready", "Whether each of the things that /readyz looks at is well: 1 or 0.", []string{"check"}, nil),
	}
}

// Describe tells Prometheus what there is.
func (g gauges) Describe(to chan<- *prometheus.Desc) {
	to <- g.bytes
	to <- g.ready
}

// Collect looks. What can't be said is left out.
func (g gauges) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), asking)
	defer cancel()
	for _, c := range checks {
		well := 1.0
		if c.look(ctx, g.server) != nil {
			well = 0
		}
		to <- prometheus.MustNewConstMetric(g.ready, prometheus.GaugeValue, well, c.name)
	}
	size, err := g.server.store.Size(ctx)
	if err != nil {
		return // the check of the database says so
	}
	to <- prometheus.MustNewConstMetric(g.bytes, prometheus.GaugeValue, float64(size.Data), "data")
	to <- prometheus.MustNewConstMetric(g.bytes, prometheus.GaugeValue, float64(size.Log), "log")
}

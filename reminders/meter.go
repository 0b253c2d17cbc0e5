package reminders

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/domain"
)

// Meter counts what reminders do. No label names a member or a contact.
type Meter struct {
	ticks    prometheus.Counter
	lastTick prometheus.Gauge
	seconds  prometheus.Histogram
	attempts *prometheus.CounterVec
	open     *prometheus.GaugeVec
	oldest   prometheus.Gauge
}

// NewMeter registers the meters of reminders with reg.
func NewMeter(reg prometheus.Registerer) *Meter {
	m := &Meter{
		ticks:    prometheus.NewCounter(prometheus.CounterOpts{Name: "rapport_ticks_total", Help: "Ticks run."}),
		lastTick: prometheus.NewGauge(prometheus.GaugeOpts{Name: "rapport_last_tick_timestamp_seconds", Help: "When the last tick began, in Unix seconds."}),
		seconds:  prometheus.NewHistogram(prometheus.HistogramOpts{Name: "rapport_tick_seconds", Help: "How long ticks take.", Buckets: prometheus.ExponentialBuckets(.001, 4, 8)}),
		attempts: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rapport_deliveries_total", Help: "Attempts to deliver, by kind, the state they led to and Slack's code."}, []string{"kind", "state", "code"}),
		open:     prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "rapport_outbox", Help: "Deliveries in the outbox, by state."}, []string{"state"}),
		oldest:   prometheus.NewGauge(prometheus.GaugeOpts{Name: "rapport_outbox_oldest_seconds", Help: "Age of the oldest delivery that is not finished."}),
	}
	reg.MustRegister(m.ticks, m.lastTick, m.seconds, m.attempts, m.open, m.oldest)
	return m
}

func (m *Meter) ticking(now time.Time) func() {
	m.ticks.Inc()
	m.lastTick.Set(float64(now.Unix()))
	t := prometheus.NewTimer(m.seconds)
	return func() { t.ObserveDuration() }
}

func (m *Meter) outcome(c domain.Claim, o domain.Outcome, v verdict) {
	m.attempts.WithLabelValues(string(c.Delivery.Kind), string(v.State), o.Code).Inc()
}

func (m *Meter) tally(t domain.Tally) {
	for _, s := range domain.States {
		m.open.WithLabelValues(string(s)).Set(float64(t.ByState[s]))
	}
	m.oldest.Set(t.Oldest.Seconds())
}

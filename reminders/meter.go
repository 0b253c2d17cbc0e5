package reminders

import (
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/domain"
)

// Meter counts what reminders do. Every label takes one of a few values that
// stand in this repository, and all of them are there from the start: no label
// names a member or a contact, and what happens for the first time is a rise.
type Meter struct {
	ticks        prometheus.Counter
	lastTick     prometheus.Gauge
	seconds      prometheus.Histogram
	appointments *prometheus.CounterVec
	attempts     *prometheus.CounterVec
	retries      *prometheus.CounterVec
	looks        *prometheus.CounterVec
	open         *prometheus.GaugeVec
	oldest       prometheus.Gauge
	waiting      prometheus.Gauge
	paused       prometheus.Gauge
	pace         prometheus.Gauge
}

// What looking for a message may come to, as it is counted.
const (
	lookedFound      = "found"      // it had arrived: nothing is sent twice
	lookedAbsent     = "absent"     // it had not: it is sent
	lookedUnreadable = "unreadable" // the conversation could not be read
	lookedPutOff     = "put_off"    // Slack asks to look later
)

// What became of an appointment, as it is counted.
const (
	planned    = "planned"
	notPlanned = "failed"
)

// NewMeter registers the meters of reminders with reg.
func NewMeter(reg prometheus.Registerer) *Meter {
	m := &Meter{
		ticks:        prometheus.NewCounter(prometheus.CounterOpts{Name: "rapport_ticks_total", Help: "Ticks run."}),
		lastTick:     prometheus.NewGauge(prometheus.GaugeOpts{Name: "rapport_last_tick_timestamp_seconds", Help: "When the last tick began, in Unix seconds."}),
		seconds:      prometheus.NewHistogram(prometheus.HistogramOpts{Name: "rapport_tick_seconds", Help: "How long ticks take.", Buckets: prometheus.ExponentialBuckets(.001, 4, 10)}),
		appointments: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rapport_appointments_total", Help: "Appointments that came due, by kind and whether they were planned."}, []string{"kind", "outcome"}),
		attempts:     prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rapport_deliveries_total", Help: "Attempts to deliver, by kind and the state they led to."}, []string{"kind", "state"}),
		retries:      prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rapport_delivery_retries_total", Help: "Attempts to deliver that were not the first, by kind."}, []string{"kind"}),
		looks:        prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rapport_reconciliations_total", Help: "Searches for a message that may have arrived, by what they came to."}, []string{"result"}),
		open:         prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "rapport_outbox", Help: "Deliveries in the outbox that are not finished, by state."}, []string{"state"}),
		oldest:       prometheus.NewGauge(prometheus.GaugeOpts{Name: "rapport_outbox_oldest_seconds", Help: "Age of the oldest delivery that is neither finished nor held."}),
		waiting:      prometheus.NewGauge(prometheus.GaugeOpts{Name: "rapport_outbox_waiting_seconds", Help: "For how long a delivery has been due that nobody has taken, although Slack takes messages."}),
		paused:       prometheus.NewGauge(prometheus.GaugeOpts{Name: "rapport_workspaces_paused", Help: "Workspaces to which nothing is sent for now, because Slack asked so."}),
		pace:         prometheus.NewGauge(prometheus.GaugeOpts{Name: "rapport_pace_per_minute", Help: "Messages that may be sent in a minute, in all workspaces together."}),
	}
	reg.MustRegister(m.ticks, m.lastTick, m.seconds, m.appointments, m.attempts, m.retries, m.looks, m.open, m.oldest, m.waiting, m.paused, m.pace)
	for _, k := range append(slices.Clone(domain.DeliveryKinds), otherKind) {
		m.appointments.WithLabelValues(string(k), planned)
		m.appointments.WithLabelValues(string(k), notPlanned)
		m.retries.WithLabelValues(string(k))
		for _, s := range domain.States {
			if s != domain.StateSending {
				m.attempts.WithLabelValues(string(k), string(s))
			}
		}
	}
	for _, result := range []string{lookedFound, lookedAbsent, lookedUnreadable, lookedPutOff} {
		m.looks.WithLabelValues(result)
	}
	for _, s := range domain.States {
		if !s.Final() {
			m.open.WithLabelValues(string(s))
		}
	}
	return m
}

// otherKind stands for the kinds that only another version knows.
const otherKind domain.DeliveryKind = "other"

// known is k as it is counted.
func known(k domain.DeliveryKind) string {
	if !slices.Contains(domain.DeliveryKinds, k) {
		k = otherKind
	}
	return string(k)
}

func (m *Meter) ticking(now time.Time) func() {
	m.ticks.Inc()
	m.lastTick.Set(float64(now.Unix()))
	t := prometheus.NewTimer(m.seconds)
	return func() { t.ObserveDuration() }
}

func (m *Meter) appointment(k domain.DeliveryKind, err error) {
	outcome := planned
	if err != nil {
		outcome = notPlanned
	}
	m.appointments.WithLabelValues(known(k), outcome).Inc()
}

func (m *Meter) attempted(c domain.Claim, s domain.State) {
	m.attempts.WithLabelValues(known(c.Delivery.Kind), string(s)).Inc()
	if c.Attempt > 1 {
		m.retries.WithLabelValues(known(c.Delivery.Kind)).Inc()
	}
}

func (m *Meter) looked(found domain.Outcome) {
	result := lookedUnreadable
	switch found.Result {
	case domain.Sent:
		result = lookedFound
	case domain.Cancelled:
		result = lookedAbsent
	case domain.Limited:
		result = lookedPutOff
	}
	m.looks.WithLabelValues(result).Inc()
}

func (m *Meter) tally(t domain.Tally) {
	for s, n := range t.ByState {
		m.open.WithLabelValues(string(s)).Set(float64(n))
	}
	m.oldest.Set(t.Oldest.Seconds())
	m.waiting.Set(t.Waiting.Seconds())
	m.paused.Set(float64(t.Paused))
	m.pace.Set(float64(t.PerMinute))
}

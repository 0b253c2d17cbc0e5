package bot

import (
	"github.com/prometheus/client_golang/prometheus"
)

// meter counts what goes through this room. No label names a member, a contact
// or a word that somebody typed.
type meter struct {
	commands *prometheus.CounterVec
	payloads *prometheus.CounterVec
	acks     *prometheus.HistogramVec
	calls    *prometheus.CounterVec
	sockets  prometheus.Gauge
	gone     prometheus.Counter
	verbs    map[string]Handler
}

func newMeter(reg prometheus.Registerer, b *Bot) *meter {
	m := &meter{
		commands: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rapport_commands_total", Help: "Commands, by verb and how they ended."}, []string{"verb", "outcome"}),
		payloads: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rapport_payloads_total", Help: "Payloads from Slack, by sort and what became of them at the door."}, []string{"sort", "outcome"}),
		acks:     prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "rapport_ack_seconds", Help: "Time from a command's arrival to its acknowledgment; Slack gives up after 3.", Buckets: []float64{.002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 3}}, []string{"door"}),
		calls:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rapport_slack_calls_total", Help: "Calls to Slack, by method and Slack's code; ok when it was done."}, []string{"method", "code"}),
		sockets:  prometheus.NewGauge(prometheus.GaugeOpts{Name: "rapport_sockets_open", Help: "Socket Mode connections that are open."}),
		gone:     prometheus.NewCounter(prometheus.CounterOpts{Name: "rapport_uninstalled_total", Help: "Times that Slack took the app's grant away."}),
		verbs:    b.handlers,
	}
	waiting := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "rapport_in_flight", Help: "Commands and answers that are waiting or on their way."}, func() float64 {
		return float64(b.flight.count())
	})
	reg.MustRegister(m.commands, m.payloads, m.acks, m.calls, m.sockets, m.gone, waiting)
	return m
}

// command counts a command. A verb that nobody handles is counted as one sort,
// so that nobody can make labels by typing.
func (m *meter) command(verb, outcome string) {
	if _, ok := m.verbs[verb]; !ok {
		verb = "unknown"
	}
	m.commands.WithLabelValues(verb, outcome).Inc()
}

func (m *meter) payload(sort, outcome string) { m.payloads.WithLabelValues(sort, outcome).Inc() }

// acknowledging starts the clock of one acknowledgment and returns what stops it.
func (m *meter) acknowledging(d Door) func() {
	t := prometheus.NewTimer(m.acks.WithLabelValues(d.String()))
	return func() { t.ObserveDuration() }
}

func (m *meter) call(method string, err error) {
	code := codeOf(err)
	if err == nil {
		code = "ok"
	}
	m.calls.WithLabelValues(method, code).Inc()
}

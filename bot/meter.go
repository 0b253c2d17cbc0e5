package bot

import (
	"slices"
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/domain"
)

// meter counts what goes through this room. Every label takes one of a few
// values that stand in this repository: no label names a member, a contact or a
// word that somebody typed, nor one that Slack makes up.
type meter struct {
	commands *prometheus.CounterVec
	payloads *prometheus.CounterVec
	acks     *prometheus.HistogramVec
	calls    *prometheus.CounterVec
	sends    *prometheus.CounterVec
	sockets  prometheus.Gauge
	gone     prometheus.Counter
	verbs    map[string]Handler
	// done are the commands of each verb that were done, and acked the times of each
	// door: what every command comes by is not looked up by its labels.
	done  map[string]prometheus.Counter
	acked [len(doorNames)]prometheus.Observer
}

func newMeter(reg prometheus.Registerer, b *Bot) *meter {
	m := &meter{
		commands: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rapport_commands_total", Help: "Commands, by verb and how they ended."}, []string{"verb", "outcome"}),
		payloads: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rapport_payloads_total", Help: "Payloads from Slack, by sort and what became of them at the door."}, []string{"sort", "outcome"}),
		acks:     prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "rapport_ack_seconds", Help: "Time from a command's arrival to its acknowledgment; Slack gives up after 3.", Buckets: []float64{.002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 3}}, []string{"door"}),
		calls:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rapport_slack_calls_total", Help: "Calls to Slack, by method and Slack's code; ok when it was done."}, []string{"method", "code"}),
		sends:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rapport_sends_total", Help: "Deliveries that were rendered and posted or not, by kind, result and the reason."}, []string{"kind", "result", "reason"}),
		sockets:  prometheus.NewGauge(prometheus.GaugeOpts{Name: "rapport_sockets_open", Help: "Socket Mode connections that are open."}),
		gone:     prometheus.NewCounter(prometheus.CounterOpts{Name: "rapport_uninstalled_total", Help: "Times that Slack took the app's grant away."}),
		verbs:    b.handlers,
		done:     make(map[string]prometheus.Counter),
	}
	waiting := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "rapport_in_flight", Help: "Commands, answers and pages that are waiting or on their way."}, func() float64 {
		return float64(b.flight.count())
	})
	reg.MustRegister(m.commands, m.payloads, m.acks, m.calls, m.sends, m.sockets, m.gone, waiting)
	for name, q := range map[string]*queue{"commands": b.line, "answers": b.mail} {
		reg.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "rapport_queue_depth", Help: "Commands, or answers to them, that wait or are at work.", ConstLabels: prometheus.Labels{"queue": name},
		}, func() float64 { return float64(q.depth()) }))
	}
	m.begin()
	return m
}

// begin shows at zero what an operator waits for: a counter that begins with its
// first event shows no rise.
func (m *meter) begin() {
	for verb := range m.verbs {
		m.done[verb] = m.commands.WithLabelValues(verb, outcomeDone)
		m.commands.WithLabelValues(verb, domain.KindUnknown.String())
		m.commands.WithLabelValues(verb, outcomeBusy)
	}
	for d, name := range doorNames[1:] {
		m.acked[1+d] = m.acks.WithLabelValues(name)
	}
	for _, method := range methods {
		m.calls.WithLabelValues(method, codeOK)
		m.calls.WithLabelValues(method, "ratelimited")
	}
	for _, k := range domain.DeliveryKinds {
		m.sends.WithLabelValues(string(k), resultNames[domain.Sent], "")
	}
	for _, sort := range sorts {
		m.payloads.WithLabelValues(sort, verdictNames[take])
		if strings.HasPrefix(sort, "/slack/") {
			m.payloads.WithLabelValues(sort, turnedAway)
		}
	}
}

// sorts are the payloads that have a name of their own at the door.
var sorts = []string{
	"slash_command", "block_actions", "view_submission", "shortcut", "message_action", "view_closed", "block_suggestion",
	"event message", "event app_home_opened", "event user_change", "event tokens_revoked", "event app_uninstalled",
	"event channel_archive", "event channel_unarchive", "event channel_deleted", "event channel_left",
	"event group_archive", "event group_unarchive", "event group_deleted", "event group_left",
	"event member_joined_channel", "event member_left_channel",
	"interaction", "event", "other interaction", "other event", "other envelope", "url_verification",
	"/slack/commands", "/slack/interactivity", "/slack/events",
}

// methods are the calls that are made all the time, as they are counted.
var methods = []string{
	"auth.test", "apps.connections.open", "chat.delete", "chat.postEphemeral", "chat.postMessage", "chat.update", "conversations.history",
	"conversations.open", "files.completeUploadExternal", "files.getUploadURLExternal", "files.upload", "response_url", "users.info", "users.list", "views.open", "views.publish", "views.update",
}

// turnedAway is the outcome of a request that Slack has not signed.
const turnedAway = "refused"

// otherLabel stands for every value that is not counted by its own name.
const otherLabel = "other"

// codeOK is the code of a call that was done.
const codeOK = "ok"

// reasons are the codes of Slack and of ours that are counted by their names. A
// code that is not here is in the log.
var reasons = strings.Fields(`
	ok ratelimited
	access_denied account_inactive accesslimited cannot_dm_bot cant_delete_message cant_update_message channel_is_limited_access channel_not_found
	alt_txt_too_large duplicate_external_id edit_window_closed ekm_access_denied enterprise_is_restricted exchanged_trigger_id expired_trigger_id expired_url
	fatal_error file_not_found file_upload_size_restricted file_uploads_disabled hash_conflict internal_error invalid_arguments invalid_auth invalid_blocks invalid_blocks_format invalid_form_data
	invalid_metadata_format invalid_metadata_schema invalid_trigger is_archived limit_required message_limit_exceeded message_not_found
	messages_tab_disabled metadata_too_large missing_scope msg_blocks_too_long msg_too_long no_permission no_text not_allowed_token_type
	not_authed not_enabled not_found not_in_channel org_login_required push_limit_reached request_timeout restricted_action
	service_unavailable team_access_not_granted token_expired token_revoked trigger_exchanged trigger_expired used_url
	user_disabled user_not_found users_not_found view_not_found view_too_large
	cancelled cut dead foreign_host http_3xx http_4xx http_5xx no_answer no_trigger not_installed panic store timeout unreachable
`)

// reason is a code as it is counted.
func reason(code string) string {
	if status, ok := strings.CutPrefix(code, "http_"); ok && len(status) == 3 {
		code = "http_" + status[:1] + "xx"
	}
	if code == "" || slices.Contains(reasons, code) || slices.Contains(cancels, code) {
		return code
	}
	return otherLabel
}

// resultNames are the results of an attempt, as they are counted.
var resultNames = map[domain.Result]string{
	domain.Sent: "sent", domain.Cancelled: "cancelled", domain.Limited: "limited", domain.Unknown: "unknown", domain.Failed: "failed",
}

// command counts a command. A verb that nobody handles is counted as one sort,
// so that nobody can make labels by typing.
func (m *meter) command(verb, outcome string) {
	if done := m.done[verb]; done != nil && outcome == outcomeDone {
		done.Inc()
		return
	}
	if _, ok := m.verbs[verb]; !ok {
		verb = "unknown"
	}
	m.commands.WithLabelValues(verb, outcome).Inc()
}

func (m *meter) payload(sort, outcome string) {
	if !slices.Contains(sorts, sort) {
		sort = otherLabel
	}
	m.payloads.WithLabelValues(sort, outcome).Inc()
}

// acknowledging starts the clock of one acknowledgment.
func (m *meter) acknowledging(d Door) *prometheus.Timer {
	if int(d) < len(m.acked) && m.acked[d] != nil {
		return prometheus.NewTimer(m.acked[d])
	}
	return prometheus.NewTimer(m.acks.WithLabelValues(d.String()))
}

func (m *meter) call(method string, err error) {
	code := codeOf(err)
	if err == nil {
		code = codeOK
	}
	m.calls.WithLabelValues(method, reason(code)).Inc()
}

// sent counts what became of a delivery in the sender's hands.
func (m *meter) sent(k domain.DeliveryKind, o domain.Outcome) {
	kind := string(k)
	if !slices.Contains(domain.DeliveryKinds, k) {
		kind = otherLabel
	}
	m.sends.WithLabelValues(kind, resultNames[o.Result], reason(o.Code)).Inc()
}

package reminders

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"rapport/domain"
)

// monday is when the summaries of these tests are due: nine o'clock in Berlin.
var monday = time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC)

// programs puts n programs into a diary whose summaries are due on monday.
func programs(d *diary, n int) {
	d.agenda.registers = make(map[domain.ProgramID]*domain.Register)
	for i := range n {
		p := domain.Program{
			Workspace: "T1", ID: domain.ProgramID(fmt.Sprintf("p%03d", i)), Channel: fmt.Sprintf("C%03d", i), Name: "Mentors",
			Cadence: domain.Cadence{Ideal: 14, Maximum: 28}, Summary: domain.Weekly{At: 9 * 60, Days: domain.Monday}, Zone: "Europe/Berlin",
			Organisers: []domain.MemberID{"U1"}, Started: domain.On(2026, 10, 5),
		}
		d.agenda.registers[p.ID] = &domain.Register{Program: p}
		d.agenda.due = append(d.agenda.due, domain.ProgramAppointment{Workspace: "T1", Program: p.ID, At: monday, On: domain.On(2026, 11, 9)})
	}
}

// One that panics is passed over, and stops neither the other programs nor the
// members: more than a batch of each.
func TestSummariesArePlannedInBatches(t *testing.T) {
	var log bytes.Buffer
	d := &diary{}
	programs(d, 250)
	d.agenda.registers["p017"] = nil
	r := over(t, d, &script{send: []domain.Outcome{{Result: domain.Sent, TS: "1"}}}, &log)
	if err := r.Plan(t.Context(), monday.Add(-time.Second)); err != nil || d.agenda.planned > 0 {
		t.Fatalf("%d planned before the hour, error %v", d.agenda.planned, err)
	}
	err := r.Plan(t.Context(), monday)
	if err == nil || !strings.Contains(err.Error(), "1 appointments not planned") {
		t.Errorf("error %v, want that one was not planned", err)
	}
	kinds := make(map[domain.DeliveryKind]int)
	for _, row := range d.rows {
		kinds[row.claim.Delivery.Kind]++
	}
	if d.agenda.planned != 249 || kinds[domain.SummaryDelivery] != 249 {
		t.Errorf("%d planned, deliveries %v; want all but one", d.agenda.planned, kinds)
	}
	summary := string(domain.SummaryDelivery)
	if ok, no := testutil.ToFloat64(r.meter.appointments.WithLabelValues(summary, planned)),
		testutil.ToFloat64(r.meter.appointments.WithLabelValues(summary, notPlanned)); ok != 249 || no != 1 {
		t.Errorf("counted %v planned and %v not, want 249 and 1", ok, no)
	}
	if !strings.Contains(log.String(), "kind=summary") {
		t.Errorf("the log says %q, want what was not planned", log.String())
	}
	// The same minute again, and the week after.
	d.agenda.registers["p017"] = &domain.Register{Program: domain.Program{ID: "p017", Ended: domain.On(2026, 11, 1)}}
	if err := r.Plan(t.Context(), monday.Add(time.Minute)); err != nil || d.agenda.planned != 250 {
		t.Errorf("%d planned, error %v; want the one that was left", d.agenda.planned, err)
	}
	if err := r.Plan(t.Context(), monday.AddDate(0, 0, 7)); err != nil || d.agenda.planned != 499 {
		t.Errorf("%d planned, error %v; want each once more but the one that ended", d.agenda.planned, err)
	}
}

// What was asked of the channel's history decides: found is sent, absent is posted
// again, and where nobody can look it is held, and never doubled.
func TestSummaryOfUnknownFateIsLookedForAndNeverDoubled(t *testing.T) {
	unknown := domain.Outcome{Result: domain.Unknown, Code: "timeout"}
	for _, c := range []struct {
		name        string
		find        []domain.Outcome
		state       domain.State
		sent, looks int
	}{
		{"found", []domain.Outcome{{Result: domain.Sent, Channel: "C000", TS: "7"}}, domain.StateSent, 1, 1},
		{"absent", []domain.Outcome{{Result: domain.Cancelled}}, domain.StateSent, 2, 1},
		{"found late", []domain.Outcome{unknown, unknown, {Result: domain.Sent, TS: "7"}}, domain.StateSent, 1, 3},
		{"nobody can look", []domain.Outcome{unknown}, domain.StateHeld, 1, looks},
		{"nobody may look", []domain.Outcome{{Result: domain.Failed, Code: "missing_scope"}}, domain.StateHeld, 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log bytes.Buffer
			d := &diary{}
			programs(d, 1)
			d.agenda.registers["p000"].Program.Organisers = nil
			s := &script{send: []domain.Outcome{unknown, {Result: domain.Sent, TS: "9"}}, find: slices.Clone(c.find)}
			r := over(t, d, s, &log)
			for i := range 40 {
				if err := r.Tick(t.Context(), monday.Add(time.Duration(i)*time.Hour)); err != nil {
					t.Fatal(err)
				}
			}
			row := d.rows[0]
			if len(d.rows) != 1 || row.state != c.state || len(s.sent) != c.sent || s.looked != c.looks {
				t.Errorf("%d rows, state %s, sent %d times, looked %d times; want one, %s, %d and %d",
					len(d.rows), row.state, len(s.sent), s.looked, c.state, c.sent, c.looks)
			}
			if held := strings.Contains(log.String(), "delivery held"); held != (c.state == domain.StateHeld) {
				t.Errorf("the operator is told: %t; the log says %q", held, log.String())
			}
		})
	}
}

package reminders

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"rapport/domain"
)

// watched runs f over reminders whose clock is the bubble's.
func watched(t *testing.T, d *diary, s *script, f func(t *testing.T, r *Reminders, tick func())) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := over(t, d, s, io.Discard)
		if r.Ready(time.Now()) == nil {
			t.Error("ready before it runs")
		}
		r.pulse.start(time.Now)
		f(t, r, func() {
			t.Helper()
			if err := r.Tick(context.Background(), time.Now()); err != nil {
				t.Fatal(err)
			}
		})
	})
}

func TestReadyWhileTicksGoOn(t *testing.T) {
	watched(t, &diary{plan: once}, &script{}, func(t *testing.T, r *Reminders, tick func()) {
		for range 10 {
			time.Sleep(time.Minute)
			tick()
		}
		time.Sleep(silence)
		if err := r.Ready(time.Now()); err != nil {
			t.Errorf("unready within %v: %v", silence, err)
		}
		time.Sleep(time.Second)
		if err := r.Ready(time.Now()); err == nil || !strings.Contains(err.Error(), "no tick for 3m1s") {
			t.Errorf("when ticks have stopped: %v", err)
		}
		tick()
		if err := r.Ready(time.Now()); err != nil {
			t.Errorf("when ticks come again: %v", err)
		}
	})
}

// A tick that plans ten thousand digests may take long on a busy database, and
// each of its steps is a sign of life.
func TestReadyWithinALongTick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{}
		for i := range 40 {
			d.due = append(d.due, domain.Appointment{Owner: domain.Owner{Workspace: "T1", Member: domain.MemberID(fmt.Sprint("U", i))}})
		}
		s := &script{send: []domain.Outcome{{Result: domain.Sent}}}
		r := over(t, d, s, io.Discard)
		r.pulse.start(time.Now)
		d.plan = func(a domain.Appointment) domain.Plan {
			time.Sleep(time.Minute)
			if err := r.Ready(time.Now()); err != nil {
				t.Errorf("with %d to plan: %v", len(d.due), err)
			}
			return once(a)
		}
		if err := r.Tick(context.Background(), time.Now()); err != nil || len(s.sent) != 40 {
			t.Errorf("sent %d, error %v", len(s.sent), err)
		}
	})
}

func TestFlowingUnlessTheOutboxStands(t *testing.T) {
	old := domain.Tally{Waiting: time.Hour}
	for _, tt := range []struct {
		name  string
		tally domain.Tally
		send  domain.Outcome
		due   bool // one more delivery comes due each minute
		want  bool
	}{
		{"nothing waits", domain.Tally{}, domain.Outcome{Result: domain.Sent}, false, true},
		{"an old one is tried again and again, which waits for nobody", domain.Tally{Oldest: 9 * time.Hour}, domain.Outcome{Result: domain.Failed, Code: "internal_error"}, false, true},
		{"a backlog that flows", old, domain.Outcome{Result: domain.Sent}, true, true},
		{"a backlog from which only what is untrue goes", old, domain.Outcome{Result: domain.Cancelled}, true, true},
		{"another process has some of it in hand", domain.Tally{Waiting: time.Hour, ByState: map[domain.State]int{domain.StateSending: 1}}, domain.Outcome{Result: domain.Sent}, false, true},
		{"nobody takes anything", old, domain.Outcome{Result: domain.Sent}, false, false},
		{"what is taken comes back", old, domain.Outcome{Result: domain.Failed, Code: "internal_error"}, true, false},
		{"it waits, and not for long yet", domain.Tally{Waiting: stagnation}, domain.Outcome{Result: domain.Sent}, false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := &diary{plan: once, tally: tt.tally}
			watched(t, d, &script{send: []domain.Outcome{tt.send}}, func(t *testing.T, r *Reminders, tick func()) {
				for range int(stagnation / time.Minute) {
					tick()
					if err := r.Flowing(time.Now()); err != nil {
						t.Fatalf("too early: %v", err)
					}
					if tt.due {
						d.put(digestFor(mia))
					}
					time.Sleep(time.Minute)
				}
				tick()
				time.Sleep(time.Second)
				err := r.Flowing(time.Now())
				if (err == nil) != tt.want {
					t.Errorf("flowing: %v", err)
				}
				if err != nil && !strings.Contains(err.Error(), "due for 1h0m0s") {
					t.Errorf("it says %v", err)
				}
				d.tally = domain.Tally{}
				tick()
				if err := r.Flowing(time.Now()); err != nil {
					t.Errorf("when nothing waits any more: %v", err)
				}
			})
		})
	}
}

// What is counted of one delivery's way: a timeout, a conversation that can't be
// read, one that does not hold it, and the second attempt.
func TestMeterCountsTheWay(t *testing.T) {
	d := &diary{due: []domain.Appointment{{Owner: mia, Kind: domain.DigestDelivery, At: nine}}, plan: once}
	s := &script{
		send: []domain.Outcome{{Result: domain.Unknown, Code: "timeout"}, {Result: domain.Sent, TS: "1"}},
		find: []domain.Outcome{{Result: domain.Limited}, {Result: domain.Unknown}, {Result: domain.Cancelled}},
	}
	r := over(t, d, s, io.Discard)
	for minute := range 30 {
		if err := r.Tick(context.Background(), nine.Add(time.Duration(minute)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	digest := string(domain.DigestDelivery)
	for what, c := range map[string]struct {
		got  float64
		want float64
	}{
		"planned":    {testutil.ToFloat64(r.meter.appointments.WithLabelValues(digest, planned)), 1},
		"unknown":    {testutil.ToFloat64(r.meter.attempts.WithLabelValues(digest, "unknown")), 3},
		"sent":       {testutil.ToFloat64(r.meter.attempts.WithLabelValues(digest, "sent")), 1},
		"retries":    {testutil.ToFloat64(r.meter.retries.WithLabelValues(digest)), 3},
		"put off":    {testutil.ToFloat64(r.meter.looks.WithLabelValues(lookedPutOff)), 1},
		"unreadable": {testutil.ToFloat64(r.meter.looks.WithLabelValues(lookedUnreadable)), 1},
		"absent":     {testutil.ToFloat64(r.meter.looks.WithLabelValues(lookedAbsent)), 1},
		"found":      {testutil.ToFloat64(r.meter.looks.WithLabelValues(lookedFound)), 0},
	} {
		if c.got != c.want {
			t.Errorf("%s counted %v times, want %v", what, c.got, c.want)
		}
	}
}

package reminders

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"rapport/domain"
)

var (
	nine = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	mia  = domain.Owner{Workspace: "T1", Member: "U1"}
	omar = domain.Owner{Workspace: "T1", Member: "U2"}
)

func digestFor(o domain.Owner) domain.Delivery {
	return domain.Delivery{Owner: o, Kind: domain.DigestDelivery, On: domain.On(2026, 11, 2)}
}

// once plans the digest of a's owner and nothing after it.
func once(a domain.Appointment) domain.Plan {
	return domain.Plan{Deliveries: []domain.Delivery{digestFor(a.Owner)}}
}

func TestR27PanicStopsNobodyElse(t *testing.T) {
	var log bytes.Buffer
	d := &diary{
		due: []domain.Appointment{{Owner: mia, At: nine}, {Owner: omar, At: nine}},
		plan: func(a domain.Appointment) domain.Plan {
			if a.Owner == mia {
				panic("a note about Jane")
			}
			return once(a)
		},
	}
	s := &script{send: []domain.Outcome{{Result: domain.Sent, TS: "1"}}}
	r := over(t, d, s, &log)
	for minute := range 2 {
		if err := r.Tick(context.Background(), nine.Add(time.Duration(minute)*time.Minute)); err == nil {
			t.Error("a tick with a panic in it reported no error")
		}
	}
	if len(s.sent) != 1 || s.sent[0].Owner != omar {
		t.Errorf("sent %v, want Omar's digest once", s.sent)
	}
	d.plan = once
	if err := r.Tick(context.Background(), nine.Add(2*time.Minute)); err != nil || len(s.sent) != 2 {
		t.Errorf("the next tick sent %d in all with error %v, want 2 and none", len(s.sent), err)
	}
	if strings.Contains(log.String(), "Jane") {
		t.Errorf("the log quotes the panic: %s", log.String())
	}
}

// What another process took up while this one was slow is left to it: both would
// send it else.
func TestWhatIsNoLongerOursIsNotSent(t *testing.T) {
	d := &diary{due: []domain.Appointment{{Owner: mia, At: nine}, {Owner: omar, At: nine}}, plan: once}
	s := &script{send: []domain.Outcome{{Result: domain.Sent, TS: "1"}}}
	s.sending = func() { d.rows[1].claim.Attempt++ } // Omar's, while Mia's is sent
	if err := over(t, d, s, io.Discard).Tick(context.Background(), nine); err != nil {
		t.Fatal(err)
	}
	if len(s.sent) != 1 || s.sent[0].Owner != mia || d.rows[1].state != domain.StateSending {
		t.Errorf("sent %v, and Omar's is %s; want Mia's alone, and his in another's hands", s.sent, d.rows[1].state)
	}
}

func TestR27PanicWhileSendingIsLookedInto(t *testing.T) {
	var log bytes.Buffer
	d := &diary{due: []domain.Appointment{{Owner: mia, At: nine}, {Owner: omar, At: nine}}, plan: once}
	s := &script{
		send: []domain.Outcome{{Code: "panic!"}, {Result: domain.Sent, TS: "1"}},
		find: []domain.Outcome{{Result: domain.Cancelled}},
	}
	r := over(t, d, s, &log)
	for minute := range 3 {
		if err := r.Tick(context.Background(), nine.Add(time.Duration(minute)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	if s.looked != 1 || len(s.sent) != 3 {
		t.Errorf("looked %d times and sent %d, want one look and three attempts", s.looked, len(s.sent))
	}
	if strings.Contains(log.String(), "Jane") {
		t.Errorf("the log quotes the panic: %s", log.String())
	}
}

func TestR19TenFailuresKeepScheduleAndAreTold(t *testing.T) {
	var log bytes.Buffer
	tomorrow := domain.Appointment{Owner: mia, At: nine.AddDate(0, 0, 1)}
	d := &diary{
		due: []domain.Appointment{{Owner: mia, At: nine}},
		plan: func(a domain.Appointment) domain.Plan {
			p := once(a)
			if a.At.Equal(nine) {
				p.Next = []domain.Appointment{tomorrow}
			}
			return p
		},
	}
	s := &script{send: []domain.Outcome{{Result: domain.Failed, Code: "internal_error"}}}
	r := over(t, d, s, &log)
	at := nine
	for ; at.Before(nine.Add(20 * time.Hour)); at = at.Add(time.Minute) {
		if err := r.Tick(context.Background(), at); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.sent) != attempts {
		t.Errorf("%d attempts, want %d", len(s.sent), attempts)
	}
	if len(d.due) != 1 || d.due[0] != tomorrow {
		t.Errorf("appointments %v, want tomorrow's kept", d.due)
	}
	if _, troubled := d.failed[mia]; !troubled || !strings.Contains(log.String(), "delivery given up") {
		t.Errorf("troubled %v, log %q: want both to say so", troubled, log.String())
	}

	s.send = []domain.Outcome{{Result: domain.Sent, TS: "1"}}
	for range 10 {
		if err := r.Tick(context.Background(), tomorrow.At); err != nil {
			t.Fatal(err)
		}
	}
	told := 0
	for _, x := range s.sent {
		if x.Kind == domain.RecoveredDelivery {
			told++
		}
	}
	if told != 1 {
		t.Errorf("told %d times that messages work again, want once", told)
	}
}

func TestLimitedWaitsAndTheRestFlows(t *testing.T) {
	d := &diary{due: []domain.Appointment{{Owner: mia, At: nine}, {Owner: omar, At: nine}}, plan: once}
	s := &script{send: []domain.Outcome{{Result: domain.Limited, RetryAfter: 90 * time.Second}, {Result: domain.Sent}}}
	r := over(t, d, s, io.Discard)
	for i, want := range []int{2, 2, 3} {
		if err := r.Tick(context.Background(), nine.Add(time.Duration(i)*time.Minute)); err != nil {
			t.Fatal(err)
		}
		if len(s.sent) != want {
			t.Errorf("after minute %d: %d attempts, want %d", i, len(s.sent), want)
		}
	}
}

func TestUnknownIsFoundAndNotSentAgain(t *testing.T) {
	d := &diary{due: []domain.Appointment{{Owner: mia, At: nine}}, plan: once}
	s := &script{send: []domain.Outcome{{Result: domain.Unknown, Code: "timeout"}}, find: []domain.Outcome{{Result: domain.Sent, TS: "1"}}}
	r := over(t, d, s, io.Discard)
	for i := range 5 {
		if err := r.Tick(context.Background(), nine.Add(time.Duration(i)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.sent) != 1 || s.looked != 1 || d.rows[0].state != domain.StateSent {
		t.Errorf("sent %d, looked %d, state %s; want 1, 1, sent", len(s.sent), s.looked, d.rows[0].state)
	}
}

// deaf is a Slack whose histories are never answered.
type deaf struct{ sent []domain.Result }

func (s *deaf) Send(ctx context.Context, _ domain.Delivery, _ string, _ time.Time) domain.Outcome {
	o := domain.Outcome{Result: domain.Sent, TS: "1"}
	switch {
	case ctx.Err() != nil:
		o = domain.Outcome{Result: domain.Failed, Code: "store"}
	case len(s.sent) == 0:
		o = domain.Outcome{Result: domain.Unknown, Code: "timeout"}
	}
	s.sent = append(s.sent, o.Result)
	return o
}

func (s *deaf) Tend(context.Context, time.Time) error { return nil }

func (s *deaf) Find(ctx context.Context, _ domain.Delivery, _ string, _, _ time.Time) domain.Outcome {
	<-ctx.Done()
	return domain.Outcome{Result: domain.Unknown, Code: "timeout"}
}

// A history that is never answered takes the time for looking, not that for
// sending: better twice than never (R3).
func TestSilentHistoryLeavesTimeToSend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{due: []domain.Appointment{{Owner: mia, At: nine}}, plan: once}
		s := &deaf{}
		r := over(t, d, s, io.Discard)
		for i := range 120 {
			if err := r.Tick(t.Context(), nine.Add(time.Duration(i)*time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
		if len(s.sent) != 2 || s.sent[1] != domain.Sent {
			t.Errorf("attempts ended as %v, want one unknown and one sent", s.sent)
		}
	})
}

func TestRunTicksAtOnceAndEachMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{plan: once}
		r := over(t, d, &script{send: []domain.Outcome{{Result: domain.Sent}}}, io.Discard)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() {
			ended <- r.Run(ctx, time.Now)
		}()
		time.Sleep(10*time.Minute + time.Second)
		synctest.Wait()
		stop()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		if ticks := testutil.ToFloat64(r.meter.ticks); ticks != 11 {
			t.Errorf("%v ticks in ten minutes and a second, want one at once and ten more", ticks)
		}
	})
}

// At shutdown what is being sent has a while left, and not for ever: what became
// of it is recorded, and the rest is left.
func TestShutdownLeavesAnAttemptAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{due: []domain.Appointment{{Owner: mia, At: nine}, {Owner: omar, At: nine}}, plan: once}
		s := &hanging{}
		r := over(t, d, s, io.Discard)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- r.Tick(ctx, nine) }()
		synctest.Wait()
		begun := time.Now()
		stop()
		<-ended
		if took := time.Since(begun); took != parting || s.sent != 1 {
			t.Errorf("it took %v for %d attempts, want %v for one", took, s.sent, parting)
		}
		if st := d.rows[0].state; st != domain.StateUnknown {
			t.Errorf("the attempt is recorded as %s", st)
		}
	})
}

// A process that stands still after it has asked whose a delivery is, and before it
// has the answer, sends nothing by it: meanwhile somebody else may have sent it.
func TestAStaleAnswerSendsNothing(t *testing.T) {
	for name, unknown := range map[string]bool{"sent": false, "looked for first": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := &still{diary: diary{due: []domain.Appointment{{Owner: mia, At: nine}}, plan: once}}
				s := &late{}
				r := over(t, &d.diary, s, io.Discard)
				if err := r.Tick(t.Context(), nine); err != nil || s.sent != 1 {
					t.Fatalf("%d messages left, error %v", s.sent, err)
				}
				d.rows[0].claim.Unknown = unknown
				d.rows[0].state, s.sent = domain.StateSending, 0
				r.outbox, d.long = d, timeFor(d.rows[0].claim)+time.Second
				if _, err := r.deliverOne(t.Context(), d.rows[0].claim, domain.Outcome{}, nine); err != nil {
					t.Fatal(err)
				}
				if s.sent != 0 {
					t.Errorf("%d messages left after it stood still", s.sent)
				}
			})
		})
	}
}

// still is a diary after whose answers the process stands still.
type still struct {
	diary
	long time.Duration
}

func (d *still) Held(ctx context.Context, c domain.Claim, now time.Time, long time.Duration) (bool, error) {
	held, err := d.diary.Held(ctx, c, now, long)
	time.Sleep(d.long)
	return held, err
}

// late is a sender that sends what there is time for, and finds nothing.
type late struct {
	script
	sent int
}

func (l *late) Send(ctx context.Context, _ domain.Delivery, _ string, _ time.Time) domain.Outcome {
	if ctx.Err() != nil {
		return domain.Outcome{Result: domain.Failed, Code: "overtime"}
	}
	l.sent++
	return domain.Outcome{Result: domain.Sent}
}

func (l *late) Find(context.Context, domain.Delivery, string, time.Time, time.Time) domain.Outcome {
	return domain.Outcome{Result: domain.Cancelled}
}

// hanging is a sender that never hears from Slack.
type hanging struct {
	script
	sent int
}

func (h *hanging) Send(ctx context.Context, _ domain.Delivery, _ string, _ time.Time) domain.Outcome {
	h.sent++
	<-ctx.Done()
	return domain.Outcome{Result: domain.Unknown, Code: "cancelled"}
}

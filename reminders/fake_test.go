package reminders

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/domain"
)

// diary is a diary and an outbox in memory, for one test each.
type diary struct {
	mu     sync.Mutex
	due    []domain.Appointment
	plan   func(domain.Appointment) domain.Plan
	rows   []*row
	open   []*row // of rows, those that are not finished, the most urgent first
	failed map[domain.Owner]time.Time
	tally  domain.Tally
	// paces are those of the workspaces that are paced, nil for none.
	paces map[domain.WorkspaceID]domain.Pace
	// panics says that the next claim does.
	panics bool
	passes int // claims asked for
	agenda agenda
}

// agenda is the diary of programs in memory. What it plans goes into a diary's outbox.
type agenda struct {
	registers map[domain.ProgramID]*domain.Register // a nil one panics
	due       []domain.ProgramAppointment
	planned   int
	put       func(domain.Delivery)
}

func (g *agenda) Due(_ context.Context, now time.Time, n int) ([]domain.ProgramAppointment, error) {
	var due []domain.ProgramAppointment
	for _, a := range g.due {
		if !a.At.After(now) && len(due) < n {
			due = append(due, a)
		}
	}
	return due, nil
}

func (g *agenda) Plan(_ context.Context, a domain.ProgramAppointment, _ time.Time, decide func(*domain.Register) domain.ProgramPlan) error {
	r := g.registers[a.Program]
	plan := decide(r)
	g.planned++
	for _, d := range plan.Deliveries {
		g.put(d)
	}
	r.Program = plan.Program
	g.due = slices.DeleteFunc(g.due, func(b domain.ProgramAppointment) bool { return a == b })
	if !plan.Next.IsZero() {
		g.due = append(g.due, domain.ProgramAppointment{
			Workspace: a.Workspace, Program: a.Program, At: plan.Next, On: domain.DateIn(plan.Next, plan.Program.Location()),
		})
	}
	return nil
}

type row struct {
	claim domain.Claim
	state domain.State
	next  time.Time
}

func (d *diary) Due(_ context.Context, now time.Time, n int) ([]domain.Appointment, error) {
	var due []domain.Appointment
	for _, a := range d.due {
		if !a.At.After(now) && len(due) < n {
			due = append(due, a)
		}
	}
	return due, nil
}

func (d *diary) Plan(_ context.Context, a domain.Appointment, _ time.Time, _ func(domain.Portfolio) domain.Plan) error {
	p := d.plan(a)
	for _, x := range p.Deliveries {
		d.put(x)
	}
	d.due = append(slices.DeleteFunc(d.due, func(b domain.Appointment) bool { return a == b }), p.Next...)
	return nil
}

// asked tells how many claims were asked for, while it may be going on.
func (d *diary) asked() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.passes
}

// panicking has the next claim panic, or asks whether one is still to.
func (d *diary) panicking(next bool) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	was := d.panics
	d.panics = next
	return was
}

func (d *diary) put(x domain.Delivery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r := &row{
		claim: domain.Claim{ID: int64(len(d.rows) + 1), Delivery: x, Nonce: x.Key()},
		state: domain.StatePending, next: time.Unix(1, 0),
	}
	d.rows = append(d.rows, r)
	less := cmp.Or(x.Rank, domain.RankUsual) + 1 // behind all of its own rank
	at, _ := slices.BinarySearchFunc(d.open, less, func(r *row, rank domain.Rank) int {
		return cmp.Compare(cmp.Or(r.claim.Delivery.Rank, domain.RankUsual), rank)
	})
	d.open = slices.Insert(d.open, at, r)
}

func (d *diary) Next(context.Context) (time.Time, error) { return time.Time{}, nil }

func (d *diary) NextDelivery(_ context.Context, busy ...domain.WorkspaceID) (next time.Time, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	soonest := make(map[domain.WorkspaceID]bool)
	for _, r := range d.open {
		w := r.claim.Delivery.Workspace
		if r.state != domain.StatePending && r.state != domain.StateUnknown || slices.Contains(busy, w) || soonest[w] {
			continue
		}
		at := r.next
		if p, paced := d.paces[w]; paced {
			at = p.Next(at)
			soonest[w] = at.Equal(p.Next(time.Time{}))
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
		if d.paces != nil && len(soonest) == len(d.paces) && !slices.Contains(slices.Collect(maps.Values(soonest)), false) {
			break
		}
	}
	return next, nil
}

func (d *diary) Claim(_ context.Context, now time.Time, _ time.Duration, n int, busy ...domain.WorkspaceID) ([]domain.Claim, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.passes++
	if d.panics {
		d.panics = false
		panic("a note about Jane")
	}
	if d.passes%50 == 0 {
		d.open = slices.DeleteFunc(d.open, func(r *row) bool { return r.state.Final() })
	}
	var mine []domain.Claim
	full := make(map[domain.WorkspaceID]bool)
	for _, w := range busy {
		full[w] = true
	}
	for _, r := range d.open {
		if len(mine) == n || d.paces != nil && len(full) == len(d.paces) {
			break
		}
		w := r.claim.Delivery.Workspace
		open := r.state == domain.StatePending || r.state == domain.StateUnknown
		if !open || full[w] || r.next.After(now) {
			continue
		}
		if p, paced := d.paces[w]; paced {
			var may int
			if d.paces[w], may = p.Take(now, 1); may == 0 {
				full[w] = true
				continue
			}
		}
		r.claim.Attempt++
		r.claim.Unknown = r.state == domain.StateUnknown
		r.state = domain.StateSending
		mine = append(mine, r.claim)
	}
	return mine, nil
}

func (d *diary) Held(_ context.Context, c domain.Claim, _ time.Time, _ time.Duration) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r := d.rows[c.ID-1]
	return r.state == domain.StateSending && r.claim.Attempt == c.Attempt, nil
}

func (d *diary) Record(_ context.Context, c domain.Claim, step domain.Step, o domain.Outcome, next, now time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !domain.May(step.From, step.On, step.To) {
		return domain.Fault(domain.KindInvalid, "delivery step", nil)
	}
	r := d.rows[c.ID-1]
	r.state, r.next = step.To, next
	if w := c.Delivery.Workspace; d.paces != nil && o.Result == domain.Limited && o.Channel != "" {
		d.paces[w] = d.paces[w].Limit(o.Channel, o.RetryAfter, now)
	}
	return nil
}

func (d *diary) Tally(context.Context, time.Time) (domain.Tally, error) { return d.tally, nil }

func (d *diary) Trouble(_ context.Context, o domain.Owner, at time.Time) error {
	if d.failed == nil {
		d.failed = make(map[domain.Owner]time.Time)
	}
	d.failed[o] = at
	return nil
}

func (d *diary) Recovered(_ context.Context, o domain.Owner, told domain.Delivery, _ time.Time) (bool, error) {
	_, was := d.failed[o]
	maps.DeleteFunc(d.failed, func(p domain.Owner, _ time.Time) bool { return p == o })
	if was {
		d.put(told)
	}
	return was, nil
}

// script is a sender that plays outcomes in order, the last one for ever.
type script struct {
	mu         sync.Mutex
	send, find []domain.Outcome
	sent       []domain.Delivery
	looked     int
	sending    func() // happens meanwhile
}

// attempts tells how often something was sent, while it may be going on.
func (s *script) attempts() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sent)
}

func (s *script) Tend(context.Context, time.Time) error { return nil }

func (s *script) Send(_ context.Context, d domain.Delivery, _ string, _ time.Time) domain.Outcome {
	s.mu.Lock()
	s.sent = append(s.sent, d)
	s.mu.Unlock()
	if s.sending != nil {
		s.sending()
	}
	return next(&s.send)
}

func (s *script) Find(context.Context, domain.Delivery, string, time.Time, time.Time) domain.Outcome {
	s.looked++
	return next(&s.find)
}

func next(os *[]domain.Outcome) domain.Outcome {
	o := (*os)[0]
	if len(*os) > 1 {
		*os = (*os)[1:]
	}
	if o.Code == "panic!" {
		panic("a note about Jane")
	}
	return o
}

// over returns reminders over d and s that log to w.
func over(t *testing.T, d *diary, s Sender, w io.Writer) *Reminders {
	t.Helper()
	d.agenda.put = d.put
	return New(d, &d.agenda, d, d, s, slog.New(slog.NewTextHandler(w, nil)), NewMeter(prometheus.NewRegistry()))
}

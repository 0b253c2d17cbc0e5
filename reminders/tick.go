package reminders

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"rapport/domain"
	"rapport/internal/failpoint"
)

const (
	// batch is how many appointments are asked for at once. Each is planned in a
	// commit of its own, between which the commands that wait at the store's door
	// get their turn.
	batch = 100
	// claims bounds one pass. How much of it is for one workspace is said by its
	// pace: seconds' worth, so that what another replica could send meanwhile is
	// not kept from it.
	claims = 1000
	// hands is in how many workspaces is posted at once: one where Slack is slow
	// holds up no other.
	hands = 16
	// lease outlives the send's own deadline by far, so that a lease which ran
	// out means that its holder is gone, not that it is slow.
	lease = 2 * time.Minute
	// patience is how long one send may take, parting what is left of that at
	// shutdown: what has begun is finished and recorded rather than left to be
	// looked for, as long as the process is not killed for it.
	patience = 10 * time.Second
	parting  = 6 * time.Second
)

// Reminders plans and sends what is due. It keeps nothing between ticks but the
// signs of life that [Reminders.Ready] asks for.
type Reminders struct {
	diary    Appointments
	programs Programs
	outbox   Outbox
	troubles Troubles
	sender   Sender
	log      *slog.Logger
	meter    *Meter
	pulse    pulse
	every    time.Duration // between ticks
}

// New returns reminders over the diaries of members and of programs, an outbox and a
// sender.
func New(diary Appointments, programs Programs, outbox Outbox, troubles Troubles, sender Sender, log *slog.Logger, meter *Meter) *Reminders {
	return &Reminders{diary: diary, programs: programs, outbox: outbox, troubles: troubles, sender: sender, log: log, meter: meter, every: minute}
}

// Tick plans what is due at now and sends what is in the outbox. What fails is
// left where it is and tried again at a later tick; the error says how much.
func (r *Reminders) Tick(ctx context.Context, now time.Time) error {
	done := r.meter.ticking(now)
	defer done()
	r.pulse.step()
	err := errors.Join(r.sender.Tend(ctx, now), r.plan(ctx, now), r.deliver(ctx, now))
	r.tally(ctx, now)
	return err
}

// Next returns the next instant at which a tick has something to do, the zero
// time when nothing is planned.
func (r *Reminders) Next(ctx context.Context) (time.Time, error) { return r.diary.Next(ctx) }

// Plan plans what is due at now and sends nothing.
func (r *Reminders) Plan(ctx context.Context, now time.Time) error { return r.plan(ctx, now) }

// plan turns the appointments that are due into deliveries, those of members and
// those of programs.
func (r *Reminders) plan(ctx context.Context, now time.Time) error {
	return errors.Join(
		planAll(ctx, r,
			func(n int) ([]domain.Appointment, error) { return r.diary.Due(ctx, now, n) },
			func(a domain.Appointment) (domain.WorkspaceID, domain.DeliveryKind) { return a.Workspace, a.Kind },
			func(a domain.Appointment) error { return r.planOne(ctx, a, now) }),
		planAll(ctx, r,
			func(n int) ([]domain.ProgramAppointment, error) { return r.programs.Due(ctx, now, n) },
			func(a domain.ProgramAppointment) (domain.WorkspaceID, domain.DeliveryKind) {
				return a.Workspace, domain.SummaryDelivery
			},
			func(a domain.ProgramAppointment) error { return r.planSummary(ctx, a, now) }),
	)
}

// planAll plans what of one diary is due. One that fails stops nobody else's: it is
// passed over until the next tick.
func planAll[A comparable](
	ctx context.Context, r *Reminders, diary func(n int) ([]A, error), what func(A) (domain.WorkspaceID, domain.DeliveryKind), planOne func(A) error,
) error {
	failed := make(map[A]bool)
	for ctx.Err() == nil {
		due, err := diary(batch + len(failed))
		if err != nil {
			return fmt.Errorf("due appointments: %w", err)
		}
		progress := false
		for _, a := range due {
			if failed[a] {
				continue
			}
			progress = true
			err := planOne(a)
			workspace, kind := what(a)
			r.meter.appointment(kind, err)
			r.pulse.step()
			if err != nil {
				if domain.KindOf(err) == domain.KindUnwritable {
					return fmt.Errorf("appointments: %w", err) // the next one would not be kept either
				}
				failed[a] = true
				r.log.ErrorContext(ctx, "appointment not planned", "workspace", workspace, "kind", kind, "err", err)
			}
		}
		if !progress {
			break
		}
	}
	if len(failed) > 0 {
		return fmt.Errorf("%d appointments not planned", len(failed))
	}
	return ctx.Err()
}

// planOne plans one appointment. A panic in one member's planning is that
// member's error (R27).
func (r *Reminders) planOne(ctx context.Context, a domain.Appointment, now time.Time) (err error) {
	defer caught(&err, "planning")
	return r.diary.Plan(ctx, a, now, func(p domain.Portfolio) domain.Plan {
		return domain.PlanAppointment(p, a, now)
	})
}

// planSummary plans one program's summary, in the same way.
func (r *Reminders) planSummary(ctx context.Context, a domain.ProgramAppointment, now time.Time) (err error) {
	defer caught(&err, "planning")
	return r.programs.Plan(ctx, a, now, func(p *domain.Register) domain.ProgramPlan {
		return domain.PlanSummary(p, a, now)
	})
}

// deliver makes one pass over the outbox: it claims what is due and what each
// workspace's pace allows, and sends that.
func (r *Reminders) deliver(ctx context.Context, now time.Time) error {
	mine, err := r.outbox.Claim(ctx, now, lease, claims)
	if err != nil {
		return fmt.Errorf("outbox claim: %w", err)
	}
	if len(mine) > 0 {
		if err := failpoint.Hit(failpoint.AfterClaim); err != nil {
			return err
		}
	}
	return errors.Join(r.deliverAll(ctx, mine, now), ctx.Err())
}

// deliverAll sends claims, in each workspace one after another. The error says how
// many could not be recorded.
func (r *Reminders) deliverAll(ctx context.Context, mine []domain.Claim, now time.Time) error {
	var order []domain.WorkspaceID
	by := make(map[domain.WorkspaceID][]domain.Claim)
	for _, c := range mine {
		w := c.Delivery.Workspace
		if by[w] == nil {
			order = append(order, w)
		}
		by[w] = append(by[w], c)
	}
	if len(order) == 1 {
		return r.deliverIn(ctx, mine, now)
	}
	errs := make([]error, len(order))
	var all sync.WaitGroup
	free := make(chan struct{}, hands)
	for i, w := range order {
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			errs[i] = r.deliverIn(ctx, by[w], now)
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// deliverIn sends the claims of one workspace. When two conversations of them have
// met a 429 it is the workspace that is limited, and the rest need not meet it too.
func (r *Reminders) deliverIn(ctx context.Context, mine []domain.Claim, now time.Time) error {
	first, limit, failed := "", domain.Outcome{}, 0
	for _, c := range mine {
		if ctx.Err() != nil {
			break // the rest comes back when its lease is over, and is looked for
		}
		o, err := r.deliverOne(ctx, c, limit, now)
		if domain.KindOf(err) == domain.KindUnwritable {
			return fmt.Errorf("deliveries: %w", err) // a second message could not be recorded either
		}
		if err != nil {
			failed++
			r.log.ErrorContext(ctx, "delivery not recorded", "delivery", c.ID, "kind", c.Delivery.Kind, "err", err)
		}
		switch {
		case o.Result != domain.Limited || o.Channel == "":
		case first == "":
			first = o.Channel
		case first != o.Channel:
			limit = domain.Outcome{Result: o.Result, RetryAfter: o.RetryAfter, Code: o.Code}
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d deliveries not recorded", failed)
	}
	return nil
}

// deliverOne makes one attempt, unless its outcome is known already, and records
// what became of it. A panic in the store's part is that delivery's error.
func (r *Reminders) deliverOne(ctx context.Context, c domain.Claim, known domain.Outcome, now time.Time) (o domain.Outcome, err error) {
	defer caught(&err, "delivering")
	attempting, done := lingering(ctx, parting)
	defer done()
	ctx = context.WithoutCancel(ctx)
	switch held, err := r.outbox.Held(ctx, c, now, 2*patience); {
	case err != nil:
		return o, fmt.Errorf("claim of attempt %d: %w", c.Attempt, err)
	case !held: // we were slow, or stood still; whoever has it now sends it
		r.log.WarnContext(ctx, "delivery left to another process", "delivery", c.ID, "kind", c.Delivery.Kind, "attempt", c.Attempt)
		return o, nil
	}
	looked := false
	if o = known; o.Result == 0 {
		o, looked = r.attempt(attempting, c, now)
	}
	v := judge(c, o, looked)
	r.meter.attempted(c, v.State)
	r.pulse.step()
	if err := failpoint.Hit(failpoint.BeforeRecord); err != nil {
		return o, err
	}
	if err := r.outbox.Record(ctx, c, v.step(), o, now.Add(v.Wait), now); err != nil {
		return o, fmt.Errorf("outcome of attempt %d: %w", c.Attempt, err)
	}
	if v.State.Final() {
		r.pulse.delivered()
	}
	return o, r.tell(ctx, c, o, v, now)
}

// lingering returns a context that goes on for a while after ctx has ended.
func lingering(ctx context.Context, while time.Duration) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(while, cancel) })
	return longer, func() {
		stop()
		cancel()
	}
}

// tell lets the operator and the member know what they would not see otherwise.
func (r *Reminders) tell(ctx context.Context, c domain.Claim, o domain.Outcome, v verdict, now time.Time) error {
	switch {
	case v.State == domain.StateFailed:
		r.log.ErrorContext(ctx, "delivery given up", "delivery", c.ID, "kind", c.Delivery.Kind, "attempts", c.Attempt, "code", o.Code)
	case v.On == domain.OnUnreadable:
		r.log.ErrorContext(ctx, "delivery held: it may be in its channel, where we can't look", "delivery", c.ID, "kind", c.Delivery.Kind, "attempts", c.Attempt, "code", o.Code)
	}
	if c.Delivery.Member == "" {
		return nil
	}
	switch v.State {
	case domain.StateFailed:
		return r.troubles.Trouble(ctx, c.Delivery.Owner, now)
	case domain.StateSent:
		return r.recovered(ctx, c.Delivery, now)
	}
	return nil
}

// attempt sends, or, when an earlier attempt may have arrived, looks first. It says
// whether the outcome is that of a look.
func (r *Reminders) attempt(ctx context.Context, c domain.Claim, now time.Time) (o domain.Outcome, looked bool) {
	looking := false
	defer func() {
		if p := recover(); p != nil {
			r.log.ErrorContext(ctx, "panic while sending", "delivery", c.ID, "kind", c.Delivery.Kind, "panic", fmt.Sprintf("%T", p))
			o, looked = domain.Outcome{Result: domain.Unknown, Code: "panic"}, looking
		}
	}()
	if c.Unknown {
		looking = true
		found := r.find(ctx, c, now)
		r.meter.looked(found)
		if !goneMissing(c, found) {
			return found, true
		}
		looking = false
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return r.sender.Send(ctx, c.Delivery, c.Nonce, now), false
}

// find looks for what an earlier attempt may have posted. It has its own time: a
// history that is never answered must not use up the time for sending anew.
func (r *Reminders) find(ctx context.Context, c domain.Claim, now time.Time) domain.Outcome {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return r.sender.Find(ctx, c.Delivery, c.Nonce, c.Since, now)
}

// recovered tells a member, once, that messages come through again.
func (r *Reminders) recovered(ctx context.Context, d domain.Delivery, now time.Time) error {
	told := domain.Delivery{Owner: d.Owner, Kind: domain.RecoveredDelivery, On: d.On}
	if d.Kind == told.Kind {
		return nil
	}
	if _, err := r.troubles.Recovered(ctx, d.Owner, told, now); err != nil {
		return fmt.Errorf("recovery notice: %w", err)
	}
	return nil
}

func (r *Reminders) tally(ctx context.Context, now time.Time) {
	t, err := r.outbox.Tally(ctx, now)
	switch {
	case err == nil:
		r.meter.tally(t)
		r.pulse.tally(t)
	case ctx.Err() == nil: // at shutdown nobody looks any more
		r.log.ErrorContext(ctx, "outbox not counted", "err", err)
	}
}

// caught turns a panic into an error that names its type and not its value,
// which might quote what a member typed.
func caught(err *error, doing string) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic while %s: %T", doing, p)
	}
}

package reminders

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"rapport/domain"
)

const (
	// batch is how many appointments are asked for at once. Each is planned in a
	// commit of its own, between which the commands that wait at the store's door
	// get their turn.
	batch = 100
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
	// woken says that there may be something to deliver.
	woken chan struct{}
}

// New returns reminders over the diaries of members and of programs, an outbox and a
// sender.
func New(diary Appointments, programs Programs, outbox Outbox, troubles Troubles, sender Sender, log *slog.Logger, meter *Meter) *Reminders {
	return &Reminders{diary: diary, programs: programs, outbox: outbox, troubles: troubles, sender: sender, log: log, meter: meter, every: minute, woken: make(chan struct{}, 1)}
}

// Tick plans what is due at now and sends what is in the outbox, and returns when
// that is done. What fails is left where it is and tried again at a later tick; the
// error says how much.
func (r *Reminders) Tick(ctx context.Context, now time.Time) error {
	return r.tick(ctx, now, r.deliver)
}

// tick is a tick of which somebody else may do the delivering.
func (r *Reminders) tick(ctx context.Context, now time.Time, deliver func(context.Context, time.Time) error) error {
	done := r.meter.ticking(now)
	defer done()
	r.pulse.step()
	err := errors.Join(r.sender.Tend(ctx, now), r.plan(ctx, now), deliver(ctx, now))
	r.tally(ctx, now)
	return err
}

// wake says that there may be something to deliver.
func (r *Reminders) wake() {
	select {
	case r.woken <- struct{}{}:
	default: // it was said already
	}
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
		r.wake() // what was planned does not wait for what is still to be
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
		return domain.PlanDue(p, a, now)
	})
}

// planSummary plans one program's summary, in the same way.
func (r *Reminders) planSummary(ctx context.Context, a domain.ProgramAppointment, now time.Time) (err error) {
	defer caught(&err, "planning")
	return r.programs.Plan(ctx, a, now, func(p *domain.Register) domain.ProgramPlan {
		return domain.PlanSummary(p, a, now)
	})
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

// timeFor is how long an attempt may take: two where it is to be looked for first.
func timeFor(c domain.Claim) time.Duration {
	if c.Unknown {
		return 2 * patience
	}
	return patience
}

// attempt sends, or, when an earlier attempt may have arrived, looks first. It says
// whether the outcome is that of a look.
func (r *Reminders) attempt(ctx context.Context, c domain.Claim, now time.Time) (o domain.Outcome, looked bool) {
	looking := false
	defer func() {
		if p := recover(); p != nil {
			r.log.ErrorContext(ctx, "panic while sending", "delivery", c.ID, "kind", c.Delivery.Kind, "panic", kindOf(p))
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
		*err = fmt.Errorf("panic while %s: %s", doing, kindOf(p))
	}
}

// kindOf names the type of what somebody panicked with, on another goroutine perhaps.
func kindOf(p any) string {
	if elsewhere, ok := p.(interface{ Panicked() (any, []uintptr) }); ok {
		p, _ = elsewhere.Panicked()
	}
	return fmt.Sprintf("%T", p)
}

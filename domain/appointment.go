package domain

import "time"

// Appointment is an instant at which something must be planned for a member.
type Appointment struct {
	Owner
	Kind DeliveryKind
	// At is the instant in UTC.
	At time.Time
	// On is the member's local date the instant was computed for.
	On Date
}

// Newcomer is a member as they are met first. What would have come earlier
// today does not come late on the day of joining.
func Newcomer(o Owner, name, zone string, p Policy, now time.Time) Member {
	m := Member{Owner: o, Name: name, Zone: zone, Joined: now}
	for _, a := range m.Appointments(p, now) {
		m.pass(a, now)
	}
	return m
}

// Appointments returns the next instant of each kind for m, counted from now:
// the first date after the last one planned, never one that is over. The
// instant itself may have passed if its local date has not; it is due at once
// then (R4).
func (m Member) Appointments(p Policy, now time.Time) []Appointment {
	if m.PausedUntil == Forever {
		return nil
	}
	s := m.Settings(p)
	var all []Appointment
	if a, ok := m.next(DigestDelivery, s.Digest, m.LastDigest, s.Location, now); ok {
		all = append(all, a)
	}
	if a, ok := m.next(IdentifyDelivery, s.Prompt, m.LastPrompt, s.Location, now); ok && !s.PromptOff {
		all = append(all, a)
	}
	if a, ok := m.next(CheckInDelivery, s.CheckIn, m.LastCheckIn, s.Location, now); ok && !s.CheckInOff {
		all = append(all, a)
	}
	return all
}

func (m Member) next(k DeliveryKind, w Weekly, last Date, loc *time.Location, now time.Time) (Appointment, bool) {
	first := DateIn(now, loc)
	if !last.IsZero() {
		first = latest(first, last.AddDays(1))
	}
	first = latest(first, m.PausedUntil)
	on := w.Next(first.AddDays(-1))
	for !on.IsZero() && !exists(on, loc) {
		on = w.Next(on)
	}
	if on.IsZero() {
		return Appointment{}, false
	}
	return Appointment{Owner: m.Owner, Kind: k, At: Instant(on, w.At, loc), On: on}, true
}

// pass marks a as planned if its instant is over: no message comes for it.
func (m *Member) pass(a Appointment, now time.Time) {
	if a.At.After(now) {
		return
	}
	switch a.Kind {
	case DigestDelivery:
		m.LastDigest = a.On
	case IdentifyDelivery:
		m.LastPrompt = a.On
	case CheckInDelivery:
		m.LastCheckIn = a.On
	}
}

// Reschedule returns m and its appointments after its settings, zone or pause
// were changed from what they were in was. What was still to come today moves,
// even if that makes it due at once; a time of today that nobody waited for and
// that is over already is let pass.
func Reschedule(was, m Member, p Policy, now time.Time) (Member, []Appointment) {
	waited := make(map[DeliveryKind]Date)
	if !was.Gone { // who was gone waited for nothing
		for _, a := range was.Appointments(p, now) {
			waited[a.Kind] = a.On
		}
	}
	for _, a := range m.Appointments(p, now) {
		if on, ok := waited[a.Kind]; !ok || on.After(a.On) {
			m.pass(a, now)
		}
	}
	return m, m.Appointments(p, now)
}

// PlanAppointment decides what becomes of a at now: at most one delivery, and
// the next appointment of its kind. A date that is over is not made up for
// (R5): if today is a date of its own, its appointment comes next, perhaps due
// at once.
func PlanAppointment(p Portfolio, a Appointment, now time.Time) Plan {
	m := p.Member
	s := m.Settings(p.Policy)
	if now.Before(a.At) { // the clock went back: nothing is due any more
		return Plan{Next: []Appointment{a}}
	}
	var plan Plan
	today := DateIn(now, s.Location)
	// Where clocks jump over midnight, the next existing time is tomorrow's.
	over := today.After(latest(a.On, DateIn(a.At, s.Location)))
	quiet := over || m.Gone || a.On.Before(m.PausedUntil)
	switch a.Kind {
	case DigestDelivery:
		if !a.On.After(m.LastDigest) {
			break
		}
		m.LastDigest, plan.LastDigest = a.On, a.On
		if quiet {
			break
		}
		if d := PlanDigest(p, a.On); len(d.Shown) > 0 {
			plan.Deliveries = []Delivery{{Owner: a.Owner, Kind: a.Kind, On: a.On, Rank: d.rank()}}
		}
	case IdentifyDelivery:
		if !a.On.After(m.LastPrompt) {
			break
		}
		m.LastPrompt, plan.LastPrompt = a.On, a.On
		if !quiet && !s.PromptOff && !givesWay(p, a.Kind, a.On) && len(PlanPrompt(p, a.On).Items) > 0 {
			plan.Deliveries = []Delivery{{Owner: a.Owner, Kind: a.Kind, On: a.On, Rank: RankPatient}}
		}
	case CheckInDelivery:
		if !a.On.After(m.LastCheckIn) {
			break
		}
		m.LastCheckIn, plan.LastCheckIn = a.On, a.On
		if !quiet && !s.CheckInOff && !givesWay(p, a.Kind, a.On) && PlanCheckIn(p, a.On).Asks {
			plan.Deliveries = []Delivery{{Owner: a.Owner, Kind: a.Kind, On: a.On, Rank: RankPatient}}
		}
	}
	for _, next := range m.Appointments(p.Policy, now) {
		if next.Kind == a.Kind {
			plan.Next = []Appointment{next}
		}
	}
	return plan
}

// PlanDue plans a and what comes due at once behind it: back from a time in which
// nothing ran that is today's, and planning it does not take a second commit.
func PlanDue(p Portfolio, a Appointment, now time.Time) Plan {
	plan := PlanAppointment(p, a, now)
	for len(plan.Next) == 1 && plan.Next[0] != a && !plan.Next[0].At.After(now) {
		a = plan.Next[0]
		p.Member.LastDigest = latest(p.Member.LastDigest, plan.LastDigest)
		p.Member.LastPrompt = latest(p.Member.LastPrompt, plan.LastPrompt)
		p.Member.LastCheckIn = latest(p.Member.LastCheckIn, plan.LastCheckIn)
		then := PlanAppointment(p, a, now)
		then.Deliveries = append(plan.Deliveries, then.Deliveries...)
		then.LastDigest = latest(plan.LastDigest, then.LastDigest)
		then.LastPrompt = latest(plan.LastPrompt, then.LastPrompt)
		then.LastCheckIn = latest(plan.LastCheckIn, then.LastCheckIn)
		plan = then
	}
	return plan
}

// givesWay reports whether a weekly message stays away on a date because the other
// comes: with the digest there are two unasked messages a day and never three.
// Where the identify prompt and the check-in fall on the same date, they take
// turns, week by week, so that neither is lost for good. Somebody who keeps nobody
// has no check-in to make way for.
func givesWay(p Portfolio, k DeliveryKind, on Date) bool {
	s := p.Member.Settings(p.Policy)
	day := on.Weekday()
	if k == DigestDelivery || s.PromptOff || s.CheckInOff || len(p.Contacts) == 0 ||
		!s.Prompt.Days.Has(day) || !s.CheckIn.Days.Has(day) {
		return false
	}
	weeks := on.Sub(On(1970, time.January, 5)) / 7 // from a Monday on
	return (k == CheckInDelivery) == (weeks%2 == 0)
}

// comes reports whether a date is one on which a message of a kind is planned,
// whether or not there is anything to say then.
func (m Member) comes(p Portfolio, k DeliveryKind, on Date) bool {
	s := m.Settings(p.Policy)
	w, last, off := s.Digest, m.LastDigest, false
	switch k {
	case IdentifyDelivery:
		w, last, off = s.Prompt, m.LastPrompt, s.PromptOff
	case CheckInDelivery:
		w, last, off = s.CheckIn, m.LastCheckIn, s.CheckInOff
	}
	return !off && !m.Gone && w.Days.Has(on.Weekday()) && on.After(last) && !on.Before(m.PausedUntil) &&
		exists(on, s.Location) && !givesWay(p, k, on)
}

// Current reports whether a delivery still belongs to its day at now: it is that
// day where the member is, or the day on which its hour came because clocks
// jumped over midnight. A delivery that bears no hour of its own always does.
func (m Member) Current(p Policy, d Delivery, now time.Time) bool {
	s := m.Settings(p)
	w := s.Digest
	switch d.Kind {
	case DigestDelivery:
	case IdentifyDelivery:
		w = s.Prompt
	case CheckInDelivery:
		w = s.CheckIn
	default:
		return true // a welcome too: it says what the operator can read, and is never left out
	}
	today := DateIn(now, s.Location)
	return !today.Before(d.On) && !today.After(latest(d.On, DateIn(Instant(d.On, w.At, s.Location), s.Location)))
}

// latest returns the later of two dates; the zero date is before all others.
func latest(d, e Date) Date {
	if d.IsZero() || !e.IsZero() && e.After(d) {
		return e
	}
	return d
}

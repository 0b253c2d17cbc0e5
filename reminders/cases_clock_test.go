package reminders_test

import (
	"math"
	"time"

	"rapport/domain"
)

// clock moves the clock to a wall time in a zone. Nothing ticks on the way.
func (w *world) clock(on domain.Date, at domain.TimeOfDay, zone string) {
	w.t.Helper()
	w.now = domain.Instant(on, at, w.zone(zone))
}

func (w *world) zone(name string) *time.Location {
	w.t.Helper()
	loc, err := domain.Location(name)
	if err != nil {
		w.t.Fatalf("%s: %v", name, err)
	}
	return loc
}

// tick ticks once, now.
func (w *world) tick() {
	w.t.Helper()
	if err := w.reminders.Tick(w.t.Context(), w.now); err != nil {
		w.t.Fatalf("tick at %v: %v", w.now, err)
	}
}

// minutes ticks at each of the next n minutes.
func (w *world) minutes(n int) {
	w.t.Helper()
	for range n {
		w.now = w.now.Add(time.Minute)
		w.tick()
	}
}

// until lets the time pass to an instant: it ticks at every minute at which
// something is due, and the minute after.
func (w *world) until(end time.Time) {
	w.t.Helper()
	w.tick()
	for {
		next, err := w.reminders.Next(w.t.Context())
		if err != nil {
			w.t.Fatalf("next: %v", err)
		}
		if next.IsZero() || next.After(end) {
			break
		}
		if next.After(w.now) {
			w.now = next
			w.tick()
		}
		w.minutes(1)
	}
	if w.now.Before(end) {
		w.now = end
	}
	w.tick()
}

// untilDate lets the time pass to midnight before a date in a zone.
func (w *world) untilDate(d domain.Date, zone string) {
	w.t.Helper()
	w.until(domain.Instant(d, 0, w.zone(zone)))
}

// diary reads o's appointments, whenever they are.
func (w *world) diary(o domain.Owner) []domain.Appointment {
	w.t.Helper()
	all, err := w.store.Appointments().Due(w.t.Context(), time.UnixMicro(math.MaxInt64), math.MaxInt32)
	if err != nil {
		w.t.Fatalf("appointments: %v", err)
	}
	var mine []domain.Appointment
	for _, a := range all {
		if a.Owner == o {
			mine = append(mine, a)
		}
	}
	return mine
}

// inState counts the deliveries in a state that is not final.
func (w *world) inState(s domain.State) int {
	w.t.Helper()
	tally, err := w.store.Outbox().Tally(w.t.Context(), w.now)
	if err != nil {
		w.t.Fatalf("tally: %v", err)
	}
	return tally.ByState[s]
}

// ended counts the deliveries that came to an end in a state, as the operator
// sees them.
func (w *world) ended(s domain.State) int {
	w.t.Helper()
	families, err := w.metrics.Gather()
	if err != nil {
		w.t.Fatalf("metrics: %v", err)
	}
	n := 0
	for _, f := range families {
		for _, m := range f.GetMetric() {
			for _, l := range m.GetLabel() {
				if f.GetName() == "rapport_deliveries_total" && l.GetName() == "state" && l.GetValue() == string(s) {
					n += int(m.GetCounter().GetValue())
				}
			}
		}
	}
	return n
}

// letter is a message that has arrived.
type letter struct {
	domain.Delivery
	At     time.Time
	Digest domain.Digest // of a digest
	Member domain.Member // as they were then
}

// names lists whom a digest speaks of.
func (l letter) names() []string {
	names := make([]string, 0, len(l.Digest.Shown))
	for _, n := range l.Digest.Shown {
		names = append(names, n.Contact.Name)
	}
	return names
}

// digests are the digests that o has got.
func (w *world) digests(o domain.Owner) []letter {
	var mine []letter
	for _, l := range w.box.letters {
		if l.Owner == o && l.Kind == domain.DigestDelivery {
			mine = append(mine, l)
		}
	}
	return mine
}

// dates fails the test unless o's digests so far are those of dates.
func (w *world) dates(o domain.Owner, dates ...domain.Date) {
	w.t.Helper()
	got := w.digests(o)
	if len(got) != len(dates) {
		w.t.Errorf("at %v: digests of %v, want %v", w.now, datesOf(got), dates)
		return
	}
	for i, l := range got {
		if l.On != dates[i] {
			w.t.Errorf("at %v: digests of %v, want %v", w.now, datesOf(got), dates)
			return
		}
	}
}

func datesOf(letters []letter) []domain.Date {
	var dates []domain.Date
	for _, l := range letters {
		dates = append(dates, l.On)
	}
	return dates
}

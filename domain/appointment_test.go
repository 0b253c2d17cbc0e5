package domain

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// due gives the desk somebody to speak of: overdue from the start.
func due(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.with(id, func(_ *Book, c *Contact) error {
		c.Added = c.Added.AddDays(-40)
		return nil
	})
	return d
}

// clock sets the desk's clock to a local time.
func (d *desk) clock(on Date, hour, minute int) {
	d.t.Helper()
	d.now = Instant(on, TimeOfDay(hour*60+minute), d.member.Settings(d.policy).Location)
}

// until ticks every ten minutes until a date is reached and returns what was sent.
func (d *desk) until(end Date) []Delivery {
	var sent []Delivery
	for ; d.today().Before(end); d.now = d.now.Add(10 * time.Minute) {
		sent = append(sent, d.tick()...)
	}
	return sent
}

func only(sent []Delivery, k DeliveryKind) []Delivery {
	return slices.DeleteFunc(sent, func(s Delivery) bool { return s.Kind != k })
}

func count(sent []Delivery, k DeliveryKind) int {
	n := 0
	for _, s := range sent {
		if s.Kind == k {
			n++
		}
	}
	return n
}

func TestNewcomerHearsNothingLate(t *testing.T) {
	d := due(t) // joined on Monday at half past ten
	if sent := d.tick(); len(sent) > 0 {
		t.Errorf("on the day of joining came %v", sent)
	}
	sent := d.until(On(2026, 11, 4))
	if len(sent) != 1 || sent[0].On != On(2026, 11, 3) {
		t.Errorf("sent %v", sent)
	}
}

func TestNewcomerOfTheMorningHearsToday(t *testing.T) {
	p := DefaultPolicy()
	now := time.Date(2026, 11, 2, 6, 30, 0, 0, time.UTC) // half past seven in Berlin
	m := Newcomer(Owner{"T1", "U1"}, "Mia", "Europe/Berlin", p, now)
	for _, a := range m.Appointments(p, now) {
		want := On(2026, 11, 2)
		if a.Kind == CheckInDelivery {
			want = On(2026, 11, 6)
		}
		if a.On != want {
			t.Errorf("%s waits until %s", a.Kind, a.On)
		}
	}
}

func TestR12SetForTodayIsToday(t *testing.T) {
	d := due(t)
	d.clock(On(2026, 11, 3), 8, 0)
	d.do(func(b *Book) error { return b.SetDigest(Weekly{At: 9 * 60, Days: Tuesday}) })
	d.do(func(b *Book) error { return b.SetPrompt(Weekly{At: 9 * 60, Days: Tuesday}) })
	d.do(func(b *Book) error { return b.SetCheckIn(Weekly{At: 15 * 60, Days: Tuesday}) })
	for _, a := range d.diary {
		if a.On != On(2026, 11, 3) {
			t.Errorf("%s on %s", a.Kind, a.On)
		}
	}
}

func TestR4DownDuringTheDueHour(t *testing.T) {
	d := due(t)
	d.clock(On(2026, 11, 3), 17, 45)
	sent := d.tick()
	if len(sent) != 1 || sent[0].On != On(2026, 11, 3) {
		t.Fatalf("the same day, late: %v", sent)
	}
	if again := d.tick(); len(again) > 0 {
		t.Errorf("and again: %v", again)
	}

	d = due(t)
	d.clock(On(2026, 11, 4), 0, 5) // the day is over
	if sent := d.tick(); len(sent) > 0 {
		t.Errorf("after midnight came %v", sent)
	}
	d.clock(On(2026, 11, 4), 9, 0)
	if sent := d.tick(); len(sent) != 1 || sent[0].On != On(2026, 11, 4) {
		t.Errorf("with the next digest: %v", sent)
	}
}

func TestR5OneCatchUp(t *testing.T) {
	d := due(t)
	d.clock(On(2026, 11, 13), 12, 0) // down from Tuesday to Friday of next week
	if sent := d.tick(); len(sent) != 1 || sent[0].On != On(2026, 11, 13) {
		t.Errorf("after ten days: %v", sent)
	}

	d = due(t)
	d.diary = []Appointment{{Owner: d.member.Owner, Kind: DigestDelivery, At: time.Date(2000, 1, 3, 8, 0, 0, 0, time.UTC), On: On(2000, 1, 3)}}
	d.member.LastDigest = Date{}
	d.clock(On(2026, 11, 7), 12, 0) // a Saturday
	if sent := d.tick(); len(sent) > 0 {
		t.Errorf("on a day without a digest came %v", sent)
	}
	if a := d.diary[0]; a.On != On(2026, 11, 9) {
		t.Errorf("a date in 2000 leads to %s", a.On)
	}
}

func TestR6NineInSydney(t *testing.T) {
	p := DefaultPolicy()
	now := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC) // Monday, 11:00 in Sydney
	m := Newcomer(Owner{"T1", "U2"}, "Omar", "Australia/Sydney", p, now)
	for _, a := range m.Appointments(p, now) {
		local := a.At.In(load(t, "Australia/Sydney"))
		hour := 9
		if a.Kind == CheckInDelivery {
			hour = 15
		}
		if local.Hour() != hour || local.Minute() != 0 || DateIn(local, local.Location()) != a.On {
			t.Errorf("%s at %s", a.Kind, local)
		}
	}
}

func TestR7TheDateReallyAdvances(t *testing.T) {
	d := due(t)
	d.do(func(b *Book) error { return b.SetZone("Africa/Johannesburg") }) // UTC+2
	d.do(func(b *Book) error { return b.SetDigest(Weekly{At: 0, Days: EveryDay}) })
	sent := only(d.until(On(2026, 11, 9)), DigestDelivery)
	for i, s := range sent {
		if want := On(2026, 11, 3).AddDays(i); s.On != want {
			t.Errorf("delivery %d is for %s, want %s", i, s.On, want)
		}
	}
	if len(sent) != 6 {
		t.Errorf("%d digests in six days", len(sent))
	}
}

func TestR13OneScheduleOfAKind(t *testing.T) {
	d := due(t)
	id := d.add("Priya", Identifying)
	for range 5 {
		if ch := d.with(id, func(b *Book, c *Contact) error { return b.Tag(c, "gophercon") }); ch.Appointments != nil {
			t.Fatal("saving a contact makes an appointment")
		}
		d.do(func(b *Book) error { return b.SetDigest(Weekly{At: 10 * 60, Days: WorkingDays}) })
	}
	kinds := make(map[DeliveryKind]int)
	for _, a := range d.diary {
		kinds[a.Kind]++
	}
	if len(d.diary) != 3 || kinds[DigestDelivery] != 1 || kinds[CheckInDelivery] != 1 || kinds[IdentifyDelivery] != 1 {
		t.Errorf("the diary holds %v", d.diary)
	}
	plan := PlanAppointment(d.portfolio(), d.diary[0], d.diary[0].At)
	if len(plan.Next) != 1 || plan.Next[0].Kind != d.diary[0].Kind || !plan.Next[0].On.After(d.diary[0].On) {
		t.Errorf("next comes %v", plan.Next)
	}
}

func TestR21PendingOnesMove(t *testing.T) {
	digest := func(d *desk) Appointment { return d.diary[0] }

	d := due(t)
	d.clock(On(2026, 11, 3), 8, 0)
	d.do(func(b *Book) error { return b.SetDigest(Weekly{At: 15 * 60, Days: WorkingDays}) })
	if a := digest(d); a.On != On(2026, 11, 3) || a.At.Hour() != 14 {
		t.Errorf("a later hour: %s for %s", a.At, a.On)
	}
	d.clock(On(2026, 11, 3), 12, 0)
	d.do(func(b *Book) error { return b.SetDigest(Weekly{At: 10 * 60, Days: WorkingDays}) })
	if sent := d.tick(); len(sent) != 1 || sent[0].On != On(2026, 11, 3) {
		t.Errorf("an hour that is over, while today's was waited for: %v", sent)
	}
	d.do(func(b *Book) error { return b.SetDigest(Weekly{At: 11 * 60, Days: EveryDay}) })
	if sent := d.tick(); len(sent) > 0 {
		t.Errorf("today was planned already, and yet: %v", sent)
	}

	d = due(t)
	d.clock(On(2026, 11, 3), 7, 0)
	d.do(func(b *Book) error { return b.SetZone("Australia/Sydney") }) // 17:00 there
	if sent := d.tick(); len(sent) != 1 || sent[0].On != On(2026, 11, 3) {
		t.Errorf("moved east over the hour: %v", sent)
	}
	d.do(func(b *Book) error { return b.SetZone("America/New_York") }) // 01:00 there
	if sent := d.until(On(2026, 11, 4)); len(sent) > 0 {
		t.Errorf("moved back west, the same date again: %v", sent)
	}
	if a := digest(d); a.On != On(2026, 11, 4) || a.At.Hour() != 14 {
		t.Errorf("then: %s for %s", a.At, a.On)
	}
}

func TestChangingSettingsSendsNothingLate(t *testing.T) {
	d := due(t)
	d.clock(On(2026, 11, 7), 15, 0) // Saturday
	d.tick()
	d.do(func(b *Book) error { return b.SetDigest(Weekly{At: 9 * 60, Days: EveryDay}) })
	if sent := d.tick(); len(sent) > 0 {
		t.Errorf("choosing Saturday on Saturday afternoon: %v", sent)
	}
	d.do(func(b *Book) error { return b.Pause(On(2026, 11, 20)) })
	d.clock(On(2026, 11, 11), 15, 0)
	if sent := d.tick(); len(sent) > 0 {
		t.Errorf("paused, and yet: %v", sent)
	}
	d.do(func(b *Book) error { return b.Pause(Date{}) })
	if sent := d.tick(); len(sent) > 0 {
		t.Errorf("resumed in the afternoon: %v", sent)
	}
	if a := d.diary[0]; a.On != On(2026, 11, 12) {
		t.Errorf("the next digest is on %s", a.On)
	}
}

func TestPauseEndsOnItsDate(t *testing.T) {
	d := due(t)
	d.do(func(b *Book) error { return b.Pause(On(2026, 11, 12)) })
	sent := d.until(On(2026, 11, 13))
	if len(sent) != 1 || sent[0].On != On(2026, 11, 12) {
		t.Errorf("sent %v", sent)
	}
	// A pause that an appointment did not hear of holds all the same.
	d.member.PausedUntil = On(2026, 12, 1)
	d.clock(On(2026, 11, 13), 9, 0)
	if sent := d.tick(); len(sent) > 0 {
		t.Errorf("paused, and yet: %v", sent)
	}
}

func TestR28TheClockJumps(t *testing.T) {
	d := due(t)
	d.clock(On(2026, 11, 3), 9, 0)
	if sent := d.tick(); len(sent) != 1 {
		t.Fatalf("on time: %v", sent)
	}
	d.now = d.now.Add(-time.Hour)
	if sent := d.until(On(2026, 11, 4)); len(sent) > 0 {
		t.Errorf("an hour back: %v", sent)
	}
	d.clock(On(2026, 11, 10), 9, 1)
	if sent := d.tick(); len(sent) != 1 || sent[0].On != On(2026, 11, 10) {
		t.Errorf("a week ahead: %v", sent)
	}
	if sent := d.until(On(2026, 11, 17)); count(sent, DigestDelivery) != 4 || count(sent, IdentifyDelivery) != 0 {
		t.Errorf("the week after: %v", sent)
	}
	early := d.diary[0]
	plan := PlanAppointment(d.portfolio(), early, early.At.Add(-time.Minute))
	if len(plan.Deliveries) > 0 || len(plan.Next) != 1 || plan.Next[0] != early {
		t.Errorf("an appointment that is not due any more: %+v", plan)
	}
}

func TestNoDateIsPlannedTwice(t *testing.T) {
	d := due(t)
	d.clock(On(2026, 11, 9), 9, 0) // a Monday: digest and prompt
	pending := slices.Clone(d.diary[:2])
	first := d.tick()
	for _, a := range pending {
		a.On, a.At = d.today(), d.now
		plan := PlanAppointment(d.portfolio(), a, d.now)
		if len(plan.Deliveries) > 0 || !plan.LastDigest.IsZero() || !plan.LastPrompt.IsZero() || len(plan.Next) != 1 {
			t.Errorf("%v was sent; then %+v", first, plan)
		}
	}
}

func TestADayWithNothingToSayIsSilent(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.met(id, 1)
	d.met(id, 0)
	sent := d.until(On(2026, 11, 9))
	if count(sent, CheckInDelivery) != 1 || len(sent) != 1 {
		t.Errorf("sent %v", sent)
	}
	if d.member.LastDigest != On(2026, 11, 6) {
		t.Errorf("planned until %s", d.member.LastDigest)
	}
}

func TestGoneMembersAreLeftAlone(t *testing.T) {
	d := due(t)
	d.member.Gone = true
	if sent := d.until(On(2026, 11, 17)); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}

func TestPromptComesOnceAWeekUntilItIsOff(t *testing.T) {
	d := newDesk(t)
	if sent := d.until(On(2026, 11, 24)); count(sent, IdentifyDelivery) != 3 || count(sent, DigestDelivery) != 0 {
		t.Errorf("three Mondays: %v", sent)
	}
	d.do(func(b *Book) error { b.PromptOff(true); return nil })
	if sent := d.until(On(2026, 12, 8)); len(sent) > 0 {
		t.Errorf("turned off, and yet: %v", sent)
	}
	d.clock(On(2026, 12, 14), 18, 0)
	d.do(func(b *Book) error { b.PromptOff(false); return nil })
	if sent := d.until(On(2026, 12, 22)); len(sent) != 1 || sent[0].On != On(2026, 12, 21) {
		t.Errorf("turned on again on a Monday evening: %v", sent)
	}
}

func TestADigestOverMidnightIsNotLost(t *testing.T) {
	d := due(t)
	d.now = time.Date(2026, 3, 26, 12, 0, 0, 0, time.UTC)
	d.do(func(b *Book) error { return b.SetZone("America/Nuuk") })
	d.member.LastDigest = Date{}
	d.do(func(b *Book) error { return b.SetDigest(Weekly{At: 23*60 + 30, Days: EveryDay}) })
	for id := range d.contacts {
		d.contacts[id].Added = On(2026, 1, 1)
	}
	// Saturday has no 23:30: its clocks jump from 23:00 to Sunday 00:00.
	sent := d.until(On(2026, 3, 31))
	var on []Date
	for _, s := range sent {
		if s.Kind == DigestDelivery {
			on = append(on, s.On)
		}
	}
	if len(on) != 5 || on[2] != On(2026, 3, 28) || on[3] != On(2026, 3, 29) {
		t.Errorf("digests for %v", on)
	}
}

func TestDeliveryKeyIsTheDate(t *testing.T) {
	d := Delivery{Owner: Owner{"T1", "U1"}, Kind: DigestDelivery, On: On(2026, 11, 2)}
	if d.Key() != "T1/U1/digest//2026-11-02" {
		t.Error(d.Key())
	}
}

// TestTwoMessagesADay: the digest and one of the weekly two, which take turns where
// they share a date.
func TestTwoMessagesADay(t *testing.T) {
	d := due(t)
	d.policy.CheckIn.Days = Monday | Friday
	d.diary = d.member.Appointments(d.policy, d.now)
	d.add("Cleo", Identifying)
	sent := make(map[Date]map[DeliveryKind]int)
	for _, s := range d.until(On(2026, 12, 15)) {
		if sent[s.On] == nil {
			sent[s.On] = make(map[DeliveryKind]int)
		}
		sent[s.On][s.Kind]++
	}
	var turns []DeliveryKind
	for on, kinds := range sent {
		if len(kinds) > 2 {
			t.Errorf("on %s came %v", on, kinds)
		}
	}
	for on := On(2026, 11, 9); on.Before(On(2026, 12, 15)); on = on.AddDays(7) {
		for _, k := range []DeliveryKind{IdentifyDelivery, CheckInDelivery} {
			if sent[on][k] > 0 {
				turns = append(turns, k)
			}
		}
		if sent[on.AddDays(4)][CheckInDelivery] != 1 && on.Before(On(2026, 12, 14)) {
			t.Errorf("no check-in on Friday %s", on.AddDays(4))
		}
	}
	if len(turns) != 6 {
		t.Fatalf("on six Mondays came %v", turns)
	}
	for i := 1; i < len(turns); i++ {
		if turns[i] == turns[i-1] {
			t.Errorf("turns are not taken: %v", turns)
		}
	}
}

// TestNobodyToCheckInAbout: who keeps nobody has no check-in that the weekly
// question would have to make way for.
func TestNobodyToCheckInAbout(t *testing.T) {
	d := newDesk(t)
	d.policy.CheckIn.Days = Monday
	d.diary = d.member.Appointments(d.policy, d.now)
	if sent := d.until(On(2026, 11, 24)); count(sent, IdentifyDelivery) != 3 || len(sent) != 3 {
		t.Errorf("three Mondays: %v", sent)
	}
}

// TestIgnoredDigestsComeWeekly, the first of them says so, and any answer brings
// the daily ones back.
func TestIgnoredDigestsComeWeekly(t *testing.T) {
	d := due(t)
	var on []Date
	slowed := make(map[Date]bool)
	until := func(end Date) {
		on = nil
		for ; d.today().Before(end); d.now = d.now.Add(10 * time.Minute) {
			for range only(d.tick(), DigestDelivery) {
				g := d.digest()
				on, slowed[g.On] = append(on, g.On), g.Slowed
				was := d.member
				d.shows(g)
				if again := d.digest(); again.Slowed != g.Slowed {
					t.Errorf("read again on %s, slowed is %t", g.On, again.Slowed)
				}
				d.member, d.diary = Reschedule(was, d.member, d.policy, d.now)
			}
		}
	}
	until(On(2026, 11, 24))
	if want := []Date{On(2026, 11, 3), On(2026, 11, 4), On(2026, 11, 5), On(2026, 11, 9), On(2026, 11, 16), On(2026, 11, 23)}; !slices.Equal(on, want) {
		t.Errorf("ignored, digests came on %v, want %v", on, want)
	}
	for day, said := range slowed {
		if said != (day == On(2026, 11, 9)) {
			t.Errorf("on %s it says that it comes weekly: %t", day, said)
		}
	}
	d.do(func(b *Book) error { b.Hear(); return nil })
	until(On(2026, 11, 26))
	if want := []Date{On(2026, 11, 24), On(2026, 11, 25)}; !slices.Equal(on, want) {
		t.Errorf("answered, digests came on %v, want %v", on, want)
	}
}

// TestAWeeklyDigestLooksAWeekAhead: the third digest that may be ignored tells of
// promises that fall due before the next.
func TestAWeeklyDigestLooksAWeekAhead(t *testing.T) {
	c := calm(Relating, promise("p", in(3)))
	p := keeps(c)
	for unanswered, want := range []string{"not due yet until +2", "not due yet until +2", "fires p", "fires p"} {
		p.Member.Unanswered = unanswered
		if got := reasonOf(p, c, PromiseDue, today()); got != want {
			t.Errorf("%d digests unanswered: %q, want %q", unanswered, got, want)
		}
	}
}

// Planning at once what is due comes to the same as planning it one by one, whenever
// the bot is back.
func TestPlanDueIsPlanningUntilNothingIsDue(t *testing.T) {
	for hours := range 24 * 16 {
		p := due(t).portfolio()
		a := due(t).diary[0]
		now := a.At.Add(time.Duration(hours) * time.Hour)
		once := PlanDue(p, a, now)
		var step Plan
		for next := a; ; next = step.Next[0] {
			plan := PlanAppointment(p, next, now)
			p.Member.LastDigest = latest(p.Member.LastDigest, plan.LastDigest)
			step = Plan{Deliveries: append(step.Deliveries, plan.Deliveries...), Next: plan.Next, LastDigest: p.Member.LastDigest}
			if plan.Next[0].At.After(now) {
				break
			}
		}
		if fmt.Sprint(step) != fmt.Sprint(once) || len(once.Deliveries) > 1 {
			t.Fatalf("%d hours late: %+v at once, want %+v as it is one by one", hours, once, step)
		}
	}
}

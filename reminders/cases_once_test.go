package reminders_test

import (
	"slices"
	"testing"
	"time"

	"rapport/domain"
)

const berlin = "Europe/Berlin"

// R1: minute ticks for 24 h after a send → one message.
func TestR1MinuteTicksForADayAfterASendAreOneMessage(t *testing.T) {
	onBoth(t, func(_ *testing.T, w *world) {
		w.due(mia, "Jane")
		w.clock(friday, nine, berlin) // no digest is due on the day after
		w.tick()
		w.dates(mia, friday)
		w.minutes(24 * 60)
		w.dates(mia, friday)
	})
}

// R4: down during the due hour → sent once, late, the same local day.
func TestR4DownDuringTheDueHourIsSentOnceLate(t *testing.T) {
	onBoth(t, func(_ *testing.T, w *world) {
		w.due(mia, "Jane")
		w.clock(tuesday, 17*60+45, berlin)
		w.tick()
		w.dates(mia, tuesday)
		w.untilDate(wednesday, berlin)
		w.dates(mia, tuesday)
	})
}

// R4: if the day is over, with the next digest.
func TestR4DownUntilTheDayIsOverIsSentWithTheNextDigest(t *testing.T) {
	onBoth(t, func(_ *testing.T, w *world) {
		w.due(mia, "Jane")
		w.clock(wednesday, 5, berlin)
		w.tick()
		w.dates(mia)
		w.clock(wednesday, nine, berlin)
		w.tick()
		w.dates(mia, wednesday)
	})
}

// R4, with Slack down instead: what was planned for a day that is over goes
// with the next digest.
func TestR4SlackDownUntilTheDayIsOver(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.due(mia, "Jane")
		w.box.refuse = later(time.Minute)
		w.clock(tuesday, nine, berlin)
		w.minutes(10)
		w.clock(tuesday, 23*60+55, berlin)
		w.minutes(2)
		if n := w.inState(domain.StatePending); n != 1 {
			t.Errorf("%d deliveries wait, want Tuesday's", n)
		}
		w.box.refuse = nil
		w.clock(wednesday, 1, berlin)
		w.tick()
		w.dates(mia)
		w.clock(wednesday, nine, berlin)
		w.tick()
		w.dates(mia, wednesday)
		if n := w.ended(domain.StateCancelled); n != 1 {
			t.Errorf("%d deliveries cancelled, want Tuesday's", n)
		}
	})
}

// R5: down for five periods → one catch-up.
func TestR5DownForFiveWeeksIsOneCatchUp(t *testing.T) {
	onBoth(t, func(_ *testing.T, w *world) {
		w.due(mia, "Jane")
		back := tuesday.AddDays(35)
		w.clock(back, 12*60, berlin)
		w.tick()
		w.dates(mia, back)
		w.untilDate(back.AddDays(2), berlin)
		w.dates(mia, back, back.AddDays(1))
	})
}

// R5: a start date in 2000 → one catch-up.
func TestR5AStartDateIn2000IsOneCatchUp(t *testing.T) {
	onBoth(t, func(_ *testing.T, w *world) {
		w.clock(domain.On(2000, 1, 3), nine, "UTC")
		w.meet(omar, berlin)
		w.due(omar, "Jane")
		w.clock(tuesday, 12*60, berlin)
		w.minutes(3)
		w.dates(omar, tuesday)
	})
}

// R13: save a contact five times → one schedule.
func TestR13SavingFiveTimesIsOneSchedule(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		jane := w.due(mia, "Jane")
		for range 5 {
			w.with(mia, jane, func(b *domain.Book, c *domain.Contact) error { return b.SetCadence(c, weekly) })
			w.do(mia, func(b *domain.Book) error {
				return b.SetDigest(domain.Weekly{At: nine, Days: domain.WorkingDays})
			})
			w.profile(mia, berlin, false)
		}
		kinds := make(map[domain.DeliveryKind]int)
		for _, a := range w.diary(mia) {
			kinds[a.Kind]++
		}
		if len(kinds) != 3 || kinds[domain.DigestDelivery] != 1 || kinds[domain.IdentifyDelivery] != 1 || kinds[domain.CheckInDelivery] != 1 {
			t.Errorf("the diary holds %v, want one appointment of each kind", kinds)
		}
		w.untilDate(wednesday, berlin)
		w.dates(mia, monday, tuesday)
	})
}

// R27: a panic in one member's digest stops nobody else's, and the next tick runs.
func TestR27APanicInOneMembersDigestStopsNobodyElses(t *testing.T) {
	onBoth(t, func(_ *testing.T, w *world) {
		w.meet(omar, berlin)
		w.due(mia, "Jane")
		w.due(omar, "Ada")
		w.box.refuse = func(d domain.Delivery) domain.Outcome {
			if d.Owner == mia {
				panic("somebody's name")
			}
			return domain.Outcome{}
		}
		w.clock(tuesday, nine, berlin)
		w.tick()
		w.dates(mia)
		w.dates(omar, tuesday)
		w.box.refuse = nil
		w.minutes(2)
		w.dates(mia, tuesday)
		w.dates(omar, tuesday)
	})
}

// R28: the clock jumps forward a week → no burst, nothing skipped, nothing twice.
func TestR28TheClockJumpsForwardAWeek(t *testing.T) {
	onBoth(t, func(_ *testing.T, w *world) {
		w.due(mia, "Jane")
		w.clock(tuesday, nine, berlin)
		w.tick()
		w.now = w.now.Add(7*24*time.Hour + time.Minute)
		w.minutes(5)
		next := tuesday.AddDays(7)
		w.dates(mia, tuesday, next)
		w.untilDate(next.AddDays(4), berlin)
		w.dates(mia, tuesday, next, next.AddDays(1), next.AddDays(2), next.AddDays(3))
	})
}

// R28: the clock jumps back an hour → nothing twice, nothing skipped.
func TestR28TheClockJumpsBackAnHour(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.due(mia, "Jane")
		w.clock(monday, nine, berlin)
		w.tick()
		w.now = w.now.Add(-time.Hour)
		w.minutes(3 * 60)
		w.dates(mia, monday)
		w.clock(tuesday, 8*60+59, berlin) // and once more, right before the hour
		w.tick()
		w.now = w.now.Add(-time.Hour)
		w.minutes(2 * 60)
		w.dates(mia, monday, tuesday)
		w.untilDate(friday, berlin)
		w.dates(mia, monday, tuesday, wednesday, wednesday.AddDays(1))
		last := slices.MaxFunc(w.digests(mia), func(a, b letter) int { return a.At.Compare(b.At) })
		if at := last.At.In(w.zone(berlin)); at.Hour() != 9 || at.Minute() != 0 {
			t.Errorf("the last digest came at %v, want nine o'clock again", at)
		}
	})
}

// R4, of what has no hour: a welcome that could not be sent on the day of joining
// is made up for, once.
func TestR4WelcomeComesWhenItCan(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.box.refuse = later(20 * time.Hour)
		w.clock(tuesday, 20*60, berlin)
		m := domain.Newcomer(omar, "Omar", berlin, domain.DefaultPolicy(), w.now)
		if err := w.store.Members().Meet(t.Context(), m, w.now); err != nil {
			t.Fatal(err)
		}
		w.minutes(5)
		w.box.refuse = nil
		w.until(w.now.Add(48 * time.Hour))
		if n := len(w.box.letters); n != 1 || w.box.letters[0].Kind != domain.WelcomeDelivery {
			t.Errorf("%d letters, want the welcome alone: %+v", n, w.box.letters)
		}
	})
}

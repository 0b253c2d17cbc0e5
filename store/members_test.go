package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rapport/domain"
)

func TestMemberRoundTrip(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		_, err := s.Members().Member(t.Context(), mia)
		want(t, err, domain.KindNotFound)
		meet(t, s, mia)
		var decided domain.Member
		do(t, s, ref(mia, "c1", nine), func(b *domain.Book) error {
			m := b.Member
			m.Name, m.HomeOpened = "Mia", true
			m.Chosen = domain.Settings{
				Digest: &domain.Weekly{At: 450, Days: domain.Monday | domain.Friday}, PromptOff: true, Cap: 5,
				Cadences:    map[domain.Phase]domain.Cadence{domain.Sustaining: {Ideal: 20, Maximum: 40}},
				TagCadences: map[string]domain.Cadence{"family": {Ideal: 7, Maximum: 14}},
			}
			m.PausedUntil = domain.On(2026, 12, 24)
			m.LastCheckIn, m.Unanswered = domain.On(2026, 10, 30), 2
			b.NoteMet("digest")
			decided = *m
			return nil
		})
		stored, err := s.Members().Member(t.Context(), mia)
		if d := cmp.Diff(decided, stored, cmpopts.IgnoreFields(domain.Member{}, "Version")); d != "" || err != nil {
			t.Errorf("error %v, difference (-decided +stored):\n%s", err, d)
		}
	})
}

// R15, where it is stored: whoever is met has appointments, by whichever door.
func TestR15MeetingSchedulesOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		m, err := s.Members().Member(t.Context(), mia)
		if err != nil {
			t.Fatal(err)
		}
		first := appointments(t, s, mia)
		if len(first) != 3 {
			t.Fatalf("appointments %v, want a digest, a prompt and a check-in", first)
		}
		m.Name, m.Zone = "Another", "Asia/Tokyo"
		if err := s.Members().Meet(t.Context(), m, nine.AddDate(0, 1, 0)); err != nil {
			t.Fatal(err)
		}
		again, err := s.Members().Member(t.Context(), mia)
		if err != nil || again.Name != "Somebody" {
			t.Errorf("member %+v, error %v: want them as they were", again, err)
		}
		if d := cmp.Diff(first, appointments(t, s, mia)); d != "" {
			t.Errorf("appointments changed:\n%s", d)
		}
		welcome := domain.Delivery{Owner: mia, Kind: domain.WelcomeDelivery, On: domain.On(2026, 11, 2), Rank: domain.RankUsual}
		if cs := claim(t, s, nine, 5); len(cs) != 1 || cs[0].Delivery != welcome {
			t.Errorf("deliveries %+v, want one welcome", cs)
		}
	})
}

// R13, where it is stored: saving again and again leaves one schedule.
func TestR13FiveSavesOneSchedule(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane := add(t, s, mia, "Jane")
		for i := range 5 {
			at := nine.Add(time.Duration(i) * time.Hour)
			do(t, s, ref(mia, at.String(), at), func(b *domain.Book) error {
				c, err := b.Contact(jane)
				if err != nil {
					return err
				}
				if err := b.SetDigest(domain.Weekly{At: domain.TimeOfDay(600 + i), Days: domain.WorkingDays}); err != nil {
					return err
				}
				return b.SetCadence(c, domain.Cadence{Ideal: 10 + i})
			})
		}
		got := appointments(t, s, mia)
		if n := count(t, s, "appointments"); n != 3 || len(got) != 3 {
			t.Errorf("%d appointments, want one of each kind", n)
		}
		if at := got[domain.DigestDelivery].At.In(time.FixedZone("Oslo in winter", 3600)); at.Hour() != 10 || at.Minute() != 4 {
			t.Errorf("digest at %v, want 10:04 as chosen last", at)
		}
	})
}

// R21: pending appointments move with the zone and with the hour.
func TestR21ZoneAndHourMoveAppointments(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		profile := func(zone string) domain.Appointment {
			t.Helper()
			if err := s.Members().Profile(t.Context(), mia, "Mia", zone, false, nine); err != nil {
				t.Fatal(err)
			}
			return appointments(t, s, mia)[domain.DigestDelivery]
		}
		nineIn := func(a domain.Appointment, zone string, hour int) {
			t.Helper()
			loc, err := time.LoadLocation(zone)
			if err != nil {
				t.Fatal(err)
			}
			if at := a.At.In(loc); at.Hour() != hour || at.Minute() != 0 {
				t.Errorf("digest at %v, want %02d:00 in %s", at, hour, zone)
			}
		}
		nineIn(profile("Australia/Sydney"), "Australia/Sydney", 9)
		nineIn(profile(""), "Australia/Sydney", 9) // Slack doesn't know: nothing moves
		do(t, s, ref(mia, "hour", nine), func(b *domain.Book) error {
			return b.SetDigest(domain.Weekly{At: 7 * 60, Days: domain.WorkingDays})
		})
		nineIn(profile("Australia/Sydney"), "Australia/Sydney", 7)
		do(t, s, ref(mia, "zone", nine), func(b *domain.Book) error { return b.SetZone("America/Lima") })
		nineIn(profile("Europe/Oslo"), "America/Lima", 7) // chosen: Slack's is not asked
	})
}

// R20: who leaves has no appointments; they come back with them, and nothing
// that was missed comes late.
func TestR20GoneMembersAreSkipped(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia, omar)
		profile := func(gone bool, now time.Time) {
			t.Helper()
			if err := s.Members().Profile(t.Context(), mia, "Mia", "Europe/Oslo", gone, now); err != nil {
				t.Fatal(err)
			}
		}
		before := appointments(t, s, mia)[domain.DigestDelivery]
		profile(true, nine)
		if got := appointments(t, s, mia); len(got) != 0 {
			t.Errorf("appointments %v of somebody gone, want none", got)
		}
		if got := appointments(t, s, omar); len(got) != 3 {
			t.Errorf("appointments %v of somebody else, want three", got)
		}
		// A button pressed in the last second brings none back.
		do(t, s, ref(mia, "late", nine), func(b *domain.Book) error { return b.SetZone("Asia/Tokyo") })
		if got := appointments(t, s, mia); len(got) != 0 {
			t.Errorf("appointments %v of somebody gone, want none", got)
		}
		// One that a tick had in its hands already is left alone.
		err := s.Appointments().Plan(t.Context(), before, before.At, func(domain.Portfolio) domain.Plan {
			t.Error("planned for somebody gone")
			return domain.Plan{}
		})
		if err != nil {
			t.Fatal(err)
		}
		back := nine.AddDate(0, 0, 30)
		profile(false, back)
		got := appointments(t, s, mia)
		if len(got) != 3 || got[domain.DigestDelivery].At.Before(back.Add(-12*time.Hour)) {
			t.Errorf("appointments %v after coming back, want three and none of the past", got)
		}
	})
}

func TestNewsOfStrangersIsLeftOut(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ms := s.Members()
		if err := ms.Profile(t.Context(), mia, "Mia", "Europe/Oslo", false, nine); err != nil {
			t.Error(err)
		}
		if err := ms.Opened(t.Context(), mia, "D1"); err != nil {
			t.Error(err)
		}
		if err := ms.Trouble(t.Context(), mia, nine); err != nil {
			t.Error(err)
		}
		if was, err := ms.Recovered(t.Context(), mia, domain.Delivery{}, nine); was || err != nil {
			t.Errorf("recovered %v, error %v", was, err)
		}
		if n := count(t, s, "members"); n != 0 {
			t.Errorf("%d members, want none", n)
		}
	})
}

func TestOpenedIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		if err := s.Members().Opened(t.Context(), mia, "D1"); err != nil {
			t.Fatal(err)
		}
		if m, err := s.Members().Member(t.Context(), mia); err != nil || m.Channel != "D1" {
			t.Errorf("channel %q, error %v; want D1", m.Channel, err)
		}
	})
}

// R19, where it is stored: the mark of trouble is set once, and taking it away
// tells the member once.
func TestR19TroubleIsToldOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		ms, told := s.Members(), domain.Delivery{Owner: mia, Kind: domain.RecoveredDelivery, On: domain.On(2026, 11, 2)}
		for i := range 2 {
			if err := ms.Trouble(t.Context(), mia, nine.Add(time.Duration(i)*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		if m, err := ms.Member(t.Context(), mia); err != nil || !m.Troubled.Equal(nine) {
			t.Errorf("troubled since %v, error %v; want the first time, %v", m.Troubled, err, nine)
		}
		for _, want := range []bool{true, false} {
			if was, err := ms.Recovered(t.Context(), mia, told, nine); was != want || err != nil {
				t.Errorf("recovered %v, error %v; want %v", was, err, want)
			}
		}
		if n := count(t, s, "outbox WHERE kind = 'recovered'"); n != 1 {
			t.Errorf("%d messages tell of it, want one", n)
		}
		if len(appointments(t, s, mia)) != 3 {
			t.Error("the appointments are gone")
		}
	})
}

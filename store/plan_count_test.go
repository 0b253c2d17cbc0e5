package store

import (
	"fmt"
	"testing"

	"rapport/domain"
)

// Planning a digest takes a handful of statements, however many people the member
// keeps: their row, the appointment, the contacts, what there is beside them, and the
// delivery, the next appointment and the row again. What has been recorded of anybody
// costs one more for each sort of it, and no more than that.
func TestStatementsOfAPlan(t *testing.T) {
	for _, c := range []struct {
		contacts int
		recorded bool
		want     int64
	}{{0, false, 6}, {1, false, 7}, {300, false, 7}, {1, true, 12}, {300, true, 12}} {
		t.Run(fmt.Sprint(c.contacts, c.recorded), func(t *testing.T) {
			onBoth(t, func(t *testing.T, s *Store) {
				meet(t, s, mia)
				do(t, s, ref(mia, "import", nine.AddDate(0, 0, -100)), func(b *domain.Book) error {
					for i := range c.contacts {
						p, err := b.Add(fmt.Sprint("Person ", i), "", domain.Relating)
						if err != nil {
							return err
						}
						if !c.recorded {
							continue
						}
						if _, err := b.Log(p, domain.Touch{On: b.Today, Signals: []domain.SignalKind{domain.Initiated}}); err != nil {
							return err
						}
						if _, err := b.Promise(p, "a photo", b.Today, false); err != nil {
							return err
						}
					}
					if c.recorded {
						b.AskFirst("met", "whom", nil)
						_, err := b.AddGoal("speak", domain.Date{})
						return err
					}
					return nil
				})
				if c.recorded {
					told := domain.Delivery{Owner: mia, Kind: domain.IdentifyDelivery, On: domain.On(2026, 10, 1)}
					if err := s.Shows().Shown(t.Context(), told, []domain.Telling{{Rule: domain.RunDry}}); err != nil {
						t.Fatal(err)
					}
				}
				n := statements(t, s)
				planned := 0
				a := appointments(t, s, mia)[domain.DigestDelivery]
				before := n.Load()
				err := s.Appointments().Plan(t.Context(), a, a.At, func(p domain.Portfolio) domain.Plan {
					planned = len(p.Contacts)
					return domain.PlanAppointment(p, a, a.At)
				})
				if got := n.Load() - before; err != nil || got != c.want || planned != c.contacts {
					t.Errorf("%d statements for %d contacts, error %v; want %d for %d", got, planned, err, c.want, c.contacts)
				}
			})
		})
	}
}

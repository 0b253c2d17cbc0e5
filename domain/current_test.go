package domain

import (
	"testing"
	"time"
)

func TestCurrent(t *testing.T) {
	berlin := Member{Zone: "Europe/Berlin"}
	// Clocks in Nuuk jump from 23:00 on 29 Mar 2025 to midnight: what is due at
	// 23:30 comes on the 30th, and belongs to the 29th.
	late := Weekly{At: 23*60 + 30, Days: EveryDay}
	nuuk := Member{Zone: "America/Nuuk", Chosen: Settings{Digest: &late, Prompt: &late}}
	for _, c := range []struct {
		name string
		m    Member
		d    Delivery
		now  time.Time
		want bool
	}{
		{"the same day", berlin, Delivery{Kind: DigestDelivery, On: On(2026, 11, 2)}, time.Date(2026, 11, 2, 22, 0, 0, 0, time.UTC), true},
		{"the day after, where they are", berlin, Delivery{Kind: DigestDelivery, On: On(2026, 11, 2)}, time.Date(2026, 11, 2, 23, 30, 0, 0, time.UTC), false},
		{"the day before", berlin, Delivery{Kind: IdentifyDelivery, On: On(2026, 11, 2)}, time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), false},
		{"any day", berlin, Delivery{Kind: RecoveredDelivery, On: On(2026, 11, 2)}, time.Date(2026, 11, 9, 12, 0, 0, 0, time.UTC), true},
		{"a welcome that could not be sent on the first day", berlin, Delivery{Kind: WelcomeDelivery, On: On(2026, 11, 2)}, time.Date(2026, 11, 4, 12, 0, 0, 0, time.UTC), true},
		{"over midnight", nuuk, Delivery{Kind: DigestDelivery, On: On(2025, 3, 29)}, time.Date(2025, 3, 30, 1, 30, 0, 0, time.UTC), true},
		{"two days on", nuuk, Delivery{Kind: DigestDelivery, On: On(2025, 3, 29)}, time.Date(2025, 3, 31, 12, 0, 0, 0, time.UTC), false},
	} {
		if got := c.m.Current(DefaultPolicy(), c.d, c.now); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

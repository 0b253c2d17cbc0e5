package reminders_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rapport/domain"
)

// zones are where the members of the invariant travel.
var zones = []string{berlin, "Australia/Lord_Howe", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Kathmandu"}

// traveller is a member of the invariant: their days, and somebody of whom
// there is something to say in every digest.
type traveller struct {
	domain.Owner
	days   domain.Weekdays
	friend domain.ContactID
}

// TestNeverTwiceNeverUnasked plays two months in which anything happens, and
// then a quiet week: at most one digest for a member and a local date, never on
// a day without digests, none while paused or gone, one schedule of each kind,
// and in the quiet week exactly what was chosen.
func TestNeverTwiceNeverUnasked(t *testing.T) {
	onBoth(t, func(_ *testing.T, w *world) {
		w.profile(mia, "", true) // she has no part in it
		checks, outer := 0, w.t
		rapid.Check(outer.(*testing.T), func(r *rapid.T) {
			checks++
			w.t, w.box.letters = r, nil
			defer func() { w.t = outer }()
			w.clock(monday, 8*60, rapid.SampledFrom(zones).Draw(r, "first zone"))
			var all []traveller
			for i := range 3 {
				// A workspace for each check: its clock begins anew, and so does its pace.
				workspace := domain.WorkspaceID(fmt.Sprintf("TC%d", checks))
				all = append(all, w.traveller(r, domain.Owner{Workspace: workspace, Member: domain.MemberID(fmt.Sprintf("U%d", i))}))
			}
			defer func() {
				for _, m := range all {
					w.profile(m.Owner, "", true)
				}
				w.box.refuse = nil
				w.until(w.now.AddDate(0, 0, 3)) // nothing stays for the next check
			}()
			for end := w.now.AddDate(0, 0, 60); w.now.Before(end); {
				w.happen(r, rapid.SampledFrom(all).Draw(r, "who"))
				w.pass(r)
				w.oneSchedule(all)
			}
			w.neverUnasked(all)
			w.quietWeek(all)
			w.neverUnasked(all)
		})
	})
}

func (w *world) traveller(r *rapid.T, owner domain.Owner) traveller {
	m := traveller{Owner: owner}
	m.days = domain.Weekdays(rapid.IntRange(1, int(domain.EveryDay)).Draw(r, "days"))
	w.meet(m.Owner, rapid.SampledFrom(zones).Draw(r, "zone"))
	w.due(m.Owner, "Always")
	m.friend = w.due(m.Owner, "Sometimes")
	w.chooseHour(r, m)
	return m
}

func (w *world) chooseHour(r *rapid.T, m traveller) {
	at := domain.TimeOfDay(rapid.IntRange(0, 24*60-1).Draw(r, "hour"))
	w.do(m.Owner, func(b *domain.Book) error { return b.SetDigest(domain.Weekly{At: at, Days: m.days}) })
}

// happen lets one thing happen to a member.
func (w *world) happen(r *rapid.T, m traveller) {
	days := rapid.IntRange(1, 9).Draw(r, "days ahead")
	zone := rapid.SampledFrom(zones).Draw(r, "zone")
	switch rapid.SampledFrom([]string{"nothing", "touch", "snooze", "pause", "resume", "hour", "Slack's zone", "zone", "gone", "back", "limited", "lost"}).Draw(r, "what") {
	case "touch":
		w.with(m.Owner, m.friend, func(b *domain.Book, c *domain.Contact) error {
			_, err := b.Log(c, domain.Touch{On: b.Today.AddDays(1 - days)})
			return err
		})
	case "snooze":
		w.with(m.Owner, m.friend, func(b *domain.Book, c *domain.Contact) error {
			return b.Snooze(c, b.Today.AddDays(days))
		})
	case "pause":
		w.do(m.Owner, func(b *domain.Book) error { return b.Pause(b.Today.AddDays(days)) })
	case "resume":
		w.do(m.Owner, func(b *domain.Book) error { return b.Pause(domain.Date{}) })
	case "hour":
		w.chooseHour(r, m)
	case "Slack's zone":
		w.profile(m.Owner, zone, false)
	case "zone":
		w.do(m.Owner, func(b *domain.Book) error { return b.SetZone(zone) })
	case "gone":
		w.profile(m.Owner, "", true)
	case "back":
		w.profile(m.Owner, "", false)
	case "limited":
		w.box.refuse = later(time.Hour)
	case "lost":
		w.box.refuse = func(domain.Delivery) domain.Outcome { return domain.Outcome{Result: domain.Unknown, Code: "timeout"} }
	}
}

// pass lets some time pass, or takes an hour back. Slack recovers meanwhile.
func (w *world) pass(r *rapid.T) {
	w.tick()
	switch rapid.SampledFrom([]string{"minutes", "hours", "days", "days", "jump", "a week", "back"}).Draw(r, "time") {
	case "minutes":
		w.minutes(rapid.IntRange(1, 4).Draw(r, "minutes"))
	case "hours":
		w.until(w.now.Add(time.Duration(rapid.IntRange(1, 30).Draw(r, "hours")) * time.Hour))
	case "days":
		w.box.refuse = nil
		w.until(w.now.AddDate(0, 0, rapid.IntRange(1, 4).Draw(r, "days")))
	case "jump":
		w.now = w.now.Add(time.Duration(rapid.IntRange(1, 72*60).Draw(r, "minutes ahead")) * time.Minute)
	case "a week":
		w.now = w.now.AddDate(0, 0, 7)
	case "back":
		w.now = w.now.Add(-time.Hour)
	}
	w.tick()
}

// oneSchedule fails the check unless every member has exactly one digest to
// come, and whoever is gone none.
func (w *world) oneSchedule(all []traveller) {
	w.t.Helper()
	for _, m := range all {
		member := w.member(m.Owner)
		digests := 0
		for _, a := range w.diary(m.Owner) {
			if a.Kind == domain.DigestDelivery {
				digests++
			}
			if !a.At.After(w.now) {
				w.t.Errorf("%s: still due at %v: %+v", m.Member, w.now, a)
			}
		}
		if want := map[bool]int{true: 0, false: 1}[member.Gone]; digests != want {
			w.t.Errorf("%s: %d digests in the diary, want %d", m.Member, digests, want)
		}
	}
}

// neverUnasked fails the check unless every digest so far came once, on its own
// local date, on a day with digests, and to somebody who wanted it.
func (w *world) neverUnasked(all []traveller) {
	w.t.Helper()
	policy := domain.DefaultPolicy()
	for _, m := range all {
		seen := make(map[domain.Date]bool)
		for _, l := range w.digests(m.Owner) {
			today := l.Member.Today(policy, l.At)
			if seen[l.On] || l.On != today || !m.days.Has(l.On.Weekday()) || l.Member.Gone || l.On.Before(l.Member.PausedUntil) {
				w.t.Errorf("%s: a digest of %s at %v (seen %v, days %s): %+v", m.Member, l.On, l.At, seen[l.On], m.days, l.Member)
			}
			seen[l.On] = true
		}
	}
}

// quietWeek brings everybody back and lets a week pass in which nothing else
// happens: each day of digests has one.
func (w *world) quietWeek(all []traveller) {
	w.t.Helper()
	w.box.refuse = nil
	for _, m := range all {
		w.profile(m.Owner, "", false)
		w.do(m.Owner, func(b *domain.Book) error { return b.Pause(domain.Date{}) })
	}
	w.until(w.now.AddDate(0, 0, 2)) // a date that was planned further east stays planned
	from := w.now
	w.until(w.now.AddDate(0, 0, 8))
	for _, m := range all {
		s := w.member(m.Owner).Settings(domain.DefaultPolicy())
		got := make(map[domain.Date]bool)
		for _, l := range w.digests(m.Owner) {
			got[l.On] = l.At.Equal(domain.Instant(l.On, s.Digest.At, s.Location))
		}
		first := domain.DateIn(from, s.Location).AddDays(1)
		for d := first; d.Before(first.AddDays(7)); d = d.AddDays(1) {
			if got[d] != m.days.Has(d.Weekday()) {
				w.t.Errorf("%s: on %s (%s) a digest at its time is %v, want %v", m.Member, d, d.Weekday(), got[d], !got[d])
			}
		}
	}
}

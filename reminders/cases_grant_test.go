package reminders_test

import (
	"testing"
	"time"

	"rapport/domain"
)

// revoke takes the app out of the workspace: Slack refuses, and the bot notes it.
func (w *world) revoke() {
	w.box.refuse = func(d domain.Delivery) domain.Outcome {
		if _, err := w.store.Installations().Lost(w.t.Context(), d.Workspace, "token_revoked", w.now); err != nil {
			w.t.Errorf("lost: %v", err)
		}
		return domain.Outcome{Result: domain.Failed, Code: "token_revoked"}
	}
}

// reinstall puts it back.
func (w *world) reinstall() {
	w.t.Helper()
	w.box.refuse = nil
	if _, err := w.store.Installations().Back(w.t.Context(), mia.Workspace, w.now); err != nil {
		w.t.Fatalf("back: %v", err)
	}
}

// R19: what a lost grant keeps from members is nobody's trouble but the
// operator's. R4: once it is back the same day, the digest comes, late.
func TestR19LostGrantHoldsUntilItIsBackTheSameDay(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.due(mia, "Jane")
		w.revoke()
		w.clock(tuesday, nine, berlin)
		w.minutes(60)
		if n := w.inState(domain.StateHeld); n != 1 {
			t.Errorf("%d deliveries are held, want Tuesday's", n)
		}
		w.reinstall()
		w.minutes(60)
		w.dates(mia, tuesday)
		if m := w.member(mia); !m.Troubled.IsZero() || len(w.box.letters) != 1 {
			t.Errorf("troubled since %v and %d letters, want no trouble and the digest alone", m.Troubled, len(w.box.letters))
		}
	})
}

// R5: a grant that was lost for nine days makes for one digest, and no burst.
func TestR5LostGrantForNineDaysIsOneCatchUp(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.meet(omar, "Asia/Tokyo")
		w.due(mia, "Jane")
		w.due(omar, "Jane")
		w.revoke()
		w.clock(tuesday, nine, berlin)
		w.until(w.now.AddDate(0, 0, 9))
		w.clock(tuesday.AddDays(9), 11*60, berlin)
		w.minutes(3)
		if len(w.box.letters) != 0 {
			t.Fatalf("%d letters while the app was out", len(w.box.letters))
		}
		w.reinstall()
		w.minutes(60)
		w.dates(mia, tuesday.AddDays(9))
		w.dates(omar, tuesday.AddDays(9))
		// The days after it are as ever.
		w.until(w.now.Add(24 * time.Hour))
		w.dates(mia, tuesday.AddDays(9), tuesday.AddDays(10))
		if n := w.inState(domain.StateHeld); n != 0 {
			t.Errorf("%d deliveries are held still", n)
		}
	})
}

package store

import (
	"slices"
	"testing"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// statesOf returns the outbox of the tests' workspace by subject.
func statesOf(t *testing.T, s *Store) map[string]outboxRow {
	t.Helper()
	var rows []outboxRow
	err := s.read(t.Context(), "outbox", func(tx *gorm.DB) error { return spanning(tx).Find(&rows).Error })
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]outboxRow, len(rows))
	for _, r := range rows {
		all[r.Workspace+"/"+r.Subject] = r
	}
	return all
}

func lose(t *testing.T, s *Store, w domain.WorkspaceID, code string, at time.Time) bool {
	t.Helper()
	news, err := s.Installations().Lost(t.Context(), w, code, at)
	if err != nil {
		t.Fatal(err)
	}
	return news
}

func back(t *testing.T, s *Store, w domain.WorkspaceID, at time.Time) bool {
	t.Helper()
	was, err := s.Installations().Back(t.Context(), w, at)
	if err != nil {
		t.Fatal(err)
	}
	return was
}

func TestALostGrantHoldsWhatIsOpenAndItsReturnLetsItGo(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		put(t, s, 5, nine)
		other := domain.Delivery{Owner: alien, Kind: domain.DigestDelivery, Subject: "alien", On: domain.On(2026, 11, 2)}
		if err := s.write(t.Context(), "outbox", func(tx *gorm.DB) error { return enqueue(tx, []domain.Delivery{other}, nine.Add(time.Second)) }); err != nil {
			t.Fatal(err)
		}
		cs := claim(t, s, nine, 4)
		accepted(t, s, cs[0], nine)
		record(t, s, cs[1], domain.OnNoAnswer, domain.StateUnknown, domain.Outcome{Code: "timeout"}, nine.Add(time.Hour), nine)
		record(t, s, cs[2], domain.OnUnreadable, domain.StateHeld, domain.Outcome{Code: "missing_scope"}, time.Time{}, nine) // an operator decides
		// cs[3] is in somebody's hands.
		lost := nine.Add(time.Minute)
		if !lose(t, s, "T1", "app_uninstalled", lost) || lose(t, s, "T1", "tokens_revoked", lost.Add(time.Second)) {
			t.Error("the loss is news not exactly once")
		}
		record(t, s, cs[3], domain.OnGrantLost, domain.StateHeld, domain.Outcome{Code: "token_revoked"}, time.Time{}, nine) // what Slack said to it
		in, err := s.Installations().Get(t.Context(), "T1")
		if err != nil || !in.Gone.Equal(lost) {
			t.Errorf("gone since %v, error %v; want since %v", in.Gone, err, lost)
		}
		held := map[string]string{
			"T1/0": "sent ", "T1/1": "held app_uninstalled", "T1/2": "held missing_scope",
			"T1/3": "held token_revoked", "T1/4": "held app_uninstalled", "T2/alien": "pending ",
		}
		for k, r := range statesOf(t, s) {
			if got := r.State + " " + r.Code; got != held[k] {
				t.Errorf("while gone %s is %q, want %q", k, got, held[k])
			}
		}
		if !back(t, s, "T1", nine.Add(time.Hour)) || back(t, s, "T1", nine.Add(time.Hour)) {
			t.Error("the return is news not exactly once")
		}
		open := map[string]string{
			"T1/0": "sent", "T1/1": "unknown", "T1/2": "held", "T1/3": "pending", "T1/4": "pending", "T2/alien": "pending",
		}
		for k, r := range statesOf(t, s) {
			if r.State != open[k] {
				t.Errorf("once it is back %s is %s, want %s", k, r.State, open[k])
			}
		}
		for _, c := range claim(t, s, nine.Add(time.Hour), 9) {
			if c.Unknown != (c.Delivery.Subject == "1") {
				t.Errorf("%s is claimed with Unknown %v", c.Delivery.Subject, c.Unknown)
			}
		}
	})
}

func TestAGoodTokenAtTheStartLetsGoWhatWasHeld(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		put(t, s, 2*grantBatch+1, nine)
		lose(t, s, "T1", "account_inactive", nine)
		a := appointments(t, s, mia)[domain.DigestDelivery]
		mustSetAside(t, s, a)
		if err := s.Installations().Save(t.Context(), domain.Installation{Workspace: "T1", Installed: a.At}); err != nil {
			t.Fatal(err)
		}
		if n := count(t, s, "outbox WHERE state = 'held'"); n != 0 {
			t.Errorf("%d are still held", n)
		}
		if got := appointments(t, s, mia)[domain.DigestDelivery]; got != a {
			t.Errorf("the appointment is %v, want %v again", got, a)
		}
		if gone, err := s.Installations().Gone(t.Context()); err != nil || len(gone) != 0 {
			t.Errorf("gone: %v, %v", gone, err)
		}
	})
}

// mustSetAside plans an appointment of a workspace that is gone.
func mustSetAside(t *testing.T, s *Store, a domain.Appointment) {
	t.Helper()
	err := s.Appointments().Plan(t.Context(), a, a.At, func(domain.Portfolio) domain.Plan {
		t.Error("planned for a workspace that is gone")
		return domain.Plan{}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnAppointmentOfAGoneWorkspaceIsLookedAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia, alien)
		lose(t, s, "T1", "token_revoked", nine)
		as := appointments(t, s, mia)
		later := nine.AddDate(0, 0, 30)
		due := func() []domain.Appointment {
			all, err := s.Appointments().Due(t.Context(), later, 100)
			if err != nil {
				t.Fatal(err)
			}
			return slices.DeleteFunc(all, func(a domain.Appointment) bool { return a.Workspace != "T1" })
		}
		if n := len(due()); n != len(as) {
			t.Fatalf("%d due, want %d", n, len(as))
		}
		for _, a := range due() {
			mustSetAside(t, s, a)
		}
		if left := due(); len(left) != 0 {
			t.Errorf("%v are due again", left)
		}
		next, err := s.Appointments().Next(t.Context())
		if err != nil || next.After(later) {
			t.Errorf("the next instant is %v, %v: those set aside count for nothing", next, err)
		}
		back(t, s, "T1", later)
		for kind, a := range appointments(t, s, mia) {
			if a != as[kind] {
				t.Errorf("%s is at %v once it is back, want %v", kind, a.At, as[kind].At)
			}
		}
	})
}

// Whoever let things go and died before saying so leaves the rest to be found.
func TestWhatIsHeldForWantOfAGrantIsFoundAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		put(t, s, 1, nine)
		record(t, s, claim(t, s, nine, 1)[0], domain.OnGrantLost, domain.StateHeld, domain.Outcome{Code: "token_revoked"}, time.Time{}, nine)
		gone, err := s.Installations().Gone(t.Context())
		if err != nil || !slices.Equal(gone, []domain.WorkspaceID{"T1"}) {
			t.Errorf("gone: %v, %v", gone, err)
		}
		if back(t, s, "T1", nine) {
			t.Error("it had not been lost")
		}
		if gone, err := s.Installations().Gone(t.Context()); err != nil || len(gone) != 0 {
			t.Errorf("gone still: %v, %v", gone, err)
		}
	})
}

func TestAShutChannelCancelsWhatWasPlannedForIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		put(t, s, 6, nine)
		cs := claim(t, s, nine, 4)
		accepted(t, s, cs[0], nine)
		record(t, s, cs[1], domain.OnNoAnswer, domain.StateUnknown, domain.Outcome{Code: "timeout"}, nine.Add(time.Hour), nine)
		record(t, s, cs[2], domain.OnUnreadable, domain.StateHeld, domain.Outcome{Code: "missing_scope"}, time.Time{}, nine)
		// cs[3] is in somebody's hands, 4 waits, 5 was planned after the channel was
		// opened again; what goes to people stays.
		err := s.write(t.Context(), "outbox", func(tx *gorm.DB) error {
			return spanning(tx).Exec("UPDATE outbox SET recipient = '', channel = 'C1', created = CASE subject WHEN '5' THEN @after ELSE created END",
				map[string]any{"after": micros(nine.Add(2 * time.Minute))}).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		personal := domain.Delivery{Owner: mia, Kind: domain.WelcomeDelivery, Subject: "mine", On: domain.On(2026, 11, 2)}
		if err := s.write(t.Context(), "outbox", func(tx *gorm.DB) error { return enqueue(tx, []domain.Delivery{personal}, nine) }); err != nil {
			t.Fatal(err)
		}
		for i, want := range []int{3, 0} {
			n, err := s.Outbox().Shut(t.Context(), "T1", "C1", nine.Add(time.Minute))
			if err != nil || n != want {
				t.Errorf("time %d: %d cancelled, %v; want %d", i+1, n, err, want)
			}
		}
		if n, err := s.Outbox().Shut(t.Context(), "T2", "C1", nine.Add(time.Hour)); n != 0 || err != nil {
			t.Errorf("%d cancelled in another workspace, %v", n, err)
		}
		wanted := map[string]string{
			"T1/0": "sent", "T1/1": "cancelled", "T1/2": "cancelled", "T1/3": "sending", "T1/4": "cancelled", "T1/5": "pending", "T1/mine": "pending",
		}
		for k, r := range statesOf(t, s) {
			if r.State != wanted[k] {
				t.Errorf("%s is %s, want %s", k, r.State, wanted[k])
			}
		}
	})
}

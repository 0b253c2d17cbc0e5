package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// doing is something that the store can do to a delivery, and the event that it
// is in the delivery's life.
type doing struct {
	event domain.Event
	do    func(t *testing.T, s *Store, c domain.Claim)
}

// doings are all that the store does to deliveries. A method that moves one from
// state to state has its row here.
var doings = slices.Concat([]doing{
	{domain.OnClaimed, func(t *testing.T, s *Store, _ domain.Claim) { claim(t, s, nine, 1) }},
	{domain.OnLeaseOver, func(t *testing.T, s *Store, c domain.Claim) {
		if rowOf(t, s, c.ID).State == string(domain.StateSending) {
			claim(t, s, nine.Add(lease), 1)
		}
	}},
	{domain.OnGrantLost, func(t *testing.T, s *Store, _ domain.Claim) { lose(t, s, "T1", "token_revoked", nine) }},
	{domain.OnGrantBack, func(t *testing.T, s *Store, _ domain.Claim) { back(t, s, "T1", nine) }},
	{domain.OnChannelShut, func(t *testing.T, s *Store, _ domain.Claim) {
		if _, err := s.Outbox().Shut(t.Context(), "T1", "C1", nine); err != nil {
			t.Error(err)
		}
	}},
	{domain.OnRetry, func(t *testing.T, s *Store, c domain.Claim) { ordering(t, s, domain.OnRetry, c, false) }},
	{domain.OnRetry, func(t *testing.T, s *Store, c domain.Claim) { ordering(t, s, domain.OnRetry, c, true) }},
	{domain.OnCancel, func(t *testing.T, s *Store, c domain.Claim) { ordering(t, s, domain.OnCancel, c, false) }},
	{domain.OnRestored, func(t *testing.T, s *Store, _ domain.Claim) {
		if _, err := s.Outbox().Restored(t.Context(), nine); err != nil {
			t.Error(err)
		}
	}},
}, recordings())

// ordering carries out an operator's order, or has it refused.
func ordering(t *testing.T, s *Store, e domain.Event, c domain.Claim, looked bool) {
	t.Helper()
	if _, _, err := s.Outbox().Order(t.Context(), e, []int64{c.ID}, looked, nine); err != nil {
		t.Error(err)
	}
}

// recordings are all that may be recorded of an attempt, and, together, all that
// may not.
func recordings() []doing {
	record := func(t *testing.T, s *Store, c domain.Claim, step domain.Step, lawful bool) {
		t.Helper()
		err := s.Outbox().Record(t.Context(), c, step, domain.Outcome{Code: "x"}, nine.Add(time.Hour), nine)
		switch k := domain.KindOf(err); {
		case lawful && (err == nil || k == domain.KindConflict): // it may not be in our hands
		case !lawful && err != nil && k == domain.KindInvalid:
		default:
			t.Errorf("recording %+v: %v", step, err)
		}
	}
	var all []doing
	var refused []domain.Step
	for _, e := range domain.Events {
		for _, to := range domain.States {
			step := took(e, to)
			if to == domain.StateSending || !domain.May(step.From, step.On, step.To) {
				refused = append(refused, step)
				continue
			}
			all = append(all, doing{e, func(t *testing.T, s *Store, c domain.Claim) {
				record(t, s, c, step, true)
			}})
		}
	}
	return append(all, doing{"refused", func(t *testing.T, s *Store, c domain.Claim) {
		for _, step := range refused {
			record(t, s, c, step, false)
		}
		record(t, s, c, domain.Step{From: domain.StatePending, On: domain.OnCancel, To: domain.StateCancelled}, false)
	}})
}

// TestExactlyTheStepsOfTheLaw does to a delivery in every state all that can be
// done to one: what comes of it are the steps of the law, all of them and no
// others.
func TestExactlyTheStepsOfTheLaw(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		seen := make(map[domain.Step]bool)
		for i, d := range doings {
			for _, from := range domain.States {
				for _, arrived := range []bool{false, true} { // whether an attempt may have
					c := inState(t, s, fmt.Sprint(i), from, arrived)
					was := rowOf(t, s, c.ID)
					d.do(t, s, c)
					is := rowOf(t, s, c.ID)
					wipe(t, s)
					if was == is {
						continue
					}
					step := domain.Step{From: from, On: d.event, To: domain.State(is.State)}
					if !domain.May(step.From, step.On, step.To) {
						t.Errorf("a step that is not in the law: %+v", step)
					}
					seen[step] = true
				}
			}
		}
		for _, step := range domain.Steps {
			if !seen[step] {
				t.Errorf("a step of the law that nothing takes: %+v", step)
			}
		}
	})
}

// inState makes a post to a channel that stands in a state, and the claim that somebody
// had of it.
func inState(t *testing.T, s *Store, subject string, state domain.State, arrived bool) domain.Claim {
	t.Helper()
	row := outboxRow{
		DedupeKey: fmt.Sprint(subject, state, arrived), Workspace: "T1", Channel: "C1", Kind: "summary", LocalDate: "2026-11-02",
		State: string(state), Unknown: arrived, Attempt: 1, Nonce: "n", Created: micros(nine), FirstAttempt: micros(nine), Rank: 2,
	}
	switch state {
	case domain.StatePending, domain.StateUnknown:
		row.Due = micros(nine)
	case domain.StateSending:
		row.Due = micros(nine.Add(lease))
	case domain.StateHeld:
		row.Code = "account_inactive"
	}
	if err := s.write(t.Context(), "outbox", func(tx *gorm.DB) error { return spanning(tx).Create(&row).Error }); err != nil {
		t.Fatal(err)
	}
	return domain.Claim{ID: row.ID, Attempt: row.Attempt, Delivery: domain.Delivery{Owner: domain.Owner{Workspace: "T1"}, Channel: "C1"}}
}

// wipe empties the outbox, and lets the workspace be written to at once again.
func wipe(t *testing.T, s *Store) {
	t.Helper()
	for _, table := range []string{"outbox", "paces", "installations"} {
		if _, err := s.db.writer.Exec("DELETE FROM " + table); err != nil {
			t.Fatal(err)
		}
	}
}

func rowOf(t *testing.T, s *Store, id int64) outboxRow {
	t.Helper()
	var row outboxRow
	if err := spanning(s.reader).Where("id = ?", id).Take(&row).Error; err != nil {
		t.Fatal(err)
	}
	return row
}

package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// dead makes a row of the outbox as it stands after an attempt, and returns its id.
func dead(t testing.TB, s *Store, o domain.Owner, state domain.State, change func(*outboxRow)) int64 {
	t.Helper()
	row := outboxRow{
		Workspace: string(o.Workspace), Recipient: string(o.Member), Kind: string(domain.DigestDelivery), LocalDate: "2026-11-02", Rank: int(domain.RankUsual),
		Subject: canary, State: string(state), Attempt: 1, Nonce: "n", Created: micros(nine), FirstAttempt: micros(nine), Updated: micros(nine),
	}
	if slices.Contains([]domain.State{domain.StatePending, domain.StateSending, domain.StateUnknown}, state) {
		row.Due = micros(nine.Add(time.Minute))
	}
	if change != nil {
		change(&row)
	}
	row.DedupeKey = fmt.Sprint(o, state, row.LocalDate, row.Kind, row.Updated, row.Unknown)
	if err := s.write(t.Context(), "outbox", func(tx *gorm.DB) error { return spanning(tx).Create(&row).Error }); err != nil {
		t.Fatal(err)
	}
	return row.ID
}

// letter reads one letter.
func letter(t testing.TB, s *Store, id int64) domain.Letter {
	t.Helper()
	all, _, err := s.Outbox().Letters(t.Context(), LetterQuery{}, nine)
	i := slices.IndexFunc(all, func(l domain.Letter) bool { return l.ID == id })
	if err != nil || i < 0 {
		t.Fatalf("letter %d of %+v, error %v", id, all, err)
	}
	return all[i]
}

func TestLettersAreListedDeadFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		old := func(r *outboxRow) { r.Updated = micros(nine.AddDate(0, 0, -31)) }
		want := map[string]int64{
			"sent":    dead(t, s, mia, domain.StateSent, nil),
			"pending": dead(t, s, mia, domain.StatePending, nil),
			"unknown": dead(t, s, mia, domain.StateUnknown, nil),
			"failed":  dead(t, s, mia, domain.StateFailed, nil),
			"long":    dead(t, s, mia, domain.StateFailed, old),
			"held":    dead(t, s, mia, domain.StateHeld, nil),
			"longer":  dead(t, s, mia, domain.StateHeld, old),
			"there":   dead(t, s, alien, domain.StateHeld, nil),
			"channel": dead(t, s, domain.Owner{Workspace: "T1"}, domain.StateHeld, func(r *outboxRow) { r.Channel, r.Kind = "C1", "summary" }),
		}
		for name, c := range map[string]struct {
			query LetterQuery
			want  []string
		}{
			"all":          {LetterQuery{}, []string{"longer", "held", "there", "channel", "long", "failed", "unknown", "pending", "sent"}},
			"states":       {LetterQuery{States: []domain.State{domain.StateSent, domain.StateFailed}}, []string{"long", "failed", "sent"}},
			"recent":       {LetterQuery{States: []domain.State{domain.StateHeld, domain.StateFailed}, Recent: nine.AddDate(0, 0, -30)}, []string{"longer", "held", "there", "channel", "failed"}},
			"workspace":    {LetterQuery{Workspaces: []domain.WorkspaceID{alien.Workspace}}, []string{"there"}},
			"the first":    {LetterQuery{Limit: 2}, []string{"longer", "held"}},
			"by id":        {LetterQuery{ByID: true, Limit: 2}, []string{"sent", "pending"}},
			"and the next": {LetterQuery{ByID: true, Limit: 2, After: want["pending"]}, []string{"unknown", "failed"}},
		} {
			all, total, err := s.Outbox().Letters(t.Context(), c.query, nine)
			if err != nil {
				t.Fatal(err)
			}
			var got, ids []int64
			for _, l := range all {
				got = append(got, l.ID)
				if l.Delivery.Subject != "" {
					t.Errorf("%s: a subject is told: %+v", name, l)
				}
			}
			for _, n := range c.want {
				ids = append(ids, want[n])
			}
			if !slices.Equal(got, ids) || c.query.Limit == 0 && total != len(all) || total < len(all) {
				t.Errorf("%s: %v of %d, want %v", name, got, total, ids)
			}
		}
		if l := letter(t, s, want["channel"]); l.Delivery.Channel != "C1" || l.Delivery.Member != "" {
			t.Errorf("a channel's letter is %+v", l)
		}
	})
}

func TestLettersSayWhoseDayIsOver(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		today := dead(t, s, mia, domain.StateHeld, nil)
		yesterday := dead(t, s, mia, domain.StateHeld, func(r *outboxRow) { r.LocalDate = "2026-11-01" })
		stranger := dead(t, s, omar, domain.StateHeld, func(r *outboxRow) { r.LocalDate = "2026-11-01" })
		for id, want := range map[int64]bool{today: false, yesterday: true, stranger: false} {
			if got := letter(t, s, id).Over; got != want {
				t.Errorf("letter %d: its day is over: %t", id, got)
			}
		}
	})
}

// Every order to a letter in every state leads where the law says, or nowhere.
func TestOrdersAreStepsOfTheLaw(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		seen := make(map[domain.Step]bool)
		for _, from := range domain.States {
			for i, c := range []struct {
				e               domain.Event
				arrived, looked bool
			}{
				{domain.OnRetry, false, false},
				{domain.OnRetry, true, false},
				{domain.OnRetry, true, true},
				{domain.OnRetry, false, true},
				{domain.OnCancel, false, false},
				{domain.OnCancel, true, false},
				{domain.OnClaimed, false, false},
			} {
				id := dead(t, s, mia, from, func(r *outboxRow) { r.Unknown, r.Updated = c.arrived, r.Updated+int64(i) })
				refused, missing, err := s.Outbox().Order(t.Context(), c.e, []int64{id}, c.looked, nine)
				if err != nil || len(missing) > 0 {
					t.Fatalf("%s of %s: %v, missing %v", c.e, from, err, missing)
				}
				is := letter(t, s, id)
				if len(refused) > 0 {
					if is.State != from || refused[0].ID != id {
						t.Errorf("%s of %s was refused and led to %s", c.e, from, is.State)
					}
					continue
				}
				step := domain.Step{From: from, On: c.e, To: is.State}
				if seen[step] = true; !slices.Contains(domain.Steps, step) {
					t.Errorf("a step that is not in the law: %+v", step)
				}
				if again := c.arrived && !c.looked; c.e == domain.OnRetry && (is.State == domain.StateUnknown) != again {
					t.Errorf("%s, arrived %t, looked %t: led to %s", from, c.arrived, c.looked, is.State)
				}
			}
		}
		for _, step := range domain.Steps {
			if (step.On == domain.OnRetry || step.On == domain.OnCancel) && !seen[step] {
				t.Errorf("a step of the law that no order takes: %+v", step)
			}
		}
	})
}

func TestOrdersAreAllOrNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		held := dead(t, s, mia, domain.StateHeld, nil)
		failed := dead(t, s, mia, domain.StateFailed, nil)
		sent := dead(t, s, mia, domain.StateSent, nil)
		refused, missing, err := s.Outbox().Order(t.Context(), domain.OnRetry, []int64{held, failed, sent, 4711}, false, nine)
		if err != nil || len(refused) != 1 || refused[0].ID != sent || !slices.Equal(missing, []int64{4711}) {
			t.Fatalf("refused %+v, missing %v, error %v", refused, missing, err)
		}
		if letter(t, s, held).State != domain.StateHeld || letter(t, s, failed).State != domain.StateFailed {
			t.Error("something was changed")
		}
		refused, missing, err = s.Outbox().Order(t.Context(), domain.OnRetry, []int64{held, failed}, false, nine)
		if err != nil || len(refused)+len(missing) > 0 {
			t.Fatalf("refused %+v, missing %v, error %v", refused, missing, err)
		}
		if n := len(claim(t, s, nine, 5)); n == 0 {
			t.Error("nothing is on its way")
		}
		if l := letter(t, s, held); l.Code != "" || l.State == domain.StateHeld {
			t.Errorf("what was held is %+v", l)
		}
	})
}

func TestWithoutAGrantThereIsNoRetry(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		id := dead(t, s, mia, domain.StateFailed, nil)
		if _, err := s.Installations().Lost(t.Context(), mia.Workspace, "token_revoked", nine); err != nil {
			t.Fatal(err)
		}
		refused, _, err := s.Outbox().Order(t.Context(), domain.OnRetry, []int64{id}, false, nine)
		if err != nil || len(refused) != 1 || !refused[0].Ungranted {
			t.Errorf("refused %+v, error %v", refused, err)
		}
	})
}

func TestTheClockIsTheServers(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		now, own, err := s.Clock(t.Context())
		if err != nil || own != (s.dialect == postgresDialect) || own && time.Since(now).Abs() > time.Minute {
			t.Errorf("the clock shows %v, own %t, error %v", now, own, err)
		}
	})
}

// An operator works beside the bot that has the file: neither is refused, and a
// second bot still is.
func TestBesideTheBotThatHasTheFile(t *testing.T) {
	for _, d := range []dialect{sqliteDialect, postgresDialect} {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			o := options(dsns[d](t))
			s := opened(t, o)
			beside := besides(t, o)
			meet(t, s, mia)
			busy := make(chan error, 1)
			go func() {
				var err error
				for i := 0; i < 100 && err == nil; i++ {
					err = s.Book().Write(t.Context(), ref(mia, fmt.Sprint("busy ", i), nine), func(b *domain.Book) error {
						_, err := b.Add(fmt.Sprint("Jane ", i), "", domain.Relating)
						return err
					})
				}
				busy <- err
			}()
			for i := range 50 {
				id := dead(t, s, mia, domain.StateHeld, func(r *outboxRow) { r.Updated += int64(i) })
				refused, missing, err := beside.Outbox().Order(t.Context(), domain.OnCancel, []int64{id}, false, nine)
				if err != nil || len(refused)+len(missing) > 0 {
					t.Errorf("refused %+v, missing %v, error %v", refused, missing, err)
				}
			}
			if err := <-busy; err != nil {
				t.Errorf("the bot was kept from writing: %v", err)
			}
			if d == sqliteDialect {
				refused(t, o, domain.KindInvalid, "another rapport has this file open")
			}
		})
	}
}

// besides opens a store beside another, and closes it with the test.
func besides(t testing.TB, o Options) *Store {
	t.Helper()
	s, err := Beside(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	guard(t, s)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestBesideRefuses(t *testing.T) {
	beside := func(o Options, k domain.Kind, say string) {
		t.Helper()
		s, err := Beside(t.Context(), o)
		if err == nil {
			err = s.Close()
		}
		want(t, err, k)
		if !strings.Contains(err.Error(), say) {
			t.Errorf("it says %v, want %q in it", err, say)
		}
	}
	beside(options(dsns[sqliteDialect](t)), domain.KindInvalid, "nothing in it yet")
	beside(options(t.TempDir()), domain.KindInvalid, "not that of a file")
	beside(options(dsns[postgresDialect](t)), domain.KindInvalid, "nothing in it yet")
	path := filled(t)
	execute(t, path, fmt.Sprintf("DELETE FROM %s WHERE version_id = %d", versionTable, newest(sqliteDialect)))
	beside(options(path), domain.KindInvalid, "Use the binary that serves")
	path = filled(t)
	execute(t, path, "INSERT INTO "+versionTable+" (version_id, is_applied) VALUES (99999, true)")
	beside(options(path), domain.KindNewer, "Upgrade this binary")
}

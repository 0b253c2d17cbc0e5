package store

import (
	"testing"
	"time"

	"rapport/domain"
)

// paceOf reads a workspace's pace.
func paceOf(t testing.TB, s *Store, w domain.WorkspaceID) domain.Pace {
	t.Helper()
	var row paceRow
	if err := spanning(s.reader).Where("workspace = ?", string(w)).Take(&row).Error; err != nil {
		t.Fatal(err)
	}
	return row.pace()
}

// next reads when a delivery can be claimed.
func next(t testing.TB, s *Store) time.Time {
	t.Helper()
	at, err := s.Appointments().NextDelivery(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestClaimKeepsEachWorkspacesPace(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		putAll(t, s, nine, crowd("T1", 100)...)
		putAll(t, s, nine, crowd("T2", 3)...)
		first := make(map[domain.WorkspaceID]int)
		for _, c := range claim(t, s, nine, 1000) {
			first[c.Delivery.Workspace]++
		}
		if first["T1"] != 9 || first["T2"] != 3 {
			t.Fatalf("at once %v, want 9 for T1 and all 3 for T2", first)
		}
		if more := claim(t, s, nine, 1000); len(more) != 0 {
			t.Errorf("and then %d more", len(more))
		}
		at := next(t, s)
		if early := claim(t, s, at.Add(-time.Microsecond), 1000); len(early) != 0 || !at.After(nine) || at.After(nine.Add(time.Second)) {
			t.Errorf("next is %v, and %d could be had before it", at, len(early))
		}
		got := claim(t, s, at, 1000)
		if len(got) != 1 {
			t.Fatalf("%d at the next instant, want 1", len(got))
		}
		// What turned out not to be needed costs nothing.
		record(t, s, got[0], domain.OnUntrue, domain.StateCancelled, domain.Outcome{Result: domain.Cancelled}, time.Time{}, at)
		if again := claim(t, s, at, 1000); len(again) != 1 {
			t.Errorf("%d after one was cancelled, want its place", len(again))
		}
	})
}

func TestLimitRestsTheConversationThenTheWorkspace(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		putAll(t, s, nine, crowd("T1", 20)...)
		putAll(t, s, nine, crowd("T2", 1)...)
		limited := func(c domain.Claim, now time.Time) {
			t.Helper()
			record(t, s, c, domain.OnRateLimited, domain.StatePending, domain.Outcome{
				Result: domain.Limited, Channel: "D" + string(c.Delivery.Member), RetryAfter: 30 * time.Second,
			}, now.Add(30*time.Second), now)
		}
		mine := claim(t, s, nine, 1000)
		limited(mine[0], nine)
		if p := paceOf(t, s, "T1"); p.PerMinute != domain.NewPace().PerMinute/2 || !p.Paused.IsZero() {
			t.Fatalf("pace %+v, want half and no pause", p)
		}
		later := nine.Add(2 * time.Second)
		if got := claim(t, s, later, 1); len(got) != 1 {
			t.Fatalf("%d after one conversation was limited, want the rest to flow", len(got))
		}
		limited(mine[1], later)
		if got := claim(t, s, later.Add(29*time.Second), 1000); len(got) != 0 {
			t.Errorf("claimed %+v, and the workspace is paused", got)
		}
		putAll(t, s, later, domain.Delivery{Owner: alien, Kind: domain.DigestDelivery, On: domain.On(2026, 11, 3)})
		if got := claim(t, s, later.Add(29*time.Second), 1000); len(got) != 1 || got[0].Delivery.Workspace != "T2" {
			t.Errorf("claimed %+v, want T2's alone", got)
		}
		over := later.Add(30 * time.Second)
		if at := next(t, s); !at.Equal(over) {
			t.Errorf("next at %v, want %v", at, over)
		}
		if got := claim(t, s, over, 1000); len(got) == 0 {
			t.Error("nothing flows after the pause")
		}
	})
}

// A limit that was met elsewhere, opening a conversation or reading it, rests that
// delivery and says nothing about posts: it counts as no try and leaves the pace.
func TestLimitOfAnotherMethodIsNoLimitOfPosts(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		putAll(t, s, nine, crowd("T1", 2)...)
		before := claim(t, s, nine, 1)
		record(t, s, before[0], domain.OnRateLimited, domain.StatePending, domain.Outcome{Result: domain.Limited, RetryAfter: time.Minute}, nine.Add(time.Minute), nine)
		if p := paceOf(t, s, "T1"); p.PerMinute != domain.NewPace().PerMinute || p.Limited != "" {
			t.Errorf("pace %+v, want it as it was", p)
		}
		putAll(t, s, nine, crowd("T1", 20)...)
		if rest := claim(t, s, nine, 100); len(rest) != 9 {
			t.Errorf("%d more at once, want all nine", len(rest))
		}
		again := claim(t, s, nine.Add(time.Minute), 100)
		for _, c := range again {
			if c.ID == before[0].ID && (c.Attempt != 2 || c.Tries() != 1) {
				t.Errorf("claimed %+v, want the second attempt to be the first try", c)
			}
		}
	})
}

func TestOneConversationTakesOneASecond(t *testing.T) {
	channel := func(id, subject string) domain.Delivery {
		return domain.Delivery{
			Owner: domain.Owner{Workspace: "T1"}, Channel: id, Kind: "summary", Subject: subject,
			On: domain.On(2026, 11, 2), Rank: domain.RankUsual,
		}
	}
	for name, ds := range map[string][3]domain.Delivery{
		"a direct conversation": {
			{Owner: mia, Kind: domain.DigestDelivery, Rank: domain.RankUrgent},
			{Owner: mia, Kind: domain.IdentifyDelivery, Rank: domain.RankPatient},
			{Owner: omar, Kind: domain.DigestDelivery, Rank: domain.RankUsual},
		},
		"a channel": {channel("C1", "a"), channel("C1", "b"), channel("C2", "a")},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, s *Store) {
				for i := range ds {
					ds[i].On = domain.On(2026, 11, 2)
				}
				putAll(t, s, nine, ds[:]...)
				first := claim(t, s, nine, 10)
				if len(first) != 2 || first[0].Delivery != ds[0] || first[1].Delivery != ds[2] {
					t.Fatalf("claimed %+v, want one for each conversation, as they were put in", first)
				}
				if more := claim(t, s, nine.Add(time.Minute), 10); len(more) != 0 {
					t.Errorf("claimed %+v beside one that is in hand", more)
				}
				if at := next(t, s); !at.Equal(nine.Add(lease)) {
					t.Errorf("next at %v, want the lease's end", at)
				}
				record(t, s, first[0], domain.OnAccepted, domain.StateSent, domain.Outcome{Result: domain.Sent, Channel: "C1"}, time.Time{}, nine)
				if at := next(t, s); !at.Equal(nine.Add(time.Second)) {
					t.Errorf("next at %v, want a second on", at)
				}
				second := claim(t, s, nine.Add(time.Second), 10)
				if len(second) != 1 || second[0].Delivery != ds[1] {
					t.Fatalf("claimed %+v, want %+v", second, ds[1])
				}
				// Limited, what else is to be said there waits as long.
				third := ds[0]
				third.Kind, third.Subject = "other", "c"
				putAll(t, s, nine, third)
				record(t, s, second[0], domain.OnRateLimited, domain.StatePending,
					domain.Outcome{Result: domain.Limited, Channel: "C1", RetryAfter: 20 * time.Second}, nine.Add(21*time.Second), nine.Add(time.Second))
				if early := claim(t, s, nine.Add(21*time.Second-1), 10); len(early) != 0 {
					t.Errorf("claimed %+v in a conversation that is limited", early)
				}
				if after := claim(t, s, nine.Add(21*time.Second), 10); len(after) != 1 {
					t.Errorf("claimed %+v, want one", after)
				}
			})
		})
	}
}

func TestNothingIsClaimedWhereTheGrantIsGone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		putAll(t, s, nine, crowd("T1", 1)...)
		putAll(t, s, nine, crowd("T2", 1)...)
		for w, gone := range map[domain.WorkspaceID]time.Time{"T1": nine, "T2": {}} {
			if err := s.Installations().Save(t.Context(), domain.Installation{Workspace: w, Installed: nine, Gone: gone}); err != nil {
				t.Fatal(err)
			}
		}
		if got := claim(t, s, nine, 10); len(got) != 1 || got[0].Delivery.Workspace != "T2" {
			t.Errorf("claimed %+v, want T2's alone", got)
		}
		if at := next(t, s); !at.Equal(nine.Add(lease)) {
			t.Errorf("next at %v, want nothing before the lease's end", at)
		}
	})
}

// Leases go by the database's clock, whatever hour it is in a process: one that
// is a day ahead takes nobody's delivery away, and one that is a day behind does
// not keep one for a day.
func TestLeasesGoByTheDatabasesClock(t *testing.T) {
	o := options(dsns[postgresDialect](t))
	o.ProcessClock = false
	s := opened(t, o)
	putAll(t, s, nine, crowd("T1", 1)...)
	const short = 500 * time.Millisecond
	take := func(now time.Time) []domain.Claim {
		t.Helper()
		cs, err := s.Outbox().Claim(t.Context(), now, short, 5)
		if err != nil {
			t.Fatal(err)
		}
		return cs
	}
	claimed := take(nine)
	if len(claimed) != 1 {
		t.Fatalf("claimed %+v, want one", claimed)
	}
	if got := take(nine.AddDate(0, 0, 1)); len(got) != 0 {
		t.Errorf("a process a day ahead claimed %+v", got)
	}
	first := claimed[0]
	held := func(now time.Time) bool {
		t.Helper()
		ours, err := s.Outbox().Held(t.Context(), first, now, 0)
		if err != nil {
			t.Fatal(err)
		}
		return ours
	}
	if !held(nine.AddDate(0, 0, 1)) {
		t.Error("a process a day ahead thinks that its lease is over")
	}
	time.Sleep(short + 100*time.Millisecond)
	if held(nine.AddDate(0, 0, -1)) {
		t.Error("a process a day behind thinks that its lease is not over")
	}
	got := take(nine.AddDate(0, 0, -1))
	if len(got) != 1 || !got[0].Unknown || got[0].Attempt != 2 {
		t.Fatalf("a process a day behind claimed %+v, want what nobody has in hand", got)
	}
	if since := time.Since(got[0].Since); since < short || since > time.Minute {
		t.Errorf("first tried %v ago, want it by the clock that all share", since)
	}
}

// BenchmarkClaimAmongTenThousand claims and records what a workspace's pace allows
// in a second, ten thousand others being due.
func BenchmarkClaimAmongTenThousand(b *testing.B) {
	for _, d := range []dialect{sqliteDialect, postgresDialect} {
		b.Run(string(d), func(b *testing.B) {
			s := opened(b, options(dsns[d](b)))
			putAll(b, s, nine, crowd("T1", 10000)...)
			now, claimed := nine, 0
			for b.Loop() {
				now = now.Add(time.Second)
				got := claim(b, s, now, 1000)
				claimed += len(got)
				b.StopTimer() // they come again at the end of the day
				for _, c := range got {
					record(b, s, c, domain.OnRefused, domain.StatePending, domain.Outcome{Result: domain.Failed}, now.Add(12*time.Hour), now)
				}
				b.StartTimer()
			}
			b.ReportMetric(float64(claimed)/float64(b.N), "claims/op")
		})
	}
}

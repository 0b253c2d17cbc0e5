package bench

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"rapport/domain"
)

// begun is a Monday, and a year of weeks later the summary is due.
var (
	begun = domain.On(2025, time.October, 6)
	due   = begun.AddDays(52 * 7)
)

// register is a program of pairs with sessions every other week for a year.
func register(id, pairs int) *domain.Register {
	r := &domain.Register{
		Program: domain.Program{
			Workspace: "T1", ID: domain.ProgramID(fmt.Sprint("P", id)), Channel: fmt.Sprint("C", id), Name: "Mentors", Cadence: domain.Every(14),
			Zone: "Europe/Berlin", Summary: domain.Weekly{At: 9 * 60, Days: 1 << time.Monday}, Organisers: []domain.MemberID{"U1", "U2"}, Started: begun,
			LastSummary: due.AddDays(-7),
		},
		Sessions: make(map[domain.PairID][]domain.Date, pairs),
	}
	dice := rand.New(rand.NewPCG(1, uint64(pairs)))
	for i := range pairs {
		p := domain.Pair{ID: domain.PairID(fmt.Sprint(i)), Mentor: domain.MemberID(fmt.Sprint("M", i)), Mentee: domain.MemberID(fmt.Sprint("N", i)), Since: begun}
		r.Pairs = append(r.Pairs, p)
		for d := dice.IntN(14); d < 52*7; d += 7 + dice.IntN(14) {
			r.Sessions[p.ID] = append(r.Sessions[p.ID], begun.AddDays(d))
		}
		for _, who := range []domain.MemberID{p.Mentor, p.Mentee} {
			r.Participants = append(r.Participants, domain.Participant{Member: who, Joined: begun})
			r.Ratings = append(r.Ratings, domain.Rating{By: len(r.Participants), Stars: 1 + dice.IntN(5)})
		}
		r.Goals = append(r.Goals, domain.GoalDates{Pair: p.ID, Made: begun.AddDays(i % 300)})
	}
	return r
}

// BenchmarkSummary measures what the channel is told of 500 pairs and a year of
// sessions, and what their organisers are.
func BenchmarkSummary(b *testing.B) {
	r := register(1, 500)
	b.ReportAllocs()
	for b.Loop() {
		if s := domain.Summarise(r.Ledger(due), due, false); s.Pairs != 500 {
			b.Fatalf("%+v", s)
		}
		if rep := r.Report(due); len(rep.Pairs) != 500 {
			b.Fatalf("%+v", rep)
		}
	}
}

// BenchmarkPlanSummaries measures the planning of 1,000 programs of 20 pairs, all due
// at one time, as far as domain decides it.
func BenchmarkPlanSummaries(b *testing.B) {
	all := make([]*domain.Register, 1000)
	for i := range all {
		all[i] = register(i, 20)
	}
	at := domain.Instant(due, 9*60, all[0].Program.Location())
	b.ReportAllocs()
	for b.Loop() {
		for _, r := range all {
			plan := domain.PlanSummary(r, domain.ProgramAppointment{Workspace: "T1", Program: r.Program.ID, At: at, On: due}, at)
			if len(plan.Deliveries) != 3 {
				b.Fatalf("%+v", plan)
			}
		}
	}
}

// BenchmarkPropose measures the matching of 200 mentors, with room for three each,
// and 200 mentees, where nobody is paired yet and where everybody is new to half.
func BenchmarkPropose(b *testing.B) {
	for _, former := range []bool{false, true} {
		b.Run(fmt.Sprintf("former=%v", former), func(b *testing.B) {
			r := candidates(200, former)
			b.ReportAllocs()
			for b.Loop() {
				if p := domain.Propose(r, due); len(p.Couples) != 200 {
					b.Fatalf("%d couples", len(p.Couples))
				}
			}
		})
	}
}

// candidates are as many mentors as mentees, from everywhere, with topics.
func candidates(n int, former bool) *domain.Register {
	r := register(1, 0)
	r.Zones = make(map[domain.MemberID]string)
	zones := []string{"Europe/Berlin", "America/New_York", "Asia/Tokyo", "Asia/Kolkata", "America/Los_Angeles"}
	dice := rand.New(rand.NewPCG(2, 3))
	for i := range n {
		for _, role := range []domain.Role{domain.Mentor, domain.Mentee} {
			p := domain.Participant{Member: domain.MemberID(fmt.Sprint(role, i)), Role: role, Capacity: 1, Joined: begun.AddDays(i % 30)}
			if role == domain.Mentor {
				p.Capacity = 3
			}
			for range 3 {
				p.Topics = append(p.Topics, fmt.Sprint("topic ", dice.IntN(20)))
			}
			r.Zones[p.Member] = zones[dice.IntN(len(zones))]
			r.Participants = append(r.Participants, p)
		}
	}
	if former {
		for i := range n {
			for j := range n / 2 {
				r.Pairs = append(r.Pairs, domain.Pair{Mentor: domain.MemberID(fmt.Sprint("mentor", (i+j)%n)), Mentee: domain.MemberID(fmt.Sprint("mentee", i)), Since: begun, Ended: begun})
			}
		}
	}
	return r
}

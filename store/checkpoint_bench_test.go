package store

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rapport/domain"
)

// BenchmarkCheckpoint has four members add people side by side, in rounds that alternate
// between two files: one whose journal is folded in as it is
// here, and one where SQLite does it within the commit that makes the journal 1,000
// pages long. What it reports is the time of a write, and ours ÷ SQLite's.
func BenchmarkCheckpoint(b *testing.B) {
	const people, round = 4, 250
	ours, within := newWaves(b, people), newWaves(b, people)
	within.checkpoints.stop()
	if _, err := within.db.writer.Exec("PRAGMA wal_autocheckpoint = 1000"); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for n := 0; n < b.N; n += round {
		ours.round(min(round, b.N-n))
		within.round(min(round, b.N-n))
	}
	compared(b, ours, within)
}

// BenchmarkCheckpointAtARate is the same with writes that come when they are due, 500
// a second for a second on either file in turn, and not when one before has been
// answered: their times count from the instant at which they were due, so that a
// checkpoint is charged for all whom it keeps waiting.
func BenchmarkCheckpointAtARate(b *testing.B) {
	const people, round, every = 16, 500, 2 * time.Millisecond
	ours, within := newWaves(b, people), newWaves(b, people)
	within.checkpoints.stop()
	if _, err := within.db.writer.Exec("PRAGMA wal_autocheckpoint = 1000"); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for n := 0; n < b.N; n += round {
		ours.paced(min(round, b.N-n), every)
		within.paced(min(round, b.N-n), every)
	}
	compared(b, ours, within)
}

// compared reports how long writes took on our file, and ours ÷ SQLite's.
func compared(b *testing.B, ours, within *waves) {
	b.Helper()
	for _, p := range []struct {
		name string
		at   float64
	}{{"p50", .5}, {"p99", .99}, {"p99.9", .999}} {
		o, w := ours.at(p.at), within.at(p.at)
		b.ReportMetric(float64(o.Microseconds()), p.name+"-µs")
		b.ReportMetric(float64(o)/float64(w), p.name+"-ratio")
	}
}

// waves is a store that is written to, with the time that each write took.
type waves struct {
	*Store
	b      *testing.B
	people []domain.Owner
	next   atomic.Int64
	took   []time.Duration
}

func newWaves(b *testing.B, people int) *waves {
	s, err := Open(b.Context(), options(dsns[sqliteDialect](b)))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	w := &waves{Store: s, b: b}
	for i := range people {
		o := domain.Owner{Workspace: "T1", Member: domain.MemberID(fmt.Sprint("U", i))}
		meet(b, s, o)
		w.people = append(w.people, o)
	}
	return w
}

// round makes n writes, side by side.
func (w *waves) round(n int) {
	var left atomic.Int64
	left.Store(int64(n))
	took := make([][]time.Duration, len(w.people))
	var all sync.WaitGroup
	for i, o := range w.people {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				began, name := time.Now(), fmt.Sprint("Jane ", w.next.Add(1))
				add(w.b, w.Store, o, name)
				took[i] = append(took[i], time.Since(began))
			}
		})
	}
	all.Wait()
	w.took = slices.Concat(append(took, w.took)...)
}

// paced makes n writes, one each time that so much has passed.
func (w *waves) paced(n int, every time.Duration) {
	took := make([]time.Duration, n)
	var all sync.WaitGroup
	for i, begun := 0, time.Now(); i < n; i++ {
		due := begun.Add(time.Duration(i) * every)
		time.Sleep(time.Until(due))
		all.Go(func() {
			add(w.b, w.Store, w.people[i%len(w.people)], fmt.Sprint("Jane ", w.next.Add(1)))
			took[i] = time.Since(due)
		})
	}
	all.Wait()
	w.took = append(w.took, took...)
}

// at is the time within which a share of the writes were made.
func (w *waves) at(share float64) time.Duration {
	slices.Sort(w.took)
	return w.took[min(int(share*float64(len(w.took))), len(w.took)-1)]
}

package store

import (
	"sync"
	"sync/atomic"
	"testing"

	"gorm.io/gorm"
)

// BenchmarkFerry is what the way across costs beside the work, which is one row:
// alone, and among sixteen who come again as soon as they have arrived. It reports how
// many shared a commit.
func BenchmarkFerry(b *testing.B) {
	for name, people := range map[string]int{"alone": 1, "company": 16} {
		b.Run(name, func(b *testing.B) {
			s := opened(b, options(dsns[sqliteDialect](b)))
			if err := s.writer.Exec("CREATE TABLE berths (name TEXT)").Error; err != nil {
				b.Fatal(err)
			}
			var commits, left atomic.Int64
			s.ferry.landed = func(int) { commits.Add(1) }
			left.Store(int64(b.N))
			work := func(tx *gorm.DB) error {
				_, err := tx.Statement.ConnPool.ExecContext(b.Context(), "INSERT INTO berths VALUES ('a')")
				return err
			}
			b.ReportAllocs()
			b.ResetTimer()
			var all sync.WaitGroup
			for range people {
				all.Go(func() {
					for left.Add(-1) >= 0 {
						if err := s.ferry.cross(b.Context(), false, work); err != nil {
							b.Error(err)
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(b.N)/float64(commits.Load()), "writes/commit")
		})
	}
}

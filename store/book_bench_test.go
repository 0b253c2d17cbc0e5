package store

import (
	"fmt"
	"sync/atomic"
	"testing"

	"rapport/domain"
)

// BenchmarkWrite logs a touch for somebody known, as /met does, from eight
// goroutines for as many members.
func BenchmarkWrite(b *testing.B) {
	for _, d := range []dialect{sqliteDialect, postgresDialect} {
		b.Run(string(d), func(b *testing.B) {
			s, err := Open(b.Context(), options(dsns[d](b)))
			if err != nil {
				b.Fatal(err)
			}
			defer func() {
				if err := s.Close(); err != nil {
					b.Error(err)
				}
			}()
			var members, commands atomic.Int64
			b.SetParallelism(4)
			b.RunParallel(func(pb *testing.PB) {
				o := domain.Owner{Workspace: "T1", Member: domain.MemberID(fmt.Sprint("U", members.Add(1)))}
				meet(b, s, o)
				jane := add(b, s, o, "Jane")
				for pb.Next() {
					do(b, s, ref(o, fmt.Sprint("c", commands.Add(1)), nine), func(book *domain.Book) error {
						known, err := book.Exact([]string{"jane"})
						if err != nil || len(known) != 1 {
							return fmt.Errorf("known %d: %w", len(known), err)
						}
						c, err := book.Contact(jane)
						if err != nil {
							return err
						}
						_, err = book.Log(c, domain.Touch{On: book.Today, Kind: "coffee"})
						return err
					})
				}
			})
		})
	}
}

package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"rapport/domain"
)

// Every transaction is told of once, with words that are nobody's.
func TestWatchIsToldOfEveryTransaction(t *testing.T) {
	for _, d := range []dialect{sqliteDialect, postgresDialect} {
		t.Run(string(d), func(t *testing.T) {
			var mu sync.Mutex
			seen := make(map[string]int)
			o := options(dsns[d](t))
			o.Watch = func(d Door, subject string) func(Ending) {
				return func(e Ending) {
					mu.Lock()
					defer mu.Unlock()
					seen[fmt.Sprintf("%s %s: %s", d, subject, e)]++
				}
			}
			s := opened(t, o)
			meet(t, s, mia)
			do(t, s, ref(mia, "c1", nine), chatter)
			want(t, s.Book().Write(t.Context(), ref(mia, "c1", nine), chatter), domain.KindDuplicate)
			want(t, s.Book().Write(t.Context(), ref(mia, "c2", nine), func(*domain.Book) error {
				return domain.Fault(domain.KindCorrupt, "the closure's own", nil)
			}), domain.KindCorrupt)
			want(t, s.Book().Read(t.Context(), ref(omar, "c3", nine), nil), domain.KindNotFound)
			gone, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := s.Outbox().Tally(gone, nine); !errors.Is(err, context.Canceled) {
				t.Errorf("after cancel: %v", err)
			}
			wanted := map[string]int{
				"write member: done": 1, "write book: done": 1, "write book: refused": 2, "read book: refused": 1, "read outbox: left": 1,
			}
			if !maps.Equal(seen, wanted) {
				t.Errorf("told %v, want %v", seen, wanted)
			}
			for _, words := range slices.Collect(maps.Keys(seen)) {
				if strings.Contains(words, canary) || strings.Contains(words, string(mia.Member)) {
					t.Errorf("the watch is told of a member: %s", words)
				}
			}
		})
	}
}

func TestEndings(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want Ending
	}{
		{nil, EndedDone},
		{foreignError{errors.New("of a handler")}, EndedRefused},
		{domain.Fault(domain.KindDuplicate, "command", nil), EndedRefused},
		{context.DeadlineExceeded, EndedLeft},
		{&pgconn.PgError{Code: "40001"}, EndedConflict},
		{&pgconn.PgError{Code: "40P01"}, EndedConflict},
		{&pgconn.PgError{Code: "55P03"}, EndedBusy},
		{&pgconn.PgError{Code: "57P01"}, EndedLost},
		{&pgconn.PgError{Code: "42501"}, EndedFailed},
		{&pgconn.PgError{Code: "53100"}, EndedFailed},
		{sqlite3.Error{Code: sqlite3.ErrBusy}, EndedBusy},
		{sqlite3.Error{Code: sqlite3.ErrLocked}, EndedBusy},
		{sqlite3.Error{Code: sqlite3.ErrFull}, EndedFailed},
		{sqlite3.Error{Code: sqlite3.ErrReadonly}, EndedFailed},
		{errors.New("anything"), EndedFailed},
	} {
		if got := ending(tt.err); got != tt.want {
			t.Errorf("%T %v ended as %s, want %s", tt.err, tt.err, got, tt.want)
		}
	}
}

func TestSizeGrows(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		before, err := s.Size(t.Context())
		if err != nil || before.Data == 0 {
			t.Fatalf("size %+v, error %v", before, err)
		}
		do(t, s, ref(mia, "many", nine), func(b *domain.Book) error {
			for n := range 300 {
				if _, err := b.Add(fmt.Sprintf("Somebody %d", n), "", domain.Relating); err != nil {
					return err
				}
			}
			return nil
		})
		// PostgreSQL extends its files as it likes, and within the second.
		for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			after, err := s.Size(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if after.Data+after.Log > before.Data+before.Log {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("size was %+v and is %+v", before, after)
			}
		}
	})
}

package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

// After a restore nothing is sent blindly: what had not been tried is looked for
// as far back as it may have been sent, and so is what was held or given up.
func TestRestoredIsLookedForFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		putAll(t, s, nine, crowd("T1", 3)...)
		cs := claim(t, s, nine, 2)
		record(t, s, cs[0], domain.OnGivenUp, domain.StateFailed, domain.Outcome{}, time.Time{}, nine)
		record(t, s, cs[1], domain.OnAccepted, domain.StateSent, domain.Outcome{TS: "1"}, time.Time{}, nine)
		later := nine.Add(time.Hour)
		n, err := s.Outbox().Restored(t.Context(), later)
		if err != nil || n != 1 {
			t.Fatalf("%d are looked for, error %v; want 1", n, err)
		}
		if _, _, err := s.Outbox().Order(t.Context(), domain.OnRetry, []int64{cs[0].ID}, false, later); err != nil {
			t.Fatal(err)
		}
		got := claim(t, s, later.Add(time.Minute), 5)
		if len(got) != 2 || !got[0].Unknown || !got[1].Unknown {
			t.Fatalf("claimed %+v, want two that may have arrived", got)
		}
		if since := got[1].Since; !since.Equal(later.Add(-lookback)) && !got[0].Since.Equal(later.Add(-lookback)) {
			t.Errorf("looked for since %v and %v, want one since %v", got[0].Since, since, later.Add(-lookback))
		}
	})
}

// The same delivery bears the same mark in Slack, whoever plans it.
func TestNonceIsOfTheKey(t *testing.T) {
	seen := make(map[string]bool)
	for _, d := range append(crowd("T1", 50), crowd("T2", 50)...) {
		again := d
		again.Rank = domain.RankPatient
		if d.Nonce() != again.Nonce() || len(d.Nonce()) != 26 || seen[d.Nonce()] {
			t.Errorf("the nonce of %s is %q, and %q", d.Key(), d.Nonce(), again.Nonce())
		}
		seen[d.Nonce()] = true
	}
}

// A copy made while commands come in is whole, private, and can be opened.
func TestBackupWhileOthersWrite(t *testing.T) {
	dir := t.TempDir()
	path, copied := filepath.Join(dir, "rapport.db"), filepath.Join(dir, "copy.db")
	s := opened(t, options(path))
	meet(t, s, mia)
	stop, stopped := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		defer func() { stopped <- n }()
		for ; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			if err := s.Book().Write(t.Context(), ref(mia, strings.Repeat("x", n+1), nine), func(b *domain.Book) error {
				_, err := b.Add(strings.Repeat("y", n+1), "", domain.Relating)
				return err
			}); err != nil {
				t.Error(err)
				return
			}
		}
	}()
	time.Sleep(20 * time.Millisecond)
	if err := Backup(t.Context(), Options{DSN: path}, copied); err != nil {
		t.Fatal(err)
	}
	close(stop)
	written := <-stopped
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy's mode is %v, error %v", info.Mode(), err)
	}
	back := opened(t, options(copied))
	if n := count(t, back, "contacts"); n == 0 || n > written || n != count(t, back, "commands") {
		t.Errorf("of %d commands the copy holds %d contacts and %d ids", written, n, count(t, back, "commands"))
	}
	want(t, Backup(t.Context(), Options{DSN: path}, copied), domain.KindInvalid) // it is there
	want(t, Backup(t.Context(), Options{DSN: filepath.Join(dir, "none.db")}, filepath.Join(dir, "c")), domain.KindInvalid)
	want(t, Backup(t.Context(), Options{DSN: "postgres://nobody@localhost/x"}, filepath.Join(dir, "c")), domain.KindInvalid)
	if err := os.WriteFile(filepath.Join(dir, "junk.db"), []byte(strings.Repeat("junk", 5000)), 0o600); err != nil {
		t.Fatal(err)
	}
	want(t, Backup(t.Context(), Options{DSN: filepath.Join(dir, "junk.db")}, filepath.Join(dir, "c")), domain.KindCorrupt)
	if _, err := os.Stat(filepath.Join(dir, "c")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a backup that failed left something: %v", err)
	}
}

package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"rapport/domain"
)

// chatter writes the canary wherever a member can type.
func chatter(b *domain.Book) error {
	c, err := b.Add(canary, "U9", domain.Relating)
	if err != nil {
		return err
	}
	_, err = b.Log(c, domain.Touch{On: b.Today, Kind: canary, Note: canary, Signals: []domain.SignalKind{domain.Initiated}})
	_, err2 := b.Deliver(c, canary, b.Today, domain.Date{})
	b.AskFirst("met", canary, map[string]string{"who": canary})
	_, err3 := b.Promise(c, canary, b.Today, true)
	n, err4 := b.NoteNeed(c, canary, domain.Normal, false, b.Today)
	_, err5 := b.Offer(c, n.ID, canary)
	_, err6 := b.RecordAsk(c, domain.Request{What: canary, Link: canary}, b.Today)
	_, err7 := b.AddGoal(canary, domain.Date{})
	other, err8 := b.Add(canary+" the second", "", domain.Relating)
	if err := errors.Join(err, err2, err3, err4, err5, err6, err7, err8); err != nil {
		return err
	}
	return errors.Join(b.Remember(c, canary), b.Tag(c, canary), b.Mark(c, domain.Occasion{Name: canary, Month: 1, Day: 1}),
		b.Describe(c, domain.About{Adds: canary, Offers: canary, Connects: canary}),
		b.Weave(c, other, domain.IntroAccepted, canary),
		b.Heed(domain.Telling{Rule: domain.OccasionComing, Contact: c.ID, Subject: canary}))
}

// No error of ours quotes what a member typed, whatever the database says. The
// logs are looked at when each store is closed.
func TestErrorsQuoteNobody(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		do(t, s, ref(mia, "c1", nine), chatter)
		for _, statement := range []string{
			"UPDATE contacts SET phase = 3",                           // a check: PostgreSQL's detail shows the row
			"INSERT INTO names SELECT * FROM names",                   // a key: its detail shows the values
			"UPDATE names SET contact = '" + canary + "'",             // a foreign key
			"UPDATE promises SET state = '" + canary + "'",            // a check on a record
			"INSERT INTO told SELECT * FROM told",                     // a key of five columns
			"UPDATE contacts SET version = CAST(name AS INTEGER) / 0", // a cast: its message shows the value
			"SELECT '" + canary + "' FROM nowhere",                    // a syntax error shows the statement
		} {
			_, err := s.db.writer.Exec(statement)
			if err == nil {
				continue // SQLite reads any text as a number, and divides by zero
			}
			want(t, translate("statement", err), domain.KindUnknown)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Book().Write(ctx, ref(mia, "c2", nine), chatter); !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), canary) {
			t.Errorf("after cancel: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := s.Book().Write(t.Context(), ref(mia, "c3", nine), chatter); err == nil || strings.Contains(err.Error(), canary) {
			t.Errorf("after close: %v", err)
		}
	})
}

func TestIllegibleTextIsInert(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		m := domain.Newcomer(mia, "M\x00ia\xff", "UTC", domain.DefaultPolicy(), nine)
		if err := s.Members().Meet(t.Context(), m, nine); err != nil {
			t.Fatal(err)
		}
		do(t, s, ref(mia, "c1", nine), func(b *domain.Book) error {
			c, err := b.Add(strings.Repeat("ﷺ", 200), "", domain.Relating)
			if err != nil {
				return err
			}
			b.AskFirst("met", "Ja\x00ne \xff", map[string]string{"who\x00": "\xff"})
			return b.Remember(c, strings.Repeat("語", 3000))
		})
		if got, err := s.Members().Member(t.Context(), mia); err != nil || got.Name != "Mia\uFFFD" {
			t.Errorf("name %q, error %v", got.Name, err)
		}
	})
}

// A full disk acknowledges nothing, says so, and is got over.
func TestFullDisk(t *testing.T) {
	s := opened(t, options(filepath.Join(t.TempDir(), "rapport.db")))
	meet(t, s, mia)
	limit := func(pages int) {
		if _, err := s.db.writer.Exec(fmt.Sprint("PRAGMA max_page_count = ", pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(1) // SQLite takes the file's present size for the least
	var err error
	n := 0
	for ; err == nil && n < 1000; n++ {
		err = s.Book().Write(t.Context(), ref(mia, fmt.Sprint("c", n), nine), chatter)
	}
	if err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Fatalf("error %v after %d commands, want a full disk", err, n)
	}
	if got := count(t, s, "notes"); got != n-1 {
		t.Errorf("%d notes, want the %d that were acknowledged", got, n-1)
	}
	limit(1 << 30)
	do(t, s, ref(mia, "again", nine), chatter)
}

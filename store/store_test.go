package store

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapport/domain"
	"rapport/internal/filetest"
	"rapport/internal/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Run(m)) }

var (
	nine = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC) // a Monday
	mia  = domain.Owner{Workspace: "T1", Member: "U1"}
	omar = domain.Owner{Workspace: "T1", Member: "U2"}
	// alien bears the same member id in another workspace.
	alien = domain.Owner{Workspace: "T2", Member: "U1"}
)

// keys folds as little as the tests need: the whole name and its words.
func keys(name string) []domain.Key {
	all := []domain.Key{{Folded: strings.ToLower(name), Whole: true}}
	if words := strings.Fields(strings.ToLower(name)); len(words) > 1 {
		for _, w := range words {
			all = append(all, domain.Key{Folded: w})
		}
	}
	return all
}

// options are those of every store in the tests, whose clock is moved.
func options(dsn string) Options {
	return Options{DSN: dsn, Policy: domain.DefaultPolicy(), Keys: keys, ProcessClock: true}
}

// dsns makes a new, empty database of each dialect.
var dsns = map[dialect]func(testing.TB) string{
	sqliteDialect:   func(t testing.TB) string { return filepath.Join(t.TempDir(), "rapport.db") },
	postgresDialect: pgtest.Database,
}

// copies makes a database of each dialect that has the schema and holds nothing: that is
// brought up once for all tests.
var copies = map[dialect]func(testing.TB) string{
	sqliteDialect:   filetest.Copies(bringUp),
	postgresDialect: pgtest.Copies(bringUp),
}

// bringUp brings a database up to the schema.
func bringUp(t testing.TB, dsn string) {
	t.Helper()
	s, err := Open(context.Background(), options(dsn))
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

// onBoth runs a test on a new store of each dialect.
func onBoth(t *testing.T, test func(t *testing.T, s *Store)) {
	t.Helper()
	for _, d := range []dialect{sqliteDialect, postgresDialect} {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			test(t, opened(t, options(copies[d](t))))
		})
	}
}

// opened opens a store, guards its statements, and closes it with the test.
// Nothing may be said in its log that a member typed: that is looked at too.
func opened(t testing.TB, o Options) *Store {
	t.Helper()
	var log bytes.Buffer
	o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	guard(t, s)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		if strings.Contains(log.String(), canary) {
			t.Errorf("the log quotes a member: %s", log.String())
		}
	})
	return s
}

// canary is put into what members type, and must never be met in an error or a
// log.
const canary = "canary-7f3a"

// meet makes members known.
func meet(t testing.TB, s *Store, owners ...domain.Owner) {
	t.Helper()
	for _, o := range owners {
		m := domain.Newcomer(o, "Somebody", "Europe/Oslo", domain.DefaultPolicy(), nine)
		if err := s.Members().Meet(t.Context(), m, nine); err != nil {
			t.Fatal(err)
		}
	}
}

// ref names a command of o at an instant.
func ref(o domain.Owner, id string, at time.Time) domain.Ref {
	return domain.Ref{Owner: o, ID: domain.CommandID(id), Verb: "met", At: at}
}

// do writes a command that must succeed.
func do(t testing.TB, s *Store, r domain.Ref, f func(*domain.Book) error) {
	t.Helper()
	if err := s.Book().Write(t.Context(), r, f); err != nil {
		t.Fatalf("command %s: %v", r.ID, err)
	}
}

// add puts a new contact into o's portfolio and returns its id.
func add(t testing.TB, s *Store, o domain.Owner, name string) domain.ContactID {
	t.Helper()
	var id domain.ContactID
	do(t, s, ref(o, string(o.Member)+" adds "+name, nine), func(b *domain.Book) error {
		c, err := b.Add(name, "", domain.Relating)
		if err == nil {
			id = c.ID
		}
		return err
	})
	return id
}

// contact reads a contact with its history.
func contact(t testing.TB, s *Store, o domain.Owner, id domain.ContactID) *domain.Contact {
	t.Helper()
	var found *domain.Contact
	err := s.Book().Read(t.Context(), ref(o, "read", nine), func(b *domain.Book) (err error) {
		found, err = b.Contact(id)
		return err
	})
	if err != nil {
		t.Fatalf("contact %s: %v", id, err)
	}
	return found
}

// want fails the test unless err is of kind k, and never quotes a member.
func want(t testing.TB, err error, k domain.Kind) {
	t.Helper()
	if err == nil || domain.KindOf(err) != k {
		t.Fatalf("error %v, want one of kind %q", err, k)
	}
	if strings.Contains(err.Error(), canary) {
		t.Errorf("the error quotes a member: %v", err)
	}
}

// count counts the rows of a table, behind the guard's back.
func count(t testing.TB, s *Store, table string) int {
	t.Helper()
	var n int
	if err := s.db.writer.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// appointments reads o's appointments.
func appointments(t testing.TB, s *Store, o domain.Owner) map[domain.DeliveryKind]domain.Appointment {
	t.Helper()
	all, err := s.Appointments().Due(t.Context(), nine.AddDate(10, 0, 0), 1000)
	if err != nil {
		t.Fatal(err)
	}
	mine := make(map[domain.DeliveryKind]domain.Appointment)
	for _, a := range all {
		if a.Owner == o {
			mine[a.Kind] = a
		}
	}
	return mine
}

package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

// first makes a database as the first version left it, filled by statements
// that both dialects read.
func first(t *testing.T, dsn string, statements ...string) {
	t.Helper()
	db, err := openDatabase(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	p, err := db.provider()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements {
		if _, err := db.writer.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := db.close(); err != nil {
		t.Fatal(err)
	}
}

// values writes rows of a table, every column in its place.
func values(table string, rows ...string) string {
	return "INSERT INTO " + table + " VALUES (" + strings.Join(rows, "), (") + ")"
}

// history writes rows of a table whose first column the database counts.
func history(table, columns string, rows ...string) string {
	return strings.Replace(values(table, rows...), table, table+" ("+columns+")", 1)
}

// oldContact is a row of contacts of the first version.
func oldContact(id string, phase, furthest int, tags string, ideal, maximum int, resting bool) string {
	return fmt.Sprintf("'T1', 'U1', '%s', '%s', 'null', '', '', '', '', '', '%s', 'null', '', %d, %d, '2026-10-01', %d, %d, %t, "+
		"false, false, '2026-10-01', '', '', '', 0, 0, '', '', '', '', '', 0, '', 1", id, id, tags, phase, furthest, ideal, maximum, resting)
}

// oldRows are what somebody had kept before there were records.
var oldRows = []string{
	values("members",
		`'T1', 'U1', 'Mia', 'D1', 'Europe/Oslo', false, '{}', '', '2026-10-30', '2026-10-26', '', 0, false, false, 1, 0, 7`,
		`'T1', 'U2', 'Omar', '', 'UTC', false, '{}', '', '', '', '', 0, false, true, 1, 0, 1`),
	// Monday, 2 November 2026, 08:00 and 09:00 in UTC.
	values("appointments",
		`'T1', 'U1', 'digest', 1793606400000000, '2026-11-02'`,
		`'T1', 'U1', 'identify', 1793610000000000, '2026-11-02'`),
	values("contacts",
		oldContact("nurtured", 3, 3, "null", 0, 0, false), oldContact("was further", 2, 4, "null", 0, 0, false),
		oldContact("tagged", 2, 2, `["oslo"]`, 0, 0, false), oldContact("rhythm", 1, 1, "[]", 10, 20, false),
		oldContact("resting", 2, 2, "null", 0, 0, true), oldContact("not placed", 2, 2, "[]", 0, 0, false)),
	history("interactions", "workspace, member, contact, id, on_date, kind, note, logged, command, undone, replaces",
		`'T1', 'U1', 'nurtured', 'i1', '2026-10-02', 'dinner', '', 1, 'c', false, ''`, // the sixth from last
		`'T1', 'U1', 'nurtured', 'i2', '2026-10-09', 'coffee', '', 1, 'c', false, ''`,
		`'T1', 'U1', 'nurtured', 'i3', '2026-10-09', 'call', '', 1, 'c', true, ''`,
		`'T1', 'U1', 'nurtured', 'i4', '2026-10-08', '', '', 1, 'c', false, ''`,
		`'T1', 'U1', 'nurtured', 'i5', '2026-10-07', 'coffee', '', 1, 'c', false, ''`,
		`'T1', 'U1', 'nurtured', 'i6', '2026-10-06', 'coffee', '', 1, 'c', false, ''`,
		`'T1', 'U1', 'nurtured', 'i7', '2026-10-02', 'lunch', '', 1, 'c', false, ''`,
		`'T1', 'U1', 'tagged', 'i8', '2026-10-02', 'lunch', '', 1, 'c', false, ''`),
	history("contact_values", "workspace, member, contact, id, what, delivered, recognised, command, undone",
		`'T1', 'U1', 'nurtured', 'v1', 'a reference', '2026-10-02', '', 'c', false`,
		`'T1', 'U1', 'nurtured', 'v2', 'a lift', '2026-10-02', '2026-10-03', 'c', false`,
		`'T1', 'U1', 'nurtured', 'v3', 'a cake', '2026-10-02', '', 'c', true`),
	history("signals", "workspace, member, contact, id, kind, on_date, interaction, command, undone",
		`'T1', 'U1', 'nurtured', 's1', 'introduced', '2026-10-02', '', 'c', false`,
		`'T1', 'U1', 'nurtured', 's2', 'introduced', '2026-10-02', '', 'c', true`,
		`'T1', 'U1', 'nurtured', 's3', 'seeks', '2026-10-02', '', 'c', false`),
	values("shows", `'T1', 'U1', '2026-10-30', 1, 'tagged'`),
	history("undos", "workspace, member, command, verb, at, steps, used",
		`'T1', 'U1', 'old', 'card', 1, '[{"Contact":"nurtured","Before":{"ID":"nurtured"},"After":{"ID":"nurtured"},"Added":null,"Replaced":null,"Recognised":["v2"]}]', false`,
		`'T1', 'U1', 'new', 'card', 1, '[{"Contact":"tagged","Before":{"ID":"tagged","Name":"tagged"},"After":{"ID":"tagged","Name":"tagged","Tags":["oslo"]},"Added":null,"Replaced":null,"Recognised":null}]', false`),
}

func TestRecordsMigration(t *testing.T) {
	for _, d := range []dialect{sqliteDialect, postgresDialect} {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			dsn := dsns[d](t)
			first(t, dsn, oldRows...)
			s := opened(t, options(dsn))
			for id, placed := range map[domain.ContactID]bool{
				"nurtured": true, "was further": true, "tagged": true, "rhythm": true, "resting": true, "not placed": false,
			} {
				if c := contact(t, s, mia, id); c.Placed != placed || c.Goals != nil || c.Muted != nil || c.MergedInto != "" {
					t.Errorf("%s: %+v, want placed %v", id, c, placed)
				}
			}
			c := contact(t, s, mia, "nurtured")
			if c.Touched.Kinds != 3 || c.Balance != (domain.Balance{Given: 2, Received: 1}) {
				t.Errorf("%d kinds, balance %+v; want 3, 2 given and 1 received", c.Touched.Kinds, c.Balance)
			}
			// The domain sums the same history up to the same.
			summed := with(t, s, "note", "nurtured", func(b *domain.Book, c *domain.Contact) error { return b.Remember(c, "likes tea") })
			if summed.Touched.Kinds != c.Touched.Kinds || summed.Balance != c.Balance {
				t.Errorf("migrated to %d kinds and %+v, summed up to %d and %+v", c.Touched.Kinds, c.Balance, summed.Touched.Kinds, summed.Balance)
			}
			_, told, err := s.Shows().Newest(t.Context(), mia)
			if d := cmp.Diff([]domain.Telling{due("tagged")}, told); d != "" || err != nil {
				t.Errorf("error %v, newest digest differs:\n%s", err, d)
			}
			m, err := s.Members().Member(t.Context(), mia)
			if err != nil || m.Name != "Mia" || !m.LastCheckIn.IsZero() || m.Unanswered != 0 || m.Version != 8 { // of the note
				t.Errorf("member %+v, error %v", m, err)
			}
		})
	}
}

// A record of a form that is read no more undoes nothing; the others do.
func TestRecordsMigrationKeepsUndosThatCanBeRead(t *testing.T) {
	for _, d := range []dialect{sqliteDialect, postgresDialect} {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			dsn := dsns[d](t)
			first(t, dsn, oldRows...)
			s := opened(t, options(dsn))
			err := s.Book().Write(t.Context(), ref(mia, "undo old", nine), func(b *domain.Book) error {
				_, err := b.Undo("old")
				return err
			})
			want(t, err, domain.KindStale)
			undo(t, s, "undo")
			if c := contact(t, s, mia, "tagged"); c.Tags != nil {
				t.Errorf("tags %v, want the command that set them undone", c.Tags)
			}
		})
	}
}

// Whoever was there before the check-in gets it too, at their next hour of it and
// not before.
func TestRecordsMigrationSchedulesCheckIns(t *testing.T) {
	for _, d := range []dialect{sqliteDialect, postgresDialect} {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			dsn := dsns[d](t)
			first(t, dsn, oldRows...)
			s := opened(t, options(dsn))
			if n := count(t, s, "appointments"); n != 3 {
				t.Errorf("%d appointments, want three for Mia and none for Omar, who is gone", n)
			}
			a := appointments(t, s, mia)[domain.CheckInDelivery]
			err := s.Appointments().Plan(t.Context(), a, a.At, func(p domain.Portfolio) domain.Plan {
				return domain.PlanAppointment(p, a, a.At)
			})
			if err != nil {
				t.Fatal(err)
			}
			want := time.Date(2026, 11, 6, 14, 0, 0, 0, time.UTC) // Friday, 15:00 in Oslo
			if next := appointments(t, s, mia)[domain.CheckInDelivery]; !next.At.Equal(want) || count(t, s, "outbox") != 0 {
				t.Errorf("next check-in %v, %d deliveries; want %v and none", next.At, count(t, s, "outbox"), want)
			}
		})
	}
}

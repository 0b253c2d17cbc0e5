package store

import (
	"bytes"
	"errors"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

// fifth returns a store on a database of before the migration that leaves indexes out.
func fifth(t *testing.T, dsn string) *Store {
	t.Helper()
	db, err := openDatabase(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	p, err := db.provider()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	s, err := over(t.Context(), db, options(dsn))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// kept are the rows, in their order, of the tables that the migration makes anew.
func kept(t *testing.T, s *Store) []string {
	t.Helper()
	var all []string
	for _, text := range []string{
		"SELECT 'i', seq, workspace, member, contact, id, on_date, kind, note, logged, command, undone, replaces, '' FROM interactions ORDER BY seq",
		"SELECT 'u', seq, workspace, member, command, verb, at, steps, used, goals, carried, '', '', '' FROM undos ORDER BY seq",
		"SELECT 'c', 0, workspace, member, id, verb, at, '', '', '', '', '', '', '' FROM commands ORDER BY id",
	} {
		rows, err := s.db.writer.Query(text)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			fields, into := make([]string, 14), make([]any, 14)
			for i := range fields {
				into[i] = &fields[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			all = append(all, strings.Join(fields, "|"))
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// A database of the version before has all its rows afterwards, in their order; what
// was done before can be undone, and what comes again has no effect.
func TestSlimMigration(t *testing.T) {
	for _, d := range []dialect{sqliteDialect, postgresDialect} {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			dsn := dsns[d](t)
			old := fifth(t, dsn)
			jane, janet, tom := full(t, old)
			bare := everything(t, old, jane, janet, tom)
			coffee := func(b *domain.Book, c *domain.Contact) error {
				_, err := b.Log(c, domain.Touch{On: b.Today, Kind: "coffee"})
				return err
			}
			with(t, old, "before", tom, coffee)
			with(t, old, "taken back", jane, coffee)
			undo(t, old, "taking back")
			rows, was := kept(t, old), everything(t, old, jane, janet, tom)
			if err := old.Close(); err != nil {
				t.Fatal(err)
			}

			var log bytes.Buffer
			told := options(dsn)
			told.Logger = slog.New(slog.NewTextHandler(&log, nil))
			if _, _, err := Migrate(t.Context(), told); err != nil || !strings.Contains(log.String(), "bringing it up") {
				t.Errorf("error %v, told before it began: %q", err, log.String())
			}
			s := opened(t, options(dsn))
			if d := cmp.Diff(rows, kept(t, s)); d != "" || len(rows) < 20 {
				t.Errorf("of %d rows (-before +after):\n%s", len(rows), d)
			}
			if d := cmp.Diff(was, everything(t, s, jane, janet, tom), alike); d != "" {
				t.Errorf("contacts (-before +after):\n%s", d)
			}
			want(t, s.Book().Write(t.Context(), ref(mia, "before", nine), func(*domain.Book) error {
				return errors.New("it ran again")
			}), domain.KindDuplicate)
			by := func(id domain.CommandID) error {
				return s.Book().Write(t.Context(), ref(mia, "undo "+string(id), nine), func(b *domain.Book) error {
					_, err := b.Undo(id)
					return err
				})
			}
			want(t, by("taken back"), domain.KindStale)
			want(t, by("unheard of"), domain.KindNotFound)
			if err := by("before"); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(bare, everything(t, s, jane, janet, tom), asBefore); d != "" {
				t.Errorf("undone (-before +after):\n%s", d)
			}
			refuses(t, s)
		})
	}
}

// refuses looks whether the rows that were carried over are bound as they were: to
// contacts and members, and that the triggers on what else a contact holds are there.
func refuses(t *testing.T, s *Store) {
	t.Helper()
	for _, statement := range []string{
		`INSERT INTO interactions (workspace, member, contact, id, on_date, kind, note, logged, command, undone, replaces)
			VALUES ('T1', 'U1', 'nobody', 'i', '2026-11-02', '', '', 0, 'c', false, '')`,
		"INSERT INTO undos (workspace, member, command, verb, at, steps, used) VALUES ('T1', 'nobody', 'c', 'met', 0, 'null', false)",
		"INSERT INTO commands (workspace, id, member, verb, at) VALUES ('T1', 'before', 'U1', 'met', 0)",
	} {
		if _, err := s.db.writer.Exec(statement); err == nil {
			t.Errorf("took %s", statement)
		}
	}
	ann := add(t, s, mia, "Ann")
	with(t, s, "fill", ann, fill)
	if n := count(t, s, "contacts WHERE name = 'Ann' AND holds = 0"); n != 0 {
		t.Error("nothing noted what Ann holds")
	}
}

// What is asked of touches and undos goes along the two indexes that they have, and
// sorts nothing: a command among a member's many is found from the newest on.
func TestTouchesAndUndosAreReadByIndex(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane := add(t, s, mia, "Jane")
		heard := listen(t, s)
		with(t, s, "met", jane, func(b *domain.Book, c *domain.Contact) error {
			_, err := b.Log(c, domain.Touch{On: b.Today, Kind: "coffee"})
			return errors.Join(err, func() error { _, err := b.Portfolio(); return err }())
		})
		if _, err := s.Shows().Portfolio(t.Context(), mia, nine); err != nil {
			t.Fatal(err)
		}
		do(t, s, ref(mia, "by id", nine), func(b *domain.Book) error { _, err := b.Undo("met"); return err })
		undo(t, s, "newest")
		explain, found := explainer(t, s), make(map[string]int)
		for _, x := range heard() {
			table := regexp.MustCompile("(?:FROM|UPDATE) [\"`]?(interactions|undos)\\b").FindStringSubmatch(x.text)
			if table == nil {
				continue
			}
			found[table[1]]++
			index := map[string]string{"interactions": "interactions_history", "undos": "undos_newest"}[table[1]]
			plan := explain(x)
			if s.dialect == postgresDialect {
				if scans(s.dialect, plan) != "" {
					t.Errorf("%s: walks through %s\n%s", x.text, scans(s.dialect, plan), plan)
				}
				continue // what it sorts of so few rows is its own affair
			}
			if !strings.Contains(plan, index) || regexp.MustCompile(`(?m)TEMP B-TREE|^SCAN (interactions|undos|contacts)`).MatchString(plan) {
				t.Errorf("%s: want %s, no walk and no sort\n%s", x.text, index, plan)
			}
		}
		if found["interactions"] < 4 || found["undos"] < 4 {
			t.Errorf("heard %v, want reading, counting, undoing and looking for it", found)
		}
	})
}

// A /met writes what is needed: each index here is written by every one of them.
func TestIndexesOfWhatAMetWrites(t *testing.T) {
	want := map[dialect][]string{
		sqliteDialect: {"interactions_history", "sqlite_autoindex_commands_1", "sqlite_autoindex_contacts_1", "sqlite_autoindex_members_1", "undos_newest"},
		postgresDialect: {
			"commands_at", "commands_pkey", "contacts_pkey", "interactions_history", "interactions_pkey", "members_pkey", "undos_newest", "undos_pkey",
		},
	}
	onBoth(t, func(t *testing.T, s *Store) {
		text := "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name IN ('members', 'contacts', 'interactions', 'undos', 'commands')"
		if s.dialect == postgresDialect {
			text = "SELECT indexname FROM pg_indexes WHERE tablename IN ('members', 'contacts', 'interactions', 'undos', 'commands')"
		}
		rows, err := s.db.writer.Query(text)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				t.Fatal(err)
			}
			got = append(got, name)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		if d := cmp.Diff(want[s.dialect], got); d != "" {
			t.Errorf("indexes (-want +got):\n%s", d)
		}
	})
}
